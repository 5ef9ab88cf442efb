/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The JSON writer: each type, nesting, nothing in its place, too deep, too long. */
#include <string.h>

#include "base/json.h"
#include "scratch.h"

enum { MAX = 1 << 20 };

struct account {
    int64_t id;
    struct str name;
};

struct item {
    struct str word;
    bool is_last;
};

struct status {
    int64_t id;
    int64_t created_ms;
    int64_t day_ms;
    int64_t n_replies;
    int64_t uses;
    struct str text;
    struct html content;
    bool is_edited;
    struct account account;
    const struct status *reblog;
    struct json_list items;
    struct json_list languages;
    struct json_list counts;
};

static const struct json_field account_fields[] = {
    {STR_INIT("id"), JSON_ID, offsetof(struct account, id), NULL, {NULL, 0}},
    {STR_INIT("name"), JSON_TEXT, offsetof(struct account, name), NULL, {NULL, 0}},
};
static const struct json_entity account_entity =
    JSON_ENTITY("Account", struct account, account_fields);

static const struct json_field item_fields[] = {
    {STR_INIT("word"), JSON_TEXT, offsetof(struct item, word), NULL, {NULL, 0}},
    {STR_INIT("last"), JSON_BOOL, offsetof(struct item, is_last), NULL, {NULL, 0}},
};
static const struct json_entity item_entity = JSON_ENTITY("Item", struct item, item_fields);

static const struct json_entity status_entity;
static const struct json_field status_fields[] = {
    {STR_INIT("id"), JSON_ID, offsetof(struct status, id), NULL, {NULL, 0}},
    {STR_INIT("created_at"), JSON_TIME, offsetof(struct status, created_ms), NULL, {NULL, 0}},
    {STR_INIT("day"), JSON_DAY, offsetof(struct status, day_ms), NULL, {NULL, 0}},
    {STR_INIT("replies_count"), JSON_NUMBER, offsetof(struct status, n_replies), NULL, {NULL, 0}},
    {STR_INIT("uses"), JSON_COUNT_TEXT, offsetof(struct status, uses), NULL, {NULL, 0}},
    {STR_INIT("text"), JSON_TEXT, offsetof(struct status, text), NULL, {NULL, 0}},
    {STR_INIT("content"), JSON_HTML, offsetof(struct status, content), NULL, {NULL, 0}},
    {STR_INIT("edited"), JSON_BOOL, offsetof(struct status, is_edited), NULL, {NULL, 0}},
    {STR_INIT("account"),
     JSON_INLINE,
     offsetof(struct status, account),
     &account_entity,
     {NULL, 0}},
    {STR_INIT("reblog"), JSON_OBJECT, offsetof(struct status, reblog), &status_entity, {NULL, 0}},
    {STR_INIT("items"), JSON_LIST, offsetof(struct status, items), &item_entity, {NULL, 0}},
    {STR_INIT("languages"), JSON_TEXTS, offsetof(struct status, languages), NULL, {NULL, 0}},
    {STR_INIT("counts"), JSON_MAP, offsetof(struct status, counts), NULL, {NULL, 0}},
    {STR_INIT("emojis"), JSON_RAW, 0, NULL, STR_INIT("[]")},
};
static const struct json_entity status_entity = JSON_ENTITY("Status", struct status, status_fields);

static const char empty_status[] =
    "{\"id\":null,\"created_at\":null,\"day\":null,\"replies_count\":0,\"uses\":\"0\","
    "\"text\":null,\"content\":\"\",\"edited\":false,\"account\":{\"id\":null,\"name\":null},"
    "\"reblog\":null,\"items\":[],\"languages\":[],\"counts\":{},\"emojis\":[]}";

static void assert_written(const void *thing, const char *wanted)
{
    struct buf buf = buf_init(MAX);
    json_put(&buf, &status_entity, thing);
    assert_true(buf_ok(&buf));
    scratch_assert_str(buf_str(&buf), str_of(wanted), __FILE__, __LINE__);
    buf_free(&buf);
}

static void what_is_not_there(void **state)
{
    (void)state;
    const struct status status = {0};
    assert_written(&status, empty_status);
    assert_written(NULL, "null");
}

static void every_type(void **state)
{
    (void)state;
    const struct item items[] = {{STR("a"), false}, {STR("b"), true}};
    const struct str languages[] = {STR("en"), {NULL, 0}, STR("")};
    const struct json_pair counts[] = {{STR("me-too"), 3}, {STR("q\""), -1}};
    const struct status status = {
        .id = INT64_MAX,
        .created_ms = 1508098867000,
        .day_ms = 1508098867000,
        .n_replies = -5,
        .uses = 12,
        .text = STR("\"\\\n\xE2\x80\xA8"),
        .content = {STR("<p>me too</p>")},
        .is_edited = true,
        .account = {7, STR("Anna")},
        .items = {items, 2},
        .languages = {languages, 3},
        .counts = {counts, 2},
    };
    assert_written(&status,
                   "{\"id\":\"9223372036854775807\",\"created_at\":\"2017-10-15T20:21:07.000Z\","
                   "\"day\":\"2017-10-15\",\"replies_count\":-5,\"uses\":\"12\","
                   "\"text\":\"\\\"\\\\\\n\\u2028\",\"content\":\"<p>me too</p>\",\"edited\":true,"
                   "\"account\":{\"id\":\"7\",\"name\":\"Anna\"},\"reblog\":null,"
                   "\"items\":[{\"word\":\"a\",\"last\":false},{\"word\":\"b\",\"last\":true}],"
                   "\"languages\":[\"en\",null,\"\"],\"counts\":{\"me-too\":3,\"q\\\"\":-1},"
                   "\"emojis\":[]}");
}

static void a_thing_within_a_thing_of_its_kind(void **state)
{
    (void)state;
    const struct status inner = {0};
    const struct status outer = {.reblog = &inner};
    char wanted[2 * sizeof empty_status];
    const char *at = strstr(empty_status, "null,\"items\"");
    assert_non_null(at);
    size_t before = (size_t)(at - empty_status);
    memcpy(wanted, empty_status, before);
    memcpy(wanted + before, empty_status, sizeof empty_status);
    memcpy(wanted + before + sizeof empty_status - 1, at + 4, strlen(at + 4) + 1);
    assert_written(&outer, wanted);
}

static void lists(void **state)
{
    (void)state;
    const struct item items[] = {{STR("a"), false}, {STR("b"), true}};
    struct buf buf = buf_init(MAX);
    json_put_list(&buf, &item_entity, (struct json_list){items, 2});
    buf_char(&buf, ' ');
    json_put_list(&buf, &item_entity, (struct json_list){items, 1});
    buf_char(&buf, ' ');
    json_put_list(&buf, &item_entity, (struct json_list){NULL, 0});
    assert_str(buf_str(&buf), "[{\"word\":\"a\",\"last\":false},{\"word\":\"b\",\"last\":true}] "
                              "[{\"word\":\"a\",\"last\":false}] []");
    buf_free(&buf);
}

static void an_entity_without_fields(void **state)
{
    (void)state;
    const struct json_entity nothing = {.name = "Nothing", .size = 1};
    struct buf buf = buf_init(MAX);
    json_put_list(&buf, &nothing, (struct json_list){"ab", 2});
    assert_str(buf_str(&buf), "[{},{}]");
    buf_free(&buf);
}

static void texts(void **state)
{
    (void)state;
    struct buf buf = buf_init(MAX);
    json_put_text(&buf, STR("a\tb"));
    json_put_text(&buf, (struct str){NULL, 0});
    json_put_text(&buf, STR(""));
    assert_str(buf_str(&buf), "\"a\\tb\"null\"\"");
    buf_free(&buf);
}

static void every_ceiling_is_kept(void **state)
{
    (void)state;
    const struct status status = {0};
    for (size_t max = 0; max < sizeof empty_status - 1; max++) {
        struct buf buf = buf_init(max);
        json_put(&buf, &status_entity, &status);
        assert_false(buf_ok(&buf));
        assert_true(buf.n <= max);
        buf_free(&buf);
    }
    struct buf buf = buf_init(sizeof empty_status - 1);
    json_put(&buf, &status_entity, &status);
    assert_true(buf_ok(&buf));
    buf_free(&buf);
}

static void write_without_end(void)
{
    struct status status = {0};
    status.reblog = &status;
    struct buf buf = buf_init(MAX);
    json_put(&buf, &status_entity, &status);
}

static void a_thing_within_itself_is_a_bug(void **state)
{
    (void)state;
    assert_true(scratch_stops(write_without_end));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_there),
        cmocka_unit_test(every_type),
        cmocka_unit_test(a_thing_within_a_thing_of_its_kind),
        cmocka_unit_test(lists),
        cmocka_unit_test(an_entity_without_fields),
        cmocka_unit_test(texts),
        cmocka_unit_test(every_ceiling_is_kept),
        cmocka_unit_test(a_thing_within_itself_is_a_bug),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
