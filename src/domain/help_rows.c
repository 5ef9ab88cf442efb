/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the tables of the help directory are, and what may stand in them: see help_rows.h.
 *
 * The structs of the queries are those of help_rows.def, which the compiler checks member by
 * member; so a row goes into a query and comes out of one as it is. */
#include "domain/help_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/language.h"
#include "domain/text.h"
#include "sql/help.h"

#define TABLE(NAME, name, file) static const struct help_column name##_columns[] = {
#define COLUMN(table, member, column, kind, most, is_required)                                     \
    {column, most, offsetof(struct help_##table, member), HELP_KIND_##kind, is_required},
#define END(NAME, name)                                                                            \
    }                                                                                              \
    ;
#include "domain/help_rows.def"
#undef TABLE
#undef COLUMN
#undef END

#define TABLE(NAME, name, file)                                                                    \
    _Static_assert(sizeof(struct help_##name) == sizeof(struct help_##name##_put_in), file);       \
    _Static_assert(sizeof(struct help_##name) == sizeof(struct help_##name##_of_out), file);
#define COLUMN(table, member, column, kind, most, is_required)                                     \
    _Static_assert(offsetof(struct help_##table, member) ==                                        \
                       offsetof(struct help_##table##_put_in, member),                             \
                   column);                                                                        \
    _Static_assert(offsetof(struct help_##table, member) ==                                        \
                       offsetof(struct help_##table##_of_out, member),                             \
                   column);
#define END(NAME, name)
#include "domain/help_rows.def"
#undef TABLE
#undef COLUMN
#undef END

#define ROWS(NAME, name, file_name, service_member)                                                \
    [HELP_##NAME] = {                                                                              \
        .file = (file_name),                                                                       \
        .row_size = sizeof(struct help_##name),                                                    \
        .service_at = offsetof(struct help_##name, service_member),                                \
        .columns = name##_columns,                                                                 \
        .n_columns = sizeof name##_columns / sizeof name##_columns[0],                             \
        .put = &query_help_##name##_put,                                                           \
        .of_service = &query_help_##name##_of,                                                     \
        .remove = &query_help_##name##_remove,                                                     \
    }

const struct help_table_info help_tables[HELP_TABLES] = {
    ROWS(ORGANISATION, organisation, "organization", id),
    ROWS(SERVICE, service, "service", id),
    ROWS(PHONE, phone, "phone", service),
    ROWS(LANGUAGE, language, "language", service),
    ROWS(AREA, area, "service_area", service),
    ROWS(SCHEDULE, schedule, "schedule", service),
    ROWS(URL, url, "url", service),
    ROWS(ATTRIBUTE, attribute, "attribute", service),
    ROWS(METADATA, metadata, "metadata", service),
};

/* --- terms --- */

static const char *const term_codes[HELP_TERMS] = {
#define TERM(NAME, code, number, description) [HELP_TERM_##NAME] = (code),
#include "domain/help_terms.def"
#undef TERM
};

static const int term_numbers[HELP_TERMS] = {
#define TERM(NAME, code, number, description) [HELP_TERM_##NAME] = (number),
#include "domain/help_terms.def"
#undef TERM
};

static const char *const term_descriptions[HELP_TERMS] = {
#define TERM(NAME, code, number, description) [HELP_TERM_##NAME] = (description),
#include "domain/help_terms.def"
#undef TERM
};

const char *help_term_code(enum help_term term)
{
    return term_codes[term];
}

enum help_term help_term_of(struct str code)
{
    for (int i = 0; i < HELP_TERMS; i++)
        if (str_eq(code, str_of(term_codes[i])))
            return (enum help_term)i;
    return HELP_TERMS;
}

int help_term_number(enum help_term term)
{
    return term_numbers[term];
}

const char *help_term_description(enum help_term term)
{
    return term_descriptions[term];
}

/* --- one value --- */

static bool consists_of(struct str s, const char *others, bool with_letters)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool is_digit = c >= '0' && c <= '9';
        if (!is_digit && !(with_letters && is_letter) && (c == '\0' || strchr(others, c) == NULL))
            return false;
    }
    return true;
}

static bool is_among(struct str s, const char *const *words)
{
    while (*words && !str_eq(s, str_of(*words)))
        words++;
    return *words != NULL;
}

static const char *check_url(struct str s)
{
    struct str rest = s;
    if (str_starts(s, STR("https://")))
        rest = str_sub(s, 8, s.n);
    else if (str_starts(s, STR("http://")))
        rest = str_sub(s, 7, s.n);
    bool is_short = rest.n == s.n || rest.n == 0 || rest.p[0] == '/';
    if (is_short || !consists_of(s, "-._~:/?#[]@!$&'()*+,;=%", true))
        return "an address begins with https:// or http:// and has no spaces";
    return NULL;
}

static const char *check_number(struct str s)
{
    bool has_digit = false;
    for (size_t i = 0; i < s.n; i++)
        has_digit = has_digit || (s.p[i] >= '0' && s.p[i] <= '9');
    if (!has_digit || !consists_of(s, " +-()./*#", false))
        return "a number is made of digits, spaces and + - ( ) . / * #";
    return NULL;
}

static const char *check_date(struct str s)
{
    int64_t ms;
    bool is_date = s.n == TIME_DAY_CHARS && time_parse(s, &ms);
    return is_date ? NULL : "a date is written 2026-01-31";
}

static const char *check_age(struct str s)
{
    enum { AGE_MAX = 150 };
    int64_t years;
    return str_i64(s, &years) && years >= 0 && years <= AGE_MAX ? NULL
                                                                : "an age is a number of years";
}

static const char *clean_code(struct arena *arena, enum help_kind kind, struct str *field)
{
    if (kind == HELP_KIND_LANGUAGE)
        return language_canonical(arena, *field, field) == OK && field->n > 0
                   ? NULL
                   : "this language is not known";
    return country_canonical(arena, *field, field) == OK && field->n > 0
               ? NULL
               : "this country is not known";
}

/* NULL when it may stand. */
static const char *check_kind(struct arena *arena, enum help_kind kind, struct str *field)
{
    static const char *const states[] = {"active", "inactive", "defunct", "temporarily closed",
                                         NULL};
    static const char *const types[] = {"voice", "text",      "sms",   "video", "fax",
                                        "cell",  "textphone", "pager", NULL};
    switch (kind) {
    case HELP_KIND_ID:
        return consists_of(*field, "-._:", true) ? NULL
                                                 : "an id is made of letters, digits and - . _ :";
    case HELP_KIND_URL:
        return check_url(*field);
    case HELP_KIND_EMAIL:
        return consists_of(*field, "@-._+", true) && str_find(*field, '@') < field->n
                   ? NULL
                   : "this is not an e-mail address";
    case HELP_KIND_DATE:
        return check_date(*field);
    case HELP_KIND_AGE:
        return check_age(*field);
    case HELP_KIND_NUMBER:
        return check_number(*field);
    case HELP_KIND_LANGUAGE:
    case HELP_KIND_COUNTRY:
        return clean_code(arena, kind, field);
    case HELP_KIND_TERM:
        return help_term_of(*field) < HELP_TERMS ? NULL : "this term is not known";
    case HELP_KIND_STATUS:
        return is_among(*field, states)
                   ? NULL
                   : "a status is active, inactive, defunct or temporarily closed";
    case HELP_KIND_PHONE_TYPE:
        return is_among(*field, types) ? NULL
                                       : "a type is voice, text, sms, video, textphone, fax, cell "
                                         "or pager";
    case HELP_KIND_LINE:
    case HELP_KIND_TEXT:
        return NULL;
    }
    return NULL;
}

static const char *clean_field(struct arena *arena, const struct help_column *column,
                               struct str *field)
{
    bool is_text = column->kind == HELP_KIND_TEXT;
    enum err err = is_text ? text_clean(arena, *field, column->most, field)
                           : text_clean_line(arena, *field, column->most, field);
    if (err == ERR_TOO_LARGE)
        return "is too long";
    if (err != OK)
        return "is no text";
    if (field->n == 0) {
        *field = STR("");
        return column->is_required ? "is missing" : NULL;
    }
    return check_kind(arena, column->kind, field);
}

/* --- a whole set --- */

struct reference {
    struct str id;
    size_t row;
};

struct check {
    struct arena *arena;
    struct help_set *set;
    help_fault_fn *tell;
    void *context;
    bool is_bad, is_over;
    struct reference *ids[HELP_TABLES]; /* sorted */
};

static void fault(struct check *check, enum help_table table, size_t row, const char *column,
                  const char *why)
{
    check->is_bad = true;
    if (!check->tell)
        check->is_over = true;
    else if (!check->is_over)
        check->is_over =
            !check->tell(check->context, &(struct help_fault){table, row, column, why});
}

static void *row_at(const struct help_set *set, enum help_table table, size_t row)
{
    return (char *)set->tables[table].rows + row * help_tables[table].row_size;
}

static void clean_rows(struct check *check, enum help_table table)
{
    const struct help_table_info *info = &help_tables[table];
    for (size_t i = 0; i < check->set->tables[table].n && !check->is_over; i++) {
        void *row = row_at(check->set, table, i);
        for (size_t k = 0; k < info->n_columns && !check->is_over; k++) {
            const struct help_column *column = &info->columns[k];
            const char *why = clean_field(check->arena, column, help_field(row, column->at));
            if (why)
                fault(check, table, i, column->name, why);
        }
    }
}

static int compare_references(const void *a, const void *b)
{
    const struct reference *left = a;
    const struct reference *right = b;
    int order = str_cmp(left->id, right->id);
    if (order != 0)
        return order;
    return left->row < right->row ? -1 : left->row > right->row;
}

/* The first member of every row is its id. */
static enum err sort_ids(struct check *check, enum help_table table)
{
    size_t n = check->set->tables[table].n;
    struct reference *ids = arena_try_array(check->arena, struct reference, n + 1);
    if (!ids)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < n; i++)
        ids[i] = (struct reference){help_value(row_at(check->set, table, i), 0), i};
    qsort(ids, n, sizeof *ids, compare_references);
    for (size_t i = 1; i < n && !check->is_over; i++)
        if (str_eq(ids[i].id, ids[i - 1].id))
            fault(check, table, ids[i].row, "id", "stands twice in this file");
    check->ids[table] = ids;
    return OK;
}

/* The place of an id among the sorted ones; n when it is not there. */
static size_t find_id(const struct check *check, enum help_table table, struct str id)
{
    size_t low = 0;
    size_t n = check->set->tables[table].n;
    for (size_t high = n; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(check->ids[table][middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && str_eq(check->ids[table][low].id, id) ? low : n;
}

static void link_services(struct check *check)
{
    const struct help_service *services = check->set->tables[HELP_SERVICE].rows;
    size_t n = check->set->tables[HELP_ORGANISATION].n;
    for (size_t i = 0; i < check->set->tables[HELP_SERVICE].n && !check->is_over; i++)
        if (find_id(check, HELP_ORGANISATION, services[i].organisation) == n)
            fault(check, HELP_SERVICE, i, "organization_id", "there is no such organization");
}

/* A language said of a number is one of the number's service. */
static void link_languages(struct check *check)
{
    struct help_language *languages = check->set->tables[HELP_LANGUAGE].rows;
    const struct help_phone *phones = check->set->tables[HELP_PHONE].rows;
    size_t n = check->set->tables[HELP_PHONE].n;
    for (size_t i = 0; i < check->set->tables[HELP_LANGUAGE].n && !check->is_over; i++) {
        struct help_language *language = &languages[i];
        if (language->phone.n == 0)
            continue;
        size_t at = find_id(check, HELP_PHONE, language->phone);
        if (at == n)
            fault(check, HELP_LANGUAGE, i, "phone_id", "there is no such phone");
        else if (language->service.n == 0)
            language->service = phones[check->ids[HELP_PHONE][at].row].service;
    }
}

static enum err link_rows(struct check *check, enum help_table table)
{
    size_t n = check->set->tables[HELP_SERVICE].n;
    const struct help_table_info *info = &help_tables[table];
    size_t *counts = arena_try_array(check->arena, size_t, n + 1);
    if (!counts)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < check->set->tables[table].n && !check->is_over; i++) {
        struct str service = help_value(row_at(check->set, table, i), info->service_at);
        size_t at = find_id(check, HELP_SERVICE, service);
        if (at == n)
            fault(check, table, i, NULL, "there is no such service");
        else if (++counts[at] > HELP_EACH_MAX)
            fault(check, table, i, NULL, "one service has more than 200 of these");
    }
    return OK;
}

enum err help_set_check(struct arena *arena, struct help_set *set, help_fault_fn *tell,
                        void *context)
{
    struct check check = {.arena = arena, .set = set, .tell = tell, .context = context};
    for (enum help_table t = 0; t < HELP_TABLES; t++) {
        bool is_service = t == HELP_SERVICE;
        if (set->tables[t].n > (is_service ? (size_t)HELP_SERVICES_MAX : (size_t)HELP_ROWS_MAX))
            return ERR_TOO_LARGE;
        clean_rows(&check, t);
        TRY(sort_ids(&check, t));
    }
    link_services(&check);
    link_languages(&check);
    for (enum help_table t = HELP_PHONE; t < HELP_TABLES; t++)
        TRY(link_rows(&check, t));
    return check.is_bad ? ERR_BAD_INPUT : OK;
}

/* --- by service --- */

static int compare_at(const void *a, const void *b, void *context)
{
    const struct help_table_info *info = context;
    int order = str_cmp(help_value(a, info->service_at), help_value(b, info->service_at));
    return order != 0 ? order : str_cmp(help_value(a, 0), help_value(b, 0));
}

void help_set_sort(struct help_set *set)
{
    for (enum help_table t = 0; t < HELP_TABLES; t++) {
        struct help_table_info info = help_tables[t];
        if (set->tables[t].n > 0)
            qsort_r(set->tables[t].rows, set->tables[t].n, info.row_size, compare_at, &info);
    }
}

/* Index of the first row whose service is not below `service`, or above it. */
static size_t bound(const struct help_set *set, enum help_table table, struct str service,
                    bool is_above)
{
    size_t low = 0;
    for (size_t high = set->tables[table].n; low < high;) {
        size_t middle = low + (high - low) / 2;
        struct str at = help_value(row_at(set, table, middle), help_tables[table].service_at);
        int order = str_cmp(at, service);
        if (order < 0 || (is_above && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct help_rows help_set_of(const struct help_set *set, enum help_table table, struct str service)
{
    size_t first = bound(set, table, service, false);
    size_t n = bound(set, table, service, true) - first;
    return (struct help_rows){n > 0 ? row_at(set, table, first) : NULL, n};
}
