/*
 * net_part_avx2.c - net_part.h with vectors of 8 floats
 */
#include "model/net_part.h"

#if CPU_HAS_AVX2
#define LOOPS CPU_AVX2
#define PART net_part_avx2
#include "model/net_loops.h"
#endif
