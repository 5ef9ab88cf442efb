/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the pages of figures share: breakdowns as tables, and how a figure is quoted. */
#pragma once

#include "face/cite.h"
#include "web/page.h"

/* A breakdown with the names of its parts in the language of the page. */
struct figures_list {
    enum figure_breakdown by;
    struct figure_parts parts;
    const struct str *names;
};
NODISCARD enum err figures_list(struct page_out *page, const struct figures *figures,
                                enum figure_breakdown by, struct figures_list *out);
/* The `most` largest parts as rows. all_url is set when there are more. */
void figures_breakdown(struct page_out *page, const struct campaign *campaign,
                       const struct figures_list *list, size_t most, struct view_breakdown *out);
/* The word by which a breakdown stands in addresses: "languages". */
struct str figures_word(enum figure_breakdown by);

/* Sentences to copy: what was counted by whom, in which window, until when. */
void figures_quote(struct page_out *page, const struct campaign *campaign,
                   const struct figure_counts windows[WINDOWS], int64_t as_of_ms,
                   const struct view_quotation **out, size_t *n);
/* The address of these figures of this moment, whole. */
struct str figures_permanent(struct page_out *page, const struct campaign *campaign,
                             struct str word);
