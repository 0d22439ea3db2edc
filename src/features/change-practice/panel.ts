import { type Block, button, buttons, type Card, divider, heading, list, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, strong, type Text } from '../../chat/text.js';
import { type AllocatedAs, isAllocatedAs, readsAs } from '../../domain/allocation.js';
import {
  type Caution,
  cautionInWords,
  type Followed,
  type Given,
  type LedgerLine,
  ledgerOf,
} from '../../domain/change-ledger.js';
import { citableOf } from '../../domain/citable.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import type { PortfolioFacts } from '../../domain/portfolio-facts.js';
import { asSaid, asWill, doneInWords, isEditable } from '../../domain/practice-change.js';
import type { Session } from '../../domain/session.js';
import { beforeAndAfter } from '../../domain/small-samples.js';
import { changeSubject } from '../../domain/subjects.js';
import type { PersonId } from '../../kernel/ids.js';
import { count, shorten } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { auditReading } from '../shared/audit-reading.js';
import { objection, youSaid } from '../shared/change-blocks.js';
import type { ReadOf } from '../shared/guards.js';
import { pageOf, turns } from '../shared/pages.js';
import { portfolioFacts } from '../shared/portfolio-facts.js';
import { practiceNote } from '../shared/practice.js';
import { resolveCitation } from '../shared/resolve-citation.js';

/** What a mentor changes, and the ledger: you said → I changed → what followed. In panels alone, for all of it is private. */

const changesShown = 4;
const sessionsShown = 6;
/** Answers on one side that stand in a line: the latest. */
const answersShown = 12;

export interface Ledger {
  readonly portfolio: Portfolio;
  /** Of one mentorship alone. */
  readonly mentorship?: Mentorship;
  readonly whose: ReadOf;
  readonly page: string;
}

/** As whom the actor reads it, who may. */
function readerOf({ portfolio, mentorship, whose }: Ledger, work: ActorWork) {
  const me = work.actor.id;
  if (portfolio.mentor === me) return { reader: 'mentor' } as const;
  if (mentorship?.mentee === me) return { reader: 'mentee', mentee: me } as const;
  const as: readonly AllocatedAs[] = readsAs(whose.readers, me).filter(isAllocatedAs);
  return { reader: 'assessing', as } as const;
}

/** Whoever shows it has made sure that the actor may read it. */
export async function ledgerPanel(ledger: Ledger, work: ActorWork): Promise<Card> {
  const { portfolio, mentorship } = ledger;
  const who = readerOf(ledger, work);
  const facts = await portfolioFacts(portfolio, who, work);
  const lines = ledgerOf(facts).filter((l) => mentorship === undefined || l.mentorship === mentorship.id);
  if (who.reader === 'assessing')
    for (const m of facts.mentorships)
      if (mentorship === undefined || m.id === mentorship.id)
        auditReading('change.read', { id: m.id, mentor: portfolio.mentor, mentee: m.mentee }, work);
  const page = pageOf(lines.length, ledger.page, changesShown);
  const shown = lines.slice(page.from, page.to);
  const subject =
    mentorship === undefined
      ? changeSubject.write({ id: portfolio.id, of: 'portfolio' })
      : changeSubject.write({ id: mentorship.id, of: 'mentorship' });
  const blocks =
    who.reader === 'mentee'
      ? shown.map((l) => menteesBlocks(l, portfolio.mentor))
      : await mentorsBlocks(shown, { facts, mine: who.reader === 'mentor', portfolio }, work);
  const words = page.words === '' ? '' : ` ${count(lines.length, 'change')}.${page.words}`;
  const line = literal(`${titles[who.reader].line}${words}`);
  return {
    title: titles[who.reader].title,
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      text(line),
      ...(lines.length === 0 ? [muted(literal(titles[who.reader].none))] : []),
      ...blocks.flatMap((b, i) => (i === 0 ? b : [divider, ...b])),
      ...(page.pages > 1 ? [buttons(...turns(page, { verb: 'change.list', subject }, ['Newer', 'Older']))] : []),
      ...(who.reader === 'mentor' ? [buttons(button('Add a change', 'change.new', subject, { style: 'main' }))] : []),
    ],
  };
}

const titles = {
  mentor: {
    title: 'What I am changing',
    line: 'You said, I changed, and what followed: the newest first.',
    none: 'Nothing yet. Choose something that a mentee said, or that you noticed, and what you will do about it.',
  },
  mentee: {
    title: 'What your mentor changed',
    line: 'What changed because of what you said.',
    none: 'Nothing is here yet.',
  },
  assessing: {
    title: 'Changes of practice',
    line: 'What was said, what the mentor changed, and what followed: the newest first.',
    none: 'None so far.',
  },
} as const;

interface Around {
  readonly facts: PortfolioFacts;
  readonly mine: boolean;
  readonly portfolio: Portfolio;
}

async function mentorsBlocks(
  shown: readonly LedgerLine[],
  { facts, mine, portfolio }: Around,
  work: ActorWork,
): Promise<readonly (readonly Block[])[]> {
  const labels = new Map(citableOf(facts).map((c) => [c.citation, c]));
  const sessions = mine ? await work.rows.sessions.ofPortfolio(portfolio.id) : [];
  // Facts hold no citation of what is gone: that something stood here is said of the change itself.
  const changes = await work.rows.changes.ofPortfolio(portfolio.id);
  const citesOf = new Map(changes.map((c) => [c.id, c.cites]));
  const cited = async (citation: string): Promise<Text> => {
    const known = labels.get(citation);
    if (known !== undefined) return say`${moment(known.at, 'date')}: ${shorten(known.label, 300)}`;
    const found = await resolveCitation(citation, work);
    // What was taken back, what is not shared any more and what was never there are alike to everybody else.
    return literal('why' in found && found.why === 'erased' ? found.say : goneWords);
  };
  const all: (readonly Block[])[] = [];
  for (const l of shown)
    all.push([
      heading(literal(asWill(l.what))),
      ...(l.said === ''
        ? []
        : [
            text(
              l.mentee === null
                ? say`It answers: “${asSaid(l.said)}”`
                : say`${mention(l.mentee)} said: ${asSaid(l.said)}`,
            ),
          ]),
      list(await Promise.all((citesOf.get(l.change) ?? l.cites).map(cited))),
      ...sinceBlocks(l),
      ...followedBlocks(l, cautionInWords),
      ...objectedBlocks(l, mine),
      ...(mine ? [ownButtons(l, facts, sessions, work)] : []),
    ]);
  return all;
}

export const goneWords = 'What stood here is not there to read any more.';

/** From when, and whether it was done. */
function sinceBlocks(l: LedgerLine): readonly Block[] {
  const until = l.until === null ? say`` : say` until ${moment(l.until, 'date')}`;
  const from = l.sessions.length === 0 ? say`From ${moment(l.from, 'date')}` : say`Since ${moment(l.from, 'date')}`;
  const said = l.sessions.filter((s) => s.word !== null);
  const latest = said.slice(-sessionsShown);
  const held = l.sessions.length === 0 ? 'no session yet' : count(l.sessions.length, 'session');
  return [
    text(say`${from}${until}: ${held}.`),
    ...(latest.length === 0
      ? []
      : [
          list(
            latest.map((s) => {
              const word = s.word === null ? '' : doneInWords[s.word];
              return say`${moment(s.at, 'date')}: ${strong(word)}${s.note === '' ? '' : `. “${s.note}”`}`;
            }),
          ),
        ]),
  ];
}

const latestOf = (given: readonly Given[]): readonly number[] => given.slice(-answersShown).map((g) => g.rating);

/** “The pace was right for me.” before 2, 2, 3; after 4, 4, 5 (3 and 3 answers, 3 Nov to 12 Dec). */
function followedLine(f: Followed): Text {
  const all = [...f.before, ...f.after];
  const [first, last] = [all[0], all.at(-1)];
  const dates =
    first === undefined || last === undefined
      ? say``
      : say`, ${moment(first.at, 'date')} to ${moment(last.at, 'date')}`;
  const more = f.before.length > answersShown || f.after.length > answersShown ? ', the latest of each' : '';
  return say`“${f.asked}” ${beforeAndAfter(latestOf(f.before), latestOf(f.after))} (${f.before.length} and ${f.after.length} answers of one mentee${dates}${more})`;
}

function followedBlocks(l: LedgerLine, words: Readonly<Record<Caution, string>>): readonly Block[] {
  const cautions = l.cautions.map((c) => words[c]).filter((s) => s !== '');
  return [
    ...(l.followed === null || l.followed.length === 0 ? [] : [list(l.followed.map(followedLine))]),
    ...(cautions.length === 0 ? [] : [muted(literal(cautions.join(' ')))]),
  ];
}

/** Kindly, and with what to do next. */
function objectedBlocks(l: LedgerLine, mine: boolean): readonly Block[] {
  if (l.notMeant === null) return [];
  const who = l.mentee === null ? literal('They') : say`${mention(l.mentee)}`;
  const note = l.notMeant.note === '' ? '' : ` “${l.notMeant.note}”`;
  const line = say`${who} said on ${moment(l.notMeant.at, 'date')}: that’s not quite what I meant.${note}`;
  return mine
    ? [
        text(line),
        text(literal('It is good that you know. Ask them about it when you next meet, and then change it again.')),
      ]
    : [text(line)];
}

function ownButtons(l: LedgerLine, facts: PortfolioFacts, sessions: readonly Session[], work: ActorWork): Block {
  const change = facts.changes.find((c) => c.id === l.change);
  const subject = changeSubject.write({ id: l.change, of: 'change' });
  const pair = facts.mentorships.find((m) => m.id === l.mentorship);
  const objected = l.notMeant !== null && pair !== undefined && pair.state === 'active';
  const editable = change !== undefined && isEditable(change, sessions, work.now);
  const again =
    pair === undefined
      ? changeSubject.write({ id: facts.portfolio.id, of: 'portfolio' })
      : changeSubject.write({ id: pair.id, of: 'mentorship' });
  return buttons(
    editable
      ? button('Put it differently', 'change.new', subject)
      : objected
        ? button('Change it again', 'change.new', again)
        : null,
    objected ? button('Plan a talk about it', 'plan.new', pair.id) : null,
    l.until === null ? button(editable ? 'Take it back' : 'Stop doing this', 'change.withdraw', subject) : null,
  );
}

/** The same in plain words; an empty one is not said. */
const menteesWords: Readonly<Record<Caution, string>> = {
  'too-soon': 'After two meetings you can see here what you answered before and after.',
  over: '',
  'not-done': 'Your mentor wrote that it was not done yet.',
  'nothing-asked': '',
  'nothing-to-read': '',
  'too-few': 'These are only a few answers, so they do not prove much.',
  reworded: 'The question was not always in the same words.',
  same: 'Your answers are all the same.',
  'another-change': 'Something else changed at that time too.',
};

function menteesBlocks(l: LedgerLine, mentor: PersonId): readonly Block[] {
  return [...youSaid(l, mentor), ...sinceForMentee(l), ...followedBlocks(l, menteesWords), ...objection(l)];
}

const sinceForMentee = (l: LedgerLine): readonly Block[] => {
  const said = l.sessions.filter((s) => s.word !== null).slice(-sessionsShown);
  return said.length === 0
    ? []
    : [
        list(
          said.map((s) => {
            const word = s.word === null ? '' : doneInWords[s.word];
            return say`${moment(s.at, 'date')}: ${strong(word)}${s.note === '' ? '' : `. “${s.note}”`}`;
          }),
        ),
      ];
};
