#!/usr/bin/env bats
#
# csv-model: a look into models.

load helper

table=$DATA/train/classes.csv

setup()
{
	scratch
	csv-train -y y --positive ant -c a..c "$table" -o one.st
	csv-train -y y --model softmax -c a..c "$table" -o many.st
	csv-train -q -y y --positive ant --model mlp --hidden 4 -c a..c --epochs 1 "$table" -o net.st
}

usage() # MESSAGE OPTION...
{
	run_split csv-model "${@:2}"
	assert_failure 2
	assert_output ""
	stderr_has "csv-model: $1"
}

@test "weights: those of the state, intercepts first" {
	csv-model one.st > got
	{
		echo feature,weight
		awk -F, '$3 == "intercept" { print "," $4 }' one.st
		awk -F, '$3 == "weight" { print $2 "," $4 }' one.st
	} > want
	same want got
	csv-model many.st > got
	assert_equal "$(head -n 3 got | cut -d , -f 1,2)" "$(lines feature,to ,Cat ,ant)"
	assert_equal "$(wc -l < got)" 17
	assert_equal "$(awk -F, '$1 == "b" && $2 == "dog" { print $3 }' got)" \
	    "$(awk -F, '$2 == "b" && $3 == "weight=dog" { print $4 }' many.st)"
	csv-model net.st > got
	assert_equal "$(wc -l < got)" 22
	assert_equal "$(awk -F, '$1 == "c" && $2 == "1:4" { print $3 }' got)" \
	    "$(awk -F, '$2 == "c" && $3 == "weight:1:4" { print $4 }' net.st)"
	assert_equal "$(awk -F, '$1 == "1:2" && $2 == "2:1" { print $3 }' got)" \
	    "$(awk -F, '$3 == "weight:2:2:1" { print $4 }' net.st)"
	csv-model --format json one.st | grep -q '"feature": *"a"'
}

@test "count: a net of 3, 4 and 1 has 21 parameters" {
	assert_equal "$(csv-model --count net.st)" \
	    "$(lines part,parameters 'layer 1,16' 'layer 2,5' weights,16 intercepts,5 all,21)"
	assert_equal "$(csv-model --count one.st)" "$(lines part,parameters weights,3 intercepts,1 all,4)"
	assert_equal "$(csv-model --count many.st | tail -n 1)" all,16
}

@test "top: the weights farthest from 0, without intercepts" {
	csv-model --top 5 many.st | tail -n +2 | cut -d , -f 3 > got
	csv-model many.st | awk -F, 'NR > 1 && $1 != "" { x = $3 < 0 ? -$3 : $3; print x "," $3 }' | sort -t , -k 1,1gr |
	    head -n 5 | cut -d , -f 2 > want
	same want got
}

@test "histogram: every weight in one interval" {
	lines feature,weight ,9 a,0 b,1 c,2 d,4 | csv-model --import --model linear -y y -o h.st
	assert_equal "$(csv-model --histogram 4 h.st)" "$(lines lo,hi,n 0,1,1 1,2,1 2,3,1 3,4,1)"
	lines feature,weight ,9 a,3 b,3 | csv-model --import --model linear -y y -o h.st
	assert_equal "$(csv-model --histogram 2 h.st)" "$(lines lo,hi,n 3,3,0 3,3,2)"
}

@test "compare: beside each other, and what one of them does not have" {
	csv-train -y y --positive ant -c b,c,w "$table" -o other.st
	csv-model --compare other.st one.st > got
	assert_equal "$(cut -d , -f 1 got | paste -sd ' ')" "feature  a b c w"
	assert_equal "$(grep ^a, got)" "$(csv-model one.st | grep ^a,),,"
	assert_equal "$(grep ^w, got)" "w,,$(csv-model other.st | sed -n 's/^w,//p'),"
	awk -F, '$1 == "b" && $2 - $3 != $4 { d = $2 - $3 - $4; if (d > 1e-15 || d < -1e-15) exit 1 }' got
	assert_equal "$(csv-model --compare one.st one.st | awk -F, 'NR > 1 { print $4 }' | sort -u)" 0
	run_split csv-model --compare many.st one.st
	assert_failure 3
	stderr_is 'csv-model: many.st: a softmax model has no weights to compare with a logistic model'"'s"
}

# The probabilities of a program beside those of csv-predict.
near() # GOT WANT
{
	paste -d , "$1" "$2" | awk -F, '{ d = $1 - $2; if (d > 1e-12 || d < -1e-12) { print; exit 1 } }'
}

@test "export: awk, C and SQL predict what csv-predict does" {
	csv-select -c a..c "$table" -o in.csv
	csv-predict -a one.st in.csv | csv-select -c probability | tail -n +2 > want
	csv-model --export awk one.st > p.awk
	awk -f p.awk in.csv | csv-select -c probability | tail -n +2 > got
	near got want
	awk -f p.awk in.csv | csv-select -c prediction | cmp - <(csv-predict -a one.st in.csv | csv-select -c prediction)
	csv-model --export c one.st > p.c
	cat >> p.c <<-'E'
		#include <stdio.h>
		int main(void)
		{
			double x[3];
			while (scanf("%lf,%lf,%lf", x, x + 1, x + 2) == 3)
				printf("%.17g\n", predict(x));
			return 0;
		}
	E
	cc -o p p.c -lm
	tail -n +2 in.csv | ./p > got
	near got want
	csv-model --export sql one.st > p.sql
	/usr/bin/python3 - > got <<-'E'
		import csv, math, sqlite3
		db = sqlite3.connect(":memory:")
		db.create_function("EXP", 1, math.exp)
		db.execute('CREATE TABLE data ("a" REAL, "b" REAL, "c" REAL)')
		rows = list(csv.reader(open("in.csv")))[1:]
		db.executemany("INSERT INTO data VALUES (?, ?, ?)", [[float(x) for x in r] for r in rows])
		for row in db.execute(open("p.sql").read().rstrip().rstrip(";")):
		    print(repr(row[-1]))
	E
	near got want
	# Numbers, counts, and names that want quoting.
	csv-train -y c -c a,b "$table" -o linear.st
	csv-model --export awk linear.st > p.awk
	csv-predict -a linear.st in.csv | csv-select -c prediction | tail -n +2 > want
	awk -f p.awk in.csv | csv-select -c prediction | tail -n +2 > got
	near got want
	lines 'feature,weight' ,1 '"say ""hi"" \",2' | csv-model --import --model linear -y y -o odd.st
	csv-model --export sql odd.st | grep -qF '2 * "say ""hi"" \"'
	csv-model --export c odd.st | grep -qF '"say \"hi\" \\"'
	csv-train -y w --loss poisson -c a "$table" | csv-model --export c - | grep -qF 'return exp(z);'
}

@test "export: what is before the model is told, and what has several scores refused" {
	csv-scale --zscore a..c "$table" -f z.st -n
	csv-train -y y --positive ant -c a..c -a z.st "$table" -o both.st
	run_split csv-model --export awk both.st
	assert_success
	stderr_is 'csv-model: warning: both.st: the 1 steps before the model prepare its features, and are not exported'
	run_split csv-model --export c many.st
	assert_failure 3
	assert_output ""
	stderr_is 'csv-model: a model of the kind softmax has more than one score, and is not exported'
	run_split csv-model --export sql net.st
	assert_failure 3
}

@test "export: liblinear predicts what csv-predict does" {
	command -v liblinear-predict || skip "no liblinear-predict here"
	csv-select -c a..c "$table" -o in.csv
	tail -n +2 in.csv | awk -F, '{ print 0, "1:" $1, "2:" $2, "3:" $3 }' > in.svm
	csv-model --export liblinear one.st > one.model
	assert_equal "$(head -n 6 one.model)" \
	    "$(lines 'solver_type L2R_LR' 'nr_class 2' 'label 1 0' 'nr_feature 3' 'bias 1' w)"
	liblinear-predict -b 1 in.svm one.model out
	csv-predict -a one.st in.csv | csv-select -c prediction,probability | tail -n +2 > want
	tail -n +2 out | cut -d ' ' -f 1 | cmp - <(cut -d , -f 1 want)
	# It prints six digits.
	paste -d ' ' <(tail -n +2 out | cut -d ' ' -f 2) <(cut -d , -f 2 want) |
	    awk '{ d = $1 - $2; if (d > 1e-6 || d < -1e-6) { print; exit 1 } }'
	csv-train -q -y y --model ovr -c a..c "$table" -o ovr.st
	for m in many ovr; do
		csv-model --export liblinear $m.st > $m.model
		liblinear-predict in.svm $m.model out
		awk -F, '$3 == "class" { print $4 "," ++n }' $m.st > number
		csv-predict -a $m.st in.csv | csv-select -c prediction | tail -n +2 |
		    awk -F, 'NR == FNR { n[$1] = $2; next } { print n[$1] }' number - | cmp - out
		assert [ "$(sort -u out | wc -l)" -gt 1 ]
	done
	grep -qx 'solver_type MCSVM_CS' many.model
	csv-train -y c -c a,b "$table" -o linear.st
	csv-model --export liblinear linear.st > linear.model
	liblinear-predict in.svm linear.model out
	paste -d ' ' out <(csv-predict -a linear.st in.csv | csv-select -c prediction | tail -n +2) |
	    awk '{ d = $1 - $2; if (d > 1e-5 || d < -1e-5) { print; exit 1 } }'
	csv-train -y w --loss poisson -c a "$table" -o counts.st
	for m in net counts; do
		run_split csv-model --export liblinear $m.st
		assert_failure 3
		assert_output ""
		stderr_is 'csv-model: liblinear has no networks and no counts, so the model is not exported'
	done
}

@test "export: PMML, read by another program, predicts what csv-predict does" {
	csv-select -c a..c "$table" -o in.csv
	pmml() # STATE
	{
		csv-model --export pmml "$1" > m.pmml
		python3 "$ROOT/tests/pmml.py" m.pmml < in.csv > got
		csv-predict -a "$1" in.csv | csv-select -x a..c | tail -n +2 > want
	}
	pmml one.st
	cut -d , -f 1,2 got | close_to want
	grep -q 'normalizationMethod="logit"' m.pmml
	pmml many.st
	close_to want < got
	assert [ "$(cut -d , -f 1 got | sort -u | wc -l)" -gt 2 ]
	csv-train -y c -c a,b "$table" -o linear.st
	pmml linear.st
	close_to want < got
	csv-train -y w --loss poisson -c a "$table" -o counts.st
	pmml counts.st
	close_to want < got
	lines 'feature,weight' ,1 '"<a> & ""b""",2' | csv-model --import --model linear -y y -o odd.st
	csv-model --export pmml odd.st > m.pmml
	lines '"<a> & ""b"""' 3 | python3 "$ROOT/tests/pmml.py" m.pmml > got
	assert_equal "$(cat got)" 7.0
	lines feature,weight $'a\001,2' | csv-model --import --model linear -y y -o odd.st
	run_split csv-model --export pmml odd.st
	assert_failure 3
	stderr_is 'csv-model: a name holds a control character, which XML cannot'
	csv-train -q -y y --model ovr -c a..c "$table" -o ovr.st
	for m in net ovr; do
		run_split csv-model --export pmml $m.st
		assert_failure 3
		assert_output ""
	done
}

@test "import: a table of weights is a model, and back" {
	csv-model one.st > w.csv
	csv-model --import --model logistic -y y w.csv -o again.st
	csv-model again.st | cmp w.csv -
	csv-predict -a again.st "$table" | cmp - <(csv-predict -a one.st "$table")
	sed '1s/.*/name,w/' w.csv | csv-model --import --model logistic -y y --names name --weights w | csv-model - | cmp w.csv -
	# Without an intercept it is 0.
	lines feature,weight x,2 | csv-model --import --model linear -y y | csv-predict -a - <(lines x 3) | grep -qx 3,6
	bad() # MESSAGE LINE...
	{
		lines "${@:2}" > bad.csv
		run_split csv-model --import --model linear -y y bad.csv
		assert_failure 3
		assert_output ""
		stderr_is "csv-model: $1"
	}
	bad 'bad.csv:3: column "feature": "x" comes a second time' feature,weight x,1 x,2
	bad 'bad.csv:2: column "weight": "much" is not a number' feature,weight x,much
	bad 'bad.csv: no column "weight"' feature,w x,1
	bad 'bad.csv: no feature has a weight' feature,weight ,1
}

@test "usage errors, and states that are no models" {
	usage 'one FILE is the model to look into'
	usage 'one FILE is the model to look into' one.st many.st
	usage '--top, --compare, --count, --histogram, --export and --import exclude each other' --top 3 --count one.st
	usage '--import, --model and --label go together' --import w.csv
	usage '--import, --model and --label go together' --model linear one.st
	usage '--import: --model is linear or logistic' --import --model mlp -y y w.csv
	usage '--export' --export pascal one.st
	csv-scale --zscore a "$table" -f z.st -n
	run_split csv-model z.st
	assert_failure 3
	stderr_is 'csv-model: z.st: its last step is scale, not a model'
	run_split csv-model none.st
	assert_failure 4
	stderr_has 'none.st'
}
