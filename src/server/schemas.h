/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_SCHEMAS_H
#define ENTENTE_SERVER_SCHEMAS_H

/* Private to server/: what bodies look like, for the OpenAPI document. Documents that commands
 * write as well are described where the commands are (docs/). */

#include <stddef.h>

#include "base/json.h"

/* A member of an object: its name with `?` at its end where it may be left out. */
typedef struct SchemaMember {
    const char *name; /* NULL ends */
    const char *type; /* a JSON type, a schema's name, or "[]" and one of them */
} SchemaMember;

typedef struct Schema {
    const char *name;
    const char *media;
    const char *meaning;
    const SchemaMember *members; /* NULL: any object, or text where the media are no JSON */
} Schema;

size_t schema_count(void);
const Schema *schema_at(size_t index);
/* NULL where there is none. */
const Schema *schema_find(const char *name);

/* Adds the JSON schema as a member of the open object. */
void schema_add(JsonWriter *json, const Schema *schema);

#endif
