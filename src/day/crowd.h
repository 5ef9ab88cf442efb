/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who and what there is: people with their tokens, voices, recent comments, and who reacted to
 * what. Compact arrays in one arena, about 70 bytes a person at scale 1.
 *
 * People and voices are numbered when they are planned and are *ready* when the server answered.
 * One voice in fifty is doomed, chosen by its number and the seed: it will be withdrawn. It is
 * *closed* when that is near; nothing is aimed at it from then on, and it is withdrawn when nothing
 * to it is in flight any more. */
#pragma once

#include "base/arena.h"
#include "day/aim.h"
#include "day/mix.h"

enum { CROWD_TOKEN_MAX = 128, CROWD_RECENT = 4096, CROWD_DELAYS = 4, CROWD_DOOMED_ONE_IN = 50 };

struct crowd_comment {
    int64_t id;
    uint32_t voice;
};
struct crowd_doomed {
    uint32_t voice, person;
    uint64_t due; /* the act of the plan before which it is closed */
};
/* Those who wait for their withdrawal, in the order in which they are due. */
struct crowd_queue {
    struct crowd_doomed *items;
    uint32_t from, to, room;
};

struct crowd {
    struct arena arena;
    struct aim aim;
    uint64_t seed, acts;
    bool is_spared; /* no voice is doomed */
    uint32_t n_people, people_room;
    uint32_t n_voices, voices_room, n_ready_voices;
    char *tokens;
    size_t token_bytes;                  /* the longest; set by the first that comes */
    int64_t anchor_person, anchor_voice; /* the first that were ready and stay; -1: none yet */
    int64_t *ids;                        /* of voices; 0: not answered yet */
    uint8_t *tags;                       /* of voices: numbers of hashtags */
    uint8_t *is_closed;
    uint16_t *flying; /* acts in flight to a doomed voice */
    struct crowd_comment recent[CROWD_RECENT];
    uint32_t n_recent; /* ever */
    uint64_t *reacted; /* a bit for each pair of person and post that hash to it */
    uint64_t reacted_mask;
    struct crowd_queue queues[CROWD_DELAYS];
};

/* `token_bytes`: of given tokens; 0: the first sign-up tells. */
NODISCARD enum err crowd_open(struct crowd *crowd, const struct mix *mix, uint64_t seed,
                              uint32_t people_room, size_t token_bytes);
void crowd_close(struct crowd *crowd);

/* False when the token does not have the length of all others (or is too long or empty). */
NODISCARD bool crowd_arrive(struct crowd *crowd, uint32_t person, struct str token);
/* Absent while she is not ready. */
struct str crowd_token(const struct crowd *crowd, uint32_t person);

/* Numbers the next voice. */
uint32_t crowd_voice(struct crowd *crowd, uint16_t tag);
bool crowd_is_doomed(const struct crowd *crowd, uint32_t voice);
/* It was answered. A doomed one is queued: it is closed a while of the plan after act `n`. */
void crowd_spoke(struct crowd *crowd, uint32_t voice, int64_t id, uint32_t person, uint64_t n);
/* Whether something may be aimed at it. */
bool crowd_is_open(const struct crowd *crowd, uint32_t voice);
void crowd_commented(struct crowd *crowd, uint32_t voice, int64_t id);

/* Whether this person may not have reacted to this post yet, noted as done when she has not. True
 * is certain; false may be wrong (once in a hundred), then another post is chosen. */
bool crowd_reacts(struct crowd *crowd, uint32_t person, int64_t post);

/* An act to the voice is sent (+1) or was answered (-1). */
void crowd_fly(struct crowd *crowd, uint32_t voice, int by);
/* A voice that can be withdrawn now that the plan has come to act `n`. */
NODISCARD bool crowd_take_doomed(struct crowd *crowd, uint64_t n, struct crowd_doomed *out);
/* Whether some are still queued. */
bool crowd_has_doomed(const struct crowd *crowd);
