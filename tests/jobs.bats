#!/usr/bin/env bats
#
# Threads: -j changes how long a run takes and nothing else, not even what a fault is
# called and how much goes out before it.  laws.bats holds the same for all operators.

load helper

setup()
{
	scratch
	awk -v rows=400 -v seed=3 -f "$ROOT/tests/laws/table.awk" > t.csv
}

# The same bytes, messages and status from 1 thread as from several, whose blocks are
# so small that each of them has some.
same_for_any_jobs() # COMMAND...
{
	local jobs status
	"$@" --block-size 200 -j 1 > want 2> want.err
	status=$?
	sed -i 's/, [0-9.]* s$//' want.err # of -v
	for jobs in 2 3 8; do
		"$@" --block-size 200 -j "$jobs" > got 2> got.err
		assert_equal $? $status
		sed -i 's/, [0-9.]* s$//' got.err
		same got want
		same got.err want.err
	done
	return $status
}

@test "row verbs" {
	same_for_any_jobs csv-scrub --dedup=color --range y:100:900 --allow label:0:1 t.csv
	same_for_any_jobs csv-scrub --dedup t.csv
	same_for_any_jobs csv-scrub --drop-missing gap --rejects rejects.csv t.csv
	csv-scrub --drop-missing gap --rejects rejects1.csv -j 1 t.csv > /dev/null
	same rejects.csv rejects1.csv
	same_for_any_jobs csv-split -p a=0.5,b=0.5 -k color --tag part t.csv
	same_for_any_jobs csv-split -p a=0.5,b=0.5 --only a t.csv
	same_for_any_jobs csv-split --time y:500 --only train t.csv
	same_for_any_jobs csv-balance -v -y label t.csv
	same_for_any_jobs csv-balance -v -y label --positive 1 --factor 2 t.csv
	same_for_any_jobs csv-balance -v -y label --ratio 1:2 --weight-column pos t.csv
	run -3 same_for_any_jobs csv-balance -y color t.csv
}

@test "parts in files" {
	local jobs
	csv-split -p a=0.5,b=0.3,c=0.2 --out '1-{}.csv' -j 1 t.csv
	for jobs in 2 7; do
		csv-split -p a=0.5,b=0.3,c=0.2 --out 'n-{}.csv' -j $jobs --block-size 99 t.csv
		for part in a b c; do
			same n-$part.csv 1-$part.csv
		done
	done
}

@test "folds, groups and models" {
	same_for_any_jobs csv-describe t.csv
	same_for_any_jobs csv-describe -g color,label t.csv
	same_for_any_jobs csv-describe -g id -c @numeric t.csv
	same_for_any_jobs csv-describe -y label -x w t.csv
	same_for_any_jobs csv-train -y label -c x,y,pos t.csv
	csv-train -q -y label -c x,y,pos t.csv > m.st
	same_for_any_jobs csv-predict -a m.st t.csv
	csv-predict -a m.st t.csv > p.csv
	same_for_any_jobs csv-eval -y label p.csv
	same_for_any_jobs csv-eval -y label -g color p.csv
	same_for_any_jobs csv-eval -y label --ci --bootstrap 20 p.csv
	same_for_any_jobs csv-eval -y label --bootstrap 20 --versus p.csv p.csv
	same_for_any_jobs csv-eval -y color --prediction place --task classes t.csv || true
}

@test "what is counted for the user is the same, in the same order" {
	csv-onehot -c color,label --min-count 5 -n -f o.st t.csv
	same_for_any_jobs csv-onehot -a o.st t.csv
	grep -q 'color.*not seen' want.err
}

@test "the first fault of the file wins, and nothing behind its row goes out" {
	local line
	for line in 2 100 399; do
		awk -F, -v OFS=, -v at=$line 'NR == at { $3 = "oops" } NR == at + 1 { $4 = "later" } 1' \
		    <(csv-select -c id,x,y,w t.csv) > bad.csv
		run -3 same_for_any_jobs csv-scale --zscore w,y -n -f s.st bad.csv
		csv-scale --zscore w,y -n -f s.st <(csv-select -c id,x,y,w t.csv)
		run -3 same_for_any_jobs csv-scale -a s.st bad.csv
		same_for_any_jobs csv-scale -a s.st bad.csv || true
		assert_equal "$(cat want.err)" \
		    "csv-scale: bad.csv:$line: column \"y\": \"oops\" is not a number (use --na 'oops' or csv-scrub)"
	done
}

@test "all rows before a fault go out, once some of them have" {
	awk 'BEGIN { print "id,x"; for (i = 1; i <= 60000; i++) print i "," i % 97 }' > big.csv
	sed '50001s/,.*/,oops/' big.csv > bad.csv
	csv-scale --zscore x -n -f s.st big.csv
	for jobs in 1 2 5; do
		run -3 bash -c "csv-scale -a s.st -j $jobs bad.csv > got"
		assert_equal "$(grep -c '^[0-9]' got)" 49999
		assert_equal "$(tail -n 1 got | cut -c 1-19)" '"csv-scale failed: '
		[ $jobs -gt 1 ] || mv got want
	done
	same got want
}

@test "a record that is no CSV is found where it is" {
	local n
	for n in 3 200; do
		sed "${n}s/\$/,one too many/;$((n + 2))s/^/\"/" t.csv > bad.csv
		for command in "csv-select -x id" "csv-scrub --dedup" "csv-describe" \
		    "csv-split -p a=0.5,b=0.5 --only a" "csv-balance -y label"; do
			read -ra words <<< "$command"
			run -3 same_for_any_jobs "${words[@]}" bad.csv
			same_for_any_jobs "${words[@]}" bad.csv || true
			grep -q "bad.csv:[0-9]*: 11 fields where the header has 10" want.err
		done
	done
}

@test "a fault is told at once, though more input may come" {
	{
		echo id,x
		yes 1,2 | head -n 1000
		echo 3,oops
		sleep 60
	} | {
		run timeout 20 csv-scale --block-size 500 -j 4 -n -f s.st --zscore x
		assert_failure 3
		assert_output --partial 'stdin:1002: column "x": "oops" is not a number'
	}
}

@test "a consumer that stops ends the run, and a slow one holds it up" {
	# The column is more than a pipe of the largest size holds, however late its reader goes.
	yes 1,2 | head -n 1000000 | sed 1i\\a,b > big.csv
	run bash -c 'set -o pipefail; csv-select -c b -j 4 big.csv | head -n 1'
	assert_equal "$status" 141
	csv-select -c b,a -j 4 --block-size 1000 big.csv | { sleep 1; cat; } | cksum > got
	sed 's/\(.*\),\(.*\)/\2,\1/' big.csv | cksum > want
	same got want
}

@test "a full disk is a fault for any number of threads" {
	[ -c /dev/full ] || skip "there is no /dev/full here"
	for jobs in 1 4; do
		run -4 bash -c "csv-select -c x,y -j $jobs --block-size 500 t.csv > /dev/full"
		assert_output --partial "stdout: cannot write"
	done
}

@test "how many: a whole number, and not absurdly many" {
	run -2 csv-select -j 0 t.csv
	run -2 csv-select -j 1000 t.csv
	assert_output --partial "--jobs 1000: at most 256"
	run -2 csv-select -j two t.csv
	csv-select -j 256 --block-size 50 t.csv | cmp - t.csv
}
