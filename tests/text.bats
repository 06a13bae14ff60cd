# text.bats - csv-text: words into columns of numbers

load helper

golden=$DATA/text

# The new columns, in the order of their names.
sorted() # OPTION...
{
	local names

	csv-text "$@" "$golden/reports.csv" > wide.csv
	names=$(head -n 1 wide.csv | tr , '\n' | grep ^report= | LC_ALL=C sort | paste -s -d ,)
	csv-select -c "$names" wide.csv
}

is_like() # GOLDEN OPTION...
{
	sorted "${@:2}" > got.csv
	run close_to "$golden/$1.csv" < got.csv
	assert_output ""
}

header() # OPTION... < text of one cell
{
	{ echo t; sed 's/^/"/; s/$/"/'; } > one.csv
	csv-text --counts "$@" one.csv | head -n 1
}

@test "counts and tf-idf: as scikit-learn" {
	is_like counts --counts report
	is_like pairs --counts report:2 --min-count 3 --top 9999
	is_like tfidf --tfidf report:3 --max-share 0.3 --min-count 2 --top 9999
	is_like binary --tfidf report --binary
}

@test "words: letters and digits of any alphabet, ASCII made small" {
	assert_equal "$(header t <<< "It's a_B über-Straße, 3.5%!")" \
	    "t=3,t=5,t=a_b,t=it,t=s,t=straße,t=über"
	assert_equal "$(header t:3 --top 4 <<< "one two  three")" "t=one,t=one two,t=one two three,t=three"
	assert_equal "$(header t --characters 2 <<< "abc x übe")" "t=ab,t=bc,t=be,t=x,t=üb"
	# Bytes that are no UTF-8 are letters of their own.
	printf 't\n"a\377b \200"\n' > one.csv
	csv-text --counts t one.csv | head -n 1 | od -An -c | tr -d ' \n' > out
	assert_equal "$(cat out)" 't=a377b,t=200\n'
}

@test "vocabulary: order, bounds, and what is left of it" {
	lines id,t 1,'a b b' 2,'b c' 3,'"c, b"' 4, 5,'!' > t.csv
	csv-text --counts t t.csv > out.csv
	lines id,t=b,t=c,t=a 1,2,0,1 2,1,1,0 3,1,1,0 4,0,0,0 5,0,0,0 > want.csv
	same want.csv out.csv
	csv-text --counts t --binary --keep t.csv > out.csv
	lines id,t,t=b,t=c,t=a 1,'a b b',1,0,1 2,'b c',1,1,0 3,'"c, b"',1,1,0 4,,0,0,0 5,'!',0,0,0 > want.csv
	same want.csv out.csv
	run csv-text --counts t --top 1 t.csv
	assert_line --index 0 id,t=b
	run csv-text --counts t --min-count 2 t.csv
	assert_line --index 0 id,t=b,t=c
	# Of the four cells with a value three hold b.
	run csv-text --counts t --max-share 0.74 t.csv
	assert_line --index 0 id,t=c,t=a
	run csv-text --counts t --max-share 0.75 t.csv
	assert_line --index 0 id,t=b,t=c,t=a
}

@test "learnt, applied, merged; order, blocks and threads do not show" {
	csv-text --tfidf report:2 -f a.st "$golden/reports.csv" > fitted.csv
	csv-text -a a.st "$golden/reports.csv" > applied.csv
	same fitted.csv applied.csv
	csv-text -a a.st --block-size 60 -j 3 < "$golden/reports.csv" > applied.csv
	same fitted.csv applied.csv
	{ head -n 1 "$golden/reports.csv"; tail -n +2 "$golden/reports.csv" | sort -r; } |
	    csv-text --tfidf report:2 -n -f b.st --block-size 60 -j 3
	same a.st b.st
	csv-text --tfidf report:2 -n --partial -f 1.part <(head -n 21 "$golden/reports.csv")
	csv-text --tfidf report:2 -n --partial -f 2.part <(sed -n '1p;22,$p' "$golden/reports.csv")
	csv-apply --merge 2.part 1.part > merged.st
	same a.st merged.st
	# Words that fitting did not see, and none at all.
	csv-text -a a.st <<< $'report\nunheard of\n""' > out.csv
	run awk -F, 'NR > 1 { s = 0; for (i = 1; i <= NF; i++) s += $i * $i; print s }' out.csv
	assert_output "$(lines 1 0)"
}

@test "hash: buckets as csv-onehot has them, nothing is learnt" {
	lines t 'red blue red' > t.csv
	csv-text --counts t --hash 8 t.csv > out.csv
	csv-onehot -c t --hash 8 <<< $'t\nred\nblue' > one.csv
	run head -n 1 out.csv
	assert_output 't#0,t#1,t#2,t#3,t#4,t#5,t#6,t#7'
	awk -F, 'NR == 2 { for (i = 1; i <= NF; i++) red[i] = $i }
	    NR == 3 { for (i = 1; i <= NF; i++) printf "%d%s", 2 * red[i] + $i, i < NF ? "," : "\n" }' one.csv > want
	same <(tail -n 1 out.csv) want
	csv-text --counts t --hash 8 -n -f x.st t.csv
	csv-text -a x.st t.csv > again.csv
	same out.csv again.csv
}

@test "what is refused" {
	local args message
	lines t 'a b' > t.csv
	while IFS='|' read -r args message; do
		# shellcheck disable=SC2086
		run_split csv-text $args t.csv
		assert_failure 2
		stderr_has "$message"
	done <<- 'E'
		--counts t:0|--counts LIST[:N] wants a whole number of words, 1 to 10, and none with --characters
		--tfidf t:11|--tfidf LIST[:N] wants a whole number of words
		--counts t:x|--counts LIST[:N] wants
		--counts t:2 --characters 3|none with --characters
		--counts t --characters 101|--characters: more than 100
		--counts t --max-share 0|--max-share is a number above 0, up to 1
		--counts t --max-share 1.1|--max-share is a number above 0, up to 1
		--counts t --hash 4 --top 3|--hash learns no vocabulary: it goes with no --min-count, --max-share or --top
		--tfidf t --hash 4|--hash learns no vocabulary, which --tfidf weighs
		--counts t --hash 10001|--hash 10001 makes more columns than --max-columns 10000
		--counts t --hash 1000001|--hash: more than 1000000 buckets
	E
	run_split csv-text --counts t --max-columns 1 t.csv
	assert_failure 3
	stderr_has 'column "t" would become 2 columns, more than --max-columns 1 (use --top or --min-count)'
	run_split csv-text --counts t --min-count 2 t.csv
	assert_failure 3
	stderr_has 'column "t" has no term that is kept (see --min-count and --max-share)'
	lines t,t=a 'a b',1 > t.csv
	run_split csv-text --counts t t.csv
	assert_failure 3
	stderr_has 'column "t=a" exists already'
}

@test "states that do not add up are refused" {
	local edit message
	lines t 'a b' 'b' > t.csv
	csv-text --tfidf t -n -f x.st t.csv
	csv-text --counts t --hash 3 -n -f h.st t.csv
	while IFS='|' read -r file edit message; do
		sed "$edit" "$file.st" | python3 "$ROOT/tests/seal.py" > bad.st
		run_split csv-text -a bad.st t.csv
		assert_failure 3
		stderr_has "$message"
	done <<- 'E'
		x|/term,a/,+1d|column "t" announces another number of terms than it has
		x|/,documents,/d|more cells than there are
		x|/count,1/d|column "t" has a term without "count"
		x|s/count,1/count,3/|more cells than there are
		x|s/term,a/term,b/|not a fact of text, or there twice
		x|s/method,tfidf/method,tf/|text has no method "tf"
		x|s/grams,1/grams,11/|out of range
		h|s/method,counts/method,tfidf/|column "t" weighs terms, and there are buckets
		h|s/buckets,3/buckets,4000000000/|out of range
		h|s/^text,t,grams.*/&\ntext,t,terms,0/|a vocabulary beside buckets
	E
}
