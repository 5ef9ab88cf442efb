/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a person keeps, as it is read (tie.h). Writing is tie_write.c's. */
#include "domain/tie.h"

#include "sql/answer.h"

enum err tie_relationship(struct db *db, struct arena *arena, struct person_id person,
                          struct person_id other, struct relationship *out)
{
    struct relationship_row_out row;
    TRY(sql_relationship_row_one(db, arena, &(struct relationship_row_in){person, other}, &row));
    *out = (struct relationship){
        .other = other,
        .is_following = row.is_following,
        .is_followed_by = row.is_followed_by,
        .is_blocking = row.is_blocking,
        .is_blocked_by = row.is_blocked_by,
        .is_muting = row.is_muting,
    };
    return OK;
}

/* The bounds of a cursor, both exclusive. */
static int64_t before_of(struct cursor cursor)
{
    return cursor.max_id > 0 ? cursor.max_id : INT64_MAX;
}

static int64_t after_of(struct cursor cursor)
{
    return cursor.min_id > 0 ? cursor.min_id : cursor.since_id;
}

static void reverse_people(struct tied_person *people, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct tied_person swapped = people[i];
        people[i] = people[n - 1 - i];
        people[n - 1 - i] = swapped;
    }
}

/* Both kinds of list have rows {number, person}; the lists upwards are turned round. */
static enum err load_people(struct db *db, struct arena *arena, const struct db_query *query,
                            const void *in, struct tied_people *out)
{
    const void *found;
    size_t n_rows, count = 0;
    TRY(db_list(db, query, arena, in, &found, &n_rows));
    const struct tie_people_down_out *rows = found;
    struct tied_person *people = arena_array(arena, struct tied_person, n_rows + 1);
    for (size_t i = 0; i < n_rows; i++) {
        enum err err = person_get(db, arena, rows[i].other, &people[count].person);
        if (err == OK)
            people[count++].id = rows[i].id;
        else if (err != ERR_NOT_FOUND)
            return err;
    }
    if (query == &query_tie_people_up || query == &query_tie_followers_up)
        reverse_people(people, count);
    *out = (struct tied_people){people, count};
    return OK;
}

enum err tie_people(struct db *db, struct arena *arena, struct person_id person, enum tie_kind kind,
                    struct cursor cursor, struct tied_people *out)
{
    const struct db_query *query =
        cursor.min_id > 0 ? &query_tie_people_up : &query_tie_people_down;
    const struct tie_people_down_in in = {person, (int64_t)kind, before_of(cursor),
                                          after_of(cursor), cursor.limit};
    return load_people(db, arena, query, &in, out);
}

enum err tie_followers(struct db *db, struct arena *arena, struct person_id person,
                       struct cursor cursor, struct tied_people *out)
{
    const struct db_query *query =
        cursor.min_id > 0 ? &query_tie_followers_up : &query_tie_followers_down;
    const struct tie_followers_down_in in = {person.v, before_of(cursor), after_of(cursor),
                                             cursor.limit};
    return load_people(db, arena, query, &in, out);
}

/* --- notices --- */

/* ERR_NOT_FOUND when what it is about is gone. */
static enum err load_notice(struct db *db, struct arena *arena, struct person_id person,
                            const struct notice_down_out *row, struct notice *out)
{
    *out = (struct notice){.id = row->id, .kind = (enum notice_kind)row->kind};
    TRY(person_get(db, arena, row->account, &out->account));
    if (row->post.v == 0)
        return OK;
    TRY(post_get(db, arena, (struct reader){person, AUDIENCE_APPS}, row->post, &out->post));
    out->has_post = true;
    return out->post.is_hidden ? ERR_NOT_FOUND : OK;
}

enum err notice_list(struct db *db, struct arena *arena, struct person_id person, unsigned kinds,
                     struct cursor cursor, struct notices *out)
{
    bool is_up = cursor.min_id > 0;
    const struct notice_down_in in = {person, (int64_t)kinds, before_of(cursor), after_of(cursor),
                                      cursor.limit};
    const void *found;
    size_t n_rows, count = 0;
    TRY(db_list(db, is_up ? &query_notice_up : &query_notice_down, arena, &in, &found, &n_rows));
    const struct notice_down_out *rows = found;
    struct notice *list = arena_array(arena, struct notice, n_rows + 1);
    for (size_t i = 0; i < n_rows; i++) {
        size_t at = is_up ? n_rows - 1 - i : i;
        enum err err = load_notice(db, arena, person, &rows[at], &list[count]);
        if (err == OK)
            count++;
        else if (err != ERR_NOT_FOUND)
            return err;
    }
    *out = (struct notices){list, count};
    return OK;
}

enum err notice_get(struct db *db, struct arena *arena, struct person_id person,
                    struct notice_id id, struct notice *out)
{
    struct notice_row_out row;
    struct notice notice;
    TRY(sql_notice_row_one(db, arena, &(struct notice_row_in){person, id}, &row));
    TRY(load_notice(db, arena, person,
                    &(struct notice_down_out){id, row.kind, row.account, row.post}, &notice));
    *out = notice;
    return OK;
}

/* --- filters and markers --- */

enum { FILTERS_MOST = 100, KEYWORDS_MOST = 100 };

static enum err load_keywords(struct db *db, struct arena *arena, struct filter *filter)
{
    const struct filter_keywords_out *rows;
    TRY(sql_filter_keywords_list(db, arena, &(struct filter_keywords_in){filter->id, KEYWORDS_MOST},
                                 &rows, &filter->n_keywords));
    struct filter_keyword *list = arena_array(arena, struct filter_keyword, filter->n_keywords + 1);
    for (size_t i = 0; i < filter->n_keywords; i++)
        list[i] = (struct filter_keyword){rows[i].id, rows[i].keyword, rows[i].is_whole_word};
    filter->keywords = list;
    return OK;
}

enum err filter_list(struct db *db, struct arena *arena, struct person_id person,
                     const struct filter **out, size_t *n)
{
    const struct filter_rows_out *rows;
    TRY(sql_filter_rows_list(db, arena, &(struct filter_rows_in){person, FILTERS_MOST}, &rows, n));
    struct filter *list = arena_array(arena, struct filter, *n + 1);
    for (size_t i = 0; i < *n; i++) {
        list[i] = (struct filter){.id = rows[i].id,
                                  .title = rows[i].title,
                                  .contexts = rows[i].contexts,
                                  .is_hiding = rows[i].is_hiding,
                                  .expires_ms = rows[i].expires_ms};
        TRY(load_keywords(db, arena, &list[i]));
    }
    *out = list;
    return OK;
}

enum err filter_get(struct db *db, struct arena *arena, struct person_id person,
                    struct filter_id id, struct filter *out)
{
    struct filter_row_out row;
    TRY(sql_filter_row_one(db, arena, &(struct filter_row_in){id, person}, &row));
    struct filter filter = {.id = id,
                            .title = row.title,
                            .contexts = row.contexts,
                            .is_hiding = row.is_hiding,
                            .expires_ms = row.expires_ms};
    TRY(load_keywords(db, arena, &filter));
    *out = filter;
    return OK;
}

enum err marker_list(struct db *db, struct arena *arena, struct person_id person,
                     const struct marker **out, size_t *n)
{
    const struct marker_rows_out *rows;
    TRY(sql_marker_rows_list(db, arena, &(struct marker_rows_in){person}, &rows, n));
    struct marker *list = arena_array(arena, struct marker, *n + 1);
    for (size_t i = 0; i < *n; i++)
        list[i] = (struct marker){rows[i].timeline, rows[i].last_read, rows[i].version,
                                  rows[i].updated_ms};
    *out = list;
    return OK;
}
