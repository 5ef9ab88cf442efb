/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The family of hashtags as a tree, and what a hashtag offers, as their templates are given them.
 */
#pragma once

#include "web/view_parts.h"

/* A hashtag of the tree. */
struct view_kin {
    struct str url, name, lang; /* url: empty on plain pages */
    struct str said;            /* language, country, sense in words */
    struct str when, confidence;
    struct str source, source_url, source_name; /* words, and an address among them */
    const struct view_spelling {
        struct str name;
    } * spellings; /* imitations that count with it */
    size_t n_spellings;
};

/* The hashtags of one year; name: empty when it is not known. */
struct view_year {
    struct str name;
    const struct view_kin *kin;
    size_t n_kin;
};

/* What the hashtags of a limb are to the call. */
struct view_limb {
    struct str code, name, hint;
    const struct view_year *years;
    size_t n_years;
};

struct view_family {
    struct view_head head;
    struct view_foot foot;
    struct str campaign_url, campaign, call_lang;
    const struct view_limb *limbs;
    size_t n_limbs;
};

/* What is offered on the page of a hashtag: by its sense. */
struct view_offer {
    struct str words;
    struct str first_url, first_name, second_url, second_name;
    struct str family_url;
    bool is_press; /* one press says it */
    struct str press_url, action, once, form_token, hashtag, hashtag_lang;
    bool is_naming; /* it asks to name somebody */
    struct view_naming naming;
};

/* Before somebody is named: the words as they were sent, to be sent on. */
struct view_careful {
    struct view_head head;
    struct view_foot foot;
    struct view_naming naming;
    const struct view_choice *hidden;
    size_t n_hidden;
};
