/* A row loop over two arrays: one product of the uniformized chain in gather form, as often as asked. The baseline of the bench.
   In: file with int64 rows, int64 entries, int32 start[rows + 1], int32 source[entries], double weight[entries], double stay[rows]. argv: file, products.
   Out: nanoseconds for each entry and diagonal, and the sum of the last vector. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void *get(FILE *f, size_t n, size_t size) {
  void *p = malloc(n * size);
  if (!p || fread(p, size, n, f) != n) exit(1);
  return p;
}

int main(int argc, char **argv) {
  FILE *f = argc > 2 ? fopen(argv[1], "rb") : NULL;
  if (!f) return 1;
  int64_t *size = get(f, 2, 8);
  int64_t rows = size[0], entries = size[1];
  int32_t *start = get(f, rows + 1, 4), *source = get(f, entries, 4);
  double *weight = get(f, entries, 8), *stay = get(f, rows, 8);
  double *now = calloc(rows, 8), *next = calloc(rows, 8);
  long products = atol(argv[2]);
  now[0] = 1;
  struct timespec a, b;
  clock_gettime(CLOCK_MONOTONIC, &a);
  for (long n = 0; n < products; n++) {
    for (int64_t j = 0; j < rows; j++) {
      double sum = stay[j] * now[j];
      for (int32_t e = start[j]; e < start[j + 1]; e++) sum += weight[e] * now[source[e]];
      next[j] = sum;
    }
    double *t = now;
    now = next;
    next = t;
  }
  clock_gettime(CLOCK_MONOTONIC, &b);
  double ns = (b.tv_sec - a.tv_sec) * 1e9 + (b.tv_nsec - a.tv_nsec), sum = 0;
  for (int64_t j = 0; j < rows; j++) sum += now[j] * (j % 7);
  printf("%.6f %.17g\n", ns / products / (entries + rows), sum);
  return 0;
}
