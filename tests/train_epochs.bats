#!/usr/bin/env bats
#
# csv-train by epochs: networks, and linear models by small steps.  Gradients are checked
# against finite differences by tests/unit/net_test.c.

load helper

table=$DATA/train/classes.csv

usage() # MESSAGE OPTION...
{
	run_split csv-train "${@:2}" "$DATA/examples/train.csv"
	assert_failure 2
	assert_output ""
	stderr_has "csv-train: $1"
}

# XOR: no linear model tells it.
xor()
{
	echo a,b,y
	for _ in 1 2 3 4 5 6 7 8; do lines 0,0,0 0,1,1 1,0,1 1,1,0; done
}

@test "a network learns what no linear model can: exclusive or" {
	xor > xor.csv
	csv-train -q -y y --model mlp --hidden 8 --activation tanh --learning-rate 0.05 --epochs 200 --batch 4 --l2 0 xor.csv -o m.st
	csv-predict -a m.st xor.csv | csv-eval -y y | grep -qx ',accuracy,1'
	csv-train -q -y y xor.csv | csv-predict -a - xor.csv | csv-eval -y y | grep -qx ',auc,0.5'
	for activation in relu leaky_relu sigmoid; do
		csv-train -q -y y --model mlp --hidden 16,8 --activation $activation --learning-rate 0.05 --epochs 300 --batch 8 --l2 0 xor.csv |
		    csv-predict -a - xor.csv | csv-eval -y y | grep -qx ',accuracy,1'
	done
}

@test "each optimizer and schedule comes near the optimum of logistic regression" {
	csv-scale --zscore a..c "$table" -o z.csv
	csv-train -y y --positive ant -c a..c --l2 0.01 z.csv -o best.st
	csv-predict -a best.st z.csv | csv-eval -y y --positive ant | awk -F, '$2 == "log_loss" { print $3 }' > best
	local rule
	for rule in sgd:0.3 momentum:0.03 adagrad:0.3 rmsprop:0.01 adam:0.03; do
		csv-train -q -y y --positive ant -c a..c --l2 0.01 --optimizer ${rule%:*} --learning-rate ${rule#*:} \
		    --batch 50 --epochs 60 --schedule cosine z.csv -o m.st
		csv-predict -a m.st z.csv | csv-eval -y y --positive ant | awk -F, '$2 == "log_loss" { print $3 }' > got
		paste best got | awk '{ exit !($2 - $1 < 0.002) }'
		grep -q '^logistic,a,weight,' m.st
	done
	for schedule in constant inverse; do
		csv-train -q -y y --model softmax -c a..c --optimizer adam --learning-rate 0.05 --schedule $schedule z.csv -o m.st
		grep -q '^softmax,a,weight=Cat,' m.st
		csv-predict -a m.st z.csv | csv-eval -y y | awk -F, '$2 == "log_loss" { l = $3 } $2 == "baseline_log_loss" { exit !(l < $3 - 0.2) }'
	done
	# A batch of all rows and many epochs is gradient descent to the optimum itself.
	csv-train -q -y y --positive ant -c a..c --l2 0.01 --optimizer sgd --learning-rate 1 --batch 400 --epochs 400 z.csv |
	    grep -E 'weight,|intercept' > got
	grep -E 'weight,|intercept' best.st | paste -d , got - |
	    awk -F, '{ d = $4 - $8; if (d > 1e-5 || d < -1e-5) { print; exit 1 } }'
}

@test "numbers, two classes and several: what a network predicts is of the label's kind" {
	csv-scale --zscore a..c "$table" -o z.csv
	csv-train -q -y y --model mlp --loss softmax --hidden 10 -c a..c --epochs 30 --learning-rate 0.01 z.csv -o m.st
	csv-predict -a m.st -c y z.csv > p.csv
	assert_equal "$(head -n 1 p.csv)" y,prediction,probability=Cat,probability=ant,probability=bee,probability=dog
	csv-eval -y y p.csv | awk -F, '$2 == "accuracy" { exit !($3 > 0.5) }'
	csv-train -q -y y --positive ant --model mlp --hidden 10 -c a..c --epochs 30 z.csv -o m.st
	assert_equal "$(csv-predict -a m.st -c y z.csv | head -n 1)" y,prediction,probability
	grep -qx 'mlp,,loss,logistic' m.st
	csv-train -q -y c --model mlp --hidden 10 -c a,b --epochs 30 z.csv -o m.st
	assert_equal "$(csv-predict -a m.st -c y z.csv | head -n 1)" y,prediction
	run grep -c ,loss, m.st
	assert_output 0
}

@test "the same bytes whatever threads, blocks and processor; another seed is another net" {
	csv-scale --zscore a..c "$table" -o z.csv
	net=(-q -y y --model mlp --loss softmax --hidden "13,5" -c a..c --epochs 3 --dropout 0.2 --batch 90)
	csv-train "${net[@]}" -j 1 z.csv | grep -v ,options, > 1.st
	csv-train "${net[@]}" -j 3 --block-size 99 z.csv | grep -v ,options, | cmp 1.st -
	CSVLEARN_CPU=plain csv-train "${net[@]}" z.csv | grep -v ,options, | cmp 1.st -
	csv-train "${net[@]}" -s 2 z.csv | grep -v ,options, > 2.st
	run cmp -s 1.st 2.st
	assert_failure
	# Sparse rows, by -a, give what written-out ones give.
	lines k,x,y a,1,0 b,2,1 c,0,1 a,3,0 b,0,1 c,1,0 > k.csv
	csv-onehot -c k -n -f hot.st k.csv
	csv-train -q -y y --model mlp --hidden 4 --epochs 5 -a hot.st k.csv | grep weight: > raw
	csv-onehot -a hot.st k.csv | csv-train -q -y y --model mlp --hidden 4 --epochs 5 | grep weight: | cmp raw -
}

@test "a state gives back the network: the same predictions, and all its numbers in order" {
	csv-scale --zscore a..c "$table" -o z.csv
	csv-train -q -y y --model mlp --loss softmax --hidden 3,2 -c a..c --epochs 3 z.csv -o m.st
	assert_equal "$(grep -cE 'weight:|bias:' m.st)" 32
	grep -qx 'mlp,,activation,relu' m.st
	assert_equal "$(awk -F, '$3 == "units" { print $4 }' m.st | paste -sd ' ')" "3 2"
	csv-predict -a m.st z.csv > want
	csv-apply -a m.st z.csv | cmp want -
	bad() # SED MESSAGE
	{
		sed "$1" m.st | /usr/bin/python3 "$ROOT/tests/seal.py" > forged.st
		run_split csv-predict -a forged.st z.csv
		assert_failure 3
		stderr_has "$2"
	}
	bad '/a,weight:1:2/d' '"weight:1:2" is wanted'
	bad '/^mlp,b,weight:1:3/d' '"weight:1:3" is wanted'
	bad '/bias:1:2/d' '"bias:1:2" is wanted'
	bad '/weight:2:3:1/d' '"weight:2:3:1" is wanted'
	bad '/bias:3:4/d' 'a network without all of its numbers'
	bad 's/^mlp,,bias:3:4.*/&\n&/' 'more numbers than the network has'
	bad 's/units,3/units,0/' 'not a number of units in its place'
	bad '/units/d' 'not the place of a weight'
	bad 's/activation,relu/activation,step/' 'not an activation of this version'
	bad '/^mlp,c,weight:1:3/d' 'a network without all weights of layer 1'
	bad 's/^mlp,b,weight:1:2/mlp,c,weight:1:2/' 'a weight of another feature is wanted'
}

@test "--valid: ends when the rows held out no longer gain, and takes the best epoch" {
	awk 'BEGIN {
		srand(3); print "a,b,c,d,e,f,g,h,y"
		for (i = 0; i < 60; i++) {
			s = ""; for (j = 0; j < 8; j++) { x = rand() - 0.5; if (!j) t = x; s = s x "," }
			print s (t + (rand() - 0.5) > 0 ? 1 : 0)
		}
	}' > noise.csv
	csv-split -p t=0.5,v=0.5 --out '{}.csv' noise.csv
	csv-train -y y --model mlp --hidden 64 --l2 0 --learning-rate 0.01 --epochs 300 --batch 8 --valid v.csv --patience 4 \
	    --log-file log.csv t.csv -o m.st 2> told
	best=$(tail -n +2 log.csv | sort -t , -k 4,4g | head -n 1 | cut -d , -f 1)
	last=$(tail -n 1 log.csv | cut -d , -f 1)
	assert_equal "$((last - best))" 4
	grep -q "^csv-train: epoch $best of $last: training loss .*, validation loss .*, of the best constant 0\.6" told
	grep -q '^csv-train: overfitting: the validation loss rose while the training loss fell' told
	# The state is the best epoch's: its loss on those rows is the one of the log.
	csv-predict -a m.st v.csv | csv-eval -y y | awk -F, '$2 == "log_loss" { print $3 }' > got
	awk -F, -v e="$best" '$1 == e { print $4 }' log.csv | paste got - | awk '{ d = $1 - $2; exit !(d < 1e-5 && d > -1e-5) }'
	assert_equal "$(awk -F, '$3 == "objective" { print $4 }' m.st)" "$(awk -F, -v e="$best" '$1 == e { print $4 }' log.csv)"
	# And the run up to there without a look at other rows learns the same.
	csv-train -q -y y --model mlp --hidden 64 --l2 0 --learning-rate 0.01 --epochs "$best" --batch 8 t.csv |
	    grep -E 'weight:|bias:' > short
	grep -E 'weight:|bias:' m.st | cmp short -
}

@test "the log: a row for each epoch, with the loss of the best constant beside it" {
	csv-scale --zscore a..c "$table" -o z.csv
	csv-train -v -y y --model mlp --loss softmax --hidden 6 -c a..c --epochs 9 --batch 100 --clip-norm 0.01 \
	    --schedule inverse --log-file log.csv z.csv -o m.st 2> told
	assert_equal "$(head -n 1 log.csv)" epoch,steps,train_loss,valid_loss,constant_loss,learning_rate,gradient_norm,dead_units,gradient_norm_1,gradient_norm_2
	assert_equal "$(wc -l < log.csv)" 10
	assert_equal "$(tail -n 1 log.csv | cut -d , -f 1,2)" 9,36
	awk -F, 'NR == 3 { exit !($6 == 0.0005 && $4 == "") }' log.csv
	csv-predict -a m.st z.csv | csv-eval -y y | awk -F, '$2 == "baseline_log_loss" { print $3 }' > want
	awk -F, 'NR == 2 { print $5 }' log.csv | paste want - | awk '{ d = $1 - $2; exit !(d < 1e-12 && d > -1e-12) }'
	assert_equal "$(grep -o '^csv-train: epoch [0-9]*:' told | tr -dc '0-9\n' | paste -sd ' ')" "1 2 4 8"
}

@test "verdicts: diverging, stuck, oscillating, still learning" {
	csv-scale --zscore a..c "$table" -o z.csv
	verdict() # WORD OPTION...
	{
		csv-train -y y --positive ant -c a..c --epochs 12 "${@:2}" z.csv -o m.st 2> told
		grep -q "^csv-train: $1: " told
	}
	verdict stuck --optimizer sgd --learning-rate 0.0000001
	verdict oscillating --optimizer sgd --learning-rate 1.5 --batch 3
	verdict diverging --optimizer sgd --learning-rate 30 --batch 1
	verdict 'still learning' --model mlp --hidden 8 --epochs 4
	run_split csv-train -y c -c b --optimizer sgd --learning-rate 1e6 --log-file log.csv --model linear "$table"
	assert_failure 3
	assert_output ""
	stderr_has "the loss is no longer a number in epoch 2: descent diverges (use a smaller --learning-rate, --clip-norm, or csv-scale the features first)"
	assert_equal "$(wc -l < log.csv)" 3
}

@test "--valid: what is refused" {
	lines x,y 1,a 2,b > t.csv
	lines x,y 1,c > v.csv
	run_split csv-train -y y --model mlp --loss softmax --hidden 2 --valid v.csv t.csv
	assert_failure 3
	stderr_is 'csv-train: v.csv: the label "c" is not one of the rows to learn from'
	lines z,y 1,a > v.csv
	run_split csv-train -y y --model mlp --loss softmax --hidden 2 --valid v.csv t.csv
	assert_failure 3
	stderr_has 'v.csv'
	stderr_has 'no column "x"'
	run_split csv-train -y y --model mlp --loss softmax --hidden 2 --valid none.csv t.csv
	assert_failure 4
	lines x,y > v.csv
	run_split csv-train -y y --model mlp --loss softmax --hidden 2 --valid v.csv t.csv
	assert_failure 3
	stderr_is 'csv-train: v.csv: a header and no rows: there is nothing to learn from'
}

@test "usage errors" {
	usage '--model mlp wants --hidden, the units of its hidden layers' -y bought --model mlp
	for n in 0 -1 x 1.5 65537 3,0; do
		usage '--hidden: "' -y bought --model mlp --hidden=$n
	done
	usage '--hidden, --activation, --dropout, --batch-norm and --freeze go with --model mlp' -y bought --hidden 3
	usage '--hidden, --activation, --dropout, --batch-norm and --freeze go with --model mlp' -y bought --optimizer adam --dropout 0.5
	usage '--hidden, --activation, --dropout, --batch-norm and --freeze go with --model mlp' -y bought --optimizer adam --batch-norm
	usage '--freeze keeps layers of --init: say which model that is' -y bought --model mlp --hidden 3 --freeze 1
	usage '--batch-norm wants a --batch of 2 rows at least' -y bought --model mlp --hidden 3 --batch-norm --batch 1
	usage '--learning-rate, --schedule, --clip-norm, --valid and --log-file go with --optimizer or --model mlp' -y bought --learning-rate 1
	usage '--learning-rate, --schedule, --clip-norm, --valid and --log-file go with --optimizer or --model mlp' -y bought --log-file l
	usage '--dropout is a share below 1' -y bought --model mlp --hidden 3 --dropout 1
	usage '--l1 makes no weights 0 by batches: leave --optimizer out' -y bought --optimizer sgd --l1 1
	usage '--optimizer: not with --model ovr (use softmax)' -y bought --optimizer sgd --model ovr
	usage '--optimizer: not with --loss poisson' -y bought --optimizer sgd --loss poisson
	usage '--log-file m.st: the model goes there' -y bought --optimizer sgd --log-file m.st -o m.st
	usage '--loss huber:1: of mlp it is squared, logistic or softmax' -y bought --model mlp --hidden 3 --loss huber:1
	usage '--optimizer' -y bought --optimizer newton
}

@test "--init: begins with another model's weights" {
	csv-scale --zscore a..c "$table" -o z.csv
	# What was learnt in two runs of one epoch is near what more epochs give; at the optimum nothing moves.
	csv-train -y y --positive ant -c a..c z.csv -o best.st
	csv-train -y y --positive ant -c c,b,a --init best.st z.csv -o again.st
	assert_equal "$(awk -F, '$3 == "iterations" { print ($4 < 3) }' again.st)" 1
	csv-train -y y --model softmax -c a..c z.csv -o soft.st
	csv-train -y y --model softmax -c a..c --init soft.st z.csv -o again.st
	was=$(awk -F, '$3 == "iterations" { print $4 }' soft.st)
	assert_equal "$(awk -F, -v was="$was" '$3 == "iterations" { print ($4 < was / 2) }' again.st)" 1
	awk -F, '$3 == "objective" { print $4 }' soft.st again.st | paste -sd ' ' | awk '{ d = $1 - $2; exit !(d < 1e-9 && d > -1e-9) }'
	csv-train -y y --model ovr -c a..c z.csv -o ovr.st
	csv-train -y y --model ovr -c a..c --init ovr.st z.csv | awk -F, '$3 == "iterations" { exit !($4 < 9) }'
	# A step of length 0 shows where it began.
	still=(--learning-rate 1e-30 --epochs 1 --l2 0)
	csv-train -q -y y --positive ant -c b,a,c --optimizer sgd "${still[@]}" --init best.st z.csv | grep weight, | sort > got
	grep weight, best.st | sort | paste -d , got - | awk -F, '{ d = $4 - $8; exit !(d < 1e-6 && d > -1e-6) }'
	csv-train -q -y y --model mlp --loss softmax --hidden 4,3 -c a..c --epochs 5 z.csv -o net.st
	csv-train -q -y y --model mlp --loss softmax --hidden 4,3 -c c,a,b "${still[@]}" --init net.st z.csv | grep -E 'weight:|bias:' | sort > got
	grep -E 'weight:|bias:' net.st | sort | cmp got -
	# Losses by descent begin there, too.
	csv-train -q -y c --loss huber:1 -c a,b z.csv -o h.st
	csv-train -q -y c --loss huber:1 -c a,b --init h.st z.csv | awk -F, '$3 == "iterations" { exit !($4 < 3) }'
}

@test "--init: what does not fit" {
	csv-scale --zscore a..c "$table" -o z.csv
	csv-train -y y --positive ant -c a,b z.csv -o ab.st
	no() # MESSAGE OPTION...
	{
		run_split csv-train -q -y y "${@:2}" z.csv
		assert_failure 3
		assert_output ""
		stderr_is "csv-train: $1"
	}
	no 'ab.st: it has no weight of the feature "c"' --positive ant -c a..c --init ab.st
	no 'ab.st: it has 2 features, and the rows have 1' --positive ant -c a --init ab.st
	no 'ab.st: its last step is logistic, and the model to learn is softmax' --model softmax -c a,b --init ab.st
	csv-train -y y --model softmax -c a,b <(grep -v '^bee' z.csv) -o three.st
	no 'three.st: its classes are not those of the rows' --model softmax -c a,b --init three.st
	csv-train -q -y y --model mlp --loss softmax --hidden 4 -c a,b --epochs 1 z.csv -o net.st
	no 'net.st: its layers are not those of --hidden and the label' --model mlp --loss softmax --hidden 5 -c a,b --init net.st
	usage '--init: linear is solved exactly, wherever it begins' -y income -c age --init ab.st
}

@test "--freeze: layers of --init stay, and may serve another question" {
	csv-scale --zscore a..c "$table" -o z.csv
	csv-train -q -y y --model mlp --loss softmax --hidden 6,4 -c a..c --epochs 5 z.csv -o net.st
	csv-train -q -y y --model mlp --loss softmax --hidden 6,4 -c a..c --epochs 2 --init net.st --freeze 1,3 z.csv -o on.st
	local layer
	for layer in 1 2 3; do
		grep -E "(weight|bias):$layer:" net.st > was
		grep -E "(weight|bias):$layer:" on.st | cmp -s was - && echo "$layer stayed"
	done > got
	printf '%s\n' '1 stayed' '3 stayed' | cmp - got
	# Whether it is an ant, from the layers that told three insects apart.
	csv-train -q -y y --positive ant --model mlp --hidden 6,4 -c c,b,a --epochs 3 --init net.st --freeze 1,2 z.csv -o ant.st
	grep -E '(weight|bias):[12]:' net.st | sort > was
	grep -E '(weight|bias):[12]:' ant.st | sort | cmp was -
	assert_equal "$(grep -c 'weight:3:' ant.st)" 4
	run_split csv-train -q -y y --positive ant --model mlp --hidden 6,4 -c a..c --init net.st z.csv
	assert_failure 3
	stderr_is 'csv-train: net.st: its layers are not those of --hidden and the label'
	run_split csv-train -q -y y --positive ant --model mlp --hidden 5,4 -c a..c --init net.st --freeze 1 z.csv
	assert_failure 3
	stderr_is 'csv-train: net.st: its layers are not those of --hidden and the label'
	usage '--freeze 1,2: no layer is left to learn' -y bought --model mlp --hidden 3 -c age --init net.st --freeze 1,2
	for layer in 0 3 x 1.5; do
		usage "--freeze: \"$layer\" is not the number of a layer" -y bought --model mlp --hidden 3 -c age --init net.st --freeze "$layer"
	done
}

@test "--batch-norm: learns from features of any size, and the model is a plain network" {
	awk 'BEGIN { FS = OFS = "," } NR > 1 { $3 *= 1000 } 1' "$table" > wild.csv
	csv-train -q -y y --model mlp --loss softmax --hidden 8 -c a..c --epochs 40 wild.csv -o m.st
	csv-predict -a m.st wild.csv | csv-eval -y y | awk -F, '$2 == "log_loss" { print $3 }' > plain
	csv-train -q -y y --model mlp --loss softmax --hidden 8 -c a..c --epochs 40 --batch-norm --log-file log.csv wild.csv -o m.st
	csv-predict -a m.st wild.csv | csv-eval -y y | awk -F, '$2 == "log_loss" { print $3 }' | paste plain - | awk '{ exit !($2 < $1) }'
	awk 'BEGIN { FS = "," } NR == 2 { first = $3 } END { exit !($3 < first) }' log.csv
	head -n 1 log.csv | grep -q ',gradient_norm_1,gradient_norm_2$'
	awk -F, 'NR > 1 { d = $7 * $7 - $9 * $9 - $10 * $10; exit !(d < 1e-6 && d > -1e-6) }' log.csv
	# What --valid says of the last epoch is what the folded network makes of the rows.
	csv-train -q -y y --positive ant --model mlp --hidden 8 -c a..c --epochs 4 --batch-norm --valid "$table" --log-file log.csv "$table" -o m.st
	best=$(tail -n +2 log.csv | cut -d , -f 4 | sort -g | head -n 1)
	csv-predict -a m.st "$table" | csv-eval -y y --positive ant | awk -F, -v best="$best" '$2 == "log_loss" { d = $3 / best - 1; exit !(d < 1e-5 && d > -1e-5) }'
	for j in 1 2 5; do
		csv-train -q -j $j -y y --model mlp --loss softmax --hidden 8 -c a..c --epochs 3 --batch-norm --dropout 0.2 "$table" | cksum
	done | uniq | wc -l | grep -qx 1
	CSVLEARN_CPU=plain csv-train -q -y y --model mlp --loss softmax --hidden 8,5 -c a..c --epochs 3 --batch-norm "$table" -o plain.st
	csv-train -q -y y --model mlp --loss softmax --hidden 8,5 -c a..c --epochs 3 --batch-norm "$table" | cmp plain.st -
}

# ---- another build ----

@test "built for this very processor, and optimised further, it learns the same bytes" {
	env -u MAKEFLAGS -u MFLAGS make -s -C "$ROOT" -j 2 BUILD="$PWD/build" BIN="$PWD/bin" CFLAGS='-O3 -march=native' "$PWD/bin/csv-train" > /dev/null
	csv-scale --zscore a..c "$table" -o z.csv
	local options
	for options in '--model softmax' '--model ovr' '--positive ant' '--positive ant --l1 0.01' \
	    '--positive ant --optimizer adam --epochs 3' '--model mlp --loss softmax --hidden 9,5 --activation tanh --epochs 3'; do
		# shellcheck disable=SC2086 # words
		csv-train -q -y y -c a..c $options z.csv > ours
		# shellcheck disable=SC2086
		bin/csv-train -q -y y -c a..c $options z.csv | cmp ours -
	done
	for options in '--l2 0.1' '--loss huber:1' '--loss quantile:0.3' '--l1 0.1'; do
		# shellcheck disable=SC2086
		csv-train -q -y c -c a,b $options z.csv > ours
		# shellcheck disable=SC2086
		bin/csv-train -q -y c -c a,b $options z.csv | cmp ours -
	done
}
