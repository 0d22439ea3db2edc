import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import type { Person } from '../../../src/domain/programme.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import type { Someone } from '../../support/someone.js';
import { mayaAndLeoAgreed } from '../../support/steps.js';

/** *18 or over*: noted by the coordinator, seen by whom it is noted of, and by nobody else (docs/field.md#stakeholders). */

let t: TestBot;
let [priya, leo, maya]: readonly Someone[] = [];
const who = (one: Someone | undefined): Someone => {
  if (one === undefined) throw new Error('nobody');
  return one;
};
const words = (reply: Reply | undefined): string => JSON.stringify(reply);
const idOf = (user: string): Person['id'] => t.people.get(user) as Person['id'];
const person = (user: string): Promise<Person | undefined> =>
  t.store.read((tx) => tx.in(t.programme).people.get(idOf(user)));
const mine = async (): Promise<string> => {
  await who(leo).presses('data.open', { subject: '-' });
  return words(who(leo).last);
};
async function notes(adult: 'yes' | 'no'): Promise<void> {
  await who(priya).presses('people.roles', { subject: idOf('leo') });
  await who(priya).fills({ adult }).submits();
  expect(who(priya).last?.kind).toBe('close');
}
async function imports(lines: string): Promise<string> {
  await who(priya).presses('import.paste', { subject: '-' });
  await who(priya).fills({ lines }).submits();
  return words(who(priya).last);
}

beforeEach(async () => {
  t = await startAfter(mayaAndLeoAgreed);
  [priya, leo, maya] = [t.as('priya'), t.as('leo'), t.as('maya')];
});
afterEach(() => t.stop());

test('is noted by the coordinator alone, told to whom it is about, and put right when they ask', async () => {
  expect(await mine()).toContain('"18 or over","value":{"parts":["no, or not known"]}');
  await notes('yes');
  expect(await person('leo')).toMatchObject({ adult: true });
  // Whoever notes it is not told that nobody else can tell.
  await who(priya).presses('people.roles', { subject: idOf('leo') });
  const field = who(priya)
    .form()
    .form.steps.flatMap((s) => s.items)
    .find((i) => i.id === 'adult');
  expect(field).toMatchObject({ readers: 'about-them', hint: expect.stringContaining('Their mentor can tell') });
  expect(await mine()).toContain('"18 or over","value":{"parts":["yes"]}');
  expect(await mine()).toContain('No birthday is kept. Only you and your coordinator see it.');

  await who(leo).presses('data.correct-ask', { subject: '-' });
  expect(words(who(leo).last)).toContain('can change it.');
  await who(leo).presses('data.correct-ask', { subject: '-' });
  await t.settled();
  expect(
    who(priya)
      .sees()
      .filter((s) => s.includes('asks you to look again')),
  ).toHaveLength(1);
  await who(priya).types('home');
  expect(words(who(priya).last)).toContain('whether “18 or over” is right for them.');
  await notes('no');
  expect(await person('leo')).not.toHaveProperty('adult');
  expect(await mine()).toContain('"18 or over","value":{"parts":["no, or not known"]}');
  expect(await mine()).toContain('Ask to change “18 or over”');
  await t.settled();
  expect(who(priya).sees().join('\n')).toContain('is right was looked at. There is nothing left to do.');
});

test('nobody else sees it: no card, panel, form or trail of anybody’s', async () => {
  await notes('yes');
  await who(leo).presses('data.correct-ask', { subject: '-' });
  await t.settled();
  const m = await t.store.read(async (tx) => (await tx.in(t.programme).mentorships.all())[0]);
  for (const typed of ['home', 'hours', 'feedback', 'start @leo', 'people', 'evidence']) {
    await who(maya).types(typed);
    expect(words(who(maya).last)).not.toMatch(/18 or over|"adult"/);
  }
  await who(maya).presses('mentorship.open', { subject: m?.id ?? '' });
  expect(words(who(maya).last)).not.toMatch(/18 or over|"adult"/);
  await who(maya).presses('people.roles', { subject: idOf('leo') });
  expect(words(who(maya).last)).not.toContain('18 or over');
  expect(who(maya).sees().join('\n')).not.toContain('18 or over');
  const trail = await t.store.read((tx) => tx.in(t.programme).audit.of(t.programme));
  const noted = trail.filter((e) => JSON.stringify(e).includes('adult'));
  expect(noted.map((e) => e.what)).toEqual(['person.adult-noted']);
  expect(JSON.stringify(noted)).not.toMatch(/"adult"|true/);
});

test('by a column of the import: yes or no; a date of birth is refused, and what it does not say stays', async () => {
  const looked = await imports(
    'name,role,email,18 or over\nLeo Brandt,mentee,,yes\nNew Nell,mentee,nell@x.example,no\n',
  );
  expect(looked).toContain('Leo Brandt is noted as 18 or over.');
  await who(priya).presses('import.apply');
  expect(await person('leo')).toMatchObject({ adult: true });
  await imports('name,role\nLeo Brandt,mentee\n');
  expect(await person('leo')).toMatchObject({ adult: true });
  expect(await imports('name,role,adult\nLeo Brandt,mentee,2008-03-01\n')).toContain(
    'No age and no date of birth is kept',
  );
  await imports('name,role,adult\nLeo Brandt,mentee,no\n');
  await who(priya).presses('import.apply');
  expect(await person('leo')).not.toHaveProperty('adult');
});
