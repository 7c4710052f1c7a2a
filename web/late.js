// nagareLate fetches scripts and style sheets of ours that the page does without until then; it answers whether all of
// that worked. What was fetched before is not fetched again.
"use strict";
window.nagareLate = (() => {
  const loads = new Map();
  const load = (url) => {
    if (!loads.has(url)) {
      loads.set(url, new Promise((done) => {
        const s = document.createElement(url.endsWith(".css") ? "link" : "script");
        if (s.tagName === "LINK") { s.rel = "stylesheet"; s.href = url; } else s.src = url;
        s.onload = () => done(true);
        s.onerror = () => { loads.delete(url); s.remove(); done(false); };
        document.head.append(s);
      }));
    }
    return loads.get(url);
  };
  return (...urls) => Promise.all(urls.map(load)).then((all) => all.every(Boolean));
})();
