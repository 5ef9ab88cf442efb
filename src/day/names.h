/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Short lists of names (languages, countries, hashtags), numbered in the order in which they come.
 * Number 0 is always "": not said. The texts are borrowed and must outlive the list. */
#pragma once

#include "base/str.h"

enum { NAMES_MAX = 512 };

struct names {
    struct str items[NAMES_MAX];
    int n;
};

/* The number of a name, given it when it is new; 0 for the empty one and when the list is full. */
int names_number(struct names *names, struct str name);
