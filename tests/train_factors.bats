#!/usr/bin/env bats
#
# csv-train --model fm: crosses by factors.

load helper

# A label that the pair of two categories tells, and neither alone does.
setup()
{
	scratch
	pairs 3000 1 > t.csv
	pairs 800 2 > v.csv
	csv-onehot -c a,b -n -f hot.st t.csv
}

pairs() # ROWS SEED
{
	awk -v n="$1" -v seed="$2" 'BEGIN { srand(seed); print "y,a,b,x"
		for (i = 0; i < n; i++) { a = int(9 * rand()); b = int(7 * rand())
			p = (a % 3 == b % 3) ? 0.9 : 0.1; printf "%d,a%d,b%d,%.3f\n", rand() < p, a, b, rand() - 0.5 } }'
}

@test "crosses are learnt that weights cannot say" {
	csv-train -q -y y -a hot.st -o plain.st t.csv
	csv-train -q -y y --model fm --factors 4 --valid v.csv -a hot.st -o m.st t.csv
	for m in plain m; do
		csv-predict -a $m.st v.csv | csv-eval -y y --metric auc | sed -n 's/^,auc,//p'
	done | paste -s -d ' ' | awk '{ print; exit !($1 < 0.7 && $2 > 0.85) }'
	# Eight factors are the default; numbers are foretold, too.
	csv-train -q -y y --model fm --epochs 1 -a hot.st t.csv | grep -q '^fm,,factors,8$'
	awk -F, -v OFS=, 'NR > 1 { $1 = 10 + 5 * $1 + $4 } 1' t.csv > n.csv
	csv-train -q -y y --model fm --factors 3 --epochs 30 -a hot.st n.csv | csv-predict -a - n.csv | csv-eval -y y --metric r2 > got
	awk -F, '/r2/ { exit !($3 > 0.5) }' got
}

# The same by a few lines of Python: FACTORS EPOCHS RATE L2 LOGISTIC
python_fm()
{
	python3 - "$@" <<-'PY'
		import csv, math, sys
		D, epochs, rate, l2, logistic = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]), sys.argv[5] == "1"
		M = (1 << 64) - 1
		state = 1
		def share():
		    global state
		    state = z = (state + 0x9e3779b97f4a7c15) & M
		    z = ((z ^ (z >> 30)) * 0xbf58476d1ce4e5b9) & M
		    z = ((z ^ (z >> 27)) * 0x94d049bb133111eb) & M
		    return ((z ^ (z >> 31)) >> 11) * 2.0 ** -53
		rows = [([float(r[c]) for c in "pqr"], float(r["y"]), float(r["w"])) for r in csv.DictReader(open("d.csv"))]
		W = sum(w for _, _, w in rows)
		mean = sum(w * y for _, y, w in rows) / W
		v = [[0.0] + [0.2 * share() - 0.1 for _ in range(D)] for _ in range(3)]
		w0 = math.log(mean / (1 - mean)) if logistic else mean
		s0, s = 0.0, [[0.0] * (D + 1) for _ in range(3)]
		order = list(range(len(rows)))
		for _ in range(epochs):
		    for i in range(len(rows), 1, -1):
		        k = int(share() * i)
		        order[i - 1], order[k] = order[k], order[i - 1]
		    for i in order:
		        x, y, w = rows[i]
		        if w == 0:
		            continue
		        sums = [sum(v[j][k] * x[j] for j in range(3)) for k in range(1, D + 1)]
		        z = w0 + sum(v[j][0] * x[j] for j in range(3)) + sum(sums[k - 1] ** 2 - sum((v[j][k] * x[j]) ** 2 for j in range(3)) for k in range(1, D + 1)) / 2
		        slope = w * ((1 / (1 + math.exp(-z)) if logistic else z) - y)
		        s0 += slope * slope
		        w0 -= rate * slope / math.sqrt(1 + s0)
		        for j in range(3):
		            if x[j] == 0:
		                continue
		            g = [slope * x[j] + l2 * v[j][0]] + [slope * x[j] * (sums[k - 1] - v[j][k] * x[j]) + l2 * v[j][k] for k in range(1, D + 1)]
		            for k in range(D + 1):
		                s[j][k] += g[k] * g[k]
		                v[j][k] -= rate * g[k] / math.sqrt(1 + s[j][k])
		print("%.12g" % w0)
		for j in range(3):
		    for k in range(D + 1):
		        print("%.12g" % v[j][k])
	PY
}

@test "numbers are those of Python" {
	awk 'BEGIN { srand(5); print "y,p,q,r,w"; for (i = 0; i < 60; i++) print int(2 * rand()) "," 2 * rand() - 1 "," (i % 3 ? 0 : 1) "," rand() "," i % 4 / 2 }' > d.csv
	local options
	while read -r -a o; do
		csv-train -q -y y -w w --model fm --factors "${o[0]}" --epochs "${o[1]}" --learning-rate "${o[2]}" --l2 "${o[3]}" d.csv |
			awk -F, '$3 ~ /^(intercept$|weight$|factor:)/ { print $4 }' > got
		python_fm "${o[@]}" 1 > want
		paste -d ' ' got want | awk '{ d = $1 - $2; if (NF != 2 || d > 1e-9 || d < -1e-9) { print "off: " $0; bad = 1 } } END { exit bad || NR < 7 }'
	done < <(lines '2 1 0.1 0' '3 4 0.3 0.01' '1 7 0.05 0.1')
}

@test "neither threads nor how features are stored show" {
	csv-train -q -y y --model fm --factors 3 --epochs 3 -a hot.st t.csv | grep '^fm,[^,]' > want
	csv-train -q -y y --model fm --factors 3 --epochs 3 -a hot.st -j 3 --block-size 99 t.csv | grep '^fm,[^,]' | cmp want -
	csv-onehot -a hot.st t.csv | csv-train -q -y y --model fm --factors 3 --epochs 3 | grep '^fm,[^,]' | cmp want -
	csv-train -q -y y --model fm --factors 3 --epochs 3 -s 2 -a hot.st t.csv | grep '^fm,[^,]' > other
	refute cmp -s want other
	csv-train -q -y y --model fm --factors 3 --epochs 3 -a hot.st -o m.st t.csv
	csv-predict -a m.st v.csv > want
	csv-predict -a m.st -j 2 --block-size 77 v.csv | cmp want -
}

@test "what is told: the course, the log, the model" {
	csv-train -y y --model fm --factors 2 --epochs 20 --patience 2 --valid v.csv --log-file log.csv -a hot.st -o m.st t.csv 2> told
	grep -q '^csv-train: epoch [0-9]* of [0-9]*: training loss .*, validation loss .*, of the best constant ' told
	head -n 1 log.csv | grep -qx epoch,steps,train_loss,valid_loss,constant_loss,learning_rate,gradient_norm,dead_units
	[ "$(wc -l < log.csv)" -le 21 ]
	csv-model m.st > got
	head -n 1 got | grep -qx feature,to,weight
	grep -q '^a=a1,,' got && grep -q '^a=a1,factor:2,' got
	csv-model --count m.st | grep -qx "all,$((1 + 3 * $(grep -c ,weight, m.st)))"
	csv-importance -a m.st -y y v.csv | grep -q '^a'
	no() # STATUS MESSAGE ARGUMENT...
	{
		run_split "${@:3}"
		assert_failure "$1"
		assert_output ""
		stderr_has "$2"
	}
	no 3 'what a feature adds depends on the others in this model' csv-predict --explain -a m.st v.csv
	no 3 'crosses by factors are not exported' csv-model --export sql m.st
}

@test "what is refused" {
	no() # STATUS MESSAGE OPTION...
	{
		run_split csv-train -y y -a hot.st "${@:3}" t.csv
		assert_failure "$1"
		assert_output ""
		stderr_has "csv-train: $2"
	}
	no 2 '--factors goes with --model fm' --factors 3
	no 2 '--factors: more than 1000' --model fm --factors 1001
	local options
	for options in '--optimizer adam' '--schedule cosine' '--clip-norm 1' '--l1 0.1' --one-pass --strict-rank --soft; do
		# shellcheck disable=SC2086 # words
		run_split csv-train -y y -a hot.st --model fm $options t.csv
		assert_failure 2
		assert_output ""
	done
	no 2 '--model fm learns row by row: not with --optimizer, --schedule, --clip-norm, --l1, --init, --one-pass, --strict-rank, --soft or several labels' --model fm --l1 1
	awk -F, -v OFS=, 'NR > 1 { $4 = $4 * 1e200 } 1' t.csv > wide.csv
	run_split csv-train -q -y y -a hot.st --model fm wide.csv
	assert_failure 3
	assert_output ""
	stderr_has 'the loss is no longer a number in epoch 1: descent diverges (use a smaller --learning-rate, or csv-scale the features first)'
	csv-train -q -y y --model fm --factors 2 --epochs 1 -c x -o m.st t.csv
	forged() # SED MESSAGE
	{
		sed "$1" m.st | python3 "$ROOT/tests/seal.py" > f.st
		run_split csv-predict -a f.st t.csv
		assert_failure 3
		assert_output ""
		stderr_has "$2"
	}
	forged '/,factors,/d' 'the number of factors is wanted first'
	forged '/,factors,/s/2$/0/' 'not a number of factors'
	forged '/factor:2/d' 'without all of their numbers'
	forged '/factor:1/d' '"factor:1" is wanted'
	forged '/,intercept,/d' 'without all of their numbers'
	forged '/,x,/d' 'without all of their numbers'
	forged 's/^fm,x,factor:1/fm,z,factor:1/' 'a factor of another feature is wanted'
}
