#!/usr/bin/env bats
#
# run-examples runs the examples of README.md and of every page (their tests are
# written into build/documents.bats).  Here it is shown that it would notice.

load helper

examples()
{
	run "$ROOT/tests/run-examples" "$@"
}

page() # LINE...
{
	lines '.Dd January 1, 2026' '.Sh EXAMPLES' '.Bd -literal -offset indent' "$@" .Ed > page.1
}

@test "a true example in markdown passes" {
	lines 'Text.' '```console' '$ wc -l < people.csv' '13' '```' > doc.md
	examples doc.md
	assert_output ""
	assert_success
}

@test "a false example fails and shows the difference" {
	lines '```console' '$ wc -l < people.csv' '14' '```' > doc.md
	examples doc.md
	assert_failure
	assert_line "--- doc.md:2 says"
	assert_line "-14"
	assert_line "+13"
}

@test "output that the document does not show fails" {
	lines '```console' '$ echo one; echo two' 'one' '```' > doc.md
	examples doc.md
	assert_failure
	assert_line "+two"
}

@test "output that the command does not print fails" {
	lines '```console' '$ echo one' 'one' 'two' '```' > doc.md
	examples doc.md
	assert_failure
	assert_line "-two"
}

@test "stderr, exit status and further lines of a command are compared" {
	lines '```console' '$ echo oops >&2; (exit 3)' 'oops' '$ echo $?' '3' \
	    '$ printf "%s\n" a |' '> tr a b' 'b' '```' > doc.md
	examples doc.md
	assert_output ""
	assert_success
}

@test "a shell that ends early fails" {
	lines '```console' '$ exit 0' '$ echo on' 'on' '```' > doc.md
	examples doc.md
	assert_failure
}

@test "blocks of one document share a folder" {
	lines '```console' '$ echo 1 > kept' '```' '```console' '$ cat kept' '1' '```' > doc.md
	examples doc.md
	assert_output ""
	assert_success
}

@test "other code blocks are not run" {
	lines '```sh' '$ echo no' '```' '```console' '$ echo yes' 'yes' '```' > doc.md
	examples doc.md
	assert_output ""
	assert_success
}

@test "a document without an example fails" {
	lines '```sh' '$ echo no' '```' > doc.md
	examples doc.md
	assert_failure
	assert_output "doc.md: holds no example"
}

@test "a page is read with its escapes undone" {
	page '$ printf \(aq%s\en\(aq \(dqa\-b\(dq \e' '> "c d"' 'a-b' '\&c d'
	examples page.1
	assert_output ""
	assert_success
}

@test "a false example in a page fails" {
	page '$ echo a' b
	examples page.1
	assert_failure
	assert_line "-b"
}

@test "an unknown escape and a transcript in .Dl are refused" {
	page '$ echo \[u00E9]' x
	examples page.1
	assert_failure
	assert_line --partial "escape"
	page '$ echo a' a
	lines '.Dl $ echo b' >> page.1
	examples page.1
	assert_failure
	assert_line --partial "use .Bd -literal"
}

@test "a literal block without a prompt shows a file and is not run" {
	page 'op,item,key,value'
	lines '.Bd -literal' '$ echo a' a .Ed >> page.1
	examples page.1
	assert_output ""
	assert_success
}

@test "every document gets a test" {
	lines '```console' '$ echo a' b '```' > one.md
	lines '```console' '$ echo a' a '```' > two.md
	"$ROOT/tests/run-examples" --bats one.md two.md > documents.bats
	run bats --tap documents.bats
	assert_failure
	assert_line --partial "not ok 1"
	assert_line --partial "ok 2"
}
