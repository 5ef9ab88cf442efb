/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Measuring (gauge.h). Marks are set at even distances, so that tenths of any number of acts can be
 * told afterwards. */
#include "day/gauge.h"

#include <stdio.h>

const char *const gauge_kinds[JOB_KINDS] = {"sign-up",  "post",     "comment",
                                            "reaction", "withdraw", "read"};
static const double NS = 1e9;

void gauge_begin(struct gauge *gauge, int64_t total, int64_t now_ns, bool has_bar)
{
    *gauge = (struct gauge){.total = total, .every = 1, .began_ns = now_ns, .has_bar = has_bar};
    gauge->marks[0] = now_ns;
}

static void mark(struct gauge *gauge, int64_t now_ns)
{
    gauge->acts++;
    if (gauge->acts % gauge->every != 0)
        return;
    if (gauge->acts / gauge->every > GAUGE_MARKS) {
        gauge->every *= 2;
        for (size_t i = 0; i <= GAUGE_MARKS / 2; i++)
            gauge->marks[i] = gauge->marks[2 * i];
    }
    if (gauge->acts % gauge->every == 0)
        gauge->marks[gauge->acts / gauge->every] = now_ns;
}

void gauge_answered(struct gauge *gauge, enum job_kind kind, int64_t ns, int64_t now_ns)
{
    gauge->answered[kind]++;
    latency_add(&gauge->latency[kind], ns);
    if (kind == JOB_VOICE || kind == JOB_COMMENT || kind == JOB_REACTION)
        mark(gauge, now_ns);
}

void gauge_complain(struct gauge *gauge, enum job_kind kind, int status, struct str answer)
{
    enum { SHOWN_BYTES = 160 };
    gauge->errors++;
    if (gauge->errors > GAUGE_COMPLAINTS)
        return;
    fprintf(stderr, "%schorus-day: %s: status %d: %.*s\n", gauge->has_bar ? "\r\x1B[K" : "",
            gauge_kinds[kind], status, STRF(str_sub(answer, 0, SHOWN_BYTES)));
}

void gauge_draw(struct gauge *gauge, int64_t now_ns)
{
    enum { EVERY_NS = 250000000, WIDTH = 40 };
    if (!gauge->has_bar || now_ns - gauge->drawn_ns < EVERY_NS)
        return;
    gauge->drawn_ns = now_ns;
    double part = gauge->total > 0 ? (double)gauge->acts / (double)gauge->total : 0;
    double seconds = (double)(now_ns - gauge->began_ns) / NS;
    int full = (int)(part * WIDTH);
    fprintf(stderr, "\r[%.*s%.*s] %5.1f %%  %lld acts  %.0f/s  %.0f s\x1B[K", full,
            "########################################", WIDTH - full,
            "                                        ", part * 100, (long long)gauge->acts,
            seconds > 0 ? (double)gauge->acts / seconds : 0, seconds);
}

void gauge_end(struct gauge *gauge, int64_t now_ns)
{
    gauge->ended_ns = now_ns;
    if (gauge->has_bar)
        fputs("\r\x1B[K", stderr);
}

static double rate(double acts, int64_t from_ns, int64_t to_ns)
{
    return to_ns > from_ns ? acts / ((double)(to_ns - from_ns) / NS) : 0;
}

double gauge_rate(const struct gauge *gauge)
{
    return rate((double)gauge->acts, gauge->began_ns, gauge->ended_ns);
}

static double rate_between(const struct gauge *gauge, int64_t from, int64_t to)
{
    double acts = (double)((to - from) * gauge->every);
    return rate(acts, gauge->marks[from], gauge->marks[to]);
}

double gauge_rate_first(const struct gauge *gauge)
{
    return rate_between(gauge, 0, gauge->acts / gauge->every / 10);
}

double gauge_rate_last(const struct gauge *gauge)
{
    int64_t last = gauge->acts / gauge->every;
    return rate_between(gauge, last - last / 10, last);
}
