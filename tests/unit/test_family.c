/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hashtags of a family, from specs and from files: all prepared before one is applied. */
#include "command/family.h"
#include "shell.h"

struct family_in {
    struct store_options store;
};

static struct str specs[3];
static size_t n_specs;
static enum err outcome;
static size_t found;
static struct str language;
static uint64_t commits;

static enum err read_specs(struct store *store, const void *in)
{
    (void)in;
    struct option_list list = {.n = n_specs};
    for (size_t i = 0; i < n_specs; i++)
        list.items[i] = specs[i];
    struct family family = {0};
    struct campaign campaign;
    outcome = family_from_specs(store, &list, &family);
    found = family.n;
    if (outcome != OK)
        return outcome;
    language = family.n > 0 ? arena_str(&store->arena, family.acts[0].hashtag.language) : STR("");
    found += str_eq(language, STR("es")) ? 100 : 0;
    TRY(store_campaign(store, STR("metoo"), &campaign));
    TRY(family_apply(store, &family, campaign.id));
    commits = revision_now(&store->revisions);
    return OK;
}

static int run(int argc, char **argv)
{
    static const struct option rows[] = {STORE_OPTION_DATA, STORE_OPTION_SET};
    static const struct store_command command = {
        {"test", "Reads specs.", rows, OPTIONS_COUNT(rows)},
        sizeof(struct family_in),
        STORE_WRITE,
        read_specs};
    return store_command_run(&command, argc, argv);
}

static void specs_are_read_and_applied(void **state)
{
    (void)state;
    shell_new_data("@a");
    specs[0] = STR("#NiUnaMenos:es:tell:AR");
    specs[1] = STR("EnaZeda");
    n_specs = 2;
    assert_int_equal(shell(run, "--data", "@a", NULL), EXIT_DONE);
    assert_int_equal(found, 102);
    assert_int_equal(shell(command_hashtag, "list", "--data", "@a", "--campaign", "metoo", NULL),
                     EXIT_DONE);
    assert_true(shell_says("NiUnaMenos\tes\tAR\ttell"));
    assert_true(shell_says("EnaZeda"));
}

/* Figures are read anew after each commit that changes a family. */
static void many_are_one_commit(void **state)
{
    (void)state;
    specs[0] = STR("EnaZeda");
    specs[1] = STR("NiUnaMenos");
    specs[2] = STR("MoiAussi");
    n_specs = 1;
    shell_new_data("@c");
    assert_int_equal(shell(run, "--data", "@c", NULL), EXIT_DONE);
    uint64_t for_one = commits;
    n_specs = COUNT(specs);
    shell_new_data("@d");
    assert_int_equal(shell(run, "--data", "@d", NULL), EXIT_DONE);
    assert_int_equal(commits, for_one);
}

static void one_mistake_stops_all(void **state)
{
    (void)state;
    shell_new_data("@b");
    specs[0] = STR("GoodOne:en");
    specs[1] = STR("bad tag");
    n_specs = 2;
    assert_int_equal(shell(run, "--data", "@b", NULL), EXIT_FAILED);
    assert_int_not_equal(outcome, OK);
    assert_true(shell_says("bad tag"));
    assert_int_equal(shell(command_hashtag, "list", "--data", "@b", "--campaign", "metoo", NULL),
                     EXIT_DONE);
    assert_false(shell_says("GoodOne"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(specs_are_read_and_applied),
        cmocka_unit_test(many_are_one_commit),
        cmocka_unit_test(one_mistake_stops_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
