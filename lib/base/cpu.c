/*
 * cpu.c - see cpu.h
 */
#define _GNU_SOURCE /* sched_getaffinity(), which POSIX does not have */
#include "base/cpu.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One more than the level; 0: not found yet.  Whoever finds it finds the same. */
static atomic_int found;

static enum cpu_level
level_of_processor(void)
{
#if CPU_HAS_AVX2
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma") &&
	    __builtin_cpu_supports("pclmul"))
		return CPU_LEVEL_AVX2;
#endif
#ifdef __SSE2__
	return CPU_LEVEL_SSE2;
#else
	return CPU_LEVEL_PLAIN;
#endif
}

static enum cpu_level
level_find(void)
{
	static const char *const names[] = { "plain", "sse2", "avx2" };
	enum cpu_level level = level_of_processor();
	const char *wish = getenv("CSVLEARN_CPU");

	for (int i = 0; wish != NULL && i < (int)level; i++)
		if (strcmp(wish, names[i]) == 0)
			return (enum cpu_level)i;
	return level;
}

enum cpu_level
cpu_level(void)
{
	int known = atomic_load_explicit(&found, memory_order_relaxed);

	if (known == 0) {
		known = 1 + (int)level_find();
		atomic_store_explicit(&found, known, memory_order_relaxed);
	}
	return (enum cpu_level)(known - 1);
}

/* taskset(1), cgroups and batch systems leave a process fewer than there are. */
size_t
cpu_count(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
#ifdef __linux__
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		n = CPU_COUNT(&set);
#endif
	return n > 0 ? (size_t)n : 1;
}
