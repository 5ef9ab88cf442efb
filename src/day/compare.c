/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading published figures and comparing them (compare.h). */
#include "day/compare.h"

#include <json-c/json.h>

#include "base/clock.h"
#include "day/published.h"

const char *const compare_windows[COMPARE_WINDOWS] = {"first_24h", "last_24h", "all"};
const char *const compare_columns[COMPARE_COLUMNS] = {"people", "posts", "comments", "reactions",
                                                      "shares"};
static const char *const part_names[EXPECT_PARTS] = {"languages", "countries", "hashtags",
                                                     "networks"};
enum { FIRST_24H, LAST_24H, ALL, DAY_HOURS = 24 };
static const int64_t HOUR_MS = 3600000;

/* --- reading --- */

static struct json_object *member(struct json_object *object, const char *name)
{
    struct json_object *value = NULL;
    json_object_object_get_ex(object, name, &value);
    return value;
}

static int64_t number(struct json_object *object, const char *name)
{
    struct json_object *value = member(object, name);
    return value && json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : -1;
}

static struct str text(struct json_object *object, const char *name)
{
    struct json_object *value = member(object, name);
    return str_of(value ? json_object_get_string(value) : "");
}

static int64_t moment(struct json_object *object, const char *name)
{
    int64_t ms = 0;
    return time_parse(text(object, name), &ms) ? ms : 0;
}

bool figures_ask(const struct choices *choices, struct buf *body, struct figures_seen *out)
{
    enum { PATH_MOST = 1024 };
    struct buf path = buf_init(PATH_MOST);
    *out = (struct figures_seen){0};
    buf_put(&path, STR("/api/chorus/v1/campaigns/"));
    buf_url(&path, choices->campaign);
    buf_put(&path, STR("/figures"));
    int status = call_send(choices, &(struct call){.method = "GET", .path = buf_str(&path)}, body);
    buf_free(&path);
    if (status != 200)
        return false;
    buf_char(body, '\0');
    out->json = buf_ok(body) ? json_tokener_parse(body->p) : NULL;
    if (out->json == NULL)
        return false;
    out->call_ms = moment(out->json, "call");
    out->as_of_ms = moment(out->json, "as_of");
    out->release = number(out->json, "release");
    struct json_object *windows = member(out->json, "windows");
    for (int w = 0; w < COMPARE_WINDOWS; w++)
        for (int c = 0; c < COMPARE_COLUMNS; c++)
            out->windows[w][c] = number(member(windows, compare_windows[w]), compare_columns[c]);
    return true;
}

void figures_drop(struct figures_seen *seen)
{
    json_object_put(seen->json);
    seen->json = NULL;
}

/* --- comparing --- */

struct comparing {
    const struct expect *expect;
    const struct family *family;
    int64_t floor;
    const struct figures_seen *before, *after;
    struct arena *arena;
    struct comparison *out;
};

static void check(const struct comparing *c, const char *where, struct str name, int column,
                  struct expect_range expected, int64_t got)
{
    struct comparison *out = c->out;
    out->n_compared++;
    if (got >= expected.low && got <= expected.high)
        return;
    if (out->n_different < COMPARE_SHOWN)
        out->shown[out->n_different] = (struct difference){
            arena_printf(c->arena, "%s/%.*s/%s", where, STRF(name), compare_columns[column]),
            expected, got};
    out->n_different++;
}

static struct expect_range expected_of(const struct comparing *c, int column, int64_t from,
                                       int64_t to, bool is_by_last)
{
    return column == 0 ? expect_people(c->expect, from, to, is_by_last)
                       : expect_acts(c->expect, (enum expect_kind)(column - 1), from, to);
}

static int64_t hour_of(const struct comparing *c, const struct figures_seen *seen)
{
    int64_t ms = seen->as_of_ms - c->expect->call_ms;
    return ms < 0 ? 0 : ms / HOUR_MS;
}

static void compare_headlines(const struct comparing *c)
{
    int64_t now = hour_of(c, c->after), before = hour_of(c, c->before);
    const int64_t from[COMPARE_WINDOWS] = {0, now - DAY_HOURS + 1, 0};
    const int64_t to[COMPARE_WINDOWS] = {DAY_HOURS, INT32_MAX, INT32_MAX};
    for (int w = 0; w < COMPARE_WINDOWS; w++)
        for (int column = 0; column < COMPARE_COLUMNS; column++) {
            struct expect_range expected = expected_of(c, column, from[w], to[w], w == LAST_24H);
            int64_t base = c->before->windows[w][column];
            expected.low += base;
            expected.high += base;
            c->out->expected[w][column] = expected;
            c->out->got[w][column] = c->after->windows[w][column];
            if (w != LAST_24H || base == 0 || now == before)
                check(c, "windows", str_of(compare_windows[w]), column, expected,
                      c->after->windows[w][column]);
        }
}

/* The row of an hour, or NULL. */
static struct json_object *hour_row(struct json_object *rows, int64_t hour)
{
    size_t n = rows ? json_object_array_length(rows) : 0;
    for (size_t i = 0; i < n; i++) {
        struct json_object *row = json_object_array_get_idx(rows, i);
        if (number(row, "hour") == hour)
            return row;
    }
    return NULL;
}

static void compare_hours(const struct comparing *c)
{
    struct json_object *rows = member(c->after->json, "hours");
    int64_t last = hour_of(c, c->after);
    for (int64_t hour = c->expect->first_hour; hour <= last; hour++) {
        struct json_object *row = hour_row(rows, hour);
        for (int column = 0; column < COMPARE_COLUMNS; column++) {
            struct expect_range range = expected_of(c, column, hour, hour + 1, false);
            range.low = published_number(range.low, c->floor);
            range.high = published_number(range.high, c->floor);
            check(c, "hours", arena_printf(c->arena, "%lld", (long long)hour), column, range,
                  row ? number(row, compare_columns[column]) : 0);
        }
    }
}

/* The row of a cell, or NULL. */
static struct json_object *part_row(struct json_object *rows, struct str name, bool is_other)
{
    size_t n = rows ? json_object_array_length(rows) : 0;
    for (size_t i = 0; i < n; i++) {
        struct json_object *row = json_object_array_get_idx(rows, i);
        if (json_object_get_boolean(member(row, "other")) == is_other &&
            str_eq(text(row, "name"), name))
            return row;
    }
    return NULL;
}

/* The cells of one part: what was sent of each, and the most of each kind in one of them. */
struct cells {
    const char *where;
    const struct names *names;
    const struct expect_sum *sums;
    int64_t most[EXPECT_KINDS];
};

static struct cells cells_of(const struct comparing *c, enum expect_part part,
                             const struct names *names)
{
    struct cells cells = {part_names[part], names, c->expect->parts[part], {0}};
    for (int i = 0; i < names->n; i++)
        for (int k = 0; k < EXPECT_KINDS; k++)
            if (cells.sums[i].kinds[k] > cells.most[k])
                cells.most[k] = cells.sums[i].kinds[k];
    return cells;
}

/* One that holds as much as may have been told of the largest may have been the largest. */
static struct expect_range range_of(const struct cells *cells, int64_t n, int kind, int64_t floor)
{
    int64_t least = published_largest(cells->most[kind], cells->names->n, floor).low;
    return n < least ? published_cell(n, floor) : published_largest(n, cells->names->n, floor);
}

/* Takes what is said of a cell off `left`. */
static void compare_cell(const struct comparing *c, const struct cells *cells, int i,
                         struct json_object *row, int64_t *left)
{
    for (int k = 0; k < EXPECT_KINDS; k++) {
        struct expect_range range = range_of(cells, cells->sums[i].kinds[k], k, c->floor);
        int64_t told = row ? number(row, compare_columns[k + 1]) : 0;
        if (!published_is_told(told, c->floor))
            range = (struct expect_range){0, 0};
        check(c, cells->where, cells->names->items[i], k + 1, range, told);
        left[k] -= told;
    }
}

/* Every cell that was sent, no other, and what they leave of the total. */
static void compare_part(const struct comparing *c, enum expect_part part,
                         const struct names *names)
{
    struct json_object *rows = member(c->after->json, part_names[part]);
    const struct cells cells = cells_of(c, part, names);
    int64_t left[EXPECT_KINDS], n_rows = 0;
    for (int k = 0; k < EXPECT_KINDS; k++)
        left[k] = 0;
    for (int i = 0; i < names->n; i++) {
        for (int k = 0; k < EXPECT_KINDS; k++)
            left[k] += cells.sums[i].kinds[k];
        struct json_object *row = part_row(rows, names->items[i], false);
        compare_cell(c, &cells, i, row, left);
        n_rows += row != NULL;
    }
    struct json_object *other = part_row(rows, STR(""), true);
    n_rows += other != NULL;
    int64_t n = rows ? (int64_t)json_object_array_length(rows) : 0;
    check(c, cells.where, STR("(cells)"), 0, (struct expect_range){n_rows, n_rows}, n);
    for (int k = 0; k < EXPECT_KINDS && n > 0; k++)
        check(c, cells.where, STR("(other)"), k + 1, (struct expect_range){left[k], left[k]},
              other ? number(other, compare_columns[k + 1]) : 0);
}

void compare(const struct expect *expect, const struct family *family, int64_t floor,
             const struct figures_seen *pair[2], struct arena *arena, struct comparison *out)
{
    struct comparing c = {expect, family, floor, pair[0], pair[1], arena, out};
    *out = (struct comparison){.has_parts = pair[0]->windows[ALL][0] == 0};
    compare_headlines(&c);
    if (!out->has_parts)
        return;
    compare_hours(&c);
    struct names networks = {0};
    names_number(&networks, STR("here"));
    compare_part(&c, EXPECT_LANGUAGES, &family->languages);
    compare_part(&c, EXPECT_COUNTRIES, &family->countries);
    compare_part(&c, EXPECT_HASHTAGS, &family->hashtags);
    compare_part(&c, EXPECT_NETWORKS, &networks);
}
