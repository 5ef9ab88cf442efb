/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The figures of a campaign as one open table (CSV, RFC 4180), and what its columns mean (CSV on
 * the Web, https://www.w3.org/TR/tabular-metadata/).
 *
 * One number a row, all that is published: windows, all hours, breakdowns, and beside the first day
 * that of 2017. Nothing here counts, rounds or merges. */
#include "api/figures.h"

#include "api/api.h"
#include "api/inputs.h"
#include "base/clock.h"
#include "domain/campaign.h"
#include "domain/first_day.h"
#include "face/desk.h"

enum { CSV_BYTES_MAX = 64 * 1024 * 1024, WORDS_BYTES_MAX = 64 * 1024, WORD_CHARS_MAX = 20 };

static const char *const kind_names[COUNT_KINDS] = {"posts", "comments", "reactions", "shares"};
static const char *const window_names[WINDOWS] = {"first_24h", "last_24h", "all"};
static const char *const breakdown_names[BREAKDOWNS] = {"language", "country", "hashtag",
                                                        "network"};

static void put_csv_text(struct buf *buf, struct str s)
{
    bool is_plain = str_find(s, '"') == s.n && str_find(s, ',') == s.n &&
                    str_find(s, '\r') == s.n && str_find(s, '\n') == s.n;
    if (is_plain) {
        buf_put(buf, s);
        return;
    }
    buf_char(buf, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_char(buf, '"');
        buf_char(buf, s.p[i]);
    }
    buf_char(buf, '"');
}

static void put_csv_row(struct buf *buf, const char *breakdown, struct str name, const char *kind,
                        int64_t n)
{
    buf_put(buf, str_of(breakdown));
    buf_char(buf, ',');
    put_csv_text(buf, name);
    buf_char(buf, ',');
    buf_put(buf, str_of(kind));
    buf_char(buf, ',');
    buf_i64(buf, n);
    buf_put(buf, STR("\r\n"));
}

static void put_csv_kinds(struct buf *buf, const char *breakdown, struct str name,
                          const struct figure_counts *counts)
{
    for (size_t kind = 0; kind < COUNT_KINDS; kind++)
        put_csv_row(buf, breakdown, name, kind_names[kind], counts->kinds[kind]);
}

static void put_csv_hour(struct buf *buf, const struct figure_hour *hour)
{
    if (figures_is_empty(&hour->counts))
        return;
    char start[TIME_ISO_CHARS];
    time_write_iso(start, hour->start_ms);
    struct str name = {start, sizeof start};
    put_csv_row(buf, "hour", name, "people", hour->counts.people);
    put_csv_kinds(buf, "hour", name, &hour->counts);
}

static void put_csv_parts(struct buf *buf, const char *breakdown, struct figure_parts parts)
{
    for (size_t i = 0; i < parts.n; i++) {
        const struct figure_part *part = &parts.items[i];
        put_csv_kinds(buf, breakdown, part->is_other ? STR("(other)") : part->name, &part->counts);
    }
}

/* Of a thousand; once the day is over. */
static void put_csv_first_day(struct buf *buf, const struct figures *figures)
{
    int64_t shares[FIRST_DAY_HOURS];
    if (!first_day_is_over(figures))
        return;
    first_day_shares(figures, shares);
    for (size_t i = 0; i < FIRST_DAY_HOURS; i++) {
        char digits[STR_NUMBER_CHARS];
        struct str hour = str_number(digits, (int64_t)i);
        put_csv_row(buf, "first_day", hour, "per_thousand", shares[i]);
        put_csv_row(buf, "first_day", hour, "per_thousand_2017", first_day_2017[i]);
    }
}

static void put_csv_windows(struct buf *buf, const struct figures *figures)
{
    for (size_t i = 0; i < WINDOWS; i++) {
        struct str name = str_of(window_names[i]);
        put_csv_row(buf, "window", name, "people", figures->windows[i].people);
        put_csv_kinds(buf, "window", name, &figures->windows[i]);
    }
}

static bool is_wanted(struct str only, const char *breakdown)
{
    return only.n == 0 || str_eq(only, str_of(breakdown));
}

/* Whether there is such a breakdown. */
static bool put_csv(struct buf *buf, const struct figures *figures, struct str only)
{
    bool is_known = only.n == 0;
    buf_put(buf, STR("breakdown,name,kind,n\r\n"));
    if (is_wanted(only, "window")) {
        put_csv_windows(buf, figures);
        is_known = true;
    }
    for (size_t i = 0; is_wanted(only, "hour") && i < figures->n_hours; i++)
        put_csv_hour(buf, &figures->hours[i]);
    is_known = is_known || is_wanted(only, "hour");
    if (is_wanted(only, "first_day")) {
        put_csv_first_day(buf, figures);
        is_known = true;
    }
    for (size_t i = 0; i < BREAKDOWNS; i++) {
        if (!is_wanted(only, breakdown_names[i]))
            continue;
        put_csv_parts(buf, breakdown_names[i], figures->parts[i]);
        is_known = true;
    }
    return is_known;
}

struct csv_in {
    struct str breakdown;
};
static const struct input csv_rows[] = {
    IN_LINE(csv_in, "breakdown", breakdown, WORD_CHARS_MAX),
};
const struct input_table figures_csv_inputs = IN_TABLE(csv_in, csv_rows);

/* Where the columns are explained, and on which terms the file may be used. */
static void put_links(struct req *req, struct str license)
{
    reply_header(req, "Link",
                 arena_printf(req->arena,
                              "<figures.csv-metadata.json>; rel=\"describedby\"; "
                              "type=\"application/csvm+json\"%s%.*s%s",
                              license.n > 0 ? ", <" : "", STRF(license),
                              license.n > 0 ? ">; rel=\"license\"" : ""));
}

/* GET /api/chorus/v1/campaigns/:slug/figures.csv?breakdown=. The file's name says which campaign
 * and when. */
enum err figures_csv(struct req *req)
{
    struct csv_in in;
    struct figures figures;
    TRY(req_read(req, &figures_csv_inputs, &in));
    TRY(figures_of_path(req, &figures));
    struct buf buf = buf_init(CSV_BYTES_MAX);
    bool is_known = put_csv(&buf, &figures, in.breakdown);
    if (!buf_ok(&buf) || !is_known) {
        buf_free(&buf);
        return is_known ? ERR_TOO_LARGE
                        : req_refuse(req, ERR_BAD_INPUT, "There is no such breakdown.");
    }
    struct str day = time_day(req->arena, figures.as_of_ms);
    reply_header(req, "Content-Disposition",
                 arena_printf(req->arena, "attachment; filename=\"%.*s-figures-%.*s.csv\"",
                              STRF(figures.slug), STRF(day)));
    put_links(req, desk_of(req)->house->config->figures_license);
    return reply_bytes(req, 200, "text/csv; charset=utf-8; header=present", &buf);
}

/* --- what the columns mean --------------------------------------------------------------- */

static const struct column {
    const char *name, *type, *about;
} columns[] = {
    {"breakdown", "string",
     "What the row is part of. window: a headline, exact. hour: an hour of the whole family. "
     "first_day: an hour of the first day as a share of it. language, country, hashtag, network: "
     "over "
     "all time, by what the author or the hashtag said."},
    {"name", "string",
     "Which part. window: first_24h, last_24h (in whole hours from the call, the one now running "
     "and "
     "the 23 before it), all. hour: its beginning (ISO 8601, UTC). first_day: the hour since the "
     "call, 0 to 23. language: BCP 47. country: ISO 3166-1 alpha-2. hashtag: without #. network: "
     "here, fediverse, bluesky, import. Empty: not said. (other): what is left of the total."},
    {"kind", "string",
     "people: who did something that stands, each once; in hours, by the first thing each did. "
     "posts, comments, reactions, shares: acts that stand. per_thousand: of every thousand posts, "
     "comments and reactions of the first day. per_thousand_2017: the same of #MeToo on Twitter "
     "from "
     "15 October 2017, 20:21 UTC on, by a model that runs through published numbers."},
    {"n", "integer",
     "How many. In windows exact. In hours rounded to 10, and 0 below the server's floor (20 "
     "unless "
     "it says otherwise). In breakdowns a number below the floor is not told, the rest is rounded "
     "down to 10 and moves in steps of at least as many acts."},
};

static void put_member(struct buf *buf, const char *name, struct str value)
{
    buf_printf(buf, "\"%s\":", name);
    json_put_text(buf, value);
    buf_char(buf, ',');
}

static void put_words(struct buf *buf, const struct house *house, const struct campaign *campaign,
                      struct arena *arena)
{
    buf_put(buf, STR("{\"@context\":[\"http://www.w3.org/ns/csvw\",{\"@language\":\"en\"}],"));
    put_member(buf, "url", STR("figures.csv"));
    put_member(buf, "dc:title", arena_printf(arena, "%.*s: figures", STRF(campaign->title)));
    put_member(buf, "dc:publisher", house->host);
    put_member(buf, "dc:source",
               STR("Counted on this server from acts that stand; what was withdrawn is not in it. "
                   "Nothing is estimated. chorus recount counts everything again and compares."));
    put_member(buf, "dc:description",
               STR("All published figures of a campaign, as last released: one number a row."));
    if (house->config->figures_license.n > 0)
        put_member(buf, "dc:license", house->config->figures_license);
    buf_put(buf, STR("\"dialect\":{\"header\":true,\"encoding\":\"utf-8\"},"
                     "\"tableSchema\":{\"columns\":["));
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        buf_put(buf, i > 0 ? STR(",{") : STR("{"));
        put_member(buf, "name", str_of(columns[i].name));
        put_member(buf, "titles", str_of(columns[i].name));
        put_member(buf, "dc:description", str_of(columns[i].about));
        buf_printf(buf, "\"datatype\":\"%s\",\"required\":%s}", columns[i].type,
                   str_eq(str_of(columns[i].name), STR("name")) ? "false" : "true");
    }
    buf_put(buf, STR("]}}"));
}

/* GET /api/chorus/v1/campaigns/:slug/figures.csv-metadata.json */
enum err figures_words(struct req *req)
{
    struct campaign campaign;
    TRY(campaign_by_slug(desk_db(req), req->arena, req->path_values[0], &campaign));
    struct buf buf = buf_init(WORDS_BYTES_MAX);
    put_words(&buf, desk_of(req)->house, &campaign, req->arena);
    return reply_json_buf(req, 200, &buf);
}
