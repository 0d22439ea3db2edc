import { button, buttons, foot, muted, text } from '../../chat/card.js';
import { replyWith } from '../../chat/reply.js';
import { literal } from '../../chat/text.js';
import { isChangedSince, newestPieces } from '../../domain/reflection.js';
import { laidOut, nextQuestion, questionOf } from '../../domain/reflection-layout.js';
import type { Drawing, Face, PressHandler, Prompt } from '../feature.js';
import { portfolioFacts } from '../shared/portfolio-facts.js';
import { keepAsking, reflectionAsked, settleAsked, stopAsking } from './asked.js';
import { ownReflection } from './own.js';
import { askedSubject, askPrompt, pieceSubject } from './subjects.js';

/** The small question that comes by itself, and its two ways out. */

export const askedPrompt: Prompt<'reflect-ask'> = {
  waitsFor: 'working-days',
  folds: true,
  session: null,
  asks: 'mentor',
  occurrence: askPrompt,
  async fire(prompt, work) {
    const found = askPrompt.read(prompt.occurrence);
    const reflection = found && (await work.rows.reflections.get(found.portfolio));
    const portfolio = found && (await work.rows.portfolios.get(found.portfolio));
    if (reflection === undefined || portfolio === undefined || !reflection.asked) return;
    const mentor = await work.rows.people.get(portfolio.mentor);
    if (mentor === undefined || mentor.erasedAt !== null || !mentor.roles.includes('mentor')) return;
    const all = await work.rows.reflections.pieces(portfolio.id);
    // What was declared is finished, until it is changed.
    if (reflection.declaration !== null && !isChangedSince(all, reflection.declaration)) return;
    await keepAsking(reflection, work);
    const states = (await work.rows.mentorships.of(mentor.id))
      .filter((m) => m.portfolio === portfolio.id)
      .map((m) => m.state);
    if (!states.some((s) => s === 'active' || s === 'ended')) return;
    if ((await work.rows.kept.get(reflectionAsked, mentor.id))?.open === true) return;
    const facts = await portfolioFacts(portfolio, { reader: 'mentor' }, work);
    const next = nextQuestion(laidOut(reflection.scaffold, newestPieces(all)), facts);
    if (next === undefined) return;
    await work.rows.kept.put(reflectionAsked, mentor.id, {
      portfolio: portfolio.id,
      question: next.id,
      at: work.now,
      open: true,
    });
    work.show('reflect-question', askedSubject.write({ portfolio: portfolio.id, at: work.now, question: next.id }), {
      person: mentor.id,
    });
  },
};

/** Whether the question of this card still waits. */
async function isOpen(d: Drawing, about: { readonly at: number; readonly question: string }): Promise<boolean> {
  const kept = d.reader === null ? undefined : await d.rows.kept.get(reflectionAsked, d.reader.id);
  return kept?.open === true && kept.at === about.at && kept.question === about.question;
}

export const questionCard: Face = {
  called: 'a small question for a reflection',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: 'A small question for your reflection',
  async draw(d) {
    const about = askedSubject.read(d.subject);
    const reflection = about && (await d.rows.reflections.get(about.portfolio));
    const found = about && questionOf(about.question);
    if (about === undefined || found === undefined || reflection?.mentor !== d.reader?.id || d.reader === null)
      return null;
    const line = literal(found.question.ask);
    if (!(await isOpen(d, about)) || reflection === undefined)
      return {
        title: 'A small question',
        summary: line,
        blocks: [text(line), muted(literal('It waits no more. Type reflect for all of them.'))],
      };
    return {
      title: 'A small question',
      summary: line,
      blocks: [
        text(line),
        muted(literal('Two minutes, in one box. Only you read it until you declare it.')),
        buttons(
          button('Answer it', 'reflect.answer', pieceSubject.write(about), { style: 'main' }),
          button('Skip this one', 'reflect.not-now', d.subject),
        ),
        foot(
          reflection.asked
            ? button('No more of these', 'reflect.stop', about.portfolio)
            : button('See all of it', 'reflect.open', about.portfolio),
        ),
        muted(literal('It comes once a fortnight, because you began to reflect.')),
      ],
    };
  },
};

export const notNow: PressHandler = async ({ subject }, work) => {
  const about = askedSubject.read(subject);
  await ownReflection(about?.portfolio ?? '', work);
  await settleAsked(work.actor.id, about?.question, work);
  work.redraw(about?.portfolio ?? '');
  return { kind: 'done' };
};

export const stop: PressHandler = async ({ subject }, work) => {
  const { reflection } = await ownReflection(subject, work);
  await work.rows.reflections.save({ ...reflection, asked: false });
  stopAsking(reflection, work);
  await settleAsked(work.actor.id, undefined, work);
  work.redraw(subject);
  return replyWith(
    'Stopped',
    'No small questions come any more. What you wrote stays. Type reflect to go on, or to have them again.',
  );
};
