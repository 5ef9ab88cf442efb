/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Counting people again (recount.h). What they said anonymously belongs to them by the server's key
 * alone; what they did openly is counted in recount_acts.c.
 *
 * People are taken in portions by their number, as many as it takes for one to fit into
 * PORTION rows of memory. */
#include <stdlib.h>
#include <string.h>

#include "domain/recount.h"
#include "domain/veil.h"
#include "sql/recount.h"
#include "sql/tally.h"
#include "sql/veil.h"

enum { PORTION = 1 << 20 };

/* One person's hours in a campaign, all one more than they are: 0 is none. */
struct hours {
    int64_t person;
    int32_t campaign;
    int32_t stored_first, stored_last;
    int32_t first, last; /* as the posts tell */
    char padding[4];
};

struct portion {
    const struct recount_part *part;
    int64_t index, of; /* people whose number leaves index when divided by of */
    struct hours *items;
    size_t n, room;
};

/* --- one portion --- */

static enum err add(struct portion *portion, const struct hours *hours)
{
    if (hours->person % portion->of != portion->index)
        return OK;
    if (portion->n == portion->room)
        return ERR_TOO_LARGE;
    portion->items[portion->n++] = *hours;
    return OK;
}

static enum err add_stored(void *context, const struct veil_all_out *row)
{
    struct portion *portion = context;
    struct veil veil;
    TRY(veil_unseal(portion->part->key, row->sealed, &veil));
    if (veil.kind != VEIL_HOURS)
        return OK;
    return add(portion, &(struct hours){.person = veil.person.v,
                                        .campaign = (int32_t)veil.of,
                                        .stored_first = (int32_t)veil_first(&veil) + 1,
                                        .stored_last = (int32_t)veil_last(&veil) + 1});
}

static enum err add_counted(void *context, const struct veiled_hours_out *row)
{
    struct portion *portion = context;
    struct person_id person = veil_author_of(portion->part->key, row->post, row->author);
    return add(portion, &(struct hours){.person = person.v,
                                        .campaign = (int32_t)row->campaign,
                                        .first = (int32_t)row->hour,
                                        .last = (int32_t)row->hour});
}

static int by_person(const void *a, const void *b)
{
    const struct hours *x = a, *y = b;
    int c = (x->campaign > y->campaign) - (x->campaign < y->campaign);
    return c ? c : (x->person > y->person) - (x->person < y->person);
}

static void merge_into(struct hours *sum, const struct hours *hours)
{
    if (hours->stored_first != 0) {
        sum->stored_first = hours->stored_first;
        sum->stored_last = hours->stored_last;
    }
    if (hours->first != 0 && (sum->first == 0 || hours->first < sum->first))
        sum->first = hours->first;
    if (hours->last > sum->last)
        sum->last = hours->last;
}

/* Rows of one person and campaign become one. */
static void merge(struct portion *portion)
{
    size_t kept = 0;
    if (portion->n > 1)
        qsort(portion->items, portion->n, sizeof *portion->items, by_person);
    for (size_t i = 0; i < portion->n; i++)
        if (kept > 0 && by_person(&portion->items[kept - 1], &portion->items[i]) == 0)
            merge_into(&portion->items[kept - 1], &portion->items[i]);
        else
            portion->items[kept++] = portion->items[i];
    portion->n = kept;
}

static enum err fill(struct portion *portion)
{
    struct db *db = portion->part->db;
    portion->n = 0;
    TRY(sql_veil_all_each(db, add_stored, portion));
    TRY(sql_veiled_hours_each(db, add_counted, portion));
    merge(portion);
    return OK;
}

typedef enum err hours_fn(const struct recount_part *part, const struct hours *hours,
                          void *context);

static enum err each_of(const struct recount_part *part, struct portion *portion, hours_fn *each,
                        void *context)
{
    for (; portion->index < portion->of; portion->index++) {
        TRY(fill(portion));
        for (size_t i = 0; i < portion->n; i++)
            TRY(each(part, &portion->items[i], context));
    }
    return OK;
}

/* Everybody who has said something anonymously, portion by portion. */
static enum err each_hours(const struct recount_part *part, hours_fn *each, void *context)
{
    struct veil_size_out size;
    size_t used = part->arena->used;
    TRY(sql_veil_size_one(part->db, part->arena, &size));
    if (size.n == 0)
        return OK;
    /* Half full: people do not divide evenly. */
    struct portion portion = {.part = part, .of = 2 * size.n / PORTION + 1, .room = PORTION};
    portion.items = arena_try_array(part->arena, struct hours, portion.room);
    if (portion.items == NULL)
        return ERR_TOO_LARGE;
    enum err err = each_of(part, &portion, each, context);
    arena_back(part->arena, used);
    return err;
}

/* --- their rows --- */

static void tell(const struct recount_part *part, const char *what, const int64_t at[2],
                 const int64_t both[2])
{
    part->tell(part->report, what, (const int64_t[4]){at[0], at[1], 0, 0}, both);
}

/* Without the person: what is printed must not say who spoke. */
static enum err wrong_veiled(const struct recount_part *part, const struct hours *hours,
                             void *context)
{
    const int64_t at[2] = {hours->campaign, 0};
    (void)context;
    tell(part, "first hour of campaign/somebody anonymous", at,
         (const int64_t[2]){hours->stored_first - 1, hours->first - 1});
    tell(part, "last hour of campaign/somebody anonymous", at,
         (const int64_t[2]){hours->stored_last - 1, hours->last - 1});
    return OK;
}

static enum err put_veiled(const struct recount_part *part, const struct hours *hours,
                           void *context)
{
    struct person_id person = {hours->person};
    struct secret_hash tag = veil_tag(part->key, VEIL_HOURS, person, hours->campaign);
    struct str key = secret_hash_str(&tag);
    (void)context;
    if (hours->stored_first == hours->first && hours->stored_last == hours->last)
        return OK;
    if (hours->first == 0)
        return sql_veil_delete(part->db, &(struct veil_delete_in){key});
    const struct veil veil = {VEIL_HOURS, person, hours->campaign,
                              veil_hours_value(hours->first - 1, hours->last - 1)};
    struct veil_sealed sealed = veil_seal(part->key, &veil);
    return sql_veil_put(
        part->db, &(struct veil_put_in){key, {(const char *)sealed.bytes, sizeof sealed.bytes}});
}

/* --- the hours they begin and end in --- */

struct ends {
    int64_t campaign, hour;
    int64_t firsts, lasts; /* counted */
    int64_t stored_firsts, stored_lasts;
};

/* Sorted by campaign and hour. */
struct end_list {
    struct arena *arena;
    struct ends *items;
    size_t n, room;
};

static int compare_ends(const struct ends *a, int64_t campaign, int64_t hour)
{
    if (a->campaign != campaign)
        return a->campaign < campaign ? -1 : 1;
    return (a->hour > hour) - (a->hour < hour);
}

static void make_room(struct end_list *list)
{
    enum { FIRST_ROOM = 1024 };
    if (list->n < list->room)
        return;
    size_t room = list->room ? list->room * 2 : FIRST_ROOM;
    struct ends *items = arena_array(list->arena, struct ends, room);
    if (list->n > 0)
        memcpy(items, list->items, list->n * sizeof *items);
    list->items = items;
    list->room = room;
}

/* The hour's row, made when there is none yet. */
static struct ends *ends_at(struct end_list *list, int64_t campaign, int64_t hour)
{
    size_t low = 0, high = list->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_ends(&list->items[middle], campaign, hour) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < list->n && compare_ends(&list->items[low], campaign, hour) == 0)
        return &list->items[low];
    make_room(list);
    memmove(&list->items[low + 1], &list->items[low], (list->n - low) * sizeof *list->items);
    list->n++;
    list->items[low] = (struct ends){.campaign = campaign, .hour = hour};
    return &list->items[low];
}

static enum err add_open(void *context, const struct people_hour_open_out *row)
{
    struct ends *ends = ends_at(context, row->campaign, row->hour);
    ends->firsts += row->firsts;
    ends->lasts += row->lasts;
    return OK;
}

static enum err note_stored(void *context, const struct people_hour_stored_out *row)
{
    struct ends *ends = ends_at(context, row->campaign, row->hour);
    ends->stored_firsts = row->firsts;
    ends->stored_lasts = row->lasts;
    return OK;
}

/* A person is counted once: where she begins and ends by both parts together, as both are stored.
 */
static enum err add_veiled(const struct recount_part *part, const struct hours *hours,
                           void *context)
{
    struct end_list *list = context;
    struct engaged_row_out open = {0};
    if (hours->stored_first == 0)
        return OK;
    int64_t campaign = hours->campaign, first = hours->stored_first - 1,
            last = hours->stored_last - 1;
    size_t used = part->arena->used;
    enum err err = sql_engaged_row_one(
        part->db, part->arena, &(struct engaged_row_in){{campaign}, {hours->person}}, &open);
    arena_back(part->arena, used);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    if (err == ERR_NOT_FOUND || first < open.first_hour)
        ends_at(list, campaign, first)->firsts++;
    if (err == OK && first < open.first_hour)
        ends_at(list, campaign, open.first_hour)->firsts--;
    if (err == ERR_NOT_FOUND || last > open.last_hour)
        ends_at(list, campaign, last)->lasts++;
    if (err == OK && last > open.last_hour)
        ends_at(list, campaign, open.last_hour)->lasts--;
    return OK;
}

static enum err find_ends(const struct recount_part *part, struct end_list *list)
{
    TRY(sql_people_hour_open_each(part->db, add_open, list));
    TRY(sql_people_hour_stored_each(part->db, note_stored, list));
    return each_hours(part, add_veiled, list);
}

static void compare_hours(const struct recount_part *part, const struct end_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct ends *ends = &list->items[i];
        const int64_t at[2] = {ends->campaign, ends->hour};
        tell(part, "people first in campaign/hour", at,
             (const int64_t[2]){ends->stored_firsts, ends->firsts});
        tell(part, "people last in campaign/hour", at,
             (const int64_t[2]){ends->stored_lasts, ends->lasts});
    }
}

static enum err write_hours(const struct recount_part *part, const struct end_list *list)
{
    TRY(sql_people_hour_clear(part->db));
    for (size_t i = 0; i < list->n; i++) {
        const struct ends *ends = &list->items[i];
        if (ends->firsts != 0 || ends->lasts != 0)
            TRY(sql_people_hour_add(part->db,
                                    &(struct people_hour_add_in){
                                        {ends->campaign}, ends->hour, ends->firsts, ends->lasts}));
    }
    return OK;
}

/* --- both --- */

enum err recount_people_compare(const struct recount_part *part)
{
    struct arena hours_memory;
    enum { HOURS_MEMORY = 256 << 20 };
    TRY(each_hours(part, wrong_veiled, NULL));
    TRY(arena_init(&hours_memory, HOURS_MEMORY));
    struct end_list list = {.arena = &hours_memory};
    enum err err = find_ends(part, &list);
    if (err == OK)
        compare_hours(part, &list);
    arena_done(&hours_memory);
    return err;
}

enum err recount_people_repair(const struct recount_part *part)
{
    struct arena hours_memory;
    enum { HOURS_MEMORY = 256 << 20 };
    TRY(each_hours(part, put_veiled, NULL));
    TRY(arena_init(&hours_memory, HOURS_MEMORY));
    struct end_list list = {.arena = &hours_memory};
    enum err err = find_ends(part, &list);
    if (err == OK)
        err = write_hours(part, &list);
    arena_done(&hours_memory);
    return err;
}
