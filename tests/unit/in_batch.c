/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The batch behind in_batch.h. */
#include "in_batch.h"

enum { BATCH_MEMORY = 64 << 20 };

int in_batch_set_up(void **state)
{
    static struct in_batch batch;
    struct in_batch *b = &batch;
    *b = (struct in_batch){.ids.last = 0};
    fixture_open(&b->f, NULL);
    assert_int_equal(arena_init(&b->arena, BATCH_MEMORY), OK);
    assert_int_equal(registry_init(&b->registry), OK);
    assert_int_equal(recent_init(&b->recent), OK);
    *state = b;
    return 0;
}

int in_batch_tear_down(void **state)
{
    struct in_batch *b = *state;
    db_rollback(b->f.db);
    recent_done(&b->recent);
    registry_done(&b->registry);
    arena_done(&b->arena);
    fixture_close(&b->f);
    return 0;
}

struct batch *in_batch_begin(struct in_batch *b)
{
    b->f.now_ms += 1000;
    arena_reset(&b->arena);
    assert_int_equal(registry_load(&b->registry, b->f.db), OK);
    b->batch = (struct batch){
        .db = b->f.db,
        .arena = &b->arena,
        .registry = &b->registry,
        .recent = &b->recent,
        .key = b->f.key,
        .numbers.person = fixture_number(&b->f, "SELECT coalesce(max(id), 0) FROM person"),
        .numbers.cell = fixture_number(&b->f, "SELECT coalesce(max(id), 0) FROM cell"),
        .numbers.tag = fixture_number(&b->f, "SELECT coalesce(max(id), 0) FROM tag"),
        .ids = &b->ids,
        .now_ms = b->f.now_ms,
    };
    assert_int_equal(db_begin(b->f.db), OK);
    return &b->batch;
}

void in_batch_end(struct in_batch *b)
{
    assert_int_equal(db_commit(b->f.db), OK);
}

int64_t in_batch_id(struct in_batch *b, int64_t hour)
{
    return id_at_ms(FIXTURE_CALLED_MS + hour * HOUR_MS) + ++b->n_ids;
}

struct cell *in_batch_cell(struct in_batch *b, bool is_member)
{
    struct cell *cell = NULL;
    struct cell description = {.language = STR("en"), .country = STR(""), .network = STR("")};
    if (is_member) {
        description.members[0].campaign = b->f.campaign;
        description.members[0].hashtag = STR("metoo");
        description.n_members = 1;
    }
    assert_int_equal(cell_of(&b->batch, &description, &cell), OK);
    return cell;
}
