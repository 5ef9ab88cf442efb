/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The data directory as the commands use it: settings, key, database, and acts handed in.
 *
 * In DIR lie chorus.db (the database), secret.key (the key without which nobody's receipt is
 * known again) and, if the operator wrote one, chorus.conf. What goes wrong is printed on
 * standard error by the functions here; the caller only ends. Not for the server's threads:
 * acts are applied on the calling thread. */
#pragma once

#include <stddef.h>

#include "command/options.h"
#include "crypto/secret.h"
#include "db/db.h"
#include "domain/campaign.h"
#include "domain/writer.h"
#include "os/config.h"

/* The first member of every struct that a store_command reads. */
struct store_options {
    struct str data;
    struct option_list set;
};

/* The rows that belong to it. */
#define STORE_OPTION_DATA                                                                          \
    {                                                                                              \
        "data", OPTION_TEXT, true, offsetof(struct store_options, data), "the data directory"      \
    }
#define STORE_OPTION_SET                                                                           \
    {                                                                                              \
        "set", OPTION_LIST, false, offsetof(struct store_options, set), "a setting, name=value"    \
    }

enum store_use {
    STORE_NONE,  /* nothing is opened; only the paths are known */
    STORE_COPY,  /* the database must be there, of whatever version; the key is not made */
    STORE_READ,  /* likewise, but of this version */
    STORE_WRITE, /* what is not there is made; the schema is brought up to date */
};

struct store {
    struct arena arena; /* lives as long as the store */
    struct config config;
    const char *dir;
    const char *config_path;
    const char *key_path;
    const char *database_path;
    struct secret *key; /* NULL when a reader found none */
    struct db *db;
    struct board *board;   /* from store_writer on */
    struct writer *writer; /* from store_writer on */
    _Atomic uint64_t generation;
    struct revisions revisions;
};

/* A command that works on a data directory. */
struct store_command {
    struct option_table options;
    size_t in_size; /* of the struct that its options fill, store_options first */
    enum store_use use;
    /* Gets the opened store and the struct. Has said itself why it fails. */
    enum err (*run)(struct store *store, const void *in);
};
/* Reads the options, opens the store, runs the command, closes the store. */
int store_command_run(const struct store_command *command, int argc, char **argv);

/* Settings only: the defaults, DIR/chorus.conf, --set. */
NODISCARD enum err store_settings(struct store *store, const struct store_options *options);

/* Opens the database for reading, where STORE_NONE left it closed. */
NODISCARD enum err store_reader(struct store *store);
/* Turns a reader's connection into a writer's. */
NODISCARD enum err store_reopen(struct store *store);

/* Opens board and writer, without a thread; `hooks` gives the optional hooks or is NULL. Not twice.
 */
NODISCARD enum err store_writer(struct store *store, const struct writer_options *hooks);
/* act_prepare and acts_apply_now. A refusal is printed as "chorus: SUBJECT: why". What applies
 * opens the writer when it is not open. */
NODISCARD enum err store_prepare(struct store *store, struct act *act, const char *subject);
NODISCARD enum err store_apply(struct store *store, struct act *act, const char *subject);
/* Several at once, each with its subject: the first refusal, after all were tried. */
NODISCARD enum err store_apply_all(struct store *store, struct act *acts,
                                   const char *const *subjects, size_t n);

/* The campaign, or a complaint that names it. */
NODISCARD enum err store_campaign(struct store *store, struct str slug, struct campaign *out);
