/*
 * sample_decimal_avx2.c - the loops of sample_decimal.c for AVX2; n a multiple of 4
 */
#include "base/cpu.h"
#include "stat/sample_chunk.h"

#if CPU_HAS_AVX2

#include <immintrin.h>

/* What does not fit becomes -2^31, and is that only where x says so too. */
CPU_AVX2 bool
decimals_of_avx2(const double *x, size_t n, double power, int32_t *w)
{
	__m256d scale = _mm256_set1_pd(power), good = _mm256_cmp_pd(scale, scale, 0);

	for (size_t i = 0; i < n; i += 4) {
		__m256d v = _mm256_loadu_pd(x + i);
		__m128i whole = _mm256_cvtpd_epi32(_mm256_mul_pd(v, scale));
		__m256d back = _mm256_div_pd(_mm256_cvtepi32_pd(whole), scale);

		good = _mm256_and_pd(good, _mm256_cmp_pd(back, v, _CMP_EQ_OQ));
		_mm_storeu_si128((__m128i *)(w + i), whole);
	}
	return _mm256_movemask_pd(good) == 0xf;
}

CPU_AVX2 void
decimals_read_avx2(const int32_t *w, size_t n, double power, double *x)
{
	__m256d scale = _mm256_set1_pd(power);

	for (size_t i = 0; i < n; i += 4) {
		__m128i whole = _mm_loadu_si128((const __m128i *)(w + i));

		_mm256_storeu_pd(x + i, _mm256_div_pd(_mm256_cvtepi32_pd(whole), scale));
	}
}

#else

bool
decimals_of_avx2(const double *x, size_t n, double power, int32_t *w)
{
	(void)x, (void)n, (void)power, (void)w;
	return false;
}

void
decimals_read_avx2(const int32_t *w, size_t n, double power, double *x)
{
	(void)w, (void)n, (void)power, (void)x;
}

#endif
