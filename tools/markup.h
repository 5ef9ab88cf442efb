/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where in HTML or SVG one stands, one character after another, and what may not stand in ours:
 * what the pages' Content-Security-Policy forbids anyway, addresses that lead elsewhere, and what
 * would make an escaped value unsafe (attributes without quotes). Knows nothing of templates. */
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

/* {.file = …, .line = 1} is the beginning of a file. */
struct markup {
    const char *file;
    int line;
    enum place place;
    char quote;
    bool preserve; /* in <pre> or <textarea>: white space counts */
    bool space;    /* the last character that was written is white space */
    bool begun;    /* the attribute has a part of its value already */
    char tag[32];  /* the name, "" outside of tags */
    char name[32]; /* of the attribute, "" outside of attributes */
};

/* Goes over the character at s, which may look at what follows up to the NUL. False when it need
 * not be written (comments, white space that means nothing); *c is what to write. Stops with file
 * and line at what may not stand there. */
bool markup_step(struct markup *m, const char *s, char *c);
/* Something else than text follows, such as a value: the name of an attribute ends here. Stops
 * where nothing may be put in: in the name of a tag, before a quote, in a script, in a comment. */
void markup_insert(struct markup *m);
/* In the value of an attribute that holds an address. */
bool markup_in_address(const struct markup *m);
/* At the beginning of one. */
bool markup_at_address(const struct markup *m);
/* Two ways through the file that parted at `began` meet here: stops unless the same may follow on
 * both. */
void markup_join(struct markup *m, const struct markup *began);
/* Stops when the file ends within a tag or comment. */
void markup_end(const struct markup *m);
/* A value is about to be written here: HTML, an address, or a text. NULL, or why it may not. */
const char *markup_value(struct markup *m, bool is_markup, bool is_address);
/* Goes over the beginning of an address that is written out; its length. Stops at an '&' in it. */
size_t markup_address(struct markup *m, const char *s);
