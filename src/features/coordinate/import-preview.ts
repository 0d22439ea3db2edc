import { type Block, button, buttons, type Card, facts, heading, list, muted, text } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import { roleWordOf } from '../../domain/role-words.js';
import type { PersonId } from '../../kernel/ids.js';
import { count, listInWords, shorten } from '../../kernel/words.js';
import { does } from './allocations.js';
import type { ImportPlan, Planned } from './plan-import.js';

/** What an import would do, by name, before it does it. */

/** On a page everything stands; in a panel as much as every platform can show. */
export const mostShown = { page: { names: 1_000, faults: 1_000 }, panel: { names: 40, faults: 20 } };

const longestHeading = 40;
const mostColumns = 40;

const rolesInWords = ({ roles, as }: Pick<Planned, 'roles' | 'as'>): string =>
  listInWords(roles.map((role) => roleWordOf(role, as).toLowerCase()));

const addedLine = (p: Planned): string =>
  [p.name, rolesInWords(p), p.email || p.account, p.adult === true ? '18 or over' : '']
    .filter((part) => part !== '')
    .join(', ');

/** What changes of somebody, as a sentence. */
function changedLine(p: Planned): string {
  const { changes } = p;
  if (changes === null) return p.name;
  const { calledBefore, roles, as, email, account, adult } = changes;
  const also = p.roles.length > roles.length ? ' as well' : '';
  const gained =
    roles.length > 0 ? `becomes ${rolesInWords({ roles, ...(as === undefined ? {} : { as }) })}${also}` : '';
  const parts = [
    calledBefore === undefined ? '' : `is called ${p.name} from now on`,
    gained,
    gained === '' && as !== undefined ? `is ${roleWordOf('stakeholder', as).toLowerCase()}` : '',
    email === undefined ? '' : `has the address ${email}`,
    account === undefined ? '' : `has the account ${account}`,
    adult === undefined ? '' : adult ? 'is noted as 18 or over' : 'is noted as 18 or over no longer',
  ].filter((part) => part !== '');
  return `${calledBefore ?? p.name} ${listInWords(parts)}.`;
}

function named(title: string, lines: readonly string[], most: number): readonly Block[] {
  if (lines.length === 0) return [];
  return [
    heading(literal(title)),
    list(lines.slice(0, most).map(literal)),
    ...(lines.length > most ? [muted(literal(`… and ${lines.length - most} more.`))] : []),
  ];
}

/** Which columns are read as what, and which are not: a column that was passed over in silence was an address lost. */
function columnBlocks({ columns }: ImportPlan): readonly Block[] {
  const quoted = (title: string): string => `“${shorten(title, longestHeading)}”`;
  const used = columns.flatMap(({ heading: title, as }) => (as === null ? [] : [`${quoted(title)} as ${as}`]));
  const unused = columns.flatMap(({ heading: title, as }) => (as === null ? [quoted(title)] : []));
  const andMore = (all: readonly string[]): string =>
    all.length > mostColumns ? ` and ${all.length - mostColumns} more` : '';
  return [
    ...(used.length === 0
      ? []
      : [muted(literal(`Columns: ${used.slice(0, mostColumns).join(', ')}${andMore(used)}.`))]),
    ...(unused.length === 0
      ? []
      : [text(literal(`Not used: ${unused.slice(0, mostColumns).join(', ')}${andMore(unused)}.`))]),
  ];
}

/** Without an address or account nobody is known again who writes for the first time. */
function unknownLater(plan: ImportPlan, people: ReadonlyMap<PersonId, Person>): readonly Block[] {
  const unknown = plan.people.filter((p) => {
    const there = p.id === null ? undefined : people.get(p.id);
    return p.id === null ? p.email === '' && p.account === '' : !hasAccount(there) && noWay(p, there);
  });
  if (unknown.length === 0) return [];
  return [
    muted(
      literal(
        `${count(unknown.length, 'person has', 'people have')} no e-mail address or account here: when they first write to me I cannot tell who they are.`,
      ),
    ),
  ];
}
const noWay = (p: Planned, there: Person | undefined): boolean =>
  p.email === '' && p.account === '' && there?.expected === undefined && (there?.emails ?? []).length === 0;

/** @param people everybody who is there already */
export function previewCard(
  id: string,
  plan: ImportPlan,
  people: ReadonlyMap<PersonId, Person>,
  most: { readonly names: number; readonly faults: number },
): Card {
  const added = plan.people.filter((p) => p.id === null);
  const changed = plan.people.filter((p) => p.changes !== null);
  const line = literal(
    `${count(added.length, 'person', 'people')} to add, ${changed.length} to change, ${count(plan.faults.length, 'line')} with a fault.`,
  );
  const nothing = added.length + changed.length + plan.pairs.length + plan.readers.length === 0;
  const who = (at: number): string => plan.people[at]?.name ?? '';
  return {
    title: 'What would change',
    summary: line,
    blocks: [
      text(line),
      facts(
        ['Mentors', literal(String(added.filter((p) => p.roles.includes('mentor')).length))],
        ['Mentees', literal(String(added.filter((p) => p.roles.includes('mentee')).length))],
        ['Pairs', literal(String(plan.pairs.length))],
        ['There already', literal(String(plan.people.length - added.length - changed.length))],
      ),
      ...named(
        'Put these right',
        plan.faults.map((f) => `Line ${f.line}: ${f.say}`),
        most.faults,
      ),
      ...columnBlocks(plan),
      ...unknownLater(plan, people),
      ...named('To add', added.map(addedLine), most.names),
      ...named('To change', changed.map(changedLine), most.names),
      ...named(
        'Pairs to suggest',
        plan.pairs.map((p) => `${who(p.mentor)} mentors ${who(p.mentee)}`),
        most.names,
      ),
      ...named(
        'Who assesses, from today',
        plan.readers.map((r) => `${who(r.reader)} ${does[r.as]} ${who(r.mentor)}`),
        most.names,
      ),
      ...named(
        'Called otherwise here: that name stays, for they have an account and say it themselves',
        plan.people.flatMap((p) => (p.otherName === undefined ? [] : [`${p.otherName} is ${p.name}`])),
        most.names,
      ),
      muted(
        literal(
          plan.faults.length === 0
            ? 'Nothing has been changed yet.'
            : 'Nothing has been changed yet. What is at fault is left out: put it right and import the file again.',
        ),
      ),
      buttons(nothing ? null : button('Apply it', 'import.apply', id, { style: 'main' })),
    ],
  };
}
