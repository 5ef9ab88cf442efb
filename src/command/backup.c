/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus backup: a consistent copy of the database while it is in use. */
#include <stdio.h>

#include "command/command.h"
#include "command/store.h"

struct backup_in {
    struct store_options store;
    struct str file;
};

static enum err backup(struct store *store, const void *options)
{
    const struct backup_in *in = options;
    const char *path = arena_z(&store->arena, in->file);
    enum err err = db_backup(store->db, path);
    if (err == ERR_CONFLICT)
        command_fail("%s is there already; a backup overwrites nothing", path);
    else if (err != OK)
        command_fail("the copy could not be made");
    else
        printf("%s holds the database. It does not hold %s: keep a copy of that key apart from it, "
               "once; both together are needed to start again.\n",
               path, store->key_path);
    return err;
}

int command_backup(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        {"FILE", OPTION_OPERAND, true, offsetof(struct backup_in, file), "the copy; a new file"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"backup", "Copies the database into FILE, also while the server runs.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct backup_in),
        STORE_COPY,
        backup,
    };
    return store_command_run(&command, argc, argv);
}
