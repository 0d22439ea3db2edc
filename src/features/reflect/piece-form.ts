import { button, buttons, type Card, muted, text } from '../../chat/card.js';
import { type Field, type Form, formNote, type Item, longestText, manyOf, textOf } from '../../chat/form.js';
import { literal, say } from '../../chat/text.js';
import { newestPieces, readQuestion } from '../../domain/reflection.js';
import { laidOut, nextQuestion, questionOf } from '../../domain/reflection-layout.js';
import { bearingOn } from '../../domain/scaffolds.js';
import { Refused } from '../../kernel/errors.js';
import { clean, shorten } from '../../kernel/words.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { citedWords } from '../shared/cited-words.js';
import { settleAsked } from './asked.js';
import { citableFor, labelOf, offered } from './evidence.js';
import { keepPiece, newestOf, type OwnReflection, ownFacts, ownReflection } from './own.js';
import { draftWords } from './readers.js';
import { pieceSubject, sectionSubject } from './subjects.js';

/** One answer, in one box (docs/field.md#reflection): the question, room for the words, and the evidence to choose from. */

interface Asked extends OwnReflection {
  /** The id of the piece. */
  readonly id: string;
  readonly ask: string;
  readonly starters: readonly string[];
  readonly topic: Parameters<typeof bearingOn>[0] | undefined;
  readonly section: string;
  readonly box: number;
}

/** @throws Refused where it is no question, or not the actor's own */
async function askedOf(subject: string, work: ActorWork): Promise<Asked> {
  const about = pieceSubject.read(subject);
  const own = await ownReflection(about?.portfolio ?? '', work);
  const id = about?.question ?? '';
  const q = readQuestion(id);
  const found = questionOf(id);
  // What was written under a question that nobody asks any more can be changed still.
  const known = found !== undefined || own.all.some((p) => p.question === id);
  if (q?.kind !== 'answer' || !known)
    throw new Refused('no-such-question', 'That question is not here any more. Type reflect for those there are.');
  return {
    ...own,
    id,
    ask: found?.question.ask ?? 'What did you want to say here?',
    starters: found?.question.starters ?? [],
    topic: found?.question.key,
    section: found?.section.key ?? 'before',
    box: q.box,
  };
}

export const openPiece: PressHandler = async ({ subject }, work) => {
  const { all, id } = await askedOf(subject, work);
  const before = newestOf(all, id);
  return work.forms.open('reflect-piece', subject, {
    values: before === undefined ? {} : { text: before.text, cites: before.cites },
    rows: {},
  });
};

/** So much of the evidence that bears on it stands beside the choice, in full. */
const mostBeside = 6;

async function evidenceItems(asked: Asked, chosen: readonly string[], work: ActorWork): Promise<readonly Item[]> {
  const all = await citableFor(await ownFacts(asked.portfolio, work), work);
  const offers = offered(asked.topic, all);
  const others = chosen.filter((c) => offers.every((o) => o.citation !== c));
  // What was chosen once stays to be chosen: what is gone says so, and goes when its mentor lets it go.
  const kept = await citedWords(others, work);
  if (offers.length === 0 && others.length === 0) return [];
  const beside = asked.topic === undefined ? [] : bearingOn(asked.topic, all).slice(0, mostBeside);
  return [
    ...beside.map((c, i): Item => ({ ...formNote(`beside-${i}`, labelOf(c, work)), anothers: true })),
    {
      id: 'cites',
      kind: 'choice',
      many: true,
      optional: true,
      shown: 'list',
      readers: 'until-declared',
      anothers: true,
      label: 'What supports or contradicts it?',
      hint: 'You can skip this, and choose later.',
      of: [
        ...others.map((c) => ({ value: c, label: `${kept.get(c)?.kind}: ${kept.get(c)?.words}` })),
        ...offers.map((c) => ({ value: c.citation, label: labelOf(c, work) })),
      ].map((o) => ({ ...o, label: shorten(o.label.replace(/\s+/g, ' '), 75) })),
    } satisfies Field,
  ];
}

export const pieceForm: FormFeature = {
  called: 'an answer of your reflection',
  async build({ subject, answers }, work): Promise<Form> {
    const asked = await askedOf(subject, work);
    const chosen = [...new Set([...manyOf(answers.values, 'cites'), ...(newestOf(asked.all, asked.id)?.cites ?? [])])];
    const evidence = await evidenceItems(asked, chosen, work);
    return {
      id: 'reflect-piece',
      title: 'A small question',
      submit: 'Save',
      concern: 'mentor',
      steps: [
        {
          id: 'words',
          title: asked.box > 1 ? `Going on, box ${asked.box}` : 'Your words',
          ...(evidence.length === 0 ? {} : { submit: 'Save', onward: 'Choose evidence' }),
          items: [
            formNote('limits-draft', await draftWords(asked.portfolio, work), 'muted'),
            ...(asked.starters.length === 0 ? [] : [formNote('starters', asked.starters.join(' '))]),
            {
              id: 'text',
              kind: 'text',
              lines: 'many',
              max: longestText,
              optional: true,
              readers: 'until-declared',
              anothers: true,
              label: asked.ask,
              hint: 'A few sentences are enough; a long answer goes on in another box. It may stay empty.',
            },
          ],
        },
        ...(evidence.length === 0 ? [] : [{ id: 'evidence', title: 'Evidence beside it', items: evidence }]),
      ],
    };
  },
  async submit({ subject, answers }, work) {
    const asked = await askedOf(subject, work);
    const words = clean(textOf(answers.values, 'text'));
    const cites = words === '' ? [] : manyOf(answers.values, 'cites');
    const version = await keepPiece(asked, asked.id, { text: words, cites }, work);
    if (words !== '') await settleAsked(work.actor.id, asked.id, work);
    const said =
      version === undefined
        ? 'Nothing differs, so nothing new is saved.'
        : words === ''
          ? 'It is empty now. The earlier versions are kept.'
          : version === 1
            ? 'It is saved. You can change it at any time.'
            : `It is saved as version ${version}. The earlier ones are kept.`;
    return { kind: 'close', say: await afterwards(asked, said, work) };
  },
};

/** Words of the program alone: it may stand in a message. */
async function afterwards(asked: Asked, said: string, work: ActorWork): Promise<Card> {
  const { portfolio, reflection } = asked;
  const laid = laidOut(reflection.scaffold, newestPieces(await work.rows.reflections.pieces(portfolio.id)));
  const next = nextQuestion(laid, await ownFacts(portfolio, work));
  return {
    title: 'Saved',
    summary: literal(said),
    blocks: [
      text(literal(said)),
      ...(reflection.declaration === null
        ? []
        : [
            muted(literal('Your declaration does not hold for what you changed: declare it again when you are ready.')),
          ]),
      ...(next === undefined ? [] : [muted(say`If you have two minutes more: ${next.question.ask}`)]),
      buttons(
        next === undefined
          ? null
          : button(
              'Answer that too',
              'reflect.answer',
              pieceSubject.write({ portfolio: portfolio.id, question: next.id }),
            ),
        button(
          'See the section',
          'reflect.section',
          sectionSubject.write({ portfolio: portfolio.id, section: asked.section }),
        ),
        button('Your reflection', 'reflect.open', portfolio.id),
      ),
    ],
  };
}
