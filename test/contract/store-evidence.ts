import { describe, expect, test } from 'vitest';
import { randomIds } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { aChange, anAttestation, aReviewForm } from './fill-evidence.js';
import { fill, monday, type OpenStore, shared } from './store-rows.js';

/** What a portfolio has beside its sessions: it comes back as it was saved, and goes with whose it is. */
export function storeEvidenceContract(name: string, open: OpenStore): void {
  describe(`evidence beside sessions (${name})`, () => {
    const opened = shared(open);
    const ids = randomIds();
    const begun = async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const read = <T>(fn: (r: Rows) => Promise<T>) => store.read((tx) => fn(tx.in(f.programme.id)));
      const write = <T>(fn: (r: Rows) => Promise<T>) => store.write((tx) => fn(tx.in(f.programme.id)));
      return { f, read, write };
    };

    test('a review and its forms come back with their answers, and a form is saved anew as a whole', async () => {
      const { f, read, write } = await begun();
      const [theirs, own] = f.reviewForms;
      if (theirs === undefined || own === undefined) throw new Error();
      expect(await read((r) => r.reviews.ofMentorships([f.mentorship.id, f.second.id]))).toEqual([f.review]);
      expect(await read((r) => r.reviews.get(f.review.id))).toEqual(f.review);
      expect(await read((r) => r.reviews.ofMentorships([]))).toEqual([]);
      expect(await read((r) => r.reviews.openAt(f.review.closesAt - 1))).toEqual([f.review]);
      expect(await read((r) => r.reviews.openAt(f.review.closesAt))).toEqual([]);
      expect(await read((r) => r.reviews.formsOf([f.mentorship.id]))).toEqual([theirs, own]);
      expect(await read((r) => r.reviews.formsOfPerson(f.mentee.id))).toEqual([theirs]);
      const after = { ...theirs, state: 'withdrawn' as const, answers: [] };
      await write((r) => r.reviews.saveForm(after));
      expect(await read((r) => r.reviews.form(theirs.id))).toEqual(after);
      expect(await read((r) => r.reviews.form(own.id))).toEqual(own);
      await expect(
        write((r) => r.reviews.saveForm(aReviewForm(ids, f.review, { person: f.mentee.id }))),
      ).rejects.toThrow();
    });

    test('an ask, an attestation and a change come back, and change under their own id', async () => {
      const { f, read, write } = await begun();
      expect(await read((r) => r.stakeholderAsks.ofMentorships([f.mentorship.id]))).toEqual([f.ask]);
      const no = { ...f.ask, word: 'no' as const, wordAt: monday + 7, endedAt: monday + 8 };
      await write((r) => r.stakeholderAsks.save(no));
      expect(await read((r) => r.stakeholderAsks.get(f.ask.id))).toEqual(no);
      expect(await read((r) => r.stakeholderAsks.ofPerson(f.mentor.id))).toEqual([no]);

      const around = { mentorship: f.mentorship, portfolio: f.portfolio, mentor: f.mentor, session: f.session.id };
      const general = { ...anAttestation(ids, around), mentorship: null, session: null, kind: 'observation' as const };
      await write((r) => r.attestations.save(general));
      expect(await read((r) => r.attestations.ofPortfolio(f.portfolio.id))).toEqual([f.attestation, general]);
      expect(await read((r) => r.attestations.ofMentorship(f.mentorship.id))).toEqual([f.attestation]);
      expect(await read((r) => r.attestations.ofWriter(f.mentee.id))).toHaveLength(2);
      const signed = { ...general, countersigned: null, body: { ...general.body, place: 'Room 5' } };
      await write((r) => r.attestations.save(signed));
      expect(await read((r) => r.attestations.get(general.id))).toEqual(signed);

      const [change] = await read((r) => r.changes.ofMentorship(f.mentorship.id));
      expect(change).toMatchObject({ ...f.change, since: [{ word: 'done' }, { word: 'not-what-i-meant' }] });
      const other = { ...aChange(ids, around), mentorship: null, madeAt: monday + 1 };
      await write((r) => r.changes.save(other));
      await write((r) => r.changes.save({ ...f.change, withdrawnAt: monday + 9 }));
      expect((await read((r) => r.changes.ofPortfolio(f.portfolio.id))).map((c) => [c.id, c.withdrawnAt])).toEqual([
        [f.change.id, monday + 9],
        [other.id, null],
      ]);
    });

    test('a mark is one a theme, a reflection keeps every version, and a page is its mentee’s to remove', async () => {
      const { f, read, write } = await begun();
      const [mark] = await read((r) => r.marks.ofPortfolio(f.portfolio.id));
      if (mark === undefined) throw new Error();
      await write((r) => r.marks.save({ ...mark, mark: 'dissonance', at: monday + 1 }));
      expect(await read((r) => r.marks.ofPortfolio(f.portfolio.id))).toMatchObject([{ mark: 'dissonance' }]);
      await write((r) => r.marks.remove(f.portfolio.id, 'planning'));
      await write((r) => r.marks.remove(f.portfolio.id, 'planning'));
      expect(await read((r) => r.marks.ofPortfolio(f.portfolio.id))).toEqual([]);
      const [piece] = await read((r) => r.reflections.pieces(f.portfolio.id));
      if (piece === undefined) throw new Error();
      const action = { owner: 'me', due: '2027-01-10' as const, doneOn: null };
      const second = { ...piece, version: 2, text: 'Anew', savedAt: monday + 5, action };
      await write((r) => r.reflections.addPiece(second));
      await expect(write((r) => r.reflections.addPiece(second))).rejects.toThrow();
      expect(await read((r) => r.reflections.pieces(f.portfolio.id))).toEqual([piece, second]);
      expect(await read((r) => r.reflections.draftsOf(f.portfolio.id))).toEqual({
        versions: 2,
        first: monday,
        last: monday + 5,
      });
      expect(await read((r) => r.reflections.get(f.portfolio.id))).toMatchObject({ declaration: { at: monday + 3 } });
      expect(await read((r) => r.lookBacks.get(f.mentorship.id))).toMatchObject({ mentee: f.mentee.id });
      expect([...(await read((r) => r.lookBacks.ofMentee(f.mentee.id)))]).toEqual([f.mentorship.id]);
      await write((r) => r.lookBacks.remove(f.mentorship.id));
      expect(await read((r) => r.lookBacks.get(f.mentorship.id))).toBeUndefined();
    });

    test.each(['mentee', 'mentor'] as const)('goes as it should when the %s is erased', async (who) => {
      const { f, read, write } = await begun();
      const out = await write(async (r) => {
        const person = f.other.id;
        const form = aReviewForm(ids, f.review, { audience: 'stakeholder', person, share: 'mentor' });
        await r.reviews.saveForm(form);
        return form;
      });
      await write((r) => r.people.erase(f[who].id, monday + 30));
      const forms = await read((r) => r.reviews.formsOf([f.mentorship.id]));
      const stands = (id: string) => forms.find((form) => form.id === id)?.answers.length !== 0;
      expect([f.reviewForms[0]!, f.reviewForms[1]!, out].map((form) => stands(form.id))).toEqual(
        who === 'mentee' ? [false, true, false] : [true, false, true],
      );
      expect(await read((r) => r.reviews.ofMentorships([f.mentorship.id]))).toEqual([f.review]);
      expect(await read((r) => r.attestations.ofPortfolio(f.portfolio.id))).toEqual([]);
      expect(await read((r) => r.stakeholderAsks.ofMentorships([f.mentorship.id]))).toEqual([]);
      const left = await read((r) => r.changes.ofPortfolio(f.portfolio.id));
      expect(left.map((c) => [c.said, c.since.map((s) => s.word)])).toEqual(who === 'mentee' ? [['', ['done']]] : []);
      expect((await read((r) => r.reflections.pieces(f.portfolio.id))).length).toBe(who === 'mentee' ? 1 : 0);
      expect((await read((r) => r.marks.ofPortfolio(f.portfolio.id))).length).toBe(who === 'mentee' ? 1 : 0);
      expect((await read((r) => r.lookBacks.get(f.mentorship.id))) === undefined).toBe(who === 'mentee');
      expect(await read((r) => r.audit.broken(f.mentorship.id))).toBeUndefined();
      expect(await read((r) => r.audit.broken(f.programme.id))).toBeUndefined();
    });
  });
}
