// The rival: what a capable developer would write without a framework. misskey-js for the socket, one keyed list of DOM
// rows per column, each note's own element kept in a map, captures for what is mounted. No gaps, no ledger, no windowing
// beyond a cap of rows. It exists to be measured beside Nagare in the same browser, with rows of about the same markup.
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
  const icon = (name) => {
    const s = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    s.setAttribute("class", "icon");
    const u = document.createElementNS("http://www.w3.org/2000/svg", "use");
    u.setAttribute("href", "#i-" + name);
    s.append(u);
    return s;
  };

  function text(into, s) {
    let at = 0;
    for (const m of s.matchAll(/https?:\/\/[^\s]+|#[^\s#]+|:[a-z0-9_]+:/g)) {
      into.append(s.slice(at, m.index));
      if (m[0][0] === ":") {
        const i = el("img", "emoji");
        i.loading = "lazy";
        i.alt = m[0];
        i.src = origin + "/emoji/" + m[0].slice(1, -1) + ".webp";
        into.append(i);
      } else {
        const a = el("a", m[0][0] === "#" ? "hashtag" : "", m[0]);
        a.href = m[0][0] === "#" ? origin + "/tags/" + encodeURIComponent(m[0].slice(1)) : m[0];
        a.target = "_blank";
        a.rel = "noopener noreferrer";
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
    const main = el("div", "main"), face = el("a", "avatar"), body = el("div", "body"), head = el("header", "head");
    const img = el("img");
    img.loading = "lazy";
    img.width = img.height = 48;
    img.alt = "";
    img.src = n.user.avatarUrl;
    face.href = origin + "/@" + n.user.username;
    face.append(img);
    const name = el("a", "name", n.user.name || n.user.username), info = el("span", "info"), when = el("a", "time");
    name.href = face.href;
    when.href = origin + "/notes/" + n.id;
    const time = el("time", "", "now");
    time.dateTime = n.createdAt;
    when.append(time);
    info.append(when);
    head.append(name, el("span", "acct", "@" + n.user.username), info);
    body.append(head);
    if (n.text) { const t = el("div", "text"); text(t, n.text); body.append(t); }
    if (n.files.length) {
      const m = el("div", "media");
      m.dataset.n = Math.min(4, n.files.length);
      for (const f of n.files.slice(0, 4)) {
        const th = el("a", "thumb"), i = el("img");
        i.loading = "lazy";
        i.src = f.thumbnailUrl || f.url;
        th.href = f.url;
        th.append(i);
        m.append(th);
      }
      body.append(m);
    }
    const box = el("div", "reactions");
    pills(box, n);
    const foot = el("footer", "foot"), replies = el("span", "count"), renotes = el("span", "count"), open = el("a", "open");
    replies.append(icon("arrow-back-up"), el("span", "", n.repliesCount || ""));
    renotes.append(icon("repeat"), el("span", "", n.renoteCount || ""));
    open.href = when.href;
    open.append(icon("external-link"));
    foot.append(replies, renotes, open);
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
