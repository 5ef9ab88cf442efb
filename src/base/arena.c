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
/* Poisoned bytes after each piece, so that running over its end is caught as well. Poison is
 * memory, an eighth of what it covers: what was never needed is closed instead, and opened by
 * steps. */
enum { ARENA_GAP = 16, ARENA_PROTECTION = PROT_NONE };
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
enum { ARENA_GAP = 0, ARENA_PROTECTION = PROT_READ | PROT_WRITE };
#endif

enum { ARENA_STEP = 1024 * 1024 };

/* Bytes from the base that can be touched when so many were in use at most. */
static size_t open_bytes(const struct arena *arena, size_t peak)
{
    if (ARENA_PROTECTION != PROT_NONE)
        return arena->size;
    size_t open = (peak + ARENA_STEP - 1) & ~(size_t)(ARENA_STEP - 1);
    return open < arena->size ? open : arena->size;
}

static void open_more(struct arena *arena, size_t peak)
{
    size_t before = open_bytes(arena, arena->peak);
    size_t now = open_bytes(arena, peak);
    if (now > before) {
        BUG_IF(mprotect(arena->base, now, PROT_READ | PROT_WRITE) != 0);
        ASAN_POISON_MEMORY_REGION(arena->base + before, now - before);
    }
    arena->peak = peak;
}

enum err arena_init(struct arena *arena, size_t size)
{
    void *base =
        mmap(NULL, size, ARENA_PROTECTION, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED)
        return ERR_SYSTEM;
    *arena = (struct arena){.base = base, .size = size};
    return OK;
}

void arena_done(struct arena *arena)
{
    if (!arena->base)
        return;
    ASAN_UNPOISON_MEMORY_REGION(arena->base, open_bytes(arena, arena->peak));
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
    size_t used = end + ARENA_GAP < arena->size ? end + ARENA_GAP : arena->size;
    if (used > arena->peak)
        open_more(arena, used);
    ASAN_UNPOISON_MEMORY_REGION(piece, bytes);
    if (at < arena->dirty)
        memset(piece, 0, (end < arena->dirty ? end : arena->dirty) - at);
    arena->used = used;
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
