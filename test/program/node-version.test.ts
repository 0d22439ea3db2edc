import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refusedNode } from '../../src/program/node-version.js';

test.each(['20.19.0', '20.20.2', '22.16.0', '22.23.3', '24.0.0', '24.21.0', '25.1.0', '26.10.0'])(
  'Node %s is good enough',
  (version) => expect(refusedNode(version)).toBeUndefined(),
);

test.each(['18.20.8', '20.18.3', '21.7.3', '22.0.0', '22.15.1', '23.11.0'])('Node %s is refused in words', (version) =>
  expect(refusedNode(version)).toBe(
    `Mentorlog does not run on Node ${version}: install Node 20.19 or newer of 20, 22.16 or newer of 22, or 24 or newer.`,
  ),
);

test('the manifest asks for the same', () => {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly engines: { readonly node: string };
  };
  expect(engines.node).toBe('^20.19.0 || ^22.16.0 || >=24.0.0');
});
