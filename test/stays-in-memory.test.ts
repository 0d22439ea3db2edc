import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * What a program holds in memory may be older than the rows, beside another program on the same database. So nothing is
 * held that has no line in docs/architecture.md#what-stays-in-memory, which says how old it may be.
 */

const root = path.join(import.meta.dirname, '..');
const sources = ['src', 'adapters']
  .flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' }).map((f) => path.join(room, f)),
  )
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
const rows = (() => {
  const text = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
  const from = text.indexOf('### What stays in memory');
  return text
    .slice(from)
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| what |'));
})();
const named = new Set(
  rows.flatMap((row) => [...row.matchAll(/`((?:src|adapters)\/[^`]+\.tsx?)`/g)].map((m) => m[1] ?? '')),
);

/** What is held wherever it stands: by a module, by an object of a class, or by what lets go of the oldest. */
const held = [
  /\bnew Bounded\b(?!\(source\))/,
  /^\s+(?:readonly )?#\w+ = new (?:Map|Set)\b/m,
  /^(?:export )?(?:const|let) \w+(?:: [^=]+)? = new (?:Map|Set|WeakMap)(?:<.*>)?\(\)/m,
];
/** In these rooms parts are made once, by functions: what such a function makes first is held for as long as the part. */
const madeOnce = /^(?:src\/runtime|src\/local|src\/features\/concern|adapters\/(?:slack|teams|web|documents|jobs))\//;
const heldByPart = /^ {2}(?:const|let) \w+(?:: [^=]+)? = new (?:Map|Set)(?:<.*>)?\(\);/m;

/** Held for one act, or as many as there are parts: nothing that another program could have changed meanwhile. */
const otherwise: Readonly<Record<string, string>> = {
  'adapters/documents/pack/clean.ts': 'one pack',
  'adapters/documents/pack/disclosed.ts': 'one pack',
  'adapters/documents/pack/figures.ts': 'one pack',
  'adapters/documents/pack/leaving.ts': 'one pack',
  'adapters/prisma/audit.ts': 'one unit of work',
  'adapters/prisma/chain-check.ts': 'one check',
  'adapters/prisma/fits-leaves.ts': 'one check',
  'adapters/slack/blocks.ts': 'one card',
  'adapters/slack/fields.ts': 'one view',
  'adapters/slack/respond.ts': 'one answer',
  'adapters/teams/card.ts': 'one card',
  'adapters/teams/form.ts': 'one form',
  'adapters/teams/index.ts': 'requests under way',
  'adapters/teams/receive.ts': 'one activity',
  'adapters/teams/text.ts': 'one text',
  'adapters/web/local-chat/conversation.tsx': 'one page',
  'src/domain/pack/hits.ts': 'one pack',
  'src/kernel/bounded.ts': 'it is what others hold things in',
  'src/local/sample-people.ts': 'one start',
  'src/runtime/chats-away.ts': 'one answer',
  'src/runtime/documents/seal-chains.ts': 'one pack',
  'src/runtime/inbound/inbound.ts': 'one a platform, from the start on',
  'src/runtime/inbound/receive.ts': 'one event',
  'src/runtime/outbound/pictures.ts': 'one message',
  'src/runtime/people-by-id.ts': 'one list of people',
  'src/runtime/remembered-rows.ts': 'one unit of work',
  'src/runtime/schedule/alarm.ts': 'one a part, from the start on',
  'src/runtime/schedule/in-one-go.ts': 'one unit of work',
  'src/runtime/schedule/turns.ts': 'messages under way',
  'src/runtime/work.ts': 'one unit of work',
};

const holding = sources.filter((file) => {
  const text = readFileSync(path.join(root, file), 'utf8');
  return held.some((what) => what.test(text)) || (madeOnce.test(file) && heldByPart.test(text));
});

describe('what stays in memory', () => {
  test('each part that holds something has its line', () => {
    expect(holding.length).toBeGreaterThan(40);
    const without = holding.filter((file) => !named.has(file) && otherwise[file] === undefined);
    expect(
      without,
      'say in docs/architecture.md#what-stays-in-memory how old it may be beside another program',
    ).toEqual([]);
  });

  test('each line is of a part that is there, and says all five things', () => {
    expect(rows.length).toBeGreaterThan(30);
    expect([...named].filter((file) => !sources.includes(file))).toEqual([]);
    for (const row of rows) expect(row.split(' | '), row).toHaveLength(5);
  });

  test('nothing is left out that holds nothing any more', () => {
    expect(Object.keys(otherwise).filter((file) => !holding.includes(file) || named.has(file))).toEqual([]);
  });
});
