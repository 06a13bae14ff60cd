# example-blocks.awk - the example blocks of a document
#
#	awk -v out=DIR/ -f example-blocks.awk README.md
#	awk -v out=DIR/ -f example-blocks.awk csv-scale.1
#
# An example block is a transcript: it holds a line that begins with "$ ", the
# prompt.  In markdown it stands between ```console and ```, in an mdoc page between
# .Bd -literal and .Ed (in any section); literal blocks without a prompt show a file
# and are left alone.  Block N is written to DIR/N.block, what the reader sees, and
# its first line number in the document to DIR/N.line.
#
# Escapes of mdoc are undone here rather than by a formatter, so that no hyphen or
# quote is prettified on the way; one that is not known is an error.

BEGIN {
	n = split("e:\\ -:- &: rs:\\ dq:\" aq:' ti:~ ha:^ ga:` at:@ sh:# Do:$ ba:|", known, " ")
	for (i = 1; i <= n; i++)
		meaning[substr(known[i], 1, index(known[i], ":") - 1)] = \
		    substr(known[i], index(known[i], ":") + 1)
}

function wrong(what)
{
	printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
	failed = 1
}

function unescape(line,   plain, at, name)
{
	while ((at = index(line, "\\")) > 0) {
		plain = plain substr(line, 1, at - 1)
		line = substr(line, at + 1)
		if (substr(line, 1, 1) == "(") {
			name = substr(line, 2, 2)
			line = substr(line, 4)
		} else {
			name = substr(line, 1, 1)
			line = substr(line, 2)
		}
		if (!(name in meaning))
			wrong("escape \\" name " in an example: please teach example-blocks.awk")
		plain = plain meaning[name]
	}
	return plain line
}

function begin()
{
	inside = 1
	text = ""
	prompts = 0
	first = FNR + 1
}

function end()
{
	inside = 0
	if (prompts == 0)
		return
	blocks++
	printf "%s", text > (out blocks ".block")
	print first > (out blocks ".line")
	close(out blocks ".block")
	close(out blocks ".line")
}

function add(line)
{
	if (line ~ /^\$ /)
		prompts++
	if (prompts > 0)
		text = text line "\n"
}

FILENAME ~ /\.md$/ {
	if (inside && /^```/)
		end()
	else if (inside)
		add($0)
	else if (/^```console[ \t]*$/)
		begin()
	next
}

/^\.Dl[ \t]+\$ / {
	wrong("a transcript in .Dl would not be tested; use .Bd -literal")
}

/^\.Bd / && /-literal/ { begin(); next }

inside && /^\.Ed/ { end(); next }

inside && /^\./ { wrong("macro in an example"); next }

inside { add(unescape($0)) }

END {
	if (inside)
		wrong("an example block is not closed")
	exit failed
}
