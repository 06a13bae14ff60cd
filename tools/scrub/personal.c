/*
 * personal.c - see personal.h
 */
#include "personal.h"

#include <stddef.h>

#include "table/list.h"

enum { EMAIL, CARD, IBAN, PHONE, IPV4 };

const char *const personal_names[PERSONAL_KINDS] = { [EMAIL] = "email",
	[CARD] = "card",
	[IBAN] = "iban",
	[PHONE] = "phone",
	[IPV4] = "ipv4" };

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c > 127;
}

static bool
is_word(char c)
{
	return is_digit(c) || is_letter(c);
}

static bool
one_of(char c, const char *set)
{
	for (; *set != '\0'; set++)
		if (c == *set)
			return true;
	return false;
}

/* Does a word end in front of `at`? */
static bool
is_free(struct str s, size_t at)
{
	return at >= s.n || !is_word(s.p[at]);
}

/* ---- e-mail: around an @ ---- */

static size_t
host_length(struct str s, size_t at)
{
	size_t i = at, label = 0, labels = 0;

	for (; i < s.n && (is_word(s.p[i]) || s.p[i] == '-' || s.p[i] == '.'); i++) {
		if (s.p[i] != '.') {
			label++;
			continue;
		}
		if (label == 0)
			break;
		if (i + 1 >= s.n || !is_word(s.p[i + 1]))
			break; /* a full stop */
		labels++;
		label = 0;
	}
	return labels >= 1 && label >= 2 && is_letter(s.p[i - 1]) ? i - at : 0;
}

static bool
has_email(struct str s)
{
	for (size_t i = 1; i + 1 < s.n; i++)
		if (s.p[i] == '@' &&
		    (is_word(s.p[i - 1]) || one_of(s.p[i - 1], "_%+-")) &&
		    host_length(s, i + 1) > 0)
			return true;
	return false;
}

/* ---- digits in groups ---- */

/*
 * The digits from `at` on, with single characters of `between` among them, into digit;
 * where they end goes to *end, and whether there were any between to *grouped.
 */
static size_t
digits_read(struct str s, size_t at, const char *between, char *digit, size_t most,
    size_t *end, bool *grouped)
{
	size_t n = 0, i = at;

	*grouped = false;
	while (i < s.n && n < most) {
		if (is_digit(s.p[i])) {
			digit[n++] = s.p[i++];
		} else if (n > 0 && one_of(s.p[i], between) && i + 1 < s.n &&
			   (is_digit(s.p[i + 1]) || one_of(s.p[i + 1], between))) {
			*grouped = true;
			i++;
		} else {
			break;
		}
	}
	*end = i;
	return n;
}

static bool
luhn(const char *digit, size_t n)
{
	unsigned sum = 0;
	bool same = true;

	for (size_t i = 0; i < n; i++) {
		unsigned d = (unsigned)(digit[n - 1 - i] - '0');

		same &= digit[i] == digit[0];
		d *= i % 2 == 0 ? 1 : 2;
		sum += d > 9 ? d - 9 : d;
	}
	return sum % 10 == 0 && !same;
}

/* Where a digit begins that nothing touches. */
static bool
is_start(struct str s, size_t i)
{
	return is_digit(s.p[i]) &&
	       (i == 0 || (!is_word(s.p[i - 1]) &&
			      !(s.p[i - 1] == '.' && i > 1 && is_digit(s.p[i - 2]))));
}

static bool
has_card(struct str s)
{
	char digit[20];
	size_t end, n;
	bool grouped;

	for (size_t i = 0; i < s.n; i++) {
		if (!is_start(s, i))
			continue;
		n = digits_read(s, i, " -", digit, sizeof(digit), &end, &grouped);
		if (n >= 13 && n <= 19 && is_free(s, end) && luhn(digit, n))
			return true;
	}
	return false;
}

static bool
has_phone(struct str s)
{
	char digit[17];
	size_t end, n;
	bool grouped;

	for (size_t i = 0; i < s.n; i++) {
		bool plus = s.p[i] == '+';

		if (i > 0 && (is_word(s.p[i - 1]) || one_of(s.p[i - 1], "-./+")))
			continue;
		if (!plus && s.p[i] != '0' && s.p[i] != '(')
			continue;
		n = digits_read(s, i + (plus || s.p[i] == '('), " -./()", digit,
		    sizeof(digit), &end, &grouped);
		grouped |= s.p[i] == '(';
		if (!is_free(s, end) || n < 8 || n > 15)
			continue;
		if (plus || (digit[0] == '0' && grouped))
			return true;
	}
	return false;
}

static bool
has_ipv4(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t at = i;
		int part = 0;

		if (!is_start(s, i))
			continue;
		for (; part < 4; part++) {
			unsigned x = 0;
			size_t n = 0;

			for (; at < s.n && n < 3 && is_digit(s.p[at]); n++)
				x = x * 10 + (unsigned)(s.p[at++] - '0');
			if (n == 0 || x > 255)
				break;
			if (part < 3 && (at >= s.n || s.p[at++] != '.'))
				break;
		}
		if (part == 4 && is_free(s, at) &&
		    !(at + 1 < s.n && s.p[at] == '.' && is_digit(s.p[at + 1])))
			return true;
	}
	return false;
}

/* ---- IBAN ---- */

static bool
is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* The remainder by 97 of the number that the account makes, country and check last. */
static bool
iban_is_right(const char *c, size_t n)
{
	unsigned rest = 0;

	for (size_t i = 0; i < n; i++) {
		char x = c[(i + 4) % n];

		rest = is_digit(x) ? rest * 10 + (unsigned)(x - '0')
				   : rest * 100 + (unsigned)(x - 'A') + 10;
		rest %= 97;
	}
	return rest == 1;
}

static bool
has_iban(struct str s)
{
	for (size_t i = 0; i + 15 <= s.n; i++) {
		char c[35];
		size_t n = 0, at = i;

		if (!is_capital(s.p[i]) || (i > 0 && is_word(s.p[i - 1])))
			continue;
		for (; at < s.n && n < 34; at++) {
			if (is_capital(s.p[at]) || is_digit(s.p[at]))
				c[n++] = s.p[at];
			else if (s.p[at] != ' ' || n % 4 != 0)
				break;
			/* Groups may be followed by words: each length is tried. */
			if (n >= 15 && is_free(s, at + 1) && is_capital(c[1]) &&
			    is_digit(c[2]) && is_digit(c[3]) && iban_is_right(c, n))
				return true;
		}
	}
	return false;
}

/* ---- all of them ---- */

bool
personal_kinds(const char *option, struct str words, unsigned *kinds, struct err *e)
{
	struct list kind = { 0 };
	struct shown s;
	bool good = true;

	*kinds = words.p == NULL ? (1u << PERSONAL_KINDS) - 1 : 0;
	if (words.p == NULL)
		return true;
	if (!list_parse(&kind, words, ':', e))
		return false;
	for (size_t i = 0; i < kind.n && good; i++) {
		struct str word = kind.item[i].text;
		int k = 0;

		while (k < PERSONAL_KINDS && !str_equal(word, str_of(personal_names[k])))
			k++;
		good = k < PERSONAL_KINDS ||
		       fail(e, EXIT_USAGE,
			   "--%s: \"%s\" is not email, card, iban, phone or ipv4", option,
			   shown(&s, word.p, word.n));
		*kinds |= 1u << k % PERSONAL_KINDS;
	}
	list_free(&kind);
	return good;
}

int
personal_find(struct str text, unsigned wanted)
{
	static bool (*const has[PERSONAL_KINDS])(struct str s) = { [EMAIL] = has_email,
		[CARD] = has_card,
		[IBAN] = has_iban,
		[PHONE] = has_phone,
		[IPV4] = has_ipv4 };

	for (int i = 0; i < PERSONAL_KINDS; i++)
		if ((wanted >> i & 1) != 0 && has[i](text))
			return i;
	return -1;
}
