/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the database alone tells of who said what anonymously: the same history is lived several
 * times with other authors, and every value of every table is compared. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign_fixture.h"
#include "db/sqlite.h"
#include "domain/standing.h"
#include "domain/veil.h"

static struct post_id whisper(struct fixture *f, struct person_id person, struct post_id parent,
                              int64_t client)
{
    struct act *act = fixture_act(f, ACT_POST, person);
    act->post.text = STR("Dear @anna, dear @berta. #MeToo");
    act->post.parent = parent;
    act->post.is_anonymous = true;
    act->post.client.v = client;
    assert_int_equal(fixture_apply(f, act), OK);
    return (struct post_id){act->id};
}

static void stand(struct fixture *f, enum act_kind kind, struct person_id person, struct post_id id)
{
    struct act *act = fixture_act(f, kind, person);
    act->stand = id;
    assert_int_equal(fixture_apply(f, act), OK);
}

enum { DUMP_MAX = 1 << 20, VALUES_MAX = 4000 };

/* Every value of every column of every table. What the key hides is left out of the text, and
 * counted among the values: those must all be different. */
struct dump {
    char text[DUMP_MAX];
    size_t n;
    char hidden[VALUES_MAX][2 * VEIL_SEALED_BYTES + 1];
    size_t n_hidden;
};

static bool is_hidden(const char *table, const char *column, sqlite3_stmt *row, int i)
{
    if (strcmp(table, "veil") == 0)
        return true;
    return strcmp(table, "post") == 0 && strcmp(column, "author") == 0 &&
           sqlite3_column_int64(row, i) < 0;
}

static void add_hidden(struct dump *dump, sqlite3_stmt *row, int i)
{
    char *to = dump->hidden[dump->n_hidden++];
    assert_true(dump->n_hidden < VALUES_MAX);
    if (sqlite3_column_type(row, i) == SQLITE_INTEGER) {
        snprintf(to, sizeof dump->hidden[0], "%lld", (long long)sqlite3_column_int64(row, i));
        return;
    }
    const unsigned char *bytes = sqlite3_column_blob(row, i);
    for (int k = 0; k < sqlite3_column_bytes(row, i); k++)
        snprintf(to + 2 * k, 3, "%02x", bytes[k]);
}

static void dump_row(struct dump *dump, const char *table, sqlite3_stmt *row)
{
    for (int i = 0; i < sqlite3_column_count(row); i++) {
        const char *column = sqlite3_column_name(row, i), *value = "hidden";
        if (is_hidden(table, column, row, i))
            add_hidden(dump, row, i);
        else
            value = (const char *)sqlite3_column_text(row, i);
        dump->n += (size_t)snprintf(dump->text + dump->n, sizeof dump->text - dump->n,
                                    "%s.%s = %s\n", table, column, value ? value : "NULL");
        assert_true(dump->n < sizeof dump->text);
    }
}

static sqlite3_stmt *prepare(struct fixture *f, const char *sql)
{
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(sqlite_of(f->db)->handle, sql, -1, &statement, NULL),
                     SQLITE_OK);
    return statement;
}

static void dump_all(struct fixture *f, struct dump *dump)
{
    dump->n = dump->n_hidden = 0;
    sqlite3_stmt *tables = prepare(
        f, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
    while (sqlite3_step(tables) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(tables, 0);
        char sql[200];
        snprintf(sql, sizeof sql, "SELECT * FROM %s", table);
        sqlite3_stmt *rows = prepare(f, sql);
        while (sqlite3_step(rows) == SQLITE_ROW)
            dump_row(dump, table, rows);
        sqlite3_finalize(rows);
    }
    sqlite3_finalize(tables);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void assert_all_different(struct dump *dump)
{
    qsort(dump->hidden, dump->n_hidden, sizeof dump->hidden[0], by_text);
    for (size_t i = 1; i < dump->n_hidden; i++)
        assert_string_not_equal(dump->hidden[i - 1], dump->hidden[i]);
}

/* Shows the first line that differs. */
static void assert_same_text(const struct dump *a, const struct dump *b)
{
    const char *x = a->text, *y = b->text;
    while (*x != '\0' && *y != '\0') {
        size_t n = strcspn(x, "\n") + 1, m = strcspn(y, "\n") + 1;
        if (n != m || memcmp(x, y, n) != 0)
            print_error("%.*s%.*s", (int)n, x, (int)m, y);
        assert_true(n == m && memcmp(x, y, n) == 0);
        x += n;
        y += m;
    }
    assert_int_equal(a->n, b->n);
}

enum { SPEAKERS = 3, ROUNDS = 6 };

/* Everybody does something openly, so that the hours of all people together are the same. */
static void open_acts(struct fixture *f, const struct person_id *people)
{
    for (int i = 0; i < SPEAKERS; i++)
        fixture_say(f, people[i], "Good morning. #MeToo");
}

/* What people do under their own names with what somebody said anonymously. */
static void answer_all(struct fixture *f, const struct person_id *people, struct post_id voice)
{
    for (int i = 0; i < SPEAKERS; i++) {
        struct post_id comment = fixture_comment(f, people[i], voice, "Dear @anna, dear @berta.");
        assert_int_equal(fixture_react(f, people[i], voice, REACTION_BELIEVE), OK);
        fixture_share(f, people[i], voice);
        assert_int_equal(fixture_tie(f, people[i], TIE_BOOKMARK, voice.v), OK);
        struct act *answer = fixture_act(f, ACT_POST, people[(i + 1) % SPEAKERS]);
        answer->post.text = STR("Yes.");
        answer->post.parent = comment;
        (void)fixture_apply(f, answer); /* not across a block */
    }
}

/* A voice whose author says which comments are shown: everybody asks, hers too. */
static void approve_all(struct fixture *f, const struct person_id *people, struct person_id author)
{
    struct act *voice = fixture_act(f, ACT_POST, author);
    voice->post.text = STR("#MeToo");
    voice->post.is_anonymous = true;
    voice->post.answers = ANSWERS_APPROVED;
    voice->post.expires_ms = f->now_ms + 100 * (int64_t)HOUR_MS;
    assert_int_equal(fixture_apply(f, voice), OK);
    for (int i = 0; i < SPEAKERS; i++) {
        struct post_id comment =
            fixture_comment(f, people[i], (struct post_id){voice->id}, "May I?");
        stand(f, i == 0 ? ACT_REFUSE : ACT_APPROVE, author, comment);
    }
}

/* The author of each voice, and of a comment on the one before it, is `people[authors[i]]`. */
static void live(struct fixture *f, const int authors[ROUNDS], struct dump *dump)
{
    fixture_open(f, NULL);
    const struct person_id people[SPEAKERS] = {
        fixture_arrive(f, "anna"), fixture_arrive(f, "berta"), fixture_arrive(f, "clara")};
    struct post_id voice = {0};
    open_acts(f, people);
    assert_int_equal(fixture_tie(f, people[0], TIE_BLOCK, people[2].v), OK);
    assert_int_equal(fixture_tie(f, people[1], TIE_MUTE, people[2].v), OK);
    for (int i = 0; i < ROUNDS; i++) {
        struct person_id author = people[authors[i]];
        f->now_ms += HOUR_MS;
        struct post_id comment = {0};
        if (voice.v != 0)
            comment = whisper(f, author, voice, 100 + author.v);
        voice = whisper(f, author, (struct post_id){0}, 100 + author.v);
        answer_all(f, people, voice);
        approve_all(f, people, author);
        struct act *edit = fixture_act(f, ACT_EDIT, author);
        edit->post.target = voice;
        edit->post.text = STR("Dear @anna. #MeToo");
        assert_int_equal(fixture_apply(f, edit), OK);
        stand(f, ACT_PAUSE, author, voice);
        stand(f, ACT_RESUME, author, voice);
        if (i % 2)
            assert_int_equal(fixture_withdraw(f, author, comment), OK);
    }
    f->now_ms += HOUR_MS;
    open_acts(f, people);
    fixture_assert_recount(f);
    dump_all(f, dump);
    fixture_close(f);
}

/* Whoever said it, one person or several: all else in the database is the same to the letter, and
 * what the key hides is never twice the same. */
static void the_database_does_not_tell_who_said_what(void **state)
{
    (void)state;
    static const int authors[][ROUNDS] = {
        {0, 0, 0, 0, 0, 0}, {0, 1, 2, 0, 1, 2}, {2, 2, 1, 1, 0, 0}, {1, 1, 1, 1, 1, 1}};
    static struct fixture f;
    static struct dump first, other;
    live(&f, authors[0], &first);
    assert_true(first.n_hidden > 2 * ROUNDS);
    for (size_t i = 1; i < COUNT(authors); i++) {
        live(&f, authors[i], &other);
        assert_same_text(&first, &other);
        assert_all_different(&other);
    }
    assert_all_different(&first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_database_does_not_tell_who_said_what),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
