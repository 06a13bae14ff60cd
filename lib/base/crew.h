/*
 * crew.h - numbered parts of a work, done by several threads and finished in order
 *
 * work() does what does not depend on other parts, on any thread, into what belongs to
 * its hand; take() then sees the hands one after the other in the order of the parts.  So
 * a sum over parts that take() adds up is the same for any number of threads.
 *
 * Memory: a stack for each thread.
 */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include <stddef.h>

void crew_set(size_t hands); /* how many threads, at least 1; at first there is 1 */
size_t crew_hands(void);     /* hands are numbered from 0 */

/*
 * For each part below `parts`; take may be NULL.  Where the crew is at work already, for
 * another thread or from within work() or take(), the caller does all parts itself.
 */
void crew_run(size_t parts, void (*work)(void *self, size_t hand, size_t part),
    void (*take)(void *self, size_t hand, size_t part), void *self);

#endif
