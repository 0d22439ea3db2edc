import { expect, test } from 'vitest';
import { fitOf } from '../../src/commands/names.js';
import { nameIn, takePerson } from '../../src/commands/person.js';
import type { Person } from '../../src/domain/programme.js';

/** However long what was typed is, looking for a name in it takes no longer than looking at what could be one. */

const people = Array.from(
  { length: 60 },
  (_, i) => ({ id: `p${i}`, name: `Person Number${i}`, accounts: [], roles: ['mentee'] }) as unknown as Person,
);
const long = 19_000;

test.each<readonly [string, string]>([
  ['digits', '1'.repeat(long)],
  ['digits apart', '1 '.repeat(long / 2)],
  ['commas', `a${','.repeat(long)}x`],
  ['words', 'leo2 ab '.repeat(long / 8)],
  ['letters with accents', 'ä'.repeat(long)],
  ['letters and marks', 'a\u0301'.repeat(long / 2)],
  ['the beginning of a name, again and again', 'person '.repeat(long / 7)],
])('%s: nobody is named, and at once', (_, words) => {
  const begun = performance.now();
  for (const anywhere of [false, true]) nameIn(words, people, anywhere);
  takePerson(`@${words}`, [], people);
  for (const { name } of people) fitOf(words, name);
  // Ten to forty times what it takes, and a tenth of what it took.
  expect(performance.now() - begun).toBeLessThan(1_000);
});

test.each([
  ['Zoë Müller', 'zoe mueller', 'whole'],
  ['Zoë', 'Z\u006f\u0065\u0308', 'whole'],
  ['Anne-Marie Bell', 'annemarie   -  bell', 'whole'],
  ['Straße', 'strasse', 'whole'],
])('%s is still %s', (name, typed, fit) => {
  expect(fitOf(typed, name)).toBe(fit);
});

test('of several words the first alone says whether to look on', () => {
  const ann = { ...people[0], id: 'ann', name: 'Ann Marie Bell' } as Person;
  for (const words of [
    'ann marie bell tomorrow',
    'with Ann Marie, 3pm',
    'ann',
    '- ann bell',
    'ann’s session',
    'Ann, please',
  ])
    expect(nameIn(words, [...people, ann])?.people.map((p) => p.id)).toEqual(['ann']);
});
