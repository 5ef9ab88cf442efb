/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posts as they are read (post.h): one query for a post with everything that is shown of it, and
 * the rules of who may see it. */
#include "domain/post.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/due.h"
#include "domain/standing.h"
#include "domain/text.h"
#include "domain/veil.h"
#include "sql/person.h"
#include "sql/post.h"
#include "sql/standing.h"
#include "sql/timeline.h"

static struct person account_of(struct arena *arena, const struct post_row_out *row)
{
    return (struct person){
        .id = row->account,
        .is_campaign = row->is_campaign,
        .username = row->username.p ? row->username : person_made_username(arena, row->account),
        .pen_name = row->pen_name,
        .note = row->note,
        .arrived_day_ms = row->arrived_day_ms,
    };
}

static void fill_tags(struct arena *arena, const struct post_row_out *row, struct post *post)
{
    struct text_hashtag found[TEXT_HASHTAGS_MAX];
    size_t n = 0;
    text_hashtags(arena, row->body, found, TEXT_HASHTAGS_MAX, &n);
    post->tags = arena_array(arena, struct post_tag, n + 1);
    for (size_t i = 0; i < n; i++)
        post->tags[i] = (struct post_tag){found[i].name, found[i].key};
    if (row->page_tag.p != NULL)
        post->tags[n++] = (struct post_tag){row->page_tag, row->page_tag_key};
    post->n_tags = n;
}

/* Of comments that are closed there is no count either. */
static void fill_counts(const struct post_row_out *row, struct post *post)
{
    bool is_closed = row->root.v == 0 && (row->answers & ANSWERS_MASK) > ANSWERS_APPROVED;
    post->comments = is_closed ? 0 : row->comments;
    post->shares = row->shares;
    post->reactions[REACTION_ME_TOO] = row->me_too;
    post->reactions[REACTION_BELIEVE] = row->believe;
    post->reactions[REACTION_WITH_YOU] = row->with_you;
    post->reactions[REACTION_THANK_YOU] = row->thank_you;
    for (int i = REACTION_ME_TOO; i < REACTIONS; i++)
        post->reactions[REACTION_NONE] += post->reactions[i];
}

static enum err fill_ties(struct db *db, struct arena *arena, struct person_id viewer,
                          struct post *post)
{
    if (viewer.v == 0)
        return OK;
    struct post_ties_out ties;
    struct post_id root = post->root.v ? post->root : post->id;
    TRY(sql_post_ties_one(db, arena,
                          &(struct post_ties_in){viewer, post->id, root, post->account.id}, &ties));
    post->is_bookmarked = ties.is_bookmarked;
    post->is_muted = ties.is_muted;
    post->is_pinned = ties.is_pinned;
    post->is_hidden = ties.is_hidden && !post->is_mine;
    return OK;
}

static bool is_author(struct reader reader, struct post_id id, struct person_id stored)
{
    return reader.person.v != 0 && veil_author_of(reader.key, id, stored).v == reader.person.v;
}

static enum err fill_name(struct db *db, struct arena *arena, struct post *post)
{
    struct signature_out row;
    post->name = STR("");
    if (!(post->flags & POST_NAMED))
        return OK;
    TRY(sql_signature_one(db, arena, &(struct signature_in){post->id}, &row));
    post->name = row.name;
    return OK;
}

static struct post post_of(struct arena *arena, struct post_id id, const struct post_row_out *from)
{
    const struct post_row_out row = *from;
    return (struct post){
        .id = id,
        .author = {veil_is_veiled(row.author) ? 0 : row.author.v},
        .account = account_of(arena, from),
        .parent = row.parent,
        .parent_account = row.parent_account,
        .root = row.root,
        .body = row.body,
        .warning = row.warning,
        .language = row.language,
        .country = row.country,
        .flags = (int)row.flags,
        .away = (int)row.state & ~AWAY_BLOCKED,
        .is_fallen = row.is_below,
        .audiences = (int)row.audiences,
        .answers = (int)row.answers,
        .page_campaign = row.page_campaign,
        .client = row.client,
        .client_name = row.client_name.p ? row.client_name : STR(""),
        .client_website = row.client_website.p ? row.client_website : STR(""),
        .published_ms = row.flags & POST_DAY ? time_day_start(id_ms(id.v)) : id_ms(id.v),
        .edited_ms = row.flags & POST_DAY ? time_day_start(row.edited_ms) : row.edited_ms,
        .is_shared = row.my_share != 0,
        .my_reaction = (enum reaction)row.my_reaction,
    };
}

/* Everything of a post that the viewer may see. */
static enum err fill(struct db *db, struct arena *arena, struct reader reader,
                     const struct post_row_out *row, struct post *out)
{
    struct post post = *out;
    post.is_mine = is_author(reader, post.id, row->author);
    if (post.is_mine)
        post.author = reader.person;
    fill_tags(arena, row, &post);
    fill_counts(row, &post);
    TRY(fill_name(db, arena, &post));
    TRY(fill_ties(db, arena, reader.person, &post));
    *out = post;
    return OK;
}

enum err post_get(struct db *db, struct arena *arena, struct reader reader, struct post_id id,
                  struct post *out)
{
    struct post_row_out row;
    TRY(sql_post_row_one(db, arena, &(struct post_row_in){id, reader.person}, &row));
    bool is_mine = is_author(reader, id, row.author);
    bool is_away = row.state != 0 || row.is_below || row.is_shut_out ||
                   !(row.audiences & (1 << reader.audience));
    bool is_moderator = reader.audience == AUDIENCE_MODERATORS;
    if (row.author_is_leaving || (is_away && !is_mine && !is_moderator))
        return ERR_NOT_FOUND;
    struct post post = post_of(arena, id, &row);
    TRY(fill(db, arena, reader, &row, &post));
    *out = post;
    return OK;
}

static enum err get_all(struct db *db, struct arena *arena, struct reader reader,
                        const struct post_id *ids, size_t n, struct post_list *out)
{
    struct post *items = arena_array(arena, struct post, n + 1);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        enum err err = post_get(db, arena, reader, ids[i], &items[count]);
        if (err == OK)
            count++;
        else if (err != ERR_NOT_FOUND)
            return err;
    }
    *out = (struct post_list){items, count};
    return OK;
}

/* As they are at one moment. */
enum err post_get_all(struct db *db, struct arena *arena, struct reader reader,
                      const struct post_id *ids, size_t n, struct post_list *out)
{
    TRY(db_begin(db));
    enum err err = get_all(db, arena, reader, ids, n, out);
    if (err == OK)
        return db_commit(db);
    db_rollback(db);
    return err;
}

/* The author may, and who moderates a campaign the post belongs to, in its language. */
static bool may_see_wordings(struct db *db, struct arena *arena, struct reader reader,
                             struct post_id id, const struct post_head_out *head)
{
    struct role_moderates_out role;
    struct post_words_out words;
    if (reader.person.v == 0)
        return false;
    if (is_author(reader, id, head->author))
        return true;
    if (sql_post_words_one(db, arena, &(struct post_words_in){id}, &words) != OK)
        return false;
    const struct role_moderates_in in = {reader.person, head->cell, words.language};
    return sql_role_moderates_one(db, arena, &in, &role) == OK && role.is_moderator;
}

enum err post_wordings(struct db *db, struct arena *arena, struct reader reader, struct post_id id,
                       const struct wording **out, size_t *n)
{
    enum { WORDINGS_MOST = 200 };
    struct post_head_out head;
    TRY(sql_post_head_one(db, arena, &(struct post_head_in){id}, &head));
    if (!may_see_wordings(db, arena, reader, id, &head))
        return ERR_NOT_FOUND;
    const struct post_edit_list_out *rows;
    TRY(sql_post_edit_list_list(db, arena, &(struct post_edit_list_in){id, WORDINGS_MOST}, &rows,
                                n));
    struct wording *list = arena_array(arena, struct wording, *n + 1);
    for (size_t i = 0; i < *n; i++)
        list[i] = (struct wording){rows[i].at_ms, rows[i].body, rows[i].warning, rows[i].language};
    *out = list;
    return OK;
}

/* --- what its author decides about --- */

/* A comment that she may read though it is not shown. */
static enum err get_asked(struct db *db, struct arena *arena, struct reader author,
                          struct post_id id, struct post *out)
{
    struct post_row_out row;
    TRY(sql_post_row_one(db, arena, &(struct post_row_in){id, author.person}, &row));
    if (row.author_is_leaving)
        return ERR_NOT_FOUND;
    struct post post = post_of(arena, id, &row);
    TRY(fill(db, arena, author, &row, &post));
    *out = post;
    return OK;
}

enum err post_asked(struct db *db, struct arena *arena, struct reader author,
                    struct asked_query query, struct post_list *out)
{
    const struct asked_of_root_out *rows;
    struct post_head_out head;
    size_t n, count = 0;
    TRY(sql_post_head_one(db, arena, &(struct post_head_in){query.voice}, &head));
    if (!is_author(author, query.voice, head.author))
        return ERR_NOT_FOUND;
    const struct asked_of_root_in in = {query.voice, query.is_refused, query.after, query.limit};
    TRY(sql_asked_of_root_list(db, arena, &in, &rows, &n));
    struct post *items = arena_array(arena, struct post, n + 1);
    for (size_t i = 0; i < n; i++) {
        enum err err = get_asked(db, arena, author, rows[i].post, &items[count]);
        if (err == OK)
            count++;
        else if (err != ERR_NOT_FOUND)
            return err;
    }
    *out = (struct post_list){items, count};
    return OK;
}

static enum err find_due(struct db *db, struct arena *arena, struct post_id id, enum due_kind kind,
                         int64_t *at_ms)
{
    struct due_of_post_out row = {0};
    enum err err =
        sql_due_of_post_one(db, arena, &(struct due_of_post_in){id, (int64_t)kind}, &row);
    *at_ms = err == OK ? row.at_ms : 0;
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err post_moments(struct db *db, struct arena *arena, struct post_id id, int64_t *publish_at_ms,
                      int64_t *expires_ms)
{
    TRY(find_due(db, arena, id, DUE_PUBLISH, publish_at_ms));
    return find_due(db, arena, id, DUE_EXPIRE, expires_ms);
}

enum err post_holds(struct db *db, struct arena *arena, struct post_id id, uint64_t *reasons)
{
    const struct hold_of_post_out *rows;
    size_t n;
    TRY(sql_hold_of_post_list(db, arena, &(struct hold_of_post_in){id}, &rows, &n));
    *reasons = 0;
    for (size_t i = 0; i < n; i++)
        if (rows[i].reason >= 0 && rows[i].reason <= HOLD_REASONS_MAX)
            *reasons |= HOLD_BIT(rows[i].reason);
    return OK;
}

static int soonest_first(const void *a, const void *b)
{
    const struct scheduled_of_author_out *x = a, *y = b;
    int c = (x->at_ms > y->at_ms) - (x->at_ms < y->at_ms);
    return c ? c : (x->post.v > y->post.v) - (x->post.v < y->post.v);
}

/* Those under her own account and the anonymous ones, the soonest first. */
static enum err find_scheduled(struct db *db, struct arena *arena, struct reader author,
                               int64_t limit, struct scheduled_of_author_out **out, size_t *n)
{
    const struct scheduled_of_author_out *rows;
    const struct post_id *veiled;
    size_t n_veiled;
    TRY(sql_scheduled_of_author_list(
        db, arena, &(struct scheduled_of_author_in){author.person, limit}, &rows, n));
    TRY(veil_posts(db, arena, author.key, author.person, &veiled, &n_veiled));
    struct scheduled_of_author_out *all =
        arena_array(arena, struct scheduled_of_author_out, *n + n_veiled + 1);
    for (size_t i = 0; i < *n; i++)
        all[i] = rows[i];
    for (size_t i = 0; i < n_veiled; i++) {
        struct scheduled_of_author_out *row = &all[*n];
        row->post = veiled[i];
        TRY(find_due(db, arena, veiled[i], DUE_PUBLISH, &row->at_ms));
        *n += row->at_ms != 0;
    }
    if (*n > 1)
        qsort(all, *n, sizeof *all, soonest_first);
    *out = all;
    return OK;
}

enum err post_scheduled(struct db *db, struct arena *arena, struct reader author, int64_t limit,
                        const struct scheduled **out, size_t *n)
{
    struct scheduled_of_author_out *rows;
    size_t n_rows;
    TRY(find_scheduled(db, arena, author, limit, &rows, &n_rows));
    struct scheduled *list = arena_array(arena, struct scheduled, n_rows + 1);
    *n = 0;
    for (size_t i = 0; i < n_rows && *n < (size_t)limit; i++) {
        list[*n].at_ms = rows[i].at_ms;
        enum err err = post_get(db, arena, author, rows[i].post, &list[*n].post);
        if (err == OK)
            ++*n;
        else if (err != ERR_NOT_FOUND)
            return err;
    }
    *out = list;
    return OK;
}

/* --- threads --- */

enum err post_ancestors(struct db *db, struct arena *arena, struct reader reader,
                        const struct post *post, size_t most, struct post_list *out)
{
    struct post *items = arena_array(arena, struct post, most + 1);
    size_t n = 0;
    for (struct post_id above = post->parent; above.v != 0 && n < most;) {
        enum err err = post_get(db, arena, reader, above, &items[n]);
        if (err == ERR_NOT_FOUND)
            break;
        TRY(err);
        above = items[n++].parent;
    }
    for (size_t i = 0; i < n / 2; i++) {
        struct post swapped = items[i];
        items[i] = items[n - 1 - i];
        items[n - 1 - i] = swapped;
    }
    *out = (struct post_list){items, n};
    return OK;
}

/* Whether the thread's row hangs below the post: its parent does, and parents come first. */
static bool is_below(const struct thread_after_out *row, const struct post *post,
                     const struct post_id *below, size_t n)
{
    if (post->root.v == 0 || row->parent.v == post->id.v)
        return true;
    for (size_t i = n; i-- > 0;)
        if (below[i].v == row->parent.v)
            return true;
    return false;
}

enum err post_descendants(struct db *db, struct arena *arena, struct reader reader,
                          const struct post *post, size_t most, struct post_list *out)
{
    enum { SCANNED_MOST = 4096 };
    struct post_id root = post->root.v ? post->root : post->id;
    const struct thread_after_out *rows;
    size_t n, n_below = 0;
    int64_t after = post->root.v ? post->id.v : 0;
    int64_t limit = post->root.v ? SCANNED_MOST : (int64_t)most;
    TRY(sql_thread_after_list(db, arena, &(struct thread_after_in){root, after, limit}, &rows, &n));
    struct post_id *below = arena_array(arena, struct post_id, n + 1);
    for (size_t i = 0; i < n && n_below < most; i++)
        if (is_below(&rows[i], post, below, n_below))
            below[n_below++] = rows[i].id;
    return post_get_all(db, arena, reader, below, n_below, out);
}
