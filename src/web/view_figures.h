/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures as templates are given them: headlines, charts, the map, tables, quotations.
 *
 * Plain data, as in view_parts.h. Coordinates and widths come as digits, since attributes take
 * texts; they are those of the viewBox in the template. */
#pragma once

#include "web/view_parts.h"

/* --- the headlines --- */

struct view_windows {
    const struct view_window *items;
    size_t n_items;
};

/* --- charts --- */

struct view_tick {
    struct str at, label, anchor; /* anchor: of a time, where `at` is in it */
};

/* Bars, or one or two lines over the hours of a day. */
struct view_chart {
    struct str id, title, description, unit, note;
    struct str bars;               /* one path for all of them, or empty */
    struct str area, line, second; /* what lies below the first line; both lines */
    struct str key, second_key;    /* what the lines are */
    const struct view_tick *levels, *times;
    size_t n_levels, n_times;
};

/* The same as a table. */
struct view_hours {
    struct str id, title;
    const struct view_hour {
        struct str iso, when;
        int64_t people, acts, share, share_2017;
    } * rows;
    size_t n_rows;
    bool has_shares; /* of a thousand, beside those of 2017 */
};

/* --- the map --- */

struct view_map {
    struct str description;
    const struct str *land; /* outlines of all countries of which nothing is told */
    size_t n_land;
    const struct view_step {
        struct str step, label; /* step: "1" to "5" */
        const struct str *outlines;
        size_t n_outlines;
    } * steps;
    size_t n_steps;
};

/* --- breakdowns --- */

struct view_part {
    struct str name;
    struct str bar; /* of a hundred, with tenths */
    int64_t posts, comments, reactions;
};

struct view_breakdown {
    struct str id, title, column, csv_url;
    struct str all_url, all_said;             /* empty when these are all; how many there are */
    struct str map_url;                       /* where a map of it is */
    struct str range, previous_url, next_url; /* of a table with more than one page */
    const struct view_map *map;               /* NULL: none */
    const struct view_part *parts;
    size_t n_parts;
};

/* --- the pages --- */

struct view_figures {
    struct view_head head;
    struct view_foot foot;
    struct str title, campaign_url, json_url, csv_url, words_url, called, called_iso, hours_url;
    struct str hours_csv_url, floor;
    struct view_counts counts;
    struct view_windows windows;
    const struct view_chart *charts;
    const struct view_breakdown *breakdowns;
    size_t n_charts, n_breakdowns;
    const struct view_quotation {
        struct str text;
    } * quotations;
    size_t n_quotations;
    struct str permanent_url;
    bool is_exact;
};

struct view_figures_table {
    struct view_head head;
    struct view_foot foot;
    struct str title, figures_url, as_of, as_of_iso;
    struct str all_hours_url, days_url; /* the other page of the hours */
    const struct view_breakdown *breakdowns;
    const struct view_hours *hours;
    size_t n_breakdowns, n_hours;
};

struct view_cited {
    struct view_head head;
    struct view_foot foot;
    struct str title, when, when_iso, figures_url, address;
    struct view_windows windows;
    const struct view_quotation *quotations;
    size_t n_quotations;
};
