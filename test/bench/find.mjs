/** Conflicts and "my next session": the same however many sessions there are. */
import path from 'node:path';
import { openStore } from '../../dist/adapters/prisma/index.js';
import { everythingKept } from '../../dist/src/kept.js';
import { randomIds } from '../../dist/src/kernel/ids.js';
import { ratios, row, spread } from './figures.mjs';
import { multiply, rootKey, seed } from './seed.mjs';

export async function find({ folder, smallest }) {
  const [counts, reads, rounds] = smallest ? [[100, 1_000], 3, 1] : [[1_000, 100_000], 20, 5];
  const opened = [];
  for (const count of counts) {
    const file = path.join(folder, `find-${count}.db`);
    const about = await seed(file);
    await multiply(file, about, count);
    const store = await openStore({ url: `file:${file}`, rootKey, ids: randomIds(), kept: everythingKept });
    opened.push({ count, about, store });
  }
  const asked = {
    'conflicts of both': async ({ sessions }, about) => {
      await sessions.openOfMentor(about.mentor, about.startsAt, about.startsAt + 2_700_000);
      await sessions.openOfMentee(about.mentee, about.startsAt, about.startsAt + 2_700_000);
    },
    '“my next session” of both': async ({ sessions }, about) => {
      await sessions.nextOf(about.mentor, about.startsAt - 86_400_000, 1);
      await sessions.nextOf(about.mentee, about.startsAt - 86_400_000, 1);
    },
  };
  const rows = [];
  for (const [what, act] of Object.entries(asked)) {
    const took = opened.map(() => []);
    for (let round = 0; round < rounds; round += 1)
      for (const [i, { store, about }] of opened.entries()) {
        const began = performance.now();
        for (let n = 0; n < reads; n += 1) await store.read((tx) => act(tx.in(about.programme), about));
        took[i].push((performance.now() - began) / reads);
      }
    const [few, many] = took;
    rows.push(
      row(`${what}, of ${counts[1]} sessions ÷ of ${counts[0]}`, '×', ratios(many, few)),
      row(`${what}, of ${counts[1]} sessions`, 'ms', spread(many)),
    );
  }
  for (const { store } of opened) await store.close();
  return { rows };
}
