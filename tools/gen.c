/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The generators' common ground; see gen.h. */
#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen.h"

void stop_at(const char *file, int line, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "%s:%d: ", file, line);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

void need_arguments(int argc, const char *usage)
{
    if (argc >= 2)
        return;
    fprintf(stderr, "usage: %s\n", usage);
    exit(2);
}

static void *need(void *p)
{
    if (!p) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return p;
}

static void text_reserve(struct text *text, size_t more)
{
    if (text->size - text->n > more)
        return;
    text->size = (text->size + more + 1) * 2;
    text->p = need(realloc(text->p, text->size));
}

void text_put_n(struct text *text, const char *p, size_t n)
{
    text_reserve(text, n);
    memcpy(text->p + text->n, p, n);
    text->n += n;
    text->p[text->n] = '\0';
}

void text_char(struct text *text, char c)
{
    text_put_n(text, &c, 1);
}

void text_put(struct text *text, const char *z)
{
    text_put_n(text, z, strlen(z));
}

static void text_vprintf(struct text *text, const char *format, va_list args)
{
    va_list again;

    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    text_reserve(text, (size_t)n);
    vsnprintf(text->p + text->n, (size_t)n + 1, format, args);
    text->n += (size_t)n;
}

void text_printf(struct text *text, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    text_vprintf(text, format, args);
    va_end(args);
}

char *print(const char *format, ...)
{
    struct text text = {0};
    va_list args;

    va_start(args, format);
    text_vprintf(&text, format, args);
    va_end(args);
    return text.p;
}

static void text_escaped(struct text *text, char c)
{
    unsigned char byte = (unsigned char)c;

    if (c == '\n')
        text_put(text, "\\n");
    else if (c == '"' || c == '\\')
        text_printf(text, "\\%c", c);
    else if (c == '?')
        text_put(text, "\\?"); /* no trigraphs */
    else if (byte < 0x20 || byte >= 0x7f)
        text_printf(text, "\\%03o", byte);
    else
        text_char(text, c);
}

void text_literal(struct text *text, const char *p, size_t n, const char *indent)
{
    text_printf(text, "\n%s\"", indent);
    for (size_t i = 0; i < n; i++) {
        text_escaped(text, p[i]);
        if (p[i] == '\n' && i + 1 < n)
            text_printf(text, "\"\n%s\"", indent);
    }
    text_char(text, '"');
}

void text_quote(struct text *text, const char *z)
{
    text_literal(text, z, strlen(z), "        ");
}

char *copy_of(const char *p, size_t n)
{
    char *copy = need(malloc(n + 1));

    memcpy(copy, p, n);
    copy[n] = '\0';
    return copy;
}

void *grow(void *items, size_t n, size_t each)
{
    if (n & (n - 1)) /* room is made at 0, 1, 2, 4, 8 … */
        return items;
    size_t size = n ? n * 2 : 1;
    char *grown = need(realloc(items, size * each));
    memset(grown + n * each, 0, (size - n) * each);
    return grown;
}

struct text file_bytes(const char *path)
{
    struct text text = {0};
    char chunk[4096];
    size_t n;
    FILE *file = fopen(path, "rb");

    if (!file)
        stop_at(path, 1, "cannot be opened");
    text_put(&text, "");
    while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
        text_put_n(&text, chunk, n);
    if (ferror(file))
        stop_at(path, 1, "cannot be read");
    fclose(file);
    return text;
}

struct text file_text(const char *path)
{
    struct text text = file_bytes(path);

    if (strlen(text.p) != text.n)
        stop_at(path, 1, "NUL byte in a text file");
    return text;
}

static bool file_has(const char *path, const struct text *text)
{
    FILE *file = fopen(path, "rb");

    if (!file)
        return false;
    fclose(file);
    struct text old = file_bytes(path);
    bool same = old.n == text->n && memcmp(old.p, text->p, text->n) == 0;
    free(old.p);
    return same;
}

void file_write(const char *dir, const char *name, const struct text *text)
{
    char *path = print("%s/%s", dir, name);

    if (file_has(path, text))
        return;
    FILE *file = fopen(path, "wb");
    if (!file)
        stop_at(path, 1, "cannot be made");
    fwrite(text->p, 1, text->n, file);
    if (fclose(file) != 0)
        stop_at(path, 1, "cannot be written");
}

char *file_stem(const char *path)
{
    const char *name = strrchr(path, '/');

    name = name ? name + 1 : path;
    return copy_of(name, strcspn(name, "."));
}

char *next_line(char **rest)
{
    char *line = *rest;

    if (!*line)
        return NULL;
    size_t n = strcspn(line, "\n");
    *rest = line + n + (line[n] ? 1 : 0);
    line[n] = '\0';
    return line;
}

char *after(char *s, const char *prefix)
{
    size_t n = strlen(prefix);

    return strncmp(s, prefix, n) == 0 ? s + n : NULL;
}

char *trim(char *s)
{
    while (isspace((unsigned char)*s))
        s++;
    size_t n = strlen(s);
    while (n > 0 && isspace((unsigned char)s[n - 1]))
        n--;
    s[n] = '\0';
    return s;
}

char *next_word(char **s)
{
    *s += strspn(*s, " \t");
    size_t n = strcspn(*s, " \t(),;");
    char *found = copy_of(*s, n);
    *s += n;
    return found;
}

size_t name_length(const char *s)
{
    if (*s < 'a' || *s > 'z')
        return 0;
    return strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
}

bool is_name(const char *s)
{
    return *s && s[name_length(s)] == '\0';
}

bool is_word(const char *word, const char *s, size_t n)
{
    return strlen(word) == n && memcmp(word, s, n) == 0;
}
