/* SPDX-License-Identifier: Apache-2.0 */
#include "server/law_parameters.h"

#include "server/server_parts.h"

bool law_parameters_read(const Parameters *parameters, LawParameters *law, Error *error) {
    int64_t quantile = 0;
    law->accept_unverified = parameter_flag(parameters, "accept_unverified");
    if (!parameter_date(parameters, "as_of", server_today(), &law->as_of, error) ||
        !parameter_date(parameters, "known_at", law->as_of, &law->known_at, error) ||
        !parameter_number(parameters, "quantile", 1, 99, LAW_QUANTILE_DEFAULT, &quantile, error)) {
        return false;
    }
    law->quantile = (unsigned)quantile;
    return true;
}

bool law_query(Call *call, Parameters *parameters, LawParameters *law) {
    return parameters_of_query(call->arena, call->request, call->route->parameters, parameters,
                               &call->error) &&
           law_parameters_read(parameters, law, &call->error);
}

bool law_body(Call *call, Parameters *parameters, LawParameters *law) {
    return parameters_of_body(call->arena, call->request, call->route->parameters, parameters,
                              &call->error) &&
           law_parameters_read(parameters, law, &call->error);
}
