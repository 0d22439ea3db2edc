import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { pace as slackPace } from '../../../adapters/slack/limits.js';
import { pace as teamsPace } from '../../../adapters/teams/limits.js';
import type { Address } from '../../../src/chat/inbound.js';
import type { Limit } from '../../../src/ports/chat.js';
import type { Counter } from '../../../src/ports/store.js';
import { pass, platformLimits, ruleOf, wasInLine } from '../../../src/runtime/outbound/platform-limits.js';
import { drained, type OutboxWorld, outboxWorld, type Went } from '../../support/outbox-world.js';

/** The windows that hold more than they may, wherever they begin: none. */
function exceeded(went: readonly Went[], limits: readonly Limit[]): readonly string[] {
  const found: string[] = [];
  const conversations = [...new Set(went.map((w) => w.conversation))];
  for (const limit of limits)
    for (const of of limit.per === 'workspace' ? [undefined] : conversations) {
      const times = went.filter((w) => of === undefined || w.conversation === of).map((w) => w.at);
      times.sort((a, b) => a - b);
      times.forEach((at, i) => {
        const after = times[i + limit.most];
        if (after !== undefined && after - at < limit.within)
          found.push(`${limit.most + 1} within ${after - at} ms of ${of ?? 'the workspace'}, from ${at}`);
      });
    }
  return found;
}

const limit: fc.Arbitrary<Limit> = fc.record({
  of: fc.constant(['send'] as const),
  per: fc.constantFrom('conversation' as const, 'workspace' as const),
  most: fc.integer({ min: 1, max: 40 }),
  within: fc.integer({ min: 100, max: 60_000 }),
});

/** Messages as the outbox has them: in each conversation only the first may try; nobody knows when the engine wakes. */
function simulated(
  limits: readonly Limit[],
  arrivals: readonly { readonly at: number; readonly conversation: number }[],
  wakes: () => number,
): { readonly went: readonly Went[]; readonly tries: number } {
  const kept = new Map<string, Counter>();
  const waiting = arrivals
    .map(({ at, conversation }, n) => ({ at, next: at, conversation: `c${conversation}`, n, code: '' }))
    .sort((a, b) => a.at - b.at || a.n - b.n)
    .map((m, n) => ({ ...m, n }));
  const went: Went[] = [];
  let tries = 0;
  let now = 0;
  while (waiting.length > 0) {
    const heads = waiting.filter((m, i) => waiting.findIndex((o) => o.conversation === m.conversation) === i);
    now = Math.max(now, Math.min(...heads.map((m) => m.next))) + wakes();
    for (const m of heads) {
      if (m.next > now) continue;
      tries += 1;
      const rules = limits.map((l) => ruleOf(l, l.per === 'workspace' ? 'w' : m.conversation));
      const [after, passed] = pass(rules, 'rest', kept, now, wasInLine(m.code));
      for (const [key, counter] of after) kept.set(key, counter);
      if (passed.go) {
        waiting.splice(waiting.indexOf(m), 1);
        went.push({ at: now, conversation: m.conversation, n: m.n });
      } else {
        // Waited for, never turned away to try again at once.
        expect(passed.at).toBeGreaterThan(now);
        Object.assign(m, { next: passed.at, code: passed.code });
      }
    }
    if (tries > arrivals.length * 60) throw new Error('somebody is never let through');
  }
  return { went, tries };
}

describe('whatever is allowed, and whoever comes when', () => {
  test('no window is ever exceeded, everybody goes, and each conversation in its order', () => {
    fc.assert(
      fc.property(
        fc.array(limit, { minLength: 1, maxLength: 4 }),
        fc.array(fc.record({ at: fc.integer({ min: 0, max: 20_000 }), conversation: fc.integer({ min: 0, max: 6 }) }), {
          minLength: 1,
          maxLength: 120,
        }),
        fc.infiniteStream(fc.integer({ min: 0, max: 1_000 })),
        (limits, arrivals, late) => {
          const { went } = simulated(limits, arrivals, () => late.next().value ?? 0);
          expect(exceeded(went, limits)).toEqual([]);
          expect(went).toHaveLength(arrivals.length);
          for (const of of new Set(went.map((w) => w.conversation))) {
            const order = went.filter((w) => w.conversation === of).map((w) => w.n);
            expect(order).toEqual([...order].sort((a, b) => a - b));
          }
        },
      ),
      { numRuns: 150, seed: 20261125 },
    );
  });

  test('what the platforms allow, used up at once and after a rest: as many go as a quarter below it', () => {
    for (const [limits, seconds] of [
      [slackPace.filter((l) => l.of.includes('send')), 125],
      [teamsPace, 50],
    ] as const) {
      const arrivals = Array.from({ length: 500 }, (_, i) => ({ at: i % 2 === 0 ? 0 : 5_000, conversation: i % 20 }));
      const { went, tries } = simulated(limits, arrivals, () => 0);
      expect(exceeded(went, limits)).toEqual([]);
      expect(Math.max(...went.map((w) => w.at))).toBeLessThan(seconds * 1_000);
      // A place in the line is waited for, not asked for again and again.
      expect(tries).toBeLessThan(arrivals.length * 4);
    }
  });

  test('a crowd in one conversation does not hold up another; who waits in line is not passed by who comes new', () => {
    const limits: readonly Limit[] = [
      { of: ['send'], per: 'conversation', most: 1, within: 1_000 },
      { of: ['send'], per: 'workspace', most: 4, within: 2_000 },
    ];
    const crowd = Array.from({ length: 200 }, () => ({ at: 0, conversation: 0 }));
    const steady = Array.from({ length: 90 }, (_, i) => ({ at: i * 700, conversation: 1 + (i % 3) }));
    const one = { at: 3_000, conversation: 9 };
    const { went } = simulated(limits, [...crowd, ...steady, one], () => 0);
    expect(went.find((w) => w.conversation === 'c9')?.at).toBeLessThan(8_000);
  });

  test('what is urgent stands before all in line, takes nobody’s place, and no window is exceeded by it', () => {
    const rule = ruleOf({ of: ['send'], per: 'workspace', most: 4, within: 4_000 }, 'k');
    const inLine = new Map([[rule.key, { free: 0, line: 5_000 }]]);
    expect(pass([rule], 'rest', inLine, 1_000, 'first')[1]).toEqual({ go: true });
    const full = new Map([[rule.key, { free: 2_000, line: 5_000 }]]);
    const [after, passed] = pass([rule], 'rest', full, 1_000, 'first');
    expect(passed).toEqual({ go: false, at: 2_000, code: 'in-line' });
    expect(after.size).toBe(0);
    // Asked to be left alone, the platform is left alone by it too.
    const resting = new Map([...inLine, ['rest', { free: 9_000, line: 0 }]]);
    expect(pass([rule], 'rest', resting, 1_000, 'first')[1]).toMatchObject({ go: false, at: 9_000 });
  });

  test('while others have their places in line, a free moment is theirs', () => {
    const rule = ruleOf({ of: ['send'], per: 'workspace', most: 4, within: 4_000 }, 'k');
    const kept = new Map([[rule.key, { free: 0, line: 5_000 }]]);
    expect(pass([rule], 'rest', kept, 1_000, true)[1]).toEqual({ go: true });
    const [after, passed] = pass([rule], 'rest', kept, 1_000, false);
    expect(passed).toEqual({ go: false, at: 5_000, code: 'in-line' });
    expect(after.get(rule.key)?.line).toBe(5_000 + rule.every);
  });

  test('a clock that was wrong holds nobody up for longer than a burst takes', () => {
    const rule = ruleOf({ of: ['send'], per: 'conversation', most: 4, within: 4_000 }, 'k');
    const kept = new Map([[rule.key, { free: 9e12, line: 0 }]]);
    const [, passed] = pass([rule], 'rest', kept, 1_000, false);
    expect(passed).toMatchObject({ go: false });
    expect(passed.go ? 0 : passed.at).toBeLessThanOrEqual(1_000 + 4_000);
  });
});

let world: OutboxWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});
const begun = async (limits: readonly Limit[]): Promise<OutboxWorld> => {
  world = await outboxWorld(limits);
  return world;
};

const sends = slackPace.filter((l) => l.of.includes('send'));

test('answers are never held, and what may wait leaves room for them', async () => {
  const kept = new Map<string, Counter>();
  let now = 1_000_000;
  const pacing = platformLimits(
    async (keys, change) => {
      const [after, answer] = change(new Map(keys.flatMap((k) => (kept.has(k) ? [[k, kept.get(k) as Counter]] : []))));
      for (const [key, counter] of after) kept.set(key, counter);
      return answer;
    },
    () => now,
  );
  const at = { workspace: 'teams|t', address: 'teams:t:c' as Address };
  const send = async (): Promise<boolean> =>
    (await pacing.pass({ limits: teamsPace }, { call: 'send', ...at }, false)).go;
  expect(await send()).toBe(true);
  now += 60_000;
  for (let i = 0; i < 8; i += 1) await pacing.spend({ limits: teamsPace, ...at });
  expect(await send()).toBe(false);
  now += 60_000;
  expect(await send()).toBe(true);
});

describe('the outbox', () => {
  test('500 messages over 20 conversations go at the pace that is allowed, each once, in their order', {
    timeout: 60_000,
  }, async () => {
    const world = await begun(slackPace);
    await world.asks('c', 0, 500, 20);
    // Seldom woken: each waking looks through all that waits.
    await drained(world, 5_000);
    expect(world.went).toHaveLength(500);
    expect(new Set(world.went.map((w) => w.n)).size).toBe(500);
    expect(exceeded(world.went, sends)).toEqual([]);
    const span = Math.max(...world.went.map((w) => w.at)) - 1_000_000;
    // Three hundred a minute, of which a quarter went at once.
    expect(span).toBeGreaterThan(100_000);
    expect(span).toBeLessThan(140_000);
    for (let c = 0; c < 20; c += 1) {
      const order = world.went.filter((w) => w.conversation === `web:T:c${c}`).map((w) => w.n);
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
    const { outboxOpen, outboxFailed } = await world.store.queue.counts(0);
    expect({ outboxOpen, outboxFailed }).toEqual({ outboxOpen: 0, outboxFailed: 0 });
  });

  test('what is kept is in the database: another outbox goes on at the same pace', async () => {
    const world = await begun(slackPace);
    await world.asks('c', 1);
    await world.asks('c', 2);
    await world.box().run();
    await world.box().run();
    expect(world.went.map((w) => w.n)).toEqual([1]);
    world.now += 999;
    await world.box().run();
    expect(world.went.map((w) => w.n)).toEqual([1]);
    world.now += 1;
    await world.box().run();
    expect(world.went.map((w) => w.n)).toEqual([1, 2]);
  });

  test('a workspace that asks for it is left alone, by another outbox too, and a wait is no try the fewer', async () => {
    const world = await begun(slackPace);
    const real = world.chat.send;
    Object.assign(world.chat, {
      send: async () => ({ kind: 'refused', scope: 'workspace', retryAfterMs: 30_000 }),
    });
    await world.asks('a', 1);
    await world.box().run();
    Object.assign(world.chat, { send: real });
    await world.asks('b', 2);
    await world.box().run();
    world.now += 29_000;
    await world.box().run();
    expect(world.went).toEqual([]);
    await drained(world);
    world.now += 1_500;
    await drained(world);
    expect(world.went.map((w) => w.n).sort()).toEqual([1, 2]);
    expect(Math.min(...world.went.map((w) => w.at))).toBe(1_030_000);
  });

  test('what is new does not wait until what stands already is redrawn', async () => {
    const world = await begun(slackPace);
    await world.asks('c', 0, 60, 3);
    await drained(world);
    // Twenty cards in each of three conversations are to be drawn anew, and then there is news for each.
    world.now += 60_000;
    const began = world.now;
    await world.asks('c', 0, 60, 3);
    await world.asks('c', 100, 3, 3);
    await drained(world);
    const news = world.went.filter((w) => w.n >= 100);
    expect(news).toHaveLength(3);
    expect(Math.max(...news.map((w) => w.at)) - began).toBeLessThan(3_000);
    const updates = world.updated.map((u) => u.at);
    expect(updates).toHaveLength(60);
    expect(Math.max(...updates) - began).toBeGreaterThan(50_000);
    const paced = slackPace.filter((l) => l.of.includes('update'));
    expect(
      exceeded(
        updates.map((at, n) => ({ at, conversation: 'c', n })),
        paced,
      ),
    ).toEqual([]);
    const { outboxOpen, outboxFailed } = await world.store.queue.counts(0);
    expect({ outboxOpen, outboxFailed }).toEqual({ outboxOpen: 0, outboxFailed: 0 });
  });

  test('a chat without limits is not slowed, and nothing is counted for it', async () => {
    const world = await begun([]);
    await world.asks('c', 0, 20);
    await world.box().run();
    expect(world.went).toHaveLength(20);
    expect(world.asleep).toEqual([]);
    const counted = platformLimits(
      async () => {
        throw new Error('counted');
      },
      () => 0,
    );
    const about = { call: 'send', workspace: 'w', address: 'web:c' as Address } as const;
    expect(await counted.pass({ limits: [] }, about, false)).toEqual({ go: true });
  });
});
