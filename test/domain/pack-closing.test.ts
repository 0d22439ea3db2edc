import { describe, expect, it, test } from 'vitest';
import { packModel } from '../../src/domain/pack/model.js';
import { type Block, type PackPart, type Text, wordsIn } from '../../src/domain/pack/model-blocks.js';
import type { PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import { packAbout, packSeason } from '../support/pack-season.js';

/** The parts at the end of a pack, row by row: where what is not in it is inspected, what is declared, what proves it. */

const facts = packSeason();
const parts = (of: PortfolioFacts = facts, change: Parameters<typeof packAbout>[1] = {}): readonly PackPart[] =>
  packModel(of, packAbout(of, change)).parts;
const part = (title: string, ...from: Parameters<typeof parts>): readonly Block[] => {
  const found = parts(...from).find((one) => one.title.startsWith(title));
  if (found === undefined) throw new Error(`no part: ${title}`);
  return found.blocks;
};
const say = (cell: Text): string =>
  typeof cell === 'string' ? cell : cell.map((run) => (typeof run === 'string' ? run : run.say)).join('');
const tables = (blocks: readonly Block[]) => blocks.flatMap((b) => (b.kind === 'table' ? [b] : []));
const rowsOf = (blocks: readonly Block[], nth = 0): readonly (readonly string[])[] =>
  (tables(blocks)[nth]?.rows ?? []).map((row) => row.map(say));
const under = (blocks: readonly Block[], title: string): readonly string[] => {
  const from = blocks.findIndex((b) => b.kind === 'heading' && b.text === title);
  const rest = blocks.slice(from + 1);
  const to = rest.findIndex((b) => b.kind === 'heading');
  expect([title, from >= 0]).toEqual([title, true]);
  return wordsIn(to < 0 ? rest : rest.slice(0, to));
};

describe('Evidence location', () => {
  it('says of each kind of paper where it is inspected, and where it is spoken of', () => {
    expect(rowsOf(part('Evidence location'))).toEqual([
      ['Plans and records as they were written, with every version', 'Mentorlog, at the centre', 'Plan facing record'],
      ['Agreements with their signatures', 'Mentorlog, at the centre', 'Agreement'],
      ['Answers to feedback, as they were given', 'Mentorlog, at the centre', 'Feedback'],
      ['Earlier versions of the reflection', 'Mentorlog, at the centre', 'Reflection'],
      ['Who is called by which letter', 'with the candidate and the centre’s coordinator', 'nowhere'],
      ['Anything about somebody’s safety', 'with the organisation’s safeguarding lead; never in Mentorlog', 'nowhere'],
      [
        'All facts as data, with what it takes to check them',
        'beside this file: records.json, manifest.json',
        'What the chain says',
      ],
    ]);
  });

  it('each row leads to the part that it names', () => {
    const titles = new Map(parts().map(({ label, title }) => [label, title]));
    const links = tables(part('Evidence location')).flatMap(({ rows }) =>
      rows.flatMap((row) => row.flatMap((cell) => (typeof cell === 'string' ? [] : cell))),
    );
    expect(links).toHaveLength(5);
    for (const link of links) {
      if (typeof link === 'string') throw new Error(`no link: ${link}`);
      expect(titles.get(link.to)).toMatch(new RegExp(`^${link.say}`));
    }
  });

  it('counts what there is, and no session that was not held', () => {
    const held = facts.sessions.filter((s) => s.state === 'ended').length;
    expect(held).toBeLessThan(facts.sessions.length);
    expect(wordsIn(part('Evidence location')).at(-1)).toBe(
      `In all: ${held} sessions held, ${facts.answers.length} answers, 3 changes of practice, 2 statements.`,
    );
    expect(wordsIn(part('Evidence location', packSeason(0))).at(-1)).toBe(
      'In all: 0 sessions held, 0 answers, 0 changes of practice, 0 statements.',
    );
  });
});

describe('Declaration', () => {
  const declares = (declaration: NonNullable<PortfolioFacts['reflection']>['declaration']): PortfolioFacts => {
    if (facts.reflection === null) throw new Error('no reflection');
    return { ...facts, reflection: { ...facts.reflection, declaration } };
  };
  const at = Date.parse('2026-11-14T10:00:00Z');
  const authorship = (of: PortfolioFacts): readonly string[] =>
    under(part('Declaration', of), 'Authorship, and help by a machine');

  test.each<[string, PortfolioFacts, readonly string[]]>([
    [
      'help that was named, with and without what for',
      declares({
        own: true,
        ai: [
          { key: 'a', tool: 'A spelling checker', what: 'spelling' },
          { key: 'b', tool: 'A translator', what: '' },
        ],
        at,
      }),
      [
        'Maya Okafor declared on 14 Nov 2026, 10:00 (GMT) that the reflection is their own work.',
        'They declared this help by a machine:',
        'A spelling checker: spelling',
        'A translator',
      ],
    ],
    [
      'no help',
      declares({ own: true, ai: [], at }),
      [
        'Maya Okafor declared on 14 Nov 2026, 10:00 (GMT) that the reflection is their own work.',
        'They declared that no machine helped with it.',
      ],
    ],
    [
      'nothing yet',
      declares(null),
      ['Nothing was declared in Mentorlog yet: the candidate declares it here, by hand.'],
    ],
    [
      'no reflection',
      { ...facts, reflection: null },
      ['Nothing was declared in Mentorlog yet: the candidate declares it here, by hand.'],
    ],
  ])('has as it was declared: %s', (_, of, said) => {
    expect(authorship(of)).toEqual(said);
  });

  it('begins with what is declared of the pack, and has a line for each who signs', () => {
    const blocks = part('Declaration');
    expect(wordsIn(blocks)[0]).toBe(
      'I declare that the work in this pack is my own, that the sessions took place as they are recorded, and that I have said which help I had.',
    );
    expect(under(blocks, 'Signatures')).toEqual([
      'A false declaration is malpractice.',
      'Candidate: Maya Okafor',
      'Assessor',
      'Internal quality assurer',
    ]);
  });

  it('without a unit nobody but the mentor signs; what was practised nobody', () => {
    const own = { ...facts, portfolio: { ...facts.portfolio, unit: null } };
    expect(under(part('Declaration', own), 'Signatures')).toEqual([
      'A false declaration is malpractice.',
      'Maya Okafor',
    ]);
    const practised = part('Declaration', facts, { programme: { name: 'P', practice: true } });
    expect(under(practised, 'Signatures').at(-1)).toBe('Practice data: not to be signed.');
  });
});

describe('What the chain says', () => {
  const title = 'What the chain says';
  const about = packAbout(facts);

  it('has each head whole, under what its chain is called in the pack', () => {
    const blocks = part(title);
    expect(rowsOf(blocks)).toEqual([
      ['Mentee K', '148', '5f2c'.repeat(16)],
      ['Mentee T', '97', 'a01b'.repeat(16)],
      ['The programme', '412', '77de'.repeat(16)],
    ]);
    // By no id: it is the same in every pack.
    expect(rowsOf(part(title, { ...facts, mentorships: [] })).map(([called]) => called)).toEqual([
      'A mentorship',
      'A mentorship',
      'The programme',
    ]);
    expect(under(part(title, facts, { heads: [] }), 'Heads')).toContain('No chain was disclosed with this pack.');
  });

  it('says who signed them, by figures to compare; or that nobody did, and what to compare then', () => {
    const signed = {
      v: 1,
      at: Date.parse('2026-11-30T09:30:00Z'),
      seq: 41,
      key: '0123456789abcdef'.repeat(4),
      hash: 'fedcba9876543210'.repeat(4),
    } as unknown as NonNullable<typeof about.signed>;
    const signedBy = part(title, facts, { signed });
    expect(rowsOf(signedBy, 1)).toEqual([['30 Nov 2026, 09:30', '41', '0123-4567-89ab-cdef', 'fedc-ba98-7654-3210']]);
    expect(under(signedBy, 'How to check it').at(-1)).toContain('never with this pack’s alone');
    const without = part(title);
    expect(tables(without)).toHaveLength(1);
    expect(wordsIn(without)).toContain('The heads of this programme are signed by no key.');
    expect(under(without, 'How to check it').at(-1)).toBe(
      'Compare the heads above with those that the centre was given by another way.',
    );
  });

  it('names the files that it is checked with, and what it cannot prove', () => {
    const check = under(part(title), 'How to check it').join('\n');
    for (const file of ['manifest.json', 'README.txt', 'records.json']) expect(check).toContain(file);
    expect(under(part(title), 'What it cannot prove')).toEqual([
      'That an entry was made when its clock says.',
      'That nothing was left out from the beginning.',
      'That the whole was not written anew, by somebody who holds the keys, before any head had left the machine.',
      'Anything about the time before a row was first entered on a chain.',
    ]);
  });
});
