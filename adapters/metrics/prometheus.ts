import { Counter, Histogram, Registry } from 'prom-client';
import type { AnswerEnd, Measures, MessageEnd, PromptEnd, WhereTo } from '../../src/ports/measures.js';
import type { Figures, MetricsPage } from '../../src/ports/metrics-page.js';

/**
 * `/metrics` in Prometheus's words. Every series there can be is made at the start, so that a label never holds anything
 * else, and a counter is there before it first counts: what rises from nothing is seen to rise.
 */

type Named<T extends string> = { readonly [Name in T]: true };
const all = <T extends string>(names: Named<T>): readonly T[] => Object.keys(names) as T[];

const platforms = all<Exclude<WhereTo, 'none'>>({ slack: true, teams: true, web: true, link: true });
const places = all<WhereTo>({ slack: true, teams: true, web: true, link: true, none: true });
const answerEnds = all<AnswerEnd>({ done: true, undone: true });
const calls = all<Parameters<Measures['called']>[1]>({ send: true, update: true });
const callEnds = all<Parameters<Measures['called']>[2]>({
  delivered: true,
  refused: true,
  ambiguous: true,
  gone: true,
  faulty: true,
});
const messageEnds = all<MessageEnd>({
  delivered: true,
  unchanged: true,
  'by-link': true,
  'nothing-to-say': true,
  'not-reachable': true,
  expired: true,
  failed: true,
  unknown: true,
});
const promptEnds = all<PromptEnd>({ fired: true, expired: true, dropped: true, failed: true });
const hours = all<Parameters<Measures['ended']>[2]>({ nothing: true, 'quiet-hours': true, 'working-days': true });

/** Seconds. Slack waits three for an answer (docs/platforms.md#slack-waits-three-seconds). */
const answered = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];
/** Seconds: from at once to a fortnight, which is the longest that anything waits. */
const delivered = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 6 * 3_600, 86_400, 14 * 86_400];

/** What is measured as it happens, and the page that says it, with what is read of the database as it is asked for. */
export function prometheus(): { readonly measures: Measures; readonly page: MetricsPage } {
  const registry = new Registry();
  const registers = [registry];
  const answers = new Histogram({
    name: 'mentorlog_answer_seconds',
    help: 'From an event that came in to its answer',
    labelNames: ['platform', 'end'] as const,
    buckets: answered,
    registers,
  });
  const sends = new Counter({
    name: 'mentorlog_calls_total',
    help: 'Requests that carried a message to a platform, by how each ended',
    labelNames: ['platform', 'call', 'end'] as const,
    registers,
  });
  const messages = new Counter({
    name: 'mentorlog_messages_total',
    help: 'Messages that came to their end',
    labelNames: ['platform', 'end'] as const,
    registers,
  });
  const deliveries = new Histogram({
    name: 'mentorlog_delivery_seconds',
    help: 'From a message that was asked for to its being delivered',
    labelNames: ['platform', 'hours'] as const,
    buckets: delivered,
    registers,
  });
  const prompts = new Counter({
    name: 'mentorlog_prompts_total',
    help: 'Due prompts that came to their end, and those that failed and are tried again',
    labelNames: ['end'] as const,
    registers,
  });

  /** One of a kind for each of these labels, by their values. */
  const each = <T>(make: (values: readonly string[]) => T, ...sets: readonly (readonly string[])[]): Map<string, T> =>
    new Map(
      sets
        .reduce<readonly (readonly string[])[]>((so, set) => so.flatMap((one) => set.map((v) => [...one, v])), [[]])
        .map((values) => [values.join(' '), make(values)]),
    );
  const answerOf = each(
    ([platform = '', end = '']) => {
      answers.zero({ platform, end });
      return answers.labels({ platform, end });
    },
    platforms,
    answerEnds,
  );
  const deliveryOf = each(
    ([platform = '', of = '']) => {
      deliveries.zero({ platform, hours: of });
      return deliveries.labels({ platform, hours: of });
    },
    platforms,
    hours,
  );
  const counting = <L extends string>(counter: Counter<L>, names: readonly L[]) => {
    return (values: readonly string[]) => {
      const labels = Object.fromEntries(names.map((name, at) => [name, values[at]])) as Record<L, string>;
      counter.inc(labels, 0);
      return counter.labels(labels);
    };
  };
  const callOf = each(counting(sends, ['platform', 'call', 'end']), platforms, calls, callEnds);
  const messageOf = each(counting(messages, ['platform', 'end']), places, messageEnds);
  const promptOf = each(counting(prompts, ['end']), promptEnds);
  const seconds = (ms: number): number => Math.max(0, ms) / 1_000;

  return {
    measures: {
      answered: (platform, end, ms) => answerOf.get(`${platform} ${end}`)?.observe(seconds(ms)),
      called: (platform, call, end) => callOf.get(`${platform} ${call} ${end}`)?.inc(),
      ended(platform, end, of, ms) {
        messageOf.get(`${platform} ${end}`)?.inc();
        if (end === 'delivered') deliveryOf.get(`${platform} ${of}`)?.observe(seconds(ms));
      },
      prompted: (end) => promptOf.get(end)?.inc(),
    },
    page: {
      type: registry.contentType,
      async says(figures) {
        return `${read(figures)}${await registry.metrics()}`;
      },
    },
  };
}

/** What was read just now, apart from the registry: the page may be asked for twice at once. */
function read(figures: Figures): string {
  return Object.entries(figures)
    .map(
      ([name, { help, value, counter }]) =>
        `# HELP ${name} ${help}\n# TYPE ${name} ${counter === true ? 'counter' : 'gauge'}\n${name} ${value}\n`,
    )
    .join('');
}
