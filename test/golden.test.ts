import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawMessage } from '../adapters/slack/blocks.js';
import { messageRules, viewRules } from '../adapters/slack/limits.js';
import { formModal, panelModal } from '../adapters/slack/modal.js';
import { drawCard } from '../adapters/teams/card.js';
import { drawForm } from '../adapters/teams/form.js';
import { bytesOf } from '../adapters/teams/limits.js';
import { renderCardHtml } from '../adapters/web/card.js';
import { renderFormHtml } from '../adapters/web/form.js';
import { type Block, button, buttons, type Card, concernButton, mostQuiet, ranked } from '../src/chat/card.js';
import type { Field, FormView, Value } from '../src/chat/form.js';
import type { PlacedFile } from '../src/chat/inbound.js';
import { literal, plain, type Reader, type Text } from '../src/chat/text.js';
import { opensForm } from '../src/features/index.js';
import { day, minute } from '../src/kernel/clock.js';
import { shorten } from '../src/kernel/words.js';
import { samplePeople } from '../src/local/sample-people.js';
import { buttonsOf as pressables } from './adapters/slack/person.js';
import { faults } from './adapters/teams/faults.js';
import { actionsOf } from './adapters/teams/reading.js';
import { startBot, type TestBot } from './support/bot.js';
import { cardText } from './support/card-text.js';
import { directOf, buttonsOf as messageButtons } from './support/chat.js';
import { countingIds } from './support/ids.js';
import { type FakePackMaker, fakePackMaker } from './support/pack-maker.js';
import type { Someone } from './support/someone.js';
import { agreed, planned, toTheEnd } from './support/steps.js';

/**
 * Every face, form and panel of the loop, on every platform, as files that a person can read in a diff. The words are
 * the bot's own, from one walk through the loop on a fixed clock; each drawing is held against its platform's rules.
 */

type Shown = { readonly name: string } & (
  | { readonly card: Card; readonly as: 'message' | 'panel' }
  | { readonly view: FormView }
);

const shown: Shown[] = [];
let bot: TestBot;

const slug = (s: string): string =>
  s
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 50);

const named = (name: string): string => {
  const taken = shown.filter((s) => s.name === name || s.name.startsWith(`${name}.`)).length;
  return taken === 0 ? name : `${name}.${taken + 1}`;
};

const reader: Reader = {
  person: null,
  platform: 'slack',
  zone: 'Europe/London',
  locale: 'en-GB',
  named(id) {
    const user = [...bot.people].find(([, p]) => p === id)?.[0];
    return {
      name: samplePeople.find((p) => p.user === user)?.name ?? 'someone',
      ...(user === undefined ? {} : { user: `U${user.toUpperCase()}` }),
    };
  },
};

/** What the reply of the last act shows. */
function keepReply(user: string): void {
  const reply = bot.as(user).last;
  if (reply?.kind === 'form')
    shown.push({ name: named(`form-${reply.view.form.id}-${reply.view.step}`), view: reply.view });
  else if (reply?.kind === 'panel')
    shown.push({ name: named(`panel-${slug(reply.card.title)}`), card: reply.card, as: 'panel' });
  else if (reply?.kind === 'say')
    shown.push({ name: named(`word-${slug(reply.card.title)}`), card: reply.card, as: 'message' });
  else if (reply?.kind === 'close' && reply.say !== undefined)
    shown.push({ name: named(`word-${slug(reply.say.title)}`), card: reply.say, as: 'message' });
}

/** Each different message that was drawn since, the way it was first drawn. */
function keepMessages(from = 0, only = /./): void {
  const seen = new Set<string>();
  for (const { address, message } of bot.chat.drawn.slice(from)) {
    const text = cardText(message.card, reader).replace(/x\d{25}/g, 'ID');
    if (seen.has(text) || !only.test(text)) continue;
    seen.add(text);
    shown.push({
      name: named(`message-${slug(address.slice(4))}-${slug(message.card.title)}`),
      card: message.card,
      as: 'message',
    });
  }
}

/** A concern passed on, as each of those sees it: late, so that the deputy is told; and one that does not reach the lead. */
async function passesOn(maya: Someone, keep: (user: string, act: Promise<unknown>) => Promise<void>): Promise<void> {
  await bot.store.write(async (tx) => {
    const { programme } = tx.in(bot.programme);
    const p = await programme.get();
    const lead = { name: 'Tom Hughes', reach: '020 7946 0018', person: bot.as('tom').id };
    const deputy = { name: 'Priya Nair', reach: '020 7946 0019', person: bot.as('priya').id };
    const safeguarding = { ...p.settings.safeguarding, lead, deputy };
    await programme.save({ ...p, settings: { ...p.settings, safeguarding } });
  });
  await bot.bot.refresh();
  const from = bot.chat.drawn.length;
  await keep('maya', maya.types('concern'));
  await keep('maya', maya.presses('concern.tell-lead'));
  await bot.clock.pass(30 * minute);
  await bot.as('priya').presses('concern.have-it');
  await keep('maya', maya.presses('concern.stands'));
  await bot.clock.pass(day);
  const { send } = bot.chat;
  bot.chat.send = async (to, message) => (to === directOf('tom') ? { kind: 'gone', why: 'left' } : send(to, message));
  await maya.types('concern');
  await maya.presses('concern.tell-lead');
  await bot.settled();
  await keep('maya', maya.presses('concern.stands'));
  bot.chat.send = send;
  keepMessages(from, /concern|ring/i);
}

/** A reflection from its beginning to its declaration, and the small question that comes by itself. */
async function reflects(maya: Someone, keep: (user: string, act: Promise<unknown>) => Promise<void>): Promise<void> {
  await keep('maya', maya.types('reflect'));
  await keep('maya', maya.presses('reflect.begin', { arg: 'driscoll' }));
  await keep('maya', maya.presses('reflect.answer'));
  maya.fills({ text: 'Leo rang the college alone, and told me of it before I asked.' });
  await keep('maya', maya.next());
  const evidence = maya
    .form()
    .form.steps.at(-1)
    ?.items.find((i) => i.id === 'cites');
  if (evidence?.kind === 'choice') maya.fills({ cites: evidence.of.slice(0, 1).map((o) => o.value) });
  await keep('maya', maya.submits());
  await keep('maya', maya.presses('reflect.section'));
  await maya.presses('reflect.open');
  await keep('maya', maya.presses('reflect.check'));
  await maya.presses('reflect.open');
  await keep('maya', maya.presses('reflect.talk'));
  await maya.presses('reflect.open');
  const buttons = maya.last?.kind === 'panel' ? messageButtons(maya.last.card) : [];
  const subject = buttons.find((b) => b.press.subject.endsWith(':ahead'))?.press.subject ?? '';
  await keep('maya', maya.presses('reflect.section', { subject }));
  await keep('maya', maya.presses('reflect.action'));
  await maya.fills({ what: 'Read the college’s guidance with Leo', due: '2026-12-08' }).submits();
  await bot.clock.to('2026-12-11T10:30:00Z');
  for (const title of ['A small question', 'What you will do']) {
    const card = maya.card(title);
    if (card !== undefined) shown.push({ name: named(`message-maya-${slug(title)}`), card, as: 'message' });
  }
  await keep('maya', maya.types('reflect'));
  await keep('maya', maya.presses('reflect.declare'));
  await keep('maya', maya.fills({ own: 'yes', helped: 'no' }).submits());
}

/** A pack, from the evidence to the news that it is ready, with what a mentee and a coordinator do about it. */
async function handsIn(
  mentorship: string,
  maker: FakePackMaker,
  keep: (user: string, act: Promise<unknown>) => Promise<void>,
): Promise<void> {
  const [maya, leo, priya] = [bot.as('maya'), bot.as('leo'), bot.as('priya')];
  const keepNewest = (user: string): void => {
    const card = bot.chat.in(directOf(user)).at(-1)?.message.card;
    if (card !== undefined) shown.push({ name: named(`message-${user}-${slug(card.title)}`), card, as: 'message' });
  };
  maker.hits = [
    {
      key: 'the mill',
      kind: 'place',
      words: 'the Mill',
      instead: '[a place]',
      times: 2,
      places: [{ label: 'Reflection', before: 'we met at ', after: ' for once' }],
    },
    { key: 'may@1', kind: 'also-a-word', words: 'may', instead: '[a name]', times: 1, places: [] },
  ];
  await keep('maya', maya.types('evidence'));
  await keep('maya', maya.presses('pack.open'));
  await keep('maya', maya.presses('pack.ask'));
  await keep('maya', maya.next());
  await keep('maya', maya.next());
  await keep('maya', maya.submits());
  keepNewest('maya');
  // His one message of that day was another.
  await bot.clock.pass(24 * 60 * 60_000);
  keepNewest('leo');
  await keep('leo', leo.presses('pack.look'));
  await keep('leo', leo.fills({ how: 'choose' }).next());
  await keep('leo', leo.next());
  await keep('maya', maya.presses('pack.decide'));
  await keep('maya', maya.presses('pack.decide-all'));
  await keep('maya', maya.types('evidence'));
  await keep('maya', maya.presses('pack.open'));
  await keep('maya', maya.presses('pack.drop'));
  await bot.clock.pass(8 * 24 * 60 * 60_000);
  keepNewest('maya');
  await keep('leo', leo.presses('pack.look', { subject: mentorship }));
  await maya.presses('pack.decide');
  for (const item of maya.form().form.steps[0]?.items ?? [])
    if (item.kind === 'choice') maya.fills({ [item.id]: 'out' });
  await keep('maya', maya.submits());
  keepNewest('maya');
  await priya.types('evidence @maya');
  await keep('priya', priya.presses('pack.outcomes'));
  await keep('priya', priya.presses('outcome.enter'));
  const asked = priya.form().form.steps[0]?.items.find((i) => i.id === 'criterion');
  priya.fills({ criterion: asked?.kind === 'choice' ? (asked.of[0]?.value ?? '') : '', by: 'Ada Cole' });
  await keep('priya', priya.submits());
  await keep('priya', priya.types('evidence @maya'));
}

/** What else becomes of packs: one is fetched where there is no page, another cannot be made. */
async function isNotMade(
  maker: FakePackMaker,
  keep: (user: string, act: Promise<unknown>) => Promise<void>,
): Promise<void> {
  const maya = bot.as('maya');
  await maya.types('evidence');
  await maya.presses('pack.open');
  await keep('maya', maya.presses('pack.fetch'));
  // The next is one that cannot be made.
  maker.hits = [];
  maker.before = () => {
    throw Object.assign(new Error('no'), { code: 'TYPESET' });
  };
  await maya.types('evidence');
  await maya.presses('pack.open');
  await maya.presses('pack.ask');
  maya.fills({ words: 'counts' });
  await toTheEnd(maya);
  for (let i = 0; i < 4; i += 1) await bot.clock.pass(60_000);
  const card = bot.chat.in(directOf('maya')).findLast((m) => m.message.card.title === 'A pack was not made')
    ?.message.card;
  if (card !== undefined) shown.push({ name: 'message-maya-a-pack-was-not-made', card, as: 'message' });
  await maya.types('evidence');
  await keep('maya', maya.presses('pack.open'));
}

beforeAll(async () => {
  const maker = fakePackMaker();
  bot = await startBot({ ids: countingIds(), packs: maker });
  const [maya, leo, priya] = [bot.as('maya'), bot.as('leo'), bot.as('priya')];
  const keep = async (user: string, act: Promise<unknown>): Promise<void> => {
    await act;
    keepReply(user);
  };
  await keep('maya', maya.types('help'));
  await keep('leo', leo.types('help'));
  await keep('maya', maya.types('nonsense'));
  await keep('maya', maya.types('start @nobody'));
  await keep('maya', maya.types('start @leo'));
  for (let i = 0; i < 3; i += 1) await keep('maya', maya.next());
  await agreed(bot, 'maya', 'leo');
  await keep('maya', maya.types('plan @leo at 3'));
  await keep('maya', maya.types('plan @leo now'));
  await keep('maya', maya.types('plan @leo tomorrow 3pm 45m Phone calls'));
  for (let i = 0; i < 2; i += 1) await keep('maya', maya.next());
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  keepReply('maya');
  await leo.presses('plan.accept');
  await keep('leo', leo.presses('plan.read'));
  await keep('maya', maya.presses('plan.change'));
  await bot.clock.to('2026-11-24T14:00:00Z');
  await bot.clock.to('2026-11-24T15:00:00Z');
  await maya.presses('session.start');
  await maya.presses('session.extend');
  await bot.clock.to('2026-11-24T16:00:00Z');
  await keep('maya', maya.types('home'));
  await keep('maya', maya.presses('record.open'));
  await keep('maya', maya.submits());
  const first = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  maya.fills({
    [first?.id ?? '']: 'met',
    skill: 'active-listening',
    'skill-example': 'I waited.',
    happened: 'Two calls were made.',
  });
  for (let i = 0; i < 8 && maya.last?.kind === 'form' && maya.form().form.steps.at(-1)?.id !== maya.form().step; i += 1)
    await keep('maya', maya.next());
  await keep('maya', maya.submits());
  await keep('maya', maya.presses('record.read'));
  await bot.clock.to('2026-11-24T16:31:00Z');
  await leo.presses('hours.confirm');
  await keep('leo', leo.types('home'));
  await keep('maya', maya.types('hours'));
  await keep('maya', maya.types('feedback'));
  await keep('maya', maya.types('sessions'));
  await keep('maya', maya.types('settings'));
  await keep('maya', maya.types('concern'));
  await keep('leo', leo.presses('concern.open', { subject: '-', arg: 'mentee' }));
  await keep('priya', priya.types('setup'));
  await keep('priya', priya.types('people'));
  await keep('priya', priya.types('digest now'));
  await bot.clock.to('2026-11-27T16:00:00Z');
  keepMessages();
  await keep('priya', priya.types('home'));
  for (const part of ['catalogue', 'questions', 'skills', 'guidance', 'templates', 'agreement'])
    await keep('priya', priya.types(`setup ${part}`));
  await keep('priya', priya.presses('catalogue.questions', { subject: 'after-session' }));
  await keep('priya', priya.presses('catalogue.template', { subject: 'standard' }));
  for (let i = 0; i < 3; i += 1) await keep('priya', priya.next());
  await keep('priya', priya.presses('allocations.add', { subject: '-' }));
  await keep('priya', priya.fills({ person: bot.people.get('grace') ?? '', as: 'assessor' }).submits());
  await keep('priya', priya.types('setup readers'));
  await keep('leo', leo.presses('data.open', { subject: '-' }));
  // You said, so I will: from a shared answer to the mentee's word on it.
  const before = bot.chat.drawn.length;
  await leo.presses('ask.share', { arg: 'now' });
  await leo.presses('ask.rate');
  await keep('maya', maya.types('change'));
  await keep('maya', maya.presses('change.new'));
  const cites = maya.form().form.steps[0]?.items.find((i) => i.id === 'cites');
  maya.fills({
    cites: cites !== undefined && 'of' in cites ? cites.of.slice(0, 1).map((o) => o.value) : [],
    said: 'It went too fast',
    what: 'I will ask before each new step',
  });
  await keep('maya', maya.submits());
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Letters');
  await keep('leo', leo.presses('change.told'));
  await keep('leo', leo.presses('plan.read'));
  await keep('leo', leo.presses('change.not-meant'));
  await keep('leo', leo.fills({ note: 'I meant the bus' }).submits());
  await bot.clock.to('2026-11-28T15:46:00Z');
  await maya.presses('record.open');
  const outcome = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  maya.fills({
    [outcome?.id ?? '']: 'met',
    skill: 'active-listening',
    'skill-example': 'I asked.',
    happened: 'Letters.',
  });
  await keep('maya', maya.next());
  await maya.submits();
  keepMessages(before, /because of what you said|what you will change/);
  await keep('maya', maya.types('change'));
  await keep('leo', leo.types('change'));

  // ---- its end, which each side looks back on
  const ended = await bot.store.read(async (tx) => (await tx.in(bot.programme).mentorships.all())[0]?.id ?? '');
  const keepNewest = (user: string): void => {
    const card = bot.chat.in(directOf(user)).at(-1)?.message.card;
    if (card !== undefined) shown.push({ name: named(`message-${user}-${slug(card.title)}`), card, as: 'message' });
  };
  await keep('maya', maya.presses('conversation.note', { subject: ended }));
  await keep('maya', maya.fills({ on: '2026-11-27', words: 'Shorter calls helped.' }).submits());
  keepNewest('leo');
  await keep('leo', leo.presses('conversation.read'));
  await maya.presses('mentorship.end', { subject: ended, arg: 'yes' });
  keepNewest('maya');
  await bot.clock.to('2026-11-30T12:01:00Z');
  keepNewest('leo');
  keepNewest('maya');
  await keep('leo', leo.types('review'));
  await keep('leo', leo.presses('review.form'));
  await leo.presses('review.rate');
  keepNewest('leo');
  await keep('leo', leo.presses('review.words', { subject: formIn(leo.card('Question')), arg: 'end-different.1' }));
  await keep('leo', leo.fills({ words: 'I ring people now.' }).submits());
  for (let i = 0; i < 3; i += 1) await leo.presses('review.skip');
  keepNewest('leo');
  await keep('leo', leo.presses('review.change'));
  await keep('maya', maya.types('review'));
  await keep('maya', maya.presses('review.self'));
  await keep('priya', priya.types('review'));
  await keep('priya', priya.presses('review.answers'));
  await keep('priya', priya.presses('review.read'));
  await reflects(maya, keep);
  await handsIn(ended, maker, keep);
  await passesOn(maya, keep);
  await isNotMade(maker, keep);
}, 120_000);
afterAll(async () => bot.stop());

/** The form that a card's buttons are about. */
const formIn = (card: Card | undefined): string =>
  card?.blocks.flatMap((b) => (b.kind === 'buttons' ? b.items : []))[0]?.press.subject ?? '';

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function words(s: Shown): string {
  if ('card' in s) return `${plain(s.card.summary, reader)}\n\n${cardText(s.card, reader)}\n`;
  const step = s.view.form.steps.find((x) => x.id === s.view.step);
  const lines = (step?.items ?? []).flatMap((item) => {
    if (item.kind === 'note') return [`> ${plain(item.text, reader)}`];
    if (item.kind === 'group')
      return [
        `${item.label}: ${item.hint ?? ''}`,
        ...item.fields.map((f) => `  - ${f.label}${f.optional === true ? ' (optional)' : ''}`),
      ];
    return [
      `- ${item.label}${item.optional === true ? ' (optional)' : ''}${item.hint === undefined ? '' : `: ${item.hint}`}`,
    ];
  });
  return `# ${s.view.form.title}: ${step?.title ?? ''}\n${lines.join('\n')}\n`;
}

/** Every text field filled to its brim, every group with as many rows as it may have. */
function inflated(view: FormView, words: string): FormView {
  const filled = (f: Field): Value =>
    f.kind === 'text' ? words.repeat(Math.ceil(f.max / words.length)).slice(0, f.max) : '';
  const fill = (fields: readonly Field[]) => Object.fromEntries(fields.map((f) => [f.id, filled(f)]));
  const items = view.form.steps.flatMap((s) => s.items);
  const groups = items.filter((i) => i.kind === 'group');
  return {
    ...view,
    answers: {
      values: fill(items.filter((i): i is Field => i.kind !== 'group' && i.kind !== 'note')),
      rows: Object.fromEntries(
        groups.map((g) => [
          g.id,
          Array.from({ length: Math.min(100, g.max) }, (_, n) => ({ key: `row${n}`, values: fill(g.fields) })),
        ]),
      ),
    },
  };
}

/** Its pictures as they stand where they were placed; the local chat's files show the words that stand alone. */
const placedIn = (card: Card, file: PlacedFile): ReadonlyMap<string, PlacedFile> =>
  new Map(card.blocks.flatMap((b) => (b.kind === 'image' ? [[b.document, file] as const] : [])));

describe('what stands out on a card', () => {
  test('at most one thing does, and beside it at most two in sight', () => {
    for (const s of shown) {
      if (!('card' in s)) continue;
      const blocks = s.card.blocks.filter((b) => b.kind === 'buttons');
      const all = blocks.flatMap((b) => b.items);
      expect(all.filter((b) => b.style === 'main').length, s.name).toBeLessThanOrEqual(1);
      const acts = blocks.filter((b) => b.as === undefined && b.items.length > 0);
      for (const b of acts) expect(ranked(b.items).quiet.length, s.name).toBeLessThanOrEqual(mostQuiet);
      // A message asks for one thing: what several blocks hold of its own is an answer or stands at its foot.
      if (s.as === 'message') expect(acts.length, s.name).toBeLessThanOrEqual(1);
      // Why it came and how to stop it are never beside what it asks for.
      for (const b of acts)
        for (const { press, label } of b.items)
          expect(/^(settings\.(why|stop)|ask\.stop|hours\.stop)$/.test(press.verb), `${s.name}: ${label}`).toBe(false);
    }
  });
});

/** Whether each place that a button stands in can be seen without opening anything. */
const placesOf: Readonly<Record<string, (card: Card) => readonly { label: string; hidden: boolean }[]>> = {
  slack: (card) =>
    pressables(drawMessage(card, { reader }).blocks as never).map((b) => ({ label: b.label, hidden: b.inMenu })),
  teams(card) {
    const teams: Reader = { ...reader, platform: 'teams' };
    const how = { reader: teams, key: 'key', drawn: 1, files: new Map(), opens: opensForm };
    return actionsOf(drawCard(card, { ...how, stands: 'message' })).map((a) => ({
      label: String(a.title),
      hidden: a.mode === 'secondary',
    }));
  },
  web(card) {
    const html = renderCardHtml(card, { ...reader, platform: 'web' });
    const labels = (some: string): readonly string[] =>
      [...some.matchAll(/<button[^>]*>([^<]*)<\/button>/g)].map((m) => m[1] ?? '');
    const hidden = [...html.matchAll(/<details.*?<\/details>/gs)].flatMap((m) => labels(m[0]));
    return [
      ...labels(html.replace(/<details.*?<\/details>/gs, '')).map((label) => ({ label, hidden: false })),
      ...hidden.map((label) => ({ label, hidden: true })),
    ];
  },
};

describe('whom to tell is never something to look for', () => {
  const worried = 'Worried about someone?';
  const offers = (b: Block): boolean => b.kind === 'buttons' && b.items.some((i) => i.press.verb === 'concern.open');
  test.each(Object.entries(placesOf))('on every card, on %s', (_, places) => {
    const cards = shown.flatMap((s) => ('card' in s && s.card.blocks.some(offers) ? [s] : []));
    expect(cards.length).toBeGreaterThan(5);
    for (const { name, card } of cards) {
      const it = places(card).filter((p) => p.label === worried);
      expect(it.length, name).toBeGreaterThan(0);
      expect(
        it.filter((p) => p.hidden),
        name,
      ).toEqual([]);
    }
  });
  test.each(Object.entries(placesOf))('also last of many, on %s', (_, places) => {
    const many = Array.from({ length: 9 }, (_, i) => button(`b${i}`, 'home.open', '-'));
    const at = places({ title: 't', summary: literal('s'), blocks: [buttons(...many, concernButton())] });
    expect(at.filter((p) => p.label === worried)).toEqual([{ label: worried, hidden: false }]);
    expect(at.filter((p) => p.hidden).length).toBeGreaterThan(0);
  });
});

test.each(['slack', 'teams'])('why a card came, and how to stop it, stand behind what it asks for, on %s', (chat) => {
  let seen = 0;
  for (const s of shown) {
    if (!('card' in s)) continue;
    const of = (foot: boolean) =>
      s.card.blocks.flatMap((b) => (b.kind === 'buttons' && (b.as === 'foot') === foot ? b.items : []));
    const labels = of(true).map((b) => b.label);
    if (of(false).length === 0 || labels.length < 2) continue;
    seen += 1;
    const at = placesOf[chat]?.(s.card).filter((p) => labels.includes(p.label));
    expect(at, s.name).toEqual(labels.map((label) => ({ label, hidden: true })));
  }
  expect(seen).toBeGreaterThan(3);
});

describe('as they were walked through', () => {
  test('the loop shows all its faces', () => {
    expect(shown.length).toBeGreaterThan(50);
  });

  test('in words', async () => {
    for (const s of shown) await expect(words(s)).toMatchFileSnapshot(`golden/loop/words/${s.name}.txt`);
  });

  test('in Slack, within its limits', async () => {
    for (const s of shown) {
      const drawn =
        'view' in s
          ? formModal(s.view, reader)
          : s.as === 'panel'
            ? panelModal(s.card, reader)
            : drawMessage(s.card, { reader, files: placedIn(s.card, { kind: 'placed', ref: 'F0PICTURE' }) });
      const read = ('view' in s || s.as === 'panel' ? viewRules : messageRules).safeParse(drawn);
      expect({ name: s.name, wrong: read.error?.issues }).toEqual({ name: s.name, wrong: undefined });
      await expect(pretty(drawn)).toMatchFileSnapshot(`golden/loop/slack/${s.name}.json`);
    }
  });

  test('in Teams, parsed without an event and small enough', async () => {
    const teams: Reader = { ...reader, platform: 'teams' };
    for (const s of shown) {
      const drawn =
        'view' in s
          ? drawForm(s.view, { reader: teams, stands: 'dialog', typed: new Set(), dialog: true, key: 'key' })
          : drawCard(s.card, {
              reader: teams,
              key: 'key',
              drawn: 1,
              files: placedIn(s.card, { kind: 'url', url: 'https://mentorlog.example/teams/files/picture' }),
              stands: s.as === 'panel' ? 'dialog' : 'message',
              opens: opensForm,
            });
      expect({ name: s.name, wrong: faults(drawn) }).toEqual({ name: s.name, wrong: [] });
      expect(bytesOf(drawn)).toBeLessThan(28 * 1024);
      await expect(pretty(drawn)).toMatchFileSnapshot(`golden/loop/teams/${s.name}.json`);
    }
  });

  test('in Teams, with a hundred of everything in it, long names and emoji: small enough, and all its buttons there', () => {
    const long = `Zoë *Featherstonehaugh* ${'👩‍🏫🌈'.repeat(8)}`;
    const teams: Reader = {
      ...reader,
      platform: 'teams',
      named: (id) => ({ name: `${long} ${id}`, user: `29:${id}` }),
    };
    const hundred = <T>(some: readonly T[]): readonly T[] =>
      some.length === 0 ? some : Array.from({ length: 100 }, (_, i) => some[i % some.length] as T);
    const more = (t: Text): Text => ({ parts: [...t.parts, ` ${long}`] });
    const full = (b: Block): Block => {
      if (b.kind === 'list') return { ...b, items: hundred(b.items).map(more) };
      if (b.kind === 'facts') return { ...b, rows: hundred(b.rows).map((r) => ({ ...r, value: more(r.value) })) };
      return b.kind === 'text' ? { ...b, text: more(b.text) } : b;
    };
    let over = 0;
    for (const s of shown) {
      for (const stands of ['dialog', 'message'] as const) {
        const how = { reader: teams, stands, key: 'key' } as const;
        const drawn =
          'view' in s
            ? drawForm(inflated(s.view, long), { ...how, typed: new Set(), dialog: true })
            : drawCard(
                { ...s.card, blocks: s.card.blocks.map(full) },
                {
                  ...how,
                  drawn: 1,
                  files: new Map(),
                  opens: opensForm,
                },
              );
        expect({ name: s.name, wrong: faults(drawn) }).toEqual({ name: s.name, wrong: [] });
        expect(bytesOf(drawn), s.name).toBeLessThan(28 * 1024);
        if (JSON.stringify(drawn).includes('not shown here')) over += 1;
        const labels = actionsOf(drawn).map((a) => String(a.title));
        if ('card' in s)
          for (const b of s.card.blocks)
            if (b.kind === 'buttons') for (const { label } of b.items) expect(labels).toContain(shorten(label, 40));
      }
    }
    // Enough of them would not have fitted.
    expect(over).toBeGreaterThan(20);
  });

  test('in the local chat', async () => {
    const web: Reader = { ...reader, platform: 'web' };
    for (const s of shown) {
      const html = 'view' in s ? renderFormHtml(s.view, web) : renderCardHtml(s.card, web);
      await expect(`${html.replace(/></g, '>\n<')}\n`).toMatchFileSnapshot(`golden/loop/web/${s.name}.html`);
    }
  });
});

describe('as full as it gets', () => {
  test('the catalogue’s lists and panels keep to every platform’s limits', async () => {
    const priya = bot.as('priya');
    await bot.store.write(async (tx) => {
      const { catalogue } = tx.in(bot.programme);
      const one = { version: 1, retiredAt: null };
      for (let i = 0; i < 15; i += 1)
        await catalogue.add({ ...one, kind: 'skill', key: `s${i}`, body: { text: `${i} ${'w'.repeat(72)}` } });
      for (let i = 0; i < 17; i += 1)
        await catalogue.add({ ...one, kind: 'guidance', key: `g${i}`, body: { text: `${i} ${'w'.repeat(197)}` } });
      const [some] = await catalogue.current('template');
      for (let i = 0; i < 14; i += 1)
        await catalogue.add({
          ...one,
          kind: 'template',
          key: `t${i}`,
          body: { ...(some?.body as object), name: `${i} ${'w'.repeat(57)}` },
        });
      for (let i = 0; i < 30; i += 1)
        await catalogue.add({
          ...one,
          kind: 'guidance',
          key: `r${i}`,
          body: { text: `${i} ${'r'.repeat(197)}` },
          retiredAt: 1,
        });
    });
    const full: Shown[] = [];
    for (const act of [
      () => priya.types('setup catalogue'),
      () => priya.presses('catalogue.retired'),
      () => priya.types('setup skills'),
      () => priya.types('setup guidance'),
      () => priya.types('setup templates'),
    ]) {
      const reply = await act();
      if (reply.kind === 'form') full.push({ name: reply.view.form.title, view: reply.view });
      else if (reply.kind === 'panel') full.push({ name: reply.card.title, card: reply.card, as: 'panel' });
    }
    expect(full.map((s) => s.name)).toEqual(['Catalogue', 'Retired', 'Skills', 'Guidance', 'Plan templates']);
    const teams: Reader = { ...reader, platform: 'teams' };
    for (const s of full) {
      const slack = 'view' in s ? formModal(s.view, reader) : panelModal(s.card, reader);
      expect({ name: s.name, wrong: viewRules.safeParse(slack).error?.issues }).toEqual({
        name: s.name,
        wrong: undefined,
      });
      const drawn =
        'view' in s
          ? drawForm(s.view, { reader: teams, stands: 'dialog', typed: new Set(), dialog: true, key: 'key' })
          : drawCard(s.card, {
              reader: teams,
              key: 'key',
              drawn: 1,
              files: new Map(),
              stands: 'dialog',
              opens: opensForm,
            });
      expect({ name: s.name, wrong: faults(drawn) }).toEqual({ name: s.name, wrong: [] });
      expect(bytesOf(drawn), s.name).toBeLessThan(28 * 1024);
    }
    // Every button that a person needs is there still.
    for (const s of full)
      if ('card' in s) {
        const slack = JSON.stringify(panelModal(s.card, reader));
        const last = s.card.blocks.at(-1);
        if (last?.kind === 'buttons') for (const b of last.items) expect(slack, s.name).toContain(b.label);
      }
  });
});
