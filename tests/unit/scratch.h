/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What unit tests of the lower layers share: cmocka, comparing struct str, a folder of one's
 * own, what was written to standard error, and code that must stop the process. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The str is present and holds exactly these bytes. */
#define assert_str(s, text) scratch_assert_str((s), STR(text), __FILE__, __LINE__)
void scratch_assert_str(struct str found, struct str wanted, const char *file, int line);

/* A new folder under TMPDIR, removed with everything in it when the program ends. Static. */
const char *scratch_dir(void);
/* "<scratch_dir>/name"; valid until the next eight calls. */
const char *scratch_path(const char *name);
/* Writes a file there with this mode and returns its path. */
const char *scratch_file(const char *name, struct str content, unsigned mode);

/* From begin to end standard error goes to a file; end returns what it was, as a C string. */
void scratch_errors_begin(void);
const char *scratch_errors_end(void);

/* True when fn ends the process by BUG_IF (it is run in a child). */
bool scratch_stops(void (*fn)(void));
