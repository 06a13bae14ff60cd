#!/usr/bin/env bats
#
# Every tool has a manual page, and page and --help tell the same story.
#
# The page of csv-scale is man/csv-scale.1, in mdoc(7).  Its OPTIONS section is a
# list with one item for each line of --help, all options included, spelt
#
#	.It Fl c , Fl -columns Ar LIST
#	.It Fl -zscore Ar LIST
#
# where --help prints
#
#	  -c, --columns LIST   the columns to work on
#	      --zscore LIST    ...
#
# What follows the names (the argument) is not compared.

load helper

man=$ROOT/man

sections='NAME SYNOPSIS DESCRIPTION OPTIONS EXIT STATUS EXAMPLES SEE ALSO '

tools()
{
	local tool found=false

	for tool in "$ROOT/${CSVLEARN_BIN:-bin}"/csv-*; do
		if [ -x "$tool" ]; then
			basename "$tool"
			found=true
		fi
	done
	$found || fail "no tool has been built"
}

# Call a function for each tool; fail when any call failed or said something.
each_tool() # FUNCTION
{
	local tool said bad=""

	for tool in $(tools); do
		if ! said=$("$1" "$tool" 2>&1) || [ -n "$said" ]; then
			bad+="$tool: $said"$'\n'
		fi
	done
	[ -z "$bad" ] || fail "$bad"
	[ -n "$tool" ]
}

# "-c --columns" or "--zscore", one option a line, sorted.
options_of_help() # < what --help printed
{
	sed -nE 's/^ {1,6}(-[A-Za-z0-9]), (--[a-z0-9-]+).*/\1 \2/p
	         s/^ {1,8}(--[a-z0-9-]+).*/\1/p
	         s/^ {1,6}(-[A-Za-z0-9])( .*)?$/\1/p' | sort
}

options_of_page() # PAGE
{
	awk '
	/^\.Sh / { inside = /OPTIONS/ }
	inside && /^\.It Fl / {
		line = ""
		for (i = 2; i < NF; i++)
			if ($i == "Fl")
				line = line (line == "" ? "" : " ") "-" $(i + 1)
		gsub(/\\/, "", line)
		print line
	}' "$1" | sort
}

sections_of_page()
{
	awk -v order="$sections" '
	/^\.Sh / { sub(/^\.Sh /, ""); if (index(order, $0 " ")) printf "%s ", $0 }' "$1"
}

has_page()
{
	[ -s "$man/$1.1" ] || echo "no man/$1.1"
}

has_tests()
{
	[ -s "$ROOT/tests/${1#csv-}.bats" ] || echo "no tests/${1#csv-}.bats"
}

page_is_clean()
{
	mandoc -T lint -W warning "$man/$1.1"
}

page_has_sections()
{
	local found

	found=$(sections_of_page "$man/$1.1")
	[ "$found" = "$sections" ] || echo "sections are $found"
	grep -qx "\.Nm $1" "$man/$1.1" || echo "the page is named otherwise (.Nm)"
}

page_has_options()
{
	local options

	options=$("$1" --help </dev/null | options_of_help)
	[ -n "$options" ] || echo "--help lists no option"
	diff -u --label "--help" --label "man/$1.1" <(echo "$options") <(options_of_page "$man/$1.1")
}

answers() # --help and --version: on stdout, quietly, status 0
{
	"$1" --help </dev/null >help || echo "--help: status $?"
	[ -s help ] || echo "--help prints nothing"
	cmp <("$1" -h </dev/null) help
	"$1" --version </dev/null >version || echo "--version: status $?"
	grep -qEx "$1 \(csvlearn\) [0-9]+\.[0-9]+\.[0-9]+" <(head -n 1 version) ||
	    echo "--version prints $(head -n 1 version)"
}

@test "every folder of tools/ is built" {
	local folder

	tools >/dev/null
	for folder in "$ROOT"/tools/*/; do
		folder=$(basename "$folder")
		tools | grep -qx "csv-$folder" || fail "csv-$folder was not built"
	done
}

@test "every tool has a manual page" {
	each_tool has_page
}

@test "every tool has tests" {
	each_tool has_tests
}

@test "every page csv-*.1 belongs to a tool" {
	local page

	for page in "$man"/csv-*.1; do
		page=$(basename "$page" .1)
		tools | grep -qx "$page" || fail "man/$page.1: no such tool"
	done
}

@test "the pages of the tools are clean" {
	each_tool page_is_clean
}

@test "the pages have all sections, in the usual order" {
	each_tool page_has_sections
}

@test "page and --help have the same options" {
	each_tool page_has_options
}

@test "--help and --version answer on stdout" {
	each_tool answers
}

# The checks above, held to pages that are wrong.

imitation() # a page in scratch/man and a tool that has --columns and --zscore
{
	man=$PWD
	cat > csv-look.1 <<-'E'
		.Dd January 1, 2026
		.Dt CSV-LOOK 1
		.Os
		.Sh NAME
		.Nm csv-look
		.Nd look
		.Sh SYNOPSIS
		.Nm
		.Sh DESCRIPTION
		Looks.
		.Sh OPTIONS
		.Bl -tag -width Ds
		.It Fl c , Fl -columns Ar LIST
		The columns.
		.It Fl -zscore Ar LIST
		The score.
		.It Fl -dedup Ns Op = Ns Ar LIST
		Once.
		.El
		.Sh EXIT STATUS
		Zero.
		.Sh EXAMPLES
		None.
		.Sh SEE ALSO
		.Xr csvlearn 7
	E
	lines '#!/bin/sh' 'cat <<E' 'usage: csv-look' '  csv-look -c a' \
	    '  -c, --columns LIST  the columns' \
	    '                      --more-of-the-text' \
	    '      --zscore LIST   the score' '      --dedup[=LIST]  once' E > csv-look
	chmod +x csv-look
	PATH=$PWD:$PATH
}

@test "a right page passes each check" {
	imitation
	for check in has_page page_is_clean page_has_sections page_has_options; do
		run "$check" csv-look
		assert_output ""
	done
}

@test "an option that only --help or only the page has is found" {
	imitation
	sed -i 's/zscore LIST/zscores LIST/' csv-look
	run page_has_options csv-look
	assert_line "+--zscore"
	assert_line "---zscores"
	imitation
	sed -i 's/Fl c , //' csv-look.1
	run page_has_options csv-look
	assert_line -- "--c --columns"
}

@test "a missing page, section or a fault in mdoc is found" {
	imitation
	sed -i '/EXIT STATUS/,+1d' csv-look.1
	run page_has_sections csv-look
	assert_output --partial "sections are NAME SYNOPSIS DESCRIPTION OPTIONS EXAMPLES"
	sed -i 's/^\.El/.Ed/' csv-look.1
	run page_is_clean csv-look
	refute_output ""
	run has_page csv-nothing
	assert_output "no man/csv-nothing.1"
}
