/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Errors as values. The list is err.def; nothing else invents one.
 *
 * A function that can fail returns enum err, marked NODISCARD, and writes its results through
 * out-parameters on OK only. Detail for the operator is logged where it happened; detail for
 * the person is set on the request at the door. */
#pragma once

#include "base/bug.h"

enum err {
#define ERR(name, status, message) ERR_##name,
#include "base/err.def"
#undef ERR
    ERR_COUNT
};

#define OK ERR_OK

/* Leaves the calling function with the error, unless it is OK. */
#define TRY(expression)                                                                            \
    do {                                                                                           \
        enum err try_err_ = (expression);                                                          \
        if (try_err_ != OK)                                                                        \
            return try_err_;                                                                       \
    } while (0)

/* The name as in err.def ("NOT_FOUND"), its HTTP status, its message in English. Static. */
const char *err_name(enum err err);
int err_status(enum err err);
const char *err_message(enum err err);
