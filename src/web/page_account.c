/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a person shows under her own name. Her anonymous voices are never here: domain/timeline
 * leaves them out. The account of a campaign has the campaign's page. */
#include "domain/language.h"
#include "tpl/templates.h"
#include "web/page.h"
#include "web/web.h"

static enum err go_to_campaign(struct req *req, struct person_id account)
{
    const struct campaign *campaigns;
    size_t n;
    TRY(campaign_list(desk_db(req), req->arena, &campaigns, &n));
    struct page_out page;
    page_begin(&page, req);
    for (size_t i = 0; i < n; i++) {
        if (campaigns[i].account.v == account.v)
            return page_go(req, page_campaign_path(&page, &campaigns[i], ""));
    }
    return ERR_NOT_FOUND;
}

enum err page_account(struct req *req)
{
    struct page_out page;
    struct page voices;
    struct person person;
    TRY(person_find(desk_db(req), req->arena, req->path_values[0], &person));
    if (person.is_suspended && person.id.v != req->who.person)
        return ERR_NOT_FOUND;
    if (person.is_campaign)
        return go_to_campaign(req, person.id);
    struct cursor cursor = page_cursor(req);
    TRY(timeline_account(desk_db(req), req->arena, desk_reader(req),
                         (struct account_filter){.account = person.id}, cursor, &voices));
    page_begin(&page, req);
    struct str at_name = arena_printf(req->arena, "@%.*s", STRF(person.username));
    struct view_voices view = {
        .title = person.pen_name.n > 0 ? person.pen_name : at_name,
        .note = person.note,
        .since = date_format(page.locale->formats, req->arena, person.arrived_day_ms, page.lang,
                             DATE_DAY),
        .is_account = true,
        .is_first_page = cursor.max_id == 0,
        .older = page_older(req, page_path(req->arena, "/@", person.username), &voices),
    };
    page_frame(&page, view.title, &view.head, &view.foot);
    TRY(page_posts(&page, &voices, PLACE_LIST, &view.voices, &view.n_voices));
    tpl_voices(&page.out, &view);
    return page_reply(&page, 200);
}

/* The address that Mastodon has for a post. */
enum err page_account_voice(struct req *req)
{
    int64_t id = 0;
    TRY(req_path_id(req, 1, &id));
    return page_go(req, arena_printf(req->arena, "/voice/%lld", (long long)id));
}
