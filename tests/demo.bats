#!/usr/bin/env bats
#
# The experiments in examples/, run as a user would: a copy, make, and a look at what
# came out.

load helper

setup_file()
{
	# What make tells its own children is no business of the makes below.
	unset MAKEFLAGS MFLAGS MAKELEVEL
}

# Go to a fresh copy of an experiment.
copy() # EXPERIMENT [FOLDER]
{
	mkdir -p "${2-$1}"
	cp "$ROOT/examples/$1"/*.gz "$ROOT/examples/$1/Makefile" "${2-$1}"
	cd "${2-$1}" || return
}

metric() # NAME FILE
{
	awk -v name="$1" '$1 == name { print $2 }' "$2"
}

between() # LO X HI
{
	awk -v lo="$1" -v x="$2" -v hi="$3" 'BEGIN { exit !(x != "" && lo <= x + 0 && x + 0 <= hi) }' ||
	    fail "$2 is not between $1 and $3"
}

# What was printed from the last line on that begins with `metric`.
last_table()
{
	awk '/^metric/ { table = "" } { table = table $0 "\n" } END { printf "%s", table }'
}

@test "birdstrikes: every command is shown, and the evaluation comes last" {
	copy birdstrikes
	run_split make
	assert_success
	for tool in describe select scrub split impute scale onehot balance train predict eval; do
		assert_line --regexp "^ *csv-$tool "
	done
	last_table <<< "$output" > last.txt
	same last.txt build/evaluation.txt
	stderr_has 'csv-scrub: 15 rows: column "Effect Amount of damage": not allowed'
	stderr_has 'csv-scrub: 24 rows: duplicate'
}

@test "birdstrikes: the evaluation is as good as it should be" {
	copy birdstrikes
	make -s >/dev/null 2>&1
	e=build/evaluation.txt
	between 0.80 "$(metric auc $e)" 0.825
	between 0.25 "$(metric log_loss $e)" 0.28
	between 0.32 "$(metric baseline_log_loss $e)" 0.34
	between -0.015 "$(metric bias $e)" 0.015
	assert_equal "$(metric n $e)" "$(($(wc -l < build/test.csv) - 1))"
}

@test "birdstrikes: the costs are called a leak, and are not in the model" {
	copy birdstrikes
	make -s >/dev/null 2>&1
	run grep -c '^Cost .*leak?' build/columns.csv
	assert_output 3
	run grep -E '^logistic,"?(Cost|Effect|Flight|weight)' build/model.st
	assert_failure 1
	run grep -c '^logistic,Speed IAS in knots,weight,' build/model.st
	assert_output 1
	run grep -c ',not allowed,[BC]$' build/rejects.csv
	assert_output 15
}

@test "birdstrikes: twice, the second time in parallel, gives the same bytes" {
	(copy birdstrikes one && make -s >/dev/null 2>&1)
	(copy birdstrikes two && make -s -j 4 >/dev/null 2>&1)
	assert_file_exists one/build/evaluation.txt
	run diff -r one/build two/build
	assert_output ""
	assert_success
}

@test "birdstrikes: one csv-predict gives the bytes of the pipe, and a difference is noticed" {
	copy birdstrikes
	make -s >/dev/null 2>&1
	same build/predictions.csv build/fused.csv
	between 1900 "$(wc -l < build/fused.csv)" 2100
	sed -i '2s/,0,/,1,/' build/fused.csv
	run make -s fused
	assert_failure 2
	assert_line --partial "differ"
}

# The raw rows of one part, with bigger birds at another speed.
altered() # PART
{
	csv-split -q -p train=0.8,test=0.2 -k 'Flight Date' --out 'raw-{}.csv' birdstrikes.csv.gz
	sed -i 's/,Small,/,Large,/; s/[0-9]*$/999/; 1s/999$//' "raw-$1.csv"
	csv-select -o altered.csv.gz raw-train.csv raw-test.csv
}

learnt=(select.st impute.st scale.st onehot.st features.csv balanced.csv model.st whole.st)

@test "birdstrikes: other test rows change no byte of what is learnt" {
	(copy birdstrikes one && make -s >/dev/null 2>&1)
	copy birdstrikes two
	altered test
	make -s DATA=altered.csv.gz >/dev/null 2>&1
	for file in train.csv "${learnt[@]}"; do
		same "build/$file" "../one/build/$file"
	done
	for file in test.csv predictions.csv evaluation.txt; do
		run -1 cmp -s "build/$file" "../one/build/$file"
	done
}

@test "birdstrikes: other training rows do change it" {
	(copy birdstrikes one && make -s >/dev/null 2>&1)
	copy birdstrikes two
	altered train
	make -s DATA=altered.csv.gz >/dev/null 2>&1
	same build/test.csv ../one/build/test.csv
	for file in impute.st scale.st onehot.st model.st; do
		run -1 cmp -s "build/$file" "../one/build/$file"
	done
}

@test "birdstrikes: a second make learns nothing again, a changed Makefile does" {
	copy birdstrikes
	make -s >/dev/null 2>&1
	run make
	assert_success
	refute_line --partial csv-
	assert_line "cmp build/predictions.csv build/fused.csv"
	sed -i 's/--ratio 3:1/--ratio 2:1/' Makefile
	run make
	assert_success
	assert_line --partial csv-train
	make clean
	assert_not_exists build
}

@test "birdstrikes: a damaged file stops make and leaves nothing that looks finished" {
	copy birdstrikes
	mkdir build
	touch build/columns.csv -d '+1 hour'
	truncate -s -100 birdstrikes.csv.gz
	run make
	assert_failure 2
	assert_line --partial birdstrikes.csv.gz
	assert_not_exists build/clean.csv
	assert_not_exists build/train.csv
}

@test "birdstrikes: a stage that fails in the middle of a pipe is a failed rule" {
	copy birdstrikes
	make -s build/train.csv >/dev/null 2>&1
	sed -i '9s/[0-9]*$/fast/' build/train.csv
	run make
	assert_failure 2
	assert_line --partial 'column "Speed IAS in knots": "fast" is not a number'
	for file in impute.st features.csv model.st; do
		assert_not_exists "build/$file"
	done
}

@test "the lines at the top are all that another table needs" {
	copy birdstrikes churn
	rm birdstrikes.csv.gz
	# Whether someone leaves depends on age and city; every ninth age is missing.
	awk 'BEGIN {
		print "id,name,age,income,\"city, town\",left"
		for (i = 1; i <= 2000; i++) {
			age = 20 + i * 7 % 50
			city = i * 11 % 3
			left = (i * 7919 % 97) / 97 < (age / 100 + city / 5) / 2
			printf "%d,n%d,%s,%d,%s,%d\n", i, i, i % 9 ? age : "", i * 31 % 1000,
			    substr("LeedsOslo YorkX", 5 * city + 1, 5), left
		}
	}' > people.csv
	sed -i -e 's/^DATA .*/DATA := people.csv/' -e 's/^LABEL .*/LABEL := left/' \
	    -e 's/^CLASSES .*/CLASSES :=/' -e 's/^SCRUB .*/SCRUB := --dedup/' \
	    -e 's/^KEY .*/KEY :=/' -e 's/^DROP .*/DROP := -x id,name/' \
	    -e 's/^NUMBERS .*/NUMBERS := age,income/' \
	    -e 's/^CATEGORIES .*/CATEGORIES := "city, town"/' Makefile
	run make
	assert_success
	between 0.6 "$(metric auc build/evaluation.txt)" 0.9
	same build/predictions.csv build/fused.csv
	# New rows come as they are, without a label.
	printf '%s\n' 'age,income,"city, town"' '33,500,Leeds' ',500,Bergen' > new.csv
	run_split csv-predict -a build/whole.st new.csv
	assert_success
	assert_line --index 0 'age,income,"city, town",prediction,probability'
	assert_line --index 2 --regexp '^,500,Bergen,[01],0\.[0-9]+$'
}

@test "housing: the grid beats two numbers, and both beat the mean" {
	copy housing
	run_split make
	assert_success
	# shellcheck disable=SC2154
	refute_regex "$stderr" 'csv-train'
	for tool in describe impute scale bin cross select onehot train predict eval; do
		assert_line --regexp "^ *csv-$tool "
	done
	plain=build/plain-evaluation.txt grid=build/grid-evaluation.txt
	last_table <<< "$output" > last.txt
	paste $plain $grid | same last.txt -
	between 110000 "$(metric baseline_rmse $plain)" 118000
	between 64000 "$(metric rmse $plain)" 68000
	between 53000 "$(metric rmse $grid)" 57000
	between 0.74 "$(metric r2 $grid)" 0.79
	between 36000 "$(metric mae $grid)" 40000
}

@test "housing: twice gives the same bytes, and the pipe those of one csv-predict" {
	(copy housing one && make -s >/dev/null 2>&1)
	(copy housing two && make -s -j 4 >/dev/null 2>&1)
	same one/build/piped.csv one/build/grid-predictions.csv
	run diff -r one/build two/build
	assert_output ""
	assert_success
}

@test "housing: other test rows change no byte of what is learnt" {
	(copy housing one && make -s >/dev/null 2>&1)
	copy housing two
	make -s build/test.csv >/dev/null
	# In front of the split the rows would change sides: they are their own key.
	sed -i '2,$s/^-1[0-9]*\.[0-9]*,/-100,/; s/,INLAND$/,ISLAND/' build/test.csv
	make -s >/dev/null 2>&1
	for file in impute.st scale.st plain.st grid.st; do
		same "build/$file" "../one/build/$file"
	done
	run -1 cmp -s build/grid-predictions.csv ../one/build/grid-predictions.csv
}

@test "make older than 4.3 is told so" {
	copy birdstrikes
	sed '/^ifeq/s/[.]FEATURES/NOTHING/' Makefile > old.mk
	run make -f old.mk
	assert_failure 2
	assert_line --partial "this needs GNU make 4.3 or newer"
}
