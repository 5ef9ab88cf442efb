/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Receipts: their shape, how forgivingly they are read, what is refused. */
#include <ctype.h>
#include <string.h>

#include "crypto/receipt.h"
#include "scratch.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    return crypto_init() == OK && arena_init(&arena, 1 << 20) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void they_look_like_booking_numbers(void **state)
{
    (void)state;
    for (int round = 0; round < 200; round++) {
        struct receipt receipt = receipt_new();
        assert_int_equal(strlen(receipt.text), RECEIPT_TEXT);
        for (size_t i = 0; i < RECEIPT_TEXT; i++) {
            const char *allowed = i % 5 == 4 ? "-" : "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
            assert_non_null(strchr(allowed, receipt.text[i]));
        }
    }
}

static void they_differ_and_use_every_character(void **state)
{
    (void)state;
    bool seen[256] = {false};
    struct receipt last = receipt_new();
    for (int round = 0; round < 500; round++) {
        struct receipt receipt = receipt_new();
        assert_string_not_equal(receipt.text, last.text);
        for (size_t i = 0; i < RECEIPT_TEXT; i++)
            seen[(unsigned char)receipt.text[i]] = true;
        last = receipt;
    }
    for (const char *c = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; *c; c++)
        assert_true(seen[(unsigned char)*c]);
}

static void what_is_shown_can_be_read_back(void **state)
{
    (void)state;
    for (int round = 0; round < 200; round++) {
        struct receipt receipt = receipt_new();
        struct receipt back;
        char lower[RECEIPT_TEXT + 1] = {0};
        assert_int_equal(receipt_parse(str_of(receipt.text), &back), OK);
        assert_string_equal(back.text, receipt.text);
        for (size_t i = 0; i < RECEIPT_TEXT; i++)
            lower[i] = (char)tolower(receipt.text[i]);
        assert_int_equal(receipt_parse(str_of(lower), &back), OK);
        assert_string_equal(back.text, receipt.text);
    }
}

static void the_ways_people_type_it(void **state)
{
    (void)state;
    static const char *const ways[] = {
        "7KQ2-M9XC-0TRV-41HN-ZB8D",
        "7KQ2M9XC0TRV41HNZB8D",
        " 7kq2 m9xc 0trv 41hn zb8d\r\n",
        "7KQ2-M9XC-OTRV-4IHN-ZB8D",
        "7kq2-m9xc-otrv-4lhn-zb8d",
        "7KQ2 - M9XC - 0TRV - 41HN - ZB8D",
        "7KQ2\xE2\x80\x93M9XC\xE2\x80\x94\x30TRV\xC2\xA0\x34\x31HN\xE2\x80\x91ZB8D",
        "--7K-Q2M9XC0TRV41HNZB8-D--",
    };
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct receipt receipt;
        assert_int_equal(receipt_parse(str_of(ways[i]), &receipt), OK);
        assert_string_equal(receipt.text, "7KQ2-M9XC-0TRV-41HN-ZB8D");
    }
}

static void what_is_no_receipt_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "----",
        "7KQ2-M9XC-0TRV-41HN-ZB8",
        "7KQ2-M9XC-0TRV-41HN-ZB8DD",
        "7KQ2-M9XC-0TRV-41HN-ZB8D 7KQ2-M9XC-0TRV-41HN-ZB8D 7KQ2-M9XC-0TRV-41HN-ZB8D",
        "7KQ2-M9XC-0TRV-41HN-ZB8U",
        "7KQ2_M9XC_0TRV_41HN_ZB8D",
        "7KQ2-M9XC-0TRV-41HN-ZB8\xC3\xA9",
        "7KQ2-M9XC-0TRV-41HN-ZB8*",
        "7KQ2-M9XC-0TRV-41HN-ZB8\xE2\x80",
    };
    struct receipt before = receipt_new();
    struct receipt receipt = before;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(receipt_parse(str_of(wrong[i]), &receipt), ERR_BAD_INPUT);
        assert_string_equal(receipt.text, before.text);
    }
    assert_int_equal(receipt_parse(STR("7KQ2M9XC0TRV41HNZB8\0"), &receipt), ERR_BAD_INPUT);
}

static void the_hash_is_of_the_receipt_not_of_the_typing(void **state)
{
    (void)state;
    struct secret *secret;
    struct receipt one;
    struct receipt two;
    assert_int_equal(secret_random(&secret), OK);
    assert_int_equal(receipt_parse(STR("7kq2m9xcotrv4lhnzb8d"), &one), OK);
    assert_int_equal(receipt_parse(STR("7KQ2-M9XC-0TRV-41HN-ZB8D"), &two), OK);
    struct secret_hash first = receipt_hash(secret, &one);
    struct secret_hash second = receipt_hash(secret, &two);
    assert_memory_equal(first.bytes, second.bytes, SECRET_HASH_BYTES);
    two = receipt_new();
    second = receipt_hash(secret, &two);
    assert_memory_not_equal(first.bytes, second.bytes, SECRET_HASH_BYTES);
    secret_done(secret);
}

static void a_seed_has_one_receipt(void **state)
{
    (void)state;
    struct secret *key, *other;
    assert_int_equal(secret_random(&key), OK);
    assert_int_equal(secret_random(&other), OK);
    struct receipt one = receipt_from(key, STR("/w abcdefghijklmnopqrstuv"));
    struct receipt same = receipt_from(key, STR("/w abcdefghijklmnopqrstuv"));
    struct receipt parsed;
    assert_string_equal(one.text, same.text);
    assert_int_equal(receipt_parse(str_of(one.text), &parsed), OK);
    assert_string_equal(parsed.text, one.text);
    struct receipt seed = receipt_from(key, STR("/w abcdefghijklmnopqrstuw"));
    struct receipt secret = receipt_from(other, STR("/w abcdefghijklmnopqrstuv"));
    assert_string_not_equal(one.text, seed.text);
    assert_string_not_equal(one.text, secret.text);
    secret_done(key);
    secret_done(other);
}

static void wiping_leaves_nothing(void **state)
{
    (void)state;
    const struct receipt nothing = {{0}};
    struct receipt receipt = receipt_new();
    receipt_wipe(&receipt);
    assert_memory_equal(&receipt, &nothing, sizeof receipt);
}

static uint64_t number_of(struct str text)
{
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    uint64_t number = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *at = strchr(digits, text.p[i]);
        assert_non_null(at);
        number = number << 5 | (uint64_t)(at - digits);
    }
    return number;
}

static void numbers_in_crockford(void **state)
{
    (void)state;
    assert_str(crockford_of(&arena, 0), "0");
    assert_str(crockford_of(&arena, 31), "Z");
    assert_str(crockford_of(&arena, 32), "10");
    assert_str(crockford_of(&arena, UINT64_MAX), "FZZZZZZZZZZZZ");
    for (int shift = 0; shift < 64; shift++) {
        uint64_t number = (uint64_t)0x9E3779B97F4A7C15U >> shift;
        struct str text = crockford_of(&arena, number);
        assert_true(number_of(text) == number);
        assert_true(text.p[0] != '0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_look_like_booking_numbers),
        cmocka_unit_test(they_differ_and_use_every_character),
        cmocka_unit_test(what_is_shown_can_be_read_back),
        cmocka_unit_test(the_ways_people_type_it),
        cmocka_unit_test(what_is_no_receipt_is_refused),
        cmocka_unit_test(the_hash_is_of_the_receipt_not_of_the_typing),
        cmocka_unit_test(a_seed_has_one_receipt),
        cmocka_unit_test(wiping_leaves_nothing),
        cmocka_unit_test(numbers_in_crockford),
    };
    return cmocka_run_group_tests_name("receipt", tests, set_up, tear_down);
}
