# describe_views.bats - csv-describe: what it prints in place of the report, groups of
# rows by their place, and definitions of percentiles

load helper

golden=$DATA/describe

is() # LINE...: what is in out.csv
{
	lines "$@" > want.csv
	same want.csv out.csv
}

@test "top: by falling count, then by bytes; shares of the values" {
	lines c,x b,1 a,1 b,2 '"",3' a,1 c,1 > t.csv
	csv-describe --top 2 t.csv > out.csv
	is column,value,count,share c,a,2,0.4 c,b,2,0.4 x,1,4,0.6666666666666666 \
	    x,2,1,0.16666666666666666
	csv-describe --top 1 -g x -c c t.csv > out.csv
	is x,column,value,count,share 1,c,a,2,0.5 2,c,b,1,1
}

@test "top: where values are not told apart" {
	{ echo x; seq 5000; echo 7; } > t.csv
	run_split csv-describe --top 1 t.csv
	assert_success
	assert_output column,value,count,share
	stderr_is 'csv-describe: warning: column "x" has more distinct values than are told apart, so its most frequent ones are not known (use --distinct exact)'
	csv-describe --top 1 --distinct exact t.csv > out.csv
	is column,value,count,share x,7,2,0.0003999200159968006
}

@test "histogram: half-open cells, the last one closed" {
	lines x,c 0,a 1,a 2,b 3,b 4,b ,b > t.csv
	csv-describe --histogram 2 t.csv > out.csv
	is column,low,high,count,share x,0,2,2,0.4 x,2,4,3,0.6
	csv-describe --histogram 2 -g c -c x t.csv > out.csv
	is c,column,low,high,count,share a,x,0,0.5,1,0.5 a,x,0.5,1,1,0.5 \
	    b,x,2,3,1,0.3333333333333333 b,x,3,4,2,0.6666666666666666
	# A constant is one cell; between neighbouring doubles there is no room for ten.
	lines x 5 5 > t.csv
	csv-describe --histogram 10 t.csv > out.csv
	is column,low,high,count,share x,5,5,2,1
	lines x 1 1.0000000000000002 > t.csv
	csv-describe --histogram 10 t.csv > out.csv
	is column,low,high,count,share x,1,1.0000000000000002,2,1
	lines x -1.7e308 1.7e308 0 > t.csv
	csv-describe --histogram 2 t.csv > out.csv
	is column,low,high,count,share x,-1.7e+308,0,1,0.3333333333333333 \
	    x,0,1.7e+308,2,0.6666666666666666
}

@test "correlation: as scipy" {
	csv-describe --correlation -c a..c "$golden/pairs.csv" | csv-select -c column..spearman > out.csv
	run close_to "$golden/correlation.csv" < out.csv
	assert_output ""
	# Neither order nor threads nor pipes show.
	{ head -n 1 "$golden/pairs.csv"; tail -n +2 "$golden/pairs.csv" | sort; } |
	    csv-describe --correlation -c a..c -j 3 --block-size 50 | csv-select -c column..spearman > turned.csv
	same out.csv turned.csv
}

@test "correlation: with a label, and hints" {
	{ echo x,y,l,t; seq 20 | awk '{ print $1 "," (-$1 * $1) "," ($1 > 10 ? "yes" : "no") ",a" }'; } > t.csv
	csv-describe --correlation t.csv > out.csv
	is column,other,n,pearson,spearman,hint \
	    'x,y,20,-0.9713482021963808,-1,nearly the same'
	csv-describe --correlation -y y t.csv > out.csv
	is column,other,n,pearson,spearman,hint 'x,y,20,-0.9713482021963808,-1,leak?'
	csv-describe --correlation -y l --positive yes -c x t.csv > out.csv
	is column,other,n,pearson,spearman,hint \
	    x,l,20,0.8671099695241201,0.86710996952412,
	# A constant has none; nor do two rows that share none.
	lines a,b,c 1,2, 1,3,5 > t.csv
	csv-describe --correlation t.csv > out.csv
	is column,other,n,pearson,spearman,hint a,b,2,,, a,c,1,,, b,c,1,,,
}

@test "correlation: what is refused" {
	lines a,t 1,x 2,y > t.csv
	run_split csv-describe --correlation t.csv
	assert_failure 3
	stderr_is 'csv-describe: t.csv: no two columns of numbers to correlate'
	run_split csv-describe --correlation -c a,t t.csv
	assert_failure 3
	stderr_has 't.csv:2: column "t": "x" is not a number'
	run_split csv-describe --correlation -y t t.csv
	assert_failure 3
	stderr_has 't.csv:2: column "t": "x" is not a number'
	run_split csv-describe --correlation -y a,t t.csv
	assert_failure 2
	stderr_has '-y: one column is the label'
}

@test "weights: as the rows repeated" {
	csv-describe -w w "$golden/pairs.csv" | csv-select -c column,count,weight,mean,sd,p25,p50,p75 > out.csv
	run close_to "$golden/weighted.csv" < out.csv
	assert_output ""
	csv-describe -w w -j 3 --block-size 50 < "$golden/pairs.csv" > a.csv
	csv-describe -w w "$golden/pairs.csv" > b.csv
	same a.csv b.csv
}

@test "weights: missing cells, weights of 0, no rows" {
	lines x,y,w 1,5,2 ,5,0.5 3,5,0 4,,1 > t.csv
	csv-describe -w w --percentiles 50 t.csv > out.csv
	is column,count,missing,weight,missing_weight,mean,sd,min,p50,max \
	    x,2,1,3,0.5,2,1.7320508075688772,1,1,4 y,2,1,2.5,1,5,0,5,5,5
	head -n 1 t.csv > h.csv
	csv-describe -w w -c x h.csv > out.csv
	is column,count,missing,weight,missing_weight,mean,sd,min,p25,p50,p75,max x,0,0,0,0,,,,,,,
}

@test "weights: what is refused" {
	lines x,w 1,2 2,-1 > t.csv
	run_split csv-describe -w w t.csv
	assert_failure 3
	stderr_has 't.csv:3: column "w": '
	run_split csv-describe -w x,w t.csv
	assert_failure 2
	stderr_has '-w: one column is the weight'
	lines c,w a,2 > t.csv
	run_split csv-describe -w w t.csv
	assert_failure 3
	stderr_is 'csv-describe: t.csv: no column of numbers besides the weight'
}

@test "quantile types: as numpy's nine methods; the third as R" {
	local type
	cut -d , -f 1 "$golden/pairs.csv" > a.csv
	{
		echo type,p0,p3,p25,p50,p66.5,p90,p100
		for type in 1 2 4 5 6 7 8 9; do
			csv-describe --quantile-type $type --percentiles 0,3,25,50,66.5,90,100 a.csv |
			    csv-select -c p0..p100 | sed -n "2s/^/$type,/p"
		done
	} > out.csv
	run close_to "$golden/quantiles.csv" < out.csv
	assert_output ""
	# quantile(c(1,2,3,4,5,6), c(.25, .5, .75, .417), type = 3): ties to even ranks.
	{ echo x; seq 6; } > t.csv
	csv-describe --quantile-type 3 --percentiles 25,50,75,41.7 t.csv | csv-select -c p25..p41.7 > out.csv
	is p25,p50,p75,p41.7 2,3,4,3
}

@test "quantile types: kept in the state" {
	{ echo x; seq 6; } > t.csv
	csv-describe --quantile-type 6 -f x.st t.csv > out.csv
	csv-describe -a x.st > again.csv
	same out.csv again.csv
	run grep -c 'describe,,quantile_type,6' x.st
	assert_output 1
	csv-describe --quantile-type 6 -n --partial -f x.part t.csv
	csv-apply --merge x.part > merged.st
	csv-describe -a merged.st > again.csv
	same out.csv again.csv
	sed 's/quantile_type,6/quantile_type,10/' x.st | python3 "$ROOT/tests/seal.py" > bad.st
	run_split csv-describe -a bad.st
	assert_failure 3
	stderr_has "not a type of quantiles"
	run_split csv-describe --quantile-type 10 t.csv
	assert_failure 2
	stderr_has '--quantile-type is a number from 1 to 9 (Hyndman and Fan)'
}

@test "by block: stretches in their order, for any threads and blocks" {
	{ echo x; seq 25; } > t.csv
	csv-describe --by-block 10 -c x t.csv | csv-select -c first_row,count,mean > out.csv
	is first_row,count,mean 1,10,5.5 11,10,15.5 21,5,23
	csv-describe --by-block 10 -j 3 --block-size 7 < t.csv | csv-select -c first_row,count,mean > again.csv
	same out.csv again.csv
	csv-describe --by-block 20 --top 1 t.csv > out.csv
	is first_row,column,value,count,share 1,x,1,1,0.05 21,x,21,1,0.2
	{ echo x; seq 10001; } > t.csv
	run_split csv-describe --by-block 1 t.csv
	assert_failure 3
	stderr_is 'csv-describe: t.csv:10002: more than 10000 blocks, and all must fit into memory (use --by-block with more rows)'
}

advice() # VALUE...
{
	lines "my col" "$@" > t.csv
	csv-describe --advise t.csv | tail -n +2
}

@test "advise: a rule for each shape" {
	assert_equal "$(advice '""' '""')" "my col,csv-select -x 'my col',it holds no value"
	assert_equal "$(advice 5 5)" "my col,csv-select -x 'my col',it is constant"
	# shellcheck disable=SC2046
	assert_equal "$(advice $(seq -f 'k%g' 30))" "my col,csv-select -x 'my col',\"it tells rows apart, which no new row repeats\""
	assert_equal "$(advice 1 2 9 '?' '?')" "my col,csv-describe -c 'my col',see the hint: first --na"
	assert_equal "$(advice a b a b)" "my col,csv-onehot -c 'my col',few categories"
	assert_equal "$(advice 01 02 03)" "my col,csv-onehot -c 'my col',numbers that are codes"
	assert_equal "$(advice 1 0 1 1)" "my col,,two values need no scale"
	assert_equal "$(advice 1 2 1.5 2 1 2 1 900)" "my col,csv-scale --log 'my col',a long tail of values above 0"
	assert_equal "$(advice 0 2 1.5 2 1 2 1 900)" "my col,csv-scale --log1p 'my col',a long tail of values from 0 on"
	assert_equal "$(advice 0 2 1.5 2 1 2 1 -900)" "my col,csv-scale --power 'my col',\"a long tail, and values on both sides of 0\""
	# shellcheck disable=SC2046
	assert_equal "$(advice $(seq 0 0.1 2) 50 -50)" "my col,csv-scale --clip 'my col':p1:p99 --zscore 'my col',a few values far out on both sides"
	# shellcheck disable=SC2046
	assert_equal "$(advice $(seq 0.5 1 20))" "my col,csv-scale --minmax 'my col',spread evenly between its ends"
	assert_equal "$(advice 1 2 2 3 3 3 4 4 '""' 5)" "my col,csv-impute --median 'my col' --indicator,before what follows: cells are missing
my col,csv-scale --zscore 'my col',no long tail"
}

@test "advise: many categories, leaks, groups, kept states, odd names" {
	{ echo '"a,b",l'; for i in {1..300}; do echo "v$((i % 150)),$((i % 3 == 0))"; done; } > t.csv
	csv-describe --advise -c 1 t.csv > out.csv
	is column,advice,why \
	    '"a,b","csv-onehot --min-count 20 -c '\''""a,b""'\''",many categories: the rare ones together'
	{ echo x,y; for i in {1..60}; do echo "$((i % 3 == 0 ? i + 100 : i)),$((i % 3 == 0))"; done; } > t.csv
	csv-describe --advise -c x -y y t.csv > out.csv
	is column,advice,why 'x,csv-select -x x,"it tells rows apart, which no new row repeats"'
	sed -i 's/^1,/2,/' t.csv
	csv-describe --advise -c x -y y t.csv > out.csv
	is column,advice,why 'x,csv-select -x x,it may not be known before the label is'
	csv-describe -f x.st t.csv > report.csv
	csv-describe --advise t.csv > out.csv
	csv-describe -a x.st --advise > again.csv
	same out.csv again.csv
	csv-describe --advise -g y t.csv > out.csv
	run cut -d , -f 1,2 out.csv
	assert_output "$(lines y,column 0,x 1,x)"
}

@test "usage: prints that do not go together" {
	local args message
	lines x,y 1,2 > t.csv
	while IFS='|' read -r args message; do
		# shellcheck disable=SC2086
		run_split csv-describe $args t.csv
		assert_failure 2
		stderr_has "$message"
	done <<- 'E'
		--top 1 --histogram 2|--top, --histogram, --correlation, --advise and -w are prints of their own: one at a time
		--advise -w y|one at a time
		-g x --by-block 2|-g and --by-block exclude each other
		--top 1 -f a.st|-f keeps the report, and goes with no --top, --histogram, --correlation, --by-block or -w
		-w y -f a.st|-f keeps the report
		--by-block 3 -f a.st|-f keeps the report
		--correlation -g x|--correlation and -w go with no -g, --by-block or -x
		-w y -x x|--correlation and -w go with no -g, --by-block or -x
		-w y --quantile-type 1|-w goes with no label and no --quantile-type
		-w y -y x|-w goes with no label
	E
}
