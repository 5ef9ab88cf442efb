/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* People who listen, beside what people say: the box above the form for a story, and the part below
 * what was said (page_help.c). For which country is asked in a form that is sent, or taken from
 * what she has just said; it stands in no address, and nothing is guessed. */
#pragma once

#include "web/page.h"

/* The box; `choices` are all countries, of which those with help are offered. */
NODISCARD enum err help_box(struct page_out *page, const struct view_choice *choices, size_t n,
                            struct view_help_box *out);
/* Who listens in this country (a code, perhaps empty). When the directory cannot be read, a link to
 * the page of help: a receipt is shown whatever else goes wrong. */
void help_care(struct page_out *page, struct str country, struct view_care *out);
/* For the error page: a question for help that was sent from an old form is answered all the same.
 * False when it was none, or came from another site. */
bool help_rescue(struct req *req, enum err refused);
