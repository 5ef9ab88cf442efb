/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The program: the table of its commands. Everything else is in src/command/. */
#include <stdio.h>
#include <string.h>

#include "base/version.h"
#include "command/command.h"

static int version(void)
{
    puts("chorus " CHORUS_VERSION);
    return EXIT_DONE;
}

int main(int argc, char **argv)
{
    static const struct command commands[] = {
        {"serve", command_serve, "runs the server"},
        {"campaign", command_campaign, "adds, changes and shows campaigns"},
        {"hashtag", command_hashtag, "adds hashtags to a campaign's family"},
        {"person", command_person, "makes people with a receipt; gives roles"},
        {"figures", command_figures, "prints a campaign's figures"},
        {"recount", command_recount, "counts everything again and prints differences"},
        {"check", command_check, "looks whether everything is in order"},
        {"backup", command_backup, "copies the database while it is in use"},
        {"settings", command_settings, "prints every setting"},
    };
    static const struct command_table table = {NULL, commands,
                                               sizeof commands / sizeof commands[0]};
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return version();
    return command_run(&table, argc - 1, argv + 1);
}
