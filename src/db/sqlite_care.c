/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Care of an SQLite file as a whole: copies, checks, the log, the size.
 *
 * A copy is made under another name, in one snapshot, while others read and write; it gets its
 * name only when it is complete, so half a copy is never taken for one. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "db/sqlite.h"

/* Opens a new, private file, in place of what an earlier attempt may have left. */
static enum err open_part(const char *part, sqlite3 **out)
{
    unlink(part);
    int fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        log_error("db", "%s: cannot be made: %s", part, strerrordesc_np(errno));
        return ERR_STORAGE;
    }
    close(fd);
    sqlite3 *handle = NULL;
    enum err err = sqlite_err(
        sqlite3_open_v2(part, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, SQLITE_LOG_VFS),
        part);
    if (err != OK) {
        sqlite3_close(handle);
        return err;
    }
    *out = handle;
    return OK;
}

static enum err copy_all(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");
    if (!copy)
        return sqlite_err(sqlite3_extended_errcode(to), "backup");
    /* all pages in one step, hence of one snapshot; writers are not held up by it */
    int step = sqlite3_backup_step(copy, -1);
    int finish = sqlite3_backup_finish(copy);
    TRY(sqlite_err(step, "backup"));
    return sqlite_err(finish, "backup");
}

static enum err copy_to_part(struct db *db, const char *part)
{
    sqlite3 *to;
    TRY(open_part(part, &to));
    enum err err = copy_all(sqlite_of(db)->handle, to);
    if (sqlite3_close(to) != SQLITE_OK && err == OK)
        err = ERR_STORAGE;
    return err;
}

static enum err give_name(const char *part, const char *path)
{
    if (renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return OK;
    if (errno == EEXIST)
        return ERR_CONFLICT;
    /* some file systems cannot refuse by themselves */
    if (errno == EINVAL && access(path, F_OK) != 0 && rename(part, path) == 0)
        return OK;
    log_error("db", "%s: cannot be given its name: %s", path, strerrordesc_np(errno));
    return ERR_STORAGE;
}

enum err sqlite_backup(struct db *db, const char *path)
{
    /* what is not committed does not belong into a copy */
    BUG_IF(db->mode != DB_READER && !sqlite3_get_autocommit(sqlite_of(db)->handle));
    char part[PATH_MAX];
    int n = snprintf(part, sizeof part, "%s.part", path);
    if (n < 0 || (size_t)n >= sizeof part)
        return ERR_BAD_INPUT;
    if (access(path, F_OK) == 0)
        return ERR_CONFLICT;
    enum err err = copy_to_part(db, part);
    if (err == OK)
        err = give_name(part, path);
    if (err != OK)
        unlink(part);
    return err;
}

enum err sqlite_integrity(struct db *db)
{
    static const char what[] = "PRAGMA integrity_check(20)";
    sqlite3_stmt *statement;
    TRY(sqlite_err(sqlite3_prepare_v2(sqlite_of(db)->handle, what, -1, &statement, NULL), what));
    bool is_sound = true;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(statement, 0);
        if (str_eq(str_of(line), STR("ok")))
            continue;
        is_sound = false;
        log_error("db", "integrity: %s", line ? line : "");
    }
    sqlite3_finalize(statement);
    TRY(sqlite_err(code, what));
    return is_sound ? OK : ERR_STORAGE;
}

/* 0 when there is no such file. */
static int64_t file_bytes(const char *path)
{
    struct stat file;
    return path && stat(path, &file) == 0 ? (int64_t)file.st_size : 0;
}

/* --- the log --- */

/* Page and frame header: https://sqlite.org/walformat.html */
static enum err frame_bytes(struct sqlite *state, int64_t *out)
{
    enum { FRAME_HEADER = 24 };
    if (state->frame_bytes == 0) {
        TRY(sqlite_number(state->handle, "PRAGMA page_size", &state->frame_bytes));
        state->frame_bytes += FRAME_HEADER;
    }
    *out = state->frame_bytes;
    return OK;
}

static enum err checkpoint(struct db *db, int how, struct db_log *log)
{
    int n = 0;
    int n_moved = 0;
    int64_t each;
    TRY(frame_bytes(sqlite_of(db), &each));
    int code = sqlite3_wal_checkpoint_v2(sqlite_of(db)->handle, NULL, how, &n, &n_moved);
    if ((code & 0xFF) == SQLITE_BUSY)
        return ERR_BUSY;
    TRY(sqlite_err(code, "checkpoint"));
    *log = (struct db_log){n > 0 ? n * each : 0, n_moved > 0 ? n_moved * each : 0};
    return OK;
}

enum err sqlite_checkpoint(struct db *db, struct db_log *log)
{
    return checkpoint(db, SQLITE_CHECKPOINT_PASSIVE, log);
}

/* After a commit; in place of SQLite's own, which moves the log when it has grown. */
static int note_log(void *context, sqlite3 *handle, const char *name, int n_frames)
{
    struct db *db = context;
    (void)handle;
    (void)name;
    db->log_bytes = n_frames * sqlite_of(db)->frame_bytes;
    return SQLITE_OK;
}

enum err sqlite_watch_log(struct db *db)
{
    int64_t each;
    TRY(frame_bytes(sqlite_of(db), &each));
    sqlite3 *handle = sqlite_of(db)->handle;
    db->log_bytes = file_bytes(sqlite3_filename_wal(sqlite3_db_filename(handle, "main")));
    sqlite3_wal_hook(handle, note_log, db);
    return OK;
}

enum err sqlite_empty_log(struct db *db)
{
    sqlite3 *handle = sqlite_of(db)->handle;
    struct db_log log;
    sqlite3_busy_timeout(handle, 0);
    enum err err = checkpoint(db, SQLITE_CHECKPOINT_TRUNCATE, &log);
    sqlite3_busy_timeout(handle, SQLITE_BUSY_MS);
    if (err == OK)
        db->log_bytes = 0;
    return err;
}

/* Pages that are kept in memory still have in their room what the file has no longer, and would
 * bring it into the log again. */
enum err sqlite_scrub(struct db *db)
{
    TRY(sqlite_empty_log(db));
    return sqlite_err(sqlite3_db_release_memory(sqlite_of(db)->handle), "pages in memory");
}

/* --- the size --- */

enum err sqlite_size(struct db *db, int64_t *bytes)
{
    sqlite3 *handle = sqlite_of(db)->handle;
    const char *path = sqlite3_db_filename(handle, "main");
    if (path && path[0] != '\0') {
        *bytes = file_bytes(path) + file_bytes(sqlite3_filename_wal(path));
        return OK;
    }
    int64_t pages;
    int64_t page_bytes;
    TRY(sqlite_number(handle, "PRAGMA page_count", &pages));
    TRY(sqlite_number(handle, "PRAGMA page_size", &page_bytes));
    *bytes = pages * page_bytes;
    return OK;
}
