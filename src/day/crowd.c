/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The compact arrays of the day (crowd.h). */
#include "day/crowd.h"

#include <string.h>
#include <sys/mman.h>

enum { REACTED_BITS_EACH = 64, WORD_BITS = 64 };

/* How long a doomed voice stands, in thousandths of all acts. */
static const uint64_t delays[CROWD_DELAYS] = {5, 20, 80, 250};

static uint64_t power_of_two(uint64_t least)
{
    uint64_t n = (uint64_t)1 << 16;
    while (n < least)
        n *= 2;
    return n;
}

static size_t bytes_needed(const struct crowd *crowd)
{
    enum { SPARE = 1 << 20, VOICE_BYTES = 8 + 1 + 1 + 2 + 2 * (int)sizeof(struct crowd_doomed) };
    size_t token = crowd->token_bytes ? crowd->token_bytes : CROWD_TOKEN_MAX;
    return (size_t)crowd->people_room * token + (size_t)crowd->voices_room * VOICE_BYTES +
           (crowd->reacted_mask + 1) / 8 + SPARE;
}

enum err crowd_open(struct crowd *crowd, const struct mix *mix, uint64_t seed, uint32_t people_room,
                    size_t token_bytes)
{
    *crowd = (struct crowd){
        .seed = seed,
        .acts = mix->acts,
        .people_room = people_room,
        .voices_room = mix->voices + 1,
        .token_bytes = token_bytes,
        .anchor_person = -1,
        .anchor_voice = -1,
        .reacted_mask = power_of_two((uint64_t)mix->reactions * REACTED_BITS_EACH) - 1,
    };
    aim_init(&crowd->aim, mix->voices);
    size_t token = token_bytes ? token_bytes : CROWD_TOKEN_MAX;
    struct arena *arena = &crowd->arena;
    TRY(arena_init(arena, bytes_needed(crowd)));
    madvise(arena->base, arena->size, MADV_HUGEPAGE);
    crowd->tokens = arena_take(arena, people_room, token, 1);
    crowd->ids = arena_array(arena, int64_t, crowd->voices_room);
    crowd->tags = arena_array(arena, uint8_t, crowd->voices_room);
    crowd->is_closed = arena_array(arena, uint8_t, crowd->voices_room);
    crowd->flying = arena_array(arena, uint16_t, crowd->voices_room);
    crowd->reacted = arena_array(arena, uint64_t, (crowd->reacted_mask + 1) / WORD_BITS);
    for (int i = 0; i < CROWD_DELAYS; i++) {
        struct crowd_queue *queue = &crowd->queues[i];
        queue->room = crowd->voices_room / 4 + 64;
        queue->items = arena_array(arena, struct crowd_doomed, queue->room);
    }
    return OK;
}

void crowd_close(struct crowd *crowd)
{
    arena_done(&crowd->arena);
}

/* --- people --- */

bool crowd_arrive(struct crowd *crowd, uint32_t person, struct str token)
{
    if (crowd->token_bytes == 0 && token.n <= CROWD_TOKEN_MAX)
        crowd->token_bytes = token.n;
    if (token.n == 0 || token.n > crowd->token_bytes || person >= crowd->people_room)
        return false;
    char *at = crowd->tokens + person * crowd->token_bytes;
    memset(at, 0, crowd->token_bytes);
    memcpy(at, token.p, token.n);
    if (crowd->anchor_person < 0)
        crowd->anchor_person = person;
    return true;
}

struct str crowd_token(const struct crowd *crowd, uint32_t person)
{
    const char *at = crowd->tokens + person * crowd->token_bytes;
    if (crowd->token_bytes == 0 || at[0] == '\0')
        return (struct str){0};
    return (struct str){at, strnlen(at, crowd->token_bytes)};
}

/* --- voices --- */

uint32_t crowd_voice(struct crowd *crowd, uint16_t tag)
{
    BUG_IF(crowd->n_voices == crowd->voices_room);
    crowd->tags[crowd->n_voices] = (uint8_t)tag;
    return crowd->n_voices++;
}

bool crowd_is_doomed(const struct crowd *crowd, uint32_t voice)
{
    enum { SALT = 0xD00 };
    return !crowd->is_spared && chance_mix(crowd->seed + SALT, voice) % CROWD_DOOMED_ONE_IN == 0 &&
           !aim_stays(&crowd->aim, voice);
}

void crowd_spoke(struct crowd *crowd, uint32_t voice, int64_t id, uint32_t person, uint64_t n)
{
    crowd->ids[voice] = id;
    crowd->n_ready_voices++;
    if (!crowd_is_doomed(crowd, voice)) {
        if (crowd->anchor_voice < 0)
            crowd->anchor_voice = voice;
        return;
    }
    uint32_t which = voice % CROWD_DELAYS;
    struct crowd_queue *queue = &crowd->queues[which];
    BUG_IF(queue->to == queue->room);
    queue->items[queue->to++] =
        (struct crowd_doomed){voice, person, n + crowd->acts * delays[which] / 1000};
}

bool crowd_is_open(const struct crowd *crowd, uint32_t voice)
{
    return crowd->ids[voice] != 0 && !crowd->is_closed[voice];
}

void crowd_commented(struct crowd *crowd, uint32_t voice, int64_t id)
{
    crowd->recent[crowd->n_recent++ % CROWD_RECENT] = (struct crowd_comment){id, voice};
}

bool crowd_reacts(struct crowd *crowd, uint32_t person, int64_t post)
{
    uint64_t bit = chance_mix((uint64_t)post, person) & crowd->reacted_mask;
    uint64_t *word = &crowd->reacted[bit / WORD_BITS], mask = (uint64_t)1 << (bit % WORD_BITS);
    if (*word & mask)
        return false;
    *word |= mask;
    return true;
}

/* --- withdrawing --- */

void crowd_fly(struct crowd *crowd, uint32_t voice, int by)
{
    crowd->flying[voice] = (uint16_t)(crowd->flying[voice] + by);
}

bool crowd_take_doomed(struct crowd *crowd, uint64_t n, struct crowd_doomed *out)
{
    for (int i = 0; i < CROWD_DELAYS; i++) {
        struct crowd_queue *queue = &crowd->queues[i];
        if (queue->from == queue->to || queue->items[queue->from].due > n)
            continue;
        *out = queue->items[queue->from];
        crowd->is_closed[out->voice] = 1;
        if (crowd->flying[out->voice] > 0)
            continue;
        queue->from++;
        return true;
    }
    return false;
}

bool crowd_has_doomed(const struct crowd *crowd)
{
    for (int i = 0; i < CROWD_DELAYS; i++)
        if (crowd->queues[i].from < crowd->queues[i].to)
            return true;
    return false;
}
