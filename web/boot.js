// Runs after wasm_exec.js and before app.js: timing marks, the crash bar, and
// the search for updates. Nothing here may throw: without it the app still runs.
(() => {
  "use strict";
  const ja = (navigator.language || "ja").toLowerCase().startsWith("ja");
  const words = ja
    ? { stopped: "アプリが止まりました。表示は更新されません。", reload: "再読み込み", copy: "詳細をコピー", details: "詳細", load: "読み込み中" }
    : { stopped: "The app has stopped. What you see is no longer updated.", reload: "Reload", copy: "Copy details", details: "Details", load: "Loading" };
  document.documentElement.lang = ja ? "ja" : "en";

  // ---- timing marks (nagare:mounted and nagare:first-note are the app's)
  const mark = (name, at) => {
    if (performance.getEntriesByName(name).length === 0) performance.mark(name, at === undefined ? {} : { startTime: at });
  };
  try {
    new PerformanceObserver((list, observer) => {
      for (const e of list.getEntries()) {
        if (e.name !== "first-contentful-paint") continue;
        mark("nagare:shell", e.startTime);
        observer.disconnect();
      }
    }).observe({ type: "paint", buffered: true });
  } catch { mark("nagare:shell"); }

  // ---- what the Go program prints, kept for the crash bar
  const printed = [];
  let size = 0;
  const decoder = new TextDecoder();
  const write = globalThis.fs.writeSync;
  globalThis.fs.writeSync = (fd, buf) => {
    const text = decoder.decode(buf, { stream: true });
    printed.push(text);
    size += text.length;
    while (size > 20000 && printed.length > 1) size -= printed.shift().length;
    return write(fd, buf);
  };

  // No access token may be shown, copied or posted somewhere with a report.
  const redact = (text) => text
    .replace(/([?&](?:i|token|session)=)[^&\s"'#]+/gi, "$1…")
    .replace(/("(?:i|token|accessToken|password)"\s*:\s*")[^"]*/gi, "$1…")
    .replace(/\b(Bearer\s+)\S+/gi, "$1…")
    .replace(/\b[A-Za-z0-9]{32}\b/g, "…")
    .replace(/\b(?=[A-Za-z0-9]*[A-Z])(?=[A-Za-z0-9]*[a-z])(?=[A-Za-z0-9]*[0-9])[A-Za-z0-9]{16}\b/g, "…");

  const stopped = (reason) => {
    if (document.getElementById("crash")) return;
    const text = redact(printed.join("").trim() || reason);
    const bar = document.createElement("div");
    bar.id = "crash";
    bar.className = "crash";
    bar.setAttribute("role", "alert");
    const button = (label, act) => {
      const b = document.createElement("button");
      b.type = "button";
      b.textContent = label;
      b.addEventListener("click", act);
      return b;
    };
    const line = document.createElement("p");
    line.textContent = words.stopped;
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = words.details;
    const pre = document.createElement("pre");
    pre.textContent = text;
    details.append(summary, pre);
    bar.append(line, button(words.reload, () => location.reload()),
      button(words.copy, () => navigator.clipboard && navigator.clipboard.writeText(text).catch(() => {})), details);
    document.body.append(bar);
  };

  // ---- the end of the Go program, and its silence
  const run = Go.prototype.run;
  Go.prototype.run = function (instance) {
    mark("nagare:wasm");
    window.nagareMemory = () => instance.exports.mem.buffer.byteLength;   // what the program holds, for who measures it
    const done = run.call(this, instance);
    let leaving = false;
    addEventListener("pagehide", () => { leaving = true; });
    addEventListener("pageshow", () => { leaving = false; });
    done.then(() => "the program ended", (e) => String(e)).then((why) => { if (!leaving) stopped(why); });
    // The app sets nagarePing to a function that makes its UI goroutine call
    // nagarePong. Two pings without an answer while the page is visible mean
    // that it is stuck.
    let missed = 0;
    window.nagarePong = () => { missed = 0; };
    setInterval(() => {
      if (document.hidden) { missed = 0; return; }
      if (!window.nagarePing) return;
      if (missed >= 2) { stopped("the UI goroutine does not answer"); return; }
      missed++;
      try { window.nagarePing(); } catch { /* the program has ended; told above */ }
    }, 4000);
    return done;
  };

  // ---- the first visit: let the worker take over once it is ready, so that this
  // page, too, hears of updates
  if ("serviceWorker" in navigator) navigator.serviceWorker.ready.then((r) => {
    const worker = r.active;
    const ask = () => { if (worker.state === "activated" && !navigator.serviceWorker.controller) worker.postMessage({ nagare: "claim", program: window.nagareProgram.url }); };
    worker.addEventListener("statechange", ask);
    ask();
  }).catch(() => {});

  // ---- look for a new version when the reader comes back, at most twice an hour
  let looked = Date.now();
  const look = () => {
    if (document.hidden || !navigator.onLine || Date.now() - looked < 30 * 60e3 || !("serviceWorker" in navigator)) return;
    looked = Date.now();
    navigator.serviceWorker.getRegistration().then((r) => r && r.update()).catch(() => {});
  };
  document.addEventListener("visibilitychange", look);
  setInterval(look, 10 * 60e3);
})();
