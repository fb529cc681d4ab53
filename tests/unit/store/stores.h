/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TESTS_STORES_H
#define ENTENTE_TESTS_STORES_H

/* The same tests over both engines: each runs once for each, with a store made anew. */

#include "expect.h"

#include "base/error.h"
#include "store/store.h"

typedef struct StoreFixture {
    Arena *arena;
    Text address;
    Text folder; /* that the file lies in; empty for a server */
    Store *store;
} StoreFixture;

int set_up_sqlite(void **state);
int set_up_postgres(void **state);
int tear_down_store(void **state);

/* Closes and opens it again. */
void reopen(StoreFixture *fixture);

/* Runs SQL that the face would never run, as somebody who changes things behind it. */
void tamper(const StoreFixture *fixture, const char *sql);

#define STORE_TEST(function)                                                                       \
    {#function " (sqlite)", function, set_up_sqlite, tear_down_store, NULL}, {                     \
#function " (postgres)", function, set_up_postgres, tear_down_store, NULL                  \
    }

/* The call answers true; its message is shown where it does not. */
#define EXPECT_DONE(call)                                                                          \
    do {                                                                                           \
        if (!(call)) {                                                                             \
            print_error("%s: %s\n", #call, error.message);                                         \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)

#endif
