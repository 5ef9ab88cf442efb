/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The gate before every handler: its steps in their order, and the form of every error. */
#include "http/dispatch.h"

#include <stdio.h>

#include "scratch.h"
#include "stage.h"
#include "wire.h"

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

static void send_request(struct wire *wire, const char *line, const char *headers)
{
    char text[1024];
    int n =
        snprintf(text, sizeof text, "%s HTTP/1.1\r\nHost: chorus.test\r\n%s\r\n", line, headers);
    wire_send(wire, (struct str){text, (size_t)n});
}

/* Each request breaks two rules: that which comes first is told. */
static void the_steps_have_an_order(void **state)
{
    static const struct {
        const char *target, *headers, *body;
        int status;
    } cases[] = {
        {"/api/nothing?a=%FF", "", "", 404},                                /* route, inputs */
        {"/api/nothing", "Authorization: Bearer wrong\r\n", "", 404},       /* route, sender */
        {"/api/act?a=%FF", "", "", 422},                                    /* inputs, login */
        {"/api/act", "Content-Type: text/plain\r\n", "a", 415},             /* the same */
        {"/api/act", FORM "Authorization: Bearer wrong\r\n", "a=%FF", 422}, /* inputs, sender */
        {"/form?a=%FF", FORM, "", 422},                                     /* inputs, form */
        {"/mine", FORM, "", 405},                                           /* route, form */
    };
    struct wire wire;
    wire_open(&wire, stage_port(state));
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_post(&wire, cases[i].target, cases[i].headers, cases[i].body);
        assert_int_equal(wire.status, cases[i].status);
    }
    wire_close(&wire);
}

static void three_acts(struct http_options *options)
{
    options->limit[COST_ACT] = 3;
}

/* The price comes last: what was refused before costs nothing. */
static void a_refusal_costs_nothing(void **state)
{
    struct http_server *server = stage_start(*state, three_acts);
    struct wire wire;
    wire_open(&wire, http_port(server));
    for (int i = 0; i < 10; i++) {
        wire_post(&wire, "/api/act", "", "");
        assert_int_equal(wire.status, 401);
        wire_post(&wire, "/api/act", "Authorization: Bearer app\r\n", "");
        assert_int_equal(wire.status, 422);
        wire_post(&wire, "/api/act?a=%FF", "Authorization: Bearer p7\r\n", "");
        assert_int_equal(wire.status, 422);
    }
    for (int left = 2; left >= 0; left--) {
        wire_post(&wire, "/api/act", "Authorization: Bearer p7\r\n", "");
        assert_int_equal(wire.status, 200);
        int64_t remaining = -1;
        assert_true(str_i64(wire_header(&wire, "X-RateLimit-Remaining"), &remaining));
        assert_int_equal(remaining, left);
    }
    wire_post(&wire, "/api/act", "Authorization: Bearer narrow\r\n", ""); /* the same person */
    assert_int_equal(wire.status, 429);
    assert_str(wire_header(&wire, "Cache-Control"), "private, no-store");
    wire_close(&wire);
    http_stop(server);
}

/* --- what a form costs over its limit --- */

static void two_forms(struct http_options *options)
{
    options->limit[COST_ACT] = 2;
    options->limit[COST_ARRIVAL] = 2;
    options->workers = 1;
}

static void get_form_token(struct wire *wire, const char *headers, char *out, size_t size)
{
    wire_get(wire, "/form", headers);
    (void)snprintf(out, size, "form_token=%.*s", STRF(wire->body));
}

/* The words of "price TOKEN SALT HASH", copied: the next answer lies in their place. */
struct asked {
    char token[256], salt[128], hash[128];
};

static void read_price(const struct wire *wire, struct asked *asked)
{
    struct str rest = wire->body;
    assert_str(str_cut(&rest, ' '), "price");
    struct str token = str_cut(&rest, ' ');
    struct str salt = str_cut(&rest, ' ');
    struct str hash = str_cut(&rest, ' ');
    (void)snprintf(asked->token, sizeof asked->token, "%.*s", STRF(token));
    (void)snprintf(asked->salt, sizeof asked->salt, "%.*s", STRF(salt));
    (void)snprintf(asked->hash, sizeof asked->hash, "%.*s", STRF(hash));
}

static bool is_number(struct arena *arena, const struct asked *asked, int number)
{
    static const char digits[] = "0123456789abcdef";
    struct str hash = secret_sha256(arena, arena_printf(arena, "%s:%d", asked->salt, number));
    size_t same = 0;
    for (size_t i = 0; i < hash.n; i++) {
        unsigned char byte = (unsigned char)hash.p[i];
        same +=
            asked->hash[2 * i] == digits[byte >> 4] && asked->hash[2 * i + 1] == digits[byte & 15];
    }
    return same == hash.n;
}

static int solve(const struct asked *asked)
{
    struct arena arena;
    assert_int_equal(arena_init(&arena, 1 << 16), OK);
    int number = 0;
    while (number < 1 << 18 && !is_number(&arena, asked, number)) {
        number++;
        arena_reset(&arena);
    }
    arena_done(&arena);
    return number;
}

static void send_priced(struct wire *wire, const char *path, const char *form_token,
                        const struct asked *asked, int number)
{
    char body[1024];
    (void)snprintf(body, sizeof body, "%s&price=%s&number=%d", form_token, asked->token, number);
    wire_post(wire, path, FORM, body);
}

static void over_the_limit_a_form_is_paid_for(void **state)
{
    struct http_server *server = stage_start(*state, two_forms);
    struct wire wire;
    char form[256];
    struct asked asked;
    wire_open(&wire, http_port(server));
    get_form_token(&wire, "", form, sizeof form);
    for (int i = 0; i < 2; i++) {
        wire_post(&wire, "/priced", FORM, form);
        assert_str(wire.body, "paid");
    }
    wire_post(&wire, "/priced", FORM, form);
    assert_int_equal(wire.status, 200);
    assert_null(wire_header(&wire, "X-RateLimit-Limit").p);
    read_price(&wire, &asked);
    int number = solve(&asked);
    send_priced(&wire, "/priced", form, &asked, number + 1);
    assert_true(str_ends(wire.body, STR(" again")));
    send_priced(&wire, "/priced", "form_token=1.00", &asked, number);
    assert_int_equal(wire.status, 403); /* it is no way around the form's token */
    send_priced(&wire, "/priced", form, &asked, number);
    assert_str(wire.body, "paid");
    send_priced(&wire, "/priced", form, &asked, number);
    assert_true(str_starts(wire.body, STR("price ")));
    assert_false(str_ends(wire.body, STR(" again"))); /* it is another one */
    wire_close(&wire);
    http_stop(server);
}

/* A form that is sent on by 307 is the same one when it comes again. */
static void what_is_sent_again_is_charged_once(void **state)
{
    struct http_server *server = stage_start(*state, two_forms);
    struct wire wire;
    char form[256];
    struct asked asked;
    wire_open(&wire, http_port(server));
    get_form_token(&wire, "", form, sizeof form);
    for (int i = 0; i < 10; i++) {
        wire_post(&wire, "/priced?again", FORM, form);
        assert_int_equal(wire.status, 307);
    }
    for (int i = 0; i < 2; i++) {
        wire_post(&wire, "/priced", FORM, form);
        assert_str(wire.body, "paid");
    }
    wire_post(&wire, "/priced?again", FORM, form);
    read_price(&wire, &asked);
    int number = solve(&asked);
    send_priced(&wire, "/priced?again", form, &asked, number);
    assert_int_equal(wire.status, 307);
    send_priced(&wire, "/priced", form, &asked, number);
    assert_str(wire.body, "paid");
    send_priced(&wire, "/priced", form, &asked, number);
    assert_true(str_starts(wire.body, STR("price ")));
    wire_close(&wire);
    http_stop(server);
}

/* Whoever is known pays for herself, whatever comes from her address. */
static void who_is_known_is_charged_by_herself(void **state)
{
    struct http_server *server = stage_start(*state, two_forms);
    struct wire wire;
    char form[256];
    char hers[256];
    const char *session = FORM "Cookie: __Host-s=p7\r\n";
    wire_open(&wire, http_port(server));
    get_form_token(&wire, "", form, sizeof form);
    get_form_token(&wire, "Cookie: __Host-s=p7\r\n", hers, sizeof hers);
    for (int i = 0; i < 3; i++)
        wire_post(&wire, "/priced", FORM, form);
    assert_true(str_starts(wire.body, STR("price ")));
    for (int i = 0; i < 2; i++) {
        wire_post(&wire, "/priced", session, hers);
        assert_str(wire.body, "paid");
    }
    wire_post(&wire, "/priced", session, hers);
    assert_true(str_starts(wire.body, STR("price ")));
    wire_close(&wire);
    http_stop(server);
}

static void no_limits(struct http_options *options)
{
    two_forms(options);
    options->limits = false;
}

static void without_limits_nothing_has_a_price(void **state)
{
    struct http_server *server = stage_start(*state, no_limits);
    struct wire wire;
    char form[256];
    wire_open(&wire, http_port(server));
    get_form_token(&wire, "", form, sizeof form);
    for (int i = 0; i < 20; i++) {
        wire_post(&wire, "/priced", FORM, form);
        assert_str(wire.body, "paid");
    }
    wire_close(&wire);
    http_stop(server);
}

static void what_a_path_takes(void **state)
{
    static const struct {
        const char *line;
        int status;
        const char *allow;
    } cases[] = {
        {"OPTIONS /api/params", 204, "OPTIONS, HEAD, GET, POST, DELETE"},
        {"OPTIONS /api/act", 204, "OPTIONS, POST"},
        {"OPTIONS /api/nothing", 204, "OPTIONS"},
        {"OPTIONS /nothing", 404, NULL},
        {"OPTIONS /form", 204, "OPTIONS, HEAD, GET, POST"},
        {"PUT /api/params", 405, "OPTIONS, HEAD, GET, POST, DELETE"},
        {"BREW /api/act", 405, "OPTIONS, POST"},
        {"BREW /api/nothing", 404, NULL},
        {"DELETE /mine", 405, "OPTIONS, HEAD, GET"},
        {"HEAD /api/act", 405, "OPTIONS, POST"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wire wire;
        wire_open(&wire, stage_port(state));
        send_request(&wire, cases[i].line, "");
        assert_true(wire_read_head(&wire));
        assert_int_equal(wire.status, cases[i].status);
        struct str allow = wire_header(&wire, "Allow");
        if (cases[i].allow != NULL)
            assert_true(str_eq(allow, str_of(cases[i].allow)));
        else
            assert_null(allow.p);
        wire_close(&wire);
    }
}

static void errors_are_never_kept(void **state)
{
    static const char *const targets[] = {"/api/nothing", "/nothing",       "/api/me",
                                          "/api/gone",    "/api/forgetful", "/api/wait"};
    struct wire wire;
    wire_open(&wire, stage_port(state));
    for (size_t i = 0; i < COUNT(targets); i++) {
        wire_get(&wire, targets[i], "");
        assert_true(wire.status >= 400);
        struct str cache = wire_header(&wire, "Cache-Control");
        assert_true(str_search(cache, STR("no-store")) < cache.n);
        assert_null(wire_header(&wire, "ETag").p);
    }
    wire_close(&wire);
}

/* --- kept answers --- */

static int64_t calls_of(void **state)
{
    struct stage *stage = *state;
    return atomic_load(&stage->calls);
}

static void one_worker(struct http_options *options)
{
    options->workers = 1;
}

static void only_what_is_for_everybody_is_kept(void **state)
{
    struct http_server *server = stage_start(*state, one_worker);
    struct wire wire;
    wire_open(&wire, http_port(server));
    wire_get(&wire, "/kept", "");
    int64_t before = calls_of(state);
    wire_get(&wire, "/kept", "");
    assert_int_equal(wire.status, 200);
    send_request(&wire, "HEAD /kept", "");
    assert_true(wire_read_head(&wire));
    assert_int_equal(wire.status, 200);
    assert_int_equal(calls_of(state), before); /* both were kept */
    wire_get(&wire, "/kept", "Cookie: __Host-s=p7\r\n");
    assert_int_equal(calls_of(state), before + 1);
    wire_get(&wire, "/kept", "Authorization: Bearer wrong\r\n");
    assert_int_equal(calls_of(state), before + 2);
    send_request(&wire, "GET /kept", "Content-Length: 3\r\n" FORM);
    wire_send(&wire, STR("a=b"));
    assert_true(wire_read(&wire));
    assert_int_equal(wire.status, 200);
    assert_int_equal(calls_of(state), before + 3); /* with a body it is another question */
    wire_get(&wire, "/kept?other", "");
    assert_int_equal(calls_of(state), before + 4);
    wire_get(&wire, "/kept", "");
    assert_int_equal(calls_of(state), before + 4);
    struct stage *stage = *state;
    atomic_fetch_add(&stage->generation, 1);
    wire_get(&wire, "/kept", "");
    assert_int_equal(calls_of(state), before + 5); /* something has changed since */
    wire_close(&wire);
    http_stop(server);
}

static void answers_are_packed_for_who_takes_it(void **state)
{
    static const struct {
        const char *accept;
        bool is_packed;
    } cases[] = {
        {"", false},
        {"Accept-Encoding: gzip\r\n", true},
        {"Accept-Encoding: br, GZIP ;q=0.5\r\n", true},
        {"Accept-Encoding: deflate,gzip\r\n", true},
        {"Accept-Encoding: gzip;q=1.0\r\n", true},
        {"Accept-Encoding: gzip;q=0\r\n", false},
        {"Accept-Encoding: gzip; q=0.000\r\n", false},
        {"Accept-Encoding: br, deflate\r\n", false},
        {"Accept-Encoding: gzipped\r\n", false},
        {"Accept-Encoding:\r\n", false},
    };
    struct wire wire;
    wire_open(&wire, stage_port(state));
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_get(&wire, "/kept", cases[i].accept);
        assert_int_equal(wire.status, 200);
        struct str coding = wire_header(&wire, "Content-Encoding");
        assert_int_equal(str_eq(coding, STR("gzip")), cases[i].is_packed);
        assert_int_equal(str_starts(wire.body, STR("\x1F\x8B")), cases[i].is_packed);
    }
    wire_close(&wire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_steps_have_an_order),
        cmocka_unit_test(a_refusal_costs_nothing),
        cmocka_unit_test(over_the_limit_a_form_is_paid_for),
        cmocka_unit_test(what_is_sent_again_is_charged_once),
        cmocka_unit_test(who_is_known_is_charged_by_herself),
        cmocka_unit_test(without_limits_nothing_has_a_price),
        cmocka_unit_test(what_a_path_takes),
        cmocka_unit_test(errors_are_never_kept),
        cmocka_unit_test(only_what_is_for_everybody_is_kept),
        cmocka_unit_test(answers_are_packed_for_who_takes_it),
    };
    return cmocka_run_group_tests(tests, stage_open, stage_close);
}
