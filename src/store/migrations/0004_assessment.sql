-- SPDX-License-Identifier: Apache-2.0
-- How parties stand against a scheme of assurance, and what programmes demand of suppliers.
CREATE TABLE "assessment" (
    "position" BIGINT PRIMARY KEY,
    "id" TEXT NOT NULL DEFAULT '',
    "party" TEXT NOT NULL DEFAULT '',
    "sought" TEXT NOT NULL DEFAULT '',
    "assessed" TEXT NOT NULL DEFAULT '',
    "closed" TEXT NOT NULL DEFAULT '',
    "affirmed" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "answer" (
    "position" BIGINT PRIMARY KEY,
    "assessment" TEXT NOT NULL DEFAULT '',
    "requirement" TEXT NOT NULL DEFAULT '',
    "objective" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL DEFAULT '',
    "effort_days" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "requirement" (
    "position" BIGINT PRIMARY KEY,
    "programme" TEXT NOT NULL DEFAULT '',
    "item" TEXT NOT NULL DEFAULT '',
    "demands" TEXT NOT NULL DEFAULT '',
    "data" TEXT NOT NULL DEFAULT '',
    "from" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT ''
);
