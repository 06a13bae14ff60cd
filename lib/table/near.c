/*
 * near.c - a weighted edit distance, for names of up to 60 bytes
 */
#include "table/near.h"

enum { LONGEST = 60, FAR = 7, SWAP = 0, SUBSTITUTE = 2, INSERT = 1, DELETE = 3 };

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* What it costs to turn a into b.  d[i][j] is the cost for their first i and j bytes. */
static unsigned
distance(struct str a, struct str b)
{
	unsigned d[LONGEST + 1][LONGEST + 1];

	for (size_t i = 0; i <= a.n; i++)
		d[i][0] = (unsigned)i * DELETE;
	for (size_t j = 0; j <= b.n; j++)
		d[0][j] = (unsigned)j * INSERT;
	for (size_t i = 1; i <= a.n; i++)
		for (size_t j = 1; j <= b.n; j++) {
			char x = lower(a.p[i - 1]), y = lower(b.p[j - 1]);
			unsigned cost = d[i - 1][j - 1] + (x == y ? 0 : SUBSTITUTE);

			cost = least(cost, d[i - 1][j] + DELETE);
			cost = least(cost, d[i][j - 1] + INSERT);
			if (i > 1 && j > 1 && x == lower(b.p[j - 2]) &&
			    lower(a.p[i - 2]) == y)
				cost = least(cost, d[i - 2][j - 2] + SWAP);
			d[i][j] = cost;
		}
	return d[a.n][b.n];
}

struct near
near_start(struct str want)
{
	size_t far = want.n + 1 < FAR ? want.n + 1 : FAR;

	return (struct near){ .want = want, .distance = (unsigned)far };
}

void
near_offer(struct near *n, struct str name)
{
	unsigned d;

	if (n->want.n > LONGEST || name.n > LONGEST)
		return;
	d = distance(n->want, name);
	if (d < n->distance) {
		n->distance = d;
		n->best = name;
		n->found = true;
	}
}
