import { type Block, button, buttons, type Card, heading, list, muted, text } from '../../chat/card.js';
import { literal, moment, say, strong, type Text } from '../../chat/text.js';
import type { Citable } from '../../domain/citable.js';
import { actionsAhead, type ReflectionPiece, readQuestion } from '../../domain/reflection.js';
import { type LaidQuestion, type LaidSection, nextBox, wordsIn } from '../../domain/reflection-layout.js';
import { bearingOn, scaffoldsByName } from '../../domain/scaffolds.js';
import { count, shorten } from '../../kernel/words.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { type CitedWords, citedWords } from '../shared/cited-words.js';
import { pageOf, turns, turnsAndBack } from '../shared/pages.js';
import { citableFor, labelOf } from './evidence.js';
import { type OwnReflection, ownFacts, ownReflection } from './own.js';
import { actionButton } from './panel.js';
import { aheadSubject, pieceSubject, sectionSubject } from './subjects.js';
import { dayInWords } from './when.js';

/** A section as it assembles from the answers, the evidence beside each. Always a panel: it is private words. */

/** Boxes, or questions without one, of one page: a panel in Slack has a hundred blocks, each of 3,000 characters. */
const boxesShown = 5;
/** Of the evidence that bears on a question: the rest stands where it is chosen. */
const mostBeside = 4;

/** One box, or a question that has none yet. */
interface Part {
  readonly question: LaidQuestion;
  readonly piece: ReflectionPiece | undefined;
  readonly first: boolean;
  readonly last: boolean;
}

const partsOf = ({ questions }: LaidSection): readonly Part[] =>
  questions.flatMap((question): readonly Part[] =>
    question.pieces.length === 0
      ? [{ question, piece: undefined, first: true, last: true }]
      : question.pieces.map((piece, i) => ({
          question,
          piece,
          first: i === 0,
          last: i === question.pieces.length - 1,
        })),
  );

/** What a piece cites, each as it reads now. */
export const citedBlocks = (
  piece: Pick<ReflectionPiece, 'cites'>,
  cited: ReadonlyMap<string, CitedWords>,
): readonly Block[] =>
  piece.cites.length === 0
    ? []
    : [
        list(
          piece.cites.map((c): Text => {
            const found = cited.get(c);
            return say`${strong(found?.kind ?? 'Evidence')}: ${shorten(found?.words ?? '', 400)}`;
          }),
        ),
      ];

export const openSection: PressHandler = async ({ subject, arg }, work) => {
  const about = sectionSubject.read(subject);
  const own = await ownReflection(about?.portfolio ?? '', work);
  if (about?.section === 'ahead') return { kind: 'panel', card: aheadCard(own) };
  if (about?.section === 'before') return { kind: 'panel', card: await beforeCard(own, arg, work) };
  const section = own.laid.sections.find((s) => s.section.key === about?.section) ?? own.laid.sections[0];
  return { kind: 'panel', card: await sectionCard(own, section as LaidSection, arg, work) };
};

const ways = (own: OwnReflection, section: string, page: ReturnType<typeof pageOf>): readonly Block[] =>
  turnsAndBack(
    turns(page, { verb: 'reflect.section', subject: sectionSubject.write({ portfolio: own.portfolio.id, section }) }, [
      'Before',
      'Go on reading',
    ]),
    button('Back to your reflection', 'reflect.open', own.portfolio.id),
  );

async function sectionCard(own: OwnReflection, section: LaidSection, arg: string, work: ActorWork): Promise<Card> {
  const parts = partsOf(section);
  const page = pageOf(parts.length, arg, boxesShown);
  const shown = parts.slice(page.from, page.to);
  const cited = await citedWords(
    shown.flatMap((p) => p.piece?.cites ?? []),
    work,
  );
  const all = await citableFor(await ownFacts(own.portfolio, work), work);
  const words = wordsIn(parts.flatMap((p) => (p.piece === undefined ? [] : [p.piece])));
  const line = literal(`${count(words, 'word')} so far.${page.words}`);
  return {
    title: section.section.title,
    summary: line,
    blocks: [
      text(line),
      ...shown.flatMap((part) => partBlocks(own, part, cited, all, work)),
      ...ways(own, section.section.key, page),
    ],
  };
}

function partBlocks(
  own: OwnReflection,
  { question, piece, first, last }: Part,
  cited: ReadonlyMap<string, CitedWords>,
  all: readonly Citable[],
  work: ActorWork,
): readonly Block[] {
  const subject = (id: string): string => pieceSubject.write({ portfolio: own.portfolio.id, question: id });
  const bearing = bearingOn(question.question.key, all).filter((c) => piece?.cites.includes(c.citation) !== true);
  const beside: readonly Block[] =
    !last || bearing.length === 0
      ? []
      : [
          muted(literal(`Evidence that bears on it${bearing.length > mostBeside ? ` (${bearing.length})` : ''}:`)),
          list(bearing.slice(0, mostBeside).map((c) => literal(shorten(labelOf(c, work), 200)))),
        ];
  const more = last ? nextBox(question) : undefined;
  return [
    ...(first ? [heading(literal(question.question.ask))] : []),
    ...(piece === undefined
      ? [muted(literal('Nothing yet.'))]
      : [...elsewhere(piece, question), text(literal(piece.text)), ...citedBlocks(piece, cited)]),
    ...beside,
    piece === undefined
      ? buttons(button('Answer it', 'reflect.answer', subject(question.id)))
      : buttons(
          button('Change it', 'reflect.answer', subject(piece.question)),
          more === undefined ? null : button('Go on in another box', 'reflect.answer', subject(more)),
          piece.version > 1 ? button('Earlier versions', 'reflect.versions', subject(piece.question)) : null,
        ),
  ];
}

/** That it was written under another scaffold. */
function elsewhere(piece: ReflectionPiece, { scaffold }: Pick<LaidQuestion, 'scaffold'>): readonly Block[] {
  const q = readQuestion(piece.question);
  return q?.kind !== 'answer' || q.scaffold === scaffold
    ? []
    : [muted(literal(`Written under: ${scaffoldsByName[q.scaffold].called}`))];
}

/** What no section of this scaffold asks for. */
async function beforeCard(own: OwnReflection, arg: string, work: ActorWork): Promise<Card> {
  const { before } = own.laid;
  const page = pageOf(before.length, arg, boxesShown);
  const shown = before.slice(page.from, page.to);
  const cited = await citedWords(
    shown.flatMap((b) => b.piece.cites),
    work,
  );
  const line = literal(
    before.length === 0
      ? 'Nothing stands here: all that you wrote has its place.'
      : `What you wrote under another scaffold, and that this one does not ask for.${page.words}`,
  );
  return {
    title: 'Written before',
    summary: line,
    blocks: [
      text(line),
      ...shown.flatMap(({ piece, asked }): readonly Block[] => [
        ...(asked === undefined ? [] : [heading(literal(asked.question.ask))]),
        text(literal(piece.text)),
        ...citedBlocks(piece, cited),
        buttons(
          button(
            'Change it',
            'reflect.answer',
            pieceSubject.write({ portfolio: own.portfolio.id, question: piece.question }),
          ),
        ),
      ]),
      ...ways(own, 'before', page),
    ],
  };
}

/** So many actions stand on the page; those that are done come last. */
const mostAhead = 15;

function aheadCard({ portfolio, newest }: OwnReflection): Card {
  const all = actionsAhead(newest);
  const line = literal(
    all.length === 0 ? 'Nothing yet. What will you do, whose is it, and by when?' : 'What you will do, by the day.',
  );
  return {
    title: 'What I will do',
    summary: line,
    blocks: [
      text(line),
      ...all.slice(0, mostAhead).flatMap((p): readonly Block[] => {
        const q = readQuestion(p.question);
        const key = q?.kind === 'ahead' ? q.key : '';
        const { owner = '', due = null, doneOn = null } = p.action ?? {};
        const facts = [
          owner === '' ? '' : `whose: ${owner}`,
          due === null ? 'no day' : `by ${dayInWords(due)}`,
          doneOn === null ? '' : `done on ${dayInWords(doneOn)}`,
        ].filter((w) => w !== '');
        return [
          text(say`${p.text} (${facts.join(', ')})`),
          buttons(
            doneOn === null
              ? button('Done', 'reflect.done', aheadSubject.write({ portfolio: portfolio.id, key }))
              : null,
            actionButton(portfolio, key, 'Change it'),
          ),
        ];
      }),
      ...(all.length > mostAhead
        ? [
            muted(
              literal(`… and ${count(all.length - mostAhead, 'action')} more, among those that are done or far off.`),
            ),
          ]
        : []),
      buttons(
        actionButton(portfolio, 'new', 'Add one'),
        button('Back to your reflection', 'reflect.open', portfolio.id),
      ),
    ],
  };
}

/** Versions of one page. */
const versionsShown = 4;

/** Every version of one answer, newest first: its mentor's alone. */
export const openVersions: PressHandler = async ({ subject, arg }, work) => {
  const about = pieceSubject.read(subject);
  const own = await ownReflection(about?.portfolio ?? '', work);
  const versions = own.all.filter((p) => p.question === about?.question).sort((a, b) => b.version - a.version);
  const page = pageOf(versions.length, arg, versionsShown);
  const line = literal(`${count(versions.length, 'version')}, the newest first.${page.words}`);
  return {
    kind: 'panel',
    card: {
      title: 'Versions',
      summary: line,
      blocks: [
        text(line),
        ...versions
          .slice(page.from, page.to)
          .flatMap((p): readonly Block[] => [
            heading(say`Version ${p.version}, ${moment(p.savedAt)}`),
            p.text === '' ? muted(literal('Empty.')) : text(literal(p.text)),
          ]),
        ...turnsAndBack(
          turns(page, { verb: 'reflect.versions', subject }, ['Newer', 'Older']),
          button('Back to your reflection', 'reflect.open', own.portfolio.id),
        ),
      ],
    },
  };
};
