import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currentExamples } from '../../src/domain/defaults/catalogue.js';
import type { AgreementBody, Mentorship } from '../../src/domain/mentorship.js';
import type { Support } from '../../src/domain/session.js';
import {
  doneFor,
  exampleOf,
  exampleText,
  firstNeeds,
  mostBegun,
  needOf,
  type Said,
  saidBy,
  supportFor,
  supportOf,
} from '../../src/domain/support.js';
import type { PersonId } from '../../src/kernel/ids.js';

const leo = 'leo' as PersonId;
const sam = 'sam' as PersonId;
const with_ = (mentee: PersonId, helps: string, avoid: string): Pick<Mentorship, 'mentee' | 'agreement'> => ({
  mentee,
  agreement: { body: { helps, avoid } as AgreementBody } as Mentorship['agreement'],
});
const row = (key: string, need: string, strategy: string, mentee?: PersonId): Support => ({
  key,
  need,
  strategy,
  ...(mentee === undefined ? {} : { mentee }),
});

describe('a plan’s support', () => {
  test.each([
    ['rows as they are', [row('a', 'Breaks', 'Stop at 20')], '', ['a']],
    ['the one text of an earlier version is a row without a need', [], 'Short breaks\nMusic', ['strategies']],
    ['and stands beside rows that were added', [row('a', 'Breaks', '')], 'Music', ['a', 'strategies']],
    ['white space is no text', [], ' \n ', []],
  ] as const)('%s', (_what, support, strategies, keys) => {
    const rows = supportOf({ support, strategies });
    expect(rows.map((s) => s.key)).toEqual(keys);
    if (strategies.trim() !== '') expect(rows.at(-1)).toMatchObject({ need: '', strategy: strategies });
  });

  test('the record asks about what was going to be done, not about a need that stood alone', () => {
    const support = [row('a', 'Breaks', 'Stop at 20'), row('b', 'A quiet place', ' ')];
    expect(doneFor({ support, strategies: 'Music' }).map((s) => s.key)).toEqual(['a', 'strategies']);
  });

  test('a mentee of a group reads their own rows and those for everybody, never another’s', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(leo, sam, undefined)), (whose) => {
        const rows = whose.map((mentee, i) => row(String(i), `need-of-${mentee}`, '', mentee));
        expect(JSON.stringify(supportFor(rows, leo))).not.toContain('need-of-sam');
        expect(supportFor(rows, leo)).toHaveLength(whose.filter((m) => m !== sam).length);
      }),
    );
  });
});

describe('what the mentee said', () => {
  test('is read a line each, in the mentee’s words, with what to avoid marked as such', () => {
    const said = saidBy([with_(leo, 'Short breaks\n\n  Music ', 'Being rushed')]);
    expect(said.map(needOf)).toEqual(['Short breaks', 'Music', 'To avoid: Being rushed']);
  });

  test.each<[string, readonly Said[], readonly string[]]>([
    ['nothing said, nothing begun', saidBy([with_(leo, '', '')]), []],
    ['all of a few', saidBy([with_(leo, 'A', 'x')]), ['A', 'To avoid: x']],
    [
      'of many the first of each in turn',
      saidBy([with_(leo, 'A\nB\nC\nD\nE', 'x\ny\nz')]),
      ['A', 'B', 'To avoid: x', 'To avoid: y'],
    ],
    [
      'in a group each mentee’s turn comes',
      saidBy([with_(leo, 'A\nB\nC', 'x'), with_(sam, 'S', 't')]),
      ['A', 'To avoid: x', 'S', 'To avoid: t'],
    ],
  ])('%s', (_what, said, expected) => {
    expect(firstNeeds(said).map(needOf)).toEqual(expected);
    expect(firstNeeds(said).length).toBeLessThanOrEqual(mostBegun);
  });
});

describe('an example of the catalogue', () => {
  test('has two sides in one text, and reads back as it was', () => {
    const side = fc.string().map((s) => s.replaceAll('→', '').trim());
    fc.assert(
      fc.property(
        side,
        side.filter((s) => s !== ''),
        (need, strategy) => {
          expect(exampleOf(exampleText({ need, strategy }))).toEqual({ need, strategy });
        },
      ),
    );
  });

  test('a calm, predictable place and small steps are among those that every programme has', () => {
    const words = JSON.stringify(currentExamples([]));
    expect(words).toContain('calm, predictable place');
    expect(words).toContain('Small steps');
  });

  test('a list that its coordinator emptied stays empty', () => {
    const retired = { kind: 'strategy', key: 'a', version: 1, body: { text: 'x' }, retiredAt: 1 } as const;
    expect(currentExamples([retired])).toEqual([]);
  });
});
