/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading what a handler has declared from what a sender has sent.
 *
 * The first refusal ends it: the sender is told which input and why, in words of po/. Values
 * are already UTF-8 without NUL (params.c). An empty number, id or choice counts as absent, as
 * forms send it. It knows nothing beyond the table. */
#include <string.h>

#include "base/message.h"
#include "http/conn.h"

static const char blank[] = T("Please fill this in.");
static const char wrong_kind[] = T("This is not the kind of value expected here.");
static const char too_long[] = T("This is too long.");
static const char too_many[] = T("These are too many.");
static const char no_number[] = T("This is not a number.");
static const char out_of_range[] = T("This number is out of range.");
static const char no_choice[] = T("This is neither yes nor no.");
static const char no_line[] = T("This must be one line without line breaks.");

static enum err refuse(struct req *req, const struct input *input, const char *message)
{
    const char *code = "ERR_INVALID";
    if (message == blank)
        code = "ERR_BLANK";
    else if (message == too_long || message == too_many)
        code = "ERR_TOO_LONG";
    req->refused_input = str_of(input->name);
    req->conn->refusal_code = code;
    return req_refuse(req, ERR_BAD_INPUT, message);
}

/* How a param's name relates to an input's. */
enum fit { FIT_NONE, FIT_PLAIN, FIT_LIST, FIT_DEEPER };

static bool is_index(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    }
    return true;
}

/* `name` is the input's without "[]". */
static enum fit fit_of(struct str given, struct str name)
{
    if (!str_starts(given, name))
        return FIT_NONE;
    struct str rest = str_sub(given, name.n, given.n);
    if (rest.n == 0)
        return FIT_PLAIN;
    if (rest.p[0] != '[')
        return FIT_NONE;
    bool is_last = rest.p[rest.n - 1] == ']' && str_find(rest, ']') == rest.n - 1;
    return is_last && is_index(str_sub(rest, 1, rest.n - 2)) ? FIT_LIST : FIT_DEEPER;
}

static struct str base_name(const struct input *input)
{
    struct str name = str_of(input->name);
    return str_ends(name, STR("[]")) ? str_sub(name, 0, name.n - 2) : name;
}

static bool is_list(const struct input *input)
{
    return input->type == INPUT_TEXTS || input->type == INPUT_IDS;
}

/* The one value of an input, absent when there is none. Refuses a file, a list or an object. */
static enum err find_one(struct req *req, const struct input *input, struct str *out)
{
    struct str name = str_of(input->name);
    struct str found = {0};
    for (size_t i = 0; i < req->n_params; i++) {
        const struct param *param = &req->params[i];
        enum fit fit = fit_of(param->name, name);
        if (fit == FIT_NONE)
            continue;
        if (fit != FIT_PLAIN || param->is_file)
            return refuse(req, input, wrong_kind);
        if (found.p == NULL)
            found = param->value;
    }
    *out = found;
    return OK;
}

/* Line breaks as forms send them (CR LF) become LF. */
static struct str with_plain_breaks(struct req *req, struct str s)
{
    if (str_find(s, '\r') == s.n)
        return s;
    char *to = arena_try_array(req->arena, char, s.n + 1);
    if (to == NULL)
        return s;
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool is_pair = s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n';
        if (is_pair)
            continue;
        char c = s.p[i];
        if (c == '\r')
            c = '\n';
        to[n++] = c;
    }
    return (struct str){to, n};
}

/* Controls, and the line and paragraph separators U+2028, U+2029 and U+0080 to U+009F. */
static bool has_controls(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        unsigned char next = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
        unsigned char third = i + 2 < s.n ? (unsigned char)s.p[i + 2] : 0;
        if (c < 0x20 || c == 0x7F || (c == 0xC2 && next < 0xA0))
            return true;
        if (c == 0xE2 && next == 0x80 && (third == 0xA8 || third == 0xA9))
            return true;
    }
    return false;
}

static enum err check_text(struct req *req, const struct input *input, struct str *text)
{
    if (input->type == INPUT_LINE && has_controls(*text))
        return refuse(req, input, no_line);
    *text = with_plain_breaks(req, *text);
    if (input->high > 0 && str_chars(*text) > (size_t)input->high)
        return refuse(req, input, too_long);
    return OK;
}

static enum err read_number(struct req *req, const struct input *input, struct str text,
                            int64_t *out)
{
    int64_t n = 0;
    if (!str_i64(str_trim(text), &n))
        return refuse(req, input, no_number);
    bool is_id = input->type == INPUT_ID || input->type == INPUT_IDS;
    if (is_id ? n <= 0 : n < input->low || n > input->high)
        return refuse(req, input, out_of_range);
    *out = n;
    return OK;
}

static enum err read_bool(struct req *req, const struct input *input, struct str text, bool *out)
{
    static const struct str words[] = {
        STR_INIT("false"), STR_INIT("true"), STR_INIT("0"), STR_INIT("1"),
        STR_INIT("off"),   STR_INIT("on"),   STR_INIT("f"), STR_INIT("t"),
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!str_eq_nocase(str_trim(text), words[i]))
            continue;
        *out = i % 2 == 1;
        return OK;
    }
    return refuse(req, input, no_choice);
}

static void put_at(void *in, size_t at, const void *value, size_t n)
{
    memcpy((char *)in + at, value, n);
}

static void set_given(const struct input *input, void *in)
{
    bool yes = true;
    if (input->given_at != SIZE_MAX)
        put_at(in, input->given_at, &yes, sizeof yes);
}

static void set_initial(const struct input *input, void *in)
{
    bool yes = input->initial != 0;
    if (input->type == INPUT_BOOL)
        put_at(in, input->at, &yes, sizeof yes);
    else if (input->type == INPUT_NUMBER)
        put_at(in, input->at, &input->initial, sizeof input->initial);
}

static enum err read_one(struct req *req, const struct input *input, void *in)
{
    struct str text = {0};
    TRY(find_one(req, input, &text));
    bool is_text = input->type == INPUT_TEXT || input->type == INPUT_LINE;
    bool is_blank = str_trim(text).n == 0;
    if (input->is_required && is_blank)
        return refuse(req, input, blank);
    if (text.p == NULL || (is_blank && !is_text)) {
        set_initial(input, in);
        return OK;
    }
    if (is_text) {
        TRY(check_text(req, input, &text));
        put_at(in, input->at, &text, sizeof text);
    } else if (input->type == INPUT_BOOL) {
        bool yes = false;
        TRY(read_bool(req, input, text, &yes));
        put_at(in, input->at, &yes, sizeof yes);
    } else {
        int64_t n = 0;
        TRY(read_number(req, input, text, &n));
        put_at(in, input->at, &n, sizeof n);
    }
    set_given(input, in);
    return OK;
}

static enum err read_item(struct req *req, const struct input *input, struct str value, void *item)
{
    if (input->type == INPUT_IDS)
        return read_number(req, input, value, item);
    TRY(check_text(req, input, &value));
    memcpy(item, &value, sizeof value);
    return OK;
}

/* All values of a list; the absent value stands for a list that was given empty. */
static enum err read_list(struct req *req, const struct input *input, void *in)
{
    struct str name = base_name(input);
    size_t each = input->type == INPUT_IDS ? sizeof(int64_t) : sizeof(struct str);
    char *items = arena_try(req->arena, req->n_params + 1, each, alignof(struct str));
    size_t n = 0;
    bool is_given = false;
    if (items == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < req->n_params; i++) {
        const struct param *param = &req->params[i];
        enum fit fit = fit_of(param->name, name);
        if (fit == FIT_NONE)
            continue;
        if (fit == FIT_DEEPER || param->is_file)
            return refuse(req, input, wrong_kind);
        is_given = true;
        if (str_trim(param->value).n == 0)
            continue;
        TRY(read_item(req, input, param->value, items + n++ * each));
    }
    if (input->count > 0 && n > (size_t)input->count)
        return refuse(req, input, too_many);
    if (input->is_required && n == 0)
        return refuse(req, input, blank);
    struct input_list list = {.items = items, .n = n};
    put_at(in, input->at, &list, sizeof list);
    if (is_given)
        set_given(input, in);
    return OK;
}

enum err req_read(struct req *req, const struct input_table *table, void *in)
{
    memset(in, 0, table->size);
    for (size_t i = 0; i < table->n; i++) {
        const struct input *input = &table->rows[i];
        if (is_list(input))
            TRY(read_list(req, input, in));
        else
            TRY(read_one(req, input, in));
    }
    return OK;
}
