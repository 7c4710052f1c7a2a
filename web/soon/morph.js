// nagareMorph gives a part of a row what it holds now. What is of the same kind stays and is changed: the page has less to
// do, and a press or the focus on it stays too. was is the HTML that the part was given last, if any.
"use strict";
(() => {
  const SCRATCH = document.createElement("template");

  window.nagareMorph = (part, was, html) => {
    if (was && amend(part, was.split(/[<>]/), html.split(/[<>]/))) return;
    SCRATCH.innerHTML = html;
    morph(part, SCRATCH.content);
  };

  // amend changes the texts and the attributes that differ where nothing else does, as when one count is another: most
  // changes are of this kind, and no HTML has to be read for them. It reports whether that was all; what it did is right
  // in any case. Our writer's HTML has < and > around tags only.
  function amend(part, was, now) {
    if (was.length !== now.length) return false;
    const walk = document.createTreeWalker(part);
    for (let i = 0; i < now.length; i++) {
      const tag = i % 2, t = now[i];
      if (tag ? t[0] === "/" : !t) {
        if (t !== was[i]) return false;
        continue;
      }
      const n = walk.nextNode();
      if (!n || (tag ? n.localName !== t.split(" ", 1)[0] : n.nodeType !== 3)) return false;   // a script of ours has been here
      if (t === was[i]) continue;
      if (t.includes("&")) return false;   // it takes a parser
      if (!tag) n.data = t;
      else if (!attributes(n, was[i].split('"'), t.split('"'))) return false;
    }
    return !walk.nextNode();
  }

  // attributes sets those of an element that differ. Both are a tag parted at quotation marks: every second one is a value.
  function attributes(n, was, now) {
    if (was.length !== now.length) return false;
    for (let i = 0; i < now.length; i++) {
      if (now[i] === was[i]) continue;
      const name = i % 2 ? now[i - 1].slice(now[i - 1].lastIndexOf(" ") + 1, -1) : "";
      if (!/^(data-count|data-votes|title|aria-label|aria-pressed|value|max)$/.test(name)) return false;   // it is another one, or looks otherwise
      n.setAttribute(name, now[i]);
    }
    return true;
  }

  // morph gives to the children of from.
  function morph(to, from) {
    const had = [...to.childNodes], want = [...from.childNodes];
    want.forEach((y, i) => {
      const x = had[i];
      if (!x) to.append(y);
      else if (x.nodeName !== y.nodeName || kind(x) !== kind(y)) x.replaceWith(y);
      else if (x.src || x.isEqualNode(y)) return;   // a picture that is there already may have turned out broken
      else if (!x.attributes) x.data = y.data;
      else {
        for (const n of [...x.getAttributeNames(), ...y.getAttributeNames()]) {
          const v = y.getAttribute(n);
          if (v === null) x.removeAttribute(n);
          else if (v !== x.getAttribute(n)) x.setAttribute(n, v);
        }
        morph(x, y);
      }
    });
    for (const x of had.slice(want.length)) x.remove();
  }

  const kind = ({ dataset: d, src }) => d && [d.reaction, d.act, d.spare || src].join();
})();
