# bin_label.bats - csv-bin: buckets by the label, and buckets with names

load helper

facts() # COMMAND...: the edges that were learnt
{
	"$@" -n -f - t.csv | awk -F, '$3 == "edge" { print $4 }' | paste -s -d ' '
}

# Three classes of flowers by one measure, 0 to 4.9, which overlap a little.
flowers()
{
	awk 'BEGIN { print "x,y"; for (i = 0; i < 150; i++) {
		x = (i * 37 % 150) / 30
		y = x < 1.6 ? "a" : x < 3.3 ? "b" : "c"
		if (i % 23 == 0) y = "b"
		print x "," y } }' > t.csv
}

forged() # SED MESSAGE
{
	sed "$1" x.st | python3 "$ROOT/tests/seal.py" > forged.st
	run_split csv-bin -a forged.st t.csv
	assert_failure 3
	stderr_has "$2"
}

@test "mdl: cut where the label changes, as often as it pays" {
	flowers
	assert_equal "$(facts csv-bin --mdl x -y y)" "1.583335 3.283335"
	assert_equal "$(facts csv-bin --mdl x:2 -y y)" 3.283335
	lines x,y 1,a 2,a 3,a 4,a 5,b 6,b 7,b 8,b > t.csv
	csv-bin --mdl x -y y t.csv | cut -d , -f 1 | paste -s -d ' ' > out
	lines 'x 0 0 0 0 1 1 1 1' > want
	same want out
	# Missing values take no part, and the label is not needed to apply.
	lines x,y 1,a ,b 2,a 3,a 4,a 5,b NA,a 6,b 7,b 8,b > t.csv
	assert_equal "$(facts csv-bin --mdl x -y y)" 4.5
	csv-bin --mdl x -y y -n -f x.st t.csv
	csv-bin -a x.st <<< $'x\n4.5\n4.4\n""' > out
	lines x 1 0 '""' > want
	same want out
}

@test "mdl: spellings, order, blocks, threads, pipes and shards do not show" {
	flowers
	csv-bin --mdl x -y y -n -f a.st t.csv
	{ head -n 1 t.csv; tail -n +2 t.csv | sort -r | sed 's/^3,/3.0,/; s/^1,/01e0,/'; } > other.csv
	csv-bin --mdl x -y y -n -f b.st -j 3 --block-size 30 < other.csv
	grep -Ev ',(options|end),' a.st > a
	grep -Ev ',(options|end),' b.st > b
	same a b
	csv-bin --mdl x -y y -n --partial -f 1.part <(sed -n '1,70p' t.csv)
	csv-bin --mdl x -y y -n --partial -f 2.part <(sed -n '1p;71,$p' t.csv)
	csv-apply --merge 1.part 2.part > merged.st
	same a.st merged.st
}

@test "mdl: what is refused, and what is only warned of" {
	lines x,y 1,a 2,a > t.csv
	run_split csv-bin --mdl x -y y t.csv
	assert_failure 3
	stderr_has 'column "x": the label is the same in all rows, so --mdl has nothing to go by'
	lines x,y 1,a 2,b 3,a 4,b > t.csv
	run_split csv-bin --mdl x -y y t.csv
	assert_success
	stderr_is 'csv-bin: warning: column "x": no cut tells the label, so it has one bucket'
	lines x,y 1,a 2, > t.csv
	run_split csv-bin --mdl x -y y t.csv
	assert_failure 3
	stderr_has 't.csv:3: column "y": the label is missing (csv-scrub --drop-missing drops such rows)'
	lines x,y 1,a z,b > t.csv
	run_split csv-bin --mdl x -y y t.csv
	assert_failure 3
	stderr_has 't.csv:3: column "x": "z" is not a number'
	run_split csv-bin --mdl x t.csv
	assert_failure 2
	stderr_has '--mdl and the label (-y) go together'
	run_split csv-bin --width x:2 -y y t.csv
	assert_failure 2
	stderr_has '--mdl and the label (-y) go together'
	run_split csv-bin --mdl x -y x,y t.csv
	assert_failure 2
	stderr_has '-y: one column is the label'
	run_split csv-bin --mdl x,y -y y t.csv
	assert_failure 2
	stderr_has '-y: "y" is to be cut, and cannot be the label too'
}

@test "mdl: states that do not add up" {
	flowers
	csv-bin --mdl x -y y -n -f x.st t.csv
	forged '/,,label,/d' 'mdl without a label'
	forged 's/,edge,3.283335/,edge,1/' 'edges do not rise'
	csv-bin --mdl x -y y -n --partial -f x.part t.csv
	sed 's/text:\([0-9]*\),[0-9]*:/text:\1,x/' x.part | python3 "$ROOT/tests/seal.py" > bad.part
	run_split csv-apply --merge bad.part
	assert_failure 3
	stderr_has 'a text is no pair of value and label'
}

@test "names: one for each bucket" {
	lines x,z 1,5 2, 3,9 > t.csv
	csv-bin --edges x,z:2:6 --names low,'"a, b"',high -f x.st t.csv > out.csv
	lines x,z low,'"a, b"' '"a, b",' '"a, b",high' > want.csv
	same want.csv out.csv
	csv-bin -a x.st t.csv > again.csv
	same want.csv again.csv
	csv-bin --quantile x:3 --names a,b,c t.csv > out.csv
	lines x,z a,5 b, c,9 > want.csv
	same want.csv out.csv
	forged '0,/,name,low/{/,name,low/d}' 'column "x" has another number of buckets than names'
}

@test "names: what is refused" {
	lines x 1 1 2 > t.csv
	run_split csv-bin --edges x:2 --names a,b,c t.csv
	assert_failure 3
	stderr_has 'column "x" has 2 buckets, and there are 3 --names'
	run_split csv-bin --quantile x:3 --names a,b,c t.csv
	assert_failure 3
	stderr_has 'column "x" has 2 buckets, and there are 3 --names'
	run_split csv-bin --edges x:2 --names a,b --labels t.csv
	assert_failure 2
	stderr_has '--names and --labels exclude each other'
	run_split csv-bin --edges x:2 --names a,, t.csv
	assert_failure 2
	stderr_has '--names: list "a,,": an item is empty'
}

# ---- beside the column ----

@test "keep: the column stays, and its buckets stand at the right" {
	lines a,b 1,x 2,y '"3",z' ,w > t.csv
	csv-bin --edges a:2:3 --keep -f k.st t.csv > out.csv
	assert_equal "$(< out.csv)" "$(lines a,b,a.bin 1,x,0 2,y,1 '"3",z,2' ,w,)"
	csv-bin -a k.st t.csv | cmp out.csv -
	grep -qx 'bin,,keep,1' k.st
	csv-bin --width a:2 --keep --labels t.csv > out.csv
	assert_equal "$(csv-select -c 3 -H out.csv | tail -n +2)" "$(lines '"[1,2)"' '"[2,3]"' '"[2,3]"' '""')"
	csv-bin --width a:2 --keep --names lo,hi t.csv > out.csv
	assert_equal "$(csv-select -c 1,3 -H out.csv)" "$(lines a,a.bin 1,lo 2,hi '"3",hi' ,)"
	# Buckets are the same as without it.
	csv-bin --quantile a:2 t.csv | csv-select -c a | tail -n +2 > plain
	csv-bin --quantile a:2 --keep t.csv | csv-select -c a.bin | tail -n +2 | cmp plain -
	run_split csv-bin --edges a:2 --keep <<< $'a,a.bin\n1,2'
	assert_failure 3
	stderr_has 'column "a.bin" exists already'
}

@test "fd: a value at the end of the range is a long tail, not an endless one" {
	lines x 1 2 3 4 5 1e308 > t.csv
	run_split timeout 20 csv-bin --fd x t.csv
	assert_failure 3
	stderr_has 'has so long a tail that --fd makes'
}
