// nagarePicker: the reaction picker. Loaded when it is first opened, as is late/emoji.json with the unicode emoji.
//
//   nagarePicker.table(origin, stamp, text)   a server's custom emoji: entries by "\n", fields by "\x1f":
//                                             name, category, aliases by " ", picture, "s" when sensitive
//   nagarePicker.open({origin, words, data, safe, pick})
//   nagarePicker.find(data, word, n)          the n unicode emoji that a word fits best, as a promise of
//                                             JSON: [emoji, name, keywords by " "]
//
// Sections are folded, and an open one grows as it is scrolled, so that opening costs the same for ten emoji and ten
// thousand. The focus stays in the search field while the arrows choose (aria-activedescendant); where a finger is the
// pointer the field is not focused, because that would bring up a keyboard. What was used, what is pinned and the skin
// tone are kept in this browser.
"use strict";
(() => {
  const KEY = "nagare.picker";
  const PINNED = ["👍", "❤️", "😆", "🤔", "😮", "🎉", "💢", "😥", "😇", "🍮"];   // Misskey's own default
  const TONES = ["", "\u{1F3FB}", "\u{1F3FC}", "\u{1F3FD}", "\u{1F3FE}", "\u{1F3FF}"];
  const RECENT = 24, CHUNK = 180, FOUND = 150;

  const tables = new Map();   // origin → {stamp, list, byName, categories}
  let unicode = null, unicodeByChar = new Map(), fetching = null;
  let dialog = null, now = null;   // now: the opening in progress
  let serial = 0;

  const keep = (() => {
    let k = {};
    try { k = JSON.parse(window.nagareStorage.get(KEY) || "{}") || {}; } catch { /* as good as nothing */ }
    k.recent ||= {};
    k.pinned ||= {};
    k.tone = TONES[k.tone] === undefined ? 0 : k.tone;
    return k;
  })();
  const save = () => window.nagareStorage.set(KEY, JSON.stringify(keep));

  // fold makes words comparable: widths, case, katakana and hiragana are one.
  const fold = (s) => s.normalize("NFKC").toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60));

  // romaji spells kana as people name emoji: many servers' aliases are in Latin letters only.
  const SOUNDS = new Map(("あa いi うu えe おo かka きki くku けke こko さsa しshi すsu せse そso たta ちchi つtsu てte とto なna にni ぬnu ねne のno " +
    "はha ひhi ふfu へhe ほho まma みmi むmu めme もmo やya ゆyu よyo らra りri るru れre ろro わwa をo んn がga ぎgi ぐgu げge ごgo ざza じji ずzu ぜze ぞzo " +
    "だda ぢji づzu でde どdo ばba びbi ぶbu べbe ぼbo ぱpa ぴpi ぷpu ぺpe ぽpo ぁa ぃi ぅu ぇe ぉo ゔvu").split(" ").map((p) => [p[0], p.slice(1)]));
  const romaji = (s) => {
    if (!/[\u3041-\u3094]/.test(s)) return "";
    let out = "", twice = false;
    for (const c of s) {
      const y = { ゃ: "a", ゅ: "u", ょ: "o" }[c];
      if (c === "っ") { twice = true; continue; }
      if (c === "ー") continue;
      if (y && /[^aeiou]i$/.test(out)) { out = out.slice(0, -1) + (/(sh|ch|j)$/.test(out.slice(0, -1)) ? "" : "y") + y; continue; }
      const r = SOUNDS.get(c) ?? c;
      out += twice ? r[0] + r : r;
      twice = false;
    }
    return out;
  };

  const words = (e) => (e.w ??= " " + fold(e.raw));
  const bare = (r) => r.replaceAll("\uFE0F", "");
  const toned = (e) => {
    if (!e.tones || !keep.tone) return e.r;
    const [first, ...rest] = [...e.r];
    if (rest[0] === "\uFE0F") rest.shift();
    return first + TONES[keep.tone] + rest.join("");
  };

  function safeURL(u) {
    try {
      const url = new URL(u);
      return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : "";
    } catch { return ""; }
  }

  function table(origin, stamp, text) {
    const t = { stamp, list: [], byName: new Map(), categories: new Map() };
    for (const line of text ? text.split("\n").sort() : []) {   // they come in no order
      const [name, category, aliases, url, flag] = line.split("\x1f");
      const e = { r: ":" + name + ":", name, raw: name + " " + aliases, url, sensitive: flag === "s", custom: true };
      t.list.push(e);
      t.byName.set(e.r, e);
      if (!t.categories.has(category)) t.categories.set(category, []);
      t.categories.get(category).push(e);
    }
    t.categories = new Map([...t.categories].sort((a, b) => (a[0] === "") - (b[0] === "") || (a[0] < b[0] ? -1 : 1)));
    tables.set(origin, t);
    if (!now || now.origin !== origin) return;
    now.table = t;   // it came while the picker was open
    if (now.input.value) search(now.input.value);
    else if (!now.body.querySelector("[aria-expanded=true]")) sections();
  }

  // load fetches the unicode emoji once; a failure is tried again at the next opening.
  function load(url) {
    fetching ||= fetch(url).then((r) => { if (!r.ok) throw new Error(r.status); return r.json(); }).then((d) => {
      const groups = [];
      for (const g of d.groups) {
        const list = g.list.map(([r, en, tags, ja, jatags, tones]) => ({ r, name: en, ja, raw: en + " " + tags + " " + ja + " " + jatags, tones: !!tones }));
        groups.push({ id: g.id, list });
        for (const e of list) unicodeByChar.set(bare(e.r), e);
      }
      unicode = groups;
    }).catch(() => { fetching = null; });
    return fetching;
  }

  // find is for whoever writes. What begins with the word comes before what contains it.
  async function find(url, word, n) {
    if (!unicode) await load(url);
    const q = fold(word).replaceAll("_", " "), hits = [];
    for (const g of unicode || []) {
      for (const e of g.list) {
        const w = words(e), name = fold(e.name);
        const rank = name === q ? 0 : w.includes(" " + q + " ") ? 1 : name.startsWith(q) ? 2 : w.includes(" " + q) || w.includes(" " + word) ? 3 : q.length > 2 && w.includes(q) ? 4 : 5;
        if (rank < 5) hits.push([rank, hits.length, e]);
      }
    }
    hits.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return JSON.stringify(hits.slice(0, n).map(([, , e]) => [toned(e), (document.documentElement.lang === "ja" && e.ja) || e.name, e.raw]));
  }

  const known = (r) => {
    if (r.startsWith(":")) return now.table.byName.get(r);
    return unicodeByChar.get(bare(r)) || unicodeByChar.get(bare(r).replace(/[\u{1F3FB}-\u{1F3FF}]/u, "")) || { r, name: r, raw: r };
  };
  const label = (e) => e.custom ? e.r : (document.documentElement.lang === "ja" && e.ja) || e.name;
  const allowed = (e) => e && !(now.safe && e.sensitive);
  const remembered = (list) => list.map((r) => { const e = known(r); return e && !e.custom && e.r !== r ? { ...e, r, tones: false } : e; }).filter(allowed);

  // ---- elements ----

  const el = (tag, attrs, ...children) => {
    const n = document.createElement(tag);
    for (const [k, v] of Object.entries(attrs || {})) if (v !== false && v != null) n.setAttribute(k, v === true ? "" : v);
    n.append(...children);
    return n;
  };

  function option(e) {
    const n = el("div", { role: "option", id: "pk-" + ++serial, class: "pk-o", "aria-label": label(e), "aria-selected": "false" });
    n.emoji = e;
    const url = e.custom && safeURL(e.url);
    if (url) {
      const img = el("img", { alt: "", loading: "lazy", decoding: "async", referrerpolicy: "no-referrer", draggable: "false" });
      img.src = url;
      n.append(img);
    } else n.append(e.custom ? e.name : toned(e));
    if (e.custom && !url) n.classList.add("named");
    return n;
  }

  function grid(title, list) {
    const box = el("div", { role: "listbox", "aria-label": title, class: "pk-grid" });
    let at = 0;
    box.more = () => {   // the next part of the list; false when that was all
      if (at >= list.length) return false;
      const part = document.createDocumentFragment();
      for (const end = Math.min(at + CHUNK, list.length); at < end; at++) part.append(option(list[at]));
      box.append(part);
      return true;
    };
    box.more();
    return box;
  }

  function section(title, list, folded) {
    const s = el("section", { class: "pk-section" });
    if (!folded) {
      s.append(el("h3", {}, title), grid(title, list()));
      return s;
    }
    const head = el("button", { type: "button", class: "pk-head", "aria-expanded": "false" }, el("span", {}, title));
    head.onclick = () => {
      const open = head.getAttribute("aria-expanded") !== "true";
      head.setAttribute("aria-expanded", String(open));
      if (open) s.append(grid(title, list())); else s.lastChild.remove();
      now.active = null;
      mark(null);
    };
    s.append(el("h3", {}, head));
    return s;
  }

  function sections() {
    const w = now.words, body = now.body, t = now.table;
    body.replaceChildren();
    const pinned = remembered(keep.pinned[now.origin] || PINNED);
    if (pinned.length) body.append(section(w.pinned, () => pinned));
    const recent = remembered(keep.recent[now.origin] || []);
    if (recent.length) body.append(section(w.recent, () => recent));
    if (t.list.length) {
      body.append(el("h2", {}, w.custom));
      for (const [name, list] of t.categories) {
        const some = list.filter(allowed);
        if (some.length) body.append(section(name || w.other, () => some, true));
      }
    }
    body.append(el("h2", {}, w.unicode));
    if (unicode) for (const g of unicode) body.append(section(w["group." + g.id] || String(g.id), () => g.list, true));
    else body.append(el("p", { class: "pk-wait" }, now.failed ? w.failed : "…"));
  }

  function search(text) {
    const tokens = fold(text).replaceAll(":", " ").split(/\s+/).filter(Boolean);
    if (!tokens.length) { now.body.scrollTop = 0; sections(); tell(""); mark(null); return; }
    const q = tokens.join(" "), hits = [];
    const either = tokens.map((t) => [t, romaji(t)]);
    const look = (list) => {
      for (const e of list) {
        if (!allowed(e)) continue;
        const w = words(e);
        if (!either.every(([t, r]) => w.includes(t) || r.length > 1 && w.includes(" " + r))) continue;
        const name = fold(e.name);
        hits.push([name === q || e.ja === q ? 0 : name.startsWith(q) ? 1 : w.includes(" " + q) ? 2 : 3, hits.length, e]);
      }
    };
    look(now.table.list);
    for (const g of unicode || []) look(g.list);
    hits.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const list = hits.slice(0, FOUND).map((h) => h[2]);
    now.body.scrollTop = 0;
    if (!list.length) now.body.replaceChildren(el("p", { class: "pk-wait" }, now.words.none));
    else now.body.replaceChildren(section(now.words.results.replace("{0}", hits.length), () => list));
    tell(list.length ? now.words.results.replace("{0}", hits.length) : now.words.none);
    mark(now.body.querySelector(".pk-o"));
  }

  const tell = (text) => { now.status.textContent = text; };

  // mark makes an emoji the chosen one: Enter gives it, and the foot tells its name.
  function mark(n, hover) {
    if (!hover) {
      if (now.active) { now.active.classList.remove("active"); now.active.setAttribute("aria-selected", "false"); }
      now.active = n;
      if (n) {
        n.classList.add("active");
        n.setAttribute("aria-selected", "true");
        n.scrollIntoView({ block: "nearest" });
        now.input.setAttribute("aria-activedescendant", n.id);
      } else now.input.removeAttribute("aria-activedescendant");
    }
    const e = n && n.emoji;
    now.shown = e || now.shown;
    const s = now.shown;
    now.preview.replaceChildren();
    now.pin.hidden = !s;
    if (!s) return;
    const url = s.custom && safeURL(s.url);
    if (url) { const img = el("img", { alt: "", referrerpolicy: "no-referrer" }); img.src = url; now.preview.append(img); }
    else if (!s.custom) now.preview.append(el("span", { class: "big", "aria-hidden": "true" }, toned(s)));
    now.preview.append(el("span", { class: "name" }, label(s)));
    const on = isPinned(s);
    now.pin.setAttribute("aria-pressed", String(on));
    now.pin.textContent = on ? now.words.unpin : now.words.pin;
  }

  const pins = () => keep.pinned[now.origin] || PINNED;
  const isPinned = (e) => pins().some((r) => bare(r) === bare(toned(e)));

  function togglePin() {
    const e = now.shown;
    if (!e) return;
    const r = toned(e);
    keep.pinned[now.origin] = isPinned(e) ? pins().filter((p) => bare(p) !== bare(r)) : [...pins(), r];
    save();
    const typed = now.input.value;
    if (!typed) { const top = now.body.scrollTop; sections(); now.body.scrollTop = top; now.active = null; mark(null); } else mark(now.active);
  }

  function give(e) {
    const r = toned(e);
    keep.recent[now.origin] = [r, ...(keep.recent[now.origin] || []).filter((x) => x !== r)].slice(0, RECENT);
    save();
    const f = now.pick;
    dialog.close();
    f(r);
  }

  // ---- keys ----

  function move(dx, dy) {
    let all = [...now.body.querySelectorAll(".pk-o")];
    if (!all.length) return;
    let i = all.indexOf(now.active);
    if (i < 0) { mark(dy < 0 || dx < 0 ? all[all.length - 1] : all[0]); return; }
    const box = now.active.parentElement;
    if ((dx > 0 || dy > 0) && all.length - i < 40 || box.lastChild === now.active) {
      if (box.more && box.more()) all = [...now.body.querySelectorAll(".pk-o")];
    }
    if (dx) { mark(all[Math.max(0, Math.min(all.length - 1, i + dx))]); return; }
    const from = now.active.getBoundingClientRect();
    let best = null, row = null;
    for (let k = i + dy; k >= 0 && k < all.length; k += dy) {
      const r = all[k].getBoundingClientRect();
      if (Math.abs(r.top - from.top) < 4) continue;
      if (row === null) row = r.top;
      if (Math.abs(r.top - row) > 4) break;
      const off = Math.abs(r.left - from.left);
      if (!best || off < best[0]) best = [off, all[k]];
    }
    if (best) mark(best[1]);
  }

  function key(e) {
    if (e.isComposing || e.keyCode === 229) return;   // the input method has the key
    const typing = e.target === now.input;
    switch (e.key) {
      case "ArrowDown": e.preventDefault(); move(0, 1); return;
      case "ArrowUp": e.preventDefault(); move(0, -1); return;
      case "ArrowRight": if (now.active || !typing) { e.preventDefault(); move(1, 0); } return;
      case "ArrowLeft": if (now.active || !typing) { e.preventDefault(); move(-1, 0); } return;
      case "Enter":
        if (!typing && e.target !== now.body) return;
        e.preventDefault();
        now.armed = now.active && now.active.emoji;   // given when the key is let go, else it would press what has the focus then
        return;
      case "Escape":
        if (now.input.value) { e.preventDefault(); now.input.value = ""; search(""); now.input.focus(); }
        return;
    }
    if (!typing && e.target.tagName !== "SELECT" && e.key.length === 1 && e.key !== " " && !e.ctrlKey && !e.metaKey && !e.altKey) now.input.focus();
  }

  // ---- opening ----

  function build() {
    dialog = el("dialog", { class: "picker" });
    document.body.append(dialog);
    dialog.addEventListener("keydown", (e) => now && key(e));
    dialog.addEventListener("click", (e) => {
      if (e.target === dialog) {
        const r = dialog.getBoundingClientRect();
        if (e.clientX < r.left || e.clientX > r.right || e.clientY < r.top || e.clientY > r.bottom) dialog.close();
        return;
      }
      const o = e.target.closest(".pk-o");
      if (o) give(o.emoji);
    });
    dialog.addEventListener("pointerover", (e) => { const o = e.target.closest(".pk-o"); if (o && e.pointerType === "mouse") mark(o, true); });
    dialog.addEventListener("keyup", (e) => { if (e.key === "Enter" && now && now.armed) give(now.armed); });
    dialog.addEventListener("close", () => {
      if (!now || dialog.open) return;   // it was opened again before the event came
      const { row, anchor } = now;
      dialog.replaceChildren();
      now = null;
      // The button that opened it may have been rendered anew meanwhile, or its row.
      if (anchor && anchor.isConnected) anchor.focus({ preventScroll: true });
      else if (row) {
        const r = row.isConnected ? row : row.list && row.list.querySelector(`[data-key="${CSS.escape(row.dataset.key)}"]`);
        const b = r && (r.querySelector(`[data-part="react"] button`) || r);
        if (b) b.focus({ preventScroll: true });
      }
    });
  }

  function place(anchor) {
    dialog.style.removeProperty("left");
    dialog.style.removeProperty("top");
    if (matchMedia("(max-width: 640px)").matches || !anchor) return;
    const r = anchor.getBoundingClientRect(), d = dialog.getBoundingClientRect();
    const left = Math.max(8, Math.min(r.left - 24, innerWidth - d.width - 8));
    let top = r.bottom + 6;
    if (top + d.height > innerHeight - 8) top = Math.max(8, r.top - d.height - 6);
    if (top + d.height > innerHeight - 8) top = Math.max(8, innerHeight - d.height - 8);
    dialog.style.left = left + "px";
    dialog.style.top = top + "px";
  }

  function open(o) {
    if (!dialog) build();
    if (dialog.open) dialog.close();
    const w = o.words, anchor = document.activeElement && document.activeElement !== document.body ? document.activeElement : null;
    const row = anchor && anchor.closest("[data-key]");
    if (row) row.list = row.closest(".list") || row.parentElement;
    now = { ...o, anchor, row, table: tables.get(o.origin) || { list: [], byName: new Map(), categories: new Map() }, active: null, shown: null };
    now.input = el("input", { type: "search", class: "pk-search", role: "combobox", "aria-label": w.search, placeholder: w.search, "aria-expanded": "true",
      "aria-controls": "pk-body", "aria-autocomplete": "list", autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "done" });
    now.body = el("div", { class: "pk-body", id: "pk-body", tabindex: "-1" });
    now.status = el("p", { class: "vh", role: "status" });
    now.preview = el("div", { class: "pk-preview" });
    now.pin = el("button", { type: "button", class: "button small", "aria-pressed": "false", hidden: true });
    const tone = el("select", { class: "pk-tone", "aria-label": w.tone, title: w.tone }, ...TONES.map((t, i) => el("option", { value: i, selected: i === keep.tone }, "✋" + t)));
    const close = el("button", { type: "button", class: "pk-close iconbutton", "aria-label": w.close, title: w.close }, "×");
    dialog.setAttribute("aria-label", w.title);
    dialog.replaceChildren(
      el("div", { class: "pk-top" }, now.input, close),
      ...(o.safe ? [el("p", { class: "pk-safe" }, w.safe)] : []),
      now.body, el("div", { class: "pk-foot" }, now.preview, now.pin, tone), now.status);
    now.input.oninput = () => search(now.input.value);
    now.body.onscroll = () => {
      const last = now.body.getBoundingClientRect().bottom + 300;
      for (const g of now.body.querySelectorAll(".pk-grid")) {
        while (g.getBoundingClientRect().bottom < last && g.more()) { /* until the view is filled */ }
      }
    };
    now.pin.onclick = togglePin;
    close.onclick = () => dialog.close();
    tone.onchange = () => { keep.tone = +tone.value; save(); now.input.value ? search(now.input.value) : sections(); };
    sections();
    dialog.showModal();
    place(anchor);
    if (matchMedia("(pointer: coarse)").matches) now.body.focus(); else now.input.focus();
    const mine = now;
    if (!unicode) load(o.data).then(() => {
      if (now !== mine) return;
      now.failed = !unicode;
      if (now.input.value) search(now.input.value); else sections();
    });
  }

  window.nagarePicker = { table, open, find, stamp: (origin) => (tables.get(origin) || {}).stamp || 0 };
})();
