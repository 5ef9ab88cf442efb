/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was deleted is in no file: each wording carries a number, and the raw bytes of the database,
 * its log and a copy are searched for numbers of wordings that are gone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign_fixture.h"
#include "db/sqlite.h"
#include "db/sqlite_page.h"
#include "domain/scrub.h"

enum { ROWS = 3000, ROUNDS = 40, ACTS = 1500, WORDINGS = ROWS + ROUNDS * ACTS, WORDS_MAX = 3000 };
enum { MARK_BYTES = 8 }; /* "<123456>" */

struct diary {
    sqlite3 *handle;
    sqlite3_stmt *put, *remove;
    int wording_of[ROWS]; /* 0: none */
    bool stands[WORDINGS + 1];
    int n; /* wordings so far */
    uint64_t chance;
};

static int draw(struct diary *diary, int n)
{
    diary->chance = diary->chance * 6364136223846793005u + 1442695040888963407u;
    return (int)((diary->chance >> 33) % (uint64_t)n);
}

static sqlite3_stmt *prepare(sqlite3 *handle, const char *sql)
{
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL), SQLITE_OK);
    return statement;
}

static void run(sqlite3 *handle, const char *sql)
{
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void step(sqlite3_stmt *statement)
{
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_reset(statement);
}

static void diary_open(struct diary *diary, sqlite3 *handle)
{
    *diary = (struct diary){.handle = handle, .chance = 4};
    run(handle, "CREATE TABLE page (id INTEGER PRIMARY KEY, text TEXT, kind INTEGER) STRICT");
    run(handle, "CREATE TABLE before (id INTEGER, n INTEGER, text TEXT, PRIMARY KEY (id, n)) "
                "STRICT, WITHOUT ROWID");
    diary->put = prepare(handle, "INSERT OR REPLACE INTO page VALUES (?1, ?2, 0)");
    diary->remove = prepare(handle, "DELETE FROM page WHERE id = ?1");
}

static void diary_close(struct diary *diary)
{
    sqlite3_finalize(diary->put);
    sqlite3_finalize(diary->remove);
}

/* Mostly short, now and then one that takes pages of its own. */
static void put(struct diary *diary, int row)
{
    char text[WORDS_MAX + MARK_BYTES + 1];
    int length = draw(diary, 40) == 0 ? draw(diary, WORDS_MAX) : draw(diary, 260);
    int wording = ++diary->n;
    int n = 0;
    do
        n += snprintf(text + n, sizeof text - (size_t)n, "<%06d>", wording);
    while (n < length);
    sqlite3_bind_int(diary->put, 1, row);
    sqlite3_bind_text(diary->put, 2, text, n, SQLITE_STATIC);
    step(diary->put);
    diary->stands[diary->wording_of[row]] = false;
    diary->wording_of[row] = wording;
    diary->stands[wording] = true;
}

static void take_out(struct diary *diary, int row)
{
    sqlite3_bind_int(diary->remove, 1, row);
    step(diary->remove);
    diary->stands[diary->wording_of[row]] = false;
    diary->wording_of[row] = 0;
}

/* Written, changed and deleted at random; what is changed keeps its former wording, too. */
static void live(struct diary *diary)
{
    run(diary->handle, "BEGIN IMMEDIATE");
    for (int i = 0; i < ACTS; i++) {
        int row = draw(diary, ROWS);
        if (draw(diary, 2) == 0)
            put(diary, row);
        else
            take_out(diary, row);
    }
    run(diary->handle, "INSERT OR IGNORE INTO before SELECT id, length(text), text FROM page "
                       "WHERE id % 7 = 0");
    run(diary->handle, "DELETE FROM before WHERE NOT EXISTS (SELECT 1 FROM page WHERE "
                       "page.id = before.id AND page.text = before.text)");
    run(diary->handle, "COMMIT");
}

static char *read_all(const char *path, size_t *n)
{
    FILE *file = fopen(path, "r");
    *n = 0;
    if (file == NULL)
        return NULL;
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *n = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*n + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *n, file), *n);
    bytes[*n] = '\0';
    fclose(file);
    return bytes;
}

/* Marks in the file of wordings that are gone; *n_standing: of the others. */
static int count_gone(const struct diary *diary, const char *path, int *n_standing)
{
    size_t n;
    int n_gone = 0;
    char *bytes = read_all(path, &n);
    for (size_t i = 0; i + MARK_BYTES <= n; i++) {
        if (bytes[i] != '<' || bytes[i + MARK_BYTES - 1] != '>')
            continue;
        int64_t wording;
        if (!str_i64((struct str){bytes + i + 1, MARK_BYTES - 2}, &wording) || wording < 1 ||
            wording > diary->n)
            continue;
        if (diary->stands[wording])
            ++*n_standing;
        else
            n_gone++;
    }
    free(bytes);
    return n_gone;
}

static void assert_clean(const struct diary *diary, const char *path)
{
    char log[256];
    int n = 0, n_log = 0;
    snprintf(log, sizeof log, "%s-wal", path);
    assert_int_equal(count_gone(diary, path, &n), 0);
    assert_true(n > 0);
    assert_int_equal(count_gone(diary, log, &n_log), 0);
}

/* After each round, so that what memory still had would come back with the next. */
static void what_is_deleted_is_in_no_file(void **state)
{
    (void)state;
    static struct diary diary;
    struct db *db;
    const char *path = scratch_path("scrub.db");
    const char *copy = scratch_path("scrub-copy.db");
    assert_int_equal(db_open(&db, path, DB_WRITER, 2), OK);
    diary_open(&diary, sqlite_of(db)->handle);
    for (int i = 0; i < ROUNDS; i++) {
        live(&diary);
        if (i == ROUNDS - 1)
            assert_int_equal(db_backup(db, copy), OK);
        assert_int_equal(db_scrub(db), OK);
        assert_clean(&diary, path);
    }
    assert_clean(&diary, copy);
    assert_int_equal(db_integrity(db), OK);
    diary_close(&diary);
    db_close(db);
    assert_clean(&diary, path);
}

/* Nothing comes back into the log out of the pages in memory. */
static void what_is_deleted_stays_away(void **state)
{
    (void)state;
    static struct diary diary;
    struct db *db;
    const char *path = scratch_path("away.db");
    assert_int_equal(db_open(&db, path, DB_WRITER, 64), OK);
    diary_open(&diary, sqlite_of(db)->handle);
    for (int i = 0; i < ROUNDS / 2; i++)
        live(&diary);
    assert_int_equal(db_scrub(db), OK);
    /* every page is written once more, and packed as before: no row changes its length */
    run(diary.handle, "UPDATE page SET kind = 1");
    assert_clean(&diary, path);
    diary_close(&diary);
    db_close(db);
}

/* SQLite alone leaves some: this test would notice. */
static void sqlite_alone_leaves_some(void **state)
{
    (void)state;
    static struct diary diary;
    sqlite3 *handle;
    int n_standing = 0;
    const char *path = scratch_path("alone.db");
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    run(handle, "PRAGMA page_size = 1024; PRAGMA secure_delete = ON; PRAGMA synchronous = OFF");
    diary_open(&diary, handle);
    for (int i = 0; i < ROUNDS; i++)
        live(&diary);
    assert_true(count_gone(&diary, path, &n_standing) > 0);
    diary_close(&diary);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

/* --- voices --- */

enum { VOICES = 600, NOW_MS = 1000000 };

static struct str wording(struct fixture *f, struct diary *diary, int i)
{
    char text[1200];
    int length = draw(diary, 1000);
    int n = snprintf(text, sizeof text, "#MeToo ");
    diary->stands[diary->wording_of[i]] = false;
    diary->wording_of[i] = ++diary->n;
    diary->stands[diary->n] = true;
    do
        n += snprintf(text + n, sizeof text - (size_t)n, "<%06d> ", diary->n);
    while (n < length);
    return arena_str(&f->arena, (struct str){text, (size_t)n});
}

/* An earlier wording stays with a voice that is edited, and goes with it. */
static void what_is_withdrawn_is_in_no_file(void **state)
{
    (void)state;
    static struct fixture f;
    static struct diary diary;
    struct post_id posts[VOICES];
    struct scrub scrub = {0};
    fixture_open(&f, "voices.db");
    diary.chance = 1;
    /* nobody may say more than some hundreds in an hour */
    const struct person_id people[] = {fixture_arrive(&f, "anna"), fixture_arrive(&f, "berta")};
    for (int i = 0; i < VOICES; i++) {
        struct act *act = fixture_act(&f, ACT_POST, people[i % 2]);
        act->post.text = wording(&f, &diary, i);
        act->post.is_anonymous = i % 3 == 0;
        assert_int_equal(fixture_apply(&f, act), OK);
        posts[i].v = act->id;
    }
    for (int i = 0; i < VOICES; i += 2) {
        struct act *act = fixture_act(&f, ACT_EDIT, people[i % 2]);
        act->post.target = posts[i];
        act->post.text = wording(&f, &diary, i);
        diary.stands[i + 1] = true; /* with its number, it was kept as the earlier one */
        assert_int_equal(fixture_apply(&f, act), OK);
    }
    for (int i = 0; i < VOICES; i++) {
        if (i % 5 == 0)
            continue;
        assert_int_equal(fixture_withdraw(&f, people[i % 2], posts[i]), OK);
        diary.stands[i + 1] = diary.stands[diary.wording_of[i]] = false;
    }
    assert_true(scrub_asks(&scrub, NOW_MS)); /* of what was before the start nothing is known */
    assert_false(scrub_asks(&scrub, NOW_MS + 1999));
    assert_true(scrub_asks(&scrub, NOW_MS + 2000));
    scrub_step(&scrub, f.db);
    assert_true(scrub.is_done);
    scrub_note(&scrub, false, NOW_MS + 3000);
    assert_true(scrub.is_done);
    scrub_note(&scrub, true, NOW_MS + 4000);
    scrub_note(&scrub, true, NOW_MS + 5000); /* it is waited for since the first */
    assert_false(scrub_is_due(&scrub, NOW_MS + 33999));
    assert_false(scrub_asks(&scrub, NOW_MS + 33999));
    assert_true(scrub_is_due(&scrub, NOW_MS + 34000));
    assert_true(scrub_asks(&scrub, NOW_MS + 34000));
    assert_false(scrub_asks(&scrub, NOW_MS + 34001));
    assert_true(scrub_asks(&scrub, NOW_MS - 1)); /* the clock was set back */
    assert_clean(&diary, scratch_path("voices.db"));
    fixture_close(&f);
}

/* --- pages --- */

enum { PAGE_BYTES = 1024 };

static bool is_page(const char *head, size_t n, struct page_room *room)
{
    unsigned char page[PAGE_BYTES] = {0};
    memcpy(page, head, n);
    return sqlite_page_room(page, sizeof page, false, room);
}

static void room_of_a_page(void **state)
{
    (void)state;
    struct page_room room;
    /* two rows, from 1000 on */
    static const char leaf[] = "\x0d\0\0\0\2\x03\xe8\0\x03\xf2\x03\xe8";
    assert_true(is_page(leaf, sizeof leaf - 1, &room));
    assert_int_equal(room.at, 12);
    assert_int_equal(room.n, 1000 - 12);
    static const char empty[] = "\x0a\0\0\0\0\x04\0\0";
    assert_true(is_page(empty, sizeof empty - 1, &room));
    assert_int_equal(room.n, PAGE_BYTES - 8);
}

static void what_is_no_page_of_rows(void **state)
{
    (void)state;
    struct page_room room;
    static const struct str pages[] = {
        STR_INIT("\0\0\0\7more of a long text"),          /* goes on in page 7 */
        STR_INIT("\2\0\0\7more of a long text"),          /* beyond 2^25 pages */
        STR_INIT("\x0d\0\0\0\2\x03\xe8\0\x03\xf2\0\x10"), /* a row in the header */
        STR_INIT("\x0d\0\0\0\2\x03\xe8\0\x03\xf2\3\xff"), /* a row beyond the end */
        STR_INIT("\x0d\0\0\xff\xff\x03\xe8\0"),           /* more rows than room */
        STR_INIT("\x0d\0\0\0\0\x05\0\0"),                 /* rows from beyond the end */
        STR_INIT("\x0d\0\0\0\0\0\0\0"),                   /* likewise, 65536 */
        STR_INIT("\0\0\0\0\0\0\0\0"),                     /* a free one */
    };
    for (size_t i = 0; i < COUNT(pages); i++)
        assert_false(is_page(pages[i].p, pages[i].n, &room));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_deleted_is_in_no_file),
        cmocka_unit_test(what_is_deleted_stays_away),
        cmocka_unit_test(sqlite_alone_leaves_some),
        cmocka_unit_test(what_is_withdrawn_is_in_no_file),
        cmocka_unit_test(room_of_a_page),
        cmocka_unit_test(what_is_no_page_of_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
