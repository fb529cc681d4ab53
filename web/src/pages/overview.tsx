// SPDX-License-Identifier: Apache-2.0
// What a person wants to know first: how programmes stand, what they wait for next, which law
// changes soon.
import type { LawChange, LawChanges, Programmes, ProgrammeView } from "../answers";
import { withQuery } from "../api";
import { useJobAnswer } from "../jobs";
import { useLoaded } from "../loading";
import { OutcomeTag } from "../outcome";
import { dollars, JobReady, Ready, words } from "../parts";
import { daysBetween, useShell } from "../shell";

interface Wait {
  day: string;
  count: number;
  route: string;
}

/** The transfers that open next, by the day and the route they wait for. */
export function nextWaits(view: ProgrammeView): Wait[] {
  const waits = new Map<string, Wait>();
  for (const transfer of view.shut) {
    if (transfer.opens !== null) {
      const route = transfer.route ?? "";
      const key = `${transfer.opens} ${route}`;
      const wait = waits.get(key) ?? { day: transfer.opens, count: 0, route };
      wait.count += 1;
      waits.set(key, wait);
    }
  }
  return [...waits.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : b.count - a.count));
}

function isLate(view: ProgrammeView): boolean {
  return view.need_by !== null && (view.ends === null || view.ends > view.need_by);
}

export function Standing({ view }: { view: ProgrammeView }) {
  if (view.ends === null) {
    return <span class="standing is-bad">▲ Cannot end under this law</span>;
  }
  if (isLate(view)) {
    return (
      <span class="standing is-bad">▲ {daysBetween(view.need_by ?? "", view.ends)} days after it is needed</span>
    );
  }
  if (view.owed_usd > 0.5) {
    return <span class="standing is-bad">▲ {dollars(view.owed_usd)} still owed at the end</span>;
  }
  return <span class="standing is-good">● In time</span>;
}

function ProgrammeCard({ view }: { view: ProgrammeView }) {
  const { link, workspace, partyName } = useShell();
  const about = workspace.programmes.find((one) => one.id === view.programme);
  const waits = nextWaits(view);
  return (
    <li class="card">
      <h3>
        <a href={link("programmes", { name: view.programme })}>{about?.name || view.programme}</a>
      </h3>
      <p class="quiet">
        {[words(about?.kind ?? ""), partyName(view.owner), view.end_use].filter((text) => text !== "").join(" · ")}
      </p>
      <p><Standing view={view} /></p>
      <dl class="counts">
        <div><dt>Open</dt><dd>{view.open}</dd></div>
        <div><dt>Pending</dt><dd>{view.pending}</dd></div>
        <div><dt>Blocked</dt><dd>{view.blocked}</dd></div>
      </dl>
      {waits[0] === undefined ? (
        <p class="quiet">Waits for no authorisation.</p>
      ) : (
        <p>
          Next: <strong>{waits[0].day}</strong>, {waits[0].count}{" "}
          {waits[0].count === 1 ? "transfer" : "transfers"}
          {waits[0].route === "" ? "" : ` by ${waits[0].route}`}
        </p>
      )}
      {view.alarms.length > 0 && (
        <p class="standing is-warning">◆ {view.alarms.length} {view.alarms.length === 1 ? "change" : "changes"} of law ahead</p>
      )}
    </li>
  );
}

interface Alarm {
  date: string;
  because: string;
  items: Set<string>;
  ways: Set<string>;
  lanes: number;
  before: LawChange["before"];
  after: LawChange["after"];
}

/** One alarm for what one reason changes on one day, whatever it changes it for. */
export function groupChanges(changes: LawChange[]): Alarm[] {
  const alarms = new Map<string, Alarm>();
  for (const change of changes) {
    const key = [change.date, change.because, change.before, change.after].join("\n");
    const alarm = alarms.get(key) ?? {
      date: change.date, because: change.because, items: new Set(), ways: new Set(), lanes: 0,
      before: change.before, after: change.after,
    };
    alarm.items.add(change.item);
    alarm.ways.add(`${change.from} → ${change.to}`);
    alarm.lanes += change.lanes;
    alarms.set(key, alarm);
  }
  const turns = (alarm: Alarm) => Number(alarm.before !== alarm.after);
  return [...alarms.values()].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : turns(b) - turns(a)));
}

export function Turn({ before, after }: { before: LawChange["before"]; after: LawChange["after"] }) {
  return before === after ? (
    <p class="turn"><OutcomeTag outcome={after} /> as before, for other reasons</p>
  ) : (
    <p class="turn">
      <OutcomeTag outcome={before} /> <span role="img" aria-label="becomes">→</span> <OutcomeTag outcome={after} />
    </p>
  );
}

function few(names: string[], most: number): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}

function Alarms({ changes }: { changes: LawChanges }) {
  const { asOf, itemName, link } = useShell();
  const alarms = groupChanges(changes.changes);
  if (alarms.length === 0) {
    return (
      <p>
        No lane's decision changes within {changes.weeks} weeks
        {changes.days.length > 0 ? `, though law changes on ${few(changes.days, 6)}` : ""}.
      </p>
    );
  }
  return (
    <ol class="alarms">
      {alarms.map((alarm) => (
        <li key={alarm.date + alarm.because + alarm.after}>
          <p class="when">
            <time dateTime={alarm.date}>{alarm.date}</time>
            <span class="quiet"> in {daysBetween(asOf, alarm.date)} days</span>
          </p>
          <div>
            <Turn before={alarm.before} after={alarm.after} />
            <p>
              <strong>{few([...alarm.items].map(itemName), 4)}</strong>: {few([...alarm.ways], 4)} ({alarm.lanes}{" "}
              {alarm.lanes === 1 ? "lane" : "lanes"})
            </p>
            <p class="quiet">{alarm.because}</p>
            <p><a href={link("map", { day: alarm.date })}>See it on the map</a></p>
          </div>
        </li>
      ))}
    </ol>
  );
}

export function Overview() {
  const { asOf, workspace } = useShell();
  const programmes = useJobAnswer<Programmes>("programme", { as_of: asOf });
  const changes = useLoaded<LawChanges>(withQuery("/v1/changes", { as_of: asOf }), true);
  return (
    <>
      <h1>{workspace.title}</h1>
      <section aria-labelledby="alarms">
        <h2 id="alarms">Law that changes soon</h2>
        <Ready from={changes} what="Deciding every lane on every day law changes">
          {(answer) => <Alarms changes={answer} />}
        </Ready>
      </section>
      <section aria-labelledby="programmes">
        <h2 id="programmes">Programmes and their next authorisations</h2>
        <JobReady work={programmes} what="Planning all programmes together">
          {(answer) => (
            <ul class="cards">
              {answer.programmes.map((view) => <ProgrammeCard key={view.programme} view={view} />)}
            </ul>
          )}
        </JobReady>
      </section>
    </>
  );
}
