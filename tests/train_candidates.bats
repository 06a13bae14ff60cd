#!/usr/bin/env bats
#
# csv-train --candidates: of many classes, a step looks at few.

load helper

# Eighty classes around points of a cube, some far more frequent than others.
setup()
{
	scratch
	points 4000 3 > t.csv
	points 800 5 > v.csv
}

points() # ROWS SEED
{
	awk -v n="$1" -v seed="$2" 'function bell() { return rand() + rand() + rand() + rand() - 2 }
		BEGIN { srand(1); print "y,a,b,c"
			for (k = 0; k < 80; k++) { x[k] = 6 * rand() - 3; y[k] = 6 * rand() - 3; z[k] = 6 * rand() - 3 }
			srand(seed)
			for (i = 0; i < n; i++) { k = int(80 * rand() * rand()); print "k" k "," x[k] + bell() / 3 "," y[k] + bell() / 3 "," z[k] + bell() / 3 } }'
}

learn() # OPTION...
{
	csv-train -q -y y --model mlp --loss softmax --hidden 32 --epochs 25 --learning-rate 0.01 --valid v.csv "$@" t.csv
}

loss() # MODEL
{
	csv-predict -a "$1" v.csv | csv-eval -y y --metric log_loss | sed -n 's/^,log_loss,//p'
}

@test "it learns nearly what all classes teach, and more draws teach more" {
	learn -o all.st
	learn --candidates 40 -o many.st
	learn --candidates 2 --batch 4 --epochs 1 -o few.st
	echo "$(loss all.st) $(loss many.st) $(loss few.st)" > losses
	awk '{ print; exit !($1 < 1 && $2 < 1.15 * $1 && $3 > $2) }' losses
}

@test "threads do not show, the seed does; hidden layers may be normalised or dropped" {
	learn --candidates 20 --epochs 3 -o one.st -j 1
	learn --candidates 20 --epochs 3 -j 3 | cmp one.st -
	learn --candidates 20 --epochs 3 --seed 2 -o two.st
	refute cmp -s one.st two.st
	local options
	for options in --batch-norm '--dropout 0.2' '--optimizer sgd' '--optimizer momentum --hidden 16,8' '--l2 0.0001'; do
		# shellcheck disable=SC2086 # words
		learn --candidates 30 --epochs 6 $options -o m.st
		loss m.st | awk '{ exit !($1 < 3.5) }'
	done
	# Some rows that do not count, and a class that never does.
	awk -F, -v OFS=, '{ print $0, NR == 1 ? "w" : $1 == "k3" ? 0 : NR % 3 }' t.csv > w.csv
	awk -F, -v OFS=, '{ print $0, NR == 1 ? "w" : 1 }' v.csv > vw.csv
	csv-train -q -y y -w w --model mlp --loss softmax --hidden 8 --epochs 2 --candidates 10 --valid vw.csv w.csv | grep -q '^mlp,,class,k3$'
	# What is logged is the loss over candidates.
	learn --candidates 20 --epochs 2 --log-file log.csv -o m.st
	awk -F, 'NR > 1 { exit !($3 > 0 && $4 > 0) }' log.csv
}

@test "what is refused" {
	no() # STATUS MESSAGE OPTION...
	{
		run_split csv-train -y y "${@:3}" t.csv
		assert_failure "$1"
		assert_output ""
		stderr_has "$2"
	}
	local options
	for options in '--model softmax' '--model mlp --hidden 4' '--model mlp --hidden 4 --loss softmax --embed a:2'; do
		# shellcheck disable=SC2086 # words
		no 2 '--candidates goes with --model mlp --loss softmax, and not with --embed or several labels' --candidates 5 $options
	done
	no 3 ' classes would save nothing: leave it out' --candidates 80 --model mlp --loss softmax --hidden 4
	no 2 '--candidates' --candidates 0 --model mlp --loss softmax --hidden 4
}

@test "more than a thousand classes, which others take for a slip" {
	awk 'BEGIN { print "y,a,b"; for (i = 0; i < 2400; i++) print "k" i % 1200 "," i % 40 "," int(i / 40) % 30 }' > many.csv
	run_split csv-train -y y --model softmax many.csv
	assert_failure 3
	stderr_has '1200 different labels, more than 1000 classes (is it a number, or an identifier?  if not, --model mlp has --candidates)'
	csv-train -q -y y --model mlp --loss softmax --hidden 4 --epochs 1 --candidates 20 many.csv | grep -c '^mlp,,class,' | grep -qx 1200
}
