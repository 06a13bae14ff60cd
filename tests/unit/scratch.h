/*
 * scratch.h - a folder of its own for a unit test, and files in it
 *
 * scratch_enter() makes the folder and goes there; scratch_leave() removes it with all
 * files in it, one level of folders deep.
 */
#ifndef TESTS_UNIT_SCRATCH_H
#define TESTS_UNIT_SCRATCH_H

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char scratch_folder[] = "/tmp/csvlearn-test.XXXXXX";

__attribute__((unused)) static void
scratch_need(bool done, const char *what)
{
	if (!done) {
		printf("Bail out! cannot %s\n", what);
		exit(1);
	}
}

__attribute__((unused)) static void
scratch_enter(void)
{
	scratch_need(mkdtemp(scratch_folder) != NULL, "make a folder in /tmp");
	scratch_need(chdir(scratch_folder) == 0, "enter it");
}

/* How many files are in the folder, hidden ones too. */
__attribute__((unused)) static int
folder_count(const char *folder)
{
	DIR *d = opendir(folder);
	int n = 0;

	scratch_need(d != NULL, "read a folder");
	for (struct dirent *f = readdir(d); f != NULL; f = readdir(d))
		n += strcmp(f->d_name, ".") != 0 && strcmp(f->d_name, "..") != 0;
	closedir(d);
	return n;
}

__attribute__((unused)) static void
folder_empty(const char *folder, int depth)
{
	DIR *d = opendir(folder);
	char path[1024];

	scratch_need(d != NULL, "read a folder");
	for (struct dirent *f = readdir(d); f != NULL; f = readdir(d)) {
		if (strcmp(f->d_name, ".") == 0 || strcmp(f->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, f->d_name);
		if (unlink(path) != 0 && depth > 0)
			folder_empty(path, depth - 1);
		rmdir(path);
	}
	closedir(d);
}

__attribute__((unused)) static void
scratch_leave(void)
{
	folder_empty(scratch_folder, 1);
	scratch_need(
	    chdir("/") == 0 && rmdir(scratch_folder) == 0, "remove the folder in /tmp");
}

__attribute__((unused)) static void
file_write(const char *path, const void *p, size_t n)
{
	FILE *f = fopen(path, "w");

	scratch_need(
	    f != NULL && fwrite(p, 1, n, f) == n && fclose(f) == 0, "write a file");
}

/* Its bytes, *n of them, to be freed; NULL when there is none. */
__attribute__((unused)) static char *
file_read(const char *path, size_t *n)
{
	FILE *f = fopen(path, "r");
	struct stat size;
	char *p;

	if (f == NULL)
		return NULL;
	scratch_need(fstat(fileno(f), &size) == 0, "see a file");
	p = malloc((size_t)size.st_size + 1);
	scratch_need(p != NULL, "get memory");
	*n = fread(p, 1, (size_t)size.st_size, f);
	fclose(f);
	return p;
}

__attribute__((unused)) static bool
file_holds(const char *path, const void *p, size_t n)
{
	size_t size = 0;
	char *bytes = file_read(path, &size);
	bool same = bytes != NULL && size == n && memcmp(bytes, p, n) == 0;

	free(bytes);
	return same;
}

#endif
