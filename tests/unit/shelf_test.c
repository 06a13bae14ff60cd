/*
 * shelf_test - pieces of memory in a file: apart, aligned, zero, of any size
 */
#include "base/shelf.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

enum { PIECES = 300 };

static void
test_pieces(void)
{
	struct shelf s = { 0 };
	unsigned char *piece[PIECES];
	bool aligned = true, zero = true, kept = true;

	for (size_t i = 0; i < PIECES; i++) {
		size_t n = i * 3001 + 1;

		piece[i] = shelf_alloc(&s, n, 1);
		aligned = aligned && (uintptr_t)piece[i] % 16 == 0;
		for (size_t k = 0; k < n; k++)
			zero = zero && piece[i][k] == 0;
		memset(piece[i], (int)(i % 251) + 1, n);
	}
	for (size_t i = 0; i < PIECES; i++)
		for (size_t k = 0; k < i * 3001 + 1; k++)
			kept = kept && piece[i][k] == i % 251 + 1;
	ok(aligned && zero, "pieces are aligned, and zero at first");
	ok(kept && s.nmap > 1, "pieces over %zu chunks do not touch each other", s.nmap);
	ok(shelf_alloc(&s, (size_t)100 << 20, 1) != NULL, "one larger than a chunk");
	shelf_free(&s);
	ok(s.nmap == 0 && !s.open, "nothing is left");
}

static void
test_nowhere(void)
{
	struct shelf s = { 0 };

	setenv("TMPDIR", "/nowhere/at/all", 1);
	errno = 0;
	ok(shelf_alloc(&s, 1, 1) == NULL && errno == ENOENT, "no folder, no memory");
	shelf_free(&s);
}

int
main(void)
{
	test_pieces();
	test_nowhere();
	return tap_end();
}
