import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { Address } from '../../src/chat/inbound.js';
import { defaultSettings } from '../../src/domain/defaults/settings.js';
import type { Feedback } from '../../src/domain/feedback.js';
import type { GoalLevel } from '../../src/domain/goal-level.js';
import type { Agreement, Mentorship, Portfolio } from '../../src/domain/mentorship.js';
import type { Person, Programme, Role } from '../../src/domain/programme.js';
import type { PutRight } from '../../src/domain/put-right.js';
import type { RecordHead, RecordVersion } from '../../src/domain/record.js';
import type { Attendee, PlanVersion, Session } from '../../src/domain/session.js';
import type { Ids, PersonId, ProgrammeId, SessionId } from '../../src/kernel/ids.js';
import type { DraftRow, InformalContact, PromptRow, Store, Transaction } from '../../src/ports/store.js';
import { anything } from '../support/kept.js';
import { fillEvidence } from './fill-evidence.js';

/** An empty store for one test. */
export type OpenStore = () => Promise<{ readonly store: Store; close(): Promise<void> }>;

/** One for all tests of a describe block, each of which makes a programme of its own. */
export function shared(open: OpenStore): () => Store {
  let opened: Awaited<ReturnType<OpenStore>> | undefined;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());
  return () => opened!.store;
}

/** Opened for the test at hand, closed when it is over. */
export async function fresh(open: OpenStore): Promise<Store> {
  const opened = await open();
  onTestFinished(() => opened.close());
  return opened.store;
}

/** A word that stands in every text that is to be sealed: it must not be found in the database's file. */
export const marker = 'Quittenbaum';

/** Monday 23 November 2026, 15:00 UTC. */
export const monday = Date.UTC(2026, 10, 23, 15);
const hour = 3_600_000;

export function aProgramme(ids: Ids, change: Partial<Programme> = {}): Programme {
  return {
    id: ids.next('programme'),
    name: `Hillside ${marker}`,
    nation: 'england',
    zone: 'Europe/London',
    createdAt: monday,
    practice: false,
    settings: { ...defaultSettings, safeguarding: { ...defaultSettings.safeguarding, outOfHours: `Ring ${marker}` } },
    ...change,
  };
}

export function aPerson(ids: Ids, programme: ProgrammeId, role: Role, change: Partial<Person> = {}): Person {
  const id = ids.next('person');
  return {
    id,
    programme,
    name: `Zoë ${marker} 🦉`,
    zone: 'Europe/London',
    locale: 'en-GB',
    manners: { quiet: { from: '22:00', to: '07:30' }, pausedUntil: monday, ownLine: true },
    roles: [role, 'stakeholder'],
    accounts: [
      { platform: 'slack', tenant: 'T1', user: id },
      { platform: 'web', tenant: 'local', user: id },
    ],
    createdAt: monday,
    erasedAt: null,
    ...change,
  };
}

export const aPortfolio = (ids: Ids, mentor: Person): Portfolio => ({
  id: ids.next('portfolio'),
  programme: mentor.programme,
  mentor: mentor.id,
  targetMinutes: 360,
  startedAt: monday,
});

export const anAgreement = (version = 1): Agreement => ({
  version,
  body: {
    purpose: `To settle in, says ${marker}`,
    duration: 'Two terms',
    frequency: 'Weekly',
    place: 'Room 4',
    roles: '…',
    boundaries: 'School hours\nonly',
    confidentiality: '…',
    ending: '…',
    menteeRole: '',
    helps: marker,
    avoid: '',
  },
  mentorSignedAt: monday,
  menteeSignedAt: null,
  menteeWord: 'change-wanted',
  changeWanted: `Not on Fridays, ${marker}`,
});

export const aMentorship = (ids: Ids, portfolio: Portfolio, mentee: PersonId): Mentorship => ({
  id: ids.next('mentorship'),
  programme: portfolio.programme,
  portfolio: portfolio.id,
  mentor: portfolio.mentor,
  mentee,
  state: 'active',
  createdAt: monday,
  agreedAt: monday + 1,
  endedAt: null,
  agreement: anAgreement(),
  goals: [
    {
      id: ids.next('goal'),
      what: `Speak up (${marker})`,
      how: 'Once a lesson',
      baseline: 2,
      target: 4,
      menteeBaseline: null,
      proposedBy: portfolio.mentor,
      state: 'agreed',
    },
    {
      id: ids.next('goal'),
      what: 'Be on time',
      how: marker,
      baseline: 1,
      target: 5,
      menteeBaseline: 3,
      proposedBy: mentee,
      state: 'proposed',
    },
  ],
});

export const anAttendee = (m: Mentorship): Attendee => ({
  mentorship: m.id,
  mentee: m.mentee,
  answer: 'accepted',
  answeredVersion: 1,
  answeredAt: monday - hour,
  confirmation: 'different',
  confirmedMinutes: 40,
  confirmedAt: monday + 2 * hour,
  settledMinutes: null,
});

export const aSession = (ids: Ids, mentorships: readonly Mentorship[], change: Partial<Session> = {}): Session => ({
  id: ids.next('session'),
  programme: mentorships[0]!.programme,
  portfolio: mentorships[0]!.portfolio,
  mentor: mentorships[0]!.mentor,
  attendees: mentorships.map(anAttendee),
  title: `First steps ${marker}`,
  place: `Library ${marker}`,
  kind: 'standard',
  startsAt: monday,
  minutes: 45,
  planVersion: 1,
  state: 'planned',
  startedAt: null,
  endedAt: null,
  plannedAt: monday - 24 * hour,
  plannedAfterwards: false,
  revision: 1,
  ...change,
});

export const aPlan = (session: Session, version: number): PlanVersion => ({
  session: session.id,
  version,
  startsAt: session.startsAt,
  minutes: session.minutes,
  title: session.title,
  place: session.place,
  kind: session.kind,
  body: {
    objectives: [{ key: 'a', what: `Read aloud ${marker}`, measure: 'Twice' }],
    activities: [{ key: 'b', what: 'Talk', minutes: 45 }],
    resources: '',
    resourcesWhy: marker,
    support: [{ key: 'n', need: marker, strategy: `A break ${marker}` }],
    strategies: marker,
    asGiven: ['activities'],
    guidance: ['kcsie'],
    goals: [],
  },
  savedAt: monday - hour,
  author: session.mentor,
  copiedFrom: 'template:first',
  unchanged: true,
});

export const aRecord = (session: SessionId, author: PersonId, version: number): [RecordHead, RecordVersion] => [
  { session, version, firstSavedAt: monday + hour, signedAt: monday + hour, botDelayMs: 12_345_678_901 },
  {
    session,
    version,
    body: {
      attended: [],
      startedAt: monday,
      minutes: 45,
      outcomes: [{ objective: 'a', outcome: 'partly', evidence: marker }],
      skills: [{ key: 'k', skill: 'open-questions', example: marker }],
      happened: `We talked, ${marker}`,
      actions: [{ key: 'x', what: marker, owner: 'mentee', due: '2026-11-30' }],
      change: marker,
      nextFocus: '',
      restorative: { happened: marker, affected: '', agreed: '', by: null },
      checkIn: '',
      checkOut: '',
      keptTo: 'partly',
      support: [{ key: 'n', did: 'helped', line: marker }],
      guidance: [{ ref: 'kcsie', how: marker }],
    },
    savedAt: monday + hour,
    author,
    reason: version === 1 ? '' : `A slip, ${marker}`,
    lateReason: '',
  },
];

export const aFeedback = (session: Session, mentee: PersonId, change: Partial<Feedback> = {}): Feedback => ({
  programme: session.programme,
  session: session.id,
  mentee,
  mentor: session.mentor,
  state: 'done',
  share: 'midpoint',
  answers: [
    { question: 'pace', wording: 1, rating: 4, text: '', skipped: false, at: monday + hour },
    { question: 'agreed', wording: 1, rating: null, text: '', skipped: true, at: monday + hour },
    { question: 'keep', wording: 2, rating: null, text: `Keep it, ${marker}`, skipped: false, at: monday + hour },
  ],
  askedAt: monday + hour,
  firstAnsweredAt: monday + 2 * hour,
  editableUntil: monday + 14 * 24 * hour,
  reminded: false,
  asked: ['pace', 'agreed', 'keep@2'],
  ...change,
});

export const aContact = (ids: Ids, m: Mentorship): InformalContact => ({
  id: ids.next('contact'),
  mentorship: m.id,
  at: monday,
  minutes: 5,
  note: `In the corridor, ${marker}`,
  author: m.mentor,
  savedAt: monday + hour,
});

export const aPromise = (ids: Ids, m: Mentorship, session: SessionId): PutRight => ({
  id: ids.next('put-right'),
  programme: m.programme,
  mentorship: m.id,
  session,
  what: `A note to Sam, ${marker}`,
  by: '2026-11-30',
  group: false,
  madeAt: monday,
  changedAt: monday,
  withdrawnAt: null,
  askedWith: [],
  said: [],
});

export const aPrompt = (programme: ProgrammeId, change: Partial<PromptRow> = {}): PromptRow => ({
  occurrence: 'record:s:1',
  programme,
  kind: 'end',
  subject: 's',
  to: null,
  dueAt: monday,
  expiresAt: monday + 24 * hour,
  state: 'waiting',
  ...change,
});

export const aDraft = (ids: Ids, person: PersonId, change: Partial<DraftRow> = {}): DraftRow => ({
  id: ids.next('draft'),
  person,
  form: 'record',
  subject: 's',
  revision: 3,
  step: 'what',
  answers: { values: { happened: marker }, rows: { actions: [] } },
  openedAt: monday,
  savedAt: null,
  doneAt: null,
  outcome: '',
  ...change,
});

export const channel = 'slack:T1:C1' as Address;

/** A programme with three people and nothing else. */
export async function begin(tx: Transaction, ids: Ids) {
  const programme = aProgramme(ids);
  await tx.programmes.add(programme);
  const rows = tx.in(programme.id);
  const mentor = aPerson(ids, programme.id, 'mentor');
  const mentee = aPerson(ids, programme.id, 'mentee');
  const other = aPerson(ids, programme.id, 'mentee', { accounts: [] });
  for (const person of [mentor, mentee, other]) await rows.people.save(person);
  return { programme, mentor, mentee, other };
}

export type Begun = Awaited<ReturnType<typeof begin>>;

/** Something in every repository of a new programme. */
export async function fill(tx: Transaction, ids: Ids) {
  const begun = await begin(tx, ids);
  const { programme, mentor, mentee, other } = begun;
  const rows = tx.in(programme.id);
  const portfolio = aPortfolio(ids, mentor);
  await rows.portfolios.save(portfolio);
  const mentorship = aMentorship(ids, portfolio, mentee.id);
  const second = aMentorship(ids, portfolio, other.id);
  for (const m of [mentorship, second]) await rows.mentorships.save(m);
  const session = aSession(ids, [mentorship]);
  const levels = ([mentor, mentee] as const).map(
    ({ id: by }, i): GoalLevel => ({
      id: ids.next('level'),
      mentorship: mentorship.id,
      goal: mentorship.goals[0]!.id,
      level: 3 + i,
      by,
      at: monday + i,
      session: session.id,
      why: i === 0 ? '' : marker,
    }),
  );
  const group = aSession(ids, [mentorship, second], { startsAt: monday + 48 * hour });
  for (const s of [session, group]) {
    await rows.sessions.save(s);
    await rows.sessions.addPlan(aPlan(s, 1));
    await rows.records.add(...aRecord(s.id, mentor.id, 1));
    await rows.feedback.save(aFeedback(s, mentee.id));
  }
  await rows.goalLevels.add(levels);
  const contact = aContact(ids, mentorship);
  await rows.contacts.add(contact);
  const action = `${session.id}/x`;
  await rows.actions.setDone(mentorship.id, action, true, monday);
  const promise = aPromise(ids, mentorship, session.id);
  await rows.putRight.save(promise);
  for (const by of [mentor.id, mentee.id])
    await rows.putRight.say(promise.id, { id: ids.next('said'), by, word: 'partly', note: marker, at: monday });
  await rows.whenHard.save({
    person: mentee.id,
    notice: marker,
    helps: '',
    goTo: `Zoë, ${marker}`,
    shared: [mentorship.id],
    savedAt: monday,
  });
  await rows.checkIns.save({
    session: session.id,
    mentee: mentee.id,
    moment: 'in',
    level: 2,
    word: marker,
    shared: true,
    at: monday,
  });
  const evidence = await fillEvidence(tx, ids, { mentorship, portfolio, mentor, session: session.id });
  const prompt = aPrompt(programme.id, { to: mentee.id });
  await rows.prompts.set(prompt);
  await rows.outbox.add({ face: 'plan', subject: session.id, to: { person: mentee.id }, at: 0, sensitive: false });
  const draft = aDraft(ids, mentor.id);
  await rows.drafts.save(draft);
  await rows.audit.add({
    chain: mentorship.id,
    at: monday,
    actor: mentor.id,
    what: 'session.planned',
    subject: session.id,
    facts: { minutes: 45, secret: marker },
  });
  await rows.audit.add({ chain: programme.id, at: monday, actor: null, what: 'a', subject: 'b', facts: { c: marker } });
  await rows.kept.put(anything, 'digest', { last: marker });
  return {
    ...begun,
    portfolio,
    mentorship,
    second,
    levels,
    session,
    group,
    ...evidence,
    contact,
    action,
    prompt,
    draft,
  };
}

export type Filled = Awaited<ReturnType<typeof fill>>;
