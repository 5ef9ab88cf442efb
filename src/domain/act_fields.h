/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What each kind of act carries: the fields that a face fills, for struct act (act.h). */
#pragma once

#include "base/id.h"
#include "base/str.h"
#include "crypto/field_key.h"

enum reaction {
    REACTION_NONE,
    REACTION_ME_TOO,
    REACTION_BELIEVE,
    REACTION_WITH_YOU,
    REACTION_THANK_YOU,
    REACTIONS
};
enum tie_kind { TIE_FOLLOW = 1, TIE_BLOCK, TIE_MUTE, TIE_BOOKMARK, TIE_TAG, TIE_THREAD, TIE_PIN };
enum role { ROLE_NONE, ROLE_ORGANISER, ROLE_MODERATOR, ROLE_PARTNER, ROLE_COUNSELLOR, ROLE_KEEPER };
/* A person who comes with the act: made first, in the same transaction. Gives act.person. */
struct act_arrival {
    bool is_wanted, is_repeatable; /* receipt and session were made of the Idempotency-Key */
    struct str username;           /* absent: a name made from her number */
    struct str pen_name;
    struct str language;
    struct str country;
    bool has_receipt;
    struct secret_hash receipt;
    bool has_token; /* a session or token for her, see act_token */
};

/* A new token: its secret's hash was made at the door, its number comes from the writer. */
struct act_token {
    struct client_id client;
    uint64_t scopes;
    struct secret_hash secret;
    bool has_wrapped; /* her key goes with it (token_wrap) */
    struct field_key_wrapped wrapped;
};

/* Her key as a log-in gave it, and the receipt that it was made of, as it is stored. When she has
 * another by the time the act is applied, it is refused (ERR_CONFLICT): what is sealed would open
 * to nobody. */
struct held_key {
    bool has_key, has_receipt;
    struct field_key key;
    struct secret_hash receipt;
};

/* A new receipt in place of the one before. What only she reads is encrypted anew; every other
 * log-in of hers ends. */
struct act_renewal {
    struct secret_hash receipt;
    struct token_id token;            /* the log-in that goes on; none: all end */
    struct field_key_wrapped wrapped; /* what it carries from now on */
    const struct held_key *before;    /* without a key, what is sealed is lost */
    const struct field_key *key;      /* of the new receipt */
};

struct act_profile {
    bool has_pen_name, has_note, has_language, has_country, has_anonymous;
    struct str pen_name; /* up to 60 characters */
    struct str note;     /* up to 500 characters */
    struct str language;
    struct str country;
    bool is_anonymous;
};

struct act_react {
    struct post_id post;
    enum reaction reaction; /* ACT_UNREACT: REACTION_NONE takes back whatever there is */
};

struct act_tie {
    enum tie_kind kind;
    int64_t target;
    struct str tag; /* TIE_TAG: the hashtag instead of the target */
};

struct act_client {
    struct str name, website;
    struct str redirect_uris; /* one a line */
    uint64_t scopes;
    struct secret_hash secret;
};

struct act_code {
    struct client_id client;
    struct str redirect_uri;
    uint64_t scopes;
    struct str challenge;
    struct secret_hash secret;
    bool has_wrapped; /* her key goes with it (code_wrap) */
    struct field_key_wrapped wrapped;
};

/* Exchanges a code for a token. The code is used up whatever comes of it. */
struct act_redeem {
    int64_t code;
    struct secret_hash code_secret;
    struct client_id client;
    struct str redirect_uri;
    struct str challenge; /* S256 of the verifier that was sent; '' when none was */
    struct secret_hash token_secret;
    bool has_wrapped; /* the code's key, wrapped for the token */
    struct field_key_wrapped wrapped;
};

struct act_report {
    struct person_id account;
    struct str posts; /* numbers separated by blanks */
    struct str comment;
    struct str category;
};

struct act_keyword {
    struct str keyword;
    bool is_whole_word;
};
struct act_filter {
    struct filter_id target; /* none: a new one */
    struct str title;
    struct str contexts;
    bool is_hiding;
    int64_t expires_ms;
    const struct act_keyword *keywords;
    size_t n_keywords;
    const struct held_key *held; /* her key: title and words are sealed with it */
};

struct act_marker {
    struct str timeline;
    int64_t last_read;
};
struct act_campaign {
    struct campaign_id target;              /* CAMPAIGN_EDIT */
    struct str slug, title, call, language; /* edit: absent leaves as it is */
    int64_t called_ms;                      /* 0: now */
};

struct act_hashtag {
    struct campaign_id campaign;
    struct str name, language, region, sense, source, since, confidence;
    struct str key; /* filled by act_prepare */
};

struct act_role {
    struct campaign_id campaign; /* none: the whole server */
    enum role role;              /* ROLE_NONE takes all roles there away */
    struct str language;         /* of the posts she decides about; empty: all */
};
