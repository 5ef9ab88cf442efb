/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The database file, as connections that write see it.
 *
 * A page goes into the file without what SQLite left in its room (sqlite_page.h). secure_delete
 * overwrites rows where they lie, not the copies that packing a page anew leaves behind; here none
 * gets into the file.
 *
 * What is written is synced each MiB, not all at its end: else a commit, which syncs the
 * log on the same disk, would wait behind all of it.
 *
 * It costs nothing where acts are applied: with a write-ahead log pages are written into the file
 * by checkpoints alone. Everything else is the system's own VFS. */
#include <string.h>

#include "db/sqlite.h"
#include "db/sqlite_page.h"
#include "db/sqlite_through.h"

enum {
    PAGE_MAX = 4096, /* ours have 1024 bytes */
    SYNC_BYTES = 1024 * 1024,
};

struct page_file {
    struct sqlite_through through;
    int n_unsynced; /* bytes */
};

static int write_through(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
    struct page_file *pages = (struct page_file *)(void *)file;
    int code = sqlite_through_write(file, bytes, n, at);
    if (code != SQLITE_OK || (pages->n_unsynced += n) < SYNC_BYTES)
        return code;
    pages->n_unsynced = 0;
    return sqlite_through_sync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
}

/* SQLite writes whole pages, each in its place. */
static int page_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
    unsigned char clean[PAGE_MAX];
    struct page_room room;
    if (n > PAGE_MAX || !sqlite_page_room(bytes, (size_t)n, at == 0, &room) ||
        sqlite_page_is_clean(bytes, &room))
        return write_through(file, bytes, n, at);
    memcpy(clean, bytes, (size_t)n);
    memset(clean + room.at, 0, room.n);
    return write_through(file, clean, n, at);
}

static int page_sync(sqlite3_file *file, int flags)
{
    ((struct page_file *)(void *)file)->n_unsynced = 0;
    return sqlite_through_sync(file, flags);
}

/* Version 2: with the shared index of the log; the file itself is not mapped (mmap_size = 0). */
static const sqlite3_io_methods page_methods = {
    .iVersion = 2,
    .xClose = sqlite_through_close,
    .xRead = sqlite_through_read,
    .xWrite = page_write,
    .xTruncate = sqlite_through_truncate,
    .xSync = page_sync,
    .xFileSize = sqlite_through_size,
    .xLock = sqlite_through_lock,
    .xUnlock = sqlite_through_unlock,
    .xCheckReservedLock = sqlite_through_is_reserved,
    .xFileControl = sqlite_through_control,
    .xSectorSize = sqlite_through_sector,
    .xDeviceCharacteristics = sqlite_through_traits,
    .xShmMap = sqlite_through_map,
    .xShmLock = sqlite_through_map_lock,
    .xShmBarrier = sqlite_through_map_barrier,
    .xShmUnmap = sqlite_through_unmap,
};

_Static_assert(sizeof(struct page_file) <= SQLITE_THROUGH_ROOM, "the system's file follows it");

int sqlite_file_open(sqlite3_vfs *system, const char *name, sqlite3_file *file, int flags,
                     int *given)
{
    struct page_file *pages = (struct page_file *)(void *)file;
    *pages = (struct page_file){0};
    int code = sqlite_through_open(system, name, file, flags, given);
    /* a file that has methods is closed by SQLite, even when it was not opened */
    if (code == SQLITE_OK || pages->through.real->pMethods != NULL)
        pages->through.base.pMethods = &page_methods;
    return code;
}
