/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The plural forms of a language, for pogen. */
#pragma once

#include <stdbool.h>

enum { FORMS_MAX = 6 };

struct plural {
    char *rule; /* in C, of n; NULL until it is read */
    int n_forms;
};

/* Reads "nplurals=N; plural=RULE;", the value of Plural-Forms or NULL; false when it is not that.
 * Whether the rule can be one is for plural_is_rule. */
bool plural_read(char *value, struct plural *out);
/* Only what a plural rule needs: n, numbers, comparisons, and, or, choice. */
bool plural_is_rule(const char *s);
