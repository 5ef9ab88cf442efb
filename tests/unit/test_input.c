/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Declared inputs: each type, each refusal. */
#include <stdio.h>
#include <string.h>

#include "http/conn.h"
#include "http/params.h"
#include "scratch.h"

struct in {
    struct str text;
    struct str line;
    struct str needed;
    int64_t number;
    int64_t id;
    bool yes;
    bool yes_is_given;
    struct input_list texts;
    bool texts_are_given;
    struct input_list ids;
};

#define AT(field) .at = offsetof(struct in, field)
#define UNGIVEN   .given_at = SIZE_MAX

static const struct input rows[] = {
    {.name = "text", .type = INPUT_TEXT, AT(text), UNGIVEN, .high = 5},
    {.name = "line", .type = INPUT_LINE, AT(line), UNGIVEN, .high = 100},
    {.name = "needed", .type = INPUT_TEXT, AT(needed), UNGIVEN, .is_required = true},
    {.name = "number",
     .type = INPUT_NUMBER,
     AT(number),
     UNGIVEN,
     .low = -2,
     .high = 40,
     .initial = 20},
    {.name = "id", .type = INPUT_ID, AT(id), UNGIVEN},
    {.name = "yes",
     .type = INPUT_BOOL,
     AT(yes),
     .given_at = offsetof(struct in, yes_is_given),
     .initial = 1},
    {.name = "texts",
     .type = INPUT_TEXTS,
     AT(texts),
     .given_at = offsetof(struct in, texts_are_given),
     .high = 3,
     .count = 3},
    {.name = "nested[ids][]", .type = INPUT_IDS, AT(ids), UNGIVEN, .count = 2},
};
static const struct input_table table = {rows, COUNT(rows), sizeof(struct in)};

static struct arena arena;
static struct conn conn;
static struct in in;

static int open_arena(void **state)
{
    (void)state;
    return arena_init(&arena, 1 << 20) == OK ? 0 : -1;
}

static int close_arena(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static enum err read_params(struct params params)
{
    conn = (struct conn){0};
    conn.req.arena = &arena;
    conn.req.conn = &conn;
    conn.req.params = params.rows;
    conn.req.n_params = params.n;
    memset(&in, 0xAA, sizeof in);
    return req_read(&conn.req, &table, &in);
}

static enum err read_form(const char *text)
{
    struct params params = params_init(&arena);
    assert_int_equal(params_urlencoded(&params, str_of(text)), OK);
    return read_params(params);
}

static enum err read_json(const char *text)
{
    struct params params = params_init(&arena);
    const struct param *found = NULL;
    size_t n = 0;
    assert_int_equal(params_of_json(&arena, str_of(text), &found, &n), OK);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(params_add(&params, found[i].name, found[i].value, false), OK);
    return read_params(params);
}

static void refuses(enum err err, const char *name, const char *code)
{
    assert_int_equal(err, ERR_BAD_INPUT);
    assert_true(str_eq(conn.req.refused_input, str_of(name)));
    assert_true(conn.req.refusal.n > 0);
    assert_string_equal(conn.refusal_code, code);
}

static void absent_values(void **state)
{
    (void)state;
    assert_int_equal(read_form("needed=x"), OK);
    assert_null(in.text.p);
    assert_int_equal(in.number, 20);
    assert_int_equal(in.id, 0);
    assert_true(in.yes);
    assert_false(in.yes_is_given);
    assert_int_equal(in.texts.n, 0);
    assert_false(in.texts_are_given);
    /* Empty fields of a form, and null in JSON, are absent too. */
    assert_int_equal(read_form("needed=x&number=&id=&yes=&texts[]="), OK);
    assert_int_equal(in.number, 20);
    assert_true(in.texts_are_given);
    assert_int_equal(read_json("{\"needed\":\"x\",\"number\":null,\"text\":null}"), OK);
    assert_null(in.text.p);
}

static void good_values(void **state)
{
    (void)state;
    assert_int_equal(read_form("needed=x&text=%C3%A4%C3%B6%C3%BC%C3%9F%E2%82%AC&line=a+b&number=-2"
                               "&id=9007199254740993&yes=0&other=ignored"),
                     OK);
    assert_str(in.text, "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F\xE2\x82\xAC"); /* five characters */
    assert_str(in.line, "a b");
    assert_int_equal(in.number, -2);
    assert_int_equal(in.id, INT64_C(9007199254740993));
    assert_false(in.yes);
    assert_true(in.yes_is_given);
    assert_int_equal(read_json("{\"needed\":\"x\",\"number\":3,\"id\":\"12\",\"yes\":false}"), OK);
    assert_int_equal(in.number, 3);
    assert_int_equal(in.id, 12);
    assert_false(in.yes);
    assert_int_equal(read_form("needed=x&text=first&text=second"), OK);
    assert_str(in.text, "first");
    assert_int_equal(read_form("needed=a%0D%0Ab%0Dc"), OK);
    assert_str(in.needed, "a\nb\nc");
}

static void words_for_yes_and_no(void **state)
{
    (void)state;
    static const char *const yes[] = {"yes=1", "yes=true", "yes=on", "yes=True", "yes=t"};
    static const char *const no[] = {"yes=0", "yes=false", "yes=off", "yes=f"};
    char text[64];
    for (size_t i = 0; i < COUNT(yes); i++) {
        (void)snprintf(text, sizeof text, "needed=x&%s", yes[i]);
        assert_int_equal(read_form(text), OK);
        assert_true(in.yes);
    }
    for (size_t i = 0; i < COUNT(no); i++) {
        (void)snprintf(text, sizeof text, "needed=x&%s", no[i]);
        assert_int_equal(read_form(text), OK);
        assert_false(in.yes);
    }
    refuses(read_form("needed=x&yes=maybe"), "yes", "ERR_INVALID");
}

static void lists(void **state)
{
    (void)state;
    assert_int_equal(read_form("needed=x&texts[]=a&texts[]=b&nested[ids][]=4&nested[ids][]=5"), OK);
    assert_int_equal(in.texts.n, 2);
    const struct str *texts = in.texts.items;
    assert_str(texts[1], "b");
    const int64_t *ids = in.ids.items;
    assert_int_equal(in.ids.n, 2);
    assert_int_equal(ids[1], 5);
    assert_int_equal(read_form("needed=x&texts=a&texts[0]=b"), OK);
    assert_int_equal(in.texts.n, 2);
    assert_int_equal(read_json("{\"needed\":\"x\",\"texts\":[],\"nested\":{\"ids\":[\"7\",8]}}"),
                     OK);
    assert_int_equal(in.texts.n, 0);
    assert_true(in.texts_are_given);
    assert_int_equal(in.ids.n, 2);
    refuses(read_form("needed=x&texts[]=a&texts[]=b&texts[]=c&texts[]=d"), "texts", "ERR_TOO_LONG");
    refuses(read_form("needed=x&texts[]=abcd"), "texts", "ERR_TOO_LONG");
    refuses(read_form("needed=x&nested[ids][]=no"), "nested[ids][]", "ERR_INVALID");
    refuses(read_json("{\"needed\":\"x\",\"texts\":[{\"a\":1}]}"), "texts", "ERR_INVALID");
}

static void refusals(void **state)
{
    (void)state;
    refuses(read_form("text=a"), "needed", "ERR_BLANK");
    refuses(read_form("needed=+%0A"), "needed", "ERR_BLANK");
    refuses(read_form("needed=x&text=abcdef"), "text", "ERR_TOO_LONG");
    refuses(read_form("needed=x&line=a%0Ab"), "line", "ERR_INVALID");
    refuses(read_form("needed=x&line=a%E2%80%A8b"), "line", "ERR_INVALID");
    refuses(read_form("needed=x&line=%C2%85"), "line", "ERR_INVALID");
    refuses(read_form("needed=x&line=%7F"), "line", "ERR_INVALID");
    refuses(read_form("needed=x&number=41"), "number", "ERR_INVALID");
    refuses(read_form("needed=x&number=-3"), "number", "ERR_INVALID");
    refuses(read_form("needed=x&number=1.5"), "number", "ERR_INVALID");
    refuses(read_form("needed=x&number=99999999999999999999"), "number", "ERR_INVALID");
    refuses(read_form("needed=x&id=0"), "id", "ERR_INVALID");
    refuses(read_form("needed=x&id=-1"), "id", "ERR_INVALID");
    refuses(read_form("needed=x&id=abc"), "id", "ERR_INVALID");
}

static void wrong_kinds(void **state)
{
    (void)state;
    refuses(read_json("{\"needed\":\"x\",\"text\":{\"a\":1}}"), "text", "ERR_INVALID");
    refuses(read_json("{\"needed\":\"x\",\"text\":[\"a\"]}"), "text", "ERR_INVALID");
    refuses(read_json("{\"needed\":\"x\",\"text\":[]}"), "text", "ERR_INVALID");
    refuses(read_json("{\"needed\":\"x\",\"number\":true}"), "number", "ERR_INVALID");
    refuses(read_form("needed=x&text[]=a"), "text", "ERR_INVALID");
    struct params params = params_init(&arena);
    assert_int_equal(params_add(&params, STR("needed"), STR(""), true), OK);
    refuses(read_params(params), "needed", "ERR_INVALID");
    /* A name that only begins alike is another input. */
    assert_int_equal(read_form("needed=x&textual=abcdefghi&text_=abcdefghi"), OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absent_values),
        cmocka_unit_test(good_values),
        cmocka_unit_test(words_for_yes_and_no),
        cmocka_unit_test(lists),
        cmocka_unit_test(refusals),
        cmocka_unit_test(wrong_kinds),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
