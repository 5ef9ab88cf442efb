/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Prints docs/errors.md from src/base/err.def. */
#include <stdio.h>

#include "base/err.h"

int main(void)
{
    printf("<!-- Made by `make docs` from src/base/err.def. -->\n\n# Errors\n\n"
           "The API answers `{\"error\": text}`, pages a page. Where an input was refused, the "
           "text says which and why, and `details` names it as Mastodon does.\n\n"
           "| Name | HTTP status | Text |\n|---|---|---|\n");
    for (int i = 1; i < ERR_COUNT; i++)
        printf("| %s | %d | %s |\n", err_name((enum err)i), err_status((enum err)i),
               err_message((enum err)i));
    return 0;
}
