/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* embed OUTDIR assets/FILE …: the files of assets/ as a table in C.
 *
 * Each gets a path with a fingerprint of its content, /assets/<stem>.<ten digits>.<ending>, so that
 * browsers may keep it for ever, and a gzip form where that is smaller. Style sheets and scripts
 * are slimmed first (slim.h). The bytes are taken in by the assembler (.incbin), relative to the
 * folder in which the build runs. Pictures and pages (svg, html) are refused like templates when
 * they hold scripts or lead elsewhere. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "markup.h"
#include "slim.h"

struct type {
    const char *ending;
    const char *type;
    bool shrinks;
    bool is_markup;
};

static const struct type types[] = {
    {"css", "text/css; charset=utf-8", true, false},
    {"js", "text/javascript; charset=utf-8", true, false},
    {"mjs", "text/javascript; charset=utf-8", true, false},
    {"json", "application/json", true, false},
    {"webmanifest", "application/manifest+json", true, false},
    {"html", "text/html; charset=utf-8", true, true},
    {"txt", "text/plain; charset=utf-8", true, false},
    {"svg", "image/svg+xml", true, true},
    {"ico", "image/x-icon", true, false},
    {"png", "image/png", false, false},
    {"jpg", "image/jpeg", false, false},
    {"webp", "image/webp", false, false},
    {"woff2", "font/woff2", false, false},
};

static const struct type *type_of(const char *path)
{
    const char *dot = strrchr(path, '.');

    for (size_t i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++)
        if (strcmp(dot + 1, types[i].ending) == 0)
            return &types[i];
    stop_at(path, 1, "unknown ending of a file in assets/");
}

/* FNV-1a of 64 bits, its halves mixed: tells versions of a file apart, nothing more. */
static uint64_t fingerprint(const struct text *bytes)
{
    uint64_t hash = 14695981039346656037U;

    for (size_t i = 0; i < bytes->n; i++)
        hash = (hash ^ (unsigned char)bytes->p[i]) * 1099511628211U;
    return hash ^ hash >> 29;
}

/* RFC 1952, without a time: the same bytes at every build. */
static struct text gzip(const char *path, const struct text *bytes)
{
    enum { GZIP_WINDOW = 15 + 16, MEMORY = 9 };
    struct text out = {0};
    unsigned char chunk[4096];
    z_stream stream = {0};
    int more = Z_OK;

    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, MEMORY,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        stop_at(path, 1, "zlib does not start");
    stream.next_in = (unsigned char *)bytes->p;
    stream.avail_in = (unsigned)bytes->n;
    while (more == Z_OK) {
        stream.next_out = chunk;
        stream.avail_out = sizeof(chunk);
        more = deflate(&stream, Z_FINISH);
        text_put_n(&out, (const char *)chunk, sizeof(chunk) - stream.avail_out);
    }
    deflateEnd(&stream);
    return out;
}

static void put_incbin(struct text *code, const char *symbol, int n, const char *path)
{
    text_printf(code,
                "__asm__(\".pushsection .rodata\\n.balign 16\\n%s_%d:\\n\"\n"
                "        \".incbin \\\"%s\\\"\\n.byte 0\\n.popsection\\n\");\n"
                "extern const unsigned char %s_%d[];\n",
                symbol, n, path, symbol, n);
}

static void put_row(struct text *table, const char *path, const struct text *bytes, int n)
{
    char *name = copy_of(path, strlen(path));
    char *below = after(name, "assets/");
    const struct type *type = type_of(path);
    char digits[17];

    if (!below || strpbrk(below, "\"\\\n"))
        stop_at(path, 1, "not a file in assets/");
    snprintf(digits, sizeof(digits), "%016llx", (unsigned long long)fingerprint(bytes));
    text_printf(table, "    {\"%s\", \"/assets/%.*s.%.10s.%s\", \"%s\",\n     asset_%d, %zu, ",
                below, (int)(strlen(below) - strlen(type->ending) - 1), below, digits, type->ending,
                type->type, n, bytes->n);
}

/* Stops at what may not stand in a page or picture of ours: scripts, addresses elsewhere … */
static void check_markup(const char *path)
{
    struct markup markup = {.file = path, .line = 1};
    char unused;

    for (const char *s = file_text(path).p; *s; s++) {
        markup_step(&markup, s, &unused);
        markup.line += *s == '\n';
    }
    markup_end(&markup);
}

/* What is sent of the file: it itself, or what is left of it in OUTDIR. Gives where that lies. */
static const char *take_in(const char *dir, const char *path, int n, struct text *bytes)
{
    const char *type = type_of(path)->ending;
    bool is_css = strcmp(type, "css") == 0;

    *bytes = file_bytes(path);
    if (!is_css && strcmp(type, "js") != 0)
        return path;
    *bytes = is_css ? slim_css(bytes) : slim_js(path, bytes);
    const char *name = print("asset_%d.%s", n, type);
    file_write(dir, name, bytes);
    return print("%s/%s", dir, name);
}

static void add_asset(const char *dir, const char *path, int n, struct text *code,
                      struct text *table)
{
    struct text bytes;
    const char *from = take_in(dir, path, n, &bytes);
    struct text small = {0};
    struct text name = {0};

    if (type_of(path)->is_markup)
        check_markup(path);
    put_row(table, path, &bytes, n);
    put_incbin(code, "asset", n, from);
    if (type_of(path)->shrinks)
        small = gzip(path, &bytes);
    if (small.n == 0 || small.n >= bytes.n) {
        text_put(table, "NULL, 0},\n");
        return;
    }
    text_printf(&name, "asset_%d.gz", n);
    file_write(dir, name.p, &small);
    text_printf(table, "asset_gzip_%d, %zu},\n", n, small.n);
    struct text full = {0};
    text_printf(&full, "%s/%s", dir, name.p);
    put_incbin(code, "asset_gzip", n, full.p);
}

static void write_header(const char *dir)
{
    struct text out = {0};

    text_put(&out, "/* Made by tools/embed. */\n#pragma once\n\n#include <stddef.h>\n\n"
                   "struct asset {\n    const char *name; /* \"style.css\" */\n"
                   "    const char *path; /* \"/assets/style.0123456789.css\" */\n"
                   "    const char *type; /* \"text/css; charset=utf-8\" */\n"
                   "    const unsigned char *data;\n    size_t size;\n"
                   "    const unsigned char *gzip; /* NULL when it would not be smaller */\n"
                   "    size_t gzip_size;\n};\n\n"
                   "/* Sorted by name; then a row of NULLs that is not counted. */\n"
                   "extern const struct asset assets[];\nextern const size_t assets_count;\n");
    file_write(dir, "assets.h", &out);
}

int main(int argc, char **argv)
{
    struct text code = {0};
    struct text table = {0};

    need_arguments(argc, "embed OUTDIR assets/*");
    text_put(&code, "/* Made by tools/embed. */\n#include \"assets.h\"\n\n");
    for (int i = 2; i < argc; i++)
        add_asset(argv[1], argv[i], i - 2, &code, &table);
    text_put(&code, "\nconst struct asset assets[] = {\n");
    text_put(&code, table.p ? table.p : "");
    text_printf(&code,
                "    {NULL, NULL, NULL, NULL, 0, NULL, 0},\n};\nconst size_t assets_count = %d;\n",
                argc - 2);
    write_header(argv[1]);
    file_write(argv[1], "assets.c", &code);
    return 0;
}
