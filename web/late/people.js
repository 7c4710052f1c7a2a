// Who gave a reaction: a small list beside the pill while the pointer or the keyboard's focus rests on it, and all of
// them in a sheet after a long press, a right click or the menu key. Go is asked through the row (nagare:act) and
// answers with nagarePeople.show; what it writes passed the allow-list of app/markup.
"use strict";
window.nagarePeople = (() => {
  const REST = 350, PRESS = 500, LEAVE = 220;
  let asked = 0, pill = null, timer = 0, press = null, pop = null, sheet = null, from = null;

  const isPill = (t) => {
    const of = t && t.closest && t.closest(".reaction[data-reaction]");
    return of ? note(of) : null;
  };
  // A pill is rendered anew whenever a count of its row changes, and with the row when more does: it is found again by
  // the key of the row, in the list that the row was in.
  const places = new WeakMap();
  const note = (of) => { const row = of.closest("[data-key]"); if (row) places.set(of, { list: row.parentNode, key: row.dataset.key }); return of; };
  const present = (of) => {
    if (of.isConnected) return of;
    const at = places.get(of);
    const found = at && at.list.isConnected && at.list.querySelector(`[data-key="${CSS.escape(at.key)}"] .reaction[data-reaction="${CSS.escape(of.dataset.reaction)}"]`);
    return found ? note(found) : null;
  };
  function ask(of, mode, until) {
    of = present(of);
    if (!of) return;
    from = of;
    asked++;
    of.dispatchEvent(new CustomEvent("nagare:act", { bubbles: true, detail: { act: "people", arg: [asked, mode, of.dataset.reaction, until || ""].join("\n") } }));
  }

  function hide() {
    clearTimeout(timer);
    pill = null;
    if (pop && pop.matches(":popover-open")) pop.hidePopover();
  }

  function rest(of) {
    if (pill === of) { clearTimeout(timer); timer = 0; if (pop && pop.matches(":popover-open")) return; }
    hide();
    pill = of;
    timer = setTimeout(() => { if (pill) ask(pill, "some"); }, REST);
  }
  const leave = () => { clearTimeout(timer); timer = setTimeout(hide, LEAVE); };

  document.addEventListener("pointerover", (e) => {
    if (e.pointerType !== "mouse") return;
    const of = isPill(e.target);
    if (of) rest(of);
    else if (pop && pop.contains(e.target)) clearTimeout(timer);
    else if (pill) leave();
  });
  document.addEventListener("focusin", (e) => { const of = isPill(e.target); if (of && of.matches(":focus-visible")) rest(of); else if (pill) hide(); });
  document.addEventListener("scroll", (e) => { if (!pop || !pop.contains(e.target)) hide(); }, true);
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    if (pop && pop.matches(":popover-open")) e.preventDefault();   // the key is taken: the page below stays
    hide();
  });

  document.addEventListener("contextmenu", (e) => {
    const of = isPill(e.target);
    if (!of) return;
    e.preventDefault();
    if (press && press.done) return;   // the finger has opened it already
    hide();
    ask(of, "all");
  });
  document.addEventListener("pointerdown", (e) => {
    press = null;
    const of = isPill(e.target);
    if (!of || e.pointerType === "mouse") return;
    const p = press = { x: e.clientX, y: e.clientY, done: false, timer: 0 };
    p.timer = setTimeout(() => { p.done = true; ask(of, "all"); }, PRESS);
  });
  const release = () => { if (press) clearTimeout(press.timer); };
  document.addEventListener("pointermove", (e) => { if (press && Math.hypot(e.clientX - press.x, e.clientY - press.y) > 10) release(); });
  document.addEventListener("pointerup", release);
  document.addEventListener("pointercancel", release);
  document.addEventListener("click", (e) => {   // the click that ends a long press is none, whatever has opened under the finger
    if (press && press.done) { e.preventDefault(); e.stopPropagation(); press = null; }
  }, true);

  function popover(html) {
    pill = pill && present(pill);
    if (!pill) return;
    if (!pop) {
      pop = document.createElement("div");
      pop.className = "people";
      pop.setAttribute("popover", "manual");
      pop.setAttribute("role", "tooltip");
      pop.id = "people";
      pop.addEventListener("pointerleave", leave);
      document.body.append(pop);
    }
    pop.innerHTML = html;
    pop.showPopover();
    const r = pill.getBoundingClientRect(), d = pop.getBoundingClientRect();
    let top = r.top - d.height - 6;
    if (top < 8) top = r.bottom + 6;
    pop.style.top = top + "px";
    pop.style.left = Math.max(8, Math.min(r.left + r.width / 2 - d.width / 2, innerWidth - d.width - 8)) + "px";
  }

  function full(html, until, first, words) {
    if (!sheet) {
      sheet = document.createElement("dialog");
      sheet.className = "peoplesheet";
      document.body.append(sheet);
      sheet.addEventListener("click", (e) => { if (e.target === sheet) sheet.close(); });
    }
    if (first) {
      sheet.innerHTML = `<div><div class="head"></div><div class="scroll" tabindex="0"><ul class="peoplelist"></ul></div><div class="actions"><button type="button" class="button more"></button><button type="button" class="button primary close"></button></div></div>`;
      sheet.querySelector(".close").onclick = () => sheet.close();
    }
    const t = document.createElement("template");
    t.innerHTML = html;
    if (first) {
      sheet.querySelector(".head").replaceWith(t.content.querySelector(".peoplehead") || "");
      sheet.setAttribute("aria-label", words.title);
      sheet.querySelector(".scroll").setAttribute("aria-label", words.title);
      sheet.querySelector(".scroll").setAttribute("role", "group");
    }
    const list = sheet.querySelector(".peoplelist");
    for (const li of t.content.querySelectorAll("li")) list.append(li);
    for (const p of t.content.querySelectorAll("p")) list.after(p);
    const more = sheet.querySelector(".more"), of = from;
    more.textContent = words.more;
    more.hidden = !until;
    more.onclick = () => { more.hidden = true; sheet.querySelector(".scroll").focus(); ask(of, "all", until); };
    sheet.querySelector(".close").textContent = words.close;
    if (!sheet.open) sheet.showModal();
  }

  return {
    show(req, mode, html, until, first, words) {
      if (req !== asked) return;   // somebody else was asked about since
      if (mode === "all") full(html, until, first, words); else popover(html);
    },
    hide,
  };
})();
