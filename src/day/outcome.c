/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Printing the outcome (outcome.h) on standard output. */
#include "day/outcome.h"

#include <inttypes.h>
#include <stdio.h>

enum { PERCENTILES = 4, OUTPUT_MOST = 1 << 20 };
static const double MS = 1e6, NS = 1e9;
static const double percentiles[PERCENTILES] = {0.5, 0.99, 0.999, 1};
static const char *const percentile_names[PERCENTILES] = {"p50", "p99", "p999", "max"};

bool outcome_is_good(const struct outcome *outcome)
{
    const struct comparison *comparison = outcome->comparison;
    bool is_equal =
        comparison == NULL || (comparison->n_compared > 0 && comparison->n_different == 0);
    return outcome->gauge->errors == 0 && is_equal;
}

static double seconds_of(const struct outcome *outcome)
{
    return (double)(outcome->gauge->ended_ns - outcome->gauge->began_ns) / NS;
}

static int64_t requests_of(const struct outcome *outcome)
{
    int64_t n = 0;
    for (int kind = 0; kind < JOB_KINDS; kind++)
        n += outcome->gauge->answered[kind];
    return n;
}

static double cpu_each_us(const struct outcome *outcome)
{
    int64_t n = requests_of(outcome);
    double cpu = outcome->user_seconds + outcome->system_seconds;
    return n > 0 ? cpu * 1e6 / (double)n : 0;
}

static double latency_ms(const struct gauge *gauge, int kind, double part)
{
    return (double)latency_ns(&gauge->latency[kind], part) / MS;
}

/* --- for people --- */

static void print_latencies(const struct gauge *gauge)
{
    printf("\n%-10s %12s %10s %10s %10s %10s\n", "", "answered", "p50 ms", "p99 ms", "p999 ms",
           "max ms");
    for (int kind = 0; kind < JOB_KINDS; kind++) {
        if (gauge->answered[kind] == 0)
            continue;
        printf("%-10s %12" PRId64, gauge_kinds[kind], gauge->answered[kind]);
        for (int i = 0; i < PERCENTILES; i++)
            printf(" %10.2f", latency_ms(gauge, kind, percentiles[i]));
        puts("");
    }
}

static void print_range(struct expect_range range)
{
    if (range.low == range.high)
        printf("%" PRId64, range.low);
    else
        printf("%" PRId64 " to %" PRId64, range.low, range.high);
}

static void print_comparison(const struct comparison *comparison)
{
    printf("\n%-10s", "figures");
    for (int column = 0; column < COMPARE_COLUMNS; column++)
        printf(" %12s", compare_columns[column]);
    for (int w = 0; w < COMPARE_WINDOWS; w++) {
        printf("\n%-10s", compare_windows[w]);
        for (int column = 0; column < COMPARE_COLUMNS; column++)
            printf(" %12" PRId64, comparison->got[w][column]);
    }
    printf("\n%" PRId64 " numbers compared%s, %" PRId64 " different\n", comparison->n_compared,
           comparison->has_parts ? "" : " (windows only: others have been acting in this campaign)",
           comparison->n_different);
    int64_t shown =
        comparison->n_different < COMPARE_SHOWN ? comparison->n_different : COMPARE_SHOWN;
    for (int64_t i = 0; i < shown; i++) {
        const struct difference *difference = &comparison->shown[i];
        printf("  %.*s: sent ", STRF(difference->what));
        print_range(difference->expected);
        printf(", published %" PRId64 "\n", difference->got);
    }
}

void outcome_print(const struct outcome *outcome)
{
    const struct gauge *gauge = outcome->gauge;
    double seconds = seconds_of(outcome);
    printf("%" PRId64 " acts in %.1f s: %.0f a second; first tenth %.0f, last tenth %.0f\n",
           gauge->acts, seconds, gauge_rate(gauge), gauge_rate_first(gauge),
           gauge_rate_last(gauge));
    printf("%" PRId64 " requests answered, %" PRId64 " errors, %" PRId64 " refused, %" PRId64
           " dropped, %" PRId64 " repeated, %" PRId64 " reconnected\n",
           requests_of(outcome), gauge->errors, gauge->refused, gauge->dropped, gauge->repeated,
           gauge->reconnected);
    printf("%.1f MB sent, %.1f MB received; here %.1f us of CPU a request (%.1f s user, %.1f s "
           "system), %.0f MiB\n",
           (double)outcome->sent / 1e6, (double)outcome->received / 1e6, cpu_each_us(outcome),
           outcome->user_seconds, outcome->system_seconds, (double)outcome->memory_kib / 1024);
    print_latencies(gauge);
    if (outcome->comparison != NULL)
        print_comparison(outcome->comparison);
    if (outcome->nudges > 0)
        printf("(%d comments more, to fill the step in which figures are published)\n",
               outcome->nudges);
    puts(outcome_is_good(outcome) ? "\nAll is well." : "\nNot all is well.");
}

/* --- as JSON --- */

static void put_number(struct buf *out, const char *name, int64_t n)
{
    buf_printf(out, "\"%s\":%" PRId64 ",", name, n);
}

/* Takes off the comma after the last member. */
static void close_with(struct buf *out, const char *end)
{
    if (out->n > 0 && out->p[out->n - 1] == ',')
        out->n--;
    buf_put(out, str_of(end));
}

static void put_latencies(struct buf *out, const struct gauge *gauge)
{
    buf_put(out, STR("\"kinds\":{"));
    for (int kind = 0; kind < JOB_KINDS; kind++) {
        buf_printf(out, "\"%s\":{", gauge_kinds[kind]);
        put_number(out, "answered", gauge->answered[kind]);
        for (int i = 0; i < PERCENTILES; i++)
            buf_printf(out, "\"%s_ms\":%.3f,", percentile_names[i],
                       latency_ms(gauge, kind, percentiles[i]));
        close_with(out, "},");
    }
    close_with(out, "},");
}

static void put_windows(struct buf *out, const struct comparison *comparison)
{
    buf_put(out, STR("\"windows\":{"));
    for (int w = 0; w < COMPARE_WINDOWS; w++) {
        buf_printf(out, "\"%s\":{", compare_windows[w]);
        for (int column = 0; column < COMPARE_COLUMNS; column++) {
            struct expect_range range = comparison->expected[w][column];
            buf_printf(out, "\"%s\":{", compare_columns[column]);
            put_number(out, "sent_low", range.low);
            put_number(out, "sent_high", range.high);
            put_number(out, "published", comparison->got[w][column]);
            close_with(out, "},");
        }
        close_with(out, "},");
    }
    close_with(out, "},");
}

static void put_comparison(struct buf *out, const struct comparison *comparison)
{
    buf_put(out, STR("\"comparison\":{"));
    put_number(out, "compared", comparison->n_compared);
    put_number(out, "different", comparison->n_different);
    put_windows(out, comparison);
    buf_put(out, STR("\"differences\":["));
    for (int64_t i = 0; i < comparison->n_different && i < COMPARE_SHOWN; i++) {
        const struct difference *difference = &comparison->shown[i];
        buf_put(out, STR("{\"what\":\""));
        buf_json(out, difference->what);
        buf_put(out, STR("\","));
        put_number(out, "sent_low", difference->expected.low);
        put_number(out, "sent_high", difference->expected.high);
        put_number(out, "published", difference->got);
        close_with(out, "},");
    }
    close_with(out, "]},");
}

static void put_head(struct buf *out, const struct outcome *outcome)
{
    const struct gauge *gauge = outcome->gauge;
    buf_printf(out, "\"good\":%s,\"scale\":%g,\"connections\":%d,",
               outcome_is_good(outcome) ? "true" : "false", outcome->choices->scale,
               outcome->choices->connections);
    put_number(out, "seed", (int64_t)outcome->choices->seed);
    put_number(out, "acts", gauge->acts);
    buf_printf(out, "\"seconds\":%.3f,\"acts_per_second\":%.1f,", seconds_of(outcome),
               gauge_rate(gauge));
    buf_printf(out, "\"first_tenth_per_second\":%.1f,\"last_tenth_per_second\":%.1f,",
               gauge_rate_first(gauge), gauge_rate_last(gauge));
    put_number(out, "requests", requests_of(outcome));
    put_number(out, "errors", gauge->errors);
    put_number(out, "refused", gauge->refused);
    put_number(out, "dropped", gauge->dropped);
    put_number(out, "repeated", gauge->repeated);
    put_number(out, "reconnected", gauge->reconnected);
    put_number(out, "nudges", outcome->nudges);
    put_number(out, "bytes_sent", outcome->sent);
    put_number(out, "bytes_received", outcome->received);
    buf_printf(out, "\"cpu_user_seconds\":%.3f,\"cpu_system_seconds\":%.3f,", outcome->user_seconds,
               outcome->system_seconds);
    buf_printf(out, "\"cpu_us_per_request\":%.2f,", cpu_each_us(outcome));
    put_number(out, "memory_kib", outcome->memory_kib);
}

void outcome_print_json(const struct outcome *outcome)
{
    struct buf out = buf_init(OUTPUT_MOST);
    buf_char(&out, '{');
    put_head(&out, outcome);
    put_latencies(&out, outcome->gauge);
    if (outcome->comparison != NULL)
        put_comparison(&out, outcome->comparison);
    close_with(&out, "}\n");
    fwrite(out.p, 1, out.n, stdout);
    buf_free(&out);
}
