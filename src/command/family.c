/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading hashtags from words and files. What a hashtag, a language or a sense may be is the
 * domain's to say (act_prepare). */
#include "command/family.h"

#include "command/command.h"
#include "command/csv.h"
#include "os/file.h"

/* Complaints about a file stop here: the rest is mostly the same mistake. */
enum { COMPLAINTS_MAX = 20 };

static enum err start(struct store *store, size_t most, struct family *family)
{
    *family = (struct family){
        .acts = arena_try_array(&store->arena, struct act, most ? most : 1),
        .subjects = arena_try_array(&store->arena, const char *, most ? most : 1),
    };
    return family->acts && family->subjects ? OK : ERR_TOO_LARGE;
}

/* A spec left out of act_hashtag is empty, never absent. */
static struct str or_empty(struct str s)
{
    return s.p ? s : STR("");
}

static enum err take(struct store *store, struct family *family, const struct act_hashtag *hashtag,
                     const char *subject)
{
    struct act *act = &family->acts[family->n];
    act->kind = ACT_HASHTAG;
    act->hashtag = *hashtag;
    TRY(store_prepare(store, act, subject));
    family->subjects[family->n++] = subject;
    return OK;
}

enum err family_from_specs(struct store *store, const struct option_list *specs, struct family *out)
{
    struct family family;
    TRY(start(store, specs->n, &family));
    for (size_t i = 0; i < specs->n; i++) {
        struct str rest = specs->items[i];
        const char *subject = arena_printf(&store->arena, "hashtag %.*s", STRF(rest)).p;
        struct act_hashtag hashtag = {.source = STR(""), .since = STR("")};
        hashtag.name = str_trim(str_cut(&rest, ':'));
        hashtag.language = or_empty(str_trim(str_cut(&rest, ':')));
        hashtag.sense = or_empty(str_trim(str_cut(&rest, ':')));
        hashtag.region = or_empty(str_trim(str_cut(&rest, ':')));
        if (rest.p) {
            command_fail("%s: it is given as NAME[:language[:sense[:region]]]", subject);
            return ERR_BAD_INPUT;
        }
        TRY(take(store, &family, &hashtag, subject));
    }
    *out = family;
    return OK;
}

/* --- files --- */

enum column {
    COLUMN_NAME,
    COLUMN_LANGUAGE,
    COLUMN_REGION,
    COLUMN_SENSE,
    COLUMN_SOURCE,
    COLUMN_SINCE,
    COLUMN_CONFIDENCE,
    COLUMNS
};

/* Where each known column stands in this file. */
struct columns {
    bool is_there[COLUMNS];
    size_t at[COLUMNS];
    size_t n;
};

static bool column_of(struct str name, size_t *column)
{
    static const char *const names[COLUMNS] = {"name",   "language", "region",    "sense",
                                               "source", "since",    "confidence"};
    for (size_t i = 0; i < COLUMNS; i++) {
        if (str_eq_nocase(name, str_of(names[i]))) {
            *column = i;
            return true;
        }
    }
    return false;
}

static enum err read_header(const char *path, const struct csv_record *record, struct columns *out)
{
    *out = (struct columns){.n = record->n};
    for (size_t i = 0; i < record->n; i++) {
        size_t column;
        if (!column_of(record->fields[i], &column)) {
            command_fail("%s:1: there is no column \"%.*s\"; there are name, language, region, "
                         "sense, source, since and confidence",
                         path, STRF(record->fields[i]));
            return ERR_BAD_INPUT;
        }
        if (out->is_there[column]) {
            command_fail("%s:1: the column \"%.*s\" stands twice", path, STRF(record->fields[i]));
            return ERR_BAD_INPUT;
        }
        out->is_there[column] = true;
        out->at[column] = i;
    }
    if (out->is_there[COLUMN_NAME])
        return OK;
    command_fail("%s:1: the first line names the columns, and one of them is name", path);
    return ERR_BAD_INPUT;
}

static struct str field(const struct columns *columns, const struct csv_record *record,
                        enum column column)
{
    return columns->is_there[column] ? record->fields[columns->at[column]] : STR("");
}

static enum err take_record(struct store *store, struct family *family,
                            const struct columns *columns, const struct csv_record *record,
                            const char *subject)
{
    if (record->n != columns->n) {
        command_fail("%s: there are %zu fields; the first line names %zu", subject, record->n,
                     columns->n);
        return ERR_BAD_INPUT;
    }
    struct act_hashtag hashtag = {
        .name = field(columns, record, COLUMN_NAME),
        .language = field(columns, record, COLUMN_LANGUAGE),
        .region = field(columns, record, COLUMN_REGION),
        .sense = field(columns, record, COLUMN_SENSE),
        .source = field(columns, record, COLUMN_SOURCE),
        .since = field(columns, record, COLUMN_SINCE),
        .confidence = field(columns, record, COLUMN_CONFIDENCE),
    };
    return take(store, family, &hashtag, subject);
}

/* Prints what csv_next found wrong; the end of the file is OK. */
static enum err at_end(const char *path, const struct csv *csv, enum err err)
{
    if (err == ERR_BAD_INPUT)
        command_fail("%s:%zu: %s", path, csv->line, csv->why);
    return err == ERR_NOT_FOUND ? OK : ERR_BAD_INPUT;
}

static enum err read_columns(struct store *store, const char *path, struct csv *csv,
                             struct columns *out)
{
    struct csv_record record;
    enum err err = csv_next(csv, &store->arena, &record);
    if (err == OK)
        return read_header(path, &record, out);
    TRY(at_end(path, csv, err));
    command_fail("%s: is empty", path);
    return ERR_BAD_INPUT;
}

static enum err read_records(struct store *store, const char *path, struct csv *csv,
                             struct family *family)
{
    struct csv_record record;
    struct columns columns;
    int complaints = 0;
    enum err err;
    TRY(read_columns(store, path, csv, &columns));
    while ((err = csv_next(csv, &store->arena, &record)) == OK && complaints < COMPLAINTS_MAX) {
        const char *subject = arena_printf(&store->arena, "%s:%zu", path, csv->line).p;
        if (family->n == FAMILY_MAX) {
            command_fail("%s: a file holds at most %d hashtags", subject, FAMILY_MAX);
            return ERR_TOO_LARGE;
        }
        if (take_record(store, family, &columns, &record, subject) != OK)
            complaints++;
    }
    if (complaints)
        return ERR_BAD_INPUT;
    return at_end(path, csv, err);
}

enum err family_from_csv(struct store *store, const char *path, struct family *out)
{
    struct str text;
    enum err err = file_read(&store->arena, path, FAMILY_FILE_MAX_BYTES, &text);
    if (err != OK) {
        command_fail("%s: %s", path,
                     err == ERR_NOT_FOUND   ? "there is no such file"
                     : err == ERR_TOO_LARGE ? "is too large"
                                            : "cannot be read");
        return err;
    }
    if (!str_is_utf8(text)) {
        command_fail("%s: is not UTF-8", path);
        return ERR_BAD_INPUT;
    }
    struct family family;
    TRY(start(store, FAMILY_MAX, &family));
    struct csv csv = csv_of(text);
    TRY(read_records(store, path, &csv, &family));
    *out = family;
    return OK;
}

enum err family_apply(struct store *store, const struct family *family, struct campaign_id campaign)
{
    for (size_t i = 0; i < family->n; i++)
        family->acts[i].hashtag.campaign = campaign;
    return store_apply_all(store, family->acts, family->subjects, family->n);
}
