/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files and the data directory: made private to its owner, checked at every start. */
#pragma once

#include "base/arena.h"

/* Makes the directory (mode 0700) when it is not there. ERR_STORAGE, logged, when it cannot be
 * made or is not a directory. */
NODISCARD enum err file_make_dir(const char *path);
/* False also for what is not there. */
bool file_is_dir(const char *path);
/* OK when nobody but the owner can read or write it; ERR_FORBIDDEN otherwise; ERR_NOT_FOUND. */
NODISCARD enum err file_check_private(const char *path);
/* "dir/name" in the arena, NUL-terminated. */
const char *file_path(struct arena *arena, const char *dir, const char *name);
/* Writes a new file that its owner alone can read. ERR_CONFLICT when it is there already;
 * ERR_STORAGE, logged. */
NODISCARD enum err file_write_new(const char *path, struct str content);
/* The whole file, at most `max` bytes. ERR_NOT_FOUND, ERR_TOO_LARGE, ERR_STORAGE. */
NODISCARD enum err file_read(struct arena *arena, const char *path, size_t max, struct str *out);
