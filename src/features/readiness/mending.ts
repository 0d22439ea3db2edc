import { type Button, button } from '../../chat/card.js';
import type { Gap, Mend, MendBy } from '../../domain/readiness.js';
import type { Verb } from '../../kernel/names.js';

/**
 * Which button mends what. One line each: where a capability is not there yet it is null, and the gap stands without a
 * button.
 */
const verbs: Readonly<Record<MendBy, { readonly label: string; readonly verb: Verb } | null>> = {
  plan: { label: 'Plan a session', verb: 'plan.new' },
  'plan-change': { label: 'Open the next plan', verb: 'plan.change' },
  record: { label: 'Open the record', verb: 'record.open' },
  agreement: { label: 'Open the agreement', verb: 'agreement.open' },
  'by-hour': { label: 'See it by hour', verb: 'hours.by-skill' },
  'self-review': null,
  observation: null,
  change: null,
  marks: null,
  reflection: null,
  allocate: { label: 'Who assesses', verb: 'allocations.open' },
};

/** Whose hand it is in: the coordinator allocates, all else is the mentor's. */
export type Mending = 'mentor' | 'coordinator' | 'nobody';

const whose = (by: MendBy): Mending => (by === 'allocate' ? 'coordinator' : 'mentor');

function buttonOf(mend: Mend): Button | null {
  const found = verbs[mend.by];
  return found === null ? null : button(found.label, found.verb, mend.about);
}

/** The button of a gap for this reader; null where there is none for them. */
export const mendButton = ({ mend }: Gap, reader: Mending): Button | null =>
  mend === null || whose(mend.by) !== reader ? null : buttonOf(mend);
