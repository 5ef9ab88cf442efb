/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading the files of a help directory (hsds.h): first each as a table of texts, then as rows of
 * the domain, which says what may stand in them. */
#include "command/hsds.h"

#include "command/csv.h"

enum { FIELDS_MAX = 16, NOTE_COLUMNS_MAX = 400 };

static const char *const area_columns[] = {"id",     "service_id",  "name",
                                           "extent", "extent_type", "uri"};
enum { AREA_ID, AREA_SERVICE, AREA_NAME, AREA_EXTENT, AREA_EXTENT_TYPE, AREA_URI };
static const char *const attribute_columns[] = {"id", "link_id", "link_entity", "taxonomy_term_id"};
enum { ATTRIBUTE_ID, ATTRIBUTE_LINK, ATTRIBUTE_ENTITY, ATTRIBUTE_TERM };
static const char *const metadata_columns[] = {
    "id", "resource_id", "resource_type", "last_action_date", "last_action_type", "field_name"};
enum {
    METADATA_ID,
    METADATA_RESOURCE,
    METADATA_TYPE,
    METADATA_DATE,
    METADATA_ACTION,
    METADATA_FIELD
};
static const char *const taxonomy_columns[] = {"id", "name", "description"};
static const char *const term_columns[] = {"id",          "code", "taxonomy",
                                           "taxonomy_id", "name", "description"};
enum { TERM_ID, TERM_CODE, TERM_TAXONOMY, TERM_TAXONOMY_ID };

static const char *const names[HSDS_FILES] = {
    [HELP_ORGANISATION] = "organization.csv",
    [HELP_SERVICE] = "service.csv",
    [HELP_PHONE] = "phone.csv",
    [HELP_LANGUAGE] = "language.csv",
    [HELP_AREA] = "service_area.csv",
    [HELP_SCHEDULE] = "schedule.csv",
    [HELP_URL] = "url.csv",
    [HELP_ATTRIBUTE] = "attribute.csv",
    [HELP_METADATA] = "metadata.csv",
    [HSDS_TAXONOMY] = "taxonomy.csv",
    [HSDS_TAXONOMY_TERM] = "taxonomy_term.csv",
};

const char *hsds_name(size_t file)
{
    return names[file];
}

size_t hsds_file_of(struct str name)
{
    size_t file = 0;
    while (file < HSDS_FILES && !str_eq(name, str_of(names[file])))
        file++;
    return file;
}

/* --- a file as a table of texts --- */

struct raw_row {
    size_t line;
    struct str fields[FIELDS_MAX]; /* empty when the file has no such column */
};
struct raw {
    struct raw_row *rows;
    size_t n;
};

struct row_reader {
    struct arena *arena;
    const struct hsds_text *texts;
    hsds_complain *complain;
    void *context;
    bool is_bad, is_over;
    struct raw raws[HSDS_FILES];
    size_t *lines[HELP_TABLES]; /* of the rows of the set */
    struct hsds_read *out;
};

static void complain(struct row_reader *r, size_t file, size_t line, const char *message)
{
    const char *path = r->texts[file].path ? r->texts[file].path : names[file];
    r->is_bad = true;
    if (!r->is_over)
        r->is_over = !r->complain(r->context, path, line, message);
}

static void note(struct row_reader *r, struct str sentence)
{
    if (r->out->n_notes < HSDS_NOTES_MAX)
        r->out->notes[r->out->n_notes++] = sentence.p;
}

/* The name of the n-th wanted column; NULL behind the last. */
static const char *wanted(size_t file, size_t n)
{
    static const struct {
        const char *const *names;
        size_t n;
    } special[HSDS_FILES] = {
        [HELP_AREA] = {area_columns, sizeof area_columns / sizeof area_columns[0]},
        [HELP_ATTRIBUTE] = {attribute_columns,
                            sizeof attribute_columns / sizeof attribute_columns[0]},
        [HELP_METADATA] = {metadata_columns, sizeof metadata_columns / sizeof metadata_columns[0]},
        [HSDS_TAXONOMY] = {taxonomy_columns, sizeof taxonomy_columns / sizeof taxonomy_columns[0]},
        [HSDS_TAXONOMY_TERM] = {term_columns, sizeof term_columns / sizeof term_columns[0]},
    };
    if (special[file].names)
        return n < special[file].n ? special[file].names[n] : NULL;
    return n < help_tables[file].n_columns ? help_tables[file].columns[n].name : NULL;
}

/* Where each field of a record goes; FIELDS_MAX: nowhere. */
struct header {
    size_t to[CSV_FIELDS_MAX];
    size_t n;
};

static size_t find_column(size_t file, struct str name)
{
    for (size_t i = 0; wanted(file, i); i++)
        if (str_eq_nocase(name, str_of(wanted(file, i))))
            return i;
    return FIELDS_MAX;
}

static void read_header(struct row_reader *r, size_t file, const struct csv_record *record,
                        struct header *out)
{
    bool is_there[FIELDS_MAX] = {false};
    struct buf others = buf_init(NOTE_COLUMNS_MAX);
    *out = (struct header){.n = record->n};
    for (size_t i = 0; i < record->n; i++) {
        size_t column = find_column(file, record->fields[i]);
        out->to[i] = column;
        if (column == FIELDS_MAX) {
            buf_put(&others, others.n ? STR(", ") : STR(""));
            buf_put(&others, record->fields[i]);
        } else if (is_there[column]) {
            complain(r, file, 1, "a column stands twice");
        } else {
            is_there[column] = true;
        }
    }
    if (!is_there[0])
        complain(r, file, 1, "the first line names the columns, and one of them is id");
    if (others.n > 0)
        note(r, arena_printf(r->arena, "%s: these columns are not kept: %.*s", names[file],
                             STRF(buf_str(&others))));
    buf_free(&others);
}

static enum err add_row(struct row_reader *r, size_t file, const struct header *header,
                        const struct csv_record *record, size_t line)
{
    struct raw *raw = &r->raws[file];
    if (raw->n == HELP_ROWS_MAX) {
        complain(r, file, line, "a file holds at most 20000 rows");
        return ERR_TOO_LARGE;
    }
    if (record->n != header->n) {
        complain(r, file, line,
                 arena_printf(r->arena, "there are %zu fields; the first line names %zu", record->n,
                              header->n)
                     .p);
        return OK;
    }
    struct raw_row *row = &raw->rows[raw->n++];
    row->line = line;
    for (size_t i = 0; i < FIELDS_MAX; i++)
        row->fields[i] = STR("");
    for (size_t i = 0; i < record->n; i++)
        if (header->to[i] < FIELDS_MAX)
            row->fields[header->to[i]] = record->fields[i];
    return OK;
}

static enum err read_rows(struct row_reader *r, size_t file, struct csv *csv)
{
    struct csv_record record;
    struct header header;
    enum err err = csv_next(csv, r->arena, &record);
    if (err == OK)
        read_header(r, file, &record, &header);
    else if (err == ERR_NOT_FOUND)
        complain(r, file, 0, "is empty");
    while (err == OK && !r->is_over) {
        err = csv_next(csv, r->arena, &record);
        if (err == OK)
            TRY(add_row(r, file, &header, &record, csv->line));
    }
    if (err == ERR_BAD_INPUT)
        complain(r, file, csv->line, csv->why);
    return OK;
}

/* Lines of the text: no file has more rows. */
static size_t count_lines(struct str text)
{
    size_t n = 1;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    return n;
}

static enum err read_file(struct row_reader *r, size_t file)
{
    struct str text = r->texts[file].text;
    if (!r->texts[file].path)
        return OK;
    if (text.n > HSDS_FILE_MAX_BYTES || !str_is_utf8(text)) {
        complain(r, file, 0, text.n > HSDS_FILE_MAX_BYTES ? "is too large" : "is not UTF-8");
        return OK;
    }
    size_t most = count_lines(text);
    most = most < HELP_ROWS_MAX ? most : HELP_ROWS_MAX;
    r->raws[file].rows = arena_try_array(r->arena, struct raw_row, most + 1);
    if (!r->raws[file].rows)
        return ERR_TOO_LARGE;
    struct csv csv = csv_of(text);
    enum err err = read_rows(r, file, &csv);
    return err == ERR_TOO_LARGE && r->is_bad ? OK : err;
}

/* --- texts as rows --- */

/* The code of the term with this id in taxonomy_term.csv when it is one of ours; otherwise absent.
 */
static struct str term_code(const struct row_reader *r, struct str id)
{
    const struct raw *terms = &r->raws[HSDS_TAXONOMY_TERM];
    const struct raw *taxonomies = &r->raws[HSDS_TAXONOMY];
    const struct str ours = STR("chorus-help");
    for (size_t i = 0; i < terms->n; i++) {
        const struct str *fields = terms->rows[i].fields;
        if (!str_eq(fields[TERM_ID], id))
            continue;
        bool is_ours = str_eq(fields[TERM_TAXONOMY], ours);
        for (size_t k = 0; k < taxonomies->n && !is_ours; k++)
            is_ours = str_eq(taxonomies->rows[k].fields[0], fields[TERM_TAXONOMY_ID]) &&
                      str_eq(taxonomies->rows[k].fields[1], ours);
        return is_ours ? fields[TERM_CODE] : (struct str){0};
    }
    return (struct str){0};
}

/* "…:3166:DE" gives "DE"; without a uri the extent may be the code. */
static struct str country_of(const struct str *fields)
{
    struct str uri = fields[AREA_URI];
    size_t at = str_search(uri, STR("3166"));
    if (uri.n == 0)
        return fields[AREA_EXTENT];
    if (at == uri.n)
        return uri;
    while (str_find(uri, ':') < uri.n)
        uri = str_sub(uri, str_find(uri, ':') + 1, uri.n);
    return uri;
}

/* Fills the row; false when it is passed over. */
typedef bool fill_row(const struct row_reader *r, enum help_table table, const struct str *fields,
                      void *row);

static bool fill_plain(const struct row_reader *r, enum help_table table, const struct str *fields,
                       void *row)
{
    const struct help_table_info *info = &help_tables[table];
    (void)r;
    for (size_t i = 0; i < info->n_columns; i++)
        *help_field(row, info->columns[i].at) = fields[i];
    bool has_phone = table == HELP_LANGUAGE && ((struct help_language *)row)->phone.n > 0;
    return help_value(row, info->service_at).n > 0 || has_phone || table <= HELP_SERVICE;
}

static bool fill_area(const struct row_reader *r, enum help_table table, const struct str *fields,
                      void *row)
{
    (void)r, (void)table;
    *(struct help_area *)row = (struct help_area){
        .id = fields[AREA_ID],
        .service = fields[AREA_SERVICE],
        .name = fields[AREA_NAME],
        .country = country_of(fields),
    };
    return fields[AREA_SERVICE].n > 0;
}

static bool fill_attribute(const struct row_reader *r, enum help_table table,
                           const struct str *fields, void *row)
{
    (void)table;
    struct str code = term_code(r, fields[ATTRIBUTE_TERM]);
    *(struct help_attribute *)row = (struct help_attribute){
        .id = fields[ATTRIBUTE_ID],
        .service = fields[ATTRIBUTE_LINK],
        .term = code,
    };
    bool is_of_service =
        fields[ATTRIBUTE_ENTITY].n == 0 || str_eq(fields[ATTRIBUTE_ENTITY], STR("service"));
    return code.p != NULL && is_of_service;
}

static bool fill_metadata(const struct row_reader *r, enum help_table table,
                          const struct str *fields, void *row)
{
    (void)r, (void)table;
    *(struct help_metadata *)row = (struct help_metadata){
        .id = fields[METADATA_ID],
        .service = fields[METADATA_RESOURCE],
        .day = fields[METADATA_DATE],
        .action = fields[METADATA_ACTION],
        .field = fields[METADATA_FIELD],
    };
    return str_eq(fields[METADATA_TYPE], STR("service"));
}

static enum err fill_table(struct row_reader *r, enum help_table table)
{
    fill_row *const fill = table == HELP_AREA        ? fill_area
                           : table == HELP_ATTRIBUTE ? fill_attribute
                           : table == HELP_METADATA  ? fill_metadata
                                                     : fill_plain;
    const struct raw *raw = &r->raws[table];
    struct help_rows *rows = &r->out->set.tables[table];
    size_t size = help_tables[table].row_size;
    rows->rows = arena_try(r->arena, raw->n + 1, size, alignof(struct str));
    r->lines[table] = arena_try_array(r->arena, size_t, raw->n + 1);
    if (!rows->rows || !r->lines[table])
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < raw->n; i++) {
        r->lines[table][rows->n] = raw->rows[i].line;
        if (fill(r, table, raw->rows[i].fields, (char *)rows->rows + rows->n * size))
            rows->n++;
    }
    if (rows->n < raw->n)
        note(r, arena_printf(r->arena, "%s: rows that say nothing of a service are not kept: %zu",
                             names[table], raw->n - rows->n));
    return OK;
}

static bool tell_fault(void *context, const struct help_fault *found)
{
    struct row_reader *r = context;
    const char *message =
        found->column ? arena_printf(r->arena, "%s: %s", found->column, found->why).p : found->why;
    complain(r, found->table, r->lines[found->table][found->row], message);
    return !r->is_over;
}

enum err hsds_read(struct arena *arena, const struct hsds_text texts[HSDS_FILES], hsds_complain *to,
                   void *context, struct hsds_read *out)
{
    struct row_reader *r = arena_new(arena, struct row_reader);
    *out = (struct hsds_read){.n_notes = 0};
    *r = (struct row_reader){
        .arena = arena, .texts = texts, .complain = to, .context = context, .out = out};
    if (!texts[HELP_ORGANISATION].path)
        complain(r, HELP_ORGANISATION, 0, "is missing");
    if (!texts[HELP_SERVICE].path)
        complain(r, HELP_SERVICE, 0, "is missing");
    for (size_t file = 0; file < HSDS_FILES; file++)
        TRY(read_file(r, file));
    if (r->is_bad)
        return ERR_BAD_INPUT;
    for (enum help_table t = 0; t < HELP_TABLES; t++)
        TRY(fill_table(r, t));
    if (out->set.tables[HELP_SERVICE].n > HELP_SERVICES_MAX) {
        complain(r, HELP_SERVICE, 0, "holds more than 5000 services");
        return ERR_BAD_INPUT;
    }
    return help_set_check(arena, &out->set, tell_fault, r);
}
