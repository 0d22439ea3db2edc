/** `check`: all rows of a mentorship compared with its chain, as it is done daily beside everything else. */
import path from 'node:path';
import { openStore } from '../../dist/adapters/prisma/index.js';
import { openDatabase } from '../../dist/adapters/prisma/sqlite.js';
import { everythingKept } from '../../dist/src/kept.js';
import { randomIds } from '../../dist/src/kernel/ids.js';
import { started } from './children.mjs';
import { row, spread } from './figures.mjs';
import { grow } from './grown.mjs';
import { rootKey, team } from './seed.mjs';

/** Sessions of one mentorship: as many as a unit has, and ten times that. */
const sizes = { whole: [100, 1_000], smallest: [6] };

export async function check({ folder, smallest }) {
  const rows = [];
  for (const sessions of smallest ? sizes.smallest : sizes.whole) {
    const file = path.join(folder, `check-${sessions}.db`);
    await grow(file, {
      platform: 'slack',
      tenant: team,
      mentors: 1,
      mentees: 1,
      sessions,
      most: sessions,
      now: Date.now(),
    });
    await commit(file);
    const server = await started('grown-server.mjs', ['product', file]);
    const found = [];
    for (let i = 0; i < (smallest ? 1 : 5); i += 1) found.push(await server.ask('checks'));
    await server.stop();
    if (found.some((one) => one.amiss > 0)) throw new Error(`${found[0].amiss} things do not fit in what was grown`);
    const of = (key) => spread(found.map((one) => one[key]));
    rows.push(
      row(`${sessions} sessions compared with their chain`, 'ms', of('ms')),
      row(`${sessions} sessions: longest block of the loop`, 'ms', of('block'), { bar: { most: 50 } }),
      row(`${sessions} sessions: longest block of the loop, in processor time`, 'ms', of('worked'), {
        bar: { most: 50 },
      }),
    );
  }
  return { rows };
}

/** What was copied stands on no chain: the step that commits to what stood before there were any does it. */
async function commit(file) {
  const database = openDatabase(file, 5_000);
  database.exec('DELETE FROM "DataStep" WHERE "number" = 4');
  database.close();
  const store = await openStore({ url: `file:${file}`, rootKey, ids: randomIds(), kept: everythingKept });
  await store.close();
}
