/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Options of a command: a declared table, read into the command's own struct.
 *
 * "--name value" and "--name=value"; switches take no value; lists may be repeated; operands
 * stand anywhere between, in the order of the table; "--" ends the options. Everything given
 * must be UTF-8. What was not declared is refused by name. */
#pragma once

#include "base/str.h"

enum { OPTION_LIST_MAX = 256 };

enum option_kind {
    OPTION_TEXT,     /* struct str; absent when it was not given */
    OPTION_SWITCH,   /* bool */
    OPTION_LIST,     /* struct option_list */
    OPTION_OPERAND,  /* struct str: a word without a name of its own */
    OPTION_OPERANDS, /* struct option_list: every word that is left; the last operand */
};

struct option_list {
    struct str items[OPTION_LIST_MAX];
    size_t n;
};

struct option {
    const char *name; /* without "--"; of an operand: as it stands in the help */
    enum option_kind kind;
    bool is_required;
    size_t at; /* offset in the command's struct */
    const char *help;
};

struct option_table {
    const char *command; /* "campaign add" */
    const char *help;    /* what it does, one line */
    const struct option *rows;
    size_t n;
};

/* True when the command may go on. False after "--help" (*exit_code EXIT_DONE) or a complaint
 * (EXIT_USAGE). *in must be zeroed; strings point into argv. */
NODISCARD bool options_read(const struct option_table *table, int argc, char **argv, void *in,
                            int *exit_code);

#define OPTIONS_COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
