import { type Block, button, buttons, type Card, heading, list, muted, table, text } from '../../chat/card.js';
import { literal, mention, say, strong } from '../../chat/text.js';
import type { EvidenceKind } from '../../domain/criteria.js';
import type { Portfolio } from '../../domain/mentorship.js';
import type { RecordedOutcome } from '../../domain/pack/pack.js';
import { type CriterionReadiness, type Gap, openInWords, type Readiness } from '../../domain/readiness.js';
import type { Found } from '../../domain/readiness-finding.js';
import { pastSubject } from '../../domain/subjects.js';
import { count, listInWords, minutesInWords } from '../../kernel/words.js';
import { noTotals, type Totals } from '../../ports/store/totals.js';
import type { ActorWork } from '../feature.js';
import { apartBlocks } from '../shared/hours-apart.js';
import { pageOf, turns, turnsAndBack } from '../shared/pages.js';
import type { PortfolioRead } from '../shared/portfolios-read.js';
import { practiceNote } from '../shared/practice.js';
import { outcomeLine } from '../shared/recorded-outcomes.js';
import { type Mending, mendButton } from './mending.js';
import { criterionLabel, gridPicture, standingWords } from './picture.js';
import { criterionSubject } from './subjects.js';

/** What a portfolio shows of its unit, as its mentor and those who look after or assess it see it: panels of figures. */

export interface Shown {
  readonly portfolio: Portfolio;
  readonly readiness: Readiness;
  /** What of it is in the reader's hand. */
  readonly mending: Mending;
  /** Minutes of mentees who were erased; 0 for whoever only reads. */
  readonly apartMinutes: number;
  /** What was decided elsewhere of its criteria, and stands. */
  readonly outcomes: readonly RecordedOutcome[];
}

/** The part of what the unit asks beside its criteria, in place of a criterion's key. */
export const besideCriteria = 'unit';

/** Gaps that stand on the first panel: what can be done next, and a telephone's screen. */
const gapsFirst = 3;
/** Criteria that stand on one panel of a chat: two blocks each. */
const criteriaShown = 12;

const mine = ({ mending }: Shown): boolean => mending === 'mentor';

function gapBlocks(gaps: readonly Gap[], mending: Mending): readonly Block[] {
  return gaps.flatMap((gap): readonly Block[] => {
    const mend = mendButton(gap, mending);
    return [text(literal(gap.say)), ...(mend === null ? [] : [buttons(mend)])];
  });
}

/** The most useful ones: what has a button first, in the order of the criteria. */
function firstGaps({ readiness, mending }: Shown): readonly Gap[] {
  const canBeMended = (gap: Gap): boolean => mendButton(gap, mending) !== null;
  return [...readiness.gaps.filter(canBeMended), ...readiness.gaps.filter((g) => !canBeMended(g))].slice(0, gapsFirst);
}

/** Where one criterion stands, in a line: “4 of 6 kinds of evidence there; 2 things still to do.” */
function lineOf(c: Pick<CriterionReadiness, 'kinds' | 'standing'>, found: Readiness['found']): string {
  if (c.standing === null) return 'Nothing says yet what shows this one: the coordinator can, in the set-up.';
  const all = c.kinds.map((kind) => found[kind]);
  const asked = all.filter((f) => f.standing !== 'nothing');
  const there = asked.filter((f) => f.standing !== 'missing').length;
  const gaps = all.reduce((n, f) => n + f.gaps.length, 0);
  if (asked.length === 0) return 'Nothing yet, and nothing that could be mended now.';
  const kinds = `${there} of ${count(asked.length, 'kind')} of evidence there`;
  return gaps === 0 ? `${kinds}.` : `${kinds}; ${count(gaps, 'thing')} still to do.`;
}

const markOf = (standing: CriterionReadiness['standing']): string =>
  standing === null || standing === 'nothing' ? '–' : standing === 'shown' ? '■' : standing === 'partly' ? '◪' : '□';

/** @param arg which page of the criteria */
export function readinessCard(shown: Shown, arg: string, work: ActorWork): Card {
  const { portfolio, readiness } = shown;
  if (readiness.unit === null) return withoutUnitCard(shown, work);
  const whose = mine(shown) ? literal('Your evidence') : say`${mention(portfolio.mentor)}`;
  const line = say`${whose}: ${readiness.sentence}`;
  const open = openInWords(readiness);
  const first = firstGaps(shown);
  const page = pageOf(readiness.criteria.length, arg, work.surface.page === true ? 100 : criteriaShown);
  const criteria = readiness.criteria.slice(page.from, page.to);
  return {
    title: 'Evidence',
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      text(line),
      ...(open === ''
        ? [muted(literal('Nothing is missing that this could see. Whether it is enough is for the assessor to say.'))]
        : [text(literal(open))]),
      ...apartBlocks(shown.apartMinutes),
      ...(page.at > 0 || first.length === 0
        ? []
        : [
            heading(literal(mine(shown) ? 'What you can do next' : 'What is missing first')),
            ...gapBlocks(first, shown.mending),
          ]),
      ...(work.surface.page === true && readiness.criteria.length > 0 ? [gridPicture(readiness)] : []),
      heading(literal(readiness.unit.title === '' ? 'The criteria' : readiness.unit.title)),
      ...(readiness.criteria.length === 0
        ? [muted(literal('No criteria are set. The coordinator can add them in the set-up.'))]
        : []),
      ...criteria.flatMap((c): readonly Block[] => [
        text(
          say`${markOf(c.standing)} ${strong(criterionLabel(c))}\n${[lineOf(c, readiness.found), ...elsewhere(shown, c.key)].join('\n')}`,
        ),
        ...(c.kinds.length === 0 ? [] : [buttons(button('Look', 'readiness.criterion', subjectOf(shown, c.key)))]),
      ]),
      ...(page.pages > 1
        ? [
            buttons(
              ...turns(page, { verb: 'readiness.open', subject: portfolio.id }, ['Criteria before', 'More criteria']),
            ),
          ]
        : []),
      ...(readiness.rules.length === 0
        ? []
        : [
            text(
              say`${strong('Asked beside them')}\n${readiness.rules.map((r) => `${r.label}: ${standingWords[r.standing]}`).join('. ')}.`,
            ),
            buttons(button('Look', 'readiness.criterion', subjectOf(shown, besideCriteria))),
          ]),
      buttons(
        readiness.doubts.length === 0
          ? null
          : button(`What an assessor may ask: ${readiness.doubts.length}`, 'readiness.doubts', portfolio.id),
        button('Past sessions', 'past.list', pastSubject.write({ id: portfolio.id, of: 'portfolio' })),
      ),
      ...(shown.mending === 'nobody'
        ? []
        : [
            buttons(
              button('The pack', 'pack.open', portfolio.id),
              shown.mending === 'coordinator' ? button('Recorded elsewhere', 'pack.outcomes', portfolio.id) : null,
            ),
          ]),
      muted(literal('These are figures that a program can see. What they are worth is for people to judge.')),
    ],
  };
}

/** Of a criterion what was decided elsewhere, the newest last. */
const elsewhere = ({ outcomes }: Shown, criterion: string): readonly string[] =>
  outcomes.filter((o) => o.criterion === criterion).map(outcomeLine);

const subjectOf = ({ portfolio }: Shown, criterion: string): string =>
  criterionSubject.write({ portfolio: portfolio.id, criterion });

/** One kind of evidence: what there is, what is missing, what an assessor would ask. */
function kindBlocks(found: Found, mending: Mending): readonly Block[] {
  return [
    heading(literal(`${markOf(found.standing)} ${found.label}`)),
    ...(found.there.length === 0
      ? found.gaps.length === 0
        ? [muted(literal('Nothing yet, and nothing to mend now.'))]
        : []
      : [list(found.there.map((line) => literal(line)))]),
    ...gapBlocks(found.gaps, mending),
    muted(literal(`An assessor may ask: ${found.asks}`)),
  ];
}

/** One criterion, kind by kind. */
export function criterionCard(shown: Shown, criterion: CriterionReadiness | 'beside'): Card {
  const { readiness, mending, portfolio } = shown;
  const found =
    criterion === 'beside' ? readiness.rules : criterion.kinds.map((kind: EvidenceKind) => readiness.found[kind]);
  const label = criterion === 'beside' ? 'What the unit asks beside its criteria' : criterionLabel(criterion);
  return {
    title: 'Evidence',
    summary: literal(label),
    blocks: [
      text(say`${strong(label)}`),
      ...(criterion === 'beside' ? [] : elsewhere(shown, criterion.key).map((line) => text(literal(line)))),
      ...found.flatMap((one) => kindBlocks(one, mending)),
      buttons(button('Back to all of it', 'readiness.open', portfolio.id)),
    ],
  };
}

/** What an assessor may refuse in the mentor's own work, with the way to the first session of each. */
export function doubtsCard(shown: Shown): Card {
  const { readiness, portfolio } = shown;
  const { doubts } = readiness;
  const line = literal(
    doubts.length === 0
      ? 'There is nothing here that an assessor would stumble over, as far as a program can see.'
      : mine(shown)
        ? 'An assessor may ask about these. Nothing has to be undone: it is for the next time.'
        : 'An assessor may ask the mentor about these.',
  );
  return {
    title: 'What an assessor may ask',
    summary: line,
    blocks: [
      text(line),
      ...doubts.flatMap((d): readonly Block[] => [
        text(literal(mine(shown) ? `${d.say} ${d.next}` : d.say)),
        ...(d.sessions[0] === undefined
          ? []
          : [
              buttons(
                button(d.sessions.length === 1 ? 'Look at it' : 'Look at the first', 'past.session', d.sessions[0]),
              ),
            ]),
      ]),
      buttons(button('Back to all of it', 'readiness.open', portfolio.id)),
    ],
  };
}

/** Mentoring that is evidence for nothing: what there is, and no word of what would be missing. */
function withoutUnitCard({ portfolio, readiness }: Shown, work: ActorWork): Card {
  const { found } = readiness;
  const line = literal(
    'This mentoring is evidence for nothing, and does not have to be: there is no unit, and nothing to reach.',
  );
  const there = (['hours', 'agreement', 'records', 'feedback', 'changes'] as const).flatMap(
    (kind) => found[kind].there,
  );
  return {
    title: 'Evidence',
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      text(line),
      ...(there.length === 0
        ? [muted(literal('There is nothing on record yet.'))]
        : [heading(literal('What there is')), list(there.map((l) => literal(l)))]),
      buttons(button('Past sessions', 'past.list', pastSubject.write({ id: portfolio.id, of: 'portfolio' }))),
    ],
  };
}

/** Portfolios of one page. */
const portfoliosShown = { message: 10, page: 50 };

const asWords = {
  coordinator: 'coordinator',
  supervisor: 'supervisor',
  assessor: 'assessor',
  iqa: 'quality assurer',
} as const;

/** Those that somebody may choose from. @param own those of the reader's own */
export function portfoliosCard(
  own: readonly Portfolio[],
  read: readonly PortfolioRead[],
  totals: ReadonlyMap<string, Totals>,
  arg: string,
  work: ActorWork,
): { readonly card: Card; readonly shown: readonly PortfolioRead[] } {
  const isPage = work.surface.page === true;
  const page = pageOf(read.length, arg, isPage ? portfoliosShown.page : portfoliosShown.message);
  const shown = read.slice(page.from, page.to);
  const line = literal(
    own.length + read.length === 0 ? nothingWords(work) : 'What is shown of the unit, portfolio by portfolio.',
  );
  const open = (id: string) => button('Open', 'readiness.open', id);
  const hours = (p: Portfolio): string => {
    const { confirmedMinutes } = totals.get(p.id) ?? noTotals;
    return p.withoutUnit === true
      ? `${minutesInWords(confirmedMinutes)} confirmed, for no unit`
      : `${minutesInWords(confirmedMinutes)} confirmed of ${minutesInWords(p.targetMinutes)}`;
  };
  const as = ({ as: all }: PortfolioRead): string => listInWords(all.map((one) => asWords[one]));
  return {
    shown,
    card: {
      title: 'Evidence',
      summary: line,
      blocks: [
        ...practiceNote(work.programme),
        text(line),
        ...own.flatMap((p, i): readonly Block[] => [
          text(literal(`Your own${own.length === 1 ? '' : `, portfolio ${i + 1}`}: ${hours(p)}.`)),
          buttons(open(p.id)),
        ]),
        ...(shown.length === 0
          ? []
          : isPage
            ? [
                table(
                  'portfolios',
                  'Portfolios',
                  ['Mentor', 'You read as', 'Hours'],
                  shown.map((one) => ({
                    cells: [say`${mention(one.portfolio.mentor)}`, literal(as(one)), literal(hours(one.portfolio))],
                    button: open(one.portfolio.id),
                  })),
                ),
              ]
            : shown.flatMap((one): readonly Block[] => [
                text(say`${mention(one.portfolio.mentor)}: ${hours(one.portfolio)}.`),
                buttons(open(one.portfolio.id)),
              ])),
        ...turnsAndBack(
          turns(page, { verb: 'readiness.open' }, ['Earlier in the list', 'More mentors']),
          button('Home', 'home.open', '-'),
        ),
      ],
    },
  };
}

const nothingWords = ({ actor }: ActorWork): string =>
  actor.roles.includes('mentor')
    ? 'Nothing has begun yet. Once you and a mentee have agreed, this says what your portfolio shows.'
    : actor.roles.some((role) => role === 'supervisor' || role === 'assessor' || role === 'iqa')
      ? 'No portfolio is allocated to you at the moment. The coordinator does that.'
      : 'No mentor has begun yet.';
