/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ASSURANCE_OSCAL_TREE_H
#define ENTENTE_ASSURANCE_OSCAL_TREE_H

/* Private to assurance/: trees of JSON made out of other trees, and the steps of resolving a
 * profile. Nothing is changed in place: what is new shares what stays. */

#include "assurance/oscal.h"
#include "base/array.h"
#include "base/map.h"

/* A list of the items (an Array of JsonValue). */
JsonValue tree_list(const Array *items);

/* The object with a member in the place of that name, or at its end; an empty list takes the
 * member away. O(members). */
JsonValue tree_with(Arena *arena, const JsonValue *object, const char *name, JsonValue value);

/* What is done for a control, in the order of the catalog. */
typedef void (*ControlVisit)(void *context, const JsonValue *control);

/* Visits every control of the object, at any depth: a control before those in it, and the
 * controls of an object before its groups. O(the object). */
void tree_each_control(const JsonValue *object, ControlVisit visit, void *context);

/* Adds the items of a list that is a member of the object. */
void tree_add_items(Array *items, const JsonValue *object, const char *name);

/* Adds those that `items` lacks, told by all that is in them. */
void tree_add_new_items(Arena *arena, Array *items, const JsonValue *object, const char *name);

/* Whether `id` fits the object's `with-ids` or `matching`. */
bool select_names(const JsonValue *selection, Text id);

/* What an import, or an insertion, selects of a catalog: the catalog with the chosen controls
 * alone; a control that is not chosen is replaced by what is chosen in it, and groups without
 * controls are gone. `with_parents`: what stands around a chosen control is chosen as well, unless
 * it is excluded. O(controls * selections). */
JsonValue select_controls(Arena *arena, const JsonValue *directive, const JsonValue *catalog,
                          bool with_parents);

/* Puts what the imports select together as `merge` says (NULL: not at all): an object with
 * `controls` and `groups`. `selections` is an Array of JsonValue. */
JsonValue merge_selections(Arena *arena, const JsonValue *merge, const Array *selections);

/* Whether `merge` keeps the groups and parents of the catalogs. */
bool merge_is_as_is(const JsonValue *merge);

/* `modify` of a profile, and what of it had no effect. */
typedef struct Modification {
    Arena *arena;
    Text file;                 /* of the profile */
    const JsonValue *settings; /* set-parameters */
    size_t setting_count;
    const JsonValue *alters;
    size_t alter_count;
    Map *setting_ids; /* to the first of that id */
    Map *alter_ids;
    bool *setting_used;
    bool *alter_used;
    Error *error;
    bool is_refused;
} Modification;

Modification modification_new(Arena *arena, const OscalDocument *profile, Error *error);

/* The catalog with its controls altered and parameters set. False with an error where an addition
 * does not say where it goes. */
MUST_CHECK bool modify_catalog(Modification *modification, const JsonValue *catalog,
                               JsonValue *modified);
JsonValue modify_parameter(Modification *modification, const JsonValue *parameter);

/* What was set or altered and is not there, a line each. */
void modification_notes(const Modification *modification, Array *notes);

/* Keeps parameters outside controls, and resources, that something in the result points at.
 * `sources` are the imported catalogs, whole. */
JsonValue keep_referenced(Modification *modification, const OscalDocument *profile, bool is_as_is,
                          const Array *sources, const JsonValue *catalog);

#endif
