/*
 * cpu.h - what this processor can do, so that a loop may have a faster twin
 *
 * A module that gains from wide instructions keeps a version of its loop for each
 * level, each in a small file of its own (csv_scan_avx2.c beside csv_scan.c), and
 * picks one here.  All versions give the same bytes: the level changes how long a
 * run takes and nothing else, which tests hold by running at each of them.
 *
 * CSVLEARN_CPU=plain|sse2|avx2 in the environment lowers the level, for those tests;
 * it cannot raise it above what the processor has.
 *
 * Functions of the AVX2 level carry CPU_AVX2; CPU_HAS_AVX2 is 1 where they compile.
 */
#ifndef BASE_CPU_H
#define BASE_CPU_H

#include <stddef.h>

enum cpu_level {
	CPU_LEVEL_PLAIN, /* C, any processor */
	CPU_LEVEL_SSE2,  /* every x86-64 */
	CPU_LEVEL_AVX2   /* AVX2, BMI1, BMI2, FMA and PCLMUL: x86-64 since 2013 */
};

#if defined(__x86_64__) && defined(__GNUC__)
#define CPU_HAS_AVX2 1
#define CPU_AVX2 __attribute__((target("avx2,bmi,bmi2,fma,pclmul")))
#else
#define CPU_HAS_AVX2 0
#endif

/* Any thread may ask; the answer is found once. */
enum cpu_level cpu_level(void);

/* How many processors this process may run on; at least 1. */
size_t cpu_count(void);

#endif
