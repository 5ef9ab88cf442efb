/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures as JSON and as server-sent events. CSV: figures_csv.c.
 *
 * The answers are made from the board's released copy, so every reader sees the same release and
 * kept answers stay right until the next one. JSON carries the newest FIGURES_HOURS hours in which
 * something happened. Nothing here counts, rounds or merges. */
#include "api/figures.h"

#include "api/answers.h"
#include "api/api.h"
#include "api/relay.h"
#include "domain/campaign.h"
#include "domain/first_day.h"
#include "face/cite.h"
#include "face/desk.h"

enum { FIGURES_HOURS = 31 * 24 };

/* --- the entities ----------------------------------------------------------------------- */

struct definitions {
    struct str people, posts, comments, reactions, shares;
    struct str first_24h, last_24h, all, hours, first_day, breakdowns;
};

struct windows {
    struct figure_counts counts[WINDOWS];
};

struct first_day_hour {
    int64_t hour;
    int64_t per_thousand, per_thousand_2017;
};

struct figures_view {
    struct str campaign;
    struct str permanent; /* the page that shows these numbers for ever */
    int64_t call_ms;
    int64_t as_of_ms;
    int64_t release;
    struct str source;
    struct windows windows;
    struct definitions definition;
    struct json_list hours;
    struct json_list first_day;
    struct json_list parts[BREAKDOWNS];
};

#define KIND_FIELDS(S, M)                                                                          \
    FIELD(S, "posts", NUMBER, M kinds[COUNT_POST]),                                                \
        FIELD(S, "comments", NUMBER, M kinds[COUNT_COMMENT]),                                      \
        FIELD(S, "reactions", NUMBER, M kinds[COUNT_REACTION]),                                    \
        FIELD(S, "shares", NUMBER, M kinds[COUNT_SHARE])

static const struct json_field counts_fields[] = {
    FIELD(figure_counts, "people", NUMBER, people),
    KIND_FIELDS(figure_counts, ),
};
static const struct json_entity entity_counts =
    JSON_ENTITY("FigureCounts", struct figure_counts, counts_fields);

static const struct json_field windows_fields[] = {
    FIELD_OF(windows, "first_24h", INLINE, counts[WINDOW_FIRST_24H], entity_counts),
    FIELD_OF(windows, "last_24h", INLINE, counts[WINDOW_LAST_24H], entity_counts),
    FIELD_OF(windows, "all", INLINE, counts[WINDOW_ALL], entity_counts),
};
static const struct json_entity entity_windows =
    JSON_ENTITY("FigureWindows", struct windows, windows_fields);

static const struct json_field hour_fields[] = {
    FIELD(figure_hour, "hour", NUMBER, hour),
    FIELD(figure_hour, "start", TIME, start_ms),
    FIELD(figure_hour, "people", NUMBER, counts.people),
    KIND_FIELDS(figure_hour, counts.),
};
static const struct json_entity entity_hour =
    JSON_ENTITY("FigureHour", struct figure_hour, hour_fields);

static const struct json_field first_day_fields[] = {
    FIELD(first_day_hour, "hour", NUMBER, hour),
    FIELD(first_day_hour, "per_thousand", NUMBER, per_thousand),
    FIELD(first_day_hour, "per_thousand_2017", NUMBER, per_thousand_2017),
};
static const struct json_entity entity_first_day_hour =
    JSON_ENTITY("FigureFirstDayHour", struct first_day_hour, first_day_fields);

static const struct json_field part_fields[] = {
    FIELD(figure_part, "name", TEXT, name),
    FIELD(figure_part, "other", BOOL, is_other),
    KIND_FIELDS(figure_part, counts.),
};
static const struct json_entity entity_part =
    JSON_ENTITY("FigurePart", struct figure_part, part_fields);

#define DEFINITION(word) FIELD(definitions, #word, TEXT, word)
static const struct json_field definition_fields[] = {
    DEFINITION(people), DEFINITION(posts),     DEFINITION(comments),   DEFINITION(reactions),
    DEFINITION(shares), DEFINITION(first_24h), DEFINITION(last_24h),   DEFINITION(all),
    DEFINITION(hours),  DEFINITION(first_day), DEFINITION(breakdowns),
};
static const struct json_entity entity_definition =
    JSON_ENTITY("FigureDefinitions", struct definitions, definition_fields);

#define HEAD_FIELDS                                                                                \
    FIELD(figures_view, "campaign", TEXT, campaign), FIELD(figures_view, "as_of", TIME, as_of_ms), \
        FIELD(figures_view, "call", TIME, call_ms),                                                \
        FIELD(figures_view, "release", NUMBER, release),                                           \
        FIELD(figures_view, "source", TEXT, source),                                               \
        FIELD_OF(figures_view, "windows", INLINE, windows, entity_windows)

static const struct json_field figures_fields[] = {
    HEAD_FIELDS,
    FIELD(figures_view, "permanent", TEXT, permanent),
    FIELD_OF(figures_view, "definition", INLINE, definition, entity_definition),
    FIELD_OF(figures_view, "hours", LIST, hours, entity_hour),
    FIELD_OF(figures_view, "first_day", LIST, first_day, entity_first_day_hour),
    FIELD_OF(figures_view, "languages", LIST, parts[BY_LANGUAGE], entity_part),
    FIELD_OF(figures_view, "countries", LIST, parts[BY_COUNTRY], entity_part),
    FIELD_OF(figures_view, "hashtags", LIST, parts[BY_HASHTAG], entity_part),
    FIELD_OF(figures_view, "networks", LIST, parts[BY_NETWORK], entity_part),
};
const struct json_entity entity_figures =
    JSON_ENTITY("Figures", struct figures_view, figures_fields);

/* What the stream sends: the same without definitions, hours and breakdowns, so that a release is
 * small enough for ten thousand watchers at once. */
static const struct json_field release_fields[] = {HEAD_FIELDS};
const struct json_entity entity_figures_release =
    JSON_ENTITY("FiguresRelease", struct figures_view, release_fields);

/* --- from the board --------------------------------------------------------------------- */

static struct definitions definitions_for(struct arena *arena, int64_t floor)
{
    struct definitions d = {
        .people = STR("People who did something in the campaign that stands: spoke, answered, "
                      "reacted or shared. Each counts once, however often, in however many "
                      "hashtags. In hours: by the first thing each of them did."),
        .posts = STR("Voices that stand: with a hashtag of the campaign's family, or written on "
                     "its page."),
        .comments = STR("Answers to these voices that stand."),
        .reactions = STR("Reactions to these voices and answers that stand; one a person each."),
        .shares = STR("Times these voices and answers were shared; one a person each."),
        .first_24h = STR("The first 24 hours from the call."),
        .last_24h = STR("The 24 hours before as_of, in whole hours counted from the call: the "
                        "one now running and the 23 before it."),
        .all = STR("Everything from the call on. What was withdrawn is not counted anywhere."),
        .hours = STR("Hours from the call in which something happened; the newest 744 of them."),
        .first_day =
            STR("Once the first 24 hours are over: how many of every thousand posts, comments and "
                "reactions of that day came in each hour; beside it #MeToo on Twitter from 15 "
                "October 2017, 20:21 UTC on, a model that runs through published numbers: 20,400 "
                "posts after 3.6 hours (Keyhole), 83,000 after 5.6 (Meltwater), 200,000 in the "
                "morning (BBC), 500,000 after 19.7, 792,000 after 24."),
        .breakdowns = STR("By what the author, or the hashtag, said; nothing is guessed. An empty "
                          "name: not said. Over all time, exact."),
    };
    if (floor > 1)
        d.breakdowns = arena_printf(
            arena,
            "By what the author, or the hashtag, said; nothing is guessed. An empty name: not "
            "said. Over all time. A number below %lld is not told, the rest is rounded down to 10. "
            "A number moves when acts of its kind have come or gone in its own part: at least "
            "%lld, fewer than %lld. \"other\" is what is left of the total.",
            (long long)floor, (long long)floor, (long long)floor * 2);
    return d;
}

bool figures_is_empty(const struct figure_counts *counts)
{
    int64_t n = counts->people;
    for (size_t kind = 0; kind < COUNT_KINDS; kind++)
        n += counts->kinds[kind];
    return n == 0;
}

/* The newest FIGURES_HOURS that are not empty, the oldest first. */
static struct json_list hours_to_show(struct arena *arena, const struct figures *figures)
{
    struct figure_hour *hours = arena_array(arena, struct figure_hour, FIGURES_HOURS);
    size_t at = FIGURES_HOURS;
    for (size_t i = figures->n_hours; i > 0 && at > 0; i--) {
        if (!figures_is_empty(&figures->hours[i - 1].counts))
            hours[--at] = figures->hours[i - 1];
    }
    return (struct json_list){hours + at, FIGURES_HOURS - at};
}

static struct json_list first_day_of(struct arena *arena, const struct figures *figures)
{
    if (!first_day_is_over(figures))
        return (struct json_list){NULL, 0};
    struct first_day_hour *hours = arena_array(arena, struct first_day_hour, FIRST_DAY_HOURS);
    int64_t shares[FIRST_DAY_HOURS];
    first_day_shares(figures, shares);
    for (size_t i = 0; i < FIRST_DAY_HOURS; i++)
        hours[i] = (struct first_day_hour){(int64_t)i, shares[i], first_day_2017[i]};
    return (struct json_list){hours, FIRST_DAY_HOURS};
}

static struct figures_view head_of(const struct figures *figures)
{
    struct figures_view view = {
        .campaign = figures->slug,
        .call_ms = figures->called_ms,
        .as_of_ms = figures->as_of_ms,
        .release = figures->release,
        .source = STR("counted here"),
    };
    for (size_t i = 0; i < WINDOWS; i++)
        view.windows.counts[i] = figures->windows[i];
    return view;
}

enum err figures_of_path(struct req *req, struct figures *figures)
{
    struct campaign campaign;
    TRY(campaign_by_slug(desk_db(req), req->arena, req->path_values[0], &campaign));
    return board_figures(desk_of(req)->house->board, campaign.id, req->arena, figures);
}

/* GET /api/chorus/v1/campaigns/:slug/figures */
enum err figures_show(struct req *req)
{
    const struct house *house = desk_of(req)->house;
    struct figures figures;
    TRY(figures_of_path(req, &figures));
    struct figures_view view = head_of(&figures);
    view.permanent =
        arena_printf(req->arena, "%.*s/c/%.*s/figures/at/%.*s", STRF(house->public_url),
                     STRF(figures.slug), STRF(cite_write(req->arena, house->key, &figures)));
    view.first_day = first_day_of(req->arena, &figures);
    view.definition = definitions_for(req->arena, house->config->figures_floor);
    view.hours = hours_to_show(req->arena, &figures);
    for (size_t i = 0; i < BREAKDOWNS; i++)
        view.parts[i] = (struct json_list){figures.parts[i].items, figures.parts[i].n};
    return reply_json(req, &entity_figures, &view);
}

/* --- the stream ------------------------------------------------------------------------- */

struct watcher {
    struct campaign_id campaign;
};

/* The event's data, in the arena; absent when there is none. */
static struct str release_text(struct desk *desk, struct arena *arena, struct campaign_id campaign)
{
    struct figures figures;
    if (board_figures(desk->house->board, campaign, &desk->relay.scratch, &figures) != OK)
        return (struct str){0};
    struct figures_view view = head_of(&figures);
    return relay_json(arena, &entity_figures_release, &view);
}

static void watcher_on_open(struct stream *stream, void *subscriber)
{
    const struct watcher *watcher = subscriber;
    struct desk *desk = stream_worker(stream);
    relay_scratch(desk);
    struct str text = release_text(desk, &desk->relay.scratch, watcher->campaign);
    if (text.p)
        stream_send(stream, STR("figures"), text);
}

static void watcher_on_event(struct stream *stream, void *subscriber, const void *event)
{
    const struct watcher *watcher = subscriber;
    struct desk *desk = stream_worker(stream);
    struct relay_item *item = relay_figures(relay_of(desk, event), watcher->campaign);
    if (!item)
        return;
    if (!item->is_rendered) {
        relay_scratch(desk);
        item->payload = release_text(desk, &desk->relay.arena, watcher->campaign);
        item->is_rendered = true;
    }
    if (item->payload.p)
        stream_send(stream, STR("figures"), item->payload);
}

static const struct stream_kind watcher_kind = {
    .size = sizeof(struct watcher),
    .on_open = watcher_on_open,
    .on_event = watcher_on_event,
};

/* GET /api/chorus/v1/campaigns/:slug/figures/stream: an event "figures" at once, and one with
 * every release. */
enum err figures_stream(struct req *req)
{
    struct campaign campaign;
    TRY(campaign_by_slug(desk_db(req), req->arena, req->path_values[0], &campaign));
    struct watcher watcher = {campaign.id};
    return stream_open_events(req, &watcher_kind, &watcher);
}
