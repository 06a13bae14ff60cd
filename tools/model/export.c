/*
 * export.c - a model as a program in another language, or as a model of liblinear's
 *
 * The program wants the features as the model does: prepared.  Numbers are written with
 * as many digits as give back the same double.
 */
#include <string.h>

#include "base/num.h"
#include "io/csv_writer.h"
#include "model.h"

enum { AWK, C, SQL, LIBLINEAR, PMML };

static void
put(struct sink *to, const char *text)
{
	sink_write(to, text, strlen(text));
}

static void
put_number(struct sink *to, double x)
{
	char text[NUM_WIDTH + 1];

	text[num_print(x, text)] = '\0';
	put(to, text);
}

/* A name between quotes; `doubled` ones are written twice, others behind a backslash. */
static void
put_name(struct sink *to, struct str name, bool doubled)
{
	put(to, "\"");
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if (c == '"' || (!doubled && c == '\\'))
			put(to, doubled ? "\"" : "\\");
		if (c == '\n' && !doubled) {
			put(to, "\\n");
			continue;
		}
		sink_write(to, name.p + i, 1);
	}
	put(to, "\"");
}

/* intercept + weight * feature + ... */
static void
put_score(const struct model *m, int language, struct sink *to)
{
	put_number(to, m->intercept);
	for (size_t j = 0; j < m->n; j++) {
		put(to, language == AWK ? " + \\\n\t    " : " +\n\t    ");
		put_number(to, m->feature[j].weight);
		put(to, " * ");
		if (language == C) {
			put(to, "x[");
			put_number(to, (double)j);
			put(to, "]");
		} else {
			put(to, language == AWK ? "$at[" : "");
			put_name(to, m->feature[j].name, language == SQL);
			put(to, language == AWK ? "]" : "");
		}
	}
}

static void
export_awk(const struct model *m, bool binary, bool counts, struct sink *to)
{
	put(to, "BEGIN { FS = OFS = \",\"; CONVFMT = OFMT = \"%.17g\" }\n"
		"NR == 1 {\n\tfor (i = 1; i <= NF; i++)\n\t\tat[$i] = i\n\tprint $0, "
		"\"prediction\"");
	put(to, binary ? ", \"probability\"\n\tnext\n}\n{\n\tz = "
		       : "\n\tnext\n}\n{\n\tz = ");
	put_score(m, AWK, to);
	put(to, binary   ? "\n\tp = 1 / (1 + exp(-z))\n\tprint $0, (p >= 0.5), p\n}\n"
		: counts ? "\n\tprint $0, exp(z)\n}\n"
			 : "\n\tprint $0, z\n}\n");
}

static void
export_c(const struct model *m, bool binary, bool counts, struct sink *to)
{
	put(to, "#include <math.h>\n\n/* The features, in the order of x. */\n"
		"const char *const features[] = {");
	for (size_t j = 0; j < m->n; j++) {
		put(to, j > 0 ? ",\n\t" : "\n\t");
		put_name(to, m->feature[j].name, false);
	}
	put(to, "\n};\n\n");
	put(to, binary ? "/* The probability of the positive class. */\n"
		       : "/* The prediction. */\n");
	put(to, "double\npredict(const double *x)\n{\n\tdouble z = ");
	put_score(m, C, to);
	put(to, binary   ? ";\n\n\treturn 1 / (1 + exp(-z));\n}\n"
		: counts ? ";\n\n\treturn exp(z);\n}\n"
			 : ";\n\n\treturn z;\n}\n");
}

static void
export_sql(const struct model *m, bool binary, bool counts, struct sink *to)
{
	put(to, "SELECT *, ");
	put(to, binary   ? "CASE WHEN z >= 0 THEN 1 ELSE 0 END AS prediction, "
			   "1 / (1 + EXP(-z)) AS probability"
		: counts ? "EXP(z) AS prediction"
			 : "z AS prediction");
	put(to, "\nFROM (SELECT *, ");
	put_score(m, SQL, to);
	put(to, " AS z\n    FROM data) AS scored;\n");
}

/*
 * A model file of liblinear's, where classes are numbers: 1 and 0, or 1, 2, .. in our
 * order.  Its solver decides what liblinear-predict makes of the scores: L2R_LR has one
 * score for two classes, and takes each class against the rest for more, so it is right
 * for logistic and ovr; MCSVM_CS takes the largest score, and has no probabilities, so
 * it does not give false ones for softmax.  The bias is a last feature that is 1.
 */
static void
export_liblinear(const struct model *m, struct sink *to)
{
	size_t k = m->nclass;
	bool rest = strcmp(m->learner->name, "ovr") == 0 && k > 2;

	put(to, "solver_type ");
	put(to, m->learner->binary || rest ? "L2R_LR\nnr_class "
		: k > 0                    ? "MCSVM_CS\nnr_class "
					   : "L2R_L2LOSS_SVR\nnr_class ");
	put_number(to, k > 0 ? (double)k : 2);
	if (m->learner->binary)
		put(to, "\nlabel 1 0");
	for (size_t c = 0; c < k; c++) {
		put(to, c == 0 ? "\nlabel " : " ");
		put_number(to, (double)c + 1);
	}
	put(to, "\nnr_feature ");
	put_number(to, (double)m->n);
	put(to, "\nbias 1\nw\n");
	for (size_t j = 0; j <= m->n; j++) {
		if (k == 0) {
			put_number(to, j < m->n ? m->feature[j].weight : m->intercept);
			put(to, " ");
		}
		for (size_t c = 0; c < k; c++) {
			put_number(to, j < m->n ? m->class_weight[j * k + c]
						: m->class_intercept[c]);
			put(to, " ");
		}
		put(to, "\n");
	}
}

void
model_export(
    const struct model *m, const struct step *step, int language, struct sink *to)
{
	bool binary = m->learner->binary;
	bool counts = m->loss.name != NULL && strcmp(m->loss.name, "poisson") == 0;

	if (m->fm != NULL)
		die(EXIT_DATA, "crosses by factors are not exported (csv-predict has "
			       "them)");
	if (language == LIBLINEAR && m->net == NULL && !counts) {
		export_liblinear(m, to);
		return;
	}
	if (language == LIBLINEAR)
		die(EXIT_DATA, "liblinear has no networks and no counts, so the model "
			       "is not exported");
	if (language == PMML && m->net == NULL && strcmp(step->op->name, "ovr") != 0) {
		model_export_pmml(m, counts, to);
		return;
	}
	if (m->net != NULL || m->nclass > 0)
		die(EXIT_DATA,
		    "a model of the kind %s has more than one score, and is not "
		    "exported",
		    step->op->name);
	(language == AWK    ? export_awk
	    : language == C ? export_c
			    : export_sql)(m, binary, counts, to);
}
