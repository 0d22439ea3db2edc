import { expect, test } from 'vitest';
import type { PackModel } from '../../src/domain/pack/model.js';
import { type Block, heading, lead, type PackPart, quiet } from '../../src/domain/pack/model-blocks.js';
import { inEach, mostInOne, type Pages, volumesOf } from '../../src/domain/pack/volumes.js';

/** A model of so many sessions, each named in the log, in a criterion's entry, and with its plan facing its record. */
function modelOf(sessions: number): Omit<PackModel, 'pictures'> {
  const numbers = Array.from({ length: sessions }, (_, i) => i + 1);
  const log: Block = {
    kind: 'table',
    says: 'Sessions held',
    columns: [{ head: 'Session', width: 1 }],
    rows: numbers.map((n) => [[{ to: `session-${n}`, say: String(n), page: false }]]),
  };
  const index: Block = {
    kind: 'entries',
    of: [
      [
        'Support',
        [
          { to: 'part-5', say: 'Plan facing record' },
          { to: 'session-1', say: 'Session 1' },
        ],
      ],
    ],
  };
  const facing = numbers.flatMap((n) => [heading(`Session ${n}`, `session-${n}`), lead(`of session ${n}`)]);
  const parts: readonly PackPart[] = [
    { number: 4, title: 'Hours log', label: 'part-4', blocks: [log] },
    { number: 5, title: 'Plan facing record', label: 'part-5', blocks: [quiet('words'), ...facing] },
    { number: 13, title: 'Criteria index', label: 'part-13', blocks: [index] },
  ];
  return {
    lang: 'en-GB',
    title: 'Evidence of mentoring',
    short: 'Mentoring',
    author: 'Maya',
    at: 0,
    cover: {
      title: 'Evidence of mentoring',
      candidate: 'Maya',
      unit: '',
      entries: [],
      figures: [],
      practice: 'Practice data.',
      says: [
        ['What this is', 'all of it'],
        ['Who can be recognised', 'nobody'],
      ],
    },
    parts,
    labels: {},
  };
}
const sessionsIn = (blocks: readonly Block[]): readonly string[] =>
  blocks.flatMap((b) => (b.kind === 'heading' ? [b.text] : []));

test.each([0, 1, mostInOne])('a portfolio of %i sessions is one volume, as it is', (n) => {
  const model = modelOf(n);
  const { beside, first } = volumesOf(model);
  expect(beside).toEqual([]);
  expect(first([])).toMatchObject({ ...model, file: 'evidence.pdf', contents: 1 });
});

test.each([mostInOne + 1, 1_000])('of %i sessions each stands once, in order, and the first says where', (n) => {
  const { beside, first } = volumesOf(modelOf(n));
  expect(beside).toHaveLength(Math.ceil(n / inEach));
  const all = beside.flatMap((v) => v.parts.flatMap((p) => sessionsIn(p.blocks)));
  expect(all).toEqual(Array.from({ length: n }, (_, i) => `Session ${i + 1}`));
  expect(new Set(beside.map((v) => v.file)).size).toBe(beside.length);
  for (const v of beside) {
    expect(v.labels).toHaveProperty(Object.keys(v.labels).find((l) => l.startsWith('session-')) ?? 'none');
    // Each is a paper by itself, and says who could be recognised and that nothing was practised.
    expect(v.cover.says.map(([title]) => title)).toEqual(['What this is', 'Who can be recognised']);
    expect(v.cover.practice).toBe('Practice data.');
  }
  const pages = beside.map(
    (v): Pages => Object.fromEntries(Object.keys(v.labels).map((label, i) => [label, i + 3] as const)),
  );
  const main = first(pages);
  const said = JSON.stringify(main.parts);
  // Nothing in it points at what is not there, and of every session it says where that is.
  expect(said).not.toContain('"to":"session-');
  expect(said).toContain('Session 1 (volume 2, p. 4)');
  expect(said).toContain('"part-5"');
  const log = main.parts[0]?.blocks[0];
  expect(
    log?.kind === 'table' ? log.rows.flat(2).filter((cell) => /\nv\d+, p\.\u00a0\d+$/.test(String(cell))).length : 0,
  ).toBe(n);
  expect(main.cover.entries).toContainEqual(['Volume', `1 of ${beside.length + 1}`]);
});
