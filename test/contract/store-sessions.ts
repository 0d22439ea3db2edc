import { describe, expect, test } from 'vitest';
import { randomIds } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { aDraft, aFeedback, aPlan, aRecord, aSession, fill, monday, type OpenStore, shared } from './store-rows.js';

const ids = randomIds();

export function storeSessionsContract(name: string, open: OpenStore): void {
  describe(`${name}: sessions and what belongs to them come out as they went in`, () => {
    const opened = shared(open);
    test('sessions: one mentee or several, found by whoever looks for them', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const { session, group } = f;
      const titles = async (find: (r: Rows['sessions']) => Promise<readonly { id: string }[]>) =>
        (await store.read((tx) => find(tx.in(f.programme.id).sessions))).map((s) => s.id);
      expect(await store.read((tx) => tx.in(f.programme.id).sessions.get(session.id))).toEqual(session);
      expect(await store.read((tx) => tx.in(f.programme.id).sessions.get(group.id))).toEqual(group);
      expect(await titles((s) => s.all())).toEqual([session.id, group.id]);
      expect(await titles((s) => s.ofMentorship(f.second.id))).toEqual([group.id]);
      expect(await titles((s) => s.ofPortfolio(f.portfolio.id))).toEqual([session.id, group.id]);
      const end = session.startsAt + 45 * 60_000;
      expect(await titles((s) => s.between(session.startsAt, session.startsAt + 1))).toEqual([session.id]);
      expect(await titles((s) => s.between(session.startsAt + 1, group.startsAt))).toEqual([]);
      expect(await titles((s) => s.openOfMentor(f.mentor.id, end - 1, end + 1))).toEqual([session.id]);
      expect(await titles((s) => s.openOfMentor(f.mentor.id, end, end + 1))).toEqual([]);
      expect(await titles((s) => s.openOfMentor(f.mentor.id, session.startsAt - 1, session.startsAt))).toEqual([]);
      expect(await titles((s) => s.openOfMentee(f.other.id, 0, 2 * monday))).toEqual([group.id]);
      expect(await titles((s) => s.openOfMentor(f.mentee.id, 0, 2 * monday))).toEqual([]);
      expect(await titles((s) => s.nextOf(f.mentee.id, session.startsAt, 1))).toEqual([session.id]);
      expect(await titles((s) => s.nextOf(f.mentee.id, end, 9))).toEqual([group.id]);
      expect(await titles((s) => s.nextOf(f.mentor.id, 0, 9))).toEqual([session.id, group.id]);

      const ended = {
        ...session,
        state: 'ended' as const,
        startedAt: monday,
        endedAt: monday + 9,
        revision: 2,
        series: { id: ids.next('series'), position: 2 },
        missed: 'late' as const,
        attendees: [{ ...session.attendees[0]!, confirmation: 'confirmed' as const, settledMinutes: 30 }],
      };
      await store.write((tx) => tx.in(f.programme.id).sessions.save(ended));
      expect(await store.read((tx) => tx.in(f.programme.id).sessions.get(session.id))).toEqual(ended);
      expect(await titles((s) => s.ofSeries(ended.series.id))).toEqual([session.id]);
      expect(await titles((s) => s.ofSeries(ids.next('series')))).toEqual([]);
      expect(await titles((s) => s.openOfMentor(f.mentor.id, 0, end))).toEqual([]);
      expect(await titles((s) => s.nextOf(f.mentor.id, 0, 9))).toEqual([group.id]);
    });

    test('a session is saved over the revision it was read at, or not at all', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const save = (revision: number, title = 'x') =>
        store.write((tx) => tx.in(f.programme.id).sessions.save({ ...f.session, revision, title }));
      for (const revision of [1, 3, 0]) await expect(save(revision)).rejects.toMatchObject({ code: 'stale-session' });
      await save(2, 'moved');
      await expect(save(2, 'late')).rejects.toMatchObject({ code: 'stale-session' });
      expect((await store.read((tx) => tx.in(f.programme.id).sessions.get(f.session.id)))?.title).toBe('moved');
      const unknown = aSession(ids, [f.mentorship], { revision: 7 });
      await expect(store.write((tx) => tx.in(f.programme.id).sessions.save(unknown))).rejects.toMatchObject({
        code: 'stale-session',
      });
    });

    test('plans and records keep every version', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const { session, group, mentor } = f;
      const again = { ...aPlan(session, 2), copiedFrom: null, unchanged: false };
      const [head, amended] = aRecord(session.id, mentor.id, 2);
      await store.write(async (tx) => {
        await tx.in(f.programme.id).sessions.addPlan(again);
        await tx.in(f.programme.id).records.add(head, amended);
      });
      await store.read(async (tx) => {
        const { sessions, records } = tx.in(f.programme.id);
        expect(await sessions.plan(session.id)).toEqual(again);
        expect(await sessions.plan(session.id, 1)).toEqual(aPlan(session, 1));
        expect(await sessions.plan(session.id, 3)).toBeUndefined();
        expect(await sessions.plans(session.id)).toEqual([aPlan(session, 1), again]);
        expect(await sessions.plans(group.id)).toEqual([aPlan(group, 1)]);
        expect(await sessions.plansOf([session.id, group.id, ids.next('session')])).toEqual(
          new Map([
            [session.id, [aPlan(session, 1), again]],
            [group.id, [aPlan(group, 1)]],
          ]),
        );
        expect(await records.head(session.id)).toEqual(head);
        expect(await records.get(session.id)).toEqual(amended);
        expect(await records.get(session.id, 1)).toEqual(aRecord(session.id, mentor.id, 1)[1]);
        expect(await records.versions(session.id)).toEqual([aRecord(session.id, mentor.id, 1)[1], amended]);
        expect(await records.newest([session.id, group.id, ids.next('session')])).toEqual(
          new Map([
            [session.id, amended],
            [group.id, aRecord(group.id, mentor.id, 1)[1]],
          ]),
        );
        const heads = await records.heads([session.id, group.id, ids.next('session')]);
        expect(heads).toEqual(
          new Map([
            [session.id, head],
            [group.id, aRecord(group.id, mentor.id, 1)[0]],
          ]),
        );
      });
      await expect(store.write((tx) => tx.in(f.programme.id).sessions.addPlan(again))).rejects.toMatchObject({
        code: 'stale-session',
      });
      await expect(store.write((tx) => tx.in(f.programme.id).records.add(head, amended))).rejects.toMatchObject({
        code: 'stale-record',
      });
    });

    test('feedback: answers, skips and words; withdrawn means gone', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const first = aFeedback(f.session, f.mentee.id);
      const second = aFeedback(f.group, f.mentee.id);
      await store.read(async (tx) => {
        const { feedback } = tx.in(f.programme.id);
        expect(await feedback.get(f.session.id, f.mentee.id)).toEqual(first);
        expect(await feedback.get(f.session.id, f.other.id)).toBeUndefined();
        expect(await feedback.ofSessions([f.group.id])).toEqual([second]);
        expect(await feedback.ofMentee(f.mentee.id)).toEqual([first, second]);
        expect(await feedback.all()).toEqual([first, second]);
      });
      const withdrawn = aFeedback(f.session, f.mentee.id, { state: 'withdrawn', answers: [], share: null });
      await store.write((tx) => tx.in(f.programme.id).feedback.save(withdrawn));
      expect(await store.read((tx) => tx.in(f.programme.id).feedback.get(f.session.id, f.mentee.id))).toEqual(
        withdrawn,
      );
    });

    test('drafts: the newest open one of a form about a subject', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const later = aDraft(ids, f.mentor.id, { openedAt: monday + 1 });
      const elsewhere = aDraft(ids, f.mentor.id, { subject: 'other', openedAt: monday - 1 });
      await store.write(async (tx) => {
        await tx.in(f.programme.id).drafts.save(later);
        await tx.in(f.programme.id).drafts.save(elsewhere);
      });
      const openNow = () => store.read((tx) => tx.in(f.programme.id).drafts.open(f.mentor.id, 'record', 's'));
      expect(await openNow()).toEqual(later);
      expect(await store.read((tx) => tx.in(f.programme.id).drafts.openOf(f.mentor.id))).toEqual([
        later,
        f.draft,
        elsewhere,
      ]);
      const done = { ...later, revision: 4, savedAt: monday + 2, doneAt: monday + 3, outcome: 'saved' };
      await store.write((tx) => tx.in(f.programme.id).drafts.save(done));
      expect(await openNow()).toEqual(f.draft);
      expect(await store.read((tx) => tx.in(f.programme.id).drafts.get(later.id))).toEqual(done);
      await expect(
        store.write((tx) => tx.in(f.programme.id).drafts.save({ ...done, person: f.mentee.id })),
      ).rejects.toThrow();
      // Whoever comes second with one revision has decided by what is not so any more; what is done stays done.
      const begun = { ...f.draft, revision: f.draft.revision + 1 };
      const again = (draft: typeof begun) => store.write((tx) => tx.in(f.programme.id).drafts.save(draft));
      await again(begun);
      for (const stale of [begun, f.draft, { ...done, revision: 9, doneAt: null }])
        await expect(again(stale)).rejects.toMatchObject({ code: 'stale-draft' });
      await again({ ...begun, doneAt: monday + 4, outcome: 'begun anew' });
      expect(await store.read((tx) => tx.in(f.programme.id).drafts.get(begun.id))).toMatchObject({
        doneAt: monday + 4,
      });
    });

    test('more rows than one statement of 999 values holds', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      for (let part = 0; part < 4; part++)
        await store.write(async (tx) => {
          const { sessions } = tx.in(f.programme.id);
          for (let i = 0; i < 130; i++)
            await sessions.save(
              aSession(ids, [f.mentorship], { startsAt: monday + i, ...(i > 0 ? { attendees: [] } : {}) }),
            );
        });
      const all = await store.read((tx) => tx.in(f.programme.id).sessions.all());
      expect(all).toHaveLength(522);
      expect(all.filter((s) => s.attendees.length > 0)).toHaveLength(6);
      expect((await store.read((tx) => tx.in(f.programme.id).records.heads(all.map((s) => s.id)))).size).toBe(2);
    });
  });
}
