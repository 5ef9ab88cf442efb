/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The moderators' pages, as their templates are given them. Words of people are plain text here:
 * no links, no pictures. */
#pragma once

#include "web/view_parts.h"

struct view_word {
    struct str text;
};

/* A post as moderators see it: blurred until it is pressed. */
struct view_moderated {
    struct str id, url, name, when, iso, warning, lang, text, state, question;
    const struct view_word *reasons;
    size_t n_reasons;
    bool is_own, is_comment, is_waiting; /* waiting: for another moderator */
};

struct view_moderator_note {
    struct str when, text;
    bool is_own;
};

struct view_moderate {
    struct view_head head;
    struct view_foot foot;
    struct str form_token, done;
    bool has_rest, is_organiser;
    int64_t own;
    const struct view_sum {
        struct str url, name, since;
        int64_t posts;
    } * sums, *bursts;
    size_t n_sums, n_bursts;
    const struct view_moderator_note *notes;
    size_t n_notes;
    const struct view_link *settings, *lookalikes;
    size_t n_settings, n_lookalikes;
};

struct view_queue {
    struct view_head head;
    struct view_foot foot;
    struct str title, form_token, later, done;
    const struct view_moderated *items;
    size_t n_items;
    const struct view_choice *reasons;
    size_t n_reasons;
};

struct view_judge {
    struct view_head head;
    struct view_foot foot;
    struct str form_token, account_url, burst_url, action;
    struct view_moderated post;
    const struct view_moderated *above;
    size_t n_above;
    const struct view_choice *reasons, *questions;
    size_t n_reasons, n_questions;
    const struct view_word *wordings, *trail;
    size_t n_wordings, n_trail;
    const struct view_moderator_note *notes;
    size_t n_notes;
    bool is_hidden, is_standing, may_decide;
};

struct view_burst {
    struct view_head head;
    struct view_foot foot;
    struct str form_token, action, since;
    int64_t posts, shown;
    struct view_moderated sample;
    const struct view_choice *reasons;
    size_t n_reasons;
};

/* Rows with buttons: reports, what waits for two, the trail, people with roles. */
struct view_worklist {
    struct view_head head;
    struct view_foot foot;
    struct str title, hint, form_token, older, other_url, other, none;
    const struct view_work {
        struct str action, when, what, who, note, url, link, language;
        const struct view_choice *hidden, *buttons;
        size_t n_hidden, n_buttons;
    } * rows;
    size_t n_rows;
    struct str give_action; /* people: the form that gives a role */
    const struct view_choice *roles, *places, *languages;
    size_t n_roles, n_places, n_languages;
};

struct view_suspend {
    struct view_head head;
    struct view_foot foot;
    struct str form_token, action, name, note;
    bool is_suspended;
    const struct view_choice *reasons;
    size_t n_reasons;
};

struct view_rules {
    struct view_head head;
    struct view_foot foot;
    struct str form_token, action, title, done;
    const struct view_choice *modes, *rules;
    size_t n_modes, n_rules;
};
