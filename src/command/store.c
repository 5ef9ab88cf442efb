/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Opening a data directory, and handing in acts without a server. */
#include "command/store.h"

#include <stdalign.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "command/command.h"
#include "os/file.h"
#include "os/process.h"

/* Address space, not memory: a list of hashtags of 16 MiB and a recount fit well. */
enum { STORE_ARENA_MIB = 512, MIB = 1024 * 1024 };

#define DAY_MS INT64_C(86400000)

/* --- settings --- */

static enum err set_one(struct store *store, struct str setting)
{
    const char *why = "a setting is given as name=value";
    struct str value = setting;
    struct str name = str_cut(&value, '=');
    if (value.p && config_set(&store->config, &store->arena, name, value, &why) == OK)
        return OK;
    command_fail("--set %.*s: %s", STRF(setting), why);
    return ERR_BAD_INPUT;
}

static enum err set_log_level(struct str name)
{
    static const char *const names[] = {"error", "warning", "info", "debug"};
    static const enum log_level levels[] = {LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG};
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        if (str_eq(name, str_of(names[i]))) {
            log_set_level(levels[i]);
            return OK;
        }
    }
    command_fail("log_level is error, warning, info or debug, not \"%.*s\"", STRF(name));
    return ERR_BAD_INPUT;
}

enum err store_settings(struct store *store, const struct store_options *options)
{
    config_init(&store->config, &store->arena);
    TRY(config_read(&store->config, &store->arena, store->config_path));
    for (size_t i = 0; i < options->set.n; i++)
        TRY(set_one(store, options->set.items[i]));
    return set_log_level(store->config.log_level);
}

/* --- opening --- */

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

/* In a directory that others can enter, the files themselves must keep them out. */
static enum err check_files(struct store *store)
{
    static const char *const tails[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        const char *path = arena_printf(&store->arena, "%s%s", store->database_path, tails[i]).p;
        if (file_check_private(path) != ERR_FORBIDDEN)
            continue;
        command_fail("%s can be read or written by others; chmod go= %s", path, path);
        return ERR_FORBIDDEN;
    }
    return OK;
}

static enum err open_dir(struct store *store)
{
    if (file_make_dir(store->dir) != OK) {
        command_fail("%s cannot be used as data directory", store->dir);
        return ERR_STORAGE;
    }
    if (file_check_private(store->dir) != ERR_FORBIDDEN)
        return OK;
    log_warning("store", "%s can be entered by others than its owner; chmod 700 is better",
                store->dir);
    return check_files(store);
}

/* A database without its key lets nobody in: then the key was lost, and a new one would only
 * hide that. */
static enum err open_key(struct store *store, enum store_use use)
{
    bool has_key = is_there(store->key_path);
    if (!has_key && use != STORE_WRITE)
        return OK;
    if (!has_key && is_there(store->database_path)) {
        command_fail("%s is missing; put it back from where you keep it: without it no receipt is "
                     "known again",
                     store->key_path);
        return ERR_STORAGE;
    }
    enum err err = secret_load(store->key_path, &store->key);
    if (err != OK)
        command_fail("%s cannot be used", store->key_path);
    return err;
}

/* Only looking changes nothing, not even the schema. */
static enum err check_version(struct store *store)
{
    bool is_current;
    TRY(db_is_current(store->db, &is_current));
    if (is_current)
        return OK;
    command_fail("the database is of another version; back it up, then start chorus serve once, "
                 "which brings an older one up to date");
    return ERR_CONFLICT;
}

static enum err open_database(struct store *store, enum store_use use)
{
    if (use != STORE_WRITE && !is_there(store->database_path)) {
        command_fail("there is no database in %s", store->dir);
        return ERR_NOT_FOUND;
    }
    enum db_mode mode = use == STORE_WRITE ? DB_WRITER : DB_READER;
    enum err err =
        db_open(&store->db, store->database_path, mode, (int)store->config.database_cache_mib);
    if (err == OK && use == STORE_WRITE)
        err = db_migrate(store->db);
    if (err != OK)
        command_fail("%s cannot be used", store->database_path);
    if (err == OK && use == STORE_READ)
        err = check_version(store);
    return err;
}

enum err store_reader(struct store *store)
{
    return open_database(store, STORE_READ);
}

enum err store_reopen(struct store *store)
{
    db_close(store->db);
    store->db = NULL;
    return open_database(store, STORE_WRITE);
}

static enum err store_open(struct store *store, const struct store_options *options,
                           enum store_use use)
{
    store->dir = arena_z(&store->arena, options->data);
    store->config_path = file_path(&store->arena, store->dir, "chorus.conf");
    store->key_path = file_path(&store->arena, store->dir, "secret.key");
    store->database_path = file_path(&store->arena, store->dir, "chorus.db");
    if (use == STORE_NONE)
        return OK;
    TRY(store_settings(store, options));
    if (use == STORE_WRITE)
        TRY(open_dir(store));
    TRY(open_key(store, use));
    return open_database(store, use);
}

static void store_close(struct store *store)
{
    if (store->writer)
        writer_close(store->writer);
    if (store->board)
        board_close(store->board);
    db_close(store->db);
    secret_done(store->key);
    arena_done(&store->arena);
}

/* Before anything secret is in memory. */
static enum err store_init(struct store *store)
{
    umask(S_IRWXG | S_IRWXO);
    TRY(process_protect());
    TRY(crypto_init());
    return arena_init(&store->arena, (size_t)STORE_ARENA_MIB * MIB);
}

int store_command_run(const struct store_command *command, int argc, char **argv)
{
    struct store store = {.db = NULL};
    if (store_init(&store) != OK)
        return command_fail("the system refuses memory or protection");
    int exit_code;
    void *in = arena_take(&store.arena, 1, command->in_size, alignof(max_align_t));
    if (options_read(&command->options, argc, argv, in, &exit_code)) {
        enum err err = store_open(&store, in, command->use);
        if (err == OK)
            err = command->run(&store, in);
        exit_code = err == OK ? EXIT_DONE : EXIT_FAILED;
    }
    store_close(&store);
    return exit_code;
}

/* --- acts --- */

enum err store_writer(struct store *store, const struct writer_options *hooks)
{
    TRY(board_open(&store->board, store->config.figures_floor));
    struct writer_options options = hooks ? *hooks : (struct writer_options){.db = NULL};
    options.db = store->db;
    options.clock = &clock_system;
    options.key = store->key;
    options.board = store->board;
    options.generation = &store->generation;
    options.revisions = &store->revisions;
    options.release_step = store->config.release_step;
    options.page_fresh_ms = store->config.page_fresh_ms;
    options.session_ms = store->config.session_days * DAY_MS;
    options.queue_max = store->config.queue_max;
    options.batch_max = store->config.batch_max;
    return writer_open(&store->writer, &options);
}

enum err store_prepare(struct store *store, struct act *act, const char *subject)
{
    const char *why = NULL;
    enum err err = act_prepare(act, &store->arena, store->key, store->config.text_max, &why);
    if (err != OK)
        command_fail("%s: %s", subject, why ? why : err_message(err));
    return err;
}

enum err store_apply_all(struct store *store, struct act *acts, const char *const *subjects,
                         size_t n)
{
    enum err first = OK;
    if (!store->writer)
        TRY(store_writer(store, NULL));
    acts_apply_now(store->writer, acts, n);
    for (size_t i = 0; i < n; i++) {
        if (acts[i].err != OK)
            command_fail("%s: %s", subjects[i], err_message(acts[i].err));
        if (first == OK)
            first = acts[i].err;
    }
    return first;
}

enum err store_apply(struct store *store, struct act *act, const char *subject)
{
    return store_apply_all(store, act, &subject, 1);
}

enum err store_campaign(struct store *store, struct str slug, struct campaign *out)
{
    enum err err = campaign_by_slug(store->db, &store->arena, slug, out);
    if (err == ERR_NOT_FOUND)
        command_fail("there is no campaign \"%.*s\"", STRF(slug));
    return err;
}
