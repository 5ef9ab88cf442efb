/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The recount: finds whatever is wrong in any counter, and mends it. */
#include <string.h>

#include "campaign_fixture.h"
#include "domain/recount.h"

static const struct person_id nobody;

struct findings {
    int64_t n;
    char last[160];
};

static void note(void *context, const char *what, int64_t stored, int64_t counted)
{
    struct findings *findings = context;
    assert_true(stored != counted);
    assert_true(strlen(what) < sizeof findings->last);
    memcpy(findings->last, what, strlen(what) + 1);
    findings->n++;
}

static int64_t run_with(struct fixture *f, bool is_repair, size_t rows_max,
                        struct findings *findings)
{
    int64_t n = -1;
    *findings = (struct findings){0};
    const struct recount recount = {.db = f->db,
                                    .arena = &f->arena,
                                    .key = f->key,
                                    .rows_max = rows_max,
                                    .is_repair = is_repair,
                                    .difference = note,
                                    .context = findings};
    assert_int_equal(recount_run(&recount, &n), OK);
    assert_int_equal(n, findings->n);
    return n;
}

static int64_t run(struct fixture *f, bool is_repair, struct findings *findings)
{
    return run_with(f, is_repair, 0, findings);
}

/* Two people, voices in two hours, a thread, reactions, a share. */
static struct post_id fill(struct fixture *f)
{
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    f->now_ms += 2 * HOUR_MS;
    struct post_id comment = fixture_comment(f, berta, voice, "I believe you.");
    fixture_comment(f, anna, comment, "Thank you.");
    assert_int_equal(fixture_react(f, berta, voice, REACTION_BELIEVE), OK);
    assert_int_equal(fixture_react(f, anna, comment, REACTION_THANK_YOU), OK);
    fixture_share(f, berta, voice);
    return voice;
}

static void every_wrong_counter_is_found_and_mended(void **state)
{
    static const char *const damages[] = {
        "UPDATE tally SET n = n + 1 WHERE kind = 1",
        "DELETE FROM tally WHERE kind = 3",
        "UPDATE tally SET hour = hour + 1",
        "INSERT INTO tally VALUES (1, 5, 2, 1, 3)",
        "DELETE FROM engaged",
        "UPDATE engaged SET first_hour = first_hour - 1 WHERE person = 2",
        "UPDATE engaged SET last_hour = last_hour + 1",
        "INSERT INTO engaged VALUES (1, 777, 0, 0)",
        "DELETE FROM people_hour",
        "UPDATE people_hour SET firsts = firsts + 1, lasts = lasts - 1",
        "INSERT INTO people_hour VALUES (1, 9, 1, 0)",
        "DELETE FROM post_count",
        "UPDATE post_count SET comments = comments + 1",
        "UPDATE post_count SET me_too = 1, believe = 0",
        "INSERT INTO post_count VALUES (777, 0, 0, 0, 0, 0, 1, 0)",
        /* An act without its count, and a count without its act. */
        "DELETE FROM share",
        "DELETE FROM language_post",
        "UPDATE language_post SET language = 'xx'",
        "INSERT INTO language_post VALUES (1, 'xx', 777)",
        "UPDATE post SET state = 1 WHERE root <> 0",
        "DELETE FROM reaction",
    };
    struct fixture *f = *state;
    struct findings findings;
    fill(f);
    assert_int_equal(run(f, false, &findings), 0);
    for (size_t i = 0; i < COUNT(damages); i++) {
        fixture_script(f, damages[i]);
        assert_true(run(f, false, &findings) > 0);
        assert_true(findings.last[0] != '\0');
        int64_t n = findings.n;
        assert_int_equal(run(f, false, &findings), n); /* looking changes nothing */
        assert_int_equal(run(f, true, &findings), n);
        assert_int_equal(run(f, false, &findings), 0);
    }
}

/* What is found and mended does not depend on how much is in memory at once. */
static void portions_find_and_mend_the_same(void **state)
{
    enum { PEOPLE = 40, FEW = 8 };
    struct fixture *f = *state;
    struct findings findings;
    struct post_id voice = fill(f);
    for (int i = 0; i < PEOPLE; i++) {
        struct person_id person = fixture_arrive(f, NULL);
        struct post_id own = fixture_say(f, person, "#MeToo");
        assert_int_equal(fixture_react(f, person, voice, REACTION_ME_TOO), OK);
        fixture_comment(f, person, own, "And one thing more.");
    }
    assert_int_equal(run_with(f, false, FEW, &findings), 0);
    fixture_script(f, "DELETE FROM tally; UPDATE engaged SET last_hour = last_hour + 1;"
                      "UPDATE post_count SET comments = comments + 1, shares = 9");
    int64_t n = run(f, false, &findings);
    assert_true(n > (int64_t)3 * PEOPLE);
    assert_int_equal(run_with(f, false, FEW, &findings), n);
    assert_int_equal(run_with(f, true, FEW, &findings), n);
    assert_int_equal(run(f, false, &findings), 0);
}

static void the_figures_follow_a_repair(void **state)
{
    struct fixture *f = *state;
    struct findings findings;
    fill(f);
    fixture_script(f, "DELETE FROM tally; DELETE FROM engaged; DELETE FROM people_hour");
    fixture_reopen(f);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    assert_true(run(f, true, &findings) > 0);
    fixture_reopen(f);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 1, 2, 2, 1});
}

/* On a connection that only reads, and without touching what the caller keeps in its arena. */
static void a_recount_disturbs_nobody(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct str kept = arena_printf(&f->arena, "kept %d", 1);
    int64_t n = -1;
    fixture_script(f, "UPDATE tally SET n = n + 1");
    const struct recount recount = {.db = f->reader, .arena = &f->arena, .key = f->key};
    assert_int_equal(recount_run(&recount, &n), OK);
    assert_true(n > 0);
    assert_str(kept, "kept 1");
    fixture_say(f, fixture_arrive(f, NULL), "#MeToo"); /* no transaction was left open */
    struct post post;
    assert_int_equal(fixture_post(f, nobody, (struct post_id){1}, &post), ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(every_wrong_counter_is_found_and_mended),
        IN_MEMORY(portions_find_and_mend_the_same),
        IN_MEMORY(the_figures_follow_a_repair),
        IN_FILE(a_recount_disturbs_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
