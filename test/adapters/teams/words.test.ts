import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sentToYou } from '../../../adapters/teams/answer.js';
import { grammar } from '../../../src/commands/grammar.js';
import { isKnownWord } from '../../../src/features/index.js';
import { ann, ben, type FakeCloud, startCloud } from './cloud.js';
import { type Company, company, type Place, places, secret } from './company.js';

/** Every word that can be typed, by mention, where several people read: what is answered there, and what in private. */

let cloud: FakeCloud;
let c: Company;
beforeAll(async () => {
  cloud = await startCloud();
  c = await company(cloud);
});
beforeEach(() => cloud.reset());
afterAll(async () => {
  await c?.stop();
  await cloud?.stop();
});

const direct = (who: typeof ann): string => `a:direct-${who.id}`;
/** A word as it is, in its other spellings, and with what comes after it. */
const said = grammar.flatMap((w) =>
  [w.word, ...(w.also ?? []), ...(w.example === undefined ? [] : [w.example])].map(
    (typed) => [typed, w.open === true] as const,
  ),
);
const rows = (Object.keys(places) as Place[]).flatMap((place) =>
  said.map(([typed, open]) => [typed, place, open] as const),
);

describe.each([
  ['by somebody who mentors and coordinates', ann],
  ['by somebody who is mentored', ben],
] as const)('%s', (_, who) => {
  const other = who === ann ? ben : ann;
  test.each(rows)('“%s” in %s', async (typed, place, open) => {
    const words = typed.replace('@leo', `<at>${other.name}</at>`);
    await c.types(who, place, words, words === typed ? undefined : other);
    const there = c.in(places[place].id);
    expect([...there, ...c.in(direct(who))].join('\n')).not.toMatch(/a lot at once|went wrong/);
    if (open) {
      // A digest besides, where one was asked for and may be.
      expect(there.length).toBeGreaterThan(0);
      expect(there).not.toContain(sentToYou);
      // A digest goes to each mentor in private besides.
      expect(c.in(direct(who)).filter((m) => !m.startsWith('Your mentoring this week'))).toEqual([]);
    } else if (/^(concern|worried)$/.test(typed) && place === 'a channel') {
      // Many read it: numbers for everybody, and nobody's name; whom to tell here comes in private.
      expect(there).toEqual([
        expect.stringMatching(/^Worried about someone\?[\s\S]*999[\s\S]*Sent to you in our chat\.$/),
      ]);
      expect(there.join('\n')).not.toContain(who.name);
      expect(c.in(direct(who))).toEqual([expect.stringContaining('999')]);
    } else {
      expect(there).toEqual([sentToYou]);
      expect(c.in(direct(who)).length).toBeGreaterThan(0);
    }
    expect(there.join('\n')).not.toContain(secret);
    expect(there.join('\n')).not.toContain(other.name);
    expect(c.in(direct(other)).join('\n')).not.toContain('Open it to read');
  });
});

test.each(Object.keys(places) as Place[])('a word nobody knows, and none at all, in %s', async (place) => {
  for (const words of ['howrs', '']) {
    cloud.reset();
    await c.types(ben, place, words);
    expect(c.in(places[place].id)).toEqual([sentToYou]);
    expect(c.in(direct(ben))).toHaveLength(1);
  }
});

test('no word is left out, and only two are open', () => {
  expect(grammar.filter((w) => !isKnownWord(w.word))).toEqual([]);
  expect(grammar.filter((w) => w.open === true).map((w) => w.word)).toEqual(['digest', 'help']);
  expect(c.t.faults).toEqual([]);
});
