#!/usr/bin/env bats
#
# csv-cross: joint categories, their buckets, products and powers.
#
# tests/data/cross is what they must be, by scikit-learn and by an XXH3 of its own
# (tests/golden/cross.py).

load helper

setup()
{
	scratch
	lines id,color,size 1,red,3 '2,"blue, dark",0.40' 3,,5 4,new_york, > t.csv
}

forge()
{
	sed "$1" | /usr/bin/python3 "$ROOT/tests/seal.py"
}

@test "--cross joins cells in a new column at the right, and keeps the sources" {
	csv-cross --cross color,size t.csv > out.csv
	lines id,color,size,color_x_size 1,red,3,red_x_3 \
	    '2,"blue, dark",0.40,"blue, dark_x_0.40"' 3,,5, '4,new_york,,' > want.csv
	same want.csv out.csv
}

@test "--cross: any categories, any number of columns, in the order of the list" {
	csv-cross --cross a,b "$DATA/cross/pairs.csv" > out.csv
	same "$DATA/cross/joined.csv" out.csv
	run csv-cross --cross c,a,b <<< $'a,b,c\n1,x_x,\\'
	assert_output "$(lines a,b,c,c_x_a_x_b '1,x_x,\,\\_x_1_x_x\_x')"
}

@test "--cross: different pairs never give the same text" {
	csv-cross --cross a,b "$DATA/cross/pairs.csv" | csv-select -c a_x_b |
	    /usr/bin/python3 -c 'import csv, sys
cells = [r[0] for r in csv.reader(sys.stdin) if r and r[0]]
assert len(cells) > 50 and len(cells) == len(set(cells))'
}

@test "--hash: the frozen buckets" {
	csv-cross --cross a,b --hash 1000 -s 42 "$DATA/cross/pairs.csv" > out.csv
	same "$DATA/cross/hashed.csv" out.csv
	# The vectors of the page.
	lines A,B red,S new_york,007 '"a ""b""",x' '"c,d",_' > v.csv
	csv-cross --cross A,B --hash 1000 v.csv | csv-select -c A_x_B > out.csv
	lines A_x_B 709 186 599 689 > want.csv
	same want.csv out.csv
	csv-cross --cross A,B --hash 1000 -s 1 v.csv | csv-select -c A_x_B > out.csv
	same want.csv out.csv
	local bucket
	for bucket in 709 186 599 689; do
		grep -q "^\\.It .* Ta $bucket\$" "$ROOT/man/csv-cross.1"
	done
}

@test "--hash: all buckets, each about as often, and no others" {
	awk 'BEGIN { print "a,b"; for (i = 0; i < 20000; i++) print i "," i % 3 }' > t.csv
	csv-cross --cross a,b --hash 10 t.csv | csv-select -c a_x_b | awk '
		NR > 1 { n[$1]++ }
		END {
			for (i in n) {
				buckets++
				if (i !~ /^[0-9]$/ || n[i] < 1850 || n[i] > 2150)
					exit 1
			}
			exit buckets != 10
		}'
	csv-cross --cross a,b --hash 1 t.csv | csv-select -c a_x_b | sort | uniq -c > out
	assert_equal "$(awk '{ print $1, $2 }' out)" "$(lines '20000 0' '1 a_x_b')"
	csv-cross --cross a,b --hash 4294967296 t.csv | csv-select -c a_x_b |
	    awk 'NR > 1 && $1 > 4e9 { n++ } END { exit !(n > 1000 && n < 1800) }'
}

@test "--hash: seed, order and cells count; missing stays missing" {
	cross()
	{
		csv-cross "$@" --hash 1000000 <<< $'a,b\nx,yz\nxy,z' | awk -F, '{ print $3 }'
	}
	run cross --cross a,b
	refute_line --index 1 "${lines[2]}"
	local first=$output
	run cross --cross a,b -s 2
	refute_output "$first"
	run cross --cross b,a
	refute_line --index 1 "$(tail -n 1 <<< "$first")"
	run csv-cross --cross a,b --hash 5 <<< $'a,b\n,x\nx,""\nNA,-'
	assert_line --index 1 ,x,
	assert_line --index 2 'x,"",'
	assert_line --index 3 --regexp '^NA,-,[0-4]$'
	run csv-cross --cross a,b --hash 5 --na NA,- <<< $'a,b\n,x\nx,""\nNA,-'
	assert_line --index 3 NA,-,
}

@test "--product and --poly: scikit-learn and numpy have the same answer" {
	csv-cross --product x,y --product x,z --product x,y,z "$DATA/cross/numbers.csv" > out.csv
	same "$DATA/cross/products.csv" out.csv
	csv-cross --poly x,y:4 "$DATA/cross/numbers.csv" > out.csv
	same "$DATA/cross/powers.csv" out.csv
}

@test "--product and --poly: missing stays missing, columns stay as they came" {
	csv-cross --product size,id --poly size:3 t.csv > out.csv
	lines 'id,color,size,size*id,size^2,size^3' 1,red,3,3,9,27 \
	    '2,"blue, dark",0.40,0.8,0.16000000000000003,0.06400000000000002' \
	    3,,5,15,25,125 4,new_york,,,, > want.csv
	same want.csv out.csv
	run csv-cross --product a,b <<< $'a,b\nNA,2\n-0,3\nnan,""'
	assert_output "$(lines 'a,b,a*b' NA,2, -0,3,-0 'nan,"",')"
}

@test "new columns come in the order asked for" {
	run csv-cross --poly size,id:2 --cross color,id --product id,size --cross id,color t.csv
	assert_line --index 0 'id,color,size,size^2,id^2,color_x_id,id*size,id_x_color'
	assert_line --index 1 1,red,3,9,1,red_x_1,3,1_x_red
}

@test "lists may be regular expressions, ranges and sets" {
	run csv-cross --product /^.d/,size --poly @numeric:2 t.csv
	assert_line --index 0 'id,color,size,id*size,id^2,size^2'
	run csv-cross --cross id..size <<< $'id,b,size\n1,2,3'
	assert_line --index 1 1,2,3,1_x_2_x_3
}

@test "a result that is too large is refused at its line" {
	lines a,b 1e200,1 1e150,1e200 1e200,1e200 > t.csv
	run_split csv-cross --product a,b t.csv
	assert_failure 3
	stderr_is 'csv-cross: t.csv:3: column "a*b": the result is too large for a number (use csv-scale on its sources first)'
	run_split csv-cross --poly b,a:2 t.csv
	assert_failure 3
	stderr_is 'csv-cross: t.csv:2: column "a^2": the result is too large for a number (use csv-scale on its sources first)'
	run csv-cross --product a,b <<< $'a,b\n1e-200,1e-200'
	assert_line --index 1 1e-200,1e-200,0
}

@test "a cell that is not a number is refused at its line, whatever the block" {
	lines a,b 1,1 2,2 x,3 1e300,1e300 > t.csv
	run_split csv-cross --product b,a t.csv
	assert_failure 3
	stderr_is "csv-cross: t.csv:4: column \"a\": \"x\" is not a number (use --na 'x' or csv-scrub)"
	local whole=$output
	run_split csv-cross --product b,a --block-size 1 t.csv
	assert_failure 3
	stderr_is "csv-cross: t.csv:4: column \"a\": \"x\" is not a number (use --na 'x' or csv-scrub)"
	assert_output "$whole"
	run csv-cross --product b,a --na x,1e300 t.csv
	assert_line --index 3 x,3,
	assert_success
}

@test "the state says what to make of what, and makes the same" {
	csv-cross --cross color,size --product id,size --poly size:2 --hash 7 -s 3 -f t.st t.csv > out.csv
	grep -v ',,[beorc][^u]' t.st > facts
	lines op,item,key,value cross,,buckets,7 cross,,seed,3 \
	    cross,color_x_size,column,color cross,color_x_size,column,size \
	    cross,color_x_size,method,cross cross,id*size,column,id \
	    cross,id*size,column,size cross,id*size,method,product \
	    cross,size^2,column,size cross,size^2,method,poly cross,size^2,degree,2 > want
	same want facts
	csv-cross -a t.st t.csv > applied.csv
	same out.csv applied.csv
	csv-cross --cross color,size --product id,size --poly size:2 --hash 7 -s 3 -n -f only.st t.csv
	same t.st only.st
	tail -n +1 t.csv | csv-cross -a t.st --block-size 1 > piped.csv
	same out.csv piped.csv
}

@test "piped is fused, with the crosses encoded" {
	csv-cross --cross a,b -n -f cross.st "$DATA/cross/pairs.csv"
	csv-cross -a cross.st "$DATA/cross/pairs.csv" | csv-onehot -c a_x_b,a -n -f onehot.st
	csv-cross -a cross.st "$DATA/cross/pairs.csv" | csv-onehot -a onehot.st > piped.csv
	cat cross.st onehot.st > all.st
	csv-select -a all.st "$DATA/cross/pairs.csv" > fused.csv
	same piped.csv fused.csv
	csv-cross --poly x,y:10 -n -f poly.st "$DATA/cross/numbers.csv"
	csv-cross -a poly.st "$DATA/cross/numbers.csv" | csv-cross --product 'x^10,y^9,z' -f product.st > piped.csv
	csv-cross -a poly.st -a product.st "$DATA/cross/numbers.csv" > fused.csv
	same piped.csv fused.csv
}

@test "a linear model cannot learn exclusive or, and its cross can" {
	awk 'BEGIN { print "a,b,y"
		for (i = 0; i < 40; i++)
			print i % 2 "," int(i / 2) % 2 "," (i + int(i / 2)) % 2 }' > xor.csv
	right()
	{
		csv-predict -a "$1" xor.csv | awk -F, 'NR > 1 && $3 == $4 { n++ } END { print n + 0 }'
	}
	csv-train -y y -c a,b xor.csv > plain.st
	csv-cross --cross a,b -n -f cross.st xor.csv
	csv-cross -a cross.st xor.csv | csv-onehot -c a_x_b -n -f onehot.st
	csv-train -y y -c /^a_x_b/ -a cross.st -a onehot.st xor.csv > crossed.st
	assert_equal "$(right plain.st)" 20
	assert_equal "$(right crossed.st)" 40
}

@test "a header and no rows is valid" {
	head -n 1 t.csv > empty.csv
	run csv-cross --cross color,size --poly id:2 --hash 3 -f t.st empty.csv
	assert_output 'id,color,size,color_x_size,id^2'
	assert_success
	run csv-cross -a t.st empty.csv
	assert_output 'id,color,size,color_x_size,id^2'
	run csv-cross -a t.st < /dev/null
	assert_failure 3
}

@test "dialects: -H, -d, CRLF, --trim and cells that need quotes" {
	run csv-cross -H --cross 1,2 --product '#3,4' <<< $'a,b,2,3\nc,d,4,5'
	assert_output "$(lines a,b,2,3,a_x_b,6 c,d,4,5,c_x_d,20)"
	run csv-cross -d ';' --cross a,b <<< $'a;b\n"x;";"say ""y"""\n1,5;\'z\''
	assert_output "$(lines 'a;b;a_x_b' '"x;";"say ""y""";"x;_x_say ""y"""' "1,5;'z';1,5_x_'z'")"
	printf 'a,b\r\n1,"two\nlines"\r\n' > crlf.csv
	csv-cross --cross a,b crlf.csv > out.csv
	printf 'a,b,a_x_b\n1,"two\nlines","1_x_two\nlines"\n' > want.csv
	same want.csv out.csv
	run csv-cross --trim --product a,b <<< $'a,b\n 2 ,3'
	assert_line --index 1 2,3,6
}

@test "methods that are not asked for rightly are refused" {
	usage() # MESSAGE ARGUMENT...
	{
		local message=$1

		shift
		run_split csv-cross "$@" t.csv
		assert_failure 2
		stderr_has "csv-cross: $message"
	}
	usage 'no method is asked for'
	usage '--cross wants two columns or more' --cross color
	usage '--cross wants two columns or more' --cross color,color
	usage '--product wants two columns or more' --product size
	usage '--cross takes a list of columns and no parameters' --cross color,size:3
	usage '--product takes a list of columns and no parameters' --product id,size:3
	local degree
	for degree in '' :1 :11 :2.5 :x : :2:3; do
		usage '--poly LIST:DEGREE wants a whole number from 2 to 10' --poly "size$degree"
	done
	usage '--hash goes with --cross' --product id,size --hash 5
	usage '--hash: more than 4294967296 buckets' --cross color,size --hash 4294967297
	usage '--hash 0: not a whole number of at least 1' --cross color,size --hash 0
	usage 'cross learns nothing, so it has no partials' --cross color,size --partial -n -f x.st
}

@test "a new name that exists already is refused before the first row" {
	lines 'a,b,a*b' 1,2,3 > t.csv
	run_split csv-cross --product a,b t.csv
	assert_failure 3
	assert_output ""
	stderr_is 'csv-cross: t.csv: column "a*b" exists already (csv-select --rename the old one)'
	run_split csv-cross --poly a:3 --poly b,a:2 t.csv
	assert_failure 3
	stderr_is 'csv-cross: t.csv: column "a^2" exists already (csv-select --rename the old one)'
}

@test "a column that is not there is named" {
	run_split csv-cross --cross colour,size t.csv
	assert_failure 3
	stderr_is 'csv-cross: t.csv: no column "colour" (did you mean "color"?)'
	csv-cross --cross color,size -n -f t.st t.csv
	run_split csv-cross -a t.st <<< $'color,sice\nred,3'
	assert_failure 3
	stderr_is 'csv-cross: stdin: no column "size" (did you mean "sice"?)'
}

@test "states that do not add up are refused" {
	csv-cross --cross color,size --poly size:2 --hash 7 -n -f t.st t.csv
	refused() # SED-SCRIPT MESSAGE
	{
		forge "$1" < t.st > forged.st
		run_split csv-cross -a forged.st t.csv
		assert_failure 3
		stderr_has "csv-cross: forged.st:$2"
	}
	forge '' < t.st > forged.st
	same t.st forged.st
	refused '/column,color/d' '2: the facts of column "color_x_size" do not add up'
	refused '/method,cross/d' '2: the facts of column "color_x_size" do not add up'
	refused '/degree,2/d' '2: the facts of column "size^2" do not add up'
	refused 's/degree,2/degree,11/' '2: the facts of column "size^2" do not add up'
	refused 's/degree,2/degree,two/' '13: "two" is not a count'
	refused 's/method,cross/method,poly/' '2: the facts of column "color_x_size" do not add up'
	refused 's/method,poly/method,product/' '2: the facts of column "size^2" do not add up'
	refused 's/method,poly/method,cubic/' '12: cross has no method "cubic"'
	refused 's/degree,2/grade,2/' '13: not a fact of cross'
	refused 's/,buckets,7/,buckets,0/' '6: not a number of buckets'
	refused 's/,buckets,7/,buckets,4294967297/' '6: not a number of buckets'
	refused 's/,buckets,7/,pails,7/' '6: not a fact of cross'
	refused '/^cross,[cs]/d' '2: cross without a column'
}

# ---- all products ----

@test "full: all products up to a degree, as PolynomialFeatures orders them" {
	lines a,b,c 2,3,5 > t.csv
	csv-cross --full a,b,c:2 -f x.st t.csv > out.csv
	lines a,b,c,a^2,a*b,a*c,b^2,b*c,c^2 2,3,5,4,6,10,9,15,25 > want.csv
	same want.csv out.csv
	csv-cross -a x.st t.csv > again.csv
	same want.csv again.csv
	csv-cross --full a,b:3 t.csv > out.csv
	lines 'a,b,c,a^2,a*b,b^2,a^3,a^2*b,a*b^2,b^3' 2,3,5,4,6,9,8,12,18,27 > want.csv
	same want.csv out.csv
	csv-cross --full a:4 t.csv > out.csv
	lines 'a,b,c,a^2,a^3,a^4' 2,3,5,4,8,16 > want.csv
	same want.csv out.csv
}

@test "full: what is refused" {
	local how
	lines a,b 2,3 > t.csv
	for how in a,b a:1 a:11 a:x a:2:3; do
		run_split csv-cross --full $how t.csv
		assert_failure 2
		stderr_has '--full LIST:DEGREE wants a whole number from 2 to 10'
	done
	{ seq -f 'c%g' 40 | paste -s -d ,; seq 40 | paste -s -d ,; } > wide.csv
	run_split csv-cross --full @all:3 wide.csv
	assert_failure 2
	stderr_has '--full makes more than 10000 columns of 40: a lower degree, or fewer columns'
	lines a,b 1e200,1 > t.csv
	run_split csv-cross --full a,b:2 t.csv
	assert_failure 3
	stderr_has 'the result is too large for a number'
}
