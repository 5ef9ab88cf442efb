/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the pages of figures share: breakdowns as tables, and how a figure is quoted. */
#pragma once

#include "face/cite.h"
#include "web/page.h"

/* How many rows of a breakdown a page has: more would make it heavy. */
enum { FIGURES_ROWS = 64 };

struct figures_range {
    size_t from, n;
};

/* A breakdown, and the names of the parts that are shown, in the language of the page. */
struct figures_list {
    enum figure_breakdown by;
    struct figure_parts parts;
    struct figures_range shown;
    const struct str *names;
};
/* What there is in the range; it may reach beyond the end. */
NODISCARD enum err figures_list(struct page_out *page, const struct figures *figures,
                                enum figure_breakdown by, struct figures_range range,
                                struct figures_list *out);
/* The rows of a list that begins with the first. all_url is set when there are more, map_url when
 * a map goes with them. */
void figures_breakdown(struct page_out *page, const struct campaign *campaign,
                       const struct figures_list *list, struct view_breakdown *out);
/* The rows of a page of the whole table, with the ways to the pages before and behind it. Bars are
 * as long as on the other pages. */
void figures_table(struct page_out *page, const struct campaign *campaign,
                   const struct figures_list *list, struct view_breakdown *out);
/* The word by which a breakdown stands in addresses: "languages". */
struct str figures_word(enum figure_breakdown by);

/* Sentences to copy: what was counted by whom, in which window, until when. */
void figures_quote(struct page_out *page, const struct campaign *campaign,
                   const struct figure_counts windows[WINDOWS], int64_t as_of_ms,
                   const struct view_quotation **out, size_t *n);
/* The address of these figures of this moment, whole. */
struct str figures_permanent(struct page_out *page, const struct campaign *campaign,
                             struct str word);
