/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Entities as Mastodon's apps expect them: fields that are always there, ids as strings. */
#include <string.h>

#include "api/entity.h"
#include "base/buf.h"
#include "scratch.h"
#include "tree.h"

static const char *written(const struct json_entity *entity, const void *thing)
{
    static struct buf buf;
    buf_free(&buf);
    buf = buf_init(1 << 16);
    json_put(&buf, entity, thing);
    buf_char(&buf, '\0');
    assert_true(buf_ok(&buf));
    return buf.p;
}

static void an_account(void **state)
{
    (void)state;
    const struct api_account account = {.id = INT64_C(9007199254740993),
                                        .username = STR("anna"),
                                        .acct = STR("anna"),
                                        .display_name = STR("A \"B\""),
                                        .url = STR("u"),
                                        .uri = STR("u"),
                                        .avatar = STR("a"),
                                        .header = STR("h"),
                                        .created_ms = 0};
    struct json_object *tree = tree_read(written(&entity_account, &account));
    assert_str(tree_at(tree, "id"), "9007199254740993"); /* more than a double holds */
    assert_non_null(strstr(written(&entity_account, &account), "\"id\":\"9007199254740993\""));
    assert_str(tree_at(tree, "display_name"), "A \"B\"");
    assert_str(tree_at(tree, "last_status_at"), "null");
    assert_str(tree_at(tree, "bot"), "false");
    static const char *const lists[] = {"emojis", "fields"};
    for (size_t i = 0; i < COUNT(lists); i++)
        assert_int_equal(tree_count(tree, lists[i]), 0);
    tree_free(tree);
}

static void a_status(void **state)
{
    (void)state;
    static const struct api_status empty = {.id = 5};
    struct json_object *tree = tree_read(written(&entity_status, &empty));
    static const char *const lists[] = {"media_attachments", "mentions", "tags", "emojis"};
    static const char *const nulls[] = {"in_reply_to_id", "in_reply_to_account_id",
                                        "reblog",         "poll",
                                        "card",           "edited_at",
                                        "language",       "application"};
    for (size_t i = 0; i < COUNT(lists); i++)
        assert_int_equal(tree_count(tree, lists[i]), 0);
    for (size_t i = 0; i < COUNT(nulls); i++)
        assert_str(tree_at(tree, nulls[i]), "null");
    assert_null(tree_at(tree, "text").p);
    tree_free(tree);
    tree = tree_read(written(&entity_deleted_status, &empty));
    assert_non_null(tree_at(tree, "text").p);
    tree_free(tree);
}

static void an_app_keeps_its_secret(void **state)
{
    (void)state;
    const struct api_app app = {
        .id = 1, .name = STR("App"), .redirect_uri = STR("r"), .secret = STR("hidden")};
    assert_null(strstr(written(&entity_app, &app), "hidden"));
    assert_non_null(strstr(written(&entity_app_with_secret, &app), "\"client_secret\":\"hidden\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_account),
        cmocka_unit_test(a_status),
        cmocka_unit_test(an_app_keeps_its_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
