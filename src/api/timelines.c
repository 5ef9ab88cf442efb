/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of statuses, newest first (docs.joinmastodon.org/methods/timelines). What comes from other
 * servers, or with pictures only, is empty: there is none of it here. */
#include "api/api.h"
#include "api/inputs.h"
#include "api/load.h"

enum { TAG_CHARS = 300 };

static enum err reply_no_statuses(struct req *req)
{
    return reply_json_list(req, &entity_status, (struct json_list){0});
}

/* --- hashtags --- */

struct timelines_tag_in {
    struct paging paging;
    struct input_list any, all, none;
    bool local, remote, only_media;
};
static const struct input timelines_tag_rows[] = {
    IN_PAGING(timelines_tag_in, paging),
    IN_TEXTS(timelines_tag_in, "any", any, TAG_CHARS, TIMELINE_TAGS_MAX),
    IN_TEXTS(timelines_tag_in, "all", all, TAG_CHARS, TIMELINE_TAGS_MAX),
    IN_TEXTS(timelines_tag_in, "none", none, TAG_CHARS, TIMELINE_TAGS_MAX),
    IN_BOOL(timelines_tag_in, "local", local),
    IN_BOOL(timelines_tag_in, "remote", remote),
    IN_BOOL(timelines_tag_in, "only_media", only_media),
};
const struct input_table timelines_tag_inputs = IN_TABLE(timelines_tag_in, timelines_tag_rows);

enum err timelines_tag(struct req *req)
{
    struct timelines_tag_in in;
    struct page page;
    TRY(req_read(req, &timelines_tag_inputs, &in));
    if (in.remote || in.only_media)
        return reply_no_statuses(req);
    struct str any[TIMELINE_TAGS_MAX + 1] = {req->path_values[0]};
    const struct str *more = in.any.items;
    for (size_t i = 0; i < in.any.n; i++)
        any[i + 1] = more[i];
    const struct tag_query query = {.any = any,
                                    .n_any = in.any.n + 1,
                                    .all = in.all.items,
                                    .n_all = in.all.n,
                                    .none = in.none.items,
                                    .n_none = in.none.n};
    TRY(timeline_tags(desk_db(req), req->arena, desk_reader(req), &query, paging_cursor(&in.paging),
                      &page));
    return load_reply_page(req, &page);
}

/* --- everything --- */

struct timelines_public_in {
    struct paging paging;
    bool local, remote, only_media;
};
static const struct input timelines_public_rows[] = {
    IN_PAGING(timelines_public_in, paging),
    IN_BOOL(timelines_public_in, "local", local),
    IN_BOOL(timelines_public_in, "remote", remote),
    IN_BOOL(timelines_public_in, "only_media", only_media),
};
const struct input_table timelines_public_inputs =
    IN_TABLE(timelines_public_in, timelines_public_rows);

enum err timelines_public(struct req *req)
{
    struct timelines_public_in in;
    struct page page;
    TRY(req_read(req, &timelines_public_inputs, &in));
    if (in.remote || in.only_media)
        return reply_no_statuses(req);
    TRY(timeline_public(desk_db(req), req->arena, desk_reader(req), paging_cursor(&in.paging),
                        &page));
    return load_reply_page(req, &page);
}

/* --- one's own --- */

typedef enum err own_timeline(struct db *db, struct arena *arena, struct reader reader,
                              struct cursor cursor, struct page *out);

static enum err reply_own(struct req *req, own_timeline *timeline)
{
    struct paging paging;
    struct page page;
    TRY(req_read(req, &paging_inputs, &paging));
    TRY(timeline(desk_db(req), req->arena, desk_reader(req), paging_cursor(&paging), &page));
    return load_reply_page(req, &page);
}

enum err timelines_home(struct req *req)
{
    return reply_own(req, timeline_home);
}

enum err timelines_favourites(struct req *req)
{
    return reply_own(req, timeline_favourites);
}

enum err timelines_bookmarks(struct req *req)
{
    return reply_own(req, timeline_bookmarks);
}
