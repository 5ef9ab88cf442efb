/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading plural rules (plural.h). */
#include "plural.h"

#include <string.h>

#include "gen.h"

bool plural_read(char *value, struct plural *out)
{
    char *count = value ? after(value, "nplurals=") : NULL;
    char *rule = count ? strstr(count, "plural=") : NULL;
    if (!rule || *count < '1' || *count > '0' + FORMS_MAX || count[1] != ';')
        return false;
    out->n_forms = *count - '0';
    out->rule = copy_of(rule + 7, strcspn(rule + 7, ";"));
    return true;
}

bool plural_is_rule(const char *s)
{
    if (!*s || s[strspn(s, "n0123456789 ()?:!=<>&|%")])
        return false;
    for (const char *e = s; (e = strchr(e, '=')); e++) {
        bool second = e > s && strchr("=!<>", e[-1]);
        if (!second && e[1] != '=')
            return false;
        e += !second;
    }
    return true;
}
