#!/usr/bin/env bats
#
# csv-spectrum is a public collection of awkward CSV files, each with its cells as
# JSON (https://github.com/max-mapper/csv-spectrum).  It is fetched with npm into
# build/; where that cannot be done these tests are skipped.
#
# csv-select without options must pass each file on as it is, LF for CRLF, and each
# column taken out alone must decode to the cells of the JSON: that shows that every
# cell begins and ends where it should.

load helper

spectrum=$ROOT/build/csv-spectrum

setup_file()
{
	local package=csv-spectrum-2.0.0

	[ ! -d "$spectrum" ] || return 0
	if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
		export WITHOUT="npm and node are not installed"
		return
	fi
	cd "$BATS_FILE_TMPDIR" || return
	if ! timeout 60 npm pack --silent "${package%-*}@${package##*-}" >/dev/null 2>&1; then
		export WITHOUT="npm could not fetch $package"
		return
	fi
	tar -xzf "$package.tgz" && mkdir -p "$ROOT/build" && mv package "$spectrum"
}

setup()
{
	scratch
	[ -z "${WITHOUT-}" ] || skip "$WITHOUT"
}

# All but location_coordinates, which has a quote in an unquoted cell (and cells
# that differ from its JSON).
cases()
{
	basename -s .csv "$spectrum"/csvs/*.csv | grep -vx location_coordinates
}

# The cells of the only column in CSV on stdin, as JSON; argument: the JSON to equal.
same_column()
{
	node "$ROOT/tests/csv-spectrum.js" "$@"
}

@test "csv-spectrum: the collection is there" {
	assert_equal "$(cases | wc -l)" 11
}

@test "csv-spectrum: every file is passed on as it is" {
	for case in $(cases); do
		# A file may lack its last newline; what we write does not.
		{
			# Within quotes a CRLF is the user's and stays.
			sed '/Once upon/!s/\r$//' "$spectrum/csvs/$case.csv"
			[ -z "$(tail -c 1 "$spectrum/csvs/$case.csv")" ] || echo
		} > expected
		csv-select "$spectrum/csvs/$case.csv" > got
		same got expected
	done
}

@test "csv-spectrum: every column holds the cells of the JSON" {
	for case in $(cases); do
		columns=$(head -n 1 "$spectrum/csvs/$case.csv" | tr , '\n' | wc -l)
		for i in $(seq "$columns"); do
			csv-select -c "#$i" "$spectrum/csvs/$case.csv" > column
			same_column column "$spectrum/json/$case.json" "$i"
		done
	done
}

@test "csv-spectrum: the comparison can fail" {
	lines a 1 '"x ""y"""' > column
	lines '[{"a": "1"}, {"a": "x \"y\""}]' > right
	lines '[{"a": "1"}, {"a": "x y"}]' > wrong
	same_column column right 1
	run same_column column wrong 1
	assert_failure
}

@test "csv-spectrum: a quote inside an unquoted cell is refused, with its line" {
	run_split -3 csv-select "$spectrum/csvs/location_coordinates.csv"
	stderr_has "location_coordinates.csv:2:"
}
