/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is offered follows the sense of a hashtag: one press for "I too", the form for "tell", care
 * before somebody is named, standing by for solidarity, words of its own for an admission. */
#pragma once

#include "web/page.h"

/* A sense in words; empty where its place in the tree says it. */
struct str sense_words(const struct page_out *page, struct str sense);

/* What the page of a hashtag offers. `info` as tag_today gives it. False when it is in no
 * family. */
NODISCARD enum err sense_offer(struct page_out *page, const struct tag_info *info, bool *is_there,
                               struct view_offer *out);

/* A fresh form that was opened from the page of a hashtag. */
struct sense_wish {
    struct str text; /* the hashtag, below an empty line; empty: none was asked for */
    struct str lead; /* what it asks for */
};
/* `place`: in the campaign's family, from 1; what is none asks for nothing. */
NODISCARD enum err sense_wish_of(struct page_out *page, struct campaign_id campaign, int64_t place,
                                 struct sense_wish *out);

/* Whether a hashtag among the words asks to name somebody, in any family. */
NODISCARD enum err sense_is_naming(struct req *req, struct str text, bool *is_naming);
