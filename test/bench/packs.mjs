/** `packs`: one mentor's whole portfolio, with a chain of its own writing, read, sent, typeset and packed. */
import path from 'node:path';
import { openStore } from '../../dist/adapters/prisma/index.js';
import { everythingKept } from '../../dist/src/kept.js';
import { randomIds } from '../../dist/src/kernel/ids.js';
import { started } from './children.mjs';
import { row, spread } from './figures.mjs';
import { addFirst, addHeld, mentorshipOf, personOf } from './grown-first.mjs';
import { rootKey, team } from './seed.mjs';

const sizes = { whole: [10, 100, 1_000], smallest: [4, 12] };
const day = 86_400_000;
/** MB of the process that makes it, by sessions. */
const most = { 100: 250, 1000: 600 };

/** Three mentees, and of so many sessions everything that the store commits to: copied rows have no chain. */
async function lived(file, sessions) {
  const ids = randomIds();
  const store = await openStore({ url: `file:${file}`, rootKey, ids, kept: everythingKept });
  const now = Date.now();
  const first = await addFirst(store, ids, { platform: 'slack', tenant: team, now });
  const { programme } = first;
  const pairs = [first];
  await store.write(async (tx) => {
    const rows = tx.in(programme);
    const person = personOf({ programme, platform: 'slack', tenant: team, createdAt: now - 800 * day });
    for (const name of ['Quinn Second', 'Robin Third']) {
      const mentee = { id: ids.next('person'), user: `UP${name}`, name };
      await rows.people.save(person(mentee, 'mentee'));
      const pair = { ...first, mentee, mentorship: ids.next('mentorship'), goal: ids.next('goal') };
      await rows.mentorships.save(mentorshipOf(pair, now - 800 * day));
      pairs.push(pair);
    }
  });
  for (let i = 1; i < sessions; i += 1)
    await store.write((tx) =>
      addHeld(tx.in(programme), {
        ...pairs[i % pairs.length],
        held: ids.next('session'),
        heldAt: now - day - i * Math.floor((700 * day) / sessions),
      }),
    );
  await store.close();
  return { programme, mentor: first.mentor.id };
}

export async function packs({ folder, smallest }) {
  const rows = [];
  const times = new Map();
  const helds = new Map();
  for (const sessions of smallest ? sizes.smallest : sizes.whole) {
    const file = path.join(folder, `packs-${sessions}.db`);
    const about = await lived(file, sessions);
    const server = await started('packs-server.mjs', ['product', file]);
    const tries = [];
    for (let i = 0; i < (smallest ? 1 : 3); i += 1) {
      const one = await server.ask('pack', about);
      if (one.rung !== 'tagged') throw new Error(`a pack came out ${one.rung}`);
      tries.push(one);
    }
    const held = await server.ask('held');
    await server.stop();
    helds.set(sessions, held);
    const of = (key) => spread(tries.map((one) => one[key]));
    const bar = (n) => (n === undefined ? [] : [{ bar: { most: n } }]);
    const pack = `pack of ${sessions} sessions`;
    times.set(sessions, of('ms').median);
    rows.push(
      row(`${pack}: read, looked through and made`, 'ms', of('ms'), ...bar(sessions === 100 ? 3_000 : undefined)),
      row(`${pack}: of that, read`, 'ms', of('read')),
      row(`${pack}: longest block of the loop, reading`, 'ms', of('readBlock'), ...bar(50)),
      row(`${pack}: longest block of the loop, sending and making`, 'ms', of('sendBlock'), ...bar(50)),
      row(`${pack}: most memory of the process that makes it`, 'MB', of('packer'), ...bar(most[sessions])),
      row(`${pack}: memory of the program afterwards`, 'MB', of('rss')),
      row(`${pack}: of that, still held once it was collected`, 'MB', spread([held])),
      row(`${pack}: size`, 'MB', spread(tries.map((one) => one.bytes / 2 ** 20))),
      row(`${pack}: pages`, '', of('pages')),
      row(`${pack}: disclosed leaves`, '', of('leaves')),
    );
    if (process.env.SHOW === '1') process.stderr.write(`${JSON.stringify(tries)}\n`);
  }
  if (!smallest) {
    const exponent = Math.log10(times.get(1_000) / times.get(100));
    // What one pack was made of is not held until the next: a thousand sessions leave no more than ten.
    const flat = helds.get(1_000) / helds.get(10);
    rows.push(row('memory held after a pack of 1,000 sessions ÷ of 10', '×', spread([flat]), { bar: { most: 1.2 } }));
    rows.push(row('exponent of its time, from 100 to 1,000 sessions', '', spread([exponent]), { bar: { most: 1.1 } }));
  }
  return { rows };
}
