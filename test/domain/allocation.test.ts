import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AllocatedAs,
  type Allocation,
  type AllocationId,
  allocatedAs,
  holds,
  namedBy,
  readBy,
  readersOf,
  readsAs,
} from '../../src/domain/allocation.js';
import type { PersonId, PortfolioId, ProgrammeId } from '../../src/kernel/ids.js';

const people = ['maya', 'ada', 'ian', 'sue'] as unknown as readonly PersonId[];
const [maya, ada, ian, sue] = people as unknown as readonly [PersonId, PersonId, PersonId, PersonId];
const mayas = { id: 'p1' as PortfolioId, mentor: maya };
const adas = { id: 'p2' as PortfolioId, mentor: ada };

let made = 0;
const allocation = (
  person: PersonId,
  as: AllocatedAs,
  set: Partial<Pick<Allocation, 'portfolio' | 'from' | 'until' | 'madeAt'>> = {},
): Allocation => {
  made += 1;
  return {
    id: `a${made}` as AllocationId,
    programme: 'programme' as ProgrammeId,
    portfolio: null,
    person,
    as,
    from: 10,
    until: null,
    madeBy: sue,
    madeAt: 10,
    ...set,
  };
};

describe('when an allocation holds', () => {
  test.each([
    // from, until, now
    [10, null, 9, false],
    [10, null, 10, true],
    [10, 20, 19, true],
    [10, 20, 20, false],
    [10, 10, 10, false],
    [10, 0, 10, false],
  ])('from %i until %s, at %i: %s', (from, until, now, held) => {
    expect(holds({ from, until }, now)).toBe(held);
  });
});

describe('who reads a portfolio', () => {
  const rows: readonly (readonly [string, readonly Allocation[], string])[] = [
    ['nobody is allocated', [], ''],
    ['one for the programme', [allocation(ada, 'assessor')], 'assessor:ada'],
    [
      'one of its own replaces the programme’s of the same part',
      [allocation(ada, 'assessor'), allocation(sue, 'assessor', { portfolio: mayas.id })],
      'assessor:sue',
    ],
    [
      'and leaves the programme’s of another',
      [allocation(ian, 'iqa'), allocation(sue, 'assessor', { portfolio: mayas.id })],
      'assessor:sue iqa:ian',
    ],
    [
      'one of its own that has ended gives way to the programme’s',
      [allocation(ada, 'assessor'), allocation(sue, 'assessor', { portfolio: mayas.id, until: 20 })],
      'assessor:ada',
    ],
    ['another portfolio’s opens nothing', [allocation(ada, 'assessor', { portfolio: adas.id })], ''],
    ['nobody reads their own', [allocation(maya, 'assessor'), allocation(maya, 'supervisor')], ''],
    ['who assesses does not assure the quality', [allocation(ada, 'iqa'), allocation(ada, 'assessor')], 'assessor:ada'],
    [
      'whoever assesses one portfolio assures the quality of others',
      [allocation(ada, 'iqa'), allocation(sue, 'iqa'), allocation(ada, 'assessor', { portfolio: mayas.id })],
      'assessor:ada iqa:sue',
    ],
    ['twice the same is once', [allocation(ada, 'assessor'), allocation(ada, 'assessor')], 'assessor:ada'],
    ['one that is to come', [allocation(ada, 'assessor', { from: 31 })], ''],
  ];
  test.each(rows)('%s', (_, all, read) => {
    const readers = readersOf(mayas, all, 30);
    expect(allocatedAs.flatMap((as) => readers[as].map((p) => `${as}:${p}`)).join(' ')).toBe(read);
  });
});

const moment = fc.integer({ min: 0, max: 40 });
const anyAllocation = fc
  .record({
    person: fc.constantFrom(...people),
    as: fc.constantFrom(...allocatedAs),
    portfolio: fc.constantFrom(null, mayas.id, adas.id),
    from: moment,
    until: fc.option(moment),
    madeAt: moment,
  })
  .map(({ person, as, ...set }) => allocation(person, as, set));
const some = fc.array(anyAllocation, { maxLength: 12 });
const portfolios = fc.constantFrom(mayas, adas);

describe('whatever is allocated', () => {
  test('nobody reads their own portfolio, and nobody assures the quality of what they assess', () => {
    fc.assert(
      fc.property(some, portfolios, moment, (all, p, now) => {
        const readers = readersOf(p, all, now);
        for (const as of allocatedAs) expect(readers[as]).not.toContain(p.mentor);
        for (const person of readers.iqa) expect(readers.assessor).not.toContain(person);
      }),
    );
  });

  test('nobody reads it but by an allocation that holds, to it or to the programme', () => {
    fc.assert(
      fc.property(some, portfolios, moment, (all, p, now) => {
        const readers = readersOf(p, all, now);
        for (const as of allocatedAs)
          for (const person of readers[as])
            expect(
              all.some(
                (a) =>
                  a.person === person && a.as === as && holds(a, now) && (a.portfolio === null || a.portfolio === p.id),
              ),
            ).toBe(true);
      }),
    );
  });

  test('where it has one of its own in a part, none of the programme reads in that part', () => {
    fc.assert(
      fc.property(some, portfolios, moment, (all, p, now) => {
        for (const as of allocatedAs) {
          const own = all.filter((a) => a.as === as && a.portfolio === p.id && holds(a, now)).map((a) => a.person);
          if (own.length > 0) for (const person of readersOf(p, all, now)[as]) expect(own).toContain(person);
        }
      }),
    );
  });

  test('ended ones open nothing: without them it is the same', () => {
    fc.assert(
      fc.property(some, portfolios, moment, (all, p, now) => {
        expect(readersOf(p, all, now)).toEqual(
          readersOf(
            p,
            all.filter((a) => a.until === null || a.until > now),
            now,
          ),
        );
      }),
    );
  });

  test('the portfolios that somebody reads are those where they are among the readers', () => {
    fc.assert(
      fc.property(some, fc.constantFrom(...people), moment, (all, person, now) => {
        const read = new Map(readBy(person, [mayas, adas], all, now).map(({ portfolio, as }) => [portfolio.id, as]));
        for (const p of [mayas, adas]) expect(read.get(p.id) ?? []).toEqual(readsAs(readersOf(p, all, now), person));
      }),
    );
  });
});

describe('which answers a reader may read: those given once one of their part had been named', () => {
  const later = allocation(ada, 'assessor', { from: 0, madeAt: 20 });
  test.each([
    // An allocation that begins before it was made named nobody before it was made.
    [[later], ['assessor'], 19, false],
    [[later], ['assessor'], 20, true],
    [[later], ['iqa'], 30, false],
    [[later], ['iqa', 'assessor'], 30, true],
    // Whoever takes over in the same part reads what the first was named for; not what was said between the two.
    [[{ ...later, until: 25 }, allocation(ian, 'assessor', { from: 30, madeAt: 30 })], ['assessor'], 22, true],
    [[{ ...later, until: 25 }, allocation(ian, 'assessor', { from: 30, madeAt: 30 })], ['assessor'], 27, false],
  ] as const)('%#', (all, parts, at, named) => {
    expect(namedBy(mayas, all, parts, at)).toBe(named);
  });
});
