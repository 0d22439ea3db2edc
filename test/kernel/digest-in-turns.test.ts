import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, digestOf } from '../../src/kernel/chain.js';
import { digestInTurns } from '../../src/kernel/digest-in-turns.js';

test('piece by piece it comes to the same as in one go, whatever is undefined in it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue({ maxDepth: 6 }),
      fc.dictionary(fc.string(), fc.option(fc.jsonValue(), { nil: undefined })),
      async (value, some) => {
        const both = { value, some, list: [value, undefined, some] };
        expect(await digestInTurns(both)).toBe(digestOf(canonicalJson(JSON.parse(JSON.stringify(both)))));
      },
    ),
  );
});

test('everybody else has their turn while a long list is written', async () => {
  let over = false;
  let turns = 0;
  const count = (): void => {
    turns += 1;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  const said = { said: 'a word or two, '.repeat(20), of: [1, 2, 3] };
  await digestInTurns({ facts: { sessions: Array.from({ length: 20_000 }, () => said) } });
  over = true;
  expect(turns).toBeGreaterThan(1);
});
