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
        document.body.append(s);   // after app.css, which stands in the body: what comes later refines it
      }));
    }
    return loads.get(url);
  };
  return (...urls) => Promise.all(urls.map(load)).then((all) => all.every(Boolean));
})();

// What the app needs and the first paint does not comes beside the wasm, as soon as the shell is painted. The app waits
// for it before it mounts (app/wasm).
window.nagareSoon = (() => {
  const m = document.querySelector('meta[name="nagare-soon"]');
  const urls = m && m.content ? m.content.split(" ") : [];
  return new Promise((done) => {
    const go = () => window.nagareLate(...urls).then(done);
    requestAnimationFrame(() => setTimeout(go));
    setTimeout(go, 200);   // a hidden tab has no frames; what is fetched already is not fetched again
  });
})();
