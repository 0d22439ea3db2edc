import { describe, expect, test } from 'vitest';
import type { LeafValue } from '../../adapters/prisma/leaves.js';
import { randomIds } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';
import { faultsOf } from '../support/check-chain.js';
import { committing, shown } from '../support/leaves.js';
import { type Filled, fill, monday, type OpenStore, shared } from './store-rows.js';

const ids = randomIds();

/** What a chain commits to besides what happened (docs/record-format.md#a-leaf), and what voids it. */
export function storeLeavesContract(name: string, open: OpenStore): void {
  describe(`${name}: leaves`, () => {
    const opened = shared(open);
    const begin = async (): Promise<{ readonly store: Store; readonly f: Filled }> => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      for (const chain of [f.mentorship.id, f.second.id]) {
        const proof = await store.read((tx) => tx.in(f.programme.id).audit.proof(chain));
        ends.set(chain, proof.head.seq);
      }
      return { store, f };
    };
    /** Where each chain ended once there was something in every table. */
    const ends = new Map<string, number>();
    const read = async (store: Store, f: Filled, chain = f.mentorship.id) =>
      store.read(async (tx) => {
        const { audit } = tx.in(f.programme.id);
        const base = ends.get(chain) ?? 0;
        const proof = await audit.proof(chain);
        return {
          // What came since, with numbers from 1.
          entries: (await audit.of(chain)).slice(base),
          leaves: (await audit.leaves(chain)).flatMap((l) => (l.seq > base ? [{ ...l, seq: l.seq - base }] : [])),
          voids: proof.entries
            .flatMap((e) => (e.v === 2 && e.seq > base ? e.voids : []))
            .flatMap((v) => since(base, v)),
          broken: await audit.broken(chain),
          proof,
        };
      });
    /** A leaf's name with the number that its entry has since then; of what was there before, nothing. */
    const since = (base: number, name: string): readonly string[] => {
      const [seq = 0, n] = name.split('.').map(Number);
      return seq > base ? [`${seq - base}.${n}`] : [];
    };
    const event = (f: Filled, what = 'record.signed') => ({
      chain: f.mentorship.id,
      at: monday + 1,
      actor: f.mentor.id,
      what,
      subject: f.session.id,
      facts: { minutes: 45, late: false, of: null, lag: 'close' },
    });
    const words = (f: Filled, path: string, value: LeafValue = 'Leo rang twice.') => ({
      chain: f.mentorship.id,
      path,
      value,
      keyOf: f.mentee.id as string,
    });
    const practice = (f: Filled, path: string) => ({
      ...words(f, path, 'I asked too fast.'),
      keyOf: f.mentor.id,
      practice: true as const,
    });
    const figures = (f: Filled, path: string) => ({ ...words(f, path, { minutes: 45, state: 'held' }), keyOf: '' });
    const paths = (leaves: readonly { readonly path: string | null; readonly value?: unknown }[]) =>
      leaves.flatMap((leaf) => (leaf.value === undefined ? [leaf.path] : []));

    test('what happened is told as it was, leaf by leaf, and verified by what shares no code', async () => {
      const { store, f } = await begin();
      await store.write((tx) => tx.in(f.programme.id).audit.add(event(f)));
      const { entries, leaves, broken, proof } = await read(store, f);
      expect(broken).toBeUndefined();
      expect(entries.at(-1)).toMatchObject(event(f));
      const mine = leaves.filter((leaf) => leaf.seq === 1);
      expect(mine.map((leaf) => [leaf.n, leaf.path, leaf.value])).toEqual([
        [0, 'actor', f.mentor.id],
        [1, 'what', 'record.signed'],
        [2, 'subject', f.session.id],
        [3, 'fact/minutes', 45],
        [4, 'fact/late', false],
        [5, 'fact/of', null],
        [6, 'fact/lag', 'close'],
      ]);
      expect(new Set(leaves.map((leaf) => Buffer.from(leaf.secret ?? []).toString('hex'))).size).toBe(leaves.length);
      const whole = shown(proof);
      expect(whole.opened.length).toBeGreaterThanOrEqual(leaves.length);
      expect(faultsOf(whole)).toEqual([]);
      // It is the entry that holds them: a value that is another does not fit.
      const lied = whole.opened.map((leaf) => (leaf.path === 'fact/minutes' ? { ...leaf, value: 46 } : leaf));
      expect(faultsOf({ ...whole, opened: lied })).toHaveLength(2);
      expect(faultsOf({ ...whole, entries: whole.entries.slice(0, -1) })).not.toEqual([]);
    });

    test('the next entry on its chain takes what rows committed to, in the order in which it was written', async () => {
      const { store, f } = await begin();
      const other = { ...figures(f, 'session:s@1/figures'), chain: f.second.id };
      await store.write(async (tx) => {
        const { rows, commit } = committing(tx, f.programme.id);
        commit(words(f, 'record:s@1/happened'), figures(f, 'record:s@1/head'), practice(f, 'record:s@1/change'));
        commit(other, words(f, 'record:s@1/outcomes/k', { key: 'k', level: 3 }));
        await rows.audit.add(event(f));
        // Nothing of it is left for the next.
        await rows.audit.add(event(f, 'record.amended'));
      });
      const { leaves, entries, broken, proof } = await read(store, f);
      expect(broken).toBeUndefined();
      expect(entries.map((e) => e.what)).toEqual(['record.signed', 'record.amended']);
      const taken = leaves.filter((leaf) => leaf.value === undefined);
      expect(taken.map((leaf) => [leaf.seq, leaf.n, leaf.path])).toEqual([
        [1, 7, 'record:s@1/happened'],
        [1, 8, 'record:s@1/head'],
        [1, 9, 'record:s@1/change'],
        [1, 10, 'record:s@1/outcomes/k'],
      ]);
      const values: Readonly<Record<string, unknown>> = {
        'record:s@1/happened': 'Leo rang twice.',
        'record:s@1/head': { state: 'held', minutes: 45 },
        'record:s@1/change': 'I asked too fast.',
        'record:s@1/outcomes/k': { level: 3, key: 'k' },
      };
      expect(faultsOf(shown(proof, (path) => values[path]))).toEqual([]);
      const exchanged = (path: string) => (path in values ? 'something else' : undefined);
      expect(faultsOf(shown(proof, exchanged))).toHaveLength(4);
      // Of the other mentorship nothing was entered but that there is something: the program did so itself.
      const second = await read(store, f, f.second.id);
      expect(second.entries).toMatchObject([{ what: 'rows.kept', actor: null, subject: f.second.id, at: monday + 1 }]);
      expect(paths(second.leaves)).toEqual(['session:s@1/figures']);
    });

    test('whoever writes rows past all entries is committed to at the end of the unit, and a rollback to nothing', async () => {
      const { store, f } = await begin();
      const unit = (fail: boolean) =>
        store.write(async (tx) => {
          const { commit } = committing(tx, f.programme.id);
          commit(words(f, 'goal:g/what'), figures(f, 'goal:g/levels'));
          if (fail) throw new Error('no');
        });
      await expect(unit(true)).rejects.toThrow('no');
      expect((await read(store, f)).entries).toEqual([]);
      const before = Date.now();
      await unit(false);
      const { entries, leaves, broken } = await read(store, f);
      expect(broken).toBeUndefined();
      expect(entries.at(-1)).toMatchObject({ what: 'rows.kept', actor: null, facts: {} });
      expect(entries.at(-1)?.at).toBeGreaterThanOrEqual(before);
      expect(paths(leaves)).toEqual(['goal:g/what', 'goal:g/levels']);
      const foreign = store.write(async (tx) => {
        committing(tx, f.programme.id).commit({ ...words(f, 'goal:g/what'), chain: 'nowhere' as never });
      });
      await expect(foreign).rejects.toThrow('no mentorship of this programme has that chain');
    });

    test('words under two keys stand in two entries, each under its own', async () => {
      const { store, f } = await begin();
      await store.write(async (tx) => {
        const { rows, commit } = committing(tx, f.programme.id);
        commit(words(f, 'plan:s@1/title'), { ...words(f, 'plan:g@1/title'), keyOf: f.mentor.id });
        commit({ ...practice(f, 'record:s@1/change'), keyOf: f.mentee.id }, practice(f, 'record:g@1/change'));
        await rows.audit.add(event(f));
      });
      const { entries, leaves, broken } = await read(store, f);
      expect(broken).toBeUndefined();
      expect(entries.map((e) => e.what)).toEqual(['record.signed', 'rows.kept']);
      expect(leaves.flatMap((l) => (l.value === undefined ? [[l.seq, l.path]] : []))).toEqual([
        [1, 'plan:s@1/title'],
        [1, 'record:s@1/change'],
        [2, 'plan:g@1/title'],
        [2, 'record:g@1/change'],
      ]);
    });

    test('an erasure is entered with the leaves that it voids; the chain holds, and tells who did what still', async () => {
      const { store, f } = await begin();
      await store.write(async (tx) => {
        const { rows, commit } = committing(tx, f.programme.id);
        commit(words(f, 'record:s@1/happened'), figures(f, 'record:s@1/head'), practice(f, 'record:s@1/change'));
        await rows.audit.add(event(f));
      });
      await store.write(async (tx) => {
        const { rows, commit } = committing(tx, f.programme.id);
        // What the same transaction wrote before is erased with the rest.
        commit(words(f, 'record:s@2/happened'));
        await rows.people.erase(f.mentee.id, monday + 9);
        commit(figures(f, 'record:s@3/head'), words(f, 'record:s@3/happened'));
      });
      const { entries, leaves, broken, proof, voids } = await read(store, f);
      expect(broken).toBeUndefined();
      expect(entries[0]).toMatchObject(event(f));
      expect(entries.slice(1).map((e) => [e.what, e.actor, e.subject, e.at])).toEqual([
        ['leaf.voided', null, f.mentorship.id, expect.any(Number)],
        ['person.erased', null, f.mentee.id, monday + 9],
        ['rows.kept', null, f.mentorship.id, expect.any(Number)],
      ]);
      expect(voids).toEqual(['1.7', '2.3']);
      expect(leaves.filter((l) => l.voided).map((l) => [l.seq, l.n, l.path, l.secret])).toEqual([
        [1, 7, null, null],
        [2, 3, null, null],
      ]);
      // What the mentor wrote of their own practice is theirs; what is added stands under the programme's key.
      expect(paths(leaves).filter((path) => path?.startsWith('record:s@'))).toEqual([
        'record:s@1/head',
        'record:s@1/change',
        'record:s@3/head',
        'record:s@3/happened',
      ]);
      expect(faultsOf(shown(proof))).toEqual([]);
      // The mentor goes too, and what was theirs with them; an erasure that finds nothing enters nothing.
      await store.write((tx) => tx.in(f.programme.id).people.erase(f.mentor.id, monday + 10));
      const after = await read(store, f);
      expect(after.broken).toBeUndefined();
      expect(after.voids).toEqual(['1.7', '2.3', '1.9', '2.4']);
      await store.write((tx) => tx.in(f.programme.id).people.erase(f.mentor.id, monday + 11));
      expect((await read(store, f)).voids).toEqual(after.voids);
    });

    test('one leaf is voided alone: all of its name, and no other; figures never', async () => {
      const { store, f } = await begin();
      const answer = 'answer:s/p/agreed';
      await store.write(async (tx) => {
        const { rows, commit } = committing(tx, f.programme.id);
        commit(words(f, answer), words(f, 'answer:s/p/heard'), figures(f, 'session:s@1/figures'));
        await rows.audit.add(event(f, 'feedback.given'));
        commit(practice(f, 'record:s@1/change'), words(f, answer, 'Leo rang once.'));
        await rows.audit.add(event(f, 'feedback.changed'));
      });
      const voiding = { chain: f.mentorship.id, at: monday + 5, actor: f.mentee.id, subject: f.session.id };
      const voided = (names: readonly string[]) =>
        store.write((tx) => tx.in(f.programme.id).audit.void({ ...voiding, paths: names }));
      expect(await voided(['session:s@1/figures', 'actor', 'nothing', 'answer:s/p'])).toEqual([]);
      expect((await read(store, f)).entries).toHaveLength(2);
      const base = ends.get(f.mentorship.id) ?? 0;
      const names = await voided([answer, 'record:s@1/change']);
      expect(names.flatMap((name) => since(base, name))).toEqual(['1.7', '2.7', '2.8']);
      const { entries, leaves, broken, proof } = await read(store, f);
      expect(broken).toBeUndefined();
      expect(entries.at(-1)).toMatchObject({ what: 'leaf.voided', actor: f.mentee.id, subject: f.session.id });
      expect(leaves.filter((l) => l.voided).map((l) => [l.path, l.secret])).toEqual([
        [answer, null],
        ['record:s@1/change', null],
        [answer, null],
      ]);
      expect(leaves.find((l) => l.path === 'answer:s/p/heard')?.secret).toHaveLength(16);
      expect(faultsOf(shown(proof, (path) => (path === 'answer:s/p/heard' ? 'Leo rang twice.' : undefined)))).toEqual(
        [],
      );
      // Once is enough, and an erasure names only what stood until then.
      expect(await voided([answer])).toEqual([]);
      await store.write((tx) => tx.in(f.programme.id).people.erase(f.mentee.id, monday + 9));
      const erased = await read(store, f);
      expect(erased.broken).toBeUndefined();
      expect(erased.voids.slice(3)).toEqual(['1.8']);
    });

    test('many chains are entered with as few statements as one, each whole', async () => {
      const { store, f } = await begin();
      await store.write(async (tx) => {
        const { commit } = committing(tx, f.programme.id);
        for (let n = 0; n < 40; n += 1)
          commit(words(f, `goal:g${n}/what`), { ...figures(f, `goal:g${n}/levels`), chain: f.second.id });
      });
      for (const chain of [f.mentorship.id, f.second.id]) {
        const { leaves, broken } = await read(store, f, chain);
        expect(broken).toBeUndefined();
        expect(paths(leaves).filter((path) => path?.startsWith('goal:g'))).toHaveLength(40);
      }
    });
  });
}
