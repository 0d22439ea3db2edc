import { type Button, button } from '../../chat/card.js';
import type { Gap, Mend, MendBy } from '../../domain/readiness.js';
import { changeSubject } from '../../domain/subjects.js';
import type { Verb } from '../../kernel/names.js';

/** Which button mends what. */
const verbs: Readonly<Record<MendBy, { readonly label: string; readonly verb: Verb }>> = {
  plan: { label: 'Plan a session', verb: 'plan.new' },
  'plan-change': { label: 'Open the next plan', verb: 'plan.change' },
  record: { label: 'Open the record', verb: 'record.open' },
  agreement: { label: 'Open the agreement', verb: 'agreement.open' },
  'by-hour': { label: 'See it by hour', verb: 'hours.by-skill' },
  'self-review': { label: 'Write my view', verb: 'review.panel' },
  observation: { label: 'Ask for one', verb: 'attest.open' },
  change: { label: 'What I change', verb: 'change.list' },
  marks: { label: 'Compare what they say', verb: 'compare.open' },
  reflection: { label: 'Your reflection', verb: 'reflect.open' },
  allocate: { label: 'Who assesses', verb: 'allocations.open' },
};

/** Whose hand it is in: the coordinator allocates, all else is the mentor's. */
export type Mending = 'mentor' | 'coordinator' | 'nobody';

const whose = (by: MendBy): Mending => (by === 'allocate' ? 'coordinator' : 'mentor');

/** What a button of theirs is about, where that is not the thing itself. */
const subjects: Readonly<Partial<Record<MendBy, (about: string) => string>>> = {
  'self-review': () => '-',
  change: (id) => changeSubject.write({ id, of: 'portfolio' }),
};

function buttonOf({ by, about }: Mend): Button {
  const { label, verb } = verbs[by];
  return button(label, verb, subjects[by]?.(about) ?? about);
}

/** The button of a gap for this reader; null where there is none for them. */
export const mendButton = ({ mend }: Gap, reader: Mending): Button | null =>
  mend === null || whose(mend.by) !== reader ? null : buttonOf(mend);
