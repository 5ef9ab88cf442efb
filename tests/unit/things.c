/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The small database of tests; see things.h. */
#include "things.h"

#include <stdalign.h>

#include "base/log.h"

struct arena things_arena;

static const struct db_field thing_fields[] = {
    {DB_I64, false, offsetof(struct thing, id), "id"},
    {DB_BOOL, false, offsetof(struct thing, is_open), "is_open"},
    {DB_TEXT, false, offsetof(struct thing, word), "word"},
    {DB_TEXT, true, offsetof(struct thing, note), "note"},
    {DB_BLOB, true, offsetof(struct thing, bytes), "bytes"},
};
static const struct db_field number_fields[] = {
    {DB_I64, false, offsetof(struct number, n), "n"},
};
static const struct db_field word_fields[] = {
    {DB_TEXT, true, offsetof(struct word, s), "s"},
};

#define NUMBER_OUT                                                                                 \
    .out = number_fields, .n_out = 1, .row_size = sizeof(struct number),                           \
    .row_align = alignof(struct number)
#define THING_OUT                                                                                  \
    .out = thing_fields, .n_out = 5, .row_size = sizeof(struct thing),                             \
    .row_align = alignof(struct thing)

const struct db_query thing_add = {
    .name = "thing_add",
    .sqlite = "INSERT INTO thing (id, is_open, word, note, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
    .in = thing_fields,
    .n_in = 5,
    .slot = 0,
};
const struct db_query thing_get = {
    .name = "thing_get",
    .sqlite = "SELECT id, is_open, word, note, bytes FROM thing WHERE id = ?1",
    .in = number_fields,
    .n_in = 1,
    THING_OUT,
    .slot = 1,
};
const struct db_query thing_page = {
    .name = "thing_page",
    .sqlite = "SELECT id, is_open, word, note, bytes FROM thing ORDER BY id LIMIT ?1",
    .in = number_fields,
    .n_in = 1,
    THING_OUT,
    .slot = 2,
};
const struct db_query thing_close_all = {
    .name = "thing_close_all",
    .sqlite = "UPDATE thing SET is_open = 0 WHERE is_open = 1",
    .slot = 3,
};
const struct db_query journal_mode = {
    .name = "journal_mode",
    .sqlite = "PRAGMA journal_mode",
    .out = word_fields,
    .n_out = 1,
    .row_size = sizeof(struct word),
    .row_align = alignof(struct word),
    .slot = 4,
};
const struct db_query broken = {
    .name = "broken",
    .sqlite = "SELECT 1 FROM nowhere",
    .slot = 5,
};

const struct schema_step things_steps[THINGS_STEPS] = {
    {1, "start",
     "CREATE TABLE thing (id INTEGER PRIMARY KEY, is_open INTEGER NOT NULL, "
     "word TEXT NOT NULL CHECK (word <> 'forbidden'), note TEXT, bytes BLOB) STRICT;"
     "CREATE UNIQUE INDEX thing_note ON thing (note);"},
    {2, "more", "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;"},
};

int things_set_up(void **state)
{
    (void)state;
    log_set_level(LOG_WARNING);
    return arena_init(&things_arena, 1 << 20) == OK ? 0 : -1;
}

int things_tear_down(void **state)
{
    (void)state;
    arena_done(&things_arena);
    return 0;
}

static struct db *open_as(const char *path, enum db_mode mode)
{
    struct db *db = NULL;
    assert_int_equal(db_open(&db, path, mode, 2), OK);
    if (mode != DB_READER)
        assert_int_equal(migrate_steps(db, things_steps, THINGS_STEPS), OK);
    return db;
}

struct db *things_open(const char *name)
{
    return open_as(scratch_path(name), DB_WRITER);
}

struct db *things_reader(const char *name)
{
    return open_as(scratch_path(name), DB_READER);
}

struct db *things_memory(void)
{
    return open_as("", DB_EXCLUSIVE_MEMORY);
}

enum err things_add(struct db *db, int64_t id, const char *word)
{
    const struct thing thing = {.id = id, .is_open = true, .word = str_of(word)};
    return db_run(db, &thing_add, &thing);
}

void things_fill(struct db *db, int64_t n)
{
    assert_int_equal(db_begin(db), OK);
    for (int64_t i = 1; i <= n; i++)
        assert_int_equal(things_add(db, i, "word"), OK);
    assert_int_equal(db_commit(db), OK);
}

int64_t things_number(struct db *db, const char *sql)
{
    const struct db_query query = {.name = "number", .sqlite = sql, NUMBER_OUT, .slot = 6};
    struct number row;
    assert_int_equal(db_one(db, &query, &things_arena, NULL, &row), OK);
    return row.n;
}

int64_t things_count(struct db *db)
{
    return things_number(db, "SELECT count(*) FROM thing");
}
