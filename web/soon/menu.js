// Menus, questions and short messages. They are made outside what go-app renders, so that every page has them and their
// nodes are nobody else's business. Menus and questions are modal dialogs: the browser keeps the focus inside, and it
// goes back to where it was.
"use strict";
(() => {
  const phone = () => matchMedia("(max-width: 640px)").matches;
  const el = (tag, cls, attrs, ...kids) => {
    const n = document.createElement(tag);
    if (cls) n.className = cls;
    for (const [k, v] of Object.entries(attrs || {})) if (v !== undefined && v !== null && v !== false) n.setAttribute(k, v === true ? "" : v);
    n.append(...kids.filter((k) => k !== null && k !== undefined));
    return n;
  };
  const icon = (name) => {
    const t = document.createElement("template");
    t.innerHTML = `<svg class="icon" aria-hidden="true"><use></use></svg>`;
    t.content.querySelector("use").setAttribute("href", "#i-" + name);
    return t.content.firstChild;
  };

  // nagareKeepFocus remembers where the focus is; calling the result brings it back, to the same control of the same row if
  // that was rendered anew in between.
  const remember = (anchor) => {
    const from = anchor && anchor.focus ? anchor : document.activeElement;
    const row = from && from.closest && from.closest("[data-key]");
    const list = from && from.closest && from.closest("[data-slot]");
    const key = row && row.dataset.key, act = from && from.dataset && from.dataset.act, slot = list && list.dataset.slot;
    return () => {
      let to = from && from.isConnected ? from : null;
      if (!to && key) {
        const again = document.querySelector((slot ? `[data-slot="${CSS.escape(slot)}"] ` : "") + `[data-key="${CSS.escape(key)}"]`);
        to = again && (act && again.querySelector(`[data-act="${CSS.escape(act)}"]`) || again);
      }
      if (!to && slot) to = document.querySelector(`[data-slot="${CSS.escape(slot)}"] .list`);
      if (to) to.focus({ preventScroll: true });
    };
  };
  window.nagareKeepFocus = remember;

  const open = (dialog, back, cancelled) => {
    let ended = false;
    const end = (why) => {
      if (ended) return;
      ended = true;
      if (dialog.open) dialog.close();
      dialog.remove();
      back();
      if (why) cancelled();
    };
    dialog.addEventListener("cancel", (e) => { e.preventDefault(); end(true); });
    dialog.addEventListener("pointerdown", (e) => { if (e.target === dialog) { e.preventDefault(); end(true); } });
    document.body.append(dialog);
    dialog.showModal();
    return end;
  };

  // ---- menu. spec is JSON: {label, items: [{id, label, icon, hint, on, danger, off, href, more, sep, head}]}.
  // on: checked or not (a checkbox), absent: a plain item. more: the menu stays, Go gives it other items with set.
  window.nagareMenu = (anchor, spec, cb) => {
    const back = remember(anchor);
    const list = el("div", "menuitems", { role: "menu" });
    const dialog = el("dialog", "menu", {}, list);
    let items = [];
    const buttons = () => [...list.querySelectorAll("[role^=menuitem]:not([aria-disabled])")];
    const set = (json) => {
      const s = JSON.parse(json);
      const was = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
      items = s.items;
      dialog.setAttribute("aria-label", s.label);
      list.setAttribute("aria-label", s.label);
      list.replaceChildren(...items.map((i) => {
        if (i.sep) return el("hr", "", { role: "separator" });
        if (i.head) return el("p", "menuhead", { role: "presentation" }, i.label);
        const role = i.on === undefined ? "menuitem" : "menuitemcheckbox";
        const attrs = { role, tabindex: "-1", "data-id": i.id, "aria-checked": i.on === undefined ? null : String(i.on), "aria-disabled": i.off ? "true" : null, "aria-haspopup": i.more ? "menu" : null };
        const kids = [i.icon ? icon(i.icon) : el("span", "icon"), el("span", "label", {}, i.label, i.note ? el("small", "", {}, i.note) : null), i.hint ? el("kbd", "", { "aria-hidden": "true" }, i.hint) : null, i.on ? icon("check") : null, i.more && i.id !== "back" ? icon("chevron-right") : null];
        const cls = "menuitem" + (i.danger ? " danger" : "");
        if (i.href) return el("a", cls, { ...attrs, href: i.href, target: "_blank", rel: "noopener noreferrer nofollow" }, ...kids);
        return el("button", cls, { ...attrs, type: "button" }, ...kids);
      }));
      const again = was && list.querySelector(`[data-id="${CSS.escape(was)}"]:not([aria-disabled])`);
      const first = again || buttons()[0];
      if (dialog.open && first) first.focus();
      if (dialog.open) place();
    };
    const place = () => {
      if (phone()) { dialog.style.removeProperty("left"); dialog.style.removeProperty("top"); return; }
      const r = (anchor && anchor.getClientRects().length ? anchor : document.activeElement || document.body).getBoundingClientRect();
      const w = dialog.offsetWidth, h = dialog.offsetHeight;
      let x = r.left, y = r.bottom + 4;
      if (r.width > 300) { x = r.left + r.width / 2 - w / 2; y = r.top + Math.min(r.height, 60); }   // a whole row
      if (x + w > innerWidth - 8) x = Math.max(8, r.right - w);
      if (y + h > innerHeight - 8) y = r.top - h - 4 >= 8 ? r.top - h - 4 : Math.max(8, innerHeight - h - 8);
      dialog.style.left = Math.max(8, x) + "px";
      dialog.style.top = y + "px";
    };
    set(spec);
    const end = open(dialog, back, () => cb(""));
    place();
    const b = buttons();
    (b.find((x) => x.getAttribute("aria-checked") === "true") || b[0] || dialog).focus();

    const choose = (n) => {
      const item = items.find((i) => i.id === n.dataset.id);
      if (!item || item.off) return;
      if (!item.more) end(false);
      cb(item.id);
    };
    let typed = "", when = 0;
    list.addEventListener("click", (e) => {
      const n = e.target.closest("[data-id]");
      if (!n) return;
      e.stopPropagation();
      if (n.tagName !== "A") e.preventDefault();
      choose(n);
    });
    dialog.addEventListener("keydown", (e) => {
      if (e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
      const all = buttons(), at = all.indexOf(document.activeElement);
      const go = (i) => { e.preventDefault(); e.stopPropagation(); const n = all[(i + all.length) % all.length]; if (n) n.focus(); };
      switch (e.key) {
        case "ArrowDown": return go(at + 1);
        case "ArrowUp": return go(at - 1 < -1 ? -1 : at - 1);
        case "Home": case "PageUp": return go(0);
        case "End": case "PageDown": return go(all.length - 1);
        case "Tab": e.preventDefault(); end(true); return;
        case "ArrowRight": if (at >= 0 && all[at].getAttribute("aria-haspopup") && all[at].dataset.id !== "back") { e.preventDefault(); choose(all[at]); } return;
        case "ArrowLeft": { const n = all.find((x) => x.dataset.id === "back"); if (n) { e.preventDefault(); choose(n); } return; }
      }
      if (e.key.length === 1 && e.key !== " ") {   // type ahead
        typed = e.timeStamp - when > 700 ? e.key : typed + e.key;
        when = e.timeStamp;
        const hit = [...all.slice(at + (typed.length === 1 ? 1 : 0)), ...all].find((n) => n.querySelector(".label").textContent.toLowerCase().startsWith(typed.toLowerCase()));
        if (hit) hit.focus();
        e.stopPropagation();
      }
    });
    return { set, close: () => end(false) };
  };

  // ---- question. spec is JSON: {title, text, yes, no, danger, fields: [{id, label, value, long, max, check}]}.
  // cb(answers as JSON) or cb("") when it was not wanted.
  window.nagareAsk = (spec, cb) => {
    const s = JSON.parse(spec), back = remember();
    const fields = (s.fields || []).map((f) => {
      const input = f.long ? el("textarea", "", { rows: 4 }) : el("input", "", { type: f.check ? "checkbox" : "text" });
      input.name = f.id;
      if (f.max) input.maxLength = f.max;
      if (f.check) input.checked = f.value === "1"; else input.value = f.value || "";
      return [f, input, f.check ? el("label", "checkfield", {}, input, f.label) : el("label", "field", {}, el("span", "", {}, f.label), input)];
    });
    const no = el("button", "button", { type: "button" }, s.no);
    const yes = el("button", "button " + (s.danger ? "danger" : "primary"), { type: "submit" }, s.yes);
    const form = el("form", "form", { novalidate: true }, el("h2", "", { id: "ask-title" }, s.title), s.text ? el("p", "asktext", { id: "ask-text" }, s.text) : null,
      ...fields.map((f) => f[2]), el("div", "actions", {}, s.no ? no : null, yes));
    const dialog = el("dialog", "ask", { "aria-labelledby": "ask-title", "aria-describedby": s.text ? "ask-text" : null }, form);
    const end = open(dialog, back, () => cb(""));
    (fields.length ? fields[0][1] : s.danger ? no : yes).focus();
    no.addEventListener("click", () => end(true));
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      const out = {};
      for (const [f, input] of fields) out[f.id] = f.check ? (input.checked ? "1" : "") : input.value;
      const missing = fields.find(([f, input]) => f.need && !input.value.trim());
      if (missing) { missing[1].setAttribute("aria-invalid", "true"); missing[1].focus(); return; }
      end(false);
      cb(JSON.stringify(out));
    });
    form.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && !e.isComposing) { e.preventDefault(); form.requestSubmit(); }
    });
  };

  // ---- short messages, read out and gone by themselves; those of failures stay until they are closed.
  // cb(id) is called when the action is wanted.
  const toasts = el("div", "says", { role: "status", "aria-live": "polite" });
  window.nagareSay = (text, bad, action, close, id, cb) => {
    // A modal dialog hides what is outside it from pointers and readers: the messages go along.
    const top = [...document.querySelectorAll("dialog[open]")].pop();
    (top && top.id ? top : document.body).append(toasts);
    for (const old of [...toasts.children].slice(0, -2)) old.remove();
    const t = el("div", "sayline" + (bad ? " bad" : ""), {}, icon(bad ? "alert-triangle" : "check"), el("span", "", {}, text));
    let timer = 0;
    const gone = () => { clearTimeout(timer); const inside = t.contains(document.activeElement); t.remove(); if (inside) remember()(); };
    if (action) {
      const b = el("button", "button small", { type: "button" }, action);
      b.addEventListener("click", () => { gone(); cb(id); });
      t.append(b);
    }
    if (bad) {
      const x = el("button", "iconbutton", { type: "button", "aria-label": close }, icon("x"));
      x.addEventListener("click", gone);
      t.append(x);
    } else {
      const later = () => { timer = setTimeout(() => t.matches(":hover, :focus-within") ? later() : gone(), action ? 8000 : 4000); };
      later();
    }
    toasts.append(t);
  };

  // nagareKeyHelp lists keys: rows are JSON of [{keys, text}], a row without keys is a heading.
  window.nagareKeyHelp = (title, close, rows) => {
    const list = el("dl", "keyhelp");
    const form = el("form", "form", { method: "dialog" }, el("h2", "", { id: "keys-title" }, title));
    let box = null;
    for (const r of JSON.parse(rows)) {
      if (!r.keys) { form.append(el("h3", "keyhead", {}, r.text), box = el("dl", "keyhelp")); continue; }
      (box || list).append(el("dt", "", {}, ...r.keys.map((k) => el("kbd", "", {}, k))), el("dd", "", {}, r.text));
    }
    const button = el("button", "button primary", { type: "submit" }, close);
    form.append(el("div", "actions", {}, button));
    const dialog = el("dialog", "ask keys", { "aria-labelledby": "keys-title" }, form);
    const end = open(dialog, remember(), () => {});
    form.addEventListener("submit", (e) => { e.preventDefault(); end(false); });
    button.focus();
  };

  // ---- keys of the whole page: single letters, where nobody is writing and nothing modal is open.
  window.nagareKeys = (cb) => addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.repeat || e.key.length !== 1) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || e.target.isContentEditable || document.querySelector("dialog[open]")) return;
    // Before the program is asked: it may have to wait.
    if ("np?".includes(e.key)) e.preventDefault();
    cb(e.key);
  });
})();
