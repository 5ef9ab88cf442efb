/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parts of pages about people who listen, and the two that all parts are made with: links and
 * choices. Plain data, as in view_parts.h. */
#pragma once

#include "base/str.h"

struct view_link {
    struct str url, name, code;
    bool is_current;
};

/* A choice in a select; `digits` style values. */
struct view_choice {
    struct str value, name;
    bool is_selected;
};

/* The numbers of somebody who helps. */
struct view_help_numbers {
    const struct view_help_number {
        struct str number, call, note; /* call: "tel:…", or empty when it is none to call */
    } * items;
    size_t n_items;
};

/* Somebody who helps. */
struct view_help_entry {
    struct str name, organisation, place, description, alert, police;
    struct str site, email, languages, hours, checked, source;
    struct view_help_numbers numbers;
    const struct view_link *facts; /* names only */
    size_t n_facts;
    bool is_confirmed;
};

/* Directories for the whole world. */
struct view_directories {
    bool is_for_children; /* only those */
};

/* Asks for a country, and perhaps more. */
struct view_help_form {
    struct str action, form_token;
    const struct view_choice *countries, *languages, *audiences;
    size_t n_countries, n_languages, n_audiences;
};

/* Above the form in which a story is told. */
struct view_help_box {
    struct view_help_form
        form; /* the countries for which there is help; none: other ways are shown */
    struct view_directories directories;
    struct str help, young;
};

/* After something was said: who listens in the country that was named. */
struct view_care {
    struct str help, country, country_name, form_token;
    const struct view_help_entry *entries;
    size_t n_entries;
    struct view_directories directories;
};
