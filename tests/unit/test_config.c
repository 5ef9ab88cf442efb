/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Settings: defaults, flags, files, and errors that say where and what. */
#include <stdio.h>
#include <string.h>

#include "os/config.h"
#include "scratch.h"

static struct arena arena;
static struct config config;

static int set_up(void **state)
{
    (void)state;
    if (arena_init(&arena, 1 << 20) != OK)
        return -1;
    config_init(&config, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void defaults_are_those_of_the_table(void **state)
{
    (void)state;
    assert_int_equal(config.workers, 2);
    assert_true(config.limits);
    assert_str(config.server_name, "Chorus");
    assert_str(config.public_url, "");
    assert_str(config.log_level, "info");
}

static void every_row_takes_its_own_default(void **state)
{
    (void)state;
    const char *why;
    assert_true(config_rows_count > 10);
    for (size_t i = 0; i < config_rows_count; i++) {
        const struct config_row *row = &config_rows[i];
        assert_int_equal(config_set(&config, &arena, str_of(row->name), str_of(row->initial), &why),
                         OK);
        assert_true(strlen(row->help) > 0);
    }
}

static enum err set(const char *name, const char *value, const char **why)
{
    return config_set(&config, &arena, str_of(name), str_of(value), why);
}

static void values_are_set(void **state)
{
    (void)state;
    const char *why = NULL;
    assert_int_equal(set("workers", "64", &why), OK);
    assert_int_equal(config.workers, 64);
    assert_int_equal(set("limits", "off", &why), OK);
    assert_false(config.limits);
    assert_int_equal(set("server_name", "Ch\xC3\xB8r", &why), OK);
    assert_str(config.server_name, "Ch\xC3\xB8r");
    assert_int_equal(set("contact", "", &why), OK);
    assert_str(config.contact, "");
    assert_null(why);
}

static void assert_refused(const char *name, const char *value, const char *wanted)
{
    const struct config before = config;
    const char *why = NULL;
    assert_int_equal(set(name, value, &why), ERR_BAD_INPUT);
    assert_string_equal(why, wanted);
    assert_memory_equal(&config, &before, sizeof config);
}

static void wrong_values_are_refused_and_change_nothing(void **state)
{
    (void)state;
    assert_refused("workers", "0", "workers is a number from 1 to 64");
    assert_refused("workers", "65", "workers is a number from 1 to 64");
    assert_refused("workers", "two", "workers is a number from 1 to 64");
    assert_refused("workers", "", "workers is a number from 1 to 64");
    assert_refused("limits", "yes", "limits is on or off");
    assert_refused("limits", "", "limits is on or off");
    assert_refused("server_name", "", "server_name is a line of text of 1 to 100 characters");
    assert_refused("server_name", "a\nb", "server_name is a line of text of 1 to 100 characters");
    assert_refused("server_name", "\xFF", "server_name is a line of text of 1 to 100 characters");
    assert_refused("worker", "2", "there is no setting \"worker\"");
    assert_refused("Workers", "2", "there is no setting \"Workers\"");
    assert_refused("", "2", "there is no setting \"\"");
}

static void lengths_are_counted_in_characters(void **state)
{
    (void)state;
    char name[201];
    for (size_t i = 0; i < 200; i += 2)
        memcpy(name + i, "\xC3\xA9", 2);
    name[200] = '\0';
    const char *why = NULL;
    assert_int_equal(set("server_name", name, &why), OK);
    assert_int_equal(config.server_name.n, 200);
    char longer[102];
    memset(longer, 'a', 101);
    longer[101] = '\0';
    assert_refused("server_name", longer, "server_name is a line of text of 1 to 100 characters");
}

static void a_file_is_read(void **state)
{
    (void)state;
    const char *path = scratch_file("chorus.conf",
                                    STR("# settings\n\nworkers = 4\n  contact=a = b  \r\n"
                                        "\tlimits =off\nworkers = 5"),
                                    0600);
    assert_int_equal(config_read(&config, &arena, path), OK);
    assert_int_equal(config.workers, 5);
    assert_str(config.contact, "a = b");
    assert_false(config.limits);
}

static void a_missing_file_is_fine(void **state)
{
    (void)state;
    assert_int_equal(config_read(&config, &arena, scratch_path("none.conf")), OK);
    assert_int_equal(config.workers, 2);
}

static void assert_file_refused(struct str content, const char *wanted)
{
    const char *path = scratch_file("wrong.conf", content, 0600);
    char line[8192];
    snprintf(line, sizeof line, "%s%s\n", path, wanted);
    scratch_errors_begin();
    enum err err = config_read(&config, &arena, path);
    const char *lines = scratch_errors_end();
    assert_int_equal(err, ERR_BAD_INPUT);
    assert_string_equal(lines, line);
}

static void errors_name_the_file_and_the_line(void **state)
{
    (void)state;
    assert_file_refused(STR("\n# a\nworkrs = 4\n"), ":3: there is no setting \"workrs\"");
    assert_file_refused(STR("workers = many"), ":1: workers is a number from 1 to 64");
    assert_file_refused(STR("limits = on\nlimits\n"),
                        ":2: this is not a line of the form: name = value");
    assert_file_refused(STR("workers = 2 # two\n"), ":1: workers is a number from 1 to 64");
}

static void a_file_that_is_too_long_is_refused(void **state)
{
    (void)state;
    static char text[70000];
    memset(text, '#', sizeof text);
    assert_file_refused((struct str){text, sizeof text}, ": is too long");
}

#define WITH_CONFIG(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_CONFIG(defaults_are_those_of_the_table),
        WITH_CONFIG(every_row_takes_its_own_default),
        WITH_CONFIG(values_are_set),
        WITH_CONFIG(wrong_values_are_refused_and_change_nothing),
        WITH_CONFIG(lengths_are_counted_in_characters),
        WITH_CONFIG(a_file_is_read),
        WITH_CONFIG(a_missing_file_is_fine),
        WITH_CONFIG(errors_name_the_file_and_the_line),
        WITH_CONFIG(a_file_that_is_too_long_is_refused),
    };
    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
