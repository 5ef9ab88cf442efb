/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Imitations of a family's hashtags: found, counted in and left out by organisers alone; what was
 * said before stays where it was. */
#include "domain/lookalike.h"

#include "campaign_fixture.h"

static const struct person_id nobody;

static struct person_id organiser(struct fixture *f)
{
    struct person_id olga = fixture_arrive(f, "olga");
    struct act *act = fixture_act(f, ACT_ROLE, olga);
    act->role = (struct act_role){{0}, ROLE_ORGANISER, STR("")};
    assert_int_equal(fixture_apply(f, act), OK);
    return olga;
}

static enum err decide(struct fixture *f, struct person_id person, enum decision_kind kind,
                       struct tag_id tag)
{
    struct act *act = fixture_act(f, ACT_DECIDE, person);
    act->decide =
        (struct act_decide){.kind = kind, .campaign = f->campaign, .tag = tag, .language = STR("")};
    enum err err = fixture_apply(f, act);
    fixture_assert_recount(f);
    return err;
}

static const struct lookalike *list(struct fixture *f, size_t *n)
{
    const struct lookalike *rows;
    assert_int_equal(lookalike_list(f->reader, &f->arena, f->campaign, &rows, n), OK);
    return rows;
}

static void an_imitation_is_suggested(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    size_t n;
    (void)fixture_say(f, anna, "#MeToo");
    (void)fixture_say(f, anna, "#МеТоо #MeT00 #METOO #SomethingElse");
    const struct lookalike *rows = list(f, &n);
    assert_int_equal(n, 2);
    assert_str(rows[0].name, "МеТоо");
    assert_str(rows[0].as, "MeToo");
    assert_int_equal(rows[0].state, LOOKALIKE_NEW);
    assert_int_equal(rows[0].uses, 1); /* figures are exact here: floor 1 */
    assert_str(rows[1].name, "MeT00");
    assert_int_equal(lookalike_list(f->reader, &f->arena, (struct campaign_id){99}, &rows, &n),
                     ERR_NOT_FOUND);
}

static void it_counts_from_when_it_is_joined(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct person_id olga = organiser(f);
    size_t n;
    (void)fixture_say(f, anna, "Before. #МеТоо");
    struct tag_id tag = list(f, &n)[0].tag;
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    assert_int_equal(decide(f, olga, DECIDE_JOIN, tag), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    (void)fixture_say(f, anna, "After. #МеТоо");
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    assert_int_equal(list(f, &n)[0].state, LOOKALIKE_JOINED);
    assert_int_equal(decide(f, olga, DECIDE_JOIN, tag), ERR_CONFLICT);
    assert_int_equal(decide(f, olga, DECIDE_APART, tag), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    (void)fixture_say(f, anna, "Much later. #МеТоо");
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    assert_int_equal(list(f, &n)[0].state, LOOKALIKE_APART);
    assert_int_equal(decide(f, olga, DECIDE_APART, tag), ERR_CONFLICT);
    assert_int_equal(decide(f, olga, DECIDE_JOIN, tag), OK);
    assert_int_equal(list(f, &n)[0].state, LOOKALIKE_JOINED);
}

static void nobody_else_decides(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    struct person_id olga = organiser(f);
    size_t n;
    (void)fixture_say(f, anna, "#МеТоо #Unlike #MeToo");
    struct tag_id tag = list(f, &n)[0].tag;
    assert_int_equal(decide(f, anna, DECIDE_JOIN, tag), ERR_NOT_FOUND);
    assert_int_equal(decide(f, nobody, DECIDE_JOIN, tag), ERR_FORBIDDEN);
    assert_int_equal(list(f, &n)[0].state, LOOKALIKE_NEW);
    assert_int_equal(decide(f, olga, DECIDE_JOIN, (struct tag_id){999}), ERR_NOT_FOUND);
    struct tag_id unlike = {fixture_number(f, "SELECT id FROM tag WHERE key = 'unlike'")};
    struct tag_id own = {fixture_number(f, "SELECT id FROM tag WHERE key = 'metoo'")};
    assert_int_equal(decide(f, olga, DECIDE_JOIN, unlike), ERR_NOT_FOUND);
    assert_int_equal(decide(f, olga, DECIDE_JOIN, own), ERR_CONFLICT);
    assert_int_equal(decide(f, olga, DECIDE_APART, own), ERR_CONFLICT);
}

static void those_of_before_are_found_in_steps(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL);
    size_t n;
    (void)fixture_say(f, anna, "#МеТоо #MeToo #Other");
    fixture_script(f, "UPDATE tag SET look = ''");
    fixture_script(f, "INSERT INTO sweep (kind, target) VALUES (20, 0)");
    (void)list(f, &n);
    assert_int_equal(n, 0);
    fixture_reopen(f);
    fixture_start(f);
    fixture_settle(f);
    (void)list(f, &n);
    assert_int_equal(n, 1);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM sweep"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(an_imitation_is_suggested),
        IN_MEMORY(it_counts_from_when_it_is_joined),
        IN_MEMORY(nobody_else_decides),
        IN_FILE(those_of_before_are_found_in_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
