-- SPDX-License-Identifier: Apache-2.0
-- Texts kept once, by their SHA-256: packs, results, whatever a row of the chain names.
CREATE TABLE "kept" (
    "digest" TEXT PRIMARY KEY,
    "content" BYTEA NOT NULL
);

-- The audit chain (docs/audit.md). Rows are added and never changed.
CREATE TABLE "audit" (
    "number" BIGINT PRIMARY KEY,
    "time" TEXT NOT NULL,
    "who" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "inputs" TEXT NOT NULL,
    "law" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "previous" TEXT NOT NULL,
    "hash" TEXT NOT NULL
);

-- The last row of the chain. Whoever adds rows holds this one, so that the chain has one head.
CREATE TABLE "audit_head" (
    "one" BIGINT PRIMARY KEY CHECK ("one" = 1),
    "number" BIGINT NOT NULL,
    "hash" TEXT NOT NULL
);
INSERT INTO "audit_head" ("one", "number", "hash") VALUES (1, 0,
    '0000000000000000000000000000000000000000000000000000000000000000');

-- The law the workspace is decided under: digests of kept packs, in their order.
CREATE TABLE "law" (
    "position" BIGINT PRIMARY KEY,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL
);
