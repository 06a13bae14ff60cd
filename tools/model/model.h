/*
 * model.h - the parts of csv-model
 *
 *	model.c    options, main; printing, comparing, counting
 *	terms.c    a model as a list of its numbers
 *	export.c   a model as a program in another language
 *	pmml.c     a model as PMML
 *	import.c   a model from a table of weights
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "op/predict.h"
#include "run/recipe.h"
#include "run/report.h"

/* A number that was learnt: of what, and to which class or unit it leads. */
struct term {
	struct str from, to; /* from empty: an intercept; to empty: there is one score */
	double x;
};

struct terms {
	size_t n, room;
	struct term *term;
	bool several; /* scores or units: to is not empty */
	struct arena mem;
};

/* In the order of the state, intercepts first; names belong to the model and to t. */
void terms_make(struct terms *t, const struct model *m);
void terms_free(struct terms *t);

/* The last step of a state; ends the process where that is no model. */
const struct model *model_read(
    struct recipe *r, struct state *st, const char *path, const struct step **step);

/* `language` is a word of EXPORTS. */
#define EXPORTS "awk|c|sql|liblinear|pmml"
void model_export(
    const struct model *m, const struct step *step, int language, struct sink *to);

/* A model without a net, and not ovr; counts: its link is exp. */
void model_export_pmml(const struct model *m, bool counts, struct sink *to);

struct importing {
	const char *model, *label;   /* its kind, and the column it predicts */
	const char *names, *weights; /* columns of the table */
};

/* All of the program from there on; returns its status. */
int model_import(struct common *c, const struct importing *i);

#endif
