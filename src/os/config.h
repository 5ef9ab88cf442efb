/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Settings: one table (config.def), read from DIR/chorus.conf and from --set name=value.
 *
 * The file has lines "name = value", blank lines and lines that begin with '#'. An unknown
 * name, a wrong kind or a value out of range is an error that names the file and the line.
 * Secrets are never settings: they are read from files (crypto/secret.h). */
#pragma once

#include "base/arena.h"

struct config {
#define NUMBER(name)                                  int64_t name;
#define SWITCH(name)                                  bool name;
#define TEXT(name)                                    struct str name;
#define SETTING(name, kind, initial, low, high, help) kind(name)
#include "os/config.def"
#undef SETTING
#undef NUMBER
#undef SWITCH
#undef TEXT
};

enum config_kind { CONFIG_NUMBER, CONFIG_SWITCH, CONFIG_TEXT };

/* One row of the table, for help and documentation. */
struct config_row {
    const char *name;
    enum config_kind kind;
    const char *initial;
    int64_t low;
    int64_t high;
    const char *help;
};
extern const struct config_row config_rows[];
extern const size_t config_rows_count;

/* All defaults. Texts live in the arena, which must live as long as the config. */
void config_init(struct config *config, struct arena *arena);
/* Sets one by name. ERR_BAD_INPUT with *why set (static or in the arena). */
NODISCARD enum err config_set(struct config *config, struct arena *arena, struct str name,
                              struct str value, const char **why);
/* Reads a file; a missing file is fine. ERR_BAD_INPUT after printing "file:line: why" on
 * standard error. */
NODISCARD enum err config_read(struct config *config, struct arena *arena, const char *path);
