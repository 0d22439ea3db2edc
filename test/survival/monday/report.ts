import { hour, minute } from '../../../src/kernel/clock.js';
import { inOrder, quantile } from '../../bench/figures.mjs';
import { aMinute, sessionsAWeek, workingDays } from './assumed.js';
import type { DayClock } from './clock.js';
import type { GrownDay } from './database.js';
import type { Everybody } from './people.js';
import type { SlackOfTheDay } from './slack.js';

/** What a Monday came to, and the tables in which it is told. */

/** What was taken until a moment (`at`: ms, `performance.now`): processor time in seconds. */
export interface Cost {
  readonly at: number;
  readonly programs: readonly number[];
  readonly server: number;
  readonly driver: number;
  readonly statements: readonly number[];
  readonly calls: Readonly<Record<string, number>>;
  readonly answers: number;
}
export interface Left {
  readonly prompts: number;
  readonly open: number;
  readonly failed: number;
  /** Expired before it was its turn. */
  readonly late: number;
}
/** A quarter of an hour of the day, by its clock (ms). */
export interface Quarter {
  readonly from: number;
  readonly to: number;
  readonly before: Cost;
  readonly after: Cost;
  readonly waiting: Left;
}
interface Times {
  readonly what: string;
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}
interface Taken {
  readonly all: number;
  readonly own: number;
}
interface Share {
  readonly what: string;
  /** Of what there is of it, in the quarter of an hour that has most. */
  readonly share: number;
  readonly of: string;
}
export interface Figures {
  readonly mentorships: number;
  readonly replicas: number;
  readonly speed: number;
  readonly cores: number;
  readonly load: readonly number[];
  readonly made: number;
  readonly sessions: number;
  readonly acts: number;
  readonly byAct: Readonly<Record<string, number>>;
  readonly faults: number;
  readonly due: readonly Times[];
  readonly answered: readonly Times[];
  readonly calls: Readonly<Record<string, number>>;
  readonly limited: number;
  /** In all, and what is left without that which moving the clock alone takes. */
  readonly statements: Taken;
  readonly programCpu: Taken;
  readonly serverCpu: Taken;
  readonly driverCpu: number;
  /** Seconds of processor a second, while only the clock is moved. */
  readonly idleCpu: number;
  /** Of the machine, in the busiest quarter of an hour, as fast as it went by here (0 to 1). */
  readonly machine: number;
  readonly shares: readonly Share[];
  readonly mostWaiting: { readonly messages: number; readonly prompts: number };
  readonly left: Left;
  readonly lost: {
    readonly messages: number;
    readonly records: number;
    readonly plans: number;
    readonly confirmations: number;
  };
  readonly doubled: number;
}

const timesOf = (what: string, list: readonly number[]): Times => {
  const sorted = inOrder([...list]);
  return {
    what,
    count: sorted.length,
    p50: quantile(sorted, 0.5) ?? 0,
    p99: quantile(sorted, 0.99) ?? 0,
    max: sorted.at(-1) ?? 0,
  };
};
const sum = (list: readonly number[]): number => list.reduce((n, m) => n + m, 0);
const cpuOfPrograms = (a: Cost, b: Cost): number => sum(b.programs) - sum(a.programs);
const called = (a: Cost, b: Cost, method: string): number => (b.calls[method] ?? 0) - (a.calls[method] ?? 0);

/** What falls due, by the kind of its prompt, and the face in which it is said; to the person whom the prompt asks. */
const said: Readonly<Record<string, string>> = {
  remind: 'reminder',
  now: 'session-now',
  end: 'record-prompt',
  ask: 'after-session',
  'mentor-digest': 'mentor-digest',
};

/**
 * What Slack's limits let the program send for long: a quarter of a minute's at once, and the rest spread over the minute
 * (src/runtime/outbound/platform-limits.ts, `ruleOf`).
 */
export const sustained = (most: number): number => most - Math.ceil(most / 4) + 1;

export async function figuresOf(about: {
  readonly day: GrownDay;
  readonly slack: SlackOfTheDay;
  readonly people: Everybody;
  readonly clock: DayClock;
  readonly quarters: readonly Quarter[];
  readonly from: Cost;
  readonly to: Cost;
  readonly idleFrom: Cost;
  readonly idleTo: Cost;
  readonly left: Left;
  readonly load: readonly number[];
  readonly made: number;
  readonly mentorships: number;
  readonly replicas: number;
  readonly speed: number;
  readonly begins: number;
  readonly ends: number;
  readonly cores: number;
}): Promise<Figures> {
  const { day, slack, people, clock, quarters, from, to, idleFrom, idleTo, left, begins, ends } = about;
  const { acts, answers, faults } = people.done;

  const posted = await day.ask(
    `SELECT "face", "subject", "recipient", "key" FROM "Posted" WHERE "key" NOT LIKE 'before:%'`,
  );
  const keyOf = new Map(posted.map((row) => [`${row.face}|${row.subject}|${row.recipient}`, String(row.key)]));
  const fired = await day.ask(
    `SELECT "kind", "subject", "toId", "dueAt", "state" FROM "Prompt" WHERE "dueAt" >= $1 AND "dueAt" < $2 AND "settledAt" IS NOT NULL`,
    [begins, ends],
  );
  const due = new Map<string, number[]>();
  for (const prompt of fired) {
    const face = said[String(prompt.kind)];
    const key = face && keyOf.get(`${face}|${prompt.subject}|p:${prompt.toId}`);
    const came = key === undefined ? undefined : slack.came.get(key);
    const passed = clock.passed(Number(prompt.dueAt));
    if (came !== undefined && passed !== undefined && came >= passed)
      due.set(String(prompt.kind), [...(due.get(String(prompt.kind)) ?? []), came - passed]);
  }

  // ---- what was acknowledged to people stands in the rows, and what the rows say was sent came
  const [rows] = await day.ask(
    `SELECT (SELECT COUNT(*) FROM "RecordHead" h JOIN "Session" s ON s."id" = h."sessionId" WHERE s."startsAt" >= $1) AS records,
       (SELECT COUNT(*) FROM "Session" WHERE "startsAt" > $2) AS plans,
       (SELECT COUNT(*) FROM "Attendee" t JOIN "Session" s ON s."id" = t."sessionId"
        WHERE s."startsAt" >= $1 AND t."confirmation" = 'confirmed') AS confirmations`,
    [begins, ends],
  );
  const missing = (what: string, there: unknown): number => Math.max(0, (acts.get(what) ?? 0) - Number(there));
  const taken = [...slack.taken.values()];

  // ---- the day's cost: while nothing is due its clock is moved all the same, and that is taken off
  const seconds = (to.at - from.at) / 1_000;
  const idle = (idleTo.at - idleFrom.at) / 1_000;
  const idleOf = (cpu: (a: Cost, b: Cost) => number): number => cpu(idleFrom, idleTo) / idle;
  const taking = (cpu: (a: Cost, b: Cost) => number): Taken => {
    const taken = cpu(from, to);
    return { all: taken, own: Math.max(0, taken - idleOf(cpu) * seconds) };
  };
  const server = (a: Cost, b: Cost): number => b.server - a.server;
  const driver = (a: Cost, b: Cost): number => b.driver - a.driver;
  const sent = (a: Cost, b: Cost): number => sum(b.statements) - sum(a.statements);

  const most = (of: (q: Quarter) => number): number => Math.max(0, ...quarters.map(of));
  const minutes = (q: Quarter): number => (q.to - q.from) / minute;
  const paced = (method: string, limit: number) =>
    most((q) => called(q.before, q.after, method) / minutes(q) / sustained(limit));
  const real = (q: Quarter): number => (q.to - q.from) / 1_000;
  return {
    mentorships: about.mentorships,
    replicas: about.replicas,
    speed: about.speed,
    cores: about.cores,
    load: about.load,
    made: about.made,
    sessions: day.sessions,
    acts: sum([...acts.values()]),
    byAct: Object.fromEntries(acts),
    faults: faults.length,
    due: [...due].map(([kind, list]) => timesOf(kind, list)),
    answered: ['press', 'form', 'word'].map((what) =>
      timesOf(
        what,
        answers.filter((a) => a.what === what).map((a) => a.ms),
      ),
    ),
    calls: slack.calls,
    limited: sum(Object.values(slack.limited)),
    statements: taking(sent),
    programCpu: taking(cpuOfPrograms),
    serverCpu: taking(server),
    driverCpu: driver(from, to),
    idleCpu: idleOf(cpuOfPrograms) + idleOf(server),
    machine: most(
      (q) =>
        (cpuOfPrograms(q.before, q.after) + server(q.before, q.after) + driver(q.before, q.after)) /
        ((q.after.at - q.before.at) / 1_000) /
        about.cores,
    ),
    shares: [
      { what: 'messages', share: paced('chat.postMessage', aMinute.send), of: 'Slack’s, of one workspace' },
      { what: 'cards drawn anew', share: paced('chat.update', aMinute.update), of: 'Slack’s, of one workspace' },
      {
        what: 'conversations opened',
        share: paced('conversations.open', aMinute.open),
        of: 'Slack’s, of one workspace',
      },
      {
        what: 'pictures uploaded',
        share: most((q) => called(q.before, q.after, 'files.getUploadURLExternal') / minutes(q) / aMinute.upload),
        of: 'Slack’s, of one workspace',
      },
      {
        what: 'a program’s one thread',
        share: most((q) => cpuOfPrograms(q.before, q.after) / real(q) / about.replicas),
        of: 'each of the programs',
      },
      { what: 'PostgreSQL', share: most((q) => server(q.before, q.after) / real(q)), of: 'one core' },
    ],
    mostWaiting: { messages: most((q) => q.waiting.open), prompts: most((q) => q.waiting.prompts) },
    left,
    lost: {
      messages: posted.filter(({ key }) => !slack.taken.has(String(key))).length,
      records: missing('record.open', rows?.records),
      plans: missing('plan', rows?.plans),
      confirmations: missing('hours.confirm', rows?.confirmations),
    },
    doubled: taken.reduce((n, times) => n + times - 1, 0),
  };
}

const number = (n: number): string =>
  n >= 100 || Number.isInteger(n) ? Math.round(n).toLocaleString('en-GB') : n.toPrecision(2);
const table = (rows: readonly (readonly string[])[]): readonly string[] => {
  const [head = [], ...lines] = rows;
  return [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...lines.map((l) => `| ${l.join(' | ')} |`),
  ];
};
const ofPrompt: Readonly<Record<string, string>> = {
  remind: 'a reminder',
  now: 'a session’s start',
  end: 'the record is asked for',
  ask: 'the mentee is asked',
  'mentor-digest': 'a mentor’s digest',
};
const ofAnswer: Readonly<Record<string, string>> = { press: 'a press', form: 'a form’s step', word: 'a word typed' };

/** All that goes into docs/operations.md, as lines of Markdown. */
export function told(f: Figures): readonly string[] {
  const each = (n: number): string => number(n / f.mentorships);
  const inMs = (seconds: number): string => `${number((seconds / f.mentorships) * 1_000)} ms`;
  const perDay = Object.entries(f.calls).filter(([method]) =>
    /^(chat|files|views)\.|^conversations\.open$/.test(method),
  );
  const first = [...f.shares].sort((a, b) => b.share - a.share)[0];
  return [
    '',
    `A Monday of ${number(f.mentorships)} mentorships, ${f.replicas} ${f.replicas === 1 ? 'program' : 'programs'}; ${f.sessions} sessions, the day ${number(f.speed)} times as fast; ${f.cores} cores, load before ${f.load.map((l) => l.toFixed(1)).join(' ')}; made in ${number(f.made / 1_000)} s`,
    '',
    ...table([
      ['from due to Slack', 'messages', 'p50', 'p99', 'longest', 'p99 by the day’s clock'],
      ...f.due.map((d) => [
        ofPrompt[d.what] ?? d.what,
        number(d.count),
        `${number(d.p50)} ms`,
        `${number(d.p99)} ms`,
        `${number(d.max)} ms`,
        `${number((d.p99 * f.speed) / minute)} min`,
      ]),
    ]),
    '',
    ...table([
      ['answered', 'acts', 'p50', 'p99', 'longest'],
      ...f.answered.map((d) => [
        ofAnswer[d.what] ?? d.what,
        number(d.count),
        `${number(d.p50)} ms`,
        `${number(d.p99)} ms`,
        `${number(d.max)} ms`,
      ]),
    ]),
    '',
    ...table([
      ['what it took', 'in all', 'for each mentorship and day, without the clock’s moves'],
      ['acts of people', number(f.acts), each(f.acts)],
      ...perDay.map(([method, n]) => [`\`${method}\``, number(n), each(n)]),
      ['statements, BEGIN and COMMIT not counted', number(f.statements.all), each(f.statements.own)],
      ['processor, programs', `${number(f.programCpu.all)} s`, inMs(f.programCpu.own)],
      ['processor, PostgreSQL', `${number(f.serverCpu.all)} s`, inMs(f.serverCpu.own)],
    ]),
    '',
    ...table([
      ['in the busiest quarter of an hour, by the day’s clock', 'of', 'taken'],
      ...[...f.shares].sort((a, b) => b.share - a.share).map((s) => [s.what, s.of, `${number(s.share * 100)} %`]),
    ]),
    '',
    `First at its end: ${first?.what ?? 'nothing'}, at ${number(f.mentorships / Math.max(1e-9, first?.share ?? 0))} mentorships by this day${(first?.share ?? 0) > 0.95 ? ', or fewer: there was no more of it to take' : ''}. The machine was ${number(f.machine * 100)} % busy here at the most, the driver of it all included (${number(f.driverCpu)} s).`,
    `Waiting at the most: ${number(f.mostWaiting.messages)} messages, ${number(f.mostWaiting.prompts)} due prompts; at the end ${f.left.open} and ${f.left.prompts}. Answered 429: ${f.limited}. While only the clock is moved: ${number(f.idleCpu * 1_000)} ms of processor a second, taken off above.`,
    `Acts: ${Object.entries(f.byAct)
      .map(([what, n]) => `${what} ${n}`)
      .join(', ')}; not taken ${f.faults}.`,
    '',
    ...table([
      [
        'mentorships',
        'programs',
        'sessions',
        'acts',
        'messages lost',
        'records, plans, confirmations lost',
        'doubled',
        'failed',
        'too late',
      ],
      [
        number(f.mentorships),
        String(f.replicas),
        number(f.sessions),
        number(f.acts),
        String(f.lost.messages),
        `${f.lost.records}, ${f.lost.plans}, ${f.lost.confirmations}`,
        String(f.doubled),
        String(f.left.failed),
        String(f.left.late),
      ],
    ]),
    `(${sessionsAWeek} session a mentorship and week, a ${workingDays}th of them on this day; ${number(f.sessions / Math.max(1, f.mentorships))} for each; busiest hour of ${hour / minute} min by slots)`,
  ];
}
