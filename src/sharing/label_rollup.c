/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/label_words.h"

/* What a roll-up does with each label in turn, and why. */
typedef struct RollUp {
    Arena *arena;
    const Label *labels;
    size_t count;
    Label *whole;
    Array rules; /* of LabelRule */
} RollUp;

static const struct {
    LabelSet set;
    LabelRule rule;
} UNITED[] = {
    {LABEL_CONTROLS,
     {LABEL_WORD("dissemination controls of every part stand on the whole"),
      LABEL_WORD("ISM.XML, ISM-ID-00067 (ORCON), ISM-ID-00068 (IMCON)"), true}},
    {LABEL_FOREIGN,
     {LABEL_WORD("foreign government information of any part is named on the whole"),
      LABEL_WORD("ISM.XML, ISM-ID-00065"), true}},
    {LABEL_COMPARTMENTS,
     {LABEL_WORD("compartments of every part stand on the whole"),
      LABEL_WORD("ADatP-4774.1, restrictive categories unite"), false}},
    {LABEL_PROGRAMMES,
     {LABEL_WORD("special access programmes of every part stand on the whole"),
      LABEL_WORD("ADatP-4774.1, restrictive categories unite"), false}},
    {LABEL_ATOMIC,
     {LABEL_WORD("atomic energy markings of every part stand on the whole"),
      LABEL_WORD("ADatP-4774.1, restrictive categories unite"), false}},
    {LABEL_CUI,
     {LABEL_WORD("categories of CUI of every part stand on the whole"),
      LABEL_WORD("32 CFR 2002.20"), false}},
    {LABEL_ADMINISTRATIVE,
     {LABEL_WORD("informative categories are kept"),
      LABEL_WORD("ADatP-4774.1, informative categories"), false}},
};

static void add_rule(RollUp *work, LabelRule rule) {
    LabelRule *place = array_add(&work->rules);
    *place = rule;
}

static void unite(RollUp *work, LabelSet set) {
    for (size_t i = 0; i < work->count; i++) {
        const LabelValues *values = &work->labels[i].sets[set];
        for (size_t j = 0; j < values->count; j++) {
            label_add(work->arena, work->whole, set, values->items[j]);
        }
    }
}

static void unite_all(RollUp *work) {
    for (size_t i = 0; i < sizeof UNITED / sizeof UNITED[0]; i++) {
        unite(work, UNITED[i].set);
        if (work->whole->sets[UNITED[i].set].count > 0) {
            add_rule(work, UNITED[i].rule);
        }
    }
}

/* ---- policy and level ---- */

/* Parts of one policy keep it; U.S. information with that of others is U.S. and names them. */
static bool choose_policy(RollUp *work, Error *error) {
    bool is_same = true;
    bool has_us = false;
    for (size_t i = 0; i < work->count; i++) {
        is_same = is_same && text_equals(work->labels[i].policy, work->labels[0].policy);
        has_us = has_us || text_equals(work->labels[i].policy, TEXT("US"));
    }
    if (!is_same && !has_us) {
        return error_set(error, ERROR_INVALID,
                         "labels of %.*s and of others have no rule for a common label here",
                         TEXT_ARGS(work->labels[0].policy));
    }
    work->whole->policy = is_same ? work->labels[0].policy : TEXT("US");
    for (size_t i = 0; !is_same && i < work->count; i++) {
        if (!text_equals(work->labels[i].policy, TEXT("US"))) {
            label_add(work->arena, work->whole, LABEL_FOREIGN, work->labels[i].policy);
        }
    }
    return true;
}

static void choose_level(RollUp *work) {
    for (size_t i = 0; i < work->count; i++) {
        const Label *label = &work->labels[i];
        work->whole->level = label->level > work->whole->level ? label->level : work->whole->level;
        work->whole->is_cui = work->whole->is_cui || label->is_cui;
    }
    if (text_equals(work->whole->policy, TEXT("US")) && work->whole->level == LABEL_RESTRICTED) {
        work->whole->level = LABEL_CONFIDENTIAL;
        add_rule(work, (LabelRule){TEXT("RESTRICTED of others is held as CONFIDENTIAL"),
                                   TEXT("32 CFR 2001.55"), false});
    }
    add_rule(work, (LabelRule){TEXT("the highest classification of any part"),
                               TEXT("ISM.XML, ISM-ID-00056, ISM-ID-00058"), true});
}

/* ---- owners ---- */

static void choose_owners(RollUp *work) {
    bool all_joint = true;
    for (size_t i = 0; i < work->count; i++) {
        all_joint = all_joint && work->labels[i].is_joint;
    }
    if (all_joint) {
        work->whole->is_joint = true;
        unite(work, LABEL_OWNERS);
        return;
    }
    for (size_t i = 0; i < work->count; i++) {
        const LabelValues *owners = &work->labels[i].sets[LABEL_OWNERS];
        for (size_t j = 0; j < owners->count; j++) {
            if (!text_equals(owners->items[j], label_owner_code(work->whole))) {
                label_add(work->arena, work->whole, LABEL_FOREIGN, owners->items[j]);
            }
        }
    }
}

/* ---- release ---- */

/* Only what is classified, or controlled, narrows a release. */
static bool narrows(const Label *label) {
    return label->level > LABEL_UNCLASSIFIED || label->is_cui || label->is_release_limited ||
           label->is_no_foreign || label->sets[LABEL_DISPLAYABLE].count > 0 ||
           label_has(&label->sets[LABEL_CONTROLS], TEXT("RELIDO"));
}

static bool is_released_by_all(const RollUp *work, LabelSet set, Text code) {
    for (size_t i = 0; i < work->count; i++) {
        if (narrows(&work->labels[i]) && !label_has(&work->labels[i].sets[set], code)) {
            return false;
        }
    }
    return true;
}

static void intersect(RollUp *work, LabelSet set) {
    for (size_t i = 0; i < work->count; i++) {
        const LabelValues *values = &work->labels[i].sets[set];
        for (size_t j = 0; j < values->count; j++) {
            if (is_released_by_all(work, set, values->items[j])) {
                label_add(work->arena, work->whole, set, values->items[j]);
            }
        }
    }
}

/* Whether a list of the release names somebody beside the owner. */
static bool names_others(const Label *label) {
    const LabelValues *values = &label->sets[LABEL_RELEASABLE];
    return values->count > (label_has(values, label_owner_code(label)) ? 1U : 0U);
}

static void forbid_release(RollUp *work, LabelRule rule) {
    work->whole->sets[LABEL_RELEASABLE] = (LabelValues){0};
    work->whole->sets[LABEL_DISPLAYABLE] = (LabelValues){0};
    work->whole->is_release_limited = true;
    work->whole->is_no_foreign = text_equals(work->whole->policy, TEXT("US"));
    add_rule(work, rule);
}

static void drop_relido(RollUp *work) {
    Label kept = *work->whole;
    const LabelValues controls = kept.sets[LABEL_CONTROLS];
    kept.sets[LABEL_CONTROLS] = (LabelValues){0};
    for (size_t i = 0; i < controls.count; i++) {
        if (!text_equals(controls.items[i], TEXT("RELIDO"))) {
            label_add(work->arena, &kept, LABEL_CONTROLS, controls.items[i]);
        }
    }
    *work->whole = kept;
}

static void choose_release(RollUp *work) {
    bool any_no_foreign = false;
    bool any_limited = false;
    bool all_limited = true;
    for (size_t i = 0; i < work->count; i++) {
        const Label *label = &work->labels[i];
        any_no_foreign = any_no_foreign || label->is_no_foreign;
        any_limited = any_limited || label->is_release_limited;
        all_limited = all_limited && (label->is_release_limited || !narrows(label));
    }
    if (any_no_foreign) {
        forbid_release(work, (LabelRule){TEXT("NOFORN of any part is NOFORN of the whole"),
                                         TEXT("ISM.XML, ISM-ID-00088"), true});
        drop_relido(work);
    } else if (any_limited && !all_limited) {
        add_rule(work, (LabelRule){TEXT("a classified part that is not released to anybody keeps "
                                        "REL TO off the whole"),
                                   TEXT("ISM.XML, ISM-ID-00088"), true});
    } else if (any_limited) {
        work->whole->is_release_limited = true;
        intersect(work, LABEL_RELEASABLE);
        intersect(work, LABEL_DISPLAYABLE);
        add_rule(work, (LabelRule){TEXT("released to those to whom every part is"),
                                   TEXT("ADatP-4774.1, permissive categories intersect"), false});
        if (!names_others(work->whole)) {
            forbid_release(work, (LabelRule){TEXT("no common releasee: released to nobody else"),
                                             TEXT("ADatP-4774.1, permissive categories intersect"),
                                             false});
            drop_relido(work);
        }
    }
}

static void choose_context(RollUp *work) {
    for (size_t i = 0; i < work->count; i++) {
        if (work->labels[i].sets[LABEL_CONTEXT].count > 0) {
            intersect(work, LABEL_CONTEXT);
        }
        if (work->labels[i].sets[LABEL_ONLY].count > 0) {
            intersect(work, LABEL_ONLY);
        }
    }
}

bool label_roll_up(Arena *arena, const Label *labels, size_t count, Label *whole,
                   const LabelRule **rules, size_t *rule_count, Error *error) {
    RollUp work = {arena, labels, count, whole, array_new(arena, sizeof(LabelRule))};
    *whole = (Label){0};
    if (count == 0) {
        return error_set(error, ERROR_INVALID, "there are no labels to roll up");
    }
    if (!choose_policy(&work, error)) {
        return false;
    }
    choose_level(&work);
    choose_owners(&work);
    unite_all(&work);
    choose_release(&work);
    choose_context(&work);
    *rules = ARRAY_ITEMS(LabelRule, &work.rules);
    *rule_count = work.rules.count;
    return label_check(whole, error);
}
