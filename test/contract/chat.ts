import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { button, buttons, type Card, facts, text } from '../../src/chat/card.js';
import type { Account, Address, MessageRef, Outgoing } from '../../src/chat/inbound.js';
import { literal, mention, moment, type Reader, say } from '../../src/chat/text.js';
import type { DocumentId, PersonId } from '../../src/kernel/ids.js';
import { showMoment } from '../../src/kernel/zoned.js';
import type { ChatPort, Profile } from '../../src/ports/chat.js';
import { madeUp } from '../support/verbs.js';

/** A message as the platform keeps it, read by its own means (its API, its page), not the adapter's. */
export interface SeenMessage {
  readonly ref: MessageRef;
  /** What is shown where there is room for one line: notifications, screen readers; null where there is no such thing. */
  readonly summary: string | null;
  /** Every piece of text that the platform shows as it is, in order. Nothing in it is markup there. */
  readonly literals: readonly string[];
  /** User ids that the platform renders as mentions of its own. */
  readonly mentions: readonly string[];
  /** Moments (ms, whole seconds) that the platform renders in each reader's own zone. */
  readonly moments: readonly number[];
  /** Addresses that can be followed. */
  readonly links: readonly string[];
  readonly buttons: readonly string[];
  /** Alternative texts of the pictures that are shown. */
  readonly pictures: readonly string[];
}

export type Fault =
  /** "Too many", with a wait of two seconds. */
  | 'rate-limited'
  /** Status 500 after the request was read. */
  | 'server-error'
  /** Accepts the request and never answers. */
  | 'hang'
  /** Accepts the request and drops the connection; the message may be there. */
  | 'reset-after-accept'
  /** Nobody listens there. */
  | 'connection-refused'
  /** The conversation is no longer to be had. */
  | 'left';

/** One running platform with one adapter on it. */
export interface ChatUnderTest {
  readonly chat: ChatPort;
  /** Somebody the bot can write to, and what the platform knows of them. */
  readonly member: { readonly account: Account; readonly profile: Profile };
  /** Somebody the platform does not know. */
  readonly stranger: Account;
  /** A conversation that others read, and that the bot is in; null where there is none. */
  readonly channel: Address | null;
  /** All messages of a conversation, oldest first. */
  seen(at: Address): Promise<readonly SeenMessage[]>;
  /** The home view of somebody as the platform keeps it. */
  seenHome(who: Account): Promise<Omit<SeenMessage, 'ref'> | undefined>;
  /** From now on calls go wrong in this way; `undefined` ends it. */
  fault(kind: Fault | undefined): Promise<void>;
  stop(): Promise<void>;
}

/** The parts of the contract that a platform may not have. Everything else has to hold. */
export type Part =
  | 'channel'
  | 'direct-unreachable'
  | 'pictures'
  | 'look-up'
  | 'home'
  | 'profile'
  | 'native-moments'
  | Fault;

/** Words that mean something on one platform or another, and have to stay words on all of them. */
export const hostile = [
  '*bold* _italic_ ~struck~ `code`',
  '**bold** __strong__ [label](https://evil.example/)',
  '<@U0000000001> <!channel> <!here|here> <https://evil.example/|label>',
  '@here @everyone @channel #general',
  '<b>b</b><script>alert(1)</script><img src=x onerror=alert(1)>',
  '&amp; &lt; &#60; <at>Sam</at>',
  '{{DATE(2026-11-24T15:00:00Z,SHORT)}} {name} %s',
  ':smile: :+1:',
  '> quoted\n- listed\n1. numbered\n# headed',
] as const;

const at = Date.UTC(2026, 10, 24, 15, 0, 0);
const known = 'person-known' as PersonId;
const unknown = 'person-unknown' as PersonId;
const image = 'document-1' as DocumentId;

/** A picture of one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let made = 0;

/** What every chat has to do, whatever the platform. `skips`: the parts that this platform cannot have, and why. */
export function chatContract(
  name: string,
  make: () => Promise<ChatUnderTest>,
  skips: Partial<Record<Part, string>> = {},
): void {
  describe(`${name} keeps the chat contract`, () => {
    let on: ChatUnderTest;
    let direct: Address;
    beforeAll(async () => {
      on = await make();
      direct = await on.chat.openDirect(on.member.account);
    });
    afterEach(() => on.fault(undefined));
    afterAll(() => on.stop());

    const part = (which: Part, title: string, body: () => Promise<void>): void => {
      const why = skips[which];
      if (why === undefined) {
        test(title, body);
        return;
      }
      process.stdout.write(`skipped: ${name}: ${title}: ${why}\n`);
      test.skip(`${title} (${why})`, body);
    };

    const reader = (): Reader => ({
      person: known,
      platform: on.chat.platform,
      zone: 'Europe/London',
      locale: 'en-GB',
      named: (p) => (p === known ? { name: 'Sam Known', user: on.member.account.user } : { name: 'Una *Unknown* <b>' }),
    });
    const outgoing = (card: Card, more: Partial<Outgoing> = {}): Outgoing => {
      made += 1;
      return { key: `key-${name}-${made}`, drawn: 1, card, reader: reader(), files: new Map(), ...more };
    };
    const plainCard = (words: string): Card => ({
      title: 'A title',
      summary: literal(`In short: ${words}`),
      blocks: [text(literal(words))],
    });
    const sent = async (message: Outgoing, to: Address = direct): Promise<MessageRef> => {
      const s = await on.chat.send(to, message);
      if (s.kind !== 'delivered') throw new Error(`not delivered: ${s.kind}`);
      return s.ref;
    };
    const seen = async (ref: MessageRef, to: Address = direct): Promise<SeenMessage> => {
      const found = (await on.seen(to)).filter((m) => m.ref === ref);
      expect(found).toHaveLength(1);
      return found[0] as SeenMessage;
    };

    test('a card arrives, once, with its title, its words and its summary', async () => {
      const before = (await on.seen(direct)).length;
      const ref = await sent(outgoing(plainCard('first words')));
      expect(await on.seen(direct)).toHaveLength(before + 1);
      const message = await seen(ref);
      expect(message.literals.join('\n')).toContain('A title');
      expect(message.literals).toContain('first words');
      if (message.summary !== null) expect(message.summary).toBe('In short: first words');
    });

    test('a direct conversation is the same one every time', async () => {
      expect(await on.chat.openDirect(on.member.account)).toBe(direct);
    });

    part('direct-unreachable', 'somebody who cannot be written to is refused in a sentence', async () => {
      await expect(on.chat.openDirect(on.stranger)).rejects.toMatchObject({ code: 'not-reachable' });
    });

    test.each(hostile)('a literal stays literal everywhere: %j', async (words) => {
      const card: Card = {
        title: words,
        summary: literal(words),
        blocks: [
          text(literal(words)),
          { kind: 'text', text: literal(words), tone: 'muted' },
          { kind: 'text', text: literal(words), tone: 'heading' },
          { kind: 'list', items: [literal(words)] },
          facts([words.replace(/\n/g, ' '), literal(words)]),
          buttons(button(words.replace(/\n/g, ' ').slice(0, 40), 'plan.read', 's1')),
        ],
      };
      const message = await seen(await sent(outgoing(card)));
      const shown = message.literals.map((l) => l.trim());
      // Title, text, muted, heading, list item, value of a fact.
      expect(shown.filter((l) => l.replace(/\s+/g, ' ') === words.replace(/\s+/g, ' ')).length).toBeGreaterThanOrEqual(
        5,
      );
      expect(message.mentions).toEqual([]);
      expect(message.links).toEqual([]);
      if (message.summary !== null) expect(message.summary.replace(/\s+/g, ' ')).toBe(words.replace(/\s+/g, ' '));
    });

    test('a mention is the platform’s own where it knows the person, and their name where it does not', async () => {
      const card: Card = {
        title: 'Mentions',
        summary: say`With ${mention(known)} and ${mention(unknown)}.`,
        blocks: [text(say`With ${mention(known)} and ${mention(unknown)}.`)],
      };
      const message = await seen(await sent(outgoing(card)));
      if (message.mentions.length > 0) expect(message.mentions).toEqual([on.member.account.user]);
      else expect(message.literals.join('')).toContain('Sam Known');
      expect(message.literals.join('')).toContain('Una *Unknown* <b>');
      if (message.summary !== null) expect(message.summary).toBe('With Sam Known and Una *Unknown* <b>.');
    });

    test('a moment is shown, and in its reader’s zone where the platform cannot do it itself', async () => {
      const card: Card = { title: 'When', summary: say`${moment(at)}`, blocks: [text(say`It is at ${moment(at)}.`)] };
      const message = await seen(await sent(outgoing(card)));
      if (message.moments.length > 0) expect(message.moments).toEqual([at]);
      else expect(message.literals.join('')).toContain(showMoment(at, 'Europe/London'));
      if (message.summary !== null) expect(message.summary).toBe(showMoment(at, 'Europe/London'));
    });

    part('native-moments', 'a moment is rendered by the platform, in each reader’s own zone', async () => {
      const card: Card = { title: 'When', summary: say`${moment(at)}`, blocks: [text(say`It is at ${moment(at)}.`)] };
      expect((await seen(await sent(outgoing(card)))).moments).toEqual([at]);
    });

    test('an update changes the message where it stands', async () => {
      const ref = await sent(outgoing(plainCard('before')));
      const before = (await on.seen(direct)).length;
      const updated = await on.chat.update(ref, outgoing(plainCard('after'), { drawn: 2 }));
      expect(updated).toEqual({ kind: 'delivered', ref });
      expect(await on.seen(direct)).toHaveLength(before);
      const message = await seen(ref);
      expect(message.literals).toContain('after');
      expect(message.literals).not.toContain('before');
    });

    test('an update that takes the buttons away takes them away', async () => {
      const pressable: Card = { ...plainCard('press'), blocks: [buttons(button('Yes', 'plan.accept', 's1'))] };
      const ref = await sent(outgoing(pressable));
      expect((await seen(ref)).buttons).toEqual(['Yes']);
      await on.chat.update(ref, outgoing(plainCard('accepted'), { drawn: 2 }));
      expect((await seen(ref)).buttons).toEqual([]);
    });

    test('more buttons than fit a row keep their order and their number', async () => {
      const labels = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'];
      const card: Card = {
        ...plainCard('choose'),
        blocks: [buttons(...labels.map((l) => button(l, madeUp('ask.answer'), 's1', { arg: l })))],
      };
      expect((await seen(await sent(outgoing(card)))).buttons).toEqual(labels);
    });

    test('a card that is far too long arrives, and says that something is missing', async () => {
      const blocks = Array.from({ length: 400 }, (_, i) => text(literal(`Line ${i} ${'words '.repeat(60)}`)));
      const card: Card = {
        ...plainCard('long'),
        blocks: [...blocks, buttons(button('Still here', 'plan.read', 's1'))],
      };
      const message = await seen(await sent(outgoing(card)));
      expect(message.buttons).toEqual(['Still here']);
      if (!message.literals.some((l) => l.startsWith('Line 399')))
        expect(message.literals.some((l) => l.includes('…'))).toBe(true);
    });

    part('channel', 'a shared conversation is written to like any other', async () => {
      const channel = on.channel as Address;
      const ref = await sent(outgoing(plainCard('to all')), channel);
      expect((await seen(ref, channel)).literals).toContain('to all');
    });

    part('look-up', 'a message is found by its key, and another key finds nothing', async () => {
      const message = outgoing(plainCard('look me up'));
      const ref = await sent(message);
      await sent(outgoing(plainCard('a later one')));
      expect(on.chat.can.lookUp).toBe(true);
      expect(await on.chat.wasSent(direct, message.key, Date.now() - 60_000)).toBe(ref);
      expect(await on.chat.wasSent(direct, 'no-such-key', Date.now() - 60_000)).toBeUndefined();
    });

    part('pictures', 'a picture is shown with its alternative text, and its text stands alone without it', async () => {
      expect(on.chat.can.files).not.toBe('none');
      const card: Card = { ...plainCard('hours'), blocks: [{ kind: 'image', document: image, alt: 'Hours: 4 of 6' }] };
      const placed = await on.chat.place(direct, { name: 'hours.png', type: 'image/png', bytes: png });
      const shown = await seen(await sent(outgoing(card, { files: new Map([[image, placed]]) })));
      expect(shown.pictures).toEqual(['Hours: 4 of 6']);
      const without = await seen(await sent(outgoing(card)));
      expect(without.pictures).toEqual([]);
      expect(without.literals).toContain('Hours: 4 of 6');
    });

    part('home', 'the home view is redrawn', async () => {
      const who = on.member.account;
      expect((await on.chat.home(who, plainCard('home one'), reader())).kind).toBe('delivered');
      expect((await on.chat.home(who, plainCard('home two'), reader())).kind).toBe('delivered');
      const home = await on.seenHome(who);
      expect(home?.literals).toContain('home two');
      expect(home?.literals).not.toContain('home one');
    });

    part('profile', 'the platform’s own knowledge of somebody', async () => {
      // What else somebody is called is the platform's own, and no name of ours.
      const { alsoCalled: _, ...profile } = (await on.chat.profile(on.member.account)) ?? {};
      expect(profile).toEqual(on.member.profile);
    });

    describe('when sending goes wrong', () => {
      const attempt = async (kind: Fault) => {
        await on.fault(kind);
        return on.chat.send(direct, outgoing(plainCard(`during ${kind}`)));
      };
      part('rate-limited', '“too many” is refused, with the time to wait', async () => {
        expect(await attempt('rate-limited')).toMatchObject({ kind: 'refused', retryAfterMs: 2000 });
      });
      part('server-error', 'a server’s error may have delivered it', async () => {
        expect(await attempt('server-error')).toEqual({ kind: 'ambiguous' });
      });
      part('hang', 'no answer may have delivered it', async () => {
        expect(await attempt('hang')).toEqual({ kind: 'ambiguous' });
      });
      part(
        'reset-after-accept',
        'a dropped connection is ambiguous, nothing is sent twice, and a look-up settles it',
        async () => {
          const message = outgoing(plainCard('during a reset'));
          const before = (await on.seen(direct)).length;
          await on.fault('reset-after-accept');
          expect(await on.chat.send(direct, message)).toEqual({ kind: 'ambiguous' });
          await on.fault(undefined);
          expect(await on.seen(direct)).toHaveLength(before + 1);
          if (on.chat.can.lookUp)
            expect(await on.chat.wasSent(direct, message.key, Date.now() - 60_000)).toBe(
              (await on.seen(direct)).at(-1)?.ref,
            );
        },
      );
      part('connection-refused', 'a refused connection was surely not delivered', async () => {
        const before = (await on.seen(direct)).length;
        expect(await attempt('connection-refused')).toMatchObject({ kind: 'refused' });
        await on.fault(undefined);
        expect(await on.seen(direct)).toHaveLength(before);
      });
      part('left', 'a conversation that is gone is gone', async () => {
        expect(await attempt('left')).toMatchObject({ kind: 'gone' });
      });
      part('look-up', 'a look-up that cannot tell says so', async () => {
        await on.fault('server-error');
        await expect(on.chat.wasSent(direct, 'any', Date.now())).rejects.toThrow();
      });
    });
  });
}
