// nagareViewer: what the viewer of pictures does by itself. Go decides what is on the stage; here are zoom, pan, swipe,
// keys, the browser's way back and where the focus goes.
"use strict";
(() => {
  const MOST = 8;       // times enlarged
  const SWIPE = 60;     // px that are meant

  class Viewer {
    constructor(el, cb) {
      this.el = el;
      this.cb = cb;
      this.points = new Map();
      this.plain();
      el.addEventListener("cancel", (e) => { e.preventDefault(); this.close(); });
      el.addEventListener("close", () => {   // by the browser itself, past us
        if (!this.shown || this.el.open) return;
        this.left();
        if (history.state && history.state.viewer) history.back();
      });
      el.addEventListener("keydown", (e) => this.key(e));
      // The key that opened it is still on its way: it must not press what has the focus now.
      el.addEventListener("keypress", (e) => { if (performance.now() - this.opened < 300) e.preventDefault(); });
      el.addEventListener("click", (e) => {
        const a = e.target.closest('[data-do="original"]');
        if (a && !e.ctrlKey && !e.metaKey && !e.shiftKey) { e.preventDefault(); save(a); }
      });
      el.addEventListener("wheel", (e) => this.wheel(e), { passive: false });
      el.addEventListener("dblclick", (e) => { if (this.pic(e)) { e.preventDefault(); this.toggle(e.clientX, e.clientY); } });
      el.addEventListener("pointerdown", (e) => this.down(e));
      el.addEventListener("pointermove", (e) => this.move(e));
      for (const t of ["pointerup", "pointercancel"]) el.addEventListener(t, (e) => this.up(e));
      window.addEventListener("popstate", () => this.shut());
    }

    open() {
      if (this.el.open) return;
      const a = document.activeElement;
      const row = a && a.closest("[data-key]");
      this.from = { node: a, list: row && row.closest(".list"), key: row && row.dataset.key, arg: a && a.dataset.arg };
      this.el.showModal();
      this.shown = true;
      this.opened = performance.now();
      history.pushState({ viewer: 1 }, "", location.href);   // so that the way back closes the viewer
    }

    // close goes the same way as the browser's back, so that history is as it was.
    close() {
      if (!this.el.open) return;
      if (history.state && history.state.viewer) history.back();
      else this.shut();
    }

    shut() {
      if (!this.shown) return;
      this.el.close();
      this.left();
    }

    left() {
      this.shown = false;
      for (const v of this.el.querySelectorAll("video")) v.pause();
      this.points.clear();
      this.cb.closed();
      const f = this.from;
      if (!f) return;
      let to = f.node;
      if (!to || !to.isConnected) {   // the row was rendered anew
        const row = f.list && f.key && f.list.querySelector(`[data-key="${CSS.escape(f.key)}"]`);
        to = row && (row.querySelector(`[data-act="view"][data-arg="${f.arg}"]`) || row);
      }
      if (to) to.focus({ preventScroll: true });
    }

    // reset begins with the picture that has just been put on the stage.
    reset() {
      this.plain();
      this.apply();
      const a = document.activeElement;
      if (!a || a === document.body || !this.el.contains(a) || a === this.el || a.closest("[hidden]")) {
        const first = this.el.querySelector(".vbar button");
        if (first) first.focus();
      }
      const img = this.el.querySelector(".pic img");
      if (!img) return;
      img.classList.toggle("loading", !img.complete);
      img.addEventListener("load", () => img.classList.remove("loading"), { once: true });
      img.addEventListener("error", () => { img.classList.remove("loading"); img.classList.add("broken-view"); }, { once: true });
    }

    plain() { this.scale = 1; this.x = 0; this.y = 0; }

    pic(e) { return e.target.closest(".pic") && e.target.tagName !== "VIDEO" ? this.el.querySelector(".pic") : null; }

    apply() {
      const pic = this.el.querySelector(".pic");
      if (!pic) return;
      const bx = Math.max(0, (pic.offsetWidth * this.scale - this.el.clientWidth) / 2), by = Math.max(0, (pic.offsetHeight * this.scale - this.el.clientHeight) / 2);
      if (this.scale > 1) {
        this.x = Math.min(bx, Math.max(-bx, this.x));
        this.y = Math.min(by, Math.max(-by, this.y));
      }
      pic.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
      this.el.toggleAttribute("data-zoomed", this.scale > 1);
      this.el.dataset.zoom = this.scale.toFixed(2);
    }

    // zoom keeps the point (cx, cy) of the screen where it is.
    zoom(to, cx, cy) {
      if (this.el.querySelector(".pic video") || !this.el.querySelector(".pic")) return;
      const mx = this.el.clientWidth / 2, my = this.el.clientHeight / 2;
      to = Math.min(MOST, Math.max(1, to));
      const k = to / this.scale, dx = (cx ?? mx) - mx, dy = (cy ?? my) - my;
      this.x = dx - (dx - this.x) * k;
      this.y = dy - (dy - this.y) * k;
      this.scale = to;
      if (to === 1) this.x = this.y = 0;
      this.apply();
    }

    toggle(cx, cy) { this.zoom(this.scale > 1 ? 1 : 2.5, cx, cy); }

    wheel(e) {
      if (e.target.closest(".caption")) return;
      e.preventDefault();
      this.zoom(this.scale * Math.exp(-e.deltaY * (e.deltaMode ? 0.05 : 0.0022)), e.clientX, e.clientY);
    }

    key(e) {
      if (e.ctrlKey || e.metaKey || e.altKey || e.target.tagName === "VIDEO") return;
      const pan = (x, y) => { this.x += x; this.y += y; this.apply(); };
      const zoomed = this.scale > 1;
      const f = {
        ArrowLeft: () => zoomed ? pan(60, 0) : this.cb.step(-1),
        ArrowRight: () => zoomed ? pan(-60, 0) : this.cb.step(1),
        ArrowUp: () => zoomed && pan(0, 60),
        ArrowDown: () => zoomed && pan(0, -60),
        PageUp: () => this.cb.step(-1), PageDown: () => this.cb.step(1),
        "+": () => this.zoom(this.scale * 1.4), "=": () => this.zoom(this.scale * 1.4), ";": () => this.zoom(this.scale * 1.4),
        "-": () => this.zoom(this.scale / 1.4), 0: () => this.zoom(1),
      }[e.key];
      if (!f || e.target.closest(".caption") && e.key.startsWith("Arrow") && !/Left|Right/.test(e.key)) return;
      e.preventDefault();
      f();
    }

    down(e) {
      if (e.button || e.target.closest("button, a, video, .caption")) return;
      this.points.set(e.pointerId, { x: e.clientX, y: e.clientY });
      this.el.setPointerCapture(e.pointerId);
      this.begin = { x: e.clientX, y: e.clientY, ox: this.x, oy: this.y, many: this.points.size > 1 };
      if (this.points.size === 2) this.pinch = { d: this.spread(), scale: this.scale };
    }

    spread() {
      const [a, b] = [...this.points.values()];
      return Math.hypot(a.x - b.x, a.y - b.y) || 1;
    }

    move(e) {
      if (!this.points.has(e.pointerId)) return;
      this.points.set(e.pointerId, { x: e.clientX, y: e.clientY });
      if (this.points.size === 2 && this.pinch) {
        const [a, b] = [...this.points.values()];
        this.begin.many = true;
        this.zoom(this.pinch.scale * this.spread() / this.pinch.d, (a.x + b.x) / 2, (a.y + b.y) / 2);
        return;
      }
      if (this.points.size !== 1 || this.begin.many) return;
      const dx = e.clientX - this.begin.x, dy = e.clientY - this.begin.y;
      if (this.scale > 1) { this.x = this.begin.ox + dx; this.y = this.begin.oy + dy; }
      else if (Math.abs(dx) > Math.abs(dy)) { this.x = dx; this.y = 0; }
      else { this.x = 0; this.y = Math.max(0, dy); }
      this.apply();
    }

    up(e) {
      if (!this.points.delete(e.pointerId)) return;
      if (this.points.size) { this.pinch = null; return; }
      const b = this.begin, dx = e.clientX - b.x, dy = e.clientY - b.y;
      if (this.scale > 1 || b.many) return;
      this.x = this.y = 0;
      this.apply();
      if (e.type === "pointercancel") return;
      if (Math.abs(dx) > SWIPE && Math.abs(dx) > 1.5 * Math.abs(dy)) this.cb.step(dx < 0 ? 1 : -1);
      else if (dy > 2 * SWIPE && dy > 1.5 * Math.abs(dx)) this.close();
      else if (Math.abs(dx) + Math.abs(dy) < 6 && !e.target.closest(".pic") && !document.elementFromPoint(e.clientX, e.clientY)?.closest(".pic, button, a, .caption")) this.close();
    }
  }

  // save keeps the file of a link, which a browser would only open because it is another origin's. It is opened all the same
  // where its server lets no page read it.
  async function save({ href, download }) {
    try {
      const r = await fetch(href, { credentials: "omit" });
      if (!r.ok) throw r;
      const a = document.createElement("a");
      a.href = URL.createObjectURL(await r.blob());
      a.download = download;
      a.click();
      setTimeout(() => URL.revokeObjectURL(a.href), 60000);
    } catch { window.open(href, "_blank", "noopener,noreferrer"); }
  }

  window.nagareViewer = (el, cb) => new Viewer(el, cb);
})();
