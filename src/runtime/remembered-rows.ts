import type { Rows } from '../ports/store.js';

/**
 * The rows of one unit of work, with what was read once not read again: a form is built, checked and submitted from
 * the same few rows. A save forgets what it may have changed. Nothing is remembered beyond the unit of work, so no
 * other replica's change can be missed by it.
 */
export function rememberedRows(rows: Rows): Rows {
  const kept = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const known = kept.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const reading = read();
    kept.set(key, reading);
    return reading;
  };
  const forget = (prefix: string): void => {
    for (const key of [...kept.keys()]) if (key.startsWith(prefix)) kept.delete(key);
  };
  return {
    ...rows,
    programme: {
      ...rows.programme,
      get: () => once('programme', rows.programme.get),
      async save(programme) {
        forget('programme');
        await rows.programme.save(programme);
      },
    },
    people: {
      // Nearly every card needs everybody anyway; somebody erased is not among them and is read alone.
      get: async (id) =>
        (await once('people:*', rows.people.all)).find((p) => p.id === id) ??
        once(`people:${id}`, () => rows.people.get(id)),
      all: () => once('people:*', rows.people.all),
      async save(person) {
        forget('people:');
        await rows.people.save(person);
      },
      async erase(id, at) {
        kept.clear();
        await rows.people.erase(id, at);
      },
    },
    mentorships: {
      ...rows.mentorships,
      get: (id) => once(`mentorships:${id}`, () => rows.mentorships.get(id)),
      of: (person) => once(`mentorships:of:${person}`, () => rows.mentorships.of(person)),
      async save(mentorship) {
        forget('mentorships:');
        await rows.mentorships.save(mentorship);
      },
    },
    sessions: {
      ...rows.sessions,
      get: (id) => once(`sessions:${id}`, () => rows.sessions.get(id)),
      ofMentorship: (id) => once(`sessions:of:${id}`, () => rows.sessions.ofMentorship(id)),
      openOfMentor: (mentor, from, to) =>
        once(`sessions:mentor:${mentor}:${from}:${to}`, () => rows.sessions.openOfMentor(mentor, from, to)),
      openOfMentee: (mentee, from, to) =>
        once(`sessions:mentee:${mentee}:${from}:${to}`, () => rows.sessions.openOfMentee(mentee, from, to)),
      plan: (id, version) => once(`sessions:plan:${id}:${version}`, () => rows.sessions.plan(id, version)),
      async save(session) {
        forget('sessions:');
        await rows.sessions.save(session);
      },
      async addPlan(plan) {
        forget('sessions:plan');
        await rows.sessions.addPlan(plan);
      },
    },
    records: {
      ...rows.records,
      head: (id) => once(`records:head:${id}`, () => rows.records.head(id)),
      get: (id, version) => once(`records:${id}:${version}`, () => rows.records.get(id, version)),
      async add(head, version) {
        forget('records:');
        await rows.records.add(head, version);
      },
    },
    actions: {
      done: (mentorship) => once(`actions:${mentorship}`, () => rows.actions.done(mentorship)),
      async setDone(mentorship, action, done, at) {
        forget('actions:');
        await rows.actions.setDone(mentorship, action, done, at);
      },
    },
    catalogue: {
      ...rows.catalogue,
      current: (kind) => once(`catalogue:${kind}`, () => rows.catalogue.current(kind)),
      every: (kind) => once(`catalogue:every:${kind}`, () => rows.catalogue.every(kind)),
      async add(row) {
        forget('catalogue:');
        await rows.catalogue.add(row);
      },
    },
  };
}
