import { afterEach, beforeEach, expect, test } from 'vitest';
import { isCoordinated } from '../../../src/domain/programme.js';
import { askedToErase } from '../../../src/features/shared/erasure-asked.js';
import { menteeAsks } from '../../../src/features/shared/mentee-asks.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import { directOf } from '../../support/chat.js';
import { addsOutsider, allocate, Browser, linkOf } from '../../support/holder.js';
import { menteeOf, type OutsideWorld, outsideWorld } from '../../support/outside-world.js';

/** The page of a mentee without an account: what they see and decide on it, without their mentor. */

let world: OutsideWorld;
let kai: Browser;
beforeEach(async () => {
  world = await outsideWorld();
  kai = new Browser(world.site);
  const { address, code } = await linkOf(world.bot, world.kai);
  await kai.opens(address);
  await kai.enters(address, code);
});
afterEach(() => world.stop());

const mayaIsTold = (what: RegExp): boolean =>
  world.bot.chat.in(directOf('maya')).some((m) => what.test(JSON.stringify(m.message.card)));

test('they see when they meet next, and say that they will be there', async () => {
  expect(kai.words).toContain('Wagtail again');
  expect(kai.words).toContain('You said nothing yet');
  await kai.presses('Yes, I’ll be there');
  expect(kai.words).toContain('You said Yes, I’ll be there');
});

test('they see what is kept, who may read it, and that an outsider looked', async () => {
  const ivy = await addsOutsider(world.bot, 'Ivy Assessor', 'assessor');
  await allocate(world.bot, ivy, 'assessor');
  const { address, code } = await linkOf(world.bot, ivy);
  const theirs = new Browser(world.site);
  await theirs.opens(address);
  await theirs.enters(address, code);
  await theirs.presses('Open');
  await theirs.presses('Open');
  expect(theirs.words).toContain('Who was there');
  await kai.presses('See what is kept');
  expect(kai.words).toContain('Who may read it');
  expect(kai.words).toMatch(/Ivy Assessor \(assessor\) read hours, 2 times/);
  expect(kai.words).toMatch(/Ivy Assessor \(assessor\) read sessions and their figures/);
  await kai.presses('Back to my page');
  expect(kai.words).toContain('This page is yours');
});

test('what is asked after a session they answer here, and their mentor hands over no link', async () => {
  expect(kai.words).toContain('After you met');
  await kai.presses('Say how it was');
  const { hiddenOf } = await import('../../support/visitor.js');
  const fields = hiddenOf(kai.page.html);
  fields.set('v.length', 'yes');
  // The length, then the questions, all of which are left out.
  fields.set('move', 'next');
  await kai.posts(/<form[^>]*action="([^"]*\/form)"/.exec(kai.page.html)?.[1] ?? '', fields);
  const last = hiddenOf(kai.page.html);
  last.set('v.share', 'coordinator');
  last.set('move', 'submit');
  await kai.posts(/<form[^>]*action="([^"]*\/form)"/.exec(kai.page.html)?.[1] ?? '', last);
  expect(kai.words).toContain('Your answers are saved');
  const session = await world.bot.store.read(async (tx) => {
    const rows = tx.in(world.bot.programme);
    const [m] = await rows.mentorships.of(world.kai);
    return m === undefined ? undefined : (await rows.sessions.ofMentorship(m.id)).find((s) => s.state === 'ended');
  });
  expect(session?.attendees.find((a) => a.mentee === world.kai)?.confirmation).toBe('confirmed');
});

test('they stop being asked, and are asked again', async () => {
  await kai.presses('Stop asking how it was');
  expect(kai.words).toContain('How a meeting was for you not asked');
  expect((await menteeOf(world.bot, world.kai))?.manners.feedbackStopped).toBe(true);
  await kai.presses('Ask me how it was again');
  expect((await menteeOf(world.bot, world.kai))?.manners.feedbackStopped).toBe(false);
  await kai.presses('Stop asking how long');
  expect((await menteeOf(world.bot, world.kai))?.manners.confirmationStopped).toBe(true);
});

test.each([
  ['I’d like somebody else', 'somebody-else'],
  ['I don’t agree with something', 'objects'],
])('“%s”: the coordinator is told, and their mentor is not', async (label, what) => {
  await kai.presses(label);
  expect(kai.words).toContain('Priya Nair');
  await kai.presses('Yes, tell them');
  expect(kai.words).toContain('I have not told your mentor');
  await world.bot.settled();
  const asks = await world.bot.store.read((tx) => tx.in(world.bot.programme).kept.get(menteeAsks, world.kai));
  expect(asks?.map((a) => a.what)).toEqual([what]);
  expect(mayaIsTold(/would like to talk|does not agree/)).toBe(false);
  await world.bot.as('priya').presses('mentee.read');
  expect(JSON.stringify(world.bot.as('priya').last)).toMatch(/another mentor than|does not agree/);
  await kai.presses('Take it back');
  expect(kai.words).toContain('It is taken back');
});

test('they change their mind before anybody is told: “No, leave it” leads back to their page', async () => {
  await kai.presses('I’d like somebody else');
  await kai.presses('No, leave it');
  expect(kai.words).toContain('This page is yours');
});

test('they ask for all of it to be erased, and take it back', async () => {
  await kai.presses('See what is kept');
  await kai.presses('Ask for it to be erased');
  await kai.presses('Yes, ask');
  const asked = () => world.bot.store.read((tx) => tx.in(world.bot.programme).kept.get(askedToErase, world.kai));
  expect(await asked()).toBeDefined();
  await kai.presses('Take it back');
  expect(await asked()).toBeUndefined();
});

test('they stop working with their mentor, with no reason', async () => {
  await kai.presses('Goals, pause, stop');
  await kai.presses('End it');
  await kai.presses('Yes, end it');
  const [m] = await world.bot.store.read((tx) => tx.in(world.bot.programme).mentorships.of(world.kai));
  expect(m?.state).toBe('ended');
});

test('they put their name right in a form of their own', async () => {
  await kai.presses('See what is kept');
  await kai.presses('Correct my name');
  expect(kai.words).toContain('What I am called');
  const { hiddenOf } = await import('../../support/visitor.js');
  const fields = hiddenOf(kai.page.html);
  fields.set('v.name', 'Kai Lindgren');
  fields.set('move', 'submit');
  const form = /<form[^>]*action="([^"]*\/form)"/.exec(kai.page.html)?.[1] ?? '';
  await kai.posts(form, fields);
  expect(kai.words).toContain('That is how I write of you from now on');
  expect((await menteeOf(world.bot, world.kai))?.name).toBe('Kai Lindgren');
});

test('“Worried about someone?” answers on every page of it, without a limit', async () => {
  await kai.presses('Worried about someone?');
  expect(kai.words).toContain('999');
});

test('what is not theirs is refused: their mentor’s pages, the coordinator’s, a reader’s', async () => {
  for (const verb of ['plan.new', 'people.list', 'evidence.open', 'door.make', 'record.open', 'settings.open']) {
    const nonce = /name="nonce" value="([^"]+)"/.exec(kai.page.html)?.[1] ?? '';
    const path = /action="(\/e\/[^"]*\/press)"/.exec(kai.page.html)?.[1] ?? '';
    const before = kai.page;
    await kai.posts(path, new URLSearchParams({ nonce, verb, subject: world.kai }));
    expect(kai.words, verb).toContain('This link is for one thing only');
    kai.page = before;
  }
});

test('a coordinator who is their mentor hands it over only where nobody else can', async () => {
  await world.bot.store.write(async (tx) => {
    const { people } = tx.in(world.bot.programme);
    const maya = await people.get(world.bot.people.get('maya') as PersonId);
    if (maya !== undefined) await people.save({ ...maya, roles: ['mentor', 'coordinator'] });
  });
  const maya = world.bot.as('maya');
  expect(JSON.stringify(await maya.presses('door.open', { subject: world.kai }))).toContain('Ask another coordinator');
  await world.bot.store.write(async (tx) => {
    const { people } = tx.in(world.bot.programme);
    const priya = await people.get(world.bot.people.get('priya') as PersonId);
    if (priya !== undefined) await people.save({ ...priya, roles: [] });
  });
  const all = await world.bot.store.read((tx) => tx.in(world.bot.programme).people.all());
  expect(isCoordinated(all, world.bot.people.get('maya'))).toBe(false);
  expect(JSON.stringify(await maya.presses('door.open', { subject: world.kai }))).toContain('A page of their own');
});
