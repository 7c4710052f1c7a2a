// The rival: what a capable developer would write without a framework. misskey-js for the socket, one keyed list of DOM
// rows per column, each note's own element kept in a map, captures for what is mounted. No gaps, no ledger, no windowing
// beyond a cap of rows. It exists to be measured beside Nagare in the same browser, with rows of the same markup: the
// benchmark fails where the two differ in their elements.
"use strict";
(() => {
  const CAP = 200;
  const params = new URLSearchParams(location.search);
  const origin = params.get("origin");
  const tags = params.getAll("tag");
  const stream = new Misskey.Stream(origin, null);
  const rows = new Map();   // note id → row elements

  const el = (tag, cls, text) => {
    const n = document.createElement(tag);
    if (cls) n.className = cls;
    if (text !== undefined) n.textContent = text;
    return n;
  };
  const icons = new Map();   // drawn once, then cloned: cheaper than <use>
  const icon = (name) => {
    let s = icons.get(name);
    if (!s) {
      s = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      s.setAttribute("class", "icon");
      s.setAttribute("viewBox", "0 0 24 24");
      s.setAttribute("aria-hidden", "true");
      for (const part of document.getElementById("i-" + name).children) s.append(part.cloneNode(true));
      icons.set(name, s);
    }
    return s.cloneNode(true);
  };
  const picture = (src, alt, cls) => {
    const i = el("img", cls);
    i.loading = "lazy";
    i.decoding = "async";
    i.referrerPolicy = "no-referrer";
    i.draggable = false;
    i.alt = alt;
    if (alt) i.title = alt;
    i.src = src;
    return i;
  };
  const clock = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
  const link = (cls, href, out) => {
    const a = el("a", cls);
    a.href = href;
    if (out) { a.target = "_blank"; a.rel = "noopener noreferrer nofollow"; }
    return a;
  };

  function text(into, s) {
    let at = 0;
    for (const m of s.matchAll(/https?:\/\/[^\s]+|#[^\s#]+|:[a-z0-9_]+:/g)) {
      into.append(s.slice(at, m.index));
      if (m[0][0] === ":") {
        into.append(picture(origin + "/emoji/" + m[0].slice(1, -1) + ".webp", m[0], "emoji"));
      } else if (m[0][0] === "#") {
        const a = link("hashtag", origin + "/tags/" + encodeURIComponent(m[0].slice(1)), true);
        a.textContent = m[0];
        into.append(a);
      } else {
        const a = link("", m[0], true), u = new URL(m[0]);
        a.title = m[0];
        a.append(el("span", "uhost", u.host), el("span", "upath", u.pathname + u.search + u.hash), icon("external-link"));
        into.append(a);
      }
      at = m.index + m[0].length;
    }
    into.append(s.slice(at));
  }

  function pills(box, note) {
    box.replaceChildren(...Object.entries(note.reactions).filter(([, n]) => n > 0).map(([k, n]) => {
      const p = el("span", "reaction");
      p.dataset.reaction = k;
      p.dataset.count = n;
      p.append(el("span", "uni", k), el("span", "n", n));
      return p;
    }));
  }

  function row(note) {
    const n = note.renote && !note.text ? note.renote : note;
    const a = el("article", "note");
    a.dataset.noteId = note.id;
    a.tabIndex = -1;
    a.setAttribute("aria-label", (n.user.name || n.user.username) + ": " + (n.text || ""));
    const main = el("div", "main"), body = el("div", "body"), head = el("header", "head");
    const face = link("avatar", origin + "/@" + n.user.username), name = link("name", face.href), who = el("bdi");
    face.tabIndex = -1;
    face.setAttribute("aria-hidden", "true");
    const img = picture(n.user.avatarUrl, "");
    img.width = img.height = 48;
    face.append(img);
    for (const part of (n.user.name || n.user.username).split(/(\p{Extended_Pictographic}\uFE0F?)/u)) {
      if (part) who.append(/^\p{Extended_Pictographic}/u.test(part) ? el("span", "uni", part) : part);
    }
    name.append(who);
    const info = el("span", "info"), when = link("time", origin + "/notes/" + n.id), time = el("time", "", "now");
    time.dateTime = n.createdAt;
    time.title = clock.format(new Date(n.createdAt));
    when.append(time);
    info.append(when);
    head.append(name, el("span", "acct", "@" + n.user.username));
    for (const r of n.user.badgeRoles || []) if (r.iconUrl) head.append(picture(r.iconUrl, r.name, "badge"));
    head.append(info);
    body.append(head);
    if (n.text) { const t = el("div", "text"); text(t, n.text); body.append(t); }
    if (n.files.length) {
      const m = el("div", "media");
      m.dataset.n = Math.min(4, n.files.length);
      for (const f of n.files.slice(0, 4)) {
        const th = link("thumb", f.url);
        th.append(picture(f.thumbnailUrl || f.url, ""));
        m.append(th);
      }
      body.append(m);
    }
    const box = el("div", "reactions");
    pills(box, n);
    const foot = el("footer", "foot"), open = link("open", when.href, true), more = el("button", "act menu-more");
    const count = (name, n, words) => {
      const c = el("span", "count");
      c.title = n + words;
      c.setAttribute("role", "img");
      c.setAttribute("aria-label", c.title);
      c.append(icon(name));
      if (n) c.append(el("span", "", n));
      return c;
    };
    open.title = "Open on " + location.host;
    open.setAttribute("aria-label", open.title);
    open.append(icon("external-link"));
    more.title = "More";
    more.setAttribute("aria-label", "More");
    more.setAttribute("aria-haspopup", "menu");
    more.append(icon("dots"));
    foot.append(count("arrow-back-up", n.repliesCount, " replies"), count("repeat", n.renoteCount, " renotes"), el("span", "hand"), open, more);
    body.append(box, foot);
    main.append(face, body);
    a.append(main);
    return { a, box, note: n };
  }

  function column(i, tag) {
    const section = el("section", "column"), head = el("header", "columnhead"), wrap = el("div", "listwrap"), list = el("div", "list");
    section.dataset.column = i;
    head.append(el("h2", "", "#" + tag));
    wrap.append(list);
    section.append(head, wrap);
    const slot = el("div", "slot");
    slot.append(section);
    document.querySelector(".deck").append(slot);
    const mine = [];
    const add = (note, fresh) => {
      const r = row(note);
      let l = rows.get(r.note.id);
      if (!l) { rows.set(r.note.id, l = []); stream.send("s", { id: r.note.id }); }
      l.push(r);
      if (fresh) { list.prepend(r.a); mine.unshift(r); } else { list.append(r.a); mine.push(r); }
      while (mine.length > CAP) {
        const old = mine.pop();
        old.a.remove();
        const rest = rows.get(old.note.id).filter((x) => x !== old);
        if (rest.length) rows.set(old.note.id, rest);
        else { rows.delete(old.note.id); stream.send("un", { id: old.note.id }); }
      }
    };
    stream.useChannel("hashtag", { q: [[tag]] }).on("note", (n) => add(n, true));
    fetch(origin + "/api/notes/search-by-tag", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ tag, limit: 30 }) })
      .then((r) => r.json()).then((ns) => { for (const n of ns) add(n, false); });
  }

  window.rivalRow = row;   // to measure what rows cost

  stream.on("noteUpdated", (e) => {
    for (const r of rows.get(e.id) || []) {
      if (e.type === "reacted") r.note.reactions[e.body.reaction] = (r.note.reactions[e.body.reaction] || 0) + 1;
      else if (e.type === "unreacted") r.note.reactions[e.body.reaction]--;
      else if (e.type === "deleted") { r.a.remove(); continue; }
      else continue;
      pills(r.box, r.note);
    }
  });
  stream.on("_connected_", () => { document.documentElement.dataset.live = "1"; });
  tags.forEach((t, i) => column(i, t));
})();
