/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus moderation import-blocks
 *
 * A list of accounts as Mastodon exports those that somebody blocks: a column "Account address",
 * one account a line. Those that are here are suspended, as by a moderator, and the decision can be
 * taken back on the pages; others cannot come from there, for this server speaks with no other, and
 * are passed by and not kept. */
#include <stdio.h>

#include "command/command.h"
#include "command/csv.h"
#include "command/store.h"
#include "domain/person.h"
#include "os/file.h"

enum { LIST_MAX_BYTES = 16 * 1024 * 1024 };

struct moderation_in {
    struct store_options store;
    struct str file;
};

struct tally {
    size_t lines, suspended, already, elsewhere;
};

/* "metoo.example" of "https://metoo.example". */
static struct str host_of(const struct config *config)
{
    struct str rest = config->public_url;
    struct str host = {0};
    while (rest.p != NULL)
        host = str_cut(&rest, '/');
    return host;
}

/* "anna", "@anna@metoo.example": the name when it is one of this server. */
static bool is_here(const struct store *store, struct str address, struct str *name)
{
    if (address.n > 0 && address.p[0] == '@')
        address = str_sub(address, 1, address.n);
    struct str rest = address;
    *name = str_cut(&rest, '@');
    return name->n > 0 && (rest.p == NULL || str_eq_nocase(rest, host_of(&store->config)));
}

static enum err suspend(struct store *store, struct person_id person)
{
    struct act *act = arena_new(&store->arena, struct act);
    act->kind = ACT_DECIDE;
    act->decide = (struct act_decide){
        .kind = DECIDE_SUSPEND, .is_operator = true, .account = person, .language = STR("")};
    TRY(store_prepare(store, act, "suspend"));
    return store_apply(store, act, "suspend");
}

static enum err take_line(struct store *store, struct str address, struct tally *tally)
{
    struct str name;
    struct person person;
    tally->lines++;
    enum err err = ERR_NOT_FOUND;
    if (is_here(store, address, &name))
        err = person_find(store->db, &store->arena, name, &person);
    if (err == ERR_NOT_FOUND || (err == OK && person.is_campaign)) {
        tally->elsewhere++;
        return OK;
    }
    TRY(err);
    if (person.is_suspended) {
        tally->already++;
        return OK;
    }
    tally->suspended++;
    return suspend(store, person.id);
}

static bool is_head(struct str field)
{
    return field.n == 0 || field.p[0] == '#' || str_eq_nocase(field, STR("Account address"));
}

static enum err import(struct store *store, const void *options)
{
    const struct moderation_in *in = options;
    struct tally tally = {0};
    struct csv_record record;
    struct str text;
    TRY(file_read(&store->arena, arena_z(&store->arena, in->file), LIST_MAX_BYTES, &text));
    struct csv csv = csv_of(text);
    enum err err = csv_next(&csv, &store->arena, &record);
    for (; err == OK; err = csv_next(&csv, &store->arena, &record))
        if (!is_head(record.fields[0]))
            TRY(take_line(store, record.fields[0], &tally));
    if (err != ERR_NOT_FOUND) {
        command_fail("%.*s, line %zu: %s", STRF(in->file), csv.line, csv.why);
        return err;
    }
    printf("%zu accounts: %zu suspended, %zu were suspended, %zu are not here\n", tally.lines,
           tally.suspended, tally.already, tally.elsewhere);
    return OK;
}

static int run_import(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        {"FILE", OPTION_OPERAND, true, offsetof(struct moderation_in, file),
         "accounts as Mastodon exports blocked ones (CSV)"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"moderation import-blocks", "Suspends those accounts of a list that are here.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct moderation_in),
        STORE_WRITE,
        import,
    };
    return store_command_run(&command, argc, argv);
}

int command_moderation(int argc, char **argv)
{
    static const struct command actions[] = {
        {"import-blocks", run_import, "suspends the accounts of a list"},
    };
    static const struct command_table table = {"moderation", actions,
                                               sizeof actions / sizeof actions[0]};
    return command_run(&table, argc, argv);
}
