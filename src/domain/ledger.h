/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The changes of a batch to what is counted: collected in memory, added up, written once per
 * touched row in the batch's own transaction.
 *
 * Counted are acts that belong to a campaign: by hour since the call, kind and cell; the people
 * behind them, once each; the answers of each post; and the uses of hashtags by day. */
#pragma once

#include "domain/registry.h"

struct tally_change {
    struct campaign_id campaign;
    int64_t hour;
    enum act_count kind;
    const struct cell *cell;
    int64_t n;
};
struct people_change {
    struct campaign_id campaign;
    struct person_id person;
    int64_t hour;
    int sign; /* +1 an act more in that hour, -1 an act less */
    bool is_veiled;
    char padding[3];
};
struct hour_change {
    struct campaign_id campaign;
    int64_t hour;
    int64_t firsts, lasts;
};
enum answer {
    ANSWER_COMMENT,
    ANSWER_ME_TOO,
    ANSWER_BELIEVE,
    ANSWER_WITH_YOU,
    ANSWER_THANK_YOU,
    ANSWER_SHARE,
    ANSWERS
};
struct answer_change {
    struct post_id post;
    int64_t n[ANSWERS];
    int64_t last_reaction; /* the latest reaction that came, or 0 */
};

struct tag_change {
    struct tag_id tag;
    int64_t day; /* since 1970 */
    int64_t n;
};

/* Growing arrays in the batch's arena. After ledger_flush the added-up tally and hour changes are
 * kept for the board (`done_…`). */
struct ledger {
    struct tally_change *tally;
    size_t n_tally, room_tally;
    struct people_change *people;
    size_t n_people, room_people;
    struct answer_change *answers;
    size_t n_answers, room_answers;
    struct tag_change *tags;
    size_t n_tags, room_tags;
    struct person_id *veiled; /* whose rows behind the veil are to be balanced */
    size_t n_veiled, room_veiled;
    struct tally_change *done_tally;
    size_t n_done_tally, room_done_tally;
    struct hour_change *done_hours;
    size_t n_done_hours, room_done_hours;
};

struct batch;

/* Adds the second to the first, which are of one post. */
void answer_change_add(struct answer_change *sum, const struct answer_change *change);
/* An act of `person` with this id counts (+1) or counts no more (-1). */
NODISCARD enum err ledger_act(struct batch *batch, const struct cell *cell, enum act_count kind,
                              int64_t id, struct person_id person, int sign);
/* The same of something that was said anonymously. */
NODISCARD enum err ledger_veiled(struct batch *batch, const struct cell *cell, enum act_count kind,
                                 int64_t id, struct person_id person, int sign);
/* veil_balance is to be called for her at the flush. */
void ledger_balance(struct batch *batch, struct person_id person);
/* A post has one answer more or less. */
void ledger_answer(struct batch *batch, struct post_id post, enum answer answer, int sign);
/* A post has one reaction more, the act with this id. */
void ledger_reaction(struct batch *batch, struct post_id post, enum answer answer, int64_t id);
/* The post with this id uses the hashtag (+1), or does so no more (-1). */
void ledger_tag(struct batch *batch, struct tag_id tag, struct post_id post, int sign);
/* Writes what was collected. May be called several times in a batch: always before rows are
 * read whose counters may still be waiting here. */
NODISCARD enum err ledger_flush(struct batch *batch);
/* Only the answers of posts. */
NODISCARD enum err ledger_flush_answers(struct batch *batch);
