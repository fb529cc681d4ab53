// SPDX-License-Identifier: Apache-2.0
// The frame of all pages: where one can go, the day, what the law is read from, and what this is not.
import type { ComponentType } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Workspace } from "./answers";
import { setToken } from "./api";
import { useLoaded } from "./loading";
import { Failure, Waiting } from "./parts";
import { Overview } from "./pages/overview";
import { addressOf, isDate, ShellContext, usePlace, type Place, type Shell } from "./shell";

export const DISCLAIMER =
  "Entente informs; it does not give legal advice. “No requirement found” is not “permitted”: " +
  "check the sources that are cited before you act.";

interface Page {
  id: string;
  name: string;
  load: () => Promise<ComponentType>;
}

const PAGES: readonly Page[] = [
  { id: "overview", name: "Overview", load: async () => Overview },
  { id: "decide", name: "Decide", load: async () => (await import("./pages/decide")).Decide },
  { id: "matrix", name: "Matrix", load: async () => (await import("./pages/matrix")).MatrixPage },
  { id: "map", name: "Map", load: async () => (await import("./pages/map")).MapPage },
  { id: "programmes", name: "Programmes", load: async () => (await import("./pages/programmes")).ProgrammesPage },
  { id: "stress", name: "Stress", load: async () => (await import("./pages/stress")).StressPage },
  { id: "reform", name: "Reform", load: async () => (await import("./pages/reform")).ReformPage },
  { id: "screening", name: "Screening", load: async () => (await import("./pages/screening")).ScreeningPage },
  { id: "assurance", name: "Assurance", load: async () => (await import("./pages/assurance")).AssurancePage },
  { id: "sharing", name: "Sharing", load: async () => (await import("./pages/sharing")).SharingPage },
  { id: "audit", name: "Audit", load: async () => (await import("./pages/audit")).AuditPage },
];

const THEME = "entente.theme";
const THEMES = ["auto", "light", "dark"] as const;

function ThemeChoice() {
  const [theme, setTheme] = useState(localStorage.getItem(THEME) ?? "auto");
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(THEME, theme);
  }, [theme]);
  return (
    <label class="theme">
      <span>Look</span>
      <select value={theme} onChange={(event) => setTheme(event.currentTarget.value)}>
        {THEMES.map((name) => (
          <option key={name} value={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

function SignIn({ again }: { again: () => void }) {
  const [value, setValue] = useState("");
  return (
    <form
      class="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        setToken(value);
        again();
      }}
    >
      <h2>Sign in</h2>
      <p>
        <code>entente serve</code> prints a link with a token. Open that link, or give the token here. It stays in
        this tab.
      </p>
      <label>
        Token{" "}
        <input
          type="password"
          autocomplete="off"
          required
          value={value}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
      </label>
      <button type="submit">Sign in</button>
    </form>
  );
}

function PageBody({ page }: { page: Page }) {
  const [shown, setShown] = useState<{ id: string; view: ComponentType } | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let isWanted = true;
    setProblem("");
    page.load().then(
      (view) => isWanted && setShown({ id: page.id, view }),
      () => isWanted && setProblem("This page did not load. Is the server still running?"),
    );
    return () => {
      isWanted = false;
    };
  }, [page]);
  if (problem !== "") {
    return <div class="failure" role="alert">{problem}</div>;
  }
  return shown === null || shown.id !== page.id ? <Waiting what="Loading the page" /> : <shown.view />;
}

function Packs({ workspace }: { workspace: Workspace }) {
  return (
    <details class="packs">
      <summary>
        Law as of: {workspace.packs.map((pack) => `${pack.name} ${pack.vintage}`).join(", ")}
      </summary>
      <table class="data">
        <thead>
          <tr><th scope="col">Pack</th><th scope="col">Read on</th><th scope="col">Digest</th></tr>
        </thead>
        <tbody>
          {workspace.packs.map((pack) => (
            <tr key={pack.name}>
              <td>{pack.title} <span class="quiet">({pack.name})</span></td>
              <td>{pack.vintage}</td>
              <td><code>{pack.digest.slice(0, 16)}…</code></td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function DayChoice({ asOf, choose }: { asOf: string; choose: (day: string) => void }) {
  return (
    <label class="day">
      <span>As of</span>
      <input
        type="date"
        value={asOf}
        required
        onChange={(event) => isDate(event.currentTarget.value) && choose(event.currentTarget.value)}
      />
    </label>
  );
}

function makeShell(workspace: Workspace, place: Place): Shell {
  const given = place.query.get("as_of") ?? "";
  const asOf = isDate(given) ? given : workspace.as_of;
  const parties = new Map(workspace.parties.map((party) => [party.id, party.name]));
  const programmes = new Map(workspace.programmes.map((programme) => [programme.id, programme.name]));
  const items = new Map(workspace.items.map((item) => [item.id, item.name]));
  const link = (page: string, parameters: Record<string, string> = {}) =>
    addressOf(page, { as_of: asOf, ...parameters });
  return {
    workspace,
    asOf,
    notice: workspace.notice ?? DISCLAIMER,
    query: place.query,
    link,
    go: (page, parameters) => {
      location.hash = link(page, parameters);
    },
    partyName: (id) => parties.get(id) || id,
    itemName: (id) => items.get(id) || id,
    programmeName: (id) => programmes.get(id) || id,
  };
}

function Frame({ workspace, place }: { workspace: Workspace; place: Place }) {
  const shell = useMemo(() => makeShell(workspace, place), [workspace, place]);
  const page = PAGES.find((one) => one.id === place.page) ?? PAGES[0];
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    document.title = `${page?.name ?? ""} – ${workspace.title} – Entente`;
    if (!first.current) {
      main.current?.focus();
      scrollTo(0, 0);
    }
    first.current = false;
    // In a narrow window the pages' names are wider than it.
    document.querySelector(".head nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [page]);
  const stay = (day: string) => shell.go(place.page, { ...Object.fromEntries(place.query), as_of: day });
  return (
    <ShellContext.Provider value={shell}>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>
        Skip to the page
      </a>
      <header class="head">
        <p class="brand">Entente</p>
        <p class="workspace">{workspace.title}</p>
        <DayChoice asOf={shell.asOf} choose={stay} />
        <ThemeChoice />
        <nav aria-label="Pages">
          <ul>
            {PAGES.map((one) => (
              <li key={one.id}>
                <a href={shell.link(one.id)} aria-current={one === page ? "page" : undefined}>{one.name}</a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {page !== undefined && <PageBody page={page} />}
      </main>
      <footer class="foot">
        <p>{shell.notice}</p>
        <Packs workspace={workspace} />
      </footer>
    </ShellContext.Provider>
  );
}

export function Console() {
  const place = usePlace();
  const workspace = useLoaded<Workspace>("/v1/workspace");
  if (workspace.value !== null) {
    return <Frame workspace={workspace.value} place={place} />;
  }
  return (
    <>
      <header class="head">
        <p class="brand">Entente</p>
        <ThemeChoice />
      </header>
      <main id="main">
        <h1 class="only-heard">Entente</h1>
        {workspace.error === null && <Waiting what="Reading the workspace" />}
        {workspace.error !== null && workspace.error.status !== 401 && (
          <Failure error={workspace.error} again={workspace.reload} />
        )}
        {workspace.error?.status === 401 && (
          <>
            <Failure error={workspace.error} />
            <SignIn again={workspace.reload} />
          </>
        )}
      </main>
      <footer class="foot"><p>{DISCLAIMER}</p></footer>
    </>
  );
}
