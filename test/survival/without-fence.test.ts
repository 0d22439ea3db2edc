import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fences, fencesIn } from './without-fence.js';

const folder = path.resolve(import.meta.dirname, '../../adapters/prisma');

test('the fence that the kills do without stands where they look for it', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const texts = files.map((name) => readFileSync(path.join(folder, name), 'utf8'));
  expect(fencesIn(texts)).toEqual(fences.map(({ times }) => times));
});
