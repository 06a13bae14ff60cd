#!/usr/bin/env bats
#
# What every program does when something goes wrong around it: full disks, closed
# descriptors, dead neighbours, damaged input.  A stage that failed or was killed never
# passes for one that finished, and nothing half-written is left behind.
#
# The table below says how each program is called; one that is not in it fails a test.

load helper

# Program, kind, options.  It reads CSV on standard input or from a file named behind,
# and writes to standard output.  Kinds: rows (they stream through), fold (one small
# table at the end), fit (a state at the end).
table()
{
	cat <<-'E'
		agree fold --level interval -c x,id --bootstrap 0
		apply rows -a scale.st
		balance rows -y y --factor 2 --positive 1
		bin rows --width x:3
		check fold --infer
		cluster rows --kmeans x,id:2
		cross rows --product x,id
		date rows --format %s --parts id:hour
		describe fold
		eval fold -y y
		embed rows --pca x,id:1 --keep
		importance fold -a model.st -y y -c x --repeats 1
		fair fold -a model.st --flip x:1:2
		impute rows --mean x
		model fit --import --model linear -y y --names id --weights x
		ngram rows --kneser-ney city:2
		onehot rows -c city
		predict rows -a model.st -c id,x,city
		sample rows --count 30000
		scale rows --zscore x,id
		screen fold -y y
		scrub rows --drop-missing x
		select rows -c city,x
		split rows -p a=0.9,b=0.1 --only a
		target rows -c city -y y
		text rows --counts city --min-count 1
		train fit -y y -c x,id --l2 1
		vectors rows --ppmi city,id:1
	E
}

# A table in which every program finds what it needs.
data() # ROWS
{
	awk -v rows="$1" 'BEGIN {
		print "id,x,city,y,prediction,probability"
		for (i = 1; i <= rows; i++)
			printf "%d,%.3f,%s,%d,%d,%.2f\n", i, i * 37 % 1000 / 8 + 1,
			    i % 5 ? "Oslo" : "\"York, old\"", i % 3 == 0 || i % 7 == 0,
			    i % 2, i % 10 / 10
	}'
}

setup_file()
{
	load helper
	cd "$BATS_FILE_TMPDIR" || return
	data 60 > in.csv
	data 40000 > big.csv
	gzip -c big.csv > big.csv.gz
	csv-scale --minmax x -n -f scale.st in.csv
	csv-train -y y -c x,id --model logistic in.csv -o model.st
	chmod a-w ./*
}

# A folder for each test, with the data linked into it.
setup()
{
	scratch
	ln -s "$BATS_FILE_TMPDIR"/{in.csv,big.csv,big.csv.gz,scale.st,model.st} .
}

tools()
{
	local tool

	for tool in "$ROOT/${CSVLEARN_BIN:-bin}"/csv-*; do
		[ ! -x "$tool" ] || basename "$tool" | sed 's/^csv-//'
	done
	# CSVLEARN_BIN may name a folder elsewhere.
	for tool in "${CSVLEARN_BIN:-/nowhere}"/csv-*; do
		[ ! -x "$tool" ] || basename "$tool" | sed 's/^csv-//'
	done
}

# Run a check on every program of some kinds: CHECK "csv-x options" NAME; say which
# ones it failed for.
each() # CHECK [KIND...]
{
	local check=$1 name kind options bad=""

	shift
	while read -r name kind options; do
		[ $# -eq 0 ] || [[ " $* " == *" $kind "* ]] || continue
		"$check" "csv-$name $options" "$name" < /dev/null > said 2>&1 ||
		    bad+="csv-$name: $(cat said)"$'\n'
	done < <(table)
	[ -z "$bad" ] || fail "$bad"
}

# Run a line of shell; its status must be this, and what it says on standard error
# one line with that text (or, for an empty text, nothing).
expect() # STATUS TEXT LINE
{
	local got=0 text

	(eval "$3") > try.out 2> try.err || got=$?
	text=$(< try.err)
	if [ "$got" -ne "$1" ]; then
		echo "$3: status $got, not $1: $text"
	elif [ -z "$2" ] && [ -n "$text" ]; then
		echo "$3: it says $text"
	elif [ -n "$2" ] && [[ $text != csv-[a-z]*": "*"$2"* ]]; then
		echo "$3: it says '$text', not '$2'"
	elif [[ ${text/$'\n'usage: /} == *$'\n'* ]]; then
		echo "$3: it says more than one line: $text"
	else
		return 0
	fi
	return 1
}

# Nothing but what was there: no output, no temporary.
nothing_left() # [NAME] that may be there
{
	local left

	left=$(find . -type f ! -name 'try.*' ! -name 't.csv*' ! -name said ! -name "${1-said}")
	[ -z "$left" ] || { echo "left behind: $left"; return 1; }
}

@test "every program has a row in the table, and every row a program" {
	tools | sort -u > are
	table | cut -d ' ' -f 1 | sort > want
	assert [ -s are ]
	run diff -u want are
	assert_output ""
}

works()
{
	bash -c "$1 in.csv" > a 2> /dev/null || { echo "status $?"; return 1; }
	bash -c "$1 < in.csv" > b 2> /dev/null || return 1
	bash -c "$1 -o c in.csv" 2> /dev/null > d || return 1
	[ -s a ] && cmp a b && cmp a c && [ ! -s d ]
}

@test "the table is true: file, standard input and -o give the same" {
	each works
}

# ---- output ----

full_disk()
{
	expect 4 "stdout: cannot write: No space left on device" "$1 in.csv > /dev/full" &&
	    expect 4 "stdout: cannot write" "csv-$2 --help > /dev/full" &&
	    expect 4 "stdout: cannot write" "csv-$2 --version > /dev/full" &&
	    expect 4 "/dev/full: cannot write: No space left on device" "$1 -o /dev/full in.csv"
}

@test "a full disk" {
	[ -e /dev/full ] || skip "there is no /dev/full"
	each full_disk
}

full_disk_early() # rows that do not fit into the buffer
{
	expect 4 "stdout: cannot write: No space left on device" "$1 big.csv > /dev/full"
}

@test "a full disk, seen in the middle" {
	[ -e /dev/full ] || skip "there is no /dev/full"
	each full_disk_early rows
}

closed_stdout()
{
	expect 4 "stdout: cannot write: Bad file descriptor" "$1 in.csv >&-" &&
	    expect 4 "stdout: cannot write" "csv-$2 --help >&-" &&
	    expect 4 "stdout: cannot write" "csv-$2 --version >&-"
}

@test "standard output is closed" {
	each closed_stdout
}

no_stderr()
{
	local got=0

	bash -c "$1 none.csv 2>&-" > try.out || got=$?
	[ $got -eq 4 ] && [ ! -s try.out ]
}

@test "standard error is closed: the status still tells" {
	each no_stderr
}

missing_folder()
{
	expect 4 "none/out: cannot create: No such file or directory" "$1 -o none/out in.csv" &&
	    expect 4 "/: is a directory" "$1 -o / in.csv" && nothing_left
}

@test "-o into a folder that is not there" {
	each missing_folder
}

onto_itself()
{
	rm -f t.csv link.csv
	cp in.csv t.csv
	chmod u+w t.csv
	ln -s t.csv link.csv
	expect 2 "t.csv is input and output" "$1 -o t.csv t.csv" &&
	    expect 2 "link.csv is input and output" "$1 -o link.csv t.csv" &&
	    expect 2 "t.csv is input and output" "$1 -o t.csv in.csv link.csv" &&
	    expect 2 "t.csv is input and output" "$1 -o t.csv < t.csv" &&
	    cmp t.csv in.csv && nothing_left
}

@test "-o onto the input is refused" {
	each onto_itself
}

# The exact text of what bad input is told belongs to the tests of the reader.
old_file_stays()
{
	rm -f out
	{ cat in.csv; echo 61,2; } > t.csv
	expect 3 "t.csv:62: 2 fields where the header has 6" "$1 -o out t.csv" &&
	    nothing_left || return 1
	echo old > out
	expect 3 "t.csv:62: " "$1 -o out t.csv" && [ "$(cat out)" = old ] &&
	    nothing_left out || return 1
	expect 3 "stdin:62: " "cat t.csv | $1 -o out" && [ "$(cat out)" = old ] &&
	    nothing_left out
}

@test "a failure leaves nothing behind, and an old file as it was" {
	each old_file_stays
}

@test "what is written besides is not left either" {
	local how

	{ cat in.csv; echo 61,2; } > t.csv
	for how in 'csv-scale --zscore x -n -f new' 'csv-scale --zscore x -f new -o new2' \
	    'csv-select -c x -f new -o new2' 'csv-scrub --drop-missing x --rejects new -o new2' \
	    "csv-split -p a=0.5,b=0.5 --out 'new.{}'" 'csv-train -y y -c x -o new'; do
		run expect 3 "t.csv:62: " "$how t.csv"
		assert_output ""
		run expect 3 "stdin:62: " "cat t.csv | $how"
		assert_output ""
		run nothing_left
		assert_output ""
	done
	echo '"' >> scale.bad
	run expect 3 "" "csv-apply --merge scale.bad -o new 2> /dev/null"
	assert_output ""
	assert_not_exists new
}

# ---- input ----

no_input()
{
	mkdir -p folder
	expect 4 "none.csv: cannot open: No such file or directory" "$1 none.csv" &&
	    expect 4 "folder: is a directory" "$1 folder" &&
	    expect 4 "stdin: is a directory" "$1 < folder" &&
	    expect 4 "stdin: cannot read: Bad file descriptor" "$1 <&-" &&
	    expect 3 "stdin: empty input, not even a header" "$1 < /dev/null" &&
	    expect 4 "none.csv: cannot open" "$1 in.csv none.csv -o out" && [ ! -e out ]
}

@test "no such file, a folder, standard input closed or empty" {
	each no_input
}

not_allowed()
{
	rm -f t.csv
	cp in.csv t.csv
	chmod 0 t.csv
	expect 4 "t.csv: cannot open: Permission denied" "$1 t.csv"
}

@test "a file that may not be read" {
	[ "$(id -u)" -ne 0 ] || skip "root may read anything"
	each not_allowed
}

bad_gzip()
{
	local size

	size=$(wc -c < big.csv.gz)
	head -c $((size / 2)) big.csv.gz > t.csv.gz
	expect 3 "t.csv.gz: gzip data ends early: the file is cut off" "$1 -o out t.csv.gz" ||
	    return 1
	expect 3 "stdin: gzip data ends early: the file is cut off" "$1 -o out < t.csv.gz" ||
	    return 1
	# What is unpacked from here on may be no CSV, long before the checksum.
	{ head -c $((size / 2)) big.csv.gz; printf 'damage to the data';
	    tail -c +$((size / 2 + 19)) big.csv.gz; } > t.csv.gz
	expect 3 "t.csv.gz:" "$1 -o out t.csv.gz" || return 1
	# The checksum at the end alone is wrong.
	{ head -c $((size - 8)) big.csv.gz; printf abcd; tail -c 4 big.csv.gz; } > t.csv.gz
	expect 3 "t.csv.gz: gzip data is damaged" "$1 -o out t.csv.gz" || return 1
	nothing_left
}

@test "gzip that is cut off or damaged" {
	each bad_gzip
}

states()
{
	local model=scale.st how="csv-$2" input=in.csv

	csv-"$2" --help | grep -q -- --apply || return 0
	case $2 in
	predict) model=model.st how="csv-predict -c id,x,city" ;;
	importance) model=model.st how="csv-importance -c x --repeats 1" ;;
	fair) model=model.st how="csv-fair --flip x:1:2" ;;
	train) how="csv-train -y y -c x" ;;
	describe) # prints what it learnt earlier, and reads nothing else
		model=describe.st input=""
		csv-describe -n -f $model in.csv
		;;
	esac
	expect 0 "" "$how -a $model $input" || return 1
	sed 's/,begin,1$/,begin,2/' $model > bad.st
	expect 3 "bad.st:2: written by a newer csvlearn: format 2, this program reads 1" \
	    "$how -a bad.st -o out $input" || return 1
	sed '$d' $model > bad.st
	expect 3 "bad.st: the last step has no end: the file is cut off" \
	    "$how -a bad.st -o out $input" || return 1
	head -c 100 $model > bad.st
	expect 3 "bad.st:" "$how -a bad.st -o out $input" || return 1
	gzip -c $model | head -c 60 > bad.st
	expect 3 "bad.st: gzip data ends early" "$how -a bad.st -o out $input" || return 1
	mkdir -p folder
	expect 4 "folder: is a directory" "$how -a folder -o out $input" &&
	    expect 4 "none.st: cannot open: No such file" "$how -a none.st -o out $input" &&
	    expect 3 "in.csv: not a state file" "$how -a in.csv -o out $input" || return 1
	if [ "$(id -u)" -ne 0 ]; then
		rm -f bad.st
		cp $model bad.st
		chmod 0 bad.st
		expect 4 "bad.st: cannot open: Permission denied" "$how -a bad.st $input" ||
		    return 1
		rm -f bad.st
	fi
	[ ! -e out ]
}

@test "a state that is from the future, cut off, damaged, a folder, missing" {
	each states
}

# ---- neighbours ----

# More than a pipe of the largest size holds, or the reader may go too late.
more="big.csv big.csv big.csv big.csv big.csv big.csv"

gone_reader()
{
	env --default-signal=PIPE bash -c "$1 $more 2> try.err | head -n 1 > /dev/null
		echo \${PIPESTATUS[0]}" > try.out
	[ "$(cat try.out)" = 141 ] || { echo "status $(cat try.out)"; return 1; }
	[ ! -s try.err ] || { echo "it says $(cat try.err)"; return 1; }
}

@test "a reader that goes away: death by SIGPIPE, without a word" {
	env --default-signal=PIPE true || skip "env cannot reset signals"
	each gone_reader rows
}

ignored_reader() # with SIGPIPE ignored it is an error like others
{
	bash -c "trap '' PIPE; $1 $more 2> try.err | head -n 1 > /dev/null
		echo \${PIPESTATUS[0]}" > try.out
	[ "$(cat try.out)" = 4 ] && grep -q "stdout: cannot write: Broken pipe" try.err
}

@test "a reader that goes away, with SIGPIPE ignored" {
	each ignored_reader rows
}

unterminated()
{
	local kind=$3

	head -c -1 in.csv > t.csv
	expect 3 "stdin: input ends without a newline: did the command before fail?" \
	    "cat t.csv | $1 -o out" && [ ! -e out ] || return 1
	bash -c "cat t.csv | $1 --unterminated -o out" 2> /dev/null &&
	    bash -c "$1 -o want in.csv" 2> /dev/null && cmp out want || return 1
	bash -c "$1 -o out t.csv" 2> /dev/null && cmp out want || return 1
	rm -f out want
}

@test "piped input without its last newline is committed by nobody" {
	each unterminated
}

unterminated_table()
{
	expect 3 "stdin: input ends without a newline" "head -c -1 in.csv | $1" &&
	    [ ! -s try.out ]
}

unterminated_rows()
{
	bash -c "$1 in.csv" 2> /dev/null | head -c -1 > want
	head -c -1 in.csv | bash -c "$1" > got 2> /dev/null && cmp want got || return 1
	head -c -1 in.csv | bash -c "$1 --unterminated" 2> /dev/null |
	    tail -c 1 | od -c | grep -q '\\n'
}

@test "... is refused by folds and passed on by filters, without a newline again" {
	each unterminated_table fold fit
	each unterminated_rows rows
}

@test "... and by what keeps something besides" {
	head -c -1 in.csv > t.csv
	for how in 'csv-scale --zscore x -n -f new' 'csv-scale --zscore x -f new' \
	    "csv-split -p a=0.5,b=0.5 --out 'new.{}'" 'csv-scrub --drop-missing x --rejects new'; do
		run expect 3 "stdin: input ends without a newline" "cat t.csv | $how"
		assert_output ""
		run bash -c 'ls new*'
		assert_failure
		run bash -c "cat t.csv | $how --unterminated"
		assert_success
		rm new*
	done
}

# A pipe of four, each of which trips over its own column: csv-train commits at the end.
four_stages() # COLUMN LAST-STAGE
{
	awk -v bad="$1" 'BEGIN {
		print "a,b,c,d,y"
		for (i = 2; i <= 20000; i++)
			for (k = 1; k <= 5; k++)
				printf "%s%s", (i == 15000 && k == bad ? "3O" : i % 2 + 1),
				    (k < 5 ? "," : "\n")
	}' > t.csv
	bash +o pipefail -c "csv-scale --log a t.csv 2> 1.err | csv-scale --log1p b 2> 2.err |
		csv-bin --edges c:10:20 2> 3.err | $2 2> 4.err"
}

@test "a stage that fails in the middle of a pipe makes the last one fail, without pipefail" {
	local stage last name later

	for last in 'csv-train -y y -c d --l2 1 -o out' 'csv-scale --zscore d -o out' \
	    'csv-scale --zscore d -n -f out' 'csv-describe -c d'; do
		for stage in 1 2 3 4; do
			# To describe, 3O is text like any other.
			[[ $last == csv-describe* && $stage == 4 ]] && continue
			run -3 four_stages $stage "$last"
			assert_output ""
			assert_not_exists out
			name=$(cut -c $stage <<< abcd)
			run cat $stage.err
			assert_output --partial ":15000: column \"$name\": \"3O\" is not a number"
			for later in 2 3 4; do
				[ $later -gt $stage ] || continue
				run cat $later.err
				assert_output --partial "stdin:15000: a quote opens here and is never closed"
			done
		done
		run four_stages 0 "$last"
		assert_success
		rm -f out
	done
}

# Kill a filter after it has passed rows on; what comes behind must notice.
kill_upstream() # STAGE-BEHIND
{
	local upstream downstream held status=0

	rm -f a b
	mkfifo a b
	csv-select -x city < a > b 2> /dev/null &
	upstream=$!
	bash -c "exec $1" < b > try.out 2> try.err &
	downstream=$!
	exec {held}> a
	cat big.csv >&$held
	sleep 0.1
	kill -9 $upstream
	exec {held}>&-
	wait $upstream || true
	wait $downstream || status=$?
	rm -f a b
	return $status
}

@test "a stage that is killed makes a later one fail that commits" {
	local how

	for how in 'csv-train -y y -c x -o out' 'csv-scale --log x -o out' \
	    'csv-scale --zscore x -n -f out' 'csv-select -o out' 'csv-describe -o out' \
	    "csv-split -p a=0.5,b=0.5 --out 'out{}'" 'csv-eval -y y -o out'; do
		run kill_upstream "$how"
		assert_failure 3
		run cat try.err
		assert_output --regexp '^csv-[a-z]+: stdin(:[0-9]+)?: '
		run bash -c 'ls -A | grep out'
		assert_output try.out
	done
}

@test "... with filters between them" {
	run kill_upstream "csv-scale --log x | csv-impute --const y:0 | csv-train -y y -c x -o out"
	assert_failure 3
	assert_not_exists out
}

terminated_reading() # killed by SIGTERM while it waits for more
{
	local pid held status=0 i

	rm -f a
	mkfifo a
	bash -c "exec $1 -o out" < a 2> try.err &
	pid=$!
	exec {held}> a
	cat in.csv >&$held
	for ((i = 0; i < 200; i++)); do
		compgen -G '.out.*' > /dev/null && break
		sleep 0.01
	done
	compgen -G '.out.*' > /dev/null || { echo "no temporary was seen"; status=1; }
	kill -TERM $pid
	wait $pid || [ $? -eq 143 ] || { echo "status $?"; status=1; }
	exec {held}>&-
	rm -f a
	[ $status -eq 0 ] && nothing_left
}

@test "SIGTERM takes the temporary with it" {
	each terminated_reading
}

# ---- surroundings ----

hostile_names()
{
	local name

	name=$'no\e[2Jsuch\nfile\r\x9b\t'
	rm -f "$name"
	expect 4 'no\x1b[2Jsuch\x0afile\x0d\x9b\x09: cannot open' "$1 $(printf %q "$name")" ||
	    return 1
	LC_ALL=C grep -q '[[:cntrl:]]' <(tr -d '\n' < try.err) && return 1
	expect 4 'no\x1b[2Jsuch\x0afile\x0d\x9b\x09' \
	    "$1 -o $(printf %q "$name/out") in.csv" || return 1
	LC_ALL=C grep -q '[[:cntrl:]]' <(tr -d '\n' < try.err) && return 1
	printf 'a,\e[2J\n1,2,3\n' > "$name"
	expect 3 'no\x1b[2Jsuch\x0afile\x0d\x9b\x09:2: 3 fields' "csv-select $(printf %q "$name")"
}

@test "no control character of a file's name reaches the terminal" {
	each hostile_names
}

@test "no control character of a cell, a name or an option does" {
	printf 'x,"y\e[2J"\n1,2\n"3\e]0;\a\x9b",4\n' > t.csv
	for how in 'csv-scale --zscore x' 'csv-select -c $'"'a\eb'" \
	    'csv-select -c $'"'@\e'" 'csv-scale --ddof $'"'\e'" 'csv-scale -$'"'\e'" \
	    'csv-train -y x --model $'"'\e'" 'csv-scale --log x -f $'"'no/\e'" \
	    'csv-split --out $'"'\e' -p a=0.5,b=0.5" 'csv-apply -a $'"'\e'"; do
		bash -c "$how t.csv" > /dev/null 2> try.err && fail "$how succeeds"
		run cat try.err
		assert_output --partial '\x1b'
		run -1 env LC_ALL=C grep '[[:cntrl:]]' try.err
	done
}

@test "the poison in a stream holds no control character either" {
	{ cat big.csv; printf '1,"3\e",Oslo,1,1,1\n'; } > t.csv
	bash -c 'csv-scale --log x t.csv 2> /dev/null | tail -n 1' > out
	run cat out
	assert_output --partial 'csv-scale failed: t.csv:40002: '
	assert_output --partial '3\x1b'
	run -1 env LC_ALL=C grep '[[:cntrl:]]' out
}

same_in_locale()
{
	bash -c "$1 in.csv" > a 2> a.err
	LC_ALL=$locale LANGUAGE=de bash -c "$1 in.csv" > b 2> b.err
	cmp a b && cmp a.err b.err
}

@test "a locale with decimal commas changes nothing" {
	locale=$(locale -a 2> /dev/null | grep -E '^(de|fr|nl|sv|da)_' | head -n 1)
	[ -n "$locale" ] || skip "no such locale is installed"
	each same_in_locale
}

out_of_memory()
{
	expect 4 "out of memory" "ulimit -v 40000; $1 --max-record 1000000000 -o out t.csv" &&
	    nothing_left
}

@test "too little memory: status 4, and no half of a file" {
	sanitized && skip "the sanitizer takes more memory than there is"
	{ cat in.csv; printf '61,1,"'; head -c 30000000 /dev/zero | tr '\0' z; echo '",1,1,1'; } > t.csv
	each out_of_memory
}
