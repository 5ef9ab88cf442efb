/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What each template is given: struct view_<name> for templates/<name>.html.
 *
 * Here the pages on which people speak and read; view_voice.h has those on which they keep their
 * words in hand, view_own.h those of their account and the small ones, view_family.h hashtags,
 * view_figures.h figures, view_moderate.h the moderators', view_about.h those about this site.
 * view_parts.h, view_reading.h and view_help.h have what pages are made of. */
#pragma once

#include "web/view_about.h"
#include "web/view_family.h"
#include "web/view_figures.h"
#include "web/view_moderate.h"
#include "web/view_own.h"
#include "web/view_parts.h"
#include "web/view_reading.h"
#include "web/view_voice.h"

struct view_campaigns {
    struct view_head head;
    struct view_foot foot;
    struct str title;
    const struct view_campaign_line {
        struct str url, title, call, lang;
        int64_t people;
    } * campaigns;
    size_t n_campaigns;
};

struct view_campaign {
    struct view_head head;
    struct view_foot foot;
    struct str title, call_lang, me_too_action, hashtag, hashtag_lang, page_url;
    struct str once, older, press_url, write_url, embed_url;
    struct str list_url, list_name, list_lang; /* name: of its language, when it has one */
    struct view_reading reading;
    struct view_hiding hiding;
    struct html call;
    struct view_counts counts;
    const struct view_link *family;
    size_t n_family;
    struct str family_url;
    const struct view_post *voices;
    size_t n_voices;
    bool is_first_page;
    bool is_narrow, is_unsaid; /* not all voices; those of which nobody said the language */
};

/* The one press in a frame of its own, for browsers without scripts. */
struct view_press {
    struct view_head head;
    struct view_foot foot;
    struct str action, once, hashtag, hashtag_lang;
};

/* A press that came without a key, or that the server could not take yet: once more, as it was. */
struct view_again {
    struct view_head head;
    struct view_foot foot;
    struct str title, text, action, button;
    struct str words, words_name; /* what was typed, to be seen; no name: nothing */
    const struct view_choice *hidden;
    size_t n_hidden;
    int64_t wait; /* seconds; 0: none */
    bool asks_receipt;
};

/* A form that is over its limit: as it was sent, with its price. */
struct view_price {
    struct view_head head;
    struct view_foot foot;
    struct str action, words, words_name, token, salt, hash, most;
    const struct view_choice *hidden; /* all other fields */
    size_t n_hidden;
    int64_t wait; /* seconds */
    bool is_early, is_post, asks_receipt;
};

/* Voices under a heading: a hashtag, an account. */
struct view_voices {
    struct view_head head;
    struct view_foot foot;
    struct str title, note, since, older, report_url;
    struct view_hiding hiding; /* of a hashtag */
    const struct view_post *voices;
    size_t n_voices;
    bool is_account, is_first_page, has_offer;
    int64_t uses;            /* of a hashtag, today */
    struct view_offer offer; /* of a family's hashtag */
};

struct view_voice {
    struct view_head head;
    struct view_foot foot;
    struct str title, campaign_url, thread_url, later;
    struct view_post post;
    struct view_reactions reactions;
    const struct view_post *comments;
    size_t n_comments;
    struct view_write_form form;
    bool is_closed, is_silent, is_for_partners; /* no comments; no reactions either; of partners */
};

struct view_write {
    struct view_head head;
    struct view_foot foot;
    struct str title, message;
    struct view_write_form form;
    int64_t wait; /* seconds until it can be sent again; 0: not said */
    bool is_back; /* she came back to her words by herself: nothing was wrong */
};

struct view_receipt {
    struct view_head head;
    struct view_foot foot;
    struct view_care care;
    struct str receipt, next;
    bool is_renewed; /* in place of an older one */
    bool is_posted;
    bool is_away; /* others do not see it now: `state` says why */
    struct str state, own_url, edit_url;
    bool is_for_app; /* `next` leads back to the app's page */
};

struct view_received {
    struct view_head head;
    struct view_foot foot;
    struct view_care care;
    struct str me_url, campaign_url;
    struct view_post voice;
    bool is_away; /* others do not see it now */
};
