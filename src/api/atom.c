/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A feed from a page of posts (atom.h). One entry after another through the scratch arena, so that
 * long stories need no more memory than the longest. */
#include "api/atom.h"

#include "base/clock.h"
#include "domain/audience.h"
#include "domain/text.h"

enum { TITLE_CHARS = 60, CONTENT_BYTES_MAX = TEXT_HTML_MAX_BYTES + 4096 };

/* --- XML --- */

/* Bytes from `at` on that XML 1.0 has no character for: controls, U+FFFE and U+FFFF. */
static size_t unknown_bytes(struct str s, size_t at)
{
    unsigned char c = (unsigned char)s.p[at];
    if (c < ' ')
        return c != '\t' && c != '\n' && c != '\r';
    struct str three = str_sub(s, at, 3);
    return str_eq(three, STR("\xEF\xBF\xBE")) || str_eq(three, STR("\xEF\xBF\xBF")) ? 3 : 0;
}

static void put_text(struct buf *buf, struct str s)
{
    size_t from = 0;
    for (size_t at = 0; at < s.n;) {
        size_t n = unknown_bytes(s, at);
        if (n > 0)
            buf_html(buf, str_sub(s, from, at - from));
        at += n > 0 ? n : 1;
        if (n > 0)
            from = at;
    }
    buf_html(buf, str_sub(s, from, s.n));
}

void atom_open(struct buf *buf, const char *name, const struct atom_attribute *attributes, size_t n)
{
    buf_printf(buf, "<%s", name);
    for (size_t i = 0; i < n; i++) {
        buf_printf(buf, " %s=\"", attributes[i].name);
        put_text(buf, attributes[i].value);
        buf_char(buf, '"');
    }
    buf_char(buf, '>');
}

void atom_close(struct buf *buf, const char *name)
{
    buf_printf(buf, "</%s>", name);
}

void atom_element(struct buf *buf, const char *name, struct str text)
{
    atom_open(buf, name, NULL, 0);
    put_text(buf, text);
    atom_close(buf, name);
    buf_char(buf, '\n');
}

static void put_time(struct buf *buf, const char *name, int64_t ms)
{
    char text[TIME_ISO_CHARS];
    time_write_iso(text, ms);
    atom_element(buf, name, (struct str){text, sizeof text});
}

static void put_link(struct buf *buf, const char *rel, const char *type, struct str url)
{
    const struct atom_attribute attributes[] = {
        {"rel", str_of(rel)}, {"type", str_of(type)}, {"href", url}};
    atom_open(buf, "link", attributes, 3);
    atom_close(buf, "link");
    buf_char(buf, '\n');
}

/* --- one voice --- */

static struct str author_of(struct load *load, const struct post *post,
                            const struct api_status *status)
{
    if (post->name.n > 0)
        return post->name;
    if (status->account.display_name.n > 0)
        return status->account.display_name;
    return load_join(load->out, STR("@"), status->account.username, STR(""));
}

static void put_author(struct load *load, struct buf *buf, const struct post *post,
                       const struct api_status *status)
{
    buf_put(buf, STR("<author>\n"));
    atom_element(buf, "name", author_of(load, post, status));
    if (!(post->flags & POST_ANONYMOUS) && !post->account.is_campaign && post->name.n == 0)
        atom_element(buf, "uri", status->account.url);
    buf_put(buf, STR("</author>\n"));
}

/* The warning, and where to read on for those who want to. */
static void put_warned(struct buf *html, struct str warning, struct str url)
{
    const struct atom_attribute href = {"href", url};
    if (url.n > 0)
        atom_open(html, "a", &href, 1);
    put_text(html, warning);
    if (url.n > 0)
        atom_close(html, "a");
}

static void put_content(struct buf *buf, const struct api_status *status, struct str url)
{
    static const struct atom_attribute type = {"type", STR_INIT("html")};
    static const struct atom_attribute dir = {"dir", STR_INIT("auto")};
    struct buf html = buf_init(CONTENT_BYTES_MAX);
    atom_open(&html, "div", &dir, 1);
    if (status->is_sensitive)
        put_warned(&html, status->warning, url);
    else
        buf_put(&html, status->content.s);
    atom_close(&html, "div");
    atom_open(buf, "content", &type, 1);
    put_text(buf, buf_str(&html));
    atom_close(buf, "content");
    buf_char(buf, '\n');
    buf->failed = buf->failed || html.failed;
    buf_free(&html);
}

static void put_categories(struct buf *buf, const struct post *post)
{
    for (size_t i = 0; i < post->n_tags; i++) {
        const struct atom_attribute term = {"term", post->tags[i].name};
        atom_open(buf, "category", &term, 1);
        atom_close(buf, "category");
        buf_char(buf, '\n');
    }
}

static enum err put_entry(struct load *load, struct buf *buf, const struct post *post)
{
    struct api_status status;
    TRY(load_status(load, post, &status));
    if (status.is_sensitive && status.warning.n == 0)
        status.warning = STR("Sensitive");
    /* who did not agree to the pages has none to be led to */
    struct str url = post->audiences & FOR_PAGES ? status.url : STR("");
    const struct atom_attribute language = {"xml:lang",
                                            post->language.n > 0 ? post->language : STR("und")};
    struct str words = status.is_sensitive ? status.warning : post->body;
    atom_open(buf, "entry", &language, 1);
    atom_element(buf, "id", status.url);
    atom_element(buf, "title", text_plain_excerpt(load->out, words, TITLE_CHARS));
    put_author(load, buf, post, &status);
    put_time(buf, "published", post->published_ms);
    put_time(buf, "updated", post->edited_ms ? post->edited_ms : post->published_ms);
    if (url.n > 0)
        put_link(buf, "alternate", "text/html", url);
    put_categories(buf, post);
    put_content(buf, &status, url);
    atom_close(buf, "entry");
    return OK;
}

/* --- the feed --- */

static int64_t updated_ms(const struct atom_feed *feed, const struct page *page)
{
    int64_t newest = 0;
    for (size_t i = 0; i < page->n; i++) {
        const struct post *post = &page->items[i].post;
        int64_t ms = post->edited_ms ? post->edited_ms : post->published_ms;
        newest = ms > newest ? ms : newest;
    }
    return newest > 0 ? newest : feed->began_ms;
}

static struct str page_of(struct load *load, const struct atom_feed *feed, int64_t before)
{
    if (before == 0)
        return feed->url;
    return arena_printf(load->arena, "%.*s?before=%lld", STRF(feed->url), (long long)before);
}

static void put_head(struct load *load, struct buf *buf, const struct atom_feed *feed,
                     const struct page *page)
{
    static const char atom[] = "application/atom+xml";
    buf_put(buf, STR("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                     "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\""));
    put_text(buf, feed->language.n > 0 ? feed->language : STR("und"));
    buf_put(buf, STR("\">\n"));
    atom_element(buf, "id", feed->url);
    atom_element(buf, "title", feed->title);
    if (feed->subtitle.n > 0)
        atom_element(buf, "subtitle", feed->subtitle);
    put_time(buf, "updated", updated_ms(feed, page));
    buf_put(buf, STR("<generator>Chorus</generator>\n"));
    put_link(buf, "self", atom, page_of(load, feed, feed->before));
    put_link(buf, "alternate", "text/html", feed->page_url);
    put_link(buf, "first", atom, feed->url);
    if (page->has_more)
        put_link(buf, "next", atom, page_of(load, feed, page->oldest));
}

enum err atom_put(struct load *load, struct buf *buf, const struct atom_feed *feed,
                  const struct page *page)
{
    put_head(load, buf, feed, page);
    TRY(load_scratch(load->desk));
    for (size_t i = 0; i < page->n; i++) {
        load->out = &load->desk->scratch;
        enum err err = put_entry(load, buf, &page->items[i].post);
        arena_reset(load->out);
        load->out = load->arena;
        TRY(err);
    }
    buf_put(buf, STR("</feed>\n"));
    return buf_ok(buf) ? OK : ERR_TOO_LARGE;
}
