/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of a call: what it says, how many have answered, their voices. And the list of calls.
 *
 * The page is kept for everybody, so its forms have no key of their own: a script fills it in.
 * Where no scripts run, the one press stands in a frame that is made for each visitor. */
#include "domain/language.h"
#include "domain/text.h"
#include "tpl/templates.h"
#include "web/page.h"
#include "web/web.h"

enum { CALL_EXCERPT_CHARS = 280, FAMILY_SHOWN = 12 };

/* --- one call --- */

/* One press says it in the language of the page, when the family has a "me too" in that, or with
 * the hashtag that the frame was `asked` for. */
static void put_said(const struct page_out *page, const struct family_member *family, size_t n,
                     struct str *hashtag, struct str *lang)
{
    struct str asked = req_param(page->req, "hashtag");
    const struct family_member *said = n > 0 ? &family[0] : NULL;
    for (size_t i = n; i-- > 0;) {
        bool is_asked = str_eq(family[i].name, asked);
        bool is_spoken = str_eq(language_base(family[i].language), language_base(page->lang)) &&
                         str_eq(family[i].sense, STR("me-too"));
        if (is_asked || (is_spoken && asked.n == 0))
            said = &family[i];
    }
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

/* The first ones and those in the language of the page are seen at once, the others on request. */
static enum err put_family(struct page_out *page, const struct campaign *campaign,
                           struct view_campaign *view)
{
    struct req *req = page->req;
    const struct family_member *family;
    size_t n;
    TRY(campaign_family(desk_db(req), req->arena, campaign->id, &family, &n));
    struct view_link *links = arena_array(req->arena, struct view_link, n + 1);
    struct view_link *more = arena_array(req->arena, struct view_link, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (family[i].same_as.n > 0)
            continue; /* an imitation that counts, but is not offered */
        bool is_seen = n <= FAMILY_SHOWN || i == 0 ||
                       (is_spoken(page, &family[i]) && view->n_family < FAMILY_SHOWN);
        if (is_seen)
            links[view->n_family++] = family_link(page, &family[i]);
        else
            more[view->n_more_family++] = family_link(page, &family[i]);
    }
    view->family_url = page_campaign_path(page, campaign, "/family");
    view->family = links;
    view->more_family = more;
    put_said(page, family, n, &view->hashtag, &view->hashtag_lang);
    return OK;
}

static enum err put_call(struct page_out *page, const struct campaign *campaign,
                         struct view_campaign *view)
{
    struct req *req = page->req;
    struct figures figures;
    TRY(page_body(page, campaign->call, &view->call));
    TRY(put_family(page, campaign, view));
    TRY(board_figures(desk_of(req)->house->board, campaign->id, req->arena, &figures));
    page_counts(page, campaign, &figures, &view->counts);
    return OK;
}

static enum err show(struct req *req, const struct campaign *campaign)
{
    struct page_out page;
    struct page voices;
    struct arena *arena = req->arena;
    struct cursor cursor = page_cursor(req);
    page_begin(&page, req);
    struct str url = page_campaign_path(&page, campaign, "");
    struct view_campaign view = {
        .title = campaign->title,
        .call_lang = campaign->language,
        .me_too_action = page_campaign_path(&page, campaign, page.is_plain ? "/w" : "/me-too"),
        .page_url = url,
        .press_url = page_campaign_path(&page, campaign, "/press"),
        .write_url = arena_printf(arena, "/w?campaign=%lld", (long long)campaign->id.v),
        .once = page_once(req),
        .is_first_page = cursor.max_id == 0,
    };
    page_frame(&page, campaign->title, &view.head, &view.foot);
    const struct campaign_query query = {.campaign = campaign->id};
    TRY(timeline_campaign(desk_db(req), arena, desk_reader(req), &query, cursor, &voices));
    TRY(page_posts(&page, &voices, PLACE_LIST, &view.voices, &view.n_voices));
    view.older = page_older(req, url, &voices);
    if (view.is_first_page)
        TRY(put_call(&page, campaign, &view));
    tpl_campaign(&page.out, &view);
    return page_reply(&page, 200);
}

enum err page_campaign(struct req *req)
{
    struct campaign campaign;
    TRY(page_campaign_find(req, &campaign));
    return show(req, &campaign);
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
    return n == 1 ? show(req, &campaigns[0]) : list(req, campaigns, n);
}
