// nagareShelf keeps the last notes of each column over a reload, in a database of its own: losing it costs nothing but a
// moment. Nothing here throws or rejects; what went wrong is told in a word: "none" (no storage here), "full".
"use strict";
window.nagareShelf = (() => {
  const oldest = 14 * 24 * 3600 * 1000;
  const promised = (req) => new Promise((done, failed) => {
    req.onsuccess = () => done(req.result);
    req.onerror = () => failed(req.error);
    req.onblocked = () => failed(new Error("blocked"));
  });
  let database;
  const open = () => database ??= (async () => {
    const req = indexedDB.open("nagare-shelf", 1);
    req.onupgradeneeded = () => req.result.createObjectStore("columns");
    const db = await promised(req);
    db.onversionchange = () => { db.close(); database = undefined; };
    db.onclose = () => { database = undefined; };
    setTimeout(() => sweep(db), 20000); // not while the page starts
    return db;
  })();
  const finished = (tx) => new Promise((ok, bad) => {
    tx.oncomplete = ok;
    tx.onabort = tx.onerror = () => bad(tx.error);
  });
  // What nobody asked for in two weeks is of no use to anybody.
  const sweep = (db) => {
    try {
      const req = db.transaction("columns", "readwrite").objectStore("columns").openCursor();
      req.onsuccess = () => {
        const c = req.result;
        if (!c) return;
        if (!(c.value && c.value.at > Date.now() - oldest)) c.delete();
        c.continue();
      };
    } catch { /* the next start sweeps */ }
  };
  const word = (e) => (e && e.name === "QuotaExceededError" ? "full" : "none");
  const write = async (f) => {
    try {
      const tx = (await open()).transaction("columns", "readwrite");
      const done = finished(tx);
      f(tx.objectStore("columns"));
      tx.commit?.();   // a page that goes away takes with it what is not on its way
      await done;
      return "";
    } catch (e) { return word(e); }
  };
  return {
    // load answers [text] or [] or, when there is no storage, [null].
    load: async (key) => {
      try {
        const found = await promised((await open()).transaction("columns").objectStore("columns").get(key));
        return found && typeof found.text === "string" ? [found.text] : [];
      } catch { return [null]; }
    },
    // save and forget answer "" or a word.
    save: (key, text) => write((s) => s.put({ text, at: Date.now() }, key)),
    forget: (key) => write((s) => s.delete(key)),
    // forgetAll drops every column of a source; keys begin with it, as JSON.
    forgetAll: (source) => write((s) => s.delete(IDBKeyRange.bound("[" + JSON.stringify(source) + ",", "[" + JSON.stringify(source) + ",\uffff"))),
  };
})();
