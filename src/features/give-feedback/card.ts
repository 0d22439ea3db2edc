import {
  answers,
  type Block,
  type Button,
  button,
  buttons,
  type Card,
  concernButton,
  foot,
  heading,
  list,
  muted,
  sentence,
  text,
} from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import {
  answerTo,
  earlierWords,
  type FeedbackAnswer,
  hasAnswers,
  isLow,
  isOver,
  type Question,
  type Share,
} from '../../domain/feedback.js';
import type { Person, Safeguarding } from '../../domain/programme.js';
import { minutesInWords } from '../../kernel/words.js';
import { questionArg } from '../shared/question-arg.js';
import { ratingWords } from '../shared/read-feedback.js';
import type { ReviewAsked } from '../shared/review-asked.js';
import { reviewBody } from '../shared/review-card.js';
import type { Asked } from './asked.js';
import { goalsButton } from './goals.js';
import { coordinators, lengthSoFar, saidOfLength, shareLabels, which, whoAssesses, whoReads } from './words.js';

/**
 * The mentee's one card about a session: it asks one thing at a time and goes on by taps. Questions stand in it,
 * answers never do: a direct message can be exported by whoever owns the workspace (docs/field.md#private-words).
 */
export function askCard(a: Asked, lead?: Text): Card {
  const { session, step } = a;
  const top: Block[] = [...(lead === undefined ? [] : [text(lead)]), muted(which(a))];
  if (session.state !== 'ended') return didNotGoAhead(a);
  if (a.absent && step.at !== 'thanks' && step.at !== 'withdrawn') return absentCard(a, top);
  const said = saidOfLength(a);
  const body = bodyOf(a);
  return {
    title: body.title,
    summary: body.summary,
    blocks: [
      ...top,
      ...(said === null || step.at === 'question' || step.at === 'length' ? [] : [text(said)]),
      ...body.blocks,
    ],
  };
}

/** Nothing is asked of it any more; that it was their mentor who did not come can still be told. */
function didNotGoAhead(a: Asked): Card {
  const card = sentence('After your session', 'This session did not go ahead. There is nothing to answer.');
  return a.session.state === 'not-held' ? { ...card, blocks: [...card.blocks, buttons(mentorAbsent(a))] } : card;
}

interface Body {
  readonly title: string;
  readonly summary: Text;
  readonly blocks: readonly Block[];
}

function bodyOf(a: Asked): Body {
  const { step } = a;
  switch (step.at) {
    case 'length':
      return lengthBody(a, step.before);
    case 'share':
      return shareBody(a);
    case 'question':
      return questionBody(a, step.question, step.nth, step.of);
    case 'thanks':
      return thanksBody(a);
    case 'resting':
      return bodyWith(
        'Not today',
        step.again ? 'That’s fine. I will ask once more, tomorrow.' : 'That’s fine. I won’t ask about this one again.',
        buttons(button('Answer now', 'ask.open', a.session.id)),
        foot(stopAsking(a)),
      );
    case 'did-not-happen':
      if (a.review !== undefined) return reviewIn(a, a.review);
      return bodyWith('After your session', 'There is nothing more to answer.', again(a), buttons(mentorAbsent(a)));
    case 'withdrawn':
      return bodyWith('Answers taken back', 'Your answers are deleted. Nobody can read them.');
    case 'stopped':
      if (a.review !== undefined) return reviewIn(a, a.review);
      return bodyWith(
        'I won’t ask',
        a.mentee.manners.confirmationStopped === true
          ? 'I won’t ask these questions again. Type settings to change that.'
          : 'I won’t ask these questions again. I still ask how long it was.',
        buttons(
          button('Ask me again', 'ask.start', a.session.id),
          a.feedback !== undefined && hasAnswers(a.feedback)
            ? button('Change my answers', 'ask.change', a.session.id)
            : null,
        ),
      );
    case 'length-done':
      if (a.review !== undefined) return reviewIn(a, a.review);
      return bodyWith('Thank you', 'There is nothing more to answer.', again(a));
    case 'over':
      return bodyWith('After your session', 'The time to answer is over. That’s all right.');
    default:
      return step satisfies never;
  }
}

/** What the session brought is said; the review goes on in its place, and what else there is stands at its foot. */
function reviewIn(a: Asked, review: ReviewAsked): Body {
  const body = reviewBody(review, [goalsButton(a)]);
  const more = foot(
    a.step.at === 'did-not-happen' ? mentorAbsent(a) : null,
    review.step.at === 'question' ? null : button('Change how long it was', 'ask.change', a.session.id),
  );
  return { ...body, blocks: [...body.blocks, more] };
}

const bodyWith = (title: string, words: string, ...more: readonly Block[]): Body => ({
  title,
  summary: literal(words),
  blocks: [text(literal(words)), ...more],
});

const again = (a: Asked): Block => buttons(goalsButton(a), button('Change my answers', 'ask.change', a.session.id));
const goalsBlock = (a: Asked): readonly Block[] => {
  const goals = goalsButton(a);
  return goals === null ? [] : [buttons(goals)];
};
const stopAsking = (a: Asked): Button | null =>
  a.mentee.manners.feedbackStopped === true ? null : button('Stop asking me', 'ask.stop', a.session.id);
const mentorAbsent = (a: Asked): Button => button('My mentor didn’t come', 'mentee.mentor-absent', a.session.id);
const notToday = (a: Asked): Button | null =>
  a.feedback === undefined || a.feedback.state !== 'open' || isOver(a.feedback, a.now)
    ? null
    : button('Not today', 'ask.not-today', a.session.id);

/** The three answers about the length. The button carries the figure it confirms; `from` says where it stands. */
export const lengthButtons = (a: Pick<Asked, 'session' | 'minutes'>, from: '' | '.c' | '.s' = ''): Block =>
  // None stands out: the answer is theirs, and nobody leads them to it.
  answers(
    button('Yes', 'hours.confirm', a.session.id, { arg: `${a.minutes}${from}` }),
    button('Different', 'hours.different', a.session.id),
    button('It didn’t happen', 'hours.did-not-happen', a.session.id, { arg: from === '' ? '' : from.slice(1) }),
  );

function lengthBody(a: Asked, before: number | null): Body {
  const mentor = mention(a.session.mentor);
  const now = minutesInWords(a.minutes);
  const question =
    before === null
      ? say`${mentor}’s session lasted ${now}. Is that right?`
      : say`You confirmed ${minutesInWords(before)}. ${mentor} has since written ${now}. Is that right?`;
  return {
    title: 'How long was it?',
    summary: question,
    blocks: [
      text(question),
      lengthButtons(a),
      muted(literal('I ask so that the hours are right for both of you.')),
      foot(mentorAbsent(a), notToday(a), button('Stop asking about length', 'hours.stop', a.session.id)),
    ],
  };
}

function shareBody(a: Asked): Body {
  const n = a.questions.length;
  const until = a.feedback?.editableUntil ?? a.now;
  const assesses = whoAssesses(a);
  const choices: readonly Share[] = ['now', 'midpoint', 'coordinator'];
  return {
    title: 'Who may read your answers?',
    summary: literal('A few short questions, if you like. First: who may read your answers?'),
    blocks: [
      text(say`Next: ${n} short questions. You can skip any of them.`),
      text(literal('Your answers are confidential. They can’t be anonymous, as few people answer.')),
      text(literal('Who may read them?')),
      list(choices.map((c) => say`${shareLabels[c]}: ${whoReads(a, c)}`)),
      ...(assesses === null ? [] : [muted(assesses)]),
      answers(...choices.map((c) => button(shareLabels[c], 'ask.share', a.session.id, { arg: c }))),
      muted(say`You can change or take back your answers until ${moment(until, 'date')}.`),
      ...goalsBlock(a),
      foot(notToday(a), stopAsking(a)),
    ],
  };
}

const ratingButtons = (a: Asked, q: Question, verb: 'ask.rate' | 'ask.set'): Block =>
  answers(
    ...ratingWords.map((word, i) => button(`${i + 1} ${word}`, verb, a.session.id, { arg: questionArg(q, i + 1) })),
  );

function questionBody(a: Asked, q: Question, nth: number, of: number): Body {
  const share = a.feedback?.share ?? 'coordinator';
  return {
    title: `Question ${nth} of ${of}`,
    summary: say`Question ${nth} of ${of}: ${q.text}`,
    blocks: [
      heading(literal(q.text)),
      ...(q.kind === 'rating' ? [ratingButtons(a, q, 'ask.rate')] : []),
      buttons(
        q.kind === 'text'
          ? button('Write a few words', 'ask.words', a.session.id, { arg: questionArg(q), style: 'main' })
          : null,
        button('Skip', 'ask.skip', a.session.id, { arg: questionArg(q) }),
      ),
      muted(say`Each answer is saved as you tap. ${whoReads(a, share)}`),
      foot(notToday(a), stopAsking(a)),
    ],
  };
}

function thanksBody(a: Asked): Body {
  const f = a.feedback;
  const canChange = f !== undefined && !isOver(f, a.now);
  return {
    title: 'Thank you',
    summary: literal('Thank you. Your answers are saved.'),
    blocks: [
      text(literal('Your answers are saved.')),
      ...(f?.share == null ? [] : [muted(whoReads(a, f.share))]),
      // Everybody is offered this: an offer that only a low answer brings would give the answer away in a message.
      text(literal('Would you like to talk anything through, and with whom? You choose.')),
      buttons(
        goalsButton(a),
        button('Talk it through', 'ask.talk', a.session.id),
        canChange ? button('Change my answers', 'ask.change', a.session.id) : null,
        canChange ? button('Take them back', 'ask.withdraw', a.session.id, { style: 'danger' }) : null,
      ),
      ...(canChange
        ? [muted(say`You can change them or take them back until ${moment(f.editableUntil, 'date')}.`)]
        : []),
    ],
  };
}

function absentCard(a: Asked, top: readonly Block[]): Card {
  const words = say`${mention(a.session.mentor)} noted that you were not there. That’s all right.`;
  return {
    title: 'After your session',
    summary: words,
    blocks: [
      ...top,
      text(words),
      buttons(mentorAbsent(a)),
      muted(say`If that’s not what happened, tell ${mention(a.session.mentor)} or ${coordinators(a)}.`),
    ],
  };
}

/** What they answered, to read and change: a panel, for answers stand in no message. */
export function changePanel(a: Asked): Card {
  const f = a.feedback;
  const over = f !== undefined && isOver(f, a.now);
  const settled = a.attendee.settledMinutes !== null;
  const length = saidOfLength(a) ?? lengthSoFar(a);
  const questions = f === undefined || f.share === null || f.state === 'withdrawn' ? [] : a.questions;
  const intro = over
    ? say`The time to change answers ended on ${moment(f.editableUntil, 'date')}.`
    : literal('Change what you like. Each tap is saved.');
  return {
    title: 'Your answers',
    summary: literal('What you answered, and buttons to change it.'),
    blocks: [
      muted(which(a)),
      text(intro),
      heading(literal('How long it was')),
      text(length),
      ...(settled || a.absent ? [] : [text(say`Was it ${minutesInWords(a.minutes)}?`), lengthButtons(a, '.c')]),
      ...questions.flatMap((q): readonly Block[] => [
        heading(literal(q.text)),
        text(answerWords(answerTo(f ?? { answers: [] }, q.key), q)),
        ...(over ? [] : [changeButtons(a, q)]),
      ]),
      ...(f?.share == null || over
        ? []
        : [
            heading(literal('Who may read them')),
            text(whoReads(a, f.share)),
            answers(
              ...(['now', 'midpoint', 'coordinator'] as const)
                .filter((c) => c !== f.share)
                .map((c) => button(shareLabels[c], 'ask.set-share', a.session.id, { arg: c })),
            ),
            buttons(button('Take them back', 'ask.withdraw', a.session.id, { style: 'danger' })),
          ]),
    ],
  };
}

const changeButtons = (a: Asked, q: Question): Block =>
  q.kind === 'rating'
    ? ratingButtons(a, q, 'ask.set')
    : buttons(
        button('Write it again', 'ask.words', a.session.id, { arg: questionArg(q) }),
        button('Take it out', 'ask.set', a.session.id, { arg: questionArg(q, 0) }),
      );

function answerWords(answer: FeedbackAnswer | undefined, q: Question): Text {
  if (answer === undefined) return literal('Not answered yet.');
  if (answer.skipped) return literal('You skipped this.');
  const asked = earlierWords(q, answer);
  if (asked !== undefined)
    return say`The question was “${asked}” then. ${answerWords(answer, { ...q, text: asked, wording: answer.wording })}`;
  if (answer.rating !== null) return say`You said: ${answer.rating}, ${ratingWords[answer.rating - 1] ?? ''}.`;
  return say`You wrote: “${answer.text}”`;
}

/** With whom something could be talked through. It tells nobody by itself. */
export function talkPanel(a: Asked, safeguarding: Safeguarding, people: ReadonlyMap<string, Person>): Card {
  const low = a.feedback !== undefined && isLow(a.feedback);
  const lead = safeguarding.lead;
  const known = a.readers.coordinators.filter((id) => people.has(id));
  const intro = low
    ? literal('Some of it was not so good. You can talk about it, if you like.')
    : literal('You can talk about anything, with someone you choose.');
  return {
    title: 'Talk it through',
    summary: literal('People you can talk to. Nobody has been told anything.'),
    blocks: [
      text(intro),
      text(literal('Nobody has been told anything. It is up to you.')),
      list([
        say`${mention(a.session.mentor)}, your mentor. You could say it at your next session.`,
        ...known.map((id) => say`${mention(id)}, who looks after the programme.`),
        ...(lead === undefined ? [] : [say`${lead.name}, who helps keep people safe: ${lead.reach}`]),
      ]),
      muted(literal('If you are worried about someone’s safety, even your own, press below.')),
      buttons(concernButton('mentee')),
    ],
  };
}
