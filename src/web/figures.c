/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Breakdowns and quotations for the pages of figures (figures.h). Nothing is counted, rounded or
 * merged here. */
#include "web/figures.h"

#include "domain/first_day.h"
#include "domain/language.h"

enum { WIDTH = 1000 }; /* of the longest bar: tenths of a per cent */

struct said {
    const char *title, *column, *id, *word, *csv;
};
static const struct said breakdowns[BREAKDOWNS] = {
    [BY_LANGUAGE] = {T("By language"), T("Language"), "by-language", "languages", "language"},
    [BY_COUNTRY] = {T("By country"), T("Country"), "by-country", "countries", "country"},
    [BY_HASHTAG] = {T("By hashtag"), T("Hashtag"), "by-hashtag", "hashtags", "hashtag"},
    [BY_NETWORK] = {T("By network"), T("Network"), "by-network", "networks", "network"},
};

struct str figures_word(enum figure_breakdown by)
{
    return str_of(breakdowns[by].word);
}

static struct str name_of(const struct page_out *page, enum figure_breakdown by,
                          const struct figure_part *part, struct str name)
{
    if (part->is_other)
        return page_say(page, T("Other, or not told apart"));
    if (part->name.n == 0)
        return page_say(page, T("Not said"));
    if (by == BY_HASHTAG)
        return arena_printf(page->req->arena, "#%.*s", STRF(part->name));
    if (by == BY_NETWORK && str_eq(part->name, STR("here")))
        return page_say(page, T("Here"));
    return name;
}

enum err figures_list(struct page_out *page, const struct figures *figures,
                      enum figure_breakdown by, struct figures_list *out)
{
    struct arena *arena = page->req->arena;
    struct figure_parts parts = figures->parts[by];
    struct str *names = arena_array(arena, struct str, parts.n);
    for (size_t i = 0; i < parts.n; i++)
        names[i] = parts.items[i].name;
    if (by == BY_LANGUAGE)
        TRY(language_names(page->locale->formats, arena, names, parts.n, page->lang, names));
    if (by == BY_COUNTRY)
        TRY(country_names(page->locale->formats, arena, names, parts.n, page->lang, names));
    for (size_t i = 0; i < parts.n; i++)
        names[i] = name_of(page, by, &parts.items[i], names[i]);
    *out = (struct figures_list){by, parts, names};
    return OK;
}

/* At least a line where there was something. */
static struct str bar_of(struct arena *arena, int64_t acts, int64_t most)
{
    int64_t tenths = (int64_t)((double)acts / (double)most * WIDTH);
    if (tenths < 5 && acts > 0)
        tenths = 5;
    return arena_printf(arena, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
}

static struct view_part *rows_of(struct arena *arena, const struct figures_list *list, size_t n)
{
    struct view_part *rows = arena_array(arena, struct view_part, n);
    int64_t most = 1;
    for (size_t i = 0; i < n; i++) {
        int64_t acts = figure_acts(&list->parts.items[i].counts);
        most = acts > most ? acts : most;
    }
    for (size_t i = 0; i < n; i++) {
        const struct figure_counts *counts = &list->parts.items[i].counts;
        rows[i] = (struct view_part){
            .name = list->names[i],
            .bar = bar_of(arena, figure_acts(counts), most),
            .posts = counts->kinds[COUNT_POST],
            .comments = counts->kinds[COUNT_COMMENT],
            .reactions = counts->kinds[COUNT_REACTION],
        };
    }
    return rows;
}

void figures_breakdown(struct page_out *page, const struct campaign *campaign,
                       const struct figures_list *list, size_t most, struct view_breakdown *out)
{
    const struct said *said = &breakdowns[list->by];
    struct arena *arena = page->req->arena;
    size_t n = list->parts.n < most ? list->parts.n : most;
    *out = (struct view_breakdown){
        .id = str_of(said->id),
        .title = page_say(page, said->title),
        .column = page_say(page, said->column),
        .parts = rows_of(arena, list, n),
        .n_parts = n,
    };
    if (n < list->parts.n) {
        struct str path = page_campaign_path(page, campaign, "/figures/");
        out->all_url = arena_printf(arena, "%.*s%s", STRF(path), said->word);
        out->all_said =
            number_format(page->locale->formats, arena, (int64_t)list->parts.n, page->lang);
    }
    if (!page->is_plain) {
        struct str api = page_path(arena, "/api/chorus/v1/campaigns/", campaign->slug);
        out->csv_url = arena_printf(arena, "%.*s/figures.csv?breakdown=%s", STRF(api), said->csv);
    }
}

/* --- quotations --- */

static struct str quotation(struct page_out *page, const char *message,
                            const struct campaign *campaign, const struct figure_counts *counts,
                            int64_t as_of_ms)
{
    struct arena *arena = page->req->arena;
    struct formats *formats = page->locale->formats;
    struct message_arg args[] = {
        {"title", campaign->title},
        {"people", number_format(formats, arena, counts->people, page->lang)},
        {"acts", number_format(formats, arena, figure_acts(counts), page->lang)},
        {"site", desk_of(page->req)->house->host},
        {"called", date_format(formats, arena, campaign->called_ms, page->lang, DATE_MINUTE)},
        {"time", date_format(formats, arena, as_of_ms, page->lang, DATE_MINUTE)},
    };
    return locale_fill(page->locale, arena, message, args, sizeof args / sizeof args[0]);
}

void figures_quote(struct page_out *page, const struct campaign *campaign,
                   const struct figure_counts windows[WINDOWS], int64_t as_of_ms,
                   const struct view_quotation **out, size_t *n)
{
    const int64_t day_ms = INT64_C(24) * 3600 * 1000;
    struct view_quotation *list = arena_array(page->req->arena, struct view_quotation, 2);
    *n = 0;
    if (as_of_ms - campaign->called_ms >= day_ms && windows[WINDOW_FIRST_24H].people > 0)
        list[(*n)++].text = quotation(
            page,
            T("{title}, the first 24 hours from {called}. People: {people}. Posts, comments and "
              "reactions: {acts}. Counted by {site} at {time}."),
            campaign, &windows[WINDOW_FIRST_24H], as_of_ms);
    list[(*n)++].text = quotation(
        page,
        T("{title}, from {called} to {time}. People: {people}. Posts, comments and reactions: "
          "{acts}. Counted by {site}."),
        campaign, &windows[WINDOW_ALL], as_of_ms);
    *out = list;
}

struct str figures_permanent(struct page_out *page, const struct campaign *campaign,
                             struct str word)
{
    struct str path = page_campaign_path(page, campaign, "/figures/at/");
    return arena_printf(page->req->arena, "%.*s%.*s%.*s",
                        STRF(desk_of(page->req)->house->public_url), STRF(path), STRF(word));
}
