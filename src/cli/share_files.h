/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_SHARE_FILES_H
#define ENTENTE_CLI_SHARE_FILES_H

/* Private to cli/: files, pipes and keys of the commands about sealed files. */

#include "base/file.h"
#include "cli/cli.h"
#include "service/service.h"

/* Reads a file of keys, or opens a key in a token (PKCS #11 URI); those with a kid of their own
 * keep it, others get the name of their file. A passphrase comes from the environment,
 * ENTENTE_PASSPHRASE, and so does a PIN, ENTENTE_PIN. */
MUST_CHECK bool share_read_key(Arena *arena, Text place, KeyRing *ring, Error *error);
/* The same for every value of an option. */
MUST_CHECK bool share_read_keys(Arena *arena, const Arguments *arguments, const char *option,
                                KeyRing *ring, Error *error);

/* The passphrase of the environment, or empty. */
Text share_passphrase(void);
/* The PIN of the environment, or empty. */
Text share_pin(void);

/* A file, or standard input for `-`. */
typedef struct ShareInput {
    DescriptorStream stream;
    bool is_file;
    uint64_t size; /* of a regular file */
} ShareInput;
MUST_CHECK bool share_input_open(Text path, ShareInput *input, Error *error);
void share_input_close(ShareInput *input);

/* A file that is whole or is not there, or standard output for `-`. */
typedef struct ShareOutput {
    DescriptorStream stream;
    FileOutput file;
    bool is_file;
} ShareOutput;
MUST_CHECK bool share_output_begin(Arena *arena, Text path, ShareOutput *output, Error *error);
/* `is_good`: what was written is whole. False where it is not, or cannot be kept. */
MUST_CHECK bool share_output_end(ShareOutput *output, bool is_good, Error *error);

#endif
