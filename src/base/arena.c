/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The allocator of a request.
 *
 * What was given out before a reset is zeroed when it is given out again, not at the reset:
 * a request that needs little pays little. Pages beyond ARENA_KEEP go back to the system at the
 * reset, so one large request does not stay in memory for ever. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
/* Poisoned bytes after each piece, so that running over its end is caught as well. */
enum { ARENA_GAP = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
enum { ARENA_GAP = 0 };
#endif

enum err arena_init(struct arena *arena, size_t size)
{
    void *base = mmap(NULL, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED)
        return ERR_SYSTEM;
    *arena = (struct arena){.base = base, .size = size};
    ASAN_POISON_MEMORY_REGION(base, size);
    return OK;
}

void arena_done(struct arena *arena)
{
    if (!arena->base)
        return;
    ASAN_UNPOISON_MEMORY_REGION(arena->base, arena->size);
    munmap(arena->base, arena->size);
    *arena = (struct arena){0};
}

void arena_reset(struct arena *arena)
{
    if (arena->used > arena->dirty)
        arena->dirty = arena->used;
    if (arena->dirty > ARENA_KEEP) {
        /* private anonymous pages come back zeroed */
        if (madvise(arena->base + ARENA_KEEP, arena->dirty - ARENA_KEEP, MADV_DONTNEED) == 0)
            arena->dirty = ARENA_KEEP;
    }
    ASAN_POISON_MEMORY_REGION(arena->base, arena->used);
    arena->used = 0;
}

void arena_back(struct arena *arena, size_t used)
{
    BUG_IF(used > arena->used);
    if (arena->used > arena->dirty)
        arena->dirty = arena->used;
    ASAN_POISON_MEMORY_REGION(arena->base + used, arena->used - used);
    arena->used = used;
}

void *arena_try(struct arena *arena, size_t n, size_t each, size_t align)
{
    size_t bytes;
    size_t at = (arena->used + align - 1) & ~(align - 1);
    if (__builtin_mul_overflow(n, each, &bytes) || at > arena->size || bytes > arena->size - at)
        return NULL;
    char *piece = arena->base + at;
    size_t end = at + bytes;
    ASAN_UNPOISON_MEMORY_REGION(piece, bytes);
    if (at < arena->dirty)
        memset(piece, 0, (end < arena->dirty ? end : arena->dirty) - at);
    arena->used = end + ARENA_GAP < arena->size ? end + ARENA_GAP : arena->size;
    if (arena->used > arena->peak)
        arena->peak = arena->used;
    return piece;
}

void *arena_take(struct arena *arena, size_t n, size_t each, size_t align)
{
    void *piece = arena_try(arena, n, each, align);
    BUG_IF(!piece && "arena is full");
    return piece;
}

struct str arena_str(struct arena *arena, struct str s)
{
    if (!s.p)
        return s;
    char *copy = arena_take(arena, s.n + 1, 1, 1);
    memcpy(copy, s.p, s.n);
    return (struct str){copy, s.n};
}

const char *arena_z(struct arena *arena, struct str s)
{
    return s.p ? arena_str(arena, s).p : "";
}

struct str arena_printf(struct arena *arena, const char *format, ...)
{
    char small[256];
    va_list values;
    va_start(values, format);
    int written = vsnprintf(small, sizeof small, format, values);
    va_end(values);
    BUG_IF(written < 0);
    size_t n = (size_t)written;
    if (n < sizeof small)
        return arena_str(arena, (struct str){small, n});
    char *large = arena_take(arena, n + 1, 1, 1);
    va_start(values, format);
    vsnprintf(large, n + 1, format, values);
    va_end(values);
    return (struct str){large, n};
}
