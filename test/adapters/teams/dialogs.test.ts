import { type Activity, TestAdapter, type TurnContext } from 'botbuilder';
import { expect, test } from 'vitest';
import { dataOf } from '../../../adapters/teams/data.js';
import { References } from '../../../adapters/teams/references.js';
import { turns } from '../../../adapters/teams/turns.js';
import { button, buttons } from '../../../src/chat/card.js';
import type { Answers, FormView, Move } from '../../../src/chat/form.js';
import type { Answer, Inbound, InboundOf, Reply } from '../../../src/chat/inbound.js';
import { cardSaying, memoryBook, scripted } from './bot.js';
import { ann, bot, tenant } from './cloud.js';
import { actionCalled, inputsOf, submission, texts } from './reading.js';
import { viewOf } from './samples.js';

/** teams-ai's application under botbuilder's TestAdapter: Teams' dialogs, which no other stand-in for Teams has. */
function dialogs(answer: (event: Inbound) => Reply | Answer) {
  const script = scripted(answer);
  const posted: { to: string; activity: Partial<Activity> }[] = [];
  const app = turns({
    door: { tenantOf: () => tenant, open: false },
    references: new References(memoryBook()),
    sender: {
      answer: async (who, activity) => {
        posted.push({ to: `teams:${who.tenant}:direct`, activity });
      },
    },
    spends: () => undefined,
    now: () => 0,
    hears: script.hears,
    opens: (verb) => verb === 'plan.read',
    inPlace: () => false,
    dialogs: true,
    log: () => undefined,
  });
  const adapter = new TestAdapter(async (context: TurnContext) => {
    await app.run(context);
  });
  let n = 0;
  return {
    ...script,
    posted,
    /** What the invoke is answered with. */
    async invoke(name: string, data: unknown): Promise<{ task?: { type: string; value: never } } | undefined> {
      n += 1;
      let body: unknown;
      await adapter
        .send({
          type: 'invoke',
          name,
          id: `invoke-${n}`,
          channelId: 'msteams',
          serviceUrl: 'https://smba.trafficmanager.net/emea/',
          from: ann,
          recipient: bot,
          conversation: { id: 'a:1', conversationType: 'personal', tenantId: tenant, isGroup: false, name: '' },
          value: { data },
        } as unknown as Partial<Activity>)
        .assertReply((r) => {
          expect(r.type).toBe('invokeResponse');
          expect(r.value.status).toBe(200);
          body = r.value.body;
        })
        .startTest();
      return body as never;
    },
  };
}

const cardIn = (body: unknown): unknown =>
  (body as { task: { value: { card: { content: unknown } } } }).task.value.card.content;

/** A feature with one form, as the runtime keeps it: drafts, revisions, rows, problems. */
function planning() {
  let view: FormView = viewOf({ answers: { values: {}, rows: { activities: [{ key: 'r1', values: {} }] } } });
  const merge = (event: InboundOf<'form'>): Answers => ({
    values: { ...view.answers.values, ...event.answers.values },
    rows: { ...view.answers.rows, ...event.answers.rows },
  });
  const move = (m: Move, given: Answers): Partial<FormView> => {
    if (m.do === 'next') return { step: 'activities' };
    if (m.do === 'back') return { step: 'what' };
    if (m.do === 'add')
      return {
        answers: {
          ...given,
          rows: { ...given.rows, [m.group]: [...(given.rows[m.group] ?? []), { key: 'r2', values: {} }] },
        },
      };
    if (m.do === 'remove')
      return {
        answers: {
          ...given,
          rows: { ...given.rows, [m.group]: (given.rows[m.group] ?? []).filter((r) => r.key !== m.row) },
        },
      };
    return {};
  };
  return (event: Inbound): Reply => {
    if (event.kind === 'form') {
      const given = merge(event);
      view = { ...view, revision: view.revision + 1, answers: given, ...move(event.move, given), problems: [] };
      if (event.move.do !== 'submit') return { kind: 'form', view };
      const wrong = (given.rows.activities ?? []).filter((r) => typeof r.values.minutes !== 'number');
      if (wrong.length === 0) return { kind: 'close', say: cardSaying('Sent to Ben.') };
      view = {
        ...view,
        problems: wrong.map((r) => ({ at: `activities/${r.key}/minutes`, say: 'Say how many minutes this takes.' })),
      };
      return { kind: 'form', view };
    }
    return { kind: 'form', view };
  };
}

const press = (verb: string) =>
  dataOf({ kind: 'press', press: { verb, subject: 's1' }, key: 'k', drawn: 2, here: false }, true);

test('a plan: opened, filled in over two steps, a row added, a problem shown with what was typed, sent', async () => {
  const on = dialogs(planning());
  const opened = await on.invoke('task/fetch', press('plan.new'));
  expect(opened).toMatchObject({ task: { type: 'continue', value: { title: 'Plan a session', height: 'large' } } });
  expect(on.heard.at(-1)).toMatchObject({
    kind: 'press',
    press: { verb: 'plan.new', subject: 's1' },
    surface: { scope: 'direct', form: true },
    who: { platform: 'teams', tenant, user: ann.aadObjectId },
  });

  const next = await on.invoke(
    'task/submit',
    submission(cardIn(opened), 'Next', {
      title: 'Giving *feedback*',
      purpose: 'Words\nin two lines',
      day: '2026-11-24',
      hour: '15:00',
      minutes: '45',
      kind: 'call',
      skills: 'listening,a%2Cb%25',
    }),
  );
  expect(on.heard.at(-1)).toMatchObject({
    kind: 'form',
    draft: 'draft-1',
    revision: 3,
    step: 'what',
    move: { do: 'next' },
    answers: {
      values: {
        title: 'Giving *feedback*',
        purpose: 'Words\nin two lines',
        day: '2026-11-24',
        hour: '15:00',
        minutes: 45,
        kind: 'call',
        skills: ['listening', 'a,b%'],
      },
      rows: {},
    },
  });
  const added = await on.invoke(
    'task/submit',
    submission(cardIn(next), 'Add an activity', { 'activities/r1/what': 'Talk', 'activities/r1/minutes': '' }),
  );
  expect(on.heard.at(-1)).toMatchObject({
    move: { do: 'add', group: 'activities' },
    answers: { values: {}, rows: { activities: [{ key: 'r1', values: { what: 'Talk' } }] } },
  });
  expect(inputsOf(cardIn(added)).map((i) => i.id)).toContain('activities/r2/what');

  const wrong = await on.invoke(
    'task/submit',
    submission(cardIn(added), 'Send to Ben', { 'activities/r2/what': 'Try it', 'activities/r2/minutes': '20' }),
  );
  expect(wrong).toMatchObject({ task: { type: 'continue' } });
  const inputs = inputsOf(cardIn(wrong));
  expect(inputs.find((i) => i.id === 'activities/r2/what')).toMatchObject({ value: 'Try it' });
  expect(inputs.find((i) => i.id === 'activities/r1/minutes')).toMatchObject({
    errorMessage: 'Say how many minutes this takes.',
  });
  const shown = texts(cardIn(wrong)).map((t) => t.words);
  expect(shown).toContain('1 thing to put right.');
  expect(shown).toContain('Say how many minutes this takes.');

  const sent = await on.invoke(
    'task/submit',
    submission(cardIn(wrong), 'Send to Ben', { 'activities/r1/minutes': '25' }),
  );
  expect(sent).toBeUndefined();
  expect(on.posted.map((p) => p.activity.summary)).toEqual(['Sent to Ben.']);
});

test('a row is removed, and Back keeps what was typed', async () => {
  const on = dialogs(planning());
  const opened = await on.invoke('task/fetch', press('plan.new'));
  const next = await on.invoke('task/submit', submission(cardIn(opened), 'Next', { title: 'T' }));
  const two = await on.invoke(
    'task/submit',
    submission(cardIn(next), 'Add an activity', { 'activities/r1/what': 'One' }),
  );
  const one = await on.invoke('task/submit', submission(cardIn(two), 'Remove', { 'activities/r2/what': 'Two' }));
  expect(on.heard.at(-1)).toMatchObject({ move: { do: 'remove', group: 'activities', row: 'r1' } });
  expect(inputsOf(cardIn(one)).find((i) => i.id === 'activities/r2/what')).toMatchObject({ value: 'Two' });
  expect(inputsOf(cardIn(one)).some((i) => i.id === 'activities/r1/what')).toBe(false);
  const back = await on.invoke('task/submit', submission(cardIn(one), 'Back'));
  expect(inputsOf(cardIn(back)).find((i) => i.id === 'title')).toMatchObject({ value: 'T' });
});

test('the same move twice has one key, another move another', async () => {
  const on = dialogs(planning());
  const opened = await on.invoke('task/fetch', press('plan.new'));
  const saved = submission(cardIn(opened), 'Save for later', { title: 'T' });
  await on.invoke('task/submit', saved);
  await on.invoke('task/submit', saved);
  const again = await on.invoke('task/submit', submission(cardIn(opened), 'Next', { title: 'T' }));
  expect(again).toBeDefined();
  const [a, b, c] = on.heard.slice(1).map((e) => e.deliveryId);
  expect(a).toBe(b);
  expect(a).not.toBe(c);
});

test('opening a form again is a new act each time', async () => {
  const on = dialogs(planning());
  await on.invoke('task/fetch', press('plan.new'));
  await on.invoke('task/fetch', press('plan.new'));
  expect(new Set(on.heard.map((e) => e.deliveryId)).size).toBe(2);
});

test('“Worried about someone?” keeps the form, says whom to tell, and leads back', async () => {
  const plan = planning();
  const on = dialogs((e) =>
    e.kind === 'press' && e.press.verb === 'concern.open'
      ? { kind: 'panel', card: cardSaying('Tell Sam Lead.') }
      : plan(e),
  );
  const opened = await on.invoke('task/fetch', press('plan.new'));
  const told = await on.invoke('task/submit', submission(cardIn(opened), 'Worried about someone?', { title: 'Kept' }));
  expect(texts(cardIn(told)).map((t) => t.words)).toContain('Tell Sam Lead.');
  expect(on.heard.slice(1)).toMatchObject([
    { kind: 'form', move: { do: 'save' }, answers: { values: { title: 'Kept' } } },
    { kind: 'press', press: { verb: 'concern.open', subject: '-', arg: 'mentor' } },
  ]);
  const back = await on.invoke('task/submit', submission(cardIn(told), 'Back to the form'));
  expect(on.heard.at(-1)).toMatchObject({ press: { verb: 'draft.continue', subject: 'draft-1' } });
  expect(inputsOf(cardIn(back)).find((i) => i.id === 'title')).toMatchObject({ value: 'Kept' });
});

test('“Worried about someone?” is answered though keeping the form fails or never ends', async () => {
  const script = scripted((e) =>
    e.kind === 'press' ? { kind: 'panel', card: cardSaying('Tell Sam Lead.') } : { kind: 'done' },
  );
  for (const broken of [new Promise<never>(() => undefined), Promise.reject(new Error('away'))]) {
    broken.catch(() => undefined);
    const hears = Object.assign((e: Inbound) => (e.kind === 'form' ? broken : script.hears(e)), {
      missed: script.hears.missed,
      told: script.hears.told,
      look: script.hears.look,
      footFor: script.hears.footFor,
    });
    const app = turns({
      door: { tenantOf: () => tenant, open: false },
      references: new References(memoryBook()),
      sender: { answer: async () => undefined },
      spends: () => undefined,
      now: () => 0,
      hears,
      opens: () => false,
      inPlace: () => false,
      dialogs: true,
      log: () => undefined,
    });
    const form = dataOf({
      kind: 'form',
      draft: 'd',
      revision: 1,
      step: 'what',
      move: { do: 'concern', as: 'mentee' },
    });
    const adapter = new TestAdapter(async (context: TurnContext) => {
      await app.run(context);
    });
    await adapter
      .send({
        type: 'invoke',
        name: 'task/submit',
        channelId: 'msteams',
        from: ann,
        recipient: bot,
        conversation: { id: 'a:1', conversationType: 'personal' },
        value: { data: { ...form, _s: '{"f":{},"g":{},"k":[]}' } },
      } as unknown as Partial<Activity>)
      .assertReply((r) => expect(JSON.stringify(r.value.body)).toContain('Tell Sam Lead.'))
      .startTest();
  }
});

test('a panel opens in a dialog, its buttons are pressed there, and done closes it', async () => {
  const panel = { ...cardSaying('Private words'), blocks: [buttons(button('Accept', 'plan.accept', 's1'))] };
  const on = dialogs((e) =>
    e.kind === 'press' && e.press.verb === 'plan.read' ? { kind: 'panel', card: panel } : { kind: 'done' },
  );
  const opened = await on.invoke('task/fetch', press('plan.read'));
  expect(actionCalled(cardIn(opened), 'Accept').type).toBe('Action.Submit');
  expect(await on.invoke('task/submit', submission(cardIn(opened), 'Accept'))).toBeUndefined();
  expect(on.heard.at(-1)).toMatchObject({ kind: 'press', press: { verb: 'plan.accept', subject: 's1' } });
});

test('a refusal in a dialog is said in it', async () => {
  const on = dialogs(() => ({ kind: 'say', card: cardSaying('This is for its mentor only.') }));
  const said = await on.invoke('task/fetch', press('plan.read'));
  expect(texts(cardIn(said)).map((t) => t.words)).toContain('This is for its mentor only.');
});

test.each([
  ['nothing', undefined],
  ['words', 'x'],
  ['another bot’s data', { verb: 'x' }],
  ['a forged verb of the wrong kind', { _m: { k: 'press', v: 7, s: 's', n: 'k', d: 1 } }],
  ['a form without its fields', dataOf({ kind: 'form', draft: 'd', revision: 0, step: 's', move: { do: 'submit' } })],
  [
    'fields that are no fields',
    { ...dataOf({ kind: 'form', draft: 'd', revision: 0, step: 's', move: { do: 'submit' } }), _s: '{"f":{"a":"z"}}' },
  ],
])('forged data (%s) reaches nobody and is answered in a sentence', async (_, data) => {
  const on = dialogs(() => ({ kind: 'done' }));
  const body = await on.invoke('task/submit', data);
  expect(body).toEqual({
    task: { type: 'message', value: 'This card is out of date. Type home to see what waits for you.' },
  });
  expect(on.heard).toEqual([]);
});
