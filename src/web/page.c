/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The beginning and the end of every page, and the links between pages.
 *
 * Nothing here is remembered about a visitor: the language comes from the address or the browser's
 * header each time anew. */
#include "web/page.h"

enum { ONCE_BYTES = 16, PATH_MAX_BYTES = 8 * 1024 };

void page_begin(struct page_out *page, struct req *req)
{
    struct locale *locale = arena_new(req->arena, struct locale);
    locale_choose(locale, req_param(req, "lang"), req_header(req, "Accept-Language"));
    *page = (struct page_out){
        .req = req,
        .out = {.buf = buf_init(PAGE_MAX_BYTES), .arena = req->arena, .locale = locale},
        .locale = locale,
        .lang = locale->code,
    };
}

struct str page_say(const struct page_out *page, const char *message)
{
    return locale_say(page->locale, message);
}

struct str page_refusal(const struct page_out *page, enum err err)
{
    struct req *req = page->req;
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

void page_frame(struct page_out *page, struct str title, struct view_head *head,
                struct view_foot *foot)
{
    struct req *req = page->req;
    const struct config *config = desk_of(req)->house->config;
    bool is_known = req->who.person != 0;
    struct str site = config->server_name;
    bool is_site = title.n == 0 || str_eq(title, site);
    *head = (struct view_head){
        .lang = page->lang,
        .dir = page->locale->direction,
        .title = is_site ? site : arena_printf(req->arena, "%.*s · %.*s", STRF(title), STRF(site)),
        .site = site,
        .me = is_known ? STR("/me") : STR("/login"),
        .help = STR("/help"),
        .safety = STR("/safety"),
        .form_token = req_form_token(req),
        .is_known = is_known,
    };
    *foot = (struct view_foot){
        .about = STR("/about"),
        .storage = STR("/about/storage"),
        .safety = STR("/safety"),
        .source = config->source_url,
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
    reply_header(page->req, "Content-Language", page->lang);
    return reply_page(page->req, status, &page->out.buf);
}

enum err page_go(struct req *req, struct str path)
{
    struct locale locale;
    locale_choose(&locale, req_param(req, "lang"), req_header(req, "Accept-Language"));
    return reply_see_other(req, html_local_url(req->arena, &locale, path));
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
    return arena_printf(req->arena, "%.*s?before=%lld", STRF(path), (long long)voices->oldest);
}

struct str page_voice_path(struct req *req, struct post_id id, const char *after)
{
    return arena_printf(req->arena, "/voice/%lld%s", (long long)id.v, after);
}
