/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A simple model of what people do here, written from the rules and not from the code, and random
 * acts with what they must come to (test_counting.c). */
#pragma once

#include "campaign_fixture.h"
#include "domain/standing.h"

enum {
    PEOPLE = 60,
    POSTS = 4000,
    CAMPAIGNS = 2,
    BATCH_MOST = 24,
    BATCHES = 260,
    DAY_HOURS = 24,
    HOURS_MOST = 400
};
enum state { STANDS, FELL, GONE };
/* Reasons why a post that was not taken back does not stand, as in domain/standing.h. */
enum { PAUSED = 2, HELD = 8, ASKED = 64, NEW = 256, REFUSED = 512, BLOCKED = 1024 };

/* A reaction or a share. kind 0: none. */
struct mark {
    int64_t id, ms;
    unsigned campaigns;
    int kind;
};

struct said {
    int64_t id, ms;
    int author, parent, root; /* -1: none */
    enum state state;
    unsigned campaigns; /* bits */
    unsigned page;      /* the bit of the page it was written on */
    unsigned away;      /* reasons */
    int answers;        /* enum answers_policy */
    bool is_anonymous, is_unlisted;
};

struct model {
    struct fixture f;
    struct campaign_id campaigns[CAMPAIGNS];
    int64_t called_ms[CAMPAIGNS];
    struct person_id people[PEOPLE]; /* 0: nobody yet, or left */
    bool is_blocked[PEOPLE][PEOPLE];
    struct said posts[POSTS];
    int n_posts;
    struct mark reactions[POSTS][PEOPLE], shares[POSTS][PEOPLE];
    uint64_t seed;
    size_t n_done[2]; /* acts that were refused, acts that were done */
};

/* An act under way, and what the model says of it. */
struct plan {
    struct act *act;
    enum err wanted;
    bool may_be_either; /* what it is about is being swept away */
    int person, post;   /* who arrives; the post that is made, or -1 */
    int published;      /* the post that gets a new number, or -1 */
    struct mark *mark;  /* the share that is made, or NULL */
};

/* A number below n. */
int model_pick(struct model *m, int n);
/* The next act, and what the model makes of it: the model is changed as if it were done. */
void model_plan(struct model *m, struct plan *plan);
struct act *model_act(struct model *m, enum act_kind kind, int person);
/* Everything of this person goes. */
void model_leave(struct model *m, int person);
/* Whether a post is shown by itself; the voice above one, or itself. */
bool model_stands(const struct said *said);
int model_root(const struct model *m, int post);
