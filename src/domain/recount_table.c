/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Open addressing over a list of rows (recount_table.h). The list is apart from the places, so that
 * walking all rows touches nothing else. */
#include "domain/recount_table.h"

#include <string.h>

enum { FIRST_PLACE_BITS = 10, NUMBER_BITS = 64 };

static const uint64_t GOLDEN = 0x9e3779b97f4a7c15u; /* 2^64 by the golden ratio (Knuth 6.4) */

/* A quarter of the places stays free. */
static enum err make(struct recount_table *table, size_t row_size, int place_bits)
{
    const size_t places = (size_t)1 << place_bits, room = places / 4 * 3;
    *table = (struct recount_table){.row_size = row_size, .room = room, .place_bits = place_bits};
    enum { GAPS = 4096 }; /* the arena's own */
    TRY(arena_init(&table->memory, places * sizeof *table->places + room * row_size + GAPS));
    table->places = arena_array(&table->memory, uint32_t, places);
    table->rows = arena_take(&table->memory, room, row_size, alignof(int64_t));
    return OK;
}

enum err recount_table_init(struct recount_table *table, size_t row_size, size_t rows_max)
{
    BUG_IF(row_size < sizeof(struct recount_key) || row_size % sizeof(int64_t) != 0);
    BUG_IF(rows_max == 0 || rows_max > RECOUNT_ROWS_MAX);
    TRY(make(table, row_size, FIRST_PLACE_BITS));
    table->rows_max = rows_max;
    return OK;
}

void recount_table_done(struct recount_table *table)
{
    arena_done(&table->memory);
    *table = (struct recount_table){0};
}

void *recount_table_at(const struct recount_table *table, size_t i)
{
    return table->rows + i * table->row_size;
}

/* Where the key's row is or would be. Numbers follow one another, so their low bits are spread over
 * all of a product's high ones. */
static uint32_t *find_place(const struct recount_table *table, struct recount_key key)
{
    const size_t last = ((size_t)1 << table->place_bits) - 1;
    uint64_t mixed = (uint64_t)key.of * GOLDEN;
    mixed = (mixed ^ (mixed >> 32) ^ (uint64_t)key.in) * GOLDEN;
    size_t place = (size_t)(mixed >> (NUMBER_BITS - table->place_bits));
    for (; table->places[place] != 0; place = (place + 1) & last) {
        const struct recount_key *row = recount_table_at(table, table->places[place] - 1);
        if (row->of == key.of && row->in == key.in)
            break;
    }
    return &table->places[place];
}

static enum err grow(struct recount_table *table)
{
    struct recount_table larger;
    TRY(make(&larger, table->row_size, table->place_bits + 1));
    memcpy(larger.rows, table->rows, table->n * table->row_size);
    for (size_t i = 0; i < table->n; i++) {
        const struct recount_key *key = recount_table_at(&larger, i);
        *find_place(&larger, *key) = (uint32_t)i + 1;
    }
    larger.n = table->n;
    larger.rows_max = table->rows_max;
    arena_done(&table->memory);
    *table = larger;
    return OK;
}

void *recount_table_row(struct recount_table *table, struct recount_key key)
{
    uint32_t *place = find_place(table, key);
    if (*place == 0 && table->n == table->rows_max)
        return NULL;
    if (*place == 0 && table->n == table->room) {
        if (grow(table) != OK)
            return NULL;
        place = find_place(table, key);
    }
    if (*place == 0) {
        *(struct recount_key *)recount_table_at(table, table->n) = key;
        *place = (uint32_t)++table->n;
    }
    return recount_table_at(table, *place - 1);
}

bool recount_portion_has(const struct recount_portion *portion, int64_t number)
{
    return ((uint64_t)number * GOLDEN >> 32) % portion->of == portion->index;
}

bool recount_portion_next(struct recount_portion *portion, enum err *err)
{
    enum { PORTIONS_MAX = 1024 };
    if (portion->of == 0) {
        portion->of = 1;
    } else if (*err == OK) {
        portion->index++;
    } else if (*err == ERR_TOO_LARGE && portion->index == 0 && portion->of < PORTIONS_MAX) {
        portion->of *= 2;
        *err = OK;
    }
    return *err == OK && portion->index < portion->of;
}

enum err recount_portion_fits(const struct recount_portion *portion,
                              const struct recount_table *table)
{
    enum { PARTS = 8 };
    bool is_nearly_full = table->n > table->rows_max - table->rows_max / PARTS;
    return portion->index == 0 && is_nearly_full ? ERR_TOO_LARGE : OK;
}
