/*
 * print.c - see print.h
 */
#include "print.h"

#include "base/num.h"

static void
name_refuse(struct str name)
{
	struct shown s;

	tool_usage("-g: \"%s\" is a column of the report too (rename it "
		   "first: csv-select --rename)",
	    shown(&s, name.p, name.n));
}

void
print_groups(struct report *r, const struct batch *header, const struct selection *by)
{
	for (size_t i = 0; i < by->n; i++) {
		struct str name = header->col[by->column[i]].name;

		if (str_equal(name, STR("column")))
			name_refuse(name);
		report_column(r, name);
	}
}

void
print_header(struct report *r, const struct describe *d, const struct batch *header,
    const struct selection *by)
{
	enum describe_kind kind;

	for (size_t i = 0; i < by->n; i++)
		if (describe_field_find(d, header->col[by->column[i]].name) != SIZE_MAX)
			name_refuse(header->col[by->column[i]].name);
	print_groups(r, header, by);
	report_column(r, STR("column"));
	for (size_t i = 0; i < describe_width(d); i++)
		report_column(r, describe_field(d, i, &kind));
}

/* The text of a count or a number was checked where it was loaded. */
static void
print_cell(struct report *r, struct str cell, enum describe_kind kind)
{
	unsigned long long n = 0;
	double x;

	if (cell.n == 0) {
		report_missing(r);
	} else if (kind == DESCRIBE_TEXT) {
		report_text(r, cell);
	} else if (kind == DESCRIBE_COUNT) {
		for (size_t i = 0; i < cell.n; i++)
			n = n * 10 + (unsigned)(cell.p[i] - '0');
		report_count(r, n);
	} else if (num_parse(cell.p, cell.n, &x) == NUM_OK) {
		report_number(r, x);
	}
}

void
print_rows(
    struct report *r, const struct describe *d, const struct str *value, size_t nvalue)
{
	size_t width = describe_width(d);
	enum describe_kind kind;

	for (size_t i = 0; i < d->columns.n; i++) {
		for (size_t k = 0; k < nvalue; k++)
			report_text(r, value[k]);
		report_text(r, dict_key(&d->columns, i));
		for (size_t k = 0; k < width; k++) {
			describe_field(d, k, &kind);
			print_cell(r, d->cell[i * width + k], kind);
		}
		report_end_row(r);
	}
}
