import { describe, expect, test } from 'vitest';
import { randomIds } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { fill, monday, type OpenStore, shared } from './store-rows.js';

/** Goal levels: a series that only grows, and what an erasure leaves of it. */
export function storeGoalLevelsContract(name: string, open: OpenStore): void {
  describe(`goal levels (${name})`, () => {
    const opened = shared(open);
    const ids = randomIds();
    const begun = async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const read = <T>(fn: (r: Rows) => Promise<T>) => store.read((tx) => fn(tx.in(f.programme.id)));
      const write = <T>(fn: (r: Rows) => Promise<T>) => store.write((tx) => fn(tx.in(f.programme.id)));
      return { f, read, write };
    };

    test('come back as they were said, in that order, of their mentorship alone', async () => {
      const { f, read, write } = await begun();
      expect(await read((r) => r.goalLevels.ofMentorship(f.mentorship.id))).toEqual(f.levels);
      expect(await read((r) => r.goalLevels.ofMentorship(f.second.id))).toEqual([]);
      expect(await read((r) => r.goalLevels.ofMentorships([f.second.id, f.mentorship.id]))).toEqual(f.levels);
      expect(await read((r) => r.goalLevels.ofMentorships([]))).toEqual([]);
      const back = { ...f.levels[0]!, id: ids.next<'level'>('level'), level: null, at: monday + 9, session: null };
      await write((r) => r.goalLevels.add([back]));
      await write((r) => r.goalLevels.add([]));
      expect(await read((r) => r.goalLevels.ofMentorship(f.mentorship.id))).toEqual([...f.levels, back]);
    });

    test('stay when the mentorship is saved again with its goal let go, or without it', async () => {
      const { f, read, write } = await begun();
      const goals = f.mentorship.goals.slice(1);
      await write((r) => r.mentorships.save({ ...f.mentorship, goals }));
      expect(await read((r) => r.goalLevels.ofMentorship(f.mentorship.id))).toEqual(f.levels);
    });

    test('are of one mentorship at a time, and of no other programme', async () => {
      const { f, write } = await begun();
      const other = await begun();
      const [first] = f.levels;
      if (first === undefined) throw new Error();
      const one = { ...first, id: ids.next<'level'>('level') };
      await expect(write((r) => r.goalLevels.add([one, { ...one, mentorship: f.second.id }]))).rejects.toThrow();
      await expect(other.write((r) => r.goalLevels.add([one]))).rejects.toThrow();
      expect(await other.read((r) => r.goalLevels.ofMentorship(f.mentorship.id))).toEqual([]);
    });

    test.each(['mentee', 'mentor'] as const)(
      'keep their figures when the %s is erased, and lose their words',
      async (who) => {
        const { f, read, write } = await begun();
        const why = 'because she asked twice';
        const said = { ...f.levels[0]!, id: ids.next<'level'>('level'), at: monday + 9, why };
        await write((r) => r.goalLevels.add([said]));
        await write((r) => r.people.erase(f[who].id, monday + 10));
        const left = await read((r) => r.goalLevels.ofMentorship(f.mentorship.id));
        const expected = [...f.levels, said].map((one) => ({
          ...one,
          why: who === 'mentee' || one.by === f.mentor.id ? '' : one.why,
        }));
        expect(left).toEqual(expected);
        // Nothing that is said later of an erased mentee's goal has words either.
        if (who === 'mentor') return;
        await write((r) => r.goalLevels.add([{ ...said, id: ids.next<'level'>('level'), at: monday + 11 }]));
        expect((await read((r) => r.goalLevels.ofMentorship(f.mentorship.id))).at(-1)?.why).toBe('');
      },
    );
  });
}
