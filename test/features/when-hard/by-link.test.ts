import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomIds } from '../../../src/kernel/ids.js';
import { addressIn, type LinksWorld, openLinks, proposed } from '../../support/links-world.js';

/** A mentee who has only links: what is theirs alone opens by none that passed through their mentor's hands. */

let w: LinksWorld;
beforeEach(async () => {
  w = await openLinks();
});
afterEach(() => w.stop());

test.each(['hard.open', 'hard.change', 'check.list'])(
  '%s opens neither by a link nor on a lent device',
  async (verb) => {
    const { bot } = w;
    const kai = await proposed(bot);
    await bot.store.write((tx) =>
      tx.in(bot.programme).whenHard.save({
        person: kai,
        notice: 'My own words',
        helps: '',
        goTo: '',
        shared: [],
        savedAt: bot.clock.now(),
      }),
    );
    const maya = bot.as('maya');
    await maya.presses('link.make');
    const address = addressIn(maya.last);
    expect(address).toContain('/f/');
    const link = await bot.store.read(async (tx) => {
      const [m] = await tx.in(bot.programme).mentorships.all();
      return (await tx.in(bot.programme).accessLinks.about(m?.id ?? '')).find((l) => l.state === 'open');
    });
    const answer = await bot.bot.hear({
      kind: 'press',
      deliveryId: randomIds().next('draft'),
      who: { platform: 'link', tenant: 'link', user: kai },
      through: link?.id,
      surface: { scope: 'direct', form: true },
      at: 'link:link:x',
      press: { verb, subject: '-' },
    } as never);
    expect(JSON.stringify(answer)).toContain('This link is for one thing only.');
    expect(JSON.stringify(answer)).not.toContain('My own words');
    // On the mentor's own device the mentor is the one who presses: it opens the mentor's own, which is empty.
    await maya.presses(verb, { subject: '-' });
    expect(JSON.stringify(maya.last)).not.toContain('My own words');
  },
);
