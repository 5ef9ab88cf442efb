/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table of audiences (audience.h). */
#include "domain/audience.h"

static const struct {
    const char *name;
    bool is_asked;
} audiences[] = {
#define AUDIENCE(name, number, text, is_asked) [number] = {text, is_asked},
#include "domain/audiences.def"
#undef AUDIENCE
};

enum { AUDIENCES = sizeof audiences / sizeof *audiences };

const char *audience_name(int64_t audience)
{
    return audience >= 0 && audience < AUDIENCES ? audiences[audience].name : NULL;
}

bool audience_is_asked(int64_t audience)
{
    return audience >= 0 && audience < AUDIENCES && audiences[audience].is_asked;
}
