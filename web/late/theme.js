// nagareTheme: themes of Misskey's, as people share them: JSON5 with colours by name, where a colour may be another one
// ("@name"), a constant of the theme's ("$name") or a change to one (":darken<10<@panel"). compile makes colours of ours
// out of it, form is where the reader pastes it. Nothing of the text goes further than to what it is parsed into: numbers.
"use strict";
window.nagareTheme = (() => {
  const LONGEST = 100_000, DEEPEST = 24, READABLE = 4.5;

  // What a theme may leave out, as Misskey has it; the light or the dark one is what "base" names.
  const BASE = {
    light: { accent: "#86b300", bg: "#ffffff", fg: "#5f5f5f", panel: "@bg", fgHighlighted: ":darken<30<@fg", divider: "#0000001a", buttonBg: "#0000000f", buttonHoverBg: "#0000001c", panelHighlight: ":darken<3<@panel" },
    dark: { accent: "#86b300", bg: "#000000", fg: "#dadada", panel: ":lighten<3<@bg", fgHighlighted: ":lighten<30<@fg", divider: "#ffffff1a", buttonBg: "#ffffff12", buttonHoverBg: "#ffffff21", panelHighlight: ":lighten<4<@panel" },
    both: { accentedBg: ":alpha<0.18<@accent", fgOnAccent: "#ffffff", link: "#44a4c1", hashtag: "#ff9156", mention: "@accent", renote: "#229e82", love: "#dd2e44", error: "#ec4137", warn: "#ecb637", success: "#86b300" },
  };
  const TAKEN = ["accent", "accentedBg", "fgOnAccent", "bg", "panel", "panelHighlight", "fg", "fgHighlighted", "divider", "buttonBg", "buttonHoverBg", "link", "hashtag", "mention", "renote", "love", "error", "warn", "success"];
  const FILLS = ["bg", "panelHighlight", "accentedBg", "buttonBg", "buttonHoverBg"];
  const TEXTS = ["fg", "fgHighlighted", "fgDim", "accentText", "link", "hashtag", "mention", "renote", "love", "error", "warn", "success"];

  // refuse is an error with the name of the words for it.
  const refuse = (why, line) => Object.assign(new Error(why), { line });

  // ---- JSON5

  const json5 = (text) => {
    let at = 0;
    const bad = () => { throw refuse("line", text.slice(0, at).split("\n").length); };
    const space = () => {
      for (;;) {
        const m = /^(?:[\s\ufeff]+|\/\/[^\n\r]*|\/\*[^]*?\*\/)/.exec(text.slice(at, at + 5000));
        if (!m) return;
        at += m[0].length;
      }
    };
    const take = (c) => { space(); if (text[at] !== c) return false; at++; return true; };
    const string = (quote) => {
      let s = "";
      for (;;) {
        const c = text[at++];
        if (c === undefined || c === "\n" || c === "\r") bad();
        if (c === quote) return s;
        if (c !== "\\") { s += c; continue; }
        const e = text[at++];
        if (e === "u" || e === "x") {
          const n = e === "u" ? 4 : 2, hex = text.slice(at, at + n);
          if (!/^[0-9a-f]+$/i.test(hex) || hex.length !== n) bad();
          s += String.fromCharCode(parseInt(hex, 16));
          at += n;
        } else if (e === "\r" || e === "\n" || e === "\u2028" || e === "\u2029") { if (e === "\r" && text[at] === "\n") at++; }
        else s += { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", 0: "\0" }[e] ?? e;
      }
    };
    const value = (depth) => {
      if (depth > DEEPEST) bad();
      space();
      const c = text[at];
      if (c === "{") {
        at++;
        const o = new Map();
        while (!take("}")) {
          space();
          let key;
          if (text[at] === '"' || text[at] === "'") key = string(text[at++]);
          else {
            const m = /^[\p{L}$_][\p{L}\p{N}$_\u200c\u200d]*/u.exec(text.slice(at, at + 200));
            if (!m) bad();
            key = m[0];
            at += key.length;
          }
          if (!take(":")) bad();
          o.set(key, value(depth + 1));
          if (!take(",") && (space(), text[at] !== "}")) bad();
        }
        return o;
      }
      if (c === "[") {
        at++;
        const a = [];
        while (!take("]")) { a.push(value(depth + 1)); if (!take(",") && (space(), text[at] !== "]")) bad(); }
        return a;
      }
      if (c === '"' || c === "'") { at++; return string(c); }
      const m = /^(?:true|false|null|[+-]?(?:Infinity|NaN|0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?))(?![\p{L}\p{N}$_])/iu.exec(text.slice(at, at + 60));
      if (!m) bad();
      at += m[0].length;
      return m[0] === "true" ? true : m[0] === "false" ? false : m[0] === "null" ? null : Number(m[0].replace(/^\+/, ""));
    };
    const v = value(0);
    space();
    if (at < text.length) bad();
    return v;
  };

  // ---- colours: [red, green, blue, opacity], 0 to 1

  const pen = document.createElement("canvas").getContext("2d");
  const read = (s) => {
    pen.fillStyle = "#010203";
    pen.fillStyle = s;
    const once = pen.fillStyle;
    pen.fillStyle = "#030201";
    pen.fillStyle = s;
    if (once !== pen.fillStyle) return null;   // the browser takes it for no colour
    let m = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(once);
    if (m) return [parseInt(m[1], 16) / 255, parseInt(m[2], 16) / 255, parseInt(m[3], 16) / 255, 1];
    m = /^rgba\((\d+), (\d+), (\d+), ([\d.e-]+)\)$/.exec(once);
    return m && [m[1] / 255, m[2] / 255, m[3] / 255, +m[4]];
  };
  const clamp = (v) => Math.min(1, Math.max(0, v));
  const toHSL = ([r, g, b]) => {
    const hi = Math.max(r, g, b), lo = Math.min(r, g, b), l = (hi + lo) / 2, d = hi - lo;
    if (!d) return [0, 0, l];
    const h = hi === r ? (g - b) / d + (g < b ? 6 : 0) : hi === g ? (b - r) / d + 2 : (r - g) / d + 4;
    return [h / 6, d / (l > 0.5 ? 2 - hi - lo : hi + lo), l];
  };
  const fromHSL = (h, s, l, a) => {
    const f = (n) => { const k = (n + h * 12) % 12; return l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1)); };
    return [f(0), f(8), f(4), a];
  };
  const CHANGES = {
    darken: (c, n) => { const [h, s, l] = toHSL(c); return fromHSL(h, s, clamp(l - n / 100), c[3]); },
    lighten: (c, n) => { const [h, s, l] = toHSL(c); return fromHSL(h, s, clamp(l + n / 100), c[3]); },
    saturate: (c, n) => { const [h, s, l] = toHSL(c); return fromHSL(h, clamp(s + n / 100), l, c[3]); },
    hue: (c, n) => { const [h, s, l] = toHSL(c); return fromHSL((((h + n / 360) % 1) + 1) % 1, s, l, c[3]); },
    alpha: (c, n) => [c[0], c[1], c[2], clamp(n)],
  };
  const over = (c, under) => [0, 1, 2].map((i) => c[i] * c[3] + under[i] * (1 - c[3])).concat(1);
  const mix = (a, b, t) => a.map((v, i) => v + (b[i] - v) * t);
  const light = (c) => { const [r, g, b] = c.map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const contrast = (a, b) => { const x = light(a), y = light(b); return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
  const hex = (c) => "#" + c.map((v) => Math.round(clamp(v) * 255).toString(16).padStart(2, "0")).join("").replace(/^(.{6})ff$/, "$1");

  // ---- themes

  // compile answers {name, base, vars, count, adjusted, unknown} or throws what is wrong with the text.
  const compile = (text) => {
    if (text.length > LONGEST) throw refuse("long");
    const theme = json5(text);
    if (!(theme instanceof Map)) throw refuse("props");
    const props = theme.get("props");
    if (!(props instanceof Map) || !props.size) throw refuse("props");
    const unknown = [];
    const find = (name, base) => props.has(name) ? props.get(name) : BASE[base][name] ?? BASE.both[name];
    const resolve = (v, base, depth) => {
      if (typeof v !== "string" || depth > DEEPEST) return null;   // a ring of names ends here
      v = v.trim();
      if (v[0] === "@") return resolve(find(v.slice(1), base), base, depth + 1);
      if (v[0] === "$") return resolve(props.get(v), base, depth + 1);
      if (v[0] === '"') return read(v.slice(1));
      if (v[0] !== ":") return read(v);
      const [name, n, ...rest] = v.slice(1).split("<"), c = resolve(rest.join("<"), base, depth + 1), by = parseFloat(n);
      return c && Object.hasOwn(CHANGES, name) && Number.isFinite(by) ? CHANGES[name](c, by) : null;
    };
    let base = theme.get("base");
    if (base !== "light" && base !== "dark") {
      const c = resolve(props.get("bg") ?? props.get("panel"), "light", 0);
      base = c && light(c) < 0.2 ? "dark" : "light";
    }
    const colours = {}, owned = new Set();
    for (const name of TAKEN) {
      const own = props.has(name) ? resolve(props.get(name), base, 0) : null;
      if (own) owned.add(name);
      else if (props.has(name)) unknown.push(name);
      colours[name] = own || resolve(BASE[base][name] ?? BASE.both[name], base, 0) || resolve(BASE.both.accent, base, 0);
    }
    if (!owned.size) throw refuse("colour");
    const adjusted = guard(colours, base).filter((name) => owned.has(name)), count = owned.size;
    const name = theme.get("name");
    return { name: typeof name === "string" && name.trim() ? [...name.trim()].slice(0, 60).join("") : "?", base, count, adjusted, unknown,
      vars: Object.entries(colours).map(([k, c]) => k + ":" + hex(c)).join(";") };
  };

  // guard makes every text readable on everything it may stand on, and tells what it had to change.
  const guard = (c, base) => {
    const ground = base === "dark" ? [0, 0, 0, 1] : [1, 1, 1, 1], changed = new Set();
    c.bg = over(c.bg, ground);
    c.panel = over(c.panel, c.bg);
    c.accent = over(c.accent, c.panel);
    c.fgDim = mix(over(c.fg, c.panel), c.panel, 0.3);
    c.accentText = c.accent;
    const far = light(c.panel) < 0.18 ? [1, 1, 1, 1] : [0, 0, 0, 1];
    const fit = (name, grounds) => {
      let t = over(c[name], c.panel);
      const reads = (x) => grounds.every((g) => contrast(x, g) >= READABLE);
      if (reads(t)) { c[name] = t; return; }
      for (let i = 1; i <= 40 && !reads(t); i++) t = mix(over(c[name], c.panel), far, i / 40);
      c[name] = t;
      if (name !== "fgDim" && name !== "accentText") changed.add(name);
    };
    fit("fg", [c.panel]);
    for (const name of FILLS) {
      const given = c[name], on = () => over(c[name], c.panel), none = [...c.panel.slice(0, 3), given[3]];
      for (let i = 1; i <= 20 && contrast(c.fg, on()) < READABLE + 0.6; i++) { c[name] = mix(given, none, i / 20); if (name === "bg") changed.add(name); }
    }
    const grounds = [c.panel, ...FILLS.map((name) => over(c[name], c.panel))];
    for (const name of TEXTS) fit(name, name === "fg" || name === "accentText" ? grounds : grounds.filter((_, i) => i !== 3 && i !== 5));   // no links on what is pressed or hovered
    if (contrast(over(c.fgOnAccent, c.accent), c.accent) < READABLE) {
      c.fgOnAccent = light(c.accent) > 0.18 ? [0, 0, 0, 1] : [1, 1, 1, 1];
      changed.add("fgOnAccent");
    }
    return [...changed];
  };

  // ---- where it is pasted

  const make = (tag, props, ...kids) => { const n = Object.assign(document.createElement(tag), props); n.append(...kids); return n; };
  const fill = (s, ...args) => s.replace(/\{(\d)\}/g, (_, i) => args[i]);

  // form shows or hides the place in box; done hears (name, base, vars) of a theme to use, or nothing to take it away.
  const form = (box, words, has, done) => {
    if (box.firstChild) { box.replaceChildren(); return false; }
    const code = make("textarea", { rows: 6, spellcheck: false, autocomplete: "off" });
    code.setAttribute("autocapitalize", "off");
    const hint = make("small", { id: "theme-hint", textContent: words.hint }), said = make("p", { className: "themesaid" });
    said.setAttribute("role", "status");
    code.setAttribute("aria-describedby", "theme-hint");
    const use = make("button", { type: "button", className: "button primary", textContent: words.use });
    const reset = make("button", { type: "button", className: "button", textContent: words.reset, hidden: !has });
    const tell = (wrong, ...lines) => { said.classList.toggle("error", wrong); code.setAttribute("aria-invalid", wrong); said.replaceChildren(...lines.filter(Boolean).flatMap((l) => [l, document.createElement("br")])); };
    use.onclick = () => {
      let t;
      try { t = compile(code.value); } catch (e) { tell(true, fill(words.broken, fill(words[e.message] || e.message, e.line))); code.focus(); return; }
      done(t.name, t.base, t.vars);
      reset.hidden = false;
      tell(false, fill(words.used, t.name, t.count), t.adjusted.length && fill(words.adjusted, t.adjusted.join(", ")), t.unknown.length && fill(words.unknown, t.unknown.join(", ")));
    };
    reset.onclick = () => { done(); reset.hidden = true; tell(false, words.removed); code.focus(); };
    box.append(make("label", { className: "field" }, make("span", { textContent: words.code }), code), hint, make("div", { className: "actions" }, reset, use), said);
    code.focus();
    return true;
  };

  return { compile, form };
})();
