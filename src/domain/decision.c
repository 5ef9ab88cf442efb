/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The names of decisions (decision.h). */
#include "domain/decision.h"

#include <stddef.h>

static const char *const names[DECISION_KINDS] = {
#define DECISION(name, number, text, about) [number] = (text),
#include "domain/decisions.def"
#undef DECISION
};

enum decision_kind decision_of(struct str name)
{
    for (int i = 0; i < DECISION_KINDS; i++)
        if (names[i] != NULL && str_eq(name, str_of(names[i])))
            return (enum decision_kind)i;
    return DECISION_KINDS;
}
