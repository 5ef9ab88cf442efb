/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The counters behind limit.h.
 *
 * Three windows lie in a ring: the last, the current and the next, which is cleared while the
 * current one runs, so that a turn costs no waiting. Races lose or gain a few counts at a
 * turn: a limit needs no more. It knows no requests and refuses nobody itself. */
#include "http/limit.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 2, CELLS = 1 << 17, WINDOWS = 3 };

struct window {
    _Atomic uint32_t cells[ROWS][CELLS];
};

struct limit {
    int64_t most[HTTP_COSTS];
    _Atomic int64_t turn; /* number of the current window since 1970 */
    struct window windows[WINDOWS];
};

struct limit *limit_new(const int64_t most[HTTP_COSTS])
{
    struct limit *limit = calloc(1, sizeof *limit);
    if (limit == NULL)
        return NULL;
    memcpy(limit->most, most, sizeof limit->most);
    return limit;
}

void limit_free(struct limit *limit)
{
    free(limit);
}

static void clear(struct window *window)
{
    for (size_t row = 0; row < ROWS; row++) {
        for (size_t i = 0; i < CELLS; i++)
            atomic_store_explicit(&window->cells[row][i], 0, memory_order_relaxed);
    }
}

static struct window *window_of(struct limit *limit, int64_t turn)
{
    return &limit->windows[(size_t)(turn % WINDOWS)];
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
}

/* Two cells from one hash. */
static void cells_of(uint64_t key, enum http_cost cost, uint32_t cells[ROWS])
{
    uint64_t mixed = (key ^ ((uint64_t)cost << 56)) * UINT64_C(0x9E3779B97F4A7C15);
    cells[0] = (uint32_t)(mixed >> 47) & (CELLS - 1);
    cells[1] = (uint32_t)((mixed * UINT64_C(0xC2B2AE3D27D4EB4F)) >> 47) & (CELLS - 1);
}

static uint32_t count(struct window *window, const uint32_t cells[ROWS])
{
    uint32_t a = atomic_load_explicit(&window->cells[0][cells[0]], memory_order_relaxed);
    uint32_t b = atomic_load_explicit(&window->cells[1][cells[1]], memory_order_relaxed);
    return a < b ? a : b;
}

struct limit_answer limit_take(struct limit *limit, enum http_cost cost, uint64_t key,
                               int64_t now_ms)
{
    int64_t most = limit->most[cost];
    if (cost == COST_FREE || most <= 0 || now_ms < 0)
        return (struct limit_answer){0};
    int64_t turn = now_ms / LIMIT_WINDOW_MS;
    advance(limit, turn);
    uint32_t cells[ROWS];
    cells_of(key, cost, cells);
    struct window *current = window_of(limit, turn);
    int64_t left_ms = LIMIT_WINDOW_MS - now_ms % LIMIT_WINDOW_MS;
    int64_t before = count(window_of(limit, turn + WINDOWS - 1), cells);
    int64_t used = count(current, cells) + before * left_ms / LIMIT_WINDOW_MS;
    struct limit_answer answer = {.limit = most, .reset_ms = now_ms + left_ms};
    answer.is_over = used >= most;
    if (answer.is_over)
        return answer;
    for (size_t row = 0; row < ROWS; row++)
        atomic_fetch_add_explicit(&current->cells[row][cells[row]], 1, memory_order_relaxed);
    answer.remaining = most - used - 1;
    return answer;
}
