import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { where } from '../../src/program/where.js';

/** What the log says of a place in the bundled program. */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mentorlog-where-'));
  writeFileSync(
    path.join(folder, 'main-x.js'),
    ['import "node:fs";', '// src/a.ts', 'one();', '// a remark', '// adapters/b.tsx', 'two();', 'three();'].join('\n'),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = [
  ['at f (FILE:3:7)', 'at f (src/a.ts, main-x.js:3:7)'],
  ['    at async Thing.f (FILE:4:1)', '    at async Thing.f (src/a.ts, main-x.js:4:1)'],
  ['at FILE:7:2', 'at adapters/b.tsx, main-x.js:7:2'],
  ['at f [as g] (PATH:6:2)', 'at f [as g] (adapters/b.tsx, main-x.js:6:2)'],
  // Before the first source, of another folder, of a file that is gone, of Node, and no frame at all.
  ['at f (FILE:1:1)', 'at f (FILE:1:1)'],
  ['at f (file:///elsewhere/c.js:3:7)', 'at f (file:///elsewhere/c.js:3:7)'],
  ['at f (GONE:3:7)', 'at f (GONE:3:7)'],
  ['at node:internal/timers:5:1', 'at node:internal/timers:5:1'],
  ['at new Promise (<anonymous>)', 'at new Promise (<anonymous>)'],
  ['Error: it broke', 'Error: it broke'],
] as const;

test.each(rows)('%s', (frame, said) => {
  const file = path.join(folder, 'main-x.js');
  const at = (text: string): string =>
    text
      .replace('FILE', pathToFileURL(file).href)
      .replace('PATH', file)
      .replace('GONE', pathToFileURL(path.join(folder, 'gone.js')).href);
  expect(where(at(frame), folder)).toBe(at(said));
});
