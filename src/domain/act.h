/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The one way in: every change is an act.
 *
 * A face (page, app, command line) fills a struct act in its own memory, prepares it (act_prepare:
 * all checks that need no database) and submits it (writer.h). The writer applies all waiting
 * acts in one transaction and calls `done` after the commit, so an act that was answered is
 * durable. Until `done`, everything the act points to must stay as it is.
 * An act that is refused changes nothing and does not disturb its neighbours. */
#pragma once

#include "base/arena.h"
#include "base/id.h"
#include "crypto/receipt.h"
#include "crypto/secret.h"

enum act_kind {
#define ACT(name, apply) ACT_##name,
#include "domain/acts.def"
#undef ACT
    ACT_KINDS
};

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
enum post_flags { POST_BARE = 1, POST_SENSITIVE = 2, POST_UNLISTED = 4, POST_ANONYMOUS = 8 };

/* A person who comes with the act: made first, in the same transaction. Gives act.person. */
struct act_arrival {
    bool is_wanted;
    struct str username; /* absent: a name made from her number */
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
};

struct act_profile {
    bool has_pen_name, has_note, has_language, has_country, has_anonymous;
    struct str pen_name; /* up to 60 characters */
    struct str note;     /* up to 500 characters */
    struct str language;
    struct str country;
    bool is_anonymous;
};

struct act_tag {
    struct str key;
    struct str name;
};

/* ACT_POST and ACT_EDIT (with `target`). In an edit, an absent language, country or warning leaves
 * that as it is; page, parent, anonymity and listing stay whatever is given. */
struct act_post {
    struct post_id target; /* the post to edit */
    struct str text;       /* not empty */
    struct str language;
    struct str country;
    struct str warning;
    struct post_id parent;
    struct campaign_id page; /* written on the page of this campaign */
    bool is_sensitive, is_unlisted, is_anonymous;
    struct client_id client;
    /* filled by act_prepare: */
    bool is_bare;
    struct act_tag *tags;
    size_t n_tags;
    struct str *mentions;
    size_t n_mentions;
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
};

/* Exchanges a code for a token. The code is used up whatever comes of it. */
struct act_redeem {
    int64_t code;
    struct secret_hash code_secret;
    struct client_id client;
    struct str redirect_uri;
    struct str challenge; /* S256 of the verifier that was sent; '' when none was */
    struct secret_hash token_secret;
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
    struct str name, language, region, sense, source, since;
    struct str key; /* filled by act_prepare */
};

struct act_role {
    struct campaign_id campaign; /* none: the whole server */
    enum role role;              /* ROLE_NONE takes all roles there away */
};

struct act {
    enum act_kind kind;
    enum err err;            /* the outcome, set before done */
    struct person_id person; /* who acts; none for acts of an app or of the operator */
    struct act_arrival arrival;
    struct act_token token; /* ACT_TOKEN, and arrivals with has_token */
    union {
        struct act_profile profile;
        struct secret_hash receipt; /* ACT_RECEIPT */
        struct act_post post;
        struct post_id withdraw; /* a post, or a share by its number */
        struct act_react react;
        struct post_id share;
        struct act_tie tie;
        struct act_client client;
        struct act_code code;
        struct act_redeem redeem;
        struct token_id revoke;  /* none: all of act.person's */
        struct notice_id notice; /* none: all */
        struct act_report report;
        struct act_filter filter;
        struct filter_id filter_remove;
        struct act_marker marker;
        struct act_campaign campaign;
        struct act_hashtag hashtag;
        struct act_role role;
    };
    struct str idempotency;              /* the sender's Idempotency-Key, or absent */
    struct secret_hash idempotency_hash; /* filled by act_prepare */

    /* Results, valid when err is OK. */
    int64_t id; /* the number of what was made, changed or found */
    struct token_id made_token;
    struct person_id token_person; /* REDEEM: whose token it is */
    uint64_t token_scopes;         /* REDEEM: what it allows */
    bool is_repeat;                /* answered from an earlier act with the same key */

    /* Called by the writer's thread after the commit (or the refusal), once. */
    void (*done)(struct act *act);
    void *context;
    struct act *next; /* the queue's */
};

/* Checks and completes what needs no database: cleans texts, canonical languages and countries,
 * finds hashtags and mentions, hashes the Idempotency-Key. ERR_BAD_INPUT with *why (a key of po/).
 * `text_max`: characters of a post. */
NODISCARD enum err act_prepare(struct act *act, struct arena *arena, const struct secret *key,
                               int64_t text_max, const char **why);

/* The hashtags of a clean text, as acts carry them. */
void act_find_tags(struct arena *arena, struct str text, struct act_tag **tags, size_t *n);

/* "me-too", "believe", "with-you", "thank-you", and back (REACTION_NONE for anything else; the
 * emoji that apps send for them are understood too). */
const char *reaction_name(enum reaction reaction);
enum reaction reaction_of(struct str name);
const char *role_name(enum role role);
enum role role_of(struct str name);
