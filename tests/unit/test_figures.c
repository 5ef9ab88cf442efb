/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures: when they are released, what their windows hold, what is told apart and what is not. */
#include <sched.h>
#include <string.h>

#include "campaign_fixture.h"
#include "domain/told.h"

static const struct person_id nobody;

/* --- releases --- */

static void figures_move_in_steps(void **state)
{
    struct fixture *f = *state;
    f->options.release_step = 20;
    fixture_reopen(f);
    struct person_id person = fixture_arrive(f, NULL);
    int64_t release = fixture_figures(f, f->campaign).release;
    struct post_id posts[20];
    for (int i = 0; i < 19; i++)
        posts[i] = fixture_say(f, person, "#MeToo");
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    assert_int_equal(fixture_figures(f, f->campaign).release, release);
    f->now_ms += 5;
    posts[19] = fixture_say(f, person, "#MeToo");
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 20, 0, 0, 0});
    assert_int_equal(fixture_figures(f, f->campaign).release, release + 1);
    assert_int_equal(fixture_figures(f, f->campaign).as_of_ms, f->now_ms);
    /* What is taken back is a step too. */
    for (int i = 0; i < 19; i++)
        assert_int_equal(fixture_withdraw(f, person, posts[i]), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 20, 0, 0, 0});
    assert_int_equal(fixture_withdraw(f, person, posts[19]), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    /* Acts outside the campaign are none of its steps. */
    release = fixture_figures(f, f->campaign).release;
    for (int i = 0; i < 30; i++)
        fixture_say(f, person, "nothing of a family");
    assert_int_equal(fixture_figures(f, f->campaign).release, release);
}

static void a_new_hour_releases(void **state)
{
    struct fixture *f = *state;
    f->options.release_step = 20;
    fixture_reopen(f);
    struct person_id person = fixture_arrive(f, NULL);
    fixture_say(f, person, "#MeToo");
    f->now_ms += HOUR_MS - 1;
    fixture_say(f, person, "#MeToo");
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    f->now_ms += 1;
    fixture_say(f, person, "nothing of a family");
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 2, 0, 0, 0});
}

/* Also when nobody does anything: the thread looks once a second. */
static void a_new_hour_releases_without_acts(void **state)
{
    struct fixture *f = *state;
    f->options.release_step = 20;
    fixture_reopen(f);
    fixture_say(f, fixture_arrive(f, NULL), "#MeToo");
    int64_t release = fixture_figures(f, f->campaign).release;
    f->now_ms += HOUR_MS;
    fixture_start(f);
    while (fixture_figures(f, f->campaign).release == release) {
        arena_reset(&f->arena);
        sched_yield();
    }
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
}

/* Also when so much time has passed that the page shows others. */
static void the_first_hours_are_always_there(void **state)
{
    struct fixture *f = *state;
    struct person_id person = fixture_arrive(f, NULL);
    f->now_ms = FIXTURE_CALLED_MS + 2 * HOUR_MS;
    fixture_reopen(f);
    fixture_say(f, person, "#MeToo");
    struct figures figures = fixture_figures(f, f->campaign);
    assert_int_equal(figures.n_first, 3);
    assert_int_equal(figures.first[2].counts.kinds[COUNT_POST], 1);
    f->now_ms += INT64_C(401) * 24 * HOUR_MS;
    fixture_reopen(f);
    figures = fixture_figures(f, f->campaign);
    assert_true(figures.hours[0].hour > 24);
    assert_int_equal(figures.n_first, 24);
    assert_int_equal(figures.first[2].hour, 2);
    assert_int_equal(figures.first[2].start_ms, FIXTURE_CALLED_MS + 2 * HOUR_MS);
    assert_int_equal(figures.first[2].counts.kinds[COUNT_POST], 1);
    assert_int_equal(figures.first[2].counts.people, 1);
    assert_int_equal(figures.first[3].counts.kinds[COUNT_POST], 0);
}

static void figures_of_nothing(void **state)
{
    struct fixture *f = *state;
    struct figures figures;
    assert_int_equal(board_figures(f->board, (struct campaign_id){99}, &f->arena, &figures),
                     ERR_NOT_FOUND);
    figures = fixture_figures(f, f->campaign);
    assert_str(figures.slug, "metoo");
    assert_int_equal(figures.called_ms, FIXTURE_CALLED_MS);
    assert_int_equal(figures.n_hours, 1);
    assert_int_equal(figures.hours[0].start_ms, FIXTURE_CALLED_MS);
    for (int b = 0; b < BREAKDOWNS; b++)
        assert_int_equal(figures.parts[b].n, 0);
}

/* --- windows --- */

static void windows_over_time(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id first = fixture_say(f, anna, "#MeToo");
    f->now_ms = FIXTURE_CALLED_MS + 24 * (int64_t)HOUR_MS - 1;
    struct post_id last = fixture_say(f, anna, "#MeToo");
    fixture_assert_window(f, WINDOW_FIRST_24H, (int64_t[]){1, 2, 0, 0, 0});
    fixture_assert_window(f, WINDOW_LAST_24H, (int64_t[]){1, 2, 0, 0, 0});
    f->now_ms++; /* the 25th hour begins */
    assert_int_equal(fixture_react(f, berta, first, REACTION_ME_TOO), OK);
    fixture_assert_window(f, WINDOW_FIRST_24H, (int64_t[]){1, 2, 0, 0, 0});
    fixture_assert_window(f, WINDOW_LAST_24H, (int64_t[]){2, 1, 0, 1, 0});
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 2, 0, 1, 0});
    f->now_ms += 24 * (int64_t)HOUR_MS;
    fixture_say(f, berta, "nothing of a family");
    fixture_assert_window(f, WINDOW_LAST_24H, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 2, 0, 1, 0});
    /* When her later act goes, her earlier one remains; when both, nothing does. */
    assert_int_equal(fixture_withdraw(f, anna, last), OK);
    fixture_assert_window(f, WINDOW_FIRST_24H, (int64_t[]){1, 1, 0, 0, 0});
    assert_int_equal(fixture_withdraw(f, anna, first), OK);
    fixture_assert_window(f, WINDOW_FIRST_24H, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_recount(f);
}

static void p1_a_person_counts_once_in_the_family(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    fixture_say(f, anna, "#YoTambién #MeToo");
    assert_int_equal(fixture_react(f, anna, voice, REACTION_WITH_YOU), OK);
    f->now_ms += 25 * (int64_t)HOUR_MS; /* another day */
    fixture_say(f, anna, "#YoTambién");
    fixture_comment(f, anna, voice, "still here");
    struct figures figures = fixture_figures(f, f->campaign);
    for (int w = 0; w < WINDOWS; w++)
        assert_int_equal(figures.windows[w].people, 1);
    int64_t in_hours = 0;
    for (size_t i = 0; i < figures.n_hours; i++)
        in_hours += figures.hours[i].counts.people;
    assert_int_equal(in_hours, 1);
    for (int b = 0; b < BREAKDOWNS; b++)
        for (size_t i = 0; i < figures.parts[b].n; i++)
            assert_int_equal(figures.parts[b].items[i].counts.people, 0); /* acts alone */
}

static const struct figure_part *part_of(const struct figures *figures, enum figure_breakdown by,
                                         const char *name)
{
    for (size_t i = 0; i < figures->parts[by].n; i++)
        if (str_eq(figures->parts[by].items[i].name, str_of(name)))
            return &figures->parts[by].items[i];
    return NULL;
}

static void breakdowns_say_what_was_said(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct act *berta = fixture_act(f, ACT_ARRIVE, nobody);
    berta->arrival =
        (struct act_arrival){.is_wanted = true, .language = STR("fa"), .country = STR("ir")};
    assert_int_equal(fixture_apply(f, berta), OK);
    struct post_id voice = fixture_say(f, anna, "#metoo"); /* en, by the hashtag */
    fixture_say(f, anna, "#yotambién y #MeToo");           /* es, by the first */
    assert_int_equal(fixture_react(f, berta->person, voice, REACTION_ME_TOO), OK); /* fa, IR */
    struct act *said = fixture_act(f, ACT_POST, anna);
    said->post.text = STR("#MeToo");
    said->post.language = STR("pt-BR");
    said->post.country = STR("br");
    assert_int_equal(fixture_apply(f, said), OK);
    struct figures figures = fixture_figures(f, f->campaign);
    assert_int_equal(figures.parts[BY_LANGUAGE].n, 4);
    assert_int_equal(part_of(&figures, BY_LANGUAGE, "en")->counts.kinds[COUNT_POST], 1);
    assert_int_equal(part_of(&figures, BY_LANGUAGE, "es")->counts.kinds[COUNT_POST], 1);
    assert_int_equal(part_of(&figures, BY_LANGUAGE, "pt-BR")->counts.kinds[COUNT_POST], 1);
    assert_int_equal(part_of(&figures, BY_LANGUAGE, "fa")->counts.kinds[COUNT_REACTION], 1);
    assert_int_equal(part_of(&figures, BY_COUNTRY, "")->counts.kinds[COUNT_POST], 2);
    assert_int_equal(part_of(&figures, BY_COUNTRY, "BR")->counts.kinds[COUNT_POST], 1);
    assert_int_equal(part_of(&figures, BY_COUNTRY, "IR")->counts.kinds[COUNT_REACTION], 1);
    assert_int_equal(part_of(&figures, BY_HASHTAG, "MeToo")->counts.kinds[COUNT_POST], 2);
    assert_int_equal(part_of(&figures, BY_HASHTAG, "MeToo")->counts.kinds[COUNT_REACTION], 1);
    assert_int_equal(part_of(&figures, BY_HASHTAG, "YoTambién")->counts.kinds[COUNT_POST], 1);
    assert_int_equal(figures.parts[BY_NETWORK].n, 1);
    assert_int_equal(part_of(&figures, BY_NETWORK, "here")->counts.kinds[COUNT_POST], 3);
}

/* --- floors --- */

enum { FLOOR = 20 };

struct floors {
    struct arena arena;
    struct sheet_pair pair;
};

static void begin_pair(struct floors *t)
{
    memset(&t->pair, 0, sizeof t->pair);
    t->pair.slug = STR("metoo");
}

static void add_part(struct floors *t, const char *name, int64_t posts, int64_t comments)
{
    int i = sheet_part(&t->pair.released, &t->arena, BY_LANGUAGE, str_of(name));
    t->pair.released.parts[BY_LANGUAGE].items[i].kinds[COUNT_POST] = posts;
    t->pair.released.parts[BY_LANGUAGE].items[i].kinds[COUNT_COMMENT] = comments;
    struct sheet_hour *hour = sheet_hour(&t->pair.released, &t->arena, 0);
    hour->kinds[COUNT_POST] += posts;
    hour->kinds[COUNT_COMMENT] += comments;
}

static struct figures make(struct floors *t, int64_t floor)
{
    struct figures figures;
    told_move(&t->pair.released, floor);
    figures_make(&t->pair, floor, &t->arena, &figures);
    return figures;
}

static int floors_set_up(void **state)
{
    static struct floors floors;
    *state = &floors;
    begin_pair(&floors);
    return arena_init(&floors.arena, (size_t)1 << 28) == OK ? 0 : -1;
}

static int floors_tear_down(void **state)
{
    struct floors *t = *state;
    arena_done(&t->arena);
    return 0;
}

static void assert_part(const struct figures *figures, size_t i, const char *name, int64_t posts)
{
    assert_true(i < figures->parts[BY_LANGUAGE].n);
    const struct figure_part *part = &figures->parts[BY_LANGUAGE].items[i];
    assert_true(str_eq(part->name, str_of(name)));
    assert_int_equal(part->is_other, name[0] == '\0');
    assert_int_equal(part->counts.kinds[COUNT_POST], posts);
}

static void a_floor_of_one_is_exact(void **state)
{
    struct floors *t = *state;
    add_part(t, "en", 1003, 7);
    add_part(t, "es", 1, 0);
    add_part(t, "de", 0, 0);
    struct figures figures = make(t, 1);
    assert_int_equal(figures.parts[BY_LANGUAGE].n, 2);
    assert_part(&figures, 0, "en", 1003);
    assert_part(&figures, 1, "es", 1);
    assert_int_equal(figures.parts[BY_LANGUAGE].items[0].counts.kinds[COUNT_COMMENT], 7);
    assert_int_equal(figures.hours[0].counts.kinds[COUNT_POST], 1004);
}

/* What is told leaves at least the floor to "other", and all of it is the headline. */
static void parts_are_told_and_the_rest_is_other(void **state)
{
    struct floors *t = *state;
    add_part(t, "en", 1003, 7);
    add_part(t, "es", 125, 59);
    add_part(t, "de", 15, 4);
    add_part(t, "fr", 11, 0);
    struct figures figures = make(t, FLOOR);
    assert_int_equal(figures.parts[BY_LANGUAGE].n, 3);
    assert_part(&figures, 0, "en", 1000);
    assert_part(&figures, 1, "es", 120);
    assert_part(&figures, 2, "", 34);
    assert_int_equal(figures.parts[BY_LANGUAGE].items[0].counts.kinds[COUNT_COMMENT], 0);
    assert_int_equal(figures.parts[BY_LANGUAGE].items[1].counts.kinds[COUNT_COMMENT], 50);
    assert_int_equal(figures.parts[BY_LANGUAGE].items[2].counts.kinds[COUNT_COMMENT], 20);
    assert_int_equal(figures.windows[WINDOW_ALL].kinds[COUNT_POST], 1154); /* totals are exact */
    assert_int_equal(figures.windows[WINDOW_ALL].kinds[COUNT_COMMENT], 70);
    assert_int_equal(figures.hours[0].counts.kinds[COUNT_POST], 1150);
}

static void hours_long_after_the_call(void **state)
{
    struct floors *t = *state;
    enum { SHOWN_MOST = 24 * 400 };
    t->pair.released_ms = (int64_t)24 * 500 * HOUR_MS;
    add_part(t, "en", 25, 0);
    sheet_hour(&t->pair.released, &t->arena, 24 * 499)->kinds[COUNT_POST] = 44;
    struct figures figures = make(t, FLOOR);
    assert_int_equal(figures.n_hours, SHOWN_MOST);
    assert_int_equal(figures.hours[SHOWN_MOST - 1].hour, 24 * 500);
    assert_int_equal(figures.hours[SHOWN_MOST - 25].counts.kinds[COUNT_POST], 40);
    assert_int_equal(figures.hours[0].counts.kinds[COUNT_POST], 0);
    assert_int_equal(figures.windows[WINDOW_FIRST_24H].kinds[COUNT_POST], 25);
    assert_int_equal(figures.windows[WINDOW_LAST_24H].kinds[COUNT_POST], 0);
    assert_int_equal(figures.windows[WINDOW_ALL].kinds[COUNT_POST], 69);
}

#define ON_SHEET(test) cmocka_unit_test_setup_teardown(test, floors_set_up, floors_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(figures_move_in_steps),
        IN_MEMORY(a_new_hour_releases),
        IN_MEMORY(a_new_hour_releases_without_acts),
        IN_MEMORY(the_first_hours_are_always_there),
        IN_MEMORY(figures_of_nothing),
        IN_MEMORY(windows_over_time),
        IN_MEMORY(p1_a_person_counts_once_in_the_family),
        IN_MEMORY(breakdowns_say_what_was_said),
        ON_SHEET(a_floor_of_one_is_exact),
        ON_SHEET(parts_are_told_and_the_rest_is_other),
        ON_SHEET(hours_long_after_the_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
