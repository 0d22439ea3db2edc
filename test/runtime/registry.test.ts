import { expect, test } from 'vitest';
import type { Feature, Lending } from '../../src/features/feature.js';
import { features } from '../../src/features/index.js';
import { registryOf } from '../../src/runtime/registry.js';

/** Features that contradict each other are found as the program starts, not as somebody presses. */

const done = async () => ({ kind: 'done' }) as const;
const lending: Lending = {
  async begins() {},
  async standsIn() {
    return undefined;
  },
  over: { title: 'Over', summary: { parts: ['Over'] }, blocks: [] },
};

test.each<[string, readonly Feature[], string]>([
  [
    'a word',
    [
      { name: 'a', commands: { w: done } },
      { name: 'b', commands: { w: done } },
    ],
    'commands w',
  ],
  [
    'what an empty message gets',
    [
      { name: 'a', unasked: { nothing: done } },
      { name: 'b', unasked: { nothing: done } },
    ],
    'unasked nothing',
  ],
  [
    'a purpose of links',
    [
      { name: 'a', links: { import: {} } },
      { name: 'b', links: { import: {} } },
    ],
    'links import',
  ],
  [
    'the lent device',
    [
      { name: 'a', lending },
      { name: 'b', lending },
    ],
    'lending',
  ],
])('two that claim %s', (_, both, claimed) => expect(() => registryOf(both)).toThrow(`two features claim ${claimed}`));

test.each<[string, Feature]>([
  ['held up by nothing', { name: 'a', neverHeldUp: ['a.gone'] }],
  ['a link’s page may send', { name: 'a', links: { import: { presses: ['a.gone'] } } }],
])('a press that %s and that no feature has', (_, one) =>
  expect(() => registryOf([one])).toThrow('no feature has the press a.gone'),
);

test('the features there are go together, help before all and home after all', () => {
  expect(() => registryOf(features)).not.toThrow();
  expect(features.at(0)?.name).toBe('help');
  expect(features.at(-1)?.name).toBe('home');
});
