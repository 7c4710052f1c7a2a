// What the page does for Go where a call per element would be too dear or too late. Everything here is stateless.
"use strict";

// nagareTimes renders the times of the page anew: Go words them, so that they read the same everywhere.
window.nagareTimes = (word) => {
  const nodes = document.querySelectorAll("time[data-ts]");
  if (!nodes.length) return;
  const words = word([...nodes].map((n) => n.dataset.ts).join("\n")).split("\n");
  nodes.forEach((n, i) => { if (n.textContent !== words[i]) n.textContent = words[i]; });
};

// nagareFrame calls f once before the next paint; in a hidden tab that is when the tab is shown again.
window.nagareFrame = (f) => requestAnimationFrame(() => f());

// nagareReorder puts the children of a go-app element in order. go-app does not mind: it finds them by reference.
window.nagareReorder = (parent, joined) => {
  const byKey = new Map();
  for (const n of parent.children) if (n.dataset.slot) byKey.set(n.dataset.slot, n);
  let cur = parent.firstElementChild;
  for (const k of joined.split("\n")) {
    const n = byKey.get(k);
    if (!n) continue;
    if (n === cur) cur = cur.nextElementSibling;
    else parent.insertBefore(n, cur);
  }
};

// nagareStorage is localStorage that never throws: where the browser blocks it, values live as long as the page.
window.nagareStorage = (() => {
  const memory = new Map();
  let store = null;
  try { store = window.localStorage; store.getItem("nagare"); } catch { store = null; }
  return {
    get: (k) => { try { return (store && store.getItem(k)) ?? memory.get(k) ?? ""; } catch { return memory.get(k) ?? ""; } },
    set: (k, v) => { memory.set(k, v); try { if (store) store.setItem(k, v); return !!store; } catch { return false; } },
    remove: (k) => { memory.delete(k); try { if (store) store.removeItem(k); } catch { /* kept in memory only */ } },
  };
})();

// nagareCopy puts text on the clipboard; it answers whether that worked.
window.nagareCopy = async (text) => {
  try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
};

// nagareText fetches one of our own files; it answers "" when that fails.
window.nagareText = async (url) => {
  try { const r = await fetch(url); return r.ok ? await r.text() : ""; } catch { return ""; }
};

// nagareLife tells what happens to the page: hidden, visible, online, offline, and waking from a sleep.
window.nagareLife = (tell) => {
  document.addEventListener("visibilitychange", () => tell(document.hidden ? "hidden" : "visible"));
  document.addEventListener("freeze", () => tell("hidden"));
  document.addEventListener("resume", () => tell("resumed"));
  window.addEventListener("pageshow", (e) => { if (e.persisted) tell("resumed"); });
  window.addEventListener("online", () => tell("online"));
  window.addEventListener("offline", () => tell("offline"));
  if (document.hidden) tell("hidden");
  if (navigator.onLine === false) tell("offline");
};

// nagareLeave remembers what has the focus when a page opens over the deck, nagareReturn gives it back.
{
  let left = null;
  window.nagareLeave = () => {
    const a = document.activeElement;
    left = a && a !== document.body ? { node: a, row: a.closest("[data-key]"), list: a.closest(".list") } : null;
  };
  window.nagareReturn = () => {
    const l = left;
    left = null;
    const key = l && l.row && l.row.dataset.key;
    const row = key && l.list && l.list.isConnected && l.list.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const to = l && l.node.isConnected ? l.node : row || document.querySelector("#deck .slot[data-active] .list, #deck .list, #deck");
    if (to) to.focus({ preventScroll: true });
  };
}

// nagareBack goes back when that leads to a page of ours, else home.
window.nagareBack = (home) => {
  if (window.navigation ? window.navigation.canGoBack : history.state && history.state.inside) history.back();
  else window.goappNav(home);
};

// Escape leads back from a page over the deck, wherever the focus is. It is done here because the key is to be taken at once,
// which Go under load may be too late for: the browser takes it for "stop loading", and then does not go back.
addEventListener("keydown", (e) => {
  const back = e.key === "Escape" && !e.defaultPrevented && !e.isComposing && e.keyCode !== 229
    && !document.querySelector("dialog[open]") && document.querySelector('.pageframe [data-do="back"]');
  if (back) { e.preventDefault(); back.click(); }
});

// nagareLook gives the page its colours: base is "light", "dark" or "" for the device's, vars are colours of an imported
// theme as "name:colour;…". Only names of ours and colours written as such get through, whoever wrote them down. It runs
// once before Go does, so that the page does not change its colours while it starts.
window.nagareLook = (base, vars, still) => {
  const root = document.documentElement;
  if (base) root.dataset.theme = base;
  else delete root.dataset.theme;
  root.toggleAttribute("data-still", !!still);
  for (const name of [...root.style]) if (name.startsWith("--")) root.style.removeProperty(name);
  for (const pair of String(vars || "").split(";")) {
    const m = /^([A-Za-z]{2,20}):(#[0-9a-f]{6}([0-9a-f]{2})?)$/.exec(pair);
    if (m) root.style.setProperty("--" + m[1], m[2]);
  }
};
try {
  const p = JSON.parse(window.nagareStorage.get("nagare.preferences")), t = p.theme === "imported" ? p.imported || {} : { base: p.theme };
  window.nagareLook(t.base, t.vars, p.still);
} catch { /* nothing kept yet */ }

// nagarePreview fills the places that wait for what a server tells of a page.
window.nagarePreview = (address, html) => {
  for (const n of document.querySelectorAll(".preview:empty")) if (n.dataset.preview === address) html ? n.innerHTML = html : n.remove();
};
