/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Settings: config.def turned into a table, and the table applied to lines and flags.
 *
 * A value is checked before it is stored; a refused one leaves the config as it was. When a
 * name stands twice, the later one counts. */
#include "os/config.h"

#include <stdio.h>

#include "os/file.h"

enum { FILE_MAX_BYTES = 64 * 1024 };

const struct config_row config_rows[] = {
#define SETTING(name, kind, initial, low, high, help)                                              \
    {#name, CONFIG_##kind, initial, low, high, help},
#include "os/config.def"
#undef SETTING
};
const size_t config_rows_count = sizeof config_rows / sizeof config_rows[0];

/* Where each row's value lies, in the same order. */
static const size_t places[] = {
#define SETTING(name, kind, initial, low, high, help) offsetof(struct config, name),
#include "os/config.def"
#undef SETTING
};

static enum err set_number(void *place, const struct config_row *row, struct str value)
{
    int64_t number;
    if (!str_i64(value, &number) || number < row->low || number > row->high)
        return ERR_BAD_INPUT;
    *(int64_t *)place = number;
    return OK;
}

static enum err set_switch(void *place, struct str value)
{
    bool is_on = str_eq(value, STR("on"));
    if (!is_on && !str_eq(value, STR("off")))
        return ERR_BAD_INPUT;
    *(bool *)place = is_on;
    return OK;
}

static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
            return true;
    }
    return false;
}

static enum err set_text(void *place, struct arena *arena, const struct config_row *row,
                         struct str value)
{
    if (!str_is_utf8(value) || has_control(value))
        return ERR_BAD_INPUT;
    int64_t chars = (int64_t)str_chars(value);
    if (chars < row->low || chars > row->high)
        return ERR_BAD_INPUT;
    *(struct str *)place = arena_str(arena, value.p ? value : STR(""));
    return OK;
}

static enum err set_row(struct config *config, struct arena *arena, size_t row, struct str value)
{
    void *place = (char *)config + places[row];
    switch (config_rows[row].kind) {
    case CONFIG_NUMBER:
        return set_number(place, &config_rows[row], value);
    case CONFIG_SWITCH:
        return set_switch(place, value);
    case CONFIG_TEXT:
        return set_text(place, arena, &config_rows[row], value);
    }
    return ERR_BAD_INPUT;
}

/* What would have been right. */
static const char *wanted(struct arena *arena, const struct config_row *row)
{
    if (row->kind == CONFIG_SWITCH)
        return arena_printf(arena, "%s is on or off", row->name).p;
    if (row->kind == CONFIG_NUMBER)
        return arena_printf(arena, "%s is a number from %lld to %lld", row->name,
                            (long long)row->low, (long long)row->high)
            .p;
    return arena_printf(arena, "%s is a line of text of %lld to %lld characters", row->name,
                        (long long)row->low, (long long)row->high)
        .p;
}

enum err config_set(struct config *config, struct arena *arena, struct str name, struct str value,
                    const char **why)
{
    for (size_t i = 0; i < config_rows_count; i++) {
        if (!str_eq(name, str_of(config_rows[i].name)))
            continue;
        enum err err = set_row(config, arena, i, value);
        if (err != OK)
            *why = wanted(arena, &config_rows[i]);
        return err;
    }
    *why = arena_printf(arena, "there is no setting \"%.*s\"", STRF(name)).p;
    return ERR_BAD_INPUT;
}

void config_init(struct config *config, struct arena *arena)
{
    *config = (struct config){0};
    for (size_t i = 0; i < config_rows_count; i++)
        BUG_IF(set_row(config, arena, i, str_of(config_rows[i].initial)) != OK);
}

static enum err read_line(struct config *config, struct arena *arena, struct str line,
                          const char **why)
{
    line = str_trim(line);
    if (line.n == 0 || line.p[0] == '#')
        return OK;
    struct str value = line;
    struct str name = str_trim(str_cut(&value, '='));
    if (!value.p) {
        *why = "this is not a line of the form: name = value";
        return ERR_BAD_INPUT;
    }
    return config_set(config, arena, name, str_trim(value), why);
}

enum err config_read(struct config *config, struct arena *arena, const char *path)
{
    struct str rest;
    enum err err = file_read(arena, path, FILE_MAX_BYTES, &rest);
    if (err == ERR_NOT_FOUND)
        return OK;
    if (err != OK) {
        fprintf(stderr, "%s: %s\n", path, err == ERR_TOO_LARGE ? "is too long" : "cannot be read");
        return ERR_BAD_INPUT;
    }
    for (int number = 1; rest.p; number++) {
        const char *why = "";
        if (read_line(config, arena, str_cut(&rest, '\n'), &why) != OK) {
            fprintf(stderr, "%s:%d: %s\n", path, number, why);
            return ERR_BAD_INPUT;
        }
    }
    return OK;
}
