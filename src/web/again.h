/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Forms that come once more with everything that was in them, because the first time nothing could
 * be done with them (page_again.c). Nothing of a form that another site sent is shown again
 * (req_is_from_elsewhere): whoever uses these asks first. */
#pragma once

#include "web/page.h"

/* What was in the form: words where they can be seen, the rest to come along unseen; but not a
 * receipt, which is to be typed once more. */
struct again_fields {
    struct str words, words_name; /* no name: the form has no words */
    const struct view_choice *hidden;
    size_t n_hidden;
    bool asks_receipt;
};
/* Of the form that was sent, without its token and its price; with a key, when it lacked one. */
void again_fields(struct req *req, struct again_fields *out);

/* Says more than err.def can about a form that comes back with its words. */
void again_explain(struct req *req, enum err refused);

/* The same press once more, from a page of its own that has a key. `button`: a key of po/. */
NODISCARD enum err page_again(struct req *req, const char *button);
/* For the error page: any form that the server could not take at this moment (ERR_BUSY), to be sent
 * again. False when it was refused for another reason, or was none: then nothing was answered. */
bool page_again_later(struct req *req, enum err refused);
