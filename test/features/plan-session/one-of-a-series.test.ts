import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reader } from '../../../src/chat/text.js';
import { noTitle, titleFirst, titleQuoted, titleWithin } from '../../../src/domain/session.js';
import { cardText } from '../../support/card-text.js';
import { type PermissionsWorld, permissionsWorld } from '../../support/permissions-world.js';

/** What is said of a series that has one session left, and of a session whose title went with somebody who was erased. */

const reader: Reader = {
  person: null,
  platform: 'web',
  zone: 'Europe/London',
  locale: 'en-GB',
  named: () => ({ name: 'Leo' }),
};

let w: PermissionsWorld;
beforeAll(async () => {
  w = await permissionsWorld();
}, 60_000);
afterAll(() => w?.t.stop());

/** One of the two is called off in that world, and one is to come. */
const ofOne: readonly (readonly [face: string, user: string, subject: string, title: string, says: string])[] = [
  ['series-cancelled', 'leo', '$series:cancelled:2', 'A session is cancelled', '1 session of Called off is cancelled.'],
  [
    'series-cancelled',
    'maya',
    '$series:cancelled:2',
    'A session is cancelled',
    '1 session of Called off is cancelled.',
  ],
  [
    'series-changed',
    'leo',
    '$series:changed:1:1',
    'A change of plan',
    'has changed your session. This is the new date.',
  ],
  ['series-answer', 'maya', '$series:answer:$leo', 'A yes', 'said yes to the session.'],
];

describe('a series with one session left speaks of one', () => {
  test.each(ofOne)('%s, to %s', async (face, user, subject, title, says) => {
    const card = await w.draws(user, face, subject);
    expect(card?.title).toBe(title);
    expect(card === null ? '' : cardText(card, reader)).toContain(says);
  });
});

describe('a title', () => {
  const none = { title: noTitle };
  const phone = { title: 'Phone calls' };
  test.each([
    [titleWithin(none), 'a session'],
    [titleFirst(none), 'A session'],
    [titleQuoted(none), 'a session'],
    [titleWithin(phone), 'Phone calls'],
    [titleFirst(phone), 'Phone calls'],
    [titleQuoted(phone), '“Phone calls”'],
  ])('%s', (said, expected) => expect(said).toBe(expected));

  test('in the midst of a sentence is always said so: “of Session” is no English', () => {
    const features = path.resolve(import.meta.dirname, '../../../src/features');
    const found: string[] = [];
    for (const name of readdirSync(features, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      for (const line of readFileSync(path.join(features, name), 'utf8').split('\n'))
        if (
          /[a-z] \$\{(?:\w*[sS]ession|s|clash|mine|first)\.title\}|“\$\{(?:\w*[sS]ession|s|clash|mine|first)\.title\}/.test(
            line,
          )
        )
          found.push(`${name}: ${line.trim()}`);
    }
    // It is asked before whether there is one.
    expect(found.filter((one) => !one.includes('noTitle'))).toEqual([]);
  });
});
