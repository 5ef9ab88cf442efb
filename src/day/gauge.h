/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is measured on the way: numbers, latencies, complaints, and the bar on a terminal. */
#pragma once

#include "base/str.h"
#include "day/job.h"
#include "day/latency.h"

enum { GAUGE_MARKS = 1000, GAUGE_COMPLAINTS = 10 };

struct gauge {
    int64_t total; /* acts of the plan */
    int64_t acts;  /* answered */
    int64_t answered[JOB_KINDS];
    int64_t errors;
    int64_t refused; /* 503 */
    int64_t dropped; /* given up after it was refused */
    int64_t repeated, reconnected;
    int64_t began_ns, ended_ns;
    int64_t drawn_ns;               /* the bar */
    int64_t every;                  /* acts between two marks; doubles when they are used up */
    int64_t marks[GAUGE_MARKS + 1]; /* [i]: when i * every acts were answered */
    struct latency latency[JOB_KINDS];
    bool has_bar;
};

extern const char *const gauge_kinds[JOB_KINDS];

void gauge_begin(struct gauge *gauge, int64_t total, int64_t now_ns, bool has_bar);
void gauge_answered(struct gauge *gauge, enum job_kind kind, int64_t ns, int64_t now_ns);
/* Counts an error; the first ones are printed on standard error. `answer` is cut. */
void gauge_complain(struct gauge *gauge, enum job_kind kind, int status, struct str answer);
/* Draws the bar when it is time. */
void gauge_draw(struct gauge *gauge, int64_t now_ns);
void gauge_end(struct gauge *gauge, int64_t now_ns);

/* Acts a second: of all, of the first tenth, of the last tenth of those that were answered. */
double gauge_rate(const struct gauge *gauge);
double gauge_rate_first(const struct gauge *gauge);
double gauge_rate_last(const struct gauge *gauge);
