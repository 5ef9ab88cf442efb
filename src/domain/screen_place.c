/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where somebody is: coordinates and street addresses (screen_parts.h; words in
 * screen_streets.def). */
#include "domain/screen_parts.h"

enum { DEGREE = 0xB0, PRIME = 0x2032, DOUBLE_PRIME = 0x2033, MINUS = 0x2212 };

/* --- coordinates --- */

static bool is_hemisphere(const struct tokens *tokens, size_t i)
{
    struct str s = token_str(tokens, i);
    return tokens->p[i].kind == TOKEN_WORD && s.n == 1 &&
           str_find(STR("NSEWO"), s.p[0]) < STR("NSEWO").n;
}

struct decimal {
    int32_t whole;
    int32_t places; /* digits behind the point */
    bool marked;    /* with a degree sign or a hemisphere */
    size_t next;    /* token behind it */
};

/* "52.52001", "-13,4", "52.52°", "52.52° N" at i. */
static bool read_decimal(const struct tokens *tokens, size_t i, struct decimal *out)
{
    if (token_is_mark(tokens, i, '-') || token_is_mark(tokens, i, MINUS) ||
        token_is_mark(tokens, i, '+'))
        i++;
    bool point = tokens->p[i].kind == TOKEN_NUMBER && token_is_joined(tokens, i + 1) &&
                 (token_is_mark(tokens, i + 1, '.') || token_is_mark(tokens, i + 1, ','));
    if (!point || tokens->p[i + 2].kind != TOKEN_NUMBER || !token_is_joined(tokens, i + 2))
        return false;
    *out = (struct decimal){
        .whole = token_value(tokens, i), .places = tokens->p[i + 2].value, .next = i + 3};
    if (token_is_mark(tokens, out->next, DEGREE)) {
        out->marked = true;
        out->next++;
    }
    if (is_hemisphere(tokens, out->next) && tokens->p[out->next].gap != GAP_LINE) {
        out->marked = true;
        out->next++;
    }
    return true;
}

/* Four places are about ten metres; fewer are taken for coordinates when they say so. */
static bool is_precise(const struct decimal *decimal)
{
    return decimal->places >= 4 || (decimal->marked && decimal->places >= 2);
}

static size_t decimal_pair(const struct screened *s, size_t i, struct finding *found)
{
    enum { LATITUDE_MAX = 90, LONGITUDE_MAX = 180 };
    const struct tokens *tokens = &s->tokens;
    struct decimal first, second;
    if (!read_decimal(tokens, i, &first))
        return i;
    size_t k = first.next;
    if (token_is_mark(tokens, k, ',') || token_is_mark(tokens, k, ';') ||
        token_is_mark(tokens, k, '/'))
        k++;
    else if (!tokens->p[k].gap)
        return i;
    if (!read_decimal(tokens, k, &second) || !is_precise(&first) || !is_precise(&second))
        return i;
    int32_t least = first.whole < second.whole ? first.whole : second.whole;
    int32_t most = first.whole < second.whole ? second.whole : first.whole;
    if (least < 0 || least > LATITUDE_MAX || most > LONGITUDE_MAX)
        return i;
    return screen_span(s, SCREEN_COORDINATES, i, second.next - 1, found);
}

static bool is_minute_mark(const struct tokens *tokens, size_t i)
{
    enum { RIGHT_QUOTE = 0x2019, RIGHT_DOUBLE_QUOTE = 0x201D };
    static const int32_t marks[] = {'\'',         '"',         PRIME,
                                    DOUBLE_PRIME, RIGHT_QUOTE, RIGHT_DOUBLE_QUOTE};
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
        if (token_is_mark(tokens, i, marks[k]))
            return true;
    return false;
}

/* "52° 31′ 12.2″ N": degrees, minutes, a hemisphere before or behind. */
static size_t sexagesimal(const struct screened *s, size_t i, struct finding *found)
{
    enum { PIECES_MAX = 10 };
    const struct tokens *tokens = &s->tokens;
    bool minutes = false;
    size_t k = i + 2;
    if (!token_is_mark(tokens, i + 1, DEGREE) || tokens->p[k].kind != TOKEN_NUMBER)
        return i;
    for (; k < i + PIECES_MAX && tokens->p[k].gap != GAP_LINE; k++) {
        if (is_minute_mark(tokens, k))
            minutes = true;
        else if (tokens->p[k].kind != TOKEN_NUMBER && !token_is_mark(tokens, k, '.') &&
                 !token_is_mark(tokens, k, ','))
            break;
    }
    if (!minutes)
        return i;
    if (is_hemisphere(tokens, k) && tokens->p[k].gap != GAP_LINE)
        return screen_span(s, SCREEN_COORDINATES, i, k, found);
    if (is_hemisphere(tokens, i - 1))
        return screen_span(s, SCREEN_COORDINATES, i - 1, k - 1, found);
    return i;
}

size_t screen_coordinates(const struct screened *s, size_t i, struct finding *found)
{
    size_t next = decimal_pair(s, i, found);
    return next != i ? next : sexagesimal(s, i, found);
}

static bool is_code_char(char c)
{
    struct str set = STR("23456789CFGHJMPQRVWX");
    return str_find(set, c) < set.n;
}

static bool is_word_byte(struct str text, size_t at)
{
    if (at >= text.n)
        return false;
    char c = text.p[at];
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

/* Open Location Code: four, six or eight places, '+', two or three more; letters and digits. */
size_t screen_plus_code(const struct screened *s, size_t i, struct finding *found)
{
    enum { BEFORE_MAX = 8, BEHIND_MAX = 3 };
    struct str text = s->tokens.text;
    size_t plus = s->tokens.p[i].at;
    if (text.p[plus] != '+')
        return i;
    size_t from = plus;
    while (from > 0 && plus - from < BEFORE_MAX && is_code_char(text.p[from - 1]))
        from--;
    size_t end = plus + 1;
    while (end < text.n && end - plus <= BEHIND_MAX && is_code_char(text.p[end]))
        end++;
    size_t before = plus - from;
    if (before < 4 || before % 2 != 0 || end - plus < 3 || is_word_byte(text, end) ||
        (from > 0 && is_word_byte(text, from - 1)))
        return i;
    bool letter = false, digit = false;
    for (size_t k = from; k < end; k++) {
        letter = letter || (text.p[k] >= 'A' && text.p[k] <= 'Z');
        digit = digit || (text.p[k] >= '0' && text.p[k] <= '9');
    }
    if (!letter || !digit)
        return i;
    return screen_bytes(s, SCREEN_COORDINATES, str_sub(text, from, end - from), i, found);
}

/* --- addresses --- */

enum position { POSITION_CLOSES, POSITION_OPENS, POSITION_ENDS };
enum certainty { CERTAINTY_UNSURE, CERTAINTY_SURE };

struct street {
    struct str word;
    enum position position;
    enum certainty certainty;
};

static const struct street streets[] = {
#define STREET(word, position, certainty)                                                          \
    {STR_INIT(word), POSITION_##position, CERTAINTY_##certainty},
#include "domain/screen_streets.def"
#undef STREET
};

/* The row whose word token i is (or, for ENDS, ends with). */
static const struct street *street_at(const struct tokens *tokens, size_t i, enum position position)
{
    if (tokens->p[i].kind != TOKEN_WORD)
        return NULL;
    struct str word = token_str(tokens, i);
    bool hyphen = token_is_mark(tokens, i - 1, '-') && token_is_joined(tokens, i);
    for (size_t k = 0; k < sizeof streets / sizeof *streets; k++) {
        const struct street *street = &streets[k];
        if (street->position != position || street->word.n > word.n)
            continue;
        bool whole = position != POSITION_ENDS || hyphen;
        if ((whole && screen_same(word, street->word)) ||
            (position == POSITION_ENDS && screen_ends(word, street->word)))
            return street;
    }
    return NULL;
}

/* What a street may be called: a capital, or a script without. */
static bool is_name_like(const struct token *token)
{
    return token->kind == TOKEN_WORD && (token->look & (LOOK_CAPITAL | LOOK_NO_CASE));
}

/* The token behind the house number i and its letter: "12", "12b", "12 bis". */
static size_t number_end(const struct tokens *tokens, size_t i)
{
    const struct token *next = &tokens->p[i + 1];
    if (next->kind != TOKEN_WORD || next->gap == GAP_LINE)
        return i + 1;
    bool letter = next->n == 1 && next->gap == GAP_NONE;
    return letter || token_is_word(tokens, i + 1, STR("bis")) ||
                   token_is_word(tokens, i + 1, STR("ter"))
               ? i + 2
               : i + 1;
}

/* "12 Baker Street", "221b East 42nd St" */
static size_t closed_address(const struct screened *s, size_t i, struct finding *found)
{
    enum { NAME_MAX = 4 };
    const struct tokens *tokens = &s->tokens;
    bool named = false;
    for (size_t k = number_end(tokens, i); k < i + 2 + NAME_MAX; k++) {
        const struct token *token = &tokens->p[k];
        bool ordinal = token->kind == TOKEN_WORD && token->gap == GAP_NONE &&
                       tokens->p[k - 1].kind == TOKEN_NUMBER && k - 1 > i;
        bool part = is_name_like(token) || ordinal || token->kind == TOKEN_NUMBER;
        if (!part || token->gap == GAP_LINE || (token->gap == GAP_NONE && !ordinal))
            return i;
        if (named && (token->look & LOOK_CAPITAL) && street_at(tokens, k, POSITION_CLOSES))
            return screen_span(s, SCREEN_ADDRESS, i, k, found);
        named = true;
    }
    return i;
}

/* "12 rue de la Paix", "5, avenue Foch" */
static size_t opened_address(const struct screened *s, size_t i, struct finding *found)
{
    enum { NAME_MAX = 6 };
    const struct tokens *tokens = &s->tokens;
    size_t k = number_end(tokens, i);
    if (token_is_mark(tokens, k, ','))
        k++;
    const struct street *street = street_at(tokens, k, POSITION_OPENS);
    if (!street || street->certainty != CERTAINTY_SURE || tokens->p[k].gap == GAP_LINE)
        return i;
    if (token_is_mark(tokens, k + 1, '.'))
        k++;
    for (size_t last = k + 1; last < k + NAME_MAX; last++) {
        const struct token *token = &tokens->p[last];
        bool quote = token->kind == TOKEN_MARK && token->gap == GAP_NONE &&
                     (token->value == '\'' || token->value == 0x2019 || token->value == '-');
        if (token->gap == GAP_LINE || (token->kind != TOKEN_WORD && !quote))
            return i;
        if (is_name_like(token))
            return screen_span(s, SCREEN_ADDRESS, i, last, found);
    }
    return i;
}

static bool ends_clause(const struct tokens *tokens, size_t i)
{
    const struct token *token = &tokens->p[i];
    return token->kind == TOKEN_END || token->gap == GAP_LINE ||
           (token->kind == TOKEN_MARK && token->value != '%' && token->value != DEGREE &&
            token->value != ':');
}

/* Where the street's word stands before the number i, with a name between; 0 when nowhere. */
static size_t opening_before(const struct tokens *tokens, size_t i, bool clause)
{
    enum { BACK_MAX = 9 };
    bool named = false;
    if (tokens->p[i].gap == GAP_LINE)
        return 0;
    for (size_t k = i - 1; k > 0 && i - k <= BACK_MAX; k--) {
        const struct token *token = &tokens->p[k];
        const struct street *street = named ? street_at(tokens, k, POSITION_OPENS) : NULL;
        if (street && (street->certainty == CERTAINTY_SURE || clause))
            return k;
        bool point = token_is_mark(tokens, k, '.') && token_is_joined(tokens, k) &&
                     tokens->p[k - 1].n <= sizeof "пл" + 1;
        bool joint = token_is_mark(tokens, k, ',') || token_is_mark(tokens, k, '-') ||
                     token_is_mark(tokens, k, '\'') || token_is_mark(tokens, k, 0x2019) ||
                     token_is_mark(tokens, k, 0xBA) || token_is_mark(tokens, k, '#');
        if (token->kind != TOKEN_WORD && !point && !joint)
            return 0;
        named = named || is_name_like(token);
        if (token->gap == GAP_LINE)
            return 0;
    }
    return 0;
}

/* The token before the number i, without "No:" and the point of "Str."; 0 when a line ends. */
static size_t word_before(const struct tokens *tokens, size_t i)
{
    size_t k = i - 1;
    if (token_is_mark(tokens, k, ':') && token_is_word(tokens, k - 1, STR("no")))
        k -= 2;
    else if (token_is_mark(tokens, k, '.') && token_is_joined(tokens, k))
        k--;
    bool same_line = tokens->p[k + 1].gap != GAP_LINE && tokens->p[i].gap != GAP_LINE;
    return same_line ? k : 0;
}

/* "Atatürk Caddesi": the word of the street by itself, capitalised, behind a name. */
static bool is_separate_ending(const struct tokens *tokens, size_t k)
{
    const struct token *token = &tokens->p[k];
    if (token->kind != TOKEN_WORD || token->gap != GAP_SPACE || !(token->look & LOOK_CAPITAL) ||
        !is_name_like(token - 1))
        return false;
    for (size_t row = 0; row < sizeof streets / sizeof *streets; row++)
        if (streets[row].position == POSITION_ENDS &&
            screen_same(token_str(tokens, k), streets[row].word))
            return true;
    return false;
}

/* "12号": what stands behind the number of a house. */
static bool is_house(const struct tokens *tokens, size_t i)
{
    static const struct str houses[] = {STR_INIT("号"), STR_INIT("號"), STR_INIT("弄")};
    struct str behind = token_str(tokens, i + 1);
    for (size_t row = 0; row < sizeof houses / sizeof *houses; row++)
        if (str_starts(behind, houses[row]))
            return token_is_joined(tokens, i + 1);
    return false;
}

/* The token of the name's first word in "Hauptstraße 12", "Karl-Marx-Str. 5", "Atatürk Caddesi No:
 * 5"; 0 when there is none. */
static size_t ending_before(const struct tokens *tokens, size_t i, bool clause)
{
    enum { HYPHENS_MAX = 6 };
    size_t k = word_before(tokens, i);
    if (k == 0)
        return 0;
    const struct street *street = street_at(tokens, k, POSITION_ENDS);
    if (!street)
        return is_separate_ending(tokens, k) ? k - 1 : 0;
    if (street->certainty == CERTAINTY_UNSURE && !clause)
        return 0;
    if (tokens->p[k].look & LOOK_WIDE)
        return is_house(tokens, i) ? k : 0;
    while (k > 2 && i - k < HYPHENS_MAX && token_is_mark(tokens, k - 1, '-') &&
           token_is_joined(tokens, k) && token_is_joined(tokens, k - 1))
        k -= 2;
    return k;
}

size_t screen_address(const struct screened *s, size_t i, struct finding *found)
{
    enum { DIGITS_MAX = 5, YEAR_LEAST = 1900, YEAR_MOST = 2100, HOUSE_BYTES = sizeof "号" - 1 };
    const struct tokens *tokens = &s->tokens;
    int32_t value = token_value(tokens, i);
    bool year = tokens->p[i].value == 4 && value >= YEAR_LEAST && value <= YEAR_MOST;
    if (tokens->p[i].value > DIGITS_MAX || year)
        return i;
    size_t next = closed_address(s, i, found);
    if (next == i)
        next = opened_address(s, i, found);
    if (next != i)
        return next;
    size_t end = number_end(tokens, i);
    bool clause = ends_clause(tokens, end);
    size_t from = opening_before(tokens, i, clause);
    if (from == 0)
        from = ending_before(tokens, i, clause);
    if (from == 0)
        return i;
    (void)screen_span(s, SCREEN_ADDRESS, from, end - 1, found);
    if (tokens->p[from].look & LOOK_WIDE)
        found->length += HOUSE_BYTES;
    return end;
}
