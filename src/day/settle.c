/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The calls before and after the day (settle.h). */
#include "day/settle.h"

#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "day/scan.h"

enum { ANSWER_MOST = 16 << 20, STATUS_OK = 200 };

struct str settle_app(const struct choices *choices, struct arena *arena)
{
    static const struct str redirect = STR_INIT("urn:ietf:wg:oauth:2.0:oob");
    struct buf body = buf_init(ANSWER_MOST);
    struct call app = {.method = "POST", .path = STR("/api/v1/apps")};
    app.body = arena_printf(arena,
                            "{\"client_name\":\"chorus-day\",\"redirect_uris\":\"%.*s\","
                            "\"scopes\":\"read write\"}",
                            STRF(redirect));
    int status = call_send(choices, &app, &body);
    struct str id = arena_str(arena, scan_text(buf_str(&body), STR("\"client_id\":\"")));
    struct str secret = arena_str(arena, scan_text(buf_str(&body), STR("\"client_secret\":\"")));
    struct call token = {.method = "POST", .path = STR("/oauth/token")};
    token.body = arena_printf(arena,
                              "{\"grant_type\":\"client_credentials\",\"client_id\":\"%.*s\","
                              "\"client_secret\":\"%.*s\",\"redirect_uri\":\"%.*s\","
                              "\"scope\":\"read write\"}",
                              STRF(id), STRF(secret), STRF(redirect));
    if (status == STATUS_OK)
        status = call_send(choices, &token, &body);
    struct str out = arena_str(arena, scan_text(buf_str(&body), STR("\"access_token\":\"")));
    if (status != STATUS_OK || out.n == 0)
        fprintf(stderr, "chorus-day: no token for an app: status %d\n", status);
    buf_free(&body);
    return status == STATUS_OK && out.n > 0 ? out : (struct str){0};
}

static bool nudge(const struct settle *settle, struct buf *body)
{
    struct job job;
    plan_nudge(settle->plan, &job);
    job.begun_ms = clock_now_ms(&clock_system);
    struct call call = {.method = "POST", .path = STR("/api/v1/statuses")};
    call.token = crowd_token(settle->plan->crowd, job.person);
    call.body = arena_printf(
        settle->arena, "{\"status\":\"%s\",\"language\":\"%s\",\"in_reply_to_id\":\"%lld\"}",
        speeches[job.speech].bare, speeches[job.speech].language, (long long)job.target);
    if (call_send(settle->choices, &call, body) != STATUS_OK)
        return false;
    expect_add(settle->expect, &job, clock_now_ms(&clock_system));
    return true;
}

/* One look at the figures: the number of their release, 0 when there are none. */
static int64_t look(const struct settle *settle, struct buf *body, struct comparison *out)
{
    struct figures_seen after;
    const struct figures_seen *pair[2] = {settle->before, &after};
    if (!figures_ask(settle->choices, body, &after))
        return 0;
    arena_reset(settle->arena);
    compare(settle->expect, settle->plan->family, settle->choices->floor, pair, settle->arena, out);
    figures_drop(&after);
    return after.release;
}

/* How far the headlines are from what they must be. */
static int64_t distance(const struct comparison *comparison)
{
    int64_t sum = 0;
    for (int w = 0; w < COMPARE_WINDOWS; w++)
        for (int column = 0; column < COMPARE_COLUMNS; column++) {
            struct expect_range range = comparison->expected[w][column];
            int64_t got = comparison->got[w][column];
            sum += got < range.low ? range.low - got : got > range.high ? got - range.high : 0;
        }
    return sum;
}

/* Comments are sent one by one until a release comes; it then holds all that was sent. What
 * answered a withdrawn voice is swept away after the withdrawal was answered: after a large day
 * that takes a while, in which the figures come nearer. */
int settle_figures(const struct settle *settle, struct comparison *out)
{
    enum { PATIENCE_MS = 10000, ALONE_MS = 1500, NUDGES_MOST = 200, ROUND_NS = 20000000 };
    struct buf body = buf_init(ANSWER_MOST);
    int64_t moved_ms = clock_monotonic_ms(), nearer_ms = moved_ms, nearest = INT64_MAX, release = 0;
    bool is_nudging = false, has_voice = settle->plan->crowd->anchor_voice >= 0;
    int nudges = 0;
    for (;;) {
        int64_t seen = look(settle, &body, out), now_ms = clock_monotonic_ms();
        if (seen > 0 && distance(out) < nearest) {
            nearest = distance(out);
            nearer_ms = now_ms;
        }
        bool is_late = now_ms - nearer_ms > PATIENCE_MS;
        if (seen != release)
            moved_ms = now_ms;
        is_nudging = seen == release && nudges < NUDGES_MOST &&
                     (is_nudging || (now_ms - moved_ms > ALONE_MS && has_voice && !is_late));
        release = seen;
        bool is_over =
            (seen > 0 && out->n_different == 0) || (is_late && (!is_nudging || seen == 0));
        if (is_over)
            break;
        if (is_nudging && nudge(settle, &body))
            nudges++;
        nanosleep(&(struct timespec){.tv_nsec = ROUND_NS}, NULL);
    }
    buf_free(&body);
    return release > 0 ? nudges : -1;
}
