/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus check: one line for each thing looked at, "ok" or "FAILED", the reason on standard
 * error. Changes nothing, so it may run beside the server. */
#include <inttypes.h>
#include <stdio.h>

#include "command/command.h"
#include "command/store.h"
#include "domain/recount.h"
#include "os/file.h"

struct check_in {
    struct store_options store;
};

static enum err check_private(const char *path)
{
    enum err err = file_check_private(path);
    if (err == ERR_FORBIDDEN)
        command_fail("%s can be read or written by others; chmod go= %s", path, path);
    else if (err == ERR_NOT_FOUND)
        command_fail("%s is not there", path);
    return err;
}

static enum err check_dir(struct store *store, const struct store_options *options)
{
    (void)options;
    return check_private(store->dir);
}

static enum err check_key(struct store *store, const struct store_options *options)
{
    (void)options;
    /* not made here: secret_load would make what is missing */
    TRY(check_private(store->key_path));
    return secret_load(store->key_path, &store->key);
}

static enum err check_database(struct store *store, const struct store_options *options)
{
    (void)options;
    TRY(check_private(store->database_path));
    return store_reader(store);
}

static enum err check_integrity(struct store *store, const struct store_options *options)
{
    (void)options;
    return store->db ? db_integrity(store->db) : ERR_NOT_FOUND;
}

static void print_difference(void *context, const char *what, int64_t stored, int64_t counted)
{
    (void)context;
    fprintf(stderr, "%s: stored %" PRId64 ", counted %" PRId64 "\n", what, stored, counted);
}

static enum err check_counts(struct store *store, const struct store_options *options)
{
    int64_t differences;
    (void)options;
    if (!store->db)
        return ERR_NOT_FOUND;
    const struct recount counting = {
        .db = store->db,
        .arena = &store->arena,
        .key = store->key,
        .difference = print_difference,
    };
    TRY(recount_run(&counting, &differences));
    return differences == 0 ? OK : ERR_CONFLICT;
}

static enum err check(struct store *store, const void *options)
{
    static const struct {
        const char *what;
        enum err (*look)(struct store *store, const struct store_options *options);
    } checks[] = {
        {"settings", store_settings},
        {"directory is private", check_dir},
        {"key", check_key},
        {"database", check_database},
        {"integrity", check_integrity},
        {"figures equal their recount", check_counts},
    };
    enum err worst = OK;
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        enum err err = checks[i].look(store, options);
        printf("%-6s %s\n", err == OK ? "ok" : "FAILED", checks[i].what);
        fflush(stdout);
        if (err != OK)
            worst = err;
    }
    return worst;
}

int command_check(int argc, char **argv)
{
    static const struct option rows[] = {STORE_OPTION_DATA, STORE_OPTION_SET};
    static const struct store_command command = {
        {"check", "Looks at settings, permissions, key, database and figures.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct check_in),
        STORE_NONE,
        check,
    };
    return store_command_run(&command, argc, argv);
}
