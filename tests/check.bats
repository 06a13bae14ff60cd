# check.bats - csv-check: schemas inferred and held, tables compared, rows matched

load helper

forge() # LINE...: a schema of these rows
{
	lines column,rule,value "$@" > s.csv
}

people()
{
	lines id,age,city 1,30,Oslo 2,41.5,Oslo 3,,Leeds 4,29,Leeds > t.csv
}

# ---- inferring ----

@test "infer: types, presence, ranges, domains" {
	lines n,x,c,e,code 1,0.5,b,,007 2,-1e3,a,,007 3,,b,,12 4,2,a,,x > t.csv
	csv-check --infer t.csv > s.csv
	lines column,rule,value n,type,integer n,presence,1 n,min,1 n,max,4 \
	    x,type,number x,presence,0.75 x,min,-1000 x,max,2 \
	    c,type,text c,presence,1 c,value,a c,value,b e,type,any \
	    code,type,text code,presence,1 > want.csv
	same want.csv s.csv
	csv-check --schema s.csv t.csv > v.csv
	lines file,line,column,rule,value,expected > want.csv
	same want.csv v.csv
}

@test "infer: a domain has few values that come twice on the average" {
	local i
	{ echo c,d; for i in {1..120}; do echo "v$((i % 60)),w$((i % 61))"; done; } > t.csv
	csv-check --infer t.csv > s.csv
	run grep -c '^c,value' s.csv
	assert_output 60
	run grep -c '^d,value' s.csv
	assert_output 0
	csv-check --infer --max-domain 59 t.csv > s.csv
	run grep -c value s.csv
	assert_output 1
}

@test "infer: unique values, in a hundred rows or more" {
	{ echo id,x,n; seq 1 100 | awk '{ print $1 ",a" $1 "," $1 / 8 }'; } > t.csv
	csv-check --infer t.csv | grep unique > s.csv
	lines id,unique,1 x,unique,1 > want
	same want s.csv
	csv-check --infer --max-distinct 99 t.csv > s.csv
	run grep -c unique s.csv
	assert_output 0
	head -n 100 t.csv | csv-check --infer > s.csv
	run grep -c unique s.csv
	assert_output 0
}

@test "infer: slack widens ranges and lowers shares" {
	lines n,x 0,1 10,2 , > t.csv
	csv-check --infer --slack 0.25 t.csv > s.csv
	lines column,rule,value n,type,integer n,presence,0.5 n,min,-3 n,max,13 \
	    x,type,integer x,presence,0.5 x,min,0 x,max,3 > want
	same want s.csv
	lines x 1e308 -1e308 0.5 > t.csv
	csv-check --infer --slack 9 t.csv | grep -E 'm(in|ax)' > s.csv
	lines x,min,-1.7976931348623157e+308 x,max,1.7976931348623157e+308 > want
	same want s.csv
	lines c a a b b > t.csv
	csv-check --infer --slack 0.1 t.csv | tail -n 1 > s.csv
	lines c,in_domain,0.9 > want
	same want s.csv
}

@test "infer: environments, and columns left out" {
	lines a,b,c 1,2,3 > t.csv
	csv-check --infer --not-in a,c:serving --not-in c:test t.csv | grep not_in > s.csv
	lines a,not_in,serving c,not_in,serving c,not_in,test > want
	same want s.csv
	csv-check --infer -c b t.csv | tail -n 1 > s.csv
	lines ,columns,open > want
	same want s.csv
	run_split csv-check --infer --not-in a t.csv
	assert_failure 2
	stderr_has '--not-in LIST:WORD wants columns and an environment'
	run_split csv-check --infer --not-in d:serving t.csv
	assert_failure 3
	stderr_has 'no column "d"'
}

@test "infer and hold: the same for any threads, blocks and pipes" {
	awk 'BEGIN { print "id,x,c"; for (i = 0; i < 3000; i++)
	    print i % 2999 "," i * 7 % 13 / 4 "," (i % 11 ? "a" : "") }' > t.csv
	csv-check --infer t.csv > s.csv
	csv-check --infer -j 3 --block-size 100 < t.csv > other.csv
	same s.csv other.csv
	sed -i 's/^x,max.*/x,max,2.5/; s/^c,presence.*/c,presence,1/' s.csv
	echo id,unique,1 >> s.csv
	run -1 csv-check --schema s.csv --rows 5000 t.csv -o v.csv
	run -1 csv-check --schema s.csv --rows 5000 -j 3 --block-size 100 -o w.csv t.csv
	same v.csv w.csv
	run grep -c unique v.csv
	assert_output 1
	run grep -c presence v.csv
	assert_output 273
}

# ---- holding ----

holds() # WANT-LINE...: what is told of t.csv
{
	lines file,line,column,rule,value,expected "$@" > want.csv
	run -1 csv-check --schema s.csv -o v.csv t.csv
	same want.csv v.csv
}

@test "hold: each rule of a cell" {
	people
	forge id,type,integer id,unique,1 age,type,integer age,min,30 age,max,40 \
	    age,presence,1 city,value,Oslo city,match,'^O'
	holds t.csv,3,age,type,41.5,integer t.csv,4,age,presence,,1 \
	    t.csv,4,city,value,Leeds, t.csv,4,city,match,Leeds,^O t.csv,5,age,min,29,30 \
	    t.csv,5,city,value,Leeds, t.csv,5,city,match,Leeds,^O
	lines id,age,city x,31,Oslo 7,99,Oslo 7,abc,Oslo > t.csv
	holds t.csv,2,id,type,x,integer t.csv,3,age,max,99,40 t.csv,4,age,type,abc,integer \
	    t.csv,4,id,unique,7,
}

@test "hold: rules of a column as a whole" {
	people
	forge id,type,any age,type,number age,presence,0.9 age,mean_min,40 age,mean_max,20 \
	    city,value,Oslo city,in_domain,0.6
	sed -i '/mean_max/d' s.csv
	holds ,,age,presence,0.75,0.9 ,,age,mean_min,33.5,40 ,,city,in_domain,0.5,0.6
	forge id,type,any age,type,number age,presence,0.75 age,mean_max,33 city,value,Oslo \
	    city,in_domain,0.5
	holds ,,age,mean_max,33.5,33
}

@test "hold: columns that are absent or unexpected, and environments" {
	people
	forge id,type,any age,type,any label,type,any label,not_in,serving
	holds ,,label,column,absent, ,,city,column,unexpected,
	echo ,columns,open >> s.csv
	holds ,,label,column,absent,
	csv-check --schema s.csv --environment serving t.csv > v.csv
	run -1 csv-check --schema s.csv --environment test t.csv
	echo ,rows_min,5 >> s.csv
	run -1 csv-check --schema s.csv --environment serving t.csv
	assert_line ,,,rows_min,4,5
}

@test "hold: missing as in all of csvlearn" {
	lines x,c NA,NA '"",x' > t.csv
	forge x,type,number x,presence,1 c,presence,1
	holds t.csv,2,x,presence,NA,1 t.csv,3,x,presence,,1
	run -1 csv-check --schema s.csv --na x t.csv
	assert_line t.csv,2,x,type,NA,number
	assert_line t.csv,3,c,presence,x,1
}

@test "hold: so many violations are shown, and all are counted" {
	{ echo x; seq 1 50; } > t.csv
	forge x,type,integer x,max,10 x,min,3
	run_split -1 csv-check --schema s.csv --rows 4 t.csv
	assert_equal "${#lines[@]}" 7
	stderr_is 'csv-check: column "x": max: 40 violations, 4 of them shown (--rows)'
}

@test "schema: every mistake is told with its line" {
	local row message
	people
	while IFS='|' read -r row message; do
		forge id,type,any "$row"
		run_split csv-check --schema s.csv t.csv
		assert_failure 3
		assert_output ""
		stderr_is "csv-check: $message"
	done <<- 'E'
		age,typ,text|s.csv:3: column "age": there is no rule "typ" (did you mean "type"?)
		age,zebra,1|s.csv:3: column "age": there is no rule "zebra" (csvlearn-schema(5) has them)
		age,type,float|s.csv:3: column "age": rule "type": "float" is not any, text, number or integer
		age,presence,2|s.csv:3: column "age": rule "presence": "2" is not a share from 0 to 1
		age,in_domain,-1|s.csv:3: column "age": rule "in_domain": "-1" is not a share from 0 to 1
		age,min,low|s.csv:3: column "age": rule "min": "low" is not a number
		age,unique,yes|s.csv:3: column "age": rule "unique": "yes" is not 1 or 0
		age,match,(a|s.csv:3: column "age": rule "match": "(a": Unmatched ( or \(
		age,,x|s.csv:3: column "age": a row without a rule
		age,min,|s.csv:3: column "age": a row without a value
		,columns,shut|s.csv:3: rule "columns": "shut" is not open or closed
		,rows_min,1.5|s.csv:3: rule "rows_min": "1.5" is not a number of rows
		,type,text|s.csv:3: a row without a column has the rule columns or rows_min, not "type"
		age,min,3|s.csv: column "age": min and max are for columns of type number or integer
		age,in_domain,1|s.csv: column "age": in_domain without a rule "value"
	E
}

@test "schema: rules that contradict, or stand there twice" {
	people
	forge age,type,number age,min,3 age,max,2
	run_split csv-check --schema s.csv t.csv
	assert_failure 3
	stderr_is 'csv-check: s.csv: column "age": its min lies above its max'
	forge age,type,number age,mean_min,3 age,mean_max,2
	run_split csv-check --schema s.csv t.csv
	assert_failure 3
	stderr_is 'csv-check: s.csv: column "age": its mean_min lies above its mean_max'
	forge age,type,number age,min,3 age,min,3
	run_split csv-check --schema s.csv t.csv
	assert_failure 3
	stderr_is 'csv-check: s.csv:4: column "age": rule "min" stands there twice'
	forge c,value,a c,value,a
	run_split csv-check --schema s.csv t.csv
	assert_failure 3
	stderr_is 'csv-check: s.csv:3: column "c": rule "value": "a" stands there twice'
	forge c,match,a c,match,a
	run_split csv-check --schema s.csv t.csv
	assert_failure 3
	stderr_is 'csv-check: s.csv:3: column "c": rule "match" stands there twice'
	lines column,rule,value > s.csv
	run_split csv-check --schema s.csv t.csv
	assert_failure 3
	stderr_is 'csv-check: s.csv: a schema without a rule'
	lines column,rule a,b > s.csv
	run_split csv-check --schema s.csv t.csv
	assert_failure 3
	stderr_has 's.csv: no column "value"'
	run_split csv-check --schema none.csv t.csv
	assert_failure 4
	stderr_has 'none.csv: cannot open'
}

# ---- comparing ----

# A cell of the report on a column.
measure() # COLUMN MEASURE
{
	csv-select -c "column,$2" r.csv | sed -n "s/^$1,//p"
}

@test "versus: distances of texts, by hand" {
	{ echo c; printf 'a\n%.0s' {1..6}; printf 'b\n%.0s' {1..4}; } > ref.csv
	{ echo c; printf 'a\n%.0s' {1..2}; printf 'b\n%.0s' {1..6}; echo d; echo ''; } | sed 's/^$/""/' > t.csv
	csv-check --versus ref.csv t.csv > r.csv
	assert_equal "$(measure c n_ref) $(measure c n) $(measure c missing)" "10 9 0.1"
	assert_equal "$(measure c worst) $(measure c worst_ref)" "a 0.6"
	assert_equal "$(measure c linf)" 0.37777777777777777
	assert_equal "$(measure c new) $(measure c gone) $(measure c df)" "1 0 2"
	# (6 - 8 * 10/19)^2 ... : scipy.stats.chi2_contingency([[6, 4, 0], [2, 6, 1]])
	run close_to <(lines x,y 3.356666666666667,0.18668485832942056) < <(echo x,y; echo "$(measure c chi2),$(measure c chi2_p)")
	assert_output ""
	assert_equal "$(measure c ks)$(measure c wasserstein)" ""
}

@test "versus: distances of numbers, by hand" {
	{ echo x; seq 1 10; } > ref.csv
	{ echo x; seq 3 12; } > t.csv
	csv-check --versus ref.csv t.csv > r.csv
	assert_equal "$(measure x ks) $(measure x wasserstein)" "0.2 2"
	assert_equal "$(measure x worst) $(measure x linf)" ">=9.1 0.2"
	run close_to <(lines x 0.6605782590758164) < <(echo x; measure x shift)
	assert_output ""
	csv-check --versus ref.csv ref.csv > r.csv
	assert_equal "$(measure x linf)$(measure x js)$(measure x psi)$(measure x ks)$(measure x wasserstein)$(measure x shift)" 000000
	assert_equal "$(measure x ks_p)$(measure x chi2_p)" 11
}

@test "versus: a value that fills much has a cell of its own" {
	{ echo x; printf '0\n%.0s' {1..9}; echo 5; } > ref.csv
	{ echo x; printf '0\n%.0s' {1..5}; printf '5\n%.0s' {1..5}; } > t.csv
	csv-check --versus ref.csv t.csv > r.csv
	assert_equal "$(measure x linf) $(measure x worst)" '0.4 "[0,5)"'
	# A constant reference.
	{ echo x; printf '7\n%.0s' {1..9}; } > ref.csv
	csv-check --versus ref.csv t.csv > r.csv
	assert_equal "$(measure x linf) $(measure x worst) $(measure x shift)" "1 <7 "
}

@test "versus: neither order nor cuts nor threads show" {
	awk 'BEGIN { print "x,c"; for (i = 0; i < 2000; i++) print i * 37 % 101 / 8 "," i % 7 }' > a.csv
	awk 'BEGIN { print "x,c"; for (i = 0; i < 1500; i++) print i * 11 % 97 / 8 ",v" i % 9 }' > b.csv
	csv-check --versus a.csv b.csv > r.csv
	{ head -n 1 a.csv; tail -n +2 a.csv | sort -r; } > c.csv
	{ head -n 1 b.csv; tail -n +2 b.csv | sort; } | csv-check -j 3 --block-size 64 --versus c.csv > s.csv
	same r.csv s.csv
}

@test "versus: columns of one table only, and of two kinds" {
	lines a,b,c,d 1,x,5,7 > ref.csv
	lines a,c,e,d 1,y,1, > t.csv
	run csv-check --versus ref.csv t.csv
	csv-select -c column,kind,note <<< "$output" > r.csv
	lines column,kind,note a,number, b,text,'only in the reference' \
	    c,text,'"numbers in the reference, text now"' d,text, e,number,'not in the reference' > want
	same want r.csv
	run csv-check --versus t.csv ref.csv -c c
	assert_line --partial '"text in the reference, numbers now"'
	run csv-check --max-distinct 1 --versus ref.csv -c c t.csv
	refute_line --partial "too many"
	lines c y z > t.csv
	run csv-check --max-distinct 1 --versus ref.csv -c c t.csv
	assert_line --partial "too many distinct values (--max-distinct)"
}

@test "versus: conditions" {
	{ echo x,c; seq 1 10 | sed 's/$/,a/'; } > ref.csv
	{ echo x,c; seq 3 12 | sed 's/$/,b/'; } > t.csv
	csv-check --versus ref.csv --fail-if 'linf>1' --fail-if 'ks>=0.3' t.csv > r.csv
	run_split -1 csv-check --versus ref.csv --fail-if 'ks>0.1' --fail-if 'new>0' t.csv
	stderr_is "csv-check: --fail-if 'ks>0.1': column \"x\": it is 0.2
csv-check: --fail-if 'new>0': column \"c\": it is 1"
	# A column that is gone fails whatever is asked of it.
	csv-select -c x t.csv > less.csv
	run_split -1 csv-check --versus ref.csv --fail-if 'psi>100' less.csv
	stderr_is "csv-check: --fail-if 'psi>100': column \"c\": it is not defined"
	run_split csv-check --versus ref.csv --fail-if 'kl>1' t.csv
	assert_failure 2
	stderr_has "--fail-if 'kl>1': of a column there are missing_ref, missing, linf, worst_ref, worst_now, js, psi,"
	run_split csv-check --versus ref.csv --fail-if psi t.csv
	assert_failure 2
	stderr_has "--fail-if 'psi': not METRIC<NUMBER (<, <=, > or >=)"
}

# ---- rows matched ----

@test "key: cells compared row by row, in any order" {
	lines id,x,c 1,1.0,a 2,,b 3,7,c 4,8,NA > ref.csv
	lines c,id,x a,1,1 B,2,5 C,3, '"",4,8' B,9,1 > t.csv
	run_split -1 csv-check --versus ref.csv -k id t.csv
	stderr_is 'csv-check: 4 rows matched, 0 only in the reference, 1 only in the input'
	assert_output "$(lines column,rows,same,differ,only_ref,only_now,share,from,to,times \
	    c,4,2,2,0,0,0.5,b,B,1 x,4,2,0,1,1,0.5,,,)"
	run_split -1 csv-check --versus ref.csv -k id -c x t.csv
	assert_equal "${#lines[@]}" 2
	csv-select -c x,c,id ref.csv > same.csv
	run_split -0 csv-check --versus ref.csv -k id same.csv
	tr , '\t' < t.csv > t.tsv
	tr , '\t' < ref.csv > ref.tsv
	run -1 csv-check --versus ref.tsv -k id -d tab t.tsv
	assert_line $'x\t4\t2\t0\t1\t1\t0.5\t\t\t'
}

@test "key: what is refused" {
	lines id,x 1,1 1,2 > twice.csv
	lines id,x 1,1 > once.csv
	run_split csv-check --versus twice.csv -k id once.csv
	assert_failure 3
	stderr_is 'csv-check: twice.csv:3: the key "1" comes twice, so rows cannot be matched (use csv-scrub --dedup -k)'
	run_split csv-check --versus once.csv -k id twice.csv
	assert_failure 3
	stderr_is 'csv-check: twice.csv:3: the key "1" comes twice, so rows cannot be matched (use csv-scrub --dedup -k)'
	lines id,y 1,1 > other.csv
	run_split csv-check --versus once.csv -k id other.csv
	assert_failure 3
	stderr_is 'csv-check: other.csv: no column besides the key is in once.csv, too'
	run_split csv-check --versus once.csv -k no other.csv
	assert_failure 3
	stderr_has 'once.csv: no column "no"'
	run_split csv-check --versus once.csv -k id --fail-if 'psi>1' once.csv
	assert_failure 2
	stderr_has '--fail-if judges distributions, not rows matched by --key'
}

@test "usage: options that do not go together" {
	local args message
	lines x 1 > t.csv
	while IFS='|' read -r args message; do
		# shellcheck disable=SC2086
		run_split csv-check $args t.csv
		assert_failure 2
		stderr_has "$message"
	done <<- 'E'
		|what to do? one of --infer, --schema FILE, --versus FILE and --age FILE
		--infer --versus t.csv|what to do?
		--schema t.csv --slack 1|--not-in and --slack go with --infer
		--versus t.csv --not-in x:y|--not-in and --slack go with --infer
		--infer --environment w|--environment goes with --schema
		--schema t.csv -c x|with --schema the columns are those of the schema
		--infer -k x|--key goes with --versus
		--schema t.csv --fail-if psi>1|--fail-if goes with --versus or --age
	E
}

# ---- the age of a model ----

@test "age: from the latest row learnt from to the latest there is" {
	lines y,x,day 0,1,2026-01-05 1,2,2026-03-01T12:00+01:00 0,3,2026-02-01 1,4,2026-03-01T11:30 > t.csv
	csv-train -q -y y --time day -o m.st t.csv
	grep -qx 'logistic,,newest,2026-03-01T11:30' m.st
	refute grep ,day, m.st
	csv-train -q -y y -x day -o plain.st t.csv
	diff <(grep -v -e newest -e options -e ,end, m.st) <(grep -v -e options -e ,end, plain.st)
	(head -n 1 t.csv && tail -n +2 t.csv | sort -r) | csv-train -q -y y --time day -j 2 --block-size 30 | grep -q 'newest,2026-03-01T11:30'
	csv-predict -q -a m.st t.csv | head -n 1 | grep -qx y,x,day,prediction,probability
	lines day,x 2026-02-27,1 2026-04-10T23:30,2 2026-03-02,1 2026-03-01T11:30,0 > new.csv
	csv-check --age m.st --time day new.csv > got
	lines metric,value n,4 learnt_until,2026-03-01T11:30 oldest,2026-02-27 newest,2026-04-10T23:30 newer,0.5 age,40.5 | cmp got -
	csv-check --age m.st --time day -j 2 --block-size 16 new.csv | cmp got -
	csv-check --age m.st --time day --fail-if 'age>40.5' --fail-if 'newer>=0.6' new.csv | cmp got -
	run_split csv-check --age m.st --time day --fail-if 'age>=40.5' new.csv
	assert_failure 1
	stderr_is "csv-check: --fail-if 'age>=40.5': it is 40.5"
	# Earlier rows alone: nothing is old.
	lines day 2026-02-27 | csv-check --age m.st --time day | grep -qx age,-2.4791666666666665
	# No rows, no age: the gate is shut.
	lines day > none.csv
	csv-check --age m.st --time day none.csv | grep -qx age,
	run_split csv-check --age m.st --time day --fail-if 'age>9' none.csv
	assert_failure 1
	# A column that the preparation takes apart is a time nevertheless.
	csv-date --parts day:month -n -f d.st t.csv
	csv-train -q -y y --time day -a d.st t.csv | grep -q 'newest,2026-03-01T11:30'
	csv-train -q -y y --time day --model mlp --hidden 2 --epochs 1 t.csv | grep -q mlp,,newest
}

@test "age: what is refused" {
	lines y,x,day 0,1,2026-01-05 1,2,2026-03-01 0,3,2026-01-01 > t.csv
	csv-train -q -y y --time day -o m.st t.csv
	csv-train -q -y y -x day -o plain.st t.csv
	no() # STATUS MESSAGE ARGUMENT...
	{
		run_split "${@:3}"
		assert_failure "$1"
		assert_output ""
		stderr_has "$2"
	}
	no 2 'csv-check: --age and --time go together' csv-check --age m.st t.csv
	no 2 'csv-check: --age and --time go together' csv-check --versus t.csv --time day t.csv
	no 2 'csv-check: --age looks at the column of --time alone' csv-check --age m.st --time day -c x t.csv
	no 2 'csv-check: what to do? one of' csv-check --age m.st --time day --versus t.csv t.csv
	no 2 'n, newer, age' csv-check --age m.st --time day --fail-if 'psi>1' t.csv
	no 2 'csv-check: --fail-if goes with --versus or --age' csv-check --infer --fail-if 'age>1' t.csv
	no 3 'csv-check: plain.st: it does not know how old its rows are (csv-train --time)' csv-check --age plain.st --time day t.csv
	csv-scale --zscore x -n -f s.st t.csv
	no 3 'csv-check: s.st: its last step is not a model' csv-check --age s.st --time day t.csv
	no 3 'no column "when"' csv-check --age m.st --time when t.csv
	lines day 2026-01-01 soon > bad.csv
	no 3 'csv-check: bad.csv:3: column "day": "soon" is no date such as 2026-11-27 or 2026-11-27T17:05:09Z' csv-check --age m.st --time day bad.csv
	lines day,x ,1 > bad.csv
	no 3 'csv-check: bad.csv:2: column "day": the time is missing' csv-check --age m.st --time day bad.csv
	lines y,x,day 0,1,2026-01-05 1,2, > bad.csv
	no 3 'csv-train: bad.csv:3: column "day": the time is missing' csv-train -y y --time day bad.csv
	lines y,x,day 0,1,2026-01-05 1,2,2026-02-30 > bad.csv
	no 3 'csv-train: bad.csv:3: column "day": "2026-02-30" is no date such as' csv-train -y y --time day bad.csv
	no 3 'no column "when"' csv-train -y y --time when t.csv
	sed 's/^logistic,,newest,.*/logistic,,newest,soon/' m.st | python3 "$ROOT/tests/seal.py" > f.st
	no 3 'not a time' csv-check --age f.st --time day t.csv
}
