// nagareLate runs a script of ours that the page does without until then; it answers whether that worked.
"use strict";
window.nagareLate = (() => {
  const loads = new Map();
  return (url) => {
    if (!loads.has(url)) {
      loads.set(url, new Promise((done) => {
        const s = document.createElement("script");
        s.src = url;
        s.onload = () => done(true);
        s.onerror = () => { loads.delete(url); s.remove(); done(false); };
        document.head.append(s);
      }));
    }
    return loads.get(url);
  };
})();
