/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What every file may use: the attributes, and BUG_IF for what cannot happen.
 *
 * BUG_IF stops the process. It is for mistakes in this program only, never for input, disk,
 * network or peers: those are conditions, and conditions are values (err.h). It stays in
 * release builds. It prints the place and the condition, never data. */
#pragma once

#define NODISCARD         __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

/* Prints "BUG file:line: what" on standard error and aborts. */
__attribute__((noreturn, cold)) void bug_stop(const char *file, int line, const char *what);

#define BUG_IF(condition)                                                                          \
    do {                                                                                           \
        if (__builtin_expect(!!(condition), 0))                                                    \
            bug_stop(__FILE__, __LINE__, #condition);                                              \
    } while (0)
