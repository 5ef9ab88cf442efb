/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Adding up the figures of all campaigns. Figures of many years are large: they are looked at one
 * after another in the same memory. */
#include "api/usage.h"

#include "api/load.h"
#include "domain/campaign.h"

enum { DAY_MS = 24 * 60 * 60 * 1000, MONTH_DAYS = 30, HALFYEAR_DAYS = 180 };

static int64_t at_least(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static void add_hour(struct usage *usage, const struct figure_hour *hour, int64_t now_ms,
                     int64_t *month)
{
    int64_t age_ms = now_ms - hour->start_ms;
    if (age_ms < (int64_t)MONTH_DAYS * DAY_MS)
        *month += hour->counts.people;
    if (age_ms < (int64_t)HALFYEAR_DAYS * DAY_MS)
        usage->halfyear += hour->counts.people;
    int64_t begins_s = hour->start_ms / 1000;
    for (size_t i = 0; i < USAGE_WEEKS; i++) {
        struct usage_week *week = &usage->weeks[i];
        if (begins_s < week->start_s)
            continue;
        week->statuses += hour->counts.kinds[COUNT_POST] + hour->counts.kinds[COUNT_COMMENT];
        week->arrivals += hour->counts.people;
        return;
    }
}

static void add(struct usage *usage, const struct figures *figures, int64_t now_ms)
{
    const struct figure_counts *all = &figures->windows[WINDOW_ALL];
    int64_t today = figures->windows[WINDOW_LAST_24H].people;
    int64_t month = 0;
    usage->people += all->people;
    usage->posts += all->kinds[COUNT_POST];
    usage->comments += all->kinds[COUNT_COMMENT];
    usage->statuses = usage->posts + usage->comments;
    for (size_t i = 0; i < figures->n_hours; i++)
        add_hour(usage, &figures->hours[i], now_ms, &month);
    usage->month += at_least(month, today);
}

/* Weeks begin on Monday; the first day of 1970 was a Thursday. */
static void set_weeks(struct usage *usage, int64_t now_ms)
{
    int64_t days = now_ms / DAY_MS;
    int64_t monday = days - (days + 3) % 7;
    for (int64_t i = 0; i < USAGE_WEEKS; i++)
        usage->weeks[i].start_s = (monday - 7 * i) * (DAY_MS / 1000);
}

enum err usage_load(struct req *req, struct usage *out)
{
    struct desk *desk = desk_of(req);
    const struct campaign *campaigns;
    size_t n;
    struct usage usage = {.domains = 1};
    set_weeks(&usage, req->now_ms);
    TRY(campaign_list(desk_read(desk), req->arena, &campaigns, &n));
    TRY(load_scratch(desk));
    for (size_t i = 0; i < n; i++) {
        struct figures figures;
        enum err err = board_figures(desk->house->board, campaigns[i].id, &desk->scratch, &figures);
        if (err == OK)
            add(&usage, &figures, req->now_ms);
        arena_reset(&desk->scratch);
        if (err != ERR_NOT_FOUND) /* one that was added a moment ago is not counted yet */
            TRY(err);
    }
    usage.halfyear = at_least(usage.halfyear, usage.month);
    *out = usage;
    return OK;
}
