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

/* "help" asks for this program's usage ("help", "help serve") unless a word follows that is an
 * action of the help directory ("help import"). */
static bool is_about_usage(int argc, char **argv)
{
    return argc > 1 && strcmp(argv[1], "help") == 0 &&
           (argc == 2 || !command_has(&command_help_table, argv[2]));
}

static int usage(const struct command_table *table, int argc, char **argv)
{
    char option[] = "--help";
    char *words[] = {argc > 2 ? argv[2] : option, option};
    return command_run(table, argc > 2 ? 2 : 1, words);
}

int main(int argc, char **argv)
{
    static const struct command commands[] = {
        {"serve", command_serve, "runs the server"},
        {"campaign", command_campaign, "adds, changes and shows campaigns"},
        {"hashtag", command_hashtag, "adds hashtags to a campaign's family"},
        {"help", command_help, "fills and checks the directory of people who listen"},
        {"person", command_person, "makes people with a receipt; gives roles"},
        {"moderation", command_moderation, "takes over lists of blocked accounts"},
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
    if (is_about_usage(argc, argv))
        return usage(&table, argc, argv);
    return command_run(&table, argc - 1, argv + 1);
}
