import type { Option } from '../../chat/form.js';
import { type Citable, citableOf } from '../../domain/citable.js';
import type { PortfolioFacts } from '../../domain/portfolio-facts.js';
import type { MentorshipId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';
import { showMoment } from '../../kernel/zoned.js';

/** What a change can answer: a short list, the newest first, what mentees answered before all else. */

/** Of each kind of evidence, so that one long record does not hide what a mentee said. */
const mostAnswers = 8;
const mostOther = 8;
/** As long as an option's value may be (Slack: 150). */
const longestValue = 150;

/** Of a record what its mentor wrote of their own practice and what happened; nothing that was only meant. */
const isOffered = (c: Citable): boolean =>
  c.citation.length <= longestValue &&
  c.source !== 'plan' &&
  c.source !== 'change' &&
  (c.source !== 'record' || /\/(?:change|happened)$/.test(c.citation));

/**
 * @param of whose alone; undefined for what is about nobody in particular, and null for all of them
 * @param also what is cited already, so that it can stay
 */
export function offeredOf(
  facts: PortfolioFacts,
  of: MentorshipId | null | undefined,
  also: readonly string[] = [],
): readonly Citable[] {
  const all = citableOf(facts).filter((c) => {
    if (!isOffered(c)) return false;
    if (of === null) return true;
    // What one mentee answered is theirs: a change that answers nobody in particular cites none of it.
    return of === undefined ? c.source !== 'mentee' : c.mentorship === of || c.mentorship === null;
  });
  const answers = all.filter((c) => c.source === 'mentee').slice(0, mostAnswers);
  const others = all.filter((c) => c.source !== 'mentee').slice(0, mostOther);
  const kept = citableOf(facts).filter((c) => also.includes(c.citation));
  return [...new Map([...answers, ...others, ...kept].map((c) => [c.citation, c])).values()].sort(
    (a, b) => b.at - a.at,
  );
}

const kinds: Readonly<Record<Citable['source'], string>> = {
  mentee: 'Feedback',
  self: 'My own view',
  stakeholder: 'From somebody else',
  attestation: 'Seen by somebody',
  record: 'My record',
  levels: 'A goal’s level',
  plan: 'A plan',
  change: 'A change',
};

/** “1 Dec, feedback: The pace was right for me. 2”. */
export const optionsOf = (all: readonly Citable[], zone: string, locale: string): readonly Option[] =>
  all.map((c) => ({
    value: c.citation,
    label: shorten(
      `${showMoment(c.at, zone, locale, 'date')}, ${kinds[c.source].toLowerCase()}: ${c.label.replace(/\s+/g, ' ')}`,
      75,
    ),
  }));
