/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_STRESS_PLOTS_H
#define ENTENTE_SERVICE_STRESS_PLOTS_H

/* Private to service/: pictures of a stress test. */

#include "service/stress.h"
#include "service/svg.h"

/* Weeks of need owed at the end: a cell for each scenario and programme. */
void stress_plot_heat(TextBuilder *out, const Stress *stress);

/* Concentration: a cell for each programme and depth, with the country that makes most. */
void stress_plot_depths(TextBuilder *out, const Stress *stress);

/* Weeks of need owed at each week's end, all programmes together, beside the base's, with the
 * weeks until which the scenario is survived and after which it is recovered from. */
void stress_plot_curve(TextBuilder *out, const Stress *stress, size_t scenario);

/* What the base plan uses, from tier to tier and country to country. */
void stress_plot_sankey(TextBuilder *out, const Stress *stress);

/* Scenarios and the worst suppliers, by what each costs alone. */
void stress_plot_tornado(TextBuilder *out, const Stress *stress);

/* Places, what is sent between them, and what losing a supplier there costs. */
void stress_plot_map(TextBuilder *out, const Stress *stress);

#endif
