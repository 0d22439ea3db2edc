import type { MentorshipId, PersonId } from '../kernel/ids.js';
import { isLive, type Mentorship } from './mentorship.js';

/** A person's own card for hard moments (docs/field.md#when-it-gets-hard): theirs, and nobody's else unless they share it. */
export interface WhenHard {
  readonly person: PersonId;
  readonly notice: string;
  readonly helps: string;
  readonly goTo: string;
  /** With the mentors of these mentorships, for as long as those go on. */
  readonly shared: readonly MentorshipId[];
  /** ms */
  readonly savedAt: number;
}

/** The three parts, as their owner is asked for them. */
export const hardParts = [
  { id: 'notice', label: 'What I notice', hint: 'How I can tell that it gets hard.' },
  { id: 'helps', label: 'What helps', hint: 'Small things count too.' },
  { id: 'goTo', label: 'Whom I go to', hint: 'People I trust, and how to reach them.' },
] as const satisfies readonly { readonly id: keyof WhenHard; readonly label: string; readonly hint: string }[];

export const noHardCard = (person: PersonId): WhenHard => ({
  person,
  notice: '',
  helps: '',
  goTo: '',
  shared: [],
  savedAt: 0,
});

export const isBlank = (card: Pick<WhenHard, 'notice' | 'helps' | 'goTo'>): boolean =>
  hardParts.every((p) => card[p.id] === '');

/** Whether the mentor of this mentorship may read it now. Sharing ends with the mentorship: the next mentor asks anew. */
export const isSharedIn = (
  card: WhenHard | undefined,
  m: Pick<Mentorship, 'id' | 'state' | 'mentee'>,
): card is WhenHard =>
  card !== undefined && card.person === m.mentee && !isBlank(card) && isLive(m) && card.shared.includes(m.id);

/** With whom they could share it. */
export const mayShareIn = (all: readonly Mentorship[], person: PersonId): readonly Mentorship[] =>
  all.filter((m) => m.mentee === person && isLive(m));
