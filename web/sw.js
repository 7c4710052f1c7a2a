// The service worker: the app starts without a network, and a new version comes
// as a whole or not at all.
//
// It answers for the app's own files and for places inside the app. It never
// touches anything else: other origins, methods other than GET, the API and
// streaming of a server mounted beside the app, the demo.
"use strict";
const VERSION = "{{version}}";
const PREFIX = "nagare-shell-";
const SHELL = PREFIX + VERSION;
const KEEP = "{{keep}}";
const PROGRAMS = "{{programs}}"; // only the one that the page runs is kept
const ROOT = new URL("./", self.location).pathname; // "/" or "/repo/"
const known = new Set(KEEP);

self.addEventListener("install", (e) => e.waitUntil(install()));

async function install() {
  const kind = (path) => path.slice(path.lastIndexOf("/"));
  const had = new Set();
  for (const n of await caches.keys()) {
    if (n.startsWith(PREFIX)) for (const r of await (await caches.open(n)).keys()) had.add(kind(new URL(r.url).pathname));
  }
  const cache = await caches.open(SHELL);
  try {
    await Promise.all([...KEEP, ...PROGRAMS.filter((p) => had.has(kind(p)))].map(async (path) => {
      // What has a hash in its name may come from the browser's cache; the rest
      // is fetched anew, since some hosts' validators are only times and sizes.
      const hashed = path.startsWith(ROOT + "web/");
      const res = await fetch(new Request(path, { cache: hashed ? "default" : "reload", credentials: "same-origin" }));
      if (!res.ok || res.redirected) throw new Error("install " + path + ": " + res.status);
      // A host in the middle of an upload may still have, or already have, another page.
      if (path === ROOT && !(await res.clone().text()).includes('content="' + VERSION + '"')) {
        throw new Error("install: the page is of another version");
      }
      await cache.put(path, res);
    }));
  } catch (err) {
    await caches.delete(SHELL); // the worker before this one stays, with its own cache
    throw err;
  }
  await self.skipWaiting(); // the page learns of it by "activated" and offers a reload
}

self.addEventListener("activate", (e) => e.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((n) => n.startsWith(PREFIX) && n !== SHELL).map((n) => caches.delete(n)));
})()));

// A page that was opened without a worker asks to be taken over when everything
// is in place (boot.js). Doing it while activating would look like an update.
self.addEventListener("message", (e) => {
  if (e.data && e.data.nagare === "claim") e.waitUntil(keep(e.data.program).then(() => self.clients.claim()));
});

// keep keeps the program that the page runs, and no other.
async function keep(program) {
  const cache = await caches.open(SHELL);
  if (!PROGRAMS.includes(program) || await cache.match(program)) return;
  try {
    await cache.add(program); // from the browser's own cache, mostly
    await Promise.all(PROGRAMS.filter((p) => p !== program).map((p) => cache.delete(p)));
  } catch { /* no network: what is kept stays, and the next page tries again */ }
}

// A click on one of our notifications leads to what it is about, in a window that is open if there is one.
self.addEventListener("notificationclick", (e) => {
  e.notification.close();
  const path = e.notification.data && e.notification.data.path;
  if (typeof path !== "string" || !path.startsWith(ROOT)) return;
  e.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window" });
    if (open.length === 0) return self.clients.openWindow(path);
    await open[0].focus();
    open[0].postMessage({ goapp: { type: "notification", path } });
  })());
});

self.addEventListener("fetch", (e) => {
  const req = e.request;
  if (req.method !== "GET") return;
  const url = new URL(req.url);
  if (url.origin !== self.location.origin || !url.pathname.startsWith(ROOT)) return;
  if (PROGRAMS.includes(url.pathname)) {
    e.respondWith(program(req, url.pathname));
    return;
  }
  if (known.has(url.pathname)) {
    // The query of the page is the app's business; that of a file means another file.
    if (url.search === "" || req.mode === "navigate") e.respondWith(stored(req, url.pathname));
    return;
  }
  if (req.mode === "navigate" && appPath(url.pathname.slice(ROOT.length - 1))) e.respondWith(stored(req, ROOT));
});

// The same rule as the server's: a place inside the app, not a file.
function appPath(p) {
  if (/^\/(web|api)(\/|$)/.test(p) || p.startsWith("/_")) return false;
  const last = p.slice(p.replace(/\/+$/, "").lastIndexOf("/") + 1);
  return !last.includes(".") || last.includes("@");
}

// program answers with the program that was asked for; without a network the other one is better than none.
async function program(req, path) {
  const cache = await caches.open(SHELL);
  const hit = await cache.match(path);
  if (hit) return hit;
  try {
    const res = await fetch(req);
    if (res.ok) {
      const copy = res.clone();
      // In the background, so that compiling is not kept waiting.
      cache.put(path, copy).then(() => Promise.all(PROGRAMS.filter((p) => p !== path).map((p) => cache.delete(p)))).catch(() => {});
    }
    return res;
  } catch (err) {
    for (const p of PROGRAMS) {
      const other = await cache.match(p);
      if (other) return other;
    }
    throw err;
  }
}

async function stored(req, path) {
  const hit = await (await caches.open(SHELL)).match(path);
  return hit || fetch(req);
}
