/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus recount: ends with EXIT_DONE only when there was nothing to correct.
 *
 * Looking holds nobody up: it counts on a steady snapshot of a reader. Repairing holds the write
 * lock, so a running server waits for it. */
#include <inttypes.h>
#include <stdio.h>

#include "command/command.h"
#include "command/store.h"
#include "domain/recount.h"

enum { DIFFERENCES_SHOWN = 1000 };

struct recount_in {
    struct store_options store;
    bool is_repair;
};

static void print_difference(void *context, const char *what, int64_t stored, int64_t counted)
{
    int *shown = context;
    if ((*shown)++ < DIFFERENCES_SHOWN)
        printf("%s: stored %" PRId64 ", counted %" PRId64 "\n", what, stored, counted);
}

static enum err recount(struct store *store, const void *options)
{
    const struct recount_in *in = options;
    int shown = 0;
    int64_t differences;
    if (in->is_repair)
        TRY(store_reopen(store));
    const struct recount counting = {
        .db = store->db,
        .arena = &store->arena,
        .key = store->key,
        .is_repair = in->is_repair,
        .difference = print_difference,
        .context = &shown,
    };
    enum err err = recount_run(&counting, &differences);
    if (err != OK) {
        command_fail("counting again did not succeed: %s", err_message(err));
        return err;
    }
    if (shown > DIFFERENCES_SHOWN)
        printf("… and more\n");
    printf("%" PRId64 " differences%s\n", differences,
           differences && in->is_repair ? ", corrected" : "");
    return differences == 0 ? OK : ERR_CONFLICT;
}

int command_recount(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        {"repair", OPTION_SWITCH, false, offsetof(struct recount_in, is_repair),
         "write what was counted; the server is better stopped meanwhile"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"recount", "Counts every figure again from the acts and prints what differs.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct recount_in),
        STORE_READ,
        recount,
    };
    return store_command_run(&command, argc, argv);
}
