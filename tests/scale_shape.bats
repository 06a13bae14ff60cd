# scale_shape.bats - csv-scale where it changes the shape of a distribution: powers, ranks,
# rows of one length, and values that have no logarithm

load helper

golden=$DATA/scale

column() # VALUE...
{
	lines x "$@" > t.csv
}

scaled() # OPTION...
{
	csv-scale "$@" t.csv | tail -n +2 | sed 's/^""$/-/' | paste -s -d ' '
}

is_like() # GOLDEN OPTION...
{
	local want=$golden/$1.csv

	shift
	csv-scale "$@" "$golden/numbers.csv" > got
	run close_to "$want" < got
	assert_output ""
}

forged() # SED: a state edited and sealed again is refused
{
	sed "$1" x.st | python3 "$ROOT/tests/seal.py" > forged.st
	run_split csv-scale -a forged.st t.csv
	assert_failure 3
	stderr_has "forged.st"
}

# ---- powers ----

lambdas() # OPTION...
{
	csv-scale "$@" -n -f - "$golden/numbers.csv" | awk -F, '$3 == "lambda" { print $4 }'
}

# The powers of `row` of the golden table, each to 1e-5.
lambdas_are_like() # ROW OPTION...
{
	local row=$1

	shift
	paste <(lambdas "$@") <(sed -n "${row}p" "$golden/lambdas.csv" | tr , '\n') |
	    awk '{ d = $1 - $2 } NF < 2 || d > 1e-5 || d < -1e-5 { print; bad = 1 }
	         END { exit bad || NR == 0 }'
}

@test "power: as PowerTransformer" {
	lambdas_are_like 1 --power a..d
	lambdas_are_like 1 --power a..d:yeojohnson
	lambdas_are_like 2 --power a,c,d:boxcox
}

@test "power: what the power is, is done, and turned back" {
	column 1 2 3 10 50 -3 0 '""'
	csv-scale --power x -n -f x.st t.csv
	# ((1 + x)^2 - 1) / 2, and below 0 minus the logarithm of 1 - x.
	sed 's/,lambda,.*/,lambda,2/' x.st | python3 "$ROOT/tests/seal.py" > two.st
	csv-scale -a two.st t.csv > got
	lines x 1.5 4 7.5 60 1300 -1.3862943611198906 0 '""' > want
	run close_to want < got
	assert_output ""
	csv-scale -a x.st t.csv | csv-scale -a x.st --inverse > back.csv
	run close_to t.csv < back.csv
	assert_output ""
	column 1 4 9 100
	csv-scale --power x:boxcox -f x.st -o x.csv t.csv
	csv-scale -a x.st --inverse x.csv > back.csv
	run close_to t.csv < back.csv
	assert_output ""
}

@test "power: what is refused, and what is only warned of" {
	column 1 0 3
	run_split csv-scale --power x:boxcox t.csv
	assert_failure 3
	stderr_is 'csv-scale: t.csv: column "x" has values of 0 or below, and a Box-Cox power is for those above (use --power without boxcox)'
	run_split csv-scale --power x:cox t.csv
	assert_failure 2
	stderr_has '--power LIST[:KIND]: the kind is yeojohnson (the default) or boxcox'
	column 3 3
	run_split csv-scale --power x t.csv
	assert_success
	stderr_has 'column "x" is constant: its power is 1'
	column 1000 1000.1 1000.2 1000.4 1003
	run_split csv-scale --power x t.csv
	assert_success
	stderr_has 'column "x": the power that suits it lies beyond -20'
	# What the training values allowed, new ones may not.
	column 1 2 3
	csv-scale --power x:boxcox -n -f x.st t.csv
	column 1 -1
	run_split csv-scale -a x.st t.csv
	assert_failure 3
	stderr_has 't.csv:3: column "x": -1 has no such power'
}

# ---- ranks ----

@test "uniform and normal: as QuantileTransformer" {
	is_like uniform --uniform @all:50
	csv-scale --normal @all:50 "$golden/numbers.csv" > all.csv
	awk -F, 'NR == FNR { if (FNR > 1) want[$1]; next }
	    FNR == 1 { print "a,b,c,d,e" } FNR > 1 && (FNR - 1) in want { print FNR - 1 "," $2 "," $3 }' \
	    "$golden/normal.csv" all.csv > got
	run close_to "$golden/normal.csv" < got
	assert_output ""
}

@test "uniform: ties stand in the middle of theirs, the ends at 0 and 1" {
	column 1 2 2 2 3 10
	assert_equal "$(scaled --uniform x)" "0 0.4 0.4 0.4 0.8 1"
	csv-scale --uniform x -n -f x.st t.csv
	column -5 1.5 6.5 10 99 ''
	assert_equal "$(scaled -a x.st)" "0 0.1 0.9 1 1 -"
	# Two landmarks are the range.
	column 0 1 4
	assert_equal "$(scaled --uniform x:2)" "0 0.25 1"
	column -1.7e308 0 1.7e308
	assert_equal "$(scaled --uniform x:2)" "0 0.5 1"
}

@test "normal: the middle is 0, the ends are those of 1e-7" {
	column 1 2 3
	assert_equal "$(scaled --normal x)" "-5.199337582192817 0 5.199337582192817"
}

@test "ranks turned back" {
	column 1 2 3 7 100
	csv-scale --uniform x -f u.st -o u.csv t.csv
	csv-scale -a u.st --inverse u.csv > back.csv
	same t.csv back.csv
	csv-scale --normal x -f n.st -o n.csv t.csv
	csv-scale -a n.st --inverse n.csv > back.csv
	run close_to t.csv < back.csv
	assert_output ""
	column -1 0.125 2
	assert_equal "$(scaled -a u.st --inverse)" "1 1.5 100"
}

@test "ranks: what is refused" {
	column 1 2 3
	local n
	for n in 1 65537 x 2.5 2:3; do
		run_split csv-scale --normal "x:$n" t.csv
		assert_failure 2
		stderr_has '--normal LIST[:N] wants a whole number of landmarks, 2 to 65536'
	done
	csv-scale --uniform x -n -f x.st t.csv
	forged 's/,landmark,2/,landmark,0/'
	stderr_has "landmarks fall"
	forged '/,landmark,[23]/d'
	stderr_has 'column "x" has no second "landmark"'
	column 3 3
	run_split csv-scale --uniform x t.csv
	assert_success
	stderr_has 'column "x" is constant: all its values stand at 0'
}

# ---- along the row ----

@test "unit: as Normalizer, with each norm" {
	is_like l2 --unit b..e
	is_like l1 --unit b..e:l1
	is_like max --unit b..e:max
}

@test "unit: rows of zeros, missing cells, numbers whose squares are too large" {
	lines a,b,c 3,4,9 0,0,9 ,-2,9 1e308,1e308,9 ,,9 > t.csv
	csv-scale --unit a,b t.csv > out.csv
	lines a,b,c 0.6,0.8,9 0,0,9 ,-1,9 0.7071067811865475,0.7071067811865475,9 ,,9 > want.csv
	same want.csv out.csv
}

@test "unit: a level of its own, before what follows on its columns" {
	lines a,b 3,4 4,3 > t.csv
	csv-scale --unit a,b --minmax a -f s.st t.csv > out.csv
	lines a,b 0,0.8 1,0.6 > want.csv
	same want.csv out.csv
	csv-scale -a s.st t.csv > again.csv
	same want.csv again.csv
	csv-scale --unit a,b t.csv | csv-scale --minmax a > piped.csv
	same want.csv piped.csv
	# Sets that share no column stand side by side.
	lines a,b,c,d 3,4,6,8 > t.csv
	csv-scale --unit a,b --unit c,d:l1 -f s.st t.csv | tail -n 1 > out
	lines 0.6,0.8,0.42857142857142855,0.5714285714285714 > want
	same want out
	run grep -c begin s.st
	assert_output 1
}

@test "unit: what is refused" {
	lines a,b 3,4 > t.csv
	run_split csv-scale --unit a,b:l3 t.csv
	assert_failure 2
	stderr_has '--unit LIST[:NORM]: the norm is l2 (the default), l1 or max'
	run_split csv-scale --unit a,b:l2:1 t.csv
	assert_failure 2
	stderr_has '--unit LIST[:NORM] takes one parameter'
	csv-scale --unit a,b -n -f s.st t.csv
	run_split csv-scale -a s.st --inverse t.csv
	assert_failure 3
	stderr_is 'csv-scale: --unit cannot be turned back: how long a row was is not kept'
}

# ---- values without a logarithm ----

@test "logarithms: the rule for values that have none" {
	column 1 0 -1 '' 100
	assert_equal "$(scaled --log10 x:missing -q)" "0 - - - 2"
	assert_equal "$(scaled --log10 x:0.1)" "0 -1 -1 - 2"
	column 1 0 -1 '' 8
	assert_equal "$(scaled --log2 x:0.5)" "0 -1 -1 - 3"
	assert_equal "$(scaled --log1p x:missing -q)" "0.6931471805599453 0 - - 2.1972245773362196"
	run_split csv-scale --log x:missing -f x.st t.csv
	assert_success
	stderr_is 'csv-scale: warning: column "x": 2 values have no logarithm (left missing)'
	run_split csv-scale -a x.st t.csv
	assert_success
	stderr_is 'csv-scale: warning: column "x": 2 values have no logarithm (left missing)'
}

@test "logarithms: rules that are none" {
	local rule
	column 1
	for rule in 0 -1 zero 1:2; do
		run_split csv-scale --log "x:$rule" t.csv
		assert_failure 2
		stderr_has '--log LIST:RULE: the rule is missing, or a number that has such a logarithm, for values below it'
	done
	run_split csv-scale --signedlog x:0 t.csv
	assert_failure 2
	csv-scale --log x:0.5 -n -f x.st t.csv
	forged 's/,args,0.5/,args,none/'
}
