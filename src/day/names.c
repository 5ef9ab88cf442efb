/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Numbering names (names.h). For the start only: it searches from the beginning. */
#include "day/names.h"

int names_number(struct names *names, struct str name)
{
    if (names->n == 0)
        names->items[names->n++] = STR("");
    for (int i = 0; i < names->n; i++)
        if (str_eq(names->items[i], name))
            return i;
    if (names->n == NAMES_MAX)
        return 0;
    names->items[names->n] = name;
    return names->n++;
}
