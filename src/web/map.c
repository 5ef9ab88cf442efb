/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which country gets which step (map.h).
 *
 * Steps end at round numbers, 1, 2 or 5 with noughts, and are as far apart as five of them need to
 * reach from the smallest number to the largest. */
#include "web/map.h"

#include "domain/first_day.h"
#include "domain/language.h"
#include "outlines.h"

enum { STEPS = 5, LETTERS = 26, DECADE = 3 };

/* The rungs are 1, 2, 5, 10, 20, 50 …; 0 below the lowest. */
static int64_t rung(int at)
{
    static const int64_t digits[DECADE] = {1, 2, 5};
    if (at < 0)
        return 0;
    int64_t n = digits[at % DECADE];
    for (int i = at / DECADE; i > 0; i--)
        n *= 10;
    return n;
}

struct scale {
    int64_t ends[STEPS + 1]; /* ends[0]: where the first begins; what is 0 is no step */
};

static struct scale scale_of(int64_t least, int64_t most)
{
    struct scale scale;
    int top = 0;
    int width = 1;
    while (rung(top) < most)
        top++;
    while (width < DECADE && rung(top - STEPS * width) >= least)
        width++;
    for (int i = 0; i <= STEPS; i++)
        scale.ends[i] = rung(top - (STEPS - i) * width);
    scale.ends[0] = 0;
    return scale;
}

static int step_of(const struct scale *scale, int64_t n)
{
    int step = 1;
    while (step < STEPS && n > scale->ends[step])
        step++;
    return step;
}

/* The number of a country among the pairs of letters; -1 for what is none. */
static int place_of(const char *code, size_t n)
{
    if (n != 2 || code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z')
        return -1;
    return (code[0] - 'A') * LETTERS + code[1] - 'A';
}

/* The acts of each country of which something is told; 0: nothing. */
struct told {
    int64_t acts[LETTERS * LETTERS];
    int64_t least, most;
};

static struct told *told_of(struct arena *arena, struct figure_parts parts)
{
    struct told *told = arena_new(arena, struct told);
    for (size_t i = 0; i < parts.n; i++) {
        const struct figure_part *part = &parts.items[i];
        int place = place_of(part->name.p, part->name.n);
        int64_t acts = figure_acts(&part->counts);
        if (part->is_other || place < 0 || acts <= 0)
            continue;
        told->acts[place] = acts;
        told->most = acts > told->most ? acts : told->most;
        told->least = told->least == 0 || acts < told->least ? acts : told->least;
    }
    return told;
}

/* Outlines by step; step 0 is the land of which nothing is told. */
struct drawn {
    struct str *outlines[STEPS + 1];
    size_t n[STEPS + 1];
};

static void draw(struct arena *arena, const struct told *told, const struct scale *scale,
                 struct drawn *drawn)
{
    for (int step = 0; step <= STEPS; step++)
        drawn->outlines[step] = arena_array(arena, struct str, outlines_count);
    for (size_t i = 0; i < outlines_count; i++) {
        int place = place_of(outlines[i].country, 2);
        BUG_IF(place < 0);
        int64_t acts = told->acts[place];
        int step = acts > 0 ? step_of(scale, acts) : 0;
        drawn->outlines[step][drawn->n[step]++] = str_of(outlines[i].path);
    }
}

/* From the lowest step in which something is on. */
static void add_steps(struct arena *arena, const struct locale *locale, const struct scale *scale,
                      const struct drawn *drawn, struct view_map *out)
{
    struct view_step *steps = arena_array(arena, struct view_step, STEPS);
    for (int i = 1; i <= STEPS; i++) {
        struct message_arg args[] = {
            {"from", number_format(locale->formats, arena, scale->ends[i - 1], locale->code)},
            {"to", number_format(locale->formats, arena, scale->ends[i], locale->code)},
        };
        if (out->n_steps == 0 && drawn->n[i] == 0)
            continue;
        bool is_lowest = scale->ends[i - 1] == 0;
        const char *message = is_lowest ? T("up to {to}") : T("more than {from}, up to {to}");
        steps[out->n_steps++] = (struct view_step){
            .step = arena_printf(arena, "%d", i),
            .label = locale_fill(locale, arena, message, args, 2),
            .outlines = drawn->outlines[i],
            .n_outlines = drawn->n[i],
        };
    }
    out->steps = steps;
}

void map_make(struct arena *arena, const struct locale *locale, struct figure_parts parts,
              struct view_map *out)
{
    const struct told *told = told_of(arena, parts);
    struct scale scale = scale_of(told->least, told->most);
    struct drawn drawn = {.n = {0}};
    draw(arena, told, &scale, &drawn);
    *out = (struct view_map){.land = drawn.outlines[0], .n_land = drawn.n[0]};
    add_steps(arena, locale, &scale, &drawn, out);
    int64_t n = (int64_t)(outlines_count - drawn.n[0]);
    struct message_arg args[] = {{"n", number_format(locale->formats, arena, n, locale->code)}};
    out->description = locale_fill(locale, arena,
                                   T("A map of the world. Countries of which something is told, "
                                     "{n}, are coloured, the stronger "
                                     "the more. The table below says the same."),
                                   args, 1);
}
