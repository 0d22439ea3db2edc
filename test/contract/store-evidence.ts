import { describe, expect, test } from 'vitest';
import { leafDigest, leafEntryHash } from '../../src/kernel/chain.js';
import { randomIds } from '../../src/kernel/ids.js';
import { listOfLeaves, sealedLeaf, sealOf } from '../../src/kernel/seal-of-leaves.js';
import type { Rows } from '../../src/ports/store.js';
import { aChange, aLeadAlert, anAttestation, aPackChoice, aReviewForm, aRightsRequest } from './fill-evidence.js';
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

    test('a pack comes back with its words, is taken in hand by one alone, and settled by whoever has it', async () => {
      const { f, read, write } = await begun();
      const { pack } = f;
      expect(await read((r) => r.packs.ofPortfolio(f.portfolio.id))).toEqual([pack]);
      expect(await read((r) => r.packs.ofPortfolios([f.portfolio.id]))).toEqual([pack]);
      expect(await read((r) => r.packs.ofPortfolios([]))).toEqual([]);
      expect(await read((r) => r.packs.lookedAtBy(f.mentee.id))).toEqual([pack]);
      expect(await read((r) => r.packs.lookedAtBy(f.mentor.id))).toEqual([]);
      expect(await read((r) => r.packs.choices(pack.id))).toEqual([aPackChoice(pack, f.mentorship)]);
      const other = { ...aPackChoice(pack, f.mentorship), stands: {}, at: monday + 2 };
      await write((r) => r.packs.choose(other));
      expect(await read((r) => r.packs.choices(pack.id))).toEqual([other]);
      // The mentees' time runs by the domain's clock; a lease by the other.
      const claim = (now: number, leaseNow: number) =>
        write((r) => r.packs.claim(pack.id, now, leaseNow, leaseNow + 10));
      expect(await claim(pack.lookUntil - 1, 5)).toBeUndefined();
      const first = await claim(pack.lookUntil, 5);
      expect(first).toEqual({ ...pack, state: 'building', attempts: 1, fence: 1 });
      expect(await claim(pack.lookUntil, 14)).toBeUndefined();
      const second = await claim(pack.lookUntil, 15);
      expect(second).toMatchObject({ attempts: 2, fence: 2 });
      if (first === undefined || second === undefined) throw new Error();
      const ready = { ...second, state: 'ready' as const, madeAt: monday, size: 4, hash: 'h' };
      expect(await write((r) => r.packs.settle(ready, first.fence, 0))).toBe(false);
      expect(await write((r) => r.packs.settle(ready, second.fence, 0))).toBe(true);
      expect(await write((r) => r.packs.settle(ready, second.fence, 0))).toBe(false);
      expect(await read((r) => r.packs.get(pack.id))).toEqual(ready);
      expect(await claim(pack.lookUntil, 99)).toBeUndefined();
      expect(await read((r) => r.packs.file(pack.id))).toEqual(new Uint8Array([80, 75, 3, 4]));
      await write((r) => r.packs.keepFile(pack.id, new Uint8Array([1]), monday + 40 * 24 * 3_600_000));
      expect(await read((r) => r.packs.file(pack.id))).toEqual(new Uint8Array([1]));
      await write((r) => r.packs.dropFile(pack.id));
      expect(await read((r) => r.packs.file(pack.id))).toBeUndefined();
      // Saved by hand it is nobody's any more.
      await write((r) => r.packs.save({ ...ready, state: 'queued' }));
      expect(await claim(monday, 0)).toMatchObject({ state: 'building', fence: 4 });
    });

    test('that a lead was told comes back; whoever passed it on takes it with them once somebody has it, and all are taken out of it', async () => {
      const { f, read, write } = await begun();
      const told = aLeadAlert(ids, f.mentor, {
        at: monday + 5,
        lead: f.other.id,
        deputy: f.mentee.id,
        deputyToldAt: monday + 9,
      });
      await write((r) => r.leadAlerts.save(told));
      expect(await read((r) => r.leadAlerts.lastBy(f.mentor.id, monday + 4))).toEqual(told);
      expect(await read((r) => r.leadAlerts.lastBy(f.mentor.id, monday + 5))).toBeUndefined();
      expect(await read((r) => r.leadAlerts.lastBy(f.other.id, 0))).toBeUndefined();
      expect(await read((r) => r.leadAlerts.open(monday + 1))).toEqual([told]);
      const has = { ...told, acknowledgedAt: monday + 7, acknowledgedBy: f.other.id };
      await write((r) => r.leadAlerts.save(has));
      expect(await read((r) => r.leadAlerts.open(monday + 1))).toEqual([]);
      // What is over goes, and nothing beside it.
      const late = { ...told, id: `${told.id}-late` as typeof told.id, at: told.at + 1 };
      await write((r) => r.leadAlerts.save(late));
      const earlier = async (at: number) => (await read((r) => r.leadAlerts.before(at))).filter((a) => a.at >= told.at);
      expect(await earlier(late.at)).toEqual([has]);
      expect((await earlier(late.at + 1)).map((a) => a.id)).toEqual([told.id, late.id]);
      await write((r) => r.leadAlerts.forget([late.id]));
      expect(await read((r) => r.leadAlerts.get(late.id))).toBeUndefined();
      expect(await read((r) => r.leadAlerts.get(told.id))).toEqual(has);
      await write((r) => r.people.erase(f.other.id, monday + 30));
      expect(await read((r) => r.leadAlerts.get(told.id))).toEqual({ ...has, lead: null, acknowledgedBy: null });
      // One that nobody has yet has still to reach somebody.
      const open = { ...told, id: `${told.id}-open` as typeof told.id, lead: null };
      await write((r) => r.leadAlerts.save(open));
      await write((r) => r.people.erase(f.mentor.id, monday + 31));
      expect(await read((r) => r.leadAlerts.get(told.id))).toBeUndefined();
      expect(await read((r) => r.leadAlerts.get(open.id))).toEqual({ ...open, by: null });
    });

    test('an outcome recorded elsewhere comes back, and is committed to on the programme’s chain', async () => {
      const { f, read, write } = await begun();
      expect(await read((r) => r.outcomes.ofPortfolio(f.portfolio.id))).toEqual([f.outcome]);
      const gone = { ...f.outcome, withdrawnAt: monday + 5 };
      await write((r) => r.outcomes.save(gone));
      expect(await read((r) => r.outcomes.get(f.outcome.id))).toEqual(gone);
      const paths = (await read((r) => r.audit.leaves(f.programme.id))).map((leaf) => leaf.path);
      expect(paths).toContain(`outcome:${f.outcome.id}/by`);
    });

    test('what was asked of what is kept about somebody comes back, its open ones without a word too', async () => {
      const { f, read, write } = await begun();
      expect(await read((r) => r.rights.get(f.rights.id))).toEqual(f.rights);
      const hold = aRightsRequest(ids, f.mentorship, { kind: 'hold', askedBy: f.mentor.id, askedAt: monday + 1 });
      await write((r) => r.rights.save(hold));
      const { words: _, ...outline } = f.rights;
      expect((await read((r) => r.rights.openOutlines()))[0]).toEqual(outline);
      const done = { ...f.rights, state: 'done' as const, doneAt: monday + 2, doneBy: f.mentor.id };
      await write((r) => r.rights.save(done));
      expect(await read((r) => r.rights.about(f.mentee.id))).toEqual([done, hold]);
      expect(await read((r) => r.rights.open())).toEqual([hold]);
      expect(await read((r) => r.rights.held())).toEqual(new Set([f.mentee.id]));
      const out = { ...done, id: ids.next('rights'), kind: 'withdrawal' as const, askedAt: monday + 3 };
      await write((r) => r.rights.save(out));
      expect(await read((r) => r.rights.withdrawn())).toEqual(new Map([[f.mentee.id, monday + 3]]));
    });

    test('of a chain are disclosed the leaves that rows still say, and what ties them to its head', async () => {
      const { f, read, write } = await begun();
      const shown = await read((r) => r.audit.disclosed(f.mentorship.id));
      expect(shown.head).toEqual(await read((r) => r.audit.head(f.mentorship.id)));
      expect(shown.leaves.length).toBeGreaterThan(10);
      const whole = await read((r) => r.audit.proof(f.mentorship.id));
      const at = new Map(whole.entries.map((e) => [e.seq, e.at]));
      for (const { path, value, secret, digest, at: when } of shown.leaves) {
        expect(digest).toBe(leafDigest(path, value, Buffer.from(secret, 'base64')));
        expect(whole.leaves.some((leaf) => leaf.digest === digest && at.get(leaf.seq) === when)).toBe(true);
        // Who did what is nobody's to read in a pack.
        expect(path).toMatch(/:/);
      }
      const list = await listOfLeaves(shown.leaves, 'a seed');
      expect(Math.log2(list.length) % 1).toBe(0);
      for (const { digest, at: when } of shown.leaves) expect(list).toContain(sealedLeaf(digest, when));
      const about = { at: monday + 3, subject: f.pack.id, seal: sealOf(list) };
      const { entry, opened } = await write((r) => r.audit.seal(f.mentorship.id, about));
      expect(await read((r) => r.audit.head(f.mentorship.id))).toEqual({ seq: entry.seq, hash: entry.hash });
      expect(leafEntryHash({ ...entry, chain: f.mentorship.id })).toBe(entry.hash);
      expect(opened.map(({ path, value }) => [path, value])).toEqual([
        ['actor', null],
        ['what', 'pack.sealed'],
        ['subject', f.pack.id],
        ['fact/seal', sealOf(list)],
      ]);
      expect(await read((r) => r.audit.broken(f.mentorship.id))).toBeUndefined();
    });

    test('of what was written over, voided or erased since, what is disclosed is what still holds', async () => {
      const { f, read, write } = await begun();
      const disclosed = async (of = f.mentorship.id) => {
        const { leaves } = await read((r) => r.audit.disclosed(of));
        for (const { digest, path, value, secret } of leaves)
          expect(digest, path).toBe(leafDigest(path, value, Buffer.from(secret, 'base64')));
        return new Map(leaves.map((leaf) => [leaf.path, leaf.value]));
      };
      const isFigure = (path: string) =>
        /^session:.*\/(figures|attendance)|^(plan|record):.*\/(figures|head)$/.test(path);
      const session = await read((r) => r.sessions.get(f.session.id));
      if (session === undefined) throw new Error();
      // Its row is of a later revision than its figures, which stand as they did.
      const seats = session.attendees.map((a) => ({ ...a, confirmedMinutes: 41, confirmedAt: monday + 9 }));
      await write((r) => r.sessions.save({ ...session, revision: session.revision + 1, attendees: seats }));
      const before = await disclosed();
      const ofSession = [...before].filter(([path]) => path.startsWith(`session:${f.session.id}@`));
      expect(ofSession.map(([path]) => path.replace(/.*@\d+/, '')).sort()).toEqual([
        `/attendance/${f.mentee.id}`,
        '/figures',
      ]);
      expect(ofSession.map(([, value]) => value)).toContainEqual(expect.objectContaining({ confirmedMinutes: 41 }));

      const [word] = [...before.keys()].filter((path) => /^record:.*\/happened$/.test(path));
      if (word === undefined) throw new Error();
      const by = { chain: f.mentorship.id, at: monday + 20, actor: null, subject: 'x' };
      await write((r) => r.audit.void({ ...by, paths: [word] }));
      const after = await disclosed();
      expect(after.has(word)).toBe(false);
      expect([...after.keys()].filter(isFigure)).toEqual([...before.keys()].filter(isFigure));

      await write((r) => r.people.erase(f.mentee.id, monday + 30));
      const left = [...(await disclosed()).keys()];
      expect(left.filter(isFigure)).toEqual([...before.keys()].filter(isFigure));
      expect(left.filter((path) => /^(answer|goal:.*\/what|agreement:.*\/purpose)/.test(path))).toEqual([]);
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
      expect(await read((r) => r.packs.file(f.pack.id))).toBeUndefined();
      expect(await read((r) => r.packs.choices(f.pack.id))).toEqual([]);
      expect((await read((r) => r.packs.get(f.pack.id))) === undefined).toBe(who === 'mentor');
      expect((await read((r) => r.rights.get(f.rights.id))) === undefined).toBe(who === 'mentee');
      expect((await read((r) => r.outcomes.ofPortfolio(f.portfolio.id))).length).toBe(who === 'mentee' ? 1 : 0);
      expect(await read((r) => r.audit.broken(f.mentorship.id))).toBeUndefined();
      expect(await read((r) => r.audit.broken(f.programme.id))).toBeUndefined();
    });
  });
}
