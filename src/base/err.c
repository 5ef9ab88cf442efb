/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names, statuses and messages of errors, all from err.def. Knows nothing else about them. */
#include "base/err.h"

struct err_row {
    const char *name;
    int status;
    const char *message;
};

static const struct err_row rows[] = {
#define ERR(name, status, message) {#name, status, message},
#include "base/err.def"
#undef ERR
};

static const struct err_row *row_of(enum err err)
{
    BUG_IF((unsigned)err >= ERR_COUNT);
    return &rows[err];
}

const char *err_name(enum err err)
{
    return row_of(err)->name;
}

int err_status(enum err err)
{
    return row_of(err)->status;
}

const char *err_message(enum err err)
{
    return row_of(err)->message;
}
