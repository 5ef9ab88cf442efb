/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The directives of a template, {{…}}, as words. What they mean is tplgen's; which of them hold
 * messages to translate, potgen's. */
#pragma once

#include "gen.h"

enum { WORDS_MAX = 16 };

struct directive {
    const char *file;
    int line;               /* where it begins */
    char *words[WORDS_MAX]; /* a text in quotes keeps the first of them */
    int n;
};

/* Reads the one at s, which begins with "{{", and returns what follows its "}}". Quoted texts may
 * hold braces; in them \" is a quote, and a run of white space is one space. Stops when it is empty
 * or has no end. */
const char *directive_read(struct directive *d, const char *s);
/* The text of a word that stands in quotes; stops when it does not. */
char *directive_text(const struct directive *d, int word);
/* Stops with file, line and the first word. */
__attribute__((noreturn)) void directive_refuse(const struct directive *d, const char *what);
/* The C of a field: `root` before it, `prefix` before its last name. */
char *directive_path(const struct directive *d, const char *path, const char *root,
                     const char *prefix);
