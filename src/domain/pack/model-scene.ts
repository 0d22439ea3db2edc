import type { MentorshipId, PersonId, SessionId } from '../../kernel/ids.js';
import { type CivilDate, local, spanInWords } from '../../kernel/zoned.js';
import { readCitation } from '../citation.js';
import { themeWords } from '../instrument.js';
import type { FactsSession, PortfolioFacts } from '../portfolio-facts.js';
import type { PageLink, Text } from './model-blocks.js';
import { attested } from './model-order.js';

/** What every part of a pack's pages says in the same words: people, sessions by number, days in the programme's zone, links. */
export interface PackScene {
  readonly facts: PortfolioFacts;
  called(person: PersonId): string;
  /** Of a mentorship: its mentee. */
  menteeOf(m: MentorshipId | null): string;
  /** "24 Nov 2026" */
  day(at: number): string;
  /** "10:05" */
  time(at: number): string;
  /** "24 Nov 2026, 10:05" */
  moment(at: number): string;
  /** From 1, in the order of planned starts; those that were not held have a number too. */
  nth(session: SessionId): number | undefined;
  /** To its plan facing its record, or to the log. */
  toSession(session: SessionId): PageLink | undefined;
  /** To where what it names stands; undefined where it stands nowhere. */
  toCited(citation: string): PageLink | undefined;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "24 Nov 2026" */
export function civilDay(date: CivilDate): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(day)} ${months[Number(month) - 1] ?? month} ${year}`;
}

/** “2 days before”; where that is no time before it, “as it began”, or after. */
export const before = (at: number, began: number): string => {
  if (at > began) return `${spanInWords(at - began)} after it began`;
  return began - at < 60_000 ? 'as it began' : `${spanInWords(began - at)} before`;
};

const partLabel = (number: number): string => `part-${number}`;
export const agreementLabel = (nth: number): string => `agreement-${nth}`;
export const goalsLabel = (nth: number): string => `goals-${nth}`;

/** Whether its plan stands beside its record. */
export const isHeld = (s: FactsSession): boolean => s.state === 'ended';

export function sceneOfPack(facts: PortfolioFacts): PackScene {
  const numbers = new Map(facts.sessions.map((s, i) => [s.id, i + 1] as const));
  const byId = new Map(facts.sessions.map((s) => [s.id, s] as const));
  const called = (person: PersonId): string => facts.called[person] ?? 'a colleague';
  const mentees = new Map(facts.mentorships.map((m, i) => [m.id, { m, nth: i + 1 }] as const));
  const changes = new Map(facts.changes.map((c) => [c.id as string, c] as const));
  const changeNumbers = new Map(
    [...facts.changes]
      .sort((a, b) => a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1))
      .map((c, i) => [c.id as string, i + 1]),
  );
  const attestedNumbers = new Map(attested(facts).map((a, i) => [a.id as string, i + 1] as const));
  const answers = new Map(facts.answers.map((a) => [a.citation, a] as const));
  const levels = new Map(facts.levels.map((l) => [l.id as string, l] as const));
  const goals = new Map(facts.mentorships.flatMap((m) => m.goals.map((g) => [g.id as string, m.id] as const)));
  const menteeOf = (m: MentorshipId | null): string => {
    const found = m === null ? undefined : mentees.get(m);
    return found === undefined ? '' : called(found.m.mentee);
  };
  const day = (at: number): string => civilDay(local(at, facts.zone).date);
  const time = (at: number): string => local(at, facts.zone).time;
  const toSession = (id: SessionId): PageLink | undefined => {
    const [nth, s] = [numbers.get(id), byId.get(id)];
    if (nth === undefined || s === undefined) return undefined;
    return { to: isHeld(s) ? `session-${nth}` : partLabel(4), say: `Session ${nth}` };
  };
  const ofMentorship = (id: string, what: 'agreement' | 'goals'): PageLink | undefined => {
    const found = mentees.get(id as MentorshipId);
    if (found === undefined) return undefined;
    return what === 'agreement'
      ? { to: agreementLabel(found.nth), say: `Agreement with ${called(found.m.mentee)}` }
      : { to: goalsLabel(found.nth), say: `Goals with ${called(found.m.mentee)}` };
  };
  const toCited = (citation: string): PageLink | undefined => {
    const answer = answers.get(citation);
    if (answer !== undefined)
      return { to: `feedback-${answer.theme}`, say: `Feedback: ${themeWords[answer.theme].toLowerCase()}` };
    const cited = readCitation(citation);
    if (cited === undefined) return undefined;
    switch (cited.kind) {
      case 'plan':
      case 'record':
      case 'session':
        return toSession(cited.id as SessionId);
      case 'agreement':
        return ofMentorship(cited.id, 'agreement');
      case 'goal':
        return ofMentorship(goals.get(cited.id) ?? '', 'goals');
      case 'level':
        return ofMentorship(levels.get(cited.id)?.mentorship ?? '', 'goals');
      case 'attestation': {
        const nth = attestedNumbers.get(cited.id);
        return nth === undefined ? undefined : { to: `attested-${nth}`, say: `Statement ${nth}` };
      }
      case 'change': {
        const nth = changes.has(cited.id) ? changeNumbers.get(cited.id) : undefined;
        return nth === undefined ? undefined : { to: `change-${nth}`, say: `Change ${nth}` };
      }
      default:
        return undefined;
    }
  };
  return {
    facts,
    called,
    menteeOf,
    day,
    time,
    moment: (at) => `${day(at)}, ${time(at)}`,
    nth: (id) => numbers.get(id),
    toSession,
    toCited,
  };
}

/** Of more sessions their pages are not said in tables: each page that is said costs a layout of all of them. */
const mostPaged = 120;

/** A session in a column that says what it is: its number alone. */
export function sessionInTable(scene: PackScene, id: SessionId | null): Text {
  const link = id === null ? undefined : scene.toSession(id);
  if (link === undefined) return '–';
  const say = link.say.replace(/^Session /, '');
  return [scene.facts.sessions.length > mostPaged ? { to: link.to, say, page: false } : { to: link.to, say }];
}

/** Each link once. */
export const once = (links: readonly (PageLink | undefined)[]): readonly PageLink[] => [
  ...new Map(links.flatMap((l) => (l === undefined ? [] : [[l.to, l] as const]))).values(),
];
