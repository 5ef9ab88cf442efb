/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of a hashtag. Any name has one: whether it was ever used is not an error. */
#include "domain/hashtag_text.h"
#include "tpl/templates.h"
#include "web/page.h"
#include "web/reading.h"
#include "web/sense.h"
#include "web/web.h"

enum err page_tag(struct req *req)
{
    struct page_out page;
    struct page voices;
    struct tag_info info;
    struct str name;
    if (hashtag_display(req->arena, req->path_values[0], &name) != OK)
        return ERR_NOT_FOUND;
    struct cursor cursor = page_cursor(req);
    struct reader reader = desk_reader(req);
    struct reading reading;
    page_begin(&page, req);
    TRY(reading_of(&page, &reading));
    const struct tag_query query = {.any = &name, .n_any = 1, .unwanted = &reading.unwanted};
    TRY(tag_today(desk_db(req), req->arena, name, req->now_ms, &info));
    TRY(timeline_tags(desk_db(req), req->arena, reader, &query, cursor, &voices));
    struct str path = page_path(req->arena, "/tags/", info.name);
    struct view_voices view = {
        .title = arena_printf(req->arena, "#%.*s", STRF(info.name)),
        .is_first_page = cursor.max_id == 0,
        .uses = info.days[0].uses,
        .older = page_older(req, reading_path(&page, &reading, path), &voices),
    };
    if (view.is_first_page)
        TRY(sense_offer(&page, &info, &view.has_offer, &view.offer));
    page_frame(&page, view.title, &view.head, &view.foot);
    reading_hiding(&page, &reading, path, &view.hiding);
    if (!page.is_plain)
        view.head.feed = arena_printf(req->arena, "/feed%.*s", STRF(path));
    TRY(page_posts(&page, &voices, PLACE_LIST, &view.voices, &view.n_voices));
    tpl_voices(&page.out, &view);
    return page_reply(&page, 200);
}
