// What may disturb (app/alerts.go): notifications of the system, a tone, a number on the icon. Nothing here throws.
"use strict";
(() => {
  // nagareMayAlert asks for the permission, in a click of the reader's.
  window.nagareMayAlert = async () => {
    try { return "Notification" in window && await Notification.requestPermission() === "granted"; } catch { return false; }
  };

  // nagareAlert shows a notification once, however many tabs heard of it: the tag is the same. A click opens path.
  window.nagareAlert = async (title, body, tag, path, icon) => {
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    if (!document.hidden && document.hasFocus()) return;   // the reader sees it already
    try {
      const worker = navigator.serviceWorker && await navigator.serviceWorker.getRegistration();
      if (worker && worker.showNotification) { await worker.showNotification(title, { body, tag, icon, data: { path } }); return; }
      const n = new Notification(title, { body, tag, icon });
      n.onclick = () => { window.focus(); window.goappNav(path); n.close(); };
    } catch { /* the browser does not want to */ }
  };

  window.nagareBadge = (n) => {
    try { (n ? navigator.setAppBadge?.(n) : navigator.clearAppBadge?.())?.catch(() => {}); } catch { /* none here */ }
  };

  // nagareTone is two soft notes, at most once in two seconds.
  let last = 0, audio = null;
  window.nagareTone = () => {
    if (Date.now() - last < 2000) return;
    last = Date.now();
    try {
      audio ||= new AudioContext();
      if (audio.state === "suspended") audio.resume().catch(() => {});
      [660, 880].forEach((hz, i) => {
        const o = audio.createOscillator(), g = audio.createGain(), at = audio.currentTime + i * 0.12;
        o.frequency.value = hz;
        g.gain.setValueAtTime(0, at);
        g.gain.linearRampToValueAtTime(0.12, at + 0.02);
        g.gain.exponentialRampToValueAtTime(0.0001, at + 0.35);
        o.connect(g).connect(audio.destination);
        o.start(at);
        o.stop(at + 0.4);
      });
      window.nagareToned = (window.nagareToned || 0) + 1;
    } catch { /* no sound here */ }
  };
})();
