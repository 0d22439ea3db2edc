import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { pace as slackPace } from '../../../adapters/slack/limits.js';
import { type Card, sentence } from '../../../src/chat/card.js';
import type { Address, MessageRef, Outgoing } from '../../../src/chat/inbound.js';
import { literal, mention, say } from '../../../src/chat/text.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import { localTenant } from '../../../src/local/sample-people.js';
import type { Sent } from '../../../src/ports/chat.js';
import { alone, type News } from '../../../src/ports/replicas.js';
import { lastDrawn } from '../../../src/runtime/outbound/last-drawn.js';
import { type FakeChat, fakeChat } from '../../support/chat.js';
import { feedbackWorld } from '../../support/feedback-world.js';
import { drained, type OutboxWorld, outboxWorld } from '../../support/outbox-world.js';

const ref = 'slack:1' as MessageRef;
const leo = 'person-leo' as PersonId;
const card: Card = sentence('Plan', say`With ${mention(leo)}`);

const message = (more: Partial<Outgoing> = {}, name = 'Leo'): Outgoing => ({
  key: 'key',
  drawn: 1,
  card,
  reader: { person: null, platform: 'slack', zone: 'Europe/London', locale: 'en-GB', named: () => ({ name }) },
  files: new Map(),
  ...more,
});

describe('a message', () => {
  const stood = (first = message()): ReturnType<typeof lastDrawn> => {
    const all = lastDrawn(() => 0, alone);
    all.stood(ref, first);
    return all;
  };
  const posted = { ref, drawn: 1 };

  test('stands as it was drawn, whatever its number, and nowhere else', () => {
    expect(stood().stands(posted, message({ drawn: 2 }))).toBe(true);
    expect(stood().stands({ ...posted, ref: 'slack:2' as MessageRef }, message())).toBe(false);
  });

  const { reader } = message();
  test.each<[string, Outgoing]>([
    ['other words', message({ card: sentence('Plan', literal('Without')) })],
    ['somebody’s new name', message({}, 'Léo')],
    ['an account of theirs', message({ reader: { ...reader, named: () => ({ name: 'Leo', user: 'U1' }) } })],
    ['its reader’s zone', message({ reader: { ...reader, zone: 'Europe/Paris' } })],
    ['a picture placed anew', message({ files: new Map([['d', { kind: 'placed', ref: 'F2' }]]) })],
  ])('looks otherwise with %s', (_what, other) => {
    expect(stood().stands(posted, other)).toBe(false);
  });

  test('is not known where it shows some of its readers more', () => {
    const differs = message({ card: { ...card, differsFor: [leo] } });
    expect(stood(differs).stands(posted, differs)).toBe(false);
  });

  test('is not known where another process drew it since', () => {
    expect(stood().stands({ ...posted, drawn: 2 }, message())).toBe(false);
  });

  test('is not known after an attempt with an unknown end', () => {
    const all = stood();
    all.unsure(ref);
    expect(all.stands(posted, message())).toBe(false);
  });

  test('is not known where another program answered with it, or may have', () => {
    for (const how of ['answered', 'anything'] as const) {
      const all = stood();
      expect(all.stands(posted, message())).toBe(true);
      if (how === 'answered') all.answeredElsewhere([ref]);
      else all.forget();
      expect(all.stands(posted, message()), how).toBe(false);
    }
  });

  test('that was answered with is told to others soon, many in one word; alone to nobody', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const told: News[] = [];
    const one = (several: boolean) =>
      lastDrawn(() => 0, { tell: (news) => void told.push(news), several: () => several });
    one(false).answered(ref);
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([]);
    const all = one(true);
    for (let i = 0; i < 50; i += 1) all.answered(`web:${i}` as MessageRef);
    vi.advanceTimersByTime(1_000);
    expect(told.map((news) => news.what === 'answered' && news.refs.length)).toEqual([40, 10]);
  });

  test('is not known while an answer may still replace it, whatever is drawn meanwhile', () => {
    let now = 0;
    const all = lastDrawn(() => now, alone);
    all.stood(ref, message());
    all.answered(ref);
    all.unsure(ref);
    all.stood(ref, message());
    expect(all.stands(posted, message())).toBe(false);
    now = 30_000;
    expect(all.stands(posted, message())).toBe(false);
    all.stood(ref, message());
    expect(all.stands(posted, message())).toBe(true);
  });

  test('is forgotten when ten thousand others were drawn since', () => {
    const all = stood();
    const other = (n: number) => `slack:other:${n}` as MessageRef;
    for (let n = 0; n < 9_999; n += 1) all.stood(other(n), message());
    expect(all.stands(posted, message())).toBe(true);
    all.stood(other(9_999), message());
    expect(all.stands(posted, message())).toBe(false);
    expect(all.stands({ ref: other(0), drawn: 1 }, message())).toBe(true);
  });
});

let world: OutboxWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

describe('the outbox', () => {
  /** One program; `asked` redraws the one message as it looks now, and answers what was sent for it. */
  async function begun(limits = slackPace) {
    const made = await outboxWorld(limits);
    world = made;
    const box = made.box();
    let words = 'a';
    made.says = () => sentence('n1', words);
    const drawnAs = async (next: string, by = box): Promise<readonly string[]> => {
      words = next;
      const before = made.updated.length;
      made.now += 60_000;
      await made.asks('c', 1);
      await drained(made, 1_000, by);
      return made.updated.slice(before).map((u) => String(u.message.card.summary.parts));
    };
    await drawnAs('a');
    return { made, box, drawnAs };
  }

  test('sends what looks otherwise, and nothing for what looks the same', async () => {
    const { made, drawnAs } = await begun();
    expect(made.went).toHaveLength(1);
    expect(await drawnAs('a')).toEqual([]);
    expect(await drawnAs('b')).toEqual(['b']);
    expect(await drawnAs('b')).toEqual([]);
    expect(await drawnAs('a')).toEqual(['a']);
    const { outboxOpen, outboxFailed } = await made.store.queue.counts(0);
    expect({ outboxOpen, outboxFailed }).toEqual({ outboxOpen: 0, outboxFailed: 0 });
  });

  test('sends it once more after a restart', async () => {
    const { made, drawnAs } = await begun();
    const restarted = made.box();
    expect(await drawnAs('a', restarted)).toEqual(['a']);
    expect(await drawnAs('a', restarted)).toEqual([]);
  });

  test.each<Sent>([{ kind: 'ambiguous' }, { kind: 'refused', scope: 'conversation' }, { kind: 'faulty', code: 'odd' }])(
    'sends it after an attempt whose end was $kind, for it may stand there otherwise',
    async (end) => {
      const { made, box, drawnAs } = await begun();
      const { update } = made.chat;
      made.chat.update = async (at, m) => {
        made.chat.update = update;
        await update(at, m);
        // What looked otherwise is taken back before it is tried again.
        made.says = () => sentence('n1', 'a');
        return end;
      };
      // What was refused as it was drawn is said anew at once.
      expect(await drawnAs('b')).toEqual(end.kind === 'faulty' ? ['b', 'a'] : ['b']);
      made.now += 60_000;
      await made.asks('c', 1);
      await drained(made, 1_000, box);
      expect(made.updated.at(-1)?.message.card.summary).toEqual(literal('a'));
    },
  );

  test.each<readonly [Sent, number]>([
    [{ kind: 'ambiguous' }, 1],
    // It surely did not arrive, so that what stands there is known still.
    [{ kind: 'refused', scope: 'conversation' }, 0],
  ])('after another program’s attempt whose end was %j: %i more', async (end, more) => {
    const { made, box, drawnAs } = await begun();
    const { update } = made.chat;
    made.chat.update = async () => {
      made.chat.update = update;
      return end;
    };
    await drawnAs('b', made.box());
    made.now += 60_000;
    made.says = () => sentence('n1', 'a');
    await made.asks('c', 1);
    await drained(made, 1_000, box);
    expect(made.updated).toHaveLength(more);
  });

  test('sends it all the same where nothing is limited', async () => {
    const { drawnAs } = await begun([]);
    expect(await drawnAs('a')).toEqual(['a']);
  });
});

test('a message that a press was answered with is sent again until that answer has arrived for certain', async () => {
  const chat = {
    ...fakeChat(),
    limits: [{ of: ['update'], per: 'workspace', most: 1_000, within: 60_000 }],
  } as FakeChat;
  const w = await feedbackWorld([], undefined, { chat });
  try {
    await w.clock.to('2026-11-27T16:00:00Z');
    const own = chat.in('web:maya' as Address).at(-1);
    const redrawn = async (): Promise<number> => {
      await w.change((rows) =>
        rows.outbox.add({
          face: 'mentor-digest',
          subject: '2026-11-23',
          to: { person: w.id('maya') },
          at: w.clock.now(),
          sensitive: false,
        }),
      );
      await w.clock.pass(0);
      return own?.edits ?? 0;
    };
    expect(own?.message.card.title).toContain('Your mentoring this week');
    expect(await redrawn()).toBe(0);
    const answer = await w.bot.hear({
      kind: 'press',
      deliveryId: 'maya:reads',
      who: { platform: 'web', tenant: localTenant, user: 'maya' },
      surface: { scope: 'direct', form: true, redraws: true },
      at: 'web:maya' as Address,
      press: { verb: 'feedback.read', subject: w.id('maya') },
      on: { ref: own?.ref as MessageRef, drawn: 1 },
    });
    expect(answer.redrawn?.ref).toBe(own?.ref);
    expect([await redrawn(), await redrawn()]).toEqual([1, 2]);
    await w.clock.pass(30_000);
    expect([await redrawn(), await redrawn()]).toEqual([3, 3]);
  } finally {
    await w.stop();
  }
});
