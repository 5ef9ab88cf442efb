/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the writer keeps of campaigns, families, cells and hashtags: only what is stored, found
 * by what it is asked for, forgotten at will. */
#include "domain/registry.h"

#include <string.h>

#include "campaign_fixture.h"

static struct registry registry;

static int set_up(void **state)
{
    (void)fixture_set_up(state);
    struct fixture *f = *state;
    assert_int_equal(registry_init(&registry), OK);
    assert_int_equal(registry_load(&registry, f->db), OK);
    return 0;
}

static int tear_down(void **state)
{
    registry_done(&registry);
    return fixture_tear_down(state);
}

static void campaigns_and_their_families(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(registry.n_campaigns, 1);
    assert_str(registry_campaign(&registry, f->campaign)->slug, "metoo");
    assert_null(registry_campaign(&registry, (struct campaign_id){f->campaign.v + 1}));
    assert_null(registry_campaign(&registry, (struct campaign_id){0}));
    struct kin_list kin = registry_kin(&registry, STR("metoo"));
    assert_int_equal(kin.n, 1);
    assert_int_equal(kin.items[0].campaign.v, f->campaign.v);
    assert_str(kin.items[0].name, "MeToo");
    assert_str(kin.items[0].language, "en");
    assert_int_equal(registry_kin(&registry, STR("MeToo")).n, 0); /* keys only */
    assert_int_equal(registry_kin(&registry, STR("")).n, 0);
    assert_int_equal(registry_kin(&registry, STR("never")).n, 0);
}

static void a_hashtag_of_two_families(void **state)
{
    struct fixture *f = *state;
    struct campaign_id other = fixture_campaign(f, "other", "Other");
    fixture_hashtag(f, other, "metoo", "de");
    assert_int_equal(registry_kin(&registry, STR("metoo")).n, 1); /* as it was loaded */
    assert_int_equal(registry_load(&registry, f->db), OK);
    assert_int_equal(registry.n_campaigns, 2);
    struct kin_list kin = registry_kin(&registry, STR("metoo"));
    assert_int_equal(kin.n, 2);
    assert_int_equal(kin.items[0].campaign.v, f->campaign.v);
    assert_str(kin.items[0].name, "MeToo");
    assert_int_equal(kin.items[1].campaign.v, other.v);
    assert_str(kin.items[1].name, "metoo");
    assert_str(kin.items[1].language, "de");
}

static void many_tags_are_kept_until_it_is_loaded_anew(void **state)
{
    enum { MANY = 5000 };
    struct fixture *f = *state;
    char key[32];
    int64_t version = registry.version;
    for (int64_t i = 1; i <= MANY; i++) {
        struct str text = arena_printf(&f->arena, "tag%d", (int)i);
        memcpy(key, text.p, text.n); /* it is copied: the next is written over it */
        registry_keep_tag(&registry, (struct str){key, text.n}, (struct tag_id){i});
    }
    for (int64_t i = 1; i <= MANY; i++)
        assert_int_equal(registry_tag(&registry, arena_printf(&f->arena, "tag%d", (int)i)).v, i);
    assert_int_equal(registry_tag(&registry, STR("tag0")).v, 0);
    assert_int_equal(registry_tag(&registry, STR("tag")).v, 0);
    assert_false(registry_is_full(&registry));
    assert_int_equal(registry_load(&registry, f->db), OK);
    assert_int_equal(registry_tag(&registry, STR("tag1")).v, 0);
    assert_true(registry.version > version);
}

static void it_says_when_it_is_full(void **state)
{
    struct fixture *f = *state;
    assert_false(registry_is_full(&registry));
    (void)arena_array(&registry.memory, char, (size_t)64 << 20);
    assert_true(registry_is_full(&registry));
    assert_int_equal(registry_load(&registry, f->db), OK);
    assert_false(registry_is_full(&registry));
}

static void cells_are_read_and_found_again(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna");
    fixture_say(f, anna, "#yotambién #MeToo");
    struct cell_id id = {fixture_number(f, "SELECT cell FROM post")};
    struct cell *cell = NULL, *again = NULL;
    assert_int_equal(cell_read(&registry, f->db, &f->arena, id, &cell), OK);
    assert_int_equal(cell->id.v, id.v);
    assert_int_equal(cell->n_members, 1);
    assert_int_equal(cell->members[0].campaign.v, f->campaign.v);
    assert_ptr_equal(registry_cell(&registry, cell_key(&f->arena, cell)), cell);
    fixture_script(f, "DELETE FROM cell");
    assert_int_equal(cell_read(&registry, f->db, &f->arena, id, &again), OK);
    assert_ptr_equal(again, cell); /* from memory */
    assert_int_equal(registry_load(&registry, f->db), OK);
    assert_int_equal(cell_read(&registry, f->db, &f->arena, id, &again), ERR_NOT_FOUND);
    assert_null(registry_cell(&registry, STR("no such")));
}

static void different_cells_have_different_keys(void **state)
{
    struct fixture *f = *state;
    const struct cell cells[] = {
        {.language = STR("")},
        {.language = STR("en")},
        {.country = STR("en")},
        {.network = STR("en")},
        {.members = {{.campaign = {1}, .hashtag = STR("")}}, .n_members = 1},
        {.members = {{.campaign = {1}, .hashtag = STR("a")}}, .n_members = 1},
        {.members = {{.campaign = {11}, .hashtag = STR("a")}}, .n_members = 1},
        {.members = {{{1}, STR("a"), STR("")}, {{2}, STR("a"), STR("")}}, .n_members = 2},
    };
    for (size_t i = 0; i < COUNT(cells); i++)
        for (size_t k = 0; k < COUNT(cells); k++)
            assert_int_equal(str_eq(cell_key(&f->arena, &cells[i]), cell_key(&f->arena, &cells[k])),
                             i == k);
    struct cell renumbered = cells[5];
    renumbered.id.v = 99; /* what it is, not what it is called */
    renumbered.members[0].name = STR("A");
    assert_true(str_eq(cell_key(&f->arena, &renumbered), cell_key(&f->arena, &cells[5])));
}

static void hours_since_the_call(void **state)
{
    (void)state;
    const struct campaign campaign = {.called_ms = FIXTURE_CALLED_MS};
    assert_int_equal(campaign_hour(&campaign, 0), 0);
    assert_int_equal(campaign_hour(&campaign, FIXTURE_CALLED_MS - 1), 0);
    assert_int_equal(campaign_hour(&campaign, FIXTURE_CALLED_MS), 0);
    assert_int_equal(campaign_hour(&campaign, FIXTURE_CALLED_MS + HOUR_MS - 1), 0);
    assert_int_equal(campaign_hour(&campaign, FIXTURE_CALLED_MS + HOUR_MS), 1);
}

#define LOADED(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOADED(campaigns_and_their_families),
        LOADED(a_hashtag_of_two_families),
        LOADED(many_tags_are_kept_until_it_is_loaded_anew),
        LOADED(it_says_when_it_is_full),
        LOADED(cells_are_read_and_found_again),
        LOADED(different_cells_have_different_keys),
        LOADED(hours_since_the_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
