// nagareDrive: the dialog in which files of the drive are chosen. Go (app/drivepicker.go) asks the server; here is which
// folder is open, which files are chosen, and the keys. The files are one list box: arrows move, Space and Enter choose.
"use strict";
window.nagareDrive = (o, told) => {
  const cb = (...a) => { if (!ended) told(...a); };   // what comes after the end, such as a scroll of what is removed, is nobody's
  const say = (k, ...a) => a.reduce((s, x, i) => s.replaceAll("{" + i + "}", x), o.words[k]);
  const el = (tag, cls, attrs, ...kids) => {
    const n = document.createElement(tag);
    if (cls) n.className = cls;
    for (const [k, v] of Object.entries(attrs || {})) if (v !== null && v !== undefined && v !== false) n.setAttribute(k, v === true ? "" : v);
    n.append(...kids.filter((k) => k !== null && k !== undefined));
    return n;
  };
  const icon = (name) => {
    const t = document.createElement("template");
    t.innerHTML = `<svg class="icon" aria-hidden="true"><use></use></svg>`;
    t.content.querySelector("use").setAttribute("href", "#i-" + name);
    return t.content.firstChild;
  };
  let back = null, serial = 0, trail = [], files = [], folders = [], more = false, error = "", busy = false, at = 0, ended = false;
  const chosen = [], uploads = new Map();

  const nav = el("nav", "drivetrail", { "aria-label": say("top") });
  const dirs = el("div", "drivedirs");
  const grid = el("div", "drivegrid", { role: "listbox", "aria-label": say("title"), "aria-multiselectable": o.most > 1 ? "true" : null });
  const state = el("div", "drivestate", { role: "status" });
  const body = el("div", "drivebody", {}, dirs, grid, state);
  const about = el("p", "driveabout");
  const count = el("span", "drivecount", { role: "status" });
  const input = el("input", "", { type: "file", multiple: true, hidden: true, "aria-hidden": "true", tabindex: "-1" });
  const button = (cls, words, f, sign) => { const b = el("button", "button " + cls, { type: "button" }, sign ? icon(sign) : null, el("span", "", {}, words)); b.addEventListener("click", f); return b; };
  const edit = button("small", say("edit"), () => { if (files[at]) cb("edit", files[at].id); }, "edit");
  const use = button("primary", say("use"), () => finish("use", chosen.join("\n")));
  const close = el("button", "iconbutton", { type: "button", title: say("close"), "aria-label": say("close") }, icon("x"));
  const upload = button("small", say("upload"), () => input.click(), "cloud");
  const dialog = el("dialog", "drive", { "aria-labelledby": "drive-title" },
    el("header", "drivehead", {}, el("h2", "", { id: "drive-title" }, say("title")), el("span", "grow"), o.uploads ? upload : null, close),
    nav, body, el("footer", "drivefoot", {}, about, el("div", "line", {}, count, el("span", "grow"), o.uploads ? edit : null, use)), input);

  function finish(what, arg) {
    if (ended) return;
    ended = true;
    dialog.close();
    dialog.remove();
    if (back) back();
    told(what, arg || "");
  }
  const folder = () => trail.length ? trail[trail.length - 1].id : "";
  function ask(until) {
    busy = true;
    error = "";
    draw();
    cb("list", ++serial, folder(), until || "");
  }
  function enter(list) {
    trail = list;
    files = [];
    folders = [];
    at = 0;
    ask();
    close.focus();
  }

  // ---- drawing
  function tile(f, i) {
    const on = chosen.indexOf(f.id);
    const n = el("div", "drivefile", { role: "option", tabindex: i === at ? "0" : "-1", "aria-selected": String(on >= 0), "data-id": f.id, title: f.name });
    const box = el("span", "thumbbox" + (f.sensitive ? " veiled" : ""));
    if (f.thumb) { const img = new Image(); img.alt = ""; img.loading = "lazy"; img.referrerPolicy = "no-referrer"; img.src = f.thumb; box.append(img); } else box.append(icon(f.icon));
    n.append(box, el("span", "tags", { "aria-hidden": "true" }, f.alt ? el("span", "tag", {}, "ALT") : null, f.sensitive ? el("span", "tag", {}, icon("eye-off")) : null),
      el("span", "fname", {}, f.name), el("span", "vh", {}, ", " + [f.sensitive ? say("sensitive") : "", f.alt ? "ALT: " + f.alt : say("noalt")].filter(Boolean).join(", ")),
      on >= 0 ? el("span", "mark", { "aria-hidden": "true" }, o.most > 1 ? String(on + 1) : "✓") : "");
    return n;
  }
  function draw() {
    const focus = document.activeElement, inGrid = grid.contains(focus);
    nav.replaceChildren(...[{ id: "", name: say("top") }, ...trail].map((f, i) => {
      const b = el("button", "crumb", { type: "button", "aria-current": i === trail.length ? "true" : null }, f.name);
      b.addEventListener("click", () => { if (i < trail.length) enter(trail.slice(0, i)); });
      return b;
    }));
    dirs.replaceChildren(...folders.map((f) => {
      const b = el("button", "drivedir", { type: "button", "aria-label": say("folder", f.name) }, icon("cloud"), el("span", "fname", {}, f.name));
      b.addEventListener("click", () => enter([...trail, f]));
      return b;
    }));
    dirs.hidden = !folders.length;
    grid.hidden = !files.length;
    grid.replaceChildren(...files.map(tile));
    if (inGrid && grid.children[at]) grid.children[at].focus({ preventScroll: true });
    const up = [...uploads.values()].map((u) => el("p", u.error ? "error" : "", {}, u.error ? u.name + ": " + u.error : say("uploading", u.name) + " " + u.percent + " %"));
    let last = null;
    if (error) last = el("p", "error", {}, error, " ", button("small", say("retry"), () => ask(files.length ? files[files.length - 1].id : ""), "refresh"));
    else if (busy) last = el("p", "", {}, say("loading"));
    else if (more) last = button("small", say("more"), () => ask(files[files.length - 1].id));
    else if (!files.length && !folders.length && !up.length) last = el("p", "", {}, say("empty"));
    state.replaceChildren(...up, ...(last ? [last] : []));
    foot();
  }
  function foot() {
    count.textContent = say("chosen", chosen.length, o.most);
    use.disabled = !chosen.length;
    const f = files[at];
    edit.disabled = !f;
    about.textContent = f ? f.name + " · " + f.size + (f.sensitive ? " · " + say("sensitive") : "") + " · " + (f.alt ? "ALT: " + f.alt : say("noalt")) : "";
  }

  // ---- choosing
  function toggle(i) {
    const f = files[i];
    if (!f) return;
    const was = chosen.indexOf(f.id);
    at = i;
    if (was >= 0) chosen.splice(was, 1);
    else if (o.most === 1) chosen.splice(0, chosen.length, f.id);
    else if (chosen.length >= o.most) { draw(); count.textContent = say("chosen", chosen.length, o.most) + ". " + say("full", o.most); return; }
    else chosen.push(f.id);
    draw();
  }
  grid.addEventListener("click", (e) => {
    const n = e.target.closest("[data-id]");
    if (n) { n.focus({ preventScroll: true }); toggle([...grid.children].indexOf(n)); }
  });
  grid.addEventListener("focusin", (e) => {
    const i = [...grid.children].indexOf(e.target.closest("[data-id]"));
    if (i >= 0 && i !== at) { grid.children[at]?.setAttribute("tabindex", "-1"); at = i; grid.children[at].setAttribute("tabindex", "0"); foot(); }
  });
  grid.addEventListener("dblclick", (e) => { if (o.most === 1 && e.target.closest("[data-id]") && chosen.length) finish("use", chosen.join("\n")); });
  grid.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const per = Math.max(1, [...grid.children].findIndex((n, i) => i > 0 && n.offsetTop > grid.children[0].offsetTop));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + per, ArrowUp: at - per, Home: 0, End: files.length - 1 }[e.key];
    if (to !== undefined) {
      e.preventDefault();
      const n = grid.children[Math.max(0, Math.min(files.length - 1, to))];
      if (n) { n.focus(); n.scrollIntoView({ block: "nearest" }); }
    } else if (e.key === " " || e.key === "Enter") { e.preventDefault(); toggle(at); }
    else if (e.key === "e" && o.uploads) { e.preventDefault(); edit.click(); }
  });
  dialog.addEventListener("keydown", (e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && chosen.length) { e.preventDefault(); finish("use", chosen.join("\n")); } });
  body.addEventListener("scroll", () => { if (more && !busy && !error && body.scrollHeight - body.scrollTop - body.clientHeight < 200) ask(files[files.length - 1].id); }, { passive: true });
  dialog.addEventListener("cancel", (e) => { if (e.target !== dialog) return; e.preventDefault(); finish("close"); });
  dialog.addEventListener("pointerdown", (e) => { if (e.target === dialog) { e.preventDefault(); finish("close"); } });
  close.addEventListener("click", () => finish("close"));
  input.addEventListener("change", () => {
    const out = [];
    for (const f of input.files) {
      const key = window.nagareBlobKey = (window.nagareBlobKey || 0) - 1;
      window.nagareBlobs.set(key, f);
      uploads.set(key, { name: f.name, percent: 0, error: "" });
      out.push({ key, name: f.name, type: f.type });
    }
    input.value = "";
    draw();
    if (out.length) cb("upload", JSON.stringify(out), folder());
  });

  return {
    open() {
      back = window.nagareKeepFocus();
      document.body.append(dialog);
      dialog.showModal();
      close.focus();
      ask();
    },
    page(of, json) {
      if (of !== serial) return;
      const a = JSON.parse(json);
      busy = false;
      error = a.error;
      if (!error) {
        if (a.folders) folders = a.folders;
        const had = new Set(files.map((f) => f.id));
        files.push(...(a.files || []).filter((f) => !had.has(f.id)));
        more = a.more;
      }
      const first = document.activeElement === close;
      draw();
      if (first && grid.children[at]) grid.children[at].focus();
    },
    file(json) {   // one that is new, or has changed
      const f = JSON.parse(json), i = files.findIndex((x) => x.id === f.id);
      if (i >= 0) files[i] = f;
      else {
        files.unshift(f);
        at = 0;
        if (o.most === 1) chosen.splice(0, chosen.length, f.id);
        else if (chosen.length < o.most) chosen.push(f.id);
      }
      draw();
    },
    progress(key, percent, failed) {
      const u = uploads.get(key);
      if (!u) return;
      u.percent = percent;
      u.error = failed;
      if (percent === 100 && !failed) uploads.delete(key);
      if (percent === 100 || failed) window.nagareBlobs.delete(key);
      draw();
    },
  };
};
