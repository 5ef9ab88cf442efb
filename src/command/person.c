/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus person add|role|roles
 *
 * A receipt is printed once and kept nowhere; it is read from a file or from standard input,
 * never from the command line, where others on the machine could see it. */
#include <stdio.h>

#include "command/command.h"
#include "command/store.h"
#include "domain/person.h"

enum { RECEIPT_FILE_MAX_BYTES = 1024 };

struct person_in {
    struct store_options store;
    struct str username, pen_name, language, country, role, campaign, id, receipt_file;
};

/* --- what several actions read --- */

static enum err read_role(struct str name, enum role *role)
{
    *role = name.p && !str_eq(name, STR("none")) ? role_of(name) : ROLE_NONE;
    if (!name.p || *role != ROLE_NONE || str_eq(name, STR("none")))
        return OK;
    command_fail("there is no role \"%.*s\"; there are organiser, moderator, partner, counsellor, "
                 "keeper and none",
                 STRF(name));
    return ERR_BAD_INPUT;
}

static enum err read_campaign(struct store *store, struct str slug, struct campaign_id *id)
{
    struct campaign campaign;
    *id = (struct campaign_id){0};
    if (!slug.p)
        return OK;
    TRY(store_campaign(store, slug, &campaign));
    *id = campaign.id;
    return OK;
}

static enum err give_role(struct store *store, struct person_id person, struct campaign_id campaign,
                          enum role role, struct str language)
{
    struct act *act = arena_new(&store->arena, struct act);
    act->kind = ACT_ROLE;
    act->person = person;
    act->role = (struct act_role){campaign, role, language.p ? language : STR("")};
    TRY(store_prepare(store, act, "role"));
    return store_apply(store, act, "role");
}

/* --- add --- */

static struct act *arrival(struct store *store, const struct person_in *in,
                           const struct receipt *receipt)
{
    struct act *act = arena_new(&store->arena, struct act);
    act->kind = ACT_ARRIVE;
    act->arrival = (struct act_arrival){
        .is_wanted = true,
        .username = in->username,
        .pen_name = in->pen_name.p ? in->pen_name : STR(""),
        .language = in->language.p ? in->language : STR(""),
        .country = in->country.p ? in->country : STR(""),
        .has_receipt = true,
        .receipt = receipt_hash(store->key, receipt),
    };
    return act;
}

static enum err username_is_free(struct store *store, struct str username)
{
    struct person taken;
    if (!username.p)
        return OK;
    enum err err = person_by_username(store->db, &store->arena, username, &taken);
    if (err == OK) {
        command_fail("the name \"%.*s\" is taken", STRF(username));
        return ERR_CONFLICT;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err arrive(struct store *store, const struct person_in *in,
                       const struct receipt *receipt)
{
    enum role role;
    struct campaign_id campaign;
    struct person person;
    TRY(read_role(in->role, &role));
    TRY(read_campaign(store, in->campaign, &campaign));
    TRY(username_is_free(store, in->username));
    struct act *act = arrival(store, in, receipt);
    TRY(store_prepare(store, act, "person"));
    TRY(store_apply(store, act, "person"));
    if (role != ROLE_NONE)
        TRY(give_role(store, act->person, campaign, role, STR("")));
    TRY(person_get(store->db, &store->arena, act->person, &person));
    printf("username  %.*s\nreceipt   %s\n", STRF(person.username), receipt->text);
    return OK;
}

static enum err add(struct store *store, const void *options)
{
    struct receipt receipt = receipt_new();
    enum err err = arrive(store, options, &receipt);
    receipt_wipe(&receipt);
    return err;
}

static int run_add(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        {"username", OPTION_TEXT, false, offsetof(struct person_in, username),
         "for apps; made from a number unless given"},
        {"pen-name", OPTION_TEXT, false, offsetof(struct person_in, pen_name), "shown name"},
        {"language", OPTION_TEXT, false, offsetof(struct person_in, language), "such as es"},
        {"country", OPTION_TEXT, false, offsetof(struct person_in, country), "such as MX"},
        {"role", OPTION_TEXT, false, offsetof(struct person_in, role),
         "organiser, moderator, partner, counsellor or keeper"},
        {"campaign", OPTION_TEXT, false, offsetof(struct person_in, campaign),
         "where the role holds; the whole server unless given"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"person add", "Makes a person and prints her receipt, once.", rows, OPTIONS_COUNT(rows)},
        sizeof(struct person_in),
        STORE_WRITE,
        add,
    };
    return store_command_run(&command, argc, argv);
}

/* --- who is meant --- */

static enum err read_line(struct str file, const char *path, char *line, size_t *n)
{
    bool is_input = str_eq(file, STR("-"));
    FILE *stream = is_input ? stdin : fopen(path, "re");
    if (!stream) {
        command_fail("%s: cannot be read", path);
        return ERR_STORAGE;
    }
    *n = fread(line, 1, RECEIPT_FILE_MAX_BYTES, stream);
    if (!is_input)
        fclose(stream);
    return OK;
}

static enum err read_receipt(struct store *store, struct str file, struct receipt *out)
{
    char line[RECEIPT_FILE_MAX_BYTES];
    size_t n;
    const char *path = arena_z(&store->arena, file);
    TRY(read_line(file, path, line, &n));
    enum err err = receipt_parse(str_trim((struct str){line, n}), out);
    secret_wipe(line, sizeof line);
    if (err != OK)
        command_fail("%s: this is no receipt", path);
    return err;
}

static enum err find_by_receipt(struct store *store, struct str file, struct person_id *out)
{
    struct receipt receipt;
    if (!store->key) {
        command_fail("%s is missing: no receipt can be known", store->key_path);
        return ERR_STORAGE;
    }
    TRY(read_receipt(store, file, &receipt));
    struct secret_hash hash = receipt_hash(store->key, &receipt);
    receipt_wipe(&receipt);
    return person_by_receipt(store->db, &store->arena, &hash, out);
}

static enum err find_by_name(struct store *store, struct str username, struct person_id *out)
{
    struct person person;
    TRY(person_by_username(store->db, &store->arena, username, &person));
    *out = person.id;
    return OK;
}

static enum err find_by_id(struct store *store, struct str text, struct person_id *out)
{
    struct person person;
    int64_t id;
    if (!str_i64(text, &id) || id < 1) {
        command_fail("--id is a number, not \"%.*s\"", STRF(text));
        return ERR_BAD_INPUT;
    }
    TRY(person_get(store->db, &store->arena, (struct person_id){id}, &person));
    *out = person.id;
    return OK;
}

static enum err find(struct store *store, const struct person_in *in, struct person_id *out)
{
    int given = (in->username.p != NULL) + (in->id.p != NULL) + (in->receipt_file.p != NULL);
    if (given != 1) {
        command_fail("say who: one of --username, --id and --receipt-file");
        return ERR_BAD_INPUT;
    }
    enum err err;
    if (in->username.p)
        err = find_by_name(store, in->username, out);
    else if (in->id.p)
        err = find_by_id(store, in->id, out);
    else
        err = find_by_receipt(store, in->receipt_file, out);
    if (err == ERR_NOT_FOUND)
        command_fail("there is no such person");
    return err;
}

#define OPTIONS_WHO                                                                                \
    {"username", OPTION_TEXT, false, offsetof(struct person_in, username), "her user name"},       \
        {"id", OPTION_TEXT, false, offsetof(struct person_in, id), "her number"},                  \
    {                                                                                              \
        "receipt-file", OPTION_TEXT, false, offsetof(struct person_in, receipt_file),              \
            "a file with her receipt; - for standard input"                                        \
    }

/* --- role --- */

static enum err set_role(struct store *store, const void *options)
{
    const struct person_in *in = options;
    enum role role;
    struct campaign_id campaign;
    struct person_id person;
    TRY(read_role(in->role, &role));
    TRY(read_campaign(store, in->campaign, &campaign));
    TRY(find(store, in, &person));
    return give_role(store, person, campaign, role, in->language);
}

static int run_role(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        OPTIONS_WHO,
        {"role", OPTION_TEXT, true, offsetof(struct person_in, role),
         "organiser, moderator, partner, counsellor, keeper; none takes all roles there away"},
        {"campaign", OPTION_TEXT, false, offsetof(struct person_in, campaign),
         "where the role holds; the whole server unless given"},
        {"language", OPTION_TEXT, false, offsetof(struct person_in, language),
         "a moderator's: of the posts to decide about; all unless given"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"person role", "Gives a person a role.", rows, OPTIONS_COUNT(rows)},
        sizeof(struct person_in),
        STORE_WRITE,
        set_role,
    };
    return store_command_run(&command, argc, argv);
}

static enum err list_roles(struct store *store, const void *options)
{
    struct person_id person;
    const struct person_role *roles;
    size_t n;
    TRY(find(store, options, &person));
    TRY(person_roles(store->db, &store->arena, person, &roles, &n));
    for (size_t i = 0; i < n; i++) {
        struct campaign campaign = {.slug = STR("everywhere")};
        if (roles[i].campaign.v)
            TRY(campaign_get(store->db, &store->arena, roles[i].campaign, &campaign));
        printf("%s\t%.*s%s%.*s\n", role_name(roles[i].role), STRF(campaign.slug),
               roles[i].language.n > 0 ? "\t" : "", STRF(roles[i].language));
    }
    return OK;
}

static int run_roles(int argc, char **argv)
{
    static const struct option rows[] = {STORE_OPTION_DATA, OPTIONS_WHO, STORE_OPTION_SET};
    static const struct store_command command = {
        {"person roles",
         "A person's roles, one a line: role, campaign or \"everywhere\", language.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct person_in),
        STORE_READ,
        list_roles,
    };
    return store_command_run(&command, argc, argv);
}

int command_person(int argc, char **argv)
{
    static const struct command actions[] = {
        {"add", run_add, "makes a person and prints her receipt"},
        {"role", run_role, "gives a role, or takes it away"},
        {"roles", run_roles, "lists a person's roles"},
    };
    static const struct command_table table = {"person", actions,
                                               sizeof actions / sizeof actions[0]};
    return command_run(&table, argc, argv);
}
