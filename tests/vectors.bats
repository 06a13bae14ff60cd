# vectors.bats - csv-vectors: embeddings of categories, against numpy; near ones, refusals

load helper

meetings=$DATA/vectors/meetings.csv

@test "as numpy: singular vectors of the positive mutual information" {
	csv-vectors --ppmi who,what:3 -n -f v.st "$meetings"
	csv-vectors -a v.st --table > got.csv
	run close_to "$DATA/vectors/ppmi.csv" < got.csv
	assert_output ""
}

@test "each cell becomes its vector" {
	csv-vectors --ppmi who,what:2:w -f v.st "$meetings" > out.csv
	csv-vectors -a v.st "$meetings" > again.csv
	same out.csv again.csv
	csv-vectors -a v.st --table > table.csv
	run_split csv-vectors -a v.st <<< $'x,who\n1,a1\n2,\n3,new'
	assert_line --index 0 x,w1,w2
	assert_line --index 1 "1,$(sed -n 's/^a1,//p' table.csv)"
	assert_line --index 2 2,,
	assert_line --index 3 3,0,0
	stderr_is 'csv-vectors: warning: column "who": 1 cells hold a category without a vector (all its numbers are 0)'
	csv-vectors --ppmi who,what:2 --keep "$meetings" | head -n 1 > header
	assert_equal "$(cat header)" who,what,who1,who2
	csv-vectors --ppmi who,what:1 --top 4 -n -f t.st "$meetings"
	csv-vectors -a t.st --table > table.csv
	assert_equal "$(wc -l < table.csv)" 5
}

@test "neither order nor blocks nor threads nor shards show; gaps take no part" {
	{ cat "$meetings"; echo ,b1; echo a1,; } > t.csv
	csv-vectors --ppmi who,what:3 -n -f a.st t.csv
	{ head -n 1 t.csv; tail -n +2 t.csv | sort -r; } |
	    csv-vectors --ppmi who,what:3 -n -f b.st -j 3 --block-size 50
	same a.st b.st
	csv-vectors --ppmi who,what:3 -n --partial -f 1.part <(head -n 101 t.csv)
	csv-vectors --ppmi who,what:3 -n --partial -f 2.part <(sed -n '1p;102,$p' t.csv)
	csv-apply --merge 2.part 1.part > merged.st
	same a.st merged.st
	csv-vectors --ppmi who,what:3 -n -f c.st "$meetings"
	csv-vectors -a a.st --table > a.csv
	csv-vectors -a c.st --table > c.csv
	same a.csv c.csv
}

@test "nearest: those of the same topic" {
	csv-vectors --ppmi who,what:3 -n -f v.st "$meetings"
	csv-vectors -a v.st --nearest a1 --top 3 > near.csv
	run cut -d , -f 1 near.csv
	assert_output "$(lines level a3 a2 a0)"
	csv-vectors -a v.st --nearest a1 > near.csv
	assert_equal "$(wc -l < near.csv)" 11
	run_split csv-vectors -a v.st --nearest zebra
	assert_failure 3
	stderr_is 'csv-vectors: v.st: "zebra" has no vector'
	run_split csv-vectors -a v.st --nearest a1 "$meetings"
	assert_failure 2
	stderr_has '--table and --nearest print what is in -a FILE, one of them, and read no rows'
	run_split csv-vectors --table
	assert_failure 2
	csv-scale --minmax 1 -n -f s.st <<< $'x\n1'
	run_split csv-vectors -a s.st --table
	assert_failure 3
	stderr_is 'csv-vectors: s.st: not one step of vectors'
	csv-vectors --ppmi who,what:1 --ppmi what,who:1 -n -f two.st "$meetings"
	run_split csv-vectors -a two.st --table
	assert_failure 3
	stderr_is 'csv-vectors: two.st: vectors of more than one column'
}

@test "what is refused" {
	local how
	lines a,b,c x,p,1 y,q,2 > t.csv
	for how in a,b a:1 a,b,c:1 a,b:0 a,b:1001 a,b:x a,b:1:n:m; do
		run_split csv-vectors --ppmi $how t.csv
		assert_failure 2
		stderr_has '--ppmi A,B:K[:NAME] wants two columns, and a whole number from 1 to 1000'
	done
	run_split csv-vectors --ppmi a,b:1 --top 1001 t.csv
	assert_failure 2
	stderr_has '--top: more than 1000'
	run_split csv-vectors --ppmi a,b:3 t.csv
	assert_failure 3
	stderr_has '--ppmi: column "a" has 2 categories whose company differs in 2 ways, fewer than the 3 numbers asked for'
	run_split csv-vectors --ppmi a,b:1 --min-count 2 t.csv
	assert_failure 3
	stderr_has '--ppmi: column "a" has 0 categories'
}

@test "states that do not add up are refused" {
	local file edit message
	lines a,b x,p y,q > t.csv
	csv-vectors --ppmi a,b:1 -n -f x.st t.csv
	csv-vectors --ppmi a,b:1 -n --partial -f x.part t.csv
	while IFS='|' read -r file edit message; do
		sed "$edit" "$file" | python3 "$ROOT/tests/seal.py" > bad.st
		if [ "$file" = x.st ]; then
			run_split csv-vectors -a bad.st t.csv
		else
			run_split csv-apply --merge bad.st
		fi
		assert_failure 3
		stderr_has "$message"
	done <<- 'E'
		x.st|s/level,y/level,x/|a category that was there already, or too many
		x.st|s/numbers,1/numbers,2/|not a fact of vectors
		x.st|s/numbers,1/numbers,0/|not a number of numbers
		x.st|/context,b/d|not a number of numbers
		x.st|/level,/d;/number,/d|the facts of column "a" do not add up
		x.st|s/top,1000/top,2000/|out of range
		x.st|s/method,ppmi/method,svd/|vectors has no method "svd"
		x.part|s/text:1,1:/text:1,9:/|a text is no pair of category and context
	E
}
