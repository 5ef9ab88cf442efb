/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus-day: rehearse your viral day before it happens.
 *
 * Makes a day like the first one of #MeToo from a model and a seed, sends it to a server through
 * the public API as any Mastodon app would, checks every answer, and compares the server's figures
 * with what it sent, number by number (compare.h). It shares nothing with the server but src/base/.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "day/curve.h"
#include "day/loop.h"
#include "day/outcome.h"
#include "day/settle.h"
#include "day/tokens.h"

struct rehearsal {
    struct choices choices;
    struct arena arena, scratch;
    struct family family;
    struct words words;
    struct crowd crowd;
    struct plan plan;
    struct expect expect;
    struct gauge gauge;
    struct ask ask;
    struct loop loop;
    struct figures_seen before;
    struct comparison comparison;
    char run[16];
};

/* What is too large for the stack. */
static struct rehearsal rehearsal;

/* A few letters that no other rehearsal on the same server has. */
static void name_run(struct rehearsal *r)
{
    uint64_t ms = (uint64_t)clock_now_ms(&clock_system);
    snprintf(r->run, sizeof r->run, "%llx", (unsigned long long)(ms & 0xFFFFFFFFF));
    r->ask.run = str_of(r->run);
}

static bool prepare_people(struct rehearsal *r)
{
    struct tokens tokens = {0};
    struct mix *mix = &r->plan.mix;
    if (r->choices.is_mastodon && !tokens_read(&tokens, r->choices.token_file))
        return false;
    if (r->choices.is_mastodon)
        mix->people = mix->people_left = 0;
    uint32_t room = mix->people + tokens.n + 1;
    bool is_right = crowd_open(&r->crowd, mix, r->choices.seed, room, tokens.longest) == OK;
    r->crowd.is_spared = r->choices.is_mastodon;
    for (uint32_t i = 0; i < tokens.n && is_right; i++)
        is_right = crowd_arrive(&r->crowd, r->crowd.n_people++, tokens_next(&tokens));
    tokens_drop(&tokens);
    if (!is_right)
        fputs("chorus-day: not enough memory\n", stderr);
    return is_right;
}

static bool prepare_campaign(struct rehearsal *r)
{
    struct choices *choices = &r->choices;
    if (choices->is_mastodon) {
        family_one(&r->family, choices->campaign);
        return true;
    }
    if (!family_ask(&r->family, choices, &r->arena))
        return false;
    struct buf body = buf_init(1 << 24);
    bool has_figures = figures_ask(choices, &body, &r->before);
    buf_free(&body);
    if (!has_figures) {
        fputs("chorus-day: this campaign has no figures\n", stderr);
        return false;
    }
    r->ask.app_token = settle_app(choices, &r->arena);
    return r->ask.app_token.n > 0;
}

static bool prepare(struct rehearsal *r)
{
    enum { SCRATCH_BYTES = 64 << 20, EXTRA_BYTES = 4 << 20, LINK_BYTES = 8192 };
    struct choices *choices = &r->choices;
    mix_init(&r->plan.mix, choices->scale, curve_share(choices->hour_from, choices->hour_to));
    size_t bytes = (size_t)r->plan.mix.people * sizeof(struct expect_person) + WORDS_MEMORY +
                   EXTRA_BYTES + (size_t)choices->connections * LINK_BYTES;
    if (arena_init(&r->arena, bytes) != OK || arena_init(&r->scratch, SCRATCH_BYTES) != OK)
        return false;
    name_run(r);
    if (!prepare_campaign(r) || !prepare_people(r))
        return false;
    words_make(&r->words, &r->arena);
    expect_init(&r->expect, &r->arena, r->crowd.people_room, r->before.call_ms,
                clock_now_ms(&clock_system));
    r->ask = (struct ask){choices,
                          &r->family,
                          &r->crowd,
                          &r->words,
                          .seed = choices->seed,
                          .run = r->ask.run,
                          .app_token = r->ask.app_token};
    ask_init(&r->ask, &r->arena);
    r->plan.family = &r->family;
    r->plan.crowd = &r->crowd;
    r->plan.seed = choices->seed;
    r->loop = (struct loop){.choices = choices,
                            .plan = &r->plan,
                            .crowd = &r->crowd,
                            .expect = &r->expect,
                            .gauge = &r->gauge,
                            .ask = &r->ask};
    return loop_open(&r->loop, &r->arena);
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static void run(struct rehearsal *r, struct outcome *outcome)
{
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    gauge_begin(&r->gauge, r->plan.mix.acts, loop_now_ns(), isatty(STDERR_FILENO) != 0);
    loop_run(&r->loop);
    getrusage(RUSAGE_SELF, &after);
    *outcome = (struct outcome){
        .choices = &r->choices,
        .gauge = &r->gauge,
        .sent = r->loop.room.sent,
        .received = r->loop.room.received,
        .user_seconds = seconds_of(after.ru_utime) - seconds_of(before.ru_utime),
        .system_seconds = seconds_of(after.ru_stime) - seconds_of(before.ru_stime),
        .memory_kib = after.ru_maxrss,
    };
}

int main(int argc, char **argv)
{
    struct rehearsal *r = &rehearsal;
    struct outcome outcome;
    int exit_code;
    if (!choices_read(argc, argv, &r->choices, &exit_code))
        return exit_code;
    if (!prepare(r))
        return CHOICES_EXIT_USAGE;
    run(r, &outcome);
    if (r->loop.is_lost)
        fputs("chorus-day: the server does not answer any more\n", stderr);
    if (r->choices.is_compared && !r->loop.is_lost) {
        struct settle settle = {&r->choices, &r->plan, &r->expect, &r->before, &r->scratch};
        outcome.nudges = settle_figures(&settle, &r->comparison);
        outcome.comparison = &r->comparison;
    }
    if (r->choices.is_json)
        outcome_print_json(&outcome);
    else
        outcome_print(&outcome);
    loop_close(&r->loop);
    figures_drop(&r->before);
    crowd_close(&r->crowd);
    arena_done(&r->arena);
    arena_done(&r->scratch);
    return outcome_is_good(&outcome) ? CHOICES_EXIT_OK : CHOICES_EXIT_DIFFERENT;
}
