/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Fuzz: any bytes as the files of a help directory. The text is cut at NULs; each piece begins with
 * a letter that says which file it is ('a' the first). Whatever comes: what is read keeps its
 * rules, and what is written of a file's rows is read again as the same fields. */
#include <stdint.h>
#include <string.h>

#include "command/csv.h"
#include "command/hsds.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool complain(void *context, const char *path, size_t line, const char *message)
{
    int *n = context;
    BUG_IF(path == NULL || message == NULL || line > 1000000);
    return ++*n < 20;
}

/* Cleaned fields stay as they are when they are cleaned again. */
static void check_again(struct arena *arena, struct help_set *set)
{
    struct str *before[HELP_TABLES];
    for (enum help_table t = 0; t < HELP_TABLES; t++) {
        size_t bytes = set->tables[t].n * help_tables[t].row_size;
        before[t] = arena_take(arena, 1, bytes + 1, alignof(struct str));
        if (bytes > 0)
            memcpy(before[t], set->tables[t].rows, bytes);
    }
    BUG_IF(help_set_check(arena, set, NULL, NULL) != OK);
    for (enum help_table t = 0; t < HELP_TABLES; t++) {
        const struct str *now = set->tables[t].rows;
        size_t n = set->tables[t].n * (help_tables[t].row_size / sizeof(struct str));
        for (size_t i = 0; i < n; i++)
            BUG_IF(!str_eq(now[i], before[t][i]) || now[i].p == NULL || !str_is_utf8(now[i]));
    }
}

/* As entries, without a database: one for each service of the sorted set. */
static struct help_entry *entries_of(struct arena *arena, const struct help_set *set)
{
    const struct help_service *services = set->tables[HELP_SERVICE].rows;
    size_t n = set->tables[HELP_SERVICE].n;
    struct help_entry *entries = arena_array(arena, struct help_entry, n + 1);
    for (size_t i = 0; i < n; i++) {
        for (enum help_table t = 0; t < HELP_TABLES; t++) {
            struct str key = t == HELP_ORGANISATION ? services[i].organisation : services[i].id;
            struct help_rows rows = help_set_of(set, t, key);
            entries[i].tables[t] = (struct help_list){rows.rows, rows.n};
        }
        entries[i].service = entries[i].tables[HELP_SERVICE].rows;
        entries[i].organisation = entries[i].tables[HELP_ORGANISATION].rows;
        BUG_IF(entries[i].tables[HELP_SERVICE].n != 1 || entries[i].organisation == NULL);
    }
    return entries;
}

static void write_all(struct arena *arena, const struct help_set *set,
                      struct hsds_text texts[HSDS_FILES])
{
    const struct help_entry *entries = entries_of(arena, set);
    for (size_t file = 0; file < HSDS_FILES; file++) {
        struct buf buf = buf_init(HSDS_FILE_MAX_BYTES);
        hsds_write(&buf, file, entries, set->tables[HELP_SERVICE].n);
        texts[file] = (struct hsds_text){hsds_name(file), arena_str(arena, buf_str(&buf))};
        buf_free(&buf);
    }
}

/* There and back is the same. */
static void check_round_trip(struct arena *arena, struct help_set *set)
{
    struct hsds_text first[HSDS_FILES], second[HSDS_FILES];
    struct hsds_read again;
    int n = 0;
    help_set_sort(set);
    write_all(arena, set, first);
    BUG_IF(hsds_read(arena, first, complain, &n, &again) != OK);
    help_set_sort(&again.set);
    write_all(arena, &again.set, second);
    for (size_t file = 0; file < HSDS_FILES; file++)
        BUG_IF(!str_eq(first[file].text, second[file].text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct hsds_text texts[HSDS_FILES] = {{NULL, {NULL, 0}}};
    struct str rest = {(const char *)data, size};
    struct hsds_read read;
    int n = 0;
    if (!arena.base && arena_init(&arena, (size_t)256 * 1024 * 1024) != OK)
        return 0;
    arena_reset(&arena);
    while (rest.p && rest.n > 0) {
        struct str piece = str_cut(&rest, '\0');
        size_t file = piece.n > 0 ? (size_t)(unsigned char)(piece.p[0] - 'a') : HSDS_FILES;
        if (file < HSDS_FILES)
            texts[file] = (struct hsds_text){hsds_name(file), str_sub(piece, 1, piece.n)};
    }
    enum err err = hsds_read(&arena, texts, complain, &n, &read);
    BUG_IF(err == ERR_BAD_INPUT && n == 0);
    if (err != OK)
        return 0;
    check_again(&arena, &read.set);
    check_round_trip(&arena, &read.set);
    return 0;
}
