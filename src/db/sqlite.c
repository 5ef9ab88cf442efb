/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The embedded engine: connections, statements, rows.
 *
 * Promises: a commit is on the disk (WAL, synchronous=FULL); deleted content is overwritten
 * (secure_delete, sqlite_file.c); files are readable by their owner only. No foreign keys here:
 * the writer checks what an act refers to before it is applied, and a statement that fails
 * would take its batch along. Values are bound and read in place, never copied. */
#include "db/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

enum {
    ROW_MAX = 1024,              /* bytes of a row's struct */
    APPLICATION_ID = 0x43686F72, /* "Chor" */
};

static const char new_file[] = "PRAGMA page_size = 1024;"
                               "PRAGMA auto_vacuum = NONE;"
                               "PRAGMA application_id = 1130917746;";
_Static_assert(APPLICATION_ID == 1130917746, "as in new_file");

static const char writer_settings[] = "PRAGMA synchronous = FULL;"
                                      "PRAGMA secure_delete = ON;"
                                      "PRAGMA wal_autocheckpoint = 48000;"
                                      "PRAGMA journal_size_limit = 536870912;";

enum err sqlite_err(int code, const char *what)
{
    int primary = code & 0xFF;
    if (primary == SQLITE_OK || primary == SQLITE_ROW || primary == SQLITE_DONE)
        return OK;
    if (primary == SQLITE_CONSTRAINT)
        return ERR_CONFLICT;
    if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) {
        log_warning("db", "%s: the database is held by somebody else", what);
        return ERR_BUSY;
    }
    log_error("db", "%s: %s (%d)", what, sqlite3_errstr(code), code);
    return ERR_STORAGE;
}

/* A statement that is kept. A text that does not fit the schema is told whole: it is ours. */
static enum err prepare(sqlite3 *handle, const char *sql, const char *what, sqlite3_stmt **out)
{
    int code = sqlite3_prepare_v3(handle, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
    if ((code & 0xFF) == SQLITE_ERROR) {
        log_error("db", "%s: %s", what, sqlite3_errmsg(handle));
        return ERR_STORAGE;
    }
    return sqlite_err(code, what);
}

static enum err exec(sqlite3 *handle, const char *sql, const char *what)
{
    int code = sqlite3_exec(handle, sql, NULL, NULL, NULL);
    if ((code & 0xFF) == SQLITE_ERROR) {
        log_error("db", "%s: %s", what, sqlite3_errmsg(handle));
        return ERR_STORAGE;
    }
    return sqlite_err(code, what);
}

enum err sqlite_number(sqlite3 *handle, const char *sql, int64_t *out)
{
    sqlite3_stmt *statement;
    TRY(prepare(handle, sql, sql, &statement));
    int code = sqlite3_step(statement);
    int64_t number = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    TRY(sqlite_err(code, sql));
    *out = number;
    return OK;
}

/* --- opening --- */

static void configure_once(void)
{
    /* the count of SQLite's memory would take a lock at each allocation of each thread */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    struct sqlite_system *system = calloc(1, sizeof *system); /* for as long as the program runs */
    BUG_IF(system == NULL || sqlite_cache_config(system) != SQLITE_OK);
    BUG_IF(sqlite3_initialize() != SQLITE_OK || sqlite_log_register(system) != SQLITE_OK);
}

/* SQLite gives its log and index files the mode of the database, so this is enough. A file that is
 * there is not opened: closing it would end the locks that other connections of this process have
 * on it, and another process would take the log for left behind. */
static enum err make_private(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return OK;
    if (fd < 0) {
        log_error("db", "%s: cannot be opened or made: %s", path, strerrordesc_np(errno));
        return ERR_STORAGE;
    }
    close(fd);
    return OK;
}

static enum err check_kind(sqlite3 *handle, enum db_mode mode, const char *path)
{
    int64_t id;
    int64_t n_tables;
    TRY(sqlite_number(handle, "PRAGMA application_id", &id));
    if (id == APPLICATION_ID)
        return OK;
    TRY(sqlite_number(handle, "SELECT count(*) FROM sqlite_schema", &n_tables));
    if (id != 0 || n_tables > 0 || mode == DB_READER) {
        log_error("db", "%s: is not a database of this program", path);
        return ERR_STORAGE;
    }
    return exec(handle, new_file, "new file");
}

static enum err use_log(sqlite3 *handle)
{
    sqlite3_stmt *statement;
    TRY(prepare(handle, "PRAGMA journal_mode = WAL", "journal mode", &statement));
    int code = sqlite3_step(statement);
    const char *mode = code == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    bool is_log = str_eq(str_of(mode), STR("wal"));
    sqlite3_finalize(statement);
    TRY(sqlite_err(code, "journal mode"));
    if (!is_log) {
        log_error("db", "this file system does not allow a write-ahead log");
        return ERR_STORAGE;
    }
    return OK;
}

static enum err configure(sqlite3 *handle, enum db_mode mode, const char *path, int cache_mib)
{
    char settings[160];
    sqlite3_busy_timeout(handle, SQLITE_BUSY_MS);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    TRY(check_kind(handle, mode, path));
    snprintf(settings, sizeof settings,
             "PRAGMA cache_size = -%d; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;",
             cache_mib * 1024);
    TRY(exec(handle, settings, "settings"));
    if (mode == DB_READER)
        return exec(handle, "PRAGMA query_only = ON", "settings");
    if (mode == DB_WRITER)
        TRY(use_log(handle));
    return exec(handle, writer_settings, "settings");
}

static enum err connect(sqlite3 **out, enum db_mode mode, const char *path, int cache_mib)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                (mode == DB_READER ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    sqlite3 *handle = NULL;
    int code = sqlite3_open_v2(path, &handle, flags, mode == DB_WRITER ? SQLITE_LOG_VFS : NULL);
    enum err err = sqlite_err(code, path);
    if (err == OK)
        err = configure(handle, mode, path, cache_mib);
    if (err != OK) {
        sqlite3_close(handle);
        return err;
    }
    *out = handle;
    return OK;
}

static enum err sqlite_open(struct db *db, const char *path, int cache_mib)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure_once);
    sqlite3 *handle;
    if (db->mode == DB_WRITER)
        TRY(make_private(path));
    TRY(connect(&handle, db->mode, db->mode == DB_EXCLUSIVE_MEMORY ? ":memory:" : path, cache_mib));
    struct sqlite *state = calloc(1, sizeof *state);
    if (!state) {
        sqlite3_close(handle);
        return ERR_SYSTEM;
    }
    state->handle = handle;
    db->state = state;
    return OK;
}

static void sqlite_close(struct db *db)
{
    struct sqlite *state = sqlite_of(db);
    for (size_t i = 0; i < OWN_COUNT; i++)
        sqlite3_finalize(state->own[i]);
    for (size_t i = 0; i < DB_SLOTS; i++)
        sqlite3_finalize(state->slots[i].statement);
    BUG_IF(sqlite3_close(state->handle) != SQLITE_OK);
    free(state);
}

/* --- queries --- */

static enum err statement_of(struct db *db, const struct db_query *query, sqlite3_stmt **out)
{
    BUG_IF(query->slot < 0 || query->slot >= DB_SLOTS);
    struct sqlite_slot *slot = &sqlite_of(db)->slots[query->slot];
    if (slot->sql != query->sqlite) {
        sqlite3_finalize(slot->statement);
        *slot = (struct sqlite_slot){0};
        TRY(prepare(sqlite_of(db)->handle, query->sqlite, query->name, &slot->statement));
        slot->sql = query->sqlite;
        BUG_IF(sqlite3_bind_parameter_count(slot->statement) > query->n_in);
        BUG_IF(sqlite3_column_count(slot->statement) < query->n_out);
        BUG_IF(query->row_size > ROW_MAX);
    }
    /* a query cannot run within itself */
    BUG_IF(sqlite3_stmt_busy(slot->statement));
    *out = slot->statement;
    return OK;
}

static int bind_str(sqlite3_stmt *statement, int i, const struct db_field *field, struct str s)
{
    if (!s.p && field->nullable)
        return sqlite3_bind_null(statement, i);
    const char *p = s.p ? s.p : "";
    if (field->type == DB_TEXT)
        return sqlite3_bind_text64(statement, i, p, s.n, SQLITE_STATIC, SQLITE_UTF8);
    return sqlite3_bind_blob64(statement, i, p, s.n, SQLITE_STATIC);
}

static int bind(sqlite3_stmt *statement, int i, const struct db_field *field, const void *at)
{
    switch (field->type) {
    case DB_I64:
        return sqlite3_bind_int64(statement, i, *(const int64_t *)at);
    case DB_BOOL:
        return sqlite3_bind_int(statement, i, *(const bool *)at);
    case DB_TEXT:
    case DB_BLOB:
        return bind_str(statement, i, field, *(const struct str *)at);
    }
    return SQLITE_MISUSE;
}

static int bind_all(sqlite3_stmt *statement, const struct db_query *query, const void *in)
{
    int code = SQLITE_OK;
    for (int i = 0; i < query->n_in && code == SQLITE_OK; i++)
        code = bind(statement, i + 1, &query->in[i], (const char *)in + query->in[i].at);
    return code;
}

static struct str column_str(sqlite3_stmt *statement, int i, enum db_type type)
{
    if (sqlite3_column_type(statement, i) == SQLITE_NULL)
        return (struct str){NULL, 0};
    /* an empty blob is a NULL pointer to SQLite */
    const char *p = type == DB_TEXT ? (const char *)sqlite3_column_text(statement, i)
                                    : sqlite3_column_blob(statement, i);
    return (struct str){p ? p : "", (size_t)sqlite3_column_bytes(statement, i)};
}

static void fill(sqlite3_stmt *statement, const struct db_query *query, char *row)
{
    for (int i = 0; i < query->n_out; i++) {
        const struct db_field *field = &query->out[i];
        void *at = row + field->at;
        switch (field->type) {
        case DB_I64:
            *(int64_t *)at = sqlite3_column_int64(statement, i);
            break;
        case DB_BOOL:
            *(bool *)at = sqlite3_column_int64(statement, i) != 0;
            break;
        case DB_TEXT:
        case DB_BLOB:
            *(struct str *)at = column_str(statement, i, field->type);
            break;
        }
    }
}

static enum err give_rows(sqlite3_stmt *statement, const struct db_query *query, db_each_fn *each,
                          void *context)
{
    alignas(max_align_t) char row[ROW_MAX];
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!each)
            continue;
        fill(statement, query, row);
        TRY(each(context, row));
    }
    return sqlite_err(code, query->name);
}

static enum err sqlite_each(struct db *db, const struct db_query *query, const void *in,
                            db_each_fn *each, void *context)
{
    sqlite3_stmt *statement;
    TRY(statement_of(db, query, &statement));
    enum err err = sqlite_err(bind_all(statement, query, in), query->name);
    if (err == OK)
        err = give_rows(statement, query, each, context);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return err;
}

static enum err sqlite_script(struct db *db, const char *sql)
{
    return exec(sqlite_of(db)->handle, sql, "script");
}

/* --- transactions --- */

/* Runs one of the connection's own statements; its number, if it gives one, goes to *out. */
static enum err run_own(struct db *db, enum sqlite_own own, const char *sql, int64_t *out)
{
    struct sqlite *state = sqlite_of(db);
    if (!state->own[own])
        TRY(prepare(state->handle, sql, sql, &state->own[own]));
    int code = sqlite3_step(state->own[own]);
    if (code == SQLITE_ROW && out)
        *out = sqlite3_column_int64(state->own[own], 0);
    sqlite3_reset(state->own[own]);
    return sqlite_err(code, sql);
}

static enum err sqlite_begin(struct db *db)
{
    return run_own(db, OWN_BEGIN, db->mode == DB_READER ? "BEGIN DEFERRED" : "BEGIN IMMEDIATE",
                   NULL);
}

static enum err sqlite_commit(struct db *db)
{
    return run_own(db, OWN_COMMIT, "COMMIT", NULL);
}

static void sqlite_rollback(struct db *db)
{
    /* after a full disk and the like SQLite has rolled back by itself */
    if (sqlite3_get_autocommit(sqlite_of(db)->handle))
        return;
    if (run_own(db, OWN_ROLLBACK, "ROLLBACK", NULL) != OK)
        log_error("db", "a transaction could not be rolled back");
}

static enum err sqlite_version(struct db *db, int64_t *out)
{
    return run_own(db, OWN_VERSION, "PRAGMA data_version", out);
}

const struct db_engine sqlite_engine = {
    .name = "sqlite",
    .open = sqlite_open,
    .close = sqlite_close,
    .each = sqlite_each,
    .script = sqlite_script,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .version = sqlite_version,
    .backup = sqlite_backup,
    .integrity = sqlite_integrity,
    .checkpoint = sqlite_checkpoint,
    .watch_log = sqlite_watch_log,
    .empty_log = sqlite_empty_log,
    .scrub = sqlite_scrub,
    .size = sqlite_size,
    .steps = schema_sqlite,
    .n_steps = &schema_sqlite_count,
};
