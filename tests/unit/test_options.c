/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Options by their table: every form, and every refusal with its exit code. */
#include "command/options.h"

#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "scratch.h"

struct in {
    struct str place, name;
    struct option_list sets, files;
    bool is_dry;
};

static const struct option rows[] = {
    {"place", OPTION_TEXT, true, offsetof(struct in, place), "where"},
    {"NAME", OPTION_OPERAND, true, offsetof(struct in, name), "what"},
    {"set", OPTION_LIST, false, offsetof(struct in, sets), "more"},
    {"dry", OPTION_SWITCH, false, offsetof(struct in, is_dry), "only look"},
};
static const struct option_table table = {"try", "tries", rows, OPTIONS_COUNT(rows)};

#define READ(in, code, ...)                                                                        \
    read_words((in), (code), (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)),        \
               (const char *[]){__VA_ARGS__})

static bool read_words(struct in *in, int *code, int n, const char **words)
{
    static char kept[16][64]; /* what was read points into it */
    char *argv[16];
    for (int i = 0; i < n; i++) {
        snprintf(kept[i], sizeof kept[i], "%s", words[i]);
        argv[i] = kept[i];
    }
    *in = (struct in){.is_dry = false};
    return options_read(&table, n, argv, in, code);
}

static void every_form(void **state)
{
    (void)state;
    struct in in;
    int code;
    assert_true(READ(&in, &code, "--place", "here", "it", "--set", "a=1", "--set=b=2", "--dry"));
    assert_str(in.place, "here");
    assert_str(in.name, "it");
    assert_int_equal(in.sets.n, 2);
    assert_str(in.sets.items[0], "a=1");
    assert_str(in.sets.items[1], "b=2");
    assert_true(in.is_dry);
    assert_true(READ(&in, &code, "--place=there", "--", "--it"));
    assert_str(in.place, "there");
    assert_str(in.name, "--it");
    assert_false(in.is_dry);
}

static void refusals(void **state)
{
    (void)state;
    static const struct {
        const char *words[4];
        int n;
        const char *why;
    } cases[] = {
        {{"--place", "here"}, 2, "NAME is missing"},
        {{"it"}, 1, "--place is missing"},
        {{"--place=", "it"}, 2, "--place is missing"},
        {{"--place=x", "it", "--plaice=y"}, 3, "unknown option --plaice"},
        {{"--place=x", "it", "--place=y"}, 3, "--place was given twice"},
        {{"--place=x", "it", "more"}, 3, "\"more\" is one word too many"},
        {{"it", "--place"}, 2, "--place needs a value"},
        {{"--place=x", "it", "--dry=1"}, 3, "--dry takes no value"},
        {{"--place=\xFF", "it"}, 2, "the value of --place is not UTF-8"},
        {{"--place=x", "\xC3"}, 2, "NAME is not UTF-8"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct in in;
        int code = -1;
        const char *words[4];
        memcpy(words, cases[i].words, sizeof words);
        scratch_errors_begin();
        bool is_read = read_words(&in, &code, cases[i].n, words);
        const char *errors = scratch_errors_end();
        assert_false(is_read);
        assert_int_equal(code, EXIT_USAGE);
        assert_non_null(strstr(errors, cases[i].why));
        assert_non_null(strstr(errors, "usage: chorus try"));
    }
}

/* Every word that is left, at least one. */
static void a_list_of_operands(void **state)
{
    (void)state;
    static const struct option many[] = {
        {"set", OPTION_LIST, false, offsetof(struct in, sets), "more"},
        {"FILE", OPTION_OPERANDS, true, offsetof(struct in, files), "which"},
    };
    static const struct option_table files = {"try", "tries", many, OPTIONS_COUNT(many)};
    char *words[] = {(char[]){"a"}, (char[]){"--set"}, (char[]){"x=1"}, (char[]){"b"}};
    struct in in = {.is_dry = false};
    int code;
    assert_true(options_read(&files, 4, words, &in, &code));
    assert_int_equal(in.files.n, 2);
    assert_str(in.files.items[1], "b");
    in = (struct in){.is_dry = false};
    scratch_errors_begin();
    bool is_read = options_read(&files, 0, NULL, &in, &code);
    const char *said = scratch_errors_end();
    assert_false(is_read);
    assert_int_equal(code, EXIT_USAGE);
    assert_non_null(strstr(said, "FILE is missing"));
    assert_non_null(strstr(said, " FILE …"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form),
        cmocka_unit_test(refusals),
        cmocka_unit_test(a_list_of_operands),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
