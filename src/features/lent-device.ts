import { type Block, muted } from '../chat/card.js';
import { literal } from '../chat/text.js';
import type { LinkPurpose } from '../domain/link.js';
import type { PersonId } from '../kernel/ids.js';
import { count } from '../kernel/words.js';
import type { Rows } from '../ports/store.js';

/** Whether what this person last said about it by a link was said on somebody else's device: readers are told. */
export async function answeredOnLentDevice(
  rows: Rows,
  purpose: LinkPurpose,
  subject: string,
  person: PersonId,
): Promise<boolean> {
  const used = (await rows.links.about(subject)).filter(
    (l) => l.purpose === purpose && l.person === person && l.state === 'used',
  );
  return used.at(-1)?.witnessed === true;
}

/** For totals and trends: how many of these mentees' answers about sessions were given so; nothing where none were. */
export async function lentDeviceLine(rows: Rows, mentees: Iterable<PersonId>): Promise<readonly Block[]> {
  const sessions = new Set<string>();
  for (const mentee of new Set(mentees))
    for (const l of await rows.links.ofPerson(mentee))
      if (l.purpose === 'session-answers' && l.state === 'used' && l.witnessed) sessions.add(`${l.subject}:${mentee}`);
  if (sessions.size === 0) return [];
  return [
    muted(
      literal(`${count(sessions.size, 'answer')} about a session came on a lent device, with the mentor beside it.`),
    ),
  ];
}
