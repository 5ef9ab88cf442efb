/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Prints docs/settings.md from src/os/config.def. */
#include <stdio.h>

#include "os/config.h"

static void print_row(const struct config_row *row)
{
    printf("| `%s` | ", row->name);
    if (row->initial[0])
        printf("`%s`", row->initial);
    if (row->kind == CONFIG_NUMBER)
        printf(" | %lld to %lld | ", (long long)row->low, (long long)row->high);
    else if (row->kind == CONFIG_SWITCH)
        printf(" | on, off | ");
    else
        printf(" | text of %lld to %lld | ", (long long)row->low, (long long)row->high);
    printf("%s |\n", row->help);
}

int main(void)
{
    printf("<!-- Made by `make docs` from src/os/config.def. -->\n\n# Settings\n\n"
           "In `DIR/chorus.conf`, one a line as `name = value`, or with `--set name=value`, which "
           "wins. A name that is not here is refused with the number of its line. Secrets are "
           "never settings.\n\n"
           "| Name | Without it | Values | What it is |\n|---|---|---|---|\n");
    for (size_t i = 0; i < config_rows_count; i++)
        print_row(&config_rows[i]);
    return 0;
}
