/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parts of pages, as templates are given them: head and foot, people's words, figures.
 *
 * Plain data, filled in by page_*.c; texts are not escaped yet, numbers not yet written. A list
 * x has its length in n_x. Times come twice: as people read them and as machines do. */
#pragma once

#include "web/view_help.h"

/* --- parts that stand on every page --- */

struct view_head {
    struct str lang, dir, title, site, form_token;
    struct str feed, oembed;            /* of what is on this page; or empty */
    const struct view_link *alternates; /* the page in every language; or none */
    size_t n_alternates;
    bool is_known;           /* a person is logged in */
    bool is_plain, has_keys; /* page.h */
    bool may_be_saved;       /* as a file that asks nobody for the icon when it is opened */
};

struct view_foot {
    struct str source;
    const struct view_link *languages;
    size_t n_languages;
    bool is_machine_made; /* no speaker has reviewed the translation */
};

/* --- people's words --- */

struct view_post {
    struct str id, url, name, name_url, iso, when, edited, warning, lang, sharer, in_answer_to;
    struct str question; /* what moderators ask her */
    struct str answer_url, edit_url, withdraw_url, report_url, own_url; /* empty: not offered */
    struct str state; /* why it is not shown, to its author */
    struct html body;
    bool is_bare, is_cut, is_comment;
    int64_t comments, reactions, shares;
};

struct view_reaction {
    struct str name, label;
    int64_t count;
    bool is_mine;
};

struct view_reactions {
    struct str action, share_action, form_token, once;
    const struct view_reaction *items;
    size_t n_items;
    int64_t shares;
    bool is_shared, is_mine;
};

/* Who may read a voice: boxes. */
struct view_audiences {
    const struct view_audience {
        struct str value, name, hint, whom; /* whom: a partner's name */
        bool is_given;
    } * items, *more; /* more: those that fewer want, opened when one is given */
    size_t n_items, n_more;
    bool is_open;
};

/* Who may answer it. */
struct view_answers {
    const struct view_choice *items;
    size_t n_items;
    bool is_shielded;
};

/* The same, and when it comes and goes. */
struct view_terms {
    struct view_answers answers;
    const struct view_choice *whens;
    size_t n_whens;
    struct str expires, first_day; /* days as "2030-12-31"; expires: empty for never */
    bool is_day_only;
};

/* What was agreed to or taken back, and when. */
struct view_consent {
    struct str name, day, wording;
    bool is_given;
};

/* What to think of before somebody is named. */
struct view_naming {
    struct str help; /* where people who listen are found */
};

/* The one form in which people write: a voice, a comment, or an edit of either. */
struct view_write_form {
    struct str action, form_token, once;
    struct str text, text_max, warning, pen_name, known_name, own_name, name_max;
    const struct view_choice *languages, *countries, *campaigns, *signs, *warnings;
    size_t n_languages, n_countries, n_campaigns, n_signs, n_warnings;
    struct view_audiences audiences; /* stories only */
    struct view_terms terms;
    struct str campaign;                          /* when there is nothing to choose */
    bool is_comment, is_edit, is_known, has_more; /* has_more: finer choices were made */
    struct view_help_box box;                     /* stories only */
    bool has_box;
    struct str lead; /* what a hashtag asks for; stories only */
    bool is_naming;  /* it asks to name somebody */
    struct view_naming naming;
};

/* --- figures --- */

struct view_window {
    struct str key, name, definition;
    int64_t people, posts, comments, reactions, shares, acts;
};

struct view_counts {
    struct str stream, as_of, as_of_iso, all_posts, url;
    const struct view_window *windows;
    size_t n_windows;
};
