# helper.bash - what the .bats files share; begin each of them with `load helper`
#
# Every test starts in an empty folder of its own, with the tools in PATH.  A file
# that needs more writes a setup() of its own and calls scratch in it.  The locale
# is left as it is: no result may depend on it.
#
#	$ROOT                     the project
#	$DATA                     tests/data
#	run_split [-N] CMD...     as `run`, with $output and $stderr apart
#	stderr_is TEXT            what run_split saw on stderr, whole or in part
#	stderr_has TEXT
#	same FILE FILE            equal byte for byte; shows the difference
#	close_to FILE < CSV       equal cell by cell, numbers to 1e-12 of 1 + their size
#	lines LINE...             print each argument as a line: lines a,b 1,2 > t.csv
#	long                      longer loops are wanted (make check-long)
#
# shellcheck shell=bash

bats_require_minimum_version 1.5.0
bats_load_library bats-support
bats_load_library bats-assert
bats_load_library bats-file

ROOT=$(cd "$BATS_TEST_DIRNAME" && until [ -e Makefile ]; do cd ..; done && pwd)
DATA=$ROOT/tests/data
export ROOT DATA
PATH=$(cd "$ROOT" && mkdir -p "${CSVLEARN_BIN:-bin}" && cd "${CSVLEARN_BIN:-bin}" && pwd):$PATH

scratch()
{
	cd "$BATS_TEST_TMPDIR" || return
}

setup()
{
	scratch
}

run_split()
{
	run --separate-stderr "$@"
}

# stderr and stderr_lines are set by bats' run.
stderr_is()
{
	# shellcheck disable=SC2154
	assert_equal "$stderr" "$1"
}

stderr_has()
{
	# shellcheck disable=SC2154
	if [[ $stderr != *"$1"* ]]; then
		batslib_print_kv_single 7 expected "$1" stderr "$stderr" |
		    batslib_decorate 'stderr does not contain' | fail
	fi
}

same()
{
	cmp -s -- "$1" "$2" || diff -u -- "$1" "$2" || {
		cmp -- "$1" "$2"
		return 1
	}
}

# Silent when they are equal.
close_to() # EXPECTED < report
{
	awk -F, '
	function far(a, b,   d) {
		if (a == "" || b == "" || a + 0 != a || b + 0 != b)
			return a != b
		d = a > b ? a - b : b - a
		return d > 1e-12 * (b < 0 ? 1 - b : 1 + b)
	}
	NR == FNR { want[NR] = $0; next }
	{
		n = split(want[FNR], w)
		bad = n != NF
		for (i = 1; i <= NF; i++)
			if (far($i, w[i]))
				bad = 1
		if (bad)
			printf "line %d: %s, expected %s\n", FNR, $0, want[FNR]
		seen = FNR
	}
	END {
		for (n in want)
			want_rows++
		if (seen != want_rows)
			printf "%d lines, expected %d\n", seen, want_rows
	}' "$1" -
}

lines()
{
	printf '%s\n' "$@"
}

long()
{
	[ "${CSVLEARN_LONG:-0}" != 0 ]
}

# Were the tools built with the sanitizers?
sanitized()
{
	grep -q __asan_init "$(command -v csv-select)"
}
