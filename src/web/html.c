/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The escapers behind the templates. With domain/text.c the only place that makes struct html.
 *
 * It knows where a value may stand only as far as tools/tplgen checked it. */
#include "web/html.h"

#include "assets.h"
#include "domain/language.h"

enum { HTML_MAX = 64 * 1024 };

/* Whether what was written last ends with a stop as wide as a letter, half of which is empty. */
static bool has_room(struct str written)
{
    static const struct str stops[] = {
        STR_INIT("、"), STR_INIT("。"), STR_INIT("」"), STR_INIT("！"), STR_INIT("）"),
        STR_INIT("，"), STR_INIT("："), STR_INIT("；"), STR_INIT("？"),
    };
    if (written.n == 0 || (unsigned char)written.p[written.n - 1] < 0x80)
        return false;
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (str_ends(written, stops[i]))
            return true;
    return false;
}

void put_raw(struct out *out, struct str s)
{
    if (s.n > 0 && s.p[0] == ' ' && has_room(buf_str(&out->buf)))
        s = str_sub(s, 1, s.n);
    buf_put(&out->buf, s);
}

void put_text(struct out *out, struct str s)
{
    buf_html(&out->buf, s);
}

void put_html(struct out *out, struct html html)
{
    buf_put(&out->buf, html.s);
}

static bool is_local(struct str url)
{
    return url.n > 0 && url.p[0] == '/' && (url.n == 1 || (url.p[1] != '/' && url.p[1] != '\\'));
}

static struct str with_prefix(const struct out *out, struct str path)
{
    if (str_starts(path, STR("/./")))
        return str_sub(path, 2, path.n);
    struct str rest = str_sub(path, out->prefix.n, path.n);
    bool is_whole = rest.n == 0 || rest.p[0] == '/' || rest.p[0] == '?' || rest.p[0] == '#';
    if (out->prefix.n == 0 || (is_whole && str_starts(path, out->prefix)))
        return path;
    return arena_printf(out->arena, "%.*s%.*s", STRF(out->prefix), STRF(path));
}

static struct str with_language(const struct out *out, struct str path)
{
    size_t hash = str_find(path, '#');
    struct str before = str_sub(path, 0, hash);
    struct str after = str_sub(path, hash, path.n);
    bool has_query = str_find(before, '?') < before.n;
    if (!out->locale->is_chosen || (has_query && str_search(before, STR("lang=")) < before.n))
        return path;
    return arena_printf(out->arena, "%.*s%slang=%.*s%.*s", STRF(before), has_query ? "&" : "?",
                        STRF(out->locale->code), STRF(after));
}

struct str html_local_url(const struct out *out, struct str path)
{
    static const struct str no_pages[] = {STR_INIT("/assets/"), STR_INIT("/api/"),
                                          STR_INIT("/feed/"), STR_INIT("/oembed?")};
    for (size_t i = 0; i < sizeof no_pages / sizeof *no_pages; i++)
        if (str_starts(path, no_pages[i]))
            return path;
    return with_language(out, with_prefix(out, path));
}

/* A number to call (RFC 3966): digits, and what else a telephone has. */
static bool is_phone(struct str url)
{
    if (!str_starts(url, STR("tel:")))
        return false;
    for (size_t i = 4; i < url.n; i++) {
        char c = url.p[i];
        if (!(c >= '0' && c <= '9') && c != '+' && c != '*' && c != '%')
            return false;
    }
    return url.n > 4;
}

void put_url(struct out *out, struct str url)
{
    bool is_outside = str_starts(url, STR("https://"));
    if (is_local(url))
        put_text(out, html_local_url(out, url));
    else if (is_outside || is_phone(url) || (url.n > 0 && url.p[0] == '#'))
        put_text(out, url);
    else
        put_raw(out, STR("#"));
}

void put_number(struct out *out, int64_t number)
{
    put_text(out, number_format(out->locale->formats, out->arena, number, out->locale->code));
}

void put_asset(struct out *out, struct str name)
{
    for (size_t i = 0; i < assets_count; i++) {
        if (str_eq(name, str_of(assets[i].name))) {
            put_text(out, str_of(assets[i].path));
            return;
        }
    }
    BUG_IF(true);
}

static void put_pieces(struct out *out, struct str message, const struct message_arg *args,
                       size_t n)
{
    struct str piece;
    bool is_value;
    while (message_next(&message, args, n, &piece, &is_value))
        put_text(out, is_value ? locale_value(out->locale, out->arena, piece) : piece);
}

void put_message(struct out *out, const char *message, const struct message_arg *args, size_t n)
{
    put_pieces(out, locale_say(out->locale, message), args, n);
}

void put_plural(struct out *out, const char *one, const char *many, int64_t count,
                const struct message_arg *args, size_t n)
{
    enum { ARGS_MAX = 8 };
    struct message_arg all[ARGS_MAX];
    BUG_IF(n >= ARGS_MAX);
    for (size_t i = 0; i < n; i++)
        all[i] = args[i];
    all[n] = (struct message_arg){
        "n", number_format(out->locale->formats, out->arena, count, out->locale->code)};
    put_pieces(out, locale_plural(out->locale, one, many, count), all, n + 1);
}

struct html html_of_text(struct arena *arena, struct str text)
{
    struct buf buf = buf_init(HTML_MAX);
    buf_html(&buf, text);
    struct str s = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return (struct html){s};
}
