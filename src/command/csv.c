/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One pass over the text, a record at a time. */
#include "command/csv.h"

struct csv csv_of(struct str text)
{
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = str_sub(text, 3, text.n);
    return (struct csv){.rest = text, .next_line = 1};
}

static enum err refuse(struct csv *csv, const char *why)
{
    csv->why = why;
    return ERR_BAD_INPUT;
}

/* Where the quoted field that begins here ends: the index of its closing quote, or from.n; *n: its
 * length without doubled quotes. */
static size_t quoted_end(struct str from, size_t *n)
{
    size_t i = 0;
    for (*n = 0; i < from.n; i++, ++*n) {
        if (from.p[i] != '"')
            continue;
        if (i + 1 == from.n || from.p[i + 1] != '"')
            return i;
        i++;
    }
    return from.n;
}

/* The field that begins behind an opening quote; leaves the rest behind the closing one. */
static enum err read_quoted(struct csv *csv, struct arena *arena, struct str *field)
{
    struct str from = csv->rest;
    size_t n;
    size_t end = quoted_end(from, &n);
    if (end == from.n)
        return refuse(csv, "a quote is not closed");
    char *text = arena_try_array(arena, char, n + 1);
    if (!text)
        return refuse(csv, "this field is too long");
    for (size_t i = 0, to = 0; i < end; i++) {
        if (from.p[i] == '"')
            i++;
        if (from.p[i] == '\n')
            csv->next_line++;
        text[to++] = from.p[i];
    }
    *field = (struct str){text, n};
    csv->rest = str_sub(from, end + 1, from.n);
    return OK;
}

static void read_plain(struct csv *csv, struct str *field)
{
    size_t n = 0;
    while (n < csv->rest.n && csv->rest.p[n] != ',' && csv->rest.p[n] != '\n')
        n++;
    *field = str_sub(csv->rest, 0, n);
    csv->rest = str_sub(csv->rest, n, csv->rest.n);
}

static enum err read_field(struct csv *csv, struct arena *arena, struct str *field)
{
    if (csv->rest.n == 0 || csv->rest.p[0] != '"') {
        read_plain(csv, field);
        *field = str_trim(*field);
        return OK;
    }
    csv->rest = str_sub(csv->rest, 1, csv->rest.n);
    TRY(read_quoted(csv, arena, field));
    struct str behind;
    read_plain(csv, &behind);
    return str_trim(behind).n == 0 ? OK : refuse(csv, "there is text behind a closing quote");
}

static enum err read_record(struct csv *csv, struct arena *arena, struct csv_record *out)
{
    csv->line = csv->next_line;
    *out = (struct csv_record){.n = 0};
    for (;;) {
        if (out->n == CSV_FIELDS_MAX)
            return refuse(csv, "there are too many fields");
        TRY(read_field(csv, arena, &out->fields[out->n]));
        out->n++;
        if (csv->rest.n == 0)
            return OK;
        char end = csv->rest.p[0];
        csv->rest = str_sub(csv->rest, 1, csv->rest.n);
        if (end == '\n') {
            csv->next_line++;
            return OK;
        }
    }
}

enum err csv_next(struct csv *csv, struct arena *arena, struct csv_record *out)
{
    do {
        if (csv->rest.n == 0)
            return ERR_NOT_FOUND;
        TRY(read_record(csv, arena, out));
    } while (out->n == 1 && out->fields[0].n == 0);
    return OK;
}
