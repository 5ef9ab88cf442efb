/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The file of the write-ahead log, as the writer's connection sees it: what is written one after
 * another is gathered, and given to the system at once when it is to be synced.
 *
 * SQLite writes a frame in two pieces, which is four system calls for each act. Nobody can miss
 * what is gathered: others look for frames only after the commit, which has synced them, and the
 * writer itself gets them written before it reads, measures or cuts the file. What cannot be
 * written fails the sync, and with it the commit. Everything else is the system's own VFS. */
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "db/sqlite.h"
#include "db/sqlite_through.h"

/* The system's VFS takes less than 128 KiB at once. */
enum { GATHER_BYTES = 120 * 1024 };

struct log_file {
    struct sqlite_through through;
    char *gathered;
    int n;
    sqlite3_int64 at; /* where in the file the gathered bytes belong */
};

static struct log_file *log_of(sqlite3_file *file)
{
    return (struct log_file *)(void *)file;
}

/* Whatever comes of it, nothing is gathered any more: the transaction ends with the error. */
static int flush(sqlite3_file *file)
{
    struct log_file *log = log_of(file);
    int n = log->n;
    log->n = 0;
    return n == 0 ? SQLITE_OK : sqlite_through_write(file, log->gathered, n, log->at);
}

static int log_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
    struct log_file *log = log_of(file);
    if (log->n > 0 && (at != log->at + log->n || n > GATHER_BYTES - log->n)) {
        int code = flush(file);
        if (code != SQLITE_OK)
            return code;
    }
    if (n > GATHER_BYTES)
        return sqlite_through_write(file, bytes, n, at);
    if (log->n == 0)
        log->at = at;
    memcpy(log->gathered + log->n, bytes, (size_t)n);
    log->n += n;
    return SQLITE_OK;
}

/* --- with all of it written before --- */

static int log_read(sqlite3_file *file, void *out, int n, sqlite3_int64 at)
{
    int code = flush(file);
    return code != SQLITE_OK ? code : sqlite_through_read(file, out, n, at);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = flush(file);
    return code != SQLITE_OK ? code : sqlite_through_truncate(file, size);
}

static int log_sync(sqlite3_file *file, int flags)
{
    int code = flush(file);
    return code != SQLITE_OK ? code : sqlite_through_sync(file, flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *out)
{
    int code = flush(file);
    return code != SQLITE_OK ? code : sqlite_through_size(file, out);
}

static int log_close(sqlite3_file *file)
{
    int written = flush(file);
    int code = sqlite_through_close(file);
    free(log_of(file)->gathered);
    return code != SQLITE_OK ? code : written;
}

/* Version 1: a log is neither mapped nor shared memory. */
static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = sqlite_through_lock,
    .xUnlock = sqlite_through_unlock,
    .xCheckReservedLock = sqlite_through_is_reserved,
    .xFileControl = sqlite_through_control,
    .xSectorSize = sqlite_through_sector,
    .xDeviceCharacteristics = sqlite_through_traits,
};

/* --- opening --- */

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *given)
{
    sqlite3_vfs *system = ((struct sqlite_system *)vfs->pAppData)->vfs;
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0)
        return sqlite_file_open(system, name, file, flags, given);
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return system->xOpen(system, name, file, flags, given);
    struct log_file *log = log_of(file);
    *log = (struct log_file){0};
    log->gathered = malloc(GATHER_BYTES);
    if (log->gathered == NULL)
        return SQLITE_NOMEM;
    int code = sqlite_through_open(system, name, file, flags, given);
    if (code != SQLITE_OK) {
        /* an opened file that has methods is closed by SQLite: this one has none */
        free(log->gathered);
        return code;
    }
    log->through.base.pMethods = &log_methods;
    return SQLITE_OK;
}

int sqlite_log_register(struct sqlite_system *system)
{
    static const char name[] = SQLITE_LOG_VFS;
    _Static_assert(sizeof(struct log_file) <= SQLITE_THROUGH_ROOM &&
                       SQLITE_THROUGH_ROOM % alignof(sqlite3_int64) == 0,
                   "the system's file follows it");
    system->vfs = sqlite3_vfs_find(NULL);
    sqlite3_vfs *vfs = system->vfs != NULL ? malloc(sizeof *vfs) : NULL;
    if (vfs == NULL)
        return SQLITE_NOMEM;
    *vfs = *system->vfs; /* names, time and chance are the system's */
    vfs->pNext = NULL;
    vfs->zName = name;
    vfs->szOsFile += SQLITE_THROUGH_ROOM;
    vfs->pAppData = system;
    vfs->xOpen = open_file;
    return sqlite3_vfs_register(vfs, 0); /* for as long as the program runs */
}

struct sqlite_system *sqlite_log_system(void)
{
    return sqlite3_vfs_find(SQLITE_LOG_VFS)->pAppData;
}
