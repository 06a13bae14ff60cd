#!/usr/bin/env bats
#
# csv-onehot: what it learns, the columns it makes, what it refuses.
#
# tests/data/onehot is scikit-learn's answer (tests/golden/onehot.py).

load helper

setup()
{
	scratch
	lines id,color,x 1,red,007 2,blue,0.10 3,,1e2 4,red,'"a, b"' 5,blue,5 6,red,6 \
	    7,green,7 > t.csv
}

# Write a state with its facts changed and a true checksum: forge SED-SCRIPT < from > to
forge()
{
	sed "$1" | /usr/bin/python3 "$ROOT/tests/seal.py"
}

@test "each level becomes an indicator at the place of its column" {
	csv-onehot -c color t.csv > out.csv
	lines 'id,color=red,color=blue,color=green,color=<oov>,color=<missing>,x' \
	    1,1,0,0,0,0,007 2,0,1,0,0,0,0.10 3,0,0,0,0,1,1e2 4,1,0,0,0,0,'"a, b"' \
	    5,0,1,0,0,0,5 6,1,0,0,0,0,6 7,0,0,1,0,0,7 > want.csv
	same want.csv out.csv
}

@test "what was learnt are the levels in order, as facts" {
	csv-onehot -c color -n -f - t.csv | grep -v ',,[beorc]' > facts
	lines op,item,key,value onehot,,unseen,oov onehot,color,levels,3 \
	    onehot,color,level,red onehot,color,level,blue onehot,color,level,green \
	    onehot,color,missing,1 > want
	same want facts
}

@test "scikit-learn has the same answer" {
	golden()
	{
		local case=$1 part

		shift
		csv-onehot -q -c color,size "$@" -n -f "$case.st" "$DATA/onehot/train.csv"
		for part in train test; do
			csv-onehot -q -a "$case.st" "$DATA/onehot/$part.csv" > out.csv
			same "$DATA/onehot/$case.$part.csv" out.csv
		done
	}
	golden plain
	golden rare --min-count 7
	golden top --top 2
	golden drop --drop-first --unseen zero
	golden ordinal --ordinal
}

@test "learning and applying are the same in three ways, from file and pipe" {
	csv-onehot -c color -f both.st t.csv > both.csv
	csv-onehot -c color -n -f only.st t.csv
	csv-onehot -a only.st t.csv > applied.csv
	csv-onehot -c color < t.csv > plain.csv
	tail -n +1 t.csv | csv-onehot -c color -f pipe.st > pipe.csv
	same both.st only.st
	same both.st pipe.st
	same both.csv applied.csv
	same both.csv plain.csv
	same both.csv pipe.csv
}

@test "neither the order of rows nor the size of blocks shows in what is learnt" {
	local d=$DATA/onehot/train.csv

	csv-onehot -c color,size -n -f one.st "$d"
	/usr/bin/python3 -c 'import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))
csv.writer(sys.stdout, lineterminator="\n").writerows(rows[:1] + rows[:0:-1])' "$d" > back.csv
	csv-onehot -c color,size -n -f back.st back.csv
	same one.st back.st
	csv-onehot -c color,size -f small.st --block-size 1 "$d" > small.csv
	same one.st small.st
	csv-onehot -a one.st "$d" > big.csv
	same big.csv small.csv
}

@test "the order of the list does not matter" {
	csv-onehot -c x,color -n -f - t.csv | grep -v ,options, | forge '' > a.st
	csv-onehot -c color,x -n -f - t.csv | grep -v ,options, | forge '' > b.st
	same a.st b.st
}

@test "partials merge to the state of the whole" {
	local d=$DATA/onehot/train.csv

	head -n 1 "$d" > 2.csv
	# No cell of this row spans lines.
	head -n 40 "$d" > 1.csv
	tail -n +41 "$d" >> 2.csv
	csv-onehot -c color,size --top 4 --max-columns 50 -n -f whole.st "$d"
	for i in 1 2; do
		csv-onehot -c color,size --top 4 --max-columns 50 -n --partial -f $i.st $i.csv
	done
	csv-apply --merge 2.st 1.st > merged.st
	same whole.st merged.st
	csv-onehot -c color --max-columns 3 -n --partial -f few.st 1.csv
	run csv-apply --merge few.st
	assert_failure 3
	assert_output --partial 'more than --max-columns 3 '
}

@test "remarks come in the order of the columns, however the input was cut" {
	lines a,b x,y > train.csv
	csv-onehot -c a,b -n -f t.st train.csv
	lines a,b x,new x,new new,y > t.csv
	csv-onehot -a t.st t.csv 2> want > rows
	lines a b > columns
	sed 's/.*column "\(.\)".*/\1/' want | same - columns
	for n in 1 5 7; do
		csv-onehot -a t.st --block-size $n t.csv 2> said | same - rows
		same said want
	done
}

@test "a cell not seen in fitting is out of vocabulary, and counted" {
	csv-onehot -c color -n -f t.st t.csv
	lines id,color,x 8,pink,8 9,Red,9 10,red,10 > new.csv
	run_split csv-onehot -a t.st new.csv
	assert_output "$(lines \
	    'id,color=red,color=blue,color=green,color=<oov>,color=<missing>,x' \
	    8,0,0,0,1,0,8 9,0,0,0,1,0,9 10,1,0,0,0,0,10)"
	stderr_is 'csv-onehot: warning: column "color": 2 cells hold a category not seen in fitting (counted as <oov>)'
	assert_success
}

@test "--unseen zero: no column, no indicator, and counted" {
	csv-onehot -c color --unseen zero -n -f t.st t.csv
	lines color pink red '""' | csv-onehot -a t.st > out.csv 2> said
	lines 'color=red,color=blue,color=green,color=<missing>' 0,0,0,0 1,0,0,0 0,0,0,1 > want.csv
	same want.csv out.csv
	lines 'csv-onehot: warning: column "color": 1 cells hold a category not seen in fitting (all its columns are 0)' > want
	same want said
}

@test "--unseen error: the first such cell is refused at its line" {
	csv-onehot -c color --unseen error -n -f t.st t.csv
	run csv-onehot -a t.st t.csv
	assert_success
	refute_output --partial oov
	lines id,color,x '1,red,"two' 'lines"' 2,pink,2 3,mauve,3 > new.csv
	run_split csv-onehot -a t.st new.csv
	assert_failure 3
	stderr_is 'csv-onehot: new.csv:4: column "color": "pink" is not a level that fitting kept (use --unseen oov)'
}

@test "missing cells where none was in fitting hold no level" {
	lines c a b a > t.csv
	lines c a '""' > new.csv
	csv-onehot -c c -n -f oov.st t.csv
	run_split csv-onehot -a oov.st new.csv
	assert_output "$(lines 'c=a,c=b,c=<oov>' 1,0,0 0,0,1)"
	stderr_is 'csv-onehot: warning: column "c": 1 cells are missing, but none was in fitting (counted as <oov>)'
	csv-onehot -c c -n -f zero.st --unseen zero t.csv
	run_split csv-onehot -a zero.st new.csv
	assert_output "$(lines c=a,c=b 1,0 0,0)"
	stderr_is 'csv-onehot: warning: column "c": 1 cells are missing, but none was in fitting (all its columns are 0)'
	csv-onehot -c c -n -f ordinal.st --ordinal t.csv
	run_split csv-onehot -a ordinal.st new.csv
	assert_output "$(lines c 0 '""')"
	stderr_is 'csv-onehot: warning: column "c": 1 cells are missing, but none was in fitting (left empty)'
	csv-onehot -c c -n -f error.st --unseen error t.csv
	run_split csv-onehot -a error.st new.csv
	assert_failure 3
	stderr_is 'csv-onehot: new.csv:3: column "c": a cell is missing, but none was in fitting (use --unseen oov or csv-impute)'
}

@test "--min-count and --top keep the frequent levels, ties by their bytes" {
	lines c b a c a b d c > t.csv
	header()
	{
		csv-onehot -q -c c "$@" t.csv | head -n 1
	}
	assert_equal "$(header)" 'c=a,c=b,c=c,c=d,c=<oov>'
	assert_equal "$(header --min-count 2)" 'c=a,c=b,c=c,c=<oov>'
	assert_equal "$(header --top 2)" 'c=a,c=b,c=<oov>'
	assert_equal "$(header --top 4)" 'c=a,c=b,c=c,c=d,c=<oov>'
	assert_equal "$(header --top 4 --min-count 2)" 'c=a,c=b,c=c,c=<oov>'
	assert_equal "$(header --top 1 --min-count 2 --unseen zero)" c=a
}

@test "what was too rare is counted like what was never seen" {
	run_split csv-onehot -c color --min-count 2 t.csv
	stderr_is 'csv-onehot: warning: column "color": 1 cells hold a category not seen in fitting or too rare there (counted as <oov>)'
	assert_line 7,0,0,1,0,7
	run_split csv-onehot -c color --top 1 --unseen zero t.csv
	stderr_is 'csv-onehot: warning: column "color": 3 cells hold a category not seen in fitting or too rare there (all its columns are 0)'
	run_split csv-onehot -c color --top 2 --unseen error t.csv
	assert_failure 3
	stderr_is 'csv-onehot: t.csv:8: column "color": "green" is not a level that fitting kept (use --unseen oov)'
}

@test "--drop-first drops the most frequent level, and nothing else" {
	run csv-onehot -c color --drop-first t.csv
	assert_line --index 0 'id,color=blue,color=green,color=<oov>,color=<missing>,x'
	assert_line --index 1 1,0,0,0,0,007
	assert_line --index 2 2,1,0,0,0,0.10
}

@test "--drop-first can leave no column of one, but not none of a table" {
	lines id,c 1,a 2,a > t.csv
	run csv-onehot -c c --drop-first --unseen zero t.csv
	assert_output "$(lines id 1 2)"
	lines c a > t.csv
	run_split csv-onehot -c c --drop-first --unseen zero t.csv
	assert_failure 3
	assert_output ""
	stderr_is 'csv-onehot: t.csv: no column is left'
}

@test "--ordinal numbers the levels in place" {
	csv-onehot -c color --ordinal -f t.st t.csv > out.csv
	lines id,color,x 1,0,007 2,1,0.10 3,4,1e2 4,0,'"a, b"' 5,1,5 6,0,6 7,2,7 > want.csv
	same want.csv out.csv
	run csv-onehot -q -a t.st <<< $'color\npink'
	assert_output "$(lines color 3)"
	run csv-onehot -c color --ordinal --unseen error t.csv
	assert_output "$(cat want.csv)"
}

@test "a column without levels keeps its places, with a warning" {
	lines id,c 1, 2, > t.csv
	run_split csv-onehot -c c t.csv
	assert_output "$(lines 'id,c=<oov>,c=<missing>' 1,0,1 2,0,1)"
	stderr_is 'csv-onehot: warning: column "c" has no level: none of its 0 values is kept'
	lines id,c 1,a 2,b > t.csv
	run_split csv-onehot -q -c c --min-count 2 t.csv
	assert_output "$(lines 'id,c=<oov>' 1,1 2,1)"
}

@test "quotes, commas, newlines and bytes of any kind may be in a level" {
	printf 'c,d\n"a, b",1\n"say ""hi""",2\n"two\nlines",3\n"plain",4\n\xff=\xfe,5\n' > t.csv
	csv-onehot -c c -f t.st t.csv > out.csv
	printf '%s\n' 'd' 1 2 3 4 5 > want.csv
	csv-select -c d out.csv > d.csv
	same want.csv d.csv
	printf '"c=a, b",c=plain,"c=say ""hi""","c=two\nlines",c=\xff=\xfe,c=<oov>,d\n' > want.csv
	head -n 2 out.csv > head.csv
	same want.csv head.csv
	csv-onehot -a t.st t.csv > again.csv
	same out.csv again.csv
	run csv-onehot -a t.st <<< $'c,d\n"say ""hi""",9\n"plain",9\nplain,9'
	assert_line --index 2 0,0,1,0,0,0,9
	assert_line --index 3 0,1,0,0,0,0,9
	assert_line --index 4 0,1,0,0,0,0,9
}

@test "many columns and rows: every row has one indicator of each" {
	awk 'BEGIN { print "a,b,c"
		for (i = 0; i < 20000; i++)
			print i % 7 "," i % 301 ",v" i % 2 }' > t.csv
	csv-onehot -c c,a,b t.csv | awk -F, '
		NR == 1 { if (NF != 8 + 302 + 3) exit 1; next }
		{ n = 0
		  for (i = 1; i <= NF; i++)
			n += $i
		  if (n != 3)
			exit 1 }'
}

@test "many levels are learnt and applied in a moment" {
	awk 'BEGIN { print "u"; for (i = 0; i < 100000; i++) print "user" i }' > t.csv
	run timeout 10 csv-onehot -c u -n -f t.st t.csv --max-columns 200000
	assert_success
	run timeout 10 csv-onehot -c u --ordinal t.csv
	assert_line --index 100000 99999
	head -n 3 t.csv > few.csv
	assert_equal "$(timeout 10 csv-onehot -a t.st few.csv | awk -F, '{ print NF }' | uniq)" 100001
}

@test "--max-columns guards against identifiers" {
	awk 'BEGIN { print "id"; for (i = 1; i <= 10000; i++) print i }' > ids.csv
	run_split csv-onehot -c id ids.csv
	assert_failure 3
	stderr_is 'csv-onehot: ids.csv: column "id" would become 10001 columns, more than --max-columns 10000 (use --top, --min-count or --ordinal)'
	run csv-onehot -c id --unseen zero -n -f t.st ids.csv
	assert_success
	run csv-onehot -c id --ordinal --max-columns 2 -n -f t.st ids.csv
	assert_success
	run csv-onehot -c color --max-columns 5 t.csv
	assert_success
	run csv-onehot -c color --max-columns 4 t.csv
	assert_failure 3
}

@test "a column that an earlier step made is encoded by its text" {
	lines id,id2,x 2,0.5,a 3,2,b 4,0.25,c > n.csv
	csv-cross --product id,id2 -n -f product.st n.csv
	csv-cross -a product.st n.csv | csv-onehot -c 'id*id2' -n -f onehot.st
	csv-cross -a product.st n.csv | csv-onehot -a onehot.st > piped.csv
	cat product.st onehot.st > all.st
	csv-select -a all.st n.csv > fused.csv
	same piped.csv fused.csv
	assert_equal "$(tail -n 1 fused.csv)" '4,0.25,c,1,0,0'
	# An indicator is a column like others.
	csv-onehot -a all.st n.csv > once.csv
	csv-onehot -c 'id*id2=1' -n -f again.st once.csv
	cat again.st >> all.st
	csv-select -a all.st n.csv > fused.csv
	csv-onehot -a again.st once.csv > piped.csv
	same piped.csv fused.csv
	run head -n 1 fused.csv
	assert_output 'id,id2,x,id*id2=1=1,id*id2=1=0,id*id2=1=<oov>,id*id2=6,id*id2=<oov>'
}

@test "a header and no rows: applied, but nothing to learn from" {
	csv-onehot -c color -n -f t.st t.csv
	head -n 1 t.csv > empty.csv
	run csv-onehot -a t.st empty.csv
	assert_output 'id,color=red,color=blue,color=green,color=<oov>,color=<missing>,x'
	assert_success
	run csv-onehot -c color empty.csv
	assert_failure 3
	assert_output --partial 'there is nothing to learn from'
	run csv-onehot -a t.st < /dev/null
	assert_failure 3
}

@test "dialects: -H, -d, CRLF, --trim and --na" {
	run csv-onehot -H -c 2 <<< $'1,a\n2,b\n3,a'
	assert_output "$(lines 1,1,0,0 2,0,1,0 3,1,0,0)"
	run csv-onehot -d ';' -c c <<< $'c;d\na;1\n"b;";2'
	assert_output "$(lines 'c=a;"c=b;";c=<oov>;d' '1;0;0;1' '0;1;0;2')"
	printf 'c,d\r\na,1\r\nb,2\r\n' > crlf.csv
	run csv-onehot -c c crlf.csv
	assert_output "$(lines 'c=a,c=b,c=<oov>,d' 1,0,0,1 0,1,0,2)"
	run csv-onehot -c c --trim <<< $'c\na\n a '
	assert_line --index 0 'c=a,c=<oov>'
	run csv-onehot -c c <<< $'c\nNA\nNA\na'
	assert_line --index 0 'c=NA,c=a,c=<oov>'
	csv-onehot -c c --na NA,. -n -f t.st <<< $'c\nNA\n.\na'
	run csv-onehot -a t.st <<< $'c\nNA\na\n""'
	assert_output "$(lines 'c=a,c=<oov>,c=<missing>' 0,0,1 1,0,0 0,0,1)"
}

@test "-x encodes all other columns, and columns are needed" {
	run csv-onehot -x id,x t.csv
	assert_line --index 0 'id,color=red,color=blue,color=green,color=<oov>,color=<missing>,x'
	run_split csv-onehot t.csv
	assert_failure 2
	stderr_has '-c says which columns'
}

@test "options that contradict each other are refused" {
	run_split csv-onehot -c color --ordinal --drop-first t.csv
	assert_failure 2
	stderr_has 'csv-onehot: --drop-first drops a column, but --ordinal makes none'
	run_split csv-onehot -c color --ordinal --unseen zero t.csv
	assert_failure 2
	stderr_has 'csv-onehot: --unseen zero has no meaning with --ordinal, where 0 is a level'
	run_split csv-onehot -c color --min-count 0 t.csv
	assert_failure 2
	stderr_has '--min-count 0: not a whole number of at least 1'
	run_split csv-onehot -c color --unseen maybe t.csv
	assert_failure 2
	stderr_has '--unseen maybe: oov|zero|error'
}

@test "a level that is spelt like one of the other columns is refused" {
	lines c,d '<oov>,1' '<missing>,2' > t.csv
	run_split csv-onehot -c c t.csv
	assert_failure 3
	stderr_is 'csv-onehot: t.csv: column "c": the level "<oov>" and the cells that are no level would share a name (use --ordinal, or --na to make the level missing)'
	run csv-onehot -c c --unseen zero t.csv
	assert_output "$(lines 'c=<missing>,c=<oov>,d' 0,1,1 1,0,2)"
	lines c,d '<missing>,1' ,2 > t.csv
	run_split csv-onehot -c c t.csv
	assert_failure 3
	stderr_is 'csv-onehot: t.csv: column "c": the level "<missing>" and the cells that are missing would share a name (use --ordinal, or --na to make the level missing)'
	run csv-onehot -c c --ordinal t.csv
	assert_output "$(lines c,d 0,1 2,2)"
}

@test "a new name that exists already is refused before the first row" {
	lines c,c=a a,1 > t.csv
	run_split csv-onehot -c c t.csv
	assert_failure 3
	assert_output ""
	stderr_is 'csv-onehot: t.csv: column "c=a" exists already (csv-select --rename the old one)'
}

@test "a column that is not there is named, when learnt and when applied" {
	run_split csv-onehot -c colour t.csv
	assert_failure 3
	stderr_is 'csv-onehot: t.csv: no column "colour" (did you mean "color"?)'
	csv-onehot -c color -n -f t.st t.csv
	run_split csv-onehot -a t.st <<< $'id,Color\n1,red'
	assert_failure 3
	stderr_is 'csv-onehot: stdin: no column "color" (did you mean "Color"?)'
}

@test "states that do not add up are refused" {
	csv-onehot -c color -n -f t.st t.csv
	refused() # SED-SCRIPT MESSAGE
	{
		forge "$1" < t.st > forged.st
		run_split csv-onehot -a forged.st t.csv
		assert_failure 3
		stderr_has "csv-onehot: forged.st:$2"
	}
	refused '/level,red/d' '2: column "color" has 2 different levels, but announces another number'
	refused 's/level,red/level,blue/' '2: column "color" has 2 different levels, but announces another number'
	refused 's/levels,3/levels,three/' '7: "three" is not a count'
	refused '/levels,3/d' '7: a fact of a column before its levels'
	refused 's/level,red/level,/' '8: not a fact of onehot'
	refused 's/,unseen,oov/,unseen,maybe/' '6: not a fact of onehot'
	refused 's/,unseen,/,overseen,/' '6: not a fact of onehot'
	refused 's/,missing,1/,missing,2/' '11: not 1'
	refused '/^onehot,color/d' '2: onehot without a column'
	forge 's/unseen,oov/unseen,zero/' < t.st > forged.st
	run csv-onehot -a forged.st t.csv
	assert_success
	sed s/red/tan/ t.st > forged.st
	run csv-onehot -a forged.st t.csv
	assert_failure 3
	assert_output --partial checksum
}

@test "--hash: the frozen buckets" {
	# By the XXH3 of tests/golden/cross.py, of one cell.
	lines c red blue new_york '"a ""b"""' > v.csv
	csv-onehot -c c --hash 1000 --ordinal v.csv > out.csv
	lines c 837 893 770 429 > want.csv
	same want.csv out.csv
	csv-onehot -c c --hash 8 -s 7 v.csv > out.csv
	lines 'c#0,c#1,c#2,c#3,c#4,c#5,c#6,c#7' 0,1,0,0,0,0,0,0 1,0,0,0,0,0,0,0 \
	    0,0,0,0,0,0,0,1 1,0,0,0,0,0,0,0 > want.csv
	same want.csv out.csv
	local bucket
	for bucket in 837 893 770 429; do
		grep -q "^\\.It .* Ta $bucket\$" "$ROOT/man/csv-onehot.1"
	done
}

@test "--hash: a missing cell is in no bucket, and stays missing as a number" {
	csv-onehot -c c --hash 2 <<< $'id,c\n1,\n2,x' > out.csv
	assert_equal "$(sed -n 2p out.csv)" 1,0,0
	csv-onehot -c c --hash 2 --ordinal <<< $'id,c\n1,\n2,x' > out.csv
	assert_equal "$(sed -n 2p out.csv)" 1,
}

@test "--hash: fitted and applied, merged and piped are one" {
	lines id,c,d 1,red,x 2,blue,y 3,,z > h.csv
	csv-onehot -c c,d --hash 5 -f h.st h.csv > want.csv
	csv-onehot -a h.st h.csv > out.csv
	same want.csv out.csv
	csv-apply -a h.st h.csv > out.csv
	same want.csv out.csv
	# A category that fitting did not see is as good as any, and no word is lost on it.
	run_split csv-onehot -a h.st <<< $'c,d\ngreen,x'
	assert_success
	stderr_is ""
	csv-onehot -c c,d --hash 5 -n --partial -f p.st h.csv
	csv-onehot -c c,d --hash 5 -n -f whole.st h.csv
	csv-apply --merge p.st > merged.st
	same whole.st merged.st
}

@test "--collisions: how many values share a bucket, in the state and by a warning" {
	seq -f %.0f 50 | sed '1i c' > v.csv
	csv-onehot -c c --hash 40 --ordinal v.csv | tail -n +2 | sort | uniq -c | awk '$1 > 1 { n += $1 } END { print n }' > want
	[ "$(< want)" -gt 20 ]
	run_split csv-onehot -c c --hash 40 --collisions -n -f v.st v.csv
	assert_success
	stderr_is "csv-onehot: warning: column \"c\": $(< want) of 50 values share a bucket with another (--hash 40)"
	grep -qx 'onehot,c,values,50' v.st
	grep -qx "onehot,c,sharing,$(< want)" v.st
	# The rows are those without it; missing cells and repeats do not count; states merge.
	csv-onehot -q -c c --hash 40 --collisions -s 3 v.csv | cmp - <(csv-onehot -c c --hash 40 -s 3 v.csv)
	csv-onehot -a v.st v.csv | cmp - <(csv-onehot -c c --hash 40 v.csv)
	(cat v.csv; echo '""'; tail -n 20 v.csv) > more.csv
	csv-onehot -q -c c --hash 40 --collisions -n -f more.st more.csv
	cmp <(grep sharing v.st) <(grep sharing more.st)
	csv-onehot -q -c c --hash 40 --collisions -n --partial -f a.st <(head -n 30 v.csv)
	csv-onehot -q -c c --hash 40 --collisions -n --partial -f b.st <(echo c; tail -n +31 v.csv)
	csv-apply -q --merge b.st a.st | grep -v ,options, > merged.st
	cmp <(grep -v ,options, v.st) merged.st
	# Alone, nothing is said.
	run_split csv-onehot -c c --hash 4000000000 --ordinal --collisions -n -f one.st v.csv
	assert_success
	stderr_is ""
	grep -qx 'onehot,c,sharing,0' one.st
	run_split csv-onehot -c c --collisions v.csv
	assert_failure 2
	stderr_has "csv-onehot: --collisions goes with --hash"
	sed 's/^onehot,c,values/onehot,d,values/' v.st | /usr/bin/python3 "$ROOT/tests/seal.py" > forged.st
	run_split csv-onehot -a forged.st v.csv
	assert_failure 3
	stderr_has 'a fact of a column before its buckets'
}

@test "--hash: what it does not go with, and states that do not add up" {
	local option
	for option in --top=2 --min-count=2 --min-share=0.1 --drop-first --unseen=zero; do
		run_split csv-onehot -c color --hash 4 "$option" t.csv
		assert_failure 2
		stderr_has "csv-onehot: --hash learns no vocabulary: it goes with no --min-count, --min-share, --top, --rank, --drop-first, --unseen or --oov-buckets"
	done
	run_split csv-onehot -c color --hash 10001 t.csv
	assert_failure 2
	stderr_has "csv-onehot: --hash 10001 makes more columns than --max-columns 10000 (use --ordinal for numbers)"
	run_split csv-onehot -c color --hash 4294967295 --ordinal t.csv
	assert_failure 2
	stderr_has "csv-onehot: --hash: more than 4294967294 buckets"
	csv-onehot -c color --hash 4 -n -f t.st t.csv
	bad()
	{
		sed "$1" t.st | /usr/bin/python3 "$ROOT/tests/seal.py" > forged.st
		run_split csv-onehot -a forged.st t.csv
		assert_failure 3
		stderr_has "csv-onehot: forged.st:$2"
	}
	bad 's/buckets,4/buckets,0/' '8: not a number of buckets'
	bad 's/buckets,4/buckets,x/' '8: "x" is not a count'
	bad 's/^onehot,color,buckets,4/&\nonehot,size,buckets,5/' '9: not a number of buckets'
	bad 's/^onehot,color,buckets,4/&\nonehot,size,levels,0/' '9: a vocabulary beside buckets'
}

@test "--min-share: levels of a smaller share of the values are not kept" {
	lines c a a a a b b b d d '""' '""' > s.csv
	csv-onehot -c c --min-share 0.33 -n -f s.st s.csv
	assert_equal "$(grep -c ',level,' s.st)" 2
	grep -q '^onehot,,min_share,0.33$' s.st
	csv-onehot -c c --min-share 0.34 -n -f s.st s.csv
	assert_equal "$(grep -c ',level,' s.st)" 1
	run_split csv-onehot -c c --min-share 1.1 s.csv
	assert_failure 2
	stderr_has "csv-onehot: --min-share is a number up to 1"
}
