/*
 * elementary.h - exp, log and their kin, the same bits on every machine
 *
 * The C library picks its exp and log by processor (with or without fused
 * multiply-add), so its last bit depends on where a program runs.  Results of
 * ours may not.  These use only +, -, *, / and comparisons of doubles, in a fixed
 * order, and are within 1 ulp of the true value.
 *
 * Special cases as in C99 Annex F: exp(-inf) = 0, log(0) = -inf, log(x < 0) =
 * NaN, NaN in gives NaN out.
 */
#ifndef BASE_ELEMENTARY_H
#define BASE_ELEMENTARY_H

double elementary_exp(double x);
double elementary_expm1(double x);
double elementary_log(double x);
double elementary_log1p(double x);

/* 1 / (1 + exp(-z)), without overflow for any z. */
double elementary_sigmoid(double z);

/* log(1 + exp(z)), without overflow for any z. */
double elementary_softplus(double z);

/*
 * sin(2 pi t) and cos(2 pi t) for 0 <= t < 1: turns, of which eighths are exact, so 1/4
 * gives 1 and 0.  Within 2 ulp.
 */
double elementary_sin_turn(double t);
double elementary_cos_turn(double t);

#endif
