import { describe, expect, test } from 'vitest';
import { hour, minute } from '../../../src/kernel/clock.js';
import { type Outage, type OutageWorld, outageWorld, type Taken } from '../../support/outage-world.js';

/**
 * A platform goes away while ten sessions end and one begins, and comes back. What it took, what came too late, and who
 * was told, as a table for a person to look at: `outages.md` beside this file.
 */

const second = 1_000;
const outages: readonly (readonly [how: Outage, called: string, ms: number])[] = [
  ['429', '429 for a minute', minute],
  ['refused', 'refused for two hours', 2 * hour],
  ['no name', 'DNS gone for a day', 24 * hour],
  ['revoked', 'token revoked, renewed after three hours', 3 * hour],
];

const titles = [...Array.from({ length: 10 }, (_, n) => `Talk ${n}.`), 'Reminded.'];
const asksForRecord = /Write the record now/;
const asksMentee = /Is that right\?/;
/** What a prompt asks that waits for its reader's hours; a record is asked for as its session ends. */
const waitsForHours = /Is that right\?|is not written yet|You are meeting|thing.? waits? for you/;
const tooLate = /I could not send you something in time: ([^.]+)\./;

interface Row {
  readonly platform: string;
  readonly outage: string;
  readonly asked: number;
  readonly late: number;
  readonly lost: number;
  readonly doubled: number;
  readonly everyMinute: boolean;
  readonly firstTry: boolean;
  readonly atNight: number;
  readonly told: string;
}

/** From early in the outage to its end, closely where something is to be seen. */
async function lives(w: OutageWorld, began: number, ms: number): Promise<void> {
  const [first, expires] = [Math.min(10 * minute, ms), Math.min(68 * minute, ms)];
  await w.to(began + first, 10 * second);
  await w.to(began + expires, minute);
  await w.to(began + Math.min(72 * minute, ms), 20 * second);
  await w.to(began + ms - first, 10 * minute);
  await w.to(began + ms, 10 * second);
}

const longest = (times: readonly number[]): number =>
  Math.max(0, ...times.slice(1).map((at, i) => at - (times[i] ?? at)));

const isNight = (at: number): boolean => {
  const h = new Date(at).getUTCHours();
  return h < 8 || h >= 19;
};

async function rowOf(platform: 'slack' | 'teams', [how, called, ms]: (typeof outages)[number]): Promise<Row> {
  const w = await outageWorld(platform, '2026-11-23T16:58:00Z');
  try {
    const began = w.now();
    for (const [n, title] of titles.slice(0, -1).entries())
      await w.session(title, began - 45 * minute + Math.floor(((n + 1) * ms) / 20));
    // Its reminder falls due ten minutes on and says nothing any more an hour later.
    await w.session('Reminded.', began + 70 * minute);
    await w.goes(how);
    await lives(w, began, ms);
    expect(w.taken().filter((t) => t.at > began)).toEqual([]);
    const back = w.now();
    const meanwhile = w.tries.filter((at) => at >= began);
    const close = meanwhile.filter((at) => at <= began + 10 * minute);
    const lately = meanwhile.filter((at) => at >= back - 9 * minute);
    expect(lately.length).toBeGreaterThan(ms > minute ? 9 : 0);
    await w.comesBack(how);
    await w.to(back + 2 * minute, second);
    await w.to(back + 10 * minute, 10 * second);
    await w.to(Date.parse('2026-11-25T14:00:00Z'), 10 * minute);

    const after = w.taken().filter((t) => t.at > began);
    const late = await w.store().read((tx) => tx.in(w.programme).outbox.undelivered(100));
    const { outboxOpen, promptsDue } = await w.store().queue.counts(w.now());
    expect(promptsDue).toBe(0);
    const arrived = (to: Taken['to'], what: RegExp, title: string): boolean =>
      after.some((t) => t.to === to && what.test(t.words) && t.words.includes(title));
    const missing = titles.flatMap((title) => [
      ...(arrived('mentor', asksForRecord, title) ? [] : [`record ${title}`]),
      ...(arrived('mentee', asksMentee, title) ? [] : [`length ${title}`]),
    ]);
    const tellings = after.flatMap((t) => {
      const said = tooLate.exec(t.words)?.[1];
      return said === undefined ? [] : [`the ${t.to} of ${said}`];
    });
    const untold = late.filter((r) => {
      const who = 'person' in r.to && r.to.person === w.people.mentor ? 'mentor' : 'mentee';
      return r.face !== 'reminder' || !tellings.includes(`the ${who} of a reminder`);
    });
    const perSecond = new Map<string, number>();
    for (const t of after) perSecond.set(`${t.to}${t.at}`, (perSecond.get(`${t.to}${t.at}`) ?? 0) + 1);
    if (ms < 24 * hour && w.now() > back)
      expect(
        Math.max(...after.filter((t) => t.at < back + 10 * minute).map((t) => perSecond.get(`${t.to}${t.at}`) ?? 0)),
      )
        // A quarter of Teams' seven a second goes at once, then one each fifth of a second.
        .toBeLessThanOrEqual(platform === 'slack' ? 1 : 7);
    const lines = after.filter((t) => /could not be delivered/.test(t.words)).length;
    return {
      platform,
      outage: called,
      asked: after.length + late.length,
      late: late.length,
      lost: missing.length + untold.length + outboxOpen,
      doubled: after.length - new Set(after.map((t) => `${t.to}|${t.words}`)).size,
      everyMinute: longest(close) <= minute && longest([...lately, back]) <= minute,
      firstTry: (w.tries.find((at) => at > back) ?? Number.POSITIVE_INFINITY) - back <= minute,
      atNight: after.filter((t) => isNight(t.at) && waitsForHours.test(t.words)).length,
      told: [
        ...tellings.sort(),
        ...(lines === 0 ? [] : [`the coordinator in ${lines} line${lines > 1 ? 's' : ''}`]),
      ].join(', '),
    };
  } finally {
    await w.stop();
  }
}

const rows: Row[] = [];
const yes = (is: boolean): string => (is ? 'yes' : 'NO');

describe.each(['slack', 'teams'] as const)('%s away', (platform) => {
  test.each(outages)(
    '%s: nothing is lost, nothing comes twice, and it goes on within a minute',
    async (...outage) => {
      const row = await rowOf(platform, outage);
      rows.push(row);
      expect(row).toMatchObject({ lost: 0, doubled: 0, everyMinute: true, firstTry: true, atNight: 0 });
      expect(row.told !== '').toBe(row.late > 0);
    },
    120_000,
  );
});

test('the table says so', async () => {
  const head = [
    'platform',
    'away',
    'asked for',
    'too late',
    'lost',
    'doubled',
    'tried each minute',
    'first try within a minute of its return',
    'asked at night',
    'who was told that something came too late',
  ];
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const table = [
    '# Platforms away: what became of what was to be said',
    '',
    'Ten sessions end and one begins meanwhile. *Lost*: neither delivered nor told.',
    'Written by `outages.e2e.test.ts`; `-u` writes it anew.',
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map((r) =>
      line([
        r.platform,
        r.outage,
        r.asked,
        r.late,
        r.lost,
        r.doubled,
        yes(r.everyMinute),
        yes(r.firstTry),
        r.atNight,
        r.told === '' ? 'nobody had to be' : r.told,
      ]),
    ),
    '',
  ].join('\n');
  expect(rows).toHaveLength(8);
  await expect(table).toMatchFileSnapshot('outages.md');
});
