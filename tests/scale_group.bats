# scale_group.bats - csv-scale -g: what is learnt of groups of rows

load helper

@test "each group by its own facts, strangers by those of all rows" {
	lines g,x a,1 a,3 b,10 b,20 c,5 b, > t.csv
	run_split csv-scale --zscore x -g g -f s.st t.csv
	assert_output "$(lines g,x a,-1 a,1 b,-1 b,1 c,0 b,)"
	stderr_is ""
	csv-scale -a s.st t.csv > again.csv
	csv-scale --zscore x -g g t.csv > out.csv
	same out.csv again.csv
	run_split csv-scale -a s.st <<< $'x,g\n2,a\n7.8,new'
	assert_output "$(lines x,g 0,a 0,new)"
	stderr_is 'csv-scale: warning: column "g": 1 rows are of a group not seen in fitting (treated by the facts of all rows)'
	csv-scale -a s.st --inverse again.csv > back.csv
	lines g,x a,1 a,3 b,10 b,20 c,5 b, > want.csv
	same want.csv back.csv
}

@test "every method that learns learns of groups" {
	local method
	awk 'BEGIN { print "g,x"; for (i = 0; i < 300; i++) print (i % 3 ? "a" : "b") "," i * i % 97 / 4 + (i % 3 ? 100 : 1) }' > t.csv
	for g in a b; do
		{ echo g,x; grep "^$g" t.csv; } > $g.csv
	done
	for method in --zscore:x --minmax:x:-1:1 --robust:x --maxabs:x --power:x --uniform:x:20 --normal:x \
	    --clip:x:p5:3sd --log:x; do
		csv-scale "${method%%:*}" "${method#*:}" -g g t.csv | sort > got
		for g in a b; do
			csv-scale "${method%%:*}" "${method#*:}" $g.csv | tail -n +2
		done > parts
		{ echo g,x; cat parts; } | sort > want
		same want got
	done
}

@test "neither order nor blocks nor threads show; two levels" {
	awk 'BEGIN { print "g,x"; for (i = 0; i < 3000; i++) print i * 7 % 13 "," (i % 5 ? i % 101 : "") }' > t.csv
	csv-scale --clip x:p5:p95 --zscore x -g g -n -f a.st t.csv
	{ head -n 1 t.csv; tail -n +2 t.csv | sort; } |
	    csv-scale --clip x:p5:p95 --zscore x -g g -n -f b.st -j 3 --block-size 50
	same a.st b.st
	run grep -c begin a.st
	assert_output 2
	run_split csv-scale --zscore x -g g -n --partial -f c.st t.csv
	assert_failure 2
	stderr_has 'what is learnt by groups (-g) does not go into partials'
}

@test "a group with too few values has none of its own" {
	lines g,x a,1 a,3 a,5 b,10 b,20 > t.csv
	csv-scale --zscore x --ddof 2 -g g -n -f s.st t.csv
	run grep -c ',group,' s.st
	assert_output 1
	run_split csv-scale --zscore x -g z t.csv
	assert_failure 3
	stderr_has 't.csv: no column "z"'
}

@test "states that do not add up" {
	local edit message
	lines g,x a,1 a,2 b,3 > t.csv
	csv-scale --zscore x -g g -n -f s.st t.csv
	csv-scale --uniform x -g g -n -f u.st t.csv
	while IFS='|' read -r file edit message; do
		sed "$edit" "$file" | python3 "$ROOT/tests/seal.py" > bad.st
		run_split csv-scale -a bad.st t.csv
		assert_failure 3
		stderr_has "$message"
	done <<- 'E'
		s.st|/,,by,g/d|a group without columns to go by
		s.st|s/group,b/group,a/|a group that was there already
		s.st|/group,b/,$s/,sd,.*/,sdd,1/|not a fact of scale
		s.st|/group,b/{n;d}|column "x": the facts of a group do not add up
		u.st|/group,b/{n;d}|column "x": the facts of a group do not add up
	E
}
