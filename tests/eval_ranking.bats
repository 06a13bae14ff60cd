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
	echo 'metric n weight queries queries_without ndcg mrr map ndcg@10 precision@10 recall@10 hit_rate@10' | cmp names -
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

rank() # OPTION...
{
	csv-eval -q --query query -y grade --score tied --at 1,5 "$@"
}

# Two columns more: w, 1 to 3, and g, one of two; both of the query.
weighed()
{
	awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "query") q = i; print $0, "w", "g"; next }
		{ k = $q; gsub(/[^0-9]/, "", k); print $0, 1 + k % 3, k % 2 ? "odd" : "even" }' "$table" > weighed.csv
}

@test "a query of weight 2 is the query twice" {
	weighed
	awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "query") q = i; print; next }
		{ k = $q; for (t = 1; t <= $(NF - 1); t++) { $q = k "." t; print } }' weighed.csv > often.csv
	rank often.csv | grep -v -e ,n, -e ,weight, -e ,queries > want
	rank -w w weighed.csv | grep -v -e ,n, -e ,weight, -e ,queries > got
	awk -F, 'NR == FNR { x[$2] = $3; next } FNR > 1 { d = $3 - x[$2]; if (d > 1e-15 || d < -1e-15) { print "off: " $0; bad = 1 } } END { exit bad || FNR < 10 }' want got
	rank -w w weighed.csv | grep -qx ",weight,$(rank often.csv | sed -n 's/^,queries,//p')"
	sed 's/^\(.*\),1,\(odd\|even\)$/\1,0,\2/' weighed.csv > some.csv
	grep -v ',1,[a-z]*$' weighed.csv > fewer.csv
	rank -w w some.csv > got
	rank -w w fewer.csv | cmp got -
}

@test "groups of queries, the worst of them, intervals, two models" {
	local g
	weighed
	rank -g g weighed.csv > got
	for g in odd even; do
		awk -F, -v g=$g 'NR == 1 || $NF == g' weighed.csv | rank | awk -F, -v OFS=, -v g=g=$g 'NR > 1 { $1 = g; print }' > want
		grep "^g=$g," got | cmp want -
	done
	rank -g g --worst mrr weighed.csv > got
	head -n 1 got | grep -qx group,n,share,mrr,difference
	tail -n +2 got | cut -d , -f 4 | sort -g -c
	rank --ci -w w weighed.csv > got
	awk -F, '$2 ~ /^(n|weight|queries|queries_without)$/ { if ($4 $5 != "") bad = 1; next } NR > 1 { n++; if (!($4 <= $3 && $3 <= $5) || ($4 == $5 && $3 != 1)) { print "off: " $0; bad = 1 } } END { exit bad || n != 11 }' got
	(head -n 1 weighed.csv && tail -n +2 weighed.csv | sort -r) | rank --ci -w w -j 3 --block-size 99 | cmp got -
	# A mean of 35 queries: its interval is about two standard errors to either side.
	rank --metric mrr --ci "$table" > found
	grep ,mrr, found | awk -F, '{ exit !($5 - $4 > 0.1 && $5 - $4 < 0.45) }'
	rank --versus "$table" "$table" | awk -F, 'NR > 1 && $5 != 0 { bad = 1 } END { exit bad || NR != 16 }'
	sed '1s/tied/x/; 1s/fine/tied/' "$table" > fine.csv
	rank --versus fine.csv --metric ndcg,mrr "$table" > got
	rank fine.csv > theirs
	awk -F, 'NR == FNR { x[$2] = $3; next } FNR > 1 { d = $3 - $4 - $5; if ($4 != x[$2] || d * d > 1e-30 || !($6 < $5 && $5 < $7)) { print "off: " $0; bad = 1 } } END { exit bad || FNR != 3 }' theirs got
	rank "$table" > old.csv
	rank --previous old.csv --fail-if 'mrr<prev-0.01' "$table" > got
	run_split rank --previous old.csv --fail-if 'mrr<=prev' "$table"
	assert_failure 1
}

@test "weights and groups are those of queries" {
	lines q,g,prediction,w a,1,7,1 b,1,7,1 a,0,2,2 > t.csv
	run_split csv-eval --query q -y g -w w t.csv
	assert_failure 3
	assert_output ""
	stderr_is 'csv-eval: t.csv:4: column "w": query "a" has another weight in an earlier row (a weight is that of a query)'
	run_split csv-eval --query q -y g -g w t.csv
	assert_failure 3
	assert_output ""
	stderr_is 'csv-eval: t.csv:4: column "w": query "a" is in another group in an earlier row (-g is about queries)'
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
	for options in --roc '--positive 1' '--threshold 1' '-y fine' '--task binary' '-g tied --fairness'; do
		# shellcheck disable=SC2086 # words
		no '--query has metrics of rankings: it goes with one -y, and not with --threshold, --task, --positive, --negative, --fairness or curves' --query query -y grade --score fine $options
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
	no '-y grade: the grade cannot be its own score' --query query -y grade --score grade
	run_split csv-eval --query who -y grade --score fine "$table"
	assert_failure 3
	stderr_has 'no column "who"'
}
