/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What goes over the wire in a rehearsal: requests, answers, latencies, the command line. */
#include <stdio.h>

#include "day/ask.h"
#include "day/gauge.h"
#include "day/scan.h"
#include "scratch.h"

static void heads_are_read(void **state)
{
    (void)state;
    struct scan_head head;
    assert_true(
        scan_head(STR("HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 12\r\n\r\n{\"id\":"), &head));
    assert_int_equal(head.status, 200);
    assert_int_equal(head.head_bytes, 48);
    assert_int_equal(head.body_bytes, 12);
    assert_false(head.is_last);
    assert_true(scan_head(STR("HTTP/1.1 503 x\r\nRetry-After: 1\r\nconnection: close\r\n"
                              "content-length:0\r\n\r\n"),
                          &head));
    assert_true(head.has_retry);
    assert_int_equal(head.status, 503);
    assert_int_equal(head.body_bytes, 0);
    assert_true(head.is_last);
    assert_true(scan_head(STR("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), &head));
    assert_int_equal(head.body_bytes, -1);
    assert_true(scan_head(STR("HTTP/1.1 204 No Content\r\n\r\n"), &head));
    assert_int_equal(head.body_bytes, 0);
}

static void half_a_head_is_none(void **state)
{
    (void)state;
    struct scan_head head;
    assert_false(scan_head(STR(""), &head));
    assert_false(scan_head(STR("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n"), &head));
    assert_false(scan_head(STR("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r"), &head));
    assert_false(scan_head(STR("HTTP/1.1 20"), &head));
}

static void values_are_found(void **state)
{
    (void)state;
    static const struct str body =
        STR_INIT("{\"id\":\"117\",\"in_reply_to_id\":\"9\",\"account\":{\"id\":\"2\"},\"x\":\"");
    assert_int_equal(scan_id(body, STR("\"id\":\"")), 117);
    assert_int_equal(scan_id(body, STR("\"in_reply_to_id\":\"")), 9);
    assert_int_equal(scan_id(body, STR("\"other\":\"")), 0);
    assert_null(scan_text(body, STR("\"x\":\"")).p); /* it does not end */
    assert_int_equal(scan_id(STR("{\"id\":\"abc\"}"), STR("\"id\":\"")), 0);
}

static void latencies_are_right_within_a_bucket(void **state)
{
    (void)state;
    static struct latency latency;
    assert_int_equal(latency_ns(&latency, 0.5), 0);
    for (int64_t i = 1; i <= 100000; i++)
        latency_add(&latency, i * 1000);
    latency_add(&latency, -5);
    assert_in_range(latency_ns(&latency, 0.5), 49900000, 51000000);
    assert_in_range(latency_ns(&latency, 0.99), 98900000, 100700000);
    assert_int_equal(latency_ns(&latency, 1), 100000000);
    latency_add(&latency, INT64_MAX / 2);
    assert_int_equal(latency.most_ns, INT64_MAX / 2);
}

static void tenths_are_told_apart(void **state)
{
    (void)state;
    static struct gauge gauge;
    const int64_t second = 1000000000;
    int64_t now = 0;
    gauge_begin(&gauge, 2000, now, false);
    for (int i = 0; i < 2000; i++) { /* 100 a second, the last 500 at half of that */
        now += i < 1500 ? second / 100 : second / 50;
        gauge_answered(&gauge, JOB_REACTION, 1000, now);
        gauge_answered(&gauge, JOB_READ, 1000, now);
    }
    gauge_end(&gauge, now);
    assert_int_equal(gauge.acts, 2000);
    assert_in_range((int)gauge_rate_first(&gauge), 99, 101);
    assert_in_range((int)gauge_rate_last(&gauge), 49, 51);
    assert_in_range((int)gauge_rate(&gauge), 79, 81);
}

/* --- requests --- */

struct stage {
    struct arena arena;
    struct choices choices;
    struct family family;
    struct crowd crowd;
    struct words words;
    struct ask ask;
    char out[ASK_BYTES];
};

static int set_up(void **state)
{
    static struct stage stage;
    struct mix mix;
    mix_init(&mix, 0.001, 1);
    assert_int_equal(arena_init(&stage.arena, WORDS_MEMORY + (1 << 16)), OK);
    stage.choices = (struct choices){.host = STR("h:1"), .campaign = STR("metoo")};
    stage.family = (struct family){0};
    family_one(&stage.family, STR("Me Too"));
    assert_int_equal(crowd_open(&stage.crowd, &mix, 1, 10, 0), OK);
    assert_true(crowd_arrive(&stage.crowd, 3, STR("tok3")));
    words_make(&stage.words, &stage.arena);
    stage.ask = (struct ask){&stage.choices, &stage.family,    &stage.crowd,
                             &stage.words,   .run = STR("r1"), .app_token = STR("app")};
    ask_init(&stage.ask, &stage.arena);
    *state = &stage;
    return 0;
}

static int take_down(void **state)
{
    struct stage *stage = *state;
    crowd_close(&stage->crowd);
    arena_done(&stage->arena);
    return 0;
}

static void requests_are_written(void **state)
{
    struct stage *stage = *state;
    struct job job = {.kind = JOB_REACTION, .detail = JOB_BELIEVE, .person = 3, .target = 77};
    assert_str(ask_write(&stage->ask, &job, false, stage->out),
               "PUT /api/v1/pleroma/statuses/77/reactions/believe HTTP/1.1\r\nHost: h:1\r\n"
               "Authorization: Bearer tok3\r\nContent-Length: 0\r\n\r\n");
    job.detail = JOB_WITH_YOU;
    assert_str(ask_write(&stage->ask, &job, false, stage->out),
               "POST /api/v1/statuses/77/favourite HTTP/1.1\r\nHost: h:1\r\n"
               "Authorization: Bearer tok3\r\nContent-Length: 0\r\n\r\n");
    job.kind = JOB_WITHDRAW;
    assert_str(ask_write(&stage->ask, &job, false, stage->out),
               "DELETE /api/v1/statuses/77 HTTP/1.1\r\nHost: h:1\r\n"
               "Authorization: Bearer tok3\r\nContent-Length: 0\r\n\r\n");
    job = (struct job){.kind = JOB_READ, .detail = JOB_PAGE_TIMELINE};
    assert_str(ask_write(&stage->ask, &job, false, stage->out),
               "GET /api/v1/timelines/tag/Me%20Too HTTP/1.1\r\nHost: h:1\r\n"
               "Accept-Encoding: gzip\r\n\r\n");
}

static void sign_ups_take_another_name_when_repeated(void **state)
{
    struct stage *stage = *state;
    struct job job = {.kind = JOB_REACTION, .person = 4};
    struct str first = ask_write(&stage->ask, &job, true, stage->out);
    assert_true(str_starts(first, STR("POST /api/v1/accounts HTTP/1.1\r\n")));
    assert_true(str_search(first, STR("Bearer app\r\n")) < first.n);
    assert_true(str_search(first, STR("\"username\":\"pr1_4\"")) < first.n);
    job.tries = 2;
    struct str second = ask_write(&stage->ask, &job, true, stage->out);
    assert_true(str_search(second, STR("\"username\":\"pr1_4_2\"")) < second.n);
}

static void a_request_can_be_said_again_word_for_word(void **state)
{
    struct stage *stage = *state;
    static char again[ASK_BYTES];
    stage->choices.is_persistent = true;
    for (uint64_t n = 0; n < 2000; n++) {
        struct job job = {.n = n,
                          .kind = n % 2 ? JOB_VOICE : JOB_COMMENT,
                          .person = 3,
                          .target = 5,
                          .tag = 1,
                          .speech = (uint16_t)(n % SPEECHES),
                          .says_language = true,
                          .says_country = true};
        struct str a = ask_write(&stage->ask, &job, false, stage->out);
        struct str b = ask_write(&stage->ask, &job, false, again);
        struct scan_head head;
        assert_true(str_eq(a, b) && str_is_utf8(a));
        assert_true(str_search(a, STR("\r\nIdempotency-Key: r1-")) < a.n);
        assert_true(scan_head(a, &head));
        assert_int_equal(head.body_bytes, a.n - head.head_bytes);
    }
}

/* --- the command line --- */

static bool reads(struct choices *out, int *exit_code, const char *const *words, int n)
{
    enum { WORDS_MOST = 16 };
    char *argv[WORDS_MOST];
    char buffer[WORDS_MOST][64];
    for (int i = 0; i < n; i++) {
        snprintf(buffer[i], sizeof buffer[i], "%s", words[i]);
        argv[i] = buffer[i];
    }
    scratch_errors_begin();
    bool is_read = choices_read(n, argv, out, exit_code);
    scratch_errors_end();
    return is_read;
}
#define READS(out, code, ...)                                                                      \
    reads(out, code, (const char *const[]){"chorus-day", __VA_ARGS__},                             \
          (int)(sizeof((const char *const[]){"chorus-day", __VA_ARGS__}) / sizeof(char *)))

static void the_command_line_is_read(void **state)
{
    (void)state;
    struct choices choices;
    int code;
    assert_true(READS(&choices, &code, "--server", "http://127.0.0.1:8080/", "--scale=0.25",
                      "--connections", "256", "--speed", "real", "--hours", "19-20", "--json"));
    assert_str(choices.host, "127.0.0.1:8080");
    assert_true(choices.address_bytes > 0);
    assert_true(choices.scale > 0.2499 && choices.scale < 0.2501);
    assert_int_equal(choices.connections, 256);
    assert_int_equal(choices.pace, PACE_CURVE);
    assert_int_equal(choices.hour_from, 19);
    assert_true(choices.is_json && choices.is_compared);
    assert_int_equal(choices.seed, 1);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    struct choices choices;
    int code = -1;
    assert_false(READS(&choices, &code, "--server", "http://127.0.0.1:1"));
    assert_int_equal(code, CHOICES_EXIT_USAGE);
    assert_false(READS(&choices, &code, "--server", "https://127.0.0.1:1", "--scale", "1"));
    assert_false(READS(&choices, &code, "--server", "http://127.0.0.1:1", "--scale", "11"));
    assert_false(READS(&choices, &code, "--server", "http://127.0.0.1:1", "--scale", "x"));
    assert_false(READS(&choices, &code, "--server", "http://127.0.0.1:1", "--scale", "1e3"));
    assert_false(READS(&choices, &code, "--server", "http://127.0.0.1:1", "--scale"));
    assert_false(READS(&choices, &code, "--hours", "20-19"));
    assert_false(READS(&choices, &code, "--speed", "fast"));
    assert_false(READS(&choices, &code, "--json=yes"));
    assert_false(READS(&choices, &code, "--unknown"));
    assert_false(
        READS(&choices, &code, "--server", "http://127.0.0.1:1", "--scale", "1", "--mastodon"));
}

#define ASK_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, take_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_are_read),
        cmocka_unit_test(half_a_head_is_none),
        cmocka_unit_test(values_are_found),
        cmocka_unit_test(latencies_are_right_within_a_bucket),
        cmocka_unit_test(tenths_are_told_apart),
        ASK_TEST(requests_are_written),
        ASK_TEST(sign_ups_take_another_name_when_repeated),
        ASK_TEST(a_request_can_be_said_again_word_for_word),
        cmocka_unit_test(the_command_line_is_read),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
