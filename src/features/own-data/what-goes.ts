import { type Block, list, muted } from '../../chat/card.js';
import { literal, type Text } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { elsewhere, staysHere } from '../../domain/rights.js';
import type { PersonId } from '../../kernel/ids.js';
import type { ActorWork } from '../feature.js';

/** What an erasure takes, as it is: `erase` in the store is what makes it so. What it leaves is `whatStays`. */
function whatGoes(mentorships: readonly Mentorship[], person: PersonId, who: 'you' | 'they'): readonly Text[] {
  const [your, you] = who === 'you' ? ['Your', 'you'] : ['Their', 'they'];
  return [
    literal(`${your} name, accounts, drafts and settings go.`),
    ...(mentorships.some((m) => m.mentee === person)
      ? [
          literal(`As a mentee: ${your.toLowerCase()} agreements, goals, answers and records go.`),
          literal('A record of a group stays: it is the others’ too.'),
          // Never to whoever asks to be forgotten: it is theirs to ask, and costs them nothing.
          ...(who === 'they'
            ? [
                literal(
                  'Time that their mentor gave to them alone stands apart then: it does not count towards the unit.',
                ),
              ]
            : []),
        ]
      : []),
    ...(mentorships.some((m) => m.mentor === person)
      ? [
          literal(
            `As a mentor: what ${you} wrote for ${who === 'you' ? 'yourself' : 'themselves'} goes, with notes and examples.`,
          ),
          literal('What a mentee shares in stays the mentee’s: their agreement, goals and part of the records.'),
          // Said to everybody alike, whether there is one or not.
          literal(
            `A concern that ${you} passed on, and that nobody has said they have, still reaches the deputy. It does not say any more who passed it on.`,
          ),
        ]
      : []),
  ];
}

/** What stays, here and elsewhere: beside whatever is said of an erasure, before it and after, in the same words. */
export const whatStays: readonly Block[] = [
  muted(literal('What stays here:')),
  list(staysHere.map(literal)),
  muted(literal('What stays elsewhere:')),
  list(elsewhere.map(literal)),
];

/** All that is said before it is asked for, or done. */
export const beforeErasing = (
  mentorships: readonly Mentorship[],
  person: PersonId,
  who: 'you' | 'they',
): readonly Block[] => [muted(literal('What goes:')), list(whatGoes(mentorships, person, who)), ...whatStays];

/** What stays of somebody who is erased just now: of sessions, where they had any. */
export async function whatIsLeft(
  person: PersonId,
  mentorships: readonly Mentorship[],
  work: ActorWork,
): Promise<string> {
  if (mentorships.length === 0) return 'It is done.';
  if (mentorships.some((m) => m.mentor === person))
    return 'It is done. The minutes stay, and what their mentees share in stays the mentees’.';
  const sessions = (await Promise.all(mentorships.map((m) => work.rows.sessions.ofMentorship(m.id)))).flat();
  return sessions.some((s) => s.attendees.length > 1)
    ? 'It is done. The minutes stay, and the records of groups, which are the others’ too. What was theirs alone stands apart, and does not count towards the unit.'
    : 'It is done. The minutes stay, without a word. They stand apart, and do not count towards the unit.';
}
