/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the writer remembers of the people and posts that acted lately, so that most acts ask the
 * database nothing. Only an aid: what is not remembered is read, and everything is forgotten when
 * a batch is undone or another process has written.
 *
 * Whoever changes one of these rows says so here in the same transaction. For domain/'s own use,
 * on the writer's thread. */
#pragma once

#include "base/memo.h"
#include "domain/ledger.h"

struct batch;
struct post_head_out;

struct recent {
    struct memo people;     /* by person */
    struct memo posts;      /* by post */
    struct memo engagement; /* by person */
    bool has_veil;          /* somebody here has said something anonymously, or had */
    char padding[7];
};

NODISCARD enum err recent_init(struct recent *recent);
void recent_done(struct recent *recent);
/* Forgets all. */
void recent_clear(struct recent *recent);
/* The same, and looks whether anybody has said anything anonymously. */
NODISCARD enum err recent_load(struct recent *recent, struct db *db, struct arena *arena);

/* What applying an act needs to know of who does it. */
struct speaker {
    struct person_id id;
    struct str language, country;
    bool is_leaving;
    bool is_suspended; /* says and answers nothing meanwhile */
    /* Nothing stands between her and what others say: she keeps, shares, filters, blocks and mutes
     * nothing, and nobody blocks or mutes her. Then nobody needs to look whether these two do. */
    bool is_plain;
};
/* ERR_NOT_FOUND for somebody who never came. Strings live as long as the batch. */
NODISCARD enum err recent_speaker(struct batch *batch, struct person_id id, struct speaker *out);
/* Whether she is known to be plain: false also when nothing of her is remembered. */
bool recent_knows_plain(const struct batch *batch, struct person_id id);
/* A person who has just arrived, with what she said of herself. */
void recent_arrived(struct batch *batch, struct person_id id, struct str language,
                    struct str country);
/* Her row, or her ties, shares or filters have changed. */
void recent_forget_person(struct batch *batch, struct person_id id);
/* Something of many people has changed (a person left). */
void recent_forget_people(struct batch *batch);

/* What the writer needs to know of a post (post_head of sql/post.h), with the person who said it as
 * its author, also when she is veiled. ERR_NOT_FOUND. */
NODISCARD enum err recent_head(struct batch *batch, struct post_id id, struct post_head_out *out);
/* A post that was just written, without answers. */
void recent_written(struct batch *batch, struct post_id id, const struct post_head_out *head);
void recent_forget_post(struct batch *batch, struct post_id id);

/* The answers of a post and its latest reaction, also those that wait in the ledger. */
NODISCARD enum err recent_answers(struct batch *batch, struct post_id id,
                                  struct answer_change *answers);
/* The same if they are remembered. */
bool recent_knows_answers(struct batch *batch, struct post_id id, struct answer_change *answers);
/* The ledger has been told of this change. */
void recent_answered(struct batch *batch, const struct answer_change *change);

/* A person's part in a campaign: the hours of the first and the last of her acts that stand. */
struct engagement {
    int64_t first, last;
    bool is_any; /* false: none of her acts stands */
    char padding[7];
};
/* What she did openly, and what she said anonymously: stored apart, so that the one tells nothing
 * of the other. She is counted once, for both. */
struct engagements {
    struct engagement open, veiled;
};
NODISCARD enum err recent_engagement(struct batch *batch, struct campaign_id campaign,
                                     struct person_id person, struct engagements *out);
/* The ledger has written it. */
void recent_engaged(struct batch *batch, struct campaign_id campaign, struct person_id person,
                    const struct engagements *engagements);
