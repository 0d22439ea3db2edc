import { type Card, sentence } from '../../chat/card.js';
import {
  type Answers,
  type Field,
  type Form,
  formNote,
  type Item,
  manyOf,
  textOf,
  type Values,
} from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith } from '../../chat/reply.js';
import { mention, moment, say, type Text } from '../../chat/text.js';
import type { FeedbackAnswer, Question } from '../../domain/feedback.js';
import { hasAccount } from '../../domain/programme.js';
import { type ReviewForm, saidInReview } from '../../domain/review.js';
import { givenName } from '../../domain/stakeholder.js';
import type { PersonId } from '../../kernel/ids.js';
import { clean } from '../../kernel/words.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { type ToAnswer, toAnswer } from '../shared/ask-stakeholder.js';
import { eraseFields, erasureSaid, wantsErasure } from '../shared/erase-by-link.js';
import { askForErasure } from '../shared/erasure-asked.js';
import { demand } from '../shared/guards.js';
import { ratingWords } from '../shared/read-feedback.js';
import { questionsInReview } from '../shared/review-questions.js';
import { whoReads } from './choose.js';

/**
 * What a stakeholder is asked, by link or in their chat: about each mentor a step of its own, with four questions that can
 * each be left out (docs/field.md#stakeholders). Nothing of a session, a goal or a record stands in it.
 */

const fieldOf = (form: ReviewForm, question: Question): string => `q-${form.id}-${question.key}`;
const notOf = (form: ReviewForm): string => `not-${form.id}`;
const longestAnswer = 2000;

const nothing: Card = sentence('Nothing is asked', 'Nothing is asked of you any more. Thank you.');

/** What is asked about one mentorship, in the words it was opened with. */
interface ToFill extends ToAnswer {
  readonly questions: readonly Question[];
}

async function toFill(work: ActorWork): Promise<readonly ToFill[]> {
  const all: ToFill[] = [];
  for (const a of await toAnswer(work.actor.id, work))
    all.push({ ...a, questions: await questionsInReview(a.form, work.rows) });
  return all;
}

function seed(all: readonly ToFill[]): Answers {
  const values: Record<string, string | readonly string[]> = {};
  for (const { form, questions } of all) {
    for (const q of questions) {
      const a = form.answers.find((one) => one.question === q.key && !one.skipped);
      if (a !== undefined) values[fieldOf(form, q)] = a.rating === null ? a.text : String(a.rating);
    }
    if (form.state === 'declined') values[notOf(form)] = ['yes'];
  }
  return { values, rows: {} };
}

export const openAnswers: PressHandler = async (press, work): Promise<Reply> => {
  demand('stakeholder.answer', work, { owner: press.subject as PersonId });
  const all = await toFill(work);
  if (all.length === 0) return { kind: 'panel', card: nothing };
  return work.forms.open('stakeholder-answers', work.actor.id, seed(all));
};

/** What they call the mentee: the first of their names, or as much as tells two apart. */
async function calledOf(all: readonly ToAnswer[], work: ActorWork): Promise<(a: ToAnswer) => string> {
  const people = await work.people();
  const nameOf = (a: ToAnswer): string => people.get(a.mentorship.mentee)?.name ?? '';
  return (a) => {
    const short = givenName(nameOf(a));
    const alike = all.some((b) => b.mentorship.mentee !== a.mentorship.mentee && givenName(nameOf(b)) === short);
    return alike ? nameOf(a) : short;
  };
}

async function introduction(a: ToAnswer, called: string, work: ActorWork): Promise<readonly Item[]> {
  const { mentorship: m, form } = a;
  const mentor: Text = say`${mention(m.mentor)}`;
  const reads = await whoReads(m, work, [mentor, called]);
  return [
    formNote(
      'what',
      say`${mentor} mentors ${called}. You see some of it from where you stand, and ${mentor} would like to do it well. ${called} said yes to your being asked.`,
    ),
    formNote(
      'how',
      say`Four questions, about two minutes. Leave out what you like. You can come back and change it until ${moment(form.editableUntil, 'date')}.`,
    ),
    formNote('readers', say`${reads.who} read your answers. ${called} may read all of it.${reads.outside}`),
    formNote(
      'limits',
      say`Say what you saw the mentor do, and nothing about what ${called} is like. What is said in their sessions is told to nobody, and you are not asked about it. If someone may be at risk, don’t write it here: use “Worried about someone?”.`,
    ),
  ];
}

function questionField(form: ReviewForm, q: Question, called: string): Field {
  const base = {
    id: fieldOf(form, q),
    label: q.text,
    optional: true,
    readers: 'both',
    hint: `What you saw the mentor do, not what ${called} is like. You can skip this.`,
  } as const;
  return q.kind === 'rating'
    ? {
        ...base,
        kind: 'choice',
        shown: 'buttons',
        of: ratingWords.map((word, i) => ({ value: String(i + 1), label: word })),
      }
    : { ...base, kind: 'text', lines: 'many', max: longestAnswer };
}

const notField = (a: ToAnswer): Field => ({
  id: notOf(a.form),
  kind: 'choice',
  many: true,
  optional: true,
  shown: 'list',
  readers: 'own',
  label: a.open ? 'Or would you rather not?' : 'What you said before',
  hint: a.open
    ? 'Then nothing is kept of what stands above, and nobody is told. You can skip this.'
    : 'It can still be taken back. You can skip this.',
  of: [{ value: 'yes', label: a.open ? 'I would rather not answer' : 'Take back what I said' }],
});

/** Steps' ids are of the form's, which outlives any order. */
async function stepOf(a: ToFill, all: readonly ToFill[], work: ActorWork) {
  const called = (await calledOf(all, work))(a);
  const people = await work.people();
  const mentor = people.get(a.mentorship.mentor)?.name ?? '';
  const prefixed = (await introduction(a, called, work)).map((item) => ({ ...item, id: `${item.id}-${a.form.id}` }));
  return {
    id: `about-${a.form.id}`,
    title: all.length === 1 ? 'How the mentoring looks to you' : `${mentor} and ${called}`,
    items: a.open
      ? [...prefixed, ...a.questions.map((q) => questionField(a.form, q, called)), notField(a)]
      : [formNote(`over-${a.form.id}`, 'This is not asked any more.'), notField(a)],
  };
}

export const answerForm: FormFeature = {
  called: 'your answers about mentoring',
  async build({ subject }, work): Promise<Form | Card> {
    demand('stakeholder.answer', work, { owner: subject as PersonId });
    const all = await toFill(work);
    if (all.length === 0) return nothing;
    const steps = await Promise.all(all.map((a) => stepOf(a, all, work)));
    return {
      id: 'stakeholder-answers',
      title: 'How the mentoring looks to you',
      submit: 'Send',
      concern: 'mentor',
      steps: steps.map((s, i) => (i === steps.length - 1 ? { ...s, items: [...s.items, ...eraseFields(work)] } : s)),
    };
  },
  async submit({ subject, answers }, work) {
    demand('stakeholder.answer', work, { owner: subject as PersonId });
    const all = await toFill(work);
    const erased = wantsErasure(answers.values, work);
    for (const a of all) await save(a, answers.values, erased, work);
    work.redraw(work.actor.id);
    if (erased) {
      await askForErasure(work);
      return closeWith('Thank you', ...erasureSaid);
    }
    const until = Math.max(work.now, ...all.map(({ form }) => form.editableUntil));
    return {
      kind: 'close',
      say: sentence(
        'Thank you',
        say`It is saved. Until ${moment(until, 'date')} you can open the same ${hasAccount(work.actor) ? 'message' : 'link'} again, and change it or take it back.`,
      ),
    };
  },
};

/** What was said of one mentorship: in place of what was said before. */
async function save(
  { form, open, mentorship, questions }: ToFill,
  values: Values,
  erased: boolean,
  work: ActorWork,
): Promise<void> {
  if (erased || manyOf(values, notOf(form)).includes('yes')) {
    await work.rows.reviews.saveForm({ ...form, state: 'declined', answers: [], firstAnsweredAt: null });
    return;
  }
  if (!open) return;
  const given = questions.map((q) => answerIn(form, q, values, work.now));
  const said = given.some((a) => !a.skipped);
  await work.rows.reviews.saveForm({
    ...form,
    state: 'done',
    answers: given,
    firstAnsweredAt: form.firstAnsweredAt ?? (said ? work.now : null),
  });
  // On the chain only where something can be read: sent empty looks as if nothing had been sent.
  if (said && !saidInReview(form)) work.audit('stakeholder.answered', form.id, {}, mentorship.id);
}

function answerIn(form: ReviewForm, q: Question, values: Values, now: number): FeedbackAnswer {
  const typed = textOf(values, fieldOf(form, q));
  const rating = q.kind === 'rating' && typed !== '' ? Number(typed) : null;
  const words = q.kind === 'text' ? clean(typed) : '';
  const before = form.answers.find((a) => a.question === q.key);
  const same = before !== undefined && before.rating === rating && before.text === words;
  return {
    question: q.key,
    wording: same ? before.wording : q.wording,
    rating,
    text: words,
    skipped: rating === null && words === '',
    at: same ? before.at : now,
  };
}
