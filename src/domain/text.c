/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is in a person's text, and the text as HTML: see text.h.
 *
 * The HTML is Mastodon's, so that apps that know its classes show it as they show Mastodon's. It is
 * written from left to right out of constant pieces and escaped text; nothing of the input is ever
 * copied as it is. The templates cannot make it (they have no loop over a text), so it stands here.
 */
#include "domain/text.h"

#include <string.h>

#include "base/buf.h"
#include "domain/hashtag_text.h"
#include "domain/link_text.h"
#include "domain/unicode.h"

enum { URL_SHOWN_CHARS = 30 };

enum entity_kind { ENTITY_HASHTAG, ENTITY_MENTION, ENTITY_URL };

struct entity {
    enum entity_kind kind;
    size_t at; /* bytes at to end of the text */
    size_t end;
    struct str name; /* of a hashtag or mention; the URL */
};

static bool entity_at(struct str text, size_t at, struct entity *entity)
{
    struct hashtag_span span;
    struct str name;
    size_t end;
    switch ((unsigned char)text.p[at]) {
    case '#':
    case 0xEF: /* the first byte of the fullwidth '#' */
        if (!hashtag_at(text, at, &span))
            return false;
        *entity = (struct entity){ENTITY_HASHTAG, at, span.end, span.name};
        return true;
    case '@':
        if (!mention_at(text, at, &name))
            return false;
        *entity = (struct entity){ENTITY_MENTION, at, at + 1 + name.n, name};
        return true;
    case 'h':
    case 'H':
        end = link_end(text, at);
        if (end == at)
            return false;
        *entity = (struct entity){ENTITY_URL, at, end, str_sub(text, at, end - at)};
        return true;
    default:
        return false;
    }
}

static bool entity_next(struct str text, size_t from, struct entity *entity)
{
    /* As entity_at says: most of a text is passed over by this alone. */
    static const bool may_begin[256] = {
        ['#'] = true, [0xEF] = true, ['@'] = true, ['h'] = true, ['H'] = true};
    for (size_t i = from; i < text.n; i++)
        if (may_begin[(unsigned char)text.p[i]] && entity_at(text, i, entity))
            return true;
    return false;
}

/* --- what is in it --- */

static bool has_key(const struct text_hashtag *tags, size_t n, struct str key)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(tags[i].key, key))
            return true;
    return false;
}

void text_hashtags(struct arena *arena, struct str text, struct text_hashtag *tags, size_t max,
                   size_t *n)
{
    struct hashtag_span span = {0};
    if (max > TEXT_HASHTAGS_MAX)
        max = TEXT_HASHTAGS_MAX;
    *n = 0;
    for (size_t seen = 0; seen < TEXT_LINKS_MAX && *n < max; seen++) {
        struct text_hashtag tag;
        if (!hashtag_next(text, span.end, &span))
            return;
        if (hashtag_display(arena, span.name, &tag.name) == OK &&
            hashtag_key(arena, tag.name, &tag.key) == OK && !has_key(tags, *n, tag.key))
            tags[(*n)++] = tag;
    }
}

static bool has_name(const struct str *names, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(names[i], name))
            return true;
    return false;
}

void text_mentions(struct str text, struct str *names, size_t max, size_t *n)
{
    struct entity entity = {0};
    if (max > TEXT_MENTIONS_MAX)
        max = TEXT_MENTIONS_MAX;
    *n = 0;
    for (size_t seen = 0; seen < TEXT_LINKS_MAX && *n < max; seen++) {
        if (!entity_next(text, entity.end, &entity))
            return;
        if (entity.kind == ENTITY_MENTION && !has_name(names, *n, entity.name))
            names[(*n)++] = entity.name;
    }
}

/* --- HTML --- */

/* Escaped, with one newline as a line break and several as a new paragraph. */
static void put_text(struct buf *out, struct str s)
{
    while (s.n > 0) {
        size_t line = str_find(s, '\n');
        buf_html(out, str_sub(s, 0, line));
        size_t end = line;
        while (end < s.n && s.p[end] == '\n')
            end++;
        if (end - line > 1)
            buf_put(out, STR("</p><p>"));
        else if (end > line)
            buf_put(out, STR("<br />"));
        s = str_sub(s, end, s.n - end);
    }
}

static bool is_safe_link(struct str url)
{
    bool path = str_starts(url, STR("/")) && !str_starts(url, STR("//"));
    return path || str_starts(url, STR("https://")) || str_starts(url, STR("http://"));
}

static bool put_hashtag(struct buf *out, const struct text_links *links, struct str name)
{
    struct str url = {0};
    bool is_default = !links->hashtag;
    if (!is_default && (!links->hashtag(links->context, name, &url) || !is_safe_link(url)))
        return false;
    buf_put(out, STR("<a href=\""));
    buf_html(out, is_default ? links->base : url);
    if (is_default) {
        buf_put(out, STR("/tags/"));
        buf_url(out, name);
    }
    buf_put(out, STR("\" class=\"mention hashtag\" rel=\"tag\">#<span>"));
    buf_html(out, name);
    buf_put(out, STR("</span></a>"));
    return true;
}

static bool put_mention(struct buf *out, const struct text_links *links, struct str name)
{
    struct str url = {0};
    if (!links->mention || !links->mention(links->context, name, &url) || !is_safe_link(url))
        return false;
    buf_put(out, STR("<span class=\"h-card\"><a href=\""));
    buf_html(out, url);
    buf_put(out, STR("\" class=\"u-url mention\">@<span>"));
    buf_html(out, str_sub(name, 0, str_find(name, '@')));
    buf_put(out, STR("</span></a></span>"));
    return true;
}

/* "https://" and "www." at the beginning: they are there, but not shown. */
static size_t hidden_prefix(struct str url)
{
    size_t n = str_search(url, STR("://")) + 3;
    return str_eq_nocase(str_sub(url, n, 4), STR("www.")) ? n + 4 : n;
}

static bool put_url(struct buf *out, struct str url)
{
    if (url.n > TEXT_URL_MAX_BYTES)
        return false;
    size_t prefix = hidden_prefix(url);
    struct str shown = str_sub(url, prefix, url.n - prefix);
    size_t cut = unicode_offset(shown, URL_SHOWN_CHARS);
    buf_put(out, STR("<a href=\""));
    buf_html(out, url);
    buf_put(out, STR("\" rel=\"nofollow noopener noreferrer\" target=\"_blank\">"
                     "<span class=\"invisible\">"));
    buf_html(out, str_sub(url, 0, prefix));
    if (cut < shown.n)
        buf_put(out, STR("</span><span class=\"ellipsis\">"));
    else
        buf_put(out, STR("</span><span class=\"\">"));
    buf_html(out, str_sub(shown, 0, cut));
    buf_put(out, STR("</span><span class=\"invisible\">"));
    buf_html(out, str_sub(shown, cut, shown.n - cut));
    buf_put(out, STR("</span></a>"));
    return true;
}

/* False: it stays text. */
static bool put_entity(struct buf *out, const struct text_links *links, const struct entity *entity)
{
    switch (entity->kind) {
    case ENTITY_HASHTAG:
        return put_hashtag(out, links, entity->name);
    case ENTITY_MENTION:
        return put_mention(out, links, entity->name);
    case ENTITY_URL:
        return put_url(out, entity->name);
    }
    return false;
}

static void put_body(struct buf *out, struct str text, const struct text_links *links)
{
    struct entity entity = {0};
    size_t done = 0;
    for (size_t seen = 0; seen < TEXT_LINKS_MAX && entity_next(text, entity.end, &entity); seen++) {
        put_text(out, str_sub(text, done, entity.at - done));
        if (!put_entity(out, links, &entity))
            put_text(out, str_sub(text, entity.at, entity.end - entity.at));
        done = entity.end;
    }
    put_text(out, str_sub(text, done, text.n - done));
}

static void put_all(struct buf *out, struct str text, const struct text_links *links)
{
    buf_put(out, STR("<p>"));
    put_body(out, text, links);
    buf_put(out, STR("</p>"));
}

/* Straight into the arena, which nearly every text allows. */
static bool render_in_place(struct arena *arena, struct str text, const struct text_links *links,
                            struct html *out)
{
    enum { LINKS_ROOM = 512 };
    size_t room = text.n * 2 + LINKS_ROOM;
    char *p = arena_try_array(arena, char, room);
    if (p == NULL)
        return false;
    size_t used = arena->used;
    struct buf buf = buf_over(p, room);
    put_all(&buf, text, links);
    if (arena->used == used) /* links->mention has taken nothing behind it */
        arena_back(arena, (size_t)(p - arena->base) + (buf_ok(&buf) ? buf.n : 0));
    if (buf_ok(&buf))
        *out = (struct html){buf_str(&buf)};
    return buf_ok(&buf);
}

static enum err render_large(struct arena *arena, struct str text, const struct text_links *links,
                             struct html *out)
{
    struct buf buf = buf_init(TEXT_HTML_MAX_BYTES);
    put_all(&buf, text, links);
    char *p = buf_ok(&buf) ? arena_try_array(arena, char, buf.n + 1) : NULL;
    if (p)
        *out = (struct html){{memcpy(p, buf.p, buf.n), buf.n}};
    buf_free(&buf);
    return p ? OK : ERR_TOO_LARGE;
}

enum err text_render(struct arena *arena, struct str text, const struct text_links *links,
                     struct html *out)
{
    if (!str_is_utf8(text))
        return ERR_BAD_INPUT;
    text = str_trim(text);
    if (text.n == 0) {
        *out = (struct html){STR("")};
        return OK;
    }
    return render_in_place(arena, text, links, out) ? OK : render_large(arena, text, links, out);
}
