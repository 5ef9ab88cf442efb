/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Voices as Atom: a campaign, one of its languages, a hashtag.
 *
 * Each stands at "/feed" and the path of the page with the same voices. Feeds are read by apps: who
 * did not agree to "feeds, apps and embeds" is in none. What is taken back is gone with its commit,
 * as from all kept answers. There is an ETag and no date: a date would not tell that something was
 * taken back. */
#include "api/api.h"
#include "api/atom.h"
#include "api/inputs.h"
#include "domain/campaign.h"
#include "domain/hashtag_text.h"
#include "domain/text.h"

enum { FEED_VOICES = 20, SUBTITLE_CHARS = 200, PATH_BYTES_MAX = 8 * 1024 };

struct feeds_in {
    int64_t before;
};
static const struct input feeds_rows[] = {
    IN_NUMBER(feeds_in, "before", before, 0, INT64_MAX, 0),
};
const struct input_table feeds_inputs = IN_TABLE(feeds_in, feeds_rows);

static enum err read_cursor(struct req *req, struct atom_feed *feed, struct cursor *cursor)
{
    struct feeds_in in;
    TRY(req_read(req, &feeds_inputs, &in));
    feed->before = in.before;
    *cursor = (struct cursor){.max_id = in.before, .limit = FEED_VOICES};
    return OK;
}

static enum err reply(struct req *req, const struct atom_feed *feed, const struct page *page)
{
    struct load load = load_of(req);
    struct buf buf = buf_init(LOAD_BUF_MAX);
    enum err err = atom_put(&load, &buf, feed, page);
    if (err == OK)
        return reply_bytes(req, 200, "application/atom+xml; charset=utf-8", &buf);
    buf_free(&buf);
    return err;
}

/* The feed and the page at `path`. */
static void put_urls(struct req *req, struct atom_feed *feed, struct str path)
{
    struct str base = desk_of(req)->house->public_url;
    feed->url = arena_printf(req->arena, "%.*s/feed%.*s", STRF(base), STRF(path));
    feed->page_url = load_join(req->arena, base, path, STR(""));
}

/* --- a campaign --- */

static enum err reply_campaign(struct req *req, struct campaign_query *query,
                               struct atom_feed *feed)
{
    struct campaign campaign;
    struct cursor cursor;
    struct page page;
    TRY(read_cursor(req, feed, &cursor));
    TRY(campaign_by_slug(desk_db(req), req->arena, req->path_values[0], &campaign));
    struct str path = load_join(req->arena, STR("/c/"), campaign.slug, STR(""));
    if (query->language.p != NULL)
        path = load_join(req->arena, path, STR("/lang/"), req->path_values[1]);
    put_urls(req, feed, path);
    feed->title = feed->title.n == 0
                      ? campaign.title
                      : load_join(req->arena, campaign.title, STR(" · "), feed->title);
    feed->subtitle = text_plain_excerpt(req->arena, campaign.call, SUBTITLE_CHARS);
    feed->language = campaign.language;
    feed->began_ms = campaign.called_ms;
    query->campaign = campaign.id;
    TRY(timeline_campaign(desk_db(req), req->arena, desk_reader(req), query, cursor, &page));
    return reply(req, feed, &page);
}

/* GET /feed/c/:slug */
enum err feeds_campaign(struct req *req)
{
    struct campaign_query query = {.language = {0}};
    struct atom_feed feed = {.title = STR("")};
    return reply_campaign(req, &query, &feed);
}

/* GET /feed/c/:slug/lang/:code: "und" is what nobody said. */
enum err feeds_language(struct req *req)
{
    struct str code;
    if (language_canonical(req->arena, req->path_values[1], &code) != OK)
        return ERR_NOT_FOUND;
    struct campaign_query query = {.language = code.n > 0 ? language_base(code) : STR("")};
    struct atom_feed feed = {.title = STR("language not said")};
    if (query.language.n > 0)
        TRY(language_name(&desk_of(req)->formats, req->arena, query.language, query.language,
                          &feed.title));
    req->path_values[1] = query.language.n > 0 ? query.language : STR("und");
    return reply_campaign(req, &query, &feed);
}

/* --- a hashtag --- */

/* GET /feed/tags/:name. Any name has one, as it has a page. */
enum err feeds_tag(struct req *req)
{
    struct page page;
    struct str name;
    struct cursor cursor;
    struct atom_feed feed = {.began_ms = 0};
    TRY(read_cursor(req, &feed, &cursor));
    if (hashtag_display(req->arena, req->path_values[0], &name) != OK)
        return ERR_NOT_FOUND;
    struct buf path = buf_init(PATH_BYTES_MAX);
    buf_put(&path, STR("/tags/"));
    buf_url(&path, name);
    put_urls(req, &feed, buf_str(&path));
    buf_free(&path);
    feed.title = arena_printf(req->arena, "#%.*s · %.*s", STRF(name),
                              STRF(desk_of(req)->house->config->server_name));
    const struct tag_query query = {.any = &name, .n_any = 1};
    TRY(timeline_tags(desk_db(req), req->arena, desk_reader(req), &query, cursor, &page));
    return reply(req, &feed, &page);
}
