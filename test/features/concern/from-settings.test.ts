import { afterEach, expect, test } from 'vitest';
import { namedSubject } from '../../../src/domain/subjects.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { directOf } from '../../support/chat.js';

/** Whom the program's own settings name is named wherever anybody is, while the programme names nobody itself. */

let t: TestBot;
afterEach(() => t?.stop());

const lead = { name: 'Dana Whitlock', reach: '020 7946 0018' };
const deputy = { name: 'Ed Moss', reach: '020 7946 0019' };

async function begin(own?: typeof lead): Promise<void> {
  t = await startBot({
    fallback: { nation: 'england', safeguarding: { hours: '', outOfHours: '', lead, deputy } },
  });
  await t.store.write(async (tx) => {
    const { programme } = tx.in(t.programme);
    const kept = await programme.get();
    const { lead: _, deputy: __, ...safeguarding } = kept.settings.safeguarding;
    await programme.save({
      ...kept,
      settings: { ...kept.settings, safeguarding: own === undefined ? safeguarding : { ...safeguarding, lead: own } },
    });
  });
  await t.bot.refresh();
}
/** What Leo has before him once he was shown this. */
async function posted(face: string, subject: string): Promise<string> {
  const { id } = t.as('leo');
  await t.store.write((tx) =>
    tx.in(t.programme).outbox.add({ face, subject, to: { person: id }, at: t.clock.now(), sensitive: false }),
  );
  await t.clock.pass(1_000);
  return JSON.stringify(t.chat.in(directOf('leo')).map((m) => m.message.card));
}

const places: Readonly<Record<string, () => Promise<string>>> = {
  'a welcome': () => posted('welcome', t.as('leo').id),
  'a welcome to whoever was named': () =>
    posted('welcome', namedSubject.write({ person: t.as('leo').id, by: t.as('maya').id })),
  'what was missed': () => posted('concern-missed', 'x'),
  help: async () => JSON.stringify(await t.as('leo').types('help')),
  'whom to tell': async () => JSON.stringify(await t.as('leo').types('concern')),
  'whom to tell, once it is passed on': async () => {
    await t.as('maya').types('concern');
    return JSON.stringify(await t.as('maya').presses('concern.passed'));
  },
};

test.each(Object.keys(places))('%s names them', async (place) => {
  await begin();
  const shown = await places[place]?.();
  expect(shown).toContain(lead.name);
  expect(shown).toContain(lead.reach);
});

test.each(Object.keys(places))('%s names whom the programme names, where it does', async (place) => {
  await begin({ name: 'Una Ray', reach: '020 7946 0020' });
  const shown = await places[place]?.();
  expect(shown).toContain('Una Ray');
  expect(shown).not.toContain(lead.name);
});
