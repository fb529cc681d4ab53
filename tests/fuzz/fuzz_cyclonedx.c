/* SPDX-License-Identifier: Apache-2.0 */
/* Bills of material: whatever is read has ids that a workspace takes, each once, and its links
 * lead from one of them to another. */
#include "fuzz.h"

#include "alliance/alliance.h"
#include "base/map.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    BillOfMaterial bill = {0};
    Error error = {0};
    const Text content = {(const char *)data, size};
    if (bill_read_cyclonedx(arena, content, &bill, &error)) {
        Map *ids = map_new(arena);
        size_t ignored = 0;
        for (size_t i = 0; i < bill.item_count; i++) {
            REQUIRE(bill.items[i].id.length > 0 && bill.items[i].id.length <= 100);
            REQUIRE(map_add(ids, bill.items[i].id, i));
        }
        for (size_t i = 0; i < bill.link_count; i++) {
            REQUIRE(map_find(ids, bill.links[i].item, &ignored));
            REQUIRE(map_find(ids, bill.links[i].component, &ignored));
            REQUIRE(!text_equals(bill.links[i].item, bill.links[i].component));
        }
        for (size_t i = 0; i < bill.attribute_count; i++) {
            REQUIRE(map_find(ids, bill.attributes[i].item, &ignored));
        }
    } else {
        REQUIRE(error.kind != ERROR_NONE && error.message[0] != '\0');
    }
    arena_free(arena);
    return 0;
}
