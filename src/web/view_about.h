/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages about this site, as their templates are given them. The rest of the pages is in view.h. */
#pragma once

#include "web/view_figures.h"
#include "web/view_moderate.h"
#include "web/view_parts.h"

struct view_about {
    struct view_head head;
    struct view_foot foot;
    struct str contact, source, safety, storage;
};

struct view_storage {
    struct view_head head;
    struct view_foot foot;
    const struct view_stored_table {
        struct str name, comment;
        const struct view_stored_column {
            struct str name, comment;
        } * columns;
        size_t n_columns;
    } * tables;
    size_t n_tables;
    struct str legal_orders, warrant;
    const struct view_decided {
        struct str what;
        int64_t n; /* about so many: in tens */
        bool is_few;
    } * decisions;
    size_t n_decisions;
};

struct view_safety {
    struct view_head head;
    struct view_foot foot;
    struct str plain_url, keys_url; /* this page with the other choice */
    struct str onion;
    int64_t session_days;
};

struct view_accessibility {
    struct view_head head;
    struct view_foot foot;
    struct str contact, source, iso, day; /* day: when it was last looked through */
};

/* One of everything that pages are made of, with made-up words, on three pages. */
struct view_design {
    struct view_head head;
    struct view_foot foot;
    struct view_post bare, story, warned, comment;
    struct view_reactions reactions;
};

struct view_design_forms {
    struct view_head head;
    struct view_foot foot;
    struct view_write_form form;
    struct view_help_entry helper;
    struct view_care care;
};

struct view_design_figures {
    struct view_head head;
    struct view_foot foot;
    struct view_counts counts;
    struct view_chart chart;
    struct view_moderated moderated;
};
