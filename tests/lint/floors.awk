# floors.awk - does the code keep to its architecture?
#
#	cd ROOT && find lib tools -name '*.[ch]' | xargs awk -f floors.awk
#
# prints what is wrong, one complaint a line, and fails if there is any:
#
#   - an include of a floor above one's own, base < stat < table < io < model < op <
#     run < tools, or of another tool;
#   - a third-party header in no .c file, in more than one, or in a header;
#   - exit() and its kin below run/ (err.c holds die(), and mem.c may end a process
#     that is out of memory), and what would let chance, time or locale into a result;
#   - a main() longer than 45 lines, a file longer than 500.

BEGIN {
	n = split("base stat table io model op run tools", name)
	for (i = 1; i <= n; i++)
		floor[name[i]] = i
	n = split("csv.h zlib.h isa-l/igzip_lib.h xxhash.h lbfgs.h", name)
	for (i = 1; i <= n; i++)
		third_party[name[i]] = 1
	not_below_run = "(exit|_exit|_Exit|quick_exit|abort|die)"
	nowhere = "(rand|srand|random|drand48|setlocale|ctime|localtime)"
}

function complain(what)
{
	printf "%s:%d: %s\n", FILENAME, FNR, what
	complaints++
}

# The line without comments and without what stands in quotes; block comments may
# go on from line to line.
function code(line,   out, at, quote)
{
	while (line != "") {
		if (in_comment) {
			at = index(line, "*/")
			if (at == 0)
				return out
			in_comment = 0
			line = substr(line, at + 2)
		} else if (!match(line, /["']|\/\*|\/\//)) {
			return out line
		} else {
			out = out substr(line, 1, RSTART - 1)
			quote = substr(line, RSTART, RLENGTH)
			line = substr(line, RSTART + RLENGTH)
			if (quote == "//")
				return out
			if (quote == "/*") {
				in_comment = 1
				continue
			}
			while (line != "" && substr(line, 1, 1) != quote)
				line = substr(line, substr(line, 1, 1) == "\\" ? 3 : 2)
			line = substr(line, 2)
			out = out quote quote
		}
	}
	return out
}

function calls(line, names)
{
	return line ~ ("(^|[^A-Za-z0-9_>.])" names "[ \t]*\\(")
}

function finish_file()
{
	if (lines > 500) {
		printf "%s: %d lines, the limit is 500\n", file, lines
		complaints++
	}
}

FNR == 1 {
	finish_file()
	file = FILENAME
	split(file, part, "/")
	own = part[1] == "lib" ? part[2] : part[1]
	if (!(own in floor))
		complain("belongs to no floor")
	in_comment = in_main = 0
}

{ lines = FNR }

!in_comment && /^[ \t]*#[ \t]*include[ \t]*"/ {
	split($0, part, "\"")
	if (split(part[2], path, "/") == 1 && own == "tools")
		next                    # a header of the tool's own folder
	if (!(path[1] in floor) || path[1] == "tools" || path[1] ~ /^\./)
		complain("include \"" part[2] "\" names no floor of lib/")
	else if (floor[path[1]] > floor[own])
		complain(own " includes " path[1] ", which is above it")
	next
}

!in_comment && /^[ \t]*#[ \t]*include[ \t]*</ {
	split($0, part, /[<>]/)
	if (!(part[2] in third_party))
		next
	if (FILENAME !~ /\.c$/)
		complain("<" part[2] "> in a header")
	else if (part[2] in owner)
		complain("<" part[2] "> is the business of " owner[part[2]])
	else
		owner[part[2]] = FILENAME
	next
}

{
	line = code($0)
	if (floor[own] < floor["run"] && FILENAME !~ /^lib\/base\/(mem\.c|err\.[ch])$/ &&
	    calls(line, not_below_run))
		complain("ends the process; below run/ only fail() may be used")
	if (calls(line, nowhere))
		complain("results may not depend on chance, time or locale")
	if (line ~ /^(int[ \t]+)?main\(/)
		in_main = FNR
	if (in_main && line ~ /^}/) {
		if (FNR - in_main + 1 > 45)
			complain("main() has " FNR - in_main + 1 " lines, the limit is 45")
		in_main = 0
	}
}

END {
	finish_file()
	for (header in third_party)
		if (!(header in owner)) {
			printf "<%s> is included by no .c file\n", header
			complaints++
		}
	exit complaints > 0
}
