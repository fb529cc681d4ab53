-- SPDX-License-Identifier: Apache-2.0
-- Nearly all rows of the chain are decisions; what else there is can be found by its kind.
CREATE INDEX "audit_kind" ON "audit" ("kind", "number") WHERE "kind" <> 'decision';
