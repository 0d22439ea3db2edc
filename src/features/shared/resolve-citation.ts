import { type Citation, readCitation } from '../../domain/citation.js';
import { mayReadAnswers } from '../../domain/feedback.js';
import type { Mentorship } from '../../domain/mentorship.js';
import type { PutRightId } from '../../domain/put-right.js';
import { type RecordBody, sharedPart } from '../../domain/record.js';
import type { Session } from '../../domain/session.js';
import type { LevelId, MentorshipId, PersonId, SessionId } from '../../kernel/ids.js';
import type { ActorWork } from '../feature.js';
import { toReadMentorship, toReadSession } from './allocated.js';
import { mayActor } from './guards.js';
import { midpointsPassed } from './midpoints.js';
import { promiseWords } from './put-right.js';
import { evidenceKinds } from './resolve-evidence.js';

/**
 * What a citation says to whoever reads it now (docs/record-format.md#citations): the one place where one is resolved. It
 * is resolved when it is shown and never before, so an erasure and a withdrawal show in whatever cites it. Nothing is said
 * to somebody who may not read it, not even whether it is there. Whoever shows it notes the reading.
 */
export type Resolved =
  | { readonly value: string | number | boolean | null | readonly unknown[] | object }
  | { readonly why: Absent; readonly say: string };
export type Absent = 'erased' | 'withdrawn' | 'not-yours' | 'nothing';

const absent = (why: Absent): Resolved => ({ why, say: saying[why] });
const saying: Readonly<Record<Absent, string>> = {
  erased: 'What stood here has been erased.',
  withdrawn: 'This answer was taken back by whoever gave it.',
  'not-yours': 'This is not for you to read.',
  nothing: 'There is no such thing here.',
};

/** The value that it names, as this reader may read it: a text, a figure, a row, or all parts of it. */
export async function resolveCitation(text: string, work: ActorWork): Promise<Resolved> {
  const cited = readCitation(text);
  return cited === undefined ? absent('nothing') : kinds[cited.kind](cited, work);
}

type Resolves = (cited: Citation, work: ActorWork) => Promise<Resolved>;
const kinds: Readonly<Record<Citation['kind'], Resolves>> = {
  agreement,
  goal,
  plan,
  record,
  session,
  answer,
  level,
  contact,
  promise,
  review: evidence,
  attestation: evidence,
  change: evidence,
  mark: evidence,
  reflection: evidence,
  outcome: evidence,
};

async function evidence(cited: Citation, work: ActorWork): Promise<Resolved> {
  const kind = cited.kind as keyof typeof evidenceKinds;
  const found = await evidenceKinds[kind](cited, work);
  return 'why' in found ? absent(found.why) : shown(found.value, found.owner, work);
}

/** @param owner under whose key the words are: where they are blank and that person is erased, they were erased */
async function shown(value: unknown, owner: PersonId, work: ActorWork): Promise<Resolved> {
  if (value === undefined) return (await isErased(owner, work)) ? absent('erased') : absent('nothing');
  if (value === '' && (await isErased(owner, work))) return absent('erased');
  return { value: value as string };
}

async function isErased(person: PersonId, work: ActorWork): Promise<boolean> {
  const found = await work.rows.people.get(person);
  return found === undefined || found.erasedAt !== null;
}

/** A part by its path: a field, or the row of a list that has this key (a skill: this number from 0). */
function partOf(whole: object, path: string | undefined): unknown {
  if (path === undefined) return whole;
  const [name = '', key, ...more] = path.split('/');
  const field = Object.hasOwn(whole, name) ? (whole as Readonly<Record<string, unknown>>)[name] : undefined;
  if (key === undefined) return field;
  if (more.length > 0 || !Array.isArray(field)) return undefined;
  const rows = field as readonly { readonly key?: string; readonly objective?: string }[];
  return name === 'skills' ? rows[Number(key)] : rows.find((row) => (row.key ?? row.objective) === key);
}

async function agreement({ id, version, part }: Citation, work: ActorWork): Promise<Resolved> {
  const m = await work.rows.mentorships.get(id as MentorshipId);
  if (m === undefined || !mayActor('agreement.read', work, await toReadMentorship(m, work))) return absent('not-yours');
  if (part === 'standing') return { value: { state: m.state, agreedAt: m.agreedAt, endedAt: m.endedAt } };
  const found = (await work.rows.mentorships.agreements(m.id)).find(
    (a) => a.version === (version ?? m.agreement.version),
  );
  if (found === undefined) return absent('nothing');
  const { body, mentorSignedAt: mentor, menteeSignedAt: mentee, menteeWord: word, changeWanted } = found;
  return shown(partOf({ ...body, changeWanted, signatures: { mentor, mentee, word } }, part), m.mentee, work);
}

async function goal({ id, part }: Citation, work: ActorWork): Promise<Resolved> {
  const has = (m: Mentorship): boolean => m.goals.some((g) => g.id === id);
  const m = (await work.rows.mentorships.of(work.actor.id)).find(has) ?? (await work.rows.mentorships.all()).find(has);
  const found = m?.goals.find((g) => g.id === id);
  if (m === undefined || found === undefined || !mayActor('agreement.read', work, await toReadMentorship(m, work)))
    return absent('not-yours');
  const { what, how, baseline, target, menteeBaseline, state } = found;
  return shown(partOf({ what, how, levels: { baseline, target, menteeBaseline, state } }, part), m.mentee, work);
}

/** Under whose key a session's words are: its one mentee's, of a group its mentor's. */
const ownerOf = (s: Session): PersonId => (s.attendees.length === 1 ? s.attendees[0]?.mentee : undefined) ?? s.mentor;

async function plan({ id, version, part }: Citation, work: ActorWork): Promise<Resolved> {
  const s = await work.rows.sessions.get(id as SessionId);
  if (s === undefined || !mayActor('plan.read', work, await toReadSession(s, work))) return absent('not-yours');
  const found = await work.rows.sessions.plan(s.id, version);
  if (found === undefined) return absent('nothing');
  const { title, place, body, startsAt, minutes, kind, savedAt, copiedFrom, unchanged } = found;
  // A mentee of a group sees their own goals alone.
  const own = s.attendees.find((a) => a.mentee === work.actor.id);
  const mine = own === undefined ? undefined : await work.rows.mentorships.get(own.mentorship);
  const goals = mine === undefined ? body.goals : body.goals.filter((g) => mine.goals.some((x) => x.id === g));
  const figures = { startsAt, minutes, kind, savedAt, copiedFrom, unchanged };
  return shown(partOf({ title, place, ...body, goals, figures }, part), ownerOf(s), work);
}

async function record({ id, version, part }: Citation, work: ActorWork): Promise<Resolved> {
  const s = await work.rows.sessions.get(id as SessionId);
  if (s === undefined || !mayActor('record.read-shared', work, await toReadSession(s, work)))
    return absent('not-yours');
  const [head, found] = [await work.rows.records.head(s.id), await work.rows.records.get(s.id, version)];
  if (head === undefined || found === undefined) return absent('nothing');
  const all = mayActor('record.read', work, await toReadSession(s, work));
  const mentee = s.attendees.find((a) => a.mentee === work.actor.id)?.mentee ?? null;
  const reader = { mentee, group: s.attendees.length > 1 };
  const body: RecordBody = all ? found.body : sharedPart(found.body, reader);
  const name = part?.split('/')[0];
  if (!all && name !== undefined && isWithheld(name, reader)) return absent('not-yours');
  const { firstSavedAt, signedAt, botDelayMs, lag = null } = head;
  const { attended, startedAt, minutes, ...words } = body;
  const { change, guidance, ...shared } = words;
  const whole = {
    ...shared,
    ...(all ? { change, guidance, reason: found.reason, lateReason: found.lateReason } : {}),
    figures: { attended, startedAt, minutes, savedAt: found.savedAt },
    head: { firstSavedAt, signedAt, botDelayMs, lag },
  };
  return shown(partOf(whole, part), ownPractice.has(name ?? '') ? s.mentor : ownerOf(s), work);
}

const ownPractice: ReadonlySet<string> = new Set(['change', 'guidance', 'lateReason']);

/** A record that has something in each of its words. */
const full: RecordBody = {
  attended: [],
  startedAt: 0,
  minutes: 0,
  outcomes: [{ objective: 'x', outcome: 'met', evidence: 'x' }],
  skills: [{ key: 'x', skill: 'x', example: 'x' }],
  happened: 'x',
  actions: [{ key: 'x', what: 'x', owner: 'mentee', due: null }],
  change: 'x',
  nextFocus: 'x',
  restorative: { happened: 'x', affected: 'x', agreed: 'x', by: null },
  keptTo: 'partly',
  support: [{ key: 'x', did: 'helped', line: 'x' }],
  guidance: [{ ref: 'x', how: 'x' }],
  checkIn: 'x',
  checkOut: 'x',
};

/** Whether this field is none of such a reader's, whatever stands in it. */
function isWithheld(name: string, reader: Parameters<typeof sharedPart>[1]): boolean {
  if (ownPractice.has(name) || name === 'reason') return true;
  if (name === 'attended' || !Object.hasOwn(full, name)) return false;
  return ['""', 'null', '[]'].includes(JSON.stringify(sharedPart(full, reader)[name as keyof RecordBody]));
}

async function session({ id, part }: Citation, work: ActorWork): Promise<Resolved> {
  const s = await work.rows.sessions.get(id as SessionId);
  if (s === undefined || !mayActor('hours.read', work, await toReadSession(s, work))) return absent('not-yours');
  const { startsAt, minutes, kind, state, startedAt, endedAt, plannedAt, plannedAfterwards, missed = null } = s;
  const figures = { startsAt, minutes, kind, state, startedAt, endedAt, plannedAt, plannedAfterwards, missed };
  if (part === undefined || part === 'figures') return { value: figures };
  const [name, person] = part.split('/');
  const seat = name === 'attendance' ? s.attendees.find((a) => a.mentee === person) : undefined;
  // No mentee of a group is told of another.
  const other = s.attendees.some((a) => a.mentee === work.actor.id) && person !== work.actor.id;
  if (other) return absent('not-yours');
  if (seat === undefined) return absent('nothing');
  const { answer: said, answeredAt, confirmation, confirmedMinutes, confirmedAt, settledMinutes } = seat;
  return { value: { answer: said, answeredAt, confirmation, confirmedMinutes, confirmedAt, settledMinutes } };
}

async function answer({ id, part }: Citation, work: ActorWork): Promise<Resolved> {
  const [person, question, ...more] = part?.split('/') ?? [];
  const s = await work.rows.sessions.get(id as SessionId);
  const seat = s?.attendees.find((a) => a.mentee === person);
  if (s === undefined || seat === undefined || question === undefined || more.length > 0) return absent('not-yours');
  const form = await work.rows.feedback.get(s.id, seat.mentee);
  const own = work.actor.id === seat.mentee && mayActor('feedback.give', work, { owner: seat.mentee });
  // To everybody else one that is not shared, was taken back, skipped or never given is alike (docs/field.md#review-readers).
  if (!own) {
    const about = await toReadSession(s, work);
    const coordinator = mayActor('feedback.read-coordinator', work, about) && work.actor.id !== s.mentor;
    if (!coordinator && !mayActor('feedback.read-shared', work, about)) return absent('not-yours');
    if (await isErased(seat.mentee, work)) return absent('erased');
    const portfolio = await work.rows.portfolios.get(s.portfolio);
    const passed = portfolio !== undefined && (await midpointsPassed(work.rows, [portfolio])).has(portfolio.id);
    if (form === undefined || !mayReadAnswers(form, coordinator ? 'coordinator' : 'mentor', passed))
      return absent('not-yours');
  }
  if (form?.state === 'withdrawn') return absent('withdrawn');
  const found = form?.answers.find((a) => a.question === question && !a.skipped);
  if (found === undefined) return absent(own ? 'nothing' : 'not-yours');
  return { value: { wording: found.wording, rating: found.rating, text: found.text, at: found.at } };
}

/** A note of an informal contact is its mentor's to read, and nobody else's. */
async function contact({ id, part }: Citation, work: ActorWork): Promise<Resolved> {
  for (const m of await work.rows.mentorships.of(work.actor.id)) {
    if (!mayActor('contact.log', work, await toReadMentorship(m, work))) continue;
    const found = (await work.rows.contacts.ofMentorship(m.id)).find((c) => c.id === id);
    if (found === undefined) continue;
    const { at, minutes, savedAt, note } = found;
    return shown(partOf({ figures: { at, minutes, savedAt }, note }, part), m.mentee, work);
  }
  return absent('not-yours');
}

/** What somebody said of a goal: for whoever reads the goal itself. */
async function level({ id, part }: Citation, work: ActorWork): Promise<Resolved> {
  const found = await work.rows.goalLevels.get(id as LevelId);
  const m = found === undefined ? undefined : await work.rows.mentorships.get(found.mentorship);
  if (found === undefined || m === undefined || !mayActor('agreement.read', work, await toReadMentorship(m, work)))
    return absent('not-yours');
  const { goal: of, level: at, by, at: when, why } = found;
  return shown(partOf({ figures: { goal: of, level: at, by, at: when }, why }, part), m.mentee, work);
}

/** A promise to put something right: for whoever reads the record that it stands in. */
async function promise({ id, part }: Citation, work: ActorWork): Promise<Resolved> {
  const found = await work.rows.putRight.get(id as PutRightId);
  const s = found === undefined ? undefined : await work.rows.sessions.get(found.session);
  if (found === undefined || s === undefined || !mayActor('record.read-shared', work, await toReadSession(s, work)))
    return absent('not-yours');
  const m = await work.rows.mentorships.get(found.mentorship);
  const other = s.attendees.some((a) => a.mentee === work.actor.id) && m?.mentee !== work.actor.id;
  const words = m === undefined || other ? undefined : promiseWords(found, m.mentee, work.actor.id);
  if (m === undefined || words === undefined) return absent('not-yours');
  const { by, madeAt, withdrawnAt, said } = found;
  return shown(partOf({ what: words, by, madeAt, withdrawnAt, said }, part), m.mentee, work);
}
