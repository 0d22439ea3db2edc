import { type Block, button, buttons, type Card, heading, muted, text } from '../../chat/card.js';
import { literal, say, type Text } from '../../chat/text.js';
import { themeWords } from '../../domain/instrument.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { checkOf, type Finding } from '../../domain/reflection-check.js';
import { isFitting, questionsIn, type ReflectionQuestion, scaffoldsByName } from '../../domain/scaffolds.js';
import { changeSubject } from '../../domain/subjects.js';
import type { Verb } from '../../kernel/names.js';
import { count, shorten } from '../../kernel/words.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { citedWords } from '../shared/cited-words.js';
import { namedReaders, readersByPart, together } from '../shared/who-reads.js';
import { type OwnReflection, ownFacts, ownPortfolio, ownReflection } from './own.js';
import { pieceSubject } from './subjects.js';

/** What an assessor would ask of it, said kindly; and the questions to take along to a talk instead. */

/** Findings on the page: more than these nobody mends in one go. */
const mostFound = 12;

const findingWords = (f: Finding): { readonly line: Text; readonly label: string } => {
  switch (f.kind) {
    case 'no-words':
      return { line: say`“${f.section.title}” has no words yet.`, label: 'Begin it' };
    case 'cites-nothing':
      return {
        line: say`“${f.section.title}” points at no evidence yet. One record or answer beside it would show where it comes from.`,
        label: 'Choose evidence',
      };
    case 'no-after':
      return {
        line: say`You changed something (“${shorten(f.what, 120)}”), and nothing says what followed.`,
        label: 'Open the change',
      };
    case 'no-mark':
      return {
        line: say`Several sides spoke of “${themeWords[f.theme]}”, and you have not said yet whether they agree.`,
        label: 'Compare what they say',
      };
    case 'gone':
      return {
        line: literal(
          'Something that an answer points at can’t be read any more. Another piece of evidence could stand there.',
        ),
        label: 'Look at the answer',
      };
    default:
      return f satisfies never;
  }
};

/** A change and the marks have a place of their own; all else is mended where it was written. */
const whereMended = (f: Finding, { id }: Pick<Portfolio, 'id'>): readonly [verb: Verb, subject: string] =>
  f.kind === 'no-after'
    ? ['change.list', changeSubject.write({ id, of: 'portfolio' })]
    : f.kind === 'no-mark'
      ? ['compare.open', id]
      : ['reflect.answer', pieceSubject.write({ portfolio: id, question: f.question })];

export const openCheck: PressHandler = async ({ subject }, work) => ({
  kind: 'panel',
  card: await checkCard(await ownReflection(subject, work), work),
});

async function checkCard(own: OwnReflection, work: ActorWork): Promise<Card> {
  const cited = await citedWords(
    own.newest.flatMap((p) => p.cites),
    work,
  );
  const found = checkOf(
    await ownFacts(own.portfolio, work),
    own.reflection.scaffold,
    own.newest,
    (c) => cited.get(c)?.isThere === true,
  );
  const line = literal(
    found.length === 0
      ? 'Every section has words and evidence. Whether it says what you mean, only you can tell.'
      : `${count(found.length, 'thing')} that an assessor might ask about. None of them has to be mended.`,
  );
  return {
    title: 'What might be asked',
    summary: line,
    blocks: [
      text(line),
      ...found.slice(0, mostFound).flatMap((f): readonly Block[] => {
        const { line: words, label } = findingWords(f);
        return [text(words), buttons(button(label, ...whereMended(f, own.portfolio)))];
      }),
      ...(found.length > mostFound ? [muted(literal(`… and ${count(found.length - mostFound, 'thing')} more.`))] : []),
      buttons(button('Back to your reflection', 'reflect.open', own.portfolio.id)),
    ],
  };
}

/** Questions prepared for a *professional discussion*, where somebody would rather speak than write. */
export const openTalk: PressHandler = async ({ subject }, work) => {
  const portfolio = await ownPortfolio(subject, work);
  return { kind: 'panel', card: await talkCard(portfolio, work) };
};

async function talkCard(portfolio: Portfolio, work: ActorWork): Promise<Card> {
  const reflection = await work.rows.reflections.get(portfolio.id);
  const scaffold = reflection?.scaffold ?? 'driscoll';
  const known = await ownFacts(portfolio, work);
  const { assessor } = await namedReaders(work, portfolio);
  const who = together(readersByPart({ assessor, supervisor: [], iqa: [] }, ['assessor']));
  const line = say`A professional discussion is the other way: your answers are spoken, and ${who ?? 'your assessor'} notes them.`;
  const fits = questionsIn(scaffold).filter((q) => isFitting(q.question.key, known));
  const one = ({ ask, starters }: ReflectionQuestion): Text => literal([ask, ...starters].join(' '));
  return {
    title: 'Talk about it',
    summary: line,
    blocks: [
      text(line),
      text(
        who === null
          ? literal('Nobody is allocated to assess your portfolio yet: ask your coordinator who it will be.')
          : literal('Take these questions along, and the evidence that you would show.'),
      ),
      ...scaffoldsByName[scaffold].sections.flatMap((s): readonly Block[] => {
        const asked = fits.filter((q) => q.section.key === s.key);
        return asked.length === 0
          ? []
          : [heading(literal(s.title)), { kind: 'list', items: asked.map((q) => one(q.question)) }];
      }),
      buttons(button('Write instead', 'reflect.open', portfolio.id)),
    ],
  };
}
