import { describe, expect, test } from 'vitest';
import { messageRules, viewRules } from '../../../adapters/slack/limits.js';
import type { Card } from '../../../src/chat/card.js';
import { button, buttons, sentence, text } from '../../../src/chat/card.js';
import type { FormView } from '../../../src/chat/form.js';
import type { Reply } from '../../../src/chat/inbound.js';
import { literal } from '../../../src/chat/text.js';
import { mentionMark } from '../../../src/kernel/words.js';
import type { View } from './person.js';
import { planView } from './samples.js';
import { slackScene } from './scene.js';
import { readerFor, team } from './workspace.js';

const s = slackScene();
const word: Card = { title: 'Noted', summary: literal('Noted.'), blocks: [text(literal('A <private> word'))] };
const answers = (reply: Reply): void => {
  s.w.script.answer = () => reply;
};
const opens = (view: FormView): Reply => ({ kind: 'form', view });
/** The modal that comes up, as soon as it does. */
async function opened(act: Promise<unknown>, method = 'views.open'): Promise<View> {
  await act;
  await expect.poll(() => s.w.slack.front.calls.find((c) => c.method === method)?.answer?.ok).toBe(true);
  const view = s.mentor.view();
  s.w.slack.front.calls.length = 0;
  return view;
}

describe('commands', () => {
  test('what was typed, with its mentions and without Slack’s escapes', async () => {
    await s.mentor.types(
      `plan <@${s.mentee.id}|mia> Tuesday &lt;3pm&gt; R&amp;D <#C1|general> <https://x.org/a> ${mentionMark}0`,
    );
    const e = s.lastHeard('command');
    expect(e.text).toBe(`plan ${mentionMark}0\uE001 Tuesday <3pm> R&D #general https://x.org/a 0`);
    expect(e.mentions).toEqual([{ platform: 'slack', tenant: team, user: s.mentee.id }]);
    expect(e.who).toEqual({ platform: 'slack', tenant: team, user: s.mentor.id });
    expect(e.at).toBe(`slack:${team}:${s.w.slack.general}`);
    expect(e.surface).toEqual({ scope: 'shared', form: true });
    expect(e.deliveryId).toMatch(/^slack:\d/);
  });

  test('a s.direct conversation is the bot’s own with that person, and no other that begins with D', async () => {
    const mine = s.direct.split(':')[2] ?? '';
    await s.mentor.types('hours', { channel_id: mine });
    expect(s.lastHeard('command').surface.scope).toBe('direct');
    await s.mentor.types('hours', { channel_id: 'D0SOMEBODY' });
    expect(s.lastHeard('command').surface.scope).toBe('shared');
  });

  test('a private word is in the acknowledgement', async () => {
    answers({ kind: 'say', card: word });
    const { json } = await s.mentor.types('help');
    expect(json).toMatchObject({ response_type: 'ephemeral', text: 'Noted.' });
    expect(messageRules.safeParse(json).error).toBeUndefined();
    expect(s.called()).toEqual([]);
  });

  test('where a word is to be typed it says what to begin with, but not in the direct messages', async () => {
    const asks = sentence('Not understood', 'I do not know that word. Type home to see what waits for you.');
    const begin = 'Here, begin with /mentor: for example /mentor home.';
    answers({ kind: 'say', card: asks });
    const { json, text: body } = await s.mentor.types('zork');
    expect(messageRules.safeParse(json).error).toBeUndefined();
    expect(body).toContain(begin);
    expect((await s.mentor.types('zork', { channel_id: s.direct.split(':')[2] ?? '' })).text).not.toContain(begin);
    answers({ kind: 'say', card: word });
    expect((await s.mentor.types('help')).text).not.toContain('begin with');
  });

  test('a form opens, and a panel does', async () => {
    answers(opens(planView()));
    const form = await opened(s.mentor.types('plan'));
    expect(form.callback_id).toBe('form');
    answers({ kind: 'panel', card: word });
    const panel = await opened(s.mentor.types('hours'));
    expect(panel).toMatchObject({ callback_id: 'panel', submit: null });
  });

  test('a trigger that has lapsed: the runtime is told, and nothing is lost', async () => {
    answers(opens(planView()));
    const { status } = await s.mentor.types('plan', { trigger_id: '1.1.lapsed' });
    expect(status).toBe(200);
    await expect.poll(() => s.w.script.missed.length).toBe(1);
    expect(s.w.script.missed[0]).toMatchObject({
      event: { kind: 'command', text: 'plan' },
      answer: { reply: { kind: 'form' } },
    });
  });

  test.each(['hang', 'reset-before'] as const)(
    'a Web API that fails (%s) while a form opens: the same',
    async (kind) => {
      answers(opens(planView()));
      s.w.slack.front.break({ kind }, 'views.open');
      expect((await s.mentor.types('plan')).status).toBe(200);
      await expect.poll(() => s.w.script.missed.length, { timeout: 4000 }).toBe(1);
    },
  );

  test('delivered again, the form that is open already is not announced as missed', async () => {
    answers(opens(planView()));
    await opened(s.mentor.types('plan'));
    await s.mentor.again();
    await expect.poll(s.called).toEqual(['views.open']);
    await expect.poll(() => s.w.logged.length).toBeGreaterThan(0);
    expect(s.w.logged).toEqual(['slack.open {"outcome":"exchanged_trigger_id"}']);
    expect(s.w.script.missed).toEqual([]);
  });

  test('shortcuts are commands', async () => {
    await s.mentor.shortcut('plan_session');
    expect(s.lastHeard('command')).toMatchObject({
      text: 'plan',
      at: s.direct,
      surface: { scope: 'direct', form: true },
    });
    await s.mentor.shortcut('toString');
    expect(s.w.script.heard).toHaveLength(1);
  });

  test('a shortcut on a message brings its words, who said them and when', async () => {
    const message = { type: 'message', ts: '1764000000.000250' };
    await s.mentor.shortcut('add_to_record', {
      ...message,
      user: s.mentee.id,
      text: `R&amp;D: ask <@${s.mentor.id}> &lt;today&gt; <https://x.org/a|here>`,
    });
    expect(s.lastHeard('command')).toMatchObject({
      text: 'log',
      at: s.direct,
      surface: { scope: 'direct', form: true },
      quote: {
        text: `R&D: ask ${mentionMark}0\uE001 <today> here (https://x.org/a)`,
        mentions: [{ user: s.mentor.id }],
        author: { platform: 'slack', tenant: team, user: s.mentee.id },
        authorName: 'Mia Mentee',
        at: 1_764_000_000_000,
        ref: `slack:${team}:${s.w.slack.general}:1764000000.000250`,
        link: `https://acme.slack.com/archives/${s.w.slack.general}/p1764000000000250`,
      },
    });
    // A bot has a name of its own and is nobody's account; a name that Slack is slow to give is done without.
    await s.mentor.shortcut('add_to_record', { ...message, bot_id: 'B1', username: 'Rota', text: 'x' });
    expect(s.lastHeard('command').quote).toMatchObject({ author: null, authorName: 'Rota' });
    s.w.slack.front.break({ kind: 'hang' }, 'users.info');
    await s.mentor.shortcut('add_to_record', { ...message, user: s.mentee.id, text: 'x' });
    expect(s.lastHeard('command').quote).not.toHaveProperty('authorName');
    s.w.script.heard.length = 0;
    // Without a message there is nothing to quote: a sentence.
    await opened(s.mentor.shortcut('add_to_record'));
    expect(s.w.script.heard).toEqual([]);
    expect(s.w.logged.join()).not.toContain('R&D');
  });

  test('a hearer that throws: a sentence, and the fault’s code in the log', async () => {
    s.w.script.answer = () => {
      throw new TypeError('secret words');
    };
    const { json } = await s.mentor.types('plan');
    expect(json).toMatchObject({ text: expect.stringContaining('try again') });
    expect(s.w.logged).toEqual(['slack.hears {"fault":"TypeError"}']);
  });
});

describe('a form, from its opening to its end', () => {
  test('steps, rows, problems, and the corrected submission', async () => {
    let view = planView();
    s.w.script.answer = (e) => {
      if (e.kind === 'command') return opens(view);
      if (e.kind !== 'form') return { kind: 'done' };
      const revision = e.revision + 1;
      const rows = e.step === 'what' ? (e.answers.rows.activities ?? []) : (view.answers.rows.activities ?? []);
      view = { ...view, revision, problems: [], answers: { ...view.answers, rows: { activities: rows } } };
      switch (e.move.do) {
        case 'next':
          view = { ...view, step: 'what' };
          return opens(view);
        case 'add':
          view = { ...view, answers: { ...view.answers, rows: { activities: [...rows, { key: 'k3', values: {} }] } } };
          return opens(view);
        case 'remove': {
          const { row } = e.move;
          view = { ...view, answers: { ...view.answers, rows: { activities: rows.filter((r) => r.key !== row) } } };
          return opens(view);
        }
        case 'submit': {
          const missing = rows.filter((r) => r.values.what === '');
          if (missing.length === 0) return { kind: 'close', say: word };
          view = { ...view, problems: missing.map((r) => ({ at: `activities/${r.key}/what`, say: 'Say what.' })) };
          return opens(view);
        }
        default:
          return opens(view);
      }
    };
    const first = await opened(s.mentor.types('plan'));

    const next = await s.mentor.submits(first, { length: 60 });
    expect(next.json).toMatchObject({ response_action: 'update', view: { type: 'modal' } });
    expect(viewRules.safeParse(next.json.view).error).toBeUndefined();
    expect(s.lastHeard('form')).toMatchObject({
      move: { do: 'next' },
      step: 'when',
      revision: 1,
      answers: { values: { length: 60 } },
    });

    // Slack shows the updated view under the id of the first.
    let open = { ...(next.json.view as View), id: first.id };
    open = await opened(s.mentor.pressesOn(open, 'Add an activity', { 'activities/k2/minutes': 20 }), 'views.update');
    expect(s.lastHeard('form')).toMatchObject({ move: { do: 'add', group: 'activities' }, revision: 2 });
    expect(s.lastHeard('form').answers.rows.activities).toContainEqual({
      key: 'k2',
      values: { what: '', minutes: 20 },
    });
    expect(JSON.stringify(open.blocks)).toContain('activities/k3/what');

    const wrong = await s.mentor.submits(open, { 'activities/k2/what': 'Practise' });
    expect(wrong.json).toEqual({ response_action: 'errors', errors: { 'activities/k3/what': 'Say what.' } });
    expect(s.lastHeard('form')).toMatchObject({ move: { do: 'submit' }, revision: 3 });

    // The view was not drawn again and still carries the older revision: by its window the draft knows it again.
    const right = await s.mentor.submits(open, { 'activities/k2/what': 'Practise', 'activities/k3/what': 'Look back' });
    expect(right.json).toEqual({ response_action: 'clear' });
    expect(s.lastHeard('form')).toMatchObject({ move: { do: 'submit' }, revision: 3, window: open.id });
    expect(new Set(s.w.script.heard.map((e) => e.deliveryId)).size).toBe(s.w.script.heard.length);
    await expect
      .poll(() => s.w.slack.front.calls.find((c) => c.method === 'chat.postEphemeral')?.args)
      .toMatchObject({
        channel: s.direct.split(':')[2],
        user: s.mentor.id,
        text: 'Noted.',
      });
  });

  test('problems that have no field in the view are drawn, not lost', async () => {
    answers(opens(planView({ step: 'what' })));
    const open = await opened(s.mentor.types('plan'));
    answers(opens(planView({ step: 'what', problems: [{ at: 'activities', say: 'They add up to 25.' }] })));
    const { json } = await s.mentor.submits(open);
    expect(json.response_action).toBe('update');
    expect(JSON.stringify(json.view)).toContain('They add up to 25.');
  });

  test('problems of another step are drawn there', async () => {
    answers(opens(planView({ step: 'what' })));
    const open = await opened(s.mentor.types('plan'));
    answers(opens(planView({ step: 'when', problems: [{ at: 'title', say: 'Give it a title.' }] })));
    const { json } = await s.mentor.submits(open);
    expect(json).toMatchObject({ response_action: 'update' });
  });

  test('back, save, remove and a worry, each from where it stands', async () => {
    answers(opens(planView({ step: 'what' })));
    const open = await opened(s.mentor.types('plan'));
    for (const [label, move] of [
      ['Back', { do: 'back' }],
      ['Save', { do: 'save' }],
      ['Remove', { do: 'remove', group: 'activities', row: 'k1' }],
    ] as const) {
      await s.mentor.pressesOn(open, label, { place: 'Room 4' });
      expect(s.lastHeard('form')).toMatchObject({ move, step: 'what', answers: { values: { place: 'Room 4' } } });
      await expect.poll(s.called).toContain('views.update');
      s.w.slack.front.calls.length = 0;
    }
    answers({ kind: 'panel', card: word });
    const panel = await opened(s.mentor.pressesOn(open, 'Worried about someone?'), 'views.push');
    expect(panel.callback_id).toBe('panel');
    expect(s.lastHeard('press')).toMatchObject({
      press: { verb: 'concern.open', subject: '-', arg: 'mentor' },
      at: s.direct,
    });
  });

  test('closed: the move is heard, nothing typed comes with it, nothing is shown', async () => {
    answers(opens(planView()));
    const open = await opened(s.mentor.types('plan'));
    const { status } = await s.mentor.closes(open);
    expect(status).toBe(200);
    expect(s.lastHeard('form')).toMatchObject({
      move: { do: 'closed' },
      step: 'when',
      answers: { values: {}, rows: {} },
    });
    expect(s.lastHeard('form').surface.form).toBe(false);
    expect(s.called()).toEqual([]);
  });
});

describe('buttons', () => {
  const card: Card = {
    title: 'A session',
    summary: literal('A session.'),
    blocks: [buttons(button('Yes', 'plan.accept', 's1', { arg: 'x' }), button('No', 'plan.decline', 's1'))],
  };
  async function posted(drawn = 3) {
    const sent = await s.w.chat.send(s.direct, {
      key: 'k',
      drawn,
      card,
      reader: readerFor(s.mentor.id),
      files: new Map(),
    });
    if (sent.kind !== 'delivered') throw new Error(sent.kind);
    const call = s.w.slack.front.calls.at(-1);
    s.w.slack.front.calls.length = 0;
    const [, , channel = '', ts = ''] = sent.ref.split(':');
    return { ref: sent.ref, channel, ts, blocks: JSON.parse(call?.args.blocks ?? '[]') as View['blocks'] };
  }

  test('a press carries its verb, its subject and the version it was drawn with', async () => {
    const message = await posted();
    const { status, text } = await s.mentor.pressesIn(message, 'Yes');
    expect([status, text]).toEqual([200, '']);
    expect(s.lastHeard('press')).toMatchObject({
      press: { verb: 'plan.accept', subject: 's1', arg: 'x' },
      on: { ref: message.ref, drawn: 3 },
      at: s.direct,
      surface: { scope: 'direct', form: true },
    });
  });

  test('somebody else’s press is theirs', async () => {
    const message = await posted();
    await s.mentee.pressesIn(message, 'Yes');
    expect(s.lastHeard('press').who.user).toBe(s.mentee.id);
  });

  test('a private word, a form and a panel in answer to a press', async () => {
    const message = await posted();
    answers({ kind: 'say', card: word });
    await s.mentor.pressesIn(message, 'Yes');
    await expect
      .poll(() => s.w.slack.front.calls.find((c) => c.method === 'chat.postEphemeral')?.answer?.ok)
      .toBe(true);
    s.w.slack.front.calls.length = 0;
    answers(opens(planView()));
    expect((await opened(s.mentor.pressesIn(message, 'No'))).callback_id).toBe('form');
    answers({ kind: 'panel', card: word });
    expect((await opened(s.mentor.pressesIn(message, 'No'))).callback_id).toBe('panel');
  });

  test('a private word finds its way where the bot is not in the channel', async () => {
    const message = await posted();
    answers({ kind: 'say', card: word });
    await s.mentor.pressesIn({ ...message, channel: 'C0NOTHERE0' }, 'Yes');
    await expect
      .poll(() => s.w.slack.front.calls.map((c) => c.args.channel))
      .toEqual(['C0NOTHERE0', s.direct.split(':')[2]]);
  });

  test('a word in a modal is shown in front, for what is behind it cannot be seen', async () => {
    answers(opens(planView()));
    const open = await opened(s.mentor.types('plan'));
    answers({ kind: 'say', card: word });
    expect((await opened(s.mentor.pressesOn(open, 'Worried about someone?'), 'views.push')).title.text).toBe('Noted');
  });

  test('a fourth view gives its place to the top one', async () => {
    answers(opens(planView()));
    const open = await opened(s.mentor.types('plan'));
    s.w.slack.front.break({ kind: 'code', code: 'push_limit_reached' }, 'views.push');
    answers({ kind: 'panel', card: word });
    await opened(s.mentor.pressesOn(open, 'Worried about someone?'), 'views.update');
  });
});
