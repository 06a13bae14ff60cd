# cluster.bats - csv-cluster: k-means, against scikit-learn; what is learnt, kept and refused

load helper

points=$DATA/cluster/points.csv

# What the state says of K clusters, as the golden table does.
found() # K
{
	csv-cluster --kmeans a,b,c:"$1" -n -f - "$points" | awk -F, -v k="$1" '
		$3 == "inertia" { line = k "," $4 }
		$3 == "silhouette" { line = line "," $4 }
		$3 == "rows" && $2 != "" { line = line "," $4 }
		END { for (n = split(line, f, ","); n < 13; n++) line = line ",-1"; print line }'
}

@test "as scikit-learn: inertia, rows and silhouettes" {
	local k
	{
		head -n 1 "$DATA/cluster/found.csv"
		for k in 2 3 4 5; do
			found $k
		done
	} > got.csv
	run close_to "$DATA/cluster/found.csv" < got.csv
	assert_output ""
}

@test "each row has the nearest centre, and its distance" {
	lines x,y 0,0 0,2 10,0 10,2 10,1 '5,' > t.csv
	run_split csv-cluster --kmeans x,y:2:group --distance -f s.st t.csv
	assert_output "$(lines x,y,group,group_distance 0,0,1,1 0,2,1,1 10,0,0,1 10,2,0,1 10,1,0,0 5,,,)"
	stderr_is 'csv-cluster: warning: 1 rows with a missing value, in "x" or another of its columns, are left out of learning'
	grep -q '^cluster,group,inertia,4$' s.st
	csv-cluster -a s.st <<< $'y,z,x\n1,a,4\n1,b,6\nNA,c,1' > out.csv
	lines y,z,x,group,group_distance 1,a,4,1,4 1,b,6,0,4 NA,c,1,, > want.csv
	same want.csv out.csv
}

@test "neither order nor blocks nor threads nor shards show" {
	csv-cluster --kmeans a..c:7 --starts 4 -n -f a.st "$points"
	{ head -n 1 "$points"; tail -n +2 "$points" | sort -r; } |
	    csv-cluster --kmeans a..c:7 --starts 4 -n -f b.st -j 3 --block-size 100
	same a.st b.st
	csv-cluster --kmeans a..c:7 --starts 4 -n --partial -f 1.part <(head -n 101 "$points")
	csv-cluster --kmeans a..c:7 --starts 4 -n --partial -f 2.part <(sed -n '1p;102,$p' "$points")
	csv-apply --merge 2.part 1.part > merged.st
	same a.st merged.st
	csv-cluster --kmeans a..c:7 --starts 4 -f c.st "$points" > fitted.csv
	csv-cluster -a a.st "$points" > applied.csv
	same fitted.csv applied.csv
}

@test "seeds and starts" {
	# One start may be caught; more are never worse.
	local seed one ten
	for seed in 1 2 3 4 5 6; do
		csv-cluster --kmeans a,b,c:6 -s $seed --starts 1 -n -f - "$points" | grep inertia
	done | sort -u > ones
	[ "$(wc -l < ones)" -gt 1 ]
	one=$(csv-cluster --kmeans a,b,c:6 --starts 1 -n -f - "$points" | awk -F, '$3 == "inertia" { print $4 }')
	ten=$(csv-cluster --kmeans a,b,c:6 --starts 10 -n -f - "$points" | awk -F, '$3 == "inertia" { print $4 }')
	awk -v a="$one" -v b="$ten" 'BEGIN { exit !(b <= a) }'
	# A row is its content: one that comes twice is one of weight 2.
	lines x 1 2 9 9 9 > t.csv
	csv-cluster --kmeans x:2 t.csv > out.csv
	lines x,cluster 1,1 2,1 9,0 9,0 9,0 > want.csv
	same want.csv out.csv
}

@test "many different rows: silhouettes by distances to centres" {
	awk 'BEGIN { print "x"; for (i = 0; i < 5001; i++) print i / 1000 + (i > 2500 ? 100 : 0) }' > t.csv
	csv-cluster --kmeans x:2 -n -f s.st t.csv
	run grep -c simplified_silhouette s.st
	assert_output 3
	# One cluster has no silhouette.
	csv-cluster --kmeans x:1 -n -f s.st t.csv
	run grep -c silhouette s.st
	assert_output 0
	csv-cluster -a s.st <<< $'x\n7' > out.csv
	lines x,cluster 7,0 > want.csv
	same want.csv out.csv
}

@test "what is refused" {
	local args message
	lines x,c 1,a 2,b 1,a > t.csv
	while IFS='|' read -r args message; do
		# shellcheck disable=SC2086
		run_split csv-cluster $args t.csv
		assert_failure 2
		stderr_has "$message"
	done <<- 'E'
		--kmeans x|--kmeans LIST:K[:NAME] wants a whole number of clusters, 1 to 1000
		--kmeans x:0|wants a whole number of clusters
		--kmeans x:1001|wants a whole number of clusters
		--kmeans x:2.5|wants a whole number of clusters
		--kmeans x:2:a:b|wants a whole number of clusters
		--kmeans x:2 --starts 1001|--starts: more than 1000
	E
	run_split csv-cluster --kmeans x:3 t.csv
	assert_failure 3
	stderr_has '--kmeans: "x" and its other columns have 2 different rows without a missing value, fewer than the 3 clusters asked for'
	run_split csv-cluster --kmeans c:2 t.csv
	assert_failure 3
	stderr_has 't.csv:2: column "c": "a" is not a number'
	lines x 1e200 -1e200 0 > t.csv
	run_split csv-cluster --kmeans x:1 t.csv
	assert_failure 3
	stderr_has 'have values whose squares are too large (use csv-scale first)'
	lines x 1 2 > t.csv
	csv-cluster --kmeans x:1 -n -f s.st t.csv
	run_split csv-cluster -a s.st <<< $'x\n1\n1e200'
	assert_failure 3
	stderr_has 'stdin:3: column "cluster": the row is too far from every centre for a number'
	lines x,cluster 1,2 > t.csv
	run_split csv-cluster --kmeans x:1 t.csv
	assert_failure 3
	stderr_has 'column "cluster" exists already'
}

@test "states that do not add up are refused" {
	local file edit message
	lines x,y 1,1 2,1 9,9 > t.csv
	csv-cluster --kmeans x,y:2 -n -f x.st t.csv
	csv-cluster --kmeans x,y:2 -n --partial -f x.part t.csv
	while IFS='|' read -r file edit message; do
		sed "$edit" "$file" | python3 "$ROOT/tests/seal.py" > bad.st
		if [ "$file" = x.st ]; then
			run_split csv-cluster -a bad.st t.csv
		else
			run_split csv-apply --merge bad.st
		fi
		assert_failure 3
		stderr_has "$message"
	done <<- 'E'
		x.st|0,/,centre,/{/,centre,/d}|not a fact of cluster
		x.st|s/clusters,2/clusters,3/|the facts of clustering "cluster" do not add up
		x.st|s/clusters,2/clusters,1001/|not a number of clusters
		x.st|s/method,kmeans/method,kmedoids/|cluster has no method "kmedoids"
		x.st|s/^cluster,cluster,rows,.*/cluster,cluster,rows,0/|a cluster of no row
		x.st|s/starts,10/starts,0/|not a number of starts
		x.part|s/tally:1,1 1/tally:9,1 1/|more rows than there were
		x.part|s/tally:1,1 1/tally:1,1/|not a row of numbers
		x.part|s/tally:1,1 1/tally:1,1 1 1/|not a row of numbers
		x.part|/tally:1,1 1/d|clustering "cluster" does not count each row once
	E
}
