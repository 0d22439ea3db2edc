import { type Block, button, buttons, type Card, heading, muted, table, text } from '../../chat/card.js';
import { type Form, type Item, type Problem, textOf, type Values } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { takePerson } from '../../commands/person.js';
import {
  type AllocatedAs,
  type Allocation,
  type AllocationId,
  allocatedAs,
  isAllocatedAs,
  type Wanted,
} from '../../domain/allocation.js';
import type { Portfolio } from '../../domain/mentorship.js';
import type { Person } from '../../domain/programme.js';
import { Refused } from '../../kernel/errors.js';
import { cleanLine, count } from '../../kernel/words.js';
import { addDays, local, placeAnyway } from '../../kernel/zoned.js';
import type { ActorWork, FormFeature, Presses } from '../feature.js';
import { allocationsChanged, endAllocations, isOpen, makeAllocation, whyNotAllocated } from '../shared/allocating.js';
import { demand } from '../shared/guards.js';
import { pageOf, turns } from '../shared/pages.js';
import { unallocated } from '../shared/unallocated.js';

/** Who supervises, assesses and assures the quality of whose mentoring: set by the coordinator, for all or for one mentor. */

export const does: Readonly<Record<AllocatedAs, string>> = {
  supervisor: 'supervises',
  assessor: 'assesses',
  iqa: 'quality-assures',
};
const partLabels: Readonly<Record<AllocatedAs, string>> = {
  supervisor: 'Supervises: plans and hours',
  assessor: 'Assesses: plans, records, hours, shared feedback',
  iqa: 'Quality-assures: the same, of what others assess',
};

/** Allocations of one page: each has a button in a chat. */
const size = { chat: 8, page: 50 };

interface Listed {
  readonly allocation: Allocation;
  /** Whose mentoring; undefined: everybody's. */
  readonly portfolio: Portfolio | undefined;
}

/** Those that have not ended: the programme's first, then the exceptions, in the order in which they were made. */
async function listed(work: ActorWork): Promise<{ readonly open: readonly Listed[]; readonly ended: number }> {
  const all = await work.rows.allocations.all();
  const open = all.filter((a) => isOpen(a, work.now));
  const portfolios = new Map((await work.rows.portfolios.all()).map((p) => [p.id, p]));
  const of = (a: Allocation): Listed => ({
    allocation: a,
    portfolio: a.portfolio === null ? undefined : portfolios.get(a.portfolio),
  });
  return {
    open: [...open.filter((a) => a.portfolio === null), ...open.filter((a) => a.portfolio !== null)].map(of),
    ended: all.length - open.length,
  };
}

const whose = ({ portfolio }: Listed): Text =>
  portfolio === undefined ? literal('every mentor') : say`${mention(portfolio.mentor)}`;

/** The last day it holds, where one is set. */
const lastDay = (until: number): Text => say`${moment(until - 1, 'date')}`;

const whenOf = ({ from, until }: Allocation, now: number): Text => {
  const since = from > now ? say`from ${moment(from, 'date')}` : say`since ${moment(from, 'date')}`;
  return until === null ? since : say`${since} until ${lastDay(until)}`;
};

function listBlocks(shown: readonly Listed[], page: boolean, now: number): readonly Block[] {
  if (page)
    return [
      table(
        'allocated',
        'Allocated',
        ['Who', 'Does what', 'Of whom', 'When'],
        shown.map((one) => ({
          cells: [
            say`${mention(one.allocation.person)}`,
            literal(does[one.allocation.as]),
            whose(one),
            whenOf(one.allocation, now),
          ],
          button: button('End it', 'allocations.end', one.allocation.id),
        })),
      ),
    ];
  return shown.flatMap((one): readonly Block[] => [
    text(
      say`${mention(one.allocation.person)} ${does[one.allocation.as]} ${whose(one)}, ${whenOf(one.allocation, now)}.`,
    ),
    buttons(button('End it', 'allocations.end', one.allocation.id)),
  ]);
}

/** All that holds or is to hold, and whom nobody has been allocated. */
export async function allocationsCard(work: ActorWork, arg = ''): Promise<Card> {
  demand('people.allocate', work);
  const onPage = work.surface.page === true;
  const { open, ended } = await listed(work);
  const page = pageOf(open.length, arg, onPage ? size.page : size.chat);
  const shown = open.slice(page.from, page.to);
  const without = await unallocated(work);
  const line =
    open.length === 0
      ? literal('Nobody is allocated yet, so no supervisor, assessor or quality assurer reads anything.')
      : literal(`${count(open.length, 'allocation')}.${page.words}`);
  const own = shown.filter((one) => one.portfolio !== undefined);
  const ofAll = shown.filter((one) => one.portfolio === undefined);
  return {
    title: 'Who assesses',
    summary: line,
    blocks: [
      text(line),
      ...(ofAll.length === 0 ? [] : [heading(literal('The whole programme')), ...listBlocks(ofAll, onPage, work.now)]),
      ...(own.length === 0
        ? []
        : [
            heading(literal('For one mentor')),
            muted(literal('In the same part these read instead of those of the whole programme.')),
            ...listBlocks(own, onPage, work.now),
          ]),
      ...(page.pages > 1 ? [buttons(...turns(page, { verb: 'allocations.open' }))] : []),
      ...(page.at > 0 ? [] : without.flatMap(({ line: said, button: add }) => [text(said), buttons(add)])),
      ...(ended === 0 ? [] : [muted(literal(`${count(ended, 'earlier one')} ${ended === 1 ? 'has' : 'have'} ended.`))]),
      muted(
        literal(
          'Mentors and mentees are told by name who reads what is theirs. Once it ends, they can open nothing more.',
        ),
      ),
      buttons(
        button('Allocate somebody', 'allocations.add', '-', { style: 'main' }),
        button('People', 'people.board', '-'),
      ),
    ],
  };
}

/** So many stand in a list that every chat shows whole; beyond that a name is typed. */
const mostListed = 60;
const everyone = 'all';

async function candidates(work: ActorWork): Promise<readonly Person[]> {
  const open = [...(await work.people()).values()].filter((p) => !p.roles.includes('mentee'));
  const first = (p: Person): number => (p.roles.some(isAllocatedAs) ? 0 : 1);
  return open.sort((a, b) => first(a) - first(b) || a.name.localeCompare(b.name));
}

const nameField = (id: string, label: string, hint: string, optional: boolean): Item => ({
  id,
  kind: 'text',
  lines: 'one',
  max: 120,
  readers: 'shown',
  label,
  hint,
  ...(optional ? { optional: true } : {}),
});

export const allocationForm: FormFeature = {
  called: 'who assesses',
  async build(_about, work): Promise<Form> {
    demand('people.allocate', work);
    const people = await candidates(work);
    const names = await work.people();
    const portfolios = await work.rows.portfolios.all();
    return {
      id: 'allocation',
      title: 'Who assesses',
      submit: 'Allocate',
      concern: 'mentor',
      steps: [
        {
          id: 'allocation',
          title: 'Who reads whose mentoring',
          items: [
            people.length > mostListed
              ? nameField('person', 'Who', 'The name, as people shows it.', false)
              : {
                  id: 'person',
                  kind: 'choice',
                  shown: 'list',
                  readers: 'shown',
                  label: 'Who',
                  hint: 'Somebody who is not here yet comes by an import, or with people @name.',
                  of: people.map((p) => ({ value: p.id, label: p.name })),
                },
            {
              id: 'as',
              kind: 'choice',
              shown: 'list',
              readers: 'shown',
              label: 'What they do',
              of: allocatedAs.map((value) => ({ value, label: partLabels[value] })),
            },
            portfolios.length > mostListed
              ? nameField('mentor', 'Of which mentor', 'The name; left empty: of every mentor.', true)
              : {
                  id: 'mentor',
                  kind: 'choice',
                  shown: 'list',
                  readers: 'shown',
                  label: 'Of which mentor',
                  hint: 'Whoever you choose for one mentor reads in place of whoever has every mentor.',
                  of: [
                    { value: everyone, label: 'Every mentor' },
                    ...portfolios.map((p) => ({ value: p.id, label: names.get(p.mentor)?.name ?? 'Somebody' })),
                  ],
                },
            { id: 'from', kind: 'date', readers: 'shown', label: 'From' },
            {
              id: 'until',
              kind: 'date',
              optional: true,
              readers: 'shown',
              label: 'Last day',
              hint: 'Leave it empty, and it goes on until you end it.',
            },
          ],
        },
      ],
    };
  },
  async problems({ answers }, work) {
    return (await readWanted(answers.values, work)).problems;
  },
  async submit({ answers }, work) {
    demand('people.allocate', work);
    const { problems, wanted, person } = await readWanted(answers.values, work);
    if (wanted === undefined || person === undefined) return { problems };
    await makeAllocation(wanted, person, work);
    await allocationsChanged(work);
    const { open } = await listed(work);
    const made = open.at(-1);
    const mentor = (await work.rows.portfolios.all()).find((p) => p.id === wanted.portfolio)?.mentor;
    const line = say`${mention(person.id)} ${does[wanted.as]} ${mentor === undefined ? 'every mentor' : mention(mentor)}.`;
    return made === undefined
      ? closeWith('Allocated', 'It is set.')
      : {
          kind: 'close',
          say: {
            title: 'Allocated',
            summary: line,
            blocks: [
              text(line),
              muted(
                literal('Mentors and mentees read this name from now on. Answers that were given before stay closed.'),
              ),
              buttons(button('Who assesses', 'allocations.open', '-')),
            ],
          },
        };
  },
};

interface ReadWanted {
  readonly problems: readonly Problem[];
  readonly wanted?: Wanted;
  readonly person?: Person;
}

/** Whom a name or an id means, of these. */
const meant = (value: string, people: readonly Person[]): Person | undefined => {
  const by = people.find((p) => p.id === value);
  if (by !== undefined) return by;
  const found = takePerson(`@${cleanLine(value).replace(/^@/, '')}`, [], people);
  return found.kind === 'person' ? found.person : undefined;
};

async function readWanted(v: Values, work: ActorWork): Promise<ReadWanted> {
  const people = await candidates(work);
  const person = meant(textOf(v, 'person'), people);
  const as = textOf(v, 'as');
  if (person === undefined)
    return { problems: [{ at: 'person', say: 'I know nobody of that name who could. Write it as people shows it.' }] };
  if (!isAllocatedAs(as)) return { problems: [{ at: 'as', say: 'Choose what they do.' }] };
  const which = textOf(v, 'mentor');
  const portfolios = await work.rows.portfolios.all();
  let portfolio: Portfolio | undefined;
  if (which !== '' && which !== everyone) {
    const mentor = meant(which, [...(await work.people()).values()]);
    portfolio = portfolios.find((p) => p.id === which || p.mentor === mentor?.id);
    if (portfolio === undefined)
      return { problems: [{ at: 'mentor', say: 'No mentor of that name has begun. Write it as people shows it.' }] };
  }
  const { zone } = work.programme;
  const today = local(work.now, zone).date;
  const from = textOf(v, 'from');
  const until = textOf(v, 'until');
  const wanted: Wanted = {
    person: person.id,
    as,
    portfolio: portfolio?.id ?? null,
    from: from === '' || from === today ? work.now : placeAnyway(from, '00:00', zone),
    until: until === '' ? null : placeAnyway(addDays(until, 1), '00:00', zone),
  };
  const why = whyNotAllocated(wanted, person, portfolio, await work.rows.allocations.all());
  if (why === undefined) return { problems: [], wanted, person };
  return { problems: [{ at: why.startsWith('The last day') ? 'until' : 'person', say: why }] };
}

export const allocationPresses = {
  'allocations.open': {
    opens: async (press, work) => ({ kind: 'panel', card: await allocationsCard(work, press.arg) }),
  },
  'allocations.add': {
    opens(press, work) {
      demand('people.allocate', work);
      const today = local(work.now, work.programme.zone).date;
      const person = press.subject === '-' ? {} : { person: press.subject };
      const as = isAllocatedAs(press.arg) ? { as: press.arg } : {};
      return work.forms.open(
        'allocation',
        '-',
        { values: { ...person, ...as, mentor: everyone, from: today }, rows: {} },
        { fresh: true },
      );
    },
  },
  'allocations.end': async (press, work) => {
    demand('people.allocate', work);
    const found = (await work.rows.allocations.all()).find((a) => a.id === (press.subject as AllocationId));
    if (found === undefined)
      throw new Refused('no-such-allocation', 'That is no longer here. Type setup readers to see who assesses.');
    await endAllocations([found], work);
    await allocationsChanged(work);
    return { kind: 'panel', card: await allocationsCard(work) };
  },
} satisfies Presses;
