/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as a person's text: cleaned twice is cleaned once, what is rendered cannot break out,
 * what is cut short stays within its limit. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "domain/text.h"

enum { CHARS_MAX = 5000, EXCERPT_CHARS = 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool resolve(void *context, struct str name, struct str *url)
{
    (void)context;
    *url = STR("/@someone");
    return name.n % 2 == 0;
}

/* Nothing outside a tag, and no tag but these. */
static void check_html(struct str html)
{
    static const struct str tags[] = {
        STR_INIT("<p>"),  STR_INIT("</p>"),    STR_INIT("<br />"),         STR_INIT("<span>"),
        STR_INIT("</a>"), STR_INIT("</span>"), STR_INIT("<span class=\""), STR_INIT("<a href=\""),
    };
    for (size_t at = str_find(html, '<'); at < html.n; at = at + 1) {
        struct str here = str_sub(html, at, html.n);
        if (here.p[0] != '<')
            continue;
        bool known = false;
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
            known = known || str_starts(here, tags[i]);
        BUG_IF(!known);
    }
}

static void check_clean(struct arena *arena, struct str raw)
{
    struct str clean;
    struct str again;
    if (text_clean(arena, raw, CHARS_MAX, &clean) != OK)
        return;
    BUG_IF(!str_is_utf8(clean) || str_chars(clean) > CHARS_MAX);
    BUG_IF(text_clean(arena, clean, CHARS_MAX, &again) != OK || !str_eq(clean, again));
    if (text_clean_line(arena, raw, CHARS_MAX, &clean) != OK)
        return;
    BUG_IF(str_find(clean, '\n') < clean.n);
    BUG_IF(text_clean_line(arena, clean, CHARS_MAX, &again) != OK || !str_eq(clean, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    const struct text_links links = {.base = STR_INIT("https://chorus.example"),
                                     .mention = resolve};
    struct str raw = {(const char *)data, size};
    struct html html;
    struct text_hashtag tags[TEXT_HASHTAGS_MAX];
    struct str names[TEXT_MENTIONS_MAX];
    size_t n;
    if (!arena.base && arena_init(&arena, (size_t)64 * 1024 * 1024) != OK)
        return 0;
    arena_reset(&arena);
    check_clean(&arena, raw);
    text_hashtags(&arena, raw, tags, TEXT_HASHTAGS_MAX, &n);
    text_mentions(raw, names, TEXT_MENTIONS_MAX, &n);
    (void)text_is_bare(raw);
    BUG_IF(str_chars(text_plain_excerpt(&arena, raw, EXCERPT_CHARS)) > EXCERPT_CHARS);
    if (text_render(&arena, raw, &links, &html) == OK)
        check_html(html.s);
    return 0;
}
