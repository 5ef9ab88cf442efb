/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages on which the author of a voice keeps it in hand, as their templates are given them. The
 * rest of the pages is in view.h. */
#pragma once

#include "web/view_parts.h"

/* Asked once more before a name is shown. */
struct view_named {
    struct view_head head;
    struct view_foot foot;
    struct str name;
    const struct view_choice *hidden; /* the form as it was sent */
    size_t n_hidden;
};

struct view_edit {
    struct view_head head;
    struct view_foot foot;
    struct str back, withdraw_url;
    struct view_write_form form;
    const struct view_wording {
        struct str when, iso, lang, warning;
        struct html body;
    } * wordings;
    size_t n_wordings;
};

/* What its author can do with one voice. */
struct view_own {
    struct view_head head;
    struct view_foot foot;
    struct str action, form_token, done, message, edit_url, withdraw_url, text_url, json_url;
    struct view_post post;
    bool is_paused, is_waiting, is_voice;
    struct view_audiences audiences;
    struct view_terms terms;
    const struct view_post *asked, *refused; /* comments that wait; that she does not show */
    size_t n_asked, n_refused;
    const struct view_post *shown; /* comments that are shown, the latest */
    size_t n_shown;
    const struct view_consent *consents;
    size_t n_consents;
};

/* Asked again before more may read it. */
struct view_widen {
    struct view_head head;
    struct view_foot foot;
    struct str action, form_token, back;
    const struct view_audience *items; /* those that are new */
    size_t n_items;
    const struct view_choice *hidden; /* all that is ticked */
    size_t n_hidden;
};
