# laws.bats - what every operator promises, held over the table of operators
#
# csv-apply --list names the operators and methods; tests/laws/examples says how each
# is tried, so a new row in the table is tested before its author writes a test.
#
# A fold (describe) learns as maps do and keeps the laws of learning; there is nothing
# to apply, so of the others it keeps none: its tool prints what was learnt.

load helper

table()
{
	awk -v rows="$1" -v seed="$2" -f "$ROOT/tests/laws/table.awk"
}

setup_file()
{
	load helper
	cd "$BATS_FILE_TMPDIR" || return
	table 211 1 > train.csv
	table 97 5 > test.csv
	head -n 1 test.csv > header.csv
	# What every example learns from the train table, and the table it gives.
	each fit_example
}

setup()
{
	cd "$BATS_FILE_TMPDIR" || return
	mkdir -p "$BATS_TEST_TMPDIR"
	out=$BATS_TEST_TMPDIR
}

fit_example()
{
	eval "$3 $(fit_to "$3" "$4") train.csv"
}

examples()
{
	grep -v '^#' "$ROOT/tests/laws/examples"
}

# How a command is told to learn only: csv-train does nothing else.
fit_to()
{
	case $1 in
	csv-train*) echo "-o $2" ;;
	*) echo "-n -f $2" ;;
	esac
}

# Call a function for every example: law OP METHOD COMMAND STATE; say which one failed.
each()
{
	local op method command n=0
	while IFS=$'\t' read -r op method command; do
		if ! "$1" "$op" "$method" "$command" "$op.$method.st" < /dev/null; then
			echo "broken by: $op $method: $command" >&2
			return 1
		fi
		n=$((n + 1))
	done < <(examples)
	[ "$n" -gt 15 ]
}

learns()
{
	[[ $1 != csv-train* && $1 != csv-select* && $1 != csv-cross* && $1 != csv-date* ]]
}

maps()
{
	[[ $1 != csv-describe* ]]
}

# What a state is for: a table as maps make it, or the report of a fold.
use() # COMMAND STATE TABLE
{
	if maps "$1"; then
		csv-apply -a "$2" "$3"
	else
		"${1%% *}" -a "$2"
	fi
}

# Read CSV as records, not lines: the data rows on stdin in another order, or some.
rows()
{
	python3 -c '
import csv, sys
what = sys.argv[1]
table = list(csv.reader(open(sys.argv[2], newline="")))
head, rows = table[0], table[1:]
if what == "reverse":
    rows = rows[::-1]
elif what == "without":
    n = int(sys.argv[3])
    rows = rows[:n] + rows[n + 1:]
elif what == "piece":
    i, k = int(sys.argv[3]), int(sys.argv[4])
    rows = rows[i * len(rows) // k:(i + 1) * len(rows) // k]
elif what == "column":
    names = sys.argv[3:]
    rows = [[r[head.index(c)] for c in names] for r in rows]
    head = names
csv.writer(sys.stdout, lineterminator="\n").writerows([head] + rows)
' "$@"
}

@test "every operator and method has an example here" {
	csv-apply --list | tail -n +2 | awk -F, '{ print $1 "\t" ($2 == "" ? "-" : $2) }' | sort > "$out/table"
	examples | cut -f 1,2 | sort > "$out/examples"
	run diff "$out/table" "$out/examples"
	assert_success
}

# csv-target gives the rows it learns from values in which they have no part.
fit_equals_apply()
{
	[[ $3 == csv-train* || $3 == csv-target* ]] && return
	eval "$3 train.csv" > "$out/a" && use "$3" "$4" train.csv > "$out/b" &&
	    cmp "$out/a" "$out/b"
}

@test "transforming while learning gives what the saved state gives" {
	each fit_equals_apply
}

saved_while_transforming()
{
	[[ $3 == csv-train* ]] && return
	eval "$3 -f $out/st train.csv" > /dev/null && cmp "$out/st" "$4"
}

@test "the state is the same with and without output" {
	each saved_while_transforming
}

any_blocks()
{
	local size
	for size in 1 7 100 4096; do
		eval "$3 $(fit_to "$3" "$out/st") --block-size $size train.csv" &&
		    cmp "$out/st" "$4" || return 1
	done
	maps "$3" || return 0
	csv-apply -a "$4" test.csv > "$out/a"
	for size in 1 13 1000; do
		csv-apply -a "$4" --block-size "$size" test.csv > "$out/b" &&
		    cmp "$out/a" "$out/b" || return 1
	done
}

@test "how the input is cut into blocks does not show" {
	each any_blocks
}

# Blocks so small that many threads have some, and few: the last gets none.
any_jobs()
{
	local jobs
	for jobs in 1 2 5 16; do
		eval "$3 $(fit_to "$3" "$out/st") --block-size 300 -j $jobs train.csv" &&
		    cmp "$out/st" "$4" || return 1
	done
	maps "$3" || return 0
	csv-apply -a "$4" -j 1 test.csv > "$out/a"
	for jobs in 2 5 16; do
		csv-apply -a "$4" --block-size 100 -j "$jobs" test.csv > "$out/b" &&
		    cmp "$out/a" "$out/b" || return 1
	done
}

@test "how many threads there are does not show" {
	each any_jobs
}

pipe_file_gz()
{
	local fit
	fit=$(fit_to "$3" "$out/st")
	gzip -c train.csv > "$out/train.csv.gz"
	# Two members, cut in the middle of a record.
	{ head -c 1001 train.csv | gzip -c; tail -c +1002 train.csv | gzip -c; } > "$out/two.gz"
	eval "cat train.csv | $3 $fit" && cmp "$out/st" "$4" &&
	    eval "$3 $fit < train.csv" && cmp "$out/st" "$4" &&
	    eval "$3 $fit $out/train.csv.gz" && cmp "$out/st" "$4" &&
	    eval "cat $out/two.gz | $3 $fit" && cmp "$out/st" "$4" || return 1
	maps "$3" || return 0
	csv-apply -a "$4" test.csv > "$out/a"
	csv-apply -a "$4" < <(cat test.csv) > "$out/b" && cmp "$out/a" "$out/b" &&
	    gzip -c test.csv | csv-apply -a "$4" > "$out/b" && cmp "$out/a" "$out/b"
}

@test "a pipe, a file and gzip give the same" {
	each pipe_file_gz
}

pipe_transforms_itself()
{
	[[ $3 == csv-train* ]] && return
	eval "$3 train.csv" > "$out/a" && eval "cat train.csv | $3" > "$out/b" &&
	    cmp "$out/a" "$out/b" && eval "gzip -c train.csv | $3 -o $out/c.gz" &&
	    zcat "$out/c.gz" | cmp - "$out/a"
}

@test "a pipe that is learnt from and transformed gives what a file gives" {
	each pipe_transforms_itself
}

row_order()
{
	learns "$3" || return 0
	rows reverse train.csv > "$out/reverse.csv"
	eval "$3 -n -f $out/st $out/reverse.csv" && cmp "$out/st" "$4"
}

@test "the order of rows does not show in what is learnt" {
	each row_order
}

# Into how many pieces a table is cut.
shards()
{
	if long; then
		seq 1 16
	else
		echo 1 2 5 16
	fi
}

pieces()
{
	learns "$3" && [[ $3 != *--clip*--clip* ]] || return 0
	local k i
	for k in $(shards); do
		rm -f "$out"/piece.*
		for ((i = 0; i < k; i++)); do
			eval "$3 -n --partial -f $out/piece.$i $out/shard.$k.$i" || return 1
		done
		csv-apply --merge "$out"/piece.* > "$out/st" && cmp "$out/st" "$4" &&
		    cat "$out"/piece.* | csv-apply --merge > "$out/st" && cmp "$out/st" "$4" ||
		    return 1
	done
}

@test "pieces learnt apart and merged are the whole" {
	local k i
	for k in $(shards); do
		for ((i = 0; i < k; i++)); do
			rows piece train.csv "$i" "$k" > "$out/shard.$k.$i"
		done
	done
	each pieces
}

header_only()
{
	maps "$3" || return 0
	csv-apply -a "$4" header.csv > "$out/a" && csv-apply -a "$4" test.csv |
	    head -n 1 > "$out/b" && cmp "$out/a" "$out/b"
}

@test "a header without rows gives a header without rows" {
	each header_only
}

damaged()
{
	local n
	n=$(wc -l < "$4")
	head -n $((n - 1)) "$4" > "$out/cut"
	run -3 use "$3" "$out/cut" test.csv || return 1
	head -n 3 "$4" > "$out/cut"
	run -3 use "$3" "$out/cut" test.csv || return 1
	sed '3s/.$/~/' "$4" > "$out/edited"
	run -3 use "$3" "$out/edited" test.csv || return 1
	sed 's/,begin,1$/,begin,2/' "$4" > "$out/newer"
	run -3 use "$3" "$out/newer" test.csv || return 1
	sed "s/^$1,/unknown,/" "$4" > "$out/unknown"
	run -3 use "$3" "$out/unknown" test.csv
}

@test "a state that is cut off, edited, newer or unknown is refused" {
	each damaged
}

one_row_less()
{
	maps "$3" || return 0
	csv-apply -a "$4" test.csv > "$out/whole"
	rows without test.csv 40 > "$out/less.csv"
	csv-apply -a "$4" "$out/less.csv" > "$out/less"
	rows without "$out/whole" 40 > "$out/a"
	rows all "$out/less" > "$out/b"
	cmp "$out/a" "$out/b"
}

@test "a row's output does not depend on the other rows" {
	each one_row_less
}

untouched()
{
	maps "$3" || return 0
	# w, code or id is in no example's list of columns that change, but for these.
	local keep="id,label"
	csv-apply -a "$4" test.csv | csv-select -c "$keep" > "$out/a"
	csv-select -c "$keep" test.csv | cmp - "$out/a"
}

@test "columns that are not named leave as they came" {
	each untouched
}

states_concatenate()
{
	maps "$3" || return 0
	csv-select -x w -n -f "$out/sel.st" train.csv
	[[ $4 == select* ]] && return
	csv-apply -a "$4" -a "$out/sel.st" test.csv > "$out/a"
	cat "$4" "$out/sel.st" > "$out/both"
	csv-apply -a "$out/both" test.csv > "$out/b" && cmp "$out/a" "$out/b" &&
	    csv-apply -a "$4" test.csv | csv-apply -a "$out/sel.st" > "$out/c" &&
	    cmp "$out/a" "$out/c"
}

@test "states concatenate: cat is several -a is a pipe" {
	each states_concatenate
}

# The longest chain the examples allow, so that each operator feeds each later one.
chain()
{
	csv-impute --median gap,x --mode color -n -f "$out/1.st" train.csv
	csv-apply -a "$out/1.st" train.csv | csv-scale --clip pos:p2:p98 --log pos --zscore x \
	    -n -f "$out/2.st"
	csv-apply -a "$out/1.st" -a "$out/2.st" train.csv | csv-cross --product x,gap \
	    --cross 'color,"place, kind"' -n -f "$out/3.st"
	csv-apply -a "$out/1.st" -a "$out/2.st" -a "$out/3.st" train.csv |
	    csv-bin --quantile y:4 -n -f "$out/4.st"
	cat "$out"/[1-4].st > "$out/prep.st"
	csv-apply -a "$out/prep.st" train.csv |
	    csv-onehot -c 'y,color,"color_x_place, kind"' --min-count 2 -n -f "$out/5.st"
	cat "$out/5.st" >> "$out/prep.st"
}

@test "piped equals fused, byte for byte, down to the model and its predictions" {
	chain
	csv-apply -a "$out/1.st" train.csv | csv-scale -a "$out/2.st" | csv-cross -a "$out/3.st" |
	    csv-bin -a "$out/4.st" | csv-onehot -a "$out/5.st" > "$out/prepared.csv"
	csv-apply -a "$out/prep.st" train.csv | cmp - "$out/prepared.csv"
	csv-train -y label -x 'id,code,"place, kind"' -w w "$out/prepared.csv" > "$out/piped.st"
	csv-train -y label -x 'id,code,"place, kind"' -w w -a "$out/prep.st" train.csv \
	    > "$out/fused.st"
	grep -E '^logistic,[^,].*weight,|intercept' "$out/piped.st" > "$out/a"
	grep -E '^logistic,[^,].*weight,|intercept' "$out/fused.st" > "$out/b"
	[ "$(wc -l < "$out/a")" -gt 10 ]
	cmp "$out/a" "$out/b"
	csv-impute -a "$out/1.st" test.csv | csv-scale -a "$out/2.st" |
	    csv-cross -a "$out/3.st" | csv-bin -a "$out/4.st" | csv-onehot -a "$out/5.st" |
	    csv-predict -a "$out/piped.st" > "$out/piped.csv"
	csv-apply -a "$out/fused.st" test.csv | cmp - "$out/piped.csv"
	csv-predict -a "$out/fused.st" test.csv | csv-select -c prediction,probability > "$out/p"
	csv-select -c prediction,probability "$out/piped.csv" | cmp - "$out/p"
}

@test "methods chained in one command learn what they learn in a pipe" {
	local pair first second
	for pair in '--clip x:p5:p95|--zscore x' '--log pos|--zscore pos' \
	    '--clip y:10:p90|--robust y' '--minmax gap|--clip gap:p1:p80'; do
		first=${pair%|*} second=${pair#*|}
		eval "csv-scale $first $second -n -f $out/fused train.csv"
		eval "csv-scale $first -f $out/1.st train.csv" |
		    eval "csv-scale $second -n -f $out/2.st"
		cat "$out/1.st" "$out/2.st" | grep -Ev "^op,|,(options|end)," > "$out/a"
		grep -Ev "^op,|,(options|end)," "$out/fused" > "$out/b"
		cmp "$out/a" "$out/b"
	done
	csv-impute --mean gap -f "$out/1.st" train.csv | csv-scale --zscore gap -f "$out/2.st" \
	    > "$out/a"
	csv-apply -a "$out/1.st" -a "$out/2.st" train.csv | cmp - "$out/a"
}
