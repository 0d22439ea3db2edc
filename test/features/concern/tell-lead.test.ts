import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import type { Person, Safeguarding } from '../../../src/domain/programme.js';
import { day, minute } from '../../../src/kernel/clock.js';
import { localTenant } from '../../../src/local/sample-people.js';
import type { Sent } from '../../../src/ports/chat.js';
import type { MailOutcome } from '../../../src/ports/mail.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { buttonsOf, directOf } from '../../support/chat.js';
import { migrated } from '../../support/store.js';

/** *I’ve told the lead* (docs/concern.md#the-lead-is-told), as each of those sees it. */

const people = [
  { user: 'maya', name: 'Maya Okafor', roles: ['mentor'] },
  { user: 'leo', name: 'Leo Brandt', roles: ['mentee'] },
  { user: 'kim', name: 'Kim Adeyemi', roles: ['mentor', 'mentee'] },
  { user: 'priya', name: 'Priya Shah', roles: ['coordinator'] },
  { user: 'dana', name: 'Dana Whitlock', roles: ['safeguarding-lead'] },
  { user: 'omar', name: 'Omar Reyes', roles: ['supervisor', 'mentee'] },
] as const;

let t: TestBot;
const mails: { readonly to: string; readonly subject: string; readonly text: string }[] = [];
/** Late on a Monday evening, in everybody's quiet hours. `mail`: what a mail server answers, where there is one. */
async function begin(mail?: () => MailOutcome, file?: string): Promise<void> {
  mails.length = 0;
  t = await startBot({
    people,
    start: '2026-11-23T22:30:00Z',
    ...(file === undefined ? {} : { file }),
    ...(mail === undefined
      ? {}
      : {
          pages: () => ({ base: 'https://mentorlog.example.org', loopback: false, mails: true as const }),
          mail: {
            async send({ to, subject, text }) {
              mails.push({ to, subject, text });
              return mail();
            },
            close() {},
          },
        }),
  });
}
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await t.stop();
});

const said = (reply: Reply | undefined): string => JSON.stringify(reply);
const buttonsIn = (reply: Reply | undefined) => (reply?.kind === 'panel' ? buttonsOf(reply.card) : []);
const alerts = () => t.store.read((tx) => tx.in(t.programme).leadAlerts.open(0));
const tells = async (user = 'maya'): Promise<Reply> => {
  await t.as(user).types('concern');
  return t.as(user).presses('concern.tell-lead');
};
const trail = async () =>
  (await t.store.read((tx) => tx.in(t.programme).audit.of(t.programme)))
    .filter((e) => e.what.startsWith('concern.'))
    .map((e) => [e.what, e.facts]);
/** As if a coordinator had set it so. */
async function sets(change: (s: Safeguarding) => Safeguarding): Promise<void> {
  await t.store.write(async (tx) => {
    const { programme } = tx.in(t.programme);
    const p = await programme.get();
    await programme.save({ ...p, settings: { ...p.settings, safeguarding: change(p.settings.safeguarding) } });
  });
  await t.bot.refresh();
}
async function becomes(user: string, change: Partial<Person>): Promise<void> {
  await t.store.write(async (tx) => {
    const rows = tx.in(t.programme).people;
    const p = await rows.get(t.as(user).id);
    if (p !== undefined) await rows.save({ ...p, ...change });
  });
  await t.bot.refresh();
}
/** What is sent to them is answered so, from now on. */
function answers(user: string, sent: Sent): void {
  const { send } = t.chat;
  vi.spyOn(t.chat, 'send').mockImplementation(async (to, message) =>
    to === directOf(user) ? sent : send(to, message),
  );
}
const card = async (user = 'maya'): Promise<string> => said(await t.as(user).types('concern'));

describe('the lead', () => {
  test('is told at once, late in the evening, by whom and not of what; and whoever pressed sees how far it came', async () => {
    await begin();
    expect(await card()).toContain('tells Dana Whitlock at once, in their own chat, at any hour');
    expect(await card()).toContain('“I’ve told someone else” tells nobody.');
    const panel = await t.as('maya').presses('concern.tell-lead');
    expect(said(panel)).toContain('On its way to ');
    const [seen] = t.as('dana').sees();
    expect(seen).toContain('Maya Okafor says they have told you about a concern. Have you heard from them?');
    expect(seen).not.toContain('Leo');
    // The deputy has no message yet, and is told nothing by the press; and the lead is not told of herself.
    expect(seen).toContain(
      '“I have it” tells Maya Okafor that you have it. The deputy reads it too if they have a message about this here. Nobody else is told.',
    );
    // That it is there is no sign that anybody has read it: so it says what is not known.
    expect(t.as('maya').sees().at(-1)).toContain(
      'Delivered to the chat of Dana Whitlock at 22:30. They have not said yet that they have it.',
    );
    await t.clock.pass(5 * minute);
    t.as('maya').last = panel;
    expect(said(await t.as('maya').presses('concern.stands'))).toContain('Delivered to the chat of ');
    await t.as('dana').presses('concern.have-it');
    expect(t.as('dana').sees()).toHaveLength(1);
    expect(t.as('dana').sees()[0]).toContain('You said at 22:35: I have it.');
    expect(t.as('dana').sees()[0]).toContain('Maya Okafor passed it on.');
    expect(t.as('dana').sees()[0]).not.toContain('Have you heard');
    expect(t.as('maya').sees()).toHaveLength(1);
    expect(t.as('maya').sees()[0]).toContain('Dana Whitlock says they have it, 22:35');
    expect(t.as('maya').sees()[0]).not.toContain('not said yet');
    await t.clock.pass(60 * minute);
    for (const user of ['omar', 'priya', 'leo', 'kim']) expect(t.as(user).sees(), user).toEqual([]);
    expect(await trail()).toEqual([
      ['concern.passed-on', { to: 'safeguarding lead', told: 'lead', person: t.as('dana').id }],
      ['concern.acknowledged', { person: t.as('dana').id }],
    ]);
    // Nobody else answers it, or looks at it.
    const id = buttonsIn(t.as('maya').last)[0]?.press.subject;
    for (const user of ['omar', 'priya', 'leo'])
      for (const verb of ['concern.have-it', 'concern.stands'])
        expect(said(await t.as(user).presses(verb, { subject: id ?? '' })), `${user} ${verb}`).toMatch(
          /not for you|nothing to look at/,
        );
  });

  test('is told once however often it is pressed, and anew on another day', async () => {
    await begin();
    await tells();
    await tells();
    expect(await alerts()).toHaveLength(1);
    expect(t.as('dana').sees()).toHaveLength(1);
    await t.clock.pass(day);
    await tells();
    expect(t.as('dana').sees()).toHaveLength(2);
    expect((await trail()).filter(([what]) => what === 'concern.passed-on')).toHaveLength(2);
  });

  test('whoever pressed is erased once the lead has it: the row goes, and nobody else is told', async () => {
    await begin();
    await tells();
    await t.as('dana').presses('concern.have-it');
    const id = (await t.store.read((tx) => tx.in(t.programme).leadAlerts.lastBy(t.as('maya').id, 0)))?.id ?? '';
    await t.as('priya').erases({ subject: t.as('maya').id, arg: 'yes' });
    await t.settled();
    expect(await t.store.read((tx) => tx.in(t.programme).leadAlerts.before(t.clock.now() + 1))).toEqual([]);
    expect(t.as('dana').sees().at(-1)).toContain('is here no more, or its time is over');
    expect(said(await t.as('dana').presses('concern.have-it', { subject: id }))).toContain('not for you to answer');
    await t.clock.pass(31 * minute);
    expect(t.as('omar').sees()).toEqual([]);
  });

  test.each([['maya'], ['kim']])(
    '%s: a press on a card of before, when the lead was another, tells nobody and shows whom it would',
    async (user) => {
      await begin();
      await t.as(user).types('concern');
      await sets((s) => ({ ...s, lead: { name: 'Priya Shah', reach: '020 1', person: t.as('priya').id } }));
      const shown = said(await t.as(user).presses('concern.tell-lead'));
      expect(shown).toContain('tells Priya Shah at once');
      expect(await alerts()).toEqual([]);
      expect([...t.as('dana').sees(), ...t.as('priya').sees()]).toEqual([]);
    },
  );
});

describe('the deputy', () => {
  test('is told after half an hour, in quiet hours too, though they are a mentee as well; and whoever pressed is told so', async () => {
    await begin();
    // Their one message of the day is taken.
    await tells();
    await t.clock.pass(29 * minute);
    expect(t.as('omar').sees()).toEqual([]);
    await t.clock.pass(minute);
    expect(t.as('omar').sees().at(-1)).toContain('the safeguarding lead has not said that they have it');
    expect(t.as('omar').sees().at(-1)).toContain('The lead reads it too if they have a message about this here.');
    expect(t.as('maya').sees()).toHaveLength(2);
    expect(t.as('maya').sees()[1]).toContain('I turned to the deputy, Omar Reyes, at 23:00.');
    expect(t.as('maya').sees()[1]).toContain('Delivered to the chat of Omar Reyes at 23:00.');
    await t.as('omar').presses('concern.have-it');
    expect(t.as('maya').sees()[1]).toContain('Omar Reyes says they have it, 23:00');
    expect(t.as('dana').sees()[0]).toContain('Omar Reyes said at 23:00: I have it.');
    await t.clock.pass(day);
    expect(t.as('omar').sees()).toHaveLength(1);
  });

  test('once the lead has it, the deputy’s card asks nothing and says no more that nobody has', async () => {
    await begin();
    await tells();
    await t.clock.pass(30 * minute);
    await t.as('dana').presses('concern.have-it');
    const [seen] = t.as('omar').sees();
    expect(seen).toContain('Dana Whitlock said at 23:00: I have it.');
    expect(seen).not.toMatch(/has not said|Have you heard/);
  });

  test('is told in time though whoever pressed is erased meanwhile, without their name; and either can say that they have it', async () => {
    await begin();
    await tells();
    await t.clock.pass(10 * minute);
    await t.as('priya').erases({ subject: t.as('maya').id, arg: 'yes' });
    await t.settled();
    expect(await alerts()).toMatchObject([{ by: null, lead: t.as('dana').id }]);
    expect(t.as('dana').sees().at(-1)).toContain(
      'Somebody who is here no more says they have told you about a concern.',
    );
    expect(t.as('dana').sees().at(-1)).toContain('ask the coordinator today how to reach whoever it was');
    await t.clock.pass(19 * minute);
    expect(t.as('omar').sees()).toEqual([]);
    await t.clock.pass(minute);
    expect(t.as('omar').sees()).toHaveLength(1);
    expect(t.as('omar').sees()[0]).toContain(
      'Somebody who is here no more has passed a concern on, and the safeguarding lead has not said that they have it.',
    );
    expect(t.as('omar').sees()[0]).toContain('ring the lead now, and ask the coordinator today');
    await t.as('omar').presses('concern.have-it');
    expect(t.as('omar').sees()[0]).toContain('You said at 23:00: I have it.');
    expect(t.as('dana').sees()[0]).toContain('Omar Reyes said at 23:00: I have it.');
    for (const user of ['dana', 'omar']) {
      expect(t.as(user).sees().join(), user).not.toMatch(/Maya|Okafor/);
      expect(t.as(user).sees()[0], user).toContain('Whoever passed it on is here no more.');
    }
    await t.clock.pass(day);
    for (const user of ['dana', 'omar']) expect(t.as(user).sees(), user).toHaveLength(1);
    expect(t.as('priya').sees().join()).not.toContain('concern');
  });

  test('is told at once where the lead leaves after whoever pressed was erased', async () => {
    await begin();
    answers('dana', { kind: 'refused', scope: 'conversation', retryAfterMs: 5 * minute });
    await tells();
    await t.as('priya').erases({ subject: t.as('maya').id, arg: 'yes' });
    vi.restoreAllMocks();
    answers('dana', { kind: 'gone', why: 'left' });
    await t.clock.pass(6 * minute);
    expect(t.as('omar').sees()).toHaveLength(1);
  });

  const gone: readonly (readonly [string, Sent])[] = [
    ['left the workspace', { kind: 'gone', why: 'left' }],
    ['takes no message of ours', { kind: 'faulty', code: 'blocked' }],
  ];
  test.each(gone)('is told at once where the lead %s, and whoever pressed is told both', async (_, sent) => {
    await begin();
    answers('dana', sent);
    await tells();
    await t.clock.pass(minute);
    expect(t.as('omar').sees()).toHaveLength(1);
    expect(t.as('maya').sees().at(-1)).toContain('It could not be delivered to Dana Whitlock. Ring them.');
    expect(t.as('maya').sees().at(-1)).toContain('I turned to the deputy, Omar Reyes,');
    await t.clock.pass(60 * minute);
    expect(t.as('omar').sees()).toHaveLength(1);
  });

  test('cannot be reached either: whoever pressed is told to ring', async () => {
    await begin();
    answers('dana', { kind: 'gone', why: 'left' });
    await becomes('omar', { accounts: [] });
    expect(await card()).toContain('I can’t write to the deputy, Omar Reyes.');
    await t.as('maya').presses('concern.tell-lead');
    expect(t.as('maya').sees().at(-1)).toContain('It could not be delivered to Dana Whitlock. Ring them.');
    expect(t.as('maya').sees().at(-1)).toContain('020 7946 0019');
  });

  test.each([
    ['has no account', { accounts: [] }],
    ['has left their roles', { roles: [] }],
  ] as const)('is told in the lead’s place where the lead %s, as the card says before', async (_, change) => {
    await begin();
    await becomes('dana', change);
    expect(await card()).toContain(
      'I can’t write to Dana Whitlock: ring them. “I’ve told the lead” tells the deputy, Omar Reyes, at once.',
    );
    await t.as('maya').presses('concern.tell-lead');
    expect(t.as('omar').sees()).toHaveLength(1);
    expect(t.as('dana').sees()).toEqual([]);
    expect(t.as('maya').sees().at(-1)).toContain('I turned to the deputy, Omar Reyes, at 22:30.');
  });
});

describe('nobody is told', () => {
  test('by “I’ve told someone else”, which says so; nor where neither has a chat, which the card says before', async () => {
    await begin();
    await card();
    expect(said(await t.as('maya').presses('concern.passed', { arg: 'other' }))).toContain('This told nobody.');
    await becomes('dana', { accounts: [] });
    await becomes('omar', { accounts: [] });
    expect(await card()).toContain('“I’ve told the lead” tells nobody: ring them.');
    expect(said(await t.as('maya').presses('concern.tell-lead'))).toContain('It has gone to nobody: ring them.');
    await t.clock.pass(60 * minute);
    for (const { user } of people) expect(t.as(user).sees(), user).toEqual([]);
    expect(await trail()).toEqual([
      ['concern.passed-on', { to: 'someone else' }],
      ['concern.passed-on', { to: 'safeguarding lead', told: 'nobody', person: null }],
    ]);
  });

  test('where no lead is set, or whoever looks is one of them: there is no such button, and the card says why', async () => {
    await begin();
    for (const [user, why] of [
      ['dana', 'You are the safeguarding lead here'],
      ['omar', 'You are the deputy here'],
    ] as const) {
      expect(await card(user)).toContain(why);
      expect(await card(user)).not.toContain('concern.tell-lead');
      await t.as(user).presses('concern.tell-lead', { subject: '-', arg: 'x' });
    }
    await sets(({ lead: _, deputy: __, ...s }) => s);
    expect(await card()).toContain('No safeguarding lead is set, so I can tell nobody.');
    expect(await card()).not.toContain('concern.tell-lead');
    expect(await alerts()).toEqual([]);
  });

  test('by a mentee, whatever they press: nothing of it is recorded, and no button stands there', async () => {
    await begin();
    expect(await card('leo')).not.toMatch(/concern\.(passed|tell-lead)/);
    for (const [verb, arg] of [
      ['concern.tell-lead', `${t.as('dana').id}+${t.as('omar').id}`],
      ['concern.passed', 'lead'],
      ['concern.passed', 'other'],
    ] as const)
      expect(said(await t.as('leo').presses(verb, { subject: '-', arg }))).not.toContain('Noted');
    // Whoever is both is told which of the two the card is for; as a mentee there is no button.
    expect(await card('kim')).toContain('You are a mentor here, and a mentee too.');
    const asMentee = said(await t.as('kim').presses('concern.open', { subject: '-', arg: 'mentee' }));
    expect(asMentee).toContain('This card is for you as a mentee. Nothing on it tells anybody.');
    expect(asMentee).not.toMatch(/concern\.(passed|tell-lead)/);
    await t.clock.pass(60 * minute);
    expect(await trail()).toEqual([]);
    for (const { user } of people) expect(t.as(user).sees(), user).toEqual([]);
  });
});

describe('by mail', () => {
  const byMail = () =>
    sets((s) => ({ ...s, lead: { name: 'Dana Whitlock', reach: '020 7946 0018, dana@school.example.org' } }));

  test('a lead with an address alone: one sentence, no link; whoever pressed sees that it went, and the deputy is told in time', async () => {
    await begin(() => ({ sent: true }));
    await byMail();
    expect(await card()).toContain('tells Dana Whitlock at once, by mail');
    await t.as('maya').presses('concern.tell-lead');
    expect(mails).toEqual([
      {
        to: 'dana@school.example.org',
        subject: 'Please ring: safeguarding',
        text: 'Maya Okafor says they have told you about a concern. Have you heard from them? If not, ring them now.\n',
      },
    ]);
    await t.settled();
    expect(t.as('maya').sees()[0]).toContain(
      'The mail to Dana Whitlock went at 22:30. Nobody can see whether it was read',
    );
    await t.clock.pass(30 * minute);
    expect(t.as('omar').sees()).toHaveLength(1);
    expect(t.as('maya').sees().at(-1)).toContain('I turned to the deputy, Omar Reyes, at 23:00.');
  });

  test('whoever pressed is erased: the deputy’s mail comes in time, and names nobody', async () => {
    await begin(() => ({ sent: true }));
    await sets((s) => ({ ...s, deputy: { name: 'Omar Reyes', reach: '020 7946 0019, omar@school.example.org' } }));
    await tells();
    await t.as('priya').erases({ subject: t.as('maya').id, arg: 'yes' });
    await t.clock.pass(30 * minute);
    await t.settled();
    expect(mails.map(({ to, text }) => [to, text])).toEqual([
      [
        'omar@school.example.org',
        'Somebody who is here no more has passed a concern on, and the safeguarding lead has not said that they have it. Have you heard from either of them? If not, ring the lead now, and ask the coordinator today how to reach whoever it was.\n',
      ],
    ]);
  });

  test('a mail that is refused: the deputy at once', async () => {
    await begin(() => ({ sent: false, again: false, code: '550' }));
    await byMail();
    await tells();
    await t.settled();
    expect(t.as('omar').sees()).toHaveLength(1);
    expect(t.as('maya').sees().at(-1)).toContain('It could not be delivered to Dana Whitlock. Ring them.');
  });
});

test('the database is away: it says that nobody was told and whom to ring; once it is back the lead is told', async () => {
  await begin();
  await card();
  const press = buttonsIn(t.as('maya').last).find((b) => b.press.verb === 'concern.tell-lead')?.press;
  if (press === undefined) throw new Error('no button');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const away = async (): Promise<never> => {
    throw new Error('the database is away');
  };
  const [read, write] = [
    vi.spyOn(t.store, 'read').mockImplementation(away),
    vi.spyOn(t.store, 'write').mockImplementation(away),
  ];
  const answer = await t.bot.hear({
    who: { platform: 'web', tenant: localTenant, user: 'maya' },
    surface: { scope: 'direct', form: true },
    at: directOf('maya'),
    kind: 'press',
    deliveryId: 'told',
    press,
  });
  expect(said(answer.reply)).toContain('Nobody has been told yet');
  expect(said(answer.reply)).toContain('tel:02079460018');
  expect(said(answer.reply)).not.toContain('On its way');
  read.mockRestore();
  write.mockRestore();
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
  await vi.waitFor(async () => expect(await alerts()).toHaveLength(1));
  await t.settled();
  expect(t.as('dana').sees()).toHaveLength(1);
  expect(t.as('maya').sees().at(-1)).toContain('Delivered to the chat of Dana Whitlock');
});

describe('while it waits', () => {
  const away: Sent = { kind: 'refused', scope: 'workspace' };

  test('the lead’s platform is away: whoever pressed reads that it is not there yet, the deputy is due all the same, and it comes', async () => {
    await begin();
    let isAway = true;
    const { send } = t.chat;
    vi.spyOn(t.chat, 'send').mockImplementation(async (to, message) => (isAway ? away : send(to, message)));
    await tells();
    await t.clock.pass(minute);
    const stands = said(await t.as('maya').presses('concern.stands'));
    expect(stands).not.toContain('Delivered to the chat');
    expect(stands).toContain('020 7946 0018');
    expect(t.as('dana').sees()).toEqual([]);
    isAway = false;
    for (let i = 0; i < 4; i += 1) await t.clock.pass(minute);
    expect(t.as('dana').sees()).toHaveLength(1);
    expect(t.as('maya').sees().at(-1)).toContain('Delivered to the chat of Dana Whitlock');
    await t.clock.pass(30 * minute);
    expect(t.as('omar').sees()).toHaveLength(1);
  });

  test('the program ends and begins anew: the lead is told once, and the deputy in time', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-lead-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'm.db');
    await copyFile(await migrated(), file);
    await begin(undefined, file);
    answers('dana', { kind: 'refused', scope: 'conversation', retryAfterMs: 5 * minute });
    await tells();
    expect(t.as('dana').sees()).toEqual([]);
    vi.restoreAllMocks();
    const { programme, people: ids, chat, clock } = t;
    const resume = { file, programme, people: ids, chat, now: clock.now(), deliveries: t.deliveries() };
    await t.stop();
    t = await startBot({ people, resume });
    await t.clock.pass(6 * minute);
    expect(t.as('dana').sees()).toHaveLength(1);
    await t.clock.pass(24 * minute);
    expect(t.as('omar').sees()).toHaveLength(1);
    await t.as('dana').presses('concern.have-it');
    expect(t.as('maya').sees().at(-1)).toContain('Dana Whitlock says they have it');
    expect(t.as('dana').sees()).toHaveLength(1);
  });
});
