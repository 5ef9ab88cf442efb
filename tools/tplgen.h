/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tplgen's own: where in the HTML a template stands (tplgen_html.c), what a directive becomes
 * (tplgen_put.c), and the walk over the file that joins them (tplgen.c). */
#pragma once

#include "gen.h"

enum place {
    PLACE_TEXT,
    PLACE_COMMENT,
    PLACE_SCRIPT,   /* between <script> and </script>: only white space may stand there */
    PLACE_TAG,      /* in the name of a tag */
    PLACE_BETWEEN,  /* within a tag after white space: an attribute may begin */
    PLACE_CLOSED,   /* within a tag just after an attribute: white space or the end must follow */
    PLACE_NAME,     /* in the name of an attribute */
    PLACE_EQUALS,   /* after its '=' */
    PLACE_ATTRIBUTE /* in its quoted value */
};

struct html {
    const char *file;
    int line;
    enum place place;
    char quote;
    bool preserve; /* in <pre> or <textarea>: white space counts */
    bool space;    /* the last character that was written is white space */
    bool begun;    /* the attribute has a part of its value already */
    char tag[32];
    char name[32]; /* of the attribute */
};

/* Goes over the character at s. False when it need not be written; *c is what to write. */
bool html_step(struct html *html, const char *s, char *c);
/* Stops unless a value of this directive may stand here; notes that it does. */
void html_value(struct html *html, const char *directive);
/* Before {{if}} and {{each}}: stops where a branch must not begin. */
void html_open(struct html *html);
/* At {{else}} and {{end}}: stops unless the branch ends in the place where it began. */
void html_close(struct html *html, const struct html *began);

enum { DEPTH_MAX = 16, WORDS_MAX = 16 };

struct word {
    char *z;
    bool is_text; /* was in double quotes */
};

struct block {
    const char *item; /* of {{each}}; NULL: an {{if}} */
    struct html began;
    bool has_else;
};

struct template
{
    struct html html;
    struct text out;     /* the function's body */
    struct text literal; /* text not yet written to it */
    struct block blocks[DEPTH_MAX];
    int depth;
    struct word words[WORDS_MAX]; /* of the present directive */
    int n_words;
};

/* Stops with file, line and the directive's first word. */
__attribute__((noreturn)) void template_refuse(const struct template *t, const char *what);
/* Writes the C of one directive, given without its braces. */
void template_put(struct template *t, char *directive);
