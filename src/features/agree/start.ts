import { answers, type Button, button, type Card, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal } from '../../chat/text.js';
import { quotedIn, sameName } from '../../commands/names.js';
import { isLive, liveBetween, type Mentorship } from '../../domain/mentorship.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import { Refused } from '../../kernel/errors.js';
import { cleanLine } from '../../kernel/words.js';
import type { ActorWork, CommandHandler, PressHandler } from '../feature.js';
import { demand } from '../shared/guards.js';
import { whoIsNamed } from '../shared/named.js';
import { askWhich, toldApart } from '../shared/told-apart.js';
import { agreementSeed, demandNew } from './agreement-form.js';
import { mentorshipPanel } from './panel.js';
import { newAgreementSubject } from './subjects.js';

/** `start @mentee`: the agreement's form, or what is open already between the two. Nothing is made before it is sent. */

/** More buttons than this are no choice any more: the whole name is quicker. */
const mostButtons = 5;

const choose = (title: string, line: string, items: readonly Button[]): Reply => {
  const card: Card = {
    title,
    summary: literal(line),
    blocks: [text(literal(line)), ...(items.length === 0 ? [] : [answers(...items)])],
  };
  return { kind: 'say', card };
};

/** The form for a new mentorship with this person, or the panel of the one that is open. @throws Refused */
export async function startWith(named: Person | undefined, work: ActorWork): Promise<Reply> {
  const mentee = demandNew(named, work);
  const live = liveBetween(await work.rows.mentorships.of(work.actor.id), work.actor.id, mentee.id);
  if (live !== undefined) return { kind: 'panel', card: await mentorshipPanel(live, work) };
  return work.forms.open(
    'agreement',
    newAgreementSubject.write({ mentee: mentee.id }),
    await agreementSeed(undefined, work),
  );
}

async function nobody(work: ActorWork): Promise<Reply> {
  const people = await work.people();
  const open = (await work.rows.mentorships.of(work.actor.id)).filter((m) => m.mentor === work.actor.id && isLive(m));
  const names = await toldApart(
    open.slice(0, mostButtons).flatMap((m) => people.get(m.mentee) ?? []),
    work,
  );
  const buttonOf = (m: Mentorship): Button => button(names.get(m.mentee) ?? 'Open', 'mentorship.open', m.id);
  return choose(
    'Start with whom?',
    open.length === 0
      ? 'Type start and the name of the person you will mentor, for example: start @leo'
      : 'Type start and a name, for example: start @leo. Or open one that you have already:',
    open.slice(0, mostButtons).map(buttonOf),
  );
}

/** `start` by who is no mentor. A coordinator gives roles, their own too: nobody sends them to themselves. */
function notAMentor(work: ActorWork): Reply {
  if (!work.actor.roles.includes('coordinator')) throw askCoordinator();
  return choose(
    'You are no mentor yet',
    'Only a mentor starts one, and you give the roles here. Make yourself a mentor too, or give the role to whoever is to mentor.',
    [button('My roles', 'people.roles', work.actor.id), button('People', 'people.list', '-')],
  );
}
const askCoordinator = (): Refused =>
  new Refused('not-a-mentor', 'Only a mentor can start one. Ask your coordinator to make you a mentor first.');

/** The name in `start "NAME"`: somebody without an account. */
const quotedName = (rest: string): string => {
  const quoted = quotedIn(rest);
  return quoted === undefined || quoted.rest !== '' ? '' : cleanLine(quoted.name);
};

/**
 * Begins with somebody who has no account: they become a person of the programme who is reached by links
 * (docs/field.md#without-an-account). A name that is here already is asked about first, for two people of one name are
 * rarer than one person twice.
 */
async function startWithout(name: string, another: boolean, work: ActorWork): Promise<Reply> {
  if (!work.actor.roles.includes('mentor')) throw askCoordinator();
  const same = [...(await work.people()).values()]
    .filter((p) => p.id !== work.actor.id && sameName(name, p.name))
    .slice(0, mostButtons);
  const labels = await toldApart(same, work);
  // One alone is told from the newcomer by the account that they have, or have not.
  const labelOf = (p: Person): string =>
    labels.get(p.id) === p.name
      ? `${p.name} (${hasAccount(p) ? 'has an account' : 'no account'})`
      : (labels.get(p.id) ?? p.name);
  if (same.length > 0 && !another)
    return choose('Somebody you know already?', `There is somebody called ${name} here already. Choose:`, [
      ...same.map((p) => button(labelOf(p), 'mentorship.start', p.id)),
      button('Somebody else of that name', 'mentorship.start-without', '-', { arg: name }),
    ]);
  const id = work.ids.next<'person'>('person');
  await work.rows.people.save({
    id,
    programme: work.programme.id,
    name,
    zone: work.programme.zone,
    locale: work.actor.locale,
    manners: {},
    roles: ['mentee'],
    accounts: [{ platform: 'link', tenant: 'link', user: id }],
    createdAt: work.now,
    erasedAt: null,
  });
  work.audit('person.added', id, { account: false });
  return startWith(await work.rows.people.get(id), work);
}

/** The button beside the others of that name. */
export const startAnother: PressHandler = async (press, work) => {
  demand('agreement.propose', work);
  const name = cleanLine(press.arg).slice(0, 120);
  if (name === '') throw new Refused('no-name', 'Type start and the name in quotes, for example: start "Leo Brandt".');
  return startWithout(name, true, work);
};

export const start: CommandHandler = async (command, work) => {
  demand('agreement.propose', work);
  if (!work.actor.roles.includes('mentor')) return notAMentor(work);
  const name = quotedName(command.rest);
  if (name !== '') return startWithout(name, false, work);
  const everyone = [...(await work.people()).values()];
  const typed = await whoIsNamed(command.rest, command, everyone, work);
  // "start leo" without the @ means the same: there is nothing else that start takes.
  const named =
    typed.kind === 'nobody' && typed.rest !== '' ? await whoIsNamed(`@${typed.rest}`, command, everyone, work) : typed;
  switch (named.kind) {
    case 'reply':
      return named.reply;
    case 'person': {
      const next = await whoIsNamed(named.rest, command, everyone, work);
      if (next.kind !== 'person' || next.person.id === named.person.id) return startWith(named.person, work);
      const labels = await toldApart([named.person, next.person], work);
      return choose(
        'One at a time',
        'Each agreement is between two people. Choose whom to begin with:',
        [named.person, next.person].map((p) => button(labels.get(p.id) ?? '', 'mentorship.start', p.id)),
      );
    }
    case 'several': {
      const others = named.people.filter((p) => p.id !== work.actor.id);
      const [one] = others;
      if (others.length === 1) return startWith(one, work);
      return askWhich(others, work, { button: (p, label) => button(label, 'mentorship.start', p.id) });
    }
    case 'unknown':
      return replyWith(
        'Nobody found',
        'I know nobody by that name here. Check the spelling, mention their account, or ask them to say hello to me. Somebody without an account: put the name in quotes.',
      );
    case 'nobody':
      return nobody(work);
    default:
      return named satisfies never;
  }
};
