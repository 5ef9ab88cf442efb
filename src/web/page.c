/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The beginning and the end of every page, and the links between pages.
 *
 * Nothing here is remembered about a visitor: the language comes from the address or the browser's
 * header each time anew. */
#include "web/page.h"

enum { ONCE_BYTES = 16, PATH_MAX_BYTES = 8 * 1024 };

const struct str web_prefixes[] = {STR_INIT("/n"), STR_INIT("/k"), STR_INIT("/nk")};
const size_t web_prefixes_count = sizeof web_prefixes / sizeof web_prefixes[0];

struct str page_prefix(bool is_plain, bool has_keys)
{
    size_t at = (is_plain ? 1U : 0U) + (has_keys ? 0U : 2U);
    return at > 0 ? web_prefixes[at - 1] : STR("");
}

void page_begin(struct page_out *page, struct req *req)
{
    struct locale *locale = arena_new(req->arena, struct locale);
    locale_choose(locale, req_param(req, "lang"), req_header(req, "Accept-Language"));
    locale->formats = &desk_of(req)->formats;
    *page = (struct page_out){
        .req = req,
        .out = {.buf = buf_init(PAGE_MAX_BYTES),
                .arena = req->arena,
                .locale = locale,
                .prefix = req->prefix},
        .locale = locale,
        .lang = locale->code,
        .is_plain = str_find(req->prefix, 'n') < req->prefix.n,
        .has_keys = str_find(req->prefix, 'k') == req->prefix.n,
    };
}

struct str page_say(const struct page_out *page, const char *message)
{
    return locale_say(page->locale, message);
}

struct str page_refusal(const struct page_out *page, enum err err)
{
    struct req *req = page->req;
    if (err == ERR_BUSY && req->refusal.n == 0)
        return page_say(page, T("A lot is being sent at this moment, and this could not be taken "
                                "yet. Nothing that you typed is lost."));
    const char *message = req->refusal.n ? arena_z(req->arena, req->refusal) : err_message(err);
    return locale_say(page->locale, message);
}

/* --- what stands on every page --- */

static void put_languages(const struct page_out *page, struct view_foot *foot)
{
    struct req *req = page->req;
    size_t n = locale_count();
    struct view_link *links = arena_array(req->arena, struct view_link, n);
    /* where a form was sent to, there may be no page */
    struct str path = req->method == HTTP_GET ? req->path : STR("/");
    if (page->self.p != NULL)
        path = page->self;
    for (size_t i = 0; i < n; i++) {
        struct str code = locale_code(i);
        links[i] = (struct view_link){
            .url = arena_printf(req->arena, "%.*s?lang=%.*s", STRF(path), STRF(code)),
            .name = locale_name(i),
            .code = code,
            .is_current = str_eq(code, page->lang),
        };
    }
    foot->languages = links;
    foot->n_languages = n;
}

/* A search engine that knows them may choose; browsers and readers can offer them. The default is
 * the address without a language, where the browser's is taken: "?lang=" keeps put_url from adding
 * the one of this page. */
void page_alternates(const struct page_out *page, struct view_head *head)
{
    struct req *req = page->req;
    size_t n = locale_count();
    struct view_link *links = arena_array(req->arena, struct view_link, n + 1);
    if (req->method != HTTP_GET || page->is_plain)
        return;
    for (size_t i = 0; i <= n; i++) {
        struct str code = i < n ? locale_code(i) : STR("");
        links[i].url = arena_printf(req->arena, "%.*s?lang=%.*s", STRF(req->path), STRF(code));
        links[i].code = i < n ? code : STR("x-default");
    }
    head->alternates = links;
    head->n_alternates = n + 1;
}

/* Pages of what somebody does here herself, or that say one voice. */
static bool is_own(const struct req *req)
{
    static const char *const open[] = {"/w", "/login", "/logout", "/join"};
    if (req->route == NULL)
        return false;
    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++) {
        if (str_eq(req->path, str_of(open[i])))
            return true;
    }
    return req->method != HTTP_GET || req->route->login == LOGIN_PERSON ||
           str_starts(req->path, STR("/voice/"));
}

/* What stands in the history of a browser. A page's own title is neutral where the page is hers
 * (page_*.c), and goes without the name of the site; plain pages are notes. */
static struct str title_for(const struct page_out *page, struct str title, struct str site)
{
    bool is_own_page = is_own(page->req);
    if (is_own_page && !page->is_plain)
        return title;
    if (title.n == 0 || str_eq(title, site) || (page->is_plain && !is_own_page))
        return site;
    return arena_printf(page->req->arena, "%.*s · %.*s", STRF(title), STRF(site));
}

void page_frame(struct page_out *page, struct str title, struct view_head *head,
                struct view_foot *foot)
{
    struct req *req = page->req;
    const struct config *config = desk_of(req)->house->config;
    struct str site = page->is_plain ? page_say(page, T("Notes")) : config->server_name;
    *head = (struct view_head){
        .lang = page->lang,
        .dir = page->locale->direction,
        .title = title_for(page, title, site),
        .site = site,
        .form_token = req_form_token(req),
        .is_known = req->who.person != 0,
        .is_plain = page->is_plain,
        .has_keys = page->has_keys,
    };
    *foot = (struct view_foot){
        .source = config->source_url,
        .is_machine_made = locale_is_machine_made(page->locale),
    };
    put_languages(page, foot);
}

/* --- answering --- */

enum err page_reply(struct page_out *page, int status)
{
    if (!buf_ok(&page->out.buf)) {
        buf_free(&page->out.buf);
        return ERR_TOO_LARGE;
    }
    page_end_asking(page->req);
    reply_header(page->req, "Content-Language", page->lang);
    return reply_page(page->req, status, &page->out.buf);
}

enum err page_go(struct req *req, struct str path)
{
    struct page_out page;
    page_begin(&page, req);
    return reply_see_other(req, html_local_url(&page.out, path));
}

enum err web_ask_login(struct req *req)
{
    return page_go(req, STR("/login"));
}

/* --- links and fields --- */

struct str page_once(struct req *req)
{
    if (req->who.person == 0 && req->route != NULL && req->route->is_cacheable)
        return STR("");
    unsigned char bytes[ONCE_BYTES];
    secret_bytes(bytes, sizeof bytes);
    return secret_base64url(req->arena, (struct str){(const char *)bytes, sizeof bytes});
}

struct str page_path(struct arena *arena, const char *before, struct str value)
{
    struct buf buf = buf_init(PATH_MAX_BYTES);
    buf_put(&buf, str_of(before));
    buf_url(&buf, value);
    struct str path = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return path;
}

struct cursor page_cursor(struct req *req)
{
    int64_t before = 0;
    if (!str_i64(req_param(req, "before"), &before) || before < 0)
        before = 0;
    return (struct cursor){.max_id = before, .limit = PAGE_VOICES};
}

struct str page_older(struct req *req, struct str path, const struct page *voices)
{
    if (!voices->has_more)
        return STR("");
    return arena_printf(req->arena, "%.*s%cbefore=%lld", STRF(path),
                        str_find(path, '?') < path.n ? '&' : '?', (long long)voices->oldest);
}

struct str page_campaign_path(const struct page_out *page, const struct campaign *campaign,
                              const char *after)
{
    struct arena *arena = page->req->arena;
    if (page->is_plain)
        return arena_printf(arena, "/c/%lld%s", (long long)campaign->id.v, after);
    return arena_printf(arena, "/c/%.*s%s", STRF(campaign->slug), after);
}

const struct family_member *page_family_member(const struct page_out *page,
                                               const struct family_member *family, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(language_base(family[i].language), language_base(page->lang)) &&
            str_eq(family[i].sense, STR("me-too")))
            return &family[i];
    return n > 0 ? &family[0] : NULL;
}

enum err page_campaign_find(struct req *req, struct campaign *out)
{
    struct campaign_id id;
    struct str said = req->path_values[0];
    enum err err = campaign_by_slug(desk_db(req), req->arena, said, out);
    if (err == ERR_NOT_FOUND && str_i64(said, &id.v))
        err = campaign_get(desk_db(req), req->arena, id, out);
    return err;
}

struct str page_voice_path(struct req *req, struct post_id id, const char *after)
{
    return arena_printf(req->arena, "/voice/%lld%s", (long long)id.v, after);
}
