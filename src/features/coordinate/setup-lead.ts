import { type Field, type Problem, textOf, type Values } from '../../chat/form.js';
import { isInReach } from '../../domain/lead-alert.js';
import type { Contact, Person, Safeguarding } from '../../domain/programme.js';
import type { PersonId } from '../../kernel/ids.js';

/**
 * Who of the programme its safeguarding lead and deputy are, beside their names and numbers: they can be told in their own
 * chat then (docs/concern.md#the-lead-is-told).
 */

/** Nobody who takes part: a name and a number all the same. */
const nobody = 'nobody';
/** As many as a list of any chat takes, with *nobody*. */
const most = 90;

const isHolder = (p: Person): boolean => p.roles.includes('safeguarding-lead');

/** Whoever can be told, who has the role first; and whoever is chosen already. */
function choices(people: Iterable<Person>, chosen: PersonId | undefined): Field & { readonly kind: 'choice' } {
  const rank = (p: Person): number => (p.id === chosen ? 0 : isHolder(p) ? 1 : p.roles.includes('coordinator') ? 2 : 3);
  const can = [...people]
    .filter(isInReach)
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .slice(0, most);
  return {
    id: '',
    label: '',
    kind: 'choice',
    shown: 'list',
    readers: 'shown',
    optional: true,
    of: [
      ...can.map((p) => ({ value: p.id as string, label: p.name })),
      { value: nobody, label: 'Nobody who takes part here' },
    ],
  };
}

export function leadFields(
  people: Iterable<Person>,
  { lead, deputy }: Safeguarding,
): Readonly<Record<'lead' | 'deputy', Field>> {
  const all = [...people];
  return {
    lead: {
      ...choices(all, lead?.person),
      id: 'lead-person',
      label: 'Who the lead is here',
      hint: 'They are told in their own chat, at any hour, when a mentor says they have told them of a concern.',
    },
    deputy: {
      ...choices(all, deputy?.person),
      id: 'deputy-person',
      label: 'Who the deputy is here',
      hint: 'They are told if the lead does not say within half an hour that they have it.',
    },
  };
}

export const leadValues = ({ lead, deputy }: Safeguarding): Values => ({
  'lead-person': lead?.person ?? nobody,
  'deputy-person': deputy?.person ?? nobody,
});

/** One of them as the form says; undefined where no name is given. */
export function contactIn(v: Values, who: 'lead' | 'deputy'): Contact | undefined {
  const [name, reach, person] = [textOf(v, who), textOf(v, `${who}-reach`), textOf(v, `${who}-person`)];
  if (name === '') return undefined;
  return { name, reach, ...(person === '' || person === nobody ? {} : { person: person as PersonId }) };
}

const wordsOf = (name: string): readonly string[] => name.toLocaleLowerCase('en').match(/[\p{L}\p{M}]+/gu) ?? [];

/** A name and a person that cannot be the same: whoever presses would be told the one, and the other would hear. */
export function leadProblems(v: Values, people: ReadonlyMap<PersonId, Person>): readonly Problem[] {
  const found: Problem[] = [];
  for (const who of ['lead', 'deputy'] as const) {
    const contact = contactIn(v, who);
    if (contact?.person === undefined) continue;
    const at = `${who}-person`;
    const person = people.get(contact.person);
    if (!isInReach(person) || person === undefined)
      found.push({ at, say: 'I can’t write to this person. Choose another, or “Nobody who takes part here”.' });
    else if (!wordsOf(person.name).some((word) => wordsOf(contact.name).includes(word)))
      found.push({
        at,
        say: `The name says ${contact.name}, and this is ${person.name}. Choose ${contact.name}, or “Nobody who takes part here”.`,
      });
  }
  const [lead, deputy] = [contactIn(v, 'lead')?.person, contactIn(v, 'deputy')?.person];
  if (lead !== undefined && lead === deputy)
    found.push({ at: 'deputy-person', say: 'The deputy has to be somebody else than the lead.' });
  return found;
}
