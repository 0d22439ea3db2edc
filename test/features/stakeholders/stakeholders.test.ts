import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import type { MentorshipId } from '../../../src/kernel/ids.js';
import {
  isAdult,
  mentorshipsOf,
  opensReview,
  type StakeholderWorld,
  stakeholderWorld,
} from '../../support/stakeholder-world.js';
import { agreed } from '../../support/steps.js';

/** Whom a mentee lets be asked about a mentorship (docs/field.md#stakeholders), from the proposal to what is read. */

let w: StakeholderWorld;
let m: MentorshipId;
const sam = 'sam.hill@school.example';
const shown = (of: unknown): string => JSON.stringify(of);

beforeEach(async () => {
  w = await stakeholderWorld();
  await agreed(w.bot, 'maya', 'leo');
  m = (await mentorshipsOf(w.bot))[0]?.id as MentorshipId;
  await isAdult(w.bot, w.bot.as('leo').id);
});
afterEach(() => w.stop());

async function proposes(who = 'maya', values: Record<string, string> = {}): Promise<string> {
  const a = w.bot.as(who);
  await a.presses('stakeholder.open', { subject: m });
  await a.presses('stakeholder.propose', { subject: m });
  await a
    .fills({ name: 'Sam Hill', email: sam, as: 'teacher', reason: 'Sam sees us on Tuesdays.', ...values })
    .submits();
  return shown(a.last);
}

async function says(word: 'yes' | 'no'): Promise<void> {
  await w.bot.as('leo').presses('stakeholder.choose');
  await w.bot.as('leo').fills({ word }).submits();
}

/** The morning after: what opened is asked, and the mails of it have gone. */
async function nextMorning(): Promise<void> {
  await w.bot.clock.to('2026-11-24T09:31:00Z');
  await w.bot.settled();
}

const panelOf = async (who: string): Promise<string> =>
  shown(await w.bot.as(who).presses('stakeholder.open', { subject: m }));

test('a mentor proposes, the mentee says yes, a review opens, and Sam answers by one link', async () => {
  expect(await proposes()).toContain('If they are asked and answer, you will read it here.');
  const card = w.bot.as('leo').sees().at(-1) ?? '';
  expect(card).toContain('how Maya Okafor does as a mentor');
  expect(card).not.toContain('Tuesdays');
  await w.bot.as('leo').presses('stakeholder.choose');
  const form = shown(w.bot.as('leo').form());
  expect(form).toContain('Sam sees us on Tuesdays.');
  expect(form).toContain('The mentor treated everybody with respect.');
  expect(form).toContain('the coordinator');
  await w.bot.as('leo').fills({ word: 'yes' }).submits();
  expect(w.mails).toEqual([]);

  await opensReview(w.bot, m);
  await nextMorning();
  expect(w.mails).toHaveLength(1);
  expect(w.mails[0]?.text).toContain('Four questions, about two minutes, by');
  expect(w.mails[0]?.text).not.toMatch(/Maya|Leo|Sam/);
  const visitor = w.visitor(sam);
  await visitor.opens();
  expect(visitor.words).not.toMatch(/Maya|Leo|didn’t come/);
  await visitor.begins();
  expect(visitor.words).toContain('Maya Okafor mentors Leo.');
  expect(visitor.words).not.toContain('Brandt');
  const id = /v\.q-([^"]+?)-out-contact/.exec(visitor.page.html)?.[1] ?? '';
  await visitor.sends(
    { [`q-${id}-out-contact`]: '4', [`q-${id}-out-saw`]: 'Rang back <b>the same</b> day.' },
    'submit',
  );
  expect(visitor.words).toContain('It is saved.');

  for (const who of ['maya', 'leo', 'priya']) {
    const panel = await panelOf(who);
    expect(panel).toContain('Rang back <b>the same</b> day.');
    expect(panel).toContain('Mostly (4 of 5)');
  }
  // Opened again, it holds what was said, and can be changed.
  await visitor.begins();
  expect(visitor.page.html).toContain('Rang back &lt;b>the same&lt;/b> day.');
  await visitor.sends({ [`q-${id}-out-saw`]: 'Rang back.' }, 'submit');
  expect(await panelOf('maya')).toContain('Rang back.');
  expect(await panelOf('maya')).not.toContain('the same');
  // It is nobody's news.
  await w.bot.clock.pass(8 * day);
  expect(w.mails).toHaveLength(1);
});
