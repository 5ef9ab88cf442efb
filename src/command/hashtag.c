/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus hashtag add|import|list|confusables|join|apart */
#include <stdio.h>

#include "command/command.h"
#include "command/family.h"
#include "domain/hashtag_text.h"
#include "domain/lookalike.h"
#include "sql/tag.h"

struct hashtag_in {
    struct store_options store;
    struct str slug, spec, source, since, confidence, file;
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
    if (in->confidence.p)
        family.acts[0].hashtag.confidence = in->confidence;
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
        {"since", OPTION_TEXT, false, offsetof(struct hashtag_in, since),
         "since when it is used: 2017, 2017-10 or 2017-10-15"},
        {"confidence", OPTION_TEXT, false, offsetof(struct hashtag_in, confidence),
         "how sure that is: certain, known or disputed"},
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
         "columns name, language, region, sense, source, since, confidence, named by the first "
         "line"},
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
        printf("%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n", STRF(family[i].name),
               STRF(family[i].language), STRF(family[i].region), STRF(family[i].sense),
               STRF(family[i].source), STRF(family[i].since), STRF(family[i].confidence));
    return OK;
}

static int run_list(int argc, char **argv)
{
    static const struct option rows[] = {STORE_OPTION_DATA, OPTION_CAMPAIGN, STORE_OPTION_SET};
    static const struct store_command command = {
        {"hashtag list",
         "One hashtag a line: name, language, region, sense, source, since, confidence.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct hashtag_in),
        STORE_READ,
        list,
    };
    return store_command_run(&command, argc, argv);
}

/* --- imitations --- */

static enum err confusables(struct store *store, const void *options)
{
    static const char *const states[] = {
        [LOOKALIKE_NEW] = "", [LOOKALIKE_JOINED] = "joined", [LOOKALIKE_APART] = "apart"};
    const struct hashtag_in *in = options;
    struct campaign campaign;
    const struct lookalike *list;
    size_t n;
    TRY(store_campaign(store, in->slug, &campaign));
    TRY(lookalike_list(store->db, &store->arena, campaign.id, &list, &n));
    for (size_t i = 0; i < n; i++)
        printf("%.*s\t%.*s\t%lld\t%s\n", STRF(list[i].name), STRF(list[i].as),
               (long long)list[i].uses, states[list[i].state]);
    return OK;
}

static int run_confusables(int argc, char **argv)
{
    static const struct option rows[] = {STORE_OPTION_DATA, OPTION_CAMPAIGN, STORE_OPTION_SET};
    static const struct store_command command = {
        {"hashtag confusables",
         "Hashtags that look like one of a family: name, like which, told uses, what was decided.",
         rows, OPTIONS_COUNT(rows)},
        sizeof(struct hashtag_in),
        STORE_READ,
        confusables,
    };
    return store_command_run(&command, argc, argv);
}

static enum err decide(struct store *store, const struct hashtag_in *in, enum decision_kind kind)
{
    struct campaign campaign;
    struct tag_by_key_out tag;
    struct str key;
    const char *subject = arena_printf(&store->arena, "hashtag %.*s", STRF(in->spec)).p;
    TRY(store_campaign(store, in->slug, &campaign));
    if (hashtag_key(&store->arena, in->spec, &key) != OK ||
        sql_tag_by_key_one(store->db, &store->arena, &(struct tag_by_key_in){key}, &tag) != OK) {
        command_fail("%s: was not used here", subject);
        return ERR_NOT_FOUND;
    }
    struct act act = {.kind = ACT_DECIDE};
    act.decide = (struct act_decide){
        .kind = kind,
        .is_operator = true,
        .campaign = campaign.id,
        .tag = tag.id,
        .language = STR(""),
    };
    TRY(store_prepare(store, &act, subject));
    return store_apply(store, &act, subject);
}

static enum err join(struct store *store, const void *options)
{
    return decide(store, options, DECIDE_JOIN);
}

static enum err apart(struct store *store, const void *options)
{
    return decide(store, options, DECIDE_APART);
}

#define OPTION_IMITATION                                                                           \
    {                                                                                              \
        "HASHTAG", OPTION_OPERAND, true, offsetof(struct hashtag_in, spec),                        \
            "as hashtag confusables lists it"                                                      \
    }

static int run_join(int argc, char **argv)
{
    static const struct option rows[] = {STORE_OPTION_DATA, OPTION_CAMPAIGN, OPTION_IMITATION,
                                         STORE_OPTION_SET};
    static const struct store_command command = {
        {"hashtag join", "Counts an imitation in, from now on.", rows, OPTIONS_COUNT(rows)},
        sizeof(struct hashtag_in),
        STORE_WRITE,
        join,
    };
    return store_command_run(&command, argc, argv);
}

static int run_apart(int argc, char **argv)
{
    static const struct option rows[] = {STORE_OPTION_DATA, OPTION_CAMPAIGN, OPTION_IMITATION,
                                         STORE_OPTION_SET};
    static const struct store_command command = {
        {"hashtag apart", "Leaves an imitation out, from now on.", rows, OPTIONS_COUNT(rows)},
        sizeof(struct hashtag_in),
        STORE_WRITE,
        apart,
    };
    return store_command_run(&command, argc, argv);
}

int command_hashtag(int argc, char **argv)
{
    static const struct command actions[] = {
        {"add", run_add, "adds one to a campaign's family"},
        {"import", run_import, "adds those of a CSV file"},
        {"list", run_list, "lists a family"},
        {"confusables", run_confusables, "lists what looks like one of a family"},
        {"join", run_join, "counts such an imitation in"},
        {"apart", run_apart, "leaves it out"},
    };
    static const struct command_table table = {"hashtag", actions,
                                               sizeof actions / sizeof actions[0]};
    return command_run(&table, argc, argv);
}
