/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From released sums to figures that may be shown.
 *
 * Headline totals are exact. In a breakdown, parts below the floor are merged into "other",
 * together with the next smallest ones until "other" holds at least two parts and reaches the
 * floor itself, so that no part can be found by subtraction; what is left is rounded to 10, as are
 * the hours. With a floor of 1 everything is exact. */
#include <stdlib.h>
#include <string.h>

#include "domain/sheet.h"

enum { HOUR_MS = 3600 * 1000, ROUND_TO = 10, DAY_HOURS = 24 };

static int64_t round_cell(int64_t n, int64_t floor)
{
    if (floor <= 1)
        return n;
    return n < floor ? 0 : (n + ROUND_TO / 2) / ROUND_TO * ROUND_TO;
}

static int64_t total(const struct figure_counts *counts)
{
    int64_t sum = 0;
    for (int k = 0; k < COUNT_KINDS; k++)
        sum += counts->kinds[k];
    return sum;
}

/* Acts and people of the hours from..to (exclusive). People are those whose first act (or, for
 * the running window, whose last act) fell in them. */
static struct figure_counts window(const struct sheet *sheet, int64_t from, int64_t to,
                                   bool is_by_last)
{
    struct figure_counts counts = {0};
    if (from < 0)
        from = 0;
    for (int64_t h = from; h < to && h < (int64_t)sheet->n_hours; h++) {
        const struct sheet_hour *hour = &sheet->hours[h];
        counts.people += is_by_last ? hour->lasts : hour->firsts;
        for (int k = 0; k < COUNT_KINDS; k++)
            counts.kinds[k] += hour->kinds[k];
    }
    return counts;
}

static void make_hours(const struct sheet_pair *pair, int64_t floor, struct arena *arena,
                       struct figures *out)
{
    enum { HOURS_SHOWN_MAX = 24 * 400 };
    const struct sheet *sheet = &pair->released;
    size_t n = (size_t)sheet_pair_hour(pair, pair->released_ms) + 1;
    if (n < sheet->n_hours)
        n = sheet->n_hours;
    size_t from = n > HOURS_SHOWN_MAX ? n - HOURS_SHOWN_MAX : 0;
    struct figure_hour *hours = arena_array(arena, struct figure_hour, n - from);
    for (size_t h = from; h < n; h++) {
        struct figure_hour *hour = &hours[h - from];
        hour->hour = (int64_t)h;
        hour->start_ms = pair->called_ms + (int64_t)h * HOUR_MS;
        if (h >= sheet->n_hours)
            continue;
        hour->counts.people = round_cell(sheet->hours[h].firsts, floor);
        for (int k = 0; k < COUNT_KINDS; k++)
            hour->counts.kinds[k] = round_cell(sheet->hours[h].kinds[k], floor);
    }
    out->hours = hours;
    out->n_hours = n - from;
}

static int by_size(const void *a, const void *b)
{
    const struct figure_part *x = a, *y = b;
    int64_t m = total(&x->counts), n = total(&y->counts);
    return m != n ? (m < n) - (m > n) : str_cmp(x->name, y->name);
}

static void merge_into(struct figure_part *other, const struct figure_part *part)
{
    for (int k = 0; k < COUNT_KINDS; k++)
        other->counts.kinds[k] += part->counts.kinds[k];
}

/* Takes the small parts from the end of the sorted list into "other". Returns how many are left. */
static size_t merge_small(struct figure_part *parts, size_t n, int64_t floor,
                          struct figure_part *other)
{
    size_t merged = 0;
    while (n > 0) {
        bool is_small = total(&parts[n - 1].counts) < floor;
        bool is_open = merged > 0 && (merged < 2 || total(&other->counts) < floor);
        if (!is_small && !is_open)
            break;
        merge_into(other, &parts[--n]);
        merged++;
    }
    return n;
}

static struct figure_parts make_parts(const struct sheet_parts *from, int64_t floor,
                                      struct arena *arena)
{
    struct figure_part *parts = arena_array(arena, struct figure_part, from->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < from->n; i++) {
        struct figure_part part = {.name = arena_str(arena, from->items[i].name)};
        memcpy(part.counts.kinds, from->items[i].kinds, sizeof part.counts.kinds);
        if (total(&part.counts) > 0)
            parts[n++] = part;
    }
    if (n > 1)
        qsort(parts, n, sizeof *parts, by_size);
    struct figure_part other = {.name = STR(""), .is_other = true};
    n = merge_small(parts, n, floor, &other);
    /* All of it in "other", and still too little: then nothing is said. */
    if (total(&other.counts) >= floor && total(&other.counts) > 0)
        parts[n++] = other;
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < COUNT_KINDS; k++)
            parts[i].counts.kinds[k] = round_cell(parts[i].counts.kinds[k], floor);
    return (struct figure_parts){parts, n};
}

void figures_make(const struct sheet_pair *pair, int64_t floor, struct arena *arena,
                  struct figures *out)
{
    const struct sheet *sheet = &pair->released;
    int64_t now = sheet_pair_hour(pair, pair->released_ms);
    int64_t end = (int64_t)sheet->n_hours;
    *out = (struct figures){
        .campaign = pair->campaign,
        .slug = arena_str(arena, pair->slug),
        .called_ms = pair->called_ms,
        .as_of_ms = pair->released_ms,
        .release = pair->release,
        .windows =
            {
                [WINDOW_FIRST_24H] = window(sheet, 0, DAY_HOURS, false),
                [WINDOW_LAST_24H] = window(sheet, now - DAY_HOURS + 1, end, true),
                [WINDOW_ALL] = window(sheet, 0, end, false),
            },
    };
    make_hours(pair, floor, arena, out);
    for (int b = 0; b < BREAKDOWNS; b++)
        out->parts[b] = make_parts(&sheet->parts[b], floor, arena);
}
