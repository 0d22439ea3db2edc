import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import type { PutRight } from '../../../src/domain/put-right.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { cardText } from '../../support/card-text.js';
import type { Someone } from '../../support/someone.js';
import { mayaAgreedWithTwo, mayaAndLeoAgreed, toTheEnd } from '../../support/steps.js';

/** A promise to put something right, from the record that has it to both sides' words (docs/field.md#put-right). */

let t: TestBot;
let [maya, leo]: readonly Someone[] = [];
const who = (one: Someone | undefined): Someone => {
  if (one === undefined) throw new Error('nobody');
  return one;
};

const reader = { person: null, platform: 'web', zone: 'Europe/London', locale: 'en-GB' } as const;
const text = (reply: Reply | undefined): string => {
  const card = reply === undefined ? undefined : 'card' in reply ? reply.card : 'say' in reply ? reply.say : undefined;
  const named = (id: string) => ({ name: [...t.people].find(([, p]) => p === id)?.[0] ?? id });
  return card === undefined ? '' : cardText(card, { ...reader, named } as never);
};

/** A restorative session planned by the mentor in the form, and held. */
async function restorative(bot: TestBot, typed: string): Promise<void> {
  const m = bot.as('maya');
  await m.types(typed);
  m.fills({ kind: 'restorative' });
  for (let i = 0; m.form().step !== 'objectives' && i < 4; i += 1) await m.next();
  const goals = m
    .form()
    .form.steps.flatMap((s) => s.items)
    .find((i) => i.id === 'goals');
  if (goals?.kind === 'choice') m.fills({ goals: goals.of.map((o) => o.value) });
  await toTheEnd(m);
}

async function records(bot: TestBot, agreed: string, attended?: readonly string[]): Promise<void> {
  const m = bot.as('maya');
  await m.presses('record.open');
  const outcome = m.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'))?.id ?? '';
  m.fills({
    [outcome]: 'met',
    skill: 'active-listening',
    'skill-example': 'I waited before I spoke.',
    happened: 'We talked it through.',
    ...(attended === undefined ? {} : { attended: attended.map((user) => bot.as(user).id) }),
  });
  await m.next();
  m.fills({ 'r-agreed': agreed, 'r-by': '2026-12-04' });
  await m.submits();
  expect(m.last?.kind, JSON.stringify(m.last)).toBe('close');
}

const held: Before = async (bot) => {
  await mayaAndLeoAgreed(bot);
  await restorative(bot, 'plan @leo today 11:00 45m Putting it right');
  await bot.clock.to('2026-11-23T12:30:00Z');
  await records(bot, 'Leo writes a note to Sam');
};
const heldWithTwo: Before = async (bot) => {
  await mayaAgreedWithTwo(bot);
  await restorative(bot, 'plan @leo @aisha today 11:00 45m Putting it right');
  await bot.clock.to('2026-11-23T12:30:00Z');
  await records(bot, 'Leo says sorry to Aisha');
};

afterEach(() => t.stop());

const promises = async (): Promise<readonly PutRight[]> =>
  t.store.read(async (tx) => {
    const rows = tx.in(t.programme);
    const all = await rows.mentorships.all();
    return (await Promise.all(all.map((m) => rows.putRight.ofMentorship(m.id)))).flat();
  });
const mentorship = async (user: string): Promise<string> =>
  t.store.read(async (tx) => {
    const all = await tx.in(t.programme).mentorships.all();
    return all.find((m) => m.mentee === t.as(user).id)?.id ?? '';
  });
const panel = async (one: Someone, of = 'leo'): Promise<string> =>
  text(await one.presses('mentorship.open', { subject: await mentorship(of) }));

/** The choices that the plan form opens with about promises: their labels. */
const asked = (): readonly { readonly id: string; readonly label: string; readonly optional: boolean }[] =>
  (who(maya).form().form.steps[0]?.items ?? []).flatMap((i) =>
    i.kind === 'choice' && i.id.startsWith('right-')
      ? [{ id: i.id, label: i.label, optional: i.optional === true }]
      : [],
  );

async function plans(word?: string): Promise<void> {
  const m = who(maya);
  if (word !== undefined) m.fills({ [asked()[0]?.id ?? '']: word });
  for (let i = 0; m.form().step !== 'objectives' && i < 4; i += 1) await m.next();
  m.fills({ 'objectives.0.what': 'Make two calls', 'objectives.0.measure': 'Two calls stand in the log' });
  const goals = m
    .form()
    .form.steps.flatMap((s) => s.items)
    .find((i) => i.id === 'goals');
  if (goals?.kind === 'choice') m.fills({ goals: goals.of.map((o) => o.value) });
  await toTheEnd(m);
  expect(m.last?.kind, JSON.stringify(m.last)).toBe('close');
}

describe('of two people', () => {
  beforeEach(async () => {
    t = await startAfter(held);
    [maya, leo] = [t.as('maya'), t.as('leo')];
  });

  test('the next two plans ask the mentor, who may leave it; the third does not, and the panel still takes a word', async () => {
    await who(maya).types('plan @leo tomorrow 3pm 45m Calls');
    expect(asked()).toMatchObject([{ label: expect.stringContaining('Leo writes a note to Sam'), optional: true }]);
    await plans();
    await who(maya).types('plan @leo Friday 3pm 45m Calls');
    expect(asked()).toHaveLength(1);
    await plans('not-today');
    await who(maya).types('plan @leo Thursday 3pm 45m Calls');
    expect(asked()).toEqual([]);
    await plans();
    expect((await promises()).map((p) => [p.askedWith.length, p.said.length])).toEqual([[2, 0]]);
    expect(await panel(who(maya))).toContain('You have not said yet.');
    await who(maya).presses('put-right.say');
    await who(maya).fills({ word: 'partly', note: 'A first line' }).submits();
    expect(await panel(who(maya))).toMatch(/maya: Partly done.*“A first line”/i);
  });

  test('a word given while planning closes it for the mentor, and both words stand side by side where they differ', async () => {
    await who(maya).types('plan @leo tomorrow 3pm 45m Calls');
    await plans('done');
    await who(maya).types('plan @leo Friday 3pm 45m Calls');
    expect(asked()).toEqual([]);
    const plan = text(await who(leo).presses('plan.read'));
    expect(plan).toContain('You can skip this');
    expect(plan).toContain('Leo writes a note to Sam');
    await who(leo).presses('put-right.say');
    await who(leo).fills({ word: 'not' }).submits();
    for (const side of [who(maya), who(leo)]) {
      const seen = await panel(side);
      expect(seen).toMatch(/maya: Done/i);
      expect(seen).toMatch(/leo: Not done/i);
    }
    // Once said, the next look at the plan does not ask again.
    expect(text(await who(leo).presses('plan.read'))).not.toContain('You can skip this');
    const [p] = await promises();
    const record = text(await who(leo).presses('record.read', { subject: p?.session ?? '' }));
    expect(record).toMatch(/What was agreed to put it right[\s\S]*maya: Done[\s\S]*leo: Not done/i);
    // And so does what is past, where the plan faces the record.
    for (const side of [who(maya), who(leo)])
      expect(text(await side.presses('past.session', { subject: p?.session ?? '' }))).toMatch(
        /What was to be put right[\s\S]*writes a note to Sam[\s\S]*maya: Done[\s\S]*leo: Not done/i,
      );
  });

  test('nothing is said by a form that is sent empty, and words alone ask for one of the four', async () => {
    await panel(who(leo));
    await who(leo).presses('put-right.say');
    await who(leo).submits();
    expect(text(who(leo).last)).toContain('You can say it at any time.');
    await panel(who(leo));
    await who(leo).presses('put-right.say');
    await who(leo).fills({ note: 'I tried' }).submits();
    expect(who(leo).form().problems).toMatchObject([{ at: 'word' }]);
    expect((await promises())[0]?.said).toEqual([]);
  });

  test('a changed record changes the words and keeps what was said of the earlier ones', async () => {
    await panel(who(leo));
    await who(leo).presses('put-right.say');
    await who(leo).fills({ word: 'done' }).submits();
    await t.clock.pass(60_000);
    const session = (await promises())[0]?.session ?? '';
    await who(maya).presses('record.open', { subject: session });
    who(maya).fills({ reason: 'I had the name wrong' });
    await who(maya).next();
    await who(maya).fills({ 'r-agreed': 'Leo writes a note to Tom' }).submits();
    expect(who(maya).last?.kind, JSON.stringify(who(maya).last)).toBe('close');
    const seen = await panel(who(maya));
    expect(seen).toContain('Leo writes a note to Tom');
    expect(seen).toMatch(/leo: Done.*\(before its words changed\)/i);
  });

  test('no message has a word of it, whoever it goes to, and the chain has none in the clear', async () => {
    await who(maya).types('plan @leo tomorrow 3pm 45m Calls');
    await plans('partly');
    const everything = [...who(maya).sees(), ...who(leo).sees(), ...t.as('priya').sees(), ...t.channel()].join('\n');
    expect(everything).not.toMatch(/note to Sam|Partly done|put right/i);
    const entries = await t.store.read(async (tx) => tx.in(t.programme).audit.of((await promises())[0]!.mentorship));
    expect(JSON.stringify(entries)).not.toMatch(/note to Sam|partly/);
  });

  test('the mentee’s erasure takes it, and the mentor’s leaves the word without the note', async () => {
    await panel(who(maya));
    await who(maya).presses('put-right.say');
    await who(maya).fills({ word: 'done', note: 'My own words' }).submits();
    const [p] = await promises();
    await t.store.write((tx) => tx.in(t.programme).people.erase(who(maya).id, t.clock.now()));
    expect((await promises())[0]?.said).toMatchObject([{ word: 'done', note: '' }]);
    await t.store.write((tx) => tx.in(t.programme).people.erase(who(leo).id, t.clock.now()));
    expect(p).toBeDefined();
    expect(await promises()).toEqual([]);
  });
});

describe('of a group', () => {
  beforeEach(async () => {
    t = await startAfter(heldWithTwo);
    [maya, leo] = [t.as('maya'), t.as('leo')];
  });

  test('each has a promise of their own, and nobody reads words that may speak of another, nor the other’s word', async () => {
    expect(await promises()).toHaveLength(2);
    await panel(who(leo));
    await who(leo).presses('put-right.say');
    expect(JSON.stringify(who(leo).form().form)).not.toMatch(/sorry|Aisha/);
    await who(leo).fills({ word: 'not', note: 'Leo’s own' }).submits();
    const leos = await panel(who(leo));
    expect(leos).toContain('What you agreed to put right');
    expect(leos).not.toMatch(/sorry|aisha/i);
    const aishas = await panel(t.as('aisha'), 'aisha');
    expect(aishas).toContain('What you agreed to put right');
    expect(aishas).not.toMatch(/sorry|leo|Not done/i);
    const session = (await promises())[0]?.session ?? '';
    const record = text(await t.as('aisha').presses('record.read', { subject: session }));
    expect(record).not.toMatch(/sorry|leo|Not done/i);
    const past = text(await t.as('aisha').presses('past.session', { subject: session }));
    expect(past).toContain('What was to be put right');
    expect(past).not.toMatch(/sorry|leo|Not done/i);
    const whole = text(await who(maya).presses('record.read', { subject: session }));
    expect(whole).toMatch(/leo: Not done/i);
    // That somebody said nothing is shown to nobody else.
    expect(whole).toContain('You have not said yet');
    expect(whole).not.toMatch(/aisha[^.]*(?:not said|no word)/i);
  });

  test('a plan with both asks of each, by name', async () => {
    await who(maya).types('plan @leo @aisha tomorrow 3pm 45m Calls');
    expect(asked().map((a) => a.label.match(/Leo Brandt|Aisha Rahman/)?.[0])).toEqual(['Leo Brandt', 'Aisha Rahman']);
  });
});

describe('choosing restorative as the kind', () => {
  beforeEach(async () => {
    t = await startAfter(mayaAndLeoAgreed);
    maya = t.as('maya');
  });
  const typed = () => ({
    objectives: who(maya)
      .form()
      .answers.rows.objectives?.map((r) => r.values.what),
    activities: who(maya)
      .form()
      .answers.rows.activities?.map((r) => r.values.what),
    template: who(maya).form().answers.values.template,
  });

  test('brings its template where nothing of the mentor’s own stands, and back again', async () => {
    await who(maya).types('plan @leo tomorrow 3pm 45m Talk');
    await who(maya).fills({ kind: 'restorative' }).saves();
    expect(typed()).toEqual({
      objectives: ['Agree what is needed to put it right'],
      activities: ['What happened', 'Who has been affected, and how', 'What is needed to put it right'],
      template: 'restorative',
    });
    expect(who(maya).form().answers.values.title).toBe('Talk');
  });

  test('leaves what was typed as it is', async () => {
    await who(maya).types('plan @leo tomorrow 3pm 45m Talk');
    for (let i = 0; who(maya).form().step !== 'objectives' && i < 4; i += 1) await who(maya).next();
    const goals = who(maya)
      .form()
      .form.steps.flatMap((s) => s.items)
      .find((i) => i.id === 'goals');
    if (goals?.kind === 'choice') who(maya).fills({ goals: goals.of.map((o) => o.value) });
    await who(maya).fills({ 'objectives.0.what': 'My own', 'objectives.0.measure': 'Seen' }).next();
    await who(maya).fills({ 'activities.0.what': 'My own way in' }).saves();
    for (let i = 0; who(maya).form().step !== 'when' && i < 4; i += 1) await who(maya).moves({ do: 'back' });
    await who(maya).fills({ kind: 'restorative' }).saves();
    expect(typed()).toMatchObject({ objectives: ['My own'] });
    expect(typed().activities?.[0]).toBe('My own way in');
  });
});
