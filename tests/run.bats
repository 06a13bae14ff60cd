#!/usr/bin/env bats
#
# tests/run must not call a run good in which something failed or nothing ran.

load helper

setup()
{
	scratch
	export CSVLEARN_TAP=$PWD/tap
}

program() # NAME LINE... a shell script that prints the lines, then runs $last
{
	local name=$1

	shift
	{
		lines '#!/bin/sh' "cat <<'E'" "$@" E
		echo "${last-}"
	} > "$name"
	chmod +x "$name"
}

tally() # TEXT STATUS FILE...
{
	local text=$1 status_wanted=$2

	shift 2
	run "$ROOT/tests/run" "$@"
	assert_equal "${lines[-1]}" "$text"
	assert_equal "$status" "$status_wanted"
}

@test "passed and skipped tests are counted over all files" {
	program a 'ok 1 - one' 'ok 2 - two # SKIP why' 1..2
	program b 'ok 1 - three' 1..1
	tally "2 passed, 0 failed, 1 skipped" 0 "$PWD/a" "$PWD/b"
}

@test "a failed test is counted and shown with its reasons" {
	last='exit 1' program a 'ok 1 - one' 'not ok 2 - two' '# because' 1..2
	tally "1 passed, 1 failed" 1 "$PWD/a"
	assert_line "# because"
}

@test "tests that were planned and never ran have failed" {
	program a 1..3 'ok 1 - one'
	tally "1 passed, 2 failed" 1 "$PWD/a"
}

@test "a program that dies has failed" {
	# shellcheck disable=SC2016
	last='kill -9 $$' program a 'ok 1 - one' 1..1
	tally "1 passed, 1 failed" 1 "$PWD/a"
	last='exit 3' program a 'ok 1 - one'
	tally "1 passed, 1 failed" 1 "$PWD/a"
}

@test "a file that is missing or holds no test has failed" {
	program a 'ok 1 - one' 1..1
	tally "1 passed, 1 failed" 1 "$PWD/a" "$PWD/missing"
	: > empty.bats
	tally "1 passed, 1 failed" 1 "$PWD/a" "$PWD/empty.bats"
	program nothing 1..0
	tally "1 passed, 1 failed" 1 "$PWD/a" "$PWD/nothing"
}

@test "nothing at all is not a success" {
	program a '1..0 # SKIP why'
	tally "0 passed, 0 failed, 1 skipped" 1 "$PWD/a"
}

@test "bats files count test by test" {
	lines '@test "yes" { true; }' '@test "no" { false; }' '@test "not now" { skip; }' > t.bats
	tally "1 passed, 1 failed, 1 skipped" 1 "$PWD/t.bats"
}
