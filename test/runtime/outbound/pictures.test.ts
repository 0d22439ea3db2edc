import { afterEach, describe, expect, test } from 'vitest';
import type { Card } from '../../../src/chat/card.js';
import type { Address, MessageRef } from '../../../src/chat/inbound.js';
import { day, minute } from '../../../src/kernel/clock.js';
import { Refused } from '../../../src/kernel/errors.js';
import { localTenant } from '../../../src/local/sample-people.js';
import type { Limit } from '../../../src/ports/chat.js';
import { type Documents, drawerBusy } from '../../../src/ports/documents.js';
import type { Log } from '../../../src/runtime/log.js';
import { mostSendsWithPicture, mostTries } from '../../../src/runtime/outbound/pictures.js';
import { platformLimits } from '../../../src/runtime/outbound/platform-limits.js';
import { channelAddress, type FakeChat, fakeChat } from '../../support/chat.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';

let w: FeedbackWorld | undefined;
afterEach(async () => {
  await w?.stop();
  w = undefined;
});

/** Draws at once, and says what it drew. */
const quick: Documents = {
  draw: async (chart, as) => ({
    name: `hours.${as}`,
    type: as === 'svg' ? 'image/svg+xml' : 'image/png',
    bytes: Buffer.from(JSON.stringify(chart)),
  }),
};

/** A programme with one session on record, at a chat that uploads. */
async function world(
  chat: FakeChat = fakeChat({ files: 'upload' }),
  more: { readonly documents?: Documents; readonly log?: Log } = {},
): Promise<{ world: FeedbackWorld; chat: FakeChat; digests: () => FakeChat['messages'] }> {
  const made = await feedbackWorld([], undefined, { chat, documents: quick, ...more });
  w = made;
  // The mentor's own digest has a picture too: here it is the channel's that is looked at.
  await made.manners('maya', { digestStopped: true });
  await made.held({ at: '2026-11-24T10:00:00Z', minutes: 90 });
  await made.clock.to('2026-11-25T10:00:00Z');
  return { world: made, chat, digests: () => chat.messages.filter((m) => m.address === channelAddress) };
}
const digestNow = (made: FeedbackWorld) => made.as('priya').types('digest now', { scope: 'shared' });
const seconds = async (made: FeedbackWorld, n: number): Promise<void> => {
  for (let i = 0; i < n; i += 1) await made.clock.pass(1_000);
};
const picture = (card: Card | undefined) => card?.blocks.find((b) => b.kind === 'image');
const filesOf = (chat: FakeChat, address: Address = channelAddress) =>
  [...(chat.in(address).at(-1)?.message.files ?? [])].map(([, file]) => file);

describe('a picture is placed once, before its message leaves', () => {
  test('and the message names it', async () => {
    const { world: made, chat, digests } = await world();
    await digestNow(made);
    expect(chat.placed).toHaveLength(1);
    expect(chat.placed[0]).toMatchObject({ address: channelAddress, file: { name: 'hours.png', type: 'image/png' } });
    expect(digests()).toMatchObject([{ posts: 1 }]);
    const block = picture(digests()[0]?.message.card);
    expect([...(digests()[0]?.message.files ?? [])]).toEqual([
      [block?.kind === 'image' && block.document, { kind: 'placed', ref: 'file-1' }],
    ]);
  });

  test('a message that was refused, and one whose end is not known, take what is placed', async () => {
    const { world: made, chat, digests } = await world();
    chat.faults.push({ sent: { kind: 'refused', scope: 'conversation', retryAfterMs: 1_000 } });
    chat.faults.push({ sent: { kind: 'ambiguous' }, deliver: true });
    await digestNow(made);
    await seconds(made, 20);
    expect(chat.placed).toHaveLength(1);
    expect(digests()).toMatchObject([{ posts: 1 }]);
    expect(filesOf(chat)).toEqual([{ kind: 'placed', ref: 'file-1' }]);
  });

  test('drawn again where it stands it is the same picture, whatever has happened since', async () => {
    const { world: made, chat, digests } = await world();
    await digestNow(made);
    const before = digests()[0]?.message.card;
    await made.held({ at: '2026-11-25T08:00:00Z', minutes: 60 });
    const subject = `2026-11-23.1`;
    await made.change((rows) =>
      rows.outbox.add({
        face: 'digest',
        subject,
        to: { channel: channelAddress },
        at: made.clock.now(),
        sensitive: false,
      }),
    );
    await made.settled();
    expect(digests()).toMatchObject([{ edits: 1 }]);
    expect(digests()[0]?.message.card).toEqual(before);
    expect(filesOf(chat)).toEqual([{ kind: 'placed', ref: 'file-1' }]);
    expect(chat.placed).toHaveLength(1);
  });

  test('a crash between placing and posting: the next run posts with it', async () => {
    const { world: made, chat, digests } = await world();
    // The program ends as the message leaves: no result of `send` is ever written down.
    const real = chat.send;
    const died = new Promise<never>(() => undefined);
    let stuck: (() => void) | undefined;
    const began = new Promise<void>((resolve) => {
      stuck = resolve;
    });
    chat.send = async () => {
      stuck?.();
      return died;
    };
    void made.as('priya').types('digest now', { scope: 'shared' });
    await began;
    expect(chat.placed).toHaveLength(1);
    expect(digests()).toHaveLength(0);
    chat.send = real;
    // The next program on the same database, once the lease of the dead one is over.
    made.clock.set(made.clock.now() + 5 * minute);
    await made.settled();
    expect(chat.placed).toHaveLength(1);
    expect(digests()).toMatchObject([{ posts: 1 }]);
    expect(filesOf(chat)).toEqual([{ kind: 'placed', ref: 'file-1' }]);
  });

  test('an upload whose end is not known is made again: at worst a file that nobody sees, never a second message', async () => {
    const { world: made, chat, digests } = await world();
    chat.placeFaults.push({ thrown: new Refused('slack-upload:ambiguous', ''), deliver: true });
    await digestNow(made);
    expect(digests()).toHaveLength(0);
    await seconds(made, 3);
    expect(chat.placed).toHaveLength(2);
    expect(digests()).toMatchObject([{ posts: 1 }]);
    expect(filesOf(chat)).toEqual([{ kind: 'placed', ref: 'file-2' }]);
  });

  describe('where the platform allows so many files', () => {
    /** A chat that takes one file within so long (ms), and has just taken it. */
    const paced = async (within: number) => {
      const limit: Limit = { of: ['place'], per: 'workspace', most: 1, within };
      const made = await world({ ...fakeChat({ files: 'upload' }), limits: [limit] });
      const { store, clock } = made.world;
      const { count } = store.queue;
      const workspace = channelAddress.split(':').slice(0, 2).join('|');
      const pacing = platformLimits(count, clock.now);
      const another = () =>
        pacing.pass({ limits: [limit] }, { call: 'place', workspace, address: channelAddress }, false);
      expect(await another()).toEqual({ go: true });
      return { ...made, another };
    };

    test('a picture waits for its place in the line, and its card with it', async () => {
      const { world: made, chat, digests } = await paced(30_000);
      await digestNow(made);
      await seconds(made, 29);
      expect([chat.placed.length, digests().length]).toEqual([0, 0]);
      await seconds(made, 2);
      expect([chat.placed.length, digests().length]).toEqual([1, 1]);
      expect(filesOf(chat)).toHaveLength(1);
    });

    test('a card whose picture would wait for minutes goes at once without it, and takes nobody’s place', async () => {
      const { world: made, chat, digests, another } = await paced(90_000);
      await digestNow(made);
      expect([chat.placed.length, digests().length]).toEqual([0, 1]);
      expect(filesOf(chat)).toEqual([]);
      await seconds(made, 91);
      expect(await another()).toEqual({ go: true });
    });
  });

  test('each conversation has its own', async () => {
    const { world: made, chat } = await world();
    await made.manners('maya', { digestStopped: false });
    await made.clock.to('2026-11-27T16:00:00Z');
    const to = chat.placed.map((p) => p.address).sort();
    expect(to).toEqual([channelAddress, 'web:maya']);
    expect(filesOf(chat, 'web:maya' as Address)).toHaveLength(1);
  });

  test('a press that is answered with its message shows the picture that stands there', async () => {
    const { world: made, chat } = await world();
    await made.manners('maya', { digestStopped: false });
    await made.clock.to('2026-11-27T16:00:00Z');
    const own = chat.in('web:maya' as Address).at(-1);
    const answer = await made.bot.hear({
      kind: 'press',
      deliveryId: 'maya:reads',
      who: { platform: 'web', tenant: localTenant, user: 'maya' },
      surface: { scope: 'direct', form: true, redraws: true },
      at: 'web:maya' as Address,
      press: { verb: 'feedback.read', subject: made.id('maya') },
      on: { ref: own?.ref as MessageRef, drawn: own?.message.drawn ?? 0 },
    });
    expect(answer.redrawn?.message.files).toEqual(own?.message.files);
    expect(own?.message.files.size).toBe(1);
  });

  test('an address that is over is placed anew when its message is drawn again', async () => {
    const chat = fakeChat({ files: 'url' });
    const { world: made } = await world(chat);
    let n = 0;
    chat.place = async () => {
      n += 1;
      return { kind: 'url', url: `https://mentorlog.example/f/${n}`, until: made.clock.now() + 30 * day };
    };
    // No other digest comes meanwhile, which would be placed as well.
    await made.as('priya').types('digest off');
    await digestNow(made);
    const redraw = async (): Promise<void> => {
      await made.change((rows) =>
        rows.outbox.add({
          face: 'digest',
          subject: '2026-11-23.1',
          to: { channel: channelAddress },
          at: made.clock.now(),
          sensitive: false,
        }),
      );
      await made.settled();
    };
    made.clock.set(made.clock.now() + 29 * day);
    await redraw();
    expect(n).toBe(1);
    made.clock.set(made.clock.now() + 2 * day);
    await redraw();
    const first = chat.in(channelAddress)[0]?.message.files;
    expect([...(first ?? [])].map(([, f]) => f.kind === 'url' && f.url)).toEqual(['https://mentorlog.example/f/2']);
  });
});

describe('what cannot be placed holds nobody up', () => {
  const gone = async (chat: FakeChat, made: FeedbackWorld): Promise<void> => {
    const sent = chat.in(channelAddress);
    expect(sent).toMatchObject([{ posts: 1 }]);
    expect(sent[0]?.message.files.size).toBe(0);
    // The words say the same, and stand alone.
    expect(made.channel()[0]).toContain('Hours of mentoring: 1 h 30 min of 6 h delivered.');
    expect(made.channel()[0]).toContain('(picture: Hours of mentoring: 1 h 30 min of 6 h delivered.)');
  };

  test('tried a few times within a minute, then the card goes without it', async () => {
    const faults: unknown[] = [];
    const { world: made, chat } = await world(undefined, {
      log: {
        say() {},
        fault: (code, error, details) => void (code === 'picture' && faults.push({ code, error, details })),
      },
    });
    for (let i = 0; i < 9; i += 1) chat.placeFaults.push({ thrown: new Refused('slack-upload:ambiguous', '') });
    await digestNow(made);
    await seconds(made, 60);
    expect(chat.placeFaults).toHaveLength(9 - mostTries);
    expect(faults).toHaveLength(mostTries);
    await gone(chat, made);
  });

  test.each(['cannot-place', 'too-large', 'no-public-url'])('%s: at once', async (code) => {
    const { world: made, chat } = await world();
    chat.placeFaults.push({ thrown: new Refused(code, '') });
    await digestNow(made);
    await gone(chat, made);
  });

  test('a picture that cannot be drawn', async () => {
    const { world: made, chat } = await world(undefined, {
      documents: {
        draw: async () => {
          throw new TypeError('no such font');
        },
      },
    });
    await digestNow(made);
    await seconds(made, 60);
    await gone(chat, made);
  });

  test('one that stands in a long line comes again, however often, and that is no try', async () => {
    let busy = 2 * mostTries;
    const { world: made, chat } = await world(undefined, {
      documents: {
        draw: async (...asked) => {
          if (busy === 0) return quick.draw(...asked);
          busy -= 1;
          throw Object.assign(new Error('busy'), { code: drawerBusy });
        },
      },
    });
    await digestNow(made);
    await seconds(made, 60);
    expect(busy).toBe(0);
    expect(chat.placed).toHaveLength(1);
  });

  test('tries that ended the program are counted too', async () => {
    const { world: made, chat } = await world();
    const real = chat.place;
    let began: (() => void) | undefined;
    let tries = 0;
    chat.place = () => {
      tries += 1;
      began?.();
      return new Promise(() => undefined);
    };
    for (let i = 0; i < mostTries; i += 1) {
      const trying = new Promise<void>((resolve) => {
        began = resolve;
      });
      void (i === 0 ? digestNow(made) : made.bot.run());
      await trying;
      made.clock.set(made.clock.now() + 5 * minute);
    }
    chat.place = real;
    await made.settled();
    expect(tries).toBe(mostTries);
    expect(chat.placed).toHaveLength(0);
    await gone(chat, made);
  });

  test('a message that the platform will not take with it is sent without', async () => {
    const { world: made, chat } = await world();
    chat.faults.push({ sent: { kind: 'faulty', code: 'invalid_blocks' } });
    await digestNow(made);
    await gone(chat, made);
  });

  test('the next digest is tried with the same picture again', async () => {
    const { world: made, chat } = await world();
    chat.faults.push({ sent: { kind: 'faulty', code: 'invalid_blocks' } });
    await digestNow(made);
    await gone(chat, made);
    await made.clock.pass(180_000);
    await digestNow(made);
    await seconds(made, 5);
    expect(chat.in(channelAddress).map((m) => m.message.files.size)).toEqual([0, 1]);
  });

  test('a picture that is never ready is waited for, and then left out', async () => {
    const { world: made, chat } = await world();
    for (let i = 0; i < mostSendsWithPicture; i += 1)
      chat.faults.push({ sent: { kind: 'refused', scope: 'conversation', retryAfterMs: 3_000, because: 'file' } });
    await digestNow(made);
    expect(chat.in(channelAddress)).toHaveLength(0);
    await seconds(made, 3 * mostSendsWithPicture);
    expect(chat.placed).toHaveLength(1);
    expect(chat.faults).toHaveLength(0);
    await gone(chat, made);
  });

  test('a chat that shows no files is given none', async () => {
    const { world: made, chat } = await world(fakeChat());
    await digestNow(made);
    expect(chat.placed).toHaveLength(0);
    await gone(chat, made);
  });
});
