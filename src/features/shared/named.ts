import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { mention, say } from '../../chat/text.js';
import { type Named, takePerson } from '../../commands/person.js';
import type { Person } from '../../domain/programme.js';
import { namedSubject } from '../../domain/subjects.js';
import type { ActorWork, Command } from '../feature.js';
import { mayActor } from './guards.js';

/** Whom a command names; somebody who never wrote comes in by a mention, on the platform's word for the account. */

export type WhoIs = Named | { readonly kind: 'reply'; readonly reply: Reply };

/**
 * The first person in typed words, among these; whoever a mention names and nobody knows is met, where the actor may
 * bring people in. A reply where they are asked first whether they are somebody who took part without an account.
 * @throws Refused where they cannot take part from that account
 */
export async function whoIsNamed(
  words: string,
  command: Pick<Command, 'mentions'>,
  people: readonly Person[],
  work: ActorWork,
): Promise<WhoIs> {
  const named = takePerson(words, command.mentions, people);
  if (named.kind !== 'unknown' || named.account === undefined || !mayActor('person.meet', work)) return named;
  const { person, perhaps } = await work.meet(named.account);
  if (perhaps === undefined) return { kind: 'person', person, rest: named.rest };
  return {
    kind: 'reply',
    reply: replyWith(
      'Asked',
      say`${mention(perhaps)} took part here without an account, and this may be theirs now: I ask whether that is them. Nothing is joined until they say yes; then name them again.`,
    ),
  };
}

/**
 * Writes to somebody who was named by a mention, once: who named them, as what, and what this is. Nothing where they
 * have written, or were written to already. Answers whether it does.
 */
export async function tellNamed(person: Person, work: ActorWork): Promise<boolean> {
  if (person.named === undefined || person.named.told) return false;
  await work.rows.people.save({ ...person, named: { ...person.named, told: true } });
  work.show('welcome', namedSubject.write({ person: person.id, by: person.named.by }), { person: person.id });
  return true;
}
