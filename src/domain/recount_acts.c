/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Counting acts again (recount.h): all acts that stand are read once and counted in memory, by hour
 * and cell for the tally, and by person for those who took part under their own accounts.
 *
 * When there are more people than a table holds, they are taken in portions by their number, and
 * the acts are read once for each. */
#include "base/clock.h"
#include "domain/board.h"
#include "domain/recount.h"
#include "domain/recount_table.h"
#include "sql/recount.h"
#include "sql/tally.h"

enum { HOUR_MS = 3600000, FIRST_KIND = 1 };

/* A cell, and one campaign to which its acts belong. */
struct belonging {
    int64_t cell, campaign, called_ms;
};

struct tally_at {
    int32_t campaign, hour, kind, cell;
};

/* `at` lies over the key: the same sixteen bytes. */
struct tally_row {
    union {
        struct recount_key key;
        struct tally_at at;
    } in;
    int64_t stored, counted;
};

/* One person's hours in a campaign, all one more than they are: 0 is none. */
struct hours_row {
    int64_t person, campaign; /* the key */
    int32_t stored_first, stored_last;
    int32_t first, last;
};

struct counting {
    const struct recount_part *part;
    struct belonging *belongings; /* sorted by cell */
    size_t n, room;
    struct recount_table tally, people;
    struct recount_portion portion; /* of people */
};

/* --- where acts belong --- */

static enum err add_belonging(void *context, const struct counted_cells_out *row)
{
    struct counting *c = context;
    if (c->n == c->room)
        return ERR_TOO_LARGE;
    c->belongings[c->n++] = (struct belonging){row->cell, row->campaign, row->called_ms};
    return OK;
}

static enum err load_belongings(struct counting *c)
{
    struct counted_belongings_out size;
    TRY(sql_counted_belongings_one(c->part->db, c->part->arena, &size));
    c->room = (size_t)size.n;
    c->belongings = arena_try_array(c->part->arena, struct belonging, c->room + 1);
    if (c->belongings == NULL)
        return ERR_TOO_LARGE;
    return sql_counted_cells_each(c->part->db, add_belonging, c);
}

static const struct belonging *first_of(const struct counting *c, int64_t cell)
{
    size_t low = 0, high = c->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->belongings[middle].cell < cell)
            low = middle + 1;
        else
            high = middle;
    }
    return &c->belongings[low];
}

/* --- rows --- */

static enum err find_tally(struct counting *c, struct tally_at at, struct tally_row **out)
{
    const struct tally_row wanted = {.in.at = at};
    *out = recount_table_row(&c->tally, wanted.in.key);
    return *out == NULL ? ERR_TOO_LARGE : OK;
}

/* NULL for who is not in this portion. */
static enum err find_hours(struct counting *c, int64_t campaign, int64_t person,
                           struct hours_row **out)
{
    *out = NULL;
    if (person <= 0 || !recount_portion_has(&c->portion, person))
        return OK;
    *out = recount_table_row(&c->people, (struct recount_key){person, campaign});
    return *out == NULL ? ERR_TOO_LARGE : OK;
}

static enum err count_hour(struct counting *c, int64_t campaign, int64_t person, int64_t hour)
{
    struct hours_row *row;
    int32_t is = (int32_t)hour + 1;
    TRY(find_hours(c, campaign, person, &row));
    if (row != NULL && (row->first == 0 || is < row->first))
        row->first = is;
    if (row != NULL && is > row->last)
        row->last = is;
    return OK;
}

/* --- the acts --- */

/* The tally is counted with the first portion of people. */
static enum err count_tally(struct counting *c, struct tally_at at)
{
    struct tally_row *row;
    if (c->portion.index > 0)
        return OK;
    TRY(find_tally(c, at, &row));
    row->counted++;
    return OK;
}

static enum err count_act(struct counting *c, int64_t id, int64_t person, enum act_count kind,
                          int64_t cell)
{
    const struct belonging *end = c->belongings + c->n;
    for (const struct belonging *to = first_of(c, cell); to < end && to->cell == cell; to++) {
        int64_t since = id_ms(id) - to->called_ms, hour = since < 0 ? 0 : since / HOUR_MS;
        const struct tally_at at = {(int32_t)to->campaign, (int32_t)hour,
                                    (int32_t)kind + FIRST_KIND, (int32_t)cell};
        TRY(count_tally(c, at));
        TRY(count_hour(c, to->campaign, person, hour));
    }
    return OK;
}

static enum err count_post(void *context, const struct counted_posts_out *row)
{
    return count_act(context, row->id, row->author, row->root == 0 ? COUNT_POST : COUNT_COMMENT,
                     row->cell);
}

static enum err count_reaction(void *context, const struct counted_reactions_out *row)
{
    return count_act(context, row->id, row->person, COUNT_REACTION, row->cell);
}

static enum err count_share(void *context, const struct counted_shares_out *row)
{
    return count_act(context, row->id, row->person, COUNT_SHARE, row->cell);
}

static enum err note_tally(void *context, const struct stored_tally_out *stored)
{
    struct tally_row *row;
    const struct tally_at at = {(int32_t)stored->campaign, (int32_t)stored->hour,
                                (int32_t)stored->kind, (int32_t)stored->cell};
    TRY(find_tally(context, at, &row));
    row->stored = stored->n;
    return OK;
}

static enum err note_hours(void *context, const struct stored_engaged_out *stored)
{
    struct hours_row *row;
    TRY(find_hours(context, stored->campaign, stored->person, &row));
    if (row == NULL)
        return OK;
    row->stored_first = (int32_t)stored->first_hour + 1;
    row->stored_last = (int32_t)stored->last_hour + 1;
    return OK;
}

static enum err count_portion(struct counting *c)
{
    struct db *db = c->part->db;
    TRY(sql_counted_posts_each(db, count_post, c));
    TRY(sql_counted_reactions_each(db, count_reaction, c));
    TRY(sql_counted_shares_each(db, count_share, c));
    if (c->portion.index == 0)
        TRY(sql_stored_tally_each(db, note_tally, c));
    return sql_stored_engaged_each(db, note_hours, c);
}

/* --- what to do with what differs --- */

struct handlers {
    enum err (*tally)(const struct recount_part *part, const struct tally_row *row);
    enum err (*hours)(const struct recount_part *part, const struct hours_row *row);
};

static enum err tell_tally(const struct recount_part *part, const struct tally_row *row)
{
    const struct tally_at *at = &row->in.at;
    part->tell(part->report, "tally campaign/hour/kind/cell",
               (const int64_t[4]){at->campaign, at->hour, at->kind, at->cell},
               (const int64_t[2]){row->stored, row->counted});
    return OK;
}

static enum err tell_hours(const struct recount_part *part, const struct hours_row *row)
{
    const int64_t at[4] = {row->campaign, row->person};
    if (part->key == NULL)
        return OK;
    part->tell(part->report, "first hour of campaign/person", at,
               (const int64_t[2]){row->stored_first - 1, row->first - 1});
    part->tell(part->report, "last hour of campaign/person", at,
               (const int64_t[2]){row->stored_last - 1, row->last - 1});
    return OK;
}

static enum err put_tally(const struct recount_part *part, const struct tally_row *row)
{
    const struct tally_at *at = &row->in.at;
    const struct tally_add_in change = {
        {at->campaign}, at->hour, at->kind, {at->cell}, row->counted - row->stored};
    TRY(sql_tally_add(part->db, &change));
    return sql_tally_delete_empty(
        part->db, &(struct tally_delete_empty_in){{at->campaign}, at->hour, at->kind, {at->cell}});
}

static enum err put_hours(const struct recount_part *part, const struct hours_row *row)
{
    const struct campaign_id campaign = {row->campaign};
    const struct person_id person = {row->person};
    if (row->first == 0)
        return sql_engaged_delete(part->db, &(struct engaged_delete_in){campaign, person});
    return sql_engaged_put(
        part->db, &(struct engaged_put_in){campaign, person, row->first - 1, row->last - 1});
}

static enum err give_differences(const struct counting *c, const struct handlers *handlers)
{
    for (size_t i = 0; i < c->tally.n; i++) {
        const struct tally_row *row = recount_table_at(&c->tally, i);
        if (row->stored != row->counted)
            TRY(handlers->tally(c->part, row));
    }
    for (size_t i = 0; i < c->people.n; i++) {
        const struct hours_row *row = recount_table_at(&c->people, i);
        if (row->stored_first != row->first || row->stored_last != row->last)
            TRY(handlers->hours(c->part, row));
    }
    return OK;
}

static enum err run_portion(struct counting *c, const struct handlers *handlers)
{
    TRY(recount_table_init(&c->tally, sizeof(struct tally_row), RECOUNT_ROWS_MAX));
    enum err err = recount_table_init(&c->people, sizeof(struct hours_row), c->part->rows_max);
    if (err == OK)
        err = count_portion(c);
    if (err == OK)
        err = recount_portion_fits(&c->portion, &c->people);
    if (err == OK)
        err = give_differences(c, handlers);
    recount_table_done(&c->people);
    recount_table_done(&c->tally);
    return err;
}

static enum err run(const struct recount_part *part, const struct handlers *handlers)
{
    struct counting c = {.part = part};
    size_t used = part->arena->used;
    enum err err = load_belongings(&c);
    while (recount_portion_next(&c.portion, &err))
        err = run_portion(&c, handlers);
    arena_back(part->arena, used);
    return err;
}

enum err recount_acts_compare(const struct recount_part *part)
{
    return run(part, &(const struct handlers){tell_tally, tell_hours});
}

enum err recount_acts_repair(const struct recount_part *part)
{
    return run(part, &(const struct handlers){put_tally, put_hours});
}
