/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The database file, as connections that write see it: a page goes into the file without what
 * SQLite left in its room (sqlite_page.h). secure_delete overwrites rows where they lie, not the
 * copies that packing a page anew leaves behind; here none gets into the file.
 *
 * It costs nothing where acts are applied: with a write-ahead log pages are written into the file
 * by checkpoints alone. Everything else is the system's own VFS. */
#include <string.h>

#include "db/sqlite.h"
#include "db/sqlite_page.h"

enum { PAGE_MAX = 4096 }; /* ours have 1024 bytes */

struct page_file {
    sqlite3_file base; /* first: SQLite sees only this */
    sqlite3_file *real;
};

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((struct page_file *)(void *)file)->real;
}

/* SQLite writes whole pages, each in its place. */
static int page_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
    unsigned char clean[PAGE_MAX];
    struct page_room room;
    sqlite3_file *real = real_of(file);
    if (n > PAGE_MAX || !sqlite_page_room(bytes, (size_t)n, at == 0, &room) ||
        sqlite_page_is_clean(bytes, &room))
        return real->pMethods->xWrite(real, bytes, n, at);
    memcpy(clean, bytes, (size_t)n);
    memset(clean + room.at, 0, room.n);
    return real->pMethods->xWrite(real, clean, n, at);
}

/* --- passed on --- */

static int page_read(sqlite3_file *file, void *out, int n, sqlite3_int64 at)
{
    return real_of(file)->pMethods->xRead(real_of(file), out, n, at);
}

static int page_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int page_sync(sqlite3_file *file, int flags)
{
    return real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int page_size(sqlite3_file *file, sqlite3_int64 *out)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), out);
}

static int page_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int page_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int page_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int page_is_reserved(sqlite3_file *file, int *out)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int page_control(sqlite3_file *file, int what, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int page_sector(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int page_traits(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int page_map(sqlite3_file *file, int region, int bytes, int extend, void volatile **out)
{
    return real_of(file)->pMethods->xShmMap(real_of(file), region, bytes, extend, out);
}

static int page_map_lock(sqlite3_file *file, int at, int n, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), at, n, flags);
}

static void page_map_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int page_unmap(sqlite3_file *file, int must_delete)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), must_delete);
}

/* Version 2: with the shared index of the log; the file itself is not mapped (mmap_size = 0). */
static const sqlite3_io_methods page_methods = {
    .iVersion = 2,
    .xClose = page_close,
    .xRead = page_read,
    .xWrite = page_write,
    .xTruncate = page_truncate,
    .xSync = page_sync,
    .xFileSize = page_size,
    .xLock = page_lock,
    .xUnlock = page_unlock,
    .xCheckReservedLock = page_is_reserved,
    .xFileControl = page_control,
    .xSectorSize = page_sector,
    .xDeviceCharacteristics = page_traits,
    .xShmMap = page_map,
    .xShmLock = page_map_lock,
    .xShmBarrier = page_map_barrier,
    .xShmUnmap = page_unmap,
};

_Static_assert(sizeof(struct page_file) <= SQLITE_FILE_ROOM, "the system's file follows it");

int sqlite_file_open(sqlite3_vfs *system, const char *name, sqlite3_file *file, int flags,
                     int *given)
{
    struct page_file *pages = (struct page_file *)(void *)file;
    *pages = (struct page_file){.real = (sqlite3_file *)(void *)((char *)file + SQLITE_FILE_ROOM)};
    int code = system->xOpen(system, name, pages->real, flags, given);
    /* a file that has methods is closed by SQLite, even when it was not opened */
    if (code == SQLITE_OK || pages->real->pMethods != NULL)
        pages->base.pMethods = &page_methods;
    return code;
}
