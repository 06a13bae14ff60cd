/*
 * gzip_test.c - lib/io/gzip, alone and by way of lib/io/source
 *
 * What holds must hold with either engine (lib/io/inflate.h), so nothing here asks
 * which of them was compiled in.
 */
#include "io/gzip.h"

#include "look.h"
#include "packed.h"
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
	       "flip.gz", EXIT_DATA, "flip.gz: gzip data is damaged: its checksum"),
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

/* Digits and newlines, any bytes, or runs that stood at most so far back before. */
static size_t
text_fill(unsigned char *text, size_t room)
{
	size_t n = dice(3) == 0 ? dice((unsigned)room) : dice(dice(2) == 0 ? 50 : 3000);
	unsigned any = dice(2), far = dice(3) == 0 ? 0 : 1u << dice(16);
	size_t back = 0, run = 0;

	for (size_t i = 0; i < n; i++) {
		if (run == 0 && i > 0 && far > 0) {
			run = dice(300);
			back = 1 + dice(i < far ? (unsigned)i : far);
		}
		if (run > 0) {
			text[i] = text[i - back];
			run--;
		} else {
			text[i] = any ? (unsigned char)dice(256)
				      : (unsigned char)"0123456789,\n"[dice(12)];
		}
	}
	return n;
}

static void
packed_fill(struct packed *p)
{
	enum { ROOM = 150000 };
	static unsigned char text[ROOM];
	unsigned members = 1 + dice(4);

	*p = (struct packed){ 0 };
	while (members-- > 0) {
		size_t n = dice(6) == 0 ? 0 : text_fill(text, ROOM);

		if (dice(4) == 0)
			packed_stored(p, text, n);
		else
			packed_member(p, text, n);
	}
	if (dice(8) == 0)
		for (unsigned n = 1 + dice(600); n > 0; n--)
			packed_number(p, 0, 1, VITAL);
}

static bool
text_is(const struct bytes *text, const struct packed *p)
{
	return text->n == p->text.n &&
	       (text->n == 0 || memcmp(text->p, p->text.p, text->n) == 0);
}

/* Small pieces of much data take too long. */
static size_t
most(const struct packed *p)
{
	static const size_t choice[] = { 1, 3, 20, 500, 40000, 70000, 300000 };

	return choice[p->text.n > 10000 ? 3 + dice(4) : dice(5)];
}

/* The first n bytes in a random way, after a look at them was begun and given up. */
static enum verdict
unpack_anyhow(const struct packed *p, size_t n, struct bytes *text)
{
	struct gunzip *g = gunzip_new();
	enum verdict verdict;

	if (dice(4) == 0) {
		struct bytes begun = { 0 };

		unpack(g, p->gz.p, dice((unsigned)n + 1), 70000, 70000, &begun);
		bytes_free(&begun);
		gunzip_restart(g);
	}
	verdict = unpack(g, p->gz.p, n, most(p), most(p), text);
	gunzip_free(g);
	return verdict;
}

/* Ten times as many in the long run: make check-long. */
static int
rounds(int n)
{
	const char *s = getenv("CSVLEARN_LONG");

	return s != NULL && strcmp(s, "0") != 0 ? 10 * n : n;
}

static void
test_random(void)
{
	int wrong = 0;

	for (int round = rounds(200); round > 0; round--) {
		struct packed p;
		struct bytes text = { 0 };

		packed_fill(&p);
		wrong += unpack_anyhow(&p, p.gz.n, &text) != GOOD || !text_is(&text, &p);
		bytes_free(&text);
		packed_free(&p);
	}
	ok(wrong == 0, "random members in random pieces (%d wrong)", wrong);
}

/* Three members with all there can be in a header, in two pieces cut at each byte. */
static void
test_cut(void)
{
	static const char text[] = "age,fare\n22,7.25\n38,71.2833\n22,7.25\n";
	struct packed p = { 0 };
	int wrong = 0;

	for (unsigned i = 0; i < 3; i++) {
		packed_header(&p, i == 0 ? 31 : 27, 20);
		if (i == 1) {
			packed_add(&p, "\3\0\0\0\0\0\0\0\0\0", 10, ANYTHING);
			continue;
		}
		packed_stored_block(&p, (const unsigned char *)text, sizeof(text), true);
		packed_trailer(&p, (const unsigned char *)text, sizeof(text));
		bytes_add(&p.text, text, sizeof(text));
	}
	for (size_t cut = 0; cut <= p.gz.n; cut++)
		for (size_t room = 1; room < 60; room += 29) {
			struct gunzip *g = gunzip_new();
			struct bytes got = { 0 };

			unpack(g, p.gz.p, cut, p.gz.n, room, &got);
			wrong += unpack(g, p.gz.p + cut, p.gz.n - cut, p.gz.n, room,
				     &got) != GOOD ||
				 !text_is(&got, &p);
			bytes_free(&got);
			gunzip_free(g);
		}
	ok(wrong == 0, "cut at each byte (%d wrong)", wrong);
	packed_free(&p);
}

/* May changing the byte from what it was lead to this? */
static bool
verdict_fits(enum worth worth, bool zero, enum verdict verdict, bool same)
{
	if (worth == VITAL)
		return verdict == DAMAGED;
	if (worth == NOTHING || (worth == TEXT && !zero))
		return verdict == GOOD && same;
	return verdict == DAMAGED || verdict == EARLY ||
	       (verdict == GOOD && (same || worth == TRUSTED));
}

static void
test_changed(void)
{
	int wrong = 0, seen[4] = { 0 };

	for (int round = rounds(60); round > 0; round--) {
		struct packed p;

		packed_fill(&p);
		for (int i = 0; i < 15; i++) {
			size_t at =
			    i < 5 ? p.gz.n - 1 - dice(i < 3 ? 8 : 16)
				  : dice(i < 10 && p.gz.n > 80 ? 80 : (unsigned)p.gz.n);
			unsigned char old = p.gz.p[at];
			struct bytes text = { 0 };
			enum verdict verdict;

			p.gz.p[at] ^= (unsigned char)(1 + dice(255));
			verdict = unpack_anyhow(&p, p.gz.n, &text);
			wrong += !verdict_fits((enum worth)p.worth.p[at], p.gz.p[at] == 0,
			    verdict, text_is(&text, &p));
			seen[verdict]++;
			p.gz.p[at] = old;
			bytes_free(&text);
		}
		packed_free(&p);
	}
	ok(wrong == 0, "a changed byte (%d wrong, %d good, %d damaged, %d early)", wrong,
	    seen[GOOD], seen[DAMAGED], seen[EARLY]);
}

/* A member cut off anywhere ends early, and is not called damaged. */
static void
test_cut_off(void)
{
	int wrong = 0;

	for (int round = rounds(200); round > 0; round--) {
		struct packed p = { 0 };
		struct bytes text = { 0 };

		packed_member(&p, (const unsigned char *)many, dice(5000));
		wrong += unpack_anyhow(&p, dice((unsigned)p.gz.n), &text) != EARLY;
		bytes_free(&text);
		packed_free(&p);
	}
	ok(wrong == 0, "cut off anywhere (%d wrong)", wrong);
}

/*
 * Garbage behind a header, or data with a heap of changes.  It is damaged, or it seems
 * to go on; nothing is written or read where it should not, and there is an end.
 */
static void
test_hostile(void)
{
	int wrong = 0;

	for (int round = rounds(1000); round > 0; round--) {
		struct packed p = { 0 };
		struct bytes text = { 0 };

		if (dice(2) == 0) {
			packed_header(&p, 0, 1);
			packed_number(&p, dice(4) + dice(32) * 8, 1, ANYTHING);
			for (unsigned n = 1 + dice(400); n > 0; n--)
				packed_number(&p, dice(256), 1, ANYTHING);
		} else {
			packed_member(&p, (const unsigned char *)many, dice(3000));
			for (unsigned n = 1 + dice(20); n > 0; n--)
				p.gz.p[10 + dice((unsigned)p.gz.n - 10)] =
				    (unsigned char)dice(256);
		}
		if (unpack_anyhow(&p, p.gz.n, &text) == GOOD)
			wrong += !text_is(&text, &p);
		bytes_free(&text);
		packed_free(&p);
	}
	ok(wrong == 0, "garbage (%d wrong)", wrong);
}

/* What deflate forbids, bit by bit, then zeros; in the last member of two. */
static void
test_forbidden(void)
{
	static const char nonsense[] = "makes no sense",
			  mismatch[] = "checksum or length";
	static const struct {
		const char *what, *bytes;
		size_t n;
		const char *damage;
	} bad[] = {
		{ "a block of type 3", "\x07", 1, nonsense },
		{ "a stored block whose length is not confirmed", "\1\4\0\0\0", 5,
		    nonsense },
		/* Fixed codes, first bit first: a literal is 8 bits, a length 7. */
		{ "a match before the first byte", "\x03\x02", 2, nonsense },
		{ "a match further back than there are data", "\x4b\x04\x42", 3,
		    nonsense },
		{ "distance code 30", "\x4b\x04\x3e", 3, nonsense },
		{ "distance code 31", "\x4b\x04\x7e", 3, nonsense },
		{ "length code 286", "\x1b\x03", 2, nonsense },
		{ "too many length codes", "\xf5", 1, nonsense },
		{ "too many distance codes", "\x05\x1f", 2, nonsense },
		{ "codes of no length", "\x05", 1, nonsense },
		{ "a wrong checksum", "\3\0\1", 3, mismatch },
		{ "a wrong length", "\3\0\0\0\0\0\1", 7, mismatch },
	};
	static const char zeros[40];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct packed p = { 0 };
		struct bytes text = { 0 };
		struct gunzip *g = gunzip_new();
		enum verdict verdict;

		packed_member(&p, (const unsigned char *)many, 100000);
		packed_header(&p, 0, 1);
		packed_add(&p, bad[i].bytes, bad[i].n, VITAL);
		packed_add(&p, zeros, sizeof(zeros), VITAL);
		verdict = unpack(g, p.gz.p, p.gz.n, most(&p), 300000, &text);
		ok(verdict == DAMAGED && strstr(gunzip_damage(g), bad[i].damage) != NULL,
		    "%s: %s", bad[i].what, gunzip_damage(g) ? gunzip_damage(g) : "-");
		gunzip_free(g);
		bytes_free(&text);
		packed_free(&p);
	}
}

/* An empty member whose header says what RFC 1952 does not know. */
static void
test_header(void)
{
	static const struct {
		const char *what;
		size_t at;
		unsigned char byte;
	} bad[] = { { "half a magic", 1, 0x8c }, { "another method", 2, 7 },
		{ "flag 32", 3, 32 }, { "flag 128", 3, 128 } };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct packed p = { 0 };
		struct bytes text = { 0 };
		struct gunzip *g = gunzip_new();

		packed_header(&p, 0, 1);
		packed_add(&p, "\3\0\0\0\0\0\0\0\0\0", 10, ANYTHING);
		p.gz.p[bad[i].at] = bad[i].byte;
		ok(unpack(g, p.gz.p, p.gz.n, 100, 100, &text) == DAMAGED &&
			strstr(gunzip_damage(g), "header") != NULL,
		    "a header with %s", bad[i].what);
		gunzip_free(g);
		bytes_free(&text);
		packed_free(&p);
	}
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
	test_random();
	test_cut();
	test_changed();
	test_cut_off();
	test_hostile();
	test_forbidden();
	test_header();
	scratch_leave();
	return tap_end();
}
