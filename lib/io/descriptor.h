/*
 * descriptor.h - read(2) and write(2) as one wants them
 *
 * Both retry on EINTR and wait (poll) where the descriptor is non-blocking, which
 * it may be without our doing: the flag belongs to the open file, and a program
 * that shares it may have set it.  They set errno and never print.
 */
#ifndef IO_DESCRIPTOR_H
#define IO_DESCRIPTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Up to n bytes, at least one unless the end is reached: 0 there, -1 on an error. */
ptrdiff_t descriptor_read(int fd, void *p, size_t n);

/* All n bytes, in as many calls as the kernel wants; false on an error. */
bool descriptor_write(int fd, const void *p, size_t n);

/*
 * Advice, where the system takes it.  Start to bring n bytes of a file from `from` on to
 * the disk, so that less is left to wait for at the end; and let a pipe hold more than
 * usual, so that its two sides wait less for each other.
 */
void descriptor_start_sync(int fd, uint64_t from, uint64_t n);
void descriptor_widen(int fd);

/*
 * At the start of a program: make sure that the descriptors 0, 1 and 2 exist, so
 * that no file opened later lands on one of them and is taken for standard output.
 * One that was closed is opened on /dev/null in the direction nobody uses, so that
 * reading from it, or writing to it, still fails with EBADF.
 */
bool descriptors_open(void);

#endif
