/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Methods of a file that only pass on (sqlite_through.h): one line each, nothing of ours. */
#include "db/sqlite_through.h"

int sqlite_through_open(sqlite3_vfs *system, const char *name, sqlite3_file *file, int flags,
                        int *given)
{
    struct sqlite_through *through = (struct sqlite_through *)(void *)file;
    *through = (struct sqlite_through){
        .real = (sqlite3_file *)(void *)((char *)file + SQLITE_THROUGH_ROOM),
    };
    return system->xOpen(system, name, through->real, flags, given);
}

int sqlite_through_close(sqlite3_file *file)
{
    return sqlite_through(file)->pMethods->xClose(sqlite_through(file));
}

int sqlite_through_read(sqlite3_file *file, void *out, int n, sqlite3_int64 at)
{
    return sqlite_through(file)->pMethods->xRead(sqlite_through(file), out, n, at);
}

int sqlite_through_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
    return sqlite_through(file)->pMethods->xWrite(sqlite_through(file), bytes, n, at);
}

int sqlite_through_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return sqlite_through(file)->pMethods->xTruncate(sqlite_through(file), size);
}

int sqlite_through_sync(sqlite3_file *file, int flags)
{
    return sqlite_through(file)->pMethods->xSync(sqlite_through(file), flags);
}

int sqlite_through_size(sqlite3_file *file, sqlite3_int64 *out)
{
    return sqlite_through(file)->pMethods->xFileSize(sqlite_through(file), out);
}

int sqlite_through_lock(sqlite3_file *file, int level)
{
    return sqlite_through(file)->pMethods->xLock(sqlite_through(file), level);
}

int sqlite_through_unlock(sqlite3_file *file, int level)
{
    return sqlite_through(file)->pMethods->xUnlock(sqlite_through(file), level);
}

int sqlite_through_is_reserved(sqlite3_file *file, int *out)
{
    return sqlite_through(file)->pMethods->xCheckReservedLock(sqlite_through(file), out);
}

int sqlite_through_control(sqlite3_file *file, int what, void *argument)
{
    return sqlite_through(file)->pMethods->xFileControl(sqlite_through(file), what, argument);
}

int sqlite_through_sector(sqlite3_file *file)
{
    return sqlite_through(file)->pMethods->xSectorSize(sqlite_through(file));
}

int sqlite_through_traits(sqlite3_file *file)
{
    return sqlite_through(file)->pMethods->xDeviceCharacteristics(sqlite_through(file));
}

int sqlite_through_map(sqlite3_file *file, int region, int bytes, int extend, void volatile **out)
{
    return sqlite_through(file)->pMethods->xShmMap(sqlite_through(file), region, bytes, extend,
                                                   out);
}

int sqlite_through_map_lock(sqlite3_file *file, int at, int n, int flags)
{
    return sqlite_through(file)->pMethods->xShmLock(sqlite_through(file), at, n, flags);
}

void sqlite_through_map_barrier(sqlite3_file *file)
{
    sqlite_through(file)->pMethods->xShmBarrier(sqlite_through(file));
}

int sqlite_through_unmap(sqlite3_file *file, int must_delete)
{
    return sqlite_through(file)->pMethods->xShmUnmap(sqlite_through(file), must_delete);
}
