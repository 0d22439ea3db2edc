import { expect, onTestFinished, test } from 'vitest';
import { withDefaults } from '../../../adapters/prisma/bodies/defaults.js';
import { readAnswers } from '../../../adapters/prisma/bodies/draft.js';
import { readAgreementWords, readGoalWords } from '../../../adapters/prisma/bodies/mentorship.js';
import { readProfile } from '../../../adapters/prisma/bodies/person.js';
import { readSettings } from '../../../adapters/prisma/bodies/programme.js';
import { readRecordWords } from '../../../adapters/prisma/bodies/record.js';
import { readPlanWords, readSessionWords } from '../../../adapters/prisma/bodies/session.js';
import { defaultSettings } from '../../../src/domain/defaults/settings.js';
import { type PersonId, randomIds } from '../../../src/kernel/ids.js';
import type { Rows } from '../../../src/ports/store.js';
import { aPlan, aRecord, fill, monday } from '../../contract/store-rows.js';
import { openTestStore } from '../../support/store.js';

/** Stored bodies: those of older versions read whole, and what a later version wrote is not lost by this one. */

const attended = ['x' as PersonId];

test('a body that says nothing reads whole, with nothing made up', () => {
  const blank = { purpose: '', duration: '', frequency: '', place: '', roles: '', boundaries: '', confidentiality: '' };
  expect(readAgreementWords({ body: {} })).toEqual({
    body: { ...blank, ending: '', menteeRole: '', helps: '', avoid: '' },
    changeWanted: '',
  });
  expect(readAgreementWords({})).toEqual(readAgreementWords({ body: {} }));
  expect(readGoalWords({ what: 'Speak up' })).toEqual({ what: 'Speak up', how: '' });
  expect(readSessionWords({ title: 'One' })).toEqual({ title: 'One', place: '' });
  expect(readPlanWords({ title: 'One', body: { objectives: [{ key: 'a', what: 'Read' }], activities: [] } })).toEqual({
    title: 'One',
    place: '',
    body: {
      objectives: [{ key: 'a', what: 'Read', measure: '' }],
      activities: [],
      resources: '',
      resourcesWhy: '',
      support: [],
      strategies: '',
      guidance: [],
      goals: [],
      asGiven: [],
    },
  });
  const record = {
    attended,
    startedAt: 1,
    minutes: 45,
    outcomes: [{ objective: 'a', outcome: 'met' }],
    skills: [{ key: 'k', skill: 's' }],
    actions: [{ key: 'x', what: 'Ring', owner: 'mentee' }],
    restorative: { happened: 'A row' },
  };
  expect(readRecordWords({ body: record })).toEqual({
    body: {
      ...record,
      outcomes: [{ objective: 'a', outcome: 'met', evidence: '' }],
      skills: [{ key: 'k', skill: 's', example: '' }],
      actions: [{ key: 'x', what: 'Ring', owner: 'mentee', due: null }],
      restorative: { happened: 'A row', affected: '', agreed: '', by: null },
      happened: '',
      change: '',
      nextFocus: '',
      checkIn: '',
      checkOut: '',
      keptTo: null,
      support: [],
      guidance: [],
    },
    reason: '',
    lateReason: '',
  });
  expect(readRecordWords({ body: { attended, startedAt: 1, minutes: 45 } }).body).toMatchObject({
    outcomes: [],
    skills: [],
    actions: [],
    restorative: null,
  });
  expect(readProfile({ name: 'Leo' })).toEqual({ name: 'Leo', manners: {} });
  expect(readAnswers({})).toEqual({ values: {}, rows: {} });
  expect(readSettings({})).toEqual(defaultSettings);
  const safeguarding = { hours: 'All day' };
  expect(readSettings({ safeguarding, digest: { weekly: false } })).toEqual({
    ...defaultSettings,
    safeguarding: { ...defaultSettings.safeguarding, ...safeguarding },
    digest: { ...defaultSettings.digest, weekly: false },
  });
});

test('what stands there stands as it was written, null and in its order; what it lacks comes after it', () => {
  const read = withDefaults<{ a: number; b: string | null; c: string }>({ later: 1, b: null }, { a: 1, b: 'x', c: '' });
  expect(JSON.stringify(read)).toBe('{"later":1,"b":null,"a":1,"c":""}');
});

test('a field of a later version is still there when this one has saved the body again', async () => {
  const ids = randomIds();
  const { store, close } = await openTestStore();
  onTestFinished(close);
  const f = await store.write((tx) => fill(tx, ids));
  const later = { later: { than: 'this' } };
  const inEach = <T extends object>(list: readonly T[]): readonly T[] => list.map((entry) => ({ ...entry, ...later }));
  const rows = <T>(act: (r: Rows) => Promise<T>): Promise<T> => store.write((tx) => act(tx.in(f.programme.id)));
  const { agreement } = f.mentorship;
  const plan = aPlan(f.session, 2);
  const [head, record] = aRecord(f.session.id, f.mentor.id, 2);
  const planBody = {
    ...plan.body,
    ...later,
    objectives: inEach(plan.body.objectives),
    activities: inEach(plan.body.activities),
    support: inEach(plan.body.support),
  };
  const recordBody = { ...record.body, ...later, actions: inEach(record.body.actions) };
  await rows(async (r) => {
    await r.mentorships.save({ ...f.mentorship, agreement: { ...agreement, body: { ...agreement.body, ...later } } });
    await r.sessions.addPlan({ ...plan, body: planBody });
    await r.records.add(head, { ...record, body: recordBody });
    await r.people.save({ ...f.mentor, manners: { ...f.mentor.manners, ...later } });
    const digest = { ...defaultSettings.digest, ...later };
    await r.programme.save({ ...f.programme, settings: { ...f.programme.settings, ...later, digest } });
  });
  // Each read as this version reads it, changed somewhere else, and saved.
  await rows(async (r) => {
    const [m, p, v] = [
      await r.mentorships.get(f.mentorship.id),
      await r.sessions.plan(f.session.id),
      await r.records.get(f.session.id),
    ];
    const [person, programme] = [await r.people.get(f.mentor.id), await r.programme.get()];
    if (m === undefined || p === undefined || v === undefined || person === undefined) throw new Error('not kept');
    const body = { ...m.agreement.body, place: 'Room 5' };
    await r.mentorships.save({ ...m, agreement: { ...m.agreement, body } });
    await r.sessions.addPlan({ ...p, version: 3, body: { ...p.body, resources: 'Pens' } });
    await r.records.add(
      { ...head, version: 3 },
      { ...v, version: 3, savedAt: monday, body: { ...v.body, change: '' } },
    );
    await r.people.save({ ...person, manners: { ...person.manners, agenda: false } });
    await r.programme.save({ ...programme, settings: { ...programme.settings, workingDays: [1] } });
  });
  await rows(async (r) => {
    expect((await r.mentorships.get(f.mentorship.id))?.agreement.body).toMatchObject({ ...later, place: 'Room 5' });
    expect((await r.sessions.plan(f.session.id))?.body).toEqual({ ...planBody, resources: 'Pens' });
    expect((await r.records.get(f.session.id))?.body).toEqual({ ...recordBody, change: '' });
    expect((await r.people.get(f.mentor.id))?.manners).toMatchObject({ ...later, agenda: false });
    expect((await r.programme.get()).settings).toMatchObject({ ...later, digest: later, workingDays: [1] });
  });
});
