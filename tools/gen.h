/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the build's generators share: reading sources, growing text, C literals, refusals.
 *
 * A generator runs once, on the files of this repository, and ends: memory is never given back
 * and a refusal ends the program. Nothing here is linked into the server. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a), nonnull(f)))

/* Growing text, always followed by a NUL that is not counted. {0} is empty. */
struct text {
    char *p;
    size_t n;
    size_t size;
};

/* Prints "file:line: message" and ends the program with status 1. */
__attribute__((noreturn)) void stop_at(const char *file, int line, const char *format, ...)
    PRINTF_LIKE(3, 4);

void text_char(struct text *text, char c);
void text_put(struct text *text, const char *z);
void text_put_n(struct text *text, const char *p, size_t n);
void text_printf(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);
/* The bytes as C string literals, one for each line, each on a new line with this indent. */
void text_literal(struct text *text, const char *p, size_t n, const char *indent);

/* The same for a C string, indented by eight. */
void text_quote(struct text *text, const char *z);

/* Ends the program with status 2 and this text when there is not even an OUTDIR. */
void need_arguments(int argc, const char *usage);

/* A copy of n bytes, NUL-terminated. */
char *copy_of(const char *p, size_t n);
/* What printf would print, in new memory. */
char *print(const char *format, ...) PRINTF_LIKE(1, 2);
/* Zeroed memory for n things; `items` grown to hold n + 1 things (n rises by doubling). */
void *grow(void *items, size_t n, size_t each);

/* The whole file. Stops when it cannot be read; NUL bytes are refused, they would hide text. */
struct text file_text(const char *path);
/* The same for any bytes. */
struct text file_bytes(const char *path);
/* Writes dir/name, but only when its content changes: make then rebuilds only what must be. */
void file_write(const char *dir, const char *name, const struct text *text);
/* "post" of "sql/query/post.sql", in new memory. */
char *file_stem(const char *path);

/* Cuts the next line off *rest (its end is made a NUL); NULL when there is none. */
char *next_line(char **rest);
/* What follows `prefix` in s; NULL when s does not begin with it. */
char *after(char *s, const char *prefix);
/* Without white space at both ends, in place. */
char *trim(char *s);
/* A copy of the next word at *s, up to a blank or one of (),; and *s behind it. */
char *next_word(char **s);
/* Length of the name at s: a lower-case letter, then lower-case letters, digits, underscores. */
size_t name_length(const char *s);
bool is_name(const char *s);
/* Whether the n bytes at s are this word. */
bool is_word(const char *word, const char *s, size_t n);
