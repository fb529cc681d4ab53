/* SPDX-License-Identifier: Apache-2.0 */
#include "server/http_tls.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

static Text subject_of(Arena *arena, const gnutls_datum_t *encoded) {
    gnutls_x509_crt_t certificate = NULL;
    gnutls_datum_t name = {0};
    Text subject = {0};
    if (gnutls_x509_crt_init(&certificate) != GNUTLS_E_SUCCESS) {
        return subject;
    }
    if (gnutls_x509_crt_import(certificate, encoded, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS &&
        gnutls_x509_crt_get_dn3(certificate, &name, 0) == GNUTLS_E_SUCCESS) {
        subject = text_copy(arena, (Text){(const char *)name.data, name.size});
        gnutls_free(name.data);
    }
    gnutls_x509_crt_deinit(certificate);
    return subject;
}

Text http_tls_name(Arena *arena, struct MHD_Connection *connection) {
    unsigned status = 0;
    unsigned count = 0;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    if (info == NULL || info->tls_session == NULL) {
        return (Text){0};
    }
    gnutls_session_t session = (gnutls_session_t)info->tls_session;
    const gnutls_datum_t *list = gnutls_certificate_get_peers(session, &count);
    if (list == NULL || count == 0 ||
        gnutls_certificate_verify_peers2(session, &status) != GNUTLS_E_SUCCESS || status != 0) {
        return (Text){0};
    }
    return subject_of(arena, &list[0]);
}
