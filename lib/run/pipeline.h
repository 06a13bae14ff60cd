/*
 * pipeline.h - blocks of the input through several threads, and out again in order
 *
 * The one loop of every program that reads rows.  What a program does with a block
 * is in two parts, and the pipeline calls
 *
 *   work()   for blocks in any order, in several threads at once: parse, learn, apply,
 *            format.  It may change the block and its hand, and nothing else.
 *   take()   for one block after the other, in the order of the input, in one thread
 *            at a time: count, decide what depends on the rows before, write.
 *
 * A hand is what one thread has to itself over all its blocks, such as an accumulator.
 *
 * There is no thread that only reads and none that only writes.  Each does both when
 * it is its turn: it reads a block, which is then in its cache, works on it, and
 * whoever finishes the block next in order hands over all that are ready behind it.
 * While one inflates or waits for input the others work.  The number of blocks under
 * way is bounded, so a slow consumer slows the producer; who has to wait sleeps.
 *
 * The first fault in the order of the input ends the process (run_fail), after what
 * came before it was taken, and after its own block was: of that, only the rows before
 * the fault are left.  Nothing behind it is taken.  So -j never shows.
 *
 * Memory: JOBS + 2 blocks with their arenas and texts.  Threads are started when there
 * is a third block, so small inputs never pay for them.
 */
#ifndef RUN_PIPELINE_H
#define RUN_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "io/csv_reader.h"

enum { JOBS_MOST = 256 };

/* How many threads this process may use; 0: one for each processor, up to 16. */
void pipeline_jobs(size_t n);

/* A block under way. */
struct block {
	struct batch batch;
	size_t ntext;
	struct buffer *text; /* (ntext) empty at first: what work() writes */
	void *note;          /* NULL at first: what work() tells take() */
	size_t *row;         /* (batch.nrow) room for what work() chooses ... */
	size_t nrow;         /* ... and how many it chose; 0 at first */
	size_t row_room;
};

struct pipeline {
	void *self;
	size_t ntext;                  /* texts each block has */
	const struct missing *missing; /* the words that count at first; NULL: default */

	/* NULL: there are no hands.  end() gets them one after the other at the end. */
	void *(*hand)(void *self);
	void (*hand_end)(void *self, void *hand);

	/*
	 * On a fault: false, with e.  Where e->row is a row, the block is left as the
	 * rows before it make it (recipe_apply_whole() does so).  NULL: nothing to do.
	 */
	bool (*work)(void *self, void *hand, struct block *k, struct err *e);

	/* False and e on a fault.  NULL: nothing to do. */
	bool (*take)(void *self, struct block *k, struct err *e);
};

/* The rest of `in` through the pipeline; returns how many rows that was. */
uint64_t pipeline_run(const struct pipeline *p, struct reader *in);

/* For work that has no block: call each(self, i) for all i < n, in several threads. */
void pipeline_each(void (*each)(void *self, size_t i), void *self, size_t n);

#endif
