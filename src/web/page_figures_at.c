/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET /c/:slug/figures/at/:word: the figures that this server published at a moment, as they stand
 * in the address (face/cite.h). They are the same for ever: nothing is looked up but the call. */
#include "tpl/templates.h"
#include "web/figures.h"
#include "web/web.h"

enum err page_figures_at(struct req *req)
{
    struct campaign campaign;
    struct cited cited;
    struct page_out page;
    struct view_counts counts;
    struct str word = req->path_values[1];
    TRY(page_campaign_find(req, &campaign));
    TRY(cite_read(req->arena, desk_of(req)->house->key, campaign.id, word, &cited));
    struct figures figures = {.as_of_ms = cited.as_of_ms};
    for (size_t i = 0; i < WINDOWS; i++)
        figures.windows[i] = cited.windows[i];
    page_begin(&page, req);
    page_counts(&page, &campaign, &figures, &counts);
    struct message_arg args[] = {{"title", campaign.title}};
    struct view_cited view = {
        .title = locale_fill(page.locale, req->arena, T("{title}: figures of a moment"), args, 1),
        .when = counts.as_of,
        .when_iso = counts.as_of_iso,
        .figures_url = page_campaign_path(&page, &campaign, "/figures"),
        .address = figures_permanent(&page, &campaign, word),
        .windows = {counts.windows, counts.n_windows},
    };
    figures_quote(&page, &campaign, cited.windows, cited.as_of_ms, &view.quotations,
                  &view.n_quotations);
    page_frame(&page, view.title, &view.head, &view.foot);
    tpl_cited(&page.out, &view);
    return page_reply(&page, 200);
}
