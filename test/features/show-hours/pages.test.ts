import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawMessage } from '../../../adapters/slack/blocks.js';
import { messageRules, viewRules } from '../../../adapters/slack/limits.js';
import { panelModal } from '../../../adapters/slack/modal.js';
import { drawCard, noFiles } from '../../../adapters/teams/card.js';
import { bytesOf, largestCard } from '../../../adapters/teams/limits.js';
import type { Card } from '../../../src/chat/card.js';
import type { Platform } from '../../../src/chat/text.js';
import type { TestBot } from '../../support/bot.js';
import { cardText } from '../../support/card-text.js';
import { type Grown, grown } from '../../support/grown.js';

/** The hours of a programme of eighty mentors and one: a page, how many there are, and the way to the next one. */

let g: Grown;
let t: TestBot;
beforeAll(async () => {
  g = await grown({ people: 400, sessions: 400 });
  t = g.t;
}, 60_000);
afterAll(() => t?.stop());

const reader = (platform: Platform) => ({
  person: null,
  platform,
  zone: 'Europe/London',
  locale: 'en-GB',
  named: (id: string) => ({
    name: [...g.ids].find(([, p]) => p === id)?.[0] ?? 'someone',
    user: platform === 'slack' ? `U0${id.slice(-8).toUpperCase()}` : `29:${id}`,
  }),
});

function panel(user: string): Card {
  const last = t.as(user).last;
  if (last?.kind !== 'panel') throw new Error(`no panel: ${JSON.stringify(last)}`);
  return last.card;
}
const readings = async (): Promise<number> =>
  (await t.store.read((tx) => tx.in(t.programme).audit.of(t.programme))).filter((e) => e.what === 'hours.read').length;
const reads = (user: string): string => cardText(panel(user), reader('web'));
const mentorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^\W*(\S+): .* of .* delivered, /gm)].flatMap((found) => found[1] ?? []);

test('every mentor is on one page, and on one only, those with the most still to do first', async () => {
  await t.as('priya').types('hours');
  const pages = [reads('priya')];
  expect(pages[0]).toContain('By mentor, the most still to do first');
  expect(pages[0]).toContain('81 mentors. Page 1 of 5.\n[More mentors]');
  for (const arg of ['1', '2', '3', '4']) {
    await t.as('priya').presses('hours.read', { subject: '-', arg });
    pages.push(reads('priya'));
    expect(pages.at(-1)).toContain(`81 mentors. Page ${Number(arg) + 1} of 5.\n[Earlier mentors]`);
  }
  expect(pages.map((page) => mentorsOf(page).length)).toEqual([20, 20, 20, 20, 1]);
  expect(new Set(pages.flatMap(mentorsOf)).size).toBe(81);
  const before = await readings();
  await t.as('priya').presses('hours.read', { subject: '-', arg: '99' });
  expect(reads('priya')).toContain('Page 5 of 5.');
  // A page that was turned to is a reading of the whole programme, for the totals on it count all.
  expect(await readings()).toBe(before + 1);
});

test('a page of a table has room for all of them', async () => {
  await t.as('priya').types('hours', { page: true });
  expect(reads('priya')).toContain('By mentor\n');
  expect(reads('priya')).not.toContain('[More mentors]');
});

test('whoever does not look after the programme turns no page of it', async () => {
  for (const user of [g.mentor, g.mentee, 'mentor-1']) {
    await t.as(user).presses('hours.read', { subject: '-', arg: '1' });
    expect(JSON.stringify(t.as(user).last)).toContain('Nothing has changed');
  }
});

test('each page is whole within what Slack and Teams take', async () => {
  for (const arg of ['0', '2', '4']) {
    await t.as('priya').presses('hours.read', { subject: '-', arg });
    const card = panel('priya');
    const mentors = mentorsOf(reads('priya'));
    const drawn = {
      message: drawMessage(card, { reader: reader('slack'), drawn: 1 }),
      view: panelModal(card, reader('slack')),
    };
    expect(messageRules.safeParse(drawn.message).error).toBeUndefined();
    expect(viewRules.safeParse(drawn.view).error).toBeUndefined();
    const teams = drawCard(card, {
      reader: reader('teams'),
      key: 'k7w',
      drawn: 1,
      files: noFiles,
      stands: 'dialog',
      opens: () => true,
    });
    expect(bytesOf(teams)).toBeLessThan(largestCard);
    for (const one of [...Object.values(drawn), teams]) {
      const text = JSON.stringify(one);
      expect(text.match(/ not answered, /g)).toHaveLength(mentors.length);
      expect(text).toContain(arg === '4' ? 'Earlier mentors' : 'More mentors');
    }
  }
});
