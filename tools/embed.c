/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a C source that holds the files of a folder, taken in by the assembler as they stand:
 *   embed OUTPUT.c FOLDER DEPENDENCIES
 * `-` for FOLDER holds none. The list is in the order of the names' bytes, so that the same files
 * give the same source. DEPENDENCIES is a makefile that says which files were taken in. A part of
 * the build: it needs POSIX and nothing of the project. */
#define _XOPEN_SOURCE 700
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES_MAX = 256, NAME_MAX_BYTES = 1024, DEPTH_MAX = 8 };

typedef struct FileList {
    char *names[FILES_MAX]; /* below the folder, "assets/index.js" */
    size_t count;
} FileList;

static bool complain(const char *what, const char *name) {
    (void)fprintf(stderr, "embed: %s `%s`: %s\n", what, name, strerror(errno));
    return false;
}

/* A quote or a backslash would end the assembler's text early. */
static bool is_plain(const char *name) {
    return strpbrk(name, "\"\\\n") == NULL;
}

static bool add_file(FileList *list, const char *name) {
    if (list->count == FILES_MAX || !is_plain(name)) {
        errno = EINVAL;
        return complain("too many files, or a name it cannot take, at", name);
    }
    list->names[list->count] = strdup(name);
    return list->names[list->count++] != NULL;
}

static bool add_folder(FileList *list, const char *root, const char *below, int depth);

static bool add_entry(FileList *list, const char *root, const char *below, const char *entry,
                      int depth) {
    char name[NAME_MAX_BYTES];
    char path[2 * NAME_MAX_BYTES];
    struct stat about;
    (void)snprintf(name, sizeof name, "%s%s%s", below, below[0] == '\0' ? "" : "/", entry);
    (void)snprintf(path, sizeof path, "%s/%s", root, name);
    if (stat(path, &about) != 0) {
        return complain("cannot look at", path);
    }
    return S_ISDIR(about.st_mode) ? add_folder(list, root, name, depth + 1) : add_file(list, name);
}

static bool add_folder(FileList *list, const char *root, const char *below, int depth) {
    char path[2 * NAME_MAX_BYTES];
    bool is_done = depth <= DEPTH_MAX;
    (void)snprintf(path, sizeof path, "%s/%s", root, below);
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return complain("cannot open", path);
    }
    for (struct dirent *entry = readdir(folder); is_done && entry != NULL;
         entry = readdir(folder)) {
        is_done = entry->d_name[0] == '.' || add_entry(list, root, below, entry->d_name, depth);
    }
    (void)closedir(folder);
    return is_done;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool write_bytes(FILE *out, const char *root, const char *name, size_t index) {
    (void)fprintf(out,
                  "__asm__(\".section .rodata\\n.balign 16\\n.global console_bytes_%zu\\n\"\n"
                  "        \".hidden console_bytes_%zu\\nconsole_bytes_%zu:\\n\"\n"
                  "        \".incbin \\\"%s/%s\\\"\\n.byte 0\\n.previous\\n\");\n"
                  "extern const char console_bytes_%zu[];\n",
                  index, index, index, root, name, index);
    return ferror(out) == 0;
}

static bool write_entry(FILE *out, const char *root, const char *name, size_t index) {
    char path[2 * NAME_MAX_BYTES];
    struct stat about;
    (void)snprintf(path, sizeof path, "%s/%s", root, name);
    if (stat(path, &about) != 0) {
        return complain("cannot look at", path);
    }
    (void)fprintf(out, "    {{\"/%s\", %zu}, {console_bytes_%zu, %lld}},\n", name, strlen(name) + 1,
                  index, (long long)about.st_size);
    return ferror(out) == 0;
}

static bool write_source(FILE *out, const char *root, const FileList *list) {
    bool is_done = fputs("/* SPDX-License-Identifier: Apache-2.0 */\n"
                         "/* Made by tools/embed. */\n"
                         "#include \"server/console.h\"\n\n",
                         out) >= 0;
    for (size_t i = 0; is_done && i < list->count; i++) {
        is_done = write_bytes(out, root, list->names[i], i);
    }
    (void)fputs("\nconst ConsoleFile CONSOLE_FILES[] = {\n", out);
    for (size_t i = 0; is_done && i < list->count; i++) {
        is_done = write_entry(out, root, list->names[i], i);
    }
    /* An array has at least one element. */
    (void)fprintf(out, "    {{\"\", 0}, {\"\", 0}},\n};\nconst size_t CONSOLE_FILE_COUNT = %zu;\n",
                  list->count);
    return is_done && ferror(out) == 0;
}

static bool write_dependencies(FILE *out, const char *target, const char *root,
                               const FileList *list) {
    (void)fprintf(out, "%s:", target);
    for (size_t i = 0; i < list->count; i++) {
        (void)fprintf(out, " %s/%s", root, list->names[i]);
    }
    (void)fputs("\n", out);
    return ferror(out) == 0;
}

int main(int count, char **words) {
    static FileList list;
    if (count != 4) {
        (void)fputs("usage: embed OUTPUT.c FOLDER|- DEPENDENCIES\n", stderr);
        return 2;
    }
    if (strcmp(words[2], "-") != 0 && !add_folder(&list, words[2], "", 0)) {
        return 1;
    }
    qsort(list.names, list.count, sizeof list.names[0], compare_names);
    FILE *source = fopen(words[1], "w");
    FILE *dependencies = fopen(words[3], "w");
    if (source == NULL || dependencies == NULL) {
        (void)complain("cannot write", words[source == NULL ? 1 : 3]);
        return 1;
    }
    const bool is_written = write_source(source, words[2], &list) &&
                            write_dependencies(dependencies, words[1], words[2], &list);
    const bool is_kept = fclose(source) == 0;
    return fclose(dependencies) == 0 && is_kept && is_written ? 0 : 1;
}
