/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the figures must be: every answered act that will stand at the end, added up as it comes.
 *
 * Acts that are doomed (job.h) are never added, for at the end of the rehearsal they are gone; so
 * people are those with at least one act that stands. An act counts in the hour, since the call,
 * in which the server wrote it: between its sending and its answer. Where an hour's end lies
 * between the two, either may be right and the expectation is a range. */
#pragma once

#include "base/arena.h"
#include "day/family.h"
#include "day/job.h"

enum expect_kind { EXPECT_POST, EXPECT_COMMENT, EXPECT_REACTION, EXPECT_SHARE, EXPECT_KINDS };
enum expect_part {
    EXPECT_LANGUAGES,
    EXPECT_COUNTRIES,
    EXPECT_HASHTAGS,
    EXPECT_NETWORKS,
    EXPECT_PARTS
};

struct expect_sum {
    int64_t kinds[EXPECT_KINDS];
};
struct expect_range {
    int64_t low, high;
};
/* The hours of a rehearsal; what lies beyond the last is added to it. */
enum { EXPECT_HOURS = 64, EXPECT_NEVER = 255 };

struct expect_hour {
    int64_t sure[EXPECT_KINDS];
    int64_t maybe[EXPECT_KINDS]; /* in this hour or in a later one */
};
/* The first and the last hour of a person's acts, each between two; EXPECT_NEVER: none stands. */
struct expect_person {
    uint8_t first_low, first_high, last_low, last_high;
};

struct expect {
    int64_t call_ms;
    int64_t first_hour; /* since the call; hours below are counted from it */
    struct expect_hour hours[EXPECT_HOURS];
    struct expect_sum parts[EXPECT_PARTS][NAMES_MAX];
    int64_t kinds[EXPECT_KINDS];
    struct expect_person *people;
    uint32_t n_people;
};

/* `now_ms`: the beginning of the rehearsal, in milliseconds since 1970. */
void expect_init(struct expect *expect, struct arena *arena, uint32_t people, int64_t call_ms,
                 int64_t now_ms);
/* The act was answered at `now_ms` and stands. */
void expect_add(struct expect *expect, const struct job *job, int64_t now_ms);

/* Sums over the hours from..to (since the call; exclusive). People by their first act or, with
 * is_by_last, by their last. */
struct expect_range expect_acts(const struct expect *expect, enum expect_kind kind, int64_t from,
                                int64_t to);
struct expect_range expect_people(const struct expect *expect, int64_t from, int64_t to,
                                  bool is_by_last);
