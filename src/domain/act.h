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
#include "domain/act_fields.h"
#include "domain/act_post.h"
#include "domain/audience.h"
#include "domain/decision.h"

enum act_kind {
#define ACT(name, apply) ACT_##name,
#include "domain/acts.def"
#undef ACT
    ACT_KINDS
};

/* HELP_IMPORT: adds the entries of the set, or describes them anew; others stay as they are. */
struct help_set;
struct act_help_import {
    struct help_set *set;      /* checked and sorted by act_prepare */
    size_t n_added, n_changed; /* results */
};

/* How many answers a post has. */
struct act_counts {
    int64_t comments, shares;
    int64_t reactions[REACTIONS]; /* [0] is not used */
};

struct act {
    enum act_kind kind;
    enum err err;            /* the outcome, set before done */
    struct person_id person; /* who acts; none for acts of an app or of the operator */
    enum audience audience;  /* as which she reads what she answers; 0: she reads nothing */
    struct act_arrival arrival;
    struct act_token token; /* ACT_TOKEN, and arrivals with has_token */
    union {
        struct act_profile profile;
        struct act_renewal renewal; /* ACT_RECEIPT */
        struct act_post post;
        struct post_id withdraw; /* a post, or a share by its number */
        struct post_id stand;    /* PAUSE, RESUME; a comment: APPROVE, REFUSE */
        struct act_terms terms;
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
        struct act_decide decide;
        struct act_help_import help_import;
        struct str help_service; /* HELP_CONFIRM (by act.person), HELP_REMOVE: its id */
    };
    struct str idempotency;              /* the sender's Idempotency-Key, or absent */
    struct secret_hash idempotency_hash; /* filled by act_prepare */

    /* Results, valid when err is OK. */
    int64_t id; /* the number of what was made, changed or found */
    struct token_id made_token;
    uint64_t token_scopes;    /* REDEEM: what it allows */
    uint64_t commit;          /* of its batch, as in struct revisions; 0: not told */
    bool is_repeat;           /* answered from an earlier act with the same key */
    bool is_away;             /* POST: it is not published yet */
    struct act_made made;     /* POST */
    bool is_plain;            /* REACT: who acts is, as struct speaker of recent.h says it */
    bool has_counts;          /* REACT: `counts` is known */
    struct act_counts counts; /* REACT: the answers of the post after the batch */

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
