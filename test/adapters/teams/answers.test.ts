import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addressOf, placeOfAddress, placeOfRef, refOf } from '../../../adapters/teams/address.js';
import { dataOf } from '../../../adapters/teams/data.js';
import type { TeamsDeps } from '../../../adapters/teams/index.js';
import { saidIn } from '../../../adapters/teams/receive.js';
import type { Answer, Inbound, Reply } from '../../../src/chat/inbound.js';
import { mentionMark } from '../../../src/kernel/words.js';
import { activity, cardSaying, execute, inChannel, reader, scripted, startBot, task } from './bot.js';
import { ann, ben, bot as botAccount, type FakeCloud, startCloud, tenant } from './cloud.js';
import { actionCalled, actionsOf, inputsOf, submission, texts } from './reading.js';
import { answers, viewOf } from './samples.js';

let cloud: FakeCloud;
let stop: (() => Promise<void>) | undefined;
beforeAll(async () => {
  cloud = await startCloud();
});
beforeEach(() => cloud.reset());
afterEach(async () => {
  await stop?.();
  stop = undefined;
});
afterAll(() => cloud.stop());

async function start(answer?: (event: Inbound) => Reply | Answer, deps: Partial<TeamsDeps> = {}, playground = false) {
  const script = scripted(answer);
  const bot = await startBot(script.hears, playground ? undefined : cloud, {}, deps);
  stop = bot.stop;
  return { ...script, ...bot };
}

const person = { platform: 'teams', tenant, user: ann.aadObjectId };
const direct = addressOf({ tenant, conversation: `a:direct-${ann.id}` });
const channel = addressOf({ tenant, conversation: '19:general' });
const mark = (n: number): string => `${mentionMark}${n}\uE001`;
const at = (who: { id: string; name: string }) => ({
  type: 'mention',
  text: `<at>${who.name}</at>`,
  mentioned: { id: who.id, name: who.name },
});
/** The card of the n-th message that was posted, from the end. */
const posted = (n = -1): unknown => {
  const { activity: a } = cloud.posted.at(n) ?? { activity: {} as Record<string, unknown> };
  return (a.attachments as { content: unknown }[] | undefined)?.[0]?.content;
};
const press = (verb: string, more: { arg?: string; drawn?: number; here?: boolean; fetch?: boolean } = {}) =>
  dataOf(
    {
      kind: 'press',
      press: { verb, subject: 's1', ...(more.arg === undefined ? {} : { arg: more.arg }) },
      key: 'key1',
      drawn: more.drawn ?? 2,
      here: more.here ?? false,
    },
    more.fetch ?? false,
  );

describe('addresses', () => {
  test.each(['a:1', '19:x@thread.tacv2;messageid=1', '%3A', 'ü/\\?#'])('hold %j', (conversation) => {
    expect(placeOfAddress(addressOf({ tenant, conversation }))).toEqual({ tenant, conversation });
    expect(placeOfRef(refOf({ tenant, conversation }, 'f:1'))).toEqual({ tenant, conversation, activity: 'f:1' });
    expect(addressOf({ tenant, conversation }).split(':')).toHaveLength(3);
  });
  test.each(['', 'teams:', 'teams:a', 'slack:a:b', 'teams:a:%zz', 'teams:a:b:c:d'])('%j is none', (packed) => {
    expect(placeOfAddress(packed as never)).toBeUndefined();
  });
});

describe('what is typed', () => {
  test.each([
    ['plan @Ben', 'plan @Ben'],
    ['/mentor plan', 'plan'],
    ['mentor', ''],
    ['Mentor: help', 'help'],
    ['mentors are kind', 'mentors are kind'],
    ['  hi\u00a0there &nbsp;', 'hi there'],
    ['', ''],
    [undefined, ''],
    [`a ${mentionMark}0\uE001 b`, 'a 0 b'],
    ['<at>Nobody</at> x', 'Nobody x'],
  ])('%j is %j', (typed, text) => {
    expect(saidIn(activity('https://x/', { text: typed }) as never)).toEqual({ text, mentioned: [] });
  });
  test('the bot’s own mention goes, others stay as placeholders in their order, two of one name too', () => {
    const cid = { id: '29:cid', name: ben.name };
    const said = saidIn(
      activity('https://x/', {
        text: `<at>Mentorlog</at>&nbsp;plan <at>${ben.name}</at>, <at>${cid.name}</at> and <at>${ben.name}</at>`,
        entities: [at(botAccount), at(ben), at(cid), { type: 'clientInfo' }],
      }) as never,
    );
    expect(said.text).toBe(`plan ${mark(0)}, ${mark(1)} and ${ben.name}`);
    expect(said.mentioned.map((m) => m.id)).toEqual([ben.id, cid.id]);
  });
});

describe('a typed command', () => {
  test('in a personal chat is a command of its account, and its conversation is remembered', async () => {
    const b = await start(() => ({ kind: 'say', card: cardSaying('Hello.') }));
    expect((await b.say(activity(cloud.url, { text: '/mentor hi' }))).status).toBe(200);
    expect(b.heard).toMatchObject([
      { kind: 'command', text: 'hi', who: person, at: direct, surface: { scope: 'direct', form: false }, mentions: [] },
    ]);
    expect(texts(posted()).map((t) => t.words)).toEqual(['Hello.', 'Hello.']);
    expect(cloud.posted[0]?.authorization).toBe('Bearer static-token');
    expect(await b.chat.openDirect(person as never)).toBe(direct);
  });

  test.each([
    [
      '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1"><strong itemprop="mri">Ben</strong><p itemprop="preview">plan &lt;x&gt;</p></blockquote>\r\n<p>hours</p>',
      'hours',
    ],
    ['<attachment id="17"></attachment>hours', 'hours'],
    ['<blockquote>a<blockquote>b</blockquote>c</blockquote> help', 'help'],
    ['<blockquote> is never closed', '<blockquote> is never closed'],
    ['plan 3 < 4', 'plan 3 < 4'],
  ])('what it quotes is not its words: %s', async (text, heard) => {
    const b = await start();
    await b.say(activity(cloud.url, { text }));
    expect(b.heard.at(-1)).toMatchObject({ text: heard });
  });

  test.each([
    ['Europe/Paris', 'Europe/Paris'],
    ['Customized Time Zone', undefined],
    [undefined, undefined],
  ])('a zone of %s is told as %s, never as another', async (localTimezone, zone) => {
    const b = await start();
    await b.say(activity(cloud.url, { text: 'hi', localTimezone }));
    expect((await b.chat.profile(person as never)).zone).toBe(zone);
  });

  test.each<[{ readonly givenName?: string; readonly surname?: string }, readonly string[] | undefined]>([
    [{ givenName: 'Ann', surname: 'Archer' }, undefined],
    [{ givenName: 'ANN' }, undefined],
    [{ givenName: 'Annelise', surname: 'Archer' }, ['Annelise']],
    [{ givenName: 'Ann', surname: 'Quillfeather' }, ['Quillfeather']],
    [{ givenName: '', surname: ' ' }, undefined],
    [{}, undefined],
  ])('who the directory says is %j is called so too where that is not their name', async (directory, called) => {
    const b = await start();
    for (const id of [ann.id, ann.aadObjectId]) cloud.members.set(id, { ...ann, ...directory });
    await b.say(activity(cloud.url, { text: 'hi' }));
    expect(await b.chat.profile(person as never)).toMatchObject({ name: 'Ann Archer' });
    expect((await b.chat.profile(person as never)).alsoCalled).toEqual(called);
  });

  test('the same message twice has one key', async () => {
    const b = await start();
    const one = activity(cloud.url, { text: 'hi' });
    await b.say(one);
    await b.say(one);
    await b.say(activity(cloud.url, { text: 'hi' }));
    const keys = b.heard.map((e) => e.deliveryId);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  test('somebody mentioned is their Entra account, asked for once', async () => {
    const b = await start();
    for (const _ of [1, 2])
      await b.say(activity(cloud.url, { text: `plan <at>${ben.name}</at>`, entities: [at(ben)], ...inChannel }));
    expect(b.heard.at(-1)).toMatchObject({ mentions: [{ platform: 'teams', tenant, user: ben.aadObjectId }] });
    expect(cloud.requests.filter((r) => r.includes('/members/'))).toHaveLength(1);
  });

  test('in a channel is answered in private, and the channel learns only that', async () => {
    const b = await start(() => ({ kind: 'say', card: cardSaying('Your hours: twelve.') }));
    await b.say(activity(cloud.url, { text: '<at>Mentorlog</at> hours', entities: [at(botAccount)], ...inChannel }));
    expect(b.heard).toMatchObject([{ text: 'hours', at: channel, surface: { scope: 'shared', form: false } }]);
    const [first, second] = cloud.posted;
    expect(first?.conversation).toBe(`a:direct-${ann.id}`);
    expect(JSON.stringify(first?.activity)).toContain('Your hours: twelve.');
    expect(second?.conversation).toContain('19:general');
    expect(second?.activity.text).toBe('Sent to you in our chat.');
    expect(JSON.stringify(second?.activity)).not.toContain('twelve');
  });

  test('that takes its time posts its answer, and nothing before it', async () => {
    const script = scripted(() => ({ kind: 'say', card: cardSaying('Hello.') }));
    const slow = async (event: Inbound): Promise<Answer> => {
      await new Promise((done) => setTimeout(done, 1_500));
      return script.hears(event);
    };
    const b = await startBot(
      Object.assign(slow, {
        missed: script.hears.missed,
        told: script.hears.told,
        look: script.hears.look,
        footFor: script.hears.footFor,
      }),
      cloud,
    );
    stop = b.stop;
    await b.say(activity(cloud.url, { text: 'hours', ...inChannel }));
    expect(cloud.posted.map((p) => p.activity.type)).toEqual(['message', 'message']);
  });

  test('is counted with what is sent of our own accord: each request, where it is made', async () => {
    const spent: unknown[] = [];
    const b = await start(() => ({ kind: 'say', card: cardSaying('x') }), {
      spends: ({ workspace, address }) => spent.push([workspace, address]),
    });
    await b.say(activity(cloud.url, { text: `hours <at>${ben.name}</at>`, entities: [at(ben)], ...inChannel }));
    expect(spent).toEqual([channel, direct, channel].map((address) => [`teams|${tenant}`, address]));
  });

  test('help is answered where it was asked', async () => {
    const b = await start(() => ({ kind: 'say', card: cardSaying('Words you can type.') }));
    await b.say(activity(cloud.url, { text: '<at>Mentorlog</at> help', entities: [at(botAccount)], ...inChannel }));
    expect(cloud.posted.map((p) => p.conversation)).toEqual(['19:general;messageid=1700']);
  });

  test('in a channel, from somebody who cannot be written to, says what to do, and nobody tries to write to them', async () => {
    const b = await start(() => ({ kind: 'say', card: cardSaying('Private words.') }));
    cloud.members.clear();
    await b.say(activity(cloud.url, { text: 'hours', ...inChannel }));
    expect(cloud.posted).toHaveLength(1);
    expect(cloud.posted[0]?.activity.text).toContain('Add Mentorlog for yourself');
    expect(JSON.stringify(cloud.posted)).not.toContain('Private words');
    // A message that cannot arrive would tell others that they cannot be reached.
    expect(b.missed).toEqual([]);
  });

  test('that asks for a form leads to it by a button: in a window, or here', async () => {
    const b = await start(() => ({ kind: 'form', view: viewOf() }));
    await b.say(activity(cloud.url, { text: 'plan' }));
    expect(JSON.stringify(posted())).not.toContain('kindly');
    expect(actionCalled(posted(), 'Open the form')).toMatchObject({ data: { msteams: { type: 'task/fetch' } } });
    const here = await b.say(execute(cloud.url, submission(posted(), 'Fill in here')));
    expect(b.heard.at(-1)).toMatchObject({ kind: 'press', press: { verb: 'draft.continue', subject: 'draft-1' } });
    expect(inputsOf(here.body.value).map((i) => i.id)).toContain('title');
    const dialog = await b.say(task(cloud.url, 'task/fetch', submission(posted(), 'Open the form')));
    expect(dialog.body.task.type).toBe('continue');
  });

  test('that asks for a panel leaves no private words in the message, and Open asks again', async () => {
    const panel = cardSaying('Her private words');
    const b = await start(() => ({ kind: 'panel', card: { ...panel, title: 'Your record' } }));
    await b.say(activity(cloud.url, { text: `record <at>${ben.name}</at>`, entities: [at(ben)] }));
    expect(JSON.stringify(cloud.posted)).not.toContain('private words');
    const opened = await b.say(task(cloud.url, 'task/fetch', submission(posted(), 'Open')));
    expect(b.heard.at(-1)).toMatchObject({
      kind: 'command',
      text: `record ${mark(0)}`,
      mentions: [{ platform: 'teams', tenant, user: ben.aadObjectId }],
      surface: { scope: 'direct', form: true },
    });
    expect(JSON.stringify(opened.body)).toContain('Her private words');
    const shown = await b.say(execute(cloud.url, submission(posted(), 'Show here')));
    expect(JSON.stringify(shown.body)).toContain('Her private words');
    const closed = await b.say(execute(cloud.url, submission(shown.body.value, 'Close')));
    expect(JSON.stringify(closed.body)).not.toContain('Her private words');
    expect(JSON.stringify(cloud.posted)).not.toContain('private words');
  });
});

describe('a pressed button', () => {
  const redrawn = (ref: string): Answer['redrawn'] => ({
    ref: ref as never,
    message: { key: 'key1', drawn: 3, card: cardSaying('Accepted.'), reader, files: new Map() },
  });

  test('is answered with the card as it stands then', async () => {
    const b = await start(() => ({ reply: { kind: 'done' }, reader, redrawn: redrawn('r') as never }));
    const { body } = await b.say(execute(cloud.url, press('plan.accept', { arg: 'now' })));
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    expect(texts(body.value).map((t) => t.words)).toContain('Accepted.');
    expect(b.heard).toMatchObject([
      {
        kind: 'press',
        who: person,
        press: { verb: 'plan.accept', subject: 's1', arg: 'now' },
        on: { ref: refOf({ tenant, conversation: `a:direct-${ann.id}` }, 'message-1'), drawn: 2 },
        surface: { scope: 'direct', form: true, redraws: true },
      },
    ]);
  });

  test('delivered again, under a new id too, has one key; drawn anew, or by another person, a new one', async () => {
    const b = await start();
    await b.say(execute(cloud.url, press('later')));
    await b.say(execute(cloud.url, press('later')));
    await b.say(execute(cloud.url, press('later', { drawn: 3 })));
    await b.say(execute(cloud.url, press('later', { arg: '15' })));
    await b.say({ ...execute(cloud.url, press('later')), from: ben });
    const keys = b.heard.map((e) => e.deliveryId);
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(4);
  });

  test('of an old client, that only submits, is the same act', async () => {
    const b = await start();
    await b.say(execute(cloud.url, press('plan.accept')));
    await b.say(activity(cloud.url, { value: press('plan.accept'), replyToId: 'message-1' }));
    expect(b.heard[1]).toEqual({ ...b.heard[0], surface: { scope: 'direct', form: false } });
  });

  test('that is refused says so to whoever pressed, and the card stays', async () => {
    const b = await start(() => ({
      reply: { kind: 'say', card: cardSaying('For its mentor only.') },
      reader,
      redrawn: redrawn('r') as never,
    }));
    const { body } = await b.say(execute(cloud.url, press('plan.accept')));
    expect(texts(body.value).map((t) => t.words)).toContain('Accepted.');
    expect(JSON.stringify(posted())).toContain('For its mentor only.');
  });

  test('in a channel is answered to whoever pressed alone', async () => {
    const b = await start(() => ({ kind: 'form', view: viewOf() }));
    const { body } = await b.say(execute(cloud.url, press('give-feedback'), inChannel));
    expect(body).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: 'Sent to you in our chat.',
    });
    expect(cloud.posted.map((p) => p.conversation)).toEqual([`a:direct-${ann.id}`]);
    expect(b.heard[0]?.surface).toEqual({ scope: 'shared', form: false, redraws: true });
  });

  test('that opens a form nobody knew of: the way to it stands under the card', async () => {
    const b = await start(() => ({ reply: { kind: 'form', view: viewOf() }, reader, redrawn: redrawn('r') as never }));
    const { body } = await b.say(execute(cloud.url, press('surprise')));
    expect(texts(body.value).map((t) => t.words)).toContain('Accepted.');
    expect(actionsOf(body.value).map((a) => a.title)).toEqual(['Open the form', 'Fill in here']);
  });

  test.each([[{ x: 1 }], [null], [{ _m: { k: 'press', v: 'x' } }], [{ _m: { k: 'form' } }]])(
    'with forged data (%j) reaches nobody',
    async (data) => {
      const b = await start();
      const { status, body } = await b.say(execute(cloud.url, data));
      expect(status).toBe(200);
      expect(body).toMatchObject({ statusCode: 400, type: 'application/vnd.microsoft.error' });
      expect(b.heard).toEqual([]);
    },
  );
});

describe('a form in a card', () => {
  test('goes from step to step, shows again what was typed just now, and posts nothing', async () => {
    let step = 'what';
    const b = await start((e) => {
      if (e.kind === 'form' && e.move.do === 'next') step = 'activities';
      if (e.kind === 'form' && e.move.do === 'submit') return { kind: 'close', say: cardSaying('Sent to Ben.') };
      return {
        kind: 'form',
        view: viewOf({
          step,
          ...(e.kind === 'form' && e.move.do === 'save'
            ? { answers: { ...answers, values: { ...answers.values, ...e.answers.values } } }
            : {}),
        }),
      };
    });
    const first = (await b.say(execute(cloud.url, press('draft.continue', { here: true })))).body.value;
    expect(JSON.stringify(first)).not.toContain('kindly');
    const saved = (await b.say(execute(cloud.url, submission(first, 'Save for later', { purpose: 'Typed now' })))).body
      .value;
    expect(inputsOf(saved).find((i) => i.id === 'purpose')).toMatchObject({ value: 'Typed now' });
    const second = (await b.say(execute(cloud.url, submission(saved, 'Next')))).body.value;
    expect(b.heard.at(-1)).toMatchObject({
      kind: 'form',
      move: { do: 'next' },
      answers: { values: { purpose: 'Typed now' } },
    });
    // Their own words are theirs to see.
    expect(JSON.stringify(second)).toContain('Talk it through');
    const sent = await b.say(execute(cloud.url, submission(second, 'Send to Ben', { 'activities/r1/what': 'New' })));
    expect(b.heard.at(-1)).toMatchObject({
      move: { do: 'submit' },
      answers: {
        rows: {
          activities: [
            { key: 'r1', values: { what: 'New' } },
            { key: 'r2', values: {} },
          ],
        },
      },
    });
    expect(texts(sent.body.value).map((t) => t.words)).toContain('Sent to Ben.');
    expect(cloud.posted).toEqual([]);
  });
  test('of an old window is never given the words of a newer one', async () => {
    const b = await start(() => ({ kind: 'form', view: viewOf() }));
    const first = (await b.say(execute(cloud.url, press('draft.continue', { here: true })))).body.value;
    for (const [purpose, shown] of [
      ['Words of this window', undefined],
      [`  ${answers.values.purpose} `, answers.values.purpose],
    ] as const) {
      const { body } = await b.say(execute(cloud.url, submission(first, 'Save for later', { purpose })));
      expect(inputsOf(body.value).find((i) => i.id === 'purpose')?.value).toBe(shown);
    }
  });
  test('is all there is where no dialogs are to be had', async () => {
    const b = await start(() => ({ kind: 'form', view: viewOf() }), { opens: () => true }, true);
    const { body } = await b.say(execute(b.url, press('plan.new')));
    expect(inputsOf(body.value).map((i) => i.id)).toContain('title');
    expect(JSON.stringify(body)).not.toContain('task/fetch');
  });
});

test('the address book away holds up nobody', async () => {
  const away = async (): Promise<never> => {
    throw new Error('words');
  };
  const b = await start(() => ({ kind: 'say', card: cardSaying('Tell Sam.') }), {
    book: { get: away, put: away, remove: away },
  });
  expect((await b.say(activity(cloud.url, { text: 'concern' }))).status).toBe(200);
  expect(texts(posted()).map((t) => t.words)).toContain('Tell Sam.');
  expect(b.log.join()).not.toContain('words');
});

test('an unchanged conversation is written down once, a moved one again', async () => {
  const b = await start();
  let writes = 0;
  const put = b.book.put.bind(b.book);
  b.book.put = async (key, value) => {
    writes += 1;
    await put(key, value);
  };
  await b.say(activity(cloud.url, { text: 'hi' }));
  const first = writes;
  await b.say(activity(cloud.url, { text: 'hi' }));
  expect(writes).toBe(first);
  const moved = `${cloud.url}emea/`;
  await b.say(activity(moved, { text: 'hi' }), cloud.token({ serviceurl: moved }));
  expect(writes).toBeGreaterThan(first);
  expect([...b.book.kept.values()].some((v) => v.includes('emea'))).toBe(true);
});

test('what the platform asks twice is under way until it is answered: stopping waits for it', async () => {
  let release: () => void = () => undefined;
  const waiting = new Promise<void>((done) => {
    release = done;
  });
  const script = scripted();
  let begun: () => void = () => undefined;
  const started = new Promise<void>((done) => {
    begun = done;
  });
  const slow = Object.assign(
    async (e: Inbound) => {
      begun();
      await waiting;
      return script.hears(e);
    },
    {
      missed: script.hears.missed,
      told: script.hears.told,
      look: script.hears.look,
      footFor: script.hears.footFor,
    },
  );
  const b = await startBot(slow, cloud);
  stop = b.stop;
  const pressed = b.say(execute(cloud.url, press('plan.accept')));
  await started;
  let stopped = false;
  const stopping = b.stopListening().then(() => {
    stopped = true;
  });
  await Promise.resolve();
  expect(stopped).toBe(false);
  release();
  await stopping;
  expect((await pressed).status).toBe(200);
});
