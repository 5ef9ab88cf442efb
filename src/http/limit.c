/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The counters behind limit.h.
 *
 * Three windows lie in a ring: the last, the current and the next, which is cleared while the
 * current one runs, so that a turn costs no waiting. In the first window of a key the last one is
 * still read under the key before it; then that key is overwritten by the next. Races lose or
 * gain a few counts at a turn: a limit needs no more. It knows no requests. */
#include "http/limit.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/key_ring.h"

enum { ROWS = 2, CELLS = 1 << 17, WINDOWS = 3 };

struct window {
    _Atomic uint32_t cells[ROWS][CELLS];
    _Atomic uint32_t over; /* requests that were over their limit */
};

struct limit {
    struct key_ring *keys;
    _Atomic int64_t turn; /* number of the current window since 1970 */
    struct window windows[WINDOWS];
};

/* Where one sender is counted in one window. */
struct place {
    struct window *window;
    uint32_t cells[ROWS];
};

struct limit *limit_new(void)
{
    struct limit *limit = calloc(1, sizeof *limit);
    if (limit == NULL)
        return NULL;
    limit->keys = key_ring_new();
    if (limit->keys == NULL) {
        free(limit);
        return NULL;
    }
    return limit;
}

void limit_free(struct limit *limit)
{
    if (limit == NULL)
        return;
    key_ring_free(limit->keys);
    free(limit);
}

/* --- time --- */

static void clear(struct window *window)
{
    for (size_t row = 0; row < ROWS; row++) {
        for (size_t i = 0; i < CELLS; i++)
            atomic_store_explicit(&window->cells[row][i], 0, memory_order_relaxed);
    }
    atomic_store_explicit(&window->over, 0, memory_order_relaxed);
}

static struct window *window_of(struct limit *limit, int64_t turn)
{
    return &limit->windows[(size_t)(turn % WINDOWS)];
}

static int64_t epoch_of(int64_t turn)
{
    return turn / LIMIT_KEY_WINDOWS;
}

/* Moves on to the window of `turn`; whoever comes first clears. */
static void advance(struct limit *limit, int64_t turn)
{
    int64_t was = atomic_load(&limit->turn);
    if (turn <= was || !atomic_compare_exchange_strong(&limit->turn, &was, turn))
        return;
    if (turn > was + 1) {
        clear(window_of(limit, turn));
        clear(window_of(limit, turn - 1));
    }
    clear(window_of(limit, turn + 1));
    /* the key before this one for as long as the last window needs it, then the one to come */
    key_ring_turn(limit->keys, epoch_of(turn - 1));
}

void limit_rest(struct limit *limit, int64_t now_ms)
{
    if (now_ms >= 0)
        advance(limit, now_ms / LIMIT_WINDOW_MS);
}

/* --- counting --- */

/* Two cells from one hash. */
static struct place place_of(struct limit *limit, const struct limit_ask *ask, int64_t turn)
{
    uint64_t hash = key_ring_hash(limit->keys, epoch_of(turn), ask->sender);
    uint64_t mixed = (hash ^ ((uint64_t)ask->cost << 56)) * UINT64_C(0x9E3779B97F4A7C15);
    return (struct place){
        .window = window_of(limit, turn),
        .cells = {(uint32_t)(mixed >> 47) & (CELLS - 1),
                  (uint32_t)((mixed * UINT64_C(0xC2B2AE3D27D4EB4F)) >> 47) & (CELLS - 1)},
    };
}

static int64_t count(const struct place *place)
{
    const struct window *window = place->window;
    uint32_t a = atomic_load_explicit(&window->cells[0][place->cells[0]], memory_order_relaxed);
    uint32_t b = atomic_load_explicit(&window->cells[1][place->cells[1]], memory_order_relaxed);
    return a < b ? a : b;
}

static void add(const struct place *place)
{
    for (size_t row = 0; row < ROWS; row++)
        atomic_fetch_add_explicit(&place->window->cells[row][place->cells[row]], 1,
                                  memory_order_relaxed);
}

/* How long until one more is let through, when nothing else comes: the weight of what lies back
 * falls evenly. `left_ms`: of the current window. */
static int64_t wait_ms(int64_t most, int64_t before, int64_t now, int64_t left_ms)
{
    enum { WINDOW = LIMIT_WINDOW_MS };
    if (now < most)
        return left_ms - ((most - now) * WINDOW - 1) / before;
    return left_ms + WINDOW - (most * WINDOW - 1) / now;
}

struct limit_answer limit_take(struct limit *limit, const struct limit_ask *ask, int64_t now_ms)
{
    int64_t most = ask->most;
    if (ask->cost == COST_FREE || most <= 0 || now_ms < 0)
        return (struct limit_answer){0};
    int64_t turn = now_ms / LIMIT_WINDOW_MS;
    advance(limit, turn);
    struct place current = place_of(limit, ask, turn);
    struct place last = current;
    last.window = window_of(limit, turn + WINDOWS - 1);
    if (epoch_of(turn - 1) != epoch_of(turn))
        last = place_of(limit, ask, turn - 1);
    int64_t left_ms = LIMIT_WINDOW_MS - now_ms % LIMIT_WINDOW_MS;
    int64_t before = count(&last);
    int64_t now = count(&current);
    int64_t used = now + before * left_ms / LIMIT_WINDOW_MS;
    struct limit_answer answer = {.limit = most, .reset_ms = now_ms + left_ms};
    answer.is_over = used >= most;
    if (answer.is_over) {
        answer.reset_ms = now_ms + wait_ms(most, before, now, left_ms);
        atomic_fetch_add_explicit(&current.window->over, 1, memory_order_relaxed);
        return answer;
    }
    add(&current);
    answer.remaining = most - used - 1;
    return answer;
}

void limit_give_back(struct limit *limit, const struct limit_ask *ask, int64_t now_ms)
{
    struct place place = place_of(limit, ask, now_ms / LIMIT_WINDOW_MS);
    for (size_t row = 0; row < ROWS; row++) {
        _Atomic uint32_t *cell = &place.window->cells[row][place.cells[row]];
        uint32_t was = atomic_load_explicit(cell, memory_order_relaxed);
        while (was > 0 && !atomic_compare_exchange_weak(cell, &was, was - 1)) {
            /* again */
        }
    }
}

int64_t limit_load(struct limit *limit, int64_t now_ms)
{
    if (now_ms < 0)
        return 0;
    int64_t turn = now_ms / LIMIT_WINDOW_MS;
    advance(limit, turn);
    int64_t left_ms = LIMIT_WINDOW_MS - now_ms % LIMIT_WINDOW_MS;
    int64_t before =
        atomic_load_explicit(&window_of(limit, turn + WINDOWS - 1)->over, memory_order_relaxed);
    int64_t now = atomic_load_explicit(&window_of(limit, turn)->over, memory_order_relaxed);
    return now + before * left_ms / LIMIT_WINDOW_MS;
}
