/*
 * csv_scan.c - regular records from the ends of fields; see csv_scan_masks.h
 */
#include "io/csv_scan.h"

#include <string.h>

#include "base/cpu.h"
#include "base/mem.h"
#include "io/csv_scan_masks.h"

static const struct {
	void (*find)(struct scanning *w);
	void (*put)(struct scanning *w);
} levels[] = {
	[CPU_LEVEL_PLAIN] = { scan_find_plain, scan_put_plain },
#ifdef __SSE2__
	[CPU_LEVEL_SSE2] = { scan_find_sse2, scan_put_plain },
#endif
#if CPU_HAS_AVX2
	[CPU_LEVEL_AVX2] = { scan_find_avx2, scan_put_avx2 },
#endif
};

/* A few more than n may be copied. */
static inline void
offsets_copy(uint32_t *to, const uint32_t *from, size_t n)
{
	for (size_t i = 0; i < n; i += SCAN_SLACK)
		memcpy(to + i, from + i, SCAN_SLACK * sizeof(*to));
}

/* The records that the first n ends complete; false: the last end of one is not LF. */
static bool
rows_put(struct scanning *w, size_t n)
{
	const char *p = w->p;
	const uint32_t *end = w->end;
	uint32_t *out = w->out, next = (uint32_t)w->s.used;
	size_t lacking = w->lacking, rows = w->s.rows;

	for (; n >= lacking; n -= lacking, lacking = w->nfield) {
		offsets_copy(out, end, lacking);
		end += lacking;
		out += lacking;
		next = end[-1];
		if (p[next - 1] != '\n')
			return false;
		if (next > 1 && p[next - 2] == '\r') {
			out[-1]--;
			w->s.crlf = true;
		}
		*out++ = next;
		rows++;
	}
	offsets_copy(out, end, n);
	w->out = out + n;
	w->lacking = lacking - n;
	w->s.rows = rows;
	w->s.used = next;
	return true;
}

/* How many ends belong to whole records in front of one that is not regular? */
static size_t
ends_regular(const struct scanning *w)
{
	size_t good = 0, lacking = w->lacking;

	for (size_t i = 0; i < w->nend; i++) {
		bool lf = w->p[w->end[i] - 1] == '\n';

		lacking--;
		if (lf != (lacking == 0))
			break;
		if (lf) {
			good = i + 1;
			lacking = w->nfield;
		}
	}
	return good;
}

static void
stretch_settle(struct scanning *w)
{
	struct scan s = w->s;
	uint32_t *out = w->out;
	size_t lacking = w->lacking, lfs = w->carry.lfs;

	if (!w->lost && (!rows_put(w, w->nend) || w->s.rows - s.rows != lfs)) {
		w->lost = true;
		w->s = s;
		w->out = out;
		w->lacking = lacking;
		rows_put(w, ends_regular(w));
	}
	w->s.split = w->carry.split != 0;
	/* Too many fields are a wrong number of them only once the record ends. */
	w->s.irregular = w->carry.bad != 0 || w->s.rows - s.rows != lfs;
	w->at = w->to;
}

/*
 * The last few bytes are looked at with blanks behind them, which cannot make a regular
 * record irregular once what they show is masked out.
 */
static void
tail_begin(struct scanning *w)
{
	size_t n = w->n - w->at;

	memset(w->tail, ' ', sizeof(w->tail));
	memcpy(w->tail, w->p + w->at, n);
	w->bytes = w->tail;
	w->valid = ((uint64_t)1 << n) - 1;
	w->nmask = 1;
	w->to = w->n;
}

/* As long as there is room for the ends it may have: two offsets a byte, if all are LF.
 */
static bool
stretch_begin(struct scanning *w)
{
	size_t room = (size_t)(w->limit - w->out - SCAN_SLACK) / 128;
	size_t left = (w->n - w->at) / 64, most = SCAN_STRETCH / 64;

	if (w->s.irregular || w->at == w->n)
		return false;
	if (most > room)
		most = room;
	w->s.full = most == 0;
	w->carry.lfs = 0;
	w->bytes = w->p + w->at;
	w->valid = ~(uint64_t)0;
	w->nmask = left < most ? left : most;
	w->to = w->at + 64 * w->nmask;
	if (left == 0)
		tail_begin(w);
	return !w->s.full;
}

/* Not all of it: a stretch fills in its own. */
static void
scan_begin(struct scanning *w, const char *p, size_t n, char delimiter, size_t nfield)
{
	w->p = p;
	w->n = n;
	w->delimiter = delimiter;
	w->nfield = w->lacking = nfield;
	w->at = w->to = 0;
	w->carry = (struct carry){ .end = 1 };
	w->lost = false;
	w->s = (struct scan){ 0 };
}

struct scan
csv_scan_at(enum cpu_level level, const char *p, size_t n, char delimiter, size_t nfield,
    uint32_t *off, size_t room)
{
	struct scanning w;

	scan_begin(&w, p, n, delimiter, nfield);
	off[0] = 0;
	w.out = off + 1;
	w.limit = off + room;
	while (stretch_begin(&w)) {
		levels[level].find(&w);
		levels[level].put(&w);
		stretch_settle(&w);
	}
	return w.s;
}

struct scan
csv_scan(
    const char *p, size_t n, char delimiter, size_t nfield, uint32_t *off, size_t room)
{
	return csv_scan_at(cpu_level(), p, n, delimiter, nfield, off, room);
}

struct scan
csv_scan_all(
    const char *p, size_t n, char delimiter, size_t nfield, uint32_t **off, size_t *room)
{
	struct scan all = { .full = true };
	/* An end of a field every four bytes. */
	size_t need = n / 4 + 2 * CSV_SCAN_ROOM;

	while (all.full) {
		size_t have = all.rows * (nfield + 1);

		*off = mem_grow(*off, room, need, sizeof(**off));
		struct scan s = csv_scan(p + all.used, n - all.used, delimiter, nfield,
		    *off + have, *room - have);
		for (size_t i = 0; i < s.rows * (nfield + 1) && all.used > 0; i++)
			(*off)[have + i] += (uint32_t)all.used;
		all.rows += s.rows;
		all.used += s.used;
		all.irregular = s.irregular;
		all.full = s.full;
		all.crlf |= s.crlf;
		all.split |= s.split;
		need = *room + 1;
	}
	return all;
}

/* The inner loop becomes vectors, as its length is known; it cannot overflow. */
size_t
csv_scan_count(const char *p, size_t n, char c)
{
	enum { MANY = 128 };
	size_t count = 0, i = 0;

	for (; n - i >= MANY; i += MANY) {
		unsigned char many = 0;

		for (size_t j = 0; j < MANY; j++)
			many = (unsigned char)(many + (p[i + j] == c));
		count += many;
	}
	for (; i < n; i++)
		count += p[i] == c;
	return count;
}
