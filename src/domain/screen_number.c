/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Telephone numbers (screen_parts.h): the digits that stand together, and what they may be instead.
 *
 * A story is full of numbers. Nothing is asked of a numbering plan: what is written as a number to
 * dial is one, unless it is as well a date, years, a count, a sum, a version or a book's number. */
#include <string.h>

#include <unicode/uchar.h>

#include "domain/screen_parts.h"

enum {
    DIGITS_MAX = 17,
    DIGITS_LEAST = 7,
    GROUPS_MAX = 9,
    FULLWIDTH_PLUS = 0xFF0B,
    NO_BREAK_HYPHEN = 0x2011,
    EN_DASH = 0x2013,
    FULLWIDTH_HYPHEN = 0xFF0D,
    FULLWIDTH_OPENING = 0xFF08,
    FULLWIDTH_CLOSING = 0xFF09,
};

struct number {
    char digits[DIGITS_MAX + 1];
    size_t n;
    size_t groups;
    size_t length[GROUPS_MAX]; /* of each group, in digits */
    char before[GROUPS_MAX];   /* what separates it from the last: ' ', '-', '.', '/', ')' */
    size_t token[GROUPS_MAX];
    bool plus, bracket;
};

/* --- reading --- */

/* What mark k does between two groups, of which `before` was said so far; 0 when it ends the
 * number. */
static char separator_at(const struct tokens *tokens, size_t k, char before)
{
    const struct token *token = &tokens->p[k];
    switch (token->value) {
    case '-':
    case NO_BREAK_HYPHEN:
    case EN_DASH:
    case FULLWIDTH_HYPHEN:
        return before == ')' ? ')' : '-';
    case '.':
        return tokens->p[k + 1].gap == GAP_NONE ? '.' : 0;
    case '/': /* "030/123456", but "116 111 / 112" are two */
        return token->gap == GAP_NONE && tokens->p[k + 1].gap == GAP_NONE ? '/' : 0;
    case '(':
    case ')':
    case FULLWIDTH_OPENING:
    case FULLWIDTH_CLOSING:
        return ')';
    default:
        return 0;
    }
}

/* The number behind number i, and what separates them; i when there is none. */
static size_t next_group(const struct tokens *tokens, size_t i, char *separator)
{
    enum { MARKS_MAX = 3 };
    *separator = ' ';
    for (size_t k = i + 1; k <= i + 1 + MARKS_MAX; k++) {
        const struct token *token = &tokens->p[k];
        if (token->gap == GAP_LINE)
            return i;
        if (token->kind == TOKEN_NUMBER)
            return k;
        *separator = token->kind == TOKEN_MARK ? separator_at(tokens, k, *separator) : 0;
        if (*separator == 0)
            return i;
    }
    return i;
}

/* Reads the number whose first token is i; the last token of it in *last. False: too long or none.
 */
static bool read_number(const struct tokens *tokens, size_t i, struct number *number, size_t *last)
{
    char separator = 0;
    *number = (struct number){0};
    if (token_is_mark(tokens, i, '(') || token_is_mark(tokens, i, '[')) {
        number->bracket = true;
        i++;
    }
    if (token_is_mark(tokens, i, '+') || token_is_mark(tokens, i, FULLWIDTH_PLUS)) {
        number->plus = true;
        i++;
    }
    if (tokens->p[i].kind != TOKEN_NUMBER || tokens->p[i].gap == GAP_LINE)
        if (number->bracket || number->plus || tokens->p[i].kind != TOKEN_NUMBER)
            return false;
    for (size_t k = i;;) {
        size_t length = (size_t)tokens->p[k].value;
        if (number->groups == GROUPS_MAX || number->n + length > DIGITS_MAX)
            return false;
        (void)token_digits(tokens, k, number->digits + number->n, length);
        number->length[number->groups] = length;
        number->before[number->groups] = separator;
        number->token[number->groups++] = k;
        number->n += length;
        *last = k;
        size_t next = next_group(tokens, k, &separator);
        if (next == k)
            return true;
        k = next;
    }
}

static struct str group(const struct number *number, size_t g)
{
    size_t at = 0;
    for (size_t k = 0; k < g; k++)
        at += number->length[k];
    return (struct str){number->digits + at, number->length[g]};
}

static uint64_t value_of(struct str digits)
{
    uint64_t value = 0;
    return str_u64(digits, &value) ? value : 0;
}

/* --- what it may be instead --- */

static bool is_year(struct str s)
{
    return s.n == 4 && value_of(s) >= 1300 && value_of(s) < 2200;
}

static bool is_day(struct str s)
{
    return s.n <= 2 && value_of(s) >= 1 && value_of(s) <= 31;
}

static bool is_month(struct str s)
{
    return s.n <= 2 && value_of(s) >= 1 && value_of(s) <= 12;
}

static bool is_date(struct str a, struct str b, struct str c)
{
    return (is_year(a) && is_month(b) && is_day(c)) ||
           (is_day(a) && is_day(b) && is_year(c) && (is_month(a) || is_month(b)));
}

/* "20171015", "15102017" */
static bool is_run_date(const struct number *number)
{
    struct str all = {number->digits, number->n};
    if (number->groups != 1 || number->n != 8)
        return false;
    return is_date(str_sub(all, 0, 4), str_sub(all, 4, 2), str_sub(all, 6, 2)) ||
           is_date(str_sub(all, 0, 2), str_sub(all, 2, 2), str_sub(all, 4, 4));
}

/* "2017", "1998, 2003", "2007-2017" */
static bool is_years(const struct number *number)
{
    for (size_t g = 0; g < number->groups; g++)
        if (!is_year(group(number, g)))
            return false;
    return true;
}

/* "2025-69277", "#14762 (2020)": numbers of a file. */
static bool is_of_year(const struct number *number)
{
    return number->groups == 2 && (is_year(group(number, 0)) || is_year(group(number, 1)));
}

/* "401/408/429": a slash stands behind the area code alone. */
static bool is_list(const struct number *number)
{
    for (size_t g = 1; g < number->groups; g++)
        if (number->before[g] == '/' && (g > 1 || (number->digits[0] != '0' && !number->plus)))
            return true;
    return false;
}

/* Of the same separator throughout; only one group is so as well. */
static bool is_even(const struct number *number)
{
    for (size_t g = 2; g < number->groups; g++)
        if (number->before[g] != number->before[1])
            return false;
    return true;
}

static bool ends_in_zeros(const struct number *number, size_t zeros)
{
    for (size_t k = 0; k < zeros && k < number->n; k++)
        if (number->digits[number->n - 1 - k] != '0')
            return false;
    return number->n > zeros;
}

/* "4 700 000", "12.000.000": groups of three. Nine digits with spaces are a telephone in Spain. */
static bool is_count(const struct number *number)
{
    if (number->groups < 2 || !is_even(number) || number->length[0] > 3 ||
        number->digits[0] == '0' || (number->before[1] != ' ' && number->before[1] != '.'))
        return false;
    for (size_t g = 1; g < number->groups; g++)
        if (number->length[g] != 3)
            return false;
    return number->before[1] == '.' || number->length[0] == 1 || number->n <= 8 ||
           ends_in_zeros(number, 3);
}

/* "3.14159", "192.168.10.12" */
static bool is_decimal_or_version(const struct number *number)
{
    if (number->groups == 2)
        return number->before[1] == '.';
    if (number->groups != 4 || !is_even(number) || number->before[1] != '.')
        return false;
    for (size_t g = 0; g < number->groups; g++)
        if (number->length[g] > 3 || (number->length[g] > 1 && group(number, g).p[0] == '0') ||
            value_of(group(number, g)) > 255)
            return false;
    return true;
}

/* "10 11 12 13", "20 30 40 50": counted on. */
static bool is_progression(const struct number *number)
{
    if (number->groups < 3)
        return false;
    int64_t step = (int64_t)value_of(group(number, 1)) - (int64_t)value_of(group(number, 0));
    for (size_t g = 2; g < number->groups; g++)
        if ((int64_t)value_of(group(number, g)) - (int64_t)value_of(group(number, g - 1)) != step)
            return false;
    return true;
}

/* ISBN-13: begins with 978 or 979, and the weighted sum is a multiple of ten. */
static bool is_book(const struct number *number)
{
    uint32_t sum = 0;
    struct str all = {number->digits, number->n};
    if (number->n != 13 || !(str_starts(all, STR("978")) || str_starts(all, STR("979"))))
        return false;
    for (size_t k = 0; k < number->n; k++)
        sum += (uint32_t)(number->digits[k] - '0') * (k % 2 == 0 ? 1 : 3);
    return sum % 10 == 0;
}

/* Free of charge to call: a service, never a private person. */
static bool is_freephone(const struct number *number)
{
    static const struct str local[] = {STR_INIT("0800"), STR_INIT("0808"), STR_INIT("1800"),
                                       STR_INIT("1888"), STR_INIT("1877"), STR_INIT("1866"),
                                       STR_INIT("1855"), STR_INIT("1844"), STR_INIT("1833")};
    struct str all = {number->digits, number->n};
    bool nine = number->n == 9 && number->length[0] == 3 &&
                (str_starts(all, STR("800")) || str_starts(all, STR("900")));
    if (nine || str_starts(all, STR("00800")) || (number->plus && str_starts(all, STR("800"))))
        return true;
    for (size_t k = 0; k < sizeof local / sizeof *local; k++)
        if (str_starts(all, local[k]) && (!number->plus || all.p[0] == '1'))
            return true;
    return false;
}

static bool is_something_else(const struct number *number)
{
    return is_freephone(number) || is_book(number) || (number->plus && ends_in_zeros(number, 4)) ||
           (!number->plus &&
            (is_run_date(number) || is_years(number) || is_of_year(number) || is_list(number) ||
             is_count(number) || is_decimal_or_version(number) || is_progression(number)));
}

/* --- what it is --- */

static bool has_plain_groups(const struct number *number)
{
    enum { LEAST = 2, MOST = 5 };
    for (size_t g = 0; g < number->groups; g++)
        if (number->length[g] > MOST || (number->length[g] < LEAST && g > 0))
            return number->length[0] <= 4 && number->groups == 2 && number->length[1] >= 6 &&
                   number->before[1] != ' ';
    return true;
}

static bool is_dialled(const struct number *number)
{
    size_t n = number->n;
    if (number->plus)
        return n >= 8;
    if (number->digits[0] == '0')
        return n >= (number->digits[1] == '0' ? 9 : 8) && !ends_in_zeros(number, 4);
    if (number->bracket && number->groups > 1 && number->before[1] == ')')
        return !is_year(group(number, 0));
    if (number->groups == 1)
        return n >= 8 && !ends_in_zeros(number, 3);
    if (n == DIGITS_LEAST)
        return number->groups == 2 && number->length[0] == 3 && number->before[1] == '-';
    return has_plain_groups(number);
}

static bool is_letter_of_ascii(const struct token *token)
{
    return token->kind == TOKEN_WORD && (token->look & LOOK_ASCII);
}

static bool is_money_or_share(const struct token *token)
{
    return token->kind == TOKEN_MARK &&
           (token->value == '%' ||
            (token->value > 0 && u_charType(token->value) == U_CURRENCY_SYMBOL));
}

/* "abc1234567", "20000000km", "$12345678", "1,234,567" and "me1234567@example.com" are others. */
static bool is_part_of_other(const struct tokens *tokens, size_t first, size_t last)
{
    const struct token *before = &tokens->p[first - 1];
    const struct token *behind = &tokens->p[last + 1];
    bool joined = tokens->p[first].gap == GAP_NONE;
    bool joined_behind = behind->gap == GAP_NONE;
    if (is_money_or_share(before) || is_money_or_share(behind))
        return true;
    if (joined && (is_letter_of_ascii(before) || token_is_mark(tokens, first - 1, '_') ||
                   token_is_mark(tokens, first - 1, '@')))
        return true;
    if (joined && first > 2 && tokens->p[first - 2].kind == TOKEN_NUMBER &&
        (token_is_mark(tokens, first - 1, ',') || token_is_mark(tokens, first - 1, '.')))
        return true;
    return joined_behind && (is_letter_of_ascii(behind) || token_is_mark(tokens, last + 1, '@') ||
                             token_is_mark(tokens, last + 1, '_'));
}

size_t screen_phone(const struct screened *s, size_t i, struct finding *found)
{
    const struct tokens *tokens = &s->tokens;
    struct number number;
    size_t last = i;
    found->length = 0;
    if (!read_number(tokens, i, &number, &last))
        return i;
    if (!number.plus && number.groups >= 3 &&
        is_date(group(&number, 0), group(&number, 1), group(&number, 2)))
        return number.token[2] + 1;
    if (number.n < DIGITS_LEAST || number.n > DIGITS_MAX - 2)
        return i;
    if (is_part_of_other(tokens, i, last) || is_something_else(&number))
        return last + 1;
    if (!is_dialled(&number))
        return i;
    return screen_span(s, SCREEN_PHONE, i, last, found);
}
