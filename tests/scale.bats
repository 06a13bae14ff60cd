#!/usr/bin/env bats
#
# csv-scale: columns of numbers on another scale, against scikit-learn and numpy
# (golden/scale.py); what is learnt, kept and refused.

load helper

golden=$DATA/scale

column() # VALUE...: a file t.csv with a column x, and n beside it
{
	local n=0

	lines n,x > t.csv
	for value; do
		n=$((n + 1))
		lines "$n,$value" >> t.csv
	done
}

# The column x afterwards, in one line.
scaled() # OPTION...
{
	csv-scale "$@" t.csv > scaled.out
	tail -n +2 scaled.out | cut -d , -f 2 | paste -sd ' '
}

# What was learnt of x, in one line: method=zscore mean=2 ...
facts() # OPTION...
{
	csv-scale "$@" -n -f facts.st t.csv
	awk -F, '$2 == "x" { print $3 "=" $4 }' facts.st | paste -sd ' '
}

forge() # SED-SCRIPT: a state, edited and sealed again
{
	column 1 2 3
	csv-scale --minmax x:-1:1 --clip n:p5:3 --clamp --ddof 1 -n -f x.st t.csv
	sed "$1" x.st | python3 "$ROOT/tests/seal.py" > forged.st
	run csv-scale -a forged.st t.csv
	assert_failure 3
	assert_output --partial "forged.st:"
}

is_like() # GOLDEN OPTION...
{
	local want=$golden/$1.csv

	shift
	csv-scale "$@" "$golden/numbers.csv" > got
	run close_to "$want" < got
	assert_output ""
}

# ---- against scikit-learn and numpy ----

@test "zscore: as StandardScaler; --ddof 1 divides by the sample's sd" {
	is_like zscore --zscore @all
	is_like ddof1 --zscore @all --ddof 1
	is_like ddof1 --ddof 1 --zscore a,b --zscore c..e
}

@test "minmax: as MinMaxScaler, with a range and without" {
	is_like minmax --minmax @all
	is_like range --minmax @all:-1:3
}

@test "maxabs and robust: as MaxAbsScaler and RobustScaler" {
	is_like maxabs --maxabs @all
	is_like robust --robust a..c,e
}

@test "clip: as np.clip, by percentiles and by deviations" {
	is_like clip --clip @all:p5:p95
	is_like deviations --clip @all:1sd:1.5sd
}

@test "log and log1p: as numpy" {
	is_like log --log a,c,d
	is_like log1p --log1p a,c,d
}

# ---- what it computes ----

@test "log10 and log2: powers of the base are whole, others as numpy" {
	column 1 10 0.001 1e22 1e-300 8 1000.0000000000001 999.9999999999999
	assert_equal "$(scaled --log10 x)" \
	    "0 1 -3 22 -300 0.9030899869919434 3 3"
	column 1 0.5 1024 5e-324 3 8.9884656743115795e+307
	assert_equal "$(scaled --log2 x)" "0 -1 10 -1074 1.5849625007211563 1023"
	column 0
	run_split csv-scale --log10 x t.csv
	assert_failure 3
	stderr_has 't.csv:2: column "x": 0 has no logarithm (use --log1p, LIST:missing, LIST:LEAST, or csv-scrub --range)'
}

@test "signedlog: odd, and the logarithm of 1 + x above 0" {
	column 0 1 -1 1e300 -1e300
	assert_equal "$(scaled --signedlog x)" \
	    "0 0.6931471805599453 -0.6931471805599453 690.7755278982137 -690.7755278982137"
}

@test "clip: Tukey's fences" {
	# Quartiles 2 and 4, so the fences are -1 and 7.
	column 1 2 3 4 100
	assert_equal "$(scaled --clip x:1.5iqr:1.5iqr)" "1 2 3 4 7"
	assert_equal "$(facts --clip x:0iqr:1iqr)" "method=clip args=0iqr:1iqr lo=2 hi=6"
}

@test "clip --indicator: what was raised and what was lowered" {
	lines n,x 1,-5 2,5 3,50 4, > t.csv
	csv-scale --clip x:0:10 --indicator -f s.st t.csv > out.csv
	lines n,x,x__clipped 1,0,-1 2,5,0 3,10,1 4,, > want.csv
	same want.csv out.csv
	csv-scale -a s.st t.csv > again.csv
	same want.csv again.csv
	# Other methods have none.
	csv-scale --clip x:0:10 --zscore x,n --indicator t.csv | head -n 1 > header
	assert_equal "$(cat header)" n,x,x__clipped
	run_split csv-scale --clip x:0:10 --indicator out.csv
	assert_failure 3
	stderr_has 'column "x__clipped" exists already'
}

@test "--inverse: back to where it was, as far as rounding goes" {
	local method
	column 1 2.5 3 1000 0.25
	for method in zscore minmax minmax:-2:5 robust maxabs log log1p log10 log2 signedlog; do
		csv-scale --"${method%%:*}" "x$([[ $method == *:* ]] && echo ":${method#*:}")" \
		    -f s.st -o scaled.csv t.csv
		run cmp -s scaled.csv t.csv
		assert_failure
		csv-scale -a s.st --inverse scaled.csv > back.csv
		run close_to t.csv < back.csv
		assert_output ""
	done
}

@test "--inverse: steps in the other order, columns that are there, clips stay" {
	column 1 2 3 4 100
	csv-scale --clip x:p0:p75 --log x --zscore x,n -f s.st -o scaled.csv t.csv
	csv-scale -a s.st --inverse scaled.csv > back.csv
	lines n,x 1,1 2,2 3,3 4,4 5,4 > want.csv
	run close_to want.csv < back.csv
	assert_output ""
	csv-select -c x scaled.csv | csv-scale -a s.st --inverse > x.csv
	csv-select -c x back.csv > want.csv
	same want.csv x.csv
	# A prediction, back in its units.
	csv-select -c x --rename x:prediction scaled.csv | csv-select --rename prediction:x |
	    csv-scale -a s.st --inverse > p.csv
	same want.csv p.csv
}

@test "--inverse: what it cannot do" {
	column 1 2 3
	csv-scale --log x -n -f s.st t.csv
	run_split csv-scale --inverse --log x t.csv
	assert_failure 2
	stderr_has "csv-scale: --inverse goes with -a FILE"
	run_split csv-scale -a s.st --inverse <<< $'z\n1'
	assert_failure 3
	stderr_is 'csv-scale: stdin: no column is one of those that were scaled'
	run_split csv-scale -a s.st --inverse <<< $'x\n1\n1000'
	assert_failure 3
	stderr_is 'csv-scale: stdin:3: column "x": 1000 is too large to be turned back'
	csv-bin --width x:2 -n -f b.st t.csv
	run_split csv-scale -a s.st -a b.st --inverse t.csv
	assert_failure 3
	stderr_is 'csv-scale: t.csv: what csv-bin did cannot be undone'
}

@test "the facts that a state keeps, for every method" {
	column 1 2 "" 3 10
	run facts --zscore x
	assert_output "method=zscore mean=4 sd=3.5355339059327378"
	run facts --zscore x --ddof 1
	assert_output "method=zscore mean=4 sd=4.08248290463863"
	run facts --minmax x
	assert_output "method=minmax min=1 max=10 lo=0 hi=1"
	run facts --minmax x:-1:0.5
	assert_output "method=minmax args=-1:0.5 min=1 max=10 lo=-1 hi=0.5"
	run facts --robust x
	assert_output "method=robust median=2.5 spread=3"
	run facts --maxabs x
	assert_output "method=maxabs maxabs=10"
	run facts --log x
	assert_output "method=log"
	run facts --log1p x
	assert_output "method=log1p"
	run facts --clip x:0:p75
	assert_output "method=clip args=0:p75 lo=0 hi=4.75"
	run facts --clip x:1sd:
	assert_output "method=clip args=1sd: lo=0.46446609406726225 hi=1.7976931348623157e+308"
}

@test "missing stays missing, and does not count" {
	column 1 "" NA 3 nan NULL
	run scaled --zscore x
	assert_output "-1   1  "
	run scaled --log1p x
	assert_output "0.6931471805599453   1.3862943611198906  "
	run scaled --clip x:2:
	assert_output "2   3  "
}

@test "a constant column becomes 0 or the lower end, with a warning" {
	local what

	column 5 5 "" 5
	while IFS='|' read -r what want said; do
		run_split scaled --"${what% *}" "${what#* }"
		assert_output "$want"
		stderr_is "csv-scale: warning: column \"x\" is constant: $said"
	done <<-'E'
		zscore x|0 0  0|its z-score is 0
		minmax x|0 0  0|it is scaled to the lower end
		minmax x:-1:1|-1 -1  -1|it is scaled to the lower end
		robust x|0 0  0|scaled to 0
	E
	run_split scaled --maxabs x
	assert_output "1 1  1"
	stderr_is ""
	column 0 0
	run_split scaled --maxabs x
	assert_output "0 0"
	stderr_is 'csv-scale: warning: column "x" is constant: it stays 0'
	run_split scaled --maxabs x -q
	stderr_is ""
}

@test "what was constant in fitting is not divided by 0 in applying" {
	column 5 5
	csv-scale --zscore x -n -f z.st -q t.csv
	csv-scale --minmax x:2:3 -n -f m.st -q t.csv
	csv-scale --maxabs n -n -f a.st -q t.csv
	column 7 5
	run scaled -a z.st
	assert_output "0 0"
	run scaled -a m.st
	assert_output "2 2"
}

@test "robust: where the quartiles are equal the sd takes their place" {
	column 1 2 2 2 2 2 7
	run_split scaled --robust x
	assert_output "-0.543305367994433 0 0 0 0 0 2.716526839972165"
	stderr_is 'csv-scale: warning: column "x": its quartiles are equal, so it is divided by its standard deviation'
}

@test "one row" {
	column 7
	run_split scaled --zscore x
	assert_output 0
	run_split scaled --zscore x --ddof 1
	assert_output 0
	stderr_is 'csv-scale: warning: column "x" is constant: its z-score is 0'
	run_split scaled --minmax x
	assert_output 0
	run scaled --maxabs x
	assert_output 1
	run scaled --clip x:p5:p95
	assert_output 7
}

@test "clip: a side left out has no end" {
	column -5 0 5
	run scaled --clip x:-1:2
	assert_output "-1 0 2"
	run scaled --clip x::2
	assert_output "-5 0 2"
	run scaled --clip x:-1:
	assert_output "-1 0 5"
	run scaled --clip x:p50:
	assert_output "0 0 5"
	run scaled --clip x:0:0
	assert_output "0 0 0"
	run scaled --clip x:p0:p100
	assert_output "-5 0 5"
	run scaled --clip x:p50:3
	assert_output "0 0 3"
}

@test "minmax leaves its range on new data, but not with --clamp" {
	column 0 10
	csv-scale --minmax x -n -f open.st t.csv
	csv-scale --minmax x --clamp -n -f clamp.st t.csv
	run grep -c ,,clamp,1 clamp.st
	assert_output 1
	column -5 5 20 ""
	run scaled -a open.st
	assert_output "-0.5 0.5 2 "
	run scaled -a clamp.st
	assert_output "0 0.5 1 "
}

@test "the largest value is exactly the upper end" {
	column 0.1 0.2 0.7
	run scaled --minmax x:0.1:0.3
	assert_output "0.1 0.13333333333333333 0.3"
}

@test "the largest doubles do not overflow on the way" {
	column 1.7e308 -1.7e308 0
	run scaled --zscore x
	assert_output "1.2247448713915892 -1.2247448713915892 0"
	run scaled --minmax x
	assert_output "1 0 0.5"
	run scaled --minmax x:-1e308:1e308
	assert_output "1e+308 -1e+308 0"
	run scaled --maxabs x
	assert_output "1 -1 0"
	run scaled --robust x
	assert_output "1 -1 0"
	run scaled --clip x:9sd:9sd
	assert_output "1.7e+308 -1.7e+308 0"
	column 1.7e308 1e308 1.7e308
	run scaled --zscore x
	assert_output "0.7071067811865476 -1.4142135623730951 0.7071067811865476"
}

@test "the smallest doubles do not vanish" {
	column 1e-320 2e-320 3e-320
	run scaled --minmax x
	assert_output "0 0.5 1"
	run scaled --robust x
	assert_output "-1 0 1"
	run scaled --log x
	assert_output --partial "-736.8"
}

@test "a mean is exact where sums would cancel" {
	column 1e16 1 -1e16 1 1
	run facts --zscore x
	assert_output --partial "mean=0.6 "
}

# ---- levels ----

@test "a second method on a column is learnt on what the first one made" {
	column 1 2 3 4 1000
	csv-scale --clip x:0:4 --zscore x -f both.st t.csv > both
	csv-scale --clip x:0:4 t.csv | csv-scale --zscore x > piped
	same both piped
	run grep -c ,begin, both.st
	assert_output 2
	run awk -F, '$3 == "mean" { print $4 }' both.st
	assert_output 2.8
	csv-scale -a both.st t.csv > applied
	same applied both
	column 10 100 1000
	run scaled --log x --minmax x
	assert_output "0 0.5000000000000001 1"
	run scaled --minmax x:1:2 --minmax x --maxabs x
	assert_output "0 0.09090909090909083 1"
}

@test "columns of one list stay on one level, and lists may share columns" {
	lines a,b,c 1,10,5 3,30,7 > t.csv
	csv-scale --zscore a,b --minmax b,c -f t.st t.csv > out
	run cat out
	assert_output "$(lines a,b,c -1,0,0 1,1,1)"
	run grep -c ,begin, t.st
	assert_output 2
	run csv-scale --zscore a,a..b,a t.csv
	assert_output "$(lines a,b,c -1,-1,5 1,1,7)"
}

# ---- the four ways ----

@test "fit and transform, -f then -a, and -n -f: all the same" {
	local how=(--zscore a --minmax b:-1:1 --robust c --clip d:p10:p90 --log e)

	csv-scale "${how[@]}" -f one.st "$golden/numbers.csv" > one
	csv-scale "${how[@]}" -n -f two.st "$golden/numbers.csv" > none
	[ ! -s none ]
	csv-scale "${how[@]}" -n -f - "$golden/numbers.csv" > three.st
	same one.st two.st
	same one.st three.st
	csv-scale -a one.st "$golden/numbers.csv" > applied
	same one applied
	csv-scale "${how[@]}" "$golden/numbers.csv" > plain
	same one plain
}

@test "the state has the same bytes from a file, a pipe, gzip and in pieces" {
	local how=(--zscore a --robust c --clip d:p10:p90) t=$golden/numbers.csv

	csv-scale "${how[@]}" -n -f want.st "$t"
	csv-scale "${how[@]}" -n -f got.st < "$t"
	same want.st got.st
	# shellcheck disable=SC2002
	cat "$t" | csv-scale "${how[@]}" -n -f got.st
	same want.st got.st
	gzip -c "$t" > t.csv.gz
	csv-scale "${how[@]}" -n -f got.st t.csv.gz
	same want.st got.st
	csv-scale "${how[@]}" -n -f got.st < t.csv.gz
	same want.st got.st
	csv-scale "${how[@]}" -n -f got.st.gz "$t"
	zcat got.st.gz | same - want.st
	head -n 70 "$t" > 1.csv
	{ head -n 1 "$t"; tail -n +71 "$t"; } > 2.csv
	csv-scale "${how[@]}" -n -f got.st 2.csv 1.csv
	same want.st got.st
}

@test "provenance: the options, the rows and the header, and nothing else" {
	printf '%s\n' 'a,"b ""c"""' 1,2 3,4 5,7 > t.csv
	csv-scale -q --zscore 'a,"b ""c"""' --ddof 1 --block-size 100 -n -f t.st t.csv
	# XXH64 of the names, each with a NUL, as tests/seal.py computes it.
	python3 - "$ROOT/tests" > want <<-'P'
		import io, sys
		sys.stdin = io.TextIOWrapper(io.BytesIO())
		sys.path.insert(0, sys.argv[1])
		sys.dont_write_bytecode = True
		import seal
		print("%016x" % seal.xxh64(b'a\0b "c"\0'))
	P
	run sed -n '1,5p' t.st
	assert_output "$(lines op,item,key,value scale,,begin,1 \
	    "scale,,options,\"--zscore 'a,\"\"b \"\"\"\"c\"\"\"\"\"\"' --ddof 1\"" \
	    scale,,rows,3 "scale,,columns,$(cat want)")"
	csv-scale --log1p a -n -f t.st t.csv
	run grep ,rows, t.st
	assert_output scale,,rows,3
	csv-scale --clip a:0:p50 --zscore a -n -f t.st t.csv
	run grep ,rows, t.st
	assert_output "$(lines scale,,rows,3 scale,,rows,3)"
}

@test "what was learnt is applied by name, wherever the columns stand" {
	lines id,x,y 1,1,10 2,3,30 > t.csv
	csv-scale --zscore x,y -n -f t.st t.csv
	lines id,x,y 7,5,20 8,2,40 > new.csv
	csv-scale -a t.st new.csv > want
	csv-select -c y,id,x new.csv | csv-scale -a t.st | csv-select -c id,x,y > got
	same want got
	lines more,y,x,id '"a """,20,5,7' ' ,40,2,8' > new.csv
	csv-scale -a t.st new.csv > out
	csv-select -c id,x,y out > got
	same want got
	csv-select -c more,id out > got
	csv-select -c more,id new.csv > want
	same want got
}

@test "a column that is not there, or has another name" {
	lines age,x 1,1 2,3 > t.csv
	csv-scale --zscore x,age -n -f t.st t.csv
	lines x,agee 5,2 > new.csv
	run csv-scale -a t.st new.csv
	assert_failure 3
	assert_output 'csv-scale: new.csv: no column "age" (did you mean "agee"?)'
	run csv-scale --zscore agee,y t.csv
	assert_failure 3
	assert_output 'csv-scale: t.csv: no columns "agee" (did you mean "age"?), "y"'
}

@test "@numeric and @text are looked up at fit, and kept as names" {
	lines a,b,c 1,x,5 2,,7 ,y,NA > t.csv
	csv-scale --zscore @numeric -n -f t.st t.csv
	run awk -F, '$3 == "method" { print $2 }' t.st
	assert_output "$(lines a c)"
	# What is text there is not asked again, and b may be anything now.
	lines a,b,c 1.5,1,6 > new.csv
	run csv-scale -a t.st new.csv
	assert_output "$(lines a,b,c 0,1,0)"
	lines a,b,c one,1,6 > new.csv
	run csv-scale -a t.st new.csv
	assert_failure 3
	assert_output --partial 'new.csv:2: column "a": "one" is not a number'
	run csv-scale --zscore @text t.csv
	assert_failure 3
	assert_output --partial 't.csv:2: column "b": "x" is not a number'
	csv-scale --zscore @numeric < <(cat t.csv) > piped
	csv-scale --zscore a,c t.csv | same - piped
	lines a,b u,v > t.csv
	run csv-scale --zscore @numeric t.csv
	assert_failure 3
}

@test "--na is kept in the state, and holds when it is applied" {
	column 1 999 3 ""
	csv-scale --zscore x --na 999 -n -f t.st t.csv
	run grep ,,na, t.st
	assert_output scale,,na,999
	run scaled -a t.st
	assert_output "-1  1 "
	column 999.0 999 NA
	run csv-scale -a t.st t.csv
	assert_failure 3
	assert_output --partial 't.csv:4: column "x": "NA" is not a number'
	column 1 '?' none 3
	run scaled --zscore x --na '?,none'
	assert_output "-1   1"
	column 1 NA
	run csv-scale --zscore x --na '' -n -f t.st t.csv
	assert_failure 3
	column 1 2
	csv-scale --zscore x --na '' -n -f t.st t.csv
	run grep ,,na, t.st
	assert_output scale,,na,
	column 1 NA
	run csv-scale -a t.st t.csv
	assert_failure 3
}

@test "-H: a state of positions" {
	lines 1,10 3,30 > t.csv
	run csv-scale -H --zscore '#2' -f t.st t.csv
	assert_output "$(lines 1,-1 3,1)"
	run awk -F, '$3 == "mean" { print $2 "=" $4 }' t.st
	assert_output 2=20
	run csv-scale -H -a t.st t.csv
	assert_output "$(lines 1,-1 3,1)"
	run csv-scale -a t.st t.csv
	assert_failure 3
	assert_output 'csv-scale: t.csv: no column "2"'
}

@test "-d, --trim, tsv, CRLF, quotes and gzip out" {
	printf 'n;x\r\n"a;b"; 1\r\n"two\nlines";3 \r\n' > t.csv
	csv-scale -d ';' --trim --zscore x t.csv > out
	printf 'n;x\n"a;b";-1\n"two\nlines";1\n' > want
	same want out
	printf 'n\tx\na\t1\nb\t3\n' > t.tsv
	csv-scale --zscore x -o out.gz t.tsv
	printf 'n\tx\na\t-1\nb\t1\n' > want
	zcat out.gz | same want -
	printf '"x"\n"1"\n"3"\n' > t.csv
	run csv-scale --zscore x t.csv
	assert_output "$(lines '"x"' -1 1)"
}

@test "a name with a colon or a comma is quoted" {
	lines '"Cost: total","a,b"' 1,2 3,4 > t.csv
	run csv-scale --minmax '"Cost: total","a,b":-1:1' t.csv
	assert_output "$(lines '"Cost: total","a,b"' -1,-1 1,1)"
	run csv-scale --clip '/^Cost:/,"a,b":2:3' t.csv
	assert_output "$(lines '"Cost: total","a,b"' 2,2 3,3)"
}

@test "a header and no rows" {
	lines n,x > head.csv
	column 1 2
	csv-scale --zscore x -n -f t.st t.csv
	run csv-scale -a t.st head.csv
	assert_success
	assert_output n,x
	run csv-scale --log x --clip n:0:1 head.csv
	assert_success
	assert_output n,x
	run csv-scale --zscore x head.csv
	assert_failure 3
	assert_output "csv-scale: head.csv: a header and no rows: there is nothing to learn from"
	run csv-scale --clip x:p5:3 -n -f - head.csv
	assert_failure 3
	: > t.csv
	run csv-scale --log x t.csv
	assert_failure 3
	assert_output --partial "t.csv: empty input"
}

# ---- partials ----

@test "partials merge to the bytes of the whole, empty ones too" {
	local how=(--zscore a --robust b --minmax c --clip d:p5:2sd --log e) t=$golden/numbers.csv

	csv-scale "${how[@]}" -n -f whole.st "$t"
	head -n 1 "$t" > 1.csv
	head -n 31 "$t" > 2.csv
	{ head -n 1 "$t"; tail -n +32 "$t"; } > 3.csv
	for i in 1 2 3; do
		csv-scale "${how[@]}" -n --partial -f $i.st $i.csv
	done
	csv-apply --merge 3.st 1.st 2.st > merged.st
	same merged.st whole.st
	cat 1.st 3.st 2.st | csv-apply --merge > merged.st
	same merged.st whole.st
	run csv-apply --merge 1.st
	assert_failure 3
	assert_output "csv-apply: the partials of scale hold no rows"
}

@test "a partial that knows too much, or has two levels" {
	column 1 2
	run csv-scale --clip x:0:1 --zscore x -n --partial -f t.st t.csv
	assert_failure 2
	assert_line --index 0 "csv-scale: a partial knows one look, but some column has two methods: fit the first one, merge it, and fit the second on what it gives"
	assert_not_exists t.st
	csv-scale --zscore x -n --partial -f t.st t.csv
	sed '/,method,/a scale,x,sd,2' t.st | python3 "$ROOT/tests/seal.py" > forged.st
	run csv-apply --merge forged.st
	assert_failure 3
	assert_output --partial 'column "x" has already a "sd"'
}

# ---- errors ----

@test "a column without values" {
	local how

	column "" NA
	for how in zscore=x minmax=x robust=x maxabs=x clip=x:p5:p95 clip=x:1sd:; do
		run csv-scale "--$how" t.csv
		assert_failure 3
		assert_output 'csv-scale: t.csv: column "x" has no values: all 2 are missing'
	done
	for how in log=x log1p=x clip=x:0:1; do
		run csv-scale "--$how" t.csv
		assert_success
		assert_output "$(lines n,x 1, 2,)"
	done
}

@test "a cell that is not a number" {
	column 1 2 3O
	run csv-scale --zscore x -o out t.csv
	assert_failure 3
	assert_output "csv-scale: t.csv:4: column \"x\": \"3O\" is not a number (use --na '3O' or csv-scrub)"
	assert_not_exists out
	# What went out is made useless to the next stage.
	{ echo x; yes 1 | head -n 200000; echo 3O; } > long.csv
	csv-scale --log x long.csv 2> said | tail -n 2 > out
	mapfile -t lines < out
	assert_equal "${lines[0]}" 0
	assert_equal "${lines[1]}" "\"csv-scale failed: long.csv:200002: column 'x': '3O' is not a number (use --na '3O' or csv-scrub)"
	for cell in inf nan1 0x10 1,5 ' 1' 1_000; do
		column 1 "\"$cell\""
		run csv-scale --zscore x t.csv
		assert_failure 3
		assert_output --partial "t.csv:3: column \"x\": \"$cell\""
	done
	column 1 1e400
	run csv-scale --zscore x t.csv
	assert_failure 3
	assert_output 'csv-scale: t.csv:3: column "x": 1e400 is too large for a number (use --na 1e400)'
}

@test "a value without a logarithm" {
	column 1 0
	run csv-scale --log x -o out t.csv
	assert_failure 3
	assert_output 'csv-scale: t.csv:3: column "x": 0 has no logarithm (use --log1p, LIST:missing, LIST:LEAST, or csv-scrub --range)'
	column 1 2 -3.50
	run csv-scale --log x -o out t.csv
	assert_failure 3
	assert_output --partial 't.csv:4: column "x": -3.5 has no logarithm'
	column 0 -0.5 -1
	run csv-scale --log1p x -o out t.csv
	assert_failure 3
	assert_output 'csv-scale: t.csv:4: column "x": -1 has no logarithm of 1 + x (use LIST:missing, LIST:LEAST, or csv-scrub --range)'
	assert_not_exists out
	column 0 5
	run scaled --clip x:1: --log x
	assert_output "0 1.6094379124341003"
}

@test "a value too far from what was learnt" {
	column 1e-300 2e-300
	for how in zscore minmax robust maxabs; do
		csv-scale --$how x -n -f $how.st t.csv
	done
	column 1 1e300
	run csv-scale -a zscore.st -o out t.csv
	assert_failure 3
	assert_output 'csv-scale: t.csv:3: column "x": 1e+300 is too far from the mean to have a z-score'
	run csv-scale -a minmax.st -o out t.csv
	assert_output 'csv-scale: t.csv:3: column "x": 1e+300 is too far outside the range'
	run csv-scale -a robust.st -o out t.csv
	assert_output 'csv-scale: t.csv:3: column "x": 1e+300 is too far from the median'
	run csv-scale -a maxabs.st -o out t.csv
	assert_failure 3
	assert_output 'csv-scale: t.csv:3: column "x": 1e+300 is too far outside the range'
}

@test "what cannot be learnt" {
	column 1 2 3
	run csv-scale --zscore x --ddof 3 t.csv
	assert_failure 3
	assert_output 'csv-scale: t.csv: column "x" has 3 values, too few for --ddof 3'
	run csv-scale --clip x:p90:1 t.csv
	assert_failure 3
	assert_output 'csv-scale: t.csv: column "x": --clip: LO is 2.8 and lies above HI, 1'
	column -1.7e308 -1.7e308 1.7e308 1.7e308
	run csv-scale --robust x t.csv
	assert_failure 3
	assert_output 'csv-scale: t.csv: column "x": its quartiles are too far apart for a double (use --clip first)'
}

@test "usage: methods" {
	local how

	column 1 2
	for how in zscore maxabs robust signedlog; do
		run csv-scale --$how x:1 t.csv
		assert_failure 2
		assert_line --index 0 "csv-scale: --$how takes a list of columns and no parameters"
		assert_line --index 1 "usage: csv-scale [options] [file ...]"
	done
	for how in x:1 x::1 x:0: x:1:1 x:2:1 x:0:1:2 x:a:1 x:0:inf; do
		run csv-scale --minmax $how t.csv
		assert_failure 2
		assert_line --index 0 "csv-scale: --minmax LIST:LO:HI wants two numbers, LO below HI"
	done
	for how in x x: x:: x:1 x:1:2:3 x:a:1 x:p:1 x:p101: x:p-1: x:1:sd x:-1sd: x:0sd: x:1:inf; do
		run csv-scale --clip $how t.csv
		assert_failure 2
		assert_line --index 0 "csv-scale: --clip LIST:LO:HI wants numbers, percentiles (p5), deviations (3sd) or distances of quartiles (1.5iqr); one side may be empty"
	done
	for how in x:2:1 x:p90:p10; do
		run csv-scale --clip $how t.csv
		assert_failure 2
		assert_line --index 0 "csv-scale: --clip: LO lies above HI"
	done
	for how in -1 x 1.5 ''; do
		run csv-scale --zscore x --ddof "$how" t.csv
		assert_failure 2
		assert_line --index 0 "csv-scale: --ddof $how: not a whole number of at least 0"
	done
	run csv-scale --zscore 'x,"y' t.csv
	assert_failure 2
	run csv-scale --zscore x,,n t.csv
	assert_failure 2
	run csv-scale --zscore '/y/' t.csv
	assert_failure 3
	assert_output "csv-scale: t.csv: no column matches /y/"
}

@test "usage: the four ways" {
	column 1 2
	csv-scale --zscore x -n -f t.st t.csv
	wrong() # MESSAGE OPTION...
	{
		local said=$1

		shift
		run csv-scale "$@" t.csv
		assert_failure 2
		assert_line --index 0 "csv-scale: $said"
	}
	wrong "no method is asked for"
	wrong "no method is asked for" --clamp
	wrong "-n without -f would do nothing" --zscore x -n
	wrong "-f - needs -n: rows and state cannot both go to standard output" --zscore x -f -
	wrong "-n writes no rows, so it takes no -o" --zscore x -n -f got.st -o out
	wrong "same is written twice" --zscore x -f same -o same
	wrong "--partial goes with -n -f FILE" --zscore x --partial
	wrong "--partial goes with -n -f FILE" --zscore x --partial -f got.st
	for how in --zscore=x --clamp --ddof=1 --na=9 -n --fit=got.st --partial; do
		wrong "-a applies what was learnt: it goes with no columns, methods, --na, -f or -n" \
		    -a t.st $how
	done
	assert_not_exists got.st
	assert_not_exists out
	assert_not_exists same
	wrong "unknown or ambiguous option --log3 (see --help)" --log3 x
	wrong "unknown or ambiguous option --m (see --help)" --m x
	wrong "unknown option -Z (see --help)" -Z
	run csv-scale --zscore
	assert_failure 2
	assert_line --index 0 "csv-scale: --zscore needs a value (see --help)"
}

@test "states that do not add up are refused" {
	forge '/x,min/d'
	assert_output 'csv-scale: forged.st:2: column "x" has no "min"'
	forge '/n,hi/d'
	assert_output 'csv-scale: forged.st:2: column "n" has no "hi"'
	forge '/x,min/p'
	assert_output --partial "not a fact of scale"
	forge 's/x,min/x,mean/'
	assert_output --partial "not a fact of scale"
	forge 's/x,min,1/x,min,one/'
	assert_output --partial '"one" is not a finite number'
	forge 's/x,max,3/x,max,1e999/'
	assert_output --partial '"1e999" is not a finite number'
	forge 's/,minmax$/,minimax/'
	assert_output --partial 'scale has no method "minimax"'
	forge '/x,method/d'
	assert_output --partial "a fact of a column before its method"
	forge 's/x,args,-1:1/x,args,1:-1/'
	assert_output --partial "--minmax LIST:LO:HI wants two numbers, LO below HI"
	forge 's/n,args,p5:3/n,args,p5/'
	assert_output --partial "--clip LIST:LO:HI wants"
	forge 's/,,ddof,1/,,ddof,/'
	assert_output --partial "a count is missing"
	forge 's/,,ddof,1/,,ddof,-1/'
	assert_output --partial '"-1" is not a count'
	forge 's/,,columns,..../,,columns,/'
	assert_output --partial "not a hash"
	forge 's/,,rows,3/,,rows,3.5/'
	assert_output --partial '"3.5" is not a count'
}

@test "blanks around a number are named as such" {
	lines x 1 " 2" > t.csv
	run_split -3 csv-scale --zscore x t.csv
	stderr_is 'csv-scale: t.csv:3: column "x": " 2" is not a number: it has blanks around it (use --trim)'
	run_split -3 csv-train -y x t.csv
	run -0 csv-scale --zscore x --trim t.csv
}
