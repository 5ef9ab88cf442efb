/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus settings: the table of os/config.def with its help, in the form of chorus.conf. */
#include <inttypes.h>
#include <stdio.h>

#include "command/command.h"
#include "command/options.h"
#include "os/config.h"

static void print_range(const struct config_row *row)
{
    switch (row->kind) {
    case CONFIG_NUMBER:
        printf("# %" PRId64 " to %" PRId64 "\n", row->low, row->high);
        return;
    case CONFIG_SWITCH:
        printf("# on or off\n");
        return;
    case CONFIG_TEXT:
        printf("# text, %" PRId64 " to %" PRId64 " characters\n", row->low, row->high);
        return;
    }
}

int command_settings(int argc, char **argv)
{
    static const struct option_table table = {
        "settings", "Prints every setting with its default, in the form of DIR/chorus.conf.", NULL,
        0};
    int exit_code;
    char none = 0;
    if (!options_read(&table, argc, argv, &none, &exit_code))
        return exit_code;
    for (size_t i = 0; i < config_rows_count; i++) {
        const struct config_row *row = &config_rows[i];
        printf("%s# %s\n", i ? "\n" : "", row->help);
        print_range(row);
        printf("# %s = %s\n", row->name, row->initial);
    }
    return EXIT_DONE;
}
