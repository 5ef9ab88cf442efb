/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The bounded memory of rows (memo.h): sets of eight, and within a set the hand of a clock that
 * passes over what was asked for since it came by. */
#include "base/memo.h"

#include <string.h>

enum { MARGIN = 128 }; /* alignment, and the gaps of a sanitizer */

struct memo_set {
    int64_t numbers[MEMO_WAYS]; /* 0: free */
    uint8_t is_used[MEMO_WAYS]; /* asked for since the hand came by */
    uint8_t hand;
};

enum err memo_init(struct memo *memo, size_t row_size, size_t n)
{
    size_t n_sets = 1;
    BUG_IF(row_size % 8 != 0);
    while (n_sets * MEMO_WAYS < n)
        n_sets *= 2;
    *memo = (struct memo){.row_size = row_size, .n_sets = n_sets};
    size_t bytes = n_sets * (sizeof(struct memo_set) + MEMO_WAYS * row_size);
    TRY(arena_init(&memo->memory, bytes + MARGIN));
    memo->sets = arena_array(&memo->memory, struct memo_set, n_sets);
    memo->rows = arena_take(&memo->memory, n_sets * MEMO_WAYS, row_size, alignof(int64_t));
    return OK;
}

void memo_done(struct memo *memo)
{
    arena_done(&memo->memory);
}

/* Mixed twice, and by the upper bits, so that numbers that follow one another in whatever steps are
 * spread over all sets (Knuth, The Art of Computer Programming, vol. 3, section 6.4). */
static size_t set_of(const struct memo *memo, int64_t number)
{
    static const uint64_t golden = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t mixed = (uint64_t)number * golden;
    mixed = (mixed ^ mixed >> 32) * golden;
    return (size_t)((mixed >> 32) * memo->n_sets >> 32);
}

static char *row_at(const struct memo *memo, size_t set, size_t way)
{
    return memo->rows + (set * MEMO_WAYS + way) * memo->row_size;
}

void *memo_find(struct memo *memo, int64_t number)
{
    size_t at = set_of(memo, number);
    struct memo_set *set = &memo->sets[at];
    for (size_t way = 0; way < MEMO_WAYS; way++) {
        if (set->numbers[way] != number)
            continue;
        set->is_used[way] = 1;
        return row_at(memo, at, way);
    }
    return NULL;
}

/* The place that a new row may take. */
static size_t place_in(struct memo_set *set, int64_t number)
{
    for (size_t way = 0; way < MEMO_WAYS; way++)
        if (set->numbers[way] == number)
            return way;
    for (size_t way = 0; way < MEMO_WAYS; way++)
        if (set->numbers[way] == 0)
            return way;
    while (set->is_used[set->hand]) {
        set->is_used[set->hand] = 0;
        set->hand = (uint8_t)((set->hand + 1) % MEMO_WAYS);
    }
    size_t way = set->hand;
    set->hand = (uint8_t)((set->hand + 1) % MEMO_WAYS);
    return way;
}

void *memo_put(struct memo *memo, int64_t number)
{
    BUG_IF(number == 0);
    size_t at = set_of(memo, number);
    struct memo_set *set = &memo->sets[at];
    size_t way = place_in(set, number);
    set->numbers[way] = number;
    set->is_used[way] = 0;
    char *row = row_at(memo, at, way);
    memset(row, 0, memo->row_size);
    return row;
}

void memo_forget(struct memo *memo, int64_t number)
{
    struct memo_set *set = &memo->sets[set_of(memo, number)];
    for (size_t way = 0; way < MEMO_WAYS; way++)
        if (set->numbers[way] == number)
            set->numbers[way] = 0;
}

void memo_clear(struct memo *memo)
{
    for (size_t i = 0; i < memo->n_sets; i++)
        memset(memo->sets[i].numbers, 0, sizeof memo->sets[i].numbers);
}
