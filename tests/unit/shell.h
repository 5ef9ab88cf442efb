/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The program's commands, run within the test as somebody at a shell runs them. */
#pragma once

#include "command/command.h"
#include "scratch.h"

/* Runs the command with these words (NULL after the last); returns what the program would end with.
 * "@name" is the scratch folder's path of that name. */
int shell(int (*command)(int argc, char **argv), ...);
/* What the last one printed on standard output and on standard error. */
const char *shell_out(void);
const char *shell_errors(void);
bool shell_says(const char *text);

/* A data directory "@name" with the campaign metoo (#MeToo, #YoTambién). */
void shell_new_data(const char *name);
