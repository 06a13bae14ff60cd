/*
 * epochs.c - learning by epochs: networks, and linear models by small steps
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "run/report.h"
#include "table/list.h"
#include "train.h"

enum { LAYERS_MOST = 100, UNITS_MOST = 65536 };

#define AT(field) offsetof(struct by_epochs, field)

const struct opt options_epochs[] = {
	{ 0, "hidden", OPT_TEXT, AT(hidden), "N[,N...]",
	    "with mlp: the units of each hidden layer", 0, false },
	{ 0, "activation", OPT_WORD, AT(activation), "relu|leaky_relu|tanh|sigmoid",
	    "with mlp: what hidden units do (default relu)", 0, false },
	{ 0, "optimizer", OPT_WORD, AT(rule), "sgd|momentum|adagrad|rmsprop|adam",
	    "learn by batches (default: adam for mlp; others: not by batches)", 0,
	    false },
	{ 0, "learning-rate", OPT_REAL, AT(rate), "X",
	    "how far a step goes (default 0.001 for adam and rmsprop, else 0.01)", 0,
	    false },
	{ 0, "schedule", OPT_WORD, AT(schedule), "constant|inverse|cosine",
	    "how the rate goes on from epoch to epoch (default constant)", 0, false },
	{ 0, "batch", OPT_COUNT, AT(batch), "N", "rows for a step (default 128)", 1,
	    false },
	{ 0, "epochs", OPT_COUNT, AT(epochs), "N",
	    "how often to go through all rows, at most (default 50)", 1, false },
	{ 0, "factors", OPT_COUNT, AT(factors), "D",
	    "with fm: crosses of features by D numbers each (default 8)", 1, false },
	{ 0, "candidates", OPT_COUNT, AT(candidates), "N",
	    "with mlp, of many classes: in each step draw N to be told from", 1, false },
	{ 0, "dropout", OPT_REAL, AT(dropout), "P",
	    "with mlp: leave out this share of hidden units from each row", 0, false },
	{ 0, "embed", OPT_TEXTS, AT(embed), "COL:D",
	    "with mlp: the levels of the one-hot column COL as D numbers each", 0,
	    false },
	{ 0, "embed-file", OPT_TEXT, AT(embed_file), "FILE",
	    "write these numbers as a table", 0, true },
	{ 0, "batch-norm", OPT_FLAG, AT(normal), NULL,
	    "with mlp: normalise the scores of hidden units over 32 rows each", 0,
	    false },
	{ 0, "freeze", OPT_TEXT, AT(freeze), "N[,N...]",
	    "with --init: these layers stay as they are there, 1 is the first", 0,
	    false },
	{ 0, "clip-norm", OPT_REAL, AT(clip), "X", "cut longer gradients down to X", 0,
	    false },
	{ 0, "valid", OPT_TEXT, AT(valid), "FILE",
	    "rows held out: stop when their loss no longer falls", 0, false },
	{ 0, "patience", OPT_COUNT, AT(patience), "N",
	    "with --valid: after so many epochs without a better one (default 5)", 1,
	    false },
	{ 0, "log-file", OPT_TEXT, AT(log), "FILE", "write a row for each epoch", 0,
	    true },
	{ 's', "seed", OPT_SEED, AT(seed), "N",
	    "other first weights, orders of rows and dropped units (default 1)", 0,
	    false },
	{ 0 },
};

/* ---- what is asked for ---- */

static bool
is_mlp(const struct train *t)
{
	return t->model != NULL && strcmp(t->model, "mlp") == 0;
}

bool
epochs_wanted(const struct train *t)
{
	return is_mlp(t) || t->epochs.rule >= 0;
}

/* A list of whole numbers from 1 to most; returns how many there are. */
static size_t
counts_parse(
    const char *option, const char *text, size_t most, const char *wanted, size_t **count)
{
	struct list l = { 0 };
	struct err e;
	double x;

	*count = NULL;
	if (text == NULL)
		return 0;
	if (!list_parse(&l, str_of(text), ',', &e))
		tool_usage("%s: %s", option, e.msg);
	*count = mem_alloc(l.n, sizeof(**count));
	for (size_t i = 0; i < l.n; i++) {
		struct str s = l.item[i].text;
		struct shown buf;

		if (num_parse(s.p, s.n, &x) != NUM_OK || x < 1 || x > (double)most ||
		    x != floor(x) || l.n > LAYERS_MOST)
			tool_usage("%s: \"%s\" is not %s", option, shown(&buf, s.p, s.n),
			    wanted);
		(*count)[i] = (size_t)x;
	}
	size_t n = l.n;
	list_free(&l);
	return n;
}

/* The units of --hidden; returns how many layers there are. */
static size_t
hidden_parse(const char *text, size_t **hidden)
{
	return counts_parse("--hidden", text, UNITS_MOST,
	    "a number of units, 1 to 65536, for each of up to 100 layers", hidden);
}

/* Marks the layers of --freeze. */
static void
freeze_parse(const struct train *t, struct net *net)
{
	size_t *layer,
	    n = counts_parse("--freeze", t->epochs.freeze, net->nlayer,
		"the number of a layer", &layer),
	    left = 0;

	for (size_t i = 0; i < n; i++)
		net->layer[layer[i] - 1].frozen = true;
	for (size_t i = 0; i < net->nlayer; i++)
		left += !net->layer[i].frozen;
	if (left == 0)
		tool_usage("--freeze %s: no layer is left to learn", t->epochs.freeze);
	free(layer);
}

void
epochs_check(const struct train *t)
{
	const struct by_epochs *b = &t->epochs;
	size_t *hidden;

	if (is_mlp(t) && b->hidden == NULL)
		tool_usage("--model mlp wants --hidden, the units of its hidden layers");
	if (!is_mlp(t) && (b->hidden != NULL || b->activation >= 0 || b->dropout > 0 ||
			      b->normal || b->freeze != NULL))
		tool_usage("--hidden, --activation, --dropout, --batch-norm and "
			   "--freeze go with --model mlp");
	embed_check(t);
	if (b->candidates > 0 &&
	    (!is_mlp(t) || t->loss == NULL || strcmp(t->loss, "softmax") != 0 ||
		b->embed.n > 0 || t->labels.n > 1))
		tool_usage("--candidates goes with --model mlp --loss softmax, and not "
			   "with --embed or several labels");
	if (b->freeze != NULL && t->init == NULL)
		tool_usage("--freeze keeps layers of --init: say which model that is");
	if (b->normal && b->batch < 2)
		tool_usage("--batch-norm wants a --batch of 2 rows at least");
	hidden_parse(b->hidden, &hidden);
	free(hidden);
	if (!epochs_wanted(t) && !fm_wanted(t) &&
	    ((b->rate > 0 && !t->one_pass) || b->schedule >= 0 || b->clip > 0 ||
		b->valid != NULL || b->log != NULL))
		tool_usage("--learning-rate, --schedule, --clip-norm, --valid and "
			   "--log-file go with --optimizer or --model mlp or fm");
	if (b->dropout >= 1)
		tool_usage("--dropout is a share below 1");
	if (epochs_wanted(t) && t->l1 > 0)
		tool_usage("--l1 makes no weights 0 by batches: leave --optimizer out");
	if (t->model != NULL && strcmp(t->model, "ovr") == 0 && b->rule >= 0)
		tool_usage("--optimizer: not with --model ovr (use softmax)");
	if (b->rule >= 0 && t->chosen_loss.name != NULL && !is_mlp(t))
		tool_usage("--optimizer: not with --loss %s", t->loss);
	if (b->log != NULL && t->common.output != NULL &&
	    strcmp(b->log, t->common.output) == 0)
		tool_usage("--log-file %s: the model goes there", b->log);
}

/* ---- learning ---- */

static enum net_loss
loss_of(const struct learner *l)
{
	return l->sets      ? NET_MULTILABEL
	       : l->classes ? NET_SOFTMAX
	       : l->binary  ? NET_LOGISTIC
			    : NET_SQUARED;
}

static struct descent
descent_of(const struct train *t, const struct trainset *set,
    const struct trainset *valid, const struct training *chosen)
{
	const struct by_epochs *b = &t->epochs;
	struct descent d = { .rule = b->rule >= 0 ? (enum rule)b->rule : ADAM,
		.schedule = b->schedule >= 0 ? (enum schedule)b->schedule : CONSTANT,
		.rate = b->rate,
		.l2 = chosen->l2,
		.clip = b->clip,
		.batch = b->batch,
		.epochs = b->epochs,
		.patience = b->patience,
		.seed = b->seed,
		.candidates = b->candidates,
		.train = &set->matrix,
		.valid = valid != NULL ? &valid->matrix : NULL };

	if (d.rate == 0)
		d.rate = d.rule == ADAM || d.rule == RMSPROP ? 0.001 : 0.01;
	return d;
}

/* A net without hidden layers is weights. */
static void
weights_of(const struct net *t, struct weights *w, size_t n)
{
	const struct layer *l = &t->layer[0];

	for (size_t c = 0; c < n; c++) {
		weights_start(&w[c], l->in);
		w[c].intercept = t->parameter[l->bias + c];
		for (size_t j = 0; j < l->in; j++)
			w[c].beta[j] = t->parameter[l->weight + j * l->stride + c];
	}
}

/* The same the other way round. */
static void
weights_to(struct net *t, const struct weights *w, size_t n)
{
	const struct layer *l = &t->layer[0];

	for (size_t c = 0; c < n; c++) {
		t->parameter[l->bias + c] = (real)w[c].intercept;
		for (size_t j = 0; j < l->in; j++)
			t->parameter[l->weight + j * l->stride + c] = (real)w[c].beta[j];
	}
}

static void
outcome_note(const struct course *c, const struct descent *d, struct weights *w)
{
	w->iterations = c->epoch[c->n - 1].steps;
	w->objective = d->valid != NULL ? c->epoch[c->best].valid_loss
					: c->epoch[c->best].train_loss;
}

/* As it is before the first step, but for --init. */
static void
net_begin(struct net *net, const struct train *t, const struct learner *l,
    const struct trainset *set, uint64_t seed, const char *file)
{
	const struct by_epochs *b = &t->epochs;
	size_t *hidden, n = hidden_parse(b->hidden, &hidden), inputs, runs;
	struct embed_run *run;

	runs = embed_runs(t, set, file, &run);
	inputs = net_embed_inputs(set->matrix.ncol, run, runs);
	net_make(net, inputs, hidden, n, l->classes ? set->class.n : 1,
	    b->activation >= 0 ? (enum activation)b->activation : RELU, loss_of(l));
	net->dropout = b->dropout;
	freeze_parse(t, net);
	net_start(net, seed);
	if (b->normal)
		net_normalise(net);
	if (runs > 0)
		net_embed(net, set->matrix.ncol, run, runs, seed + 1);
	free(hidden);
	free(run);
}

/* The net over the features themselves. */
static struct net *
net_plain(struct net *net)
{
	struct net *plain;

	if (net->embed == NULL)
		return net;
	plain = mem_alloc(1, sizeof(*plain));
	net_embed_fold(net, plain);
	net_free(net);
	free(net);
	return plain;
}

struct net *
epochs_learn(const struct train *t, const struct learner *l, const struct trainset *set,
    const struct trainset *valid, const struct even *even, const struct training *chosen,
    const char *file, struct weights *w)
{
	struct descent d = descent_of(t, set, valid, chosen);
	size_t outputs = l->classes ? set->class.n : 1, n;
	struct net *net = mem_alloc(1, sizeof(*net));
	struct telling telling = { .verbose = t->common.verbose,
		.constant = constant_loss(&set->matrix, loss_of(l), outputs) };
	struct course course = { 0 };
	struct err e;
	bool good;

	if (d.candidates >= outputs)
		die(EXIT_DATA,
		    "%s: --candidates %zu of %zu classes would save nothing: leave it "
		    "out",
		    file, d.candidates, outputs);
	d.even = *even;
	net_begin(net, t, l, set, d.seed, file);
	n = net->nlayer - 1;
	telling.layers = net->nlayer;
	good = learner_check(&set->matrix, &e);
	if (good)
		net_start_constant(net, &set->matrix);
	if (t->init != NULL && n > 0)
		init_net(t, set, net);
	if (chosen->init != NULL && n == 0)
		weights_to(net, chosen->init, outputs);
	log_open(&telling, t->epochs.log);
	good = good && descend(net, &d, &course, epoch_tell, &telling, &e);
	log_close(&telling);
	net_fold(net);
	if (!good)
		learning_refuse(t, w, set, file, &e);
	if (!t->common.quiet)
		course_tell(&course, telling.constant);
	if (n == 0)
		weights_of(net, w, outputs);
	else
		weights_start(w, set->matrix.ncol);
	outcome_note(&course, &d, w);
	course_free(&course);
	if (n > 0) {
		embed_write(t, set, net);
		return net_plain(net);
	}
	net_free(net);
	free(net);
	return NULL;
}
