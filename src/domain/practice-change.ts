import type { Id, MentorshipId, PersonId, PortfolioId, ProgrammeId, SessionId } from '../kernel/ids.js';
import { heldAt, type Session } from './session.js';

/**
 * What a mentor changes in how they mentor, and what it answers (docs/field.md#changes-of-practice): “You said … so I will …”,
 * whether it was done, and what followed.
 */

export type ChangeId = Id<'practice-change'>;

/**
 * `taken-back`: what its writer said before is as if it had not been said. Nobody else is told that it was
 * (docs/field.md#changes-of-practice).
 */
export const changeWords = ['done', 'partly', 'not', 'not-what-i-meant', 'taken-back'] as const;
export type ChangeWord = (typeof changeWords)[number];

/** What a record says of a change: whether it was done. */
export const doneWords = ['done', 'partly', 'not'] as const satisfies readonly ChangeWord[];
export type DoneWord = (typeof doneWords)[number];
export const doneInWords: Readonly<Record<DoneWord, string>> = {
  done: 'Done',
  partly: 'Partly done',
  not: 'Not done',
};
export const isDoneWord = (word: string): word is DoneWord => doneWords.some((w) => w === word);

/** What was said of a change since. */
export interface SaidOfChange {
  readonly id: Id<'said-of-change'>;
  readonly by: PersonId;
  /** The session whose record says so; null where it was said apart. */
  readonly session: SessionId | null;
  readonly word: ChangeWord;
  readonly note: string;
  readonly at: number;
}

export interface PracticeChange {
  readonly id: ChangeId;
  readonly programme: ProgrammeId;
  readonly portfolio: PortfolioId;
  readonly mentor: PersonId;
  /** Whose shared answer it cites: that mentee alone hears of it. Null where it cites no answer of one mentee's. */
  readonly mentorship: MentorshipId | null;
  /** What it answers, as the mentor puts it. */
  readonly said: string;
  /** “I will …” */
  readonly what: string;
  /** Citations (`domain/citation.ts`). */
  readonly cites: readonly string[];
  /** ms */
  readonly from: number;
  /** The session it begins with, where one was chosen. */
  readonly fromSession: SessionId | null;
  readonly madeAt: number;
  readonly withdrawnAt: number | null;
  /** Oldest first. */
  readonly since: readonly SaidOfChange[];
}

/**
 * Of what somebody said of one session, or apart of any, the newest; in the order in which each was said. What was taken
 * back is not among it.
 */
export function standingSince(since: readonly SaidOfChange[]): readonly SaidOfChange[] {
  const last = new Map<string, SaidOfChange>();
  for (const one of since) last.set(`${one.by} ${one.session ?? '-'}`, one);
  return since.filter((one) => one.word !== 'taken-back' && last.get(`${one.by} ${one.session ?? '-'}`) === one);
}

/** What its mentor said of it in the record of this session: the newest word. */
export const wordInSession = (
  c: Pick<PracticeChange, 'since' | 'mentor'>,
  session: SessionId,
): (SaidOfChange & { readonly word: DoneWord }) | undefined => {
  const found = standingSince(c.since).find((s) => s.by === c.mentor && s.session === session);
  return found !== undefined && isDoneWord(found.word) ? { ...found, word: found.word } : undefined;
};

/** Its mentee's “that’s not what I meant”, if that is what they said last. */
export const notMeant = (c: Pick<PracticeChange, 'since'>): SaidOfChange | undefined =>
  standingSince(c.since).find((s) => s.word === 'not-what-i-meant');

/** So many sessions have to have followed before there is anything to compare (docs/field.md#changes-of-practice). */
export const sessionsToFollow = 2;

/** So many may be cited by one change. */
export const mostCited = 3;

/** So many are asked about in one record, the newest. */
export const mostAskedOf = 3;

type OfSession = Pick<Session, 'id' | 'portfolio' | 'mentor' | 'state' | 'startsAt' | 'startedAt' | 'attendees'>;

/**
 * Whether it is what the mentor does in this session: from the one that was chosen on, or from that moment, with every
 * mentee of the portfolio, until it is taken back. Of another mentor's session never, for the next one does not inherit it.
 */
export function holdsFor(
  c: Pick<PracticeChange, 'portfolio' | 'mentor' | 'from' | 'fromSession' | 'madeAt' | 'withdrawnAt'>,
  s: Omit<OfSession, 'attendees'>,
): boolean {
  if (s.portfolio !== c.portfolio || s.mentor !== c.mentor) return false;
  const at = heldAt(s);
  if (at < c.madeAt || (c.withdrawnAt !== null && at >= c.withdrawnAt)) return false;
  return s.id === c.fromSession || at >= c.from;
}

/** What takes place, or did. */
const stands = (s: Pick<Session, 'state'>): boolean => s.state !== 'cancelled' && s.state !== 'not-held';

/** Those of these that it holds for, the first to come or to have been first; none that was called off. */
const heldOf = <S extends OfSession>(c: PracticeChange, sessions: readonly S[]): readonly S[] =>
  sessions.filter((s) => stands(s) && holdsFor(c, s)).sort((a, b) => heldAt(a) - heldAt(b));

/** The session that it begins with: the one that was chosen, unless that was called off; else the first that it holds for. */
export function firstOf<S extends OfSession>(c: PracticeChange, sessions: readonly S[]): S | undefined {
  const held = heldOf(c, sessions);
  return held.find((s) => s.id === c.fromSession) ?? held[0];
}

/** Whether it can still be put otherwise: until the first session that it holds for has begun (ms), with whomever that is. */
export function isEditable(c: PracticeChange, sessions: readonly OfSession[], now: number): boolean {
  const [first] = heldOf(c, sessions);
  return c.withdrawnAt === null && (first === undefined || (first.state === 'planned' && first.startsAt > now));
}

/**
 * The session whose invitation tells the mentee that something changes because of what they said: the first with them
 * alone. A group is told no source, for the others would learn whose it is.
 */
export const toldWith = <S extends OfSession>(c: PracticeChange, sessions: readonly S[]): S | undefined =>
  c.mentorship === null
    ? undefined
    : firstOf(
        c,
        sessions.filter((s) => s.attendees.length === 1 && s.attendees[0]?.mentorship === c.mentorship),
      );

/** “I will …”, however it was typed. */
export function asWill(what: string): string {
  const words = what.trim();
  if (/^i(?:['’]ll| will| am going to|['’]m going to)\b/i.test(words)) return words;
  // A word of one letter, or in capitals, is left as it is: “I”, “DVLA forms”.
  const first = /^\p{Lu}\p{Ll}/u.test(words) ? `${words.charAt(0).toLowerCase()}${words.slice(1)}` : words;
  return `I will ${first.replace(/^to /i, '')}`;
}

/** What was said, however it was typed: “You said it was too fast” is what follows “You said”. */
export function asSaid(said: string): string {
  const words = said.trim().replace(/^(?:you|they) said(?: that)?\b[:,]?\s*/i, '');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

const unseen =
  /\b(?:be(?:come)?|get|do|being|doing) (?:a |an |much |even |far )?(?:better|best|nicer|kinder|good|great|fair(?:er)?|(?:more|less) \w+)\b|\b(?:improve|try harder|try my best|do my best|try to be|work on (?:it|this|that|my)|be (?:careful|patient|aware|mindful|supportive|open|clear|kind)|listen (?:better|more)|(?:think|reflect) (?:about|on)|pay (?:more )?attention|keep (?:it|this|that) in mind|remember (?:that|this|it)|take (?:it|this|that) (?:into account|on board|seriously)|understand)\b/i;
const seen =
  /\d|\b(?:ask|before|after|each|every|first|minutes?|once|twice|one|two|three|start|begin|end|stop|wait|count|bring|send|write|draw|show|read|say|name|offer|repeat|check|plan|leave|let (?:you|them|each)|instead|when(?:ever)?|without|choose|hand|print|set|split|sit|walk|pause|summari[sz]e|use)\b/i;

/** Whether nobody in the room could see it happen: “I will be better”. A thought for its writer, never a refusal. */
export const cannotBeSeen = (what: string): boolean => {
  const words = what.replace(/^\s*i(?:['’]ll| will)\b/i, '').trim();
  return words !== '' && !seen.test(words) && (unseen.test(words) || words.split(/\s+/).length < 2);
};
