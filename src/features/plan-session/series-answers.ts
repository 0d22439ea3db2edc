import { type Block, button, buttons, type Card, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, moment, say } from '../../chat/text.js';
import { attendeeOf, type Session } from '../../domain/session.js';
import { Refused } from '../../kernel/errors.js';
import type { SeriesId } from '../../kernel/ids.js';
import type { ActorWork, Presses, PressHandler } from '../feature.js';
import { aboutSession, demand, sessionOf } from '../shared/guards.js';
import { keepAnswer } from './answering.js';

/** A mentee's answers to a series: to all at once, or one by one in a panel. */

/** Dates on one page of the panel: each takes two blocks, and a panel holds a hundred on Slack. */
const pageLength = 12;

async function mine(id: string, work: ActorWork): Promise<readonly Session[]> {
  const all = (await work.rows.sessions.ofSeries(id as SeriesId)).filter(
    (s) => attendeeOf(s, work.actor.id) !== undefined,
  );
  const [first] = all;
  if (first === undefined)
    throw new Refused('no-such-series', 'These sessions are not yours to answer. Type sessions to see what is coming.');
  demand('session.answer', work, aboutSession(first));
  return all.filter((s) => s.state === 'planned');
}

const toAll =
  (yes: boolean): PressHandler =>
  async (press, work): Promise<Reply> => {
    const open = await mine(press.subject, work);
    if (open.length === 0) return replyWith('Too late for that', 'These sessions are over or cancelled.');
    // "Yes to all" is for what is still asked: a date that was declined by itself stays declined.
    for (const s of open) if (attendeeOf(s, work.actor.id)?.answer === 'asked') await keepAnswer(s, yes, work);
    return { kind: 'done' };
  };

/** The page of the panel, with what was answered so far. */
function page(id: string, open: readonly Session[], from: number, work: ActorWork): Card {
  const start = from < open.length && from >= 0 ? Math.floor(from / pageLength) * pageLength : 0;
  const shown = open.slice(start, start + pageLength);
  const line = literal(open.length === 0 ? 'These sessions are over or cancelled.' : 'Which of these can you make?');
  const blocks: Block[] = [text(line)];
  for (const s of shown) {
    const answer = attendeeOf(s, work.actor.id)?.answer ?? 'asked';
    const words = answer === 'accepted' ? ': yes' : answer === 'declined' ? ': can’t make it' : '';
    blocks.push(
      text(say`${moment(s.startsAt)}${words}`),
      buttons(
        answer === 'accepted' ? null : button('Yes', 'series.yes', s.id, { arg: String(start) }),
        answer === 'declined' ? null : button('I can’t', 'series.no', s.id, { arg: String(start) }),
      ),
    );
  }
  if (open.length > pageLength)
    blocks.push(
      buttons(
        start === 0 ? null : button('Earlier dates', 'series.choose', id, { arg: String(start - pageLength) }),
        start + pageLength >= open.length
          ? null
          : button('Later dates', 'series.choose', id, { arg: String(start + pageLength) }),
      ),
    );
  return { title: 'One by one', summary: line, blocks };
}

const one =
  (yes: boolean): PressHandler =>
  async (press, work): Promise<Reply> => {
    const session = await sessionOf(work, press.subject);
    demand('session.answer', work, aboutSession(session));
    if (session.state !== 'planned') return replyWith('Too late for that', 'This session is over or cancelled.');
    await keepAnswer(session, yes, work);
    const id = session.series?.id ?? '';
    return { kind: 'panel', card: page(id, await mine(id, work), Number(press.arg) || 0, work) };
  };

export const seriesPresses = {
  'series.accept': toAll(true),
  'series.decline': toAll(false),
  'series.yes': one(true),
  'series.no': one(false),
  'series.choose': async (press, work) => ({
    kind: 'panel',
    card: page(press.subject, await mine(press.subject, work), Number(press.arg) || 0, work),
  }),
} satisfies Presses;
