import { afterEach, expect, test } from 'vitest';
import { emailsOf } from '../../../src/domain/identity-match.js';
import {
  agreedBefore,
  isAdult,
  mentorshipsOf,
  type StakeholderWorld,
  stakeholderWorld,
} from '../../support/stakeholder-world.js';

/** A form that takes an address tells nobody but the coordinator whose it is (docs/field.md#stakeholders). */

let w: StakeholderWorld;
afterEach(() => w.stop());

const here = ['leo', 'aisha', 'tom', 'priya'];
const addressOf = (user: string): string => `${user}@here.example`;
const everybody = () => w.bot.store.read((tx) => tx.in(w.bot.programme).people.all());

/** What somebody is answered, with names for ids, and the same name for whomever they typed. */
async function answered(user: string, n: number): Promise<string> {
  const people = new Map((await everybody()).map((p) => [p.id as string, p.name]));
  return JSON.stringify(w.bot.as(user).last)
    .replace(/\b06[a-z0-9]{20,}\b/g, (id) => people.get(id) ?? 'an id')
    .replaceAll(`Kim ${n}`, 'Kim');
}

test.each(['proposal', 'testimony'])('a %s is answered alike, whoever has the address', async (form) => {
  w = await stakeholderWorld();
  await agreedBefore(w.bot, 'maya', 'leo');
  await agreedBefore(w.bot, 'tom', 'aisha');
  await isAdult(w.bot, w.bot.as('leo').id);
  const m = (await mentorshipsOf(w.bot)).find((one) => one.mentee === w.bot.as('leo').id);
  await w.bot.store.write(async (tx) => {
    const { people } = tx.in(w.bot.programme);
    for (const user of here) {
      const person = await people.get(w.bot.as(user).id);
      if (person !== undefined) await people.save({ ...person, emails: [addressOf(user)] });
    }
  });
  const asks = async (user: string, n: number, of: string): Promise<string> => {
    const who = w.bot.as(user);
    const verb = form === 'proposal' ? 'stakeholder.propose' : 'attest.ask';
    await who.presses(verb, { subject: (form === 'proposal' ? m?.id : m?.portfolio) ?? '' });
    const more = form === 'proposal' ? { as: 'teacher' } : { kind: 'testimony' };
    await who.fills({ name: `Kim ${n}`, email: addressOf(of), ...more }).submits();
    await w.bot.settled();
    return answered(user, n);
  };
  const first = await asks('maya', 0, 'nobody');
  expect(first).toContain('Kim');
  for (const [n, user] of here.entries()) expect([user, await asks('maya', n + 1, user)]).toEqual([user, first]);
  // An address stays one person's, and nobody is sent what was meant for somebody else.
  for (const user of here)
    expect((await everybody()).filter((p) => emailsOf(p).includes(addressOf(user))).map((p) => p.id)).toEqual([
      w.bot.as(user).id,
    ]);
  expect(w.mails.map((mail) => mail.to).filter((to) => here.some((user) => to === addressOf(user)))).toEqual([]);
  // Whoever coordinates sees everybody anyway, and is told what is wrong.
  if (form === 'proposal') expect(await asks('priya', 9, 'aisha')).toContain('They are mentored here themselves');
});
