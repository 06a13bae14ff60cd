#!/usr/bin/env bats
#
# The report that all folds end in (lib/run/report.h): CSV, a table, JSON.

load helper

@test "json is read back by a parser, whatever the cells hold" {
	printf '"a ""b""",c\\d\n1.5,"x\ty"\n,"x\ty"\n2.5,\xff\n' > t.csv
	csv-describe --format json t.csv > out.json
	/usr/bin/python3 - > out <<-'P'
		import json
		rows = json.load(open("out.json", encoding="utf-8"))
		print([r["column"] for r in rows], [r["top"] for r in rows])
		print(rows[0]["mean"], rows[1]["mean"], rows[0]["count"], rows[0]["hint"])
	P
	lines "['a \"b\"', 'c\\\\d'] ['1.5', 'x\\ty']" '2 None 2 None' > want
	same want out
	lines x $'\xff' > t.csv
	csv-describe --format json t.csv | grep -q '"top": "'$'\xef\xbf\xbd''"'
}

@test "a table is aligned, cuts fractions and leaves empty columns out" {
	lines long_name,x,e 1234567,1, 3,2, 7,2.5, > t.csv
	csv-describe --format table --percentiles '' t.csv | cut -c 1-63 | sed 's/ *$//' > out
	lines 'column     type     count  missing  distinct     mean        sd' \
	    'long_name  integer      3        0         3   411526    712775' \
	    'x          number       3        0         3  1.83333  0.763763' \
	    'e          empty        0        3         0' > want
	same want out
	run csv-describe --format table t.csv
	refute_output --partial hint
	run csv-describe --format table -c e t.csv
	refute_output --partial mean
}

@test "a table shows control characters, and cuts long texts" {
	{ echo x; printf '"a\nb\033[2J"\n'; } > t.csv
	run csv-describe --format table t.csv
	assert_line --index 1 --partial 'a\x0ab\x1b[2J'
	assert_equal "${#lines[@]}" 2
	lines x "$(printf 'é%.0s' {1..50})" > t.csv
	run csv-describe --format table t.csv
	assert_output --partial "$(printf 'é%.0s' {1..20})..."
	refute_output --partial "$(printf 'é%.0s' {1..21})"
}

@test "a terminal gets a table, as wide as it is" {
	command -v script > /dev/null || skip "script is not installed"
	lines x,y 1,2 3,4 > t.csv
	script -qec 'stty cols 60; csv-describe t.csv' /dev/null < /dev/null |
	    tr -d '\r' > out
	run cat out
	assert_line --index 0 --regexp '^column  type     count  missing'
	run awk 'length > 60' out
	assert_output ""
	run grep -c '^column  type' out
	assert [ "$output" -gt 1 ]
	script -qec 'csv-describe --format csv t.csv' /dev/null < /dev/null |
	    tr -d '\r' > out
	csv-describe t.csv | same out -
	csv-describe --format auto t.csv | same out -
}

@test "a format that is none, and a terminal for input" {
	run_split csv-describe --format xml /dev/null
	assert_failure 2
	stderr_has "csv-describe: --format xml: auto|csv|table|json"
}

@test "a full disk is an error" {
	[ -e /dev/full ] || skip "there is no /dev/full"
	lines a 1 > t.csv
	run_split bash -c 'csv-describe t.csv > /dev/full'
	assert_failure 4
}
