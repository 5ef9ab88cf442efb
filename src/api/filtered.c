/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding a viewer's filtered words in posts. Apps decide by the filter's contexts whether a post
 * is hidden or folded; nothing is left out here. */
#include "api/answers.h"
#include "api/filters.h"
#include "base/clock.h"
#include "domain/filter.h"

/* More words than anybody keeps; so that nobody can make a page slow. */
enum { WORDS_MAX = 300 };

static const struct json_field filter_result_fields[] = {
    FIELD_OF(filter_result, "filter", INLINE, filter, entity_filter),
    FIELD(filter_result, "keyword_matches", TEXTS, keywords),
    FIELD_RAW("status_matches", "null"),
};
const struct json_entity entity_filter_result =
    JSON_ENTITY("FilterResult", struct filter_result, filter_result_fields);

static enum err make_ready(struct arena *arena, const struct filter *filter,
                           struct filter_ready *out)
{
    struct str *folded = arena_array(arena, struct str, filter->n_keywords + 1);
    for (size_t i = 0; i < filter->n_keywords; i++)
        TRY(filter_fold(arena, filter->keywords[i].keyword, &folded[i]));
    *out = (struct filter_ready){filter_view_of(arena, filter), filter, folded};
    return OK;
}

enum err filters_load(struct private_reader reader, struct arena *arena, struct filters_ready *out)
{
    struct private_filters list;
    size_t n_ready = 0;
    size_t n_words = 0;
    int64_t now_ms = clock_now_ms(&clock_system);
    TRY(private_filters(reader, arena, &list));
    const struct filter *filters = list.items;
    struct filter_ready *ready = arena_array(arena, struct filter_ready, list.n + 1);
    for (size_t i = 0; i < list.n; i++) {
        bool is_over = filters[i].expires_ms > 0 && filters[i].expires_ms <= now_ms;
        if (is_over || filters[i].n_keywords == 0)
            continue;
        n_words += filters[i].n_keywords;
        if (n_words <= WORDS_MAX)
            TRY(make_ready(arena, &filters[i], &ready[n_ready++]));
    }
    *out = (struct filters_ready){ready, n_ready};
    return OK;
}

/* The words of one filter that stand in the text or its warning. */
static struct json_list find_words(struct arena *arena, const struct filter_ready *ready,
                                   struct str body, struct str warning)
{
    const struct filter *filter = ready->filter;
    struct str *found = NULL;
    size_t n = 0;
    for (size_t i = 0; i < filter->n_keywords; i++) {
        bool is_whole_word = filter->keywords[i].is_whole_word;
        if (!filter_finds(body, ready->folded[i], is_whole_word) &&
            !filter_finds(warning, ready->folded[i], is_whole_word))
            continue;
        if (!found)
            found = arena_array(arena, struct str, filter->n_keywords);
        found[n++] = filter->keywords[i].keyword;
    }
    return (struct json_list){found, n};
}

enum err filters_apply(struct arena *arena, const struct filters_ready *filters,
                       const struct post *post, struct json_list *out)
{
    struct str body;
    struct str warning;
    size_t n = 0;
    *out = (struct json_list){0};
    if (filters->n == 0)
        return OK;
    TRY(filter_fold(arena, post->body, &body));
    TRY(filter_fold(arena, post->warning.p ? post->warning : STR(""), &warning));
    struct filter_result *results = arena_array(arena, struct filter_result, filters->n);
    for (size_t i = 0; i < filters->n; i++) {
        struct json_list words = find_words(arena, &filters->items[i], body, warning);
        if (words.n > 0)
            results[n++] = (struct filter_result){filters->items[i].view, words};
    }
    *out = (struct json_list){results, n};
    return OK;
}
