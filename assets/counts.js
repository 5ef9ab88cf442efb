// SPDX-License-Identifier: AGPL-3.0-or-later
// Comfort only: brings new figures to a page that shows some, and a line about new voices. Nothing on the
// page moves by itself, and nothing is stored.
(() => {
  "use strict";
  const figures = document.querySelector("[data-stream]");
  if (!figures || !figures.dataset.stream || !window.EventSource) return;
  // Days and digits as the server writes them: browsers take "en" for America's, "ar" for 1 2 3.
  const language = { en: "en-GB", ar: "ar-u-nu-arab" }[document.documentElement.lang] ?? document.documentElement.lang;
  // The digits that the server writes: 0 to 9, or else the language's own.
  const shown = figures.querySelector("[data-figure]");
  const numberingSystem = /\d/.test(shown.textContent) ? "latn" : undefined;
  const format = new Intl.NumberFormat(language, { numberingSystem });
  const fresh = document.querySelector("[data-fresh]");
  const before = Number(figures.dataset.posts);
  const show = (windows) => {
    for (const [key, w] of Object.entries(windows)) {
      const values = { people: w.people, acts: w.posts + w.comments + w.reactions };
      for (const [name, value] of Object.entries(values)) {
        const place = figures.querySelector(`[data-figure="${key}.${name}"]`);
        if (place) place.textContent = format.format(value);
      }
    }
    const more = windows.all.posts - before;
    if (!fresh || more <= 0) return;
    fresh.textContent = `${fresh.dataset.fresh} ${format.format(more)}`;
    fresh.hidden = false;
  };
  const take = (event) => {
    try {
      const data = JSON.parse(event.data);
      if (data.windows) show(data.windows);
      const time = figures.querySelector("[data-as-of]");
      if (time && data.as_of) {
        time.dateTime = data.as_of;
        time.textContent = new Intl.DateTimeFormat(language, {
          dateStyle: "long", timeStyle: "short", timeZone: "UTC", numberingSystem,
        }).format(new Date(data.as_of)) + " UTC";
      }
    } catch {
      // A line that is no JSON: the figures simply stay as they are.
    }
  };
  const stream = new EventSource(figures.dataset.stream);
  stream.addEventListener("figures", take);
  stream.addEventListener("message", take);
  addEventListener("pagehide", () => stream.close());
})();
