/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The data directory as commands use it: made private, not made by readers. */
#include <sys/stat.h>
#include <unistd.h>

#include "command/store.h"
#include "shell.h"

static struct store_options at(const char *name)
{
    return (struct store_options){.data = str_of(scratch_path(name))};
}

struct seen_in {
    struct store_options store;
};

static bool seen;

static enum err look(struct store *store, const void *in)
{
    (void)in;
    seen = store->db != NULL && store->key != NULL;
    return OK;
}

static int run(enum store_use use, int argc, char **argv)
{
    static const struct option rows[] = {STORE_OPTION_DATA, STORE_OPTION_SET};
    const struct store_command command = {
        {"test", "Looks.", rows, OPTIONS_COUNT(rows)}, sizeof(struct seen_in), use, look};
    seen = false;
    return store_command_run(&command, argc, argv);
}

static int writing(int argc, char **argv)
{
    return run(STORE_WRITE, argc, argv);
}

static int reading(int argc, char **argv)
{
    return run(STORE_READ, argc, argv);
}

static void a_writer_makes_it_private(void **state)
{
    (void)state;
    assert_int_equal(shell(writing, "--data", "@made", NULL), EXIT_DONE);
    assert_true(seen);
    static const char *const names[] = {"made", "made/chorus.db", "made/secret.key"};
    for (size_t i = 0; i < COUNT(names); i++) {
        struct stat found;
        assert_int_equal(stat(scratch_path(names[i]), &found), 0);
        assert_int_equal(found.st_mode & 077, 0);
    }
    assert_int_equal(shell(reading, "--data", "@made", NULL), EXIT_DONE);
    assert_true(seen);
}

static void a_reader_makes_nothing(void **state)
{
    (void)state;
    assert_int_equal(shell(reading, "--data", "@nowhere", NULL), EXIT_FAILED);
    assert_false(seen);
    assert_int_equal(access(scratch_path("nowhere"), F_OK), -1);
}

static void settings_in_their_order(void **state)
{
    (void)state;
    struct store store = {.config_path = scratch_path("set/chorus.conf")};
    struct store_options options = at("set");
    assert_int_equal(mkdir(scratch_path("set"), 0700), 0);
    scratch_file("set/chorus.conf", STR("workers = 3\n"), 0600);
    options.set.items[options.set.n++] = STR("text_max=2000");
    assert_int_equal(arena_init(&store.arena, 1 << 20), OK);
    assert_int_equal(store_settings(&store, &options), OK);
    assert_int_equal(store.config.workers, 3);
    assert_int_equal(store.config.text_max, 2000);
    arena_done(&store.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_writer_makes_it_private),
        cmocka_unit_test(a_reader_makes_nothing),
        cmocka_unit_test(settings_in_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
