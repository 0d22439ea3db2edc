import { type Block, button, buttons, type Card, facts, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { attendeeOf, type Session, titleQuoted, titleWithin, withAttendee } from '../../domain/session.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import { rootOf } from '../../kernel/subject.js';
import { minutesInWords } from '../../kernel/words.js';
import type { ActorWork, Drawing, Face, Presses } from '../feature.js';
import { aboutSession, demand, mentorshipOf, sessionOf } from '../shared/guards.js';
import { isForUnit } from '../shared/unit.js';
import { savePlan } from './making.js';
import { answerSubject, noneSubject, suggestionSubject } from './subjects.js';
import { answererOf, clashAt, openOf, type Suggested, suggestedTimes } from './suggesting.js';

/**
 * A mentee suggests up to three other times and the mentor takes one with a press, or none; or the mentor offers them,
 * and the mentee does. Times and names only: no words go with them, so the cards may show all of it.
 */

/** The card of the suggested times, for whoever is to answer: subject `SESSION:suggestion:BY:N`. */
export const suggestion: Face = {
  called: 'other times for a session',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: { passOn: 'you offered other times. Ask them which they can make, and change the plan' },
  folded: null,
  async draw(d) {
    const found = await readSubject(d);
    if (found === undefined || d.reader === null || d.reader.id !== answererOf(found.session, found.by)) return null;
    const { session, by, kept, n } = found;
    const who = mention(by);
    const mentor = d.reader.id === session.mentor;
    const over = (line: Text): Card => ({ title: 'Another time', summary: line, blocks: [text(line)] });
    if (kept.n !== n) return over(say`${who} has suggested other times since. The newest card is the right one.`);
    if (session.state !== 'planned')
      return over(say`${who} asked for another time. This session is over or cancelled.`);
    if (kept.state === 'taken')
      return over(
        mentor
          ? say`You chose ${moment(session.startsAt)}. ${who} and everybody who comes are told.`
          : say`You chose another time. ${who} is told.`,
      );
    if (kept.state === 'none') return over(say`You took none of the times. ${who} is told; the plan is as it was.`);
    if (isOvertaken(found)) return over(say`${who} has changed the plan since. The newest card is the right one.`);
    const line = mentor
      ? say`${who} asks for another time for ${titleWithin(session)}.`
      : say`${who} asks if you can meet at another time.`;
    const blocks: Block[] = [
      text(line),
      facts(['Planned', say`${moment(session.startsAt)}, for ${minutesInWords(session.minutes)}`]),
    ];
    const people = await d.people();
    for (const [i, at] of kept.at.entries()) {
      const mine = await clashAt(at, session, openOf(d.reader.id, session, d));
      const taken: string[] = [];
      // Where it is the reader's own clash it is named once, as that.
      for (const other of mentor ? session.attendees.map((a) => a.mentee) : [session.mentor])
        if (mine === undefined && (await clashAt(at, session, openOf(other, session, d))) !== undefined)
          taken.push(`${people.get(other)?.name ?? 'The other'} isn’t free then.`);
      const words =
        at <= d.now
          ? 'This is past now.'
          : mine !== undefined
            ? `You have ${titleQuoted(mine)} then.`
            : taken.join(' ');
      blocks.push(text(say`${moment(at)}${words === '' ? '' : ` – ${words}`}`));
      // A mentor is never in two sessions at once; a mentee knows best what they can make.
      if (at > d.now && (mentor ? mine === undefined : taken.length === 0))
        blocks.push(buttons(button(takes(i, kept.at.length), 'suggest.take', d.subject, { arg: String(at) })));
    }
    blocks.push(
      buttons(
        button('None of these', 'suggest.none', d.subject),
        mentor
          ? button('Set another time', 'plan.change', session.id)
          : button('Suggest another time', 'plan.suggest', session.id),
      ),
    );
    return { title: 'Another time?', summary: line, blocks };
  },
};

/** Said for itself, the button still says which: a screen reader lists buttons without what stands above them. */
const takes = (i: number, of: number): string =>
  of === 1 ? 'Take this time' : `Take the ${['first', 'second', 'third'][i] ?? `${i + 1}th`}`;

interface Asked {
  readonly session: Session;
  /** Who suggested the times. */
  readonly by: PersonId;
  readonly kept: Suggested;
  readonly n: number;
}

async function readSubject(d: Pick<Drawing, 'rows' | 'subject'>): Promise<Asked | undefined> {
  const about = suggestionSubject.read(d.subject);
  if (about === undefined) return undefined;
  const session = await d.rows.sessions.get(about.session);
  const kept = await d.rows.kept.get(suggestedTimes, about.session, about.by);
  return session === undefined || kept === undefined ? undefined : { session, by: about.by, kept, n: about.n };
}

/** Whether the mentor has changed the plan since they offered these times: what they said last holds. */
const isOvertaken = ({ session, by, kept }: Asked): boolean =>
  by === session.mentor && kept.version !== session.planVersion;

/** Whoever suggested times is told that none of them was taken: subject `SESSION:none:N`. */
export const suggestionNone: Face = {
  called: 'no time that suits',
  comes: 'with-session',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const s = await d.rows.sessions.get(rootOf<SessionId>(d.subject));
    const mentor = s !== undefined && d.reader?.id === s.mentor;
    if (s === undefined || d.reader === null || !(mentor || attendeeOf(s, d.reader.id) !== undefined)) return null;
    const who = mention(mentor ? (s.attendees[0]?.mentee ?? s.mentor) : s.mentor);
    const line =
      s.state === 'planned'
        ? say`${who} can’t make those times. It stays as it was.`
        : say`${who} couldn’t make those times.`;
    return {
      title: 'Those times don’t work',
      summary: line,
      blocks: [
        text(line),
        facts(['When', say`${moment(s.startsAt)}`]),
        ...(s.state !== 'planned'
          ? []
          : mentor
            ? [buttons(button('Offer other times', 'plan.suggest', s.id), button('Cancel it', 'session.cancel', s.id))]
            : [
                muted(literal('You can give other times, or say that you can’t come. Both are fine.')),
                buttons(
                  button('Suggest another time', 'plan.suggest', s.id),
                  button('I can’t make it', 'plan.decline', s.id),
                ),
              ]),
      ],
    };
  },
};

/** What was suggested, where this person may answer it now; otherwise what to say to them. */
async function toAnswer(subject: string, work: ActorWork): Promise<Asked | Reply> {
  const found = await readSubject({ rows: work.rows, subject });
  if (found === undefined)
    return replyWith('Gone', 'These times are no longer here. Type sessions to see what is coming.');
  const { session, by, kept, n } = found;
  demand(by === session.mentor ? 'session.answer' : 'session.change', work, aboutSession(session));
  if (kept.state !== 'open' || kept.n !== n || isOvertaken(found)) {
    work.redraw(session.id);
    return replyWith('Answered already', 'These times were answered, or newer ones were given. The newest card holds.');
  }
  return found;
}

async function take(subject: string, arg: string, work: ActorWork): Promise<Reply> {
  const found = await toAnswer(subject, work);
  if ('kind' in found) return found;
  const { session, by, kept } = found;
  if (session.state !== 'planned') return replyWith('Too late for that', 'This session is over or cancelled.');
  const at = Number(arg);
  if (!kept.at.includes(at)) return replyWith('Not one of them', 'Choose one of the times on the card.');
  if (at <= work.now) return replyWith('That is past', 'This time is past now. Choose another, or none of them.');
  const plan = await work.rows.sessions.plan(session.id);
  if (plan === undefined)
    return replyWith('No plan', 'This session has no plan. Type plan and their name to make one.');
  const offered = by === session.mentor;
  if (offered && (await clashAt(at, session, openOf(session.mentor, session, work))) !== undefined) {
    work.redraw(session.id);
    return replyWith(
      'Not free any more',
      'Your mentor isn’t free then any more. Choose another time, or none of them.',
    );
  }
  const moved = await savePlan(
    {
      session,
      mentorships: await Promise.all(session.attendees.map((a) => mentorshipOf(work, a.mentorship))),
      forUnit: await isForUnit(session.portfolio, work),
    },
    {
      startsAt: at,
      minutes: plan.minutes,
      title: plan.title,
      place: plan.place,
      kind: plan.kind,
      body: plan.body,
      copiedFrom: plan.copiedFrom,
      unchanged: plan.unchanged,
      afterwards: false,
    },
    work,
    // Whoever chose it need not be told that it was changed.
    offered ? { together: true } : {},
  );
  // The mentee has said yes to it: by suggesting it, or by taking it.
  const mentee = offered ? work.actor.id : by;
  await work.rows.sessions.save({
    ...withAttendee(moved, mentee, { answer: 'accepted', answeredAt: work.now, answeredVersion: moved.planVersion }),
    revision: moved.revision + 1,
  });
  if (offered)
    work.show('plan-answer', answerSubject.write({ session: session.id, mentee, version: moved.planVersion }), {
      person: session.mentor,
    });
  await work.rows.kept.put(suggestedTimes, session.id, by, { ...kept, state: 'taken' });
  work.audit(
    'session.time-taken',
    session.id,
    { at, version: moved.planVersion },
    attendeeOf(session, mentee)?.mentorship,
  );
  return { kind: 'done' };
}

async function none(subject: string, work: ActorWork): Promise<Reply> {
  const found = await toAnswer(subject, work);
  if ('kind' in found) return found;
  const { session, by, kept, n } = found;
  work.redraw(session.id);
  await work.rows.kept.put(suggestedTimes, session.id, by, { ...kept, state: 'none' });
  work.show('suggestion-none', noneSubject.write({ session: session.id, n }), { person: by });
  const mentee = by === session.mentor ? work.actor.id : by;
  work.audit('session.times-refused', session.id, {}, attendeeOf(session, mentee)?.mentorship);
  return { kind: 'done' };
}

export const suggestPresses = {
  'plan.suggest': {
    async opens(press, work) {
      const session = await sessionOf(work, press.subject);
      demand('session.suggest', work, aboutSession(session));
      return work.forms.open('suggest', session.id, { values: {}, rows: {} }, { fresh: true });
    },
  },
  'suggest.take': (press, work) => take(press.subject, press.arg, work),
  'suggest.none': (press, work) => none(press.subject, work),
} satisfies Presses;
