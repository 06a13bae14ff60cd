# onehot_levels.bats - csv-onehot: levels ranked by the label, several columns for what is
# none, and cells of several values

load helper

levels() # COMMAND...
{
	"$@" -n -f - t.csv | awk -F, '$3 == "level" { print $4 }' | paste -s -d ' '
}

rest() # SED MESSAGE: a state edited and sealed again is refused
{
	sed "$1" x.st | python3 "$ROOT/tests/seal.py" > forged.st
	run_split csv-onehot -a forged.st t.csv
	assert_failure 3
	stderr_has "$2"
}

# How often each of five levels stands with each of two labels.
ranked()
{
	awk 'BEGIN { print "c,y"
		n = split("a:30:30 b:9:1 c:1:6 d:20:25 e:0:2", item, " ")
		for (i = 1; i <= n; i++) {
			split(item[i], f, ":")
			for (k = 0; k < f[2]; k++) print f[1] ",no"
			for (k = 0; k < f[3]; k++) print f[1] ",yes"
		} }' > t.csv
}

@test "rank mi: by what a level tells of the label" {
	ranked
	# sklearn.metrics.mutual_info_score of having the level and the label:
	# b 0.03427, c 0.01549, e 0.01079, d 0.00178, a 0.00049 (nats)
	assert_equal "$(levels csv-onehot -c c --rank mi -y y)" "b c e d a"
	assert_equal "$(levels csv-onehot -c c --rank mi -y y --top 2)" "b c"
	assert_equal "$(levels csv-onehot -c c --rank mi -y y --min-count 3)" "b c d a"
	assert_equal "$(levels csv-onehot -c c --rank mi -y y --min-count 3 --top 3)" "b c d"
	assert_equal "$(levels csv-onehot -c c)" "a d b c e"
	csv-onehot -c c --rank mi -y y --top 2 -q -f x.st t.csv > out.csv
	csv-onehot -a x.st -q t.csv > again.csv
	same out.csv again.csv
	csv-onehot -a x.st -q <<< $'c\nb\na' > out.csv
	lines 'c=b,c=c,c=<oov>' 1,0,0 0,0,1 > want.csv
	same want.csv out.csv
}

@test "rank mi: order, blocks, threads and shards do not show" {
	ranked
	csv-onehot -c c --rank mi -y y -n -f a.st t.csv
	{ head -n 1 t.csv; tail -n +2 t.csv | sort -r; } > other.csv
	csv-onehot -c c --rank mi -y y -n -f b.st -j 3 --block-size 20 < other.csv
	same a.st b.st
	csv-onehot -c c --rank mi -y y -n --partial -f 1.part <(sed -n '1,70p' t.csv)
	csv-onehot -c c --rank mi -y y -n --partial -f 2.part <(sed -n '1p;71,$p' t.csv)
	csv-apply --merge 1.part 2.part > merged.st
	same a.st merged.st
	sed 's/text:\([0-9]*\),[0-9]*:/text:\1,x/' 1.part | python3 "$ROOT/tests/seal.py" > bad.part
	run_split csv-apply --merge bad.part
	assert_failure 3
	stderr_has 'a text is no pair of level and label'
}

@test "rank mi: what is refused" {
	lines c,y a,1 b, > t.csv
	run_split csv-onehot -c c --rank mi -y y t.csv
	assert_failure 3
	stderr_has 't.csv:3: column "y": the label is missing'
	run_split csv-onehot -c c --rank mi t.csv
	assert_failure 2
	stderr_has '--rank mi and the label (-y) go together'
	run_split csv-onehot -c c -y y t.csv
	assert_failure 2
	stderr_has '--rank mi and the label (-y) go together'
	run_split csv-onehot -c c,y --rank mi -y y t.csv
	assert_failure 2
	stderr_has '-y: "y" is to be encoded, and cannot be the label too'
	run_split csv-onehot -c c --rank mi -y c,y t.csv
	assert_failure 2
	stderr_has '-y: one column is the label'
}

@test "oov buckets: what is no level shares several columns by hash" {
	lines c a a b > t.csv
	csv-onehot -c c --oov-buckets 3 -n -f x.st t.csv
	csv-onehot -a x.st -q <<< $'c\na\nnew\nother\nnew\n""' > out.csv
	run head -n 1 out.csv
	assert_output 'c=a,c=b,c=<oov0>,c=<oov1>,c=<oov2>'
	# Each row has one 1; the same cell has the same bucket, as csv-onehot --hash 3 has it.
	csv-onehot -c c --hash 3 --ordinal <<< $'c\nnew\nother' | tail -n +2 > bucket
	awk -F, 'NR > 1 { for (i = 1; i <= NF; i++) if ($i) at = i; print at - 3 }' out.csv | sed -n '2,4p' > place
	assert_equal "$(paste -s -d ' ' place)" "$(sed -n 1p bucket) $(sed -n 2p bucket) $(sed -n 1p bucket)"
	csv-onehot -c c --oov-buckets 3 --ordinal --min-count 2 -n -f x.st t.csv
	csv-onehot -a x.st -q <<< $'c\na\nnew\n""' > out.csv
	assert_equal "$(sed -n 3p out.csv)" $((1 + $(sed -n 1p bucket)))
	assert_equal "$(sed -n 4p out.csv)" '""'
	# Another seed, another choice.
	local seed
	for seed in 1 2 3 4 5 6 7 8; do
		csv-onehot -c c --oov-buckets 3 -s $seed -n -f x.st t.csv
		csv-onehot -a x.st -q <<< $'c\nnew' | tail -n 1
	done | sort -u > seeds
	[ "$(wc -l < seeds)" -gt 1 ]
}

@test "oov buckets: what is refused" {
	lines c a b > t.csv
	run_split csv-onehot -c c --oov-buckets 2 --unseen zero t.csv
	assert_failure 2
	stderr_has '--oov-buckets goes with --unseen oov'
	run_split csv-onehot -c c --oov-buckets 20 --max-columns 10 t.csv
	assert_failure 2
	stderr_has '--oov-buckets: more than --max-columns 10'
	lines c '<oov1>' b > t.csv
	run_split csv-onehot -c c --oov-buckets 2 t.csv
	assert_failure 3
	stderr_has 'the level "<oov1>" and the cells that are no level would share a name'
	lines c a b > t.csv
	csv-onehot -c c --oov-buckets 2 -n -f x.st t.csv
	rest 's/oov_buckets,2/oov_buckets,0/' 'not a number of buckets'
}

@test "separator: a 1 for each value of a cell" {
	lines id,t,z '1,red;blue,p' '2, blue ;,q' '3,,r' '4,;,s' '5,red;red;green,t' > t.csv
	csv-onehot -c t --separator ';' -f x.st t.csv > out.csv
	lines 'id,t=blue,t=red,t=green,t=<oov>,t=<missing>,z' 1,1,1,0,0,0,p 2,1,0,0,0,0,q \
	    3,0,0,0,0,1,r 4,0,0,0,0,1,s 5,0,1,1,0,0,t > want.csv
	same want.csv out.csv
	csv-onehot -a x.st t.csv > again.csv
	same want.csv again.csv
	csv-onehot -a x.st --block-size 5 -j 3 < t.csv > again.csv
	same want.csv again.csv
	run_split csv-onehot -a x.st <<< $'t\nred;new;newer'
	assert_line 0,1,0,1,0
	stderr_is 'csv-onehot: warning: column "t": 2 cells hold a category not seen in fitting (counted as <oov>)'
	csv-onehot -c t --separator ';' --min-count 2 --unseen zero -q t.csv > out.csv
	run sed -n 6p out.csv
	assert_output 5,0,1,0,t
	run_split csv-onehot -c t --separator ';' --min-count 2 --unseen error t.csv
	assert_failure 3
	stderr_has 't.csv:6: column "t": "green" is not a level that fitting kept (use --unseen oov)'
}

@test "separator: with hashing, and merged from shards" {
	lines t 'a;b' 'b' '""' 'c;a;d' > t.csv
	csv-onehot -c t --separator ';' --hash 2 t.csv > out.csv
	csv-onehot -c t --hash 2 <<< $'t\na\nb\nc\nd' | tail -n +2 > one
	# shellcheck disable=SC2046
	set -- $(cat one)
	either() { awk -F, '{ for (i = 1; i <= 2; i++) s[i] += $i } END { print (s[1] > 0) "," (s[2] > 0) }'; }
	assert_equal "$(sed -n 2p out.csv)" "$(printf '%s\n' "$1" "$2" | either)"
	assert_equal "$(sed -n 4p out.csv)" 0,0
	assert_equal "$(sed -n 5p out.csv)" "$(printf '%s\n' "$3" "$1" "$4" | either)"
	csv-onehot -c t --separator ';' -n -f a.st t.csv
	csv-onehot -c t --separator ';' -n --partial -f 1.part <(sed -n '1,2p' t.csv)
	csv-onehot -c t --separator ';' -n --partial -f 2.part <(sed -n '1p;3,$p' t.csv)
	csv-apply --merge 2.part 1.part > merged.st
	same a.st merged.st
}

@test "separator: what is refused" {
	local option
	lines t,y 'a;b,1' > t.csv
	for option in --ordinal --drop-first '--rank mi -y y'; do
		# shellcheck disable=SC2086
		run_split csv-onehot -c t --separator ';' $option t.csv
		assert_failure 2
		stderr_has '--separator: a cell has several levels, so no --ordinal, --drop-first or --rank mi'
	done
	csv-onehot -c t --separator ';' -n -f x.st t.csv
	rest 's/separator,;/separator,;;/' 'not a fact of onehot'
}

# ---- vocabularies that are given ----

@test "vocabulary: levels from a file, in its order; nothing is learnt" {
	lines c,d,x Oslo,p,1 Bonn,q,2 ,p,3 > t.csv
	lines note,column,level ,c,Bonn ,d,p ,c,Oslo ,c, > v.csv
	run_split csv-onehot -c c,d --vocabulary v.csv -f x.st t.csv
	assert_output "$(lines 'c=Bonn,c=Oslo,c=<oov>,c=<missing>,d=p,d=<oov>,x' 0,1,0,0,1,0,1 1,0,0,0,0,1,2 0,0,0,1,1,0,3)"
	stderr_is 'csv-onehot: warning: column "d": 1 cells hold a category not seen in fitting (counted as <oov>)'
	csv-onehot -a x.st -q t.csv > out.csv
	csv-onehot -c c,d --vocabulary v.csv -q t.csv > again.csv
	same out.csv again.csv
	csv-onehot -c c --vocabulary <(lines column,level c,Bonn) --ordinal -q t.csv > out.csv
	lines c,d,x 1,p,1 0,q,2 ,p,3 > want.csv
	same want.csv out.csv
}

@test "vocabulary: what is refused" {
	local option
	lines c,d a,b > t.csv
	lines column,level c,a d,b > v.csv
	for option in '--top 2' '--min-count 2' '--min-share 0.1' '--hash 3' '--rank mi -y d'; do
		# shellcheck disable=SC2086
		run_split csv-onehot -c c --vocabulary v.csv $option t.csv
		assert_failure 2
		stderr_has '--vocabulary says what the levels are: it goes with no --min-count, --min-share, --top, --rank or --hash'
	done
	run_split csv-onehot -c c --vocabulary v.csv t.csv
	assert_failure 3
	stderr_has 'v.csv:3: column "d" is not one to be encoded (-c)'
	lines column,level c,a > v.csv
	run_split csv-onehot -c c,d --vocabulary v.csv t.csv
	assert_failure 3
	stderr_has 'v.csv: no level of column "d"'
	lines column,level c,a c,a > v.csv
	run_split csv-onehot -c c --vocabulary v.csv t.csv
	assert_failure 3
	stderr_has 'v.csv:3: column "level": "a" stands there twice'
	lines column,value c,a > v.csv
	run_split csv-onehot -c c --vocabulary v.csv t.csv
	assert_failure 3
	stderr_has 'v.csv: no column "level"'
	run_split csv-onehot -c c --vocabulary none.csv t.csv
	assert_failure 4
	stderr_has 'none.csv: cannot open'
}

@test "signed: 1 or -1 by another bit of the hash" {
	local i minus
	{ echo c; for i in {1..200}; do echo "k$i"; done; echo '""'; } > t.csv
	csv-onehot -c c --hash 4 --signed -f x.st t.csv > out.csv
	csv-onehot -a x.st t.csv > again.csv
	same out.csv again.csv
	csv-onehot -c c --hash 4 t.csv > plain.csv
	# The same places, both signs, about as often.
	sed 's/-1/1/g' out.csv > folded.csv
	same plain.csv folded.csv
	minus=$(grep -c -- -1 out.csv)
	[ "$minus" -gt 70 ] && [ "$minus" -lt 130 ]
	run tail -n 1 out.csv
	assert_output 0,0,0,0
	run_split csv-onehot -c c --signed t.csv
	assert_failure 2
	stderr_has '--signed goes with --hash, without --ordinal'
	run_split csv-onehot -c c --signed --hash 3 --ordinal t.csv
	assert_failure 2
	rest 's/buckets,4/levels,0/' 'signed, and no buckets of its own'
}
