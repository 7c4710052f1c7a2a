// nagareTalk: the hands of one conversation. Go (app/chattalk.go) writes the rows and decides; here is which of them stand
// in the page, where the reader is, and the field for what is to be said. Two promises: what comes never moves the row
// under the eye, and a composition (IME) is never disturbed or taken for a sending.
"use strict";
window.nagareTalk = (root, cb) => {
  const $ = (css) => root.querySelector(css);
  const list = $(".messages"), text = $(".talktext"), box = document.createElement("div"), rows = new Map();
  let keys = [], stuck = true, unseen = 0, asked = 0, again = 0, sending = false;
  box.className = "msgs";
  list.append(box);
  const off = [];
  const on = (target, type, f, opt) => { target.addEventListener(type, f, opt); off.push(() => target.removeEventListener(type, f, opt)); };

  // ---- rows
  const make = (html) => {
    const t = document.createElement("template");
    t.innerHTML = html;
    const n = t.content.firstElementChild;
    if (window.nagareStyled) window.nagareStyled(n);
    if (window.nagareBlur) window.nagareBlur(n);
    return n;
  };
  const low = () => list.scrollHeight - list.scrollTop - list.clientHeight < 48;
  const seen = () => !document.hidden && stuck && list.clientHeight > 0 && !root.closest("[inert]");
  const toEnd = () => { list.scrollTop = list.scrollHeight; };
  function hold() {   // the first row in view, and where it is
    const top = list.getBoundingClientRect().top;
    for (const n of box.children) {
      const r = n.getBoundingClientRect();
      if (r.bottom > top + 1 && n.dataset.key !== "older") return { key: n.dataset.key, y: r.top - top };
    }
    return null;
  }
  function set(joined, json) {
    const next = joined ? joined.split("\n") : [], fresh = JSON.parse(json), had = new Set(keys), first = !keys.length;
    const at = stuck ? null : hold(), last = keys[keys.length - 1];
    const focus = document.activeElement, inRow = focus && box.contains(focus) ? focus.closest("[data-key]") : null;
    const was = inRow && { key: inRow.dataset.key, act: focus.dataset.act, arg: focus.dataset.arg, i: keys.indexOf(inRow.dataset.key) };
    const want = new Set(next);
    for (const [k, n] of rows) if (!want.has(k)) { n.remove(); rows.delete(k); }
    let cur = box.firstElementChild;
    for (const k of next) {
      let n = rows.get(k);
      if (fresh[k] !== undefined || !n) {
        if (fresh[k] === undefined) continue;
        const m = make(fresh[k]);
        if (n) { if (n === cur) cur = m; n.replaceWith(m); }
        n = m;
        rows.set(k, n);
      }
      if (n === cur) cur = cur.nextElementSibling;
      else box.insertBefore(n, cur);
    }
    keys = next;
    if (was && document.activeElement !== focus) {
      const row = rows.get(was.key) || rows.get(next[Math.min(was.i, next.length - 1)]);   // a message that arrived has another key
      const to = row && (was.act && [...row.querySelectorAll("[data-act]")].find((n) => n.dataset.act === was.act && n.dataset.arg === was.arg) || row) || list;
      to.focus({ preventScroll: true });
    }
    if (stuck || first) { stuck = true; toEnd(); }
    else if (at && rows.has(at.key)) list.scrollTop += rows.get(at.key).getBoundingClientRect().top - list.getBoundingClientRect().top - at.y;
    if (!stuck && !first) {
      const from = next.indexOf(last);
      if (from >= 0) tell(unseen + next.slice(from + 1).filter((k) => !had.has(k) && rows.get(k).matches(".msg:not(.mine)")).length);
    } else tell(0);
    return seen();
  }
  function tell(n) { if (n !== unseen) { unseen = n; cb("unseen", n); } }
  function older() {
    const row = rows.get("older");
    if (!row || list.scrollTop > 1.5 * list.clientHeight) return;
    // Who is at the top already scrolls no more: what is too soon now is done a moment later.
    clearTimeout(again);
    if (Date.now() - asked < 300) { again = setTimeout(older, 300); return; }
    if (row.dataset.older === "more") { asked = Date.now(); cb("older"); }
  }
  function end() { stuck = true; toEnd(); tell(0); cb("bottom"); }
  on(list, "scroll", () => {
    const was = stuck;
    stuck = low();
    if (stuck && !was) { tell(0); if (seen()) cb("bottom"); }
    older();
  }, { passive: true });
  const sizes = new ResizeObserver(() => { if (stuck) toEnd(); });   // pictures, the phone's keyboard
  sizes.observe(box);
  sizes.observe(list);
  on(document, "visibilitychange", () => { if (seen()) cb("bottom"); });
  on(box, "error", (e) => { if (e.target.tagName === "IMG") e.target.classList.add("broken"); }, true);
  on(list, "click", (e) => {
    const hit = e.target.closest("[data-act]");
    if (!hit || hit.tagName === "A" && (e.ctrlKey || e.metaKey || e.shiftKey)) return;
    e.preventDefault();
    cb("act", hit.dataset.act, (hit.closest("[data-key]") || {dataset: {}}).dataset.key || "", hit.dataset.arg || "", hit);
  });
  on(list, "keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const row = e.target.closest("[data-key]"), step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, Home: -1e6, End: 1e6 }[e.key];
    if (step !== undefined) {
      e.preventDefault();
      const all = [...box.querySelectorAll(".msg")], i = all.indexOf(row);
      const to = all[Math.max(0, Math.min(all.length - 1, i < 0 ? all.length - 1 : i + step))];
      if (to) { to.focus({ preventScroll: true }); to.scrollIntoView({ block: "nearest" }); }
      return;
    }
    const css = { m: '[data-act="menu"]', e: '[data-act="pick"]', a: '[data-act="pick"]', "+": '[data-act="pick"]', o: ".media button, .media a" }[e.key];
    const hit = css && row && row.querySelector(css);
    if (hit) { e.preventDefault(); hit.click(); }
  });

  // ---- the field
  const coarse = matchMedia("(pointer: coarse)");
  const grow = () => { if (CSS.supports("field-sizing", "content")) return; text.style.height = "auto"; text.style.height = text.scrollHeight + 2 + "px"; };
  const changed = () => { grow(); cb("input", text.value); };
  on(text, "input", changed);
  on(text, "compositionend", changed);
  on(text, "keyup", () => { sending = false; });
  on(text, "beforeinput", (e) => { if (sending && e.inputType === "insertLineBreak") e.preventDefault(); });   // the letter of the key that sent
  on(text, "keydown", (e) => {
    sending = false;
    if (e.isComposing || e.keyCode === 229) return;   // Enter belongs to the IME then
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey || !e.shiftKey && !e.altKey && !coarse.matches)) {
      e.preventDefault();
      sending = true;
      if (!e.repeat) cb("send");
    }
    if (e.key === "ArrowUp" && !text.value) { const all = box.querySelectorAll(".msg"); if (all.length) { e.preventDefault(); all[all.length - 1].focus(); } }
  });
  on(root, "click", (e) => {
    const b = e.target.closest("[data-do]");
    if (!b || b.getAttribute("aria-disabled") === "true") return;
    if (b.dataset.do === "bottom") { end(); text.focus(); return; }
    cb("do", b.dataset.do, b);
    if (b.dataset.do === "send" && !coarse.matches) text.focus();
  });
  function take(files) {
    const out = [];
    for (const f of files) {
      if (!f) continue;
      const key = window.nagareBlobKey = (window.nagareBlobKey || 0) - 1;   // web/soon/compose.js counts upwards
      window.nagareBlobs.set(key, f);
      out.push({ key, name: f.name || "", type: f.type });
    }
    if (out.length) cb("files", JSON.stringify(out));
  }
  const input = $('input[type="file"]');
  on(input, "change", () => { take([...input.files]); input.value = ""; });
  on(text, "paste", (e) => {
    const files = [...(e.clipboardData ? e.clipboardData.items : [])].filter((i) => i.kind === "file").map((i) => i.getAsFile());
    if (files.length) { e.preventDefault(); take(files); }
  });
  const carries = (e) => e.dataTransfer && [...e.dataTransfer.types].includes("Files");
  on(root, "dragover", (e) => { if (carries(e)) { e.preventDefault(); root.setAttribute("data-drop", ""); } });
  on(root, "dragleave", (e) => { if (!root.contains(e.relatedTarget)) root.removeAttribute("data-drop"); });
  on(root, "drop", (e) => { root.removeAttribute("data-drop"); if (carries(e)) { e.preventDefault(); take([...e.dataTransfer.files]); } });

  return {
    set,
    bottom: end,
    choose() { input.click(); },
    focus() { if (!coarse.matches && text.offsetParent) text.focus({ preventScroll: true }); },
    write(value) { if (text.value !== value) { text.value = value; grow(); } },
    insert(what) {
      text.focus();
      if (!document.execCommand("insertText", false, what)) { text.setRangeText(what, text.selectionStart, text.selectionEnd, "end"); changed(); }
    },
    destroy() { clearTimeout(again); for (const f of off) f(); sizes.disconnect(); box.remove(); },
  };
};
