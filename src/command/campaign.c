/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus campaign add|edit|list|show */
#include <stdio.h>

#include "command/command.h"
#include "command/family.h"

struct campaign_in {
    struct store_options store;
    struct str slug, title, call, language, called_at;
    struct option_list hashtags;
};

#define OPTION_SLUG(help_line)                                                                     \
    {                                                                                              \
        "SLUG", OPTION_OPERAND, true, offsetof(struct campaign_in, slug), help_line                \
    }

/* --- add --- */

static enum err read_called(struct str text, int64_t *called_ms)
{
    *called_ms = 0;
    if (!text.p || time_parse(text, called_ms))
        return OK;
    command_fail("--called-at is a UTC time such as 2017-10-15T20:21:07Z, not \"%.*s\"",
                 STRF(text));
    return ERR_BAD_INPUT;
}

static enum err must_be_free(struct store *store, struct str slug, const char *subject)
{
    struct campaign taken;
    enum err err = campaign_by_slug(store->db, &store->arena, slug, &taken);
    if (err == OK) {
        command_fail("%s: there is a campaign of this name already", subject);
        return ERR_CONFLICT;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err add(struct store *store, const void *options)
{
    const struct campaign_in *in = options;
    const char *subject = arena_printf(&store->arena, "campaign %.*s", STRF(in->slug)).p;
    struct act *act = arena_new(&store->arena, struct act);
    struct family family;
    act->kind = ACT_CAMPAIGN;
    act->campaign = (struct act_campaign){.slug = in->slug,
                                          .title = in->title,
                                          .call = in->call,
                                          .language = in->language.p ? in->language : STR("en")};
    TRY(read_called(in->called_at, &act->campaign.called_ms));
    TRY(must_be_free(store, in->slug, subject));
    TRY(store_prepare(store, act, subject));
    TRY(family_from_specs(store, &in->hashtags, &family));
    TRY(store_apply(store, act, subject));
    return family_apply(store, &family, (struct campaign_id){act->id});
}

static int run_add(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        OPTION_SLUG("its name in addresses: a-z, 0-9 and -"),
        {"title", OPTION_TEXT, true, offsetof(struct campaign_in, title), "its title"},
        {"call", OPTION_TEXT, true, offsetof(struct campaign_in, call), "what people are asked"},
        {"language", OPTION_TEXT, false, offsetof(struct campaign_in, language),
         "of title and call; en unless given"},
        {"called-at", OPTION_TEXT, false, offsetof(struct campaign_in, called_at),
         "the moment of the call, UTC, such as 2017-10-15T20:21:07Z; now unless given"},
        {"hashtag", OPTION_LIST, false, offsetof(struct campaign_in, hashtags),
         "NAME[:language[:sense[:region]]], may be repeated; the first is the main one"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"campaign add", "Adds a campaign, and the data directory when there is none.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct campaign_in),
        STORE_WRITE,
        add,
    };
    return store_command_run(&command, argc, argv);
}

/* --- edit --- */

static enum err edit(struct store *store, const void *options)
{
    const struct campaign_in *in = options;
    const char *subject = arena_printf(&store->arena, "campaign %.*s", STRF(in->slug)).p;
    struct campaign campaign;
    if (!in->title.p && !in->call.p && !in->language.p) {
        command_fail("say what to change: --title, --call or --language");
        return ERR_BAD_INPUT;
    }
    TRY(store_campaign(store, in->slug, &campaign));
    struct act *act = arena_new(&store->arena, struct act);
    act->kind = ACT_CAMPAIGN_EDIT;
    act->campaign = (struct act_campaign){
        .target = campaign.id, .title = in->title, .call = in->call, .language = in->language};
    TRY(store_prepare(store, act, subject));
    return store_apply(store, act, subject);
}

static int run_edit(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        OPTION_SLUG("the campaign"),
        {"title", OPTION_TEXT, false, offsetof(struct campaign_in, title), "its title"},
        {"call", OPTION_TEXT, false, offsetof(struct campaign_in, call), "what people are asked"},
        {"language", OPTION_TEXT, false, offsetof(struct campaign_in, language),
         "of title and call"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"campaign edit", "Changes what is given and leaves the rest.", rows, OPTIONS_COUNT(rows)},
        sizeof(struct campaign_in),
        STORE_WRITE,
        edit,
    };
    return store_command_run(&command, argc, argv);
}

/* --- list and show --- */

static enum err list(struct store *store, const void *options)
{
    const struct campaign *campaigns;
    size_t n;
    (void)options;
    TRY(campaign_list(store->db, &store->arena, &campaigns, &n));
    for (size_t i = 0; i < n; i++) {
        struct str day = time_day(&store->arena, campaigns[i].called_ms);
        printf("%.*s\t%.*s\t%.*s\t%.*s\n", STRF(campaigns[i].slug), STRF(day),
               STRF(campaigns[i].language), STRF(campaigns[i].title));
    }
    return OK;
}

static int run_list(int argc, char **argv)
{
    static const struct option rows[] = {STORE_OPTION_DATA, STORE_OPTION_SET};
    static const struct store_command command = {
        {"campaign list", "One campaign a line: name, day of the call, language, title.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct campaign_in),
        STORE_READ,
        list,
    };
    return store_command_run(&command, argc, argv);
}

static enum err show(struct store *store, const void *options)
{
    const struct campaign_in *in = options;
    struct campaign campaign;
    const struct family_member *family;
    size_t n;
    TRY(store_campaign(store, in->slug, &campaign));
    TRY(campaign_family(store->db, &store->arena, campaign.id, &family, &n));
    struct str called = time_iso(&store->arena, campaign.called_ms);
    printf("name      %.*s\n", STRF(campaign.slug));
    printf("title     %.*s\n", STRF(campaign.title));
    printf("call      %.*s\n", STRF(campaign.call));
    printf("language  %.*s\n", STRF(campaign.language));
    printf("called    %.*s\n", STRF(called));
    printf("hashtags  %zu\n", n);
    for (size_t i = 0; i < n; i++)
        printf("  #%.*s\t%.*s\t%.*s\t%.*s\n", STRF(family[i].name), STRF(family[i].language),
               STRF(family[i].sense), STRF(family[i].region));
    return OK;
}

static int run_show(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        OPTION_SLUG("the campaign"),
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"campaign show", "The campaign and its hashtags: name, language, sense, region.", rows,
         OPTIONS_COUNT(rows)},
        sizeof(struct campaign_in),
        STORE_READ,
        show,
    };
    return store_command_run(&command, argc, argv);
}

int command_campaign(int argc, char **argv)
{
    static const struct command actions[] = {
        {"add", run_add, "adds a campaign with its hashtags"},
        {"edit", run_edit, "changes title, call or language"},
        {"list", run_list, "lists the campaigns"},
        {"show", run_show, "shows one with its hashtags"},
    };
    static const struct command_table table = {"campaign", actions,
                                               sizeof actions / sizeof actions[0]};
    return command_run(&table, argc, argv);
}
