/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands in frames on other sites: the figures of a call, or the newest voices of a hashtag of
 * its family; and the page that gives out the code for it.
 *
 * A frame runs no script, has no form and no cookie: any site may show it, so it must be nothing
 * that can be pressed by deceit. It is read as apps are: only voices whose authors agreed to
 * "feeds, apps and embeds" are in it, and nobody's own. */
#include "base/clock.h"
#include "domain/text.h"
#include "tpl/templates.h"
#include "web/page.h"
#include "web/view_reading.h"
#include "web/web.h"

enum {
    VOICES = 5,
    VOICE_CHARS = 200,
    SPARK_BARS = 48,
    SPARK_HEIGHT = 40,
    SPARK_WIDTH = 240, /* as the template says */
    SPARK_BYTES_MAX = 4096
};

/* The only answers that other sites may frame. Links open a page of their own. */
#define EMBED_CSP                                                                                  \
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "                  \
    "frame-ancestors *; sandbox allow-popups allow-popups-to-escape-sandbox"

static struct view_embed embed_of(const struct page_out *page)
{
    struct req *req = page->req;
    struct str theme = req_param(req, "theme");
    bool is_theme = str_eq(theme, STR("light")) || str_eq(theme, STR("dark"));
    return (struct view_embed){
        .lang = page->lang, .dir = page->locale->direction, .theme = is_theme ? theme : STR("")};
}

static enum err reply(struct page_out *page, const struct view_embed *view)
{
    reply_header(page->req, "Content-Security-Policy", STR(EMBED_CSP));
    reply_header(page->req, "Cross-Origin-Resource-Policy", STR("cross-origin"));
    tpl_embed(&page->out, view);
    return page_reply(page, 200);
}

/* --- figures --- */

static int64_t acts_of(const struct figure_counts *counts)
{
    return counts->kinds[COUNT_POST] + counts->kinds[COUNT_COMMENT] + counts->kinds[COUNT_REACTION];
}

/* All hours in at most SPARK_BARS bars from side to side, or, while they are few, from the
 * beginning; as a path, empty when nothing is told of any. */
static struct str spark_of(struct arena *arena, const struct figures *figures)
{
    int64_t bars[SPARK_BARS] = {0};
    int64_t most = 0;
    if (figures->n_hours == 0)
        return STR("");
    int64_t first = figures->hours[0].hour;
    int64_t hours = figures->hours[figures->n_hours - 1].hour - first + 1;
    int64_t step = (hours + SPARK_BARS - 1) / SPARK_BARS;
    for (size_t i = 0; i < figures->n_hours; i++) {
        int64_t *bar = &bars[(figures->hours[i].hour - first) / step];
        *bar += acts_of(&figures->hours[i].counts);
        most = *bar > most ? *bar : most;
    }
    if (most == 0)
        return STR("");
    struct buf buf = buf_init(SPARK_BYTES_MAX);
    int64_t n = step > 1 ? (hours + step - 1) / step : SPARK_BARS;
    for (int64_t i = 0; i < n; i++) {
        int64_t from = i * SPARK_WIDTH / n;
        int64_t to = (i + 1) * SPARK_WIDTH / n;
        int64_t height = bars[i] * SPARK_HEIGHT / most;
        if (bars[i] > 0)
            buf_printf(&buf, "M%lld %dv-%lldh%lldV%dz", (long long)from, SPARK_HEIGHT,
                       (long long)(height > 0 ? height : 1), (long long)(to - from - 1),
                       SPARK_HEIGHT);
    }
    struct str path = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return path;
}

/* GET /embed/:slug */
enum err page_embed(struct req *req)
{
    struct campaign campaign;
    struct figures figures;
    struct page_out page;
    TRY(page_campaign_find(req, &campaign));
    TRY(board_figures(desk_of(req)->house->board, campaign.id, req->arena, &figures));
    page_begin(&page, req);
    struct view_embed view = embed_of(&page);
    view.title = campaign.title;
    view.title_lang = campaign.language;
    view.url = page_campaign_path(&page, &campaign, "");
    view.figures_url = page_campaign_path(&page, &campaign, "/figures");
    view.has_figures = true;
    view.people = figures.windows[WINDOW_ALL].people;
    view.acts = acts_of(&figures.windows[WINDOW_ALL]);
    view.people_first = figures.windows[WINDOW_FIRST_24H].people;
    view.people_last = figures.windows[WINDOW_LAST_24H].people;
    view.spark = spark_of(req->arena, &figures);
    view.as_of =
        date_format(page.locale->formats, req->arena, figures.as_of_ms, page.lang, DATE_MINUTE);
    view.as_of_iso = time_iso(req->arena, figures.as_of_ms);
    return reply(&page, &view);
}

/* --- voices --- */

static enum err put_voices(struct page_out *page, const struct page *voices,
                           struct view_embed *view)
{
    struct arena *arena = page->req->arena;
    struct view_embed_voice *list = arena_array(arena, struct view_embed_voice, voices->n + 1);
    for (size_t i = 0; i < voices->n; i++) {
        const struct post *post = &voices->items[i].post;
        struct view_post shown;
        TRY(page_post(page, post, PLACE_LIST, &shown));
        list[i] = (struct view_embed_voice){
            .url = post->audiences & FOR_PAGES ? shown.url : STR(""),
            .name = shown.name,
            .when = shown.when,
            .iso = shown.iso,
            .lang = shown.lang,
            .warning = shown.warning,
            .text = text_plain_excerpt(arena, post->body, VOICE_CHARS),
        };
    }
    view->voices = list;
    view->n_voices = voices->n;
    return OK;
}

/* GET /embed/:slug/:hashtag. Of the family only: other hashtags are not the call's to show. */
enum err page_embed_tag(struct req *req)
{
    struct campaign campaign;
    struct family_member member;
    struct page voices;
    struct page_out page;
    TRY(page_campaign_find(req, &campaign));
    TRY(campaign_member(desk_db(req), req->arena, campaign.id, req->path_values[1], &member));
    const struct reader anybody = {.audience = AUDIENCE_APPS, .key = desk_of(req)->house->key};
    const struct tag_query query = {.any = &member.name, .n_any = 1};
    TRY(timeline_tags(desk_db(req), req->arena, anybody, &query, (struct cursor){.limit = VOICES},
                      &voices));
    page_begin(&page, req);
    struct view_embed view = embed_of(&page);
    view.title = arena_printf(req->arena, "#%.*s", STRF(member.name));
    view.title_lang = member.language;
    view.url = page_campaign_path(&page, &campaign, "");
    TRY(put_voices(&page, &voices, &view));
    return reply(&page, &view);
}

/* --- the code --- */

static void put_embedded(const struct page_out *page, const struct campaign *campaign,
                         const struct family_member *member, struct view_embedded *out)
{
    struct arena *arena = page->req->arena;
    struct str path = page_path(arena, "/embed/", campaign->slug);
    struct str title = campaign->title;
    if (member != NULL) {
        path = page_path(arena, arena_z(arena, arena_printf(arena, "%.*s/", STRF(path))),
                         member->name);
        title = arena_printf(arena, "#%.*s", STRF(member->name));
        out->name = member->name;
        out->lang = member->language;
    }
    out->url = path;
    out->address = arena_printf(arena, "%.*s%.*s", STRF(desk_of(page->req)->house->public_url),
                                STRF(html_local_url(&page->out, path)));
    /* once for the code, once more for the page that shows it */
    out->title = html_of_text(arena, title).s;
    out->height = member != NULL ? STR("560") : STR("360");
}

/* GET /c/:slug/embed */
enum err page_embedding(struct req *req)
{
    struct campaign campaign;
    struct page_out page;
    const struct family_member *family, *said;
    size_t n;
    TRY(page_campaign_find(req, &campaign));
    TRY(campaign_family(desk_db(req), req->arena, campaign.id, &family, &n));
    page_begin(&page, req);
    said = page_family_member(&page, family, n);
    struct view_embedded *items = arena_array(req->arena, struct view_embedded, 2);
    struct view_embedding view = {
        .campaign_url = page_campaign_path(&page, &campaign, ""),
        .items = items,
        .n_items = said != NULL ? 2 : 1,
    };
    put_embedded(&page, &campaign, NULL, &items[0]);
    if (said != NULL)
        put_embedded(&page, &campaign, said, &items[1]);
    page_frame(&page, page_say(&page, T("Show this on your site")), &view.head, &view.foot);
    tpl_embedding(&page.out, &view);
    return page_reply(&page, 200);
}
