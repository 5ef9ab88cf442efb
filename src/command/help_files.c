/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading the files of a help directory from disk, and writing them there. What is in them is
 * hsds.c's; nothing is imported when anything in them is wrong. */
#include "command/help_files.h"

#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "command/hsds.h"
#include "command/store.h"
#include "os/file.h"

/* Complaints stop here: the rest is mostly the same mistake. */
enum { COMPLAINTS_MAX = 20, EXPORT_MAX_BYTES = 512 * 1024 * 1024 };

struct import_in {
    struct store_options store;
    struct option_list paths;
};

/* --- finding the files --- */

static enum err read_text(struct store *store, const char *path, size_t file,
                          struct hsds_text texts[HSDS_FILES])
{
    if (texts[file].path) {
        command_fail("%s: %s was given already", path, texts[file].path);
        return ERR_BAD_INPUT;
    }
    texts[file].path = path;
    enum err err = file_read(&store->arena, path, HSDS_FILE_MAX_BYTES, &texts[file].text);
    if (err != OK)
        command_fail("%s: %s", path,
                     err == ERR_NOT_FOUND   ? "there is no such file"
                     : err == ERR_TOO_LARGE ? "is too large"
                                            : "cannot be read");
    return err;
}

/* Tables of HSDS that say where something is, or who works there. */
static void note_left_out(struct store *store, const char *dir)
{
    static const char *const files[] = {"location.csv", "address.csv", "service_at_location.csv",
                                        "contact.csv"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct str unused;
        const char *path = file_path(&store->arena, dir, files[i]);
        if (file_read(&store->arena, path, HSDS_FILE_MAX_BYTES, &unused) == OK)
            printf("%s is not read: addresses and names of people are not kept\n", files[i]);
    }
}

static enum err read_dir(struct store *store, const char *dir, struct hsds_text texts[HSDS_FILES])
{
    for (size_t file = 0; file < HSDS_FILES; file++) {
        const char *path = file_path(&store->arena, dir, hsds_name(file));
        enum err err = file_read(&store->arena, path, HSDS_FILE_MAX_BYTES, &texts[file].text);
        if (err == ERR_NOT_FOUND)
            continue;
        TRY(read_text(store, path, file, texts));
    }
    note_left_out(store, dir);
    return OK;
}

static struct str base_name(struct str path)
{
    while (str_find(path, '/') < path.n)
        path = str_sub(path, str_find(path, '/') + 1, path.n);
    return path;
}

static enum err read_path(struct store *store, struct str path, struct hsds_text texts[HSDS_FILES])
{
    const char *z = arena_z(&store->arena, path);
    size_t file = hsds_file_of(base_name(path));
    if (file_is_dir(z))
        return read_dir(store, z, texts);
    if (file < HSDS_FILES)
        return read_text(store, z, file, texts);
    command_fail("%s: is neither a directory nor one of the files that are read: service.csv, "
                 "phone.csv, … (docs/operate.md)",
                 z);
    return ERR_BAD_INPUT;
}

/* --- import --- */

static bool complain(void *context, const char *path, size_t line, const char *message)
{
    int *left = context;
    if (line > 0)
        command_fail("%s:%zu: %s", path, line, message);
    else
        command_fail("%s: %s", path, message);
    return --*left > 0;
}

static enum err import(struct store *store, const void *options)
{
    const struct import_in *in = options;
    struct hsds_text texts[HSDS_FILES] = {{NULL, {NULL, 0}}};
    struct hsds_read *read = arena_new(&store->arena, struct hsds_read);
    int left = COMPLAINTS_MAX;
    for (size_t i = 0; i < in->paths.n; i++)
        TRY(read_path(store, in->paths.items[i], texts));
    enum err err = hsds_read(&store->arena, texts, complain, &left, read);
    if (err == ERR_TOO_LARGE)
        command_fail("the files are too large");
    TRY(err);
    struct act *act = arena_new(&store->arena, struct act);
    act->kind = ACT_HELP_IMPORT;
    act->help_import.set = &read->set;
    TRY(store_prepare(store, act, "help"));
    TRY(store_apply(store, act, "help"));
    for (size_t i = 0; i < read->n_notes; i++)
        printf("%s\n", read->notes[i]);
    printf("%zu entries: %zu new, %zu changed\n", read->set.tables[HELP_SERVICE].n,
           act->help_import.n_added, act->help_import.n_changed);
    return OK;
}

int help_files_import(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        {"DIR-or-FILE.csv", OPTION_OPERANDS, true, offsetof(struct import_in, paths),
         "CSV files of Open Referral HSDS 3, or the directory they are in"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"help import",
         "Adds the entries of files to the help directory, or describes them anew; none when "
         "anything is wrong.",
         rows, OPTIONS_COUNT(rows)},
        sizeof(struct import_in),
        STORE_WRITE,
        import,
    };
    return store_command_run(&command, argc, argv);
}

/* --- export --- */

struct export_in {
    struct store_options store;
    struct str dir;
};

static enum err write_file(struct store *store, const char *dir, size_t file,
                           const struct help_entry *entries, size_t n)
{
    const char *path = file_path(&store->arena, dir, hsds_name(file));
    struct buf buf = buf_init(EXPORT_MAX_BYTES);
    hsds_write(&buf, file, entries, n);
    enum err err = buf_ok(&buf) ? file_write_new(path, buf_str(&buf)) : ERR_TOO_LARGE;
    buf_free(&buf);
    if (err != OK)
        command_fail("%s %s", path,
                     err == ERR_CONFLICT ? "is there already; an export overwrites nothing"
                                         : "cannot be written");
    return err;
}

static enum err export(struct store *store, const void *options) {
    const struct export_in *in = options; const char *dir = arena_z(&store->arena, in->dir);
    const struct help_entry * entries; size_t n;
    TRY(help_all(store->db, &store->arena, clock_now_ms(&clock_system), &entries, &n));
    if (file_make_dir(dir) != OK){command_fail("%s cannot be used as a directory", dir);
                                  return ERR_STORAGE;}
for (size_t file = 0; file < HSDS_FILES; file++) TRY(write_file(store, dir, file, entries, n));
printf("%zu entries\n", n);
return OK;
}

int help_files_export(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        {"DIR", OPTION_OPERAND, true, offsetof(struct export_in, dir),
         "where the CSV files go; made when it is not there"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"help export", "Writes the help directory as CSV files of Open Referral HSDS 3.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct export_in),
        STORE_READ,
        export,
    };
    return store_command_run(&command, argc, argv);
}
