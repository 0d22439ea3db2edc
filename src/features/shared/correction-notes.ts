import { type Block, heading, list } from '../../chat/card.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import type { Session } from '../../domain/session.js';
import type { ActorWork } from '../feature.js';

/**
 * What a coordinator noted beside a record after somebody asked for it to be put right (docs/field.md#rights): the record
 * itself is never written over. It is read by whoever reads the record; of a group a mentee reads the notes about themselves.
 */
export async function correctionNotes(session: Session, work: ActorWork): Promise<readonly Block[]> {
  const mentees = session.attendees.map((a) => a.mentee);
  const about = mentees.includes(work.actor.id) ? [work.actor.id] : mentees;
  const group = mentees.length > 1;
  const notes = [];
  for (const person of [...about, session.mentor])
    for (const r of await work.rows.rights.about(person))
      if (
        r.words.note?.session === session.id &&
        !(group && person === session.mentor && mentees.includes(work.actor.id))
      )
        notes.push({ r, person });
  if (notes.length === 0) return [];
  return [
    heading(literal('Put right afterwards')),
    list(
      notes.map(({ r, person }) => {
        const by = r.doneBy === null ? literal('A coordinator') : say`${mention(r.doneBy)}`;
        const whom = group && person !== work.actor.id ? say` of ${mention(person)}` : literal('');
        return say`${by}, ${moment(r.doneAt ?? r.askedAt, 'date')}${whom}: ${r.words.note?.words ?? ''}`;
      }),
    ),
  ];
}
