import {
  answers,
  type Block,
  button,
  buttons,
  type Card,
  divider,
  facts,
  heading,
  list,
  muted,
  text,
} from '../../chat/card.js';
import { literal, mention, moment, say, strong, type Text } from '../../chat/text.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { actionsAhead, isChangedSince, scaffolds } from '../../domain/reflection.js';
import { nextQuestion, questionsLaid, wordsIn } from '../../domain/reflection-layout.js';
import { isFitting, scaffoldsByName } from '../../domain/scaffolds.js';
import { count } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { practiceNote } from '../shared/practice.js';
import { type OwnReflection, ownFacts, ownReflection } from './own.js';
import { whoReads } from './readers.js';
import { aheadSubject, pieceSubject, sectionSubject } from './subjects.js';

/** Where a reflection stands: the next small question first. Nothing that its mentor wrote stands in it. */

/** @param after the id of a question to pass over: *another one* */
export async function homeCard(portfolio: Portfolio, work: ActorWork, after?: string): Promise<Card> {
  const begun = await work.rows.reflections.get(portfolio.id);
  return begun === undefined
    ? beginCard(portfolio, work)
    : begunCard(await ownReflection(portfolio.id, work), work, after);
}

const scaffoldList = list(scaffolds.map((s) => say`${strong(scaffoldsByName[s].called)} ${scaffoldsByName[s].says}`));

const choices = (portfolio: Portfolio, but?: string): Block =>
  answers(
    ...scaffolds
      .filter((s) => s !== but)
      .map((s) => button(scaffoldsByName[s].called, 'reflect.begin', portfolio.id, { arg: s })),
  );

async function beginCard(portfolio: Portfolio, work: ActorWork): Promise<Card> {
  const line = literal('Look back at your mentoring in small pieces, two minutes each. Every word is yours.');
  return {
    title: 'Your reflection',
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      text(line),
      muted(
        say`What you write is a draft, and nobody else reads a word of it until you declare it as your own work. Then ${await whoReads(portfolio, work)} can read it.`,
      ),
      heading(literal('Choose what leads you. You can change it at any time, and lose nothing.')),
      scaffoldList,
      choices(portfolio),
      muted(literal('Once you have begun, one small question comes every fortnight. One tap stops that.')),
      talkRow(portfolio),
    ],
  };
}

const talkRow = (portfolio: Portfolio): Block =>
  buttons(button('Rather talk about it', 'reflect.talk', portfolio.id), button('Home', 'home.open', '-'));

export async function scaffoldCard(portfolio: Portfolio, work: ActorWork): Promise<Card> {
  const { reflection } = await ownReflection(portfolio.id, work);
  const line = say`You use: ${scaffoldsByName[reflection.scaffold].called} What you wrote is kept and moves to where it fits; the rest stands under “written before”.`;
  return {
    title: 'Another scaffold',
    summary: line,
    blocks: [
      text(line),
      ...(reflection.declaration?.scaffold === undefined
        ? []
        : [muted(literal('What you declared is read as you declared it, until you declare again.'))]),
      scaffoldList,
      choices(portfolio, reflection.scaffold),
      buttons(button('Back to your reflection', 'reflect.open', portfolio.id)),
    ],
  };
}

/** Where it stands as a whole: a draft, declared, or changed since. */
async function standing({ portfolio, reflection, all }: OwnReflection, work: ActorWork): Promise<Text> {
  const { declaration } = reflection;
  if (declaration === null)
    return say`A draft: nobody else reads a word of it. Others see how many versions you saved and when, nothing else.`;
  const readers = await whoReads(portfolio, work);
  return isChangedSince(all, declaration)
    ? say`Declared on ${moment(declaration.at, 'date')}, and changed since. What you declared can be read by ${readers}; what you changed is a draft until you declare it too.`
    : say`Declared on ${moment(declaration.at, 'date')}. It can be read by ${readers}.`;
}

async function begunCard(own: OwnReflection, work: ActorWork, after?: string): Promise<Card> {
  const { portfolio, reflection, newest, laid } = own;
  const known = await ownFacts(portfolio, work);
  const next = nextQuestion(laid, known, after);
  const asked = questionsLaid(laid).filter((q) => q.pieces.length > 0 || isFitting(q.question.key, known));
  const answered = asked.filter((q) => q.pieces.length > 0).length;
  const ahead = actionsAhead(newest);
  const open = ahead.filter((p) => p.action?.doneOn == null).length;
  const words = wordsIn(newest);
  const line = literal(`${answered} of ${count(asked.length, 'question')} answered, ${count(words, 'word')}.`);
  const section = (key: string): string => sectionSubject.write({ portfolio: portfolio.id, section: key });
  return {
    title: 'Your reflection',
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      ...(next === undefined
        ? [text(literal('Every question that fits has an answer. Read it through, then check it.'))]
        : [
            heading(literal('A small question')),
            text(literal(next.question.ask)),
            buttons(
              button(
                'Answer it',
                'reflect.answer',
                pieceSubject.write({ portfolio: portfolio.id, question: next.id }),
                {
                  style: 'main',
                },
              ),
              button('Another one', 'reflect.another', portfolio.id, { arg: next.id }),
            ),
          ]),
      divider,
      text(line),
      muted(await standing(own, work)),
      facts(
        ...laid.sections.map(({ section: { title }, questions }): readonly [string, Text] => {
          const with_ = questions.filter((q) => q.pieces.length > 0);
          return [
            title,
            literal(
              with_.length === 0
                ? 'nothing yet'
                : `${with_.length} of ${questions.length} answered, ${count(wordsIn(with_.flatMap((q) => q.pieces)), 'word')}`,
            ),
          ];
        }),
        laid.before.length === 0
          ? null
          : ['Written before', literal(count(wordsIn(laid.before.map((b) => b.piece)), 'word'))],
        ['What I will do', literal(ahead.length === 0 ? 'nothing yet' : `${open} to do, ${ahead.length - open} done`)],
      ),
      answers(
        ...laid.sections.map((s) => button(s.section.title, 'reflect.section', section(s.section.key))),
        laid.before.length === 0 ? null : button('Written before', 'reflect.section', section('before')),
        button('What I will do', 'reflect.section', section('ahead')),
      ),
      buttons(
        newest.length === 0 ? null : button('Check it', 'reflect.check', portfolio.id),
        newest.length === 0 ? null : button('Declare it', 'reflect.declare', portfolio.id),
        button('Another scaffold', 'reflect.scaffold', portfolio.id),
        button('Rather talk about it', 'reflect.talk', portfolio.id),
      ),
      muted(
        literal(
          reflection.asked
            ? 'One small question comes every fortnight; none while you have one open.'
            : 'No small questions come by themselves.',
        ),
      ),
      buttons(
        reflection.asked
          ? button('No more of these', 'reflect.ask', portfolio.id, { arg: 'off' })
          : button('One a fortnight, please', 'reflect.ask', portfolio.id, { arg: 'on' }),
        button('Home', 'home.open', '-'),
      ),
    ],
  };
}

/** Of somebody with several portfolios: which. */
export async function whichCard(portfolios: readonly Portfolio[], work: ActorWork): Promise<Card> {
  const mentorships = await work.rows.mentorships.of(work.actor.id);
  const line = literal('You have more than one portfolio. Choose one.');
  return {
    title: 'Your reflection',
    summary: line,
    blocks: [
      text(line),
      ...portfolios.slice(0, 12).flatMap((p, i): readonly Block[] => {
        const mentees = mentorships.filter((m) => m.portfolio === p.id && m.mentor === work.actor.id).slice(0, 4);
        const who = mentees.flatMap((m, n) => (n === 0 ? [mention(m.mentee)] : [', ', mention(m.mentee)]));
        return [
          text(say`${i + 1}. Begun ${moment(p.startedAt, 'date')}, with ${{ parts: who }}`),
          buttons(button('Open', 'reflect.open', p.id)),
        ];
      }),
    ],
  };
}

export const actionButton = (portfolio: Portfolio, key: string, label: string) =>
  button(label, 'reflect.action', aheadSubject.write({ portfolio: portfolio.id, key }));
