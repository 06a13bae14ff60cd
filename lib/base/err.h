/*
 * err.h - how things fail, and what the user is told
 *
 * Below run/ a function that can fail returns false (or NULL) and leaves its
 * reason in a struct err: `return fail(e, EXIT_DATA, "...")`.  Only run/ and
 * tools/ end the process, through die().  (Out of memory is the one exception;
 * see mem.h.)
 *
 * A message is one line, lower case, no full stop, and names file, line, column,
 * the offending text and the remedy.  Text that came from data goes through
 * shown(), so that no cell can flood the screen; whatever else a message holds, no
 * byte of it moves a terminal's cursor or makes a line of its own.
 *
 * die(), warn() and tell() print "csv-scale: ..." with one write(2); the program's
 * name is set once by program_set().  warn() is silent after warn_quiet(true) and
 * prints at most ten warnings, then how many more there were (warn_end()).
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

/* Exit statuses: the same for every program. */
enum {
	EXIT_NO = 1,    /* the answer is no: a check failed, --fail-if held */
	EXIT_USAGE = 2, /* the command line is at fault */
	EXIT_DATA = 3,  /* the data or a state file is at fault */
	EXIT_SYSTEM = 4 /* reading, writing or memory failed */
};

#define ERR_NOWHERE ((size_t)-1)

struct err {
	int status;     /* one of the above; 0 while nothing has failed */
	size_t row;     /* the row of the batch at fault, or ERR_NOWHERE */
	char msg[1024]; /* without the program's name */
};

/* Fill e and return false.  A status of 0 is not allowed. */
bool fail(struct err *e, int status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, for a fault in row `row` of the batch in hand. */
bool fail_at(struct err *e, size_t row, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

void program_set(const char *name); /* not copied */
const char *program_name(void);

bool warn_quiet(bool quiet); /* what it was before */
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void warn_end(void); /* says how many warnings were not shown, if any */

/* What is neither warning nor error: counts of a row verb, a condition that holds. */
void tell(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

_Noreturn void die(int status, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The same with EXIT_USAGE and a second line: how the program is called. */
_Noreturn void die_usage(const char *synopsis, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Text as it may be shown: at most 40 bytes of it (then "..."), bytes that are
 * not printable ASCII or well-formed UTF-8 as \xNN.  The buffer belongs to the
 * caller, so that one message can quote two texts.  Returns buf.
 */
struct shown {
	char s[176];
};
const char *shown(struct shown *buf, const char *p, size_t n);

/* The same for a whole C string, cut to `room` bytes with the NUL; its length. */
size_t shown_text(char *to, size_t room, const char *text);

#endif
