/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows of sums that only grow (sheet.h). */
#include "domain/sheet.h"

#include <stdlib.h>
#include <string.h>

enum { HOURS_FIRST_ROOM = 64, PARTS_FIRST_ROOM = 16 };

/* Outgrown memory stays in the arena: doubling keeps that below what is in use. */
static void *bigger(struct arena *memory, const void *items, size_t n, size_t room, size_t each)
{
    void *more = arena_take(memory, room, each, alignof(max_align_t));
    if (n > 0)
        memcpy(more, items, n * each);
    return more;
}

static void reserve_hours(struct sheet *sheet, struct arena *memory, size_t n)
{
    if (n <= sheet->room_hours)
        return;
    size_t room = sheet->room_hours ? sheet->room_hours : HOURS_FIRST_ROOM;
    while (room < n)
        room *= 2;
    sheet->hours = bigger(memory, sheet->hours, sheet->n_hours, room, sizeof *sheet->hours);
    sheet->room_hours = room;
}

struct sheet_hour *sheet_hour(struct sheet *sheet, struct arena *memory, int64_t hour)
{
    size_t i = (size_t)hour;
    if (i >= sheet->n_hours) {
        reserve_hours(sheet, memory, i + 1);
        sheet->n_hours = i + 1;
    }
    if (i < sheet->changed_from)
        sheet->changed_from = i;
    return &sheet->hours[i];
}

static void reserve_parts(struct sheet_parts *parts, struct arena *memory, size_t n)
{
    if (n <= parts->room)
        return;
    size_t room = parts->room ? parts->room : PARTS_FIRST_ROOM;
    while (room < n)
        room *= 2;
    parts->items = bigger(memory, parts->items, parts->n, room, sizeof *parts->items);
    parts->room = room;
}

int sheet_part(struct sheet *sheet, struct arena *memory, enum figure_breakdown breakdown,
               struct str name)
{
    struct sheet_parts *parts = &sheet->parts[breakdown];
    for (size_t i = 0; i < parts->n; i++)
        if (str_eq(parts->items[i].name, name))
            return (int)i;
    reserve_parts(parts, memory, parts->n + 1);
    parts->items[parts->n] = (struct sheet_part){.name = arena_str(memory, name)};
    return (int)parts->n++;
}

void sheet_clear(struct sheet *sheet)
{
    if (sheet->n_hours > 0)
        memset(sheet->hours, 0, sheet->n_hours * sizeof *sheet->hours);
    sheet->changed_from = 0;
    for (int b = 0; b < BREAKDOWNS; b++)
        for (size_t i = 0; i < sheet->parts[b].n; i++)
            memset(sheet->parts[b].items[i].kinds, 0, sizeof sheet->parts[b].items[i].kinds);
}

void sheet_copy(struct sheet *to, struct sheet *from, struct arena *memory)
{
    reserve_hours(to, memory, from->n_hours);
    size_t at = from->changed_from;
    if (at < from->n_hours)
        memcpy(to->hours + at, from->hours + at, (from->n_hours - at) * sizeof *to->hours);
    to->n_hours = from->n_hours;
    from->changed_from = from->n_hours;
    for (int b = 0; b < BREAKDOWNS; b++) {
        reserve_parts(&to->parts[b], memory, from->parts[b].n);
        if (from->parts[b].n > 0)
            memcpy(to->parts[b].items, from->parts[b].items,
                   from->parts[b].n * sizeof *to->parts[b].items);
        to->parts[b].n = from->parts[b].n;
    }
}

int64_t sheet_distance(const struct sheet *a, const struct sheet *b)
{
    size_t n = a->n_hours > b->n_hours ? a->n_hours : b->n_hours;
    int64_t sum = 0;
    for (size_t h = 0; h < n; h++)
        for (int k = 0; k < COUNT_KINDS; k++) {
            int64_t in_a = h < a->n_hours ? a->hours[h].kinds[k] : 0;
            int64_t in_b = h < b->n_hours ? b->hours[h].kinds[k] : 0;
            sum += llabs(in_a - in_b);
        }
    return sum;
}

int64_t sheet_pair_hour(const struct sheet_pair *pair, int64_t ms)
{
    enum { HOUR_MS = 3600 * 1000 };
    return ms < pair->called_ms ? 0 : (ms - pair->called_ms) / HOUR_MS;
}
