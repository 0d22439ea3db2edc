import type { Reply } from '../../chat/inbound.js';
import { panelWith, replyWith } from '../../chat/reply.js';
import { isUnanswered } from '../../domain/hours.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { minutesInWords } from '../../kernel/words.js';
import type { ActorWork, Presses, PressHandler } from '../feature.js';
import { lengthSwitched, unansweredOf } from '../shared/asked-after.js';
import { demand, sessionOf } from '../shared/guards.js';
import { type Asked, stampOf } from './asked.js';
import { changePanel } from './card.js';
import { mine, onward, type Pressed, saveWord } from './press.js';
import { oneByOnePanel } from './several.js';
import { settleSubject, severalSubject } from './subjects.js';

/** The mentee's word about a session's length: yes, another length, or that it did not happen. */

/** @throws Refused once the coordinator has settled it. */
export function unsettled(a: Asked): void {
  if (a.attendee.settledMinutes !== null)
    throw new Refused(
      'settled',
      `The coordinator has settled this length: ${minutesInWords(a.attendee.settledMinutes)}. Talk to them if it is not right.`,
    );
}

/** Where the button stood: on the card, in the panel of answers (`c`), in the one of several sessions (`s`). */
type From = '' | 'c' | 's';

async function answered(work: ActorWork, press: Pressed, from: From): Promise<Reply> {
  if (from === 'c') return panelWith(changePanel(await mine(work, press.subject)));
  if (from === 's') return panelWith(oneByOnePanel(await unansweredOf(work.rows, work.actor.id)));
  return onward(work, press);
}

const alreadySaid = (a: Asked): Reply | undefined =>
  isUnanswered(a.attendee, a.minutes)
    ? undefined
    : replyWith(
        'Already answered',
        'You have answered this already. After the last question, Change my answers changes it.',
      );

/** Keeps "yes, it was so long". */
export async function confirm(work: ActorWork, a: Asked): Promise<void> {
  await saveWord(work, a, { confirmation: 'confirmed', confirmedMinutes: a.minutes, confirmedAt: work.now });
  work.audit('hours.confirmed', a.session.id, { minutes: a.minutes }, a.attendee.mentorship);
}

const confirmPress: PressHandler = async (press, work) => {
  const found = /^(\d{1,4})(?:\.([cs]))?$/.exec(press.arg);
  const a = await mine(work, press.subject);
  unsettled(a);
  const from = (found?.[2] ?? '') as From;
  if (found === null || Number(found[1]) !== a.minutes) {
    work.redraw(a.session.id);
    return replyWith(
      'It has changed',
      `The length is ${minutesInWords(a.minutes)} now. Look at it again, then tell me. Nothing is saved yet.`,
    );
  }
  const earlier = from === 'c' ? undefined : alreadySaid(a);
  if (earlier !== undefined) return earlier;
  await confirm(work, a);
  return answered(work, press, from);
};

const differentPress: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  unsettled(a);
  return work.forms.open('hours-different', a.session.id, { values: {}, rows: {} });
};

const didNotHappenPress: PressHandler = async (press, work) => {
  const a = await mine(work, press.subject);
  unsettled(a);
  const from = press.arg === 'c' || press.arg === 's' ? press.arg : '';
  if (a.attendee.confirmation === 'did-not-happen')
    return replyWith('Already answered', 'You have already said that it didn’t happen. Nothing has changed.');
  const earlier = from === 'c' ? undefined : alreadySaid(a);
  if (earlier !== undefined) return earlier;
  await saveWord(work, a, { confirmation: 'did-not-happen', confirmedMinutes: null, confirmedAt: work.now });
  work.audit('hours.did-not-happen', a.session.id, { mentorMinutes: a.minutes }, a.attendee.mentorship);
  work.show('hours-dispute', a.session.id, { person: a.session.mentor });
  return answered(work, press, from);
};

/** Keeps another length, and tells the mentor; the same length is a yes. */
export async function different(work: ActorWork, a: Asked, minutes: number): Promise<void> {
  if (minutes === a.minutes) return confirm(work, a);
  await saveWord(work, a, { confirmation: 'different', confirmedMinutes: minutes, confirmedAt: work.now });
  work.audit('hours.different', a.session.id, { minutes, mentorMinutes: a.minutes }, a.attendee.mentorship);
  work.show('hours-dispute', a.session.id, { person: a.session.mentor });
}

const stop =
  (stopped: boolean): PressHandler =>
  async (press, work) => {
    const a = await mine(work, press.subject);
    const manners = { ...work.actor.manners, confirmationStopped: stopped };
    await work.rows.people.save({ ...work.actor, manners });
    work.audit(stopped ? 'hours.stopped' : 'hours.started', work.actor.id);
    work.redraw(a.session.id);
    await lengthSwitched(work);
    return replyWith(
      stopped ? 'I won’t ask' : 'I will ask again',
      stopped
        ? 'I won’t ask about length again. Type settings to change that.'
        : 'I will ask about length after each session.',
    );
  };

const confirmAll: PressHandler = async (press, work) => {
  const mentee = severalSubject.read(press.subject)?.mentee;
  demand('hours.confirm', work, { mentees: mentee === undefined ? [] : [mentee] });
  const open = await unansweredOf(work.rows, work.actor.id);
  if (open.length === 0) return replyWith('Already answered', 'All of these are answered already. Thank you.');
  if (stampOf(open) !== press.arg) {
    work.redraw(press.subject);
    return replyWith(
      'It has changed',
      'Something here has changed. Look at it again, then tell me. Nothing is saved yet.',
    );
  }
  for (const { session } of open) await confirm(work, await mine(work, session.id));
  work.redraw(press.subject);
  return press.drawn === undefined ? panelWith(oneByOnePanel([])) : { kind: 'done' };
};

const oneByOne: PressHandler = async (press, work) => {
  const mentee = severalSubject.read(press.subject)?.mentee;
  demand('hours.confirm', work, { mentees: mentee === undefined ? [] : [mentee] });
  return panelWith(oneByOnePanel(await unansweredOf(work.rows, work.actor.id)));
};

/** Opens the coordinator's form for one mentee's part: the subject is the session, the argument the mentee. */
const settlePress: PressHandler = async (press, work) => {
  const session = await sessionOf(work, press.subject);
  demand('hours.settle', work);
  return work.forms.open('hours-settle', settleSubject.write({ session: session.id, mentee: press.arg as PersonId }), {
    values: {},
    rows: {},
  });
};

export const lengthPresses = {
  'hours.confirm': confirmPress,
  'hours.different': { opens: differentPress },
  'hours.did-not-happen': didNotHappenPress,
  'hours.stop': stop(true),
  'hours.start': stop(false),
  'hours.confirm-all': confirmAll,
  'hours.one-by-one': { opens: oneByOne },
  'hours.settle': { opens: settlePress },
} satisfies Presses;
