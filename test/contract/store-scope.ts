import { describe, expect, test } from 'vitest';
import { randomIds } from '../../src/kernel/ids.js';
import type { Rows, Store } from '../../src/ports/store.js';
import { anything } from '../support/kept.js';
import {
  aDraft,
  aFeedback,
  aPlan,
  aRecord,
  aSession,
  type Filled,
  fill,
  monday,
  type OpenStore,
  shared,
} from './store-rows.js';

const ids = randomIds();

/** Everything of a programme that its rows tell. */
async function everything(store: Store, f: Filled): Promise<unknown> {
  return store.read(async (tx) => {
    const r = tx.in(f.programme.id);
    return {
      programme: await r.programme.get(),
      people: await r.people.all(),
      portfolios: await r.portfolios.all(),
      allocations: await r.allocations.all(),
      mentorships: await r.mentorships.all(),
      agreements: await r.mentorships.agreements(f.mentorship.id),
      sessions: await r.sessions.all(),
      plans: [await r.sessions.plans(f.session.id), await r.sessions.plans(f.group.id)],
      records: [await r.records.versions(f.session.id), await r.records.versions(f.group.id)],
      heads: await r.records.heads([f.session.id, f.group.id]),
      feedback: await r.feedback.all(),
      contacts: await r.contacts.ofMentorship(f.mentorship.id),
      actions: await r.actions.done(f.mentorship.id),
      actionsIn: [...(await r.actions.doneIn(f.portfolio.id))],
      prompts: await r.prompts.waitingFor(f.mentee.id),
      prompt: await r.prompts.get(f.prompt.occurrence),
      occurrences: [...(await r.prompts.beginning(''))],
      shares: [...(await r.totals.ofMentee(f.mentee.id))],
      posted: await r.posted.placesOf(f.session.id),
      undelivered: await r.outbox.undelivered(99),
      undeliveredCount: await r.outbox.countUndelivered(),
      drafts: await r.drafts.openOf(f.mentor.id),
      audit: [await r.audit.of(f.programme.id), await r.audit.of(f.mentorship.id)],
      catalogue: await r.catalogue.current('question'),
      kept: await r.kept.get(anything, 'digest'),
    };
  });
}

export function storeScopeContract(name: string, open: OpenStore): void {
  describe(`${name}: nothing crosses programmes`, () => {
    const opened = shared(open);
    let twice: Promise<{ readonly store: Store; readonly a: Filled; readonly b: Filled }> | undefined;
    // Made once: these tests change neither, or show that they cannot.
    const two = () => {
      twice ??= makeTwo();
      return twice;
    };
    const makeTwo = async () => {
      const store = opened();
      const a = await store.write((tx) => fill(tx, ids));
      const b = await store.write((tx) => fill(tx, ids));
      // One message delivered in each, one failed.
      for (const f of [a, b]) {
        await store.write((tx) =>
          tx
            .in(f.programme.id)
            .outbox.add({ face: 'x', subject: 'y', to: { person: f.other.id }, at: 0, sensitive: true }),
        );
        for (const row of await store.queue.claimOutbox(1, 2, 9))
          await store.queue.settle(row.id, row.fence, {
            at: 3,
            ...(row.face === 'x'
              ? { state: 'failed', code: 'no' }
              : { state: 'delivered', posted: { ref: `ref:${row.programme}` as never, drawn: 1 } }),
          });
      }
      return { store, a, b };
    };

    test('reading another’s ids finds nothing', async () => {
      const { store, a, b } = await two();
      const found = await store.read(async (tx) => {
        const r: Rows = tx.in(b.programme.id);
        const span = [0, 2 * monday] as const;
        return {
          person: await r.people.get(a.mentor.id),
          portfolio: await r.portfolios.get(a.portfolio.id),
          mentorship: await r.mentorships.get(a.mentorship.id),
          session: await r.sessions.get(a.session.id),
          plan: await r.sessions.plan(a.session.id),
          head: await r.records.head(a.session.id),
          record: await r.records.get(a.session.id),
          feedback: await r.feedback.get(a.session.id, a.mentee.id),
          draft: await r.drafts.get(a.draft.id),
          open: await r.drafts.open(a.mentor.id, 'record', 's'),
          posted: await r.posted.get('plan', a.session.id, { person: a.mentee.id }),
          ref: await r.posted.find(`ref:${a.programme.id}` as never),
          broken: await r.audit.broken(a.mentorship.id),
          lists: [
            await r.portfolios.ofMentor(a.mentor.id),
            await r.mentorships.of(a.mentor.id),
            await r.mentorships.agreements(a.mentorship.id),
            await r.sessions.openOfMentor(a.mentor.id, ...span),
            await r.sessions.openOfMentee(a.mentee.id, ...span),
            await r.sessions.ofMentorship(a.mentorship.id),
            await r.sessions.ofPortfolio(a.portfolio.id),
            await r.sessions.nextOf(a.mentor.id, 0, 9),
            await r.sessions.plans(a.session.id),
            [...(await r.sessions.plansOf([a.session.id])).keys()],
            [...(await r.records.heads([a.session.id])).keys()],
            await r.records.versions(a.session.id),
            [...(await r.records.newest([a.session.id])).keys()],
            await r.feedback.ofSessions([a.session.id]),
            await r.feedback.ofMentee(a.mentee.id),
            await r.contacts.ofMentorship(a.mentorship.id),
            [...(await r.actions.done(a.mentorship.id))],
            [...(await r.actions.doneIn(a.portfolio.id))],
            [...(await r.totals.ofMentee(a.mentee.id))],
            [...(await r.totals.uses([a.portfolio.id]))],
            [...(await r.totals.notCounted([a.portfolio.id], a.mentee.id, 9))],
            [...(await r.totals.apart())],
            await r.prompts.waitingFor(a.mentee.id),
            await r.posted.placesOf(a.session.id),
            await r.drafts.openOf(a.mentor.id),
            await r.audit.of(a.mentorship.id),
            await r.audit.of(a.programme.id),
            await r.audit.readingsOn([a.mentorship.id]),
            await r.audit.mentioning('feedback.read', [a.mentorship.id]),
          ].flat(),
        };
      });
      const { lists, ...single } = found;
      expect(lists).toEqual([]);
      expect(Object.entries(single).filter(([, value]) => value !== undefined)).toEqual([]);
    });

    test('lists hold a programme’s own rows only', async () => {
      const { store, a, b } = await two();
      const [ofA, ofB] = [JSON.stringify(await everything(store, a)), JSON.stringify(await everything(store, b))];
      for (const id of [b.programme.id, b.mentor.id, b.mentee.id, b.session.id, b.mentorship.id, b.draft.id]) {
        expect(ofA).not.toContain(id);
        expect(ofB).toContain(id);
      }
      expect(await store.read((tx) => tx.in(a.programme.id).sessions.between(0, 2 * monday))).toHaveLength(2);
    });

    test('changing another’s rows changes nothing', async () => {
      const { store, a, b } = await two();
      const before = await everything(store, a);
      const failed = (await store.read((tx) => tx.in(a.programme.id).outbox.undelivered(1)))[0]!;
      const stolen = { programme: b.programme.id };
      const attempts: ((r: Rows) => Promise<unknown>)[] = [
        (r) => r.programme.save(a.programme),
        (r) => r.people.save(a.mentor),
        (r) => r.people.save({ ...a.mentor, ...stolen, accounts: [] }),
        (r) => r.portfolios.save({ ...a.portfolio, ...stolen, mentor: b.mentor.id }),
        (r) => r.portfolios.save({ ...b.portfolio, id: ids.next('portfolio'), mentor: a.mentor.id }),
        (r) => r.mentorships.save({ ...a.mentorship, ...stolen }),
        (r) => r.mentorships.save({ ...b.mentorship, id: ids.next('mentorship'), mentee: a.mentee.id, goals: [] }),
        (r) => r.mentorships.save({ ...b.mentorship, goals: a.mentorship.goals }),
        (r) => r.sessions.save({ ...a.session, ...stolen, revision: 2 }),
        (r) =>
          r.sessions.save(
            aSession(ids, [{ ...a.mentorship, ...stolen, portfolio: b.portfolio.id, mentor: b.mentor.id }]),
          ),
        (r) => r.sessions.save(aSession(ids, [{ ...b.mentorship, portfolio: a.portfolio.id }])),
        (r) => r.sessions.addPlan(aPlan(a.session, 2)),
        (r) => r.records.add(...aRecord(a.session.id, b.mentor.id, 2)),
        (r) => r.feedback.save(aFeedback({ ...a.session, ...stolen }, a.mentee.id)),
        (r) => r.feedback.save(aFeedback({ ...a.session, ...stolen }, b.mentee.id)),
        (r) => r.contacts.add({ ...b.contact, id: ids.next('contact'), mentorship: a.mentorship.id }),
        (r) => r.actions.setDone(a.mentorship.id, 'new', true, 1),
        (r) => r.drafts.save({ ...a.draft, person: b.mentor.id }),
        (r) => r.drafts.save(aDraft(ids, a.mentor.id)),
        (r) => r.prompts.set({ ...a.prompt, dueAt: 1 }),
        (r) => r.audit.add({ chain: a.mentorship.id, at: 1, actor: null, what: 'x', subject: 'y', facts: {} }),
      ];
      for (const [i, attempt] of attempts.entries())
        await expect(
          store.write((tx) => attempt(tx.in(b.programme.id))),
          `attempt ${i}`,
        ).rejects.toThrow();
      // These have nothing to refuse: they do not find what they would change.
      await store.write(async (tx) => {
        const r = tx.in(b.programme.id);
        await r.actions.setDone(a.mentorship.id, a.action, false, 1);
        await r.outbox.again(failed.id, 1);
        await r.prompts.set({ ...a.prompt, ...stolen, dueAt: 1 });
        await r.prompts.cancelAll('');
        await r.prompts.cancel(a.prompt.occurrence);
        await r.prompts.settle([a.prompt.occurrence], 'dropped', 1);
        await r.kept.put(anything, 'digest', 'other');
        await r.outbox.add({ face: 'x', subject: 'y', to: { person: a.other.id }, at: 0, sensitive: false });
      });
      expect(await everything(store, a)).toEqual(before);
    });

    test('an id is a string, whatever was handed in', async () => {
      const { store, a } = await two();
      const anything = { not: '' } as never;
      await store.read(async (tx) => {
        const r = tx.in(a.programme.id);
        expect(await r.people.get(anything)).toBeUndefined();
        expect(await r.sessions.get(anything)).toBeUndefined();
        expect(await r.drafts.get(anything)).toBeUndefined();
        expect(await r.records.get(anything)).toBeUndefined();
        expect(await r.records.get(a.session.id, anything).catch(() => undefined)).toBeUndefined();
        expect(await r.sessions.plan(a.session.id, anything).catch(() => undefined)).toBeUndefined();
        expect(await r.catalogue.get('skill', 'active-listening', anything).catch(() => undefined)).toBeUndefined();
        expect(await r.feedback.get(anything, anything)).toBeUndefined();
        expect(await r.mentorships.of(anything)).toEqual([]);
        expect(await tx.accounts.find({ platform: anything, tenant: anything, user: anything })).toBeUndefined();
        expect(await tx.deliveries.outcome(anything)).toBeUndefined();
        expect(await tx.in(anything).people.all()).toEqual([]);
      });
    });
  });
}
