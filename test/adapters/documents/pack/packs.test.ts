import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeHere } from '../../../../adapters/documents/pack/make-here.js';
import { inPieces, put } from '../../../../adapters/documents/pack/pieces.js';
import { packMaker } from '../../../../adapters/documents/packs.js';
import { built } from '../../../e2e/browser.js';
import { bin } from '../../../support/bin.js';
import { emptySource, seasonSource } from '../../../support/pack-source.js';

const compiled = join(bin, '../packer.js');
const gone = (pid: number): boolean =>
  !existsSync(`/proc/${pid}`) || readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z');

let folder: string;
/** A packer that does something else. */
const packer = (name: string, does: string): string => {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, does);
  return file;
};
beforeAll(async () => {
  built();
  folder = await mkdtemp(join(tmpdir(), 'mentorlog-packer-'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the process that makes packs', () => {
  test('makes what is made here, one after the other, and is gone when it has nothing to do', async () => {
    const packs = packMaker(compiled, { restMs: 500 });
    expect(packs.pid()).toBeUndefined();
    const source = emptySource();
    const [hits, made, other] = await Promise.all([
      packs.survey(source),
      packs.make(source),
      packs.make(emptySource({ standard: 'a-2a' })),
    ]);
    const pid = packs.pid() ?? 0;
    expect(pid).toBeGreaterThan(0);
    expect(hits).toEqual(await makeHere.survey(source));
    const here = await makeHere.make(source);
    expect({ ...made, zip: Buffer.from(made.zip) }).toEqual({ ...here, zip: Buffer.from(here.zip) });
    expect(made.rung).toBe('tagged');
    expect(other.hash).not.toBe(made.hash);
    const files = unzipSync(made.zip);
    expect(strFromU8(files['evidence.pdf']?.subarray(0, 5) ?? new Uint8Array())).toBe('%PDF-');
    await vi.waitFor(() => expect(gone(pid)).toBe(true), { timeout: 15_000, interval: 200 });
    expect(packs.pid()).toBeUndefined();
  }, 60_000);

  test('is told for a look nothing of the chains, then what is new alone, and after a pack all of the next', async () => {
    const packs = packMaker(
      packer(
        'says-what-it-was-told',
        `let told = [];
         process.on('message', (m) => {
           if ('rest' in m) told.push(m.keeps.length + ' kept, ' + Object.keys(m.rest).sort().join());
           if (m.id === undefined) return;
           if (m.ask === 'make') process.send({ id: m.id, made: { told } });
           else process.send({ id: m.id, hits: [] });
         });`,
      ),
    );
    const source = seasonSource(3);
    const all = Object.keys(source).sort();
    const looked = all.filter((key) => key !== 'chains' && key !== 'signed');
    expect(looked.length).toBeLessThan(all.length);
    await packs.survey(source);
    await packs.make({ ...source, chains: [...source.chains] });
    await packs.make(source);
    await packs.survey(source);
    await packs.survey({ ...source, seed: 'other' });
    expect((await packs.make({ ...source, seed: 'other' })) as object).toEqual({
      told: [
        `0 kept, ${looked}`,
        `${looked.length} kept, ${all.filter((key) => !looked.includes(key))}`,
        `0 kept, ${all}`,
        `0 kept, ${looked}`,
        `${looked.length - 1} kept, seed`,
        `${looked.length} kept, ${all.filter((key) => !looked.includes(key))}`,
      ],
    });
  });

  test('of a pack that was made nothing is held, while its process rests for the next', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const packs = packMaker(
      packer(
        'makes-a-zip',
        `process.on('message', ({ id, ask }) => {
           if (id === undefined) return;
           process.send(ask === 'make' ? { id, made: { zip: new Uint8Array(1000) } } : { id, hits: [] });
         });`,
      ),
      { restMs: 60_000 },
    );
    const one = async () => {
      const source = seasonSource(3);
      await packs.survey(source);
      const sealed = { ...source, chains: [...source.chains] };
      const made = await packs.make(sealed);
      return [source.facts, sealed.chains, made].map((held) => new WeakRef(held));
    };
    const held = await one();
    await vi.waitFor(() => {
      collect();
      expect(held.map((ref) => ref.deref() === undefined)).toEqual([true, true, true]);
    });
    const pid = packs.pid() ?? 0;
    expect(pid).toBeGreaterThan(0);
    process.kill(pid);
  });

  test('what was decided after a look is in what is made then, with all that it was told before', async () => {
    const packs = packMaker(compiled);
    const source = seasonSource(3);
    const hits = await packs.survey(source);
    expect(hits.length).toBeGreaterThan(0);
    const decided = { ...source, decided: Object.fromEntries(hits.map(({ key }) => [key, null])) };
    const { hash } = await packs.make(decided);
    expect(hash).toBe((await makeHere.make(decided)).hash);
    expect(hash).not.toBe((await makeHere.make(source)).hash);
  }, 60_000);

  test('killed half-way, twice, it is a fault each time, and the next pack has a new process', async () => {
    const flag = join(folder, 'flag');
    writeFileSync(flag, '');
    const packs = packMaker(
      packer(
        'dies-twice',
        `import { readFileSync, appendFileSync } from 'node:fs';
         process.on('message', ({ id }) => {
           if (id === undefined) return;
           if (readFileSync(${JSON.stringify(flag)}, 'utf8').length < 2) {
             appendFileSync(${JSON.stringify(flag)}, '.');
             process.kill(process.pid, 'SIGKILL');
           } else process.send({ id, hits: [] });
         });`,
      ),
    );
    const source = emptySource();
    await expect(packs.survey(source)).rejects.toMatchObject({ code: 'packer-ended' });
    await expect(packs.survey(source)).rejects.toMatchObject({ code: 'packer-ended' });
    expect(await packs.survey(source)).toEqual([]);
  });

  test('the typesetter itself, killed in the middle of its work, twice: the third makes what an undisturbed one makes', async () => {
    const packs = packMaker(compiled);
    const source = seasonSource(60);
    /** Of the process, its time on the processor (ms). */
    const worked = (pid: number): number => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * 10;
    };
    const killed: number[] = [];
    for (let i = 0; i < 2; i += 1) {
      const ended = expect(packs.make(source)).rejects.toMatchObject({ code: 'packer-ended' });
      await vi.waitFor(() => expect(worked(packs.pid() ?? 0)).toBeGreaterThan(500), { timeout: 30_000, interval: 10 });
      killed.push(packs.pid() ?? 0);
      process.kill(killed[i] ?? 0, 'SIGKILL');
      await ended;
    }
    expect(new Set(killed).size).toBe(2);
    expect((await packs.make(source)).hash).toBe((await makeHere.make(source)).hash);
  }, 120_000);

  test('one that takes too long is ended; one that runs out of memory says so; both by a code', async () => {
    const late = packMaker(packer('hangs', `process.on('message', () => { for (;;); });`), { patienceMs: 600 });
    const asked = expect(late.survey(emptySource())).rejects.toMatchObject({ code: 'packer-late' });
    await vi.waitFor(() => expect(late.pid()).toBeGreaterThan(0));
    const pid = late.pid() ?? 0;
    await asked;
    await vi.waitFor(() => expect(gone(pid)).toBe(true), { timeout: 5_000, interval: 50 });
    const greedy = packMaker(
      packer(
        'greedy',
        `process.on('message', () => { const all = []; for (;;) all.push(Array.from({ length: 1e6 }, () => ({}))); });`,
      ),
    );
    await expect(greedy.make(emptySource())).rejects.toMatchObject({ code: 'packer-memory' });
  }, 60_000);

  test('what it says went wrong comes as a code; it is told no setting of the program', async () => {
    process.env.DATA_KEY_FOR_THIS_TEST = 'secret';
    const packs = packMaker(
      packer(
        'tells',
        `process.on('message', ({ id }) => {
           const told = [...Object.keys(process.env).filter((k) => k.includes('KEY')), process.argv.length - 2];
           if (id !== undefined) process.send({ id, fault: 'env:' + told.join() });
         });`,
      ),
    );
    await expect(packs.survey(emptySource())).rejects.toMatchObject({ code: 'env:0' });
    delete process.env.DATA_KEY_FOR_THIS_TEST;
  });

  test('where there is no typesetter it says so in a sentence', async () => {
    const packs = packMaker(
      packer('none', `process.on('message', ({ id }) => id && process.send({ id, fault: 'no-typesetter' }));`),
    );
    await expect(packs.make(emptySource())).rejects.toMatchObject({
      code: 'no-typesetter',
      say: expect.stringMatching(/^Packs cannot be made on this machine/),
    });
  });
});

test('plain data goes in pieces, and is itself again', () => {
  const long = Array.from({ length: 95 }, (_, i) => ({ i, more: [i] }));
  const some = { a: long, b: { c: [{ d: long }, { d: [] }], e: null }, f: new Uint8Array(0).length };
  const { rest, pieces } = inPieces(some);
  expect(pieces.map((p) => p.items.length)).toEqual([40, 40, 15, 40, 40, 15]);
  expect(JSON.stringify(rest).length).toBeLessThan(100);
  for (const piece of pieces) put(rest, piece);
  expect(rest).toEqual(some);
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 90 })), (data) => {
      const sent = structuredClone(inPieces(data));
      for (const piece of sent.pieces) put(sent.rest, piece);
      expect(sent.rest).toEqual(data);
    }),
    { numRuns: 60 },
  );
});
