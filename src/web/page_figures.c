/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET /c/:slug/figures: the released figures of a call, with their definitions, the hours as
 * curves, the breakdowns as bars, and how to repeat and quote it all.
 *
 * Everything comes from the board's released copy; no act is looked at. Long tables, and the map
 * beside that of countries, have pages of their own (page_figures_table.c), so that this one stays
 * light. */
#include "base/clock.h"
#include "domain/language.h"
#include "tpl/templates.h"
#include "web/chart.h"
#include "web/curve.h"
#include "web/figures.h"
#include "web/web.h"

enum { ROWS = 8, CHARTS = 4, TWO_DAYS = 48 };

static enum err put_breakdowns(struct page_out *page, const struct campaign *campaign,
                               const struct figures *figures, struct view_figures *view)
{
    static const enum figure_breakdown order[] = {BY_COUNTRY, BY_LANGUAGE, BY_HASHTAG, BY_NETWORK};
    struct arena *arena = page->req->arena;
    struct view_breakdown *tables = arena_array(arena, struct view_breakdown, BREAKDOWNS);
    size_t n = 0;
    for (size_t i = 0; i < BREAKDOWNS; i++) {
        struct figures_list list;
        if (figures->parts[order[i]].n == 0)
            continue;
        TRY(figures_list(page, figures, order[i], (struct figures_range){0, ROWS}, &list));
        figures_breakdown(page, campaign, &list, &tables[n]);
        n++;
    }
    view->breakdowns = tables;
    view->n_breakdowns = n;
    return OK;
}

/* All hours only when the two days do not say it all. */
static void put_charts(const struct page_out *page, const struct figures *figures,
                       struct view_figures *view)
{
    struct arena *arena = page->req->arena;
    struct view_chart *charts = arena_array(arena, struct view_chart, CHARTS);
    size_t n = 0;
    bool is_long = figures->n_hours > 0 && figures->hours[figures->n_hours - 1].hour >= TWO_DAYS;
    n += curve_first(arena, page->locale, figures, &charts[n]);
    n += curve_last(arena, page->locale, figures, &charts[n]);
    n += is_long && chart_hours(arena, page->locale, figures, &charts[n]);
    n += curve_beside_2017(arena, page->locale, figures, &charts[n]);
    view->charts = charts;
    view->n_charts = n;
}

/* Not on plain pages: the campaign's word stands in these addresses. */
static void put_links(struct page_out *page, const struct campaign *campaign,
                      const struct figures *figures, struct view_figures *view)
{
    struct arena *arena = page->req->arena;
    view->campaign_url = page_campaign_path(page, campaign, "");
    view->hours_url = page_campaign_path(page, campaign, "/figures/hours");
    if (page->is_plain)
        return;
    struct str api = page_path(arena, "/api/chorus/v1/campaigns/", campaign->slug);
    struct str word = cite_write(arena, desk_of(page->req)->house->key, figures);
    view->json_url = arena_printf(arena, "%.*s/figures", STRF(api));
    view->csv_url = arena_printf(arena, "%.*s/figures.csv", STRF(api));
    view->words_url = arena_printf(arena, "%.*s/figures.csv-metadata.json", STRF(api));
    view->hours_csv_url = arena_printf(arena, "%.*s/figures.csv?breakdown=hour", STRF(api));
    view->permanent_url = figures_permanent(page, campaign, word);
    figures_quote(page, campaign, figures->windows, figures->as_of_ms, &view->quotations,
                  &view->n_quotations);
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
    put_links(&page, &campaign, &figures, &view);
    page_counts(&page, &campaign, &figures, &view.counts);
    view.counts.url = (struct str){0};
    view.windows = (struct view_windows){view.counts.windows, view.counts.n_windows};
    put_charts(&page, &figures, &view);
    TRY(put_breakdowns(&page, &campaign, &figures, &view));
    page_frame(&page, view.title, &view.head, &view.foot);
    page_alternates(&page, &view.head);
    tpl_figures(&page.out, &view);
    return page_reply(&page, 200);
}
