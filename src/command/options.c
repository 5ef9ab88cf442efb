/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading options by their table. Knows nothing of what they mean. */
#include "command/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "command/command.h"

/* What is left to read. */
struct reading {
    const struct option_table *table;
    char **argv;
    int argc;
    int next;
    size_t operands; /* how many were seen */
    void *in;
};

static bool is_operand(const struct option *row)
{
    return row->kind == OPTION_OPERAND || row->kind == OPTION_OPERANDS;
}

static void print_name(FILE *out, const struct option *row)
{
    const char *before = row->is_required ? "" : "[";
    const char *after = row->is_required ? "" : "]";
    if (is_operand(row))
        fprintf(out, " %s%s%s%s", before, row->name, after,
                row->kind == OPTION_OPERANDS ? " …" : "");
    else if (row->kind == OPTION_SWITCH)
        fprintf(out, " %s--%s%s", before, row->name, after);
    else
        fprintf(out, " %s--%s …%s%s", before, row->name, after,
                row->kind == OPTION_LIST ? "*" : "");
}

static void print_usage(FILE *out, const struct option_table *table)
{
    fprintf(out, "usage: chorus %s", table->command);
    for (size_t i = 0; i < table->n; i++)
        print_name(out, &table->rows[i]);
    fputc('\n', out);
}

static void print_help(const struct option_table *table)
{
    print_usage(stdout, table);
    printf("%s\n", table->help);
    for (size_t i = 0; i < table->n; i++) {
        const struct option *row = &table->rows[i];
        printf("  %s%-14s %s\n", is_operand(row) ? "  " : "--", row->name, row->help);
    }
}

/* Always false, to be returned. */
PRINTF_LIKE(2, 3) static bool complain(const struct option_table *table, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fputs("chorus: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    print_usage(stderr, table);
    return false;
}

static const struct option *find(const struct option_table *table, struct str name)
{
    for (size_t i = 0; i < table->n; i++) {
        const struct option *row = &table->rows[i];
        if (!is_operand(row) && str_eq(str_of(row->name), name))
            return row;
    }
    return NULL;
}

static const struct option *operand(const struct option_table *table, size_t number)
{
    for (size_t i = 0; i < table->n; i++) {
        const struct option *row = &table->rows[i];
        if (row->kind == OPTION_OPERANDS || (row->kind == OPTION_OPERAND && number-- == 0))
            return row;
    }
    return NULL;
}

static bool keep_text(const struct reading *reading, const struct option *row, struct str value)
{
    struct str *place = (struct str *)(void *)((char *)reading->in + row->at);
    if (place->p)
        return complain(reading->table, "--%s was given twice", row->name);
    *place = value;
    return true;
}

static bool keep_item(const struct reading *reading, const struct option *row, struct str value)
{
    struct option_list *list = (struct option_list *)(void *)((char *)reading->in + row->at);
    if (list->n == OPTION_LIST_MAX)
        return complain(reading->table, "%s%s was given more than %d times",
                        is_operand(row) ? "" : "--", row->name, OPTION_LIST_MAX);
    list->items[list->n++] = value;
    return true;
}

/* `value` is what followed '=', or absent. */
static bool read_option(struct reading *reading, struct str name, struct str value)
{
    const struct option *row = find(reading->table, name);
    if (!row)
        return complain(reading->table, "unknown option --%.*s", STRF(name));
    if (row->kind == OPTION_SWITCH) {
        if (value.p)
            return complain(reading->table, "--%s takes no value", row->name);
        *(bool *)((char *)reading->in + row->at) = true;
        return true;
    }
    if (!value.p && reading->next < reading->argc)
        value = str_of(reading->argv[reading->next++]);
    if (!value.p)
        return complain(reading->table, "--%s needs a value", row->name);
    if (!str_is_utf8(value))
        return complain(reading->table, "the value of --%s is not UTF-8", row->name);
    return row->kind == OPTION_LIST ? keep_item(reading, row, value)
                                    : keep_text(reading, row, value);
}

static bool read_operand(struct reading *reading, struct str word)
{
    const struct option *row = operand(reading->table, reading->operands++);
    if (!row)
        return complain(reading->table, "\"%.*s\" is one word too many", STRF(word));
    if (!str_is_utf8(word))
        return complain(reading->table, "%s is not UTF-8", row->name);
    if (row->kind == OPTION_OPERANDS)
        return keep_item(reading, row, word);
    *(struct str *)(void *)((char *)reading->in + row->at) = word;
    return true;
}

static bool read_all(struct reading *reading)
{
    bool is_ended = false;
    while (reading->next < reading->argc) {
        struct str word = str_of(reading->argv[reading->next++]);
        if (!is_ended && str_eq(word, STR("--"))) {
            is_ended = true;
            continue;
        }
        bool is_read;
        if (!is_ended && str_starts(word, STR("--"))) {
            struct str value = str_sub(word, 2, word.n);
            struct str name = str_cut(&value, '=');
            is_read = read_option(reading, name, value);
        } else {
            is_read = read_operand(reading, word);
        }
        if (!is_read)
            return false;
    }
    return true;
}

static bool has_value(const struct option *row, const char *place)
{
    const struct str *text = (const struct str *)(const void *)place;
    if (row->kind == OPTION_OPERANDS)
        return ((const struct option_list *)(const void *)place)->n > 0;
    return text->p != NULL && text->n > 0;
}

static bool has_all(const struct option_table *table, const void *in)
{
    for (size_t i = 0; i < table->n; i++) {
        const struct option *row = &table->rows[i];
        if (!row->is_required || row->kind == OPTION_SWITCH || row->kind == OPTION_LIST)
            continue;
        if (!has_value(row, (const char *)in + row->at))
            return complain(table, "%s%s is missing", is_operand(row) ? "" : "--", row->name);
    }
    return true;
}

bool options_read(const struct option_table *table, int argc, char **argv, void *in, int *exit_code)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            print_help(table);
            *exit_code = EXIT_DONE;
            return false;
        }
    }
    struct reading reading = {.table = table, .argv = argv, .argc = argc, .in = in};
    *exit_code = EXIT_USAGE;
    return read_all(&reading) && has_all(table, in);
}
