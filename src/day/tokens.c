/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading tokens (tokens.h). */
#include "day/tokens.h"

#include <stdio.h>
#include <string.h>

static bool read_file(struct buf *text, struct str path)
{
    enum { PATH_MOST = 4096, STEP = 65536 };
    char name[PATH_MOST];
    if (path.n >= sizeof name)
        return false;
    memcpy(name, path.p, path.n);
    name[path.n] = '\0';
    FILE *file = fopen(name, "re");
    if (file == NULL)
        return false;
    size_t n = 1;
    while (n > 0 && buf_reserve(text, STEP)) {
        n = fread(text->p + text->n, 1, STEP, file);
        text->n += n;
    }
    fclose(file);
    return buf_ok(text);
}

struct str tokens_next(struct tokens *tokens)
{
    while (tokens->rest.p != NULL) {
        struct str token = str_trim(str_cut(&tokens->rest, '\n'));
        if (token.n > 0)
            return token;
    }
    return (struct str){0};
}

bool tokens_read(struct tokens *tokens, struct str path)
{
    enum { FILE_MOST = 1 << 30 };
    *tokens = (struct tokens){.text = buf_init(FILE_MOST)};
    bool is_read = read_file(&tokens->text, path);
    tokens->rest = buf_str(&tokens->text);
    for (struct str token = tokens_next(tokens); token.n > 0; token = tokens_next(tokens)) {
        tokens->n++;
        if (token.n > tokens->longest)
            tokens->longest = token.n;
    }
    tokens->rest = buf_str(&tokens->text);
    if (!is_read || tokens->n == 0)
        fprintf(stderr, "chorus-day: no tokens in %.*s\n", STRF(path));
    return is_read && tokens->n > 0;
}

void tokens_drop(struct tokens *tokens)
{
    buf_free(&tokens->text);
}
