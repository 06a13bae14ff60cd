/*
 * gzip_test.c - lib/io/gzip by way of lib/io/source: members, truncation, damage
 */
#include "io/gzip.h"

#include "look.h"
#include "tap.h"

static void
test_gzip(void)
{
	unsigned char *packed = mem_alloc(2 * MANY, 1);
	size_t n = members_pack(packed);

	file_write("small.csv", small_gz, SMALL_GZ);
	ok(look_is("small.csv", 3, "a,b\n1,2\n", 8), "gzip by magic, whatever the name");
	file_write("members.gz", packed, n);
	ok(look_is("members.gz", 1000, many, MANY), "many members, cut inside rows");
	ok(look_is("members.gz", 1 << 20, many, MANY), "the same in one large read");
	memset(packed + n, 0, 1000);
	file_write("padded.gz", packed, n + 1000);
	ok(look_is("padded.gz", 65536, many, MANY),
	    "zero padding behind the last member");
	packed[n + 999] = 0x1f;
	file_write("padded.gz", packed, n + 1000);
	ok(look_fails("padded.gz", EXIT_DATA, "not gzip"),
	    "padding that is not all zero");
	free(packed);
}

/* Every prefix of two members but the whole and the first. */
static void
test_truncated(void)
{
	unsigned char twice[2 * SMALL_GZ];
	int noticed = 0;

	memcpy(twice, small_gz, SMALL_GZ);
	memcpy(twice + SMALL_GZ, small_gz, SMALL_GZ);
	for (size_t n = 1; n < 2 * SMALL_GZ; n++) {
		if (n == SMALL_GZ)
			continue;
		file_write("cut.csv", twice, n);
		noticed += look_fails("cut.csv", EXIT_DATA,
		    "cut.csv: gzip data ends early: the file is cut off");
	}
	ok(noticed == 2 * SMALL_GZ - 2, "each truncation is noticed (%d)", noticed);
	file_write("whole.csv", twice, 2 * SMALL_GZ);
	ok(look_is("whole.csv", 9, "a,b\n1,2\na,b\n1,2\n", 16), "and the whole is read");
}

/*
 * Every bit.  Harmless are those of the time, the system and the text flag (RFC 1952,
 * 2.3) and those that fill the last byte of the packed data up.
 */
static void
test_flipped(void)
{
	unsigned char bad[SMALL_GZ];
	int missed = 0;

	for (size_t bit = 0; bit < 8 * SMALL_GZ; bit++) {
		struct got g;

		memcpy(bad, small_gz, SMALL_GZ);
		bad[bit / 8] ^= (unsigned char)(1u << bit % 8);
		file_write("flip.gz", bad, SMALL_GZ);
		g = look("flip.gz", 100);
		missed += g.last != -1 && !got_is(&g, "a,b\n1,2\n", 8);
		missed += g.last == -1 && g.e.status != EXIT_DATA;
		free(g.p);
	}
	ok(missed == 0, "each flipped bit is noticed or harmless (%d missed)", missed);
	memcpy(bad, small_gz, SMALL_GZ);
	bad[SMALL_GZ - 8] ^= 1;
	file_write("flip.gz", bad, SMALL_GZ);
	ok(look_fails(
	       "flip.gz", EXIT_DATA, "flip.gz: gzip data is damaged: incorrect data"),
	    "a wrong checksum is named");
}

static void
test_garbage(void)
{
	unsigned char bytes[SMALL_GZ + 5];

	memcpy(bytes, small_gz, SMALL_GZ);
	memcpy(bytes + SMALL_GZ, "1,2\n", 5);
	file_write("tail.gz", bytes, SMALL_GZ + 4);
	ok(look_fails("tail.gz", EXIT_DATA, "bytes follow its end"),
	    "text behind the end");
	memcpy(bytes + SMALL_GZ, "\x1f\x8c...", 5);
	file_write("tail.gz", bytes, SMALL_GZ + 4);
	ok(look_fails("tail.gz", EXIT_DATA, "damaged"), "half a magic behind the end");
}

int
main(void)
{
	scratch_enter();
	many_fill();
	test_gzip();
	test_truncated();
	test_flipped();
	test_garbage();
	scratch_leave();
	return tap_end();
}
