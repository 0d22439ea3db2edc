import { type PackAbout, packReadiness } from '../../src/domain/pack/model.js';
import type { PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import { id } from './pack-season-sessions.js';

/** What a pack of `pack-season.ts` says beside its facts. */
export const packAbout = (facts: PortfolioFacts, change: Partial<PackAbout> = {}): PackAbout => ({
  madeAt: facts.at,
  again: false,
  standard: 'ua-1',
  cover: { candidateNumber: 'C-2043', centre: 'Northgate Learning', centreNumber: '40711', unitNumber: 'K/617/2041' },
  programme: { name: 'Mentoring at Northgate', practice: false },
  named: null,
  outcomes: [
    { criterion: 'c-1.1', result: 'achieved', on: '2026-11-20', by: 'Ann Bell', note: '' },
    {
      criterion: 'c-2.2',
      result: 'not-yet',
      on: '2026-11-20',
      by: 'Ann Bell',
      note: 'One more hour with open questions.',
    },
  ],
  readiness: packReadiness(facts, facts.called),
  heads: [
    { chain: id('m1'), of: 'mentorship', seq: 148, hash: '5f2c'.repeat(16) },
    { chain: id('m2'), of: 'mentorship', seq: 97, hash: 'a01b'.repeat(16) },
    { chain: id('prog'), of: 'programme', seq: 412, hash: '77de'.repeat(16) },
  ],
  ...change,
});
