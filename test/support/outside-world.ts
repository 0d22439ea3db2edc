import type { PersonId } from '../../src/kernel/ids.js';
import type { MailPort } from '../../src/ports/mail.js';
import type { PackMaker } from '../../src/ports/packs.js';
import type { TestBot } from './bot.js';
import {
  addressIn,
  answersAgreement,
  type BeforeLinks,
  type LinksWorld,
  openLinks,
  personCalled,
  proposed,
} from './links-world.js';
import { planned } from './steps.js';
import { Visitor } from './visitor.js';

/** Maya mentors somebody without an account: a session that was held and recorded, one to come, and words everywhere. */

/** Stand in names, titles, places and words, and nowhere else. */
export const canaries = /Canary|Wagtail|Goldcrest|Nuthatch/;
export const mentee = 'Kai Canary';

export interface OutsideWorld extends LinksWorld {
  readonly kai: PersonId;
}

/** What the plan and the record of the session say. */
export const canaryWords = { title: 'Wagtail calls', happened: 'Nuthatch, twice.', example: 'Goldcrest.' };

/** What has happened, by what was said in it. */
const begun = new WeakMap<typeof canaryWords, BeforeLinks>();

const mentored = (said: typeof canaryWords): BeforeLinks => {
  const known = begun.get(said) ?? (async (world) => mentors(world, said));
  begun.set(said, known);
  return known;
};

async function mentors({ bot, site }: LinksWorld, said: typeof canaryWords): Promise<void> {
  await proposed(bot, mentee);
  await bot.as('maya').presses('link.make');
  await answersAgreement(new Visitor(site, addressIn(bot.as('maya').last)));
  await bot.settled();
  await planned(bot, 'maya', `plan @${mentee} tomorrow 3pm 45m ${said.title}`);
  await bot.clock.to('2026-11-24T15:46:00Z');
  const maya = bot.as('maya');
  await maya.presses('record.open');
  const outcome = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'))?.id ?? '';
  maya.fills({
    [outcome]: 'met',
    skill: 'active-listening',
    'skill-example': said.example,
    happened: said.happened,
  });
  await maya.submits();
  if (maya.last?.kind === 'form') throw new Error(`no record: ${JSON.stringify(maya.form().problems)}`);
  await planned(bot, 'maya', `plan @${mentee} Friday 3pm 45m Wagtail again`);
  await bot.settled();
}

/** @param said a constant: what is said in it is lived through once */
export async function outsideWorld(
  file?: string,
  mail?: MailPort,
  said: typeof canaryWords = canaryWords,
  packs?: PackMaker,
): Promise<OutsideWorld> {
  const world = await openLinks('public', file, mail, packs, mentored(said));
  const kai = await personCalled(world.bot, mentee);
  if (kai === undefined) throw new Error(`${mentee} is nobody`);
  return { ...world, kai: kai.id };
}

export const menteeOf = (bot: TestBot, id: PersonId) => bot.store.read((tx) => tx.in(bot.programme).people.get(id));
