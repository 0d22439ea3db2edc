import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import type { Nation } from '../../../src/domain/programme.js';
import { localTenant } from '../../../src/local/sample-people.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { directOf } from '../../support/chat.js';

/** Whom to call in danger is said in one way (docs/concern.md#what-whoever-pressed-sees): the number, where one is known. */

let t: TestBot;
afterEach(async () => {
  vi.restoreAllMocks();
  await t?.stop();
});

const people = [
  { user: 'maya', name: 'Maya Okafor', roles: ['mentor'] },
  { user: 'priya', name: 'Priya Shah', roles: ['coordinator'] },
  { user: 'dana', name: 'Dana Whitlock', roles: ['safeguarding-lead'] },
] as const;
const said = (reply: Reply | undefined): string => JSON.stringify(reply);

const numbers: Record<Nation, readonly string[]> = {
  england: ['tel:999'],
  scotland: ['tel:999'],
  wales: ['tel:999'],
  'northern-ireland': ['tel:999'],
  ireland: ['tel:112', 'tel:999'],
  other: ['your emergency number', 'tel:112'],
};

test.each(Object.entries(numbers))('in %s, on each card of a concern that stands or opens', async (nation, words) => {
  t = await startBot({ people, start: '2026-11-23T12:00:00Z' });
  await t.store.write(async (tx) => {
    const { programme } = tx.in(t.programme);
    const p = await programme.get();
    await programme.save({ ...p, nation: nation as Nation });
  });
  await t.bot.refresh();
  const maya = t.as('maya');
  const opened = said(await maya.types('concern'));
  const pressed = said(await maya.presses('concern.tell-lead'));
  const lookedAt = said(await maya.presses('concern.stands'));
  await t.as('dana').presses('concern.have-it');
  const acknowledged = said(await maya.presses('concern.stands', { subject: (await alert()) ?? '' }));
  for (const card of [opened, pressed, lookedAt, acknowledged]) {
    expect(card).toContain('If someone is in danger now, call');
    for (const w of words) expect(card).toContain(w);
  }
  // The database away: nobody has been told, and the number stands there all the same.
  vi.spyOn(t.store, 'read').mockRejectedValue(new Error('away'));
  vi.spyOn(t.store, 'write').mockRejectedValue(new Error('away'));
  const away = await t.bot.hear({
    who: { platform: 'web', tenant: localTenant, user: 'maya' },
    surface: { scope: 'direct', form: true },
    at: directOf('maya'),
    kind: 'press',
    deliveryId: 'away',
    press: { verb: 'concern.tell-lead', subject: '-' },
  });
  expect(said(away.reply)).toContain('Nobody has been told yet');
  for (const w of words) expect(said(away.reply)).toContain(w);
  vi.restoreAllMocks();
});

const alert = async (): Promise<string | undefined> =>
  (await t.store.read((tx) => tx.in(t.programme).leadAlerts.lastBy(t.as('maya').id, 0)))?.id;

test('nothing else writes a sentence of its own about it', () => {
  const found = ['src', 'adapters'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => `${folder}/${name}`)
      .filter((file) => /call (the|your|an) emergency number/i.test(readFileSync(file, 'utf8'))),
  );
  // The terms are one page for all programmes of an installation, so they name both numbers.
  expect(found).toEqual(['adapters/web/pages/notices.tsx']);
});
