/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding a command in a table and running it. Reads no options: that is options.c. */
#include "command/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void print_table(FILE *out, const struct command_table *table)
{
    const char *noun = table->noun ? table->noun : "COMMAND";
    fprintf(out, "chorus %s%s\n", noun, table->noun ? " ACTION" : " …");
    for (size_t i = 0; i < table->n; i++)
        fprintf(out, "  %-10s %s\n", table->rows[i].name, table->rows[i].help);
    fprintf(out, "chorus %s%s --help says more.\n", noun, table->noun ? " ACTION" : "");
}

bool command_has(const struct command_table *table, const char *word)
{
    for (size_t i = 0; i < table->n; i++)
        if (strcmp(word, table->rows[i].name) == 0)
            return true;
    return false;
}

int command_run(const struct command_table *table, int argc, char **argv)
{
    if (argc < 1) {
        print_table(stderr, table);
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < table->n; i++) {
        if (strcmp(argv[0], table->rows[i].name) == 0)
            return table->rows[i].run(argc - 1, argv + 1);
    }
    if (strcmp(argv[0], "help") == 0 || strcmp(argv[0], "--help") == 0) {
        print_table(stdout, table);
        return EXIT_DONE;
    }
    fprintf(stderr, "chorus: there is no %s \"%s\"\n", table->noun ? "action" : "command", argv[0]);
    print_table(stderr, table);
    return EXIT_USAGE;
}

int command_fail(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fputs("chorus: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    return EXIT_FAILED;
}
