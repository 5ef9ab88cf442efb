// SPDX-License-Identifier: AGPL-3.0-or-later
// Comfort only: everything works without it. It leaves the site quickly, keeps a form from being
// sent twice, and switches a spelling check on. It stores nothing anywhere. Figures: counts.js.
(() => {
  "use strict";
  const root = document.documentElement;
  const exit = document.querySelector(".exit");

  // --- leaving (design: E3 to E5): hide first, then put the other page in this one's place.
  let left = false;
  const leave = () => {
    left = true;
    root.classList.add("gone");
    document.title = "…";
    document.body.replaceChildren();
    location.replace(exit.href);
  };
  if (exit) {
    exit.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
    addEventListener("pageshow", (event) => {
      if (event.persisted && left) leave();
    });

  }
  // Shift three times, five seconds for each; any other key begins anew. Pages below /k have no texts
  // for it: there it is switched off.
  if (exit && exit.dataset.two) {
    const status = document.getElementById("exit-status");
    let presses = 0;
    let timer = 0;
    let modified = false;
    const reset = (text) => {
      clearTimeout(timer);
      presses = 0;
      status.textContent = text;
    };
    document.addEventListener("keyup", (event) => {
      if (event.key !== "Shift") {
        modified = event.shiftKey;
        if (presses) reset("");
        return;
      }
      if (modified) {
        modified = false;
        return;
      }
      presses += 1;
      clearTimeout(timer);
      if (presses === 3) {
        leave();
        return;
      }
      status.textContent = presses === 1 ? exit.dataset.two : exit.dataset.one;
      timer = setTimeout(() => reset(exit.dataset.none), 5000);
    }, true);
  }

  // --- a form sent twice is one act; a page that is come back to may send again.
  let sent = new WeakSet();
  addEventListener("pageshow", () => {
    sent = new WeakSet();
  });
  document.addEventListener("submit", (event) => {
    const once = event.target.querySelector("input[name=once]");
    if (!once) return;
    if (sent.has(event.target)) event.preventDefault();
    sent.add(event.target);
    if (once.value) return;
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    once.value = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  });

  // --- the browser's spelling check is off until somebody wants it: some send the text away for it.
  for (const box of document.querySelectorAll("[data-spelling]")) {
    box.closest("[hidden]").hidden = false;
    box.addEventListener("change", () => {
      box.form.elements.text.spellcheck = box.checked;
    });
  }
})();
