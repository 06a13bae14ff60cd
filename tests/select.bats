#!/usr/bin/env bats
#
# csv-select: columns chosen, ordered, dropped and renamed; and the grammar of lists,
# which all tools share.

load helper

setup()
{
	scratch
	printf 'id,age,"a, b",cap1,cap2,3\n1,007,"x, ""y""",,NA,0.10\n2, 8,"two\nlines",5,,1e3\n' > t.csv
}

# The names of the columns that come out, in one line.
names() # OPTION...
{
	csv-select "$@" t.csv > names.out
	head -n 1 names.out
}

wrong() # STATUS MESSAGE OPTION...
{
	local status_wanted=$1 said=$2

	shift 2
	run csv-select "$@" t.csv
	assert_failure "$status_wanted"
	assert_line --index 0 "csv-select: $said"
}

# ---- what comes out ----

@test "nothing asked for is everything, byte for byte" {
	csv-select t.csv > out
	same t.csv out
	csv-select --block-size 1 < t.csv > out
	same t.csv out
	gzip -c t.csv | csv-select > out
	same t.csv out
	csv-select -c @all t.csv > out
	same t.csv out
	csv-select -c 1..6 t.csv > out
	same t.csv out
}

@test "cells leave as they came, in the order asked for" {
	csv-select -c '"3","a, b",age' t.csv > out
	printf '3,"a, b",age\n0.10,"x, ""y""",007\n1e3,"two\nlines", 8\n' > want
	same want out
}

@test "-x: all but these, in the order of the table" {
	csv-select -x '"a, b",id' t.csv > out
	printf 'age,cap1,cap2,3\n007,,NA,0.10\n 8,5,,1e3\n' > want
	same want out
}

@test "a single column whose cell is empty does not become a blank line" {
	lines a,b 1, ,2 > t.csv
	csv-select -c b t.csv > out
	csv-select out > again
	run csv-describe -c b out
	assert_line --index 1 --regexp '^b,integer,1,1,'
	same out again
}

@test "rename: names, with what needs quotes quoted" {
	run names --rename age:years --rename '"a, b":"c:d"'
	assert_output 'id,years,c:d,cap1,cap2,3'
	run names -c id,age --rename 'age:"say ""hi"", please"'
	assert_output 'id,"say ""hi"", please"'
	run names -c id --rename id:age
	assert_output age
	run names --rename id:x --rename x:y
	assert_output 'y,age,"a, b",cap1,cap2,3'
	csv-select --rename id:x t.csv | tail -n +2 > out
	tail -n +2 t.csv | same - out
}

# ---- lists ----

@test "lists: names, positions, ranges, expressions, sets, each column once" {
	run names -c age,id,age
	assert_output age,id
	run names -c 2,#1
	assert_output age,id
	run names -c '"3",1'
	assert_output 3,id
	run names -c '#3'
	assert_output '"a, b"'
	run names -c age..cap1
	assert_output 'age,"a, b",cap1'
	run names -c 5..
	assert_output cap2,3
	run names -c ..2
	assert_output id,age
	run names -c '/^cap/,/^i/'
	assert_output cap1,cap2,id
	run names -c '/,/'
	assert_output '"a, b"'
	run names -c cap2,@all
	assert_output 'cap2,id,age,"a, b",cap1,3'
}

@test "sets are settled over all rows, from a pipe too" {
	run names -c @text
	assert_output 'age,"a, b"'
	run names -c @numeric
	assert_output id,cap1,3
	csv-select -c @numeric < <(cat t.csv) > piped
	csv-select -c @numeric t.csv | same - piped
	run names -x @numeric
	assert_output 'age,"a, b",cap2'
	run names -c @numeric --na '5, 8'
	assert_output id,age,3
	{ cat t.csv; echo '3,9,z,5,,x'; } > more.csv
	run csv-select -c @numeric more.csv
	assert_line --index 0 id,cap1
}

@test "lists that cannot be" {
	wrong 3 't.csv: no column "agee" (did you mean "age"?)' -c agee
	wrong 3 't.csv: no columns "agee" (did you mean "age"?), "zzzzzz"' -c agee,id,zzzzzz
	wrong 3 't.csv: no column "idd" (did you mean "id"?)' -x idd
	run csv-select -c "$(seq -s , -f z%03g 300)" t.csv
	assert_failure 3
	assert_output --regexp '"z001", "z002", .*, "z[0-9]*" and [0-9]+ more$'
	wrong 3 't.csv: no column "zzzzzz"' -c zzzzzz..3
	wrong 3 't.csv: no column "zzzzzz"' -c id..zzzzzz
	wrong 3 't.csv: no column 7: there are 6' -c 7
	wrong 3 't.csv: no column 9: there are 6' -c id..9
	wrong 2 't.csv: "3" is the name of column 6 and the position of another: write #3 for the position, '"'\"3\"' for the name" -c 3
	wrong 2 'range "cap2..id" runs backwards' -c cap2..id
	wrong 3 't.csv: no column matches /^z/' -c /^z/
	wrong 2 '"/(/" is not a regular expression' -c '/(/'
	wrong 2 '"@numbers" is not a set (@all, @numeric, @text)' -c @numbers
	wrong 2 'list "id,,age": an item is empty' -c id,,age
	wrong 2 'list "": an item is empty' -c ''
	wrong 2 'list ""id": a quoted item has no closing quote, or text behind it' -c '"id'
	wrong 2 'list ""id"x": a quoted item has no closing quote, or text behind it' -c '"id"x'
	lines a,b x,y > t.csv
	wrong 3 't.csv: no column is in @numeric' -c @numeric
}

@test "nothing is left" {
	wrong 3 't.csv: no column is left' -x @all
}

@test "renames that cannot be" {
	for how in id id: :x id:x:y '' ':'; do
		wrong 2 "--rename wants OLD:NEW, each quoted if it holds a colon" --rename "$how"
	done
	wrong 2 'list ""id:x": a quoted item has no closing quote, or text behind it' \
	    --rename '"id:x'
	wrong 3 't.csv: column "age" exists already' --rename id:age
	wrong 3 't.csv: no column "ag" (did you mean "age"?)' --rename ag:x
	wrong 3 't.csv: no column "age"' -x age --rename age:x
}

@test "usage" {
	wrong 2 "-c and -x exclude each other" -c id -x age
	wrong 2 "-n without -f would do nothing" -c id -n
	wrong 2 "-f - needs -n: rows and state cannot both go to standard output" -c id -f -
	wrong 2 "select learns nothing, so it has no partials" -c id -n --partial -f p.st
	csv-select -c id -n -f s.st t.csv
	for how in --columns=id --exclude=id --rename=id:x --na=9; do
		wrong 2 "-a applies what was learnt: it goes with no columns, methods, --na, -f or -n" \
		    -a s.st $how
	done
}

# ---- states ----

@test "what was chosen is kept by name, and nothing is learnt" {
	csv-select -c 5,/^cap/ --rename cap1:one -n -f s.st t.csv
	run sed '/,,columns,/d; /,,options,/d; /,,end,/d' s.st
	assert_output "$(lines op,item,key,value select,,begin,1 select,,rows,2 \
	    select,cap2,keep, select,cap1,keep, select,cap1,name,one)"
	csv-select -x @numeric -n -f s.st t.csv
	run grep drop s.st
	assert_output "$(lines select,id,drop, select,cap1,drop, select,3,drop,)"
	csv-select -f s.st t.csv > out
	same t.csv out
	run sed '/,,columns,/d; /,,options,/d; /,,end,/d' s.st
	assert_output "$(lines op,item,key,value select,,begin,1 select,,rows,2)"
	csv-select -a s.st t.csv > out
	same t.csv out
	lines a,b > head.csv
	run csv-select -c b -n -f - head.csv
	assert_success
	assert_line select,,rows,0
}

@test "kept columns must be there when a state is applied, dropped ones need not" {
	csv-select -c id,age -n -f keep.st t.csv
	csv-select -x id,age -n -f drop.st t.csv
	csv-select -x age t.csv > new.csv
	run csv-select -a keep.st new.csv
	assert_failure 3
	assert_output 'csv-select: new.csv: no column "age"'
	run csv-select -a drop.st new.csv
	assert_success
	assert_line --index 0 '"a, b",cap1,cap2,3'
	lines age,more,id 1,2,3 > new.csv
	run csv-select -a keep.st new.csv
	assert_output "$(lines id,age 3,1)"
	run csv-select -a drop.st new.csv
	assert_output "$(lines more 2)"
}

@test "-H: positions, and no header goes out" {
	lines 1,2,3 4,5,6 > t.csv
	run csv-select -H -c '3,1' -f s.st t.csv
	assert_output "$(lines 3,1 6,4)"
	run csv-select -H -a s.st t.csv
	assert_output "$(lines 3,1 6,4)"
	run csv-select -H -x 2..3 t.csv
	assert_output "$(lines 1 4)"
}

@test "-d, --trim, tsv, CRLF" {
	printf 'a;b\r\n 1 ;"x;y"\r\n' > t.csv
	run csv-select -d ';' -c b,a t.csv
	assert_output "$(lines 'b;a' '"x;y"; 1 ')"
	run csv-select -d ';' --trim -c a t.csv
	assert_output "$(lines a 1)"
	printf 'a\tb\n1\t2\n' > t.tsv
	run csv-select -c b t.tsv
	assert_output "$(lines b 2)"
}

@test "several files are one table, if their headers agree" {
	lines a,b 1,2 > 1.csv
	lines a,b 3,4 > 2.csv
	lines b,a 5,6 > 3.csv
	run csv-select -c b 1.csv 2.csv
	assert_output "$(lines b 2 4)"
	run csv-select -c b 1.csv - < 2.csv
	assert_output "$(lines b 2 4)"
	run csv-select -o out -c b 1.csv 3.csv
	assert_failure 3
	assert_output --partial 3.csv
	assert_not_exists out
}

@test "a header and no rows; nothing at all" {
	head -n 1 t.csv > head.csv
	run csv-select -c cap1 head.csv
	assert_success
	assert_output cap1
	: > t.csv
	wrong 3 "t.csv: empty input, not even a header (did the command before fail?)"
}

@test "states that do not add up are refused" {
	csv-select -c id,age --rename id:x -n -f s.st t.csv
	forge()
	{
		sed "$1" s.st | python3 "$ROOT/tests/seal.py" > forged.st
		run csv-select -a forged.st t.csv
		assert_failure 3
		assert_output "csv-select: forged.st:$2"
	}
	forge 's/age,keep/age,keeps/' "7: not a fact of select"
	forge 's/age,keep/,keep/' "7: not a fact of select"
	forge 's/id,name,x/id,name,/' "8: not a fact of select"
	forge 's/age,keep/age,drop/' "7: columns both kept and dropped"
}

@test "a state and rows that would be the same file are refused, however it is spelt" {
	lines a,b 1,2 > t.csv
	mkdir d && ln -s "$PWD" d/here
	for other in ./x.st d/../x.st d/here/x.st; do
		run_split -2 csv-select -c a -f x.st -o "$other" t.csv
		stderr_has "$other is written twice"
		assert_not_exists x.st
	done
}

@test "with -n too, a choice that no table of this kind can pass is refused" {
	lines a,b 1,2 > t.csv
	run_split -3 csv-select --rename nope:x -n -f s.st t.csv
	stderr_has 't.csv: no column "nope"'
	run_split -3 csv-select -x a,b -n -f s.st t.csv
	stderr_has 't.csv: no column is left'
	run_split -3 csv-cross --poly a:2 -n -f s.st < <(lines a,a^2 1,2)
	stderr_has 'column "a^2" exists already'
	assert_not_exists s.st
}
