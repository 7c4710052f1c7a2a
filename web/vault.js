// nagareVault keeps what must not be lost and must not be seen: tokens and sign-ins under way, in IndexedDB and nowhere
// else (design, law 9). Where the browser blocks storage, they live as long as the page, and durable is false. Nothing
// here throws or rejects. Another tab's changes are told by the event "nagare:vault" on the window.
"use strict";
window.nagareVault = (() => {
  const memory = new Map();
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("nagare-vault") : null;
  if (channel) channel.onmessage = () => { window.dispatchEvent(new Event("nagare:vault")); vault.all(); };
  const promised = (req) => new Promise((done, failed) => {
    req.onsuccess = () => done(req.result);
    req.onerror = () => failed(req.error);
    req.onblocked = () => failed(new Error("blocked"));
    setTimeout(failed, 8000);   // another page may keep the base from answering, for good
  });
  const vault = { durable: true };
  // Opened while the program is still loading, so that nobody waits for it.
  const opening = (async () => {
    const req = indexedDB.open("nagare-vault", 1);
    req.onupgradeneeded = () => req.result.createObjectStore("kept");
    const db = await promised(req);
    db.onversionchange = () => db.close();
    return db;
  })().catch(() => { vault.durable = false; return null; });

  const write = async (f) => {
    const db = await opening;
    if (!db) return false;
    try {
      const tx = db.transaction("kept", "readwrite");
      const done = new Promise((ok, bad) => { tx.oncomplete = ok; tx.onabort = tx.onerror = () => bad(tx.error); });
      f(tx.objectStore("kept"));
      await done;
      if (channel) channel.postMessage(1);
      return true;
    } catch { vault.durable = false; return false; }
  };

  // note remembers whether anybody is signed in, for the page to choose its program by (program.js). A page that chose
  // the one for watching begins anew with the other, unless the note cannot be kept.
  const note = (taking) => {
    try {
      const noted = localStorage.getItem("nagare.taking") !== null;
      if (taking && !noted) localStorage.setItem("nagare.taking", "1");
      if (!taking && noted) localStorage.removeItem("nagare.taking");
      if (taking && !window.nagareProgram.taking) location.reload();
    } catch { /* blocked */ }
  };

  // all answers [name, value, name, value …].
  vault.all = async () => {
    const db = await opening;
    const found = new Map(memory);
    if (db) {
      try {
        const store = db.transaction("kept").objectStore("kept");
        const [keys, values] = await Promise.all([promised(store.getAllKeys()), promised(store.getAll())]);
        keys.forEach((k, i) => { if (typeof values[i] === "string") found.set(String(k), values[i]); });
        note(keys.some((k) => String(k).startsWith("account:")));
      } catch { vault.durable = false; }
    }
    return [...found].flat();
  };
  // put answers whether the value outlives the page.
  vault.put = async (name, value) => {
    const kept = await write((s) => s.put(value, name));
    if (kept) memory.delete(name); else memory.set(name, value);
    await vault.all();
    return kept;
  };
  vault.remove = async (name) => {
    memory.delete(name);
    const gone = await write((s) => s.delete(name));
    await vault.all();
    return gone;
  };
  return vault;
})();
