import { afterAll, describe, expect, test } from 'vitest';
import type { Card, Press } from '../src/chat/card.js';
import type { Reply } from '../src/chat/inbound.js';

import { type PermissionsWorld, permissionsWorld } from './support/permissions-world.js';

/**
 * Once somebody was erased: what the words that can be typed lead to, three presses deep, offers nothing that is there no more
 * (docs/field.md#erasure). Of cards that stand already: `test/after-erasure.test.ts`, `test/after-erasure-of-mentor.test.ts`.
 */

const typed = ['past', 'hours', 'home', 'sessions', 'evidence', 'feedback', 'log'];
/** The two, and whoever coordinates. */
const looks = ['maya', 'leo', 'priya'];
/** Each is tried and undone: what these make is not there for what they lead to. */
const undone = new Set(['concern.tell-lead', 'copy.for']);
/** What went: anything else that is refused is refused to whoever presses it on any day. */
const went = /^(went-with-mentee|no-such-|not-here|gone|not-allowed)/;

/** All that can be pressed on it, in the rows of its tables too. */
const pressesOf = (card: Card): readonly Press[] =>
  card.blocks.flatMap((b) =>
    b.kind === 'buttons'
      ? b.items.map(({ press }) => press)
      : b.kind === 'table'
        ? b.rows.flatMap((row) => (row.button === undefined ? [] : [row.button.press]))
        : [],
  );

const cardOf = (reply: Reply | null | undefined): Card | undefined =>
  reply === null || reply === undefined ? undefined : 'card' in reply ? reply.card : undefined;

let w: PermissionsWorld | undefined;
afterAll(() => w?.t.stop());

describe.each(['leo', 'maya'])('once %s was erased', (erased) => {
  test('no panel leads to what is not there', { timeout: 120_000 }, async () => {
    await w?.t.stop();
    w = await permissionsWorld();
    const world = w;
    const { t } = world;
    await t.settled();
    await t.as('priya').erases({ subject: t.as(erased).id, arg: 'yes' });
    await t.settled();
    const found: string[] = [];
    let pressed = 0;
    for (const user of looks) {
      if (user === erased) continue;
      const seen = new Set<string>();
      const follows = async (card: Card | undefined, from: string, deep: number): Promise<void> => {
        for (const { verb, subject, arg = '' } of card === undefined ? [] : pressesOf(card)) {
          const key = `${verb} ${subject} ${arg}`;
          if (seen.has(key)) continue;
          seen.add(key);
          pressed += 1;
          const tried = await world.press(user, verb, ['', subject, arg]);
          if (tried.refused !== undefined && went.test(tried.refused))
            found.push(`${user}: ${from} > ${verb}: ${tried.refused}`);
          else if (deep > 1 && !undone.has(verb))
            await follows(cardOf(tried.answer.reply), `${from} > ${verb}`, deep - 1);
        }
      };
      for (const word of typed) await follows(cardOf((await world.types(user, word)).answer.reply), word, 3);
    }
    expect(pressed).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });
});
