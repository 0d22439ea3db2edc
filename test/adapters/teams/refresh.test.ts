import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { refOf } from '../../../adapters/teams/address.js';
import { dataOf } from '../../../adapters/teams/data.js';
import type { Outgoing } from '../../../src/chat/inbound.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import { activity, cardSaying, execute, inChannel, reader, scripted, startBot } from './bot.js';
import { ann, ben, type FakeCloud, startCloud, tenant } from './cloud.js';
import { type Company, company, places, wordsOf } from './company.js';
import { faults } from './faults.js';
import { actionCalled, actionsOf, texts } from './reading.js';

/** A card in a channel, and what each of its readers sees of it: asked for by their client, and no act of theirs. */

let cloud: FakeCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

const cid = { id: '29:cid', aadObjectId: '00000000-0000-0000-0000-0000000000cc', name: 'Cid Stone' };
const another = '33333333-3333-3333-3333-333333333333';
const look = dataOf({ kind: 'look' });
const press = dataOf({
  kind: 'press',
  press: { verb: 'digest.now', subject: '-' },
  key: 'key1',
  drawn: 2,
  here: false,
});
/** As a client asks of its own accord, and as when somebody chooses *Refresh*. */
const asked = (data: unknown, trigger: 'automatic' | 'manual', more: object = inChannel, from = ann) =>
  activity(cloud.url, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: 'message-1',
    value: { action: { type: 'Action.Execute', verb: 'mentorlog', data }, trigger },
    from,
    ...more,
  });

describe('the adapter', () => {
  let stop: (() => Promise<void>) | undefined;
  beforeEach(() => cloud.reset());
  afterEach(async () => {
    await stop?.();
    stop = undefined;
  });
  const digest = (differsFor?: readonly PersonId[]): Outgoing => ({
    key: 'k',
    drawn: 3,
    card: { ...cardSaying('Digest'), ...(differsFor === undefined ? {} : { differsFor }) },
    reader: { ...reader, named: (p) => ({ name: p, user: `user-${p}` }) },
    files: new Map(),
  });
  const start = async (see?: () => Outgoing | undefined) => {
    const script = scripted(() => ({ kind: 'done' }), see);
    const bot = await startBot(script.hears, cloud);
    stop = bot.stop;
    return { ...script, ...bot };
  };

  test.each([
    ['a look', look, 'automatic'],
    ['a look that somebody chose', look, 'manual'],
    ['a press’s data, which no reader pressed', press, 'automatic'],
    ['no data of ours', { x: 1 }, 'automatic'],
  ] as const)('takes %s for no press, and keeps nothing of it', async (_, data, trigger) => {
    const b = await start(() => digest());
    const { body } = await b.say(asked(data, trigger));
    expect(b.heard).toEqual([]);
    expect(b.looked).toEqual([
      {
        ref: refOf({ tenant, conversation: '19:general' }, 'message-1'),
        who: { platform: 'teams', tenant, user: ann.aadObjectId },
      },
    ]);
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    expect(texts(body.value).map((t) => t.words)).toContain('Digest');
    expect(cloud.posted).toEqual([]);
    expect([...b.book.kept]).toEqual([]);
  });
  test('a press is a press all the same', async () => {
    const b = await start(() => digest());
    await b.say(asked(press, 'manual'));
    await b.say(execute(cloud.url, press, inChannel));
    expect(b.heard).toHaveLength(2);
    expect(b.looked).toEqual([]);
  });
  test('where there is nothing to show, what stands there stays', async () => {
    const b = await start();
    for (const more of [inChannel, { ...inChannel, replyToId: '' }]) {
      const { status, body } = await b.say(asked(look, 'automatic', more));
      expect(status).toBe(200);
      expect(body).toMatchObject({ statusCode: 404, type: 'application/vnd.microsoft.error' });
    }
    expect(b.looked).toHaveLength(1);
  });
  test('a look that comes as an old client’s submit is no press either', async () => {
    const b = await start();
    await b.say(activity(cloud.url, { value: look, replyToId: 'message-1' }));
    expect(b.heard).toEqual([]);
  });

  test('only a card that differs asks to be refreshed, for at most sixty whom Teams knows by its own ids', async () => {
    const b = await start();
    const everybody = Array.from({ length: 70 }, (_, i) => `p${i}` as PersonId);
    for (const [i, person] of everybody.entries())
      await b.say(
        activity(
          cloud.url,
          { text: 'hi', ...inChannel },
          { id: `29:${i}`, aadObjectId: `user-${person}`, name: person },
        ),
      );
    cloud.reset();
    const channel = `teams:${tenant}:19%3Ageneral` as never;
    await b.chat.send(channel, digest());
    await b.chat.send(channel, digest([]));
    await b.chat.send(channel, digest(['p1', 'p2', 'unheard-of'] as PersonId[]));
    await b.chat.send(channel, digest(everybody));
    const cards = cloud.posted.map(
      (p) => (p.activity.attachments as { content: { refresh?: { userIds?: string[] } } }[])[0]?.content,
    );
    expect(cards[0]).not.toHaveProperty('refresh');
    expect(cards[1]?.refresh).toEqual({
      action: { type: 'Action.Execute', title: 'Refresh', verb: 'mentorlog', data: look },
    });
    expect(cards[2]?.refresh?.userIds).toEqual(['29:1', '29:2']);
    expect(cards[3]?.refresh?.userIds).toHaveLength(60);
    expect(faults(cards[3])).toEqual([]);
  });
});

describe('the digest in a channel', () => {
  let c: Company;
  let folder: string;
  let message: string;
  beforeAll(async () => {
    cloud.reset();
    folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-look-'));
    c = await company(cloud);
    await c.types(ann, 'a channel', 'digest');
    message = cloud.posted.find((p) => wordsOf(p.activity).startsWith('Mentoring this week'))?.id ?? '';
  });
  afterAll(async () => {
    await c?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  let copies = 0;
  /** All that is in the database, as one number. */
  const everything = async (): Promise<string> => {
    copies += 1;
    const file = path.join(folder, `${copies}.db`);
    await c.t.store.backup(file);
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  };
  const sees = async (who: typeof ann, more: object = {}): Promise<{ statusCode: number; value: unknown }> =>
    (await c.post(
      asked(look, 'automatic', { conversation: places['a channel'], replyToId: message, ...more }, who),
    )) as never;
  const labels = (card: unknown): readonly unknown[] => actionsOf(card).map((a) => a.title);

  test('stands there without a button, and is refreshed for those whose part may be known', async () => {
    const card = cloud.posted.find((p) => p.id === message)?.activity.attachments as { content: never }[];
    expect(labels(card[0]?.content)).toEqual([]);
    expect(card[0]?.content).toMatchObject({ refresh: { userIds: [ann.id] } });
    expect(JSON.stringify(card)).not.toContain(ben.id);
  });
  test('holds the way to what is theirs, for whom there is something; all else is the same', async () => {
    const own = await sees(ann);
    expect(labels(own.value)).toEqual(['My own week', 'When it comes']);
    expect(own.value).toMatchObject({ refresh: { userIds: [ann.id] } });
    const mentee = await sees(ben);
    const stranger = await sees(cid);
    expect(labels(mentee.value)).toEqual([]);
    expect(stranger.value).toEqual(mentee.value);
    const common = texts(mentee.value).map((t) => t.words);
    const more = texts(own.value).map((t) => t.words);
    expect(more.slice(0, common.length)).toEqual(common);
    expect(more.slice(common.length)).toEqual(['Only you see these buttons. The answer comes to our chat.']);
    await c.change(async (rows) => {
      const person = await rows.people.get(c.person(ann));
      if (person !== undefined) await rows.people.save({ ...person, roles: ['mentor'] });
    });
    expect(labels((await sees(ann)).value)).toEqual(['My own week']);
  });
  test('looking writes nothing and lets nobody in; a press does write', async () => {
    const before = await everything();
    for (const who of [ann, ben, cid]) await sees(who);
    await c.post(asked(press, 'automatic', { conversation: places['a channel'], replyToId: message }, ann));
    expect(await everything()).toBe(before);
    await c.post(asked(press, 'manual', { conversation: places['a channel'], replyToId: message }, ann));
    expect(await everything()).not.toBe(before);
    expect(c.t.faults).toEqual([]);
  });
  test('its button is answered in private, and who pressed goes on seeing their own', async () => {
    const button = actionCalled((await sees(ann)).value, 'My own week').data;
    cloud.reset();
    const answered = (await c.post(
      asked(button, 'manual', { conversation: places['a channel'], replyToId: message }, ann),
    )) as { value: unknown };
    expect(labels(answered.value)).toEqual(['My own week', 'When it comes']);
    expect(c.in(places['a channel'].id)).toEqual([]);
    expect(c.in(`a:direct-${ann.id}`).join()).toContain('Your mentoring this week');
    const forged = (await c.post(
      asked(button, 'manual', { conversation: places['a channel'], replyToId: message }, ben),
    )) as { value: unknown };
    expect(labels(forged.value)).toEqual([]);
    expect(c.in(`a:direct-${ben.id}`).join()).toContain('This is for mentors or the coordinator only.');
  });
  test('what was written to one person is nobody else’s to look at, nor is what another tenant’s hold', async () => {
    await c.change(async (rows) => {
      await rows.outbox.add({
        face: 'mentor-digest',
        subject: 'week',
        to: { person: c.person(ann) },
        at: c.t.now(),
        sensitive: false,
      });
    });
    cloud.reset();
    await c.t.bot.run();
    const own = cloud.posted.find((p) => p.conversation === `a:direct-${ann.id}`);
    const there = { conversation: { ...places['a channel'], id: own?.conversation }, replyToId: own?.id };
    expect((await sees(ann, there)).statusCode).toBe(200);
    expect((await sees(ben, there)).statusCode).toBe(404);
    expect((await sees(cid, there)).statusCode).toBe(404);
    const foreign = await sees(ann, {
      conversation: { ...places['a channel'], tenantId: another },
      channelData: { tenant: { id: another } },
    });
    expect(foreign.statusCode).toBe(404);
  });
});
