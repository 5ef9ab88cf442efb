/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus hashtag add|import|list */
#include <stdio.h>

#include "command/command.h"
#include "command/family.h"

struct hashtag_in {
    struct store_options store;
    struct str slug, spec, source, since, file;
};

#define OPTION_CAMPAIGN                                                                            \
    {                                                                                              \
        "campaign", OPTION_TEXT, true, offsetof(struct hashtag_in, slug), "the campaign's name"    \
    }

static enum err add(struct store *store, const void *options)
{
    const struct hashtag_in *in = options;
    struct campaign campaign;
    struct family family;
    struct option_list *specs = arena_new(&store->arena, struct option_list);
    specs->items[specs->n++] = in->spec;
    TRY(store_campaign(store, in->slug, &campaign));
    TRY(family_from_specs(store, specs, &family));
    if (in->source.p)
        family.acts[0].hashtag.source = in->source;
    if (in->since.p)
        family.acts[0].hashtag.since = in->since;
    TRY(store_prepare(store, &family.acts[0], family.subjects[0]));
    return family_apply(store, &family, campaign.id);
}

static int run_add(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        OPTION_CAMPAIGN,
        {"HASHTAG", OPTION_OPERAND, true, offsetof(struct hashtag_in, spec),
         "NAME[:language[:sense[:region]]]"},
        {"source", OPTION_TEXT, false, offsetof(struct hashtag_in, source),
         "where this is known from"},
        {"since", OPTION_TEXT, false, offsetof(struct hashtag_in, since), "since when it is used"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"hashtag add", "Adds a hashtag to a family, or describes one of the family anew.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct hashtag_in),
        STORE_WRITE,
        add,
    };
    return store_command_run(&command, argc, argv);
}

static enum err import(struct store *store, const void *options)
{
    const struct hashtag_in *in = options;
    struct campaign campaign;
    struct family family;
    TRY(store_campaign(store, in->slug, &campaign));
    TRY(family_from_csv(store, arena_z(&store->arena, in->file), &family));
    TRY(family_apply(store, &family, campaign.id));
    printf("%zu hashtags\n", family.n);
    return OK;
}

static int run_import(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        OPTION_CAMPAIGN,
        {"FILE.csv", OPTION_OPERAND, true, offsetof(struct hashtag_in, file),
         "columns name, language, region, sense, source, since, named by the first line"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"hashtag import", "Adds every hashtag of a file to a family; none when a line is wrong.",
         rows, OPTIONS_COUNT(rows)},
        sizeof(struct hashtag_in),
        STORE_WRITE,
        import,
    };
    return store_command_run(&command, argc, argv);
}

static enum err list(struct store *store, const void *options)
{
    const struct hashtag_in *in = options;
    struct campaign campaign;
    const struct family_member *family;
    size_t n;
    TRY(store_campaign(store, in->slug, &campaign));
    TRY(campaign_family(store->db, &store->arena, campaign.id, &family, &n));
    for (size_t i = 0; i < n; i++)
        printf("%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n", STRF(family[i].name),
               STRF(family[i].language), STRF(family[i].region), STRF(family[i].sense),
               STRF(family[i].source), STRF(family[i].since));
    return OK;
}

static int run_list(int argc, char **argv)
{
    static const struct option rows[] = {STORE_OPTION_DATA, OPTION_CAMPAIGN, STORE_OPTION_SET};
    static const struct store_command command = {
        {"hashtag list", "One hashtag a line: name, language, region, sense, source, since.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct hashtag_in),
        STORE_READ,
        list,
    };
    return store_command_run(&command, argc, argv);
}

int command_hashtag(int argc, char **argv)
{
    static const struct command actions[] = {
        {"add", run_add, "adds one to a campaign's family"},
        {"import", run_import, "adds those of a CSV file"},
        {"list", run_list, "lists a family"},
    };
    static const struct command_table table = {"hashtag", actions,
                                               sizeof actions / sizeof actions[0]};
    return command_run(&table, argc, argv);
}
