/** Every command, the home view and the digest, in a programme of two sizes: what each takes, and how often it asks the database. */
import path from 'node:path';
import { grammar } from '../../dist/src/commands/grammar.js';
import { started } from './children.mjs';
import { markdown, row, said } from './figures.mjs';
import { grow } from './grown.mjs';
import { team } from './seed.mjs';

/** What is typed besides each word alone. */
const typed = ['digest now', 'setup catalogue', 'plan tomorrow 3pm 45m Phone calls', 'people Mentee1'];
// `evidence` reads every word of one portfolio: the part of that name measures it.
const acts = [null, ...grammar.map(({ word }) => word).filter((word) => word !== 'evidence'), ...typed];
/** Last, and once: what it posts stays. */
const inTurn = acts.sort((a, b) => Number(a === 'digest now') - Number(b === 'digest now'));

async function sized(folder, size, sessions) {
  const file = path.join(folder, `grown-${sessions}.db`);
  const began = performance.now();
  const about = await grow(file, {
    ...size,
    platform: 'slack',
    tenant: team,
    sessions,
    most: Math.round(sessions / 20),
    now: Date.now(),
    settings: {
      digest: { weekly: true, weekday: 5, time: '16:00', channel: { address: 'slack:C1', name: 'mentoring' } },
    },
  });
  process.stderr.write(`  ${sessions} sessions made in ${((performance.now() - began) / 1_000).toFixed(0)} s\n`);
  return { ...about, server: await started('grown-server.mjs', ['product', file]) };
}

export async function growth({ folder, smallest }) {
  // 2,970 people with hours, and the coordinator.
  const size = smallest ? { mentors: 4, mentees: 2 } : { mentors: 990, mentees: 2 };
  const [few, many] = smallest ? [20, 60] : [1_000, Number(process.env.BENCH_SESSIONS ?? 100_000)];
  const found = new Map();
  let memory = 0;
  for (const sessions of [few, many]) {
    const { server, coordinator, mentors, mentees } = await sized(folder, size, sessions);
    const people = {
      coordinator: coordinator.user,
      mentor: mentors[1].user,
      [`mentor of ${Math.round(many / 20)}`]: mentors[0].user,
      mentee: mentees[0].user,
    };
    for (const text of inTurn)
      for (const [who, user] of Object.entries(people)) {
        const what = `${who}: ${text ?? '(home view)'}`;
        // The second is what people wait for: the first also compiles what the process never ran.
        const first = await server.ask('hears', { user, text });
        const again = text === 'digest now' ? first : await server.ask('hears', { user, text });
        found.set(what, { ...found.get(what), [sessions]: again, [`first of ${sessions}`]: first });
        if (process.env.SHOW === '1') process.stderr.write(`  ${sessions} ${what} ${JSON.stringify(again)}\n`);
      }
    memory = (await server.ask('usage')).rss;
    await server.stop();
  }
  const all = [...found].map(([what, by]) => ({ what, few: by[few], many: by[many], first: by[`first of ${many}`] }));
  const worst = (of) => Math.max(...all.map(of));
  const statements = ({ statements, after }) => statements + after;
  const grew = all.filter(({ few, many }) => statements(many) > statements(few));
  const spreadOf = (of) => {
    const sorted = all.map(of).sort((a, b) => a - b);
    return { min: sorted[0], median: sorted[Math.floor(sorted.length / 2)], max: sorted.at(-1) };
  };
  const held = (most, n) => ({ bar: { most }, kept: n <= most });
  const people = size.mentors * (1 + size.mentees) + 1;
  return {
    rows: [
      row(
        `${people} people, ${many} sessions: answering any of ${all.length} acts`,
        'ms',
        spreadOf((a) => a.many.ms),
        {
          ...held(
            300,
            worst((a) => a.many.ms),
          ),
          aim: { most: 100 },
        },
      ),
      row(
        `${people} people, ${many} sessions: longest block of the loop in any`,
        'ms',
        spreadOf((a) => a.many.block),
        held(
          50,
          worst((a) => a.many.block),
        ),
      ),
      row(
        'the same acts for the first time in a process',
        'ms',
        spreadOf((a) => a.first.ms),
      ),
      row(
        `acts with more statements of ${many} sessions than of ${few}`,
        '',
        { min: grew.length, median: grew.length, max: grew.length },
        { bar: { most: 0 } },
      ),
      row('memory after that', 'MB', { min: memory, median: memory, max: memory }, { bar: { most: 250 } }),
    ],
    tables: [
      {
        title: `Each act, of ${many} sessions: answered in, all sent by, longest block of the loop (ms); statements of ${few} and of ${many} sessions, to the answer and after it`,
        lines: markdown([
          ['act', 'answered', 'sent', 'block', `of ${few}`, `of ${many}`, 'with'],
          ...all.map(({ what, few, many }) => [
            what,
            said(many.ms),
            said(many.sent),
            said(many.block),
            `${few.statements} + ${few.after}`,
            `${many.statements} + ${many.after}`,
            many.said,
          ]),
        ]),
      },
    ],
    acts: all,
  };
}
