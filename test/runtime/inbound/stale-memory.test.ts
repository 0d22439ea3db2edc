import { expect, test } from 'vitest';
import type { ProgrammeId } from '../../../src/kernel/ids.js';
import { staleMemory } from '../../../src/runtime/inbound/stale-memory.js';

const [a, b, c] = ['a', 'b', 'c'] as unknown as readonly [ProgrammeId, ProgrammeId, ProgrammeId];

/** A memory whose readings end when they are told to; `read`: what each was asked for. */
function slow() {
  const read: (readonly string[] | 'all')[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const faults: unknown[] = [];
  const memory = staleMemory(
    {
      refresh: (of) => {
        read.push(of ?? 'all');
        return new Promise<void>((resolve, reject) => {
          ends.push((error) => (error === undefined ? resolve() : reject(error)));
        });
      },
    },
    (error) => faults.push(error),
  );
  const settled = async (): Promise<void> => {
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
  };
  const end = async (error?: Error): Promise<void> => {
    await settled();
    ends.shift()?.(error);
    await settled();
  };
  return { memory, read, faults, end, settled };
}

test('changes that come while one is read are read together, once, after it', async () => {
  const s = slow();
  s.memory.note([a]);
  await s.settled();
  s.memory.note([b]);
  s.memory.note([a, c]);
  await s.settled();
  expect(s.read).toEqual([['a']]);
  await s.end();
  expect(s.read).toEqual([['a'], ['b', 'a', 'c']]);
  await s.end();
  await s.settled();
  expect(s.read).toHaveLength(2);
});

test('what could not be read is read with the next change, or at the next turn of the engine', async () => {
  const s = slow();
  s.memory.note([a]);
  await s.end(new Error('away'));
  expect(s.faults).toHaveLength(1);
  s.memory.note([b]);
  await s.end(new Error('away'));
  const again = s.memory.tryAgain();
  await s.end();
  await again;
  await s.memory.tryAgain();
  expect(s.read).toEqual([['a'], ['a', 'b'], ['a', 'b']]);
});

test('all of it that could not be read is read again as a whole', async () => {
  const s = slow();
  s.memory.noteAll();
  await s.end(new Error('away'));
  s.memory.note([a]);
  await s.end();
  expect(s.read).toEqual(['all', 'all']);
});

test('all at once waits for what is under way, and leaves nothing to be read again', async () => {
  const s = slow();
  s.memory.note([a]);
  await s.settled();
  s.memory.note([b]);
  const all = s.memory.all();
  await s.end();
  await s.end();
  await all;
  await s.settled();
  expect(s.read).toEqual([['a'], 'all']);
});
