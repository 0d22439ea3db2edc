/** `evidence`: one mentor's whole portfolio read and judged, of as many sessions as a unit has, and of many times that. */
import path from 'node:path';
import { started } from './children.mjs';
import { row, spread } from './figures.mjs';
import { grow } from './grown.mjs';
import { team } from './seed.mjs';

/** What a unit comes to with three mentees, years of it, and what nobody will ever have. */
const sizes = { whole: [10, 100, 500, 5_000], smallest: [4, 12] };

export async function evidence({ folder, smallest }) {
  const rows = [];
  const statements = [];
  for (const sessions of smallest ? sizes.smallest : sizes.whole) {
    const file = path.join(folder, `evidence-${sessions}.db`);
    const about = await grow(file, {
      platform: 'slack',
      tenant: team,
      mentors: 2,
      mentees: 3,
      sessions: sessions + 2,
      most: sessions,
      now: Date.now(),
    });
    const server = await started('grown-server.mjs', ['product', file]);
    const ask = () => server.ask('hears', { user: about.mentors[0].user, text: 'evidence' });
    const first = await ask();
    if (first.said !== 'panel: Evidence') throw new Error(`evidence answered ${first.said}`);
    const again = [];
    for (let i = 0; i < (smallest ? 1 : 9); i += 1) again.push(await ask());
    await server.stop();
    const of = (key) => spread(again.map((one) => one[key]));
    const bar = sessions === 100 ? [{ bar: { most: 300 } }] : [];
    rows.push(
      row(`evidence of ${sessions} sessions: answered`, 'ms', of('ms'), ...bar),
      row(`evidence of ${sessions} sessions: longest block of the loop`, 'ms', of('block')),
      row(`evidence of ${sessions} sessions: the first time in a process`, 'ms', spread([first.ms])),
    );
    statements.push(again[0].statements);
  }
  const more = statements.at(-1) - statements[0];
  return {
    rows: [
      ...rows,
      row('statements of the most sessions, less those of the fewest', '', spread([more]), { bar: { most: 0 } }),
    ],
  };
}
