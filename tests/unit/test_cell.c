/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding and making cells within a batch: equal ones are one. */
#include "in_batch.h"

static struct cell description_of(struct in_batch *b)
{
    return (struct cell){
        .language = STR("es"),
        .country = STR("AR"),
        .network = STR("apps"),
        .members = {{.campaign = b->f.campaign, .hashtag = STR("yotambién")}},
        .n_members = 1,
    };
}

static void a_new_cell_gets_the_next_number(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    struct cell wanted = description_of(b), *cell = NULL;
    char country[] = "AR";
    int64_t before = batch->numbers.cell;
    wanted.country = str_of(country);
    assert_int_equal(cell_of(batch, &wanted, &cell), OK);
    country[0] = '?'; /* it was copied */
    assert_int_equal(cell->id.v, before + 1);
    assert_int_equal(batch->numbers.cell, before + 1);
    assert_str(cell->language, "es");
    assert_str(cell->country, "AR");
    assert_str(cell->network, "apps");
    assert_int_equal(cell->n_members, 1);
    assert_str(cell->members[0].hashtag, "yotambién");
    assert_str(cell->members[0].name, "YoTambién"); /* as the family shows it */
    assert_int_equal(fixture_number(&b->f, "SELECT count(*) FROM cell WHERE country = 'AR'"), 1);
    assert_int_equal(fixture_number(&b->f, "SELECT count(*) FROM cell_campaign"), 1);
    struct cell *again = NULL;
    wanted.country = STR("AR");
    fixture_script(&b->f, "DELETE FROM cell"); /* the database is not asked again */
    assert_int_equal(cell_of(batch, &wanted, &again), OK);
    assert_ptr_equal(again, cell);
}

static void equal_cells_are_one(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    struct cell wanted = description_of(b), *first = NULL, *again = NULL;
    assert_int_equal(cell_of(batch, &wanted, &first), OK);
    wanted.id.v = 77; /* a description has no number */
    assert_int_equal(cell_of(batch, &wanted, &again), OK);
    assert_ptr_equal(again, first);
    int64_t id = first->id.v;
    in_batch_end(b);
    batch = in_batch_begin(b); /* the registry has forgotten it, the database has not */
    wanted = description_of(b);
    assert_null(registry_cell(batch->registry, cell_key(batch->arena, &wanted)));
    assert_int_equal(cell_of(batch, &wanted, &again), OK);
    assert_int_equal(again->id.v, id);
    assert_int_equal(batch->numbers.cell, id);
    assert_int_equal(fixture_number(&b->f, "SELECT count(*) FROM cell"), id);
}

static void what_differs_is_another(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    struct cell wanted[5], *cells[COUNT(wanted)];
    for (size_t i = 0; i < COUNT(wanted); i++)
        wanted[i] = description_of(b);
    wanted[1].language = STR("");
    wanted[2].country = STR("CL");
    wanted[3].members[0].hashtag = STR("metoo");
    wanted[4].n_members = 0;
    for (size_t i = 0; i < COUNT(wanted); i++) {
        assert_int_equal(cell_of(batch, &wanted[i], &cells[i]), OK);
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(cells[i]->id.v, cells[k]->id.v);
    }
}

static void a_hashtag_that_left_the_family_is_shown_as_its_key(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    struct cell wanted = description_of(b), *cell = NULL;
    wanted.members[0].hashtag = STR("balancetonporc");
    assert_int_equal(cell_of(batch, &wanted, &cell), OK);
    assert_str(cell->members[0].name, "balancetonporc");
    wanted.members[0].hashtag = STR(""); /* on the page of a campaign */
    assert_int_equal(cell_of(batch, &wanted, &cell), OK);
    assert_str(cell->members[0].name, "");
}

static void as_many_campaigns_as_an_act_has(void **state)
{
    struct in_batch *b = *state;
    struct cell wanted = description_of(b), *cell = NULL;
    for (int i = 1; i < CELL_CAMPAIGNS_MAX; i++) {
        const char *slug = arena_z(&b->f.arena, arena_printf(&b->f.arena, "c%d", i));
        wanted.members[i].campaign = fixture_campaign(&b->f, slug, slug);
        wanted.members[i].hashtag = str_of(slug);
    }
    wanted.n_members = CELL_CAMPAIGNS_MAX;
    struct batch *batch = in_batch_begin(b);
    assert_int_equal(cell_of(batch, &wanted, &cell), OK);
    struct cell_id id = cell->id;
    in_batch_end(b);
    batch = in_batch_begin(b);
    assert_int_equal(cell_get(batch, id, &cell), OK); /* as it was stored */
    assert_int_equal(cell->n_members, CELL_CAMPAIGNS_MAX);
    for (int i = 0; i < CELL_CAMPAIGNS_MAX; i++) {
        assert_int_equal(cell->members[i].campaign.v, wanted.members[i].campaign.v);
        assert_true(str_eq(cell->members[i].hashtag, wanted.members[i].hashtag));
    }
}

static void a_cell_that_never_was_is_not_found(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    struct cell *cell = NULL;
    assert_int_equal(cell_get(batch, (struct cell_id){batch->numbers.cell + 1}, &cell),
                     ERR_NOT_FOUND);
    assert_int_equal(cell_get(batch, (struct cell_id){0}, &cell), ERR_NOT_FOUND);
    assert_null(cell);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_BATCH(a_new_cell_gets_the_next_number),
        IN_BATCH(equal_cells_are_one),
        IN_BATCH(what_differs_is_another),
        IN_BATCH(a_hashtag_that_left_the_family_is_shown_as_its_key),
        IN_BATCH(as_many_campaigns_as_an_act_has),
        IN_BATCH(a_cell_that_never_was_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
