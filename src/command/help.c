/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus help import|export|list|check|confirm|remove|log: the directory of people who listen.
 * "chorus help" alone, and with another word, is about the program (main.c). */
#include <stdio.h>

#include "command/command.h"
#include "command/help_files.h"
#include "command/store.h"
#include "domain/help.h"
#include "domain/language.h"
#include "domain/person.h"

enum { LOG_MOST = 1000 };

struct help_in {
    struct store_options store;
    struct str id, by, country, language;
};

/* --- list --- */

static enum err canonical(struct store *store, struct help_in *in)
{
    if (country_canonical(&store->arena, in->country, &in->country) != OK) {
        command_fail("--country: there is no country \"%.*s\"", STRF(in->country));
        return ERR_BAD_INPUT;
    }
    if (language_canonical(&store->arena, in->language, &in->language) != OK) {
        command_fail("--language: there is no language \"%.*s\"", STRF(in->language));
        return ERR_BAD_INPUT;
    }
    return OK;
}

static bool is_for(const struct help_entry *entry, struct str country)
{
    const struct help_area *areas = entry->tables[HELP_AREA].rows;
    for (size_t i = 0; i < entry->tables[HELP_AREA].n; i++)
        if (str_eq(areas[i].country, country))
            return true;
    return country.n == 0;
}

static bool is_in(const struct help_entry *entry, struct str language)
{
    const struct help_language *languages = entry->tables[HELP_LANGUAGE].rows;
    struct str base = language_base(language);
    for (size_t i = 0; i < entry->tables[HELP_LANGUAGE].n; i++)
        if (str_eq(language_base(languages[i].code), base))
            return true;
    return language.n == 0;
}

/* The values of one column, with commas. */
static void print_column(const struct help_entry *entry, enum help_table table, size_t at)
{
    for (size_t i = 0; i < entry->tables[table].n; i++) {
        const char *row = (const char *)entry->tables[table].rows + i * help_tables[table].row_size;
        printf("%s%.*s", i ? ", " : "", STRF(help_value(row, at)));
    }
    putchar('\t');
}

static void print_entry(const struct help_entry *entry)
{
    static const char *const ages[] = {"fresh", "old", "hidden"};
    struct str status = entry->service->status;
    bool is_active = str_eq(status, STR("active"));
    printf("%.*s\t", STRF(entry->service->id));
    print_column(entry, HELP_AREA, offsetof(struct help_area, country));
    print_column(entry, HELP_LANGUAGE, offsetof(struct help_language, code));
    print_column(entry, HELP_PHONE, offsetof(struct help_phone, number));
    struct str checked = entry->service->assured.n ? entry->service->assured : STR("never");
    printf("%.*s\t%.*s\t%.*s\t%lld of %d\t", STRF(entry->service->name),
           STRF(entry->organisation->name), STRF(checked), (long long)entry->n_confirmed,
           HELP_CONFIRMATIONS);
    if (is_active)
        puts(ages[entry->age]);
    else
        printf("%.*s\n", STRF(status));
}

static enum err list(struct store *store, const void *options)
{
    struct help_in in = *(const struct help_in *)options;
    const struct help_entry *entries;
    size_t n;
    TRY(canonical(store, &in));
    TRY(help_all(store->db, &store->arena, clock_now_ms(&clock_system), &entries, &n));
    for (size_t i = 0; i < n; i++)
        if (is_for(&entries[i], in.country) && is_in(&entries[i], in.language))
            print_entry(&entries[i]);
    return OK;
}

static int run_list(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        {"country", OPTION_TEXT, false, offsetof(struct help_in, country), "such as MX"},
        {"language", OPTION_TEXT, false, offsetof(struct help_in, language), "such as es"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"help list",
         "One entry a line: id, countries, languages, numbers, name, organisation, last checked, "
         "confirmed by, state.",
         rows, OPTIONS_COUNT(rows)},
        sizeof(struct help_in),
        STORE_READ,
        list,
    };
    return store_command_run(&command, argc, argv);
}

/* --- check --- */

static bool has_source(const struct help_entry *entry)
{
    const struct help_url *urls = entry->tables[HELP_URL].rows;
    for (size_t i = 0; i < entry->tables[HELP_URL].n; i++)
        if (str_eq(urls[i].label, STR("source")))
            return true;
    return false;
}

static bool is_hidden(const struct help_entry *entry)
{
    return entry->age == HELP_GONE;
}
static bool is_old(const struct help_entry *entry)
{
    return entry->age == HELP_OLD;
}
static bool is_unconfirmed(const struct help_entry *entry)
{
    return !entry->is_confirmed;
}
static bool is_without_country(const struct help_entry *entry)
{
    return entry->tables[HELP_AREA].n == 0;
}
static bool is_without_way(const struct help_entry *entry)
{
    return entry->tables[HELP_PHONE].n == 0 && entry->service->url.n == 0 &&
           entry->tables[HELP_URL].n == 0 && entry->service->email.n == 0;
}
static bool is_without_source(const struct help_entry *entry)
{
    return !has_source(entry);
}

/* One line for what was looked at, one for each entry that is found. */
static size_t check_entries(const struct help_entry *entries, size_t n, const char *what,
                            bool (*finds)(const struct help_entry *entry))
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        found += finds(&entries[i]);
    printf("%-6s %s: %zu of %zu\n", found == 0 ? "ok" : "TO DO", what, found, n);
    for (size_t i = 0; i < n; i++)
        if (finds(&entries[i]))
            printf("       %.*s\t%.*s\n", STRF(entries[i].service->id),
                   STRF(entries[i].service->name));
    return found;
}

static enum err check_countries(struct store *store, int64_t now_ms, size_t *found)
{
    const struct str *missing;
    size_t n;
    TRY(help_missing(store->db, &store->arena, now_ms, &missing, &n));
    printf("%-6s countries that people have said here, without help: %zu\n",
           n == 0 ? "ok" : "TO DO", n);
    for (size_t i = 0; i < n; i++) {
        struct str name;
        TRY(country_name(NULL, &store->arena, missing[i], STR("en"), &name));
        printf("       %.*s\t%.*s\n", STRF(missing[i]), STRF(name));
    }
    *found += n;
    return OK;
}

static enum err check(struct store *store, const void *options)
{
    static const struct {
        const char *what;
        bool (*finds)(const struct help_entry *entry);
    } checks[] = {
        {"hidden, because nobody checked them for 540 days", is_hidden},
        {"not checked for a year, or never", is_old},
        {"not confirmed by two persons", is_unconfirmed},
        {"without a country", is_without_country},
        {"without a number, an address or a page", is_without_way},
        {"without a source", is_without_source},
    };
    const struct help_entry *entries;
    size_t n, found = 0;
    int64_t now_ms = clock_now_ms(&clock_system);
    (void)options;
    TRY(help_all(store->db, &store->arena, now_ms, &entries, &n));
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
        found += check_entries(entries, n, checks[i].what, checks[i].finds);
    TRY(check_countries(store, now_ms, &found));
    if (n == 0)
        printf("TO DO  the directory is empty\n");
    return found == 0 && n > 0 ? OK : ERR_CONFLICT;
}

static int run_check(int argc, char **argv)
{
    static const struct option rows[] = {STORE_OPTION_DATA, STORE_OPTION_SET};
    static const struct store_command command = {
        {"help check",
         "Lists what is stale, unconfirmed or incomplete, and countries without help.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct help_in),
        STORE_READ,
        check,
    };
    return store_command_run(&command, argc, argv);
}

/* --- confirm, remove --- */

/* A refusal in the words of this command. */
static enum err apply(struct store *store, struct act *act, const struct help_in *in)
{
    struct help_entry entry;
    enum err err = help_get(store->db, &store->arena, in->id, clock_now_ms(&clock_system), &entry);
    if (err == ERR_NOT_FOUND)
        command_fail("there is no entry \"%.*s\" in the help directory", STRF(in->id));
    TRY(err);
    act->help_service = in->id;
    TRY(store_prepare(store, act, "help"));
    return store_apply(store, act, arena_z(&store->arena, in->id));
}

static enum err find_person(struct store *store, struct str username, struct person_id *out)
{
    const struct person_role *roles;
    struct person person;
    size_t n;
    enum err err = person_by_username(store->db, &store->arena, username, &person);
    if (err == ERR_NOT_FOUND)
        command_fail("--by: there is no person \"%.*s\"", STRF(username));
    TRY(err);
    TRY(person_roles(store->db, &store->arena, person.id, &roles, &n));
    *out = person.id;
    for (size_t i = 0; i < n; i++)
        if (roles[i].role == ROLE_ORGANISER || roles[i].role == ROLE_PARTNER ||
            roles[i].role == ROLE_COUNSELLOR)
            return OK;
    command_fail("--by: %.*s is neither an organiser nor a partner nor a counsellor here",
                 STRF(username));
    return ERR_FORBIDDEN;
}

static enum err confirm(struct store *store, const void *options)
{
    const struct help_in *in = options;
    struct act *act = arena_new(&store->arena, struct act);
    act->kind = ACT_HELP_CONFIRM;
    TRY(find_person(store, in->by, &act->person));
    TRY(apply(store, act, in));
    printf("confirmed by %lld of %d persons\n", (long long)act->id, HELP_CONFIRMATIONS);
    return OK;
}

static int run_confirm(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        {"ID", OPTION_OPERAND, true, offsetof(struct help_in, id), "as \"chorus help list\" says"},
        {"by", OPTION_TEXT, true, offsetof(struct help_in, by),
         "who has checked it: the user name of an organiser, partner or counsellor"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"help confirm", "Notes that somebody has checked an entry; two make it confirmed.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct help_in),
        STORE_WRITE,
        confirm,
    };
    return store_command_run(&command, argc, argv);
}

static enum err remove_one(struct store *store, const void *options)
{
    struct act *act = arena_new(&store->arena, struct act);
    act->kind = ACT_HELP_REMOVE;
    return apply(store, act, options);
}

static int run_remove(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        {"ID", OPTION_OPERAND, true, offsetof(struct help_in, id), "as \"chorus help list\" says"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"help remove", "Takes an entry out of the help directory.", rows, OPTIONS_COUNT(rows)},
        sizeof(struct help_in),
        STORE_WRITE,
        remove_one,
    };
    return store_command_run(&command, argc, argv);
}

/* --- log --- */

static enum err print_log(struct store *store, const void *options)
{
    static const char *const words[] = {"", "added", "changed", "checked", "removed"};
    const struct help_change *changes;
    size_t n;
    (void)options;
    TRY(help_changes(store->db, &store->arena, LOG_MOST, &changes, &n));
    for (size_t i = 0; i < n; i++)
        printf("%.*s\t%s\t%.*s\n", STRF(time_day(&store->arena, changes[i].at_ms)),
               words[changes[i].action], STRF(changes[i].service));
    return OK;
}

static int run_log(int argc, char **argv)
{
    static const struct option rows[] = {STORE_OPTION_DATA, STORE_OPTION_SET};
    static const struct store_command command = {
        {"help log", "What was done to the directory, the latest first: day, what, id.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct help_in),
        STORE_READ,
        print_log,
    };
    return store_command_run(&command, argc, argv);
}

static const struct command actions[] = {
    {"import", help_files_import, "adds entries from CSV files (Open Referral HSDS)"},
    {"export", help_files_export, "writes all entries as such files"},
    {"list", run_list, "lists entries"},
    {"check", run_check, "lists what is stale, unconfirmed or missing"},
    {"confirm", run_confirm, "notes that somebody has checked an entry"},
    {"remove", run_remove, "takes an entry out"},
    {"log", run_log, "lists what was changed"},
};
const struct command_table command_help_table = {"help", actions,
                                                 sizeof actions / sizeof actions[0]};

int command_help(int argc, char **argv)
{
    return command_run(&command_help_table, argc, argv);
}
