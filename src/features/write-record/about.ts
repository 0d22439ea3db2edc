import { z } from 'zod';
import type { Part, Text } from '../../chat/text.js';
import { join, literal, mention, say } from '../../chat/text.js';
import { newestOf, refOf, wordingsOf } from '../../domain/catalogue.js';
import { holidaysOf, regionOf } from '../../domain/holidays.js';
import { keptValue, ofSession } from '../../domain/kept.js';
import type { Person } from '../../domain/programme.js';
import {
  type Author,
  authorOf,
  botDelay,
  type Lag,
  lagOf,
  type RecordHead,
  type RecordVersion,
} from '../../domain/record.js';
import { type Objective, type PlanVersion, planInForce, type Session } from '../../domain/session.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import { showMoment } from '../../kernel/zoned.js';
import type { Rows } from '../../ports/store.js';
import type { Drawing, Work } from '../feature.js';
import { recordAsked } from '../shared/record-asked.js';
import { toldApart } from '../shared/told-apart.js';
import { isForUnit } from '../shared/unit.js';
import { inPlainWords, namedReaders, partsThatMay, readersByPart, together } from '../shared/who-reads.js';

/** What the record of one session is written, shown and read with. */
export interface About {
  readonly session: Session;
  readonly plans: readonly PlanVersion[];
  readonly head: RecordHead | undefined;
  /** The newest version. */
  readonly newest: RecordVersion | undefined;
  /** When a kept draft first had everything required (ms). */
  readonly draftSavedAt: number | undefined;
  /** How much too late the bot itself asked (ms). */
  readonly delay: number;
  /** The mentor, as a lag is counted by: their zone and working days. */
  readonly author: Author;
  readonly mentees: readonly { readonly id: PersonId; readonly name: string }[];
  /** What each of them is called where the mentor chooses among them. */
  readonly apart: ReadonlyMap<PersonId, string>;
  /** The programme's skills as they are now: what is chosen from. */
  readonly skills: readonly { readonly ref: string; readonly text: string }[];
  /** Every wording there ever was, by its reference: what older records name. */
  readonly skillWords: ReadonlyMap<string, string>;
  /** Every wording of guidance there ever was, by its reference. */
  readonly guidanceWords: ReadonlyMap<string, string>;
  /** A sentence of who reads *what I would change*: the mentor, as “you”, and who is allocated. */
  readonly changeReadBy: string;
  readonly now: number;
  /** Whether it is evidence for a unit; otherwise a record is two fields (docs/field.md#without-a-unit). */
  readonly forUnit: boolean;
}

/** When a kept draft of the record first had everything required (ms). */
export const firstSaved = keptValue({
  name: 'record-first-saved',
  per: [ofSession],
  schema: z.number(),
  erasure: { of: 'nobody', because: 'It is a time of a session, which stays as its minutes do.' },
});
/** When *start* was pressed, as it stood at the first signing (ms); null where it was not. */
export const pressedAt = keptValue({
  name: 'record-pressed',
  per: [ofSession],
  schema: z.number().nullable(),
  erasure: { of: 'nobody', because: 'It is a time of a session, which stays as its minutes do.' },
});

type Reads = Pick<Work, 'rows' | 'now' | 'programme' | 'people'> | Drawing;

/** Everything about this session's record, as the rows stand. */
export async function aboutRecord(session: Session, work: Reads): Promise<About> {
  const { rows } = work;
  const people = await work.people();
  const mentor = people.get(session.mentor);
  const plans = await rows.sessions.plans(session.id);
  return {
    session,
    plans,
    head: await rows.records.head(session.id),
    newest: await rows.records.get(session.id),
    draftSavedAt: await draftSavedAt(session.id, rows),
    delay: botDelay(await rows.kept.get(recordAsked, session.id), session.plannedAt),
    author: authorOf(mentor, work.programme, await holidaysOf(regionOf(work.programme))),
    mentees: session.attendees.map((a) => ({ id: a.mentee, name: people.get(a.mentee)?.name ?? 'someone who left' })),
    apart:
      mentor === undefined
        ? new Map()
        : await toldApart(
            session.attendees.flatMap((a) => people.get(a.mentee) ?? []),
            { rows, actor: mentor, people: async () => people },
          ),
    ...(await skillsOf(rows)),
    guidanceWords: plans.some((p) => p.body.guidance.length > 0)
      ? wordingsOf(await rows.catalogue.every('guidance'))
      : new Map(),
    changeReadBy: await changeReadBy(session, work),
    now: work.now,
    forUnit: await isForUnit(session.portfolio, work),
  };
}

async function changeReadBy(s: Session, work: Reads): Promise<string> {
  const named = await namedReaders(work, { id: s.portfolio, mentor: s.mentor });
  const others = readersByPart(named, partsThatMay('record.read'));
  const who = together(['you', ...others]);
  const read = `Only ${inPlainWords(who ?? literal('you'), await work.people())} read this`;
  return `${others.length === 0 ? `${read} so far, as nobody assesses you yet` : read}; your mentee never does.`;
}

async function skillsOf(rows: Rows): Promise<Pick<About, 'skills' | 'skillWords'>> {
  const every = await rows.catalogue.every('skill');
  const skillWords = wordingsOf(every);
  const current = newestOf(every).filter((row) => row.retiredAt === null);
  return {
    skillWords,
    skills: current.map((row) => ({ ref: refOf(row), text: skillWords.get(refOf(row)) ?? row.key })),
  };
}

export const draftSavedAt = (id: SessionId, rows: Rows): Promise<number | undefined> => rows.kept.get(firstSaved, id);
export const keepDraftSavedAt = (id: SessionId, at: number, rows: Rows): Promise<void> =>
  rows.kept.put(firstSaved, id, at);

/**
 * When *start* was pressed (ms), or null: kept apart at the first signing, since the session's own start becomes the
 * recorded one and of the two the earlier decides whether a plan came in time (`domain/hours.ts`).
 */
export async function pressedStart(session: Session, signed: boolean, rows: Rows): Promise<number | null> {
  if (!signed) {
    await rows.kept.put(pressedAt, session.id, session.startedAt);
    return session.startedAt;
  }
  return (await rows.kept.get(pressedAt, session.id)) ?? null;
}

/** The plan in force when it began; where it was made afterwards, its first version. */
export const planAt = (about: Pick<About, 'plans'>, startedAt: number): PlanVersion | undefined =>
  planInForce(about.plans, startedAt) ?? [...about.plans].sort((a, b) => a.version - b.version)[0];

/** The objectives to be answered. */
export const objectivesAt = (about: Pick<About, 'plans'>, startedAt: number): readonly Objective[] =>
  planAt(about, startedAt)?.body.objectives ?? [];

export const isGroup = (s: Session): boolean => s.attendees.length > 1;

/** How long after its end this session was recorded; undefined without a record. */
export function lagOfRecord(about: Pick<About, 'session' | 'head' | 'newest' | 'author'>): Lag | undefined {
  const { session, head, author } = about;
  if (head === undefined) return undefined;
  return lagOf(session.endedAt ?? head.firstSavedAt, head.firstSavedAt, author, head.botDelayMs);
}

/** Why this session cannot be recorded now, in a sentence; undefined where it can. */
export function notNow(session: Session, now: number, reader: Pick<Person, 'zone' | 'locale'>): string | undefined {
  switch (session.state) {
    case 'ended':
    case 'running':
    // Said by mistake: the record is how it is put right.
    case 'not-held':
      return undefined;
    case 'planned':
      return session.startsAt <= now
        ? undefined
        : `This session is planned for ${showMoment(session.startsAt, reader.zone, reader.locale)}: you can record it once it has begun.`;
    case 'cancelled':
      return 'This session was cancelled, so it has no record. Type log to keep what did take place as an informal contact.';
    default:
      return session.state satisfies never;
  }
}

/** The mentees as mentions: "Leo", "Leo and Sam". */
export function menteesIn(session: Session, only?: readonly PersonId[]): Text {
  const ids = session.attendees.map((a) => a.mentee).filter((id) => only === undefined || only.includes(id));
  const parts: readonly Part[] = ids.map((id) => mention(id));
  if (parts.length < 2) return { parts };
  const last = parts.at(-1) ?? '';
  return say`${join(
    parts.slice(0, -1).map((p) => ({ parts: [p] })),
    ', ',
  )} and ${last}`;
}
