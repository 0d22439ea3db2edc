/**
 * A program that makes packs, in a process of its own. Arguments: `product`, database file. It reads a portfolio as a pack
 * is read, and has it made by the process that the program has for it; it answers what that took of both.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { packMaker } from '../../dist/adapters/documents/packs.js';
import { openStore } from '../../dist/adapters/prisma/index.js';
import { emptyCover } from '../../dist/src/domain/pack/pack.js';
import { packPassages } from '../../dist/src/domain/pack/passages.js';
import { packSource } from '../../dist/src/features/shared/pack-source.js';
import { everythingKept } from '../../dist/src/kept.js';
import { randomIds } from '../../dist/src/kernel/ids.js';
import { root } from './children.mjs';
import { answers, loopDelay, usage } from './measured.mjs';
import { rootKey } from './seed.mjs';

const [, , , file] = process.argv;
const ids = randomIds();
const store = await openStore({ url: `file:${file}`, rootKey, ids, kept: everythingKept });
const packs = packMaker(path.join(root, 'dist/program/packer.js'));
const loop = loopDelay();
const turn = () => new Promise((resolve) => setTimeout(resolve, 12));
const longest = async () => {
  await turn();
  return { block: Math.max(...loop.taken()), worked: loop.worked() };
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const packOf = (portfolio) => ({
  id: ids.next('pack'),
  programme: portfolio.programme,
  portfolio: portfolio.id,
  mentor: portfolio.mentor,
  askedBy: portfolio.mentor,
  askedAt: Date.now(),
  withWords: true,
  lookUntil: Date.now(),
  state: 'building',
  madeAt: null,
  madeAgainAt: null,
  size: null,
  hash: '',
  attempts: 1,
  fence: 1,
  code: '',
  words: {
    standard: 'ua-1',
    preset: 'unit',
    cover: emptyCover,
    named: null,
    seed: 'bench',
    hits: [],
    decided: {},
    contents: [],
    fingerprint: '',
  },
});

answers(
  {},
  {
    /** MB of what is still held once everything was collected. */
    async held() {
      for (let i = 0; i < 2; i += 1) {
        await turn();
        collect();
      }
      return process.memoryUsage().heapUsed / 2 ** 20;
    },
    async pack({ programme, mentor }) {
      await longest();
      const before = usage();
      const began = performance.now();
      const source = await store.read(async (tx) => {
        const rows = tx.in(programme);
        const [portfolio] = await rows.portfolios.ofMentor(mentor);
        return packSource(packOf({ ...portfolio, programme }), {
          rows,
          programme: await rows.programme.get(),
          now: Date.now(),
          people: async () => new Map((await rows.people.all()).map((p) => [p.id, p])),
        });
      });
      const read = performance.now() - began;
      const reading = await longest();
      // As if every mentee had let everything stand.
      const all = { ...source, stand: packPassages(source.facts).map((p) => p.citation) };
      await longest();
      const asked = performance.now();
      await packs.survey(all);
      const made = await packs.make(all);
      const making = performance.now() - asked;
      const status = readFileSync(`/proc/${packs.pid()}/status`, 'utf8');
      const sending = await longest();
      return {
        ms: read + making,
        read,
        making,
        readBlock: reading.block,
        readWorked: reading.worked,
        sendBlock: sending.block,
        sendWorked: sending.worked,
        packer: Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024,
        grew: usage().rss - before.rss,
        rss: usage().rss,
        bytes: made.zip.length,
        pages: made.pages,
        rung: made.rung,
        leaves: source.chains.reduce((n, c) => n + c.leaves.length, 0),
      };
    },
  },
);
