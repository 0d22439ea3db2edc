import { type Citable, citableOf } from '../../domain/citable.js';
import { writeCitation } from '../../domain/citation.js';
import type { PortfolioFacts } from '../../domain/portfolio-facts.js';
import { putRightInWords, wordsOf } from '../../domain/put-right.js';
import { bearingOn, type Topic } from '../../domain/scaffolds.js';
import { showMoment } from '../../kernel/zoned.js';
import type { ActorWork } from '../feature.js';

/** What a mentor can cite in a reflection, and what of it bears on which question. */

const sourceWords: Readonly<Record<Citable['source'], string>> = {
  mentee: 'Mentee',
  self: 'Self',
  stakeholder: 'Stakeholder',
  attestation: 'Attested',
  record: 'Record',
  levels: 'Level',
  plan: 'Plan',
  change: 'Change',
};

/** All of it, newest first; what was put right too, with what came of it. */
export async function citableFor(facts: PortfolioFacts, work: ActorWork): Promise<readonly Citable[]> {
  const promised: Citable[] = [];
  for (const m of facts.mentorships)
    for (const p of await work.rows.putRight.ofMentorship(m.id)) {
      if (p.withdrawnAt !== null) continue;
      const { mentor } = wordsOf(p, m.mentee);
      promised.push({
        citation: writeCitation({ kind: 'promise', id: p.id, part: 'what' }),
        source: 'record',
        theme: 'other',
        mentorship: m.id,
        session: p.session,
        label: mentor === undefined ? p.what : `${p.what} (${putRightInWords[mentor.word]})`,
        at: p.madeAt,
      });
    }
  return [...citableOf(facts), ...promised].sort((a, b) => b.at - a.at);
}

/** “Record, 3 Nov: Short breaks helped”: for a list of choices, where a chat cuts what is long. */
export const labelOf = (c: Citable, work: ActorWork): string =>
  `${sourceWords[c.source]}, ${showMoment(c.at, work.actor.zone, work.actor.locale, 'date')}: ${c.label}`;

/** So many can be chosen from; what bears on the question comes first. */
const mostOffered = 30;

export function offered(topic: Topic | undefined, all: readonly Citable[]): readonly Citable[] {
  const bearing = topic === undefined ? [] : bearingOn(topic, all);
  return [...bearing, ...all.filter((c) => !bearing.includes(c))].slice(0, mostOffered);
}
