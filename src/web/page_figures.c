/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET /c/:slug/figures: the released figures of a call, with their definitions, the hours as a
 * chart, and the breakdowns.
 *
 * Everything comes from the board's released copy; nothing is counted, rounded or merged here. */
#include "base/clock.h"
#include "domain/language.h"
#include "tpl/templates.h"
#include "web/chart.h"
#include "web/page.h"
#include "web/web.h"

struct breakdown {
    const char *title, *column;
};
static const struct breakdown breakdowns[BREAKDOWNS] = {
    [BY_LANGUAGE] = {T("By language"), T("Language")},
    [BY_COUNTRY] = {T("By country"), T("Country")},
    [BY_HASHTAG] = {T("By hashtag"), T("Hashtag")},
    [BY_NETWORK] = {T("By network"), T("Network")},
};

static enum err part_name(struct page_out *page, enum figure_breakdown by,
                          const struct figure_part *part, struct str *out)
{
    struct arena *arena = page->req->arena;
    *out = part->name;
    if (part->is_other)
        *out = page_say(page, T("Other, or not told apart"));
    else if (part->name.n == 0)
        *out = page_say(page, T("Not said"));
    else if (by == BY_LANGUAGE)
        return language_name(arena, part->name, page->lang, out);
    else if (by == BY_COUNTRY)
        return country_name(arena, part->name, page->lang, out);
    else if (by == BY_HASHTAG)
        *out = arena_printf(arena, "#%.*s", STRF(part->name));
    else if (str_eq(part->name, STR("here")))
        *out = page_say(page, T("Here"));
    return OK;
}

static int64_t acts_of(const struct figure_counts *counts)
{
    return counts->kinds[COUNT_POST] + counts->kinds[COUNT_COMMENT] + counts->kinds[COUNT_REACTION];
}

static enum err put_breakdown(struct page_out *page, enum figure_breakdown by,
                              struct figure_parts from, struct view_breakdown *out)
{
    struct arena *arena = page->req->arena;
    struct view_part *parts = arena_array(arena, struct view_part, from.n);
    int64_t most = 1;
    for (size_t i = 0; i < from.n; i++)
        most = acts_of(&from.items[i].counts) > most ? acts_of(&from.items[i].counts) : most;
    for (size_t i = 0; i < from.n; i++) {
        const struct figure_counts *counts = &from.items[i].counts;
        TRY(part_name(page, by, &from.items[i], &parts[i].name));
        parts[i].share = arena_printf(arena, "%lld", (long long)acts_of(counts));
        parts[i].most = arena_printf(arena, "%lld", (long long)most);
        parts[i].posts = counts->kinds[COUNT_POST];
        parts[i].comments = counts->kinds[COUNT_COMMENT];
        parts[i].reactions = counts->kinds[COUNT_REACTION];
    }
    *out = (struct view_breakdown){
        .title = page_say(page, breakdowns[by].title),
        .column = page_say(page, breakdowns[by].column),
        .parts = parts,
        .n_parts = from.n,
    };
    return OK;
}

static enum err put_breakdowns(struct page_out *page, const struct figures *figures,
                               struct view_figures *view)
{
    struct view_breakdown *list = arena_array(page->req->arena, struct view_breakdown, BREAKDOWNS);
    static const enum figure_breakdown order[] = {BY_LANGUAGE, BY_COUNTRY, BY_HASHTAG, BY_NETWORK};
    size_t n = 0;
    for (size_t i = 0; i < BREAKDOWNS; i++) {
        enum figure_breakdown by = order[i];
        if (figures->parts[by].n > 0)
            TRY(put_breakdown(page, by, figures->parts[by], &list[n++]));
    }
    view->breakdowns = list;
    view->n_breakdowns = n;
    return OK;
}

static void put_links(const struct page_out *page, const struct campaign *campaign,
                      struct view_figures *view)
{
    struct arena *arena = page->req->arena;
    view->campaign_url = page_campaign_path(page, campaign, "");
    if (page->is_plain)
        return;
    struct str api = page_path(arena, "/api/chorus/v1/campaigns/", campaign->slug);
    view->json_url = arena_printf(arena, "%.*s/figures", STRF(api));
    view->csv_url = arena_printf(arena, "%.*s/figures.csv", STRF(api));
}

enum err page_figures(struct req *req)
{
    const struct house *house = desk_of(req)->house;
    struct campaign campaign;
    struct figures figures;
    TRY(page_campaign_find(req, &campaign));
    TRY(board_figures(house->board, campaign.id, req->arena, &figures));
    struct page_out page;
    page_begin(&page, req);
    struct message_arg args[] = {{"title", campaign.title}};
    struct view_figures view = {
        .title = locale_fill(page.locale, req->arena, T("{title}: figures"), args, 1),
        .called = date_format(page.locale->formats, req->arena, campaign.called_ms, page.lang,
                              DATE_MINUTE),
        .called_iso = time_iso(req->arena, campaign.called_ms),
        .floor = number_format(page.locale->formats, req->arena, house->config->figures_floor,
                               page.lang),
        .is_exact = house->config->figures_floor <= 1,
    };
    put_links(&page, &campaign, &view);
    page_counts(&page, &campaign, &figures, &view.counts);
    view.counts.url = (struct str){0};
    view.has_hours = chart_hours(req->arena, page.locale, &figures, &view.chart);
    TRY(put_breakdowns(&page, &figures, &view));
    page_frame(&page, view.title, &view.head, &view.foot);
    tpl_figures(&page.out, &view);
    return page_reply(&page, 200);
}
