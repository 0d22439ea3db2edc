import { type Block, type Button, button, buttons, type Card, facts, muted, text } from '../../chat/card.js';
import { literal, moment, say, type Text } from '../../chat/text.js';
import { isNoShow } from '../../domain/record.js';
import { actualSpan, heldAt, type Session } from '../../domain/session.js';
import { hour } from '../../kernel/clock.js';
import { minutesInWords, shorten } from '../../kernel/words.js';
import { spanInWords } from '../../kernel/zoned.js';
import type { Drawing, Face } from '../feature.js';
import { asLeft, wentWithMentee } from '../shared/erased-part.js';
import { barOf } from '../shared/read-hours.js';
import { type About, aboutRecord, lagOfRecord, menteesIn } from './about.js';
import { askingOf, latersOf } from './later.js';

/** The card that asks the mentor for the record, and becomes its outcome once it is written. */
export const recordPrompt: Face = {
  called: 'asking for a record',
  comes: 'to-others',
  why: {
    say: 'Your session has ended, and its hours count once its record is written. Later is fine.',
    asks: ['record.later', 'session.not-held'],
    stop: {
      label: 'Stop nudging me',
      manners: { nudgeStopped: true },
      said: 'I ask once, as a session ends, and nudge you no more. Your settings begin it again.',
    },
  },
  withoutAccount: 'nothing',
  folded: 'A record to write',
  async draw(drawing) {
    const { session: id, asking } = askingOf(drawing.subject);
    const session = await drawing.rows.sessions.get(id);
    if (session === undefined || drawing.reader?.id !== session.mentor) return null;
    const went = await wentWithMentee(session, drawing);
    if (session.state === 'cancelled' || session.state === 'not-held')
      return went ? asLeft(notHeld(session), session) : notHeld(session);
    const about = await aboutRecord(session, drawing);
    if (about.head !== undefined) {
      const card = recorded(about, await afterwards(about, drawing));
      // What the mentor wrote of their own practice is read there still.
      return went ? asLeft(card, session, hasOwnPractice(about) ? ['record.read'] : []) : card;
    }
    // Asked for once it has ended only; a card posted by mistake before that says nothing.
    if (session.state !== 'ended') return null;
    if (went) return asLeft(noneToWrite(session), session);
    const laters = await latersOf(session.id, drawing.rows);
    const number = asking === 'nudge' ? laters.length + 1 : asking;
    const at = asking === 'nudge' ? upcoming(laters, drawing.now) : laters[number - 1];
    return at === undefined ? ask(about, asking) : reminded(session, at);
  },
};

/** A reminder asked for on the nudge itself stands on it until it comes. */
const upcoming = (laters: readonly number[], now: number): number | undefined => {
  const last = laters.at(-1);
  return last !== undefined && last > now ? last : undefined;
};

function ask(about: About, asking: number | 'nudge'): Card {
  const { session } = about;
  const who = menteesIn(session);
  const opening =
    asking === 'nudge'
      ? say`The record of your session with ${who} is not written yet. This is the only reminder: after it, you find it under home.`
      : asking > 1
        ? say`You asked to be reminded: write the record of your session with ${who}.`
        : say`Your session with ${who} has ended. Write the record now, while it is fresh: sixty seconds are enough.`;
  return {
    title: 'Write the record',
    summary: opening,
    blocks: [
      text(opening),
      facts(['Session', literal(session.title)], ['Began', moments(actualSpan(session).from)]),
      ...(about.draftSavedAt === undefined
        ? []
        : [muted(say`Your draft has had everything it needs since ${moment(about.draftSavedAt)}: open it and save.`)]),
      buttons(
        button('Write it now', 'record.open', session.id, { style: 'main' }),
        button('In an hour', 'record.later', session.id, { arg: 'hour' }),
        button('Tomorrow at nine', 'record.later', session.id, { arg: 'tomorrow' }),
        button('It didn’t happen', 'session.not-held', session.id),
      ),
    ],
  };
}

function reminded(session: Session, at: number): Card {
  const summary = say`You asked to be reminded of the record with ${menteesIn(session)}: ${moment(at)}.`;
  return {
    title: 'Write the record',
    summary,
    blocks: [
      text(summary),
      buttons(
        button('Write it now', 'record.open', session.id, { style: 'main' }),
        button('It didn’t happen', 'session.not-held', session.id),
      ),
    ],
  };
}

/** What records add up to, and what comes next: on the card of the newest alone, which `redrawTotals` keeps true. */
interface Afterwards {
  readonly hours: Block | undefined;
  readonly plan: Button | null;
}

async function afterwards({ session }: About, { rows }: Drawing): Promise<Afterwards> {
  const [newest] = await rows.totals.newestRecorded(session.portfolio, 1);
  const portfolio = newest === session.id ? await rows.portfolios.get(session.portfolio) : undefined;
  if (portfolio === undefined) return { hours: undefined, plan: null };
  const totals = await rows.totals.ofPortfolio(portfolio.id);
  const [first, ...others] = session.attendees;
  return {
    // By the records: what a mentee answers since is read under hours.
    hours: await barOf(rows, { portfolio, totals }, 'Recorded'),
    plan:
      first === undefined || others.length > 0
        ? null
        : button('Plan the next one', 'plan.new', first.mentorship, { style: 'main' }),
  };
}

function recorded(about: About, { hours, plan }: Afterwards): Card {
  const { session, head, newest } = about;
  const lag = lagOfRecord(about);
  const body = newest?.body;
  const nobody = body !== undefined && isNoShow(body);
  const words = lag === undefined ? 'Recorded' : `${capital(lag.words)}, ${lag.label}`;
  const summary = nobody
    ? say`${words}. Nobody came: it counts no hours.`
    : say`${words}, with ${menteesIn(session, body?.attended)}.`;
  const signedLate = head !== undefined && head.signedAt - head.firstSavedAt >= hour;
  return {
    title: 'Recorded',
    summary,
    blocks: [
      text(summary),
      facts(
        ['Session', literal(shorten(session.title, 80))],
        ['Began', moments(body?.startedAt ?? heldAt(session))],
        nobody || body === undefined ? null : ['Lasted', literal(minutesInWords(body.minutes))],
        signedLate
          ? ['Signed', literal(`${spanInWords(head.signedAt - head.firstSavedAt)} after it was first saved`)]
          : null,
        head !== undefined && head.version > 1 ? ['Version', literal(String(head.version))] : null,
      ),
      ...(hours === undefined ? [] : [hours]),
      buttons(plan, button('Read it', 'record.read', session.id), button('Change it', 'record.open', session.id)),
    ],
  };
}

const hasOwnPractice = ({ newest }: About): boolean => newest !== undefined && newest.body.change !== '';

function noneToWrite(session: Session): Card {
  const summary = say`There is no record to write of your session with ${menteesIn(session)}.`;
  return { title: 'No record', summary, blocks: [text(summary)] };
}

function notHeld(session: Session): Card {
  const summary = say`Your session with ${menteesIn(session)} didn’t take place. There is nothing to record.`;
  const undo = buttons(button('It did: write the record', 'record.open', session.id));
  return {
    title: 'No record',
    summary,
    blocks: [text(summary), ...(session.state === 'not-held' ? [undo] : [])],
  };
}

const moments = (at: number): Text => say`${moment(at)}`;
const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1);
