/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The end of a process that found a mistake in itself: one line for the operator, then abort.
 *
 * Promises to print no data, only the place and the condition. Does not try to clean up: what
 * was committed is durable, everything else is not to be trusted any more. */
#include "base/bug.h"

#include <stdio.h>
#include <stdlib.h>

void bug_stop(const char *file, int line, const char *what)
{
    fprintf(stderr, "BUG %s:%d: %s\n", file, line, what);
    abort();
}
