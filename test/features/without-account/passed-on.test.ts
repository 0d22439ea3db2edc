import { afterEach, describe, expect, test } from 'vitest';
import { addressIn, answersAgreement, type LinksWorld, openLinks, proposed } from '../../support/links-world.js';
import { toTheEnd } from '../../support/steps.js';
import { Visitor } from '../../support/visitor.js';

/** Whatever a mentee without an account would be sent is said to their mentor, who passes it on. */

let world: LinksWorld;
afterEach(async () => world.stop());

type Someone = ReturnType<LinksWorld['bot']['as']>;

/** Maya, and Kai who has signed by a link and has no account. */
async function mayaAndKai(): Promise<Someone> {
  world = await openLinks();
  const maya = world.bot.as('maya');
  await proposed(world.bot);
  await maya.presses('link.make');
  await answersAgreement(new Visitor(world.site, addressIn(maya.last)));
  return maya;
}

async function plans(maya: Someone, command: string): Promise<void> {
  await maya.types(command);
  while (maya.form().step !== 'objectives') await maya.next();
  maya.fills({ 'objectives.0.what': 'Make two calls', 'objectives.0.measure': 'Two calls stand in the call log' });
  await toTheEnd(maya);
}

/** What came since `before` cards stood there, of what is to be passed on. */
const toPassOn = (maya: Someone, before: number): string[] =>
  maya
    .sees()
    .slice(before)
    .filter((card) => card.includes('Please tell them yourself'));

const said = (maya: Someone): string => JSON.stringify(maya.last);

describe('a mentee without an account', () => {
  test('one session: planned, moved and cancelled, each once and by a message of its own', async () => {
    const maya = await mayaAndKai();
    const seen = maya.sees().length;
    await plans(maya, 'plan @kai tomorrow 3pm 45m Phone calls');
    expect(toPassOn(maya, seen)).toEqual([expect.stringContaining('you planned a session together')]);
    expect(said(maya)).toContain('Kai Lund has no account: a card asks you to pass it on.');
    expect(said(maya)).not.toContain('will be told now');

    const planned = maya.sees().length;
    await maya.types('reschedule @kai Friday 10:00');
    await toTheEnd(maya);
    expect(toPassOn(maya, planned)).toEqual([expect.stringContaining('the plan of a session has changed')]);
    expect(toPassOn(maya, planned)[0]).toContain('Fri 27 Nov 2026, 10:00');

    const moved = maya.sees().length;
    await maya.types('cancel @kai');
    await maya.presses('session.cancel', { arg: 'yes' });
    expect(toPassOn(maya, moved)).toEqual([expect.stringContaining('a session is cancelled')]);
    expect(said(maya)).not.toContain('The others are told');
  });

  test('a series: planned, changed from one on and cancelled from one on, with its dates', async () => {
    const maya = await mayaAndKai();
    const seen = maya.sees().length;
    await plans(maya, 'plan @kai every Tuesday 3pm for 4 sessions 45m Phone calls');
    const [planned, ...more] = toPassOn(maya, seen);
    expect(more).toEqual([]);
    expect(planned).toContain('you planned several sessions together');
    for (const date of ['24 Nov', '1 Dec', '8 Dec', '15 Dec']) expect(planned).toContain(`Tue ${date} 2026, 15:00`);

    const [, second] = await world.bot.store.read((tx) => tx.in(world.bot.programme).sessions.all());
    const before = maya.sees().length;
    await maya.presses('plan.change', { subject: second?.id ?? '' });
    maya.fills({ time: '16:00', scope: 'following' });
    await toTheEnd(maya);
    expect(toPassOn(maya, before)).toEqual([expect.stringContaining('the plan of several sessions has changed')]);
    expect(toPassOn(maya, before)[0]).toContain('Tue 15 Dec 2026, 16:00');

    const changed = maya.sees().length;
    await maya.presses('session.cancel', { subject: second?.id ?? '' });
    await maya.presses('session.cancel', { arg: 'following' });
    expect(toPassOn(maya, changed)).toEqual([expect.stringContaining('several sessions are cancelled')]);
    expect(toPassOn(maya, changed)[0]).toContain('Tue 15 Dec 2026, 16:00: cancelled');
  });
});
