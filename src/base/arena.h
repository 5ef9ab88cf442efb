/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One bump allocator per request or job: reset at the end, never freed piece by piece.
 *
 * The address space is mapped once and committed as it is used; a reset gives back what grew
 * beyond ARENA_KEEP. All memory comes zeroed. With AddressSanitizer, memory is poisoned until
 * it is given out and again after a reset, so use after the request is caught.
 * Not for threads: an arena belongs to one request at a time. */
#pragma once

#include <stdalign.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

enum { ARENA_KEEP = 256 * 1024 };

struct arena {
    char *base;
    size_t size; /* of the mapping, in bytes */
    size_t used;
    size_t peak;  /* the most that was in use since arena_init, in bytes */
    size_t dirty; /* bytes from base that may be non-zero */
};

/* Maps `size` bytes of address space. ERR_SYSTEM when the system refuses. */
NODISCARD enum err arena_init(struct arena *arena, size_t size);
void arena_done(struct arena *arena);
/* Everything given out since the beginning is gone. */
void arena_reset(struct arena *arena);
/* Everything given out since `used` was read from arena->used is gone. */
void arena_back(struct arena *arena, size_t used);

/* Bytes for n things of `each` bytes. A full arena is a bug here: limits at the door keep
 * requests within it. Use arena_try for sizes that come from data. */
void *arena_take(struct arena *arena, size_t n, size_t each, size_t align);
/* NULL when it does not fit. */
void *arena_try(struct arena *arena, size_t n, size_t each, size_t align);

/* One zeroed T; an array of n zeroed T; the same, or NULL when it does not fit. */
#define arena_new(arena, T)          ((T *)arena_take((arena), 1, sizeof(T), alignof(T)))
#define arena_array(arena, T, n)     ((T *)arena_take((arena), (n), sizeof(T), alignof(T)))
#define arena_try_array(arena, T, n) ((T *)arena_try((arena), (n), sizeof(T), alignof(T)))

/* A copy of s in the arena, followed by a NUL that is not counted. Absent stays absent. */
struct str arena_str(struct arena *arena, struct str s);
/* The same as a C string, for the border to libc; absent gives "". */
const char *arena_z(struct arena *arena, struct str s);
/* printf into the arena. */
struct str arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
