/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a reader of voices chose by the address: a language, and what she does not want to see.
 *
 * ?hide= holds, separated by commas, "all" (every voice with a content warning), the numbers of
 * the kinds of warnings that the form offers, or words. Nothing is remembered but in the
 * addresses of the page. */
#pragma once

#include "web/page.h"
#include "web/view_reading.h"

enum { READING_HIDE_MAX = 12, READING_WORD_CHARS = 40 };

struct reading {
    struct unwanted unwanted;
    const struct str *items; /* what ?hide= holds */
    size_t n_items;
};

/* Reads ?hide=. ERR_BAD_INPUT with a refusal when it is too much: leaving out less than was asked
 * for would show what somebody did not want to see. */
NODISCARD enum err reading_of(const struct page_out *page, struct reading *out);
/* The path with what is left out carried on. */
struct str reading_path(const struct page_out *page, const struct reading *reading,
                        struct str path);
/* What is left out, and links that leave out more or show everything again. */
void reading_hiding(const struct page_out *page, const struct reading *reading, struct str path,
                    struct view_hiding *out);

/* One language of a campaign: a code as in cells without script and region, "" for what nobody
 * said. */
struct str reading_language_path(const struct page_out *page, const struct campaign *campaign,
                                 struct str language);
/* In that language itself; in the page's for "". */
NODISCARD enum err reading_language_name(const struct page_out *page, struct str language,
                                         struct str *out);
/* Those of which figures tell a number of voices (docs/figures.md), and `current` (absent: all). */
struct reading_menu {
    const struct campaign *campaign;
    const struct figures *figures;
    struct str current;
};
NODISCARD enum err reading_languages(const struct page_out *page, const struct reading *reading,
                                     const struct reading_menu *menu, struct view_reading *out);
