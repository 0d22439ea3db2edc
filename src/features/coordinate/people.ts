import { type Block, button, buttons, type Card, heading, list, muted, sentence, text } from '../../chat/card.js';
import { type Form, manyOf, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith, replyWith } from '../../chat/reply.js';
import { literal, mention, moment, type Part, say, type Text } from '../../chat/text.js';
import { allocatedAs, isAllocatedAs } from '../../domain/allocation.js';
import { isLive } from '../../domain/mentorship.js';
import { hasAccount, isCoordinated, type Person, type Role, type StakeholderAs } from '../../domain/programme.js';
import { type RefusedAccount, refusedAccounts, stillRefusedAccounts } from '../../domain/refused-accounts.js';
import { roleWordOf } from '../../domain/role-words.js';
import { correctionSubject } from '../../domain/subjects.js';
import { sameAccount } from '../../kernel/account.js';
import type { PersonId } from '../../kernel/ids.js';
import { cleanLine, count, shorten } from '../../kernel/words.js';
import type { ActorWork, Command, FormFeature, Presses } from '../feature.js';
import { endAllocationsOf } from '../shared/allocating.js';
import { readersChanged, readersDiffer } from '../shared/asked-after.js';
import { correctionAsked } from '../shared/correction-asked.js';
import { demand } from '../shared/guards.js';
import { tellNamed, whoIsNamed } from '../shared/named.js';
import { pageOf, turns } from '../shared/pages.js';
import { stakeholderField } from '../shared/somebody.js';
import { askWhich, toldApart } from '../shared/told-apart.js';
import { peopleTables } from './people-table.js';

/** `people`: who is in the programme, and their roles, given and taken by the coordinator. */

export const roleNames: Readonly<Record<Role, string>> = {
  mentor: 'Mentor',
  mentee: 'Mentee',
  supervisor: 'Supervisor',
  stakeholder: 'Stakeholder (line manager, teacher, social worker, youth worker)',
  coordinator: 'Coordinator',
  assessor: 'Assessor',
  iqa: 'Internal quality assurer',
  'safeguarding-lead': 'Safeguarding lead',
};

/** Their roles in words; a stakeholder by what they are to the mentee. */
const rolesOf = (p: Pick<Person, 'roles' | 'stakeholderAs'>): string =>
  p.roles
    .map((r) => (r === 'stakeholder' ? roleWordOf(r, p.stakeholderAs) : (roleNames[r].split(' (')[0] ?? r)))
    .join(', ');

/** People of one page: in a chat, and where a page has room for tables. */
const inChat = 30;
const onPage = 200;

const inOrder = new Intl.Collator('en-GB');

const whyAway: Readonly<Record<RefusedAccount['standing'], string>> = {
  guest: 'a guest here',
  outsider: 'of another organisation',
  deactivated: 'their account is no longer active',
};

/** Who wrote to the bot and cannot take part from that account. */
export async function refusedAccountBlocks(work: ActorWork, people: readonly Person[]): Promise<readonly Block[]> {
  const away = stillRefusedAccounts(await work.rows.kept.get(refusedAccounts), work.now).filter(
    (t) => !people.some((p) => p.accounts.some((a) => sameAccount(a, t.account))),
  );
  if (away.length === 0) return [];
  return [
    heading(literal('Asked to join but cannot')),
    list(away.slice(0, 10).map((t) => say`${t.name}: ${whyAway[t.standing]}, ${moment(t.at, 'date')}`)),
    muted(literal('From that account they cannot take part. Ask them for another one, or have it changed.')),
  ];
}

/** Somebody in a list: mentioned, unless others of their name have to be told from them. */
const whoOf = (p: Person, names: ReadonlyMap<PersonId, string>): Part => {
  const name = names.get(p.id) ?? p.name;
  return name === p.name ? mention(p.id) : name;
};

/** Everybody, with their roles, by name; `arg`: the page. */
export async function peopleCard(work: ActorWork, arg = ''): Promise<Card> {
  const people = [...(await work.people()).values()].sort((a, b) => inOrder.compare(a.name, b.name));
  const mentorships = await work.rows.overview.outlines();
  const unsigned = mentorships.filter((m) => m.state === 'proposed');
  const agreements =
    mentorships.length === 0
      ? 'No agreement yet: a mentor begins one with start.'
      : unsigned.length === 0
        ? 'Every agreement is signed.'
        : unsigned.length === 1
          ? 'One agreement is not signed yet.'
          : `${unsigned.length} agreements are not signed yet.`;
  const live = mentorships.filter(isLive);
  const tables = work.surface.page === true;
  const page = tables ? pageOf(Math.max(people.length, live.length), arg, onPage) : pageOf(people.length, arg, inChat);
  const shown = people.slice(page.from, page.to);
  const line = literal(`${count(people.length, 'person', 'people')}. ${agreements}${page.words}`);
  const turning = page.pages > 1 ? [buttons(...turns(page, { verb: 'people.list' }))] : [];
  const pairs = page.at > 0 && page.from >= live.length ? undefined : live.slice(page.from, page.to);
  if (tables)
    return {
      title: 'People',
      summary: line,
      blocks: [text(line), ...peopleTables(shown, pairs, rolesOf, page.pages > 1), ...turning],
    };
  const blocks: Block[] = [text(line)];
  const names = await toldApart(shown, work);
  for (const p of shown)
    blocks.push(
      text(say`${whoOf(p, names)}: ${p.roles.length === 0 ? 'no role yet' : rolesOf(p)}`),
      buttons(button('Roles', 'people.roles', p.id)),
    );
  if (page.pages > 1) blocks.push(muted(literal('Type people @name for one of them.')), ...turning);
  return { title: 'People', summary: line, blocks };
}

/** The roles of whoever is named; undefined where nobody is. */
export const namedPerson = async (command: Command, work: ActorWork): Promise<Reply | undefined> => {
  demand('people.roles', work);
  const all = [...(await work.people()).values()];
  const who = await whoIsNamed(command.rest, command, all, work);
  if (who.kind === 'reply') return who.reply;
  if (who.kind === 'person') return openRoles(who.person.id, work);
  if (who.kind === 'several')
    return askWhich(who.people, work, { button: (p, label) => button(label, 'people.roles', p.id) });
  if (who.kind === 'unknown')
    return replyWith(
      'Who?',
      `I know nobody called “${shorten(who.name, 40)}” here. Mention their account, import them, or ask them to say hello to me.`,
    );
  return undefined;
};

const openRoles = async (id: PersonId, work: ActorWork): Promise<Reply> => {
  demand('people.roles', work);
  const person = await work.rows.people.get(id);
  if (person === undefined) return replyWith('Gone', 'That person is no longer here. Type people to see who is.');
  return work.forms.open(
    'role',
    id,
    {
      values: {
        roles: person.roles,
        as: person.stakeholderAs ?? '',
        name: person.name,
        adult: person.adult === true ? 'yes' : 'no',
      },
      rows: {},
    },
    { fresh: true },
  );
};

export const peoplePresses = {
  'people.roles': { opens: (press, work) => openRoles(press.subject as PersonId, work) },
  'people.list': {
    async opens(press, work) {
      demand('people.roles', work);
      return { kind: 'panel', card: await peopleCard(work, press.arg) };
    },
  },
} satisfies Presses;

/** Nobody judges what they take part in. */
export const judgesAndTakesPart = (roles: readonly Role[]): boolean =>
  (roles.includes('assessor') || roles.includes('iqa')) && (roles.includes('mentor') || roles.includes('mentee'));

/** What is wrong with these roles for this person; undefined where nothing is. */
function refusal(person: Person, roles: readonly Role[], people: Iterable<Person>): string | undefined {
  if (person.roles.includes('coordinator') && !roles.includes('coordinator') && !isCoordinated(people, person.id))
    return 'This is the last coordinator who has written to me. Name another one first.';
  if (judgesAndTakesPart(roles)) return 'An assessor or quality assurer cannot take part as mentor or mentee here.';
  return undefined;
}

/** Whoever works with somebody keeps the role that it takes: what they may do goes with the mentorship, as in leaving. */
async function stillNeeded(person: Person, roles: readonly Role[], work: ActorWork): Promise<string | undefined> {
  const live = (await work.rows.mentorships.of(person.id)).filter(isLive);
  const gives = (role: Role): boolean => person.roles.includes(role) && !roles.includes(role);
  if (gives('mentor') && live.some((m) => m.mentor === person.id))
    return 'They still mentor somebody. Hand that over or end it first; then take the role back.';
  if (gives('mentee') && live.some((m) => m.mentee === person.id))
    return 'They still have a mentor. End that first; then take the role back.';
  return undefined;
}

/** What comes next of somebody who was named just now, to the coordinator who did it. */
const nextFor = ({ id, roles }: Person): Text =>
  say`I write to ${mention(id)} now: who named them, as what, and what this is. If that does not reach them, I tell you. ${
    roles.includes('mentor')
      ? 'Next, they begin with each mentee: start, and the name.'
      : roles.includes('mentee')
        ? 'Next, a mentor begins with them: start, and the name.'
        : 'There is nothing more to do.'
  }`;

export const roleForm: FormFeature = {
  called: 'somebody’s roles',
  async build(about, work): Promise<Form | Card> {
    demand('people.roles', work);
    const person = await work.rows.people.get(about.subject as PersonId);
    if (person === undefined) return sentence('Gone', 'That person is no longer here. Type people to see who is.');
    return {
      id: 'role',
      title: 'Roles',
      submit: 'Save',
      concern: 'mentor',
      steps: [
        {
          id: 'roles',
          title: person.name,
          items: [
            {
              id: 'roles',
              kind: 'choice',
              many: true,
              optional: true,
              shown: 'list',
              readers: 'shown',
              label: 'What they are in the programme',
              of: Object.entries(roleNames).map(([value, label]) => ({ value, label })),
            },
            { ...stakeholderField, optional: true, label: 'If a stakeholder: what are they to the mentee?' },
            {
              id: 'adult',
              kind: 'choice',
              shown: 'buttons',
              readers: 'about-them',
              label: 'Are they 18 or over?',
              hint: 'No date of birth is kept. Their mentor can tell it from this: only with a yes may they propose whom to ask.',
              of: [
                { value: 'yes', label: 'Yes' },
                { value: 'no', label: 'No, or not known' },
              ],
            },
            hasAccount(person)
              ? {
                  kind: 'note',
                  id: 'own-name',
                  text: literal('A slip in the name? They put it right in their settings.'),
                }
              : {
                  id: 'name',
                  kind: 'text',
                  lines: 'one',
                  max: 120,
                  readers: 'shown',
                  label: 'What they are called',
                  hint: 'Put a slip right here, until they have an account to do it from.',
                },
          ],
        },
      ],
    };
  },
  async submit(about, work) {
    demand('people.roles', work);
    const person = await work.rows.people.get(about.subject as PersonId);
    if (person === undefined) return closeWith('Gone', 'That person is no longer here.');
    const roles = manyOf(about.answers.values, 'roles') as readonly Role[];
    const wrong = refusal(person, roles, (await work.people()).values()) ?? (await stillNeeded(person, roles, work));
    if (wrong !== undefined) return { problems: [{ at: 'roles', say: wrong }] };
    const name = hasAccount(person) ? person.name : cleanLine(textOf(about.answers.values, 'name'));
    const as = roles.includes('stakeholder') ? textOf(about.answers.values, 'as') : '';
    const adult = textOf(about.answers.values, 'adult') === 'yes';
    const { stakeholderAs: _before, adult: wasAdult, ...rest } = person;
    if (name === '') return { problems: [{ at: 'name', say: 'Write the name.' }] };
    const named: Person = {
      ...rest,
      name,
      roles,
      ...(as === '' ? {} : { stakeholderAs: as as StakeholderAs }),
      ...(adult ? { adult } : {}),
    };
    await work.rows.people.save(named);
    // A part that is taken back is read in no longer.
    const gone = allocatedAs.filter((as) => !roles.includes(as));
    const ended = await endAllocationsOf(person.id, gone, work);
    if (ended || readersDiffer(person.roles, roles)) await readersChanged(work);
    work.audit('people.roles', person.id, { roles: roles.join(' '), ...(as === '' ? {} : { as }) });
    if (name !== person.name) work.audit('person.corrected', person.id);
    // That it was noted, never what: the trail has more readers than the note.
    if (adult !== (wasAdult === true)) work.audit('person.adult-noted', person.id);
    // They asked for it to be looked at, and it was.
    if ((await work.rows.kept.get(correctionAsked, person.id)) !== undefined) {
      await work.rows.kept.forget(correctionAsked, person.id);
      work.redraw(correctionSubject.write({ person: person.id }));
    }
    const told = roles.length > 0 && (await tellNamed(named, work));
    const line = say`${mention(person.id)} is now: ${roles.length === 0 ? 'in no role' : rolesOf(named)}.`;
    const reads = roles.some(isAllocatedAs)
      ? [
          text(literal('Say whose mentoring that is for: by the role alone they read nothing.')),
          buttons(button('Who assesses', 'allocations.open', '-')),
        ]
      : [];
    const next = told ? [text(nextFor(named))] : [];
    const unreached =
      roles.includes('safeguarding-lead') && work.programme.settings.safeguarding.lead === undefined
        ? [
            text(literal('Say how the safeguarding lead can be reached, so that “Worried about someone?” names them.')),
            buttons(button('Set it now', 'programme.setup', '-')),
          ]
        : [];
    return {
      kind: 'close',
      say: { title: 'Saved', summary: line, blocks: [text(line), ...next, ...reads, ...unreached] },
    };
  },
};
