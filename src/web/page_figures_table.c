/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET /c/:slug/figures/:table: what a chart, the map or a short list of the figures stands for, as
 * a whole table: "hours", "languages", "countries", "hashtags" or "networks". */
#include "base/clock.h"
#include "domain/language.h"
#include "tpl/templates.h"
#include "web/chart.h"
#include "web/curve.h"
#include "web/figures.h"
#include "web/web.h"

enum { HOUR_TABLES = 3 };

static void put_hours(const struct page_out *page, const struct figures *figures,
                      struct view_figures_table *view)
{
    struct arena *arena = page->req->arena;
    struct view_hours *tables = arena_array(arena, struct view_hours, HOUR_TABLES);
    size_t n = 0;
    n += curve_first_rows(arena, page->locale, figures, &tables[n]);
    n += curve_last_rows(arena, page->locale, figures, &tables[n]);
    n += chart_rows(arena, page->locale, figures, &tables[n]);
    view->hours = tables;
    view->n_hours = n;
}

static enum err put_breakdown(struct page_out *page, const struct campaign *campaign,
                              const struct figures *figures, enum figure_breakdown by,
                              struct view_figures_table *view)
{
    struct view_breakdown *table = arena_new(page->req->arena, struct view_breakdown);
    struct figures_list list;
    TRY(figures_list(page, figures, by, &list));
    figures_breakdown(page, campaign, &list, list.parts.n, table);
    view->breakdowns = table;
    view->n_breakdowns = 1;
    return OK;
}

/* ERR_NOT_FOUND for another word. */
static enum err put_table(struct page_out *page, const struct campaign *campaign,
                          const struct figures *figures, struct view_figures_table *view)
{
    struct str word = page->req->path_values[1];
    if (str_eq(word, STR("hours"))) {
        put_hours(page, figures, view);
        return OK;
    }
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
