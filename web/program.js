// Part of the page itself, so that the program is asked for with the first bytes. There are two (app/taking): the whole
// one for who is signed in or about to be, and a smaller one for who only watches. vault.js keeps the note that decides.
(() => {
  let taking = /\/(login|miauth)\/?$/.test(location.pathname);
  try { taking ||= localStorage.getItem("nagare.taking") !== null; } catch { /* blocked: nobody can be signed in */ }
  const [url, size] = taking ? ["{{app.wasm}}", "{{app.size}}"] : ["{{watch.wasm}}", "{{watch.size}}"];
  window.nagareProgram = { taking, url, size };
  const early = document.createElement("link");
  early.rel = "preload";
  early.as = "fetch";
  early.crossOrigin = "anonymous";
  early.href = url;
  document.head.append(early);
})();
