/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Moving the numbers of breakdowns (told.h). */
#include "domain/told.h"

#include <stdlib.h>

#include "crypto/secret.h"

int64_t told_step(int64_t floor)
{
    uint64_t chance;
    if (floor <= 1)
        return 1;
    secret_bytes(&chance, sizeof chance);
    return floor + (int64_t)(chance % (uint64_t)floor);
}

int64_t told_number(int64_t n, int64_t floor)
{
    int64_t told = floor <= 1 ? n : n / TOLD_UNIT * TOLD_UNIT;
    return told < floor ? 0 : told;
}

static void move(struct sheet_told *told, int64_t n, int64_t floor)
{
    if (told->step == 0)
        told->step = told_step(floor);
    if (llabs(n - told->at) < told->step)
        return;
    *told = (struct sheet_told){.at = n, .shown = told_number(n, floor), .step = told_step(floor)};
}

static struct sheet_told *largest(struct sheet_parts *parts, int kind)
{
    struct sheet_told *most = NULL;
    for (size_t i = 0; i < parts->n; i++) {
        struct sheet_told *told = &parts->items[i].told[kind];
        if (told->shown > (most ? most->shown : 0))
            most = told;
    }
    return most;
}

/* The largest gives way, for good: what is told goes down by what everybody can see, and comes up
 * again only when it moves by itself. */
static void keep_untold(struct sheet_parts *parts, int kind, int64_t floor)
{
    int64_t untold = 0;
    for (size_t i = 0; i < parts->n; i++)
        untold += parts->items[i].kinds[kind] - parts->items[i].told[kind].shown;
    while (untold < floor) {
        struct sheet_told *told = largest(parts, kind);
        if (told == NULL)
            return;
        int64_t shown = told_number(told->shown - TOLD_UNIT, floor);
        untold += told->shown - shown;
        told->shown = shown;
    }
}

static void tell_all(struct sheet_parts *parts, int kind)
{
    for (size_t i = 0; i < parts->n; i++)
        parts->items[i].told[kind].shown = parts->items[i].kinds[kind];
}

void told_move(struct sheet *sheet, int64_t floor)
{
    for (int b = 0; b < BREAKDOWNS; b++)
        for (int kind = 0; kind < COUNT_KINDS; kind++) {
            struct sheet_parts *parts = &sheet->parts[b];
            if (floor <= 1) {
                tell_all(parts, kind);
                continue;
            }
            for (size_t i = 0; i < parts->n; i++)
                move(&parts->items[i].told[kind], parts->items[i].kinds[kind], floor);
            keep_untold(parts, kind, floor);
        }
}
