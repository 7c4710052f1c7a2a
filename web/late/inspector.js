// nagareInspector: the frames of the page /inspector (app/inspector.go), newest first. They are kept here within bounds,
// filtered, searched, opened and saved. They come redacted, and everything of them reaches the page as text.
"use strict";
window.nagareInspector = (root, json) => {
  const KEPT = 5000, ROOM = 16 << 20, DRAWN = 300, LONGEST = 200_000;
  const words = JSON.parse(json);
  const $ = (name) => root.querySelector(`[data-inspect="${name}"]`);
  const choice = (name) => $(name).value === "any" ? "" : $(name).value;
  const list = root.querySelector(".inspected"), sum = root.querySelector(".inspectsum");
  const say = (text, ...args) => text.replace(/\{(\d)\}/g, (_, i) => args[i]);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const amount = (n) => n < 1000 ? n + " B" : n < 1e6 ? (n / 1e3).toFixed(1) + " kB" : (n / 1e6).toFixed(1) + " MB";
  const clock = (t) => { const d = new Date(t); return d.toTimeString().slice(0, 8) + "." + String(d.getMilliseconds()).padStart(3, "0"); };
  const el = (tag, name, text) => { const n = document.createElement(tag); if (name) n.className = name; if (text !== undefined) n.textContent = text; return n; };

  let frames = [], room = 0, paused = false, unseen = 0, timer = 0;
  const count = { frames: 0, recv: 0, send: 0, lost: 0, old: 0 };
  const channels = new Map();   // names of channels by socket and id, for frames tell only ids; the oldest go
  const many = new Set();       // sources

  // read gives a frame its title, which channel and what, and a line of what it says.
  function read(f) {
    let m = null;
    try { m = JSON.parse(f.raw); } catch { /* shown as it came */ }
    if (!m || typeof m !== "object") { f.title = "?"; f.peek = f.raw.slice(0, 200); return; }
    const at = f.src + "\n" + f.socket + "\n", b = m.body && typeof m.body === "object" ? m.body : {};
    const name = (id, channel) => { channels.set(at + id, String(channel)); if (channels.size > KEPT) channels.delete(channels.keys().next().value); };
    const named = (id) => channels.get(at + id) || String(id ?? "");
    if (f.dir === "event") {
      if (m.kind === "joined") name(m.id, m.channel);
      f.title = [m.kind, m.channel].filter(Boolean).join(" · ");
      f.peek = m.reason || m.url || (m.params ? JSON.stringify(m.params) : "");
      return;
    }
    const said = m.type === "channel" || m.type === "ch" || m.type === "noteUpdated" ? b.body : m.body, by = said?.user?.username;
    f.peek = typeof by === "string" && (said.text ?? said.cw) ? "@" + by + ": " + (said.cw || said.text) : said === undefined ? "" : JSON.stringify(said);
    if (m.type === "noteUpdated") f.peek = b.id + " " + f.peek;
    f.peek = f.peek.slice(0, 200);
    if (m.type === "connect") name(b.id, b.channel);
    switch (m.type) {
      case "channel": case "ch": f.title = named(b.id) + " · " + b.type; break;
      case "connect": case "connected": case "disconnect": f.title = m.type + " · " + named(b.id); break;
      case "noteUpdated": f.title = m.type + " · " + b.type; break;
      default: f.title = String(m.type ?? "?");
    }
  }

  const wanted = () => {
    const text = $("find").value.trim().toLowerCase(), dir = choice("dir"), src = choice("src");
    return (f) => (!dir || f.dir === dir) && (!src || f.src === src) && (!text || (f.title + "\n" + f.raw).toLowerCase().includes(text));
  };

  function row(f) {
    const box = el("div", "frame"), b = el("button", "framehead");
    box.dataset.dir = f.dir;
    b.type = "button";
    b.setAttribute("aria-expanded", "false");
    const way = el("span", "way");
    const arrow = el("span", "", { send: "↑", recv: "↓" }[f.dir] || "•");
    arrow.setAttribute("aria-hidden", "true");
    way.append(arrow, el("span", "vh", words[f.dir]));
    b.append(el("time", "", clock(f.t)), way, el("b", "", f.title), el("span", "src", f.src), el("span", "size", f.size ? amount(f.size) : ""), el("span", "peek", f.peek));
    b.addEventListener("click", () => {
      const open = b.getAttribute("aria-expanded") !== "true";
      b.setAttribute("aria-expanded", String(open));
      if (!open) { box.lastChild.remove(); told(); return; }
      let text = f.raw;
      try { text = JSON.stringify(JSON.parse(text), null, 2); } catch { /* as it came, then */ }
      const pre = el("pre", "", text.length > LONGEST ? text.slice(0, LONGEST) + "…" : text);
      pre.tabIndex = 0;
      box.append(pre);
    });
    box.append(b);
    return box;
  }

  // Nothing moves under who reads further down or has opened a frame.
  const still = () => paused || list.scrollTop > 4 || !!list.querySelector("[aria-expanded=true]");

  const fresh = el("button", "button small freshframes");
  fresh.type = "button";
  fresh.addEventListener("click", () => { list.scrollTop = 0; if (paused) pause(false); draw(); list.focus({ preventScroll: true }); });
  list.before(fresh);
  const none = el("p", "muted noframes");
  list.after(none);

  function told() {
    const parts = [say(words.sum, number.format(count.frames), amount(count.recv), amount(count.send))];
    if (count.old) parts.push(say(words.old, number.format(count.old)));
    if (count.lost) parts.push(say(words.lost, number.format(count.lost)));
    if (matching > list.childElementCount && list.childElementCount >= DRAWN) parts.push(say(words.few, DRAWN, number.format(matching)));
    const text = parts.join(" · ");
    if (sum.textContent !== text) sum.textContent = text;
    fresh.hidden = !unseen;
    if (unseen) fresh.textContent = say(words.fresh, number.format(unseen));
    none.hidden = list.childElementCount > 0;
    none.textContent = count.frames ? words.nothing : words.empty;
  }

  let matching = 0;
  function draw() {
    const want = wanted(), shown = [];
    unseen = matching = 0;
    for (let i = frames.length - 1; i >= 0; i--) if (want(frames[i])) { matching++; if (shown.length < DRAWN) shown.push(row(frames[i])); }
    list.replaceChildren(...shown);
    told();
  }

  function pause(on) {
    paused = on;
    $("pause").setAttribute("aria-pressed", String(on));
    $("pause").textContent = on ? words.resume : words.pause;
  }

  $("find").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(draw, 120); });
  $("dir").addEventListener("change", draw);
  $("src").addEventListener("change", draw);
  $("pause").addEventListener("click", () => { pause(!paused); if (!paused) draw(); });
  $("clear").addEventListener("click", () => { frames = []; room = 0; for (const k in count) count[k] = 0; draw(); });
  $("save").addEventListener("click", () => {
    const src = choice("src"), of = src ? frames.filter((f) => f.src === src) : frames, from = of.length ? of[0].t : 0;
    const lines = of.map((f) => JSON.stringify({ t_ms: Math.max(0, f.t - from), conn: (many.size > 1 ? f.src + " " : "") + "socket-" + f.socket, dir: f.dir, raw: f.raw }) + "\n");
    const a = el("a");
    a.href = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
    a.download = "nagare-" + new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-") + ".jsonl";
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 60000);
  });
  draw();

  return {
    add(batch, lost) {
      const news = JSON.parse(batch), want = wanted(), held = still(), rows = [];
      count.lost += lost;
      for (const f of news) {
        read(f);
        count.frames++;
        if (f.dir !== "event") count[f.dir] += f.size;
        if (!many.has(f.src)) { many.add(f.src); const o = el("option", "", f.src); o.value = f.src; $("src").append(o); root.classList.toggle("sources", many.size > 1); }
        frames.push(f);
        room += f.raw.length;
        if (!want(f)) continue;
        matching++;
        if (held) unseen++; else rows.push(row(f));
      }
      let n = 0;
      while (frames.length - n > KEPT || room > ROOM && n < frames.length - 1) room -= frames[n++].raw.length;
      for (const f of frames.splice(0, n)) { count.old++; if (want(f)) matching--; }
      unseen = Math.min(unseen, matching);
      list.prepend(...rows.reverse().slice(0, DRAWN));
      while (list.childElementCount > DRAWN) list.lastChild.remove();
      told();
    },
    end() { clearTimeout(timer); frames = []; },
  };
};
