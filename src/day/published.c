/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The rules of publication (published.h). */
#include "day/published.h"

#include <stdlib.h>

int64_t published_number(int64_t n, int64_t floor)
{
    if (floor <= 1)
        return n;
    return n < floor ? 0 : (n + 5) / 10 * 10;
}

static int64_t sum_of(const struct published_cell *cell)
{
    int64_t sum = 0;
    for (int k = 0; k < EXPECT_KINDS; k++)
        sum += cell->kinds[k];
    return sum;
}

static int by_size(const void *a, const void *b)
{
    const struct published_cell *x = a, *y = b;
    int64_t m = sum_of(x), n = sum_of(y);
    return m != n ? (m < n) - (m > n) : str_cmp(x->name, y->name);
}

/* Takes the smallest cells off the end into "other"; returns how many are left. */
static int merge(struct published_cell *cells, int n, int64_t floor, struct published_cell *other)
{
    int merged = 0;
    while (n > 0) {
        bool is_small = sum_of(&cells[n - 1]) < floor;
        bool is_unfinished = merged > 0 && (merged < 2 || sum_of(other) < floor);
        if (!is_small && !is_unfinished)
            break;
        n--;
        merged++;
        for (int k = 0; k < EXPECT_KINDS; k++)
            other->kinds[k] += cells[n].kinds[k];
    }
    return n;
}

int published_cells(const struct expect_sum *sums, const struct names *names, int64_t floor,
                    struct published_cell *out)
{
    int n = 0;
    for (int i = 0; i < names->n; i++) {
        struct published_cell cell = {.name = names->items[i]};
        for (int k = 0; k < EXPECT_KINDS; k++)
            cell.kinds[k] = sums[i].kinds[k];
        if (sum_of(&cell) > 0)
            out[n++] = cell;
    }
    if (n > 1)
        qsort(out, (size_t)n, sizeof *out, by_size);
    struct published_cell other = {.name = STR(""), .is_other = true};
    n = merge(out, n, floor, &other);
    if (sum_of(&other) >= floor && sum_of(&other) > 0)
        out[n++] = other;
    for (int i = 0; i < n; i++)
        for (int k = 0; k < EXPECT_KINDS; k++)
            out[i].kinds[k] = published_number(out[i].kinds[k], floor);
    return n;
}
