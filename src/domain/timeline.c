/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of posts from one index or from several merged (timeline.h).
 *
 * A source is a pair of queries over one index, or the anonymous posts of the reader, of which
 * there are few. A page takes the next places of all its sources, merges them, looks each post up
 * as the viewer may see it, and goes on until it is full or the sources are empty; one that finds
 * little to show stops after a few rounds and says where to go on. Costs do not depend on how much
 * there is. */
#include "domain/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "domain/hashtag_text.h"
#include "domain/veil.h"
#include "sql/tag.h"
#include "sql/timeline.h"

enum { ROUNDS_MAX = 8, SOURCES_MAX = 512 };

struct source {
    const struct db_query *down, *up;
    int64_t of;
    struct str language;         /* of lists by language */
    struct person_id sharer;     /* none: the posts themselves */
    const struct post_id *posts; /* without queries: these */
    size_t n_posts;
};

/* A place in a list: its own number there, and the post. */
struct place {
    int64_t id;
    struct post_id post;
    struct person_id sharer;
};

static struct source source_of(const struct db_query *down, const struct db_query *up, int64_t of)
{
    return (struct source){.down = down, .up = up, .of = of};
}

static struct source shares_of(struct person_id sharer)
{
    return (struct source){
        .down = &query_shares_down, .up = &query_shares_up, .of = sharer.v, .sharer = sharer};
}

struct walk;
typedef bool wanted_fn(const struct walk *walk, const struct post *post);

struct walk {
    struct db *db;
    struct arena *arena;
    struct reader reader;
    struct source *sources;
    size_t n_sources;
    wanted_fn *is_wanted; /* NULL: every post that may be seen */
    const void *context;
    const struct unwanted *unwanted; /* NULL: no warning is */
};

/* Where a walk stands: both bounds are exclusive. */
struct span {
    int64_t before, after;
    int64_t n;
    bool is_up;
};

static int downwards(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    return (x->id < y->id) - (x->id > y->id);
}

static int upwards(const void *a, const void *b)
{
    return downwards(b, a);
}

/* Of posts in no order, those within the span that come first. */
static void pick(const struct source *source, struct span span, struct place *out, size_t *n)
{
    struct place *places = out + *n;
    size_t found = 0;
    for (size_t i = 0; i < source->n_posts; i++) {
        struct place place = {.id = source->posts[i].v, .post = source->posts[i]};
        if (place.id >= span.before || place.id <= span.after)
            continue;
        size_t at = found;
        while (at > 0 && (span.is_up ? upwards : downwards)(&place, &places[at - 1]) < 0)
            at--;
        if (at == (size_t)span.n)
            continue;
        found += found < (size_t)span.n;
        memmove(&places[at + 1], &places[at], (found - 1 - at) * sizeof *places);
        places[at] = place;
    }
    *n += found;
}

/* All sources answer queries of one shape (sql/query/timeline.sql); those that are told no language
 * begin like those that are. */
static enum err fetch(const struct walk *walk, const struct source *source, struct span span,
                      struct place *out, size_t *n)
{
    const struct language_down_in in = {source->of, span.before, span.after, span.n,
                                        source->language};
    const void *rows;
    size_t found;
    if (source->down == NULL) {
        pick(source, span, out, n);
        return OK;
    }
    TRY(db_list(walk->db, span.is_up ? source->up : source->down, walk->arena, &in, &rows, &found));
    const struct campaign_down_out *places = rows;
    for (size_t i = 0; i < found; i++)
        out[(*n)++] = (struct place){places[i].id, places[i].post, source->sharer};
    return OK;
}

/* The next span.n places over all sources, in the walk's direction. */
static enum err fetch_all(const struct walk *walk, struct span span, struct place **out, size_t *n)
{
    struct place *places =
        arena_array(walk->arena, struct place, walk->n_sources * (size_t)span.n + 1);
    size_t found = 0, kept = 0;
    for (size_t i = 0; i < walk->n_sources; i++)
        TRY(fetch(walk, &walk->sources[i], span, places, &found));
    if (walk->n_sources > 1 && found > 1)
        qsort(places, found, sizeof *places, span.is_up ? upwards : downwards);
    for (size_t i = 0; i < found && kept < (size_t)span.n; i++)
        if (kept == 0 || places[i].id != places[kept - 1].id)
            places[kept++] = places[i];
    *out = places;
    *n = kept;
    return OK;
}

static bool is_unwanted(const struct walk *walk, const struct post *post)
{
    return post->is_hidden || (walk->is_wanted && !walk->is_wanted(walk, post)) ||
           (walk->unwanted && warning_is_unwanted(walk->arena, walk->unwanted, post));
}

/* Adds the place to the page when the viewer may and wants to see it. */
static enum err show(const struct walk *walk, const struct place *place, struct page *page)
{
    struct entry *entry = &page->items[page->n];
    size_t used = walk->arena->used;
    enum err err = post_get(walk->db, walk->arena, walk->reader, place->post, &entry->post);
    if (err == ERR_NOT_FOUND)
        return OK;
    TRY(err);
    if (is_unwanted(walk, &entry->post)) {
        arena_back(walk->arena, used); /* many long ones in a row must not fill the arena */
        return OK;
    }
    entry->id = place->id;
    entry->is_share = place->sharer.v != 0;
    if (entry->is_share && person_brief(walk->db, walk->arena, place->sharer, &entry->sharer) != OK)
        return OK;
    page->n++;
    return OK;
}

static void turn(struct page *page)
{
    for (size_t i = 0; i < page->n / 2; i++) {
        struct entry swapped = page->items[i];
        page->items[i] = page->items[page->n - 1 - i];
        page->items[page->n - 1 - i] = swapped;
    }
    int64_t newest = page->newest;
    page->newest = page->oldest;
    page->oldest = newest;
}

static struct span span_of(struct cursor cursor)
{
    int64_t limit = cursor.limit > 0 && cursor.limit <= TIMELINE_LIMIT_MAX ? cursor.limit : 20;
    return (struct span){
        .before = cursor.max_id > 0 ? cursor.max_id : INT64_MAX,
        .after = cursor.min_id > 0 ? cursor.min_id : cursor.since_id,
        .n = limit + 1, /* one more tells whether there is more */
        .is_up = cursor.min_id > 0,
    };
}

/* Shows places until the page is full; *looked is how many were looked at. */
static enum err show_all(const struct walk *walk, const struct place *places, size_t n,
                         size_t limit, struct page *page, size_t *looked)
{
    size_t i = 0;
    for (; i < n && page->n < limit; i++)
        TRY(show(walk, &places[i], page));
    *looked = i;
    return OK;
}

/* Between the place that was looked at last and the next, in either direction, so that neither is
 * told. As a cursor it has the one behind it and the other before it. */
static int64_t between(int64_t looked, int64_t next)
{
    int64_t gap = looked - next;
    return next + (gap > 0 ? (gap + 1) / 2 : (gap - 1) / 2);
}

/* The cursors tell the numbers of what is shown only: that of a story that is not for the viewer
 * would tell that there is one, and when it was written. A page that gave up on its way goes on at
 * a number between two places. */
static void put_cursors(struct page *page, int64_t gave_up)
{
    if (page->n > 0) {
        page->newest = page->items[0].id;
        page->oldest = page->items[page->n - 1].id;
    }
    if (gave_up == 0)
        return;
    if (page->n == 0)
        page->newest = gave_up;
    page->oldest = gave_up;
}

static enum err walk_steadily(const struct walk *walk, struct cursor cursor, struct page *out)
{
    struct span span = span_of(cursor);
    size_t limit = (size_t)span.n - 1;
    struct page page = {.items = arena_array(walk->arena, struct entry, limit + 1)};
    int64_t gave_up = 0;
    bool is_over = false;
    for (int round = 0; !is_over && page.n < limit && round < ROUNDS_MAX; round++) {
        struct place *places;
        size_t n, looked;
        TRY(fetch_all(walk, span, &places, &n));
        is_over = n < (size_t)span.n;
        TRY(show_all(walk, places, is_over ? n : n - 1, limit, &page, &looked));
        is_over = is_over && looked == n;
        gave_up = 0;
        if (looked == 0)
            break;
        if (!is_over && page.n < limit)
            gave_up = between(places[looked - 1].id, places[looked].id);
        *(span.is_up ? &span.after : &span.before) = places[looked - 1].id;
    }
    put_cursors(&page, gave_up);
    page.has_more = span.is_up || !is_over;
    if (span.is_up)
        turn(&page);
    *out = page;
    return OK;
}

/* A page is of one moment; and the database is locked once, not for each of many queries. */
static enum err walk_page(const struct walk *walk, struct cursor cursor, struct page *out)
{
    TRY(db_begin(walk->db));
    enum err err = walk_steadily(walk, cursor, out);
    if (err == OK)
        return db_commit(walk->db);
    db_rollback(walk->db);
    return err;
}

static enum err walk_one(struct db *db, struct arena *arena, struct reader reader,
                         struct source source, struct cursor cursor, struct page *out)
{
    const struct walk walk = {
        .db = db, .arena = arena, .reader = reader, .sources = &source, .n_sources = 1};
    return walk_page(&walk, cursor, out);
}

enum err timeline_campaign(struct db *db, struct arena *arena, struct reader reader,
                           const struct campaign_query *query, struct cursor cursor,
                           struct page *out)
{
    struct source source = source_of(&query_campaign_down, &query_campaign_up, query->campaign.v);
    if (query->language.p != NULL) {
        source = source_of(&query_language_down, &query_language_up, query->campaign.v);
        source.language = query->language;
    }
    const struct walk walk = {.db = db,
                              .arena = arena,
                              .reader = reader,
                              .sources = &source,
                              .n_sources = 1,
                              .unwanted = query->unwanted};
    return walk_page(&walk, cursor, out);
}

enum err timeline_public(struct db *db, struct arena *arena, struct reader reader,
                         struct cursor cursor, struct page *out)
{
    struct source source = source_of(&query_public_down, &query_public_up, 0);
    return walk_one(db, arena, reader, source, cursor, out);
}

enum err timeline_mine(struct db *db, struct arena *arena, struct reader reader,
                       struct cursor cursor, struct page *out)
{
    struct source sources[] = {
        {.down = &query_mine_down, .up = &query_mine_up, .of = reader.person.v},
        {.down = NULL},
    };
    const struct walk walk = {
        .db = db, .arena = arena, .reader = reader, .sources = sources, .n_sources = 2};
    TRY(veil_posts(db, arena, reader.key, reader.person, &sources[1].posts, &sources[1].n_posts));
    return walk_page(&walk, cursor, out);
}

enum err timeline_favourites(struct db *db, struct arena *arena, struct reader reader,
                             struct cursor cursor, struct page *out)
{
    struct source source = source_of(&query_favourites_down, &query_favourites_up, reader.person.v);
    return walk_one(db, arena, reader, source, cursor, out);
}

enum err timeline_bookmarks(struct db *db, struct arena *arena, struct reader reader,
                            struct cursor cursor, struct page *out)
{
    struct source source = source_of(&query_bookmarks_down, &query_bookmarks_up, reader.person.v);
    return walk_one(db, arena, reader, source, cursor, out);
}

/* --- hashtags --- */

/* The numbers of hashtags; those that were never used are 0. */
static enum err find_tags(struct db *db, struct arena *arena, const struct str *names, size_t n,
                          struct tag_id *ids)
{
    for (size_t i = 0; i < n; i++) {
        struct str key;
        struct tag_by_key_out row = {0};
        ids[i].v = 0;
        if (hashtag_key(arena, names[i], &key) != OK)
            continue;
        enum err err = sql_tag_by_key_one(db, arena, &(struct tag_by_key_in){key}, &row);
        if (err == OK)
            ids[i] = row.id;
        else if (err != ERR_NOT_FOUND)
            return err;
    }
    return OK;
}

struct tag_filter {
    struct tag_id all[TIMELINE_TAGS_MAX], none[TIMELINE_TAGS_MAX];
    size_t n_all, n_none;
};

static bool carries(const struct walk *walk, struct tag_id tag, const struct post *post)
{
    struct tag_carries_out row = {0};
    return tag.v != 0 &&
           sql_tag_carries_one(walk->db, walk->arena, &(struct tag_carries_in){tag, post->id},
                               &row) == OK &&
           row.is_carried;
}

static bool is_tagged(const struct walk *walk, const struct post *post)
{
    const struct tag_filter *filter = walk->context;
    for (size_t i = 0; i < filter->n_all; i++)
        if (!carries(walk, filter->all[i], post))
            return false;
    for (size_t i = 0; i < filter->n_none; i++)
        if (carries(walk, filter->none[i], post))
            return false;
    return true;
}

enum err timeline_tags(struct db *db, struct arena *arena, struct reader reader,
                       const struct tag_query *query, struct cursor cursor, struct page *out)
{
    struct tag_id any[TIMELINE_TAGS_MAX + 1];
    struct source sources[TIMELINE_TAGS_MAX + 1];
    struct tag_filter filter = {.n_all = query->n_all, .n_none = query->n_none};
    if (query->n_any > TIMELINE_TAGS_MAX + 1 || query->n_all > TIMELINE_TAGS_MAX ||
        query->n_none > TIMELINE_TAGS_MAX)
        return ERR_BAD_INPUT;
    TRY(find_tags(db, arena, query->any, query->n_any, any));
    TRY(find_tags(db, arena, query->all, query->n_all, filter.all));
    TRY(find_tags(db, arena, query->none, query->n_none, filter.none));
    struct walk walk = {
        .db = db,
        .arena = arena,
        .reader = reader,
        .sources = sources,
        .is_wanted = is_tagged,
        .context = &filter,
        .unwanted = query->unwanted,
    };
    for (size_t i = 0; i < query->n_any; i++)
        if (any[i].v != 0)
            sources[walk.n_sources++] = source_of(&query_tag_down, &query_tag_up, any[i].v);
    return walk_page(&walk, cursor, out);
}

/* --- accounts and home --- */

static bool is_of_account(const struct walk *walk, const struct post *post)
{
    const struct account_filter *filter = walk->context;
    if (filter->without_comments && post->root.v != 0)
        return false;
    if (filter->tag.p == NULL)
        return true;
    struct str key;
    if (hashtag_key(walk->arena, filter->tag, &key) != OK)
        return false;
    for (size_t i = 0; i < post->n_tags; i++)
        if (str_eq(post->tags[i].key, key))
            return true;
    return false;
}

enum err timeline_account(struct db *db, struct arena *arena, struct reader reader,
                          struct account_filter filter, struct cursor cursor, struct page *out)
{
    struct source sources[3];
    struct walk walk = {
        .db = db,
        .arena = arena,
        .reader = reader,
        .sources = sources,
        .is_wanted = is_of_account,
        .context = &filter,
    };
    if (filter.pinned_only) {
        sources[walk.n_sources++] = source_of(&query_pins_down, &query_pins_up, filter.account.v);
        return walk_page(&walk, cursor, out);
    }
    sources[walk.n_sources++] = source_of(&query_author_down, &query_author_up, filter.account.v);
    sources[walk.n_sources++] = source_of(&query_account_down, &query_account_up, filter.account.v);
    if (!filter.without_shares)
        sources[walk.n_sources++] = shares_of(filter.account);
    return walk_page(&walk, cursor, out);
}

/* Adds a source for each person (and her shares) or hashtag that is followed. */
static enum err add_followed(const struct walk *walk, enum tie_kind kind, struct source *sources,
                             size_t *n)
{
    const struct followed_out *rows;
    size_t found;
    TRY(sql_followed_list(walk->db, walk->arena,
                          &(struct followed_in){walk->reader.person, (int64_t)kind, SOURCES_MAX},
                          &rows, &found));
    for (size_t i = 0; i < found && *n + 3 <= SOURCES_MAX; i++) {
        int64_t of = rows[i].target;
        if (kind == TIE_TAG) {
            sources[(*n)++] = source_of(&query_tag_down, &query_tag_up, of);
            continue;
        }
        sources[(*n)++] = source_of(&query_author_down, &query_author_up, of);
        sources[(*n)++] = source_of(&query_account_down, &query_account_up, of);
        sources[(*n)++] = shares_of((struct person_id){of});
    }
    return OK;
}

enum err timeline_home(struct db *db, struct arena *arena, struct reader reader,
                       struct cursor cursor, struct page *out)
{
    struct source *sources = arena_array(arena, struct source, SOURCES_MAX);
    struct walk walk = {.db = db, .arena = arena, .reader = reader, .sources = sources};
    sources[0] = source_of(&query_author_down, &query_author_up, reader.person.v);
    sources[1] = shares_of(reader.person);
    walk.n_sources = 2;
    TRY(add_followed(&walk, TIE_TAG, sources, &walk.n_sources));
    TRY(add_followed(&walk, TIE_FOLLOW, sources, &walk.n_sources));
    return walk_page(&walk, cursor, out);
}

/* --- threads --- */

enum err timeline_thread(struct db *db, struct arena *arena, struct reader reader,
                         struct thread_part part, struct thread_page *out)
{
    const struct thread_after_out *rows;
    size_t n;
    TRY(sql_thread_after_list(
        db, arena, &(struct thread_after_in){part.root, part.after, part.limit + 1}, &rows, &n));
    bool has_more = n > (size_t)part.limit;
    if (has_more)
        n = (size_t)part.limit;
    struct post_id *ids = arena_array(arena, struct post_id, n + 1);
    for (size_t i = 0; i < n; i++)
        ids[i] = rows[i].id;
    struct post_list found;
    TRY(post_get_all(db, arena, reader, ids, n, &found));
    size_t kept = 0;
    for (size_t i = 0; i < found.n; i++)
        if (!found.items[i].is_hidden)
            found.items[kept++] = found.items[i];
    *out = (struct thread_page){found.items, kept, has_more ? ids[n - 1].v : 0};
    return OK;
}
