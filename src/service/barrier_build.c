/* SPDX-License-Identifier: Apache-2.0 */
#include "service/barrier_build.h"

void barrier_add(BarrierBuild *build, const ReportBarrier *shown, const Array *changes) {
    if (changes->count == 0) {
        return;
    }
    ReportBarrier *to = array_add(&build->shown);
    *to = *shown;
    NetworkBarrier *barrier = array_add(&build->barriers);
    barrier->changes = ARRAY_ITEMS(NetworkChange, changes);
    barrier->change_count = changes->count;
}
