/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The key of a person: made again of her receipt alone, wrapped for log-ins; and what is encrypted
 * with it, which opens in its own place with its own key only. */
#include <string.h>

#include "crypto/field_key.h"
#include "scratch.h"

static struct arena arena;
static struct secret *server, *other_server;

static int set_up(void **state)
{
    (void)state;
    bool is_ready = crypto_init() == OK && arena_init(&arena, 1 << 22) == OK &&
                    secret_random(&server) == OK && secret_random(&other_server) == OK;
    return is_ready ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    secret_done(server);
    secret_done(other_server);
    arena_done(&arena);
    return 0;
}

static bool same(const struct field_key *a, const struct field_key *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static struct field_key any_key(void)
{
    struct receipt receipt = receipt_new();
    return field_key_of(server, &receipt);
}

static void C03_a_key_is_made_of_the_receipt_and_the_servers_key(void **state)
{
    (void)state;
    struct receipt receipt = receipt_new(), another = receipt_new(), typed;
    struct field_key key = field_key_of(server, &receipt);
    assert_int_equal(receipt_parse(str_of(receipt.text), &typed), OK);
    struct field_key again = field_key_of(server, &typed);
    assert_true(same(&key, &again));
    again = field_key_of(server, &another);
    assert_false(same(&key, &again));
    again = field_key_of(other_server, &receipt);
    assert_false(same(&key, &again));
    /* what is stored of the receipt, or made of the same text for a log-in, is no part of it */
    struct secret_hash stored = receipt_hash(server, &receipt);
    assert_memory_not_equal(key.bytes, stored.bytes, sizeof stored.bytes);
    again = field_key_from(server, (struct str){receipt.text, RECEIPT_TEXT});
    assert_false(same(&key, &again));
    field_key_wipe(&key);
    const struct field_key nothing = {{0}};
    assert_true(same(&key, &nothing));
}

static void C03_a_log_in_carries_it_under_its_own_secret(void **state)
{
    (void)state;
    struct field_key key = any_key(), out = {{7}};
    const struct field_key untouched = out;
    struct field_key_wrapped wrapped = field_key_wrap(server, SECRET_WRAP, STR("secret"), &key);
    struct str text = field_key_wrapped_str(&wrapped);
    assert_int_equal(text.n, FIELD_KEY_WRAPPED_BYTES);
    assert_int_equal(str_search(text, (struct str){(const char *)key.bytes, 8}), text.n);
    assert_int_equal(field_key_unwrap(server, SECRET_WRAP, STR("secrez"), text, &out),
                     ERR_BAD_INPUT);
    assert_int_equal(field_key_unwrap(server, SECRET_CODE_WRAP, STR("secret"), text, &out),
                     ERR_BAD_INPUT);
    assert_int_equal(field_key_unwrap(other_server, SECRET_WRAP, STR("secret"), text, &out),
                     ERR_BAD_INPUT);
    assert_int_equal(
        field_key_unwrap(server, SECRET_WRAP, STR("secret"), str_sub(text, 0, text.n - 1), &out),
        ERR_BAD_INPUT);
    assert_int_equal(field_key_unwrap(server, SECRET_WRAP, STR("secret"), (struct str){0}, &out),
                     ERR_BAD_INPUT);
    for (size_t i = 0; i < sizeof wrapped.bytes; i++) {
        wrapped.bytes[i] ^= 1;
        assert_int_equal(field_key_unwrap(server, SECRET_WRAP, STR("secret"), text, &out),
                         ERR_BAD_INPUT);
        wrapped.bytes[i] ^= 1;
    }
    assert_true(same(&out, &untouched));
    assert_int_equal(field_key_unwrap(server, SECRET_WRAP, STR("secret"), text, &out), OK);
    assert_true(same(&out, &key));
}

static const struct field_place place = {1, 2, 3};

static void C03_a_field_opens_with_its_key_in_its_place(void **state)
{
    (void)state;
    const struct str texts[] = {STR(""), STR("court"), STR("a\0b"), STR("\x80"),
                                STR("Würde, 尊厳, كرامة, and more than one step of thirty-two")};
    const struct field_place others[] = {{2, 2, 3}, {1, 3, 3}, {1, 2, 0}, {2, 1, 3}, {1, 3, 2}};
    struct field_key key = any_key(), another = any_key();
    struct str out;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct str sealed = field_seal(&key, &arena, place, texts[i]);
        assert_int_equal(field_open(&key, &arena, place, sealed, &out), OK);
        assert_true(str_eq(out, texts[i]));
        assert_int_equal(field_open(&another, &arena, place, sealed, &out), ERR_BAD_INPUT);
        for (size_t k = 0; k < COUNT(others); k++)
            assert_int_equal(field_open(&key, &arena, others[k], sealed, &out), ERR_BAD_INPUT);
    }
}

static void C03_what_was_changed_does_not_open(void **state)
{
    (void)state;
    struct field_key key = any_key();
    struct str out;
    struct str sealed = field_seal(&key, &arena, place, STR("court"));
    char *bytes = arena_array(&arena, char, sealed.n + 1);
    memcpy(bytes, sealed.p, sealed.n);
    for (size_t i = 0; i < sealed.n; i++) {
        bytes[i] ^= 0x40;
        assert_int_equal(field_open(&key, &arena, place, (struct str){bytes, sealed.n}, &out),
                         ERR_BAD_INPUT);
        bytes[i] ^= 0x40;
    }
    for (size_t n = 0; n <= sealed.n + 1; n++)
        assert_int_equal(field_open(&key, &arena, place, (struct str){bytes, n}, &out),
                         n == sealed.n ? OK : ERR_BAD_INPUT);
    assert_int_equal(field_open(&key, &arena, place, (struct str){0}, &out), ERR_BAD_INPUT);
}

static void C03_lengths_move_in_steps_and_nothing_looks_the_same_twice(void **state)
{
    (void)state;
    struct field_key key = any_key();
    struct str none = field_seal(&key, &arena, place, STR(""));
    struct str word = field_seal(&key, &arena, place, STR("x"));
    struct str most = field_seal(&key, &arena, place, STR("0123456789012345678901234567890"));
    struct str more = field_seal(&key, &arena, place, STR("01234567890123456789012345678901"));
    assert_int_equal(none.n, word.n);
    assert_int_equal(word.n, most.n);
    assert_int_equal(more.n, most.n + 32);
    struct str again = field_seal(&key, &arena, place, STR("x"));
    assert_false(str_eq(word, again));
    assert_false(str_eq(str_sub(word, 24, 32), str_sub(again, 24, 32)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(C03_a_key_is_made_of_the_receipt_and_the_servers_key),
        cmocka_unit_test(C03_a_log_in_carries_it_under_its_own_secret),
        cmocka_unit_test(C03_a_field_opens_with_its_key_in_its_place),
        cmocka_unit_test(C03_what_was_changed_does_not_open),
        cmocka_unit_test(C03_lengths_move_in_steps_and_nothing_looks_the_same_twice),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
