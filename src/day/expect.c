/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Adding up what stands (expect.h). */
#include "day/expect.h"

#include <string.h>

static const int64_t HOUR_MS = 3600000;

static int64_t hour_since(int64_t call_ms, int64_t ms)
{
    return ms < call_ms ? 0 : (ms - call_ms) / HOUR_MS;
}

void expect_init(struct expect *expect, struct arena *arena, uint32_t people, int64_t call_ms,
                 int64_t now_ms)
{
    *expect = (struct expect){
        .call_ms = call_ms,
        .first_hour = hour_since(call_ms, now_ms),
        .people = arena_array(arena, struct expect_person, people),
        .n_people = people,
    };
    memset(expect->people, EXPECT_NEVER, people * sizeof *expect->people);
}

/* The hour of the rehearsal. */
static uint8_t hour_of(const struct expect *expect, int64_t ms)
{
    int64_t hour = hour_since(expect->call_ms, ms) - expect->first_hour;
    return (uint8_t)(hour < 0 ? 0 : hour >= EXPECT_HOURS ? EXPECT_HOURS - 1 : hour);
}

static void add_person(struct expect_person *person, uint8_t low, uint8_t high)
{
    if (person->first_low == EXPECT_NEVER) {
        *person = (struct expect_person){low, high, low, high};
        return;
    }
    if (low < person->first_low)
        person->first_low = low;
    if (high < person->first_high)
        person->first_high = high;
    if (low > person->last_low)
        person->last_low = low;
    if (high > person->last_high)
        person->last_high = high;
}

void expect_add(struct expect *expect, const struct job *job, int64_t now_ms)
{
    enum { HERE = 1 };
    int kind = job->kind == JOB_VOICE     ? EXPECT_POST
               : job->kind == JOB_COMMENT ? EXPECT_COMMENT
                                          : EXPECT_REACTION;
    uint8_t low = hour_of(expect, job->begun_ms), high = hour_of(expect, now_ms);
    if (low == high)
        expect->hours[low].sure[kind]++;
    else
        expect->hours[low].maybe[kind]++;
    expect->kinds[kind]++;
    expect->parts[EXPECT_LANGUAGES][job->counted_language].kinds[kind]++;
    expect->parts[EXPECT_COUNTRIES][job->counted_country].kinds[kind]++;
    expect->parts[EXPECT_HASHTAGS][job->tag].kinds[kind]++;
    expect->parts[EXPECT_NETWORKS][HERE].kinds[kind]++;
    add_person(&expect->people[job->person], low, high);
}

/* Within the hours of the rehearsal, 0 to EXPECT_HOURS. */
static int64_t within(const struct expect *expect, int64_t hour)
{
    int64_t at = hour - expect->first_hour;
    return at < 0 ? 0 : at > EXPECT_HOURS ? EXPECT_HOURS : at;
}

/* An act that may lie in an hour or in the next: inside for certain when both are. */
struct expect_range expect_acts(const struct expect *expect, enum expect_kind kind, int64_t from,
                                int64_t to)
{
    struct expect_range sum = {0};
    int64_t a = within(expect, from), b = within(expect, to);
    bool is_open = b == EXPECT_HOURS;
    for (int64_t h = a > 0 ? a - 1 : 0; h < b; h++) {
        const struct expect_hour *hour = &expect->hours[h];
        int64_t sure = h >= a ? hour->sure[kind] : 0;
        bool is_inside = h >= a && (h + 1 < b || is_open);
        sum.low += sure + (is_inside ? hour->maybe[kind] : 0);
        sum.high += sure + hour->maybe[kind];
    }
    return sum;
}

struct expect_range expect_people(const struct expect *expect, int64_t from, int64_t to,
                                  bool is_by_last)
{
    struct expect_range sum = {0};
    int64_t a = within(expect, from), b = within(expect, to);
    for (uint32_t i = 0; i < expect->n_people; i++) {
        const struct expect_person *person = &expect->people[i];
        if (person->first_low == EXPECT_NEVER)
            continue;
        int64_t low = is_by_last ? person->last_low : person->first_low;
        int64_t high = is_by_last ? person->last_high : person->first_high;
        sum.low += low >= a && high < b;
        sum.high += high >= a && low < b;
    }
    return sum;
}
