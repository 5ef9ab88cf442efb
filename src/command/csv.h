/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading CSV (RFC 4180): fields parted by commas, quoted where needed, "" for a quote.
 *
 * Line ends may be LF or CRLF; a byte order mark at the beginning and blank lines are passed
 * over. Does not know what the columns mean. */
#pragma once

#include "base/arena.h"

enum { CSV_FIELDS_MAX = 32 };

struct csv {
    struct str rest;
    size_t line; /* of the record that was read last, from 1 */
    size_t next_line;
    const char *why; /* set when csv_next refuses */
};

struct csv_record {
    struct str fields[CSV_FIELDS_MAX];
    size_t n;
};

struct csv csv_of(struct str text);
/* The next record, fields trimmed, unquoted ones pointing into the text. ERR_NOT_FOUND at the
 * end; ERR_BAD_INPUT with csv->why. */
NODISCARD enum err csv_next(struct csv *csv, struct arena *arena, struct csv_record *out);
