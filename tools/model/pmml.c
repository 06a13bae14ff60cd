/*
 * pmml.c - a linear model as PMML 4.4, the XML of the Data Mining Group
 *
 * A RegressionModel, with a RegressionTable for each class; of a logistic one the table
 * of the negative class is empty.  Data are the prepared features, all of them numbers.
 * What several logistic scores of ovr become is no normalisation of PMML's that all
 * readers agree on, so the caller refuses them.
 */
#include <string.h>

#include "base/num.h"
#include "model.h"

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

/* key="text"; what XML would read as markup, or fold to a blank, is escaped. */
static void
put_attribute(struct sink *to, const char *key, struct str text)
{
	static const struct {
		char c;
		const char *by;
	} escape[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" },
		{ '"', "&quot;" }, { '\n', "&#10;" }, { '\r', "&#13;" },
		{ '\t', "&#9;" } };

	put(to, " ");
	put(to, key);
	put(to, "=\"");
	for (size_t i = 0; i < text.n; i++) {
		size_t k = 0, n = sizeof(escape) / sizeof(escape[0]);

		while (k < n && escape[k].c != text.p[i])
			k++;
		if (k < n)
			put(to, escape[k].by);
		else if ((unsigned char)text.p[i] < ' ')
			die(EXIT_DATA, "a name holds a control character, which XML "
				       "cannot");
		else
			sink_write(to, text.p + i, 1);
	}
	put(to, "\"");
}

static struct str
class_name(const struct model *m, size_t c)
{
	return m->nclass > 0 ? m->class[c] : c == 0 ? STR("1") : STR("0");
}

static void
put_dictionary(const struct model *m, size_t k, struct sink *to)
{
	put(to, "  <DataDictionary>\n    <DataField");
	put_attribute(to, "name", m->label);
	if (k == 0)
		put(to, " optype=\"continuous\" dataType=\"double\"/>\n");
	else
		put(to, " optype=\"categorical\" dataType=\"string\">\n");
	for (size_t c = 0; c < k; c++) {
		put(to, "      <Value");
		put_attribute(to, "value", class_name(m, c));
		put(to, "/>\n");
	}
	put(to, k > 0 ? "    </DataField>\n" : "");
	for (size_t j = 0; j < m->n; j++) {
		put(to, "    <DataField");
		put_attribute(to, "name", m->feature[j].name);
		put(to, " optype=\"continuous\" dataType=\"double\"/>\n");
	}
	put(to, "  </DataDictionary>\n");
}

/* The target and the features; a missing feature is an error to us. */
static void
put_schema(const struct model *m, struct sink *to)
{
	put(to, "    <MiningSchema>\n      <MiningField");
	put_attribute(to, "name", m->label);
	put(to, " usageType=\"target\"/>\n");
	for (size_t j = 0; j < m->n; j++) {
		put(to, "      <MiningField");
		put_attribute(to, "name", m->feature[j].name);
		put(to, " missingValueTreatment=\"returnInvalid\"/>\n");
	}
	put(to, "    </MiningSchema>\n");
}

/* Class c of k; of a binary model the second class scores 0. */
static void
put_table(const struct model *m, size_t k, size_t c, struct sink *to)
{
	bool zero = m->nclass == 0 && c == 1;

	put(to, "    <RegressionTable intercept=\"");
	put_number(to, zero ? 0 : m->nclass > 0 ? m->class_intercept[c] : m->intercept);
	put(to, "\"");
	if (k > 0)
		put_attribute(to, "targetCategory", class_name(m, c));
	put(to, ">\n");
	for (size_t j = 0; j < m->n && !zero; j++) {
		put(to, "      <NumericPredictor");
		put_attribute(to, "name", m->feature[j].name);
		put(to, " coefficient=\"");
		put_number(to, m->nclass > 0 ? m->class_weight[j * m->nclass + c]
					     : m->feature[j].weight);
		put(to, "\"/>\n");
	}
	put(to, "    </RegressionTable>\n");
}

void
model_export_pmml(const struct model *m, bool counts, struct sink *to)
{
	size_t k = m->nclass > 0 ? m->nclass : m->learner->binary ? 2 : 0;

	put(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\">\n"
		"  <Header><Application name=\"csvlearn\" version=\"" VERSION
		"\"/></Header>\n");
	put_dictionary(m, k, to);
	put(to, "  <RegressionModel functionName=\"");
	put(to, k > 0 ? "classification" : "regression");
	put(to, "\" normalizationMethod=\"");
	put(to, m->nclass > 0 ? "softmax" : k > 0 ? "logit" : counts ? "exp" : "none");
	put(to, "\">\n");
	put_schema(m, to);
	for (size_t c = 0; c < (k > 0 ? k : 1); c++)
		put_table(m, k, c, to);
	put(to, "  </RegressionModel>\n</PMML>\n");
}
