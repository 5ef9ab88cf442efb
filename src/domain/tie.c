/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a person keeps, as it is read (tie.h). Writing is tie_write.c's. */
#include "domain/tie.h"

#include <stdlib.h>

#include "domain/veil.h"
#include "sql/answer.h"
#include "sql/timeline.h"

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

enum err tie_followed(struct db *db, struct arena *arena, struct person_id person, int64_t most,
                      const int64_t **out, size_t *n)
{
    const struct followed_out *rows;
    TRY(sql_followed_list(db, arena, &(struct followed_in){person, TIE_FOLLOW, most}, &rows, n));
    int64_t *list = arena_array(arena, int64_t, *n + 1);
    for (size_t i = 0; i < *n; i++)
        list[i] = rows[i].target;
    *out = list;
    return OK;
}

/* --- notices --- */

/* A stored one; is_veiled: it was noted under the number of her anonymous post. */
struct stored_notice {
    struct notice_down_out row;
    bool is_veiled;
};

/* What is noted under an anonymous post is noted whatever she does and does not want to hear of,
 * and of her own acts too. */
static enum err want_veiled(struct db *db, struct arena *arena, struct person_id person,
                            const struct notice *notice)
{
    struct tie_hides_out ties;
    struct post_id root = notice->post.root.v ? notice->post.root : notice->post.id;
    struct person_id account = notice->account.id;
    TRY(sql_tie_hides_one(db, arena, &(struct tie_hides_in){person, account, account, root},
                          &ties));
    return ties.is_hidden || account.v == person.v ? ERR_NOT_FOUND : OK;
}

/* ERR_NOT_FOUND when what it is about is gone, or her own. */
static enum err load_notice(struct db *db, struct arena *arena, struct reader reader,
                            const struct stored_notice *stored, struct notice *out)
{
    const struct notice_down_out *row = &stored->row;
    *out = (struct notice){.id = row->id, .kind = (enum notice_kind)row->kind};
    TRY(person_get(db, arena, row->account, &out->account));
    if (row->post.v == 0)
        return OK;
    reader.audience = AUDIENCE_APPS;
    TRY(post_get(db, arena, reader, row->post, &out->post));
    out->has_post = true;
    if (out->post.is_hidden || (out->kind == NOTICE_MENTION && out->post.is_mine))
        return ERR_NOT_FOUND;
    return stored->is_veiled ? want_veiled(db, arena, reader.person, out) : OK;
}

/* Under which numbers she is told: her own, and those of her anonymous posts. */
static enum err find_boxes(struct db *db, struct arena *arena, struct reader reader,
                           struct person_id **out, size_t *n)
{
    const struct post_id *posts;
    TRY(veil_posts(db, arena, reader.key, reader.person, &posts, n));
    struct person_id *boxes = arena_array(arena, struct person_id, *n + 1);
    boxes[0] = reader.person;
    for (size_t i = 0; i < *n; i++)
        boxes[i + 1] = veil_box(posts[i]);
    ++*n;
    *out = boxes;
    return OK;
}

static int newest_first(const void *a, const void *b)
{
    const struct stored_notice *x = a, *y = b;
    return (x->row.id.v < y->row.id.v) - (x->row.id.v > y->row.id.v);
}

static int oldest_first(const void *a, const void *b)
{
    return newest_first(b, a);
}

struct stored_notices {
    struct stored_notice *items;
    size_t n;
};

/* The next in.n over all boxes, by a query downwards or upwards. */
static enum err find_stored(struct db *db, struct arena *arena, struct reader reader,
                            const struct db_query *query, struct notice_down_in in,
                            struct stored_notices *out)
{
    struct person_id *boxes;
    size_t n_boxes, found = 0;
    TRY(find_boxes(db, arena, reader, &boxes, &n_boxes));
    struct stored_notice *list =
        arena_array(arena, struct stored_notice, n_boxes * (size_t)in.n + 1);
    for (size_t i = 0; i < n_boxes; i++) {
        const void *rows;
        size_t n_rows;
        in.person = boxes[i];
        TRY(db_list(db, query, arena, &in, &rows, &n_rows));
        for (size_t k = 0; k < n_rows; k++)
            list[found++] = (struct stored_notice){((const struct notice_down_out *)rows)[k],
                                                   .is_veiled = i > 0};
    }
    qsort(list, found, sizeof *list, query == &query_notice_up ? oldest_first : newest_first);
    *out = (struct stored_notices){list, found < (size_t)in.n ? found : (size_t)in.n};
    return OK;
}

/* An answer to her anonymous voice that names her is noted twice, one after the other. */
static bool is_told(const struct notice *before, const struct notice *notice)
{
    return before->kind == NOTICE_MENTION && notice->kind == NOTICE_MENTION &&
           before->post.id.v == notice->post.id.v;
}

enum err notice_list(struct db *db, struct arena *arena, struct reader reader, unsigned kinds,
                     struct cursor cursor, struct notices *out)
{
    bool is_up = cursor.min_id > 0;
    struct stored_notices rows = {NULL, 0};
    size_t count = 0;
    const struct notice_down_in in = {reader.person, (int64_t)kinds, before_of(cursor),
                                      after_of(cursor), cursor.limit};
    TRY(find_stored(db, arena, reader, is_up ? &query_notice_up : &query_notice_down, in, &rows));
    struct notice *list = arena_array(arena, struct notice, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        size_t at = is_up ? rows.n - 1 - i : i;
        enum err err = load_notice(db, arena, reader, &rows.items[at], &list[count]);
        if (err == OK && (count == 0 || !is_told(&list[count - 1], &list[count])))
            count++;
        else if (err != OK && err != ERR_NOT_FOUND)
            return err;
    }
    *out = (struct notices){list, count};
    return OK;
}

enum err notice_get(struct db *db, struct arena *arena, struct reader reader, struct notice_id id,
                    struct notice *out)
{
    struct person_id *boxes;
    size_t n_boxes;
    TRY(find_boxes(db, arena, reader, &boxes, &n_boxes));
    for (size_t i = 0; i < n_boxes; i++) {
        struct notice_row_out row;
        struct notice notice;
        enum err err = sql_notice_row_one(db, arena, &(struct notice_row_in){boxes[i], id}, &row);
        if (err == ERR_NOT_FOUND)
            continue;
        TRY(err);
        const struct stored_notice stored = {{id, row.kind, row.account, row.post}, i > 0};
        TRY(load_notice(db, arena, reader, &stored, &notice));
        *out = notice;
        return OK;
    }
    return ERR_NOT_FOUND;
}

/* --- filters and markers --- */

static enum err load_keywords(struct db *db, struct arena *arena, struct filter *filter)
{
    const struct filter_keywords_out *rows;
    TRY(sql_filter_keywords_list(db, arena,
                                 &(struct filter_keywords_in){filter->id, FILTER_KEYWORDS_MOST},
                                 &rows, &filter->n_keywords));
    struct filter_keyword *list = arena_array(arena, struct filter_keyword, filter->n_keywords + 1);
    for (size_t i = 0; i < filter->n_keywords; i++)
        list[i] = (struct filter_keyword){rows[i].id, rows[i].keyword, rows[i].is_whole_word,
                                          rows[i].sealed};
    filter->keywords = list;
    return OK;
}

enum err filter_list(struct db *db, struct arena *arena, struct person_id person,
                     struct filter **out, size_t *n)
{
    const struct filter_rows_out *rows;
    TRY(sql_filter_rows_list(db, arena, &(struct filter_rows_in){person, FILTERS_MOST}, &rows, n));
    struct filter *list = arena_array(arena, struct filter, *n + 1);
    for (size_t i = 0; i < *n; i++) {
        list[i] = (struct filter){.id = rows[i].id,
                                  .title = rows[i].title,
                                  .contexts = rows[i].contexts,
                                  .is_hiding = rows[i].is_hiding,
                                  .expires_ms = rows[i].expires_ms,
                                  .sealed = rows[i].sealed,
                                  .is_closed = rows[i].sealed.p != NULL};
        TRY(load_keywords(db, arena, &list[i]));
    }
    *out = list;
    return OK;
}

enum err filter_has_any(struct db *db, struct arena *arena, struct person_id person, bool *out)
{
    struct filter_count_out row;
    TRY(sql_filter_count_one(db, arena, &(struct filter_count_in){person}, &row));
    *out = row.n > 0;
    return OK;
}

static enum err open_words(struct arena *arena, const struct field_key *key,
                           struct person_id person, struct filter *filter)
{
    for (size_t i = 0; i < filter->n_keywords; i++) {
        struct filter_keyword *word = &filter->keywords[i];
        TRY(field_open(key, arena, filter_place(person, filter->id, word->id), word->sealed,
                       &word->keyword));
    }
    return field_open(key, arena, filter_place(person, filter->id, 0), filter->sealed,
                      &filter->title);
}

enum err filter_open(struct arena *arena, const struct field_key *key, struct person_id person,
                     struct filter *filters, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!filters[i].is_closed)
            continue;
        enum err err = open_words(arena, key, person, &filters[i]);
        if (err != OK && err != ERR_BAD_INPUT)
            return err;
        filters[i].is_closed = err != OK;
    }
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
                            .expires_ms = row.expires_ms,
                            .sealed = row.sealed,
                            .is_closed = row.sealed.p != NULL};
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
