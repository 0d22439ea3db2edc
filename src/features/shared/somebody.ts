import { type Item, type Option, type Problem, textOf, type Values } from '../../chat/form.js';
import { sameName } from '../../commands/names.js';
import { emailsOf, emailsTogether } from '../../domain/identity-match.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import { outsiders, stakeholderWords } from '../../domain/role-words.js';
import { type NotAStakeholder, whyNoStakeholder } from '../../domain/stakeholder.js';
import { linkPlatform } from '../../kernel/account.js';
import type { PersonId } from '../../kernel/ids.js';
import { cleanLine } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';

/**
 * Somebody who is to say something about a mentor's work: known already, or new by their name. Who is new becomes a person
 * without an account and without a role, who can do nothing but answer what they are asked.
 */

const isNew = 'new';
/** A list that every chat shows whole. */
const mostListed = 60;

/** What somebody outside is to a mentee; the label says for whom that is asked. */
export const stakeholderField = {
  id: 'as',
  kind: 'choice',
  shown: 'list',
  readers: 'shown',
  of: outsiders.map((value) => ({ value, label: value === 'other' ? 'Somebody else' : stakeholderWords[value] })),
} as const;

/** @param known whom whoever asks may choose among, besides somebody new */
export function somebodyFields(known: readonly Person[], work: Pick<ActorWork, 'pages'>): readonly Item[] {
  const listed = known.slice(0, mostListed);
  const of: readonly Option[] = [
    ...listed.map((p) => ({ value: p.id, label: p.name })),
    { value: isNew, label: 'Somebody new' },
  ];
  return [
    ...(listed.length === 0
      ? []
      : [
          {
            id: 'who',
            kind: 'choice',
            shown: 'list',
            readers: 'shown',
            label: 'Who',
            optional: true,
            hint: 'Only if they stand here. Else write their name below: one of the two is needed.',
            of,
          } satisfies Item,
        ]),
    {
      id: 'name',
      kind: 'text',
      lines: 'one',
      max: 120,
      readers: 'shown',
      ...(listed.length === 0
        ? { label: 'Their name' }
        : { label: 'Somebody new: their name', optional: true, hint: 'Only if you chose nobody above.' }),
    },
    {
      id: 'email',
      kind: 'text',
      lines: 'one',
      max: 200,
      optional: true,
      readers: 'coordinator',
      label: 'Their e-mail address',
      hint:
        work.pages?.mails === true
          ? 'You can leave this out. Then somebody here hands them their link.'
          : 'You can leave this out: no mail is sent from here, and somebody hands them their link.',
    },
  ];
}

/** What is said to whoever chose somebody who cannot be asked. */
const refusals: Readonly<Record<NotAStakeholder, string>> = {
  nobody: 'Choose somebody, or write their name.',
  erased: 'That person is not here any more. Choose somebody else.',
  mentee: 'That is the mentee. They are asked in their own way: choose somebody beside the two.',
  mentor: 'That is the mentor. They say it themselves: choose somebody beside the two.',
  mentored: 'They are mentored here themselves, so they are not asked about others. Choose somebody else.',
};

/** Whether it reads as an e-mail address: whether anybody has it nobody can tell. */
export const isAddress = (written: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(written);

/** Whom the form means: somebody who is here, or somebody new who is not made yet. */
export type Meant =
  | { readonly person: Person; readonly email: string }
  | { readonly name: string; readonly email: string };

/** Somebody of this very name who is here only to be asked: met by their address, whoever asks sees what they typed. */
const isAskedAlone = (p: Person, name: string): boolean =>
  p.erasedAt === null && !hasAccount(p) && p.roles.every((r) => r === 'stakeholder') && p.name === name;

/**
 * Whom the answers name. Whose an address is whoever coordinates sees; nobody else learns by what they are answered that
 * it is somebody's here: to them it is a new person, whom no mail goes to, and the link is handed over.
 * @param about whom it is about: neither of the two can be asked
 * @param known whom a name alone may mean, besides the two
 */
export function somebodyMeant(
  values: Values,
  about: { readonly mentor: PersonId; readonly mentee: PersonId },
  known: readonly Person[],
  people: ReadonlyMap<PersonId, Person>,
  actor: Pick<Person, 'id' | 'roles'>,
): Meant | { readonly problems: readonly Problem[] } {
  const chosen = textOf(values, 'who');
  const name = cleanLine(textOf(values, 'name'));
  const email = emailsTogether(textOf(values, 'email').trim())[0] ?? '';
  const wrong = (at: string, why: NotAStakeholder) => ({ problems: [{ at, say: refusals[why] }] });
  if (email !== '' && !isAddress(email)) return { problems: [{ at: 'email', say: 'Write it like name@example.org.' }] };
  const owner = email === '' ? undefined : [...people.values()].find((p) => emailsOf(p).includes(email));
  // An address is one person's.
  const free = owner === undefined ? email : '';
  if (chosen !== '' && chosen !== isNew) {
    const person = people.get(chosen as PersonId);
    const why = whyNoStakeholder(person, about);
    if (why !== undefined || person === undefined) return wrong('who', why ?? 'nobody');
    return { person, email: free };
  }
  if (name === '') return wrong('name', 'nobody');
  const inSight =
    owner !== undefined &&
    (actor.roles.includes('coordinator') ||
      owner.id === actor.id ||
      known.some((p) => p.id === owner.id) ||
      isAskedAlone(owner, name));
  const byEmail = inSight ? owner : undefined;
  const two = [people.get(about.mentee), people.get(about.mentor)].filter((p) => p !== undefined);
  const byName = [...two, ...known].find(
    (p) => sameName(p.name, name) && (email === '' || emailsOf(p).length === 0 || two.includes(p)),
  );
  const person = byEmail ?? byName;
  if (person === undefined) return { name, email: free };
  const why = whyNoStakeholder(person, about);
  return why === undefined ? { person, email: free } : wrong(byEmail === undefined ? 'name' : 'email', why);
}

/** The person meant, made where they are new; an address that was lacking is kept. */
export async function takeSomebody(meant: Meant, work: ActorWork): Promise<Person> {
  if ('person' in meant) {
    const { person, email } = meant;
    if (email === '' || hasAccount(person) || emailsOf(person).length > 0) return person;
    const after = { ...person, emails: emailsTogether(person.emails, email) };
    await work.rows.people.save(after);
    return after;
  }
  const id = work.ids.next<'person'>('person');
  const person: Person = {
    id,
    programme: work.programme.id,
    name: meant.name,
    zone: work.programme.zone,
    locale: work.actor.locale,
    manners: {},
    roles: [],
    accounts: [{ platform: linkPlatform, tenant: linkPlatform, user: id }],
    ...(meant.email === '' ? {} : { emails: [meant.email] }),
    createdAt: work.now,
    erasedAt: null,
  };
  await work.rows.people.save(person);
  work.audit('person.added', id, { account: false, roles: '' });
  return person;
}
