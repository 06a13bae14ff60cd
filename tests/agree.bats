#!/usr/bin/env bats
#
# csv-agree: agreement of raters, against published examples and scikit-learn.

load helper

setup()
{
	scratch
	# Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section E.
	lines A,B,C,D 1,1,,1 2,2,3,2 3,3,3,3 3,3,3,3 2,2,2,2 1,2,3,4 4,4,4,4 1,1,2,1 \
	    2,2,2,2 ,5,5,5 ,,1,1 ,3,, > k.csv
	# Shrout and Fleiss 1979, table 2.
	lines a,b,c,d 9,2,5,8 6,1,3,2 8,4,6,8 7,1,2,6 10,5,6,9 6,2,4,7 > sf.csv
}

# One value: STATISTIC OPTION...
value()
{
	local name=$1

	shift
	csv-agree --bootstrap 0 "$@" > report.csv
	awk -F, -v name="$name" '$1 == name { print $2 }' report.csv
}

near() # EXPECTED TOLERANCE VALUE
{
	awk -v a="$1" -v t="$2" -v b="$3" 'BEGIN { d = a - b; exit !(b != "" && d < t && -d < t) }' ||
	    fail "$3 is not $1"
}

@test "alpha: the published values at every level of measurement" {
	near 0.743 0.0005 "$(value krippendorff_alpha --level nominal k.csv)"
	near 0.815 0.0005 "$(value krippendorff_alpha --level ordinal k.csv)"
	near 0.849 0.0005 "$(value krippendorff_alpha --level interval k.csv)"
	near 0.797 0.0005 "$(value krippendorff_alpha --level ratio k.csv)"
}

@test "alpha: units with one rating or none do not count" {
	value krippendorff_alpha --level interval k.csv > with
	grep -v '^,3,,$' k.csv > less.csv
	value krippendorff_alpha --level interval less.csv > without
	same with without
	assert_equal "$(awk -F, 'NR == 2 { print $5, $6 }' report.csv)" "11 4"
}

@test "the six intraclass correlations: the published values" {
	near .17 .005 "$(value icc_1_1 --level interval sf.csv)"
	near .29 .005 "$(value icc_2_1 --level interval sf.csv)"
	near .71 .005 "$(value icc_3_1 --level interval sf.csv)"
	near .44 .005 "$(value icc_1_k --level interval sf.csv)"
	near .62 .005 "$(value icc_2_k --level interval sf.csv)"
	near .91 .005 "$(value icc_3_k --level interval sf.csv)"
	# More digits, worked out from the mean squares 11.2417, 6.2639, 32.4861 and 1.0194.
	near 0.1657417684054755 1e-12 "$(value icc_1_1 --level ratio sf.csv)"
	near 0.7148407148407148 1e-12 "$(value icc_3_1 --level ratio sf.csv)"
}

@test "intraclass correlations: of complete units, and far from 0 as near it" {
	{ cat sf.csv; echo 1,,3,4; } > gap.csv
	assert_equal "$(value icc_2_1 --level interval gap.csv)" \
	    "$(value icc_2_1 --level interval sf.csv)"
	awk -F, 'NR == 1 { print; next } { print $1 + 1e9 "," $2 + 1e9 "," $3 + 1e9 "," $4 + 1e9 }' \
	    OFMT=%d CONVFMT=%d sf.csv > far.csv
	assert_equal "$(value icc_2_1 --level interval far.csv)" \
	    "$(value icc_2_1 --level interval sf.csv)"
}

bounds() # STATISTIC OPTION...: as low..high, three digits each
{
	local name=$1

	shift
	csv-agree --interval formula "$@" |
	    awk -F, -v name="$name" '$1 == name && $3 != "" { printf "%.3f..%.3f\n", $3, $4 }'
}

@test "intervals by formula: intraclass correlations as R's psych has them" {
	assert_equal "$(bounds icc_1_1 --level interval sf.csv)" -0.133..0.723
	assert_equal "$(bounds icc_2_1 --level interval sf.csv)" 0.019..0.761
	assert_equal "$(bounds icc_3_1 --level interval sf.csv)" 0.342..0.946
	assert_equal "$(bounds icc_1_k --level interval sf.csv)" -0.884..0.912
	assert_equal "$(bounds icc_2_k --level interval sf.csv)" 0.071..0.927
	assert_equal "$(bounds icc_3_k --level interval sf.csv)" 0.676..0.986
	# No spread, or one unit: none.
	assert_equal "$(bounds icc_1_1 --level interval <<< $'a,b\n1,1\n2,2')" ""
	assert_equal "$(bounds icc_2_1 --level interval <<< $'a,b\n1,2')" ""
}

@test "intervals by formula: kappas of two raters as SAS has them" {
	{
		echo a,b
		printf '0,1\n%.0s' 1 2 3 4
		echo 0,2
		printf '1,1\n%.0s' 1 2 3 4 5 6 7 8
		echo 2,1
		printf '2,2\n%.0s' 1 2 3 4 5
	} > sas.csv
	assert_equal "$(bounds cohen_kappa --level nominal sas.csv)" 0.214..0.755
	assert_equal "$(bounds linear_kappa --level ordinal sas.csv)" 0.184..0.756
	# A row with a gap does not count; others than these have no formula here.
	(cat sas.csv; echo ,1) > gap.csv
	assert_equal "$(bounds cohen_kappa --level ordinal gap.csv)" 0.214..0.755
	assert_equal "$(bounds krippendorff_alpha --level ordinal sas.csv)" ""
	assert_equal "$(bounds linear_kappa --level ordinal k.csv)" ""
	assert_equal "$(bounds cohen_kappa --level nominal <<< $'a,b\nx,x\nx,x')" ""
}

@test "two raters: Cohen's kappa, plain and weighted, as scikit-learn" {
	near 0.2117323556370302 1e-14 "$(value cohen_kappa --level nominal "$DATA/agree/pairs.csv")"
	near 0.7548876568427195 1e-14 "$(value linear_kappa --level ordinal "$DATA/agree/pairs.csv")"
	near 0.9377609108159393 1e-14 "$(value quadratic_kappa --level ordinal "$DATA/agree/pairs.csv")"
}

@test "three raters: Light's kappa is the mean of the pairs', and Cohen's is not there" {
	csv-select -c A,B,C k.csv > abc.csv
	for pair in A,B A,C B,C; do
		value cohen_kappa --level nominal -c $pair k.csv
	done | awk '{ s += $1 } END { printf "%.15g\n", s / 3 }' > want
	near "$(cat want)" 1e-14 "$(value light_kappa --level nominal abc.csv)"
	assert_equal "$(grep -c cohen report.csv)" 0
}

@test "Scott's pi, Fleiss' kappa and Gwet's AC1, worked out by hand" {
	lines a,b x,x x,x x,x x,y y,y > two.csv
	# 0.8 agree; shares 0.7 and 0.3, so 0.58 by chance, and by AC1 2 * 0.21 = 0.42.
	near "$(awk 'BEGIN { printf "%.15g", (0.8 - 0.58) / 0.42 }')" 1e-14 \
	    "$(value scott_pi --level nominal two.csv)"
	near "$(awk 'BEGIN { printf "%.15g", (0.8 - 0.58) / 0.42 }')" 1e-14 \
	    "$(value fleiss_kappa --level nominal two.csv)"
	near "$(awk 'BEGIN { printf "%.15g", (0.8 - 0.42) / 0.58 }')" 1e-14 \
	    "$(value gwet_ac1 --level nominal two.csv)"
	near 0.8 1e-15 "$(value percent_agreement --level nominal two.csv)"
}

@test "categories are ordered as numbers, by their bytes, or as they are told" {
	lines a,b 9,10 10,9 2,2 9,9 > n.csv
	lines a,b b,c c,b a,a b,b > t.csv
	assert_equal "$(value linear_kappa --level ordinal n.csv)" \
	    "$(value linear_kappa --level ordinal t.csv)"
	lines a,b low,high high,low medium,medium low,low > o.csv
	lines a,b 1,3 3,1 2,2 1,1 > n.csv
	assert_equal "$(value linear_kappa --level ordinal --order low,medium,high o.csv)" \
	    "$(value linear_kappa --level ordinal n.csv)"
}

@test "where distances count, 1 and 1.0 are one rating" {
	sed 's/,2/,2.0/' sf.csv > points.csv
	assert_equal "$(value icc_2_1 --level interval points.csv)" \
	    "$(value icc_2_1 --level interval sf.csv)"
	assert_equal "$(value krippendorff_alpha --level interval points.csv)" \
	    "$(value krippendorff_alpha --level interval sf.csv)"
}

@test "intervals hold the value, narrow with the units, and depend on the seed alone" {
	csv-agree --level ordinal "$DATA/agree/pairs.csv" > r.csv
	awk -F, 'NR > 1 && !($3 < $2 && $2 < $4) { exit 1 }' r.csv
	{ head -n 1 "$DATA/agree/pairs.csv"
	    tail -n +2 "$DATA/agree/pairs.csv" | sort -R --random-source=<(yes); } > turned.csv
	csv-agree --level ordinal turned.csv > other.csv
	same r.csv other.csv
	csv-agree --level ordinal -j 3 --block-size 40 < turned.csv > other.csv
	same r.csv other.csv
	csv-agree --level ordinal -s 2 turned.csv > other.csv
	run cmp -s r.csv other.csv
	assert_failure
	{ cat turned.csv; for _ in 1 2 3; do tail -n +2 turned.csv; done; } > four.csv
	csv-agree --level ordinal four.csv | paste -d, - r.csv | awk -F, '
		NR > 1 { ratio = ($4 - $3) / ($10 - $9); if (ratio < 0.35 || ratio > 0.65) exit 1 }'
}

@test "what is not defined is empty" {
	csv-agree --level nominal <<< $'a,b\nx,x\nx,x' > r.csv
	assert_equal "$(grep cohen r.csv)" cohen_kappa,,,,2,2
	assert_equal "$(grep percent r.csv)" percent_agreement,1,1,1,2,2
	csv-agree --level nominal <<< $'a,b\nx,\n,y' > r.csv
	assert_equal "$(grep percent r.csv)" percent_agreement,,,,0,2
	csv-agree --level interval <<< a,b > r.csv
	assert_equal "$(grep icc_1_1 r.csv)" icc_1_1,,,,0,2
}

@test "faults" {
	fault() # MESSAGE OPTION... < CSV
	{
		local message=$1

		shift
		run_split csv-agree "$@"
		assert_failure 3
		stderr_is "csv-agree: $message"
		assert_output ""
	}
	fault 'stdin:3: column "b": "two" is not a number (use --na '\''two'\'', or --level nominal)' \
	    --level interval <<< $'a,b\n1,1\n2,two'
	fault 'stdin:2: column "a": -1 is below 0, which --level ratio has no place for' \
	    --level ratio <<< $'a,b\n-1,1'
	fault 'stdin:3: column "a": "huge" is not in --order' \
	    --level ordinal --order low,high <<< $'a,b\nlow,high\nhuge,low'
	fault 'stdin: one column is one rater, and agreement takes two' --level nominal <<< $'a\n1'
	fault 'stdin: input ends without a newline: did the command before fail? (--unterminated accepts it)' \
	    --level nominal < <(printf 'a,b\n1,2')
}

@test "usage" {
	usage() # MESSAGE OPTION...
	{
		local message=$1

		shift
		run_split csv-agree "$@" k.csv
		assert_failure 2
		stderr_has "csv-agree: $message"
	}
	usage "--level says what the ratings are: nominal, ordinal, interval or ratio"
	usage "--order goes with --level ordinal" --level nominal --order a,b
	usage '--order: "a" comes twice' --level ordinal --order a,b,a
}

@test "long: a row for each rating gives what a column for each rater gives" {
	lines a,b,c 1,1,2 2,,2 3,3,3 1,2,1 ,2,2 > wide.csv
	{ echo rating,rater,unit; awk -F, 'NR > 1 { for (i = 1; i <= 3; i++)
	    print $i "," substr("abc", i, 1) "," NR }' wide.csv; } > long.csv
	for level in nominal ordinal interval ratio; do
		csv-agree --level $level wide.csv > a.csv
		csv-agree --level $level --long unit,rater,rating long.csv > b.csv
		same a.csv b.csv
		{ head -n 1 long.csv; tail -n +2 long.csv | sort; } |
		    csv-agree --level $level --long unit,rater,rating -j 3 --block-size 20 > b.csv
		same a.csv b.csv
	done
}

@test "long: what is refused" {
	lines u,r,x 1,a,1 1,b,2 1,a,1 > t.csv
	run_split csv-agree --level nominal --long u,r,x t.csv
	assert_failure 3
	stderr_is 'csv-agree: t.csv:4: column "u": rated by "a" a second time (use csv-scrub --dedup)'
	lines u,r,x 1,a,1 ,b,2 > t.csv
	run_split csv-agree --level nominal --long u,r,x t.csv
	assert_failure 3
	stderr_is 'csv-agree: t.csv:3: column "u": the unit is missing'
	lines u,r,x 1,a,1 2,,2 > t.csv
	run_split csv-agree --level nominal --long u,r,x t.csv
	assert_failure 3
	stderr_is 'csv-agree: t.csv:3: column "r": the rater is missing'
	lines u,r,x 1,a,1 2,a,2 > t.csv
	run_split csv-agree --level nominal --long u,r,x t.csv
	assert_failure 3
	stderr_is 'csv-agree: t.csv: there is one rater, and agreement takes two'
	run_split csv-agree --level nominal --long u,r t.csv
	assert_failure 2
	stderr_has '--long wants three columns: unit, rater and rating'
	run_split csv-agree --level nominal --long u,r,x -c u t.csv
	assert_failure 2
	stderr_has '--long and -c exclude each other: one row a rating, or one row a unit'
}
