#!/usr/bin/env bats
#
# csv-fair: an attribute set to another value.

load helper

setup()
{
	scratch
	lines sex,x,y f,1,0 m,1,1 f,2,0 m,2,1 f,3,1 m,3,1 f,0,0 m,0,0 > t.csv
	# Known weights: a man has 2 more, at the same x.
	csv-onehot -c sex -n -f hot.st t.csv
	lines feature,weight ,-2 sex=f,0 sex=m,2 x,1 | csv-model --import --model logistic -y y -o w.st
	cat hot.st w.st > m.st
}

@test "what changes is what the attribute's weight makes of the score" {
	csv-fair -a m.st --flip sex t.csv > got
	assert_equal "$(head -n 1 got)" value,n,flip_rate,mean_abs_difference,mean_difference,max_abs_difference
	assert_equal "$(tail -n +2 got | cut -d , -f 1,2)" "$(lines f,4 m,4)"
	# By hand: the scores are x - 2 for women and x for men.
	awk 'function p(z) { return 1 / (1 + exp(-z)) }
		BEGIN { for (x = 0; x < 4; x++) { d = p(x) - p(x - 2); s += d; if (d > m) m = d; f += (x >= 0) != (x - 2 >= 0) }
			printf "%.15g %.15g %.15g\n", f / 4, s / 4, m }' > want
	read -r flips mean most < want
	awk -F, -v f="$flips" -v s="$mean" -v m="$most" '
		function near(a, b) { a -= b; return a < 1e-12 && a > -1e-12 }
		NR == 2 { if (!near($3, f) || !near($4, s) || !near($5, -s) || !near($6, m)) exit 1 }
		NR == 3 { if (!near($3, f) || !near($4, s) || !near($5, s) || !near($6, m)) exit 1 }' got
	csv-fair -a m.st --flip sex -j 3 --block-size 16 t.csv | cmp got -
	csv-fair -a m.st --flip sex < t.csv | cmp got -
	# An attribute that the model does not know.
	lines feature,weight x,1 | csv-model --import --model logistic -y y -o blind.st
	assert_equal "$(csv-fair -a blind.st --flip sex t.csv | tail -n +2 | cut -d , -f 3- | sort -u)" 0,0,0,0
}

@test "values by name, and the rows that change most" {
	csv-fair -a m.st --flip sex:m:x --worst w.csv --top 3 -q t.csv > got
	assert_equal "$(tail -n +2 got | cut -d , -f 1,2)" "$(lines m,4 x,8)"
	assert_equal "$(head -n 1 w.csv)" row,from,to,before,after,difference
	assert_equal "$(wc -l < w.csv)" 4
	# At x = 1 the way from -1 to 1 is the longest.
	assert_equal "$(sed -n 2p w.csv | cut -d , -f 1-3)" 1,f,m
	awk -F, 'NR > 1 { d = $5 - $4 - $6; a = $6 < 0 ? -$6 : $6; if (d > 1e-15 || d < -1e-15 || (NR > 2 && a > last)) exit 1; last = a }' w.csv
	csv-predict -a m.st t.csv | csv-select -c probability | sed -n 2p > p
	assert_equal "$(sed -n 2p w.csv | cut -d , -f 4)" "$(< p)"
}

@test "--pairs: rows alike in everything else, by hand" {
	# Of the sets x = 0, 1, 2, 3 the first row of each sex counts; id would keep all apart.
	awk -F, -v OFS=, 'NR == 1 { print "id", $0; next } { print NR, $0 } END { print 90, "f", 1, 0; print 91, "x", 7, 1 }' t.csv > p.csv
	csv-fair -a m.st --pairs sex -x id --worst w.csv p.csv > got
	assert_equal "$(head -n 1 got)" from,to,n,flip_rate,mean_abs_difference,mean_difference,max_abs_difference
	assert_equal "$(cut -d , -f 1-3 got | tail -n +2 | paste -sd ' ')" "f,m,4 f,x,0 m,x,0"
	# The flip of all women says the same, as each has a twin.
	csv-fair -a m.st --flip sex t.csv | sed -n 3p | cut -d , -f 2- > want
	sed -n 2p got | cut -d , -f 3- | cmp want -
	assert_equal "$(head -n 1 w.csv)" row,twin,from,to,before,after,difference
	assert_equal "$(sed -n 2p w.csv | cut -d , -f 1-4)" 1,2,f,m
	csv-fair -j 3 --block-size 16 -a m.st --pairs sex -x id < p.csv | cmp got -
	# Without a model: what the labels say.
	csv-fair --pairs sex -y y -x id p.csv | sed -n 2p > got
	assert_equal "$(< got)" f,m,4,0.5,0.5,0.5,1
	csv-fair -a m.st --pairs sex p.csv 2> told | sed -n 2p > got
	assert_equal "$(< got)" f,m,0,,,,
	grep -qx 'csv-fair: warning: no two rows differ in "sex" alone (-x leaves columns out, such as an identifier)' told
	lines sex,x,y f,1,a m,1,b f,2,a m,2,b f,3,c m,3,b f,0,a m,0,b > c.csv
	csv-train -y y --model softmax -a hot.st c.csv -o s.st
	csv-fair -a s.st --pairs sex c.csv | awk -F, 'NR == 2 && !($3 == 4 && $4 > 0 && $6 < 0) { exit 1 }'
}

@test "several classes and numbers" {
	lines sex,x,y f,1,a m,1,b f,2,a m,2,b f,3,c m,3,b f,0,a m,0,b > c.csv
	csv-onehot -c sex -n -f hot.st c.csv
	csv-train -y y --model softmax -a hot.st c.csv -o s.st
	csv-fair -a s.st --flip sex c.csv > got
	awk -F, 'NR > 1 && !($3 > 0 && $5 < 0) { exit 1 }' got
	lines feature,weight sex=m,3 x,1 | csv-model --import --model linear -y y -o w.st
	cat hot.st w.st > n.st
	assert_equal "$(csv-fair -a n.st --flip sex t.csv | sed -n 3p)" m,4,1,3,3,3
}

@test "what is refused" {
	usage() # MESSAGE OPTION...
	{
		run_split csv-fair "${@:2}" t.csv
		assert_failure 2
		assert_output ""
		stderr_has "csv-fair: $1"
	}
	usage '--flip or --pairs names the column of the attribute' -a m.st
	usage '--flip or --pairs names the column of the attribute' -a m.st --flip sex --pairs sex
	usage '-a names the model (or, with --pairs, -y a column to compare)' --flip sex
	usage '-a names the model (or, with --pairs, -y a column to compare)' --pairs sex
	usage '-x and -y go with --pairs' -a m.st --flip sex -x x
	usage '-y compares labels, where there is no model: leave -a out' -a m.st --pairs sex -y y
	usage '--worst out: the report goes there' -a m.st --flip sex --worst out -o out
	bad() # MESSAGE OPTION...
	{
		run_split csv-fair "${@:2}"
		assert_failure 3
		assert_output ""
		stderr_is "csv-fair: $1"
	}
	bad 'hot.st: its last step is onehot, not a model' -a hot.st --flip sex t.csv
	bad 't.csv: no column "sexe" (did you mean "sex"?)' -a m.st --flip sexe t.csv
	head -n 1 t.csv > none.csv
	bad 'none.csv: a header and no rows: there is nothing to try' -a m.st --flip sex none.csv
	bad 'none.csv: a header and no rows: there is nothing to try' -a m.st --pairs sex none.csv
	bad 't.csv: no column "sexe" (did you mean "sex"?)' -a m.st --pairs sexe t.csv
	lines sex,y f,1 m,yes > text.csv
	bad 'text.csv: row 2: column "y": "yes" is not a number' --pairs sex -y y text.csv
	seq -f '%.0f,1,0' 1001 | sed '1i sex,x,y' > many.csv
	bad 'many.csv: --flip sex: more than 1000 different values (name some, COL:V1:V2)' -a m.st --flip sex many.csv
	bad 'many.csv: --pairs sex: more than 1000 different values' -a m.st --pairs sex many.csv
}
