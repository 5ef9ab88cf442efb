/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Writing the files of a help directory (hsds.h): RFC 4180 with LF, columns in the order of HSDS.
 */
#include "command/hsds.h"

/* A field is quoted when it would not be read back as it is. */
static void put_field(struct buf *buf, struct str value, bool is_first)
{
    bool is_quoted = !str_eq(str_trim(value), value);
    for (size_t i = 0; i < value.n && !is_quoted; i++)
        is_quoted = value.p[i] == ',' || value.p[i] == '"' || value.p[i] == '\n';
    if (!is_first)
        buf_char(buf, ',');
    if (!is_quoted) {
        buf_put(buf, value);
        return;
    }
    buf_char(buf, '"');
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] == '"')
            buf_char(buf, '"');
        buf_char(buf, value.p[i]);
    }
    buf_char(buf, '"');
}

static void put_term_id(struct buf *buf, int number)
{
    buf_printf(buf, "0f000000-0000-4000-8000-%012d", number);
}

/* --- tables --- */

static void put_plain(struct buf *buf, enum help_table table, const void *row)
{
    const struct help_table_info *info = &help_tables[table];
    for (size_t i = 0; i < info->n_columns; i++)
        put_field(buf, help_value(row, info->columns[i].at), i == 0);
}

static void put_area(struct buf *buf, const struct help_area *area)
{
    put_field(buf, area->id, true);
    put_field(buf, area->service, false);
    put_field(buf, area->name, false);
    buf_printf(buf, ",%.*s,text,https://www.iso.org/obp/ui/#iso:code:3166:%.*s",
               STRF(area->country), STRF(area->country));
}

static void put_attribute(struct buf *buf, const struct help_attribute *attribute)
{
    put_field(buf, attribute->id, true);
    put_field(buf, attribute->service, false);
    buf_put(buf, STR(",service,"));
    put_term_id(buf, help_term_number(help_term_of(attribute->term)));
}

static void put_metadata(struct buf *buf, const struct help_metadata *metadata)
{
    put_field(buf, metadata->id, true);
    put_field(buf, metadata->service, false);
    buf_put(buf, STR(",service"));
    put_field(buf, metadata->day, false);
    put_field(buf, metadata->action, false);
    put_field(buf, metadata->field, false);
}

static void put_head(struct buf *buf, enum help_table table)
{
    const struct help_table_info *info = &help_tables[table];
    if (table == HELP_AREA)
        buf_put(buf, STR("id,service_id,name,extent,extent_type,uri"));
    else if (table == HELP_ATTRIBUTE)
        buf_put(buf, STR("id,link_id,link_entity,taxonomy_term_id"));
    else if (table == HELP_METADATA)
        buf_put(buf, STR("id,resource_id,resource_type,last_action_date,last_action_type,"
                         "field_name"));
    else
        for (size_t i = 0; i < info->n_columns; i++)
            put_field(buf, str_of(info->columns[i].name), i == 0);
    buf_char(buf, '\n');
}

static void put_row(struct buf *buf, enum help_table table, const void *row)
{
    if (table == HELP_AREA)
        put_area(buf, row);
    else if (table == HELP_ATTRIBUTE)
        put_attribute(buf, row);
    else if (table == HELP_METADATA)
        put_metadata(buf, row);
    else
        put_plain(buf, table, row);
    buf_char(buf, '\n');
}

/* An organisation stands once, with the first of its services. */
static bool is_repeated(const struct help_entry *entries, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (str_eq(entries[i].organisation->id, entries[at].organisation->id))
            return true;
    return false;
}

static void put_table(struct buf *buf, enum help_table table, const struct help_entry *entries,
                      size_t n)
{
    put_head(buf, table);
    for (size_t i = 0; i < n; i++) {
        if (table == HELP_ORGANISATION && is_repeated(entries, i))
            continue;
        const struct help_list *list = &entries[i].tables[table];
        for (size_t k = 0; k < list->n; k++)
            put_row(buf, table, (const char *)list->rows + k * help_tables[table].row_size);
    }
}

/* --- our taxonomy --- */

static void put_taxonomy(struct buf *buf)
{
    buf_put(buf, STR("id,name,description\n"));
    put_term_id(buf, 0);
    buf_put(buf, STR(",chorus-help,What holds of a service in the help directory of Chorus\n"));
}

static void put_terms(struct buf *buf)
{
    buf_put(buf, STR("id,code,name,description,taxonomy,taxonomy_id\n"));
    for (int i = 0; i < HELP_TERMS; i++) {
        struct str code = str_of(help_term_code((enum help_term)i));
        put_term_id(buf, help_term_number((enum help_term)i));
        put_field(buf, code, false);
        put_field(buf, code, false);
        put_field(buf, str_of(help_term_description((enum help_term)i)), false);
        buf_put(buf, STR(",chorus-help,"));
        put_term_id(buf, 0);
        buf_char(buf, '\n');
    }
}

void hsds_write(struct buf *buf, size_t file, const struct help_entry *entries, size_t n)
{
    if (file == HSDS_TAXONOMY)
        put_taxonomy(buf);
    else if (file == HSDS_TAXONOMY_TERM)
        put_terms(buf);
    else
        put_table(buf, (enum help_table)file, entries, n);
}
