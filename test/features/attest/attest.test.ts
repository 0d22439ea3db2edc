import { afterEach, beforeEach, expect, test } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import type { PortfolioId } from '../../../src/kernel/ids.js';
import { allocate } from '../../support/holder.js';
import { addressIn, type BeforeLinks } from '../../support/links-world.js';
import { mentorshipsOf, type StakeholderWorld, stakeholderWorld } from '../../support/stakeholder-world.js';
import { agreed } from '../../support/steps.js';
import { Visitor } from '../../support/visitor.js';

/** What others attest of a mentor's work (docs/field.md#testimony-and-observation), by account and by link. */

let w: StakeholderWorld;
let portfolio: PortfolioId;
const shown = (of: unknown): string => JSON.stringify(of);
const ann = 'ann.bell@work.example';

const mayaAndLeo: BeforeLinks = ({ bot }) => agreed(bot, 'maya', 'leo');
beforeEach(async () => {
  w = await stakeholderWorld({ before: mayaAndLeo });
  portfolio = (await mentorshipsOf(w.bot))[0]?.portfolio as PortfolioId;
});
afterEach(() => w.stop());

async function asks(values: Record<string, string>, who = 'maya'): Promise<string> {
  const a = w.bot.as(who);
  await a.types('testimony');
  await a.presses('attest.ask', { subject: portfolio });
  await a.fills(values).submits();
  await w.bot.settled();
  return shown(a.last);
}
const panelOf = async (who: string): Promise<string> => shown(await w.bot.as(who).types('testimony'));

const seen = {
  on: '2026-11-20',
  place: 'Workshop',
  activity: 'A team meeting',
  words: 'Maya asked, waited, and let the mentee finish. <i>Twice.</i>',
  relation: 'Same team',
  role: 'Team leader',
};

test('a witness writes by their link, changes it, and takes it back; the mentor reads what stands', async () => {
  expect(await asks({ kind: 'testimony', name: 'Ann Bell', email: ann })).toContain('They get a mail with their link');
  expect(w.mails).toHaveLength(1);
  expect(w.mails[0]?.text).not.toMatch(/Maya|Ann|Leo/);
  // Asked twice, they are asked once.
  await asks({ kind: 'testimony', name: 'Ann Bell', email: ann });
  expect(w.mails).toHaveLength(1);
  const waiting = await panelOf('maya');
  const visitor = w.visitor(ann);
  await visitor.opens();
  expect(visitor.words).not.toMatch(/Maya|Leo/);
  await visitor.begins();
  for (const rule of ['Your own words', 'not a relative', 'not about a whole unit', 'Name nobody who is mentored'])
    expect(visitor.words.toLowerCase()).toContain(
      rule.toLowerCase().replace('not a relative', 'you are not a relative'),
    );
  await visitor.sends({ words: 'Something' }, 'submit');
  expect(visitor.words).toContain('Say on which day.');
  expect(visitor.words).toContain('Tick this to sign, or say that you would rather not.');
  await visitor.sends({ ...seen, on: '2026-12-24', own: 'yes' }, 'submit');
  expect(visitor.words).toContain('That day is still to come.');
  await visitor.sends({ not: 'yes' }, 'submit');
  expect(visitor.words).toContain('nobody is told');
  expect(await panelOf('maya')).toBe(waiting);
  await visitor.begins();
  await visitor.sends({ ...seen, own: 'yes', not: '' }, 'submit');
  expect(visitor.words).toContain('It is signed and saved.');
  expect(w.bot.as('maya').sees().at(-1)).toContain('has written a testimony');
  expect(await panelOf('maya')).toContain('let the mentee finish. <i>Twice.</i>');
  await visitor.begins();
  await visitor.sends({ not: 'yes' }, 'submit');
  expect(await panelOf('maya')).toBe(waiting);
  await w.bot.clock.pass(29 * day);
  await visitor.opens();
  expect(visitor.page.status).toBe(410);
});

test('an observation is signed by both; the mentor may see it differently, and then it stands', async () => {
  const grace = w.bot.as('grace');
  await allocate(w.bot, grace.id, 'supervisor');
  // Where there is somebody to choose, neither field must be filled in by itself, and one of the two must.
  expect(await asks({ kind: 'observation' })).toContain('Choose somebody, or write their name.');
  expect(shown(w.bot.as('maya').form().form)).toContain('one of the two is needed');
  await asks({ kind: 'observation', who: grace.id });
  expect(grace.sees().at(-1)).toContain('Maya Okafor asks you for an observation');
  await grace.presses('attest.write');
  await grace.fills({ ...seen, from: '15:00', to: '14:00' }).next();
  expect(shown(grace.last)).toContain('It ends before it begins.');
  await grace.fills({ to: '15:45' }).next();
  await grace.adds('questions');
  await grace
    .fills({
      'questions.0.question': 'Why wait?',
      'questions.0.answer': 'To let them think.',
      feedback: 'Keep waiting.',
      relation: 'Supervisor',
      role: 'Supervisor',
      own: ['yes'],
    })
    .submits();
  expect(shown(grace.last)).toContain('The mentor signs it too.');
  const maya = w.bot.as('maya');
  expect(await panelOf('maya')).toContain('It counts once the mentor has signed it too.');
  // Whoever else assesses does not read it before that.
  const toms = async () => shown(await w.bot.as('tom').presses('attest.open', { subject: portfolio }));
  await allocate(w.bot, w.bot.as('tom').id, 'assessor');
  expect(await toms()).toContain('There is nothing to read yet.');
  await maya.presses('attest.sign');
  // What is signed is what was read: it was changed meanwhile.
  await w.bot.clock.pass(60_000);
  await grace.presses('attest.write');
  await grace.fills({ words: 'Maya asked and waited.' }).next();
  await grace.fills({ own: ['yes'] }).submits();
  await maya.fills({ view: 'differ', reply: 'I asked twice.' }).submits();
  expect(shown(maya.last)).toContain('They have changed it since you opened it.');
  await panelOf('maya');
  await maya.presses('attest.sign');
  await maya.fills({ view: 'differ' }).submits();
  expect(shown(maya.last)).toContain('Say what you see differently.');
  await maya.fills({ reply: 'I asked twice.' }).submits();
  for (const who of ['maya', 'grace', 'priya']) {
    const panel = await panelOf(who);
    expect(panel).toContain('Maya asked and waited.');
    expect(panel).toContain('I asked twice.');
    expect(panel).toContain('To let them think.');
  }
  expect(await toms()).toContain('Maya asked and waited.');
  // From both signatures on neither can take it back.
  expect(grace.sees().at(-1)).toContain('Both of you have signed it.');
  const [signed] = await w.bot.store.read((tx) => tx.in(w.bot.programme).attestations.ofPortfolio(portfolio));
  expect(shown(await grace.presses('attest.decline', { subject: signed?.id ?? '' }))).toContain('it stands as it is');
  expect(shown(await w.bot.as('priya').presses('attest.take-back', { subject: signed?.id ?? '' }))).toContain(
    'nothing to take back',
  );
});

test('once its time is over nothing is written, declined or taken back, and the page that stood open says so', async () => {
  const grace = w.bot.as('grace');
  await allocate(w.bot, grace.id, 'supervisor');
  await asks({ kind: 'testimony', who: grace.id });
  await grace.presses('attest.write');
  await w.bot.clock.pass(29 * day);
  await grace.fills({ ...seen, own: ['yes'] }).submits();
  expect(shown(grace.last)).toContain('Nothing is asked of you any more.');
  const [a] = await w.bot.store.read((tx) => tx.in(w.bot.programme).attestations.ofPortfolio(portfolio));
  expect(a?.state).toBe('asked');
  for (const verb of ['attest.write', 'attest.decline'])
    expect(shown(await grace.presses(verb, { subject: a?.id ?? '' }))).toMatch(
      /Nothing is asked of you any more|its time is over/,
    );
  expect(await panelOf('maya')).not.toContain('Make their link');
});

test('whoever is allocated to assess notes a professional discussion; nobody else may', async () => {
  const grace = w.bot.as('grace');
  expect(shown(await grace.presses('attest.discuss', { subject: portfolio }))).toContain('only');
  await allocate(w.bot, grace.id, 'assessor');
  await grace.types('testimony');
  await grace.presses('attest.discuss');
  await grace.fills({ on: '2026-11-23', from: '08:00', to: '08:30' }).next();
  await grace.fills({ relation: 'Assessor', role: 'Assessor', own: ['yes'] }).submits();
  expect(shown(grace.last)).toContain('at least one question');
  await grace
    .fills({ 'questions.0.question': 'What did you change?', 'questions.0.answer': 'I wait longer.' })
    .submits();
  expect(await panelOf('maya')).toContain('I wait longer.');
});

test.each([
  ['the mentor themselves', { name: 'Maya Okafor' }, 'That is the mentor'],
  ['nobody', {}, 'Please fill this in.'],
])('asking %s is refused in words', async (_who, values, refusal) => {
  expect(await asks({ kind: 'testimony', ...values })).toContain(refusal);
});

test('where no mail goes, whoever asks hands the link over; another portfolio’s mentor cannot', async () => {
  await asks({ kind: 'testimony', name: 'Ann Bell' });
  const address = addressIn(await w.bot.as('maya').presses('attest.link'));
  const visitor = new Visitor(w.site, address);
  await visitor.begins();
  // A mentee who is named is pointed out, and it is the writer's to change.
  await visitor.sends({ ...seen, words: 'Leo Brandt spoke.' }, 'save');
  expect(visitor.words).toContain('This seems to name somebody who is mentored.');
  const [a] = await w.bot.store.read((tx) => tx.in(w.bot.programme).attestations.ofPortfolio(portfolio));
  expect(shown(await w.bot.as('tom').presses('attest.link', { subject: a?.id ?? '' }))).toContain('only');
  await visitor.begins();
  await visitor.sends({ erase: 'yes' }, 'submit');
  expect(visitor.words).toContain('What you said is gone.');
  expect(w.bot.as('priya').sees().at(-1)).toContain('to be erased');
});
