// nagareWriter: the hands of the dialog in which a note is written. Go (app/composer.go) draws the dialog and decides; here
// is what is about carets, clipboards, files and keys. Fields are never rendered with a value: what they hold is set by
// fill, and only where it differs, so that a composition (IME) is never disturbed.
"use strict";
// Files that were chosen, by key, until they are in the drive or given up.
window.nagareBlobs = new Map();
window.nagareWriter = (dialog, cb) => {
  const $ = (css) => dialog.querySelector(css);
  const textbox = () => $('[data-field="text"]');
  let composing = false, serial = 0, urls = new Map();
  let offered = [], at = 0, declined = false;   // declined: until something is typed, what is still on its way is not wanted

  // ---- what is written
  const told = (el) => {
    declined = false;
    const value = el.type === "checkbox" ? (el.checked ? "1" : "") : el.value;
    cb("input", el.dataset.field, value, el.selectionStart ?? -1, composing);
  };
  dialog.addEventListener("compositionstart", () => { composing = true; unoffer(); });
  dialog.addEventListener("compositionend", (e) => { composing = false; if (e.target.dataset.field) told(e.target); });
  dialog.addEventListener("input", (e) => { if (e.target.dataset.field) { told(e.target); if (e.target === textbox()) grow(); } });
  dialog.addEventListener("change", (e) => {
    const t = e.target;
    if (t.type === "file") { take(t.files); t.value = ""; } else if (t.tagName === "SELECT") told(t);
  });
  const moved = () => { const t = textbox(); if (t && !composing && document.activeElement === t) { declined = false; cb("caret", t.value, t.selectionStart, t.selectionEnd); } };
  dialog.addEventListener("keyup", (e) => { if (/^(Arrow|Home|End)/.test(e.key) && !offered.length) moved(); });
  dialog.addEventListener("pointerup", (e) => { if (e.target === textbox()) { unoffer(); moved(); } });

  function fill(json) {
    for (const [name, value] of Object.entries(JSON.parse(json))) {
      const el = $(`[data-field="${name}"]`);
      if (!el) continue;
      if (el.type === "checkbox") el.checked = value === "1";
      else if (el.value !== value && !(composing && document.activeElement === el)) el.value = value;
    }
    grow();
    for (const img of dialog.querySelectorAll("img[data-blob]")) {
      const blob = window.nagareBlobs.get(+img.dataset.blob);
      if (blob && !img.src) { if (!urls.has(blob)) urls.set(blob, URL.createObjectURL(blob)); img.src = urls.get(blob); }
    }
    const p = $(".composepreview .text");
    if (p && window.nagareStyled) window.nagareStyled(p);
  }
  function grow() {   // the field is as high as its text, within what the sheet's style allows
    const t = textbox();
    if (!t || CSS.supports("field-sizing", "content")) return;
    t.style.height = "auto";
    t.style.height = t.scrollHeight + 2 + "px";
  }

  // place puts text and caret; a browser's own undo survives where insertText works.
  function place(value, from, to, insert, caret) {
    const t = textbox();
    if (!t) return;
    t.focus();
    t.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, insert) || t.value !== value) t.value = value;
    t.setSelectionRange(caret, caret);
    grow();
    t.scrollTop = t.scrollTop;
  }

  // ---- completion: a list at the caret; the focus stays in the text
  const list = document.createElement("div");
  list.className = "offers";
  list.id = "compose-offers";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  function offer(label, json, from) {
    const t = textbox();
    offered = JSON.parse(json);
    if (!offered.length || !t || composing || declined || document.activeElement !== t) { unoffer(); return; }
    if (list.parentNode !== dialog) dialog.append(list);
    list.setAttribute("aria-label", label);
    at = 0;
    list.replaceChildren(...offered.map((o, i) => {
      const n = document.createElement("div");
      n.setAttribute("role", "option");
      n.id = "compose-offer-" + i;
      n.dataset.offer = i;
      if (o.img) { const img = new Image(); img.src = o.img; img.alt = ""; img.referrerPolicy = "no-referrer"; img.loading = "lazy"; if (o.face) img.className = "face"; n.append(img); }
      else if (o.glyph) { const s = document.createElement("span"); s.className = "glyph"; s.textContent = o.glyph; n.append(s); }
      const b = document.createElement("span");
      b.className = "main";
      b.textContent = o.label;
      n.append(b);
      if (o.note) { const s = document.createElement("small"); s.textContent = o.note; n.append(s); }
      return n;
    }));
    list.hidden = false;
    const c = caretAt(t, from), d = dialog.getBoundingClientRect(), h = list.offsetHeight, w = list.offsetWidth;
    let y = c.bottom + 4;
    if (y + h > Math.min(d.bottom, innerHeight) - 4 && c.top - h - 4 > d.top) y = c.top - h - 4;
    list.style.top = Math.max(d.top + 4, Math.min(y, innerHeight - h - 4)) - d.top + "px";
    list.style.left = Math.max(4, Math.min(c.left - d.left - 10, d.width - w - 4)) + "px";
    t.setAttribute("aria-controls", list.id);
    mark(0);
  }
  function unoffer() {
    if (list.hidden && !offered.length) return;
    offered = [];
    list.hidden = true;
    list.replaceChildren();
    const t = textbox();
    if (t) { t.removeAttribute("aria-activedescendant"); t.removeAttribute("aria-controls"); }
  }
  function mark(i) {
    at = (i + offered.length) % offered.length;
    [...list.children].forEach((n, k) => n.setAttribute("aria-selected", String(k === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    textbox().setAttribute("aria-activedescendant", "compose-offer-" + at);
  }
  list.addEventListener("pointerdown", (e) => e.preventDefault());   // the text keeps the focus
  list.addEventListener("click", (e) => { const n = e.target.closest("[data-offer]"); if (n) { const i = +n.dataset.offer; unoffer(); cb("pick", i); } });

  // caretAt measures where a place of a textarea is, by a copy of it.
  function caretAt(t, index) {
    const m = document.createElement("div"), s = getComputedStyle(t);
    for (const k of ["font", "letterSpacing", "lineHeight", "padding", "border", "width", "boxSizing", "tabSize", "textIndent"]) m.style[k] = s[k];
    Object.assign(m.style, { position: "fixed", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", left: "0", top: "0" });
    m.textContent = t.value.slice(0, index);
    const mark = document.createElement("span");
    mark.textContent = t.value.slice(index, index + 1) || ".";
    m.append(mark);
    dialog.append(m);
    const r = mark.getBoundingClientRect(), z = t.getBoundingClientRect();
    m.remove();
    const top = Math.min(Math.max(z.top, z.top + r.top - t.scrollTop), z.bottom - r.height);
    return { left: z.left + r.left, top, bottom: top + r.height };
  }

  // ---- keys
  dialog.addEventListener("keydown", (e) => {
    if (e.isComposing || e.keyCode === 229) return;   // Enter and Escape belong to the IME then
    const t = e.target;
    if (t === textbox() && offered.length && !e.ctrlKey && !e.metaKey && !e.altKey) {
      switch (e.key) {
        case "ArrowDown": e.preventDefault(); return mark(at + 1);
        case "ArrowUp": e.preventDefault(); return mark(at - 1);
        case "Tab": if (e.shiftKey) break;   // falls through
        case "Enter": { e.preventDefault(); const i = at; unoffer(); cb("pick", i); return; }
        case "Escape": e.preventDefault(); e.stopPropagation(); declined = true; return unoffer();
      }
    }
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); cb("do", "send", ""); return; }
    if (e.key === "Enter" && t.tagName === "INPUT" && t.dataset.field) {
      e.preventDefault();
      if (t.dataset.field === "to") cb("do", "to", t.value);
      else if (t.dataset.field.startsWith("poll.")) {
        const next = $(`[data-field="poll.${+t.dataset.field.slice(5) + 1}"]`);
        if (next) next.focus();   // at once: the next letters belong there
        else cb("do", "poll-next", t.dataset.field.slice(5));
      }
      else if (textbox()) textbox().focus();
    }
  });
  dialog.addEventListener("cancel", (e) => { e.preventDefault(); if (offered.length) unoffer(); else cb("do", "close", ""); });

  // ---- buttons
  dialog.addEventListener("click", (e) => {
    const b = e.target.closest("[data-do]");
    if (!b || !dialog.contains(b)) { if (offered.length && e.target !== textbox()) unoffer(); return; }
    e.preventDefault();
    e.stopPropagation();
    if (b.dataset.do === "attach") { $('input[type="file"]').click(); return; }
    if (b.getAttribute("aria-disabled") === "true") return;
    const t = textbox();
    cb("do", b.dataset.do, b.dataset.arg || "", b, t ? t.selectionStart : 0, t ? t.selectionEnd : 0);
  });

  // ---- files: chosen, pasted, dropped
  function take(files) {
    const out = [];
    for (const f of files) {
      if (!f) continue;
      const key = ++serial;
      window.nagareBlobs.set(key, f);
      out.push({ key, name: f.name || "", type: f.type, size: f.size });
    }
    if (out.length) cb("files", JSON.stringify(out));
  }
  dialog.addEventListener("paste", (e) => {
    const files = [...(e.clipboardData ? e.clipboardData.items : [])].filter((i) => i.kind === "file").map((i) => i.getAsFile());
    if (files.length) { e.preventDefault(); take(files); }
  });
  const carries = (e) => e.dataTransfer && [...e.dataTransfer.types].includes("Files");
  let over = 0;
  dialog.addEventListener("dragenter", (e) => { if (carries(e)) { over++; dialog.setAttribute("data-drop", ""); } });
  dialog.addEventListener("dragleave", (e) => { if (carries(e) && --over <= 0) { over = 0; dialog.removeAttribute("data-drop"); } });
  dialog.addEventListener("dragover", (e) => { if (carries(e)) { e.preventDefault(); e.dataTransfer.dropEffect = "copy"; } });
  dialog.addEventListener("drop", (e) => { over = 0; dialog.removeAttribute("data-drop"); if (carries(e)) { e.preventDefault(); take(e.dataTransfer.files); } });

  // ---- opening and closing. The browser's way back closes the dialog, as it does the viewer.
  let back = null, left = false;   // left: the entry of ours is being given up
  const ours = () => history.state && history.state.compose;
  const enter = () => { if (!ours()) history.pushState({ compose: 1 }, "", location.href); };
  addEventListener("popstate", function gone() {
    if (!dialog.isConnected) { removeEventListener("popstate", gone); return; }
    if (!dialog.open || ours()) { left = false; return; }
    if (left) { left = false; enter(); return; }   // opened again meanwhile
    const over = [...document.querySelectorAll("dialog[open]")].filter((d) => d !== dialog).pop();
    if (over) {   // a menu, the picker: first that one
      if (over.dispatchEvent(new Event("cancel", { cancelable: true }))) over.close();
      enter();
      return;
    }
    cb("do", "close", "");
  });
  return {
    fill, offer, unoffer, place,
    open() {
      if (dialog.open) return;
      back = window.nagareKeepFocus();
      dialog.showModal();
      enter();
    },
    close() {
      unoffer();
      if (!dialog.open) return;
      dialog.close();
      if (ours()) { left = true; history.back(); }
      if (back) back();
      back = null;
    },
    focus(name, end) {
      const el = $(`[data-field="${name}"]`);
      if (!el) return;
      el.focus();
      if (end && el.setSelectionRange) el.setSelectionRange(el.value.length, el.value.length);
    },
    drop(key) {
      const blob = window.nagareBlobs.get(key);
      if (urls.has(blob)) { URL.revokeObjectURL(urls.get(blob)); urls.delete(blob); }
      window.nagareBlobs.delete(key);
    },
  };
};
