-- SPDX-License-Identifier: Apache-2.0
-- The tables of a workspace (docs/formats.md). Each has a row for a line of its CSV file, in the
-- order of "position", each cell as it was written; "other" holds as JSON what stands in columns
-- that are not here. The same text serves every engine.

-- The files of the workspace. Of a table: its columns in their order, as they stand in the file,
-- and, where the file is written otherwise than Entente would, the file itself, with the digest
-- of what Entente would have written. Of any other file: its bytes.
CREATE TABLE "file" (
    "name" TEXT PRIMARY KEY,
    "columns" TEXT NOT NULL DEFAULT '',
    "digest" TEXT NOT NULL DEFAULT '',
    "content" BYTEA
);

CREATE TABLE "workspace" (
    "position" BIGINT PRIMARY KEY,
    "key" TEXT NOT NULL DEFAULT '',
    "value" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "party" (
    "position" BIGINT PRIMARY KEY,
    "id" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT '',
    "country" TEXT NOT NULL DEFAULT '',
    "parent" TEXT NOT NULL DEFAULT '',
    "latitude" TEXT NOT NULL DEFAULT '',
    "longitude" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "status" (
    "position" BIGINT PRIMARY KEY,
    "party" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT '',
    "value" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "agreement" (
    "position" BIGINT PRIMARY KEY,
    "id" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "agreement_party" (
    "position" BIGINT PRIMARY KEY,
    "agreement" TEXT NOT NULL DEFAULT '',
    "party" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "item" (
    "position" BIGINT PRIMARY KEY,
    "id" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT '',
    "unit" TEXT NOT NULL DEFAULT '',
    "value_usd" TEXT NOT NULL DEFAULT '',
    "origin" TEXT NOT NULL DEFAULT '',
    "sensitivity" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "attribute" (
    "position" BIGINT PRIMARY KEY,
    "item" TEXT NOT NULL DEFAULT '',
    "attribute" TEXT NOT NULL DEFAULT '',
    "value" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "component" (
    "position" BIGINT PRIMARY KEY,
    "item" TEXT NOT NULL DEFAULT '',
    "component" TEXT NOT NULL DEFAULT '',
    "quantity" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "activity" (
    "position" BIGINT PRIMARY KEY,
    "id" TEXT NOT NULL DEFAULT '',
    "site" TEXT NOT NULL DEFAULT '',
    "item" TEXT NOT NULL DEFAULT '',
    "capacity" TEXT NOT NULL DEFAULT '',
    "cost_usd" TEXT NOT NULL DEFAULT '',
    "lead_days" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "stock" (
    "position" BIGINT PRIMARY KEY,
    "site" TEXT NOT NULL DEFAULT '',
    "item" TEXT NOT NULL DEFAULT '',
    "quantity" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "lane" (
    "position" BIGINT PRIMARY KEY,
    "from_site" TEXT NOT NULL DEFAULT '',
    "to_site" TEXT NOT NULL DEFAULT '',
    "item" TEXT NOT NULL DEFAULT '',
    "transit_days" TEXT NOT NULL DEFAULT '',
    "capacity" TEXT NOT NULL DEFAULT '',
    "cost_usd" TEXT NOT NULL DEFAULT '',
    "end_use" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "transfer" (
    "position" BIGINT PRIMARY KEY,
    "exporter" TEXT NOT NULL DEFAULT '',
    "consignee" TEXT NOT NULL DEFAULT '',
    "item" TEXT NOT NULL DEFAULT '',
    "fact" TEXT NOT NULL DEFAULT '',
    "value" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "programme" (
    "position" BIGINT PRIMARY KEY,
    "id" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT '',
    "owner" TEXT NOT NULL DEFAULT '',
    "need_by" TEXT NOT NULL DEFAULT '',
    "end_use" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "demand" (
    "position" BIGINT PRIMARY KEY,
    "programme" TEXT NOT NULL DEFAULT '',
    "site" TEXT NOT NULL DEFAULT '',
    "item" TEXT NOT NULL DEFAULT '',
    "start" TEXT NOT NULL DEFAULT '',
    "every_days" TEXT NOT NULL DEFAULT '',
    "quantity" TEXT NOT NULL DEFAULT '',
    "priority" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "authorisation" (
    "position" BIGINT PRIMARY KEY,
    "id" TEXT NOT NULL DEFAULT '',
    "route" TEXT NOT NULL DEFAULT '',
    "exporter" TEXT NOT NULL DEFAULT '',
    "consignee" TEXT NOT NULL DEFAULT '',
    "item" TEXT NOT NULL DEFAULT '',
    "quantity" TEXT NOT NULL DEFAULT '',
    "value_usd" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "lever" (
    "position" BIGINT PRIMARY KEY,
    "id" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT '',
    "change" TEXT NOT NULL DEFAULT '',
    "cost_usd" TEXT NOT NULL DEFAULT '',
    "ready_days" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "scenario" (
    "position" BIGINT PRIMARY KEY,
    "id" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT '',
    "target" TEXT NOT NULL DEFAULT '',
    "fraction" TEXT NOT NULL DEFAULT '',
    "start" TEXT NOT NULL DEFAULT '',
    "duration_days" TEXT NOT NULL DEFAULT '',
    "probability" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);
