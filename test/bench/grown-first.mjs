/** The one of each that a grown programme is copied from, written by the store itself. */
import { defaultAgreement } from '../../dist/src/domain/defaults/agreement.js';
import { defaultSettings } from '../../dist/src/domain/defaults/settings.js';
import { promptsAfterSession, promptsOfSession } from '../../dist/src/domain/prompt-schedule.js';
import { reminderSubject, remindPrompt } from '../../dist/src/domain/subjects.js';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

/** Answers every id, user and name that the copies have others for; `heldAt`: when the session that was held began. */
export async function addFirst(store, ids, { platform, tenant, startsAt, now, wholeLife = false, settings = {} }) {
  const person = (user, name) => ({ id: ids.next('person'), user, name });
  const first = {
    programme: ids.next('programme'),
    coordinator: person('UCOORDINATOR', 'Cora Ordinator'),
    mentor: person('UMFIRST', 'Mo Mentorfirst'),
    mentee: person('UPFIRST', 'Pat Menteefirst'),
    portfolio: ids.next('portfolio'),
    mentorship: ids.next('mentorship'),
    goal: ids.next('goal'),
    held: ids.next('session'),
    planned: ids.next('session'),
    heldAt: now - day,
  };
  const { programme, mentor, mentee } = first;
  const began = now - 800 * day;
  await store.write(async (tx) => {
    await tx.programmes.add({
      id: programme,
      name: 'Grown',
      nation: 'england',
      zone: 'Europe/London',
      createdAt: began,
      practice: false,
      settings: { ...defaultSettings, ...settings },
    });
    await tx.programmes.install(platform, tenant, programme, began);
    const rows = tx.in(programme);
    const person = personOf({ programme, platform, tenant, createdAt: began });
    await rows.people.save(person(first.coordinator, 'coordinator'));
    await rows.people.save(person(mentor, 'mentor'));
    await rows.people.save(person(mentee, 'mentee'));
    await rows.portfolios.save({
      id: first.portfolio,
      programme,
      mentor: mentor.id,
      targetMinutes: 360,
      startedAt: began,
    });
    await rows.mentorships.save(mentorshipOf(first, began));
    await addHeld(rows, first);
    await addPlanned(rows, first, { startsAt: startsAt ?? now + 3 * hour, now, wholeLife });
  });
  return first;
}

export const personOf =
  ({ programme, platform, tenant, createdAt }) =>
  ({ id, user, name }, role) => ({
    id,
    programme,
    name,
    zone: 'Europe/London',
    locale: 'en-GB',
    manners: { inAverages: true },
    roles: [role],
    accounts: [{ platform, tenant, user }],
    createdAt,
    erasedAt: null,
  });

export const mentorshipOf = ({ programme, portfolio, mentorship, goal, mentor, mentee }, began) => ({
  id: mentorship,
  programme,
  portfolio,
  mentor: mentor.id,
  mentee: mentee.id,
  state: 'active',
  createdAt: began,
  agreedAt: began,
  endedAt: null,
  goals: [
    {
      id: goal,
      what: 'Speak up in meetings',
      how: 'Once a week',
      baseline: 2,
      target: 4,
      menteeBaseline: 2,
      proposedBy: mentor.id,
      state: 'agreed',
    },
  ],
  agreement: {
    version: 1,
    body: defaultAgreement,
    mentorSignedAt: began,
    menteeSignedAt: began,
    menteeWord: 'signed',
    changeWanted: '',
  },
});

const sessionOf = ({ programme, portfolio, mentorship, mentor, mentee }, id, startsAt, more, said) => ({
  id,
  programme,
  portfolio,
  mentor: mentor.id,
  title: 'Phone calls',
  place: 'Room 4',
  kind: 'standard',
  startsAt,
  minutes: 45,
  planVersion: 1,
  state: 'planned',
  startedAt: null,
  endedAt: null,
  plannedAt: startsAt - 3 * day,
  plannedAfterwards: false,
  revision: 1,
  attendees: [
    {
      mentorship,
      mentee: mentee.id,
      answer: 'accepted',
      answeredVersion: 1,
      answeredAt: startsAt - 2 * day,
      confirmation: 'open',
      confirmedMinutes: null,
      confirmedAt: null,
      settledMinutes: null,
      ...said,
    },
  ],
  ...more,
});

const planOf = (session, goal) => ({
  session: session.id,
  version: 1,
  startsAt: session.startsAt,
  minutes: 45,
  title: session.title,
  place: session.place,
  kind: 'standard',
  savedAt: session.plannedAt,
  author: session.mentor,
  copiedFrom: null,
  unchanged: false,
  body: {
    objectives: [{ key: 'a', what: 'Make two calls', measure: 'Two calls stand in the log' }],
    activities: [{ key: 'b', what: 'Listen to each other’s calls', minutes: 45 }],
    resources: '',
    resourcesWhy: '',
    support: [],
    strategies: '',
    asGiven: [],
    guidance: [],
    goals: [goal],
  },
});

/** Held, recorded at the time, confirmed, and answered about. */
export async function addHeld(rows, first) {
  const startsAt = first.heldAt;
  const endedAt = startsAt + 45 * minute;
  const session = sessionOf(
    first,
    first.held,
    startsAt,
    { state: 'ended', startedAt: startsAt, endedAt, revision: 1 },
    { confirmation: 'confirmed', confirmedMinutes: 45, confirmedAt: endedAt + hour },
  );
  await rows.sessions.save(session);
  await rows.sessions.addPlan(planOf(session, first.goal));
  const savedAt = endedAt + 10 * minute;
  await rows.records.add(
    { session: session.id, version: 1, firstSavedAt: savedAt, signedAt: savedAt, botDelayMs: 0, lag: 'at the time' },
    {
      session: session.id,
      version: 1,
      savedAt,
      author: first.mentor.id,
      reason: '',
      lateReason: '',
      body: {
        attended: [first.mentee.id],
        startedAt: startsAt,
        minutes: 45,
        outcomes: [{ objective: 'a', outcome: 'met', evidence: 'Both calls were made.' }],
        skills: [{ key: 'k', skill: 'active-listening', example: 'I waited for the end of the sentence.' }],
        happened: 'We made two calls together and went through what was said.',
        actions: [{ key: 'x', what: 'Make three calls alone', owner: 'mentee', due: null }],
        change: '',
        nextFocus: 'Calls that go wrong',
        restorative: null,
        checkIn: '',
        checkOut: '',
        keptTo: null,
        support: [],
        guidance: [],
      },
    },
  );
  const answer = (question, rating, text = '') => ({
    question,
    wording: 1,
    rating,
    text,
    skipped: false,
    at: endedAt + hour,
  });
  await rows.feedback.save({
    programme: first.programme,
    session: session.id,
    mentee: first.mentee.id,
    mentor: first.mentor.id,
    state: 'done',
    share: 'now',
    answers: [
      answer('agreed', 4),
      answer('listened', 5),
      answer('pace', 3),
      answer('keep-or-change', null, 'Keep the calls.'),
    ],
    askedAt: endedAt + 30 * minute,
    firstAnsweredAt: endedAt + hour,
    editableUntil: endedAt + 14 * day,
    reminded: false,
  });
  const fired = [...promptsOfSession(session, startsAt - 3 * day), ...promptsAfterSession(session, endedAt)];
  for (const due of fired) {
    await rows.prompts.set({ ...due, programme: first.programme, state: 'waiting' });
    await rows.prompts.settle([due.occurrence], 'fired', due.dueAt);
  }
}

/** Planned and accepted, with one reminder for the mentee, an hour before, or with all that a planned session has due. */
async function addPlanned(rows, first, { startsAt, now, wholeLife }) {
  const session = sessionOf(first, first.planned, startsAt, { plannedAt: now - day });
  await rows.sessions.save(session);
  await rows.sessions.addPlan(planOf(session, first.goal));
  if (wholeLife) {
    const waiting = { programme: first.programme, state: 'waiting' };
    // Planned days ago: of its reminders the last is still to come.
    for (const due of promptsOfSession(session, startsAt - 1.5 * hour)) await rows.prompts.set({ ...due, ...waiting });
    return;
  }
  const to = first.mentee.id;
  await rows.prompts.set({
    ...remindPrompt.prompt({ session: session.id, which: 'hour', to }),
    subject: reminderSubject.write({ session: session.id, which: 'hour' }),
    to,
    dueAt: startsAt - hour,
    expiresAt: startsAt,
    programme: first.programme,
    state: 'waiting',
  });
}
