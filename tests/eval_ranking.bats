#!/usr/bin/env bats
#
# csv-eval --query: lists of answers.  That ties count as the mean over their orders is
# checked against all of them by tests/unit/ranking_test.c.

load helper

table=$DATA/eval/ranking.csv

@test "measures of rankings are scikit-learn's, and by counting" {
	local score
	for score in tied fine; do
		csv-eval -q --query query -y grade --score $score --at 1,3,10 "$table" > got
		awk -F, -v s=$score 'NR == FNR { if ($1 == s) { want[$2] = $3; n++ } next }
			$2 in want { d = $3 - want[$2]; if (d > 1e-12 || d < -1e-12) { print "off: " $0 " " want[$2]; bad = 1 } n-- }
			END { exit bad || n != 0 }' "$DATA/eval/ranking_golden.csv" got
	done
	csv-eval --query query -y grade --score fine "$table" 2> told | cut -d , -f 2 | paste -sd ' ' > names
	echo 'metric n queries queries_without ndcg mrr map ndcg@10 precision@10 recall@10 hit_rate@10' | cmp names -
	echo 'csv-eval: 5 of 40 queries have nothing relevant, and are left out of means' | cmp told -
}

@test "neither order, threads nor blocks show" {
	csv-eval -q --query query -y grade --score tied --at 2,5 "$table" > want
	(head -n 1 "$table" && tail -n +2 "$table" | sort) | csv-eval -q --query query -y grade --score tied --at 2,5 | cmp want -
	(head -n 1 "$table" && tail -n +2 "$table" | sort -r) | csv-eval -q -j 3 --block-size 64 --query query -y grade --score tied --at 2,5 | cmp want -
	sed '1s/tied/prediction/' "$table" | csv-eval -q --query query -y grade --at 2,5 | cmp want -
	sed '1s/tied/probability/' "$table" | csv-eval -q --query query -y grade --at 2,5 | cmp want -
	lines q,g,prediction a,0,1 a,0,2 > none.csv
	csv-eval -q --query q -y g none.csv | grep -qx ',ndcg,'
	lines q,g,prediction a,1,7 a,0,2 b,0,2 b,2,1 > t.csv
	csv-eval --query q -y g --at 1 t.csv > got
	grep -qx ,mrr,0.75 got && grep -qx ,map,0.75 got && grep -qx ,precision@1,0.5 got && grep -qx ,hit_rate@1,0.5 got
}

@test "conditions, and what is refused" {
	run_split csv-eval -q --query query -y grade --score fine --fail-if 'ndcg@10<0.99' "$table"
	assert_failure 1
	csv-eval -q --query query -y grade --score fine --fail-if 'ndcg@10<0.1' "$table" > got
	run_split csv-eval -q --query query -y grade --score fine --fail-if 'auc<0.1' "$table"
	assert_failure 2
	assert_output ""
	stderr_has 'rankings'
	no() # MESSAGE OPTION...
	{
		run_split csv-eval "${@:2}" "$table"
		assert_failure 2
		assert_output ""
		stderr_has "csv-eval: $1"
	}
	no '--at goes with --query' -y grade --prediction fine --at 3
	for options in '-g tied' '-w tied' --ci --roc '--positive 1' '--threshold 1' '-y fine'; do
		# shellcheck disable=SC2086 # words
		no '--query has metrics alone: it goes with one -y, --score, --prediction, --at and --fail-if' --query query -y grade --score fine $options
	done
	for k in 0 x 1.5 -1; do
		no "--at: \"$k\" is not a whole number from 1 on (up to 100 of them)" --query query -y grade --score fine --at=$k
	done
	bad() # MESSAGE LINE...
	{
		lines "${@:2}" > t.csv
		run_split csv-eval --query q -y g t.csv
		assert_failure 3
		assert_output ""
		stderr_is "csv-eval: $1"
	}
	bad 't.csv:3: column "g": "-1" is not a grade, 0 or more' q,g,prediction a,1,2 a,-1,2
	bad 't.csv:2: column "g": the grade is missing' q,g,prediction a,,2
	bad 't.csv:2: column "prediction": the score is missing' q,g,prediction a,1,
	bad 't.csv: a header and no rows: there is nothing to evaluate' q,g,prediction
	bad 't.csv: no column "prediction"' q,g,p a,1,1
	run_split csv-eval --query who -y grade --score fine "$table"
	assert_failure 3
	stderr_has 'no column "who"'
}
