/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_ZIP_FORMAT_H
#define ENTENTE_SHARING_ZIP_FORMAT_H

/* Private to sharing/: the numbers of ZIP (APPNOTE 6.3.10, section 4.3). */

#define ZIP_LOCAL_MARK 0x04034B50U
#define ZIP_CENTRAL_MARK 0x02014B50U
#define ZIP_DESCRIPTOR_MARK 0x08074B50U
#define ZIP_END_MARK 0x06054B50U
#define ZIP_WIDE_END_MARK 0x06064B50U
#define ZIP_LOCATOR_MARK 0x07064B50U

enum {
    ZIP_LOCAL_BYTES = 30,
    ZIP_CENTRAL_BYTES = 46,
    ZIP_END_BYTES = 22,
    ZIP_WIDE_END_BYTES = 56,
    ZIP_WIDE_END_REST = 44, /* its size without its first two fields */
    ZIP_LOCATOR_BYTES = 20,
    ZIP_VERSION = 20,
    ZIP_VERSION_WIDE = 45,
    ZIP_FLAG_DESCRIPTOR = 0x0008,
    ZIP_FLAG_UTF8 = 0x0800,
    ZIP_METHOD_STORED = 0,
    ZIP_WIDE_TAG = 1,
    ZIP_WIDE_LOCAL_EXTRA = 20,
    ZIP_WIDE_CENTRAL_EXTRA = 28,
    ZIP_FIRST_DATE = 0x21 /* 1980-01-01 */
};

/* Below it every size and place fits in 32 bits. */
#define ZIP_NARROW_LIMIT UINT32_C(0xFFFF0000)

#endif
