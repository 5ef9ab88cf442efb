/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages about a person's own log-in and account, reports, apps and help, as their templates are
 * given them. The rest of the pages is in view.h. */
#pragma once

#include "web/view_parts.h"

struct view_login {
    struct view_head head;
    struct view_foot foot;
    struct str message, next, join_url;
};

struct view_me {
    struct view_head head;
    struct view_foot foot;
    struct str name, url, form_token, done, role, desk_url, older;
    struct str pen_name, note, pen_name_max, note_max;
    const struct view_choice *languages, *countries;
    size_t n_languages, n_countries;
    bool is_anonymous, is_first_page;
    const struct view_post *voices;
    size_t n_voices;
};

/* One question before something that cannot be taken back. */
struct view_confirm {
    struct view_head head;
    struct view_foot foot;
    struct str title, text, message, action, form_token, button, back;
    struct str check; /* a box to tick */
    struct view_post post;
    bool has_post;
};

struct view_report {
    struct view_head head;
    struct view_foot foot;
    struct str action, form_token, back;
    struct str message, comment; /* as it was sent, and why it is here again */
    const struct view_choice *categories;
    size_t n_categories;
    int64_t wait; /* seconds until it can be sent again; 0: not said */
    struct view_post post;
};

/* A title, a sentence, a way on. */
struct view_message {
    struct view_head head;
    struct view_foot foot;
    struct str title, text, next, next_name;
    int64_t wait; /* seconds; 0: not said */
};

struct view_help {
    struct view_head head;
    struct view_foot foot;
    struct str message, country_name;
    struct view_help_form form;
    struct view_directories directories;
    const struct view_help_group {
        struct str title, id;
        const struct view_help_entry *entries;
        size_t n_entries;
    } * groups;
    size_t n_groups;
    bool is_asked, is_none; /* none: nothing for people it happened to */
};

struct view_young {
    struct view_head head;
    struct view_foot foot;
    struct str message, country_name, help;
    struct view_help_form form;
    struct view_directories directories;
    const struct view_help_entry *entries;
    size_t n_entries;
    bool is_asked;
};

/* An app asks to be let in. */
struct view_authorize {
    struct view_head head;
    struct view_foot foot;
    struct str message, app, website, form_token, action, join_url;
    const struct view_choice *hidden; /* the app's own parameters, handed on */
    size_t n_hidden;
    const struct view_choice *scopes;
    size_t n_scopes;
    struct str redirect;
    bool is_known, is_wrong; /* is_wrong: there is nothing to allow */
};

struct view_code {
    struct view_head head;
    struct view_foot foot;
    struct str code, app;
};

struct view_join {
    struct view_head head;
    struct view_foot foot;
    struct str once, next;
};
