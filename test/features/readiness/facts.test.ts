import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PortfolioFacts } from '../../../src/domain/portfolio-facts.js';
import { evidencedIn, hoursOfFacts } from '../../../src/domain/portfolio-hours.js';
import type { FactsFor } from '../../../src/features/shared/portfolio-facts.js';
import { day } from '../../../src/kernel/clock.js';
import { answer, attestation, factsFor, feedbackOf, filled, reviewForm } from '../../support/facts-world.js';
import { portfolio } from '../../support/past-world.js';
import { mentorshipOf, tuesday, type World, world } from '../../support/record-world.js';

/** A portfolio's facts, reader by kind of fact (docs/field.md#portfolio-facts). */

let w: World;
const facts = new Map<string, PortfolioFacts>();
beforeAll(async () => {
  w = await world();
  await filled(w);
  await w.change(async (rows) => {
    await rows.feedback.save(
      feedbackOf(w, 'f0', 'leo', {
        answers: [answer('pace', { rating: 2 }), answer('keep', { rating: null, text: 'ANSWER of Leo Brandt' })],
      }),
    );
    await rows.feedback.save(
      feedbackOf(w, 'group', 'aisha', { answers: [answer('pace', { text: 'ANSWER of Aisha' })] }),
    );
    await rows.reviews.saveForm(
      reviewForm(w, 'stakeholder', { answers: [answer('who-helped', { rating: null, text: 'STAKE on Leo Brandt' })] }),
    );
    await rows.attestations.save(attestation(w));
    await rows.attestations.save(
      attestation(w, {
        id: 'att-2' as never,
        kind: 'observation',
        mentorship: null,
        by: w.id('ana'),
        body: { ...attestation(w).body, words: 'OBSERVED with Leo Brandt' },
      }),
    );
  });
  await w.to(tuesday + 20 * day);
  for (const [name, who] of Object.entries(readers())) facts.set(name, await w.read((rows) => factsFor(w, rows, who)));
}, 60_000);
afterAll(() => w.close());

const readers = (): Readonly<Record<string, FactsFor>> => ({
  mentor: { reader: 'mentor' },
  leo: { reader: 'mentee', mentee: w.id('leo') },
  aisha: { reader: 'mentee', mentee: w.id('aisha') },
  coordinator: { reader: 'assessing', as: ['coordinator'] },
  assessor: { reader: 'assessing', as: ['assessor'] },
  supervisor: { reader: 'assessing', as: ['supervisor'] },
  outside: { reader: 'outside', as: ['assessor'] },
});
const everybody = ['mentor', 'leo', 'aisha', 'coordinator', 'assessor', 'supervisor', 'outside'];

/** Each word that somebody wrote, and whose facts have it. */
const words: readonly (readonly [what: string, word: string, reads: string])[] = [
  ['a title of theirs', 'Talk 0 with Leo', 'mentor leo coordinator assessor supervisor'],
  ['a group’s title', '"Both"', 'mentor leo aisha coordinator assessor supervisor'],
  ['an objective', 'Make one call alone', 'mentor leo aisha coordinator assessor supervisor'],
  ['a goal', 'Goal of leo', 'mentor leo coordinator assessor supervisor'],
  ['another’s goal', 'Goal of aisha', 'mentor aisha coordinator assessor supervisor'],
  ['what happened', 'Leo rang the college himself', 'mentor leo coordinator assessor'],
  ['what the mentor would change', 'I talked too much', 'mentor assessor'],
  ['an answer', 'ANSWER of ', 'mentor leo aisha coordinator assessor'],
  ['an answer of another in the group', 'ANSWER of Aisha', 'mentor aisha coordinator assessor'],
  ['a self-assessment', 'SELF said', 'mentor coordinator assessor outside'],
  ['a stakeholder’s answer', 'STAKE on', 'mentor leo coordinator assessor outside'],
  ['a level’s reason', 'WHY of Leo', 'mentor leo coordinator assessor supervisor'],
  ['a conversation', 'It helps, Leo Brandt said', 'mentor leo coordinator assessor'],
  ['an observation', 'OBSERVED with', 'mentor coordinator assessor outside'],
  ['what a change answers', 'SAID by Leo', 'mentor leo assessor'],
  ['what is changed', 'WHAT for', 'mentor leo assessor outside'],
  ['a mark', 'MARK on', 'mentor assessor outside'],
  ['a draft', 'DRAFT on', 'mentor'],
  ['an informal contact', 'CONTACT note', ''],
  ['where it was observed', 'The old mill', 'mentor leo coordinator assessor'],
  ['a mentee’s name', 'Leo Brandt', 'mentor leo coordinator assessor supervisor'],
];

describe('reader by reader', () => {
  test.each(words)('%s', (_, word, reads) => {
    const having = everybody.filter((name) => JSON.stringify(facts.get(name)).includes(word));
    expect(having.join(' ')).toBe(reads);
  });

  test('no name that the programme knows is in what leaves, and a group is nobody else’s', async () => {
    const all = await w.read((rows) => rows.people.all());
    const outside = JSON.stringify(facts.get('outside'));
    for (const { name } of all)
      for (const part of name.split(' ')) expect(outside, part).not.toMatch(new RegExp(`\\b${part}\\b`));
    expect(JSON.stringify(facts.get('leo'))).not.toContain(w.id('aisha'));
    expect(JSON.stringify(facts.get('aisha'))).not.toContain(w.id('leo'));
    expect(facts.get('leo')?.changes).toHaveLength(1);
    expect(facts.get('aisha')?.changes).toEqual([]);
  });

  test('plain data: it comes back from JSON as it was', () => {
    for (const [name, one] of facts) expect(JSON.parse(JSON.stringify(one)), name).toStrictEqual(one);
  });
});

test('hours and skills by hour are the store’s, to the minute', async () => {
  const one = facts.get('mentor') as PortfolioFacts;
  const [totals, uses] = await w.read(async (rows) => [
    await rows.totals.ofPortfolio(portfolio),
    (await rows.totals.uses([portfolio])).get(portfolio) ?? [],
  ]);
  expect(totals).toMatchObject(hoursOfFacts(one));
  const plain = (
    all: readonly { from: number; minutes: number; skills: readonly string[]; goals: readonly string[] }[],
  ) =>
    all.map(({ from, minutes, skills, goals }) => ({
      from,
      minutes,
      skills: [...skills].sort(),
      goals: [...goals].sort(),
    }));
  expect(plain(evidencedIn(one))).toEqual(plain(uses));
});

test('somebody who was erased is nobody’s name, and what was theirs is not in it', async () => {
  await w.change((rows) => rows.people.erase(w.id('leo'), w.now));
  const after = await w.read((rows) => factsFor(w, rows, { reader: 'mentor' }));
  expect(after.called[w.id('leo')]).toBe('somebody whose data was erased');
  expect(JSON.stringify(after)).not.toContain('ANSWER of Leo');
  expect(after.mentorships.some((m) => m.id === mentorshipOf('leo'))).toBe(true);
});
