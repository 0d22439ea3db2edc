import {
  type Block,
  button,
  buttons,
  type Card,
  facts,
  heading,
  list,
  muted,
  sentence,
  text,
} from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { literal, mention, moment, say, strong, type Text } from '../../chat/text.js';
import { takePerson } from '../../commands/person.js';
import { standingOf } from '../../domain/link.js';
import type { Person } from '../../domain/programme.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import { base32, type Ids, type PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import { local } from '../../kernel/zoned.js';
import type { ActorWork, CommandHandler, Drawing, Face, PressHandler } from '../feature.js';
import { demand } from '../guards.js';
import { makeLink } from '../make-link.js';
import { openPairs } from '../pairs.js';
import { goneBlocks } from './gone.js';
import { openImport } from './import.js';
import { namedPerson, turnedAwayBlocks } from './people.js';

/** `people`: what waits, and for whom, so that nothing is silently dropped (FIELD §5). Names and counts, no content. */

/** Lines of each kind: a modal holds only so much, and whoever is not on it is counted. */
const most = 8;

interface Waiting {
  /** Who could do something about it. */
  readonly person: PersonId;
  readonly line: Text;
  /** A nudge can be sent to them. */
  readonly reached?: boolean;
}

interface Board {
  readonly unsigned: readonly Waiting[];
  readonly notBegun: readonly Waiting[];
  readonly records: readonly Waiting[];
  readonly links: readonly Waiting[];
}

const hasAccount = (p: Person): boolean => p.accounts.some((a) => a.platform !== 'link');
/** They have an account to be written to, and have not left. */
const mayNudge = (p: Person | undefined): boolean => p !== undefined && p.roles.length > 0 && hasAccount(p);

type Around = Pick<Drawing, 'rows' | 'now'>;

async function recordsWaiting(around: Around): Promise<ReadonlyMap<PersonId, number>> {
  const ended = (await around.rows.sessions.between(around.now - 90 * day, around.now)).filter(
    (s) => s.state === 'ended',
  );
  const heads = await around.rows.records.heads(ended.map((s) => s.id));
  const waiting = new Map<PersonId, number>();
  for (const s of ended) if (!heads.has(s.id)) waiting.set(s.mentor, (waiting.get(s.mentor) ?? 0) + 1);
  return waiting;
}

async function boardOf(work: ActorWork): Promise<Board> {
  const mentorships = await work.rows.mentorships.all();
  const unsigned = mentorships
    .filter((m) => m.state === 'proposed')
    .map((m): Waiting => {
      const asked = m.agreement.menteeWord === 'asked' || m.agreement.menteeWord === 'waiting';
      return {
        person: asked ? m.mentee : m.mentor,
        line: asked
          ? say`${mention(m.mentee)} has not answered ${mention(m.mentor)}’s agreement, sent ${moment(m.agreement.mentorSignedAt ?? m.createdAt, 'date')}.`
          : say`${mention(m.mentor)} has been asked by ${mention(m.mentee)} to change the agreement.`,
      };
    });
  const notBegun = (await openPairs(work.rows)).map((p) => ({
    person: p.mentor,
    line: say`${mention(p.mentor)} has not begun with ${mention(p.mentee)}.`,
  }));
  const records = [...(await recordsWaiting(work))].map(([person, n]) => ({
    person,
    line: say`${mention(person)}: ${count(n, 'record')} not written.`,
  }));
  const links: Waiting[] = [];
  for (const p of (await work.people()).values()) {
    if (hasAccount(p)) continue;
    const last = (await work.rows.links.ofPerson(p.id)).filter((l) => l.purpose !== 'calendar').at(-1);
    // An agreement that was taken back, or has ended, waits for nobody.
    const over = mentorships.some((m) => m.id === last?.subject && m.state === 'ended');
    if (last !== undefined && !over && standingOf(last, work.now) === 'expired')
      links.push({
        person: last.madeBy,
        line: say`${mention(p.id)}’s link ran out on ${moment(last.expiresAt, 'date')}, unused. ${mention(last.madeBy)} can make a new one.`,
      });
  }
  const people = await work.people();
  const known = (all: readonly Waiting[]): readonly Waiting[] =>
    all.map((w) => ({ ...w, reached: mayNudge(people.get(w.person)) }));
  return { unsigned: known(unsigned), notBegun: known(notBegun), records: known(records), links: known(links) };
}

const titles: Readonly<Record<keyof Board, string>> = {
  unsigned: 'No agreement yet',
  notBegun: 'Suggested, not begun',
  records: 'Records that wait',
  links: 'Links not used',
};
const isPart = (s: string): s is keyof Board => s in titles;

function section(part: keyof Board, waiting: readonly Waiting[]): readonly Block[] {
  if (waiting.length === 0) return [];
  return [
    heading(literal(`${titles[part]}: ${waiting.length}`)),
    ...waiting
      .slice(0, most)
      .flatMap((w): readonly Block[] => [
        text(w.line),
        ...(w.reached === true ? [buttons(button('Nudge', 'people.nudge', w.person))] : []),
      ]),
    ...(waiting.length > most
      ? [
          muted(literal(`… and ${waiting.length - most} more.`)),
          buttons(button('See all of them', 'people.waiting', part)),
        ]
      : []),
  ];
}

/** Lines of one page: as many as a panel of every platform holds. */
const page = 40;

/** All that waits of one kind, page by page: nobody is dropped off the end of the board. */
export async function waitingCard(part: string, arg: string, work: ActorWork): Promise<Card> {
  demand('people.roles', work);
  if (!isPart(part)) throw new Refused('no-such-part', 'There is no such list. Type people to see what waits.');
  const all = (await boardOf(work))[part];
  const pages = Math.max(1, Math.ceil(all.length / page));
  const at = Math.min(pages - 1, /^\d{1,4}$/.test(arg) ? Number(arg) : 0);
  const line = literal(`${titles[part]}: ${all.length}.${pages > 1 ? ` Page ${at + 1} of ${pages}.` : ''}`);
  return {
    title: titles[part],
    summary: line,
    blocks: [
      text(line),
      ...(all.length === 0 ? [] : [list(all.slice(at * page, (at + 1) * page).map((w) => w.line))]),
      buttons(
        at > 0 ? button('Earlier', 'people.waiting', part, { arg: String(at - 1) }) : null,
        at + 1 < pages ? button('More', 'people.waiting', part, { arg: String(at + 1) }) : null,
        button('Back to people', 'people.board', '-'),
      ),
    ],
  };
}

export async function boardCard(work: ActorWork): Promise<Card> {
  demand('people.roles', work);
  const people = [...(await work.people()).values()];
  const board = await boardOf(work);
  const undelivered = await work.rows.outbox.undelivered(50);
  const waiting = board.unsigned.length + board.notBegun.length + board.records.length + board.links.length;
  const silent = people.filter((p) => p.expected !== undefined).length;
  const line = literal(
    `${count(people.length, 'person', 'people')}. ${waiting === 0 ? 'Nothing waits.' : `${count(waiting, 'thing')} ${waiting === 1 ? 'waits' : 'wait'}.`}`,
  );
  return {
    title: 'People',
    summary: line,
    blocks: [
      text(line),
      ...(people.some((p) => p.roles.includes('mentor') || p.roles.includes('mentee'))
        ? []
        : [text(literal('Nobody takes part yet. Import people from a file, or type people @name to give a role.'))]),
      ...(silent === 0
        ? []
        : [
            muted(
              literal(
                `${count(silent, 'person', 'people')} from an import ${silent === 1 ? 'has' : 'have'} not written to me yet: ask them to say hello.`,
              ),
            ),
          ]),
      ...section('unsigned', board.unsigned),
      ...section('notBegun', board.notBegun),
      ...section('records', board.records),
      ...section('links', board.links),
      ...(await turnedAwayBlocks(work, people)),
      ...(await goneBlocks(work, people)),
      buttons(
        undelivered.length === 0 ? null : button(`Not delivered: ${undelivered.length}`, 'delivery.list', '-'),
        button('Everybody and their roles', 'people.list', '-'),
        people.every(hasAccount) ? null : button('Without an account', 'people.without', '-'),
        button('Import people', 'import.open', '-'),
        button('Code for another workspace', 'people.code', '-'),
      ),
    ],
  };
}

const nudgeKey = (person: string): string => `nudged:${person}`;

/** A kind word, once a day at most whoever presses it; the day is the programme's own. */
export const nudge: PressHandler = async (press, work): Promise<Reply> => {
  demand('people.roles', work);
  const person = await work.rows.people.get(press.subject as PersonId);
  if (person === undefined || person.erasedAt !== null)
    throw new Refused('no-such-person', 'That person is not here any more. Type people to see who is.');
  if (person.roles.length === 0)
    throw new Refused('no-role', 'They have no role here now, so I do not write to them. Ask them another way.');
  const { date } = local(work.now, work.programme.zone);
  if ((await work.rows.memory.get(nudgeKey(person.id))) === date)
    throw new Refused('nudged-today', 'They had a nudge today already. One a day is enough: try again tomorrow.');
  if (!hasAccount(person))
    throw new Refused(
      'no-account',
      person.expected === undefined
        ? 'They have no account, so nothing can be sent to them. Ask their mentor to give them a link.'
        : 'They have not written to me yet, so nothing can be sent to them. Ask them to send me the word hello.',
    );
  await work.rows.memory.put(nudgeKey(person.id), date);
  work.show('nudge', `${person.id}:${date}`, { person: person.id }, { expiresAt: work.now + day });
  work.note('people.nudged', person.id);
  const line = say`${mention(person.id)} gets a kind word from me now.`;
  return { kind: 'say', card: { title: 'Nudged', summary: line, blocks: [text(line)] } };
};

/** What the nudged person sees: no reproach, and the way to what waits. */
export const nudgeFace: Face = async (d) => {
  if (d.reader === null || !d.subject.startsWith(`${d.reader.id}:`)) return null;
  const records = d.reader.roles.includes('mentor') ? ((await recordsWaiting(d)).get(d.reader.id) ?? 0) : 0;
  const line = literal('Your coordinator asks: is there something that I can help you with?');
  return {
    title: 'A friendly reminder',
    summary: line,
    blocks: [
      text(line),
      ...(records === 0 ? [] : [facts(['Records that wait', literal(String(records))])]),
      buttons(button('What waits for me', 'home.open', '-', { style: 'main' })),
      muted(literal('It comes once a day at most, and only when your coordinator presses a button.')),
    ],
  };
};

/** How long a code for another workspace is good. */
export const joinCodeLife = 7 * day;

/** 80 bits, to be typed: the same as the first coordinator's. */
export const newJoinCode = (ids: Ids): string => base32(ids.bytes(10));

/** `people code`: brings another workspace, or somebody in a shared one, into this programme. Works once. */
export async function giveCode(work: ActorWork): Promise<Reply> {
  demand('people.roles', work);
  const code = newJoinCode(work.ids);
  const about = { person: work.actor.id, purpose: 'join', subject: work.programme.id, witnessed: false } as const;
  const { link } = await makeLink(work, about, joinCodeLife, code);
  const line = say`From the other workspace, send me: ${strong(`setup ${code}`)}`;
  return {
    kind: 'panel',
    card: {
      title: 'Join another workspace',
      summary: literal('A code that joins another workspace to this programme.'),
      blocks: [
        text(line),
        facts(['Works', say`once, until ${moment(link.expiresAt)}`]),
        muted(literal('For a second programme in this workspace, type setup another and its name.')),
        muted(
          literal(
            'Where nobody has taken part yet, the whole workspace joins. Where others run a programme of their own, only whoever sends the code does.',
          ),
        ),
      ],
    },
  };
}

/** `people erase @name`: for somebody who asked by word of mouth, or has no account to ask with. */
async function erasing(command: Parameters<CommandHandler>[0], work: ActorWork): Promise<Reply> {
  demand('person.erase', work);
  const who = takePerson(command.rest, command.mentions, [...(await work.people()).values()]);
  if (who.kind !== 'person')
    return {
      kind: 'say',
      card: sentence(
        'Who?',
        'Type people erase, and the whole name after an @, for example: people erase @Leo Brandt.',
      ),
    };
  const line = say`Erase what is kept about ${mention(who.person.id)}?`;
  return {
    kind: 'panel',
    card: {
      title: 'Erase for good?',
      summary: line,
      blocks: [text(line), buttons(button('Look at it', 'data.erase', who.person.id))],
    },
  };
}

export const peopleCommand: CommandHandler = async (command, work) => {
  demand('people.roles', work);
  const word = command.rest.toLowerCase();
  if (word === 'import') return openImport(work);
  if (word === 'code') return giveCode(work);
  const erase = /^erase\s+(?=\S)/i.exec(command.rest);
  if (erase !== null) return erasing({ ...command, rest: command.rest.slice(erase[0].length) }, work);
  const named = await namedPerson(command, work);
  if (named !== undefined) return named;
  if (word !== '')
    return {
      kind: 'say',
      card: sentence(
        'People',
        'I know people, people @name, people import, people code and people erase @name. Type one of these.',
      ),
    };
  return { kind: 'panel', card: await boardCard(work) };
};

export const boardPresses: Readonly<Record<string, PressHandler>> = {
  'people.nudge': nudge,
  'people.code': (_press, work) => giveCode(work),
  'people.waiting': async (press, work) => ({
    kind: 'panel',
    card: await waitingCard(press.subject, press.arg, work),
  }),
  'people.board': async (_press, work) => ({ kind: 'panel', card: await boardCard(work) }),
};
