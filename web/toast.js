// nagareToast says something at the edge of the page for a while. It lives outside go-app's tree, so that every page has
// it. It stays while the pointer or the focus is on it, and goes with Escape.
"use strict";
window.nagareToast = (() => {
  const LONG = 8000;
  let box = null;
  return (text, close) => {
    if (!box) {
      box = document.createElement("div");
      box.className = "toasts";
      box.setAttribute("role", "status");
      box.setAttribute("popover", "manual");   // above dialogs too
      document.body.append(box);
    }
    const row = document.createElement("div");
    row.className = "toast";
    const words = document.createElement("p");
    words.textContent = text;
    const button = document.createElement("button");
    button.className = "button small";
    button.type = "button";
    button.textContent = close;
    row.append(words, button);
    let timer = 0;
    const gone = () => { clearTimeout(timer); row.remove(); if (!box.childElementCount && box.hidePopover) box.hidePopover(); };
    const rest = () => { clearTimeout(timer); timer = setTimeout(gone, LONG); };
    button.onclick = gone;
    row.onkeydown = (e) => { if (e.key === "Escape") gone(); };
    row.onpointerenter = row.onfocus = () => clearTimeout(timer);
    row.onpointerleave = row.onblur = rest;
    for (const old of box.children) if (old.firstChild.textContent === text) old.remove();
    box.append(row);
    while (box.childElementCount > 3) box.firstChild.remove();
    if (box.showPopover) { if (box.matches(":popover-open")) box.hidePopover(); box.showPopover(); }
    rest();
  };
})();
