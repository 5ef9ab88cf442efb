/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of a call: what it says, how many have answered, their voices. And the list of calls.
 *
 * The page is kept for everybody, so its forms have no key of their own: a script fills it in.
 * Where no scripts run, the one press stands in a frame that is made for each visitor. */
#include "domain/language.h"
#include "domain/text.h"
#include "tpl/templates.h"
#include "web/reading.h"
#include "web/web.h"

enum { CALL_EXCERPT_CHARS = 280, FAMILY_SHOWN = 12 };

/* --- one call --- */

/* One press says it in the language of the page, when the family has a "me too" in that, or with
 * the hashtag that the frame was `asked` for. */
static void put_said(const struct page_out *page, const struct family_member *family, size_t n,
                     struct str *hashtag, struct str *lang)
{
    struct str asked = req_param(page->req, "hashtag");
    const struct family_member *said = page_family_member(page, family, n);
    for (size_t i = 0; i < n; i++)
        if (str_eq(family[i].name, asked))
            said = &family[i];
    if (said != NULL) {
        *hashtag = said->name;
        *lang = said->language;
    }
}

static struct view_link family_link(const struct page_out *page, const struct family_member *member)
{
    return (struct view_link){
        .url = page->is_plain ? STR("") : page_path(page->req->arena, "/tags/", member->name),
        .name = member->name,
        .code = member->language,
    };
}

static bool is_spoken(const struct page_out *page, const struct family_member *member)
{
    return str_eq(language_base(member->language), language_base(page->lang));
}

/* The first one and those in the language of the page; all of them have a page of their own. */
static enum err put_family(struct page_out *page, const struct campaign *campaign,
                           struct view_campaign *view)
{
    struct req *req = page->req;
    const struct family_member *family;
    size_t n;
    TRY(campaign_family(desk_db(req), req->arena, campaign->id, &family, &n));
    struct view_link *links = arena_array(req->arena, struct view_link, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (family[i].same_as.n > 0)
            continue; /* an imitation that counts, but is not offered */
        bool is_seen = n <= FAMILY_SHOWN || i == 0 ||
                       (is_spoken(page, &family[i]) && view->n_family < FAMILY_SHOWN);
        if (is_seen)
            links[view->n_family++] = family_link(page, &family[i]);
    }
    view->family_url = page_campaign_path(page, campaign, "/family");
    view->family = links;
    put_said(page, family, n, &view->hashtag, &view->hashtag_lang);
    return OK;
}

static enum err put_call(struct page_out *page, const struct campaign *campaign,
                         const struct figures *figures, struct view_campaign *view)
{
    TRY(page_body(page, campaign->call, &view->call));
    TRY(put_family(page, campaign, view));
    page_counts(page, campaign, figures, &view->counts);
    return OK;
}

/* Where else the same can be read. Not from plain pages: their addresses say nothing. */
static void put_elsewhere(const struct page_out *page, const struct campaign *campaign,
                          struct str path, struct view_campaign *view)
{
    struct arena *arena = page->req->arena;
    const struct house *house = desk_of(page->req)->house;
    if (page->is_plain)
        return;
    view->head.feed = arena_printf(arena, "/feed%.*s", STRF(path));
    view->embed_url = page_campaign_path(page, campaign, "/embed");
    if (!view->is_first_page)
        return;
    struct str url = arena_printf(arena, "%.*s%.*s", STRF(house->public_url), STRF(path));
    view->head.oembed = page_path(arena, "/oembed?url=", url);
    page_alternates(page, &view->head);
}

/* Of all voices, or of those in a language (absent: all). */
static struct str list_path(const struct page_out *page, const struct campaign *campaign,
                            struct str language)
{
    return language.p != NULL ? reading_language_path(page, campaign, language)
                              : page_campaign_path(page, campaign, "");
}

static enum err put_voices(struct page_out *page, const struct campaign *campaign,
                           struct str language, const struct figures *figures,
                           struct view_campaign *view)
{
    struct req *req = page->req;
    struct reading reading;
    struct page voices;
    TRY(reading_of(page, &reading));
    struct str path = list_path(page, campaign, language);
    const struct campaign_query query = {campaign->id, language, &reading.unwanted};
    const struct reading_menu menu = {campaign, figures, language};
    TRY(timeline_campaign(desk_db(req), req->arena, desk_reader(req), &query, page_cursor(req),
                          &voices));
    TRY(page_posts(page, &voices, PLACE_LIST, &view->voices, &view->n_voices));
    TRY(reading_languages(page, &reading, &menu, &view->reading));
    reading_hiding(page, &reading, path, &view->hiding);
    view->list_url = reading_path(page, &reading, path);
    view->older = page_older(req, view->list_url, &voices);
    view->is_narrow = language.p != NULL || reading.n_items > 0;
    view->is_unsaid = language.p != NULL && language.n == 0;
    view->list_lang = language;
    if (language.p != NULL)
        TRY(reading_language_name(page, language, &view->list_name));
    return OK;
}

static enum err show(struct req *req, const struct campaign *campaign, struct str language)
{
    struct page_out page;
    struct figures figures;
    struct arena *arena = req->arena;
    page_begin(&page, req);
    struct view_campaign view = {
        .title = campaign->title,
        .call_lang = campaign->language,
        .me_too_action = page_campaign_path(&page, campaign, page.is_plain ? "/w" : "/me-too"),
        .page_url = page_campaign_path(&page, campaign, ""),
        .press_url = page_campaign_path(&page, campaign, "/press"),
        .write_url = arena_printf(arena, "/w?campaign=%lld", (long long)campaign->id.v),
        .once = page_once(req),
        .is_first_page = page_cursor(req).max_id == 0 && language.p == NULL,
    };
    TRY(board_figures(desk_of(req)->house->board, campaign->id, arena, &figures));
    TRY(put_voices(&page, campaign, language, &figures, &view));
    struct str title = campaign->title;
    if (view.list_name.n > 0)
        title = arena_printf(arena, "%.*s · %.*s", STRF(title), STRF(view.list_name));
    page_frame(&page, title, &view.head, &view.foot);
    put_elsewhere(&page, campaign, list_path(&page, campaign, language), &view);
    if (view.is_first_page)
        TRY(put_call(&page, campaign, &figures, &view));
    tpl_campaign(&page.out, &view);
    return page_reply(&page, 200);
}

enum err page_campaign(struct req *req)
{
    struct campaign campaign;
    TRY(page_campaign_find(req, &campaign));
    return show(req, &campaign, (struct str){0});
}

/* GET /c/:slug/lang/:code. One address for each language, so that it is kept once. */
enum err page_campaign_language(struct req *req)
{
    struct campaign campaign;
    struct page_out page;
    struct str code;
    TRY(page_campaign_find(req, &campaign));
    if (language_canonical(req->arena, req->path_values[1], &code) != OK)
        return ERR_NOT_FOUND;
    struct str language = code.n > 0 ? language_base(code) : STR("");
    if (str_eq(req->path_values[1], language.n > 0 ? language : STR("und")))
        return show(req, &campaign, language);
    page_begin(&page, req);
    return page_go(req, reading_language_path(&page, &campaign, language));
}

/* A frame in our own pages, and in no others. */
#define PRESS_CSP                                                                                  \
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; "                  \
    "frame-ancestors 'self'"

/* GET /c/:slug/press */
enum err page_press(struct req *req)
{
    struct campaign campaign;
    struct page_out page;
    const struct family_member *family;
    size_t n;
    TRY(page_campaign_find(req, &campaign));
    TRY(campaign_family(desk_db(req), req->arena, campaign.id, &family, &n));
    page_begin(&page, req);
    struct view_press view = {
        .action = page_campaign_path(&page, &campaign, page.is_plain ? "/w" : "/me-too"),
        .once = page_once(req),
    };
    put_said(&page, family, n, &view.hashtag, &view.hashtag_lang);
    page_frame(&page, campaign.title, &view.head, &view.foot);
    reply_header(req, "Content-Security-Policy", STR(PRESS_CSP));
    tpl_press(&page.out, &view);
    return page_reply(&page, 200);
}

/* --- all calls --- */

static enum err list(struct req *req, const struct campaign *campaigns, size_t n)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_campaign_line *lines = arena_array(req->arena, struct view_campaign_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct campaign *campaign = &campaigns[i];
        struct figures figures = {0};
        TRY(board_figures(desk_of(req)->house->board, campaign->id, req->arena, &figures));
        lines[i] = (struct view_campaign_line){
            .url = page_campaign_path(&page, campaign, ""),
            .title = campaign->title,
            .call = text_plain_excerpt(req->arena, campaign->call, CALL_EXCERPT_CHARS),
            .lang = campaign->language,
            .people = figures.windows[WINDOW_ALL].people,
        };
    }
    struct view_campaigns view = {
        .title = desk_of(req)->house->config->server_name,
        .campaigns = lines,
        .n_campaigns = n,
    };
    page_frame(&page, view.title, &view.head, &view.foot);
    tpl_campaigns(&page.out, &view);
    return page_reply(&page, 200);
}

/* A site with one call has no list to choose from. */
enum err page_front(struct req *req)
{
    const struct campaign *campaigns;
    size_t n;
    TRY(campaign_list(desk_db(req), req->arena, &campaigns, &n));
    return n == 1 ? show(req, &campaigns[0], (struct str){0}) : list(req, campaigns, n);
}
