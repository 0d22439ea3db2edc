import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { prometheus } from '../adapters/metrics/prometheus.js';
import type { QueueCounts } from '../src/ports/store/queue.js';
import { addMetrics, type MetricsDeps } from '../src/program/metrics.js';

/**
 * What is made of `/metrics` by others: the alerts and the dashboard in `manifests/operations`, and docs/operations.md. Each
 * figure that they name is there, each that is there is told of, and each alert says what to do.
 */

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const rules = read('manifests/operations/mentorlog.rules.yml');
const rulesTest = read('manifests/operations/mentorlog.rules.test.yml');
const paper = read('docs/operations.md');

/** The page as it is for a program in which nothing has happened. */
async function page(): Promise<string> {
  const counts: QueueCounts = { promptsDue: 0, oldestDueAt: null, outboxOpen: 0, outboxFailed: 0, outboxAmbiguous: 0 };
  const checks = { chains: 0, checked: 0, oldestAt: null, unfitChains: 0, leftOut: 0, heads: 0, headsFit: null };
  const deps = {
    store: { queue: { counts: async () => counts }, read: async () => checks },
    clock: { now: () => 0 },
    page: prometheus().page,
    away: () => [],
    readiness: async () => ({ ready: true, lines: [], upkeep: [] }),
    backupAge: async () => -1,
  } as unknown as MetricsDeps;
  let handle: ((request: unknown, response: unknown) => Promise<void>) | undefined;
  const app = {
    get(_at: string, _guard: unknown, handler: typeof handle) {
      handle = handler;
    },
  };
  addMetrics(app as never, () => undefined, deps);
  let text = '';
  const response = {
    type: () => response,
    send(said: string) {
      text = said;
    },
  };
  await handle?.({}, response);
  return text;
}

/** Each figure, with the labels and the values that they have there. */
async function figures(): Promise<ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>> {
  const all = new Map<string, Map<string, Set<string>>>();
  for (const line of (await page()).split('\n')) {
    const [, name, labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (name === undefined) continue;
    const known = all.get(name) ?? new Map<string, Set<string>>();
    all.set(name, known);
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="([^"]*)"/g))
      known.set(label, (known.get(label) ?? new Set()).add(value));
  }
  return all;
}

/** What an expression names, with what it asks of labels; `job` and `instance` are Prometheus's own. */
const named = (expression: string) =>
  [...expression.matchAll(/\b((?:mentorlog|process)_\w+)(?:\{([^}]*)\})?/g)].map(([, name = '', asked = '']) => ({
    name,
    asked: [...asked.matchAll(/(\w+)=~?"([^"]*)"/g)]
      .map(([, label = '', values = '']) => ({ label, values: values.split('|') }))
      .filter(({ label }) => label !== 'job' && label !== 'instance'),
  }));

/** What of an expression is not on the page. */
function missing(expression: string, there: Awaited<ReturnType<typeof figures>>): readonly string[] {
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(/,\s*/));
  const labels = new Set([...there.values()].flatMap((of) => [...of.keys()]).concat('job', 'instance'));
  return [
    ...grouped.filter((label) => !labels.has(label)).map((label) => `by ${label}`),
    ...named(expression).flatMap(({ name, asked }) => {
      const of = there.get(name);
      if (of === undefined) return [name];
      return asked.flatMap(({ label, values }) =>
        values.filter((value) => !of.get(label)?.has(value)).map((value) => `${name}{${label}="${value}"}`),
      );
    }),
  ];
}

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}
const dashboard = JSON.parse(read('manifests/operations/dashboard.json')) as Dashboard;
const alerts = [...rules.matchAll(/- alert: (\w+)\n([\s\S]*?)(?=\n\n|\s*$)/g)].map(([, name = '', body = '']) => ({
  name,
  body,
  expr: /expr: (?:\|\n)?([\s\S]*?)\n\s+(?:for|labels):/.exec(body)?.[1] ?? '',
}));

test('every figure that an alert or the dashboard names is on the page, with these labels', async () => {
  const there = await figures();
  expect(alerts.length).toBeGreaterThan(10);
  for (const { name, expr } of alerts) {
    expect(expr, name).not.toBe('');
    expect([name, missing(expr, there)]).toEqual([name, []]);
  }
  expect(dashboard.panels.length).toBeGreaterThan(10);
  for (const { title, targets } of dashboard.panels)
    for (const { expr } of targets) expect([title, expr, missing(expr, there)]).toEqual([title, expr, []]);
  // What a rule is tried on is what there is, too.
  for (const [, series = ''] of rulesTest.matchAll(/series: '([^']*)'/g))
    expect([series, missing(series.replace(/, le="[^"]*"/, ''), there)]).toEqual([series, []]);
});

test('what is not there is seen', async () => {
  const there = await figures();
  expect(missing('sum by (tenant) (mentorlog_gone{job="x"})', there)).toEqual(['by tenant', 'mentorlog_gone']);
  expect(missing('mentorlog_calls_total{end=~"ambiguous|nowhere"}', there)).toEqual([
    'mentorlog_calls_total{end="nowhere"}',
  ]);
});

test('every figure on the page is told in docs/operations.md, and on the dashboard', async () => {
  const bare = new Set([...(await figures()).keys()].map((name) => name.replace(/_(bucket|sum|count)$/, '')));
  const table = paper.slice(paper.indexOf('## Metrics'), paper.indexOf('## Alerts'));
  const told = new Set([...table.matchAll(/`((?:mentorlog|process)_\w+)`/g)].map(([, name]) => name ?? ''));
  expect([...told].sort()).toEqual([...bare].sort());
  const shown = new Set(
    dashboard.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => named(expr).map(({ name }) => name.replace(/_(bucket|sum|count)$/, ''))),
    ),
  );
  expect([...bare].filter((name) => !shown.has(name))).toEqual([]);
});

test('every alert says what to do, in a section of its own, and is tried in silence and aloud', () => {
  for (const { name, body } of alerts) {
    expect(paper, name).toContain(`\n### ${name}\n`);
    const anchor = name === 'MentorlogReplicaDown' ? 'mentorlogdown' : name.toLowerCase();
    expect(body, name).toContain(`runbook: docs/operations.md#${anchor}\n`.trim());
    expect(body, name).toMatch(/severity: (page|ticket)\n/);
    const tried = [...rulesTest.matchAll(new RegExp(`alertname: ${name}\\b,?\\s+exp_alerts:( \\[\\])?`, 'g'))];
    const silent = tried.filter(([, none]) => none !== undefined).length;
    expect([name, silent > 0, tried.length > silent]).toEqual([name, true, true]);
  }
  const told = [...paper.matchAll(/^### (Mentorlog\w+)$/gm)].map(([, name]) => name);
  expect(told).toEqual(alerts.map(({ name }) => name));
});

test('no panel lies over another, and all is in the folder', () => {
  const taken = new Set<string>();
  for (const { title, gridPos: at } of dashboard.panels)
    for (let x = at.x; x < at.x + at.w; x += 1)
      for (let y = at.y; y < at.y + at.h; y += 1) {
        expect(x, title).toBeLessThan(24);
        expect(taken.has(`${x},${y}`), `${title} at ${x},${y}`).toBe(false);
        taken.add(`${x},${y}`);
      }
  expect(readdirSync(path.join(root, 'manifests/operations')).sort()).toEqual([
    'dashboard.json',
    'mentorlog.rules.test.yml',
    'mentorlog.rules.yml',
  ]);
});
