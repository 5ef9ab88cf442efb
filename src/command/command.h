/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The command line: one table of commands, each of them one file of this folder.
 *
 * A command is a noun; most have actions, which are commands below it ("campaign add"). What a
 * command prints on standard output is its result; complaints go to standard error as
 * "chorus: …" and say what to do. No command logs words of people, receipts or tokens. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/bug.h"

/* What the program ends with. */
enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct command {
    const char *name;
    /* The words after the name. Returns one of the EXIT_ values. */
    int (*run)(int argc, char **argv);
    const char *help; /* one line */
};

struct command_table {
    const char *noun; /* "campaign"; NULL for the program itself */
    const struct command *rows;
    size_t n;
};

/* Finds the command named by argv[0] and runs it with the words after it. "help" and "--help"
 * print the table; no word or an unknown one prints it as a complaint, EXIT_USAGE. */
int command_run(const struct command_table *table, int argc, char **argv);

/* Whether `word` names a row. */
bool command_has(const struct command_table *table, const char *word);

/* Prints "chorus: …" on standard error; returns EXIT_FAILED. */
int command_fail(const char *format, ...) PRINTF_LIKE(1, 2);

int command_backup(int argc, char **argv);
int command_campaign(int argc, char **argv);
int command_check(int argc, char **argv);
int command_figures(int argc, char **argv);
int command_hashtag(int argc, char **argv);
int command_help(int argc, char **argv);
/* The actions of command_help: "chorus help WORD" means the help directory only for these. */
extern const struct command_table command_help_table;
int command_moderation(int argc, char **argv);
int command_person(int argc, char **argv);
int command_recount(int argc, char **argv);
int command_serve(int argc, char **argv);
int command_settings(int argc, char **argv);
