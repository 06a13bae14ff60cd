#!/usr/bin/env bats
#
# csv-train: several classes at once.  The data come from golden/classes.py.

load helper

D=$DATA/train
table=$D/classes.csv

# The probabilities of the first five rows, and softmax's objective, as the goldens have them.
golden() # CASE MODEL TOLERANCE OPTION...
{
	csv-train -y y -c a..c --model "$2" "${@:4}" "$table" > model.st
	{
		awk -F, '$2 == "" && $3 == "objective" { print "0,objective," $4 }' model.st
		csv-predict -q -a model.st "$table" | csv-select -c '/^probability/' | head -n 6 | awk -F, '
			NR == 1 { for (i = 1; i <= NF; i++) { sub("probability=", "", $i); name[i] = $i } next }
			{ for (i = 1; i <= NF; i++) print NR - 1 "," name[i] "," $i }'
	} > got
	awk -F, -v name="$1" -v tolerance="$3" '
		NR == FNR { if ($1 == name) { want[$2 "," $3] = $4; wanted++ } next }
		($1 "," $2) in want {
			n++
			off = $3 - want[$1 "," $2]
			if (off < -tolerance || off > tolerance) { print $0 " where " want[$1 "," $2]; bad = 1 }
		}
		END { exit bad || n != wanted || n < 20 }' "$D/classes_golden.csv" got
}

refuses() # MESSAGE OPTION...
{
	run_split csv-train "${@:2}"
	assert_failure 3
	assert_output ""
	stderr_is "csv-train: $1"
}

@test "softmax is scikit-learn's multinomial regression, with weights and other penalties" {
	golden softmax-plain softmax 2e-7
	golden softmax-weights softmax 2e-7 -w w
	golden softmax-c10 softmax 2e-7 --l2 0.00025
}

@test "ovr is scikit-learn's one against the rest" {
	golden ovr-plain ovr 2e-7
	golden ovr-weights ovr 2e-7 -w w
	golden ovr-c10 ovr 2e-7 --l2 0.00025
}

@test "classes are in the order of their bytes, and the largest probability predicts" {
	for model in softmax ovr; do
		csv-train -y y -k w --model $model "$table" -o m.st
		assert_equal "$(awk -F, '$3 == "class" { print $4 }' m.st | paste -sd ' ')" "Cat ant bee dog"
		grep -q "^$model,a,weight=Cat," m.st
		csv-predict -a m.st -c y "$table" > p.csv
		assert_equal "$(head -n 1 p.csv)" y,prediction,probability=Cat,probability=ant,probability=bee,probability=dog
		awk -F, 'NR == 1 { for (i = 3; i <= 6; i++) { sub("probability=", "", $i); name[i] = $i } next }
			{
				best = 3; sum = 0
				for (i = 3; i <= 6; i++) { sum += $i; if ($i > $best) best = i }
				if ($2 != name[best] || sum < 1 - 1e-12 || sum > 1 + 1e-12) exit 1
			}' p.csv
		csv-eval -y y p.csv | grep -q '^,accuracy,0\.[5-9]'
	done
	# Two classes: softmax with half the penalty is logistic regression.
	awk -F, 'NR == 1 || $1 == "ant" || $1 == "bee"' "$table" > two.csv
	csv-train -y y -c a..c --model softmax --l2 0.02 two.csv | csv-predict -a - -c y two.csv |
	    csv-select -c probability=bee | tail -n +2 > got
	csv-train -y y -c a..c --positive bee --l2 0.01 two.csv | csv-predict -a - -c y two.csv |
	    csv-select -c probability | tail -n +2 > want
	paste -d , got want | awk -F, '{ d = $1 - $2; if (d > 1e-6 || d < -1e-6) exit 1 }'
}

@test "l1 makes weights 0 in softmax, too" {
	csv-train -y y -c a..c --model softmax --l1 0.05 --l2 0 "$table" > m.st
	assert_equal "$(grep -c 'weight=.*,0$' m.st)" 6
	grep -qx 'softmax,,converged,1' m.st
}

@test "neither threads nor blocks show, and a weight of 2 is the row twice" {
	for model in softmax ovr; do
		csv-train -y y -k w --model $model -j 1 "$table" | grep -v ,options, > 1.st
		csv-train -y y -k w --model $model -j 3 --block-size 64 "$table" | grep -v ,options, | cmp 1.st -
	done
	awk -F, 'NR == 1 { print; next } { for (i = 0; i < 2 * $2; i++) print }' "$table" > twice.csv
	csv-train -y y -c a..c -w w --model softmax --l2 0.01 "$table" | csv-predict -a - -c y "$table" > want
	csv-train -y y -c a..c --model softmax --l2 0.01 twice.csv | csv-predict -a - -c y "$table" > got
	paste -d , got want | awk -F, 'NR > 1 { for (i = 3; i <= 6; i++) { d = $i - $(i + 6); if (d > 1e-6 || d < -1e-6) exit 1 } }'
}

@test "a model of classes carries its preparation, and categories stay sparse" {
	lines kind,x,y a,1,p a,2,q b,1,q b,3,r a,4,r b,0,p a,0,p b,5,r a,1,q > t.csv
	csv-onehot -c kind -n -f hot.st t.csv
	csv-train -y y --model softmax -a hot.st t.csv -o raw.st
	csv-predict -a raw.st t.csv | csv-select -c '/^pro/' > got
	csv-onehot -a hot.st t.csv > made.csv
	csv-train -y y --model softmax made.csv -o made.st
	csv-predict -a made.st made.csv | csv-select -c '/^pro/' | cmp got -
	cmp <(grep ,weight= raw.st) <(grep ,weight= made.st)
}

@test "separable classes without a penalty: a warning, and finite weights" {
	run_split csv-train -y y --model softmax --l2 0 <<< $'x,y\n1,a\n2,a\n4,b\n5,b\n8,c\n9,c'
	assert_success
	stderr_has 'the classes can be told apart perfectly: without a penalty the weights have no end (use --l2)'
	refute_output --partial inf
	refute_output --partial nan
}

@test "classes: what is refused" {
	lines x,y 1,a 2,a > t.csv
	refuses 't.csv: column "y": every label is "a": nothing to tell apart' -y y --model softmax t.csv
	lines x,y 1,a 2, > t.csv
	refuses 't.csv:3: column "y": the label is missing (csv-scrub --drop-missing drops such rows)' -y y --model ovr t.csv
	lines x,y,w 1,a,1 2,b,0 > t.csv
	refuses 't.csv: every row of one class has weight 0: it cannot be learnt' -y y -w w --model softmax t.csv
	seq 1001 | sed '1i y' | paste -d , - <(seq 1001 | sed '1i x') > t.csv
	refuses 't.csv: column "y" has 1001 different labels, more than 1000 classes (is it a number, or an identifier?  if not, --model mlp has --candidates)' \
	    -y y --model softmax t.csv
	lines x,probability=a,y 1,2,a 2,3,b > t.csv
	refuses 't.csv: column "probability=a" cannot be a feature: the model adds a column of that name (csv-select --rename the old one, or leave it out)' \
	    -y y --model softmax t.csv
	run_split csv-train -y y --model softmax --positive a t.csv
	assert_failure 2
	stderr_has 'csv-train: --model softmax has a class for each label: no --positive or --negative'
	lines x,y 1,a 2,b > t.csv
	refuses 't.csv:2: column "y": the label "a" is not a number (name classes with --positive or --negative, or use --model softmax)' \
	    -y y t.csv
}

@test "states of classes that do not add up" {
	csv-train -y y -c a,b --model softmax "$table" -o m.st
	bad() # SED MESSAGE
	{
		sed "$1" m.st | /usr/bin/python3 "$ROOT/tests/seal.py" > forged.st
		run_split csv-predict -a forged.st "$table"
		assert_failure 3
		stderr_has "$2"
	}
	bad '/class,bee/d' 'not a fact of a model'
	bad 's/class,bee/class,ant/' 'a second class of a name'
	bad '/intercept=dog/d' 'a model without a weight of each class'
	bad '/a,weight=bee/d' 'a weight of each class is wanted, in their order'
	bad 's/softmax,a,weight=bee/softmax,b,weight=bee/' 'a weight of another feature is wanted'
	bad '/b,weight=dog/d' 'a model without a weight of each class'
	bad '/,class,/d' 'not a fact of a model'
	bad 's/^softmax,,intercept=Cat/softmax,,class,eel\n&/' 'a weight of each class is wanted, in their order'
	sed 's/^logistic,,l1/logistic,,class,a\n&/' <(csv-train -y y --positive ant -c a "$table") |
	    /usr/bin/python3 "$ROOT/tests/seal.py" > forged.st
	run_split csv-predict -a forged.st "$table"
	assert_failure 3
}

# ---- labels that are probabilities ----

@test "--soft: a student finds its teacher's weights, at any temperature" {
	csv-train -y y --positive ant -c a..c "$table" -o teacher.st
	csv-predict -a teacher.st "$table" | csv-select -c a..c,probability > soft.csv
	for t in 1 3; do
		csv-train -y probability --soft --temperature $t --l2 0 soft.csv -o student.st
		csv-model student.st | paste -d , - <(csv-model teacher.st) |
		    awk -F, 'NR > 1 { d = $2 - $4; if (d > 1e-6 || d < -1e-6) { print; exit 1 } }'
	done
	# A share of 0.5 is a 0 and a 1 of half the weight.
	lines x,y 1,0.5 2,1 3,0 4,1 > s.csv
	lines x,y,w 1,0,0.5 1,1,0.5 2,1,1 3,0,1 4,1,1 > h.csv
	csv-train -y y --soft --l2 0.1 s.csv | csv-model - > got
	csv-train -y y -w w --l2 0.1 h.csv | csv-model - | paste -d , got - |
	    awk -F, 'NR > 1 { d = $2 - $4; if (d > 1e-9 || d < -1e-9) exit 1 }'
	# A network learns from them, too, and at a temperature its scores are as sharp as without.
	csv-train -q -y probability --soft --temperature 2 --model mlp --hidden 8 --epochs 200 --learning-rate 0.01 --l2 0 \
	    <(csv-scale --zscore a..c soft.csv) -o net.st
	csv-scale --zscore a..c soft.csv | csv-select --rename probability:want | csv-predict -a net.st |
	    awk -F, 'NR > 1 { d = $4 - $6; s += d * d; n++ } END { exit !(s / n < 1e-3) }'
}

@test "--soft: what is refused" {
	lines x,y 1,0.5 2,1.5 3,0 > t.csv
	refuses 't.csv:3: column "y": label 1.5 is not between 0 and 1' -y y --soft t.csv
	lines x,y 1,0.5 2,1 3,-0.1 > t.csv
	refuses 't.csv:4: column "y": label -0.1 is not between 0 and 1' -y y --soft t.csv
	usage()
	{
		run_split csv-train -y y "${@:2}" t.csv
		assert_failure 2
		stderr_has "csv-train: $1"
	}
	usage '--temperature goes with --soft' --temperature 2
	usage '--temperature is a number above 0' --soft --temperature 0
	usage '--soft goes with --model logistic or mlp, and with no --positive, --negative or other --loss' --soft --model softmax
	usage '--soft goes with --model logistic or mlp' --soft --positive 1
	usage '--soft goes with --model logistic or mlp' --soft --model mlp --hidden 3 --loss squared
}

# ---- class weights ----

@test "--class-weight: as weights in a column, and balanced as scikit-learn has it" {
	local table=$DATA/train/classes.csv
	awk -F, -v OFS=, 'NR == 1 { print $0, "v"; next } { print $0, ($1 == "ant" ? 3 : $1 == "bee" ? 0.5 : 1) }' "$table" > w.csv
	csv-train -y y --model softmax -c a..c -w v w.csv | grep -E 'intercept|weight=|objective' > want
	csv-train -y y --model softmax -c a..c --class-weight ant:3,bee:0.5 "$table" | grep -E 'intercept|weight=|objective' | cmp want -
	# W / (k W_c)
	awk -F, 'NR > 1 { n[$1]++ } END { for (y in n) print y, NR - 1, n[y], length(n) }' "$table" > counts
	awk -v OFS=, 'FILENAME == "counts" { w[$1] = $2 / ($4 * $3); next } FNR == 1 { print $0, "v"; next } { split($0, c, ","); printf "%s,%.17g\n", $0, w[c[1]] }' counts "$table" > w.csv
	csv-train -y y --model softmax -c a..c --l2 0.001 -w v w.csv | grep -E 'intercept|weight=' > want
	csv-train -y y --model softmax -c a..c --l2 0.001 --class-weight balanced "$table" | grep -E 'intercept|weight=' | paste -d , want - |
	    awk -F, '{ d = $4 - $8; exit !(d < 1e-9 && d > -1e-9) }'
	# With two classes, and with what a rule calls them; weights multiply.
	csv-train -y y --positive ant -c a..c --class-weight positive:4 "$table" | grep -E 'intercept|weight,|objective' > want
	awk -F, -v OFS=, 'NR == 1 { print $0, "v"; next } { print $0, ($1 == "ant" ? 2 : 1) }' "$table" > w.csv
	csv-train -y y --positive ant -c a..c -w v --class-weight positive:2 w.csv | grep -E 'intercept|weight,|objective' | cmp want -
	sed 's/^ant/1/; s/^bee/0/; s/^[A-Za-z]*,/0,/' "$table" | sed '1s/.*/y,w,a,b,c/' > two.csv
	csv-train -y y -c a..c --class-weight 1:4 two.csv | grep -E 'intercept|weight,|objective' | cmp want -
	# Networks, and the rows of --valid alike.
	csv-train -q -y y --model mlp --hidden 3 -c a..c --epochs 2 --class-weight balanced --valid two.csv --log-file log.csv two.csv > /dev/null
	awk -F, 'NR == 2 { d = $5 - log(2); exit !(d < 1e-9 && d > -1e-9) }' log.csv
}

@test "--class-weight: what is refused" {
	local table=$DATA/train/classes.csv
	no() # MESSAGE OPTION...
	{
		run_split csv-train -q "${@:2}" "$table"
		assert_failure 2
		assert_output ""
		stderr_has "csv-train: $1"
	}
	no '--class-weight: "cow" is no class of the rows' -y y --model softmax -c a..c --class-weight cow:2
	no '--class-weight: "ant" is no class of the rows: they are positive and negative' -y y --positive ant -c a..c --class-weight ant:2
	no '--class-weight: "ant" is not CLASS:NUMBER, with a number of 0 or more (or write balanced)' -y y --model softmax -c a..c --class-weight ant
	no '--class-weight: "ant:-1" is not CLASS:NUMBER' -y y --model softmax -c a..c --class-weight ant:-1
	no '--class-weight goes with labels that are one class each' -y c -c a,b --class-weight balanced
	sed 's/^[A-Za-z]*,/0,/; 2s/^0/1/' "$table" | sed '1s/.*/y,w,a,b,c/' > two.csv
	table=two.csv
	no '--class-weight: "yes" is no class of the rows: they are 0 and 1' -y y -c a..c --class-weight yes:2
	no '--class-weight goes with labels that are one class each' -y y -c a..c --soft --class-weight balanced
	run_split csv-train -q -y y -c a..c --class-weight 0:0,1:0 two.csv
	assert_failure 3
	stderr_is 'csv-train: two.csv: every weight is 0: nothing to learn from'
}

# ---- naive Bayes ----

@test "bayes: indicators as scikit-learn has them, numbers by their densities, with weights" {
	local table=$DATA/train/bayes.csv case columns weight
	while read -r case columns weight; do
		# shellcheck disable=SC2086 # words
		csv-train -y y --model bayes -c $columns $weight "$table" | csv-predict -a - "$table" | csv-select -c 'probability=one..' | sed -n 2,13p > got
		awk -F, -v case="$case" -v OFS=, '$1 == case { print $3, $4, $5 }' "$DATA/train/bayes_golden.csv" > want
		assert [ -s want ]
		close_to want < got
	done < <(lines 'flags-plain f1..f4' 'flags-weights f1..f4 -w w' 'both-plain f1..x2' 'both-weights f1..x2 -w w')
	# Threads and blocks do not show; sparse categories are the columns.
	csv-train -y y --model bayes -w w "$table" > want
	csv-train -y y --model bayes -w w -j 3 --block-size 100 < "$table" | cmp want -
	csv-onehot -c f1,f2 -n -f hot.st "$table"
	csv-train -y y --model bayes -w w -a hot.st "$table" | grep -E 'intercept=|weight=' > want
	csv-onehot -a hot.st "$table" | csv-train -y y --model bayes -w w | grep -E 'intercept=|weight=' | cmp want -
	# A constant column gets no weight; large offsets lose no digits.
	awk -F, -v OFS=, 'NR == 1 { print $0, "same"; next } { $8 = sprintf("%.2f", $8 + 1e6); print $0, 7 }' "$table" > far.csv
	csv-train -y y --model bayes -x w far.csv -o far.st
	assert_equal "$(grep '^bayes,same,' far.st | cut -d , -f 4 | sort -u)" 0
	csv-predict -a far.st -c y far.csv | csv-eval -y y | awk -F, '$2 == "log_loss" { print $3 }' > far
	csv-train -y y --model bayes -x w "$table" | csv-predict -a - -c y "$table" | csv-eval -y y | awk -F, '$2 == "log_loss" { print $3 }' | paste -d ' ' far - |
	    awk '{ d = $1 - $2; exit !(d < 1e-6 && d > -1e-6) }'
}

@test "bayes: what is refused" {
	local table=$DATA/train/bayes.csv option
	for option in '--l1 1' '--l2 1' '--init m.st' '--optimizer sgd'; do
		# shellcheck disable=SC2086 # words
		run_split csv-train -y y --model bayes $option "$table"
		assert_failure 2
		stderr_has 'csv-train: --model bayes counts: it has no --l1, --l2, --init or --optimizer'
	done
	awk -F, -v OFS=, 'NR > 1 && $1 == "two" { $2 = 0 } 1' "$table" > zero.csv
	run_split csv-train -y y --model bayes -w w zero.csv
	assert_failure 3
	assert_output ""
	stderr_is 'csv-train: zero.csv: a class has no weight: leave its rows out'
}
