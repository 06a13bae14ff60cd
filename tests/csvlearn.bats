# csvlearn.bats - what csvlearn(7) says of all programs at once

load helper

page=$ROOT/man/csvlearn.7

tools()
{
	local tool
	for tool in "$ROOT"/tools/*/; do
		echo "csv-$(basename "$tool")"
	done
}

@test "the page names every program, and no other" {
	tools > there
	sed -n '/^\.Sh DESCRIPTION/,/^\.Sh TOUR/s/^\.It Xr \(csv-[a-z]*\) 1$/\1/p' "$page" |
	    sort > named
	same there named
	sed -n '/^\.Sh SEE ALSO/,$s/^\.Xr \(csv-[a-z]*\) 1.*/\1/p' "$page" |
	    sort -u > see
	same there see
}

# ---- options ----

options() # "-c --columns csv-select", for every letter of every program
{
	local tool
	for tool in $(tools); do
		"$tool" --help | sed -nE "s/^ {1,6}(-[A-Za-z]), (--[a-z-]+).*/\1 \2 $tool/p"
	done
}

@test "a letter has one long name in all programs, and a long name one letter" {
	options | cut -d ' ' -f 1,2 | sort -u > pairs
	[ "$(wc -l < pairs)" -gt 12 ]
	run bash -c 'cut -d " " -f 1 pairs | sort | uniq -d; cut -d " " -f 2 pairs | sort | uniq -d'
	assert_output ""
}

@test "the common options are on the page, and what several programs have is common" {
	options | sort -u -k 1,2 | awk '{ print $1, $2 }' | sort > all
	options | awk '{ n[$1 " " $2]++ } END { for (o in n) if (n[o] > 1) print o }' | sort > several
	sed -n '/^\.Sh COMMON OPTIONS/,/^\.Sh/s/^\.It Fl \([A-Za-z]\) , Fl \(-[a-z-]*\).*/-\1 -\2/p' \
	    "$page" | sort > common
	run comm -13 common several
	assert_output ""
	run comm -23 common all
	assert_output ""
}

@test "options and files can be mixed, long names cut short, and -- ends options" {
	lines a,b 1,2 > t.csv
	cp t.csv ./-x
	run csv-select t.csv --col b
	assert_output $'b\n2'
	run csv-select -c b -- -x
	assert_output $'b\n2'
	run csv-select -c b -o - - < t.csv
	assert_output $'b\n2'
}

# ---- lists ----

@test "a name comes before whatever else it looks like" {
	lines '3,a..b,/q/,@all,#2,"x,y"' 1,2,3,4,5,6 > t.csv
	run csv-select -c '@all,/q/,a..b,#2' t.csv
	assert_output $'@all,/q/,a..b,#2\n4,3,2,5'
	run csv-select -c '#3,"3",6' t.csv
	assert_output $'/q/,3,"x,y"\n3,1,6'
	run csv-select -c '4..5,"x,y",#1..a..b' t.csv
	assert_output $'@all,#2,"x,y",3,a..b\n4,5,6,1,2'
	run csv-select -c 'a..b..#2' t.csv
	assert_failure 3
}

@test "commas and colons are ordinary between slashes, and a slash is escaped" {
	lines '"a,b",c:d,e/f' 1,2,3 > t.csv
	run csv-select -c '/,/,/:/,/\//' t.csv
	assert_output $'"a,b",c:d,e/f\n1,2,3'
	run csv-scale --clip '/c:/,"a,b":5:6' t.csv
	assert_output $'"a,b",c:d,e/f\n5,5,3'
}

@test "each column comes once, in the order of the list" {
	lines a,b,c 1,2,3 > t.csv
	run csv-select -c 'c,@all,a' t.csv
	assert_output $'c,a,b\n3,1,2'
}

@test "a list that comes to no column is refused where columns are worked on" {
	lines a,b x,y > t.csv
	lines a,b 1,2 > n.csv
	run -3 csv-select -c @numeric t.csv
	assert_output "csv-select: t.csv: no column is in @numeric"
	run -3 csv-scale --zscore @numeric t.csv
	assert_output "csv-scale: t.csv: no column is in @numeric"
	run -3 csv-onehot -c @text n.csv
	assert_output "csv-onehot: n.csv: no column is in @text"
	run -3 csv-onehot -x @all t.csv
	assert_output "csv-onehot: t.csv: no column is left"
	run csv-select -x @text n.csv
	assert_output $'a,b\n1,2'
	run csv-scale --maxabs a,@text n.csv
	assert_output $'a,b\n1,2'
}

# ---- the Makefile ----

makefile()
{
	cp "$DATA/examples/shoppers.csv" .
	awk '/^\.Sh A MAKEFILE/ { section = 1 }
	section && /^\.Ed/ { exit }
	inside { print }
	section && /^\.Bd/ { inside = 1 }' "$page" |
	    sed "s/^\\\\&//; s/\\\\(aq/'/g; s/\\\\e/\\\\/g" > Makefile
}

@test "the Makefile of the page makes everything once" {
	makefile
	make -s -j 2 2> log
	run grep -c ,auc, metrics.csv
	assert_output 1
	run grep -v -e '^csv-[a-z]*: ' log
	assert_output ""
	run make
	assert_output --partial "up to date"
	cat shop-train.csv shop-test.csv | sort -u > parts
	sort -u clean.csv | cmp - parts
}

@test "the Makefile of the page stops at a model that is not good enough" {
	makefile
	sed -i 's/auc<0.8/auc<0.99/' Makefile
	run make
	assert_failure 2
	assert_output --partial "--fail-if 'auc<0.99'"
	assert_file_exists model.st
	assert_file_not_exists metrics.csv
}

@test "the Makefile of the page stops where a stage in a pipe fails" {
	makefile
	sed -i 's/csv-scale --log1p visits/csv-scale --log1p visit/' Makefile
	run make
	assert_failure 2
	assert_output --partial 'no column "visit" (did you mean "visits"?)'
	assert_file_not_exists prep.st
	assert_file_not_exists model.st
}

# ---- the environment ----

@test "TMPDIR says where a pipe is kept" {
	lines a 1 2 > t.csv
	mkdir kept
	TMPDIR=$PWD/kept csv-scale --zscore a < <(cat t.csv) > out
	run ls kept
	assert_output ""
	TMPDIR=$PWD/none run -4 csv-scale --zscore a < <(cat t.csv)
	assert_output --partial "none: No such file or directory (TMPDIR chooses another folder)"
}
