# date.bats - csv-date: numbers from dates

load helper

made() # TEXT OPTION...: the cells made of one date
{
	printf 'd\n"%s"\n' "$1" > d.csv
	shift
	csv-date "$@" d.csv | csv-select -x d | tail -n 1
}

refused() # TEXT MESSAGE OPTION...
{
	printf 'd\n"%s"\n' "$1" > d.csv
	run_split csv-date "${@:3}" d.csv
	assert_failure 3
	stderr_is "csv-date: d.csv:2: column \"d\": $2"
}

@test "parts: calendar, weeks of ISO 8601, time of day" {
	local all=d:year:quarter:month:week:day:weekday:weekend:yearday
	assert_equal "$(made 2024-02-29 --parts $all)" 2024,1,2,9,29,4,0,60
	assert_equal "$(made 2026-01-01 --parts $all)" 2026,1,1,1,1,4,0,1
	# The first of January may belong to a week of the year before, the last to one after.
	assert_equal "$(made 2021-01-01 --parts d:week:weekday)" 53,5
	assert_equal "$(made 2023-01-01 --parts d:week:weekday:weekend)" 52,7,1
	assert_equal "$(made 2024-12-31 --parts d:week:yearday)" 1,366
	assert_equal "$(made 0001-01-01 --parts d:year:weekday:week)" 1,1,1
	assert_equal "$(made 9999-12-31 --parts d:year:weekday:week)" 9999,5,52
	assert_equal "$(made '2026-11-26T17:05:09.25Z' --parts d:hour:minute:second)" 17,5,9.25
	assert_equal "$(made '2026-11-26 00:00+01:00' --parts d:day:hour:second)" 26,0,0
}

@test "parts: against the C library's calendar, over thousands of days" {
	awk 'BEGIN { for (i = -200000; i < 700000; i += 331) printf "%d\n", i * 86400 + i % 86400 }' > s
	TZ=UTC0 LC_ALL=C date -f <(sed 's/^/@/' s) '+%Y-%m-%dT%H:%M:%SZ,%-Y,%-m,%-V,%-d,%u,%-j,%-H,%-M,%-S,%s' > want
	{ echo d; cut -d , -f 1 want; } > d.csv
	csv-date --parts d:year:month:week:day:weekday:yearday:hour:minute:second \
	    --since d:1970-01-01:seconds d.csv | tail -n +2 > got
	same want got
	{ echo d; cut -d , -f 11 want; } > s.csv
	csv-date --format %s --parts d:year:month:week:day:weekday:yearday:hour:minute:second s.csv |
	    tail -n +2 | cut -d , -f 2- > got
	cut -d , -f 2-10 want > parts
	same parts got
}

@test "cyclic: quarters of a turn are exact, neighbours are near" {
	assert_equal "$(made 2026-01-15 --cyclic d:month)" 0,1
	assert_equal "$(made 2026-04-15 --cyclic d:month)" 1,0
	assert_equal "$(made 2026-07-15 --cyclic d:month)" 0,-1
	assert_equal "$(made '2026-07-15 18:00' --cyclic d:hour)" -1,0
	assert_equal "$(made '2026-07-15 18:45' --cyclic d:minute)" -1,0
	assert_equal "$(made 2026-11-23 --cyclic d:weekday:yearday)" \
	    "0,1,-0.6220467484408675,0.7829801036770629"
}

@test "since: days, and other units, before and after, with offsets" {
	assert_equal "$(made 2000-03-01 --since d:2000-01-01)" 60
	assert_equal "$(made 1999-12-31 --since d:2000-01-01)" -1
	assert_equal "$(made '2000-01-01 12:00' --since d:2000-01-01)" 0.5
	assert_equal "$(made '2000-01-01T12:00+02:00' --since d:2000-01-01:hours)" 10
	assert_equal "$(made '2000-01-01T12:00-0130' --since d:2000-01-01:minutes)" 810
	assert_equal "$(made '1970-01-01 00:00:01.5' --since d:1970-01-01:seconds)" 1.5
}

@test "format: each letter" {
	assert_equal "$(made '5.3.2001' --format '%d.%m.%Y' --parts d:year:month:day)" 2001,3,5
	assert_equal "$(made '12/31/68' --format '%m/%d/%y' --parts d:year)" 2068
	assert_equal "$(made '12/31/69' --format '%m/%d/%y' --parts d:year)" 1969
	assert_equal "$(made 'May 7, 2020' --format '%b %d, %Y' --parts d:month:day)" 5,7
	assert_equal "$(made 'SEPTEMBER 07 2020' --format '%B %d %Y' --parts d:month:day)" 9,7
	assert_equal "$(made '2020366' --format '%Y%j' --parts d:month:day)" 12,31
	assert_equal "$(made '1/2/2020 12:07 am' --format '%d/%m/%Y %I:%M %p' --parts d:hour)" 0
	assert_equal "$(made '1/2/2020 12:07 PM' --format '%d/%m/%Y %I:%M %p' --parts d:hour)" 12
	assert_equal "$(made '1/2/2020 11:07 PM' --format '%d/%m/%Y %I:%M %p' --parts d:hour)" 23
	assert_equal "$(made '20200102T010203,5+0100' --format '%Y%m%dT%H%M%S%z' --since d:2020-01-02:seconds)" 123.5
	assert_equal "$(made '-1' --format %s --parts d:year:month:day:second)" 1969,12,31,59
	assert_equal "$(made '100% 2020  7' --format '100%% %Y %j' --parts d:day)" 7
}

@test "what is no date is told with its line and a remedy" {
	local text
	for text in 2026-1-5 26-01-05 2026-01-05T 2026-01-05T12 '2026-01-05 12:00:' 05/01/2026 \
	    '2026-01-05 ' 2026-01-05x '2026-01-05T12:00+1' '2026-01-05T12:00:1.'; do
		refused "$text" "\"$text\" is not a date like 2026-01-31 (use --format)" --parts d:year
	done
	for text in 2026-02-29 2026-13-01 2026-00-10 2026-04-31 0000-01-01 2026-01-05T24:00 \
	    2026-01-05T12:60 2026-12-31T23:59:60; do
		refused "$text" "\"$text\": there is no such day or time (use csv-scrub, or --na)" --parts d:year
	done
	refused 5.3 '"5.3" is not a date written as %d.%m.%Y (see --format)' --format '%d.%m.%Y' --parts d:year
	refused '13:00 PM 1 2020' '"13:00 PM 1 2020": there is no such day or time (use csv-scrub, or --na)' --format '%I:%M %p %j %Y' --parts d:year
	refused '366 2021' '"366 2021": there is no such day or time (use csv-scrub, or --na)' --format '%j %Y' --parts d:year
	refused 2026-01-05 'there is no time of day, so no hour' --parts d:hour
	refused 2026-01-05 'there is no time of day, so no hour_sin' --cyclic d:hour
}

@test "missing dates give missing numbers" {
	lines id,d 1,2026-01-05 2, 3,NA > t.csv
	csv-date --parts d:day --since d:2026-01-01 t.csv > out.csv
	lines id,d,d.day,d.days 1,2026-01-05,5,4 2,,, 3,NA,, > want.csv
	same want.csv out.csv
	run_split csv-date --na '?' --parts d:day t.csv
	assert_failure 3
	stderr_has 't.csv:4: column "d": "NA" is not a date'
}

@test "several columns, kept and applied" {
	lines a,b 2026-01-05,2026-02-07 2026-03-01,1999-01-01 > t.csv
	csv-date --parts a,b:day:month -f d.st t.csv > out.csv
	lines a,b,a.day,a.month,b.day,b.month 2026-01-05,2026-02-07,5,1,7,2 \
	    2026-03-01,1999-01-01,1,3,1,1 > want.csv
	same want.csv out.csv
	csv-select -c b,a t.csv | csv-date -a d.st | csv-select -c a,b,a.day..b.month > again.csv
	same want.csv again.csv
	run_split csv-date -a d.st <<< $'a\n2026-01-05'
	assert_failure 3
	stderr_has 'no column "b"'
	run_split csv-date --parts a:day out.csv
	assert_failure 3
	stderr_has 'column "a.day" exists already'
}

@test "usage" {
	local args message
	lines d 2026-01-05 > t.csv
	while IFS='|' read -r args message; do
		# shellcheck disable=SC2086
		run_split csv-date $args t.csv
		assert_failure 2
		stderr_has "$message"
	done <<- 'E'
		--parts d|--parts LIST:PART wants a part, such as month
		--parts d:decade|--parts knows no part "decade" (csv-date(1) has them)
		--cyclic d:year|--cyclic knows no part "year" (csv-date(1) has them)
		--since d|--since LIST:DAY[:UNIT] wants a day as 2026-01-31, and days, hours, minutes or seconds
		--since d:2026-02-30|--since LIST:DAY[:UNIT] wants a day
		--since d:2026-02-03:weeks|--since LIST:DAY[:UNIT] wants a day
		--format %Q --parts d:day|--format "%Q": a format has a year and a day, and no letter behind % that csv-date(1) does not list
		--format %Y --parts d:day|--format "%Y": a format has a year and a day
		--format %m% --parts d:day|a format has a year and a day
	E
}

@test "states that do not add up are refused" {
	lines d 2026-01-05 > t.csv
	csv-date --parts d:day --since d:2026-01-01 -n -f x.st t.csv
	local edit
	while IFS='|' read -r edit message; do
		sed "$edit" x.st | python3 "$ROOT/tests/seal.py" > bad.st
		run_split csv-date -a bad.st t.csv
		assert_failure 3
		stderr_has "$message"
	done <<- 'E'
		s/part,days/part,day/|not a part of a date
		s/method,since/method,until/|date has no method "until"
		/,from,/d|the facts of column "d.days" do not add up
		/part,day$/d|the facts of column "d.day" do not add up
		/column,d/d|do not add up
		s/from,2026-01-01/from,2026-01-32/|not a day, or there twice
		s/^date,d.day,part/date,d.day,piece/|not a fact of date
	E
}
