/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET /c/:slug/figures/:table: what a chart, the map or a short list of the figures stands for, as
 * a whole table: "hours", "languages", "countries" (with the map), "hashtags" or "networks".
 *
 * A long one has pages, ?page=1 and so on, so that each is light: of hours, first the days, then
 * all that was since the call. What is no number is the first; a page that is not there is not
 * found. */
#include "base/clock.h"
#include "domain/language.h"
#include "tpl/templates.h"
#include "web/chart.h"
#include "web/curve.h"
#include "web/figures.h"
#include "web/map.h"
#include "web/web.h"

enum { HOUR_TABLES = 2, HOUR_PAGES = 2, PAGES_MAX = 1000 };

/* From 0. */
static size_t page_asked(const struct page_out *page)
{
    int64_t number;
    if (!str_i64(req_param(page->req, "page"), &number) || number < 1)
        return 0;
    return number < PAGES_MAX ? (size_t)number - 1 : PAGES_MAX;
}

static enum err put_hours(const struct page_out *page, const struct campaign *campaign,
                          const struct figures *figures, struct view_figures_table *view)
{
    struct arena *arena = page->req->arena;
    struct view_hours *tables = arena_array(arena, struct view_hours, HOUR_TABLES);
    struct str path = page_campaign_path(page, campaign, "/figures/hours");
    size_t number = page_asked(page);
    size_t n = 0;
    if (number >= HOUR_PAGES)
        return ERR_NOT_FOUND;
    if (number == 0) {
        n += curve_first_rows(arena, page->locale, figures, &tables[n]);
        n += curve_last_rows(arena, page->locale, figures, &tables[n]);
        view->all_hours_url = arena_printf(arena, "%.*s?page=2", STRF(path));
    } else {
        n += chart_rows(arena, page->locale, figures, &tables[n]);
        view->days_url = path;
    }
    view->hours = tables;
    view->n_hours = n;
    return OK;
}

static enum err put_breakdown(struct page_out *page, const struct campaign *campaign,
                              const struct figures *figures, enum figure_breakdown by,
                              struct view_figures_table *view)
{
    struct view_breakdown *table = arena_new(page->req->arena, struct view_breakdown);
    const struct figures_range range = {page_asked(page) * FIGURES_ROWS, FIGURES_ROWS};
    struct figures_list list;
    TRY(figures_list(page, figures, by, range, &list));
    if (range.from > 0 && list.shown.n == 0)
        return ERR_NOT_FOUND;
    figures_table(page, campaign, &list, table);
    if (by == BY_COUNTRY && range.from == 0 && list.parts.n > 0) {
        struct view_map *map = arena_new(page->req->arena, struct view_map);
        map_make(page->req->arena, page->locale, list.parts, map);
        table->map = map;
    }
    view->breakdowns = table;
    view->n_breakdowns = 1;
    return OK;
}

/* ERR_NOT_FOUND for another word. */
static enum err put_table(struct page_out *page, const struct campaign *campaign,
                          const struct figures *figures, struct view_figures_table *view)
{
    struct str word = page->req->path_values[1];
    if (str_eq(word, STR("hours")))
        return put_hours(page, campaign, figures, view);
    for (enum figure_breakdown by = 0; by < BREAKDOWNS; by++) {
        if (str_eq(word, figures_word(by)))
            return put_breakdown(page, campaign, figures, by, view);
    }
    return ERR_NOT_FOUND;
}

enum err page_figures_table(struct req *req)
{
    struct campaign campaign;
    struct figures figures;
    struct page_out page;
    TRY(page_campaign_find(req, &campaign));
    TRY(board_figures(desk_of(req)->house->board, campaign.id, req->arena, &figures));
    page_begin(&page, req);
    struct message_arg args[] = {{"title", campaign.title}};
    struct view_figures_table view = {
        .title = locale_fill(page.locale, req->arena, T("{title}: figures"), args, 1),
        .figures_url = page_campaign_path(&page, &campaign, "/figures"),
        .as_of =
            date_format(page.locale->formats, req->arena, figures.as_of_ms, page.lang, DATE_MINUTE),
        .as_of_iso = time_iso(req->arena, figures.as_of_ms),
    };
    TRY(put_table(&page, &campaign, &figures, &view));
    page_frame(&page, view.title, &view.head, &view.foot);
    tpl_figures_table(&page.out, &view);
    return page_reply(&page, 200);
}
