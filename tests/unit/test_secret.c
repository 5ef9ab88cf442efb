/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keys in files, keyed hashes, and the encodings. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/secret.h"
#include "crypto/key_ring.h"
#include "scratch.h"

static const char raw_key[SECRET_BYTES + 1] = "0123456789abcdef0123456789abcdeX";

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

static bool same_hash(const struct secret *a, const struct secret *b)
{
    struct secret_hash first = secret_hash(a, SECRET_TOKEN, STR("x"));
    struct secret_hash second = secret_hash(b, SECRET_TOKEN, STR("x"));
    return secret_equal(secret_hash_str(&first), secret_hash_str(&second));
}

static void a_key_is_made_once_and_private(void **state)
{
    (void)state;
    const char *path = scratch_path("made.key");
    struct secret *first;
    struct secret *second;
    struct stat file;
    assert_int_equal(secret_load(path, &first), OK);
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_size, SECRET_BYTES);
    assert_int_equal(file.st_mode & 0777, 0600);
    assert_int_equal(access(scratch_path("made.key.part"), F_OK), -1);
    assert_int_equal(secret_load(path, &second), OK);
    assert_true(same_hash(first, second));
    secret_done(first);
    secret_done(second);
    secret_done(NULL);
}

/* AddressSanitizer makes mlock do nothing. */
#if defined(__has_feature)
#define LOCKS_NOTHING __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define LOCKS_NOTHING 1
#else
#define LOCKS_NOTHING 0
#endif

/* Reads a number in hexadecimal digits and goes past it. */
static uintptr_t read_hex(const char **text)
{
    static const char digits[] = "0123456789abcdef";
    uintptr_t number = 0;
    for (; **text != '\0' && strchr(digits, **text) != NULL; ++*text)
        number = number * 16 + (uintptr_t)(strchr(digits, **text) - digits);
    return number;
}

/* Whether the line of smaps begins a mapping ("from-to rw-p …"), and p lies in it. */
static bool is_head(const char *line, const void *p, bool *is_there)
{
    uintptr_t from = read_hex(&line);
    if (*line++ != '-')
        return false;
    *is_there = (uintptr_t)p >= from && (uintptr_t)p < read_hex(&line);
    return true;
}

/* Whether the mapping of p has this flag ("VmFlags:" of smaps: lo locked, dd not dumped). */
static bool is_mapped_as(const void *p, const char *flag)
{
    char line[512];
    bool is_there = false;
    bool has_flag = false;
    FILE *maps = fopen("/proc/self/smaps", "r");
    assert_non_null(maps);
    while (fgets(line, sizeof line, maps) != NULL) {
        if (!is_head(line, p, &is_there) && is_there && strncmp(line, "VmFlags:", 8) == 0)
            has_flag = strstr(line, flag) != NULL;
    }
    fclose(maps);
    return has_flag;
}

static void h10_keys_are_locked_and_not_dumped(void **state)
{
    (void)state;
    struct secret *secret;
    assert_int_equal(secret_random(&secret), OK);
    assert_true(LOCKS_NOTHING || is_mapped_as(secret, " lo"));
    assert_true(is_mapped_as(secret, " dd"));
    assert_false(is_mapped_as(secret, " wr"));  /* read only once they are made */
    assert_false(is_mapped_as(&secret, " dd")); /* the test can tell */
    secret_done(secret);
}

/* Those that stand for senders, for an hour. */
static void h10_short_lived_keys_are_locked_and_not_dumped(void **state)
{
    (void)state;
    struct key_ring *ring = key_ring_new();
    assert_non_null(ring);
    assert_true(LOCKS_NOTHING || is_mapped_as(ring, " lo"));
    assert_true(is_mapped_as(ring, " dd"));
    key_ring_free(ring);
}

static void what_is_sealed_opens_here_only(void **state)
{
    (void)state;
    struct secret *secret;
    struct secret *other;
    struct str out = STR("untouched");
    assert_int_equal(secret_random(&secret), OK);
    assert_int_equal(secret_random(&other), OK);
    struct str sealed = secret_seal(secret, &arena, STR("7KQ2-M9XC"));
    assert_int_equal(secret_unseal(other, &arena, sealed, &out), ERR_BAD_INPUT);
    assert_int_equal(secret_unseal(secret, &arena, STR(""), &out), ERR_BAD_INPUT);
    assert_int_equal(secret_unseal(secret, &arena, (struct str){0}, &out), ERR_BAD_INPUT);
    for (size_t i = 0; i < sealed.n; i++) {
        char *changed = arena_array(&arena, char, sealed.n);
        memcpy(changed, sealed.p, sealed.n);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        struct str text = {changed, i + 1 == sealed.n ? sealed.n - 1 : sealed.n};
        assert_int_equal(secret_unseal(secret, &arena, text, &out), ERR_BAD_INPUT);
    }
    assert_str(out, "untouched");
    assert_int_equal(secret_unseal(secret, &arena, sealed, &out), OK);
    assert_str(out, "7KQ2-M9XC");
    struct str again = secret_seal(secret, &arena, STR("7KQ2-M9XC"));
    assert_int_equal(again.n, sealed.n);
    assert_false(str_eq(again, sealed));
    sealed = secret_seal(secret, &arena, STR(""));
    assert_int_equal(secret_unseal(secret, &arena, sealed, &out), OK);
    assert_int_equal(out.n, 0);
    secret_done(secret);
    secret_done(other);
}

static void keys_differ(void **state)
{
    (void)state;
    struct secret *first;
    struct secret *second;
    assert_int_equal(secret_random(&first), OK);
    assert_int_equal(secret_random(&second), OK);
    assert_false(same_hash(first, second));
    secret_done(first);
    secret_done(second);
}

static void assert_refused(const char *path, const char *why)
{
    struct secret *secret = NULL;
    scratch_errors_begin();
    enum err err = secret_load(path, &secret);
    const char *lines = scratch_errors_end();
    assert_int_equal(err, ERR_STORAGE);
    assert_null(secret);
    assert_non_null(strstr(lines, why));
}

static void wrong_key_files_are_refused(void **state)
{
    (void)state;
    struct str key = {raw_key, SECRET_BYTES};
    assert_refused(scratch_file("short.key", str_sub(key, 0, 31), 0600), "32 bytes");
    assert_refused(scratch_file("empty.key", STR(""), 0600), "32 bytes");
    assert_refused(scratch_file("long.key", (struct str){raw_key, 33}, 0600), "32 bytes");
    assert_refused(scratch_file("group.key", key, 0640), "chmod 600");
    assert_refused(scratch_file("others.key", key, 0604), "chmod 600");
    assert_refused(scratch_dir(), "32 bytes");
    assert_refused(scratch_path("nowhere/some.key"), "No such file");
    struct secret *secret;
    assert_int_equal(secret_load(scratch_file("good.key", key, 0400), &secret), OK);
    secret_done(secret);
}

static void each_purpose_has_its_own_hash(void **state)
{
    (void)state;
    struct secret *secret;
    assert_int_equal(secret_random(&secret), OK);
    for (int a = SECRET_RECEIPT; a <= SECRET_SEAL; a++) {
        for (int b = SECRET_RECEIPT; b <= SECRET_SEAL; b++) {
            struct secret_hash first = secret_hash(secret, (enum secret_purpose)a, STR("token"));
            struct secret_hash second = secret_hash(secret, (enum secret_purpose)b, STR("token"));
            assert_int_equal(secret_equal(secret_hash_str(&first), secret_hash_str(&second)),
                             a == b);
        }
    }
    secret_done(secret);
}

static void each_message_has_its_own_hash(void **state)
{
    (void)state;
    struct secret *secret;
    assert_int_equal(secret_random(&secret), OK);
    struct secret_hash first = secret_hash(secret, SECRET_TOKEN, STR("a"));
    struct secret_hash second = secret_hash(secret, SECRET_TOKEN, STR("a\0"));
    struct secret_hash empty = secret_hash(secret, SECRET_TOKEN, (struct str){NULL, 0});
    assert_false(secret_equal(secret_hash_str(&first), secret_hash_str(&second)));
    assert_false(secret_equal(secret_hash_str(&first), secret_hash_str(&empty)));
    secret_done(secret);
}

/* The derivation must never change: stored receipts and tokens hang on it. */
static void hashes_stay_the_same_for_ever(void **state)
{
    (void)state;
    struct secret *secret;
    const char *path = scratch_file("fixed.key", (struct str){raw_key, SECRET_BYTES}, 0600);
    assert_int_equal(secret_load(path, &secret), OK);
    struct secret_hash hash = secret_hash(secret, SECRET_RECEIPT, STR("7KQ2-M9XC-0TRV-41HN-ZB8D"));
    assert_str(secret_base64url(&arena, secret_hash_str(&hash)), "gcvANtsZ8PHGQUEldAyfnA");
    secret_done(secret);
}

static void use_no_purpose(void)
{
    struct secret *secret;
    if (secret_random(&secret) == OK)
        secret_hash(secret, (enum secret_purpose)0, STR("x"));
}

static void a_hash_without_purpose_is_a_bug(void **state)
{
    (void)state;
    assert_true(scratch_stops(use_no_purpose));
}

static void comparing(void **state)
{
    (void)state;
    assert_true(secret_equal(STR("abc"), STR("abc")));
    assert_false(secret_equal(STR("abc"), STR("abd")));
    assert_false(secret_equal(STR("abc"), STR("ab")));
    assert_true(secret_equal(STR(""), (struct str){NULL, 0}));
}

static void random_bytes_and_wiping(void **state)
{
    (void)state;
    char bytes[64] = {0};
    const char zeros[64] = {0};
    secret_bytes(bytes, sizeof bytes);
    assert_memory_not_equal(bytes, zeros, sizeof bytes);
    secret_wipe(bytes, sizeof bytes);
    assert_memory_equal(bytes, zeros, sizeof bytes);
}

static void short_hashes_and_checksums(void **state)
{
    (void)state;
    struct secret_short_hash a = secret_short_hash(STR("a")), b = secret_short_hash(STR("b"));
    struct secret_short_hash again = secret_short_hash(STR("a"));
    assert_true(a.number == again.number && a.rest == again.rest);
    assert_true(a.number != b.number && a.rest != b.rest && a.number != a.rest);
    assert_true(secret_checksum(STR("a")) == secret_checksum(STR("a")));
    assert_true(secret_checksum(STR("a")) != secret_checksum(STR("")));
}

static void sha256_of_rfc_7636(void **state)
{
    (void)state;
    struct str hash = secret_sha256(&arena, STR("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
    assert_str(secret_base64url(&arena, hash), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void base64url_comes_back(void **state)
{
    (void)state;
    char bytes[67];
    for (size_t n = 0; n <= sizeof bytes; n++) {
        struct str back;
        secret_bytes(bytes, n);
        struct str text = secret_base64url(&arena, (struct str){bytes, n});
        assert_int_equal(str_find(text, '='), text.n);
        assert_int_equal(secret_unbase64url(&arena, text, &back), OK);
        assert_int_equal(back.n, n);
        assert_memory_equal(back.p, bytes, n);
    }
    assert_str(secret_base64url(&arena, STR("\xFB\xFF")), "-_8");
}

static void what_is_no_base64url_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"a",      "ab==", "a+b_",  "a/b_", "ab cd",
                                        "abcd\n", "ab!d", "abcde", "-_9"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct str out = STR("untouched");
        assert_int_equal(secret_unbase64url(&arena, str_of(wrong[i]), &out), ERR_BAD_INPUT);
        assert_str(out, "untouched");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_made_once_and_private),
        cmocka_unit_test(h10_keys_are_locked_and_not_dumped),
        cmocka_unit_test(h10_short_lived_keys_are_locked_and_not_dumped),
        cmocka_unit_test(what_is_sealed_opens_here_only),
        cmocka_unit_test(keys_differ),
        cmocka_unit_test(wrong_key_files_are_refused),
        cmocka_unit_test(each_purpose_has_its_own_hash),
        cmocka_unit_test(each_message_has_its_own_hash),
        cmocka_unit_test(hashes_stay_the_same_for_ever),
        cmocka_unit_test(a_hash_without_purpose_is_a_bug),
        cmocka_unit_test(comparing),
        cmocka_unit_test(random_bytes_and_wiping),
        cmocka_unit_test(short_hashes_and_checksums),
        cmocka_unit_test(sha256_of_rfc_7636),
        cmocka_unit_test(base64url_comes_back),
        cmocka_unit_test(what_is_no_base64url_is_refused),
    };
    return cmocka_run_group_tests_name("secret", tests, set_up, tear_down);
}
