import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { namesOutside, outsideWords, writtenSessions } from '../../../src/features/shared/outside-words.js';
import type { MentorshipId, SessionId } from '../../../src/kernel/ids.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { agreed, planned } from '../../support/steps.js';

/** What somebody from outside may read of a session of Maya and Leo (docs/field.md#released-words). */

const oneRecord: Before = async (bot) => {
  await agreed(bot, 'maya', 'leo');
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await bot.clock.to('2026-11-24T15:00:00Z');
  const maya = bot.as('maya');
  await maya.presses('session.start');
  await bot.clock.to('2026-11-24T15:46:00Z');
  await maya.presses('record.open');
  const objective = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  maya.fills({
    [objective?.id ?? '']: 'met',
    skill: 'active-listening',
    'skill-example': 'I let LEO finish.',
    happened: 'Leo’s call to Hillside School went well; Priya helped.',
  });
  await maya.submits();
};

let t: TestBot;
beforeEach(async () => {
  t = await startAfter(oneRecord);
});
afterEach(() => t.stop());

const words = (of: unknown): string => JSON.stringify(of);

async function theirs(): Promise<{ m: MentorshipId; s: SessionId }> {
  return t.store.read(async (tx) => {
    const rows = tx.in(t.programme);
    const [m] = await rows.mentorships.all();
    const [s] = await rows.sessions.all();
    return { m: m?.id as MentorshipId, s: s?.id as SessionId };
  });
}

/** Everything that somebody from outside would be shown now. */
async function outside(): Promise<string> {
  const { m } = await theirs();
  return t.store.read(async (tx) => {
    const rows = tx.in(t.programme);
    const all = await rows.mentorships.all();
    const { replaced } = namesOutside(await rows.people.all(), all);
    const names = { replaced, lost: await rows.people.lastErased() };
    const written = await writtenSessions(rows, await rows.sessions.ofMentorship(m));
    const seen = outsideWords(written, await rows.releases.ofMentorship(m), names, t.clock.now());
    return [...seen.values()].flatMap((ps) => ps.map((p) => `${p.label}: ${p.words.text}`)).join('\n');
  });
}

async function offers(): Promise<void> {
  const { m } = await theirs();
  await t.as('maya').presses('release.open', { subject: m });
  expect(words(t.as('maya').last)).toContain('Ask your mentee about 1 session');
  await t.as('maya').presses('release.offer', { subject: m });
}

async function letsGo(hold: readonly string[] = []): Promise<void> {
  const { m, s } = await theirs();
  await t.as('maya').presses('release.look', { subject: m });
  await t.as('maya').moves({ do: 'next' });
  if (hold.length > 0) t.as('maya').fills({ [`s-${s}`]: hold });
  await t.as('maya').submits();
}

test('offered, fine with the mentee, looked through: shown with every name replaced', async () => {
  expect(await outside()).toBe('');
  await offers();
  expect(t.as('leo').sees().at(-1)).toContain('without your name');
  expect(await outside()).toBe('');
  await t.as('leo').presses('release.choose');
  await t.as('leo').fills({ how: 'all' }).submits();
  expect(await outside()).toBe('');
  const { m } = await theirs();
  await t.as('maya').presses('release.look', { subject: m });
  expect(words(t.as('maya').last)).toContain('Hillside School');
  expect(words(t.as('maya').last)).toContain('could it tell who somebody is');
  await t.as('maya').submits();
  const seen = await outside();
  expect(seen).toContain('What happened: mentee 1’s call to Hillside School went well; the coordinator helped.');
  expect(seen).toContain('Skill 1: I let mentee 1 finish.');
  for (const name of ['leo', 'maya', 'priya', 'brandt']) expect(seen.toLowerCase()).not.toContain(name);
});

describe('nothing is shown', () => {
  test('where the mentee shows nothing', async () => {
    await offers();
    await t.as('leo').presses('release.choose');
    await t.as('leo').fills({ how: 'nothing' }).submits();
    const { m } = await theirs();
    await t.as('maya').presses('release.look', { subject: m });
    expect(words(t.as('maya').last)).toContain('nothing to look through');
    expect(await outside()).toBe('');
  });

  test('where the mentee would choose, and was shown nothing yet', async () => {
    await offers();
    await t.as('leo').presses('release.choose');
    await t.as('leo').fills({ how: 'choose' }).submits();
    expect(words(t.as('leo').form().form)).toContain('Hillside School');
    const { m } = await theirs();
    await t.as('maya').presses('release.look', { subject: m });
    expect(words(t.as('maya').last)).toContain('nothing to look through');
  });

  test('where seven days went by; and yes may still be said then', async () => {
    await offers();
    await t.clock.to('2026-12-02T16:00:00Z');
    const { m } = await theirs();
    await t.as('maya').presses('release.open', { subject: m });
    expect(words(t.as('maya').last)).not.toContain('Look through');
    expect(await outside()).toBe('');
    await t.as('leo').presses('release.choose', { subject: m });
    await t.as('leo').fills({ how: 'all' }).submits();
    await letsGo();
    expect(await outside()).toContain('went well');
  });

  test('of what was amended since, until it was offered again', async () => {
    await offers();
    await t.as('leo').presses('release.choose');
    await t.as('leo').fills({ how: 'all' }).submits();
    await letsGo();
    const { s } = await theirs();
    await t.as('maya').presses('record.read', { subject: s });
    await t.as('maya').presses('record.open', { subject: s });
    await t.as('maya').fills({ happened: 'Another word.', reason: 'I forgot.' }).submits();
    expect(await outside()).toBe('');
  });

  test('of what the mentee takes back, from then on', async () => {
    await offers();
    await t.as('leo').presses('release.choose');
    await t.as('leo').fills({ how: 'all' }).submits();
    await letsGo();
    expect(await outside()).not.toBe('');
    const { m } = await theirs();
    await t.as('leo').presses('release.choose', { subject: m });
    await t.as('leo').fills({ how: 'nothing' }).submits();
    expect(await outside()).toBe('');
  });

  test('once the mentee is erased', async () => {
    await offers();
    await t.as('leo').presses('release.choose');
    await t.as('leo').fills({ how: 'all' }).submits();
    await letsGo();
    await t.store.write((tx) => tx.in(t.programme).people.erase(t.as('leo').id, t.clock.now()));
    expect(await outside()).toBe('');
  });
});

test('a passage is left out by the mentee, another held back by the mentor', async () => {
  await offers();
  const { s } = await theirs();
  await t.as('leo').presses('release.choose');
  await t.as('leo').fills({ how: 'choose' }).moves({ do: 'next' });
  expect(words(t.as('leo').last)).toContain('Hillside School');
  await t
    .as('leo')
    .fills({ [`s-${s}`]: ['record/happened'] })
    .submits();
  await letsGo(['record/skills/0']);
  const seen = await outside();
  expect(seen).not.toContain('went well');
  expect(seen).not.toContain('finish');
  expect(seen).toContain('Title: Phone calls');
});

/** A second session of theirs, with a record of these words. */
async function another(happened: string): Promise<void> {
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Second');
  await t.clock.to('2026-11-25T15:46:00Z');
  await t.as('maya').presses('record.open');
  const objective = t
    .as('maya')
    .form()
    .form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  const met = { [objective?.id ?? '']: 'met', skill: 'active-listening', 'skill-example': 'I waited.' };
  await t
    .as('maya')
    .fills({ ...met, happened })
    .submits();
}

describe('nobody chooses about what they were not shown', () => {
  test('the mentee: what is offered while their form stands open is asked about by itself', async () => {
    await offers();
    await t.as('leo').presses('release.choose');
    t.as('leo').form();
    await another('Secret of the second.');
    await offers();
    await t.as('leo').fills({ how: 'all' }).submits();
    await letsGo();
    expect(await outside()).toContain('went well');
    expect(await outside()).not.toContain('Secret');
    expect(t.as('leo').sees().join('\n')).toContain('Have a look');
  });

  test('the mentor: what is answered while theirs stands open is looked through by itself', async () => {
    await offers();
    await t.as('leo').presses('release.choose');
    await t.as('leo').fills({ how: 'all' }).submits();
    await another('Secret of the second.');
    await offers();
    const { m } = await theirs();
    await t.as('maya').presses('release.look', { subject: m });
    await t.as('leo').presses('release.choose', { subject: m });
    await t.as('leo').fills({ how: 'all' }).submits();
    await t.as('maya').submits();
    expect(await outside()).toContain('went well');
    expect(await outside()).not.toContain('Secret');
  });

  test('the mentor: what the mentee gives back after it was let go is looked at before it is shown', async () => {
    await offers();
    const { m, s } = await theirs();
    const leaves = async (parts: readonly string[]): Promise<void> => {
      await t.as('leo').presses('release.choose', { subject: m });
      await t.as('leo').fills({ how: 'choose' }).moves({ do: 'next' });
      await t
        .as('leo')
        .fills({ [`s-${s}`]: parts })
        .submits();
    };
    await leaves(['record/happened']);
    await letsGo(['record/skills/0']);
    await leaves([]);
    expect(await outside()).toBe('');
    await t.as('maya').presses('release.look', { subject: m });
    await t.as('maya').submits();
    expect(await outside()).toContain('went well');
    // What she held back at her first look stays so.
    expect(await outside()).not.toContain('finish');
  });

  test('to the last word, however long it is', async () => {
    await another(`${'Long. '.repeat(480)}The very end.`);
    await offers2();
    const { m } = await theirs();
    await t.as('leo').presses('release.choose', { subject: m });
    await t.as('leo').fills({ how: 'choose' }).moves({ do: 'next' });
    expect(words(t.as('leo').last)).toContain('The very end.');
  });
});

const offers2 = async (): Promise<void> => {
  const { m } = await theirs();
  await t.as('maya').presses('release.open', { subject: m });
  await t.as('maya').presses('release.offer', { subject: m });
};

test('no message holds a word of it', async () => {
  await offers();
  await t.as('leo').presses('release.choose');
  await t.as('leo').fills({ how: 'all' }).submits();
  await letsGo();
  for (const who of ['leo', 'maya', 'priya']) expect(t.as(who).sees().join('\n')).not.toContain('Hillside School went');
});
