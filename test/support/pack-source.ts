import { emptyCover } from '../../src/domain/pack/pack.js';
import { packPassages } from '../../src/domain/pack/passages.js';
import type { PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import type { Id, PersonId, PortfolioId, ProgrammeId } from '../../src/kernel/ids.js';
import type { PackPerson, PackSource } from '../../src/ports/packs.js';
import { packSeason } from './pack-season.js';

export const mentor = 'person-mentor' as PersonId;
const programme = 'programme-1' as ProgrammeId;

/** What a pack is made of where nothing has happened yet: a mentor, and no mentee. */
export function emptySource(more: Partial<PackSource> = {}): PackSource {
  const madeAt = Date.UTC(2026, 10, 30, 9);
  return {
    id: 'pack-1' as Id<'pack'>,
    madeAt,
    again: false,
    standard: 'ua-1',
    preset: 'unit',
    cover: emptyCover,
    seed: '00ff',
    named: null,
    programme: { name: 'Mentoring', zone: 'Europe/London', practice: false },
    facts: {
      format: 2,
      reader: 'outside',
      at: madeAt,
      zone: 'Europe/London',
      portfolio: { id: 'portfolio-1' as PortfolioId, mentor, startedAt: Date.UTC(2026, 8, 1), unit: null },
      criteria: [],
      skills: [],
      called: { [mentor]: 'Maya Mentor' },
      mentorships: [],
      sessions: [],
      contacts: [],
      answers: [],
      levels: [],
      attestations: [],
      changes: [],
      marks: [],
      reflection: null,
      readers: [],
    },
    stand: [],
    decided: {},
    people: [{ id: mentor, names: ['Maya Mentor'], as: 'mentor' }],
    forgotten: false,
    outcomes: [],
    chains: [{ chain: programme, head: { seq: 1, hash: 'a'.repeat(64) }, leaves: [], seal: null }],
    ...more,
  };
}

/** A season's, as plain data: every mentee lets all of their words stand. @param change of the facts */
export function seasonSource(sessions = 10, change: Partial<PortfolioFacts> = {}): PackSource {
  const facts = packSeason(sessions, change);
  const mentees = new Set(facts.mentorships.map((m) => m.mentee));
  const { mentor: candidate } = facts.portfolio;
  const people = (Object.entries(facts.called) as [PersonId, string][]).map(([id, name]): PackPerson => {
    if (id === candidate) return { id, names: [name], as: 'mentor' };
    return mentees.has(id) ? { id, names: ['Zebedee Quill'], as: 'mentee' } : { id, names: [name], as: 'signatory' };
  });
  return emptySource({ facts, people, madeAt: facts.at, stand: packPassages(facts).map((p) => p.citation) });
}
