#!/usr/bin/env bats
#
# The architecture is a rule of the build: lint/floors.awk reads every
# source, and each of its rules is shown here to bite.

load helper

floors()
{
	find lib tools -name '*.[ch]' -print0 | sort -z | xargs -0 awk -f "$ROOT/tests/lint/floors.awk"
}

# A small tree that keeps every rule; the tests below break one each.
setup()
{
	scratch
	mkdir -p lib/base lib/stat lib/io lib/run tools/look
	lines '#include <xxhash.h>' 'int hash(void);' > lib/base/hash.c
	lines '#include <lbfgs.h>' '#include "base/hash.h"' > lib/stat/fit.c
	lines '#include <zlib.h>' '#include "base/hash.h"' > lib/io/gzip.c
	lines '#include <isa-l/igzip_lib.h>' > lib/io/inflate.c
	lines '#include <csv.h>' '#include "io/gzip.h"' > lib/io/reader.c
	lines '#include "io/gzip.h"' 'void end(void) { exit(0); }' > lib/run/tool.c
	lines '#include "run/tool.h"' '#include "own.h"' 'int' 'main(void)' '{' '}' > tools/look/look.c
}

complains() # TEXT
{
	run floors
	assert_failure
	assert_output --partial "$1"
	assert_equal "${#lines[@]}" 1
}

@test "the sources keep to their floors" {
	cd "$ROOT"
	run floors
	assert_output ""
	assert_success
}

@test "a tree that keeps the rules passes" {
	run floors
	assert_output ""
	assert_success
}

@test "an include of a higher floor is found" {
	lines '#include "io/gzip.h"' >> lib/stat/fit.c
	complains "lib/stat/fit.c:3: stat includes io, which is above it"
}

@test "an include of a neighbour by a bare name is found in lib" {
	lines '#include "gzip.h"' >> lib/io/reader.c
	complains 'include "gzip.h" names no floor'
}

@test "an include of another tool is found" {
	lines '#include "../scale/scale.h"' >> tools/look/look.c
	complains 'names no floor'
}

@test "a file outside the floors is found" {
	mkdir lib/misc
	lines 'int x;' > lib/misc/util.c
	complains "belongs to no floor"
}

@test "a third-party header in two files is found" {
	lines '#include <zlib.h>' >> lib/io/reader.c
	complains "<zlib.h> is the business of lib/io/gzip.c"
}

@test "a third-party header in a header is found" {
	lines '#include <csv.h>' > lib/io/reader.h
	complains "<csv.h> in a header"
}

@test "a third-party header that nobody includes is found" {
	rm lib/stat/fit.c
	complains "<lbfgs.h> is included by no .c file"
}

@test "ending the process below run is found" {
	lines 'void f(void) { if (x) exit(1); }' >> lib/io/gzip.c
	complains "lib/io/gzip.c:3: ends the process"
	lines '#include <zlib.h>' 'void f(void)' '{' $'\tdie(1, "no");' '}' > lib/io/gzip.c
	complains "lib/io/gzip.c:4: ends the process"
}

@test "comments, strings and longer names do not count as ending the process" {
	lines '/* die() is above us' ' * exit(1) too */ int a; // abort()' \
	    'char *s = "exit(1)\" die(";' 'int on_exit_(int); int z = on_exit_(1);' >> lib/io/gzip.c
	run floors
	assert_output ""
}

@test "chance, time and locale are found anywhere" {
	lines 'int f(void) { return rand(); }' >> tools/look/look.c
	complains "chance, time or locale"
}

@test "a main of 46 lines is found, one of 45 is not" {
	{ lines '#include "run/tool.h"' int 'main(void)' '{'; yes $'\tstep();' | head -n 42; echo '}'; } > tools/look/look.c
	run floors
	assert_output ""
	{ lines '#include "run/tool.h"' int 'main(void)' '{'; yes $'\tstep();' | head -n 43; echo '}'; } > tools/look/look.c
	complains "main() has 46 lines"
}

@test "a file of 501 lines is found, one of 500 is not" {
	{ lines '#include <xxhash.h>'; yes '' | head -n 499; } > lib/base/hash.c
	run floors
	assert_output ""
	echo >> lib/base/hash.c
	complains "lib/base/hash.c: 501 lines"
}
