#!/usr/bin/env bats
#
# csv-embed: principal components.
#
# tests/data/embed is what they must be, by scikit-learn (tests/golden/embed.py).

load helper

setup()
{
	scratch
	lines id,x,y,z a,1,2,1 b,2,4,-1 c,3,6,1 d,4,8,-1 > t.csv
}

forge()
{
	sed "$1" | /usr/bin/python3 "$ROOT/tests/seal.py"
}

@test "components, variances and directions are those of scikit-learn" {
	csv-embed --pca a..e:3 -f s.st "$DATA/embed/numbers.csv" > out.csv
	close_to "$DATA/embed/components.csv" < out.csv > wrong
	assert_equal "$(cat wrong)" ""
	grep -E ',(variance|loading),' s.st | awk -F, '
		$3 == "variance" { printf "%s\n%s", (NR > 1 ? "" : "variance,a,b,c,d,e"), $4 }
		$3 == "loading" { printf ",%s", $4 }
		END { print "" }' > got.csv
	close_to "$DATA/embed/variance.csv" < got.csv > wrong
	assert_equal "$(cat wrong)" ""
}

@test "components stand where the first of their columns stood, and these are gone" {
	csv-embed --pca y,x:1 t.csv > out.csv
	assert_equal "$(head -n 1 out.csv)" id,pc1,z
	# y = 2 x: all of the variance is along (2, 1) / sqrt(5), y first.
	awk -F, 'NR > 1 { d = $2 - (NR - 3.5) * sqrt(5); bad += d * d > 1e-24 }
		END { exit bad }' out.csv
	assert_equal "$(csv-select -c id,z out.csv)" "$(csv-select -c id,z t.csv)"
}

@test "--keep: the columns stay as they came, components at the right" {
	csv-embed --pca x,y:1 --keep t.csv > out.csv
	assert_equal "$(head -n 1 out.csv)" id,x,y,z,pc1
	csv-select -c id..z out.csv > kept.csv
	same t.csv kept.csv
}

@test "a share of the variance: as few components as have it" {
	csv-embed --pca x,z:0.5 -n -f half.st t.csv
	csv-embed --pca x,z:0.99 -n -f most.st t.csv
	grep -q '^embed,pc,components,1$' half.st
	grep -q '^embed,pc,components,2$' most.st
	# Never more than vary.
	csv-embed --pca x,y:0.999999999 t.csv > out.csv
	assert_equal "$(head -n 1 out.csv)" id,pc1,z
}

@test "variances add up to the total, and the new columns have them" {
	csv-embed --pca a..e:5 -f s.st "$DATA/embed/numbers.csv" > out.csv
	awk -F, '$3 == "total" { t = $4 } $3 == "variance" { s += $4 }
		END { exit !(s > t * (1 - 1e-14) && s < t * (1 + 1e-14)) }' s.st
	csv-describe out.csv | csv-select -c sd | tail -n +2 | awk '{ print $1 * $1 }' > squares
	awk -F, '$3 == "variance" { print $4 }' s.st | paste -d, - squares | awk -F, '
		{ d = $1 / $2 - 1; if (d * d > 1e-10) exit 1 }'
}

@test "several at once, each with a name" {
	csv-embed --pca x,y:1:size --pca z,w:2 -f s.st <<< $'x,y,z,w\n1,2,1,0\n2,1,0,4\n4,4,9,9' \
	    > out.csv
	assert_equal "$(head -n 1 out.csv)" size1,pc1,pc2
	csv-embed -a s.st <<< $'w,x,y,z\n0,1,2,1' > again.csv
	assert_equal "$(head -n 1 again.csv)" pc1,pc2,size1
	assert_equal "$(csv-select -c size1,pc1,pc2 again.csv | tail -n 1)" "$(sed -n 2p out.csv)"
}

@test "a row with a gap has no components, and teaches none" {
	lines x,y 1,2 ,7 2,4 3,6 > gap.csv
	run_split csv-embed --pca x,y:1 -f gap.st gap.csv
	assert_success
	stderr_is 'csv-embed: warning: 1 rows with a missing value, in "x" or another of its columns, are left out of learning'
	assert_equal "$(sed -n 3p <<< "$output")" '""'
	csv-embed --pca x,y:1 -f whole.st <<< $'x,y\n1,2\n2,4\n3,6' > whole.csv
	assert_equal "$(grep -c '' <<< "$output")" 5
	diff <(grep -v ',rows,\|,end,' gap.st) <(grep -v ',rows,\|,end,' whole.st)
}

@test "what cannot be learnt is said" {
	run_split csv-embed --pca x,y:2 t.csv
	assert_failure 3
	stderr_is 'csv-embed: t.csv: --pca: of "x" and 1 more columns only 1 components vary, and 2 are asked for'
	run_split csv-embed --pca x,y:1 <<< $'x,y\n1,2'
	assert_failure 3
	stderr_is 'csv-embed: stdin: --pca: of "x" and 1 more columns 1 rows have all values, and 0 have not (use csv-impute)'
	run_split csv-embed --pca x,y:1 <<< $'x,y\n1,2\n1,2'
	assert_failure 3
	stderr_is 'csv-embed: stdin: --pca: "x" and 1 more columns are constant'
	run_split csv-embed --pca x,y:1 <<< $'x,y\n1e200,2\n-1e200,2'
	assert_failure 3
	stderr_is 'csv-embed: stdin: --pca: of "x" and 1 more columns the variance is too large for a number (use csv-scale first)'
	run_split csv-embed --pca id,x:1 t.csv
	assert_failure 3
	stderr_has 'csv-embed: t.csv:2: column "id": "a" is not a number'
}

@test "what is asked for must make sense" {
	local k
	for k in 0 1.5 -1 x; do
		run_split csv-embed --pca "x,y:$k" t.csv
		assert_failure 2
		stderr_has "csv-embed: --pca LIST:K wants a number of components, or a share of the variance below 1, not \"$k\""
	done
	run_split csv-embed --pca x,y:3 t.csv
	assert_failure 2
	stderr_has 'csv-embed: --pca: 3 components of 2 columns (there are no more than columns)'
	run_split csv-embed --pca x,y t.csv
	assert_failure 2
	stderr_has 'csv-embed: --pca wants LIST:K or LIST:K:NAME'
	awk 'BEGIN { for (i = 0; i <= 1000; i++) printf "c%d%s", i, i < 1000 ? "," : "\n" }' > wide.csv
	run_split csv-embed --pca @all:2 wide.csv
	assert_failure 2
	stderr_has 'csv-embed: --pca takes no more than 1000 columns, not 1001'
	run_split csv-embed --pca x,y:1 --pca y,z:1 t.csv
	assert_failure 3
}

@test "a component that is no number is a fault of its row" {
	csv-embed --pca x,z:1 -n -f s.st t.csv
	run_split csv-embed -a s.st <<< $'x,z\n1,2\n1.5e308,-1.5e308\n'
	assert_failure 3
	stderr_is 'csv-embed: stdin:3: column "pc1": the result is too large for a number (use csv-scale on its sources first)'
}

@test "states that do not add up are refused" {
	csv-embed --pca x,z:2 --keep -n -f t.st t.csv
	refused() # SED-SCRIPT MESSAGE
	{
		forge "$1" < t.st > forged.st
		run_split csv-embed -a forged.st t.csv
		assert_failure 3
		stderr_has "csv-embed: forged.st:$2"
	}
	forge '' < t.st > forged.st
	same t.st forged.st
	refused '/pc2,variance/d' '17: not a fact of embed'
	refused '$!{/^embed,pc2,loading/d;}' '2: the facts of embedding "pc" do not add up'
	refused '/pc,mean/d' '12: a component before its columns'
	refused '/pc,column/d' '9: more means than columns'
	refused 's/components,2/components,3/' '14: a component before its columns'
	refused 's/components,2/components,1/' '17: not a fact of embed'
	refused 's/pc1,variance,.*/pc1,variance,0/' '2: the facts of embedding "pc" do not add up'
	refused 's/pc2,variance,.*/pc2,variance,9/' '2: the facts of embedding "pc" do not add up'
	refused 's/pc,total,.*/pc,total,-1/' '2: the facts of embedding "pc" do not add up'
	refused 's/method,pca/method,ica/' '7: embed has no method "ica"'
	refused 's/,keep,1/,keep,2/' '6: not 1'
	refused '/method,pca/d' '7: not a fact of embed'
	refused '/^embed,[p]/d' '2: embed without columns'
}

@test "partials that do not add up are refused" {
	csv-embed --pca x,z:1 -n --partial -f p.st t.csv
	csv-apply --merge p.st > merged.st
	csv-embed --pca x,z:1 -n -f whole.st t.csv
	same whole.st merged.st
	refused() # SED-SCRIPT MESSAGE
	{
		forge "$1" < p.st > forged.st
		run_split csv-apply --merge forged.st
		assert_failure 3
		stderr_has "$2"
	}
	refused 's/tally:sum:0/tally:sum:9/' 'not a fact of a partial'
	refused 's/tally:product:1:0/tally:product:0:1/' 'not a fact of a partial'
	refused 's/^embed,pc,tally:n/embed,pd,tally:n/' 'not a fact of a partial'
	refused 's/tally:sum:0,.*/tally:sum:0,x/' 'not an exact sum'
	refused 's/tally:product:0:0,.*/tally:product:0:0,-:0:1/' \
	    'embedding "pc" has sums that its rows cannot have'
}
