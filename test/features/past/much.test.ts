import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawMessage } from '../../../adapters/slack/blocks.js';
import { messageRules, viewRules } from '../../../adapters/slack/limits.js';
import { panelModal } from '../../../adapters/slack/modal.js';
import { drawCard } from '../../../adapters/teams/card.js';
import { bytesOf, largestDialog } from '../../../adapters/teams/limits.js';
import { type Card, withFoot } from '../../../src/chat/card.js';
import type { Inbound, Reply } from '../../../src/chat/inbound.js';
import type { Reader } from '../../../src/chat/text.js';
import { opensForm } from '../../../src/features/index.js';
import { localTenant } from '../../../src/local/sample-people.js';
import { faults } from '../../adapters/teams/faults.js';
import { statementsOf } from '../../support/asked.js';
import { directOf } from '../../support/chat.js';
import { type Grown, grown } from '../../support/grown.js';
import { moreIn } from '../../support/statements.js';

/** A mentor of a hundred past sessions, and one of a thousand: half of a programme's are one mentor's (`grown`). */

const sizes = [
  { people: 20, sessions: 240 },
  { people: 20, sessions: 2_400 },
] as const;
let worlds: readonly Grown[] = [];
beforeAll(async () => {
  worlds = [await grown(sizes[0]), await grown(sizes[1])];
}, 60_000);
afterAll(async () => {
  for (const world of worlds) await world.t.stop();
});

let made = 0;
async function says(g: Grown, event: object): Promise<Reply> {
  made += 1;
  g.t.clock.set(g.t.clock.now() + 3_000);
  const answer = await g.t.bot.hear({
    deliveryId: `much:${made}`,
    who: { platform: 'web', tenant: localTenant, user: g.mentor },
    surface: { scope: 'direct', form: true },
    at: directOf(g.mentor),
    ...event,
  } as Inbound);
  return answer.reply;
}
const typed = (text: string) => ({ kind: 'command', text, mentions: [] });
const pressed = (verb: string, subject: string, arg?: string) => ({
  kind: 'press',
  press: { verb, subject, ...(arg === undefined ? {} : { arg }) },
});
const portfolioOf = (g: Grown): Promise<string> =>
  g.t.store.read(async (tx) => {
    const [portfolio] = await tx.in(g.t.programme).portfolios.ofMentor(g.ids.get(g.mentor) as never);
    return `${portfolio?.id}:portfolio`;
  });
const cardOf = (reply: Reply): Card => {
  if (reply.kind !== 'panel') throw new Error(JSON.stringify(reply).slice(0, 300));
  return reply.card;
};
const summaryOf = (card: Card): string => card.summary.parts.map((p) => (typeof p === 'string' ? p : 'X')).join('');

describe('a hundred past sessions and a thousand take the same number of statements', () => {
  test.each([
    ['past', () => Promise.resolve(typed('past'))],
    ['past and words', () => Promise.resolve(typed('past Held'))],
    ['the months', async (g: Grown) => pressed('past.months', await portfolioOf(g))],
    ['an earlier page', async (g: Grown) => pressed('past.list', await portfolioOf(g), '2026-11.1')],
    ['what was found, its second page', async (g: Grown) => pressed('past.found', await portfolioOf(g), '1')],
    ['one session', (g: Grown) => Promise.resolve(pressed('past.session', g.session.held))],
  ] as const)('%s', async (_what, event) => {
    const [small, large] = worlds;
    if (small === undefined || large === undefined) throw new Error('nothing has grown');
    const asked: (readonly string[])[] = [];
    for (const g of [small, large]) {
      const one = await event(g);
      // What is opened for the first time is remembered.
      await says(g, one);
      let reply: Reply | undefined;
      asked.push(
        await statementsOf(async () => {
          reply = await says(g, one);
        }),
      );
      expect(JSON.stringify(reply)).not.toContain('Something went wrong');
    }
    expect(moreIn(asked[1] ?? [], asked[0] ?? [])).toEqual([]);
    expect(asked[1]?.length).toBe(asked[0]?.length);
  });

  test('and there are as many', async () => {
    const counts: number[] = [];
    for (const g of worlds) {
      const found = /(\d+) sessions so far/.exec(summaryOf(cardOf(await says(g, typed('past')))));
      counts.push(Number(found?.[1]));
    }
    expect(counts[0]).toBeGreaterThanOrEqual(100);
    expect(counts[1]).toBeGreaterThanOrEqual(1_000);
  });
});

describe('whatever stands on a page keeps to every platform’s limits', () => {
  const reader: Reader = {
    person: null,
    platform: 'slack',
    zone: 'Europe/London',
    locale: 'en-GB',
    named: (id) => ({ name: `Zoë Featherstonehaugh-${id}` }),
  };
  test.each(['past', 'past Held', 'months', 'front'])('%s', async (what) => {
    const [, g] = worlds;
    if (g === undefined) throw new Error('nothing has grown');
    const subject = await portfolioOf(g);
    const event =
      what === 'months'
        ? pressed('past.months', subject)
        : what === 'front'
          ? pressed('past.open', '-', '0')
          : typed(what);
    const reply = await says(g, event);
    const card = cardOf(reply);
    const inMessage = (reply.kind === 'panel' ? reply.inMessage : undefined) ?? card;
    const view = panelModal(card, reader);
    expect(viewRules.safeParse(view).error?.issues).toBeUndefined();
    const message = drawMessage(inMessage, { reader });
    expect(messageRules.safeParse(message).error?.issues).toBeUndefined();
    // Nothing had to be left out for want of room, where buttons are.
    expect(JSON.stringify([view, message])).not.toMatch(/not shown here|for want of room/);
    for (const stands of ['dialog', 'message'] as const) {
      const drawn = drawCard(card, {
        reader: { ...reader, platform: 'teams' },
        key: 'key',
        drawn: 1,
        files: new Map(),
        stands,
        opens: opensForm,
      });
      expect(faults(drawn)).toEqual([]);
      expect(bytesOf(drawn)).toBeLessThan(largestDialog);
      expect(JSON.stringify(drawn)).not.toContain('for want of room');
    }
    expect(withFoot(card.blocks).length).toBeGreaterThan(0);
  });
});
