#!/usr/bin/env bats
#
# csv-train --loss: other losses than squares.  The data come from golden/loss.py.

load helper

D=$DATA/train

# What a model says: name,value for intercept, objective and every weight.
terms() # [FILE]
{
	awk -F, '
		$2 == "" && ($3 == "intercept" || $3 == "objective") { print $3 "," $4 }
		$3 == "weight" { print $2 "," $4 }' "$@"
}

# Equal terms, each within TOLERANCE of its size.
near() # GOT EXPECTED TOLERANCE
{
	awk -F, -v tolerance="$3" '
		NR == FNR { expected[$1] = $2; wanted++; next }
		{
			n++
			off = $2 - expected[$1]
			size = expected[$1] < 0 ? -expected[$1] : expected[$1]
			if (!($1 in expected) || (off < 0 ? -off : off) > tolerance * size) {
				print $1 ": " $2 " where " expected[$1] " is expected"
				bad = 1
			}
		}
		END { exit bad || n != wanted || n < 2 }' "$2" "$1"
}

golden() # CASE TOLERANCE OPTION...
{
	awk -F, -v name="$1" '$1 == name { print $2 "," $3 }' "$D/loss_golden.csv" > expected
	csv-train -c a,b,d "${@:3}" "$D/loss.csv" > model.st
	terms model.st > got
	near got expected "$2"
}

# Data at fault: status 3, this message alone, no model.
refuses() # MESSAGE OPTION...
{
	run_split csv-train "${@:2}"
	assert_failure 3
	assert_output ""
	stderr_is "csv-train: $1"
}

@test "quantiles: within the rounding of the linear program's" {
	golden quantile:0.9 2e-4 -y y --loss quantile:0.9
	golden quantile:0.5 2e-4 -y y --loss quantile:0.5
	# The objective is the true one to a quarter of a millionth of the label's deviation.
	awk -F, 'NR == FNR { if ($1 == "quantile:0.5" && $2 == "objective") want = $3; next }
		$3 == "objective" { exit !($4 - want < 1e-6 && want - $4 < 1e-6) }' "$D/loss_golden.csv" model.st
	grep -qx 'linear,,loss,quantile' model.st
	grep -qx 'linear,,loss_parameter,0.5' model.st
	# No more than half of the 300 rows lie below their predictions, with those on the line no fewer.
	csv-predict -a model.st "$D/loss.csv" | csv-select -c y,prediction |
	    awk -F, 'NR > 1 { below += $1 < $2 - 1e-4; upto += $1 < $2 + 1e-4 }
		END { exit !(below <= 150 && upto >= 150) }'
}

@test "poisson: scikit-learn's, with and without a penalty; predictions are means" {
	golden poisson 1e-5 -y count --loss poisson
	csv-predict -a model.st "$D/loss.csv" | csv-select -c prediction,count |
	    awk -F, 'NR > 1 { p += $1; c += $2; bad += $1 <= 0 } END { exit !(!bad && p - c < 1e-6 && c - p < 1e-6) }'
	golden poisson-l2 1e-5 -y count --loss poisson --l2 0.1
}

@test "huber: scipy's minimum; far out it is nearly the squares" {
	golden huber:1.5 1e-5 -y y --loss huber:1.5 --model linear
	csv-train -c a,b,d -y y --loss huber:1e6 "$D/loss.csv" | terms > got
	csv-train -c a,b,d -y y "$D/loss.csv" | terms > expected
	near got expected 1e-7
}

@test "a weight of 2 is the row twice, and threads do not show" {
	awk -F, -v OFS=, 'NR == 1 { print $0, "w"; next } { print $0, NR % 3 }' "$D/loss.csv" > w.csv
	awk -F, -v OFS=, 'NR == 1 { print; next } { for (i = 0; i < NR % 3; i++) print }' "$D/loss.csv" > twice.csv
	csv-train -c a,b,d -y y --loss huber:1 -w w w.csv | terms > got
	csv-train -c a,b,d -y y --loss huber:1 twice.csv | terms > expected
	near got expected 1e-8
	csv-train -c a,b,d -y y --loss quantile:0.3 -j 1 w.csv | grep -v ,options, > 1.st
	csv-train -c a,b,d -y y --loss quantile:0.3 -j 3 --block-size 100 w.csv | grep -v ,options, | cmp 1.st -
	# squared is the model's own, and 0 and 1 are numbers where a loss of numbers is named.
	csv-train -c a,b,d -y y --loss squared w.csv | terms > got
	csv-train -c a,b,d -y y w.csv | terms | cmp got -
	csv-train -y y --loss squared <<< $'x,y\n1,0\n2,1\n3,1' | grep -q '^linear,'
}

@test "what losses refuse" {
	lines x,y 1,2 2,-1 > t.csv
	refuses 't.csv:3: column "y": label -1 is below 0, and --loss poisson counts' -y y --loss poisson t.csv
	lines x,y 1,0 2,0 > t.csv
	run_split csv-train -y y --loss poisson t.csv
	assert_failure 3
	stderr_has 'csv-train: t.csv: all labels are 0: --loss poisson has nothing to fit'
	local pair
	for pair in 'l1:write squared' 'poisson:2:write squared' 'huber:write squared' 'quantile:write squared' \
	    'logistic:write squared' 'huber:0:wants D above 0' 'huber:-1:wants D above 0' \
	    'quantile:0:wants Q between 0 and 1' 'quantile:1:wants Q between 0 and 1' 'huber:x:"x" is not a number'; do
		run_split csv-train -y y --loss "${pair%:*}" t.csv
		assert_failure 2
		assert_output ""
		grep -qF -- "${pair##*:}" <<< "${stderr?}"
	done
	run_split csv-train -y y --loss poisson --model logistic t.csv
	assert_failure 2
	stderr_has 'csv-train: --loss goes with --model linear'
	run_split csv-train -y y --loss poisson --positive 1 t.csv
	assert_failure 2
	stderr_has 'csv-train: --loss is about numbers: no --positive or --negative'
}

@test "a prediction too large for a number is refused, and a state with a strange loss" {
	lines x,y 1,1 2,3 3,8 > t.csv
	csv-train -y y --loss poisson t.csv -o m.st
	run_split csv-predict -a m.st <<< $'x\n1\n10000'
	assert_failure 3
	stderr_has 'the prediction of this row is too large for a number'
	sed 's/loss,poisson/loss,hinge/' m.st | /usr/bin/python3 "$ROOT/tests/seal.py" > forged.st
	run_split csv-predict -a forged.st t.csv
	assert_failure 3
	stderr_has 'not a loss of this version'
}
