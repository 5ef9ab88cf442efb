/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands around lists of voices: their languages, what is left out, where else they can be
 * read; and what stands on other sites. Plain data, as in view_parts.h. */
#pragma once

#include "web/view_parts.h"

/* What a reader asked not to see, and can ask for. */
struct view_hiding {
    const struct view_link *left_out; /* names only */
    size_t n_left_out;
    const struct view_link *offers; /* leave this out as well */
    size_t n_offers;
    struct str show_url; /* everything again */
};

struct view_reading {
    struct str all_url;
    bool is_all;
    const struct view_link *languages, *more_languages; /* none: there is nothing to choose */
    size_t n_languages, n_more_languages;
};

/* In a frame on another site. */
struct view_embed {
    struct str lang, dir, theme, title, title_lang, url, figures_url;
    bool has_figures; /* else voices */
    int64_t people, acts, people_first, people_last;
    struct str spark, as_of, as_of_iso;
    const struct view_embed_voice {
        struct str url, name, when, iso, lang, text, warning; /* url: empty when it has no page */
    } * voices;
    size_t n_voices;
};

/* The code for other sites, with what it shows. */
struct view_embedding {
    struct view_head head;
    struct view_foot foot;
    struct str campaign_url;
    const struct view_embedded {
        struct str name, lang, url; /* name: a hashtag; empty for the figures */
        struct str address, title, height;
    } * items;
    size_t n_items;
};
