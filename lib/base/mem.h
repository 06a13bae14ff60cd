/*
 * mem.h - memory, and text that may hold any byte
 *
 * Three lifetimes: a batch (an arena, reset before the next block), a step of a
 * recipe (mem_alloc, freed by its owner) and the run (never freed: the process
 * ends).  Allocation never returns NULL: out of memory ends the process with
 * status 4, the one place below run/ that may do so, because no caller could do
 * better.  Sizes are checked for overflow here and nowhere else.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>

/* Text: n bytes at p, no NUL at the end, may hold NUL.  Does not own p. */
struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })

struct str str_of(const char *c_string);
bool str_equal(struct str a, struct str b);
int str_order(struct str a, struct str b); /* by bytes, shorter first: <0, 0, >0 */

_Noreturn void mem_exhausted(size_t bytes); /* "out of memory", status 4 */
void *mem_alloc(size_t count, size_t size); /* zeroed; free() it */
void *mem_resize(void *p, size_t count, size_t size);
struct str mem_keep(struct str s); /* a copy; free((char *)copy.p) */
char *mem_c_string(struct str s);  /* a copy that ends in NUL */

/*
 * Make room for `need` elements in a growing array: *p has room for *room of
 * them.  Doubles, so that n appends cost O(n).  New elements are not zeroed.
 */
void *mem_grow(void *p, size_t *room, size_t need, size_t size);

/*
 * An arena hands out memory that is freed all at once.  arena_reset() keeps the
 * memory for the next round.  Zero-initialised is empty and ready.
 */
struct arena {
	struct arena_chunk *chunk; /* the one in use; older ones behind it */
};

void *arena_alloc(
    struct arena *a, size_t count, size_t size); /* not zeroed, aligned to 16 */
struct str arena_keep(struct arena *a, struct str s);
void arena_reset(struct arena *a);
void arena_free(struct arena *a);

#endif
