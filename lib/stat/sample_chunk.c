/*
 * sample_chunk.c - chunks of values: coded, kept or spooled
 *
 * The count of bytes in memory is one for the process, and atomic.  The spool is one
 * too, under a lock, which costs nothing against the writing.  Its room is given back
 * when no chunk is left in it.
 */
#include "stat/sample_chunk.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/spool.h"
#include "stat/sample.h"

enum { PROBE = 64 };
#define BOUND_DEFAULT ((size_t)-1)

static atomic_size_t kept; /* bytes of all chunks in memory */
static atomic_size_t bound = BOUND_DEFAULT;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct spool spool = { .fd = -1 };
static size_t spooled; /* chunks in the spool */

void
sample_memory_set(size_t bytes)
{
	atomic_store(&bound, bytes);
}

/* A quarter of the machine's memory; 1 GiB where it does not say. */
static size_t
bound_default(void)
{
#ifdef _SC_PHYS_PAGES
	long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);

	if (pages > 0 && size > 0)
		return (size_t)pages / 4 * (size_t)size;
#endif
	return (size_t)1 << 30;
}

/* Is there room for that many more bytes?  Then it is taken. */
static bool
room_take(size_t bytes)
{
	size_t most = atomic_load(&bound);

	if (most == BOUND_DEFAULT) {
		most = bound_default();
		atomic_store(&bound, most);
	}
	if (atomic_fetch_add(&kept, bytes) + bytes <= most)
		return true;
	atomic_fetch_sub(&kept, bytes);
	return false;
}

/* ---- decimals ---- */

/*
 * The least k, from the one given, that does for a few values; -1: none.
 */
static int
digits_probe(const double *x, int digits)
{
	int32_t w[PROBE];

	for (; digits <= SAMPLE_DIGITS; digits++)
		if (decimals_of(x, PROBE, decimals_power(digits), w))
			return digits;
	return -1;
}

/*
 * All values with one k, or -1.  Where some refuse it, a larger one must do for these
 * before it is tried on all, so that most chunks which cannot be coded cost little.
 */
static int
digits_find(const double *x, int digits, int32_t *w)
{
	size_t at = 0;

	while (digits >= 0 && at < SAMPLE_CHUNK) {
		if (decimals_of(x + at, PROBE, decimals_power(digits), w + at)) {
			at += PROBE;
			continue;
		}
		digits = digits_probe(x + at, digits + 1);
		at = 0;
	}
	return digits;
}

/* ---- the spool ---- */

static bool
spool_put(struct sample_chunk *c, const void *values)
{
	bool good;

	pthread_mutex_lock(&lock);
	good = spool.fd >= 0 || spool_open(&spool);
	c->at = spool.size;
	good = good && spool_write(&spool, values, SAMPLE_BYTES);
	spooled += good;
	pthread_mutex_unlock(&lock);
	return good;
}

static void
spool_drop(void)
{
	pthread_mutex_lock(&lock);
	if (--spooled == 0)
		spool_close(&spool);
	pthread_mutex_unlock(&lock);
}

const char *
chunk_folder(void)
{
	const char *folder;

	pthread_mutex_lock(&lock);
	folder = spool.folder;
	pthread_mutex_unlock(&lock);
	return folder != NULL ? folder : "";
}

/* ---- chunks ---- */

static struct sample_chunk
chunk_of(const void *values, int digits, int *error)
{
	struct sample_chunk c = { .digits = digits };

	if (!room_take(SAMPLE_BYTES)) {
		if (spool_put(&c, values))
			return c;
		*error = errno;
		atomic_fetch_add(&kept, SAMPLE_BYTES);
	}
	c.p = chunk_memory_take();
	memcpy(c.p, values, SAMPLE_BYTES);
	return c;
}

size_t
chunks_make(struct sample_chunk *c, const double *x, int digits, int *error)
{
	int32_t w[SAMPLE_CHUNK];

	digits = digits_probe(x, digits >= 0 ? digits : 0);
	if (digits >= 0)
		digits = digits_find(x, digits, w);
	if (digits >= 0) {
		c[0] = chunk_of(w, digits, error);
		return 1;
	}
	c[0] = chunk_of(x, -1, error);
	c[1] = chunk_of(x + SAMPLE_CHUNK / 2, -1, error);
	return 2;
}

void
chunk_free(struct sample_chunk *c)
{
	if (c->p == NULL) {
		spool_drop();
		return;
	}
	atomic_fetch_sub(&kept, SAMPLE_BYTES);
	chunk_memory_give(c->p);
}

bool
chunk_read(const struct sample_chunk *c, void *p)
{
	for (size_t done = 0; done < SAMPLE_BYTES;) {
		ptrdiff_t got = spool_read(
		    &spool, (char *)p + done, SAMPLE_BYTES - done, c->at + done);

		if (got < 0)
			return false;
		done += (size_t)got;
	}
	return true;
}
