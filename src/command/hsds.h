/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The help directory as CSV files of Open Referral HSDS 3, read and written.
 *
 * Each file is a table whose first line names its columns, in any order. Columns, rows and files
 * that Chorus has no use for are passed over and said to be: above all addresses and locations, and
 * the names and e-mail addresses of single people. Countries are service areas whose uri ends with
 * the code of ISO 3166-1; what holds of a service are attributes of the taxonomy "chorus-help". It
 * touches no file and prints nothing. */
#pragma once

#include "base/buf.h"
#include "domain/help.h"

enum hsds_file {
    HSDS_TABLES = HELP_TABLES, /* the files of enum help_table come first */
    HSDS_TAXONOMY = HSDS_TABLES,
    HSDS_TAXONOMY_TERM,
    HSDS_FILES
};

enum { HSDS_FILE_MAX_BYTES = 8 * 1024 * 1024, HSDS_NOTES_MAX = 64 };

/* "service.csv" */
const char *hsds_name(size_t file);
/* The file of this name; HSDS_FILES when it is none of those that are read. */
size_t hsds_file_of(struct str name);

struct hsds_text {
    const char *path; /* for complaints; NULL: not given */
    struct str text;
};

/* What is wrong: a path, a line (0: none), a sentence. Returns false to hear no more. */
typedef bool hsds_complain(void *context, const char *path, size_t line, const char *message);

struct hsds_read {
    struct help_set set;
    const char *notes[HSDS_NOTES_MAX]; /* what was passed over, a sentence each */
    size_t n_notes;
};

/* Reads the texts of a directory's files; they must outlive *out. ERR_BAD_INPUT after a complaint,
 * ERR_TOO_LARGE when the arena is full. What was read has passed help_set_check. */
NODISCARD enum err hsds_read(struct arena *arena, const struct hsds_text texts[HSDS_FILES],
                             hsds_complain *complain, void *context, struct hsds_read *out);

/* Writes one file of a directory. */
void hsds_write(struct buf *buf, size_t file, const struct help_entry *entries, size_t n);
