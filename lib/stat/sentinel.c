/*
 * sentinel.c - see sentinel.h
 *
 * From the defaults of pandas, readr, data.table and Weka, the codebooks of the
 * social sciences (9, 99, 999 for "no answer"), and the faults of spreadsheets.
 */
#include "stat/sentinel.h"

#include <stddef.h>

struct sentinel {
	const char *word; /* lower case */
	bool in_text;
};

static const struct sentinel sentinels[] = {
	{ "?", true },
	{ "??", true },
	{ "-", true },
	{ "--", true },
	{ "---", true },
	{ ".", true },
	{ "..", true },
	{ "*", true },
	{ "na", true },
	{ "n/a", true },
	{ "n.a.", true },
	{ "#n/a", true },
	{ "#na", true },
	{ "<na>", true },
	{ "nan", true },
	{ "-nan", true },
	{ "null", true },
	{ "(null)", true },
	{ "\\n", true }, /* MySQL and PostgreSQL write it in capitals */
	{ "nil", false },
	{ "none", false },
	{ "nd", false },
	{ "n/d", true },
	{ "missing", true },
	{ "unknown", true },
	{ "unk", true },
	{ "undefined", true },
	{ "unspecified", true },
	{ "not available", true },
	{ "not applicable", false },
	{ "no data", true },
	{ "inf", false },
	{ "+inf", false },
	{ "-inf", false },
	{ "infinity", false },
	{ "-infinity", false },
	{ "#div/0!", true },
	{ "#num!", true },
	{ "#value!", true },
	{ "#ref!", true },
	{ "#name?", true },
};

static bool
word_is(struct str s, const char *word)
{
	size_t i = 0;

	for (; i < s.n && word[i] != '\0'; i++) {
		char c = s.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != word[i])
			return false;
	}
	return i == s.n && word[i] == '\0';
}

static const struct sentinel *
sentinel_find(struct str word)
{
	for (size_t i = 0; i < sizeof(sentinels) / sizeof(*sentinels); i++)
		if (word_is(word, sentinels[i].word))
			return &sentinels[i];
	return NULL;
}

bool
sentinel_of_number(struct str word)
{
	return sentinel_find(word) != NULL;
}

bool
sentinel_of_text(struct str word)
{
	const struct sentinel *s = sentinel_find(word);

	return s != NULL && s->in_text;
}

bool
sentinel_number(double x)
{
	static const double numbers[] = { -1, -9, -99, -999, -9999, -99999, 9, 99, 999,
		9999, 99999, 999999, 9999999, 99999999, 999999999 };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (x == numbers[i])
			return true;
	return false;
}
