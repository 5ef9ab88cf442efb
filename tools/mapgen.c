/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* mapgen OUTDIR countries-110m.json: the outlines of the world's countries as SVG paths in C.
 *
 * Reads the TopoJSON of npm's world-atlas (Natural Earth, public domain): quantised arcs that
 * neighbours share, each point the difference to the one before. They are projected by Equal Earth
 * (Šavrič, Patterson, Jenny 2018, doi:10.1080/13658816.2018.1504949), which keeps areas, onto a
 * grid of OUTLINES_WIDTH units. Each arc is thinned once (line.h), so that neighbours still meet;
 * small islands are left out, but the largest piece of a country never is. The edge of the map runs
 * through the Bering Strait, where it cuts no country. A territory that has no code of its own in
 * ISO 3166-1 is drawn with the country whose code covers it. Antarctica is not drawn. */
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uregion.h>

#include "gen.h"
#include "line.h"

enum { WIDTH = 700, HEIGHT = 306, NORTH = 171, ANTARCTICA = 10 };

/* In square units: what is smaller is not seen. */
static const double least_triangle = 6.0;
static const double least_ring = 6.0;
/* In degrees east: half the world away from the edge. */
static const double middle = 11.5;

struct shape {
    char code[4];
    struct line *rings;
    size_t n;
};

struct map {
    const char *file;
    double scale[2], move[2];
    struct line *arcs;
    size_t n_arcs;
    struct shape *shapes;
    size_t n_shapes;
};

static struct point project(double longitude, double latitude)
{
    static const double a1 = 1.340264, a2 = -0.081106, a3 = 0.000893, a4 = 0.003796;
    const double pi = acos(-1);
    const double m = sqrt(3) / 2;
    double east = remainder(longitude - middle, 360);
    double t = asin(m * sin(latitude * pi / 180));
    double t2 = t * t;
    double t6 = t2 * t2 * t2;
    double x = east / 180 * cos(t) * a1 / (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2));
    double y = t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2)) * m * a1 / pi;

    return (struct point){(1 + x) * WIDTH / 2, NORTH - y * WIDTH / 2};
}

/* --- reading --- */

static struct json_object *member(const struct map *map, struct json_object *object,
                                  const char *name)
{
    struct json_object *found;

    if (!json_object_object_get_ex(object, name, &found))
        stop_at(map->file, 1, "not a topology of countries: no %s", name);
    return found;
}

static double number_at(struct json_object *list, size_t i)
{
    return json_object_get_double(json_object_array_get_idx(list, i));
}

static struct line read_arc(const struct map *map, struct json_object *from)
{
    struct line arc = {.n = json_object_array_length(from)};
    double x = 0;
    double y = 0;

    for (size_t i = 0; i < arc.n; i++) {
        struct json_object *step = json_object_array_get_idx(from, i);
        x += number_at(step, 0);
        y += number_at(step, 1);
        arc.points = grow(arc.points, i, sizeof(struct point));
        arc.points[i] = project(x * map->scale[0] + map->move[0], y * map->scale[1] + map->move[1]);
    }
    line_thin(&arc, least_triangle);
    return arc;
}

static void read_arcs(struct map *map, struct json_object *topology)
{
    struct json_object *transform = member(map, topology, "transform");
    struct json_object *arcs = member(map, topology, "arcs");

    for (size_t i = 0; i < 2; i++) {
        map->scale[i] = number_at(member(map, transform, "scale"), i);
        map->move[i] = number_at(member(map, transform, "translate"), i);
    }
    for (size_t i = 0; i < json_object_array_length(arcs); i++) {
        map->arcs = grow(map->arcs, i, sizeof(struct line));
        map->arcs[i] = read_arc(map, json_object_array_get_idx(arcs, i));
        map->n_arcs = i + 1;
    }
}

/* The arcs of a ring in their order; ~n stands for arc n backwards. */
static struct line read_ring(const struct map *map, struct json_object *from)
{
    struct line ring = {0};

    for (size_t i = 0; i < json_object_array_length(from); i++) {
        int64_t number = json_object_get_int64(json_object_array_get_idx(from, i));
        size_t at = (size_t)(number < 0 ? ~number : number);
        if (at >= map->n_arcs)
            stop_at(map->file, 1, "an arc that is not there: %lld", (long long)number);
        const struct line *arc = &map->arcs[at];
        for (size_t k = ring.n > 0 ? 1 : 0; k < arc->n; k++) {
            ring.points = grow(ring.points, ring.n, sizeof(struct point));
            ring.points[ring.n++] = arc->points[number < 0 ? arc->n - 1 - k : k];
            if (ring.n > 1 &&
                fabs(ring.points[ring.n - 1].x - ring.points[ring.n - 2].x) > WIDTH / 2.0)
                stop_at(map->file, 1, "a country on both sides of the edge, in arc %zu", at);
        }
    }
    return ring;
}

static void add_rings(const struct map *map, struct shape *shape, struct json_object *rings)
{
    for (size_t i = 0; i < json_object_array_length(rings); i++) {
        shape->rings = grow(shape->rings, shape->n, sizeof(struct line));
        shape->rings[shape->n++] = read_ring(map, json_object_array_get_idx(rings, i));
    }
}

/* ISO 3166-1 alpha-2 of a numeric code. */
static const char *code_of(const struct map *map, struct json_object *country)
{
    static const char *const unnumbered[][2] = {
        {"Kosovo", "XK"}, {"N. Cyprus", "CY"}, {"Somaliland", "SO"}};
    struct json_object *id;
    const char *name =
        json_object_get_string(member(map, member(map, country, "properties"), "name"));
    UErrorCode error = U_ZERO_ERROR;

    if (json_object_object_get_ex(country, "id", &id)) {
        const URegion *region = uregion_getRegionFromNumericCode(json_object_get_int(id), &error);
        if (U_SUCCESS(error) && strlen(uregion_getRegionCode(region)) == 2)
            return uregion_getRegionCode(region);
    }
    for (size_t i = 0; i < sizeof(unnumbered) / sizeof(unnumbered[0]); i++)
        if (strcmp(name, unnumbered[i][0]) == 0)
            return unnumbered[i][1];
    stop_at(map->file, 1, "a country without a code: %s", name);
}

static struct shape *shape_of(struct map *map, const char *code)
{
    for (size_t i = 0; i < map->n_shapes; i++)
        if (strcmp(map->shapes[i].code, code) == 0)
            return &map->shapes[i];
    map->shapes = grow(map->shapes, map->n_shapes, sizeof(struct shape));
    struct shape *shape = &map->shapes[map->n_shapes++];
    *shape = (struct shape){0};
    snprintf(shape->code, sizeof(shape->code), "%s", code);
    return shape;
}

static void read_country(struct map *map, struct json_object *country)
{
    const char *type = json_object_get_string(member(map, country, "type"));
    struct json_object *arcs = member(map, country, "arcs");
    struct json_object *id;

    if (json_object_object_get_ex(country, "id", &id) && json_object_get_int(id) == ANTARCTICA)
        return;
    struct shape *shape = shape_of(map, code_of(map, country));
    if (strcmp(type, "Polygon") == 0)
        add_rings(map, shape, arcs);
    else if (strcmp(type, "MultiPolygon") == 0)
        for (size_t i = 0; i < json_object_array_length(arcs); i++)
            add_rings(map, shape, json_object_array_get_idx(arcs, i));
    else
        stop_at(map->file, 1, "neither Polygon nor MultiPolygon: %s", type);
}

/* --- writing --- */

static double size_of(const struct line *ring)
{
    double sum = 0;

    for (size_t i = 0; i + 1 < ring->n; i++)
        sum +=
            ring->points[i].x * ring->points[i + 1].y - ring->points[i + 1].x * ring->points[i].y;
    return fabs(sum) / 2;
}

/* As SVG has it: a sign separates as well as a blank, and so does the letter before. */
static void put_step(struct text *path, long x, long y)
{
    bool is_number = path->n > 0 && path->p[path->n - 1] <= '9';

    text_printf(path, "%s%ld%s%ld", is_number && x >= 0 ? " " : "", x, y < 0 ? "" : " ", y);
}

/* From where the last ring began, *from, to where this one does. */
static void put_ring(struct text *path, const struct line *ring, long from[2])
{
    long x = lround(ring->points[0].x);
    long y = lround(ring->points[0].y);

    text_put(path, path->n == 0 ? "M" : "m");
    put_step(path, x - from[0], y - from[1]);
    from[0] = x;
    from[1] = y;
    text_put(path, "l");
    size_t began = path->n;
    for (size_t i = 1; i + 1 < ring->n; i++) {
        long to[2] = {lround(ring->points[i].x), lround(ring->points[i].y)};
        if (to[0] != x || to[1] != y)
            put_step(path, to[0] - x, to[1] - y);
        x = to[0];
        y = to[1];
    }
    if (path->n == began) /* smaller than the grid, and yet somebody's country */
        text_put(path, "1 1-1 1-1-1");
    text_char(path, 'z');
}

static void put_shape(struct text *out, const struct shape *shape)
{
    struct text path = {0};
    size_t largest = 0;
    long from[2] = {0, 0};

    for (size_t i = 1; i < shape->n; i++)
        if (size_of(&shape->rings[i]) > size_of(&shape->rings[largest]))
            largest = i;
    for (size_t i = 0; i < shape->n; i++)
        if (i == largest || size_of(&shape->rings[i]) >= least_ring)
            put_ring(&path, &shape->rings[i], from);
    text_printf(out, "    {\"%s\",", shape->code);
    text_quote(out, path.p);
    text_put(out, "},\n");
}

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct shape *)a)->code, ((const struct shape *)b)->code);
}

int main(int argc, char **argv)
{
    struct text code = {0};
    struct text header = {0};

    need_arguments(argc, "mapgen OUTDIR countries-110m.json");
    struct map map = {.file = argv[2]};
    struct json_object *topology = json_object_from_file(map.file);
    if (!topology)
        stop_at(map.file, 1, "cannot be read");
    read_arcs(&map, topology);
    struct json_object *countries =
        member(&map, member(&map, member(&map, topology, "objects"), "countries"), "geometries");
    for (size_t i = 0; i < json_object_array_length(countries); i++)
        read_country(&map, json_object_array_get_idx(countries, i));
    if (!map.shapes)
        stop_at(map.file, 1, "no country in it");
    qsort(map.shapes, map.n_shapes, sizeof(struct shape), by_code);
    text_put(&code, "/* Made by tools/mapgen. */\n#include \"outlines.h\"\n\n"
                    "const struct outline outlines[] = {\n");
    for (size_t i = 0; i < map.n_shapes; i++)
        put_shape(&code, &map.shapes[i]);
    text_printf(&code, "    {NULL, NULL},\n};\nconst size_t outlines_count = %zu;\n", map.n_shapes);
    text_printf(&header,
                "/* Made by tools/mapgen: the world's countries as SVG paths. */\n#pragma once\n\n"
                "#include <stddef.h>\n\nenum { OUTLINES_WIDTH = %d, OUTLINES_HEIGHT = %d };\n"
                "struct outline {\n    const char *country; /* ISO 3166-1, two letters */\n"
                "    const char *path;    /* closed; begins with M */\n};\n\n"
                "/* Sorted by country; then a row of NULLs that is not counted. */\n"
                "extern const struct outline outlines[];\nextern const size_t outlines_count;\n",
                WIDTH, HEIGHT);
    file_write(argv[1], "outlines.h", &header);
    file_write(argv[1], "outlines.c", &code);
    json_object_put(topology);
    return 0;
}
