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
                      enum figure_breakdown by, struct figures_range range,
                      struct figures_list *out)
{
    struct arena *arena = page->req->arena;
    struct figure_parts parts = figures->parts[by];
    size_t from = range.from < parts.n ? range.from : parts.n;
    size_t n = range.n < parts.n - from ? range.n : parts.n - from;
    const struct figure_part *items = parts.items + from;
    struct str *names = arena_array(arena, struct str, n);
    for (size_t i = 0; i < n; i++)
        names[i] = items[i].name;
    if (by == BY_LANGUAGE)
        TRY(language_names(page->locale->formats, arena, names, n, page->lang, names));
    if (by == BY_COUNTRY)
        TRY(country_names(page->locale->formats, arena, names, n, page->lang, names));
    for (size_t i = 0; i < n; i++)
        names[i] = name_of(page, by, &items[i], names[i]);
    *out = (struct figures_list){by, parts, {from, n}, names};
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

static int64_t most_of(const struct figure_part *items, size_t n)
{
    int64_t most = 1;
    for (size_t i = 0; i < n; i++) {
        int64_t acts = figure_acts(&items[i].counts);
        most = acts > most ? acts : most;
    }
    return most;
}

/* `most`: of the longest bar. */
static struct view_part *rows_of(struct arena *arena, const struct figures_list *list, int64_t most)
{
    struct view_part *rows = arena_array(arena, struct view_part, list->shown.n);
    const struct figure_part *items = list->parts.items + list->shown.from;
    for (size_t i = 0; i < list->shown.n; i++) {
        const struct figure_counts *counts = &items[i].counts;
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

static struct view_breakdown breakdown(struct page_out *page, const struct campaign *campaign,
                                       const struct figures_list *list, int64_t most)
{
    const struct said *said = &breakdowns[list->by];
    struct arena *arena = page->req->arena;
    struct view_breakdown view = {
        .id = str_of(said->id),
        .title = page_say(page, said->title),
        .column = page_say(page, said->column),
        .parts = rows_of(arena, list, most),
        .n_parts = list->shown.n,
    };
    if (!page->is_plain) {
        struct str api = page_path(arena, "/api/chorus/v1/campaigns/", campaign->slug);
        view.csv_url = arena_printf(arena, "%.*s/figures.csv?breakdown=%s", STRF(api), said->csv);
    }
    return view;
}

static struct str path_to(struct page_out *page, const struct campaign *campaign,
                          const struct figures_list *list)
{
    struct str path = page_campaign_path(page, campaign, "/figures/");
    return arena_printf(page->req->arena, "%.*s%s", STRF(path), breakdowns[list->by].word);
}

void figures_breakdown(struct page_out *page, const struct campaign *campaign,
                       const struct figures_list *list, struct view_breakdown *out)
{
    *out = breakdown(page, campaign, list, most_of(list->parts.items, list->shown.n));
    if (list->shown.n < list->parts.n) {
        out->all_url = path_to(page, campaign, list);
        out->all_said = number_format(page->locale->formats, page->req->arena,
                                      (int64_t)list->parts.n, page->lang);
    }
    if (list->by == BY_COUNTRY)
        out->map_url = path_to(page, campaign, list);
}

static struct str number_of(const struct page_out *page, size_t n)
{
    return number_format(page->locale->formats, page->req->arena, (int64_t)n, page->lang);
}

void figures_table(struct page_out *page, const struct campaign *campaign,
                   const struct figures_list *list, struct view_breakdown *out)
{
    struct arena *arena = page->req->arena;
    struct str path = path_to(page, campaign, list);
    size_t number = list->shown.from / FIGURES_ROWS + 1;
    size_t end = list->shown.from + list->shown.n;
    *out = breakdown(page, campaign, list, most_of(list->parts.items, list->parts.n));
    if (list->shown.n == list->parts.n)
        return;
    struct message_arg args[] = {
        {"from", number_of(page, list->shown.from + 1)},
        {"to", number_of(page, end)},
        {"n", number_of(page, list->parts.n)},
    };
    out->range = locale_fill(page->locale, arena, T("Rows {from} to {to} of {n}"), args,
                             sizeof args / sizeof args[0]);
    if (number == 2)
        out->previous_url = path;
    else if (number > 2)
        out->previous_url = arena_printf(arena, "%.*s?page=%zu", STRF(path), number - 1);
    if (end < list->parts.n)
        out->next_url = arena_printf(arena, "%.*s?page=%zu", STRF(path), number + 1);
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
