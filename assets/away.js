// SPDX-License-Identifier: AGPL-3.0-or-later
// Words are sent only when the server is there: after a send that failed no browser has them any more, because they are
// stored nowhere. It asks for itself, with nothing of hers, and before live.js, which lets a form be sent once. No answer
// within fifteen seconds is no connection; browsers that cannot say so wait longer.
(() => {
  "use strict";
  const { src } = document.currentScript;
  const reached = new WeakSet();
  const note = document.createElement("p");
  note.className = "refused away";
  note.setAttribute("role", "alert");
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    const { away } = form.dataset;
    if (!away || !form.requestSubmit || reached.delete(form)) return;
    event.preventDefault();
    event.stopPropagation();
    note.remove();
    const signal = AbortSignal.timeout?.(15000);
    fetch(src, { method: "HEAD", cache: "no-store", credentials: "omit", signal }).then(() => {
      reached.add(form);
      form.requestSubmit(submitter);
    }, () => {
      note.textContent = away;
      form.querySelector(".send").before(note);
    });
  }, true);
})();
