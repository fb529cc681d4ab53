/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/oscal_model.h"

#include "base/array.h"
#include "base/map.h"

/* The models of OSCAL 1.2.0 to 1.2.3 as their JSON schemas state them (NIST, public domain): a line
 * for each object, `NAME: MEMBER MEMBER ...`. What one of these releases takes is in them; STRVALUE
 * is what 1.2.0 calls a value. A member is
 *
 *     name[=xml][@.^~][+][!?]:type[{word,word}]
 *
 * xml is its element or attribute, where that has another name, or several parted by `|`; `@` is an
 * attribute, `.` the text of the element, `^` a list in an element of its own, `~` blocks of text
 * without an element around them; `+` is a list of one or more, `!` must be there, `?` in XML
 * alone, since the JSON schemas lost it beside a choice. Elements stand in this order. A type is a
 * letter (TYPES below) or the
 * `#name` of an object. `one(a|b)` asks for exactly one of them, `most(a|b)` for one at most. */
static const char *const LINES[] = {
    /* ---- metadata and back matter ---- */
    "metadata: title!:m published:d last-modified!:d version!:s oscal-version!:s "
    "revisions=revision^+:#revision document-ids=document-id+:#document-id props=prop+:#prop "
    "links=link+:#link roles=role+:#role locations=location+:#location parties=party+:#party "
    "responsible-parties=responsible-party+:#responsible-party actions=action+:#action remarks:M",
    "revision: title:m published:d last-modified:d version!:s oscal-version:s props=prop+:#prop "
    "links=link+:#link remarks:M",
    "document-id: scheme@:U identifier.!:s",
    "role: id@!:t title!:m short-name:s description:M props=prop+:#prop links=link+:#link "
    "remarks:M",
    "location: uuid@!:u title:m address:#address email-addresses=email-address+:e "
    "telephone-numbers=telephone-number+:#telephone-number urls=url+:U props=prop+:#prop "
    "links=link+:#link remarks:M",
    "party: uuid@?:u type@?:s{person,organization} name:s short-name:s "
    "external-ids=external-id+:#external-id props=prop+:#prop links=link+:#link "
    "email-addresses=email-address+:e telephone-numbers=telephone-number+:#telephone-number "
    "addresses=address+:#address location-uuids=location-uuid+:u "
    "member-of-organizations=member-of-organization+:u remarks:M most(addresses|location-uuids)",
    "external-id: scheme@!:U id.!:s",
    "telephone-number: type@:s number.!:s",
    "address: type@:t addr-lines=addr-line+:s city:s state:s postal-code:s country:s",
    "responsible-party: role-id@!:t party-uuids=party-uuid+!:u props=prop+:#prop links=link+:#link "
    "remarks:M",
    "responsible-role: role-id@!:t props=prop+:#prop links=link+:#link party-uuids=party-uuid+:u "
    "remarks:M",
    "action: uuid@!:u date@:d type@!:t system@!:U props=prop+:#prop links=link+:#link "
    "responsible-parties=responsible-party+:#responsible-party remarks:M",
    "prop: name@!:t uuid@:u ns@:U value@!:s class@:t group@:t remarks:M",
    "link: href@!:r rel@:t media-type@:s resource-fragment@:s text:m",
    "back-matter: resources=resource+:#resource",
    "resource: uuid@!:u title:m description:M props=prop+:#prop "
    "document-ids=document-id+:#document-id citation:#citation rlinks=rlink+:#rlink base64:#base64 "
    "remarks:M",
    "citation: text!:m props=prop+:#prop links=link+:#link",
    "rlink: href@!:r media-type@:s hashes=hash+:#hash",
    "hash: algorithm@!:s value.!:s",
    "base64: filename@:t media-type@:s value.!:B",
    "nothing:",

    /* ---- catalogs ---- */
    "catalog: uuid@!:u metadata!:#metadata params=param+:#param controls=control+:#control "
    "groups=group+:#group back-matter:#back-matter",
    "group: id@:t class@:t title!:m params=param+:#param props=prop+:#prop links=link+:#link "
    "parts=part+:#part groups=group+:#group controls=control+:#control most(groups|controls)",
    "control: id@!:t class@:t title!:m params=param+:#param props=prop+:#prop links=link+:#link "
    "parts=part+:#part controls=control+:#control",
    "part: id@:t name@!:t ns@:U class@:t title:m props=prop+:#prop prose~:M parts=part+:#part "
    "links=link+:#link",
    "param: id@?:t class@:t depends-on@:t props=prop+:#prop links=link+:#link label:m usage:M "
    "constraints=constraint+:#constraint guidelines=guideline+:#guideline values=value+:s "
    "select:#select remarks:M most(values|select)",
    "constraint: description:M tests=test+:#test",
    "test: expression!:s remarks:M",
    "guideline: prose~!:M",
    "select: how-many@:t{one,one-or-more} choice+:m",

    /* ---- profiles ---- */
    "profile: uuid@!:u metadata!:#metadata imports=import+!:#import merge:#merge modify:#modify "
    "back-matter:#back-matter",
    "import: href@?:r include-all:#nothing include-controls+:#select-controls "
    "exclude-controls+:#select-controls one(include-all|include-controls)",
    "select-controls: with-child-controls@:t{yes,no} with-ids=with-id+:t matching+:#matching",
    "matching: pattern@:s remarks:M",
    "merge: combine:#combine flat:#nothing as-is:b custom:#custom one(flat|as-is|custom)",
    "combine: method@:s{use-first,merge,keep}",
    "custom: groups=group+:#profile-group insert-controls+:#insert-controls",
    "profile-group: id@:t class@:t title!:m params=param+:#param props=prop+:#prop "
    "links=link+:#link parts=part+:#part groups=group+:#profile-group "
    "insert-controls+:#insert-controls most(groups|insert-controls)",
    "insert-controls: order@:t{keep,ascending,descending} include-all:#nothing "
    "include-controls+:#select-controls exclude-controls+:#select-controls "
    "one(include-all|include-controls)",
    "modify: set-parameters=set-parameter+:#profile-parameter alters=alter+:#alter",
    "profile-parameter: param-id@?:t class@:t depends-on@:t props=prop+:#prop links=link+:#link "
    "label:m usage:M constraints=constraint+:#constraint guidelines=guideline+:#guideline "
    "values=value+:s select:#select most(values|select)",
    "alter: control-id@!:t removes=remove+:#remove adds=add+:#add",
    "remove: by-name@:t by-class@:t by-id@:t by-item-name@:t{param,prop,link,part,mapping,map} "
    "by-ns@:U remarks:M",
    "add: position@:t{before,after,starting,ending} by-id@:t title:m params=param+:#param "
    "props=prop+:#prop links=link+:#link parts=part+:#part",

    /* ---- implementations ---- */
    "system-component=component: uuid@!:u type@!:s title!:m description!:M purpose:m "
    "props=prop+:#prop links=link+:#link status!:#component-status "
    "responsible-roles=responsible-role+:#responsible-role protocols=protocol+:#protocol remarks:M",
    "component-status: state@!:t{under-development,operational,disposition,other} remarks:M",
    "protocol: uuid@:u name@:s title:m port-ranges=port-range+:#port-range",
    "port-range: start@:i end@:i transport@:t{TCP,UDP} remarks:M",
    "implementation-status: state@!:t remarks:M",
    "system-user: uuid@!:u title:m short-name:s description:M props=prop+:#prop links=link+:#link "
    "role-ids=role-id+:t authorized-privileges=authorized-privilege+:#privilege remarks:M",
    "privilege: title!:m description:M functions-performed=function-performed+!:s",
    "inventory-item: uuid@!:u description!:M props=prop+:#prop links=link+:#link "
    "responsible-parties=responsible-party+:#responsible-party "
    "implemented-components=implemented-component+:#implemented-component remarks:M",
    "implemented-component: component-uuid@!:u props=prop+:#prop links=link+:#link "
    "responsible-parties=responsible-party+:#responsible-party remarks:M",
    "set-parameter: param-id@!:t values=value+!:s remarks:M",
    "system-id: identifier-type@:U id.!:s",

    /* ---- component definitions ---- */
    "component-definition: uuid@!:u metadata!:#metadata "
    "import-component-definitions=import-component-definition+:#reference "
    "components=component+:#defined-component capabilities=capability+:#capability "
    "back-matter:#back-matter",
    "reference: href@!:r remarks:M",
    "defined-component: uuid@!:u type@!:s title!:m description!:M purpose:m props=prop+:#prop "
    "links=link+:#link responsible-roles=responsible-role+:#responsible-role "
    "protocols=protocol+:#protocol "
    "control-implementations=control-implementation+:#component-implementation remarks:M",
    "capability: uuid@!:u name@!:s description!:M props=prop+:#prop links=link+:#link "
    "incorporates-components=incorporates-component+:#incorporates-component "
    "control-implementations=control-implementation+:#component-implementation remarks:M",
    "incorporates-component: component-uuid@!:u description!:M",
    "component-implementation: uuid@!:u source@!:r description!:M props=prop+:#prop "
    "links=link+:#link set-parameters=set-parameter+:#set-parameter "
    "implemented-requirements=implemented-requirement+!:#component-requirement",
    "component-requirement: uuid@!:u control-id@!:t description!:M props=prop+:#prop "
    "links=link+:#link set-parameters=set-parameter+:#set-parameter "
    "responsible-roles=responsible-role+:#responsible-role "
    "statements=statement+:#component-statement remarks:M",
    "component-statement: statement-id@!:t uuid@!:u description!:M props=prop+:#prop "
    "links=link+:#link responsible-roles=responsible-role+:#responsible-role remarks:M",

    /* ---- system security plans ---- */
    "system-security-plan: uuid@!:u metadata!:#metadata import-profile!:#reference "
    "system-characteristics!:#system-characteristics "
    "system-implementation!:#system-implementation control-implementation!:#control-implementation "
    "back-matter:#back-matter",
    "system-characteristics: system-ids=system-id+!:#system-id system-name!:s system-name-short:s "
    "description!:M props=prop+:#prop links=link+:#link date-authorized:D "
    "security-sensitivity-level:s system-information!:#system-information "
    "security-impact-level:#security-impact-level status!:#system-status "
    "authorization-boundary!:#described-diagrams network-architecture:#described-diagrams "
    "data-flow:#described-diagrams responsible-parties=responsible-party+:#responsible-party "
    "remarks:M",
    "system-information: props=prop+:#prop links=link+:#link "
    "information-types=information-type+!:#information-type",
    "information-type: uuid@:u title!:m description!:M "
    "categorizations=categorization+:#categorization "
    "props=prop+:#prop links=link+:#link confidentiality-impact:#impact integrity-impact:#impact "
    "availability-impact:#impact",
    "categorization: system@!:U information-type-ids=information-type-id+:s",
    "impact: props=prop+:#prop links=link+:#link base!:s selected:s adjustment-justification:M",
    "security-impact-level: security-objective-confidentiality!:s security-objective-integrity!:s "
    "security-objective-availability!:s",
    "system-status: "
    "state@!:s{operational,under-development,under-major-modification,disposition,other} remarks:M",
    "described-diagrams: description!:M props=prop+:#prop links=link+:#link "
    "diagrams=diagram+:#diagram remarks:M",
    "diagram: uuid@!:u description:M props=prop+:#prop links=link+:#link caption:m remarks:M",
    "system-implementation: props=prop+:#prop links=link+:#link "
    "leveraged-authorizations=leveraged-authorization+:#leveraged-authorization "
    "users=user+:#system-user components=component+!:#system-component "
    "inventory-items=inventory-item+:#inventory-item remarks:M",
    "leveraged-authorization: uuid@!:u title!:m props=prop+:#prop links=link+:#link party-uuid!:u "
    "date-authorized!:D remarks:M",
    "control-implementation: description!:M set-parameters=set-parameter+:#set-parameter "
    "implemented-requirements=implemented-requirement+!:#implemented-requirement",
    "implemented-requirement: uuid@!:u control-id@!:t props=prop+:#prop links=link+:#link "
    "set-parameters=set-parameter+:#set-parameter "
    "responsible-roles=responsible-role+:#responsible-role statements=statement+:#statement "
    "by-components=by-component+:#by-component remarks:M",
    "statement: statement-id@!:t uuid@!:u props=prop+:#prop links=link+:#link "
    "responsible-roles=responsible-role+:#responsible-role "
    "by-components=by-component+:#by-component remarks:M",
    "by-component: component-uuid@!:u uuid@!:u description!:M props=prop+:#prop links=link+:#link "
    "set-parameters=set-parameter+:#set-parameter implementation-status:#implementation-status "
    "export:#export inherited+:#inherited satisfied+:#satisfied "
    "responsible-roles=responsible-role+:#responsible-role remarks:M",
    "export: description:M props=prop+:#prop links=link+:#link provided+:#provided "
    "responsibilities=responsibility+:#responsibility remarks:M",
    "provided: uuid@!:u description!:M props=prop+:#prop links=link+:#link "
    "responsible-roles=responsible-role+:#responsible-role remarks:M",
    "responsibility: uuid@!:u provided-uuid@:u description!:M props=prop+:#prop links=link+:#link "
    "responsible-roles=responsible-role+:#responsible-role remarks:M",
    "inherited: uuid@!:u provided-uuid@:u description!:M props=prop+:#prop links=link+:#link "
    "responsible-roles=responsible-role+:#responsible-role",
    "satisfied: uuid@!:u responsibility-uuid@:u description!:M props=prop+:#prop links=link+:#link "
    "responsible-roles=responsible-role+:#responsible-role remarks:M",

    /* ---- what assessments have in common ---- */
    "local-objective: control-id@!:t description:M props=prop+:#prop links=link+:#link "
    "parts=part+!:#part remarks:M",
    "activity: uuid@!:u title:m description!:M props=prop+:#prop links=link+:#link "
    "steps=step+:#step related-controls:#reviewed-controls "
    "responsible-roles=responsible-role+:#responsible-role remarks:M",
    "step: uuid@!:u title:m description!:M props=prop+:#prop links=link+:#link "
    "reviewed-controls:#reviewed-controls responsible-roles=responsible-role+:#responsible-role "
    "remarks:M",
    "task: uuid@!:u type@!:t title!:m description:M props=prop+:#prop links=link+:#link "
    "timing:#timing dependencies=dependency+:#task-reference tasks=task+:#task "
    "associated-activities=associated-activity+:#associated-activity "
    "subjects=subject+:#assessment-subject responsible-roles=responsible-role+:#responsible-role "
    "remarks:M",
    "timing: on-date:#on-date within-date-range:#date-range at-frequency:#frequency "
    "one(on-date|within-date-range|at-frequency)",
    "on-date: date@!:d remarks:M",
    "date-range: start@!:d end@!:d remarks:M",
    "frequency: period@!:p unit@!:s{seconds,minutes,hours,days,months,years} remarks:M",
    "task-reference: task-uuid@!:u remarks:M",
    "associated-activity: activity-uuid@!:u props=prop+:#prop links=link+:#link "
    "responsible-roles=responsible-role+:#responsible-role subjects=subject+!:#assessment-subject "
    "remarks:M",
    "reviewed-controls: description:M props=prop+:#prop links=link+:#link "
    "control-selections=control-selection+!:#control-selection "
    "control-objective-selections=control-objective-selection+:#objective-selection remarks:M",
    "control-selection: description:M props=prop+:#prop links=link+:#link include-all:#nothing "
    "include-controls=include-control+:#selected-control "
    "exclude-controls=exclude-control+:#selected-control remarks:M "
    "one(include-all|include-controls)",
    "selected-control: control-id@!:t statement-ids=statement-id+:t",
    "objective-selection: description:M props=prop+:#prop links=link+:#link include-all:#nothing "
    "include-objectives=include-objective+:#selected-objective "
    "exclude-objectives=exclude-objective+:#selected-objective remarks:M "
    "one(include-all|include-objectives)",
    "selected-objective: objective-id@!:t remarks:M",
    "assessment-subject: type@?:t description:M props=prop+:#prop links=link+:#link "
    "include-all:#nothing include-subjects=include-subject+:#selected-subject "
    "exclude-subjects=exclude-subject+:#selected-subject remarks:M "
    "one(include-all|include-subjects)",
    "selected-subject: subject-uuid@!:u type@!:t props=prop+:#prop links=link+:#link remarks:M",
    "subject-reference: subject-uuid@!:u type@!:t title:m props=prop+:#prop links=link+:#link "
    "remarks:M",
    "assessment-assets: components=component+:#system-component "
    "assessment-platforms=assessment-platform+!:#assessment-platform",
    "assessment-platform: uuid@!:u title:m props=prop+:#prop links=link+:#link "
    "uses-components=uses-component+:#uses-component remarks:M",
    "uses-component: component-uuid@!:u props=prop+:#prop links=link+:#link "
    "responsible-parties=responsible-party+:#responsible-party remarks:M",
    "assessment-part: uuid@:u name@!:t ns@:U class@:t title:m props=prop+:#prop prose~:M "
    "parts=part+:#assessment-part links=link+:#link",
    "finding: uuid@!:u title!:m description!:M props=prop+:#prop links=link+:#link "
    "origins=origin+:#origin target!:#finding-target implementation-statement-uuid:u "
    "related-observations=related-observation+:#related-observation "
    "related-risks=associated-risk+:#associated-risk remarks:M",
    "finding-target: type@!:s{statement-id,objective-id} target-id@!:t title:m description:M "
    "props=prop+:#prop links=link+:#link status!:#objective-status "
    "implementation-status:#implementation-status remarks:M",
    "objective-status: state@!:t{satisfied,not-satisfied} reason@:t remarks:M",
    "related-observation: observation-uuid@!:u remarks:M",
    "associated-risk: risk-uuid@!:u remarks:M",
    "observation: uuid@!:u title:m description!:M props=prop+:#prop links=link+:#link "
    "methods=method+!:s types=type+:t origins=origin+:#origin subjects=subject+:#subject-reference "
    "relevant-evidence+:#relevant-evidence collected!:d expires:d remarks:M",
    "relevant-evidence: href@:r description!:M props=prop+:#prop links=link+:#link remarks:M",
    "origin: actors=actor+!:#actor related-tasks=related-task+:#related-task",
    "actor: type@!:t{tool,assessment-platform,party} actor-uuid@!:u role-id@:t props=prop+:#prop "
    "links=link+:#link",
    "related-task: task-uuid@!:u props=prop+:#prop links=link+:#link "
    "responsible-parties=responsible-party+:#responsible-party "
    "subjects=subject+:#assessment-subject identified-subject:#identified-subject remarks:M",
    "identified-subject: subject-place"
    "holder-uuid@!:u subjects=subject+!:#assessment-subject",
    "risk: uuid@!:u title!:m description!:M statement!:M props=prop+:#prop links=link+:#link "
    "status!:t origins=origin+:#origin threat-ids=threat-id+:#threat-id "
    "characterizations=characterization+:#characterization "
    "mitigating-factors=mitigating-factor+:#mitigating-factor deadline:d "
    "remediations=response+:#response risk-log:#risk-log "
    "related-observations=related-observation+:#related-observation",
    "threat-id: system@!:U href@:r id.!:U",
    "characterization: props=prop+:#prop links=link+:#link origin!:#origin facets=facet+!:#facet",
    "facet: name@!:t system@!:U value@!:s props=prop+:#prop links=link+:#link remarks:M",
    "mitigating-factor: uuid@!:u implementation-uuid@:u description!:M props=prop+:#prop "
    "links=link+:#link subjects=subject+:#subject-reference",
    "response: uuid@!:u lifecycle@!:t title!:m description!:M props=prop+:#prop links=link+:#link "
    "origins=origin+:#origin required-assets=required-asset+:#required-asset tasks=task+:#task "
    "remarks:M",
    "required-asset: uuid@!:u subjects=subject+:#subject-reference title:m description!:M "
    "props=prop+:#prop links=link+:#link remarks:M",
    "risk-log: entries=entry+!:#risk-entry",
    "risk-entry: uuid@!:u title:m description:M start!:d end:d props=prop+:#prop links=link+:#link "
    "logged-by+:#logged-by status-change:t related-responses=related-response+:#related-response "
    "remarks:M",
    "related-response: response-uuid@!:u props=prop+:#prop links=link+:#link "
    "related-tasks=related-task+:#related-task remarks:M",
    "logged-by: party-uuid@!:u role-id@:t remarks:M",

    /* ---- assessment plans and results ---- */
    "assessment-plan: uuid@!:u metadata!:#metadata import-ssp!:#reference "
    "local-definitions:#plan-definitions terms-and-conditions:#terms "
    "reviewed-controls!:#reviewed-controls "
    "assessment-subjects=assessment-subject+:#assessment-subject "
    "assessment-assets:#assessment-assets tasks=task+:#task back-matter:#back-matter",
    "plan-definitions: components=component+:#system-component "
    "inventory-items=inventory-item+:#inventory-item users=user+:#system-user "
    "objectives-and-methods+:#local-objective activities=activity+:#activity remarks:M",
    "terms: parts=part+:#assessment-part",
    "assessment-results: uuid@!:u metadata!:#metadata import-ap!:#reference "
    "local-definitions:#results-definitions results=result+!:#result back-matter:#back-matter",
    "results-definitions: objectives-and-methods+:#local-objective activities=activity+:#activity "
    "remarks:M",
    "result: uuid@!:u title!:m description!:M start!:d end:d props=prop+:#prop links=link+:#link "
    "local-definitions:#result-definitions reviewed-controls!:#reviewed-controls "
    "attestations=attestation+:#attestation assessment-log:#assessment-log "
    "observations=observation+:#observation risks=risk+:#risk findings=finding+:#finding remarks:M",
    "result-definitions: components=component+:#system-component "
    "inventory-items=inventory-item+:#inventory-item users=user+:#system-user "
    "assessment-assets:#assessment-assets tasks=assessment-task|task+:#task",
    "attestation: responsible-parties=responsible-party+:#responsible-party "
    "parts=part+!:#assessment-part",
    "assessment-log: entries=entry+!:#assessment-entry",
    "assessment-entry: uuid@!:u title:m description:M start!:d end:d props=prop+:#prop "
    "links=link+:#link logged-by+:#logged-by related-tasks=related-task+:#related-task remarks:M",

    /* ---- plans of action ---- */
    "plan-of-action-and-milestones: uuid@!:u metadata!:#metadata import-ssp:#reference "
    "system-id:#system-id local-definitions:#action-definitions "
    "observations=observation+:#observation risks=risk+:#risk findings=finding+:#finding "
    "poam-items=poam-item+!:#poam-item back-matter:#back-matter",
    "action-definitions: components=component+:#system-component "
    "inventory-items=inventory-item+:#inventory-item assessment-assets:#assessment-assets "
    "remarks:M",
    "poam-item: uuid@:u title!:m description!:M props=prop+:#prop links=link+:#link "
    "origins=origin+:#action-origin related-findings=related-finding+:#related-finding "
    "related-observations=related-observation+:#related-observation "
    "related-risks=associated-risk+:#associated-risk remarks:M",
    "action-origin: actors=actor+!:#actor",
    "related-finding: finding-uuid@!:u remarks:M",

    /* ---- mapping collections ---- */
    "mapping-collection: uuid@!:u metadata!:#metadata provenance!:#provenance "
    "mappings=mapping+!:#mapping back-matter:#back-matter",
    "provenance: method@!:s{human,automation,hybrid} "
    "matching-rationale@!:s{syntactic,semantic,functional} "
    "status@!:s{complete,not-complete,draft,deprecated,superseded} confidence-score:#confidence "
    "coverage:#coverage mapping-description!:M "
    "responsible-parties=responsible-party+:#responsible-party props=prop+:#prop links=link+:#link "
    "remarks:M",
    "mapping: uuid@!:u method@:s{human,automation,hybrid} "
    "matching-rationale@:s{syntactic,semantic,functional} "
    "status@:s{complete,not-complete,draft,deprecated,superseded} "
    "source-resource!:#mapped-resource target-resource!:#mapped-resource maps=map+!:#map "
    "props=prop+:#prop links=link+:#link remarks:M mapping-description:M "
    "source-gap-summary:#gap-summary target-gap-summary:#gap-summary confidence-score:#confidence "
    "coverage:#coverage",
    "map: uuid@!:u ns@:U matching-rationale@:s{syntactic,semantic,functional} relationship!:t "
    "sources=source+!:#mapped-item targets=target+!:#mapped-item "
    "qualifiers=qualifier+:#qualifier confidence-score:#confidence coverage:#coverage "
    "props=prop+:#prop links=link+:#link remarks:M",
    "mapped-item: type@!:t{control,statement} id-ref@!:s props=prop+:#prop links=link+:#link "
    "remarks:M",
    "mapped-resource: ns@:U type@!:t href@!:r props=prop+:#prop links=link+:#link remarks:M",
    "qualifier: subject@!:s{source,target,both} predicate@!:s{has-requirement,has-incompatibility} "
    "category@!:s{restricted,addressable,blocked} description!:M remarks:M",
    "gap-summary: uuid@!:u unmapped-controls=unmapped-control+!:#unmapped-control",
    "unmapped-control: with-child-controls@:t{yes,no} match-with-child-controls@:t{yes,no} "
    "with-ids=with-id+:t matching+:#matching match-control-by=match-control+:#match-control "
    "most(with-child-controls|match-with-child-controls) most(matching|match-control-by)",
    "match-control: match-pattern@:s remarks:M",
    "confidence: category:s percentage:n STRVALUE:s most(category|percentage)",
    "coverage: generation-method@:s target-coverage.:n STRVALUE:n one(target-coverage|STRVALUE)",
};

static const char *const ROOTS[] = {
    "catalog",
    "profile",
    "component-definition",
    "system-security-plan",
    "assessment-plan",
    "assessment-results",
    "plan-of-action-and-milestones",
    "mapping-collection",
};

static const struct {
    char letter;
    OscalType type;
} TYPES[] = {
    {'s', OSCAL_STRING},  {'t', OSCAL_TOKEN},     {'u', OSCAL_UUID},     {'d', OSCAL_DATE_TIME},
    {'D', OSCAL_DATE},    {'r', OSCAL_REFERENCE}, {'U', OSCAL_URI},      {'m', OSCAL_LINE},
    {'M', OSCAL_LINES},   {'i', OSCAL_NATURAL},   {'p', OSCAL_POSITIVE}, {'n', OSCAL_NUMBER},
    {'b', OSCAL_BOOLEAN}, {'B', OSCAL_BASE64},    {'e', OSCAL_EMAIL},
};

struct OscalModel {
    OscalObject *objects;
    size_t count;
    Map *names;
};

/* ---- reading the lines ---- */

static bool take(Text *text, char character) {
    if (text->length == 0 || text->bytes[0] != character) {
        return false;
    }
    *text = text_slice(*text, 1, text->length);
    return true;
}

/* The bytes before the first of `stops`. */
static Text take_until(Text *text, const char *stops) {
    size_t length = 0;
    for (; length < text->length; length++) {
        for (const char *stop = stops; *stop != '\0'; stop++) {
            if (text->bytes[length] == *stop) {
                const Text taken = text_slice(*text, 0, length);
                *text = text_slice(*text, length, text->length);
                return taken;
            }
        }
    }
    const Text taken = *text;
    *text = text_slice(*text, length, length);
    return taken;
}

static OscalType type_of(char letter) {
    for (size_t i = 0; i < sizeof(TYPES) / sizeof(TYPES[0]); i++) {
        if (TYPES[i].letter == letter) {
            return TYPES[i].type;
        }
    }
    return OSCAL_STRING;
}

static const Text *split_words(Arena *arena, Text list, char separator, size_t *count) {
    Array words = array_new(arena, sizeof(Text));
    Text word = {0};
    while (text_split(&list, separator, &word)) {
        *(Text *)array_add(&words) = word;
    }
    *count = words.count;
    return ARRAY_ITEMS(Text, &words);
}

static void read_member(Arena *arena, Text text, OscalMember *member) {
    member->name = take_until(&text, "=@.^~+!?:");
    member->xml = take(&text, '=') ? take_until(&text, "@.^~+!?:") : member->name;
    member->place = take(&text, '@')   ? OSCAL_ATTRIBUTE
                    : take(&text, '.') ? OSCAL_CONTENT
                    : take(&text, '^') ? OSCAL_WRAPPED
                    : take(&text, '~') ? OSCAL_BLOCKS
                                       : OSCAL_ELEMENT;
    member->is_list = take(&text, '+');
    member->is_required = take(&text, '!');
    member->is_required_in_xml = take(&text, '?');
    (void)take(&text, ':');
    if (take(&text, '#')) {
        member->type = OSCAL_OBJECT;
        member->object_name = text;
        return;
    }
    member->type = type_of(text.bytes[0]);
    text = text_slice(text, 1, text.length);
    if (take(&text, '{')) {
        member->words =
            split_words(arena, text_slice(text, 0, text.length - 1), ',', &member->word_count);
    }
}

/* one(a|b) or most(a|b). */
static bool read_choice(Arena *arena, Text text, Array *choices) {
    const bool is_one = text_starts_with(text, TEXT("one("));
    if (!is_one && !text_starts_with(text, TEXT("most("))) {
        return false;
    }
    OscalChoice *choice = array_add(choices);
    (void)take_until(&text, "(");
    choice->is_required = is_one;
    choice->names =
        split_words(arena, text_slice(text, 1, text.length - 1), '|', &choice->name_count);
    return true;
}

static void read_line(Arena *arena, Text line, OscalObject *object) {
    Array members = array_new(arena, sizeof(OscalMember));
    Array choices = array_new(arena, sizeof(OscalChoice));
    Text word = {0};
    object->name = take_until(&line, "=:");
    (void)take_until(&line, ":");
    (void)take(&line, ':');
    while (text_split(&line, ' ', &word)) {
        if (!text_is_empty(word) && !read_choice(arena, word, &choices)) {
            read_member(arena, word, array_add(&members));
        }
    }
    object->members = ARRAY_ITEMS(OscalMember, &members);
    object->member_count = members.count;
    object->choices = ARRAY_ITEMS(OscalChoice, &choices);
    object->choice_count = choices.count;
}

const OscalModel *oscal_model_new(Arena *arena) {
    OscalModel *model = ARENA_NEW(arena, OscalModel);
    model->count = sizeof(LINES) / sizeof(LINES[0]);
    model->objects = ARENA_MANY(arena, OscalObject, model->count);
    model->names = map_new(arena);
    for (size_t i = 0; i < model->count; i++) {
        read_line(arena, text_from(LINES[i]), &model->objects[i]);
        (void)map_add(model->names, model->objects[i].name, i);
    }
    return model;
}

const OscalObject *oscal_object(const OscalModel *model, Text name) {
    size_t index = 0;
    return map_find(model->names, name, &index) ? &model->objects[index] : NULL;
}

const OscalObject *oscal_root(const OscalModel *model, Text name) {
    for (size_t i = 0; i < sizeof(ROOTS) / sizeof(ROOTS[0]); i++) {
        if (text_equals(name, text_from(ROOTS[i]))) {
            return oscal_object(model, name);
        }
    }
    return NULL;
}

const OscalMember *oscal_member(const OscalObject *object, Text name) {
    for (size_t i = 0; i < object->member_count; i++) {
        if (text_equals(object->members[i].name, name)) {
            return &object->members[i];
        }
    }
    return NULL;
}

/* The first name of an object that is nowhere; empty where there is none. */
static Text missing_member(const OscalModel *model, const OscalObject *object) {
    for (size_t i = 0; i < object->member_count; i++) {
        const OscalMember *member = &object->members[i];
        if (member->type == OSCAL_OBJECT && oscal_object(model, member->object_name) == NULL) {
            return member->object_name;
        }
    }
    return (Text){0};
}

static Text missing_choice(const OscalObject *object) {
    for (size_t i = 0; i < object->choice_count; i++) {
        for (size_t j = 0; j < object->choices[i].name_count; j++) {
            if (oscal_member(object, object->choices[i].names[j]) == NULL) {
                return object->choices[i].names[j];
            }
        }
    }
    return (Text){0};
}

bool oscal_model_is_whole(const OscalModel *model, Text *missing) {
    *missing = (Text){0};
    for (size_t i = 0; i < model->count && text_is_empty(*missing); i++) {
        *missing = missing_member(model, &model->objects[i]);
        if (text_is_empty(*missing)) {
            *missing = missing_choice(&model->objects[i]);
        }
    }
    return text_is_empty(*missing);
}
