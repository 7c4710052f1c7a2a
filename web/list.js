// nagareList: the windowed list of one column.
//
// go-app owns an empty scroll container and never looks inside; this file owns what is inside. Go decides which rows
// there are and what each looks like, the list decides which of them stand in the page and where: about three screens
// are mounted, the rest is padding. One call per frame carries the keys in order (newest first, joined by "\n"); rows
// are asked for by key when they come into reach. Two promises are kept in every change: a reader who has scrolled away
// from the top does not see the row under the eye move by a pixel, and focus stays where it was.
"use strict";
(() => {
  const FRESH = 10;      // rows mounted beyond the visible ones in one frame
  const TOP = 4;         // px: nearer than this the list follows what is new
  const REACT = ['[data-act="pick"]', '[data-act="unreact"]', '[data-act="like"]'], FOLD = ['[data-act="cw"]', '[data-act="long"]'];
  const ACTS = { r: ['[data-act="reply"]'], q: ['[data-act="renote"]'], m: ['[data-act="menu"]'], e: REACT, a: REACT, "+": REACT, v: FOLD, c: [], o: [".media button, .media a"] };
  const MOVING = ".mfm-move, [data-blurhash]";   // what is worth knowing of a row whether it is seen: watching costs a frame
  const REPORT = 250;    // ms
  const GUESS = 140;     // px: height of a row nobody has measured yet

  const SCRATCH = document.createElement("template");
  // draw puts the lines of an icon in the place of its <use>: the browser makes a shadow tree of each of those, which costs a
  // row of the list more than all its text.
  const LINES = new Map();
  const draw = (html) => html.replace(/<use href="#i-([a-z0-9-]+)"><\/use>/g, (use, name) => {
    if (!LINES.has(name)) {
      const icon = document.getElementById("i-" + name);
      if (!icon) return use;
      LINES.set(name, icon.innerHTML);
    }
    return LINES.get(name);
  });
  const GONE = { rows: (keys) => keys.split("\n").map(() => "<div></div>"), act() {}, visible() {}, scrolled() {}, rested() {} };

  class List {
    constructor(el, cb) {
      this.el = el;
      this.cb = cb;
      this.keys = [];
      this.index = new Map();   // key → place in keys, less base: rows that come above move no entry
      this.base = 0;
      this.heights = new Map();
      this.sum = 0;             // of all known heights
      this.rows = new Map();    // key → mounted element
      this.given = new Map();   // key → HTML, of rows that Go sent along
      this.lo = this.hi = 0;    // mounted range of keys
      this.seen = null;         // newest key when the reader was last at the top
      this.unseen = 0;
      this.following = true;
      this.due = 0;
      this.pressed = null;      // row under a pointer that is down: a click is the browser's only where both ends of it meet
      this.stale = new Set();   // keys to refresh when it is up
      this.box = document.createElement("div");
      this.box.className = "rows";
      el.append(this.box);

      this.sizes = new ResizeObserver((es) => this.resized(es));
      this.seenRows = new IntersectionObserver((es) => {   // what moves in a row rests while nobody sees it
        for (const e of es) {
          e.target.toggleAttribute("data-offscreen", !e.isIntersecting);
          if (e.isIntersecting) window.nagareBlur(e.target);
        }
      }, { root: el });
      this.edge = el.getBoundingClientRect().top;
      this.view = el.clientHeight;   // kept, as at is: to ask the page would make it lay itself out in between
      this.at = 0;                   // scrollTop as last heard or set
      this.after = 0;                // px of room under the mounted rows
      this.frame = new ResizeObserver(() => this.framed());
      this.frame.observe(el);
      this.on(el, "scroll", () => this.scrolled(), { passive: true });
      this.on(el, "scrollend", () => { if (this.gliding) { this.gliding = false; this.scrolled(); } });
      for (const t of ["wheel", "touchstart", "keydown"]) this.on(el, t, () => { this.gliding = false; }, { passive: true });
      this.on(el, "click", (e) => this.clicked(e));
      this.on(el, "pointerdown", (e) => {
        const row = e.target.closest("[data-key]");
        this.release(row);
        if (row && !e.button) this.press(row);
      });
      // The click of a finger comes a while after it is up. A menu or a drag takes the pointer's end for itself.
      this.on(window, "pointerup", () => {
        clearTimeout(this.lifting);
        if (this.pressed) this.lifting = setTimeout(() => this.release(), 100);
      });
      for (const t of ["pointercancel", "contextmenu", "dragend", "blur"]) this.on(window, t, () => this.release());
      this.on(el, "keydown", (e) => this.key(e));
      this.on(el, "nagare:act", (e) => {   // web/late/people.js asks in the name of a row
        const row = e.target.closest("[data-key]");
        this.cb.act(e.detail.act, row ? row.dataset.key : "", e.detail.arg || "", e.target);
      });
      this.on(this.box, "error", (e) => {
        const img = e.target;
        if (img.tagName !== "IMG") return;
        if (img.dataset.spare) { img.src = img.dataset.spare; delete img.dataset.spare; }   // no still form of an emoji
        else img.classList.add("broken");
      }, true);
    }

    on(target, type, f, opt) {
      target.addEventListener(type, f, opt);
      (this.off ||= []).push(() => target.removeEventListener(type, f, opt));
    }

    destroy() {
      cancelAnimationFrame(this.due);
      clearTimeout(this.resting);
      clearTimeout(this.telling);
      clearTimeout(this.lifting);
      this.sizes.disconnect();
      this.seenRows.disconnect();
      this.frame.disconnect();
      for (const f of this.off) f();
      this.rows.clear();
      this.box.remove();
      this.cb = GONE;   // a call into Go may have let others run, who destroyed the list under it
    }

    // ---- what Go calls ----

    // set takes the keys in order. Keys that are new are mounted when they come into reach. It answers as report does.
    set(joined) {
      const keys = joined ? joined.split("\n") : [];
      this.anchor();   // chosen by the old order
      this.keys = keys;
      this.base = 0;
      this.index.clear();
      for (let i = 0; i < keys.length; i++) this.index.set(keys[i], i);
      for (const [k, node] of this.rows) {
        if (!this.index.has(k)) this.drop(k, node);
      }
      if (this.heights.size > 4 * keys.length + 200) {
        for (const k of [...this.heights.keys()]) if (!this.index.has(k)) this.forget(k);
      }
      this.layout(this.anchor());
      this.count();
      return this.mountedNow();
    }

    // add is set where keys came above all others and gone of them left from before the last. html is what the new rows
    // look like, where Go expects that they are mounted.
    add(joined, gone, ...html) {
      const fresh = joined.split("\n"), n = this.keys.length;
      this.anchor();
      for (const k of this.keys.splice(n - 1 - gone, gone)) {
        this.index.delete(k);
        this.forget(k);
        const node = this.rows.get(k);
        if (node) this.drop(k, node);
      }
      this.keys.unshift(...fresh);
      this.base += fresh.length;
      for (let i = 0; i < fresh.length; i++) this.index.set(fresh[i], i - this.base);
      const last = this.keys.length - 1;
      this.index.set(this.keys[last], last - this.base);
      html.forEach((h, i) => this.given.set(fresh[i], h));
      this.layout(this.anchor());
      this.given.clear();
      this.count();
      return this.mountedNow();
    }

    // where is the place of a key.
    where(key) {
      const i = this.index.get(key);
      return i === undefined ? i : i + this.base;
    }

    // framed: what stands above the list, such as word of a lost connection, came or went. The rows stay where they are on
    // the screen, but for the newest ones, which belong under it.
    framed() {
      const edge = this.el.getBoundingClientRect().top, by = edge - this.edge;
      this.edge = edge;
      this.view = this.el.clientHeight;
      const a = by && this.anchor();
      if (a) {
        a.delta += by;
        a.deltas = a.deltas.map((d) => d + by);
        this.layout(a);
      }
      this.schedule();
    }

    // press holds a row where it is, at the top too, and as it is, until release.
    press(row) {
      this.pressed = row;
      this.kept = this.hold(this.where(row.dataset.key), row.getBoundingClientRect(), this.el.getBoundingClientRect().top);
    }

    // A row that is pressed again at once waits for the next release: drawn anew now it would lose that press.
    release(again) {
      clearTimeout(this.lifting);
      if (!this.pressed || this.pressed === again) return;
      this.pressed = null;
      for (const key of this.stale) this.refresh(key);
      this.stale.clear();
      this.schedule();
    }

    // refresh renders one mounted row anew.
    refresh(key) {
      const node = this.rows.get(key);
      if (!node) return;
      if (node === this.pressed) { this.stale.add(key); return; }
      const anchor = this.anchor();
      const html = this.cb.rows(key)[0];
      const focus = focusIn(node);
      node.insertAdjacentHTML("beforebegin", draw(html));
      const fresh = node.previousElementSibling;
      this.sizes.unobserve(node);
      this.seenRows.unobserve(node);
      node.remove();
      this.adopt(key, fresh);
      restore(fresh, focus);
      this.layout(anchor);
    }

    // patch gives parts of mounted rows what they hold now: "key\npart\nhtml", parted by NUL.
    patch(all) {
      for (const what of all.split("\0")) {
        const a = what.indexOf("\n"), b = what.indexOf("\n", a + 1), html = draw(what.slice(b + 1));
        const node = this.rows.get(what.slice(0, a)), part = node && node.querySelector(`[data-part="${what.slice(a + 1, b)}"]`);
        if (!part || part.html === html) continue;
        const focus = focusIn(part);
        if (window.nagareMorph) nagareMorph(part, part.html, html);
        else part.innerHTML = html;
        part.html = html;
        styled(part);
        restore(part, focus);
      }
    }

    // top brings the newest row into view and follows again.
    top(smooth) {
      const glide = smooth && this.el.scrollTop < 3 * this.el.clientHeight && !matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.gliding = glide;   // nothing is held in place meanwhile: that would end the glide
      this.el.scrollTo({ top: 0, behavior: glide ? "smooth" : "auto" });
    }

    // show brings one row to the upper edge; offset is how many px of it are cut off.
    show(key, offset, seen) {
      if (!this.index.has(key)) return false;
      if (seen) this.seen = seen;
      this.following = false;
      this.kept = { key, delta: offset || 0, next: [], deltas: [] };
      this.layout(this.kept);
      this.kept = this.choose();
      this.count();
      return true;
    }

    // place tells where the reader is: the row at the upper edge and those below, each with how far it is cut, or nothing at
    // the top.
    place() {
      const a = this.following ? null : this.anchor();
      return a ? [a.key, Math.round(a.delta), ...a.next.flatMap((k, i) => [k, Math.round(a.deltas[i])])].join("\n") : "";
    }

    // ---- geometry ----

    // learn keeps the height of a row; it answers whether that moves anything.
    learn(key, h) {
      const old = this.heights.get(key);
      if (old !== undefined && Math.abs(old - h) <= 0.5) return false;
      this.sum += h - (old ?? 0);
      this.heights.set(key, h);
      return true;
    }

    forget(key) {
      this.sum -= this.heights.get(key) ?? 0;
      this.heights.delete(key);
    }

    guess() {
      return this.heights.size ? this.sum / this.heights.size : GUESS;
    }

    // offset is how high the rows of [from, i) are together.
    offset(i, from = 0) {
      const g = this.guess();
      let y = 0;
      for (let k = from; k < i; k++) y += this.heights.get(this.keys[k]) ?? g;
      return y;
    }

    // reaches reports whether all rows together are at least y px high.
    reaches(y) {
      const g = this.guess();
      for (const k of this.keys) {
        y -= this.heights.get(k) ?? g;
        if (y <= 0) return true;
      }
      return false;
    }

    // anchor is the row that must not move. It is chosen when the reader scrolls and kept until then, so that rounding
    // never adds up.
    anchor() {
      if (this.following && !this.pressed) return null;
      if (!this.kept || !this.index.has(this.kept.key)) this.kept = this.substitute() || this.choose();
      return this.kept;
    }

    // substitute is the row that takes over when the anchor was deleted: the nearest one below that is left.
    substitute() {
      const a = this.kept;
      if (!a) return null;
      const j = a.next.findIndex((k) => this.index.has(k));
      return j < 0 ? null : { key: a.next[j], delta: a.deltas[j], next: a.next.slice(j + 1), deltas: a.deltas.slice(j + 1) };
    }

    // choose takes the row with the focus if it is in view, else the first that begins in view, else the one that fills
    // it, with where it starts relative to the upper edge.
    choose() {
      const edge = this.el.getBoundingClientRect().top, end = edge + this.el.clientHeight;
      const focused = document.activeElement && document.activeElement.closest("[data-key]");
      if (focused && this.rows.get(focused.dataset.key) === focused) {
        const r = focused.getBoundingClientRect();
        if (r.bottom > edge && r.top < end) return this.hold(this.where(focused.dataset.key), r, edge);
      }
      let crossing = null;
      for (let i = this.lo; i < this.hi; i++) {
        const node = this.rows.get(this.keys[i]);
        if (!node) continue;
        const r = node.getBoundingClientRect();
        if (r.bottom <= edge + 1) continue;
        if (r.top >= edge - 1 && r.top < end) return this.hold(i, r, edge);
        crossing ||= this.hold(i, r, edge);
      }
      return crossing;
    }

    // The rows after it stand in for it should it be deleted.
    hold(i, r, edge) {
      const next = this.keys.slice(i + 1, i + 8), at = (k) => this.rows.has(k) ? edge - this.rows.get(k).getBoundingClientRect().top : 0;
      return { key: this.keys[i], delta: edge - r.top, next, deltas: next.map(at) };
    }

    // layout mounts what is in reach, unmounts what is far, pads the rest and puts the anchor back where it was.
    layout(anchor) {
      const view = this.view;
      if (!view) { this.frameless = true; return; }  // not displayed: nothing to measure
      this.frameless = false;
      const n = this.keys.length;
      if (this.gliding) anchor = null;
      if (this.following && !this.pressed) { this.follow(); return; }
      const at = anchor ? this.where(anchor.key) : undefined, delta = anchor ? anchor.delta : 0;
      let top = at === undefined ? this.el.scrollTop : this.offset(at) + delta;

      for (let pass = 0; pass < 3; pass++) {
        const [lo, hi, first, last] = this.range(top, view, n);
        const more = this.mount(lo, hi, first, last);
        const changed = this.measure();
        if (at !== undefined) top = this.offset(at) + delta;
        if (more) this.schedule();
        if (!changed) break;
      }
      this.pad(this.offset(this.lo), this.rest());
      if (Math.abs(this.el.scrollTop - top) >= 0.5) this.scrollTo(top);
      if (at !== undefined) this.correct(this.keys[at], delta);
      this.report();
    }

    // follow is layout for who is at the top: nothing has to be held in place, so nothing is asked of the page; it tells
    // the heights of new rows by itself before it paints.
    follow() {
      if (this.mount(...this.range(0, this.view, this.keys.length))) this.schedule();
      this.stretch();
      if (this.at > 0 && !this.gliding) this.scrollTo(0);
      this.report();
    }

    // stretch leaves the room under the mounted rows as it is while it is about right: changing it lays the page out again.
    stretch() {
      const after = this.rest();
      if (this.lo > 0 || after < 2 * this.view || Math.abs(after - this.after) > this.view / 2) this.pad(this.offset(this.lo), after);
    }

    // rest is the height of what stands below the mounted rows.
    rest() { return this.offset(this.keys.length, this.hi); }

    // correct moves the view by what the sum of rounded heights was off.
    correct(key, delta) {
      const node = this.rows.get(key);
      if (!node) return;
      const off = (this.el.getBoundingClientRect().top - node.getBoundingClientRect().top) - delta;
      if (Math.abs(off) > 0.5) this.scrollTo(this.el.scrollTop - off);
    }

    // scrollTo moves the view without taking it for the reader's doing.
    scrollTo(top) {
      this.el.scrollTop = Math.max(0, top);
      this.moved = this.at = this.el.scrollTop;
    }

    pad(before, after) {
      this.after = after;
      const a = before + "px", b = after + "px";
      if (this.box.style.paddingTop !== a) this.box.style.paddingTop = a;
      if (this.box.style.paddingBottom !== b) this.box.style.paddingBottom = b;
    }

    range(top, view, n) {
      const g = this.guess();
      const from = top - view, to = top + 2 * view;
      let y = 0, lo = -1, first = -1, last = n, hi = n;
      for (let i = 0; i < n; i++) {
        const h = this.heights.get(this.keys[i]) ?? g;
        if (lo < 0 && y + h > from) lo = i;
        if (first < 0 && y + h > top) first = i;
        if (last === n && y > top + view) last = i;
        if (y > to) { hi = i; break; }
        y += h;
      }
      if (lo < 0) lo = Math.max(0, n - 1);
      if (first < 0) first = lo;
      return [lo, Math.max(hi, lo), first, Math.min(last, hi)];
    }

    // mount makes the mounted rows those of [lo, hi). Rows in view come at once, of the others a few per frame: then it
    // answers true and is called again.
    mount(lo, hi, first, last) {
      this.cut(lo, hi);
      let fresh = 0, more = false;
      const want = [];
      const missing = (i) => !this.rows.has(this.keys[i]);
      for (let i = Math.max(first, lo); i < Math.min(last, hi); i++) if (missing(i)) want.push(i);
      let a = Math.max(first, lo) - 1, b = Math.max(Math.min(last, hi), lo);
      while (a >= lo || b < hi) {   // outward from what is in view, so that the mounted rows stay contiguous
        if (b < hi) { if (missing(b)) { if (fresh < FRESH) { want.push(b); fresh++; } else { hi = b; more = true; } } b++; }
        if (a >= lo) { if (missing(a)) { if (fresh < FRESH) { want.push(a); fresh++; } else { lo = a + 1; more = true; } } a--; }
      }
      if (more) this.cut(lo, hi);
      want.sort((x, y) => x - y);
      if (want.length) {
        const html = this.html(want.map((i) => this.keys[i]));
        for (let j = 0; j < want.length; ) {
          let end = j + 1;
          while (end < want.length && want[end] === want[end - 1] + 1) end++;
          this.insert(want.slice(j, end), html.slice(j, end), want[end - 1] + 1, hi);
          j = end;
        }
      }
      this.lo = lo;
      this.hi = hi;
      this.arrange();
      return more;
    }

    // cut drops the rows that are not of [lo, hi).
    cut(lo, hi) {
      for (const [k, node] of this.rows) {
        const i = this.where(k);
        if (i < lo || i >= hi) this.drop(k, node);
      }
    }

    // html asks Go for rows, but for those that it sent along.
    html(keys) {
      const ask = keys.filter((k) => !this.given.has(k)), got = ask.length ? this.cb.rows(ask.join("\n")) : [];
      let i = 0;
      return keys.map((k) => this.given.get(k) ?? got[i++]);
    }

    insert(idx, html, next, hi) {
      let ref = null;
      for (let i = next; i < hi && !ref; i++) ref = this.rows.get(this.keys[i]) || null;
      SCRATCH.innerHTML = draw(html.join(""));
      const nodes = [...SCRATCH.content.children];
      this.box.insertBefore(SCRATCH.content, ref);
      for (let j = 0; j < idx.length; j++) if (nodes[j]) this.adopt(this.keys[idx[j]], nodes[j]);
    }

    // arrange puts rows whose order changed (a note with an old id that arrived late never moves others) in order.
    arrange() {
      let cur = this.box.firstElementChild;
      for (let i = this.lo; i < this.hi; i++) {
        const node = this.rows.get(this.keys[i]);
        if (!node) continue;
        if (node === cur) cur = cur.nextElementSibling;
        else this.box.insertBefore(node, cur);
      }
    }

    adopt(key, node) {
      node.dataset.key = key;
      this.rows.set(key, node);
      styled(node);
      if (node.querySelector(MOVING)) this.seenRows.observe(node);
      this.sizes.observe(node);
      this.dirty = true;
    }

    drop(key, node) {
      this.sizes.unobserve(node);
      this.seenRows.unobserve(node);
      if (node.contains(document.activeElement)) {   // the reader's place in the keyboard order survives
        this.lost = key;
        this.el.focus({ preventScroll: true });
      }
      node.remove();
      this.rows.delete(key);
      this.dirty = true;
    }

    measure() {
      let changed = false;
      for (const [k, node] of this.rows) {
        if (this.heights.has(k) && node.measured) continue;
        node.measured = true;
        if (this.learn(k, node.getBoundingClientRect().height)) changed = true;
      }
      return changed;
    }

    // ---- what happens ----

    resized(entries) {
      let moved = false;
      for (const e of entries) {
        const k = e.target.dataset.key;
        if (!k || this.rows.get(k) !== e.target) continue;
        if (this.learn(k, e.borderBoxSize[0].blockSize)) moved = true;
      }
      if (!moved || this.frameless) return;
      if (!this.following || this.pressed) { this.layout(this.anchor()); return; }
      const [lo, hi] = this.range(0, this.view, this.keys.length);
      if (lo !== this.lo || hi > this.hi) this.schedule();
      this.stretch();
    }

    scrolled() {
      this.at = this.el.scrollTop;
      if (this.moved !== undefined && Math.abs(this.at - this.moved) < 1) { this.moved = undefined; return; }
      this.moved = undefined;
      this.following = this.at <= TOP;
      if (this.following) this.gliding = false;
      this.kept = this.following ? null : this.choose();
      this.count();
      this.schedule();
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.cb.rested(this.place()), 400);
    }

    schedule() {
      if (this.due) return;
      this.due = requestAnimationFrame(() => {
        this.due = 0;
        this.layout(this.anchor());
      });
    }

    // count tells Go how many rows above the view are new since the reader left the top.
    count() {
      if (this.following) {
        this.unseen = 0;
        if (!this.pressed) this.seen = this.keys[0] || null;
      } else {
        const i = this.where(this.seen);
        if (i !== undefined) this.unseen = this.keys.slice(0, i).filter((k) => k !== "read" && !k.startsWith("gap:")).length;
        else if (this.seen === null) this.unseen = 0;
        else this.unseen = this.keys.findIndex((k) => k <= this.seen);   // the row seen last was deleted
        if (this.unseen < 0) this.unseen = 0;
      }
      const end = !this.reaches(this.at + 2.5 * this.view);
      const s = (this.following ? 1 : 0) + ":" + this.unseen + ":" + (end ? 1 : 0);
      if (s !== this.told) {
        this.told = s;
        this.cb.scrolled(this.following, this.unseen, end);
      }
    }

    // report tells Go which rows are mounted, once for many changes: those that are new it knows, having written them.
    report() {
      if (!this.dirty || this.telling) return;
      this.telling = setTimeout(() => {
        const keys = this.mountedNow();
        if (keys !== null) this.cb.visible(keys);
      }, REPORT);
    }

    // mountedNow is what report would tell, null for nothing new.
    mountedNow() {
      clearTimeout(this.telling);
      this.telling = 0;
      if (!this.dirty) return null;
      this.dirty = false;
      return [...this.rows.keys()].join("\n");
    }

    clicked(e) {
      const hit = e.target.closest("[data-act]");
      if (!hit || !this.box.contains(hit)) {
        const link = e.target.closest("a[href]"), from = link && link.closest("[data-key]");
        if (from) this.cb.act("go", from.dataset.key, "");
        return;
      }
      if (hit.tagName === "A" && (e.ctrlKey || e.metaKey || e.shiftKey)) { e.stopPropagation(); return; }   // a tab of its own
      const row = hit.closest("[data-key]");
      e.preventDefault();
      e.stopPropagation();
      this.cb.act(hit.dataset.act, row ? row.dataset.key : "", hit.dataset.arg || "", hit);
    }

    key(e) {
      if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
      if (/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
      if (e.key === "Enter" && e.target.dataset.key) {
        e.preventDefault();
        this.cb.act("open", e.target.dataset.key, "");
        return;
      }
      const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, Home: "first", End: "last" }[e.key];
      if (step === undefined) {
        if (e.key === ".") { e.preventDefault(); this.top(true); }
        else this.actKey(e);
        return;
      }
      e.preventDefault();
      const row = e.target.closest("[data-key]");
      let i = row ? this.where(row.dataset.key) : this.where(this.lost);
      if (step === "first") i = 0;
      else if (step === "last") i = this.keys.length - 1;
      else if (i === undefined) i = this.where((this.choose() || {}).key) ?? 0;
      else i += step;
      this.focus(Math.max(0, Math.min(this.keys.length - 1, i)));
    }

    // actKey does with a key what a button of the focused row does (landscape 5.1).
    actKey(e) {
      const row = e.target.closest("[data-key]"), want = ACTS[e.key];
      if (!row || !want || e.repeat) return;
      for (const css of want) {
        const hit = row.querySelector(css);
        if (!hit) continue;
        e.preventDefault();
        hit.click();
        return;
      }
      if (e.key === "c") { e.preventDefault(); this.cb.act("clip", row.dataset.key, "", row); }
    }

    focus(i) {
      const key = this.keys[i];
      if (key === undefined) return;
      if (!this.rows.has(key)) {
        this.following = i === 0;
        this.kept = this.following ? null : { key, delta: 0, next: [], deltas: [] };
        this.layout(this.kept);
      }
      const node = this.rows.get(key);
      if (!node) return;
      this.lost = key;
      node.focus({ preventScroll: true });
      const v = this.el.getBoundingClientRect(), r = node.getBoundingClientRect();
      if (i === 0) this.scrollTo(0);
      else if (r.top < v.top) this.scrollTo(this.el.scrollTop - (v.top - r.top + 8));
      else if (r.bottom > v.bottom) this.scrollTo(this.el.scrollTop + Math.min(r.bottom - v.bottom + 8, r.top - v.top));
      this.at = this.el.scrollTop;
      this.following = this.at <= TOP;
      this.kept = this.following ? null : this.choose();
      this.count();
      this.schedule();
    }
  }

  // focusIn remembers which control of a row has the focus, so that it has it again when the row is rendered anew.
  function focusIn(node) {
    const a = document.activeElement;
    if (!a || !node.contains(a)) return null;
    if (a === node) return { self: true };
    return { act: a.dataset.act, arg: a.dataset.arg, reaction: a.dataset.reaction };
  }

  function restore(node, f) {
    if (!f) return;
    let hit = null;
    if (!f.self) {
      for (const n of node.querySelectorAll("[data-act],[data-reaction],a,button")) {
        if (f.reaction !== undefined ? n.dataset.reaction === f.reaction : f.act !== undefined && n.dataset.act === f.act && n.dataset.arg === f.arg) { hit = n; break; }
      }
    }
    if (!hit && node.dataset.part === "react") hit = node.querySelector("button");   // it has become another one
    (hit || node.closest("[data-key]") || node).focus({ preventScroll: true });
  }

  // styled gives the values in data-css (numbers and colours that Go parsed and wrote anew) to the style sheet.
  function styled(node) {
    for (const n of node.querySelectorAll("[data-css]")) {
      for (const pair of n.dataset.css.split(";")) {
        const i = pair.indexOf(":");
        n.style.setProperty("--mfm-" + pair.slice(0, i), pair.slice(i + 1));
      }
    }
  }

  window.nagareStyled = styled;
  window.nagareList = (el, cb) => new List(el, cb);
})();
