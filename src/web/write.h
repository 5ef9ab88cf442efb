/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the forms for voices, comments and edits have in common (page_write.c). */
#pragma once

#include "web/page.h"
#include "web/terms.h"

/* The write form as it was sent. */
struct write_in {
    struct str campaign; /* its slug; voices only */
    struct str text, warning, warned, pen_name, own_name, language, country;
    struct str sign; /* "0" anonymous, "1" pen name, "2" a name of its own; absent: not said */
    bool sure;       /* that her name is shown */
    bool careful;    /* what to think of before naming somebody was read */
    int64_t hashtag; /* GET: its place in the family, from 1; 0 for none */
    struct terms_in terms;
};
extern const struct input_table write_inputs;

/* ACT_POST of what was sent, perhaps with the arrival of who says it (page_act). Page and parent
 * are the caller's. Who does not say under which name is anonymous, but for somebody new who gives
 * a pen name. */
struct act *write_act(struct req *req, const struct write_in *in);
/* Why a form that page_lacks_key is shown again. */
enum err write_once_more(struct req *req);
/* Whether the form is shown again. */
bool write_is_mendable(enum err err);

/* Shows a comment or an edit again, as it was sent, with the reason why it was refused. */
struct write_place {
    struct str action;
    bool is_edit, is_comment;
};
NODISCARD enum err write_again(struct req *req, struct write_place place, enum err refused);
/* For the error page: when the refused request carried words from one of these forms, shows them in
 * their form again, so that nobody loses a story to an old form or a busy server. False when it
 * carried none, or came from another site: then nothing was answered. */
bool write_rescue(struct req *req, enum err refused);
