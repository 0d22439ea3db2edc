import { afterEach, describe, expect, test } from 'vitest';
import type { Role } from '../../../src/domain/programme.js';
import { askedIn } from '../../../src/features/ask-coordinator/typed.js';
import { menteeAsks } from '../../../src/features/shared/mentee-asks.js';
import type { MentorshipId, SessionId } from '../../../src/kernel/ids.js';
import type { Rows } from '../../../src/ports/store.js';
import { heard } from '../../support/aloud.js';
import { type Before, startAfter, startBot, type TestBot } from '../../support/bot.js';
import { directOf } from '../../support/chat.js';
import { agreed, mayaAndLeoAgreed, planned } from '../../support/steps.js';

/** *My mentor didn't come* and *I'd like somebody else*: to whoever coordinates, and to nobody else. */

let t: TestBot;
afterEach(() => t?.stop());

const rows = <T>(read: (rows: Rows) => Promise<T>): Promise<T> => t.store.read((tx) => read(tx.in(t.programme)));
const presses = async (user: string, verb: string, how: { subject?: string; arg?: string } = {}): Promise<string> => {
  await t.as(user).presses(verb, how);
  return heard(t, t.as(user));
};
const types = async (user: string, words: string): Promise<string> => {
  await t.as(user).types(words);
  return heard(t, t.as(user));
};
const session = async (): Promise<SessionId> => (await rows((r) => r.sessions.all())).at(-1)?.id as SessionId;
const mentorship = async (): Promise<MentorshipId> => (await rows((r) => r.mentorships.all()))[0]?.id as MentorshipId;
const sees = (user: string): string => t.as(user).sees().join('\n---\n');
const kept = () => rows((r) => r.kept.get(menteeAsks, t.as('leo').id));
const roles = (user: string, of: readonly Role[]): Promise<void> =>
  t.store.write(async (tx) => {
    const { people } = tx.in(t.programme);
    const person = await people.get(t.as(user).id);
    if (person !== undefined) await people.save({ ...person, roles: of });
  });

/** A session whose time has passed, and about which Leo is asked. */
const over: Before = async (bot) => {
  await agreed(bot, 'maya', 'leo');
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await bot.as('leo').presses('plan.accept');
  await bot.clock.to('2026-11-24T16:16:00Z');
};
const told: Before = async (bot) => {
  await over(bot);
  await bot.as('leo').presses('mentee.mentor-absent');
  await bot.as('leo').presses('mentee.mentor-absent', { arg: 'yes' });
};

describe('my mentor didn’t come', () => {
  test('is told to the coordinator alone, once the mentee has said to whom, and the mentor learns nothing', async () => {
    t = await startAfter(over);
    const before = [sees('maya'), await types('maya', 'home'), await types('maya', 'hours')];
    const asked = await presses('leo', 'mentee.mentor-absent');
    expect(asked).toContain('It is not your fault.');
    expect(asked).toContain('If you like, I tell Priya Nair. Then they talk with you about it.');
    expect(asked).toContain('If someone may be at risk, it can’t stay private.');
    expect(await kept()).toBeUndefined();
    expect(sees('priya')).not.toContain('would like you to talk');
    expect(await presses('leo', 'mentee.mentor-absent', { arg: 'yes' })).toContain(
      'I told Priya Nair on Tue 24 Nov 2026. They will talk with you.',
    );

    const card = t.as('priya').sees().at(-1) ?? '';
    expect(card).toContain('Leo Brandt would like you to talk with them.');
    for (const what of ['Maya', 'Phone calls', 'come']) expect(card).not.toContain(what);
    const read = await presses('priya', 'mentee.read');
    expect(read).toContain('Leo Brandt says that Maya Okafor did not come to Phone calls, Tue 24 Nov 2026, 15:00.');
    expect(read).toContain('Talk with Leo Brandt soon, without Maya Okafor.');

    await t.clock.pass(60_000);
    expect([sees('maya'), await types('maya', 'home'), await types('maya', 'hours')]).toEqual(before);
    await types('priya', 'digest now');
    expect(t.channel().join('\n')).not.toMatch(/Leo|didn’t come|talk with/);
    // Neither on the chain that the mentor's assessor reads, nor as anything but that something was asked.
    const chain = await rows(async (r) => JSON.stringify(await r.audit.of(await mentorship())));
    expect(chain).not.toContain('mentee.');
  });

  test.each<[string, (leo: ReturnType<TestBot['as']>) => Promise<unknown>]>([
    ['the questions after a session', (leo) => leo.presses('mentee.mentor-absent')],
    [
      'the invitation, once it is over',
      async (leo) => expect(leo.sees().find((c) => c.includes('is over'))).toContain('didn’t come'),
    ],
  ])('it stands in %s', async (_where, presses_) => {
    t = await startAfter(over);
    await presses_(t.as('leo'));
  });

  test('it stands where a session begins, ten minutes after its time and no sooner', async () => {
    t = await startAfter(mayaAndLeoAgreed);
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
    const where = async () => [await types('leo', 'sessions'), await types('leo', 'home')];
    await t.clock.to('2026-11-24T15:09:00Z');
    for (const words of await where()) expect(words).not.toContain('My mentor didn’t come');
    expect(await presses('leo', 'mentee.mentor-absent', { subject: await session() })).toContain('wait a few minutes');
    await t.clock.to('2026-11-24T15:10:00Z');
    for (const words of await where()) expect(words).toContain('My mentor didn’t come');
    expect(await presses('leo', 'mentee.mentor-absent')).toContain('If you like, I tell');
  });

  test.each([
    'My mentor didn’t come',
    "my mentor didn't come!",
    'mentor didnt turn up',
    'she hasn’t shown up yet',
    'my mentor is not here',
  ])('typed as “%s” it is about the session that began last, which it names', async (words) => {
    t = await startAfter(over);
    expect(await types('leo', words)).toContain('This is about Phone calls, Tue 24 Nov 2026, 15:00.');
    expect(await kept()).toBeUndefined();
    expect(await presses('leo', 'mentee.mentor-absent', { arg: 'yes' })).toContain('I told Priya Nair');
    await t.clock.to('2026-11-27T16:16:00Z');
    expect(await types('leo', words)).toContain('You had no session in the last two days');
  });

  test.each(['my mentor came', 'a mentor', 'the mentor didn’t come up with a plan', 'plan @leo someone else'])(
    'typed as “%s” it is neither',
    (words) => {
      expect(askedIn(words)).toBeUndefined();
    },
  );

  test('of one that the mentor noted as not held it can be told still', async () => {
    t = await startAfter(over);
    await t.as('maya').presses('session.not-held', { subject: await session() });
    await t.as('maya').presses('session.not-held', { subject: await session(), arg: 'mentee' });
    expect(
      t
        .as('leo')
        .sees()
        .find((c) => c.includes('noted that this session')),
    ).toContain('My mentor didn’t come');
    await presses('leo', 'mentee.mentor-absent', { subject: await session() });
    expect(await presses('leo', 'mentee.mentor-absent', { arg: 'yes' })).toContain('I told Priya Nair');
  });
});

describe('I’d like somebody else', () => {
  test.each(['home', 'help'])('from %s: no reason is asked for, and nothing changes by it', async (word) => {
    t = await startAfter(mayaAndLeoAgreed);
    expect(await types('leo', word)).toContain('I’d like somebody else');
    expect(await presses('leo', 'mentee.somebody-else')).toContain('You don’t have to say why.');
    expect(await presses('leo', 'mentee.somebody-else', { arg: 'yes' })).toContain('I told Priya Nair');
    const read = await presses('priya', 'mentee.read');
    expect(read).toContain('Leo Brandt would like another mentor than Maya Okafor.');
    expect(read).toContain('[Hand over]');
    expect((await rows((r) => r.mentorships.all()))[0]?.state).toBe('active');
    expect(sees('maya')).not.toMatch(/somebody else|another mentor/);
  });

  test.each([
    'I’d like somebody else',
    "I'd like someone else please",
    'can I have a different mentor?',
    'i want to change my mentor',
    'another mentor',
    'I don’t like my mentor',
  ])('typed as “%s” it is the same as pressed', async (words) => {
    t = await startAfter(mayaAndLeoAgreed);
    expect(await types('leo', words)).toContain('You don’t have to say why.');
    expect(await types('maya', words)).toContain('Your coordinator can change who mentors whom.');
    expect(await kept()).toBeUndefined();
  });

  test('with two mentors the mentee says which; with none there is nobody to change', async () => {
    t = await startAfter(mayaAndLeoAgreed);
    await agreed(t, 'tom', 'leo');
    await types('leo', 'help');
    expect(await presses('leo', 'mentee.somebody-else', { subject: '-' })).toMatch(
      /\[Tom Hughes\] \[Maya Okafor\]|\[Maya Okafor\] \[Tom Hughes\]/,
    );
    await types('sam', 'help');
    expect(await presses('sam', 'mentee.somebody-else', { subject: '-' })).toContain('You have no mentor here yet.');
  });
});

describe('who reads it', () => {
  test('a coordinator who is the mentor is told nothing, and finds nothing', async () => {
    t = await startAfter(over);
    await roles('maya', ['mentor', 'coordinator']);
    await presses('leo', 'mentee.mentor-absent');
    expect(await presses('leo', 'mentee.mentor-absent', { arg: 'yes' })).toContain('I told Priya Nair on');
    const subject = `mentee-asks:${t.as('leo').id}:${(await kept())?.[0]?.id}`;
    expect(sees('maya')).not.toContain('would like you to talk');
    for (const words of [await types('maya', 'people'), await types('maya', 'home')])
      expect(words).not.toContain('would like');
    for (const verb of ['mentee.read', 'mentee.done'])
      expect(await presses('maya', verb, { subject })).toContain('There is nothing to do.');
    expect((await kept())?.[0]?.doneAt).toBeNull();
  });

  test('a coordinator who is the mentor reads nothing of it among what was not delivered to the other', async () => {
    t = await startAfter(over);
    await roles('maya', ['mentor', 'coordinator']);
    const { send } = t.chat;
    t.chat.send = async (to, message) =>
      to === directOf('priya') ? { kind: 'gone', why: 'blocked' } : send(to, message);
    await presses('leo', 'mentee.mentor-absent');
    await presses('leo', 'mentee.mentor-absent', { arg: 'yes' });
    await t.settled();
    await types('maya', 'people');
    const board = await presses('maya', 'delivery.list', { subject: '-' });
    expect(board).toContain('Priya Nair: a message, ');
    for (const words of [board, await types('maya', 'people'), await types('maya', 'home'), sees('maya')])
      expect(words).not.toMatch(/would like|like to talk|didn’t come|somebody else/);
  });

  test('where nobody else coordinates, nothing is kept, and the mentee reads whom else to talk to', async () => {
    t = await startAfter(over);
    await roles('maya', ['mentor', 'coordinator']);
    await roles('priya', []);
    const words = await presses('leo', 'mentee.mentor-absent', { arg: 'yes', subject: await session() });
    expect(words).toContain('Nobody but your mentor looks after this programme. So I have told nobody.');
    expect(words).toContain('You can talk to Dana Whitlock');
    expect(await kept()).toBeUndefined();
  });
});

describe('what becomes of it', () => {
  test('told twice it is told once; taken back, it waits for nobody', async () => {
    t = await startAfter(told);
    expect(await presses('leo', 'mentee.mentor-absent', { subject: await session(), arg: 'yes' })).toContain(
      'I told Priya',
    );
    expect(await kept()).toHaveLength(1);
    expect(await types('priya', 'people')).toContain('Mentees who would like to talk: 1');
    await presses('leo', 'mentee.mentor-absent', { subject: await session() });
    expect(await presses('leo', 'mentee.take-back')).toContain('Taken back');
    expect(await kept()).toEqual([]);
    expect(await types('priya', 'people')).not.toContain('would like to talk');
    expect(t.as('priya').sees().at(-1)).toContain('dealt with, or taken back');
  });

  test('once they have talked it waits no more, the mentee reads so, and can ask again', async () => {
    t = await startAfter(told);
    await presses('priya', 'mentee.read');
    expect(await presses('priya', 'mentee.done')).toContain('It waits no more');
    expect(await types('priya', 'people')).not.toContain('would like to talk');
    expect(await presses('leo', 'mentee.mentor-absent', { subject: await session() })).toContain('You have talked');
    expect(await presses('leo', 'mentee.mentor-absent', { arg: 'yes' })).toContain('They will talk with you.');
  });

  test('it is counted among what is kept, and goes with the mentee', async () => {
    t = await startAfter(told);
    expect(await presses('leo', 'data.open', { subject: '-' })).toContain('Asked of the coordinator: 1');
    await t.as('priya').erases({ subject: t.as('leo').id, arg: 'yes' });
    expect(await kept()).toBeUndefined();
    expect(await types('priya', 'people')).not.toContain('would like to talk');
  });
});

test('what a mentee reads of it is short', async () => {
  t = await startBot();
  await agreed(t, 'maya', 'leo');
  const all = [
    await presses('leo', 'mentee.somebody-else', { subject: await mentorship() }),
    await presses('leo', 'mentee.somebody-else', { subject: await mentorship(), arg: 'yes' }),
    await presses('leo', 'mentee.take-back'),
  ].join('\n');
  const sentences = all.split(/(?<=[.?!])\s+|\n/).filter((s) => s !== '' && !s.startsWith('#') && !s.startsWith('['));
  for (const sentence of sentences) expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(12);
});
