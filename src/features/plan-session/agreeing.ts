import { type Block, button, buttons, type Card, facts, muted, sentence, text } from '../../chat/card.js';
import { type Field, type Form, type Problem, textOf, type Values } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { attendeeOf, clashOf, plannedEnd, type Session, withAttendee } from '../../domain/session.js';
import { day } from '../../kernel/clock.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import { minutesInWords } from '../../kernel/words.js';
import { local } from '../../kernel/zoned.js';
import type { ActorWork, Drawing, Face, FormFeature, PressHandler, Work } from '../feature.js';
import { aboutSession, demand, sessionOf } from '../guards.js';
import { said } from './answering.js';
import { momentOf, savePlan, subjectOf } from './making.js';

/**
 * A mentee suggests up to three other times; the mentor takes one with a press, or none. Times and names only: no words
 * go with them, so the cards may show all of it.
 */

const most = 3;
const furthest = 366 * day;

interface Suggested {
  /** Which asking this is: a newer one takes the older one's place. */
  readonly n: number;
  readonly at: readonly number[];
  /** The plan version the mentee had before them. */
  readonly version: number;
  readonly state: 'open' | 'taken' | 'none';
}

const keyOf = (session: string, mentee: string): string => `suggested:${session}:${mentee}`;

async function suggestedIn(work: Pick<Work, 'rows'>, session: string, mentee: string): Promise<Suggested | undefined> {
  const kept = await work.rows.memory.get(keyOf(session, mentee));
  return kept === undefined || kept === null ? undefined : (kept as Suggested);
}

const dateId = (i: number): string => (i === 0 ? 'date' : `date-${i + 1}`);
const timeId = (i: number): string => (i === 0 ? 'time' : `time-${i + 1}`);
const ordinals = ['First choice', 'Second choice', 'Third choice'];

/** The i-th option as `momentOf` reads one. */
const option = (v: Values, i: number): Values => ({
  date: textOf(v, dateId(i)),
  time: textOf(v, timeId(i)),
  which: '',
});
const isGiven = (v: Values, i: number): boolean => textOf(v, dateId(i)) !== '' || textOf(v, timeId(i)) !== '';

export const suggestForm: FormFeature = {
  async build(about, work): Promise<Form | Card> {
    const session = await sessionOf(work, about.subject);
    demand('session.answer', work, aboutSession(session));
    if (session.state !== 'planned') return sentence('Too late for that', 'This session is over or cancelled.');
    const fields = (i: number): readonly Field[] => [
      {
        id: dateId(i),
        kind: 'date',
        readers: 'shown',
        label: `${ordinals[i]}: date`,
        ...(i > 0 ? { optional: true as const } : {}),
      },
      {
        id: timeId(i),
        kind: 'time',
        readers: 'shown',
        label: `${ordinals[i]}: time`,
        ...(i > 0 ? { optional: true as const } : { hint: `By your clock (${work.actor.zone}).` }),
      },
    ];
    return {
      id: 'suggest',
      title: 'Another time',
      submit: 'Send',
      concern: 'mentee',
      steps: [
        {
          id: 'times',
          title: 'When could you come?',
          items: [
            {
              kind: 'note',
              id: 'now',
              text: say`It is planned for ${moment(session.startsAt)}. One time is enough. Give up to three if you like.`,
            },
            ...fields(0),
            ...fields(1),
            ...fields(2),
          ],
        },
      ],
    };
  },
  async problems(about, work) {
    const session = await sessionOf(work, about.subject);
    const found: Problem[] = [];
    const seen = new Set<number>();
    for (let i = 0; i < most; i += 1) {
      const v = about.answers.values;
      if (i > 0 && !isGiven(v, i)) continue;
      const at = momentOf(option(v, i), work.actor.zone, (ms) => local(ms, work.actor.zone).time);
      const place = timeId(i);
      if ('say' in at)
        found.push({
          at: place,
          // The form has no field to choose between the two: a mentee gives another time.
          say: at.at === 'which' ? 'The clocks change then. Choose a time an hour later.' : at.say,
        });
      else if (at.at <= work.now) found.push({ at: place, say: 'This time is past. Choose a later one.' });
      else if (at.at > work.now + furthest) found.push({ at: dateId(i), say: 'This is over a year away. Check it.' });
      else if (at.at === session.startsAt) found.push({ at: place, say: 'It is planned for then already.' });
      else if (seen.has(at.at)) found.push({ at: place, say: 'You gave this time already.' });
      else seen.add(at.at);
    }
    return found;
  },
  async submit(about, work) {
    const session = await sessionOf(work, about.subject);
    demand('session.answer', work, aboutSession(session));
    const v = about.answers.values;
    const at: number[] = [];
    for (let i = 0; i < most; i += 1) {
      const placed = isGiven(v, i) ? momentOf(option(v, i), work.actor.zone, String) : undefined;
      if (placed !== undefined && !('say' in placed)) at.push(placed.at);
    }
    const before = await suggestedIn(work, session.id, work.actor.id);
    const suggested: Suggested = { n: (before?.n ?? 0) + 1, at, version: session.planVersion, state: 'open' };
    await work.rows.memory.put(keyOf(session.id, work.actor.id), suggested);
    work.show('suggestion', `${session.id}:suggestion:${work.actor.id}:${suggested.n}`, { person: session.mentor });
    work.redraw(session.id);
    const me = attendeeOf(session, work.actor.id);
    work.note('session.time-suggested', session.id, { options: at.length }, me?.mentorship);
    const people = await work.people();
    return {
      kind: 'close',
      say: sentence('Sent', `${people.get(session.mentor)?.name ?? 'Your mentor'} will choose. You are told here.`),
    };
  },
};

/** Whether these minutes are free of the person's other sessions. */
const clashAt = async (
  at: number,
  session: Session,
  open: (from: number, to: number) => Promise<readonly Session[]>,
): Promise<Session | undefined> =>
  clashOf(
    { id: session.id, startsAt: at, minutes: session.minutes },
    await open(at - day, plannedEnd({ startsAt: at, minutes: session.minutes })),
  );

/** The mentor's card of the suggested times: subject `SESSION:suggestion:MENTEE:N`. */
export const suggestion: Face = async (d) => {
  const found = await readSubject(d);
  if (found === undefined || d.reader?.id !== found.session.mentor) return null;
  const { session, mentee, kept, n } = found;
  const who = mention(mentee);
  const over = (line: Text): Card => ({ title: 'Another time', summary: line, blocks: [text(line)] });
  if (kept.n !== n) return over(say`${who} has suggested other times since. The newest card is the right one.`);
  if (session.state !== 'planned') return over(say`${who} asked for another time. This session is over or cancelled.`);
  if (kept.state === 'taken')
    return over(say`You chose ${moment(session.startsAt)}. ${who} and everybody who comes are told.`);
  if (kept.state === 'none') return over(say`You took none of the times. ${who} is told; the plan is as it was.`);
  const line = say`${who} asks for another time for ${session.title}.`;
  const blocks: Block[] = [
    text(line),
    facts(['Planned', say`${moment(session.startsAt)}, for ${minutesInWords(session.minutes)}`]),
  ];
  const people = await d.people();
  for (const [i, at] of kept.at.entries()) {
    const clash = await clashAt(at, session, (from, to) => d.rows.sessions.openOfMentor(session.mentor, from, to));
    const taken: string[] = [];
    for (const a of session.attendees)
      if (
        (await clashAt(at, session, (from, to) => d.rows.sessions.openOfMentee(a.mentee, from, to))) !== undefined &&
        // Where it is the mentor's own clash it is named once, as that.
        clash === undefined
      )
        taken.push(`${people.get(a.mentee)?.name ?? 'Your mentee'} isn’t free then.`);
    const words =
      at <= d.now ? 'This is past now.' : clash !== undefined ? `You have “${clash.title}” then.` : taken.join(' ');
    blocks.push(text(say`${moment(at)}${words === '' ? '' : ` – ${words}`}`));
    if (at > d.now && clash === undefined)
      blocks.push(buttons(button(takes(i, kept.at.length), 'suggest.take', d.subject, { arg: String(at) })));
  }
  blocks.push(
    buttons(button('None of these', 'suggest.none', d.subject), button('Set another time', 'plan.change', session.id)),
  );
  return { title: 'Another time?', summary: line, blocks };
};

/** Said for itself, the button still says which: a screen reader lists buttons without what stands above them. */
const takes = (i: number, of: number): string =>
  of === 1 ? 'Take this time' : `Take the ${['first', 'second', 'third'][i] ?? `${i + 1}th`}`;

async function readSubject(d: Pick<Drawing, 'rows' | 'subject'>): Promise<
  | {
      readonly session: Session;
      readonly mentee: PersonId;
      readonly kept: Suggested;
      readonly n: number;
    }
  | undefined
> {
  const [id = '', , mentee = '', n = ''] = d.subject.split(':');
  const session = await d.rows.sessions.get(id as SessionId);
  const kept = await suggestedIn(d, id, mentee);
  return session === undefined || kept === undefined
    ? undefined
    : { session, mentee: mentee as PersonId, kept, n: Number(n) };
}

/** The mentee is told that none of their times was taken: subject `SESSION:none:N`. */
export const suggestionNone: Face = async (d) => {
  const s = await d.rows.sessions.get((d.subject.split(':')[0] ?? '') as SessionId);
  if (s === undefined || d.reader === null || attendeeOf(s, d.reader.id) === undefined) return null;
  const line =
    s.state === 'planned'
      ? say`${mention(s.mentor)} can’t make those times. It stays as it was.`
      : say`${mention(s.mentor)} couldn’t make those times.`;
  return {
    title: 'Those times don’t work',
    summary: line,
    blocks: [
      text(line),
      facts(['When', say`${moment(s.startsAt)}`]),
      ...(s.state === 'planned'
        ? [
            muted(literal('You can give other times, or say that you can’t come. Both are fine.')),
            buttons(
              button('Suggest another time', 'plan.suggest', s.id),
              button('I can’t make it', 'plan.decline', s.id),
            ),
          ]
        : []),
    ],
  };
};

async function take(subject: string, arg: string, work: ActorWork): Promise<Reply> {
  const found = await readSubject({ rows: work.rows, subject });
  if (found === undefined) return said('Gone', 'These times are no longer here. Type sessions to see what is coming.');
  const { session, mentee, kept, n } = found;
  demand('session.change', work, aboutSession(session));
  if (kept.state !== 'open' || kept.n !== n) {
    work.redraw(session.id);
    return said('Answered already', 'These times were answered, or newer ones were given. The newest card holds.');
  }
  if (session.state !== 'planned') return said('Too late for that', 'This session is over or cancelled.');
  const at = Number(arg);
  if (!kept.at.includes(at)) return said('Not one of them', 'Choose one of the times on the card.');
  if (at <= work.now) return said('That is past', 'This time is past now. Choose another, or none of them.');
  const plan = await work.rows.sessions.plan(session.id);
  if (plan === undefined) return said('No plan', 'This session has no plan. Type plan and their name to make one.');
  const moved = await savePlan(
    await subjectOf(session.id, work),
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
  );
  // Whoever suggested it has said yes to it.
  await work.rows.sessions.save({
    ...withAttendee(moved, mentee, { answer: 'accepted', answeredAt: work.now, answeredVersion: moved.planVersion }),
    revision: moved.revision + 1,
  });
  await work.rows.memory.put(keyOf(session.id, mentee), { ...kept, state: 'taken' });
  work.note(
    'session.time-taken',
    session.id,
    { at, version: moved.planVersion },
    attendeeOf(session, mentee)?.mentorship,
  );
  return { kind: 'done' };
}

async function none(subject: string, work: ActorWork): Promise<Reply> {
  const found = await readSubject({ rows: work.rows, subject });
  if (found === undefined) return said('Gone', 'These times are no longer here. Type sessions to see what is coming.');
  const { session, mentee, kept, n } = found;
  demand('session.change', work, aboutSession(session));
  work.redraw(session.id);
  if (kept.state !== 'open' || kept.n !== n)
    return said('Answered already', 'These times were answered, or newer ones were given. The newest card holds.');
  await work.rows.memory.put(keyOf(session.id, mentee), { ...kept, state: 'none' });
  work.show('suggestion-none', `${session.id}:none:${n}`, { person: mentee });
  work.note('session.times-refused', session.id, {}, attendeeOf(session, mentee)?.mentorship);
  return { kind: 'done' };
}

export const suggestPresses: Readonly<Record<string, PressHandler>> = {
  async 'plan.suggest'(press, work) {
    const session = await sessionOf(work, press.subject);
    demand('session.answer', work, aboutSession(session));
    return work.forms.open('suggest', session.id, { values: {}, rows: {} }, { fresh: true });
  },
  'suggest.take': (press, work) => take(press.subject, press.arg, work),
  'suggest.none': (press, work) => none(press.subject, work),
};
