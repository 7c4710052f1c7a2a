// nagareCard: the card of a person. It comes when a mouse rests on a link with data-card, or by the key "i" on one that
// has the focus, stays while the pointer is on it, and goes with Esc, a scroll, or a moment away. Touch never brings it.
"use strict";
(() => {
  const REST = 500, LEAVE = 250;   // ms

  window.nagareCard = (card, ask) => {
    let over = null, timer = 0, away = 0, byKey = false;
    card.hidden = true;
    document.body.addEventListener("pointerover", (e) => {
      if (e.pointerType !== "mouse") return;
      if (card.contains(e.target)) { clearTimeout(away); return; }
      const link = e.target.closest && e.target.closest("a[data-card]");
      if (link === over && link) { clearTimeout(away); return; }
      clearTimeout(timer);
      if (!card.hidden && !byKey) { clearTimeout(away); away = setTimeout(hide, LEAVE); }
      if (!link || e.buttons) { if (card.hidden) over = null; return; }
      timer = setTimeout(() => { clearTimeout(away); begin(link, false); }, REST);
    });
    document.documentElement.addEventListener("pointerleave", () => { clearTimeout(timer); if (!byKey) hide(); });
    document.addEventListener("pointerdown", (e) => { clearTimeout(timer); if (!card.contains(e.target)) hide(); }, true);
    document.addEventListener("scroll", (e) => { clearTimeout(timer); if (e.target !== card) hide(); }, true);
    document.addEventListener("click", (e) => { if (e.target.closest && e.target.closest("a")) hide(); });
    document.addEventListener("keydown", (e) => {
      if (e.key === "Escape" && !card.hidden) {
        e.preventDefault();
        e.stopPropagation();
        const back = over, focused = card.contains(document.activeElement);
        hide();
        if (focused && back && back.isConnected) back.focus({ preventScroll: true });
        return;
      }
      if (e.key !== "i" || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
      const link = e.target.closest("a[data-card]") || (e.target.dataset && e.target.dataset.key && e.target.querySelector("a.name[data-card]"));
      if (link) { e.preventDefault(); begin(link, true); }
    }, true);

    function begin(link, keyed) {
      over = link;
      byKey = keyed;
      ask(new URL(link.href).pathname);
    }

    function hide() {
      clearTimeout(away);
      over = null;
      byKey = false;
      if (card.hidden) return;
      card.hidden = true;
      card.textContent = "";
    }

    function place() {
      const r = over.getBoundingClientRect(), w = card.offsetWidth, h = card.offsetHeight;
      const x = Math.max(8, Math.min(innerWidth - w - 8, r.left));
      const y = r.bottom + 6 + h < innerHeight ? r.bottom + 6 : Math.max(8, r.top - h - 6);
      card.style.left = x + "px";
      card.style.top = y + "px";
    }

    return {
      fill(path, html) {
        if (!over || !over.isConnected || new URL(over.href).pathname !== path) return;
        card.innerHTML = html;
        window.nagareStyled(card);
        window.nagareBlur(card);
        card.hidden = false;
        place();
        if (byKey) { const a = card.querySelector("a"); if (a) a.focus({ preventScroll: true }); }
      },
    };
  };
})();
