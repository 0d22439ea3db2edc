import { expect, test } from 'vitest';
import type { Platform } from '../../../src/chat/text.js';
import type { Person } from '../../../src/domain/programme.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import type { ChatPort } from '../../../src/ports/chat.js';
import { wayTo } from '../../../src/runtime/outbound/way.js';

/** A code goes by the account that it is meant for, and by no other. */

const priya = 'priya' as PersonId;
const chats = (...of: Platform[]): ReadonlyMap<Platform, ChatPort> => new Map(of.map((p) => [p, {} as ChatPort]));
const people = new Map([
  [
    priya,
    {
      id: priya,
      accounts: [
        { platform: 'slack', tenant: 'T', user: 'U' },
        { platform: 'teams', tenant: 'T', user: 'V' },
      ],
    } as unknown as Person,
  ],
]);
const platformOf = (through: Platform | undefined, ...served: Platform[]): Platform | undefined =>
  wayTo({ to: { person: priya } }, chats(...served), people, undefined, through)?.account.platform;

test.each([
  [undefined, ['slack', 'teams'], 'slack'],
  ['teams', ['slack', 'teams'], 'teams'],
  ['slack', ['slack', 'teams'], 'slack'],
  // Where that chat is not served it goes nowhere: in the other one it would confirm itself.
  ['teams', ['slack'], undefined],
] as const)('through %s, served %s: by %s', (through, served, by) => {
  expect(platformOf(through, ...served)).toBe(by);
});
