import { sentence } from '../../chat/card.js';
import { type Form, longestText, numberOf, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { answerTo } from '../../domain/feedback.js';
import { isDisputed } from '../../domain/hours.js';
import { longestRecorded, withAttendee } from '../../domain/session.js';
import { Refused } from '../../kernel/errors.js';
import { rootOf } from '../../kernel/subject.js';
import { clean, minutesInWords, minutesWith } from '../../kernel/words.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { lookWhetherReached } from '../shared/going-on.js';
import { demand, sessionOf } from '../shared/guards.js';
import { anyMinutes } from '../shared/minutes-field.js';
import { lookForReview } from '../shared/open-review.js';
import { beginSecondWay, begunWith, confirmSecondWay, secondWayForm, type ToConfirm } from '../shared/second-way.js';
import { type Asked, askedOf } from './asked.js';
import { different, unsettled } from './length.js';
import { mine, openFeedback } from './press.js';
import { keepAnswer } from './questions.js';
import { settleSubject, wordsSubject } from './subjects.js';
import { coordinators, lengthSoFar, whoReads } from './words.js';

/** `hours-different`: how long it was for the mentee. */
export const hoursDifferent: FormFeature = {
  called: 'another length',
  async build({ subject }, work) {
    const a = await mine(work, subject);
    unsettled(a);
    return {
      id: 'hours-different',
      title: 'How long was it?',
      submit: 'Save',
      concern: 'mentee',
      steps: [
        {
          id: 'length',
          title: 'How long was it?',
          items: [
            {
              kind: 'note',
              id: 'figures',
              text: say`${lengthSoFar(a)} Both lengths are kept. ${coordinators(a)} can help if you can’t agree.`,
            },
            {
              ...anyMinutes,
              id: 'minutes',
              max: longestRecorded,
              label: 'How long was it for you?',
              hint: 'In minutes. Your best guess is fine.',
              readers: 'shown',
            },
          ],
        },
      ],
    } satisfies Form;
  },
  async submit({ subject, answers }, work) {
    const a = await mine(work, subject);
    unsettled(a);
    const minutes = numberOf(answers.values, 'minutes');
    if (minutes === undefined) return { problems: [{ at: 'minutes', say: 'Write how many minutes it was.' }] };
    await different(work, a, Math.round(minutes));
    return { kind: 'close' };
  },
};

/** The question whose words a form collects. */
async function wordsAbout(work: ActorWork, subject: string) {
  const about = wordsSubject.read(subject);
  const a = await mine(work, about?.session ?? rootOf(subject));
  const f = openFeedback(a);
  const question = a.questions.find((q) => q.key === about?.question && q.kind === 'text');
  if (question === undefined)
    throw new Refused('question-changed', 'This question is not asked any more. Type home to see what waits for you.');
  return { a, f, question };
}

/** `ask-words`: an answer in the mentee's own words; it stands in no message. */
export const askWords: FormFeature = {
  called: 'your words about a session',
  async build({ subject }, work) {
    const { a, f, question } = await wordsAbout(work, subject);
    if (f.share === null)
      return sentence('One thing first', 'Choose first who may read your answers. Then write your words.');
    return {
      id: 'ask-words',
      title: 'In your own words',
      submit: 'Save',
      concern: 'mentee',
      steps: [
        {
          id: 'words',
          title: 'In your own words',
          items: [
            {
              kind: 'note',
              id: 'limits-readers',
              text: say`${whoReads(a, f.share)} If someone may be at risk, it can’t stay private. Then use “Worried about someone?”.`,
            },
            {
              kind: 'text',
              id: 'words',
              label: question.text,
              hint: 'A few words are enough.',
              lines: 'many',
              max: longestText,
              readers: 'sharing',
            },
          ],
        },
      ],
    } satisfies Form;
  },
  async submit({ subject, answers }, work) {
    const { a, f, question } = await wordsAbout(work, subject);
    const text = clean(textOf(answers.values, 'words'));
    if (text === '')
      return { problems: [{ at: 'words', say: 'Write a few words here. Or close this and press Skip.' }] };
    const again = answerTo(f, question.key) !== undefined;
    await keepAnswer(work, a, f, question, { rating: null, text, skipped: false });
    return again
      ? closeWith('Saved', 'Your new words are saved.')
      : closeWith('Saved', 'Thank you. Your words are saved.');
  },
};

const outcomes = [
  { value: 'agreed', label: 'They agreed on it together' },
  { value: 'mentor', label: 'The mentor’s figure stands' },
  { value: 'mentee', label: 'The mentee’s figure stands' },
  { value: 'between', label: 'Another figure, after asking both' },
];

/** One mentee's part that the coordinator settles. */
async function dispute(work: ActorWork, subject: string): Promise<Asked> {
  const about = settleSubject.read(subject);
  const session = await sessionOf(work, about?.session ?? rootOf(subject));
  demand('hours.settle', work);
  if (session.mentor === work.actor.id || session.attendees.some((a) => a.mentee === work.actor.id))
    throw new Refused(
      'own-dispute',
      'You were in this session yourself. Ask another coordinator to settle its length.',
    );
  const a = about === undefined ? undefined : await askedOf(work, session.id, about.mentee);
  if (a === undefined)
    throw new Refused('no-such-part', 'That person was not in this session. Type hours to see what is open.');
  return a;
}

/** `hours-settle`: the outcome that the coordinator records. Both figures stay beside it. */
export const hoursSettle: FormFeature = {
  called: 'a length to settle',
  async build({ subject }, work) {
    const a = await dispute(work, subject);
    if (a.attendee.settledMinutes === null && !isDisputed(a.attendee, a.minutes))
      return sentence('Nothing to settle', 'The two agree on this length now. Type hours to see what is open.');
    const theirs =
      a.attendee.confirmation === 'did-not-happen'
        ? literal('says that it did not happen')
        : say`says ${minutesInWords(a.attendee.confirmedMinutes ?? 0)}`;
    const ours = a.recorded
      ? say`${mention(a.session.mentor)} says ${minutesInWords(a.minutes)}`
      : say`${mention(a.session.mentor)} has written no record; ${minutesInWords(a.minutes)} were noted`;
    return {
      id: 'hours-settle',
      title: 'Settle the length',
      submit: 'Record the outcome',
      concern: 'mentor',
      steps: [
        {
          id: 'outcome',
          title: 'Settle the length',
          items: [
            {
              kind: 'note',
              id: 'figures',
              text: say`${ours}; ${mention(a.mentee.id)} ${theirs}. Both figures are kept. Talk to both before you record an outcome.`,
            },
            {
              ...anyMinutes,
              id: 'minutes',
              max: longestRecorded,
              label: 'Minutes that count',
              hint: '0 if it did not happen.',
              min: 0,
              readers: 'shown',
            },
            {
              kind: 'choice',
              id: 'outcome',
              label: 'How it was settled',
              of: outcomes,
              shown: 'list',
              readers: 'coordinator',
            },
          ],
        },
      ],
    } satisfies Form;
  },
  async problems({ subject, answers }, work) {
    const a = await dispute(work, subject);
    const minutes = numberOf(answers.values, 'minutes');
    const outcome = textOf(answers.values, 'outcome');
    const theirs = a.attendee.confirmation === 'did-not-happen' ? 0 : a.attendee.confirmedMinutes;
    if (outcome === 'mentor' && minutes !== undefined && minutes !== a.minutes)
      return [
        { at: 'minutes', say: `The mentor’s figure is ${a.minutes}. Change the minutes, or how it was settled.` },
      ];
    if (outcome === 'mentee' && minutes !== undefined && minutes !== theirs)
      return [{ at: 'minutes', say: `The mentee’s figure is ${theirs}. Change the minutes, or how it was settled.` }];
    return [];
  },
  async submit({ subject, answers }, work) {
    const a = await dispute(work, subject);
    const minutes = Math.round(numberOf(answers.values, 'minutes') ?? 0);
    return beginSecondWay(
      settling(a, subject, minutes, textOf(answers.values, 'outcome')),
      'hours-settle-confirm',
      work,
    );
  },
};

/** All that is decided, and all that it rests on: where any of it changes, the code is for something else. */
const settling = (a: Asked, subject: string, minutes: number, outcome: string): ToConfirm => ({
  act: 'settle-hours',
  subject,
  figures: {
    minutes,
    outcome,
    'mentor says': a.minutes,
    'mentee says': theirFigure(a),
    revision: a.session.revision,
  },
});

const theirFigure = ({ attendee }: Asked): number =>
  attendee.confirmation === 'did-not-happen' ? 0 : (attendee.confirmedMinutes ?? 0);

/** What was chosen, as it was begun. */
async function chosen(subject: string, work: ActorWork): Promise<{ minutes: number; outcome: string } | undefined> {
  const figures = await begunWith('settle-hours', subject, work);
  return figures === undefined ? undefined : { minutes: Number(figures.minutes), outcome: String(figures.outcome) };
}

/** `hours-settle-confirm`: takes the code, and records the outcome. */
export const hoursSettleConfirm: FormFeature = {
  called: 'a length to confirm',
  async build({ subject }, work) {
    const a = await dispute(work, subject);
    const begun = await chosen(subject, work);
    if (begun === undefined)
      return sentence('Begin again', 'This is over. Type hours, and record the outcome anew. Nothing has changed.');
    return secondWayForm(
      'hours-settle-confirm',
      'settle-hours',
      say`${minutesInWords(begun.minutes)} of ${mention(a.mentee.id)} with ${mention(a.session.mentor)}, ${moment(a.session.startsAt)}: ${outcomes.find((o) => o.value === begun.outcome)?.label.toLowerCase() ?? 'settled'}.`,
      work,
    );
  },
  async submit({ subject, answers }, work) {
    const a = await dispute(work, subject);
    const begun = await chosen(subject, work);
    if (begun === undefined)
      return { problems: [{ at: 'code', say: 'This is over. Close this, and begin again. Nothing has changed.' }] };
    const { minutes, outcome } = begun;
    const confirmed = await confirmSecondWay(
      settling(a, subject, minutes, outcome),
      textOf(answers.values, 'code'),
      work,
    );
    if ('problem' in confirmed) return { problems: [{ at: 'code', say: confirmed.problem }] };
    await work.rows.sessions.save({
      ...withAttendee(a.session, a.mentee.id, { settledMinutes: minutes }),
      revision: a.session.revision + 1,
    });
    work.audit(
      'hours.settled',
      a.session.id,
      {
        minutes,
        mentorMinutes: a.minutes,
        menteeMinutes: a.attendee.confirmation === 'did-not-happen' ? 0 : a.attendee.confirmedMinutes,
        outcome,
        confirmed: confirmed.way,
      },
      a.attendee.mentorship,
    );
    lookForReview({ id: a.attendee.mentorship }, `${a.session.id}.${a.session.revision + 1}`, work);
    lookWhetherReached(work, [a.attendee.mentorship]);
    for (const person of [a.session.mentor, a.mentee.id]) work.show('hours-settled', a.session.id, { person });
    work.redraw(a.session.id);
    return closeWith('Recorded', `${minutesWith(minutes, 'counts', 'count')} for this session. Both people are told.`);
  },
};
