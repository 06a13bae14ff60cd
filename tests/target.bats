# target.bats - csv-target: means of a label in place of categories

load helper

people()
{
	awk 'BEGIN { print "id,c,y"; for (i = 1; i <= 300; i++)
		print i "," (i % 13 ? "k" int(i * i % 31 / 3) : "") "," i * 7 % 10 / 4 }' > t.csv
}

@test "values of all rows: by hand" {
	lines c,y a,1 a,0 b,1 ,1 ,0 ,0 > t.csv
	csv-target -c c -y y --smooth 2 -n -f x.st t.csv
	csv-target -a x.st <<< $'c\na\nb\n""\nnew' > out.csv
	# The prior is 1/2: (1 + 1) / 4, (1 + 1) / 3, (1 + 1) / 5.
	lines c 0.5 0.6666666666666666 0.4 0.5 > want.csv
	same want.csv out.csv
	csv-target -c c -y y --smooth 0 -n -f x.st t.csv
	csv-target -a x.st -q <<< $'c\na\nb\n""\nnew' > out.csv
	lines c 0.5 1 0.3333333333333333 0.5 > want.csv
	same want.csv out.csv
	run_split csv-target -a x.st <<< $'c\nnew\nb\nnewer'
	stderr_is 'csv-target: warning: column "c": 2 cells hold a category not seen in fitting (given the mean of all rows)'
}

@test "rows that are learnt from: values of the other folds, which are csv-split's" {
	people
	local fold
	csv-split --folds 4 -k id --tag fold t.csv > tagged.csv
	csv-target -c c -y y -k id --folds 4 t.csv > got.csv
	for fold in 0 1 2 3; do
		# Learnt from the other folds alone, applied to this one.
		csv-split --folds 4 -k id --fold $fold --only train t.csv > others.csv
		csv-split --folds 4 -k id --fold $fold --only test t.csv > own.csv
		csv-target -c c -y y -n -f x.st others.csv
		csv-target -a x.st -q own.csv
	done > parts.csv
	sort -t , -k 1,1n got.csv > a
	grep -v '^id' parts.csv | sort -t , -k 1,1n > b
	{ echo id,c,y; cat b; } > want.csv
	{ echo id,c,y; tail -n +2 a; } > have.csv
	run close_to want.csv < have.csv
	assert_output ""
	[ "$(wc -l < b)" -eq 300 ]
}

@test "rows that are learnt from: not what their state gives" {
	people
	csv-target -c c -y y -f x.st t.csv > fitted.csv
	csv-target -a x.st t.csv > applied.csv
	run cmp -s fitted.csv applied.csv
	assert_failure
	# The same rows are the same fold, whatever rows surround them.
	csv-target -c c -y y -j 3 --block-size 50 < t.csv > again.csv
	same fitted.csv again.csv
}

@test "order, blocks, threads and shards do not show in what is learnt" {
	people
	csv-target -c c -y y -k id -n -f a.st t.csv
	{ head -n 1 t.csv; tail -n +2 t.csv | sort -r; } > other.csv
	csv-target -c c -y y -k id -n -f b.st -j 3 --block-size 50 < other.csv
	same a.st b.st
	csv-target -c c -y y -k id -n --partial -f 1.part <(sed -n '1,101p' t.csv)
	csv-target -c c -y y -k id -n --partial -f 2.part <(sed -n '1p;102,$p' t.csv)
	csv-apply --merge 2.part 1.part > merged.st
	same a.st merged.st
}

@test "labels: numbers, or classes by --positive and --negative" {
	lines c,y a,yes a,no b,yes b,maybe > t.csv
	csv-target -c c -y y --positive yes --smooth 0 -n -f x.st t.csv
	csv-target -a x.st <<< $'c\na\nb' > out.csv
	lines c 0.5 0.5 > want.csv
	same want.csv out.csv
	csv-target -c c -y y --negative no --smooth 0 -n -f x.st t.csv
	csv-target -a x.st <<< $'c\na\nb' > out.csv
	lines c 0.5 1 > want.csv
	same want.csv out.csv
	run_split csv-target -c c -y y t.csv
	assert_failure 3
	stderr_has 't.csv:2: column "y": "yes" is not a number'
	lines c,y a,1 b, > t.csv
	run_split csv-target -c c -y y t.csv
	assert_failure 3
	stderr_has 't.csv:3: column "y": the label is missing (csv-scrub --drop-missing drops such rows)'
	head -n 1 t.csv > h.csv
	run_split csv-target -c c -y y h.csv
	assert_failure 3
	stderr_has "a header and no rows: there is nothing to learn from"
}

@test "in a recipe: raw rows to predictions" {
	people
	csv-target -c c -y y -f target.st t.csv > ready.csv
	csv-train --model linear -y y -c c ready.csv > model.st
	cat target.st model.st > recipe.st
	csv-target -a target.st t.csv | csv-predict -a model.st > piped.csv
	csv-apply -a recipe.st t.csv > fused.csv
	same piped.csv fused.csv
}

@test "usage" {
	local args message
	lines c,y a,1 > t.csv
	while IFS='|' read -r args message; do
		# shellcheck disable=SC2086
		run_split csv-target $args t.csv
		assert_failure 2
		stderr_has "$message"
	done <<- 'E'
		-c c|the label (-y) is missing
		-c c -y c,y|-y: one column is the label
		-c c,y -y y|-y: "y" is to be encoded, and cannot be the label too
		-c c -y y --folds 1|--folds
		-c c -y y --folds 1001|--folds: more than 1000
		-c c -y y --smooth -1|--smooth
		-c c -y y --positive a --negative b|--positive
	E
}

@test "states that do not add up are refused" {
	people
	local edit message
	csv-target -c c -y y -n -f x.st t.csv
	while IFS='|' read -r edit message; do
		sed "$edit" x.st | python3 "$ROOT/tests/seal.py" > bad.st
		run_split csv-target -a bad.st t.csv
		assert_failure 3
		stderr_has "$message"
	done <<- 'E'
		/,prior,/d|a fact of a column before its prior
		0,/,value,/{/,value,/d}|the facts of column "c" do not add up
		/,,label,/d|target without a column, a label or folds
		s/level,k1$/level,k0/|a category that was there already
		s/,smooth,20/,smooth,-1/|below 0
		s/,prior,/,before,/|a fact of a column before its prior
	E
	csv-target -c c -y y -n --partial -f x.part t.csv
	while IFS='|' read -r edit message; do
		sed "$edit" x.part | python3 "$ROOT/tests/seal.py" > bad.part
		run_split csv-apply --merge bad.part
		assert_failure 3
		stderr_has "$message"
	done <<- 'E'
		s/,folds,5/,folds,1/|not a number of folds
		s/tally:\([0-9]\):1,/tally:9:1,/|not a fact of a partial
		s/tally:\([0-9]\):1,/tally:\1:1000,/|more labels than rows
		s/,rows,300/,rows,301/|does not count each row once
	E
}
