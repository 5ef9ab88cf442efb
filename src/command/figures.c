/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus figures: the windows of a campaign, exact, as they stand now. */
#include <inttypes.h>
#include <stdio.h>

#include "command/command.h"
#include "command/store.h"

struct figures_in {
    struct store_options store;
    struct str slug;
};

static void print_windows(const struct figures *figures)
{
    static const char *const names[WINDOWS] = {"first 24 h", "last 24 h", "all"};
    static const char *const columns[] = {"people", "posts", "comments", "reactions", "shares"};
    printf("%-10s", "");
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        printf(" %12s", columns[i]);
    for (int window = 0; window < WINDOWS; window++) {
        const struct figure_counts *counts = &figures->windows[window];
        printf("\n%-10s %12" PRId64, names[window], counts->people);
        for (int kind = 0; kind < COUNT_KINDS; kind++)
            printf(" %12" PRId64, counts->kinds[kind]);
    }
    putchar('\n');
}

static enum err print_figures(struct store *store, const void *options)
{
    const struct figures_in *in = options;
    struct campaign campaign;
    struct figures figures;
    TRY(store_campaign(store, in->slug, &campaign));
    TRY(store_writer(store, NULL));
    TRY(board_figures(store->board, campaign.id, &store->arena, &figures));
    struct str as_of = time_iso(&store->arena, figures.as_of_ms);
    struct str called = time_iso(&store->arena, campaign.called_ms);
    printf("%.*s, counted here, %.*s; called %.*s\n", STRF(campaign.slug), STRF(as_of),
           STRF(called));
    print_windows(&figures);
    return OK;
}

int command_figures(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        {"SLUG", OPTION_OPERAND, true, offsetof(struct figures_in, slug), "the campaign"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"figures", "Prints a campaign's figures as they stand now.", rows, OPTIONS_COUNT(rows)},
        sizeof(struct figures_in),
        STORE_WRITE,
        print_figures,
    };
    return store_command_run(&command, argc, argv);
}
