#!/usr/bin/env bats
#
# csv-train with several -y: several labels at once, or the probabilities of classes.

load helper

table=$DATA/train/classes.csv

usage() # MESSAGE OPTION...
{
	run_split csv-train "${@:2}" "$table"
	assert_failure 2
	assert_output ""
	stderr_has "csv-train: $1"
}

setup()
{
	scratch
	awk -F, -v OFS=, 'NR == 1 { print $0, "big", "late", "ant" }
	    NR > 1 { print $0, ($4 > 100), ($5 > 0 ? 1 : 0), ($1 == "ant") }' "$table" > t.csv
}

@test "each of several labels gets the weights of a model of its own" {
	csv-train -y ant -y late -c a,c --l2 0.01 t.csv -o both.st
	local label
	for label in ant late; do
		csv-train -y $label -c a --l2 0.01 t.csv -o one.st
		csv-train -y $label -y big -c a --l2 0.01 t.csv -o many.st
		csv-predict -a one.st -c a t.csv | cut -d , -f 2- > want
		csv-predict -a many.st -c a t.csv | cut -d , -f 2,3 > got
		tail -n +2 want > w2 && tail -n +2 got | cmp w2 -
		head -n 1 got | grep -qx "prediction=$label,probability=$label"
		awk -F, '$3 == "weight" { print $4 }' one.st > want
		awk -F, -v key="weight=$label" '$3 == key { print $4 }' many.st | cmp want -
	done
	assert_equal "$(csv-predict -a both.st -c y t.csv | head -n 1)" y,prediction=ant,probability=ant,prediction=late,probability=late
	assert_equal "$(awk -F, '$3 == "class" { print $4 }' both.st | paste -sd ' ')" "ant late"
	# The objective is the sum of theirs.
	csv-train -y ant -c a,c --l2 0.01 t.csv -o ant.st
	csv-train -y late -c a,c --l2 0.01 t.csv -o late.st
	grep -h ,objective, ant.st late.st both.st | cut -d , -f 4 | paste -sd ' ' | awk '{ d = $1 + $2 - $3; exit !(d < 1e-12 && d > -1e-12) }'
}

@test "labels that are words, through a preparation, with weights and a warm start" {
	sed '1!s/,1\(,[01]\)$/,yes\1/; 1!s/,0\(,[01]\)$/,no\1/; 1!s/,1$/,yes/; 1!s/,0$/,no/' t.csv > words.csv
	csv-scale --zscore a,c -n -f z.st words.csv
	csv-train -y late -y ant --positive yes -c a,c -w w -a z.st words.csv -o words.st
	csv-train -y late -y ant -c a,c -w w -a z.st t.csv -o numbers.st
	grep -E 'intercept|weight=' numbers.st > want
	grep -E 'intercept|weight=' words.st | cmp want -
	csv-train -y late -y ant -c c,a -w w -a z.st --init numbers.st t.csv | awk -F, '$3 == "iterations" { exit !($4 < 12) }'
	csv-predict -a numbers.st -c y t.csv > want
	csv-predict -a words.st -c y <(cut -d , -f 1,3-6 words.csv) | cmp want -
}

@test "a network of several labels: what its layers learn serves all" {
	csv-scale --zscore a,c t.csv -o z.csv
	csv-train -q -y ant -y late --model mlp --hidden 8 -c a,c --epochs 60 --valid z.csv --log-file log.csv z.csv -o m.st
	assert_equal "$(grep -c ',weight:2:' m.st)" 16
	csv-predict -a m.st -c ant,late z.csv > p.csv
	head -n 1 p.csv | grep -qx ant,late,prediction=ant,probability=ant,prediction=late,probability=late
	# The loss of the best epoch is the sum of both log losses.
	local best label sum=0
	for label in ant late; do
		sum=$sum+$(csv-eval -y $label --score probability=$label p.csv | awk -F, '$2 == "log_loss" { print $3 }')
	done
	best=$(tail -n +2 log.csv | cut -d , -f 4 | sort -g | head -n 1)
	awk -v best="$best" "BEGIN { d = (${sum#0+}) / best - 1; exit !(d < 1e-5 && d > -1e-5) }"
	for j in 1 3; do csv-train -q -j $j -y ant -y late --model mlp --hidden 8 -c a,c --epochs 3 z.csv | cksum; done | uniq | wc -l | grep -qx 1
	# Without hidden layers it comes near the optimum.
	csv-train -y ant -y late -c a,c --l2 0.01 z.csv -o best.st
	csv-train -q -y ant -y late -c a,c --l2 0.01 --optimizer adam --epochs 300 --schedule cosine --learning-rate 0.02 z.csv -o near.st
	paste -d , <(grep weight= best.st) <(grep weight= near.st) | awk -F, '{ d = $4 - $8; exit !(d < 0.02 && d > -0.02) }'
}

@test "probabilities of several classes: a student finds its teacher's weights" {
	csv-train -y y --model softmax -c a,c --l2 0.001 t.csv -o teacher.st
	csv-predict -a teacher.st -c a,c t.csv -o taught.csv
	local classes temperature
	mapfile -t classes < <(awk -F, '$3 == "class" { print $4 }' teacher.st)
	local y=()
	for class in "${classes[@]}"; do y+=(-y "probability=$class"); done
	for temperature in 1 3; do
		csv-train --soft --temperature $temperature "${y[@]}" -c a,c --l2 0 taught.csv -o student.st
		paste -d , <(grep -E 'intercept|weight=' teacher.st) <(grep -E 'intercept|weight=' student.st) |
		    awk -F, '{ d = $4 - $8; if ($3 != $7 || d > 1e-4 || d < -1e-4) bad = 1 } END { exit bad || NR == 0 }'
	done
	grep ,rows, teacher.st | cut -d , -f 2- > want
	grep ,rows, student.st | cut -d , -f 2- | cmp want -
	# A row of probabilities is a row of each class that weighs its share.
	awk -F, -v OFS=, -v w="${#classes[@]}" 'NR == 1 { for (i = 4; i <= NF; i++) { sub(/^probability=/, "", $i); name[i] = $i } print "a,c,y,w"; next }
	    { for (i = 4; i <= NF; i++) print $1, $2, name[i], $i }' taught.csv > long.csv
	csv-train -y y --model softmax -c a,c -w w --l2 0.01 long.csv | grep -E 'weight=' > want
	csv-train --soft "${y[@]}" -c a,c --l2 0.01 taught.csv | grep -E 'weight=' | cmp want -
	csv-train -q --soft "${y[@]}" --model mlp --hidden 4 -c a,c --epochs 2 taught.csv | grep -c ,class, | grep -qx "${#classes[@]}"
}

@test "what is refused" {
	usage '-y says which column to predict' -c a
	usage '-y a: given twice' -y a -y b -y a
	usage 'the label cannot be the weight' -y a -y w -w w
	usage 'several labels go with --model multilabel or mlp, and with no --loss' -y a -y b --model softmax
	usage 'several labels go with --model multilabel or mlp, and with no --loss' -y a -y b --loss poisson
	usage '--model multilabel wants several labels: give -y again' -y a --model multilabel
	usage '--soft with several labels goes with --model softmax or mlp, and with no --positive, --negative or --loss' --soft -y a -y b --model logistic
	usage '-y: 51 labels, more than 50' $(seq -f '-y c%g' 51)
	no() # MESSAGE OPTION...
	{
		run_split csv-train -q "${@:2}" -c c t.csv
		assert_failure 3
		assert_output ""
		stderr_has "csv-train: t.csv$1"
	}
	no ':2: column "b": one of several labels is 0 or 1, not 127.195 (name classes with --positive or --negative)' -y late -y b
	no ':2: column "y": the label "bee" is not a number' -y late -y y
	no ':2: column "a": the probabilities of this row add up to 127.229, not to 1' --soft -y a -y b
	lines a,b,c 0.5,0.5,1 1.5,-0.5,2 > low.csv
	run_split csv-train --soft -y a -y b low.csv
	assert_failure 3
	stderr_is 'csv-train: low.csv:3: column "a": a probability of this row is -0.5, below 0'
	awk -F, -v OFS=, '{ print $0, (NR == 1 ? "same" : 1) }' t.csv > same.csv
	run_split csv-train -y late -y same -c c same.csv
	assert_failure 3
	stderr_is 'csv-train: same.csv: column "same": every label is 1: nothing to tell apart'
	csv-train -y late -y ant -c a,c t.csv -o m.st
	run_split csv-predict --explain -a m.st t.csv
	assert_failure 3
	stderr_is 'csv-predict: m.st: a model of several labels has several scores (--explain is for models of one label)'
	run_split csv-importance -a m.st t.csv
	assert_failure 3
	stderr_has 'a model of several labels has no one answer to compare (train a model of one of them)'
	run_split csv-train -y late -y ant -c prediction=ant <(sed '1s/,a,/,prediction=ant,/' t.csv)
	assert_failure 3
	stderr_has 'column "prediction=ant" cannot be a feature: the model adds a column of that name'
}
