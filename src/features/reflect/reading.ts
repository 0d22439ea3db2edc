import { type Block, button, type Card, facts, heading, list, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { readsAs } from '../../domain/allocation.js';
import type { Portfolio } from '../../domain/mentorship.js';
import type { FactsReflection } from '../../domain/portfolio-facts.js';
import { actionsAhead, type ReflectionPiece } from '../../domain/reflection.js';
import { laidOut, questionsLaid } from '../../domain/reflection-layout.js';
import { scaffoldsByName } from '../../domain/scaffolds.js';
import { Refused } from '../../kernel/errors.js';
import type { PortfolioId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { toReadPortfolio } from '../shared/allocated.js';
import { auditReading } from '../shared/audit-reading.js';
import { type CitedWords, citedWords, kindOfCited } from '../shared/cited-words.js';
import { demand } from '../shared/guards.js';
import { pageOf, turns, turnsAndBack } from '../shared/pages.js';
import { portfolioFacts } from '../shared/portfolio-facts.js';
import { citedBlocks } from './section.js';
import { dayInWords } from './when.js';

/**
 * What was declared, for whoever assesses it and the coordinator (docs/field.md#reflection). Each look is on record with
 * everybody whom it tells of. Somebody from outside reads it with names replaced, and of what it cites only what kind of
 * thing that is.
 */

/** Answers of one page. */
const shownAtOnce = 6;

const isOutside = ({ actor }: ActorWork): boolean =>
  actor.accounts.length > 0 && actor.accounts.every((a) => a.platform === 'link');

export const openReading: PressHandler = async ({ subject, arg }, work) => {
  const found = await work.rows.portfolios.get(subject as PortfolioId);
  if (found === undefined) throw new Refused('no-such-portfolio', 'That is no longer here. Type past to see what is.');
  const about = await toReadPortfolio(found, work);
  demand('reflection.read', work, about);
  const outside = isOutside(work);
  const as = readsAs(about.readers, work.actor.id);
  const { reflection } = await portfolioFacts(
    found,
    { reader: outside ? 'outside' : 'assessing', ...(as.length === 0 ? {} : { as }) },
    work,
  );
  if (reflection?.declaration == null || reflection.pieces === null)
    throw new Refused(
      'not-declared',
      'It is a draft still, and a draft is its mentor’s own. You can read it once it is declared.',
    );
  for (const m of await work.rows.mentorships.of(found.mentor))
    if (m.portfolio === found.id && m.state !== 'declined') auditReading('reflection.read', m, work);
  return { kind: 'panel', card: await readCard(found, reflection, reflection.pieces, arg, outside, work) };
};

async function readCard(
  portfolio: Portfolio,
  reflection: FactsReflection,
  pieces: readonly ReflectionPiece[],
  arg: string,
  outside: boolean,
  work: ActorWork,
): Promise<Card> {
  const laid = laidOut(reflection.scaffold, pieces);
  const all = [
    ...questionsLaid(laid).flatMap((q) =>
      q.pieces.map((piece) => ({ piece, under: q.section.title, asked: q.question.ask })),
    ),
    ...laid.before.map(({ piece, asked }) => ({ piece, under: 'Written before', asked: asked?.question.ask ?? '' })),
  ];
  const page = pageOf(all.length, arg, shownAtOnce);
  const shown = all.slice(page.from, page.to);
  const cites = shown.flatMap((s) => s.piece.cites);
  const cited = outside ? kindsAlone(cites) : await citedWords(cites, work);
  const line = say`The reflection of ${mention(portfolio.mentor)}, ${scaffoldsByName[reflection.scaffold].called}${page.words}`;
  return {
    title: 'Reflection',
    summary: line,
    blocks: [
      text(line),
      ...(page.at === 0 ? declaredBlocks(reflection) : []),
      ...shown.flatMap(({ piece, under, asked }, i): readonly Block[] => [
        ...(shown[i - 1]?.under === under ? [] : [heading(literal(under))]),
        ...(shown[i - 1]?.asked === asked || asked === '' ? [] : [muted(literal(asked))]),
        text(literal(piece.text)),
        ...citedBlocks(piece, cited),
      ]),
      ...(page.at === page.pages - 1 ? aheadBlocks(pieces) : []),
      ...turnsAndBack(
        turns(page, { verb: 'reflect.read', subject: portfolio.id }, ['Before', 'Go on reading']),
        outside
          ? button('Back to the portfolio', 'evidence.portfolio', portfolio.id)
          : button('Home', 'home.open', '-'),
      ),
    ],
  };
}

const kindsAlone = (cites: readonly string[]): ReadonlyMap<string, CitedWords> =>
  new Map(cites.map((c) => [c, { kind: kindOfCited(c), words: 'in the portfolio', isThere: true }]));

function declaredBlocks({ declaration, versions, first, last }: FactsReflection): readonly Block[] {
  if (declaration === null) return [];
  return [
    facts(
      ['Declared', say`${moment(declaration.at)}, as their own work`],
      [
        'Written',
        say`${count(versions, 'version')} of its answers, ${moment(first, 'date')} to ${moment(last, 'date')}`,
      ],
      last > declaration.at
        ? ['Since then', literal('changed, and not declared yet: you read what was declared')]
        : null,
      ['Help by a machine', literal(declaration.ai.length === 0 ? 'none' : count(declaration.ai.length, 'tool'))],
    ),
    ...(declaration.ai.length === 0 ? [] : [list(declaration.ai.map(({ tool, what }) => literal(`${tool}: ${what}`)))]),
  ];
}

function aheadBlocks(pieces: readonly ReflectionPiece[]): readonly Block[] {
  const ahead = actionsAhead(pieces);
  return ahead.length === 0
    ? []
    : [
        heading(literal('What they will do')),
        list(
          ahead.slice(0, 15).map(({ text: words, action }) => {
            const { owner = '', due = null, doneOn = null } = action ?? {};
            const facts = [
              owner,
              due === null ? '' : `by ${dayInWords(due)}`,
              doneOn === null ? '' : `done on ${dayInWords(doneOn)}`,
            ].filter((w) => w !== '');
            return literal(facts.length === 0 ? words : `${words} (${facts.join(', ')})`);
          }),
        ),
      ];
}
