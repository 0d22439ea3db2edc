import { answers, type Button, text } from '../../chat/card.js';
import type { Option } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { literal } from '../../chat/text.js';
import { sameName } from '../../commands/names.js';
import { emailsOf } from '../../domain/identity-match.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import { roleWord } from '../../domain/role-words.js';
import type { PersonId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';
import { showMoment } from '../../kernel/zoned.js';
import type { ActorWork } from '../feature.js';

/** Whoever is chosen among can be told apart: two people of one name never look the same, in buttons and in lists. */

/** As long as a button or an option may be on every platform (Slack's both: 75). */
const longest = 70;
/** More than these are no choice any more: the whole name is quicker. */
const mostOffered = 10;

type Looking = Pick<ActorWork, 'rows' | 'actor'> & { people(): Promise<ReadonlyMap<PersonId, Person>> };

/** What tells each of these from others of their name, each kind for itself; the plainest first. Read for all at once. */
type Detail = (of: readonly Person[], work: Looking) => Promise<(p: Person) => string> | ((p: Person) => string);
const details: readonly Detail[] = [
  () => (p) => roleWord(p).toLowerCase(),
  withWhom,
  () => (p) => (hasAccount(p) ? '' : 'no account'),
  (_of, work) => (p) => addressOf(p, work),
  async (of, { rows, actor }) => {
    const last = await rows.overview.lastMet(
      actor.id,
      of.map((p) => p.id),
    );
    return (p) => {
      const at = last.get(p.id);
      return at === undefined ? '' : `last met ${showMoment(at, actor.zone, actor.locale, 'date')}`;
    };
  },
  (_of, { actor }) =>
    (p) =>
      `here since ${showMoment(p.createdAt, actor.zone, actor.locale, 'date')}`,
];

/** Whose mentee somebody is, as far as the actor may know it: their own, or as who looks after the programme. */
async function withWhom(of: readonly Person[], { rows, actor, people }: Looking): Promise<(p: Person) => string> {
  const mentors = await rows.overview.mentorsOf(of.map((p) => p.id));
  const everyone = await people();
  return (p) => {
    const theirs = mentors.get(p.id) ?? [];
    if (theirs.includes(actor.id)) return 'with you';
    const [mentor] = actor.roles.includes('coordinator') ? theirs : [];
    const name = mentor === undefined ? undefined : everyone.get(mentor)?.name;
    return name === undefined ? '' : `with ${shorten(name, 24)}`;
  };
}

/** Their address, whole for a coordinator. An imported mentee's may be their own: others see how it begins and where it is. */
function addressOf(p: Person, { actor }: Looking): string {
  const [address = ''] = emailsOf(p);
  return actor.roles.includes('coordinator') ? address : address.replace(/^(.).*(?=@)/u, '$1…');
}

const labelled = (p: Person, said: readonly string[]): string => {
  const more = said.filter((s) => s !== '').join(', ');
  if (more === '') return shorten(p.name, longest);
  const short = shorten(more, longest - 20);
  return `${shorten(p.name, longest - short.length - 3)} (${short})`;
};

/** Whether nobody could tell which is which: the same words, or as good as. */
const alike = (a: string, b: string): boolean => a === b || sameName(a, b);

/**
 * What each of these people is called where one of them is to be chosen: by name, and by as much more as tells them
 * apart. At most 70 characters each; no two are the same. Of as many people as one card names.
 */
export async function toldApart(people: readonly Person[], work: Looking): Promise<ReadonlyMap<PersonId, string>> {
  const labels = new Map(people.map((p) => [p.id, labelled(p, [])]));
  const said = new Map<PersonId, readonly string[]>();
  const unclear = (): readonly Person[] =>
    people.filter((p) => people.some((o) => o.id !== p.id && alike(labels.get(p.id) ?? '', labels.get(o.id) ?? '')));
  for (const detail of details) {
    const mixed = unclear();
    if (mixed.length === 0) return labels;
    const tell = await detail(mixed, work);
    const found = new Map<PersonId, string>(mixed.map((p) => [p.id, tell(p)]));
    // What all of one name share tells nobody apart.
    const tells = mixed.filter((p) =>
      mixed.some((o) => alike(labels.get(p.id) ?? '', labels.get(o.id) ?? '') && found.get(o.id) !== found.get(p.id)),
    );
    for (const p of tells) {
      said.set(p.id, [...(said.get(p.id) ?? []), found.get(p.id) ?? '']);
      labels.set(p.id, labelled(p, said.get(p.id) ?? []));
    }
  }
  const mixed = [...unclear()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  for (const [i, p] of mixed.entries()) labels.set(p.id, labelled(p, [`${i + 1} of ${mixed.length} of that name`]));
  return labels;
}

/** The same, as the options of a choice in a form. */
export async function optionsOf(people: readonly Person[], work: Looking): Promise<readonly Option[]> {
  const labels = await toldApart(people, work);
  return people.map((p) => ({ value: p.id, label: labels.get(p.id) ?? '' }));
}

/** Asks which of several people is meant, with a button for each. */
export async function askWhich(
  people: readonly Person[],
  work: ActorWork,
  how: { readonly line?: string; readonly button: (p: Person, label: string) => Button },
): Promise<Reply> {
  const offered = people.slice(0, mostOffered);
  const labels = await toldApart(offered, work);
  const more = people.length > offered.length ? ' Not among them? Ask again with more of the name.' : '';
  const line = literal(`${how.line ?? 'Several people are called that. Choose one:'}${more}`);
  return {
    kind: 'say',
    card: {
      title: 'Which one?',
      summary: line,
      blocks: [text(line), answers(...offered.map((p) => how.button(p, labels.get(p.id) ?? '')))],
    },
  };
}
