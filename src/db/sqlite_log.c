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

/* The system's VFS takes less than 128 KiB at once. */
enum { GATHER_BYTES = 120 * 1024 };

struct log_file {
    sqlite3_file base; /* first: SQLite sees only this */
    sqlite3_file *real;
    char *gathered;
    int n;
    sqlite3_int64 at; /* where in the file the gathered bytes belong */
};

static struct log_file *log_of(sqlite3_file *file)
{
    return (struct log_file *)(void *)file;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return log_of(file)->real;
}

/* Whatever comes of it, nothing is gathered any more: the transaction ends with the error. */
static int flush(struct log_file *log)
{
    int n = log->n;
    log->n = 0;
    return n == 0 ? SQLITE_OK : log->real->pMethods->xWrite(log->real, log->gathered, n, log->at);
}

static int log_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
    struct log_file *log = log_of(file);
    if (log->n > 0 && (at != log->at + log->n || n > GATHER_BYTES - log->n)) {
        int code = flush(log);
        if (code != SQLITE_OK)
            return code;
    }
    if (n > GATHER_BYTES)
        return log->real->pMethods->xWrite(log->real, bytes, n, at);
    if (log->n == 0)
        log->at = at;
    memcpy(log->gathered + log->n, bytes, (size_t)n);
    log->n += n;
    return SQLITE_OK;
}

/* --- with all of it written before --- */

static int log_read(sqlite3_file *file, void *out, int n, sqlite3_int64 at)
{
    int code = flush(log_of(file));
    return code != SQLITE_OK ? code : real_of(file)->pMethods->xRead(real_of(file), out, n, at);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = flush(log_of(file));
    return code != SQLITE_OK ? code : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int log_sync(sqlite3_file *file, int flags)
{
    int code = flush(log_of(file));
    return code != SQLITE_OK ? code : real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *out)
{
    int code = flush(log_of(file));
    return code != SQLITE_OK ? code : real_of(file)->pMethods->xFileSize(real_of(file), out);
}

static int log_close(sqlite3_file *file)
{
    int written = flush(log_of(file));
    int code = real_of(file)->pMethods->xClose(real_of(file));
    free(log_of(file)->gathered);
    return code != SQLITE_OK ? code : written;
}

/* --- passed on --- */

static int log_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int log_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int log_is_reserved(sqlite3_file *file, int *out)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int log_control(sqlite3_file *file, int what, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int log_sector(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int log_traits(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
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
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_is_reserved,
    .xFileControl = log_control,
    .xSectorSize = log_sector,
    .xDeviceCharacteristics = log_traits,
};

/* --- opening --- */

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *given)
{
    sqlite3_vfs *system = vfs->pAppData;
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0)
        return sqlite_file_open(system, name, file, flags, given);
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return system->xOpen(system, name, file, flags, given);
    struct log_file *log = log_of(file);
    *log = (struct log_file){.real = (sqlite3_file *)(void *)((char *)file + SQLITE_FILE_ROOM)};
    log->gathered = malloc(GATHER_BYTES);
    if (log->gathered == NULL)
        return SQLITE_NOMEM;
    int code = system->xOpen(system, name, log->real, flags, given);
    if (code != SQLITE_OK) {
        /* an opened file that has methods is closed by SQLite: this one has none */
        free(log->gathered);
        return code;
    }
    log->base.pMethods = &log_methods;
    return SQLITE_OK;
}

int sqlite_log_register(void)
{
    static const char name[] = SQLITE_LOG_VFS;
    _Static_assert(sizeof(struct log_file) <= SQLITE_FILE_ROOM &&
                       SQLITE_FILE_ROOM % alignof(sqlite3_int64) == 0,
                   "the system's file follows it");
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    sqlite3_vfs *vfs = system != NULL ? malloc(sizeof *vfs) : NULL;
    if (vfs == NULL)
        return SQLITE_NOMEM;
    *vfs = *system; /* names, time and chance are the system's */
    vfs->pNext = NULL;
    vfs->zName = name;
    vfs->szOsFile += SQLITE_FILE_ROOM;
    vfs->pAppData = system;
    vfs->xOpen = open_file;
    return sqlite3_vfs_register(vfs, 0); /* for as long as the program runs */
}
