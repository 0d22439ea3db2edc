import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawHere } from '../../adapters/documents/draw-here.js';
import { type Bot, startBot } from '../../src/bot.js';
import { minute } from '../../src/kernel/clock.js';
import { randomIds } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';
import { silentLog } from '../../src/runtime/log.js';
import { firstCodes } from '../../src/runtime/membership/first-code.js';
import { buttonsOf, personIn, type SlackPerson, type View, verbOf } from '../adapters/slack/person.js';
import { type Delivered, type Workspace, workspace } from '../adapters/slack/workspace.js';
import { openTestStore } from '../support/store.js';
import { fillings, mark } from '../survival/filling.js';

/**
 * The whole loop in Slack: real Bolt, over signed HTTP and over Socket Mode, the emulated Web API, a real database, a moved clock. From the code
 * that was printed at the start to the digest in a channel; and no private word in any message.
 */

describe.each(['signed HTTP', 'Socket Mode'] as const)('over %s', (delivery) => {
  let w: Workspace;
  let bot: Bot;
  let store: Store;
  let closeStore: () => Promise<void>;
  let mentor: SlackPerson;
  let mentee: SlackPerson;
  /** Monday, nine o'clock, well outside quiet hours. */
  let now = Date.parse('2026-11-23T09:00:00Z');
  const code = 'first-code';

  beforeAll(async () => {
    w = await workspace(
      { sendTimeoutMs: 5_000 },
      async (chat, slack) => {
        slack.front.amend('users.info', (a) => ({
          ...a,
          user: { ...(a.user as object), tz: 'Europe/London', locale: 'en-GB' },
        }));
        const ids = randomIds();
        const opened = await openTestStore({ ids });
        store = opened.store;
        closeStore = opened.close;
        const clock = { now: () => now };
        const codes = firstCodes({ code: () => code, print: () => undefined });
        bot = await startBot({
          store,
          chats: [chat],
          jobs: { start() {}, wake() {}, async stop() {} },
          documents: drawHere,
          clock,
          leaseClock: clock,
          ids,
          log: silentLog,
          fallback: { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' },
          firstCodes: codes,
          newProgramme: { name: 'Acme mentoring', zone: 'Europe/London', nation: 'england' },
        });
        return () => bot.stop();
      },
      delivery,
    );
    mentor = personIn(w, w.slack.users.mentor);
    mentee = personIn(w, w.slack.users.mentee);
  });
  afterAll(async () => {
    await w.stop();
    await closeStore();
  });

  const calls = () => w.slack.front.calls;
  const anything = fillings();
  type Wanted = Parameters<typeof anything>[0];

  /** The modal that an act opens. */
  async function opens(act: () => Promise<Delivered>): Promise<View> {
    const before = calls().length;
    await act();
    const opened = () =>
      calls()
        .slice(before)
        .some((c) => /^views\.(open|push)$/.test(c.method) && c.answer?.ok === true);
    await expect.poll(opened, { timeout: 10_000 }).toBe(true);
    return mentor.view();
  }

  /** Fills in a form step by step and submits it; rows are added where a step offers it, once each. */
  async function fills(who: SlackPerson, opening: View, wanted: Wanted = {}, add?: string): Promise<Delivered> {
    let view = opening;
    let added = add === undefined;
    for (let step = 0; step < 12; step += 1) {
      if (!added && buttonsOf(view.blocks).some((b) => b.label === add)) {
        const before = calls().length;
        await who.pressesOn(view, add ?? '');
        await expect
          .poll(
            () =>
              calls()
                .slice(before)
                .some((c) => c.method === 'views.update' && c.answer?.ok === true),
            { timeout: 10_000 },
          )
          .toBe(true);
        view = { ...mentor.view(), id: view.id };
        added = true;
      }
      const filling = anything(wanted);
      const inputs = view.blocks.filter(
        (b) => b.type === 'input' && b.block_id !== undefined && b.element !== undefined,
      );
      const values = Object.fromEntries(
        inputs.flatMap((b) => {
          const value = filling(b.block_id ?? '', b.element as never);
          return value === undefined ? [] : [[b.block_id ?? '', value]];
        }),
      );
      const delivered = await who.submits(view, values);
      expect(delivered.json.errors, JSON.stringify(delivered.json.errors)).toBeUndefined();
      const next = delivered.json.view as View | undefined;
      if (next?.callback_id !== 'form') return delivered;
      view = { ...next, id: view.id };
    }
    throw new Error('the form has no end');
  }

  interface Message {
    readonly channel: string;
    readonly ts: string;
    readonly blocks: View['blocks'];
    readonly text: string;
  }
  /** Every message as it stands now, oldest first. */
  function messages(): Message[] {
    const all = new Map<string, Message>();
    for (const c of calls()) {
      if (!/^chat\.(postMessage|update)$/.test(c.method) || c.answer?.ok !== true) continue;
      const { channel, ts } = c.answer as { channel: string; ts: string };
      all.set(`${channel} ${ts}`, {
        channel,
        ts,
        blocks: JSON.parse(c.args.blocks ?? '[]') as View['blocks'],
        text: c.args.text ?? '',
      });
    }
    return [...all.values()];
  }
  const carries = (m: Message, verb: string): string | undefined =>
    buttonsOf(m.blocks).find((b) => verbOf(b) === verb)?.label;
  function withButton(verb: string): Message {
    const found = messages().findLast((m) => carries(m, verb) !== undefined);
    if (found === undefined)
      throw new Error(
        `nobody sees ${verb}: ${messages()
          .map((m) => m.text)
          .join(' | ')}`,
      );
    return found;
  }
  const presses = (who: SlackPerson, verb: string, label?: string): Promise<Delivered> => {
    const message = withButton(verb);
    return who.pressesIn(message, label ?? carries(message, verb) ?? '');
  };
  const settled = () => bot.run();
  const to = async (iso: string): Promise<void> => {
    now = Date.parse(iso);
    await settled();
  };
  const panelText = async (act: () => Promise<Delivered>): Promise<string> => JSON.stringify(await opens(act));

  test('from the first code to the digest', { timeout: 60_000 }, async () => {
    // ---- the coordinator, and who is who
    expect((await mentor.types(`setup ${code}`)).text).toContain('You are the coordinator');
    expect((await mentor.types(`setup ${code}`)).text).not.toContain('You are the coordinator');
    await mentee.types('help');
    await fills(mentor, await opens(() => mentor.types(`people <@${mentor.id}>`)), {
      roles: ['mentor', 'coordinator'],
    });
    await fills(mentor, await opens(() => mentor.types(`people <@${mentee.id}>`)), { roles: ['mentee'] });

    // ---- the agreement
    await fills(mentor, await opens(() => mentor.types(`start <@${mentee.id}>`)));
    await settled();
    await fills(mentee, await opens(() => presses(mentee, 'agreement.answer')), { word: 'signed' });
    await settled();

    // ---- the plan, with a row added
    const plan = await opens(() => mentor.types(`plan <@${mentee.id}> tomorrow 3pm 45m Phone calls`));
    await fills(mentor, plan, { place: 'Room 4' }, 'Add an objective');
    await settled();
    expect(withButton('plan.accept').text).not.toBe('');
    expect(await panelText(() => presses(mentee, 'plan.read'))).toContain(mark);
    await presses(mentee, 'plan.accept');
    await settled();
    expect(messages().some((m) => m.text.includes('said yes'))).toBe(true);

    // ---- the session, reminded of, run, extended and ended
    await to('2026-11-24T14:05:00Z');
    expect(messages().filter((m) => m.text.includes('in about an hour')).length).toBeGreaterThan(0);
    await to('2026-11-24T15:00:00Z');
    await presses(mentor, 'session.start');
    now += 40 * minute;
    await settled();
    await presses(mentor, 'session.extend');
    await to('2026-11-24T15:50:00Z');
    await presses(mentor, 'session.end');
    await settled();

    // ---- what somebody said in the channel, quoted into the draft by a shortcut on their message
    const quoted = `${mark} said in passing`;
    const ts = `${now / 1000 - 600}.000100`;
    const draft = await opens(() =>
      mentor.shortcut('add_to_record', { type: 'message', ts, user: mentee.id, text: quoted }),
    );
    const key = draft.blocks.find((b) => b.block_id === 'happened')?.element?.initial_value;
    expect(key).toMatch(
      /^Mia Mentee, Tue 24 Nov 2026, 15:4\d \(https:\/\/[a-z]+\.slack\.com\/archives\/\w+\/p\d+\): “/,
    );
    expect(key).toContain(quoted);

    // ---- the record, the length, the questions
    await fills(mentor, await opens(() => presses(mentor, 'record.open')), { minutes: '50' });
    await to('2026-11-24T16:25:00Z');
    await presses(mentee, 'hours.confirm');
    await settled();
    await presses(mentee, 'ask.share', 'My mentor, now');
    await settled();
    for (let asked = 0; asked < 6; asked += 1) {
      const rate = messages().findLast((m) => carries(m, 'ask.rate') !== undefined);
      if (rate !== undefined) await mentee.pressesIn(rate, carries(rate, 'ask.rate') ?? '');
      else if (messages().some((m) => carries(m, 'ask.words') !== undefined))
        await fills(mentee, await opens(() => presses(mentee, 'ask.words')));
      else break;
      await settled();
    }
    expect(messages().some((m) => m.text.includes('Thank you'))).toBe(true);

    // ---- what it adds up to
    expect(await panelText(() => mentor.types('hours'))).toContain('50 min');
    expect(await panelText(() => mentor.types('feedback'))).toContain(mark);
    // ---- the digest in a channel: neither titles nor places nor names
    const before = calls().length;
    await mentor.types('digest now', { channel_id: w.slack.general });
    await settled();
    const digest = calls()
      .slice(before)
      .find((c) => c.method === 'chat.postMessage' && c.args.channel === w.slack.general);
    expect(digest?.answer?.ok).toBe(true);
    expect(digest?.args.blocks).not.toMatch(/Phone calls|Room 4|Mentee|<@U/);
    // Its picture, and that of the mentor's own digest: each uploaded once, shared with nobody before the message shows
    // it, and said in words beside it.
    const uploads = calls()
      .slice(before)
      .filter((c) => c.method.startsWith('files.'));
    const asked = uploads.filter((c) => c.method === 'files.getUploadURLExternal');
    const completed = uploads.filter((c) => c.method === 'files.completeUploadExternal');
    expect([asked.length, completed.length]).toEqual([2, 2]);
    expect(asked.map((c) => c.args.filename)).toEqual(['hours.png', 'hours.png']);
    for (const { args } of completed) {
      expect(args).not.toHaveProperty('channel_id');
      expect(args).not.toHaveProperty('channels');
    }
    const image = (JSON.parse(digest?.args.blocks ?? '[]') as View['blocks']).find((b) => b.type === 'image');
    const ids = asked.map((c) => c.answer?.file_id);
    expect(ids).toContain((image as { slack_file?: { id?: string } } | undefined)?.slack_file?.id);
    expect(image).toMatchObject({
      type: 'image',
      alt_text: 'Hours of mentoring: 50 min of 6 h delivered.',
    });

    // ---- nothing that was typed stands in a message, and Slack took everything that was shown
    for (const c of calls().filter((call) => call.method.startsWith('chat.')))
      expect(JSON.stringify(c.args)).not.toContain(mark);
    expect(
      calls()
        .filter((c) => c.answer?.ok === false)
        .map((c) => [c.method, c.answer?.error]),
    ).toEqual([]);
    expect(w.logged).toEqual([]);
    const posts = calls()
      .filter((c) => c.method === 'chat.postMessage')
      .map((c) => c.args.metadata);
    expect(new Set(posts).size).toBe(posts.length);
    const { outboxOpen, outboxFailed } = await store.queue.counts(now);
    expect({ outboxOpen, outboxFailed }).toEqual({ outboxOpen: 0, outboxFailed: 0 });
  });

  test('the weekly digests, refused at first: each is posted once, and no picture is uploaded twice', {
    timeout: 60_000,
  }, async () => {
    const before = calls().length;
    // As at a start of the program: what recurs is set.
    await bot.refresh();
    now = Date.parse('2026-11-27T16:00:00Z');
    w.slack.front.break({ kind: 'code', code: 'ratelimited' }, 'chat.postMessage');
    await settled();
    w.slack.front.break(undefined);
    now += minute;
    await settled();
    const since = calls().slice(before);
    const posts = since.filter((c) => c.method === 'chat.postMessage');
    expect(posts.filter((c) => c.answer === undefined).length).toBeGreaterThanOrEqual(2);
    const shown = posts.flatMap((c) => {
      const image = (JSON.parse(c.args.blocks ?? '[]') as { type: string; alt_text?: string }[]).find(
        (b) => b.type === 'image',
      );
      return c.answer?.ok === true && image !== undefined ? [{ to: c.args.channel, image }] : [];
    });
    expect(shown).toHaveLength(2);
    expect(new Set(shown.map((s) => s.to)).size).toBe(2);
    // Both show what the ones before them showed: those pictures are there already.
    expect(since.filter((c) => c.method === 'files.completeUploadExternal')).toEqual([]);
    expect(shown.map((s) => s.image.alt_text).sort()).toEqual([
      'Hours of mentoring: 50 min of 6 h delivered.',
      'Your hours of mentoring: 50 min of 6 h delivered.',
    ]);
  });
});
