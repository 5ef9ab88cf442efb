/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hashtags that were used: their numbers, their use by day, finding them. */
#include "domain/batch.h"
#include "domain/hashtag_look.h"
#include "domain/hashtag_text.h"
#include "domain/timeline.h"
#include "sql/answer.h"
#include "sql/post.h"
#include "sql/tag.h"

enum { DAY_MS = 24 * 3600 * 1000 };

enum err tag_find(struct batch *batch, struct str key, struct tag_id *out)
{
    struct tag_id known = registry_tag(batch->registry, key);
    if (known.v == 0) {
        struct tag_by_key_out row;
        TRY(sql_tag_by_key_one(batch->db, batch->arena, &(struct tag_by_key_in){key}, &row));
        registry_keep_tag(batch->registry, key, row.id);
        known = row.id;
    }
    *out = known;
    return OK;
}

enum err tag_number(struct batch *batch, const struct act_tag *tag, struct tag_id *out)
{
    enum err err = tag_find(batch, tag->key, out);
    if (err != ERR_NOT_FOUND)
        return err;
    struct str look;
    TRY(hashtag_look(batch->arena, tag->name, &look));
    struct tag_id id = {++batch->numbers.tag};
    WRITE(sql_tag_insert(batch->db, &(struct tag_insert_in){id, tag->key, tag->name, look}));
    registry_keep_tag(batch->registry, tag->key, id);
    *out = id;
    return OK;
}

enum err tag_enter(struct batch *batch, struct tag_id tag, struct post_id post)
{
    WRITE(sql_post_tag_insert(batch->db, &(struct post_tag_insert_in){tag, post}));
    ledger_tag(batch, tag, post, 1);
    return OK;
}

enum err tag_leave(struct batch *batch, struct tag_id tag, struct post_id post)
{
    WRITE(sql_post_tag_delete(batch->db, &(struct post_tag_delete_in){tag, post}));
    ledger_tag(batch, tag, post, -1);
    return OK;
}

enum err tag_forget(struct batch *batch, struct tag_id tag)
{
    struct tag_key_out row;
    enum err err = sql_tag_key_one(batch->db, batch->arena, &(struct tag_key_in){tag}, &row);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    registry_keep_tag(batch->registry, row.key, (struct tag_id){0});
    WRITE(sql_tag_delete_unused(batch->db, &(struct tag_delete_unused_in){tag}));
    WRITE(sql_tag_day_delete_of_none(batch->db, &(struct tag_day_delete_of_none_in){tag}));
    batch->has_destroyed = true;
    return OK;
}

/* --- reading --- */

static enum err fill_days(struct db *db, struct arena *arena, struct tag_id id, int64_t now_ms,
                          int n_days, struct tag_info *info)
{
    int64_t today = now_ms / DAY_MS;
    const struct tag_days_out *rows = NULL;
    size_t n = 0;
    for (int i = 0; i < n_days; i++)
        info->days[i].day_ms = (today - i) * DAY_MS;
    if (id.v != 0)
        TRY(sql_tag_days_list(db, arena, &(struct tag_days_in){id, today - n_days + 1, n_days},
                              &rows, &n));
    for (size_t i = 0; i < n; i++)
        if (rows[i].day <= today)
            info->days[today - rows[i].day].uses = rows[i].shown;
    return OK;
}

/* *id is none for a hashtag that was never used. */
static enum err find_tag(struct db *db, struct arena *arena, struct str name, struct tag_id *id,
                         struct tag_info *info)
{
    if (hashtag_key(arena, name, &info->key) != OK ||
        hashtag_display(arena, name, &info->name) != OK)
        return ERR_NOT_FOUND;
    struct tag_told_out row = {0};
    enum err err = sql_tag_told_one(db, arena, &(struct tag_told_in){info->key}, &row);
    if (err == OK && row.is_told)
        info->name = row.name;
    *id = row.id;
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err tag_today(struct db *db, struct arena *arena, struct str name, int64_t now_ms,
                   struct tag_info *out)
{
    struct tag_info info = {0};
    struct tag_id id;
    TRY(find_tag(db, arena, name, &id, &info));
    TRY(fill_days(db, arena, id, now_ms, 1, &info));
    *out = info;
    return OK;
}

enum err tag_get(struct db *db, struct arena *arena, struct person_id viewer, struct str name,
                 int64_t now_ms, struct tag_info *out)
{
    struct tag_info info = {0};
    struct tag_id id;
    TRY(find_tag(db, arena, name, &id, &info));
    if (viewer.v != 0 && id.v != 0) {
        struct tie_exists_out tie;
        info.is_followed =
            sql_tie_exists_one(db, arena, &(struct tie_exists_in){viewer, TIE_TAG, id.v}, &tie) ==
            OK;
    }
    TRY(fill_days(db, arena, id, now_ms, TAG_DAYS, &info));
    *out = info;
    return OK;
}

enum err tag_search(struct db *db, struct arena *arena, struct str prefix, int64_t n,
                    const struct str **names, size_t *n_names)
{
    struct str first;
    const struct tag_by_prefix_out *rows;
    *n_names = 0;
    *names = NULL;
    if (hashtag_key(arena, prefix, &first) != OK)
        return OK;
    /* U+10FFFF is behind everything that can follow. */
    struct str after = arena_printf(arena, "%.*s\xF4\x8F\xBF\xBF", STRF(first));
    size_t found;
    TRY(sql_tag_by_prefix_list(db, arena, &(struct tag_by_prefix_in){first, after, n}, &rows,
                               &found));
    struct str *list = arena_array(arena, struct str, found + 1);
    for (size_t i = 0; i < found; i++)
        list[i] = rows[i].name;
    *names = list;
    *n_names = found;
    return OK;
}

enum err tag_trends(struct db *db, struct arena *arena, int64_t now_ms, int64_t n,
                    const struct str **names, size_t *n_names)
{
    const struct tag_trend_out *rows;
    size_t found;
    TRY(sql_tag_trend_list(db, arena, &(struct tag_trend_in){now_ms / DAY_MS - 1, n}, &rows,
                           &found));
    struct str *list = arena_array(arena, struct str, found + 1);
    for (size_t i = 0; i < found; i++)
        list[i] = rows[i].name;
    *names = list;
    *n_names = found;
    return OK;
}

enum err tag_followed(struct db *db, struct arena *arena, struct person_id person, int64_t n,
                      const struct str **names, size_t *n_names)
{
    const struct tag_followed_out *rows;
    size_t found;
    TRY(sql_tag_followed_list(db, arena, &(struct tag_followed_in){person, n}, &rows, &found));
    struct str *list = arena_array(arena, struct str, found + 1);
    for (size_t i = 0; i < found; i++)
        list[i] = rows[i].name;
    *names = list;
    *n_names = found;
    return OK;
}
