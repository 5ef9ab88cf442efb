/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading the choice, and links that carry it on (reading.h).
 *
 * A kind of warning is stored as its name in the language in which it was chosen (page_form.c), so
 * it is looked for by its names in all of them. */
#include "web/reading.h"

#include "domain/language.h"

enum { LANGUAGES_SHOWN = 8, QUERY_BYTES_MAX = 8 * 1024 };

static const char *const every = "all";

/* --- what is left out --- */

/* The kind with this number, as a message; NULL: it is a word. */
static const char *kind_of(struct str item)
{
    uint64_t n;
    return str_u64(item, &n) && n > 0 && n <= READING_HIDE_MAX ? page_warning_kind((size_t)n - 1)
                                                               : NULL;
}

static bool is_left_out(const struct reading *reading, struct str item)
{
    for (size_t i = 0; i < reading->n_items; i++)
        if (str_eq(reading->items[i], item))
            return true;
    return false;
}

static enum err add_word(const struct page_out *page, struct str word, struct str *words, size_t *n)
{
    TRY(warning_fold(page->req->arena, word, &words[*n]));
    ++*n;
    return OK;
}

static enum err add_kind(const struct page_out *page, const char *kind, struct str *words,
                         size_t *n)
{
    for (size_t i = 0; i < locale_count(); i++) {
        struct locale locale;
        locale_choose(&locale, locale_code(i), (struct str){0});
        TRY(add_word(page, locale_say(&locale, kind), words, n));
    }
    return OK;
}

static enum err split(const struct page_out *page, struct str text, struct reading *out)
{
    struct str *items = arena_array(page->req->arena, struct str, READING_HIDE_MAX);
    out->items = items;
    while (text.p != NULL) {
        struct str item = str_trim(str_cut(&text, ','));
        if (item.n == 0 || is_left_out(out, item))
            continue;
        if (out->n_items == READING_HIDE_MAX || str_chars(item) > READING_WORD_CHARS)
            return req_refuse(page->req, ERR_BAD_INPUT,
                              T("This leaves out too much at once. Please choose fewer or shorter "
                                "words."));
        items[out->n_items++] = item;
    }
    return OK;
}

enum err reading_of(const struct page_out *page, struct reading *out)
{
    struct reading reading = {.items = NULL};
    TRY(split(page, req_param(page->req, "hide"), &reading));
    struct str *words =
        arena_array(page->req->arena, struct str, READING_HIDE_MAX * (locale_count() + 1));
    for (size_t i = 0; i < reading.n_items; i++) {
        const char *kind = kind_of(reading.items[i]);
        if (str_eq(reading.items[i], str_of(every)))
            reading.unwanted.is_all = true;
        else if (kind != NULL)
            TRY(add_kind(page, kind, words, &reading.unwanted.n_words));
        else
            TRY(add_word(page, reading.items[i], words, &reading.unwanted.n_words));
    }
    reading.unwanted.words = words;
    *out = reading;
    return OK;
}

/* The path with ?hide= of the items and one more, which may be absent. */
static struct str path_with(const struct page_out *page, const struct reading *reading,
                            struct str path, struct str more)
{
    struct buf buf = buf_init(QUERY_BYTES_MAX);
    buf_put(&buf, path);
    buf_put(&buf, str_find(path, '?') < path.n ? STR("&hide=") : STR("?hide="));
    for (size_t i = 0; i < reading->n_items; i++) {
        if (i > 0)
            buf_char(&buf, ',');
        buf_url(&buf, reading->items[i]);
    }
    if (more.n > 0 && reading->n_items > 0)
        buf_char(&buf, ',');
    buf_put(&buf, more);
    struct str url = arena_str(page->req->arena, buf_str(&buf));
    buf_free(&buf);
    return url;
}

struct str reading_path(const struct page_out *page, const struct reading *reading, struct str path)
{
    return reading->n_items > 0 ? path_with(page, reading, path, (struct str){0}) : path;
}

static struct str item_name(const struct page_out *page, struct str item)
{
    const char *kind = kind_of(item);
    if (str_eq(item, str_of(every)))
        return page_say(page, T("Any content warning"));
    return kind != NULL ? page_say(page, kind) : item;
}

void reading_hiding(const struct page_out *page, const struct reading *reading, struct str path,
                    struct view_hiding *out)
{
    struct arena *arena = page->req->arena;
    struct view_link *left_out = arena_array(arena, struct view_link, READING_HIDE_MAX);
    struct view_link *offers = arena_array(arena, struct view_link, READING_HIDE_MAX + 1);
    *out = (struct view_hiding){
        .left_out = left_out, .n_left_out = reading->n_items, .offers = offers, .show_url = path};
    for (size_t i = 0; i < reading->n_items; i++)
        left_out[i].name = item_name(page, reading->items[i]);
    /* with all of them left out there is nothing more to leave out */
    if (reading->unwanted.is_all || reading->n_items == READING_HIDE_MAX)
        return;
    for (size_t i = 0; i == 0 || page_warning_kind(i - 1) != NULL; i++) {
        struct str item = i == 0 ? str_of(every) : arena_printf(arena, "%zu", i);
        if (!is_left_out(reading, item))
            offers[out->n_offers++] = (struct view_link){
                .url = path_with(page, reading, path, item), .name = item_name(page, item)};
    }
}

/* --- languages --- */

struct str reading_language_path(const struct page_out *page, const struct campaign *campaign,
                                 struct str language)
{
    struct str path = page_campaign_path(page, campaign, "/lang/");
    return arena_printf(page->req->arena, "%.*s%.*s", STRF(path),
                        STRF(language.n > 0 ? language : STR("und")));
}

enum err reading_language_name(const struct page_out *page, struct str language, struct str *out)
{
    /* as the foot calls the languages that the pages have */
    for (size_t i = 0; i < locale_count(); i++) {
        *out = locale_name(i);
        if (str_eq(locale_code(i), language))
            return OK;
    }
    if (language.n > 0)
        return language_name(page->locale->formats, page->req->arena, language, language, out);
    *out = page_say(page, T("Language not said"));
    return OK;
}

static bool has_language(const struct str *languages, size_t n, struct str language)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(languages[i], language))
            return true;
    return false;
}

/* The page's own language comes first, then those in which most was said. */
static size_t told_languages(const struct page_out *page, const struct reading_menu *menu,
                             struct str *out)
{
    const struct figure_parts *parts = &menu->figures->parts[BY_LANGUAGE];
    struct str own = language_base(page->lang);
    size_t n = 0;
    for (size_t turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < parts->n; i++) {
            const struct figure_part *part = &parts->items[i];
            struct str language = language_base(part->name);
            bool is_told = !part->is_other && part->counts.kinds[COUNT_POST] > 0;
            if (is_told && (turn > 0 || str_eq(language, own)) && !has_language(out, n, language))
                out[n++] = language;
        }
    }
    if (menu->current.p != NULL && !has_language(out, n, menu->current)) {
        for (size_t i = n++; i > 0; i--)
            out[i] = out[i - 1];
        out[0] = menu->current;
    }
    return n;
}

enum err reading_languages(const struct page_out *page, const struct reading *reading,
                           const struct reading_menu *menu, struct view_reading *out)
{
    struct arena *arena = page->req->arena;
    size_t most = menu->figures->parts[BY_LANGUAGE].n + 1;
    struct str *languages = arena_array(arena, struct str, most);
    size_t n = told_languages(page, menu, languages);
    bool is_all = menu->current.p == NULL;
    if (is_all && n < 2)
        n = 0;
    struct view_link *links = arena_array(arena, struct view_link, most);
    for (size_t i = 0; i < n; i++) {
        struct str path = reading_language_path(page, menu->campaign, languages[i]);
        links[i].url = reading_path(page, reading, path);
        links[i].code = languages[i];
        links[i].is_current = !is_all && str_eq(languages[i], menu->current);
        TRY(reading_language_name(page, languages[i], &links[i].name));
    }
    size_t shown = n > LANGUAGES_SHOWN ? LANGUAGES_SHOWN : n;
    *out = (struct view_reading){
        .all_url = reading_path(page, reading, page_campaign_path(page, menu->campaign, "")),
        .is_all = is_all,
        .languages = links,
        .n_languages = shown,
        .more_languages = links + shown,
        .n_more_languages = n - shown,
    };
    return OK;
}
