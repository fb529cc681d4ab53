/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_SHARING_H
#define ENTENTE_SHARING_SHARING_H

/* Labels, sealed objects in the Trusted Data Format (OpenTDF), and the keys they are sealed
 * under. Nothing here reads the clock, prints or talks to a network; it is the only user of
 * OpenSSL's ciphers. Results live in the arena that was passed in; keys belong to their ring or
 * to whoever holds the pointer. The face in parts: */

#include "sharing/jws.h"
#include "sharing/kas.h"
#include "sharing/kas_proto.h"
#include "sharing/keys.h"
#include "sharing/label.h"
#include "sharing/lease.h"
#include "sharing/stream.h"
#include "sharing/tdf.h"

#endif
