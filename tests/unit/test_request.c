/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Queries, forms and JSON as named values; form tokens; credentials. */
#include "http/request.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "http/conn.h"
#include "http/form_token.h"
#include "http/params.h"
#include "http/sha1.h"
#include "scratch.h"

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    return arena_init(&arena, 8 << 20) == OK && crypto_init() == OK ? 0 : -1;
}

static int close_arena(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

/* "name=value;" for each, "name;" for an absent value. */
static const char *written(const struct param *rows, size_t n)
{
    static struct buf buf;
    buf_free(&buf);
    buf = buf_init(1 << 20);
    for (size_t i = 0; i < n; i++) {
        buf_put(&buf, rows[i].name);
        if (rows[i].value.p != NULL)
            buf_char(&buf, '=');
        buf_put(&buf, rows[i].value);
        buf_char(&buf, ';');
    }
    buf_char(&buf, '\0');
    return buf.p;
}

static void form_is(const char *text, const char *wanted)
{
    struct params params = params_init(&arena);
    assert_int_equal(params_urlencoded(&params, str_of(text)), OK);
    assert_string_equal(written(params.rows, params.n), wanted);
}

static enum err form_error(struct str text)
{
    struct params params = params_init(&arena);
    return params_urlencoded(&params, text);
}

static void forms(void **state)
{
    (void)state;
    form_is("", "");
    form_is("a=1&b=2", "a=1;b=2;");
    form_is("a=1&a=2&a[]=3", "a=1;a=2;a[]=3;");
    form_is("a&b=&=c&&", "a=;b=;=c;");
    form_is("a=x+y%2Bz%26%3D", "a=x y+z&=;");
    form_is("%C3%A4=%D8%A3", "\xC3\xA4=\xD8\xA3;");
    form_is("a=b=c", "a=b=c;");
    form_is("media_ids%5B%5D=4", "media_ids[]=4;");
}

static void forms_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"a=%FF", "a=%00", "a=%4",        "a=%",     "a=%G0",
                                      "%FF=a", "a=%C3", "a=%ED%A0%80", "a=%C0%AF"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(form_error(str_of(bad[i])), ERR_BAD_INPUT);
    assert_int_equal(form_error(STR("a=\0b")), ERR_BAD_INPUT);
    char many[4 * (PARAMS_MAX + 1)];
    memset(many, 'a', sizeof many);
    for (size_t i = 3; i < sizeof many; i += 4)
        many[i] = '&';
    assert_int_equal(form_error((struct str){many, sizeof many - 4}), OK);
    assert_int_equal(form_error((struct str){many, sizeof many}), ERR_BAD_REQUEST);
    char name[PARAMS_NAME_MAX + 1];
    memset(name, 'n', sizeof name);
    assert_int_equal(form_error((struct str){name, PARAMS_NAME_MAX}), OK);
    assert_int_equal(form_error((struct str){name, PARAMS_NAME_MAX + 1}), ERR_BAD_REQUEST);
}

static void json_is(const char *text, const char *wanted)
{
    const struct param *rows = NULL;
    size_t n = 0;
    assert_int_equal(params_of_json(&arena, str_of(text), &rows, &n), OK);
    assert_string_equal(written(rows, n), wanted);
}

static enum err json_error(struct str text)
{
    const struct param *rows;
    size_t n;
    return params_of_json(&arena, text, &rows, &n);
}

static void json(void **state)
{
    (void)state;
    json_is("{}", "");
    json_is(" {\"a\":\"b\",\"c\":1,\"d\":true,\"e\":false,\"f\":null,\"g\":-2.50}\n",
            "a=b;c=1;d=true;e=false;g=-2.50;");
    json_is("{\"poll\":{\"options\":[\"a\",\"b\"],\"multiple\":true}}",
            "poll[options][]=a;poll[options][]=b;poll[multiple]=true;");
    json_is("{\"fields\":[{\"name\":\"x\",\"value\":1},{\"name\":\"y\"}]}",
            "fields[0][name]=x;fields[0][value]=1;fields[1][name]=y;");
    json_is("{\"a\":[[1,2],[3]]}", "a[0][]=1;a[0][]=2;a[1][]=3;");
    json_is("{\"a\":[],\"b\":{},\"c\":[null],\"d\":[{}]}", "a[];b[];d[0][];");
    json_is("{\"a\":\"\\u00e4\\ud83d\\ude00\",\"id\":\"110000000000000001\"}",
            "a=\xC3\xA4\xF0\x9F\x98\x80;id=110000000000000001;");
    json_is("{\"a\":1,\"a\":2}", "a=2;");
}

static void json_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",     " ",        "{",     "[]",         "[1]",        "1",           "\"a\"",
        "null", "{\"a\":}", "{a:1}", "{\"a\":1}}", "{\"a\":1,}", "{\"a\":tRUE}"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(json_error(str_of(bad[i])), ERR_BAD_REQUEST);
    assert_int_equal(json_error(STR("{\"a\":\"\xFF\"}")), ERR_BAD_REQUEST);
    assert_int_equal(json_error(STR("{\"a\":\"\\u0000\"}")), ERR_BAD_INPUT);
    json_is("{\"a\":\"\\ud800\"}", "a=\xEF\xBF\xBD;"); /* half a pair is no character */
}

static enum err nested(size_t depth)
{
    struct buf buf = buf_init(1 << 20);
    for (size_t i = 0; i < depth; i++)
        buf_put(&buf, STR("{\"a\":"));
    buf_put(&buf, STR("1"));
    for (size_t i = 0; i < depth; i++)
        buf_put(&buf, STR("}"));
    enum err err = json_error(buf_str(&buf));
    buf_free(&buf);
    return err;
}

static void json_has_limits(void **state)
{
    (void)state;
    assert_int_equal(nested(PARAMS_DEPTH), OK);
    assert_int_equal(nested(PARAMS_DEPTH + 2), ERR_BAD_REQUEST);
    assert_int_equal(nested(100000), ERR_BAD_REQUEST);
    struct buf buf = buf_init(1 << 20);
    buf_put(&buf, STR("{\"a\":["));
    for (int i = 0; i < 100000; i++) /* nothing that would count as a param */
        buf_put(&buf, STR("null,"));
    buf_put(&buf, STR("1]}"));
    assert_int_equal(json_error(buf_str(&buf)), ERR_BAD_REQUEST);
    buf_clear(&buf);
    buf_put(&buf, STR("{\""));
    for (int i = 0; i < 500000; i++)
        buf_char(&buf, 'k');
    buf_put(&buf, STR("\":1}"));
    assert_int_equal(json_error(buf_str(&buf)), ERR_BAD_REQUEST);
    buf_free(&buf);
}

/* --- form tokens --- */

static void form_tokens(void **state)
{
    (void)state;
    const int64_t hour = 60 * 60 * 1000;
    const int64_t now = INT64_C(1700000000000);
    struct secret *key;
    struct secret *other_key;
    assert_int_equal(secret_random(&key), OK);
    assert_int_equal(secret_random(&other_key), OK);
    struct str mine = form_token_make(&arena, key, 77, now);
    struct str visitors = form_token_make(&arena, key, 0, now);
    assert_true(form_token_holds(key, 77, mine, now));
    assert_true(form_token_holds(key, 0, visitors, now));
    assert_true(form_token_holds(key, 77, mine, now + FORM_TOKEN_HOURS * hour));
    assert_false(form_token_holds(key, 77, mine, now + (FORM_TOKEN_HOURS + 1) * hour));
    assert_false(form_token_holds(key, 77, mine, now - hour));
    assert_false(form_token_holds(key, 78, mine, now));
    assert_false(form_token_holds(key, 0, mine, now));
    assert_false(form_token_holds(key, 77, visitors, now));
    assert_false(form_token_holds(other_key, 77, mine, now));
    assert_false(form_token_holds(key, 77, str_sub(mine, 0, mine.n - 1), now));
    assert_false(form_token_holds(key, 77, (struct str){0}, now));
    assert_false(form_token_holds(key, 77, STR("."), now));
    assert_false(form_token_holds(key, 77, STR("-1.00"), now));
    secret_done(key);
    secret_done(other_key);
}

static void origins_of_forms(void **state)
{
    (void)state;
    static const struct {
        const char *site, *origin, *host, *public_host;
        bool is_ours;
    } cases[] = {
        {NULL, NULL, "chorus.test:8080", NULL, true},
        {NULL, "null", "chorus.test:8080", NULL, true},
        {"same-origin", "https://evil.test", "chorus.test", NULL, true},
        {"none", NULL, "chorus.test", NULL, true},
        {"same-site", NULL, "chorus.test", NULL, false},
        {"same-site", "https://chorus.test", "chorus.test", "chorus.test", false},
        {"cross-site", "null", "chorus.test", NULL, false},
        {"", NULL, "chorus.test", NULL, false},
        {NULL, "http://chorus.test:8080", "chorus.test:8080", NULL, true},
        {NULL, "http://chorus.test", "chorus.test:8080", NULL, false},
        {NULL, "http://chorus.test:8080", "chorus.test", NULL, false},
        {NULL, "http://chorus.test.evil:8080", "chorus.test:8080", NULL, false},
        {NULL, "https://evil.test", "127.0.0.1:8080", "metoo.example", false},
        {NULL, "https://Metoo.example", "127.0.0.1:8080", "metoo.example", true},
        {NULL, "", "chorus.test", "metoo.example", false},
        {NULL, "https://", "", "", false},
        {NULL, "https://:443", NULL, NULL, false},
        {NULL, "metoo.example", "metoo.example", "metoo.example", false},
        {NULL, "app://metoo.example", "metoo.example", "metoo.example", false},
        {NULL, "https://metoo.example https://evil.test", "metoo.example", NULL, false},
        {NULL, "https://evil.test@metoo.example", "metoo.example", NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct str hosts[] = {str_of(cases[i].host), str_of(cases[i].public_host)};
        bool is_ours =
            form_origin_is_ours(str_of(cases[i].site), str_of(cases[i].origin), hosts, 2);
        if (is_ours != cases[i].is_ours)
            fail_msg("Origin %s to Host %s", cases[i].origin, cases[i].host);
    }
}

/* H16: whoever knows the site by a second name comes from there, whatever its public address is. */
static void H16_any_name_that_was_asked_is_ours(void **state)
{
    (void)state;
    static const struct {
        const char *origin, *host;
        bool is_ours;
    } cases[] = {
        {"https://notes.example", "notes.example", true},
        {"http://notes.example", "NOTES.example", true},
        {"http://notes.onion", "notes.onion", true},
        {"https://notes.example:8443", "notes.example:8443", true},
        {"https://notes.example", "notes.example:443", true}, /* as some proxies name it */
        {"http://notes.example", "notes.example:80", true},
        {"http://notes.example", "notes.example:443", false},
        {"https://notes.example:8443", "notes.example:443", false},
        {"http://[::1]", "[::1]:80", true},
        {"https://evil.test", "notes.example", false},
        {"https://notes.example.evil.test", "notes.example", false},
        {"https://other.onion", "notes.onion", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct str hosts[] = {str_of(cases[i].host), STR("metoo.example")};
        bool is_ours = form_origin_is_ours((struct str){0}, str_of(cases[i].origin), hosts, 2);
        if (is_ours != cases[i].is_ours)
            fail_msg("Origin %s to Host %s", cases[i].origin, cases[i].host);
    }
}

/* --- credentials --- */

static struct conn conn_with(enum http_face face, const char *authorization)
{
    struct conn conn = {.face = face, .in = {.authorization = str_of(authorization)}};
    conn.req.arena = &arena;
    return conn;
}

static void bearer_tokens(void **state)
{
    (void)state;
    struct conn conn = conn_with(FACE_API, "Bearer abc ");
    conn.req.conn = &conn;
    assert_str(req_bearer(&conn.req), "abc");
    conn.in.authorization = STR("bearer abc");
    assert_str(req_bearer(&conn.req), "abc");
    conn.in.authorization = STR("Bearer ");
    assert_null(req_bearer(&conn.req).p);
    conn.in.authorization = STR("Basic abc");
    assert_null(req_bearer(&conn.req).p);
    conn.in.authorization = STR("Bearer abc");
    conn.face = FACE_PAGE;
    assert_null(req_bearer(&conn.req).p);
}

static void basic_credentials(void **state)
{
    (void)state;
    struct conn conn = conn_with(FACE_API, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    struct str user;
    struct str password;
    conn.req.conn = &conn;
    assert_true(req_basic(&conn.req, &user, &password));
    assert_str(user, "Aladdin");
    assert_str(password, "open sesame");
    conn.in.authorization = STR("Basic Pz8+Ojpw"); /* a letter that base64url writes otherwise */
    assert_true(req_basic(&conn.req, &user, &password));
    assert_str(user, "\?\?>");
    assert_str(password, ":p");
    static const char *const bad[] = {"Basic QWxhZGRpbg==", "Basic ***", "Basic ", "Bearer QTpC",
                                      "Basic /zov"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        conn.in.authorization = str_of(bad[i]);
        assert_false(req_basic(&conn.req, &user, &password));
    }
}

static void ids_in_paths(void **state)
{
    (void)state;
    struct req req = {.path_values = {STR("12"), STR("0"), STR("-3"), STR("1x")}};
    int64_t id = 0;
    assert_int_equal(req_path_id(&req, 0, &id), OK);
    assert_int_equal(id, 12);
    for (size_t i = 1; i < 4; i++)
        assert_int_equal(req_path_id(&req, i, &id), ERR_NOT_FOUND);
}

static void sha1_of_known_messages(void **state)
{
    (void)state;
    static const struct {
        struct str message;
        const char *hash;
    } cases[] = {
        {STR_INIT(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
        {STR_INIT("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d"},
        {STR_INIT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
         "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        unsigned char hash[SHA1_BYTES];
        char text[2 * SHA1_BYTES + 1];
        sha1(cases[i].message, hash);
        for (size_t b = 0; b < SHA1_BYTES; b++)
            (void)snprintf(text + 2 * b, 3, "%02x", hash[b]);
        assert_string_equal(text, cases[i].hash);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms),
        cmocka_unit_test(forms_refused),
        cmocka_unit_test(json),
        cmocka_unit_test(json_refused),
        cmocka_unit_test(json_has_limits),
        cmocka_unit_test(form_tokens),
        cmocka_unit_test(origins_of_forms),
        cmocka_unit_test(H16_any_name_that_was_asked_is_ours),
        cmocka_unit_test(bearer_tokens),
        cmocka_unit_test(basic_credentials),
        cmocka_unit_test(ids_in_paths),
        cmocka_unit_test(sha1_of_known_messages),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
