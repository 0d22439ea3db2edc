import { button, buttons, type Card, facts, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, mention, moment, say, strong } from '../../chat/text.js';
import { takePerson } from '../../commands/person.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import { base32, type Ids, type PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, CommandHandler, Presses, PressHandler } from '../feature.js';
import { demand, mayActor } from '../shared/guards.js';
import { makeAccessLink } from '../shared/make-access-link.js';
import { boardOf, parts, waitingOn } from '../shared/programme-waiting.js';
import { openPairs, takeBackPair } from '../shared/suggested-pairs.js';
import { checkedBlocks } from './checked.js';
import { goneBlocks } from './gone.js';
import { openImport } from './import.js';
import { nudge } from './nudge.js';
import { namedPerson, refusedAccountBlocks } from './people.js';
import { pairsSubject, unpairedOnPage } from './subjects.js';
import { section, waitingCard } from './waiting.js';

/**
 * `people`: what waits, and for whom, so that nothing is silently dropped (docs/field.md#nothing-is-silently-dropped).
 * Names and counts, no content.
 */

export async function boardCard(work: ActorWork): Promise<Card> {
  demand('people.roles', work);
  const people = [...(await work.people()).values()];
  const board = await boardOf(work);
  const undelivered = await work.rows.outbox.countUndelivered();
  const waiting = waitingOn(board);
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
      ...parts.flatMap((part) => section(part, board[part])),
      ...(await refusedAccountBlocks(work, people)),
      ...(await goneBlocks(work, people)),
      ...(await checkedBlocks(work)),
      buttons(
        undelivered === 0 ? null : button(`Not delivered: ${undelivered}`, 'delivery.list', '-'),
        button('Everybody and their roles', 'people.list', '-'),
        button('Without an account', 'people.without', '-'),
        button('Who assesses', 'allocations.open', '-'),
        button('Import people', 'import.open', '-'),
        button('Code for another workspace', 'people.code', '-'),
      ),
    ],
  };
}

/** A suggestion is the coordinator's to take back, until the two have begun. */
const unpair: PressHandler = async (press, work) => {
  demand('people.roles', work);
  const onPage = unpairedOnPage.read(press.arg);
  const pair = { mentor: press.subject as PersonId, mentee: onPage?.mentee ?? (press.arg as PersonId) };
  const open = await openPairs(work.rows, pair.mentor);
  if (!open.some((p) => p.mentee === pair.mentee))
    throw new Refused('no-such-pair', 'That is not suggested any more. Type people to see what waits.');
  await takeBackPair(work.rows, pair);
  work.redraw(pairsSubject.write({ mentor: pair.mentor }));
  work.audit('people.unpaired', pair.mentee, { mentor: pair.mentor });
  const card = onPage === undefined ? await boardCard(work) : await waitingCard('notBegun', String(onPage.page), work);
  return { kind: 'panel', card };
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
  const { link } = await makeAccessLink(work, about, joinCodeLife, code);
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
    return replyWith(
      'Who?',
      'Type people erase, and the whole name after an @, for example: people erase @Leo Brandt.',
    );
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

/** `people` by somebody else: who takes part is not theirs to see, and what is kept about themselves is. */
function ownWay(): Reply {
  const line = literal('Who takes part is for the coordinator to see. What is kept about you is yours.');
  return {
    kind: 'panel',
    card: {
      title: 'People',
      summary: line,
      blocks: [text(line), buttons(button('What is kept about me', 'data.open', '-'))],
    },
  };
}

export const peopleCommand: CommandHandler = async (command, work) => {
  if (command.rest === '' && !mayActor('people.roles', work)) return ownWay();
  demand('people.roles', work);
  const word = command.rest.toLowerCase();
  if (word === 'import') return openImport(work);
  if (word === 'code') return giveCode(work);
  const erase = /^erase\s+(?=\S)/i.exec(command.rest);
  if (erase !== null) return erasing({ ...command, rest: command.rest.slice(erase[0].length) }, work);
  const named = await namedPerson(command, work);
  if (named !== undefined) return named;
  if (word !== '')
    return replyWith(
      'People',
      'I know people, people @name, people import, people code and people erase @name. Type one of these.',
    );
  return { kind: 'panel', card: await boardCard(work) };
};

export const boardPresses = {
  'people.nudge': nudge,
  'people.unpair': unpair,
  'people.code': (_press, work) => giveCode(work),
  'people.waiting': {
    opens: async (press, work) => ({
      kind: 'panel',
      card: await waitingCard(press.subject, press.arg, work),
    }),
  },
  'people.board': { opens: async (_press, work) => ({ kind: 'panel', card: await boardCard(work) }) },
} satisfies Presses;
