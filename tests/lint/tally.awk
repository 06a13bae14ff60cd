# tally.awk - count the tests in TAP files, show those that failed
#
# Each file ends in a line "# exit N" that tests/run wrote after the program.
# proven is the exit status of prove(1), which also checks what is not counted here.

function fault(file, what)
{
	printf "not ok - %s: %s\n", file, what
	failed++
}

# What a file promised against what it delivered.
function settle(file)
{
	if (file == "")
		return
	if (plan == "" || seen > plan)
		fault(file, "no plan, or another number of tests than planned")
	else if (seen < plan) {
		printf "not ok - %s: %d of %d tests never ran\n", file, plan - seen, plan
		failed += plan - seen
	} else if (plan == 0 && !all_skipped)
		fault(file, "holds no test")
	if (status != 0 && failed == failed_before)
		fault(file, "exit status " status)
}

FNR == 1 {
	settle(current)
	current = FILENAME
	plan = status = ""
	seen = all_skipped = showing = 0
	failed_before = failed
}

/^1\.\.[0-9]+/ {
	plan = substr($1, 4) + 0
	if (plan == 0 && /# *[Ss][Kk][Ii][Pp]/) {
		all_skipped = 1
		skipped++
	}
}

/^# exit [0-9]+$/ { status = $3 + 0; next }

/^(not )?ok / {
	seen++
	showing = 0
	if (/^not/) {
		failed++
		showing = 1
		printf "\n%s\n", current
	} else if (/ # *[Ss][Kk][Ii][Pp]/)
		skipped++
	else
		passed++
}

showing && (/^not ok / || /^#/) { print }

END {
	settle(current)
	if (proven != 0 && failed == 0)
		fault("prove", "is not content, see above")
	printf "%d passed, %d failed", passed, failed
	if (skipped)
		printf ", %d skipped", skipped
	printf "\n"
	exit failed > 0 || passed == 0
}
