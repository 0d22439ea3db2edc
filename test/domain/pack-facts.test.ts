import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leavingOf } from '../../adapters/documents/pack/leaving.js';
import { asLeaving } from '../../src/domain/pack/facts.js';
import { packPassages } from '../../src/domain/pack/passages.js';
import type { PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import { hoursOfFacts } from '../../src/domain/portfolio-hours.js';
import type { PersonId } from '../../src/kernel/ids.js';
import type { PackSource } from '../../src/ports/packs.js';
import { full, fullFacts } from '../support/full-facts.js';

/** What of a portfolio's facts leaves in a pack (docs/field.md#the-pack). */

const people: PackSource['people'] = [
  { id: full.mentor, names: ['Maya Okafor'], as: 'mentor' },
  { id: full.mentee, names: ['Leo Brandt'], as: 'mentee' },
  { id: full.other, names: ['Zoë van den Berg'], as: 'mentee' },
  { id: 'p-4' as PersonId, names: ['Łukasz Brandt'], as: 'colleague' },
  { id: 'p-5' as PersonId, names: ['James O’Neill'], as: 'learner' },
];
const hidden = people.filter((p) => p.as !== 'mentor').flatMap((p) => p.names);

const source = (facts: PortfolioFacts, change: Partial<PackSource> = {}): PackSource => ({
  id: 'pack-1' as PackSource['id'],
  madeAt: facts.at,
  again: false,
  standard: 'ua-1',
  preset: 'unit',
  cover: { candidateNumber: '', centre: '', centreNumber: '', unitNumber: '' },
  seed: 'seed',
  named: null,
  programme: { name: 'A programme', zone: 'Europe/London', practice: false },
  facts,
  stand: packPassages(facts).map((p) => p.citation),
  // Words that no list knows are hits; here it is not about those.
  decided: {
    ...Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`word${i}`, null])),
    maya: null,
    okafor: null,
  },
  people,
  forgotten: false,
  outcomes: [],
  chains: [],
  ...change,
});

/** Every string in it, keys too, with where it stands. */
function stringsIn(value: unknown, at = ''): readonly (readonly [at: string, text: string])[] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [`${at}/(key)`, key] as const,
    ...stringsIn(inner, `${at}/${key}`),
  ]);
}

test('each word is where somebody may have written one, and where it is cut it is gone', () => {
  let n = 0;
  const facts = fullFacts(() => `WORD${n++}`);
  expect(n).toBeGreaterThan(100);
  const all = JSON.stringify(leavingOf(source(facts)).facts);
  const none = JSON.stringify(leavingOf(source(facts, { stand: [] })).facts);
  const in_ = (text: string): number => new Set(text.match(/WORD\d+/g)).size;
  // Of grown-ups: a stakeholder's answer, a testimony (7: no place, no times), a change (what, and the mentor's word on it), a
  // mark, what help was used (2), a piece and whose action it is.
  expect(in_(none)).toBe(1 + 8 + 2 + 1 + 2 + 2);
  expect(in_(all)).toBeGreaterThan(in_(none) + 30);
  const group = leavingOf(source(facts)).facts.sessions.find((s) => s.id === 's2');
  expect(JSON.stringify(group)).not.toContain('WORD');
  expect(JSON.stringify([all, none])).not.toMatch(/social-worker|never-agreed/);
});

test('nobody is named in any string of it, however their name is written', () => {
  const cases = [
    (s: string) => s,
    (s: string) => s.toUpperCase(),
    (s: string) => s.toLowerCase(),
    (s: string) => s.normalize('NFD'),
  ];
  const bare = (s: string): string =>
    s.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ł', 'l').replaceAll('’', "'");
  const parts = hidden.flatMap((name) => [name, ...name.split(' ')]).filter((s) => !['van', 'den'].includes(s));
  const known = new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts.map(bare).join('|')})(?![\\p{L}\\p{N}])`, 'u');
  const said = fc.record({
    name: fc.constantFrom(...parts),
    how: fc.constantFrom(...cases),
    end: fc.constantFrom('', '’s', "'s", '.', ','),
    before: fc.constantFrom('', 'a day with ', 'he said: “', '🦉 '),
  });
  fc.assert(
    fc.property(fc.array(said, { minLength: 1, maxLength: 5 }), (all) => {
      let n = 0;
      const facts = fullFacts(() => {
        const one = all[n++ % all.length];
        return one === undefined ? '' : `${one.before}${one.how(one.name)}${one.end} and so on`;
      });
      const { facts: cut, texts } = leavingOf(source(facts));
      for (const [at, text] of stringsIn(cut)) expect(bare(text), at).not.toMatch(known);
      expect(texts.length).toBeGreaterThan(40);
    }),
    { numRuns: 25 },
  );
});

test('people have ids of this pack, in every field and citation, and are called something', () => {
  const facts = fullFacts(() => 'words');
  const { facts: cut, people: ids } = leavingOf(source(facts));
  const strings = stringsIn(cut).map(([, text]) => text);
  for (const id of [...ids.keys()]) expect(strings.filter((s) => s === id || s.endsWith(`/${id}`))).toEqual([]);
  expect(strings.filter((s) => s.includes(full.mentee) && !/^(m|goal|since)-/.test(s))).toEqual([]);
  expect(cut.marks[0]?.cites).toEqual([
    `answer:s1/${ids.get(full.mentee)}/pace`,
    `session:s1@1/attendance/${ids.get(full.mentee)}`,
    'record:s1@1/happened',
  ]);
  expect(Object.keys(cut.called).sort()).toEqual([...ids.values()].sort());
  expect(cut.called[cut.portfolio.mentor]).toBe('Maya Okafor');
  expect(cut.reader).toBe('outside');
});

test('whose name stands is called as it was written, but for a word of it that is another’s too', () => {
  const said = (names: string): string => {
    const facts = fullFacts(() => 'Maya asked, Okafor wrote, Leo’s turn');
    const all = people.map((p) => (p.as === 'mentor' ? { ...p, names: [names] } : p));
    return leavingOf(source(facts, { people: all })).facts.marks[0]?.sentence.replace(/mentee \w/, 'mentee X') ?? '';
  };
  expect(said('Maya Okafor')).toBe('Maya asked, Okafor wrote, mentee X’s turn');
  expect(said('Maya Brandt')).toBe('Maya Brandt asked, Okafor wrote, mentee X’s turn');
});

test('whoever was erased has a letter all the same, and no word', () => {
  const facts = fullFacts(() => 'Leo Brandt');
  const gone = { ...facts, answers: facts.answers.filter((a) => a.by !== full.mentee), levels: [] };
  const { facts: cut, people: ids } = leavingOf(source(gone, { people: people.filter((p) => p.id !== full.mentee) }));
  expect(cut.called[ids.get(full.mentee) as PersonId]).toMatch(/^mentee [A-Z]$/);
  expect(cut.answers).toHaveLength(1);
});

test('what was cut is equal after a round trip, comes to the same hours, and cut again is the same', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), (texts) => {
      let n = 0;
      const facts = fullFacts(() => texts[n++ % texts.length] ?? '');
      const { facts: cut } = leavingOf(source(facts));
      expect(JSON.parse(JSON.stringify(cut))).toEqual(cut);
      expect(hoursOfFacts(cut)).toEqual(hoursOfFacts(facts));
      const again = asLeaving(cut, {
        stand: new Set(packPassages(facts).map((p) => p.citation)),
        aliases: new Map(Object.entries(cut.called) as [PersonId, string][]),
        replaced: (text) => text,
      });
      expect({ ...again, sessions: [], answers: [] }).toEqual({ ...cut, sessions: [], answers: [] });
    }),
    { numRuns: 25 },
  );
});
