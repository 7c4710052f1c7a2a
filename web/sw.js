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
const ROOT = new URL("./", self.location).pathname; // "/" or "/repo/"
const known = new Set(KEEP);

self.addEventListener("install", (e) => e.waitUntil(install()));

async function install() {
  const cache = await caches.open(SHELL);
  try {
    await Promise.all(KEEP.map(async (path) => {
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
  if (e.data && e.data.nagare === "claim") e.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (e) => {
  const req = e.request;
  if (req.method !== "GET") return;
  const url = new URL(req.url);
  if (url.origin !== self.location.origin || !url.pathname.startsWith(ROOT)) return;
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

async function stored(req, path) {
  const hit = await (await caches.open(SHELL)).match(path);
  return hit || fetch(req);
}
