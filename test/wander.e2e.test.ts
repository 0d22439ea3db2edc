import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { drawMessage } from '../adapters/slack/blocks.js';
import { messageRules, viewRules } from '../adapters/slack/limits.js';
import { panelModal } from '../adapters/slack/modal.js';
import { drawCard, noFiles } from '../adapters/teams/card.js';
import { largestCard } from '../adapters/teams/limits.js';
import type { Card } from '../src/chat/card.js';
import type { Field, FormView, Value } from '../src/chat/form.js';
import type { Reply } from '../src/chat/inbound.js';
import type { Reader } from '../src/chat/text.js';
import { grammar } from '../src/commands/grammar.js';
import { day, hour, minute } from '../src/kernel/clock.js';
import { localTenant, samplePeople } from '../src/local/sample-people.js';
import type { Hears } from '../src/ports/chat.js';
import type { Log } from '../src/runtime/log.js';
import { startBot, type TestBot } from './support/bot.js';
import { buttonsOf, directOf, type FakeChat, fakeChat } from './support/chat.js';
import { countingIds } from './support/ids.js';
import type { Someone } from './support/someone.js';
import { agreed, planned } from './support/steps.js';
import { totalsTwice } from './support/totals.js';
import { type Chance, chanceFrom } from './survival/chance.js';

/**
 * Everybody types, presses and fills in whatever is there, by chance, while days go by. Whatever they do, nothing fails
 * in the program, everything is delivered, Slack and Teams would take every card, and no card that stands says what an
 * act has made untrue.
 *
 * WANDER_SEED, WANDER_COUNT and WANDER_STEPS look further than `.ci/run` does; a seed is a walk that can be had again.
 */

const seed = Number(process.env.WANDER_SEED ?? 1);
const walks = Number(process.env.WANDER_COUNT ?? 2);
const steps = Number(process.env.WANDER_STEPS ?? 300);

const everybody = samplePeople.map((p) => p.user);
const pairs = [
  ['maya', '@leo'],
  ['maya', '@aisha'],
  ['tom', '@sam'],
  ['maya', '@leo @aisha'],
] as const;
const times = ['in 10 minutes', 'in 1 hour', 'tomorrow 10am', 'friday 2pm', 'tomorrow 3:30pm'];
const typed = [
  ...grammar.flatMap(({ word, also = [], example }) => [word, ...also, ...(example === undefined ? [] : [example])]),
  ...['start @aisha', 'start @tom', 'start "Robin Vale"', 'plan @sam now', 'plan @leo every tuesday 4pm for 4 weeks'],
  ...['plan @leo @aisha thursday 2pm 60m Group', 'reschedule @sam', 'cancel @leo', 'cancel @maya', 'log @leo'],
  ...['digest now', 'digest off', 'setup catalogue', 'people add Kim mentee', 'people @leo', 'people @tom', 'goals'],
  ...['handover @leo @tom', 'people import', 'hello', 'thanks', 'yes', 'sesions', '   ', 'mentor mentor'],
];
const written = [
  ...[
    'Answer calls on the first ring',
    'x',
    '<b>bold</b> & *stars* _under_ <!channel>',
    'مرحبا بالعالم',
    'A'.repeat(400),
  ],
  ...['Two\nlines', '5 of 6 calls', '12/11/2026', '30 days', '@leo', '😀 fine', '  '],
];
const pauses = [minute, 10 * minute, hour, 3 * hour, 12 * hour, day, 3 * day, 20 * day];

/** What somebody could put there: mostly what stands there already, seldom what is refused. */
function answerTo(f: Field, had: Value | undefined, chance: Chance, now: number): Value | undefined {
  const maybe = (of: number): boolean => chance.next() < of;
  if (had !== undefined && had !== '' && maybe(f.kind === 'choice' ? 0.7 : 0.9)) return had;
  switch (f.kind) {
    case 'text':
      return f.optional === true && maybe(0.4) ? '' : pick(written, chance).slice(0, f.max);
    case 'number':
      return maybe(0.02) ? f.max + 1 : f.min + f.step * Math.floor(chance.between(0, 100));
    case 'date':
      return new Date(now + Math.floor(chance.between(-3, 27)) * day).toISOString().slice(0, 10);
    case 'time':
      return `${String(Math.floor(chance.between(8, 18))).padStart(2, '0')}:${pick(['00', '15', '30'], chance)}`;
    case 'choice':
      if (f.many === true) return f.of.filter(() => maybe(0.5)).map((o) => o.value);
      return f.optional === true && maybe(0.2) ? undefined : f.of[Math.floor(chance.between(0, f.of.length))]?.value;
  }
}

const pick = <T>(of: readonly T[], chance: Chance): T => of[Math.floor(chance.between(0, of.length))] as T;

const itemsOf = ({ form, step }: FormView) => form.steps.find((s) => s.id === step)?.items ?? [];

/** Fills in the open step, and goes on, back, away, or sends it. */
async function fillsIn(who: Someone, chance: Chance, now: number): Promise<Reply> {
  const view = who.form();
  const values: Record<string, Value> = {};
  const put = (at: string, f: Field, had: Value | undefined): void => {
    const v = answerTo(f, had, chance, now);
    if (v !== undefined) values[at] = v;
  };
  for (const item of itemsOf(view))
    if (item.kind === 'group')
      for (const [i, row] of (view.answers.rows[item.id] ?? []).entries())
        for (const f of item.fields) put(`${item.id}.${i}.${f.id}`, f, row.values[f.id]);
    else if (item.kind !== 'note') put(item.id, item, view.answers.values[item.id]);
  who.fills(values);
  const group = itemsOf(view).find((i) => i.kind === 'group');
  const row = view.answers.rows[group?.id ?? '']?.at(-1);
  const roll = chance.next();
  if (roll < 0.06 && group !== undefined) return who.moves({ do: 'add', group: group.id });
  if (roll < 0.1 && group !== undefined && row !== undefined)
    return who.moves({ do: 'remove', group: group.id, row: row.key });
  if (roll < 0.14) return who.moves({ do: 'save' });
  if (roll < 0.18) return who.moves({ do: 'back' });
  if (roll < 0.21) return who.moves({ do: 'closed' });
  const step = view.form.steps.find((s) => s.id === view.step);
  const last = step === view.form.steps.at(-1);
  return who.moves({ do: last || (step?.submit !== undefined && chance.next() < 0.5) ? 'submit' : 'next' });
}

const cardIn = (reply: Reply | undefined): Card | undefined =>
  reply === undefined ? undefined : 'card' in reply ? reply.card : reply.kind === 'close' ? reply.say : undefined;

/** One act by somebody; answers what it was. */
async function act(bot: TestBot, chat: FakeChat, chance: Chance): Promise<string> {
  const who = bot.as(pick(everybody, chance));
  if (chance.next() < 0.05) {
    const [mentor, mentees] = pick(pairs, chance);
    const words = `plan ${mentees} ${pick(times, chance)} 45m Calls`;
    await planned(bot, mentor, words).catch(() => undefined);
    return `${mentor}: ${words}`;
  }
  if (who.last?.kind === 'form' && chance.next() < 0.85) {
    const { form, step } = who.form();
    await fillsIn(who, chance, bot.clock.now());
    return `${who.user} fills in ${form.id}, ${step}`;
  }
  const answered = cardIn(who.last);
  const buttons = [
    ...(answered === undefined ? [] : [...buttonsOf(answered), ...buttonsOf(answered)]),
    ...chat
      .in(directOf(who.user))
      .slice(-12)
      .flatMap((m) => buttonsOf(m.message.card)),
  ];
  if (buttons.length > 0 && chance.next() < 0.75) {
    const { label, press } = pick(buttons, chance);
    await who.presses(press.verb, press);
    return `${who.user} presses ${label} (${press.verb} ${press.arg ?? ''})`;
  }
  const words = pick(typed, chance);
  await who.types(words, chance.next() < 0.1 ? { scope: 'shared' } : {});
  return `${who.user} types ${words}`;
}

/** What says how things were on its day: a mentor's week, and what a coordinator reminded them of. */
const ofItsDay = ['Your mentoring this week', 'A friendly reminder'];

/** What a card tells; why it came, and how to stop it, is not about anything. */
const told = (card: Card): string =>
  ofItsDay.includes(card.title)
    ? ''
    : JSON.stringify(
        card.blocks.filter((b) => b.kind !== 'buttons' || b.items.every((i) => i.press.verb !== 'settings.why')),
      );

/** As Slack and Teams would show it: what each platform would refuse of it. */
function refused(card: Card, stands: 'message' | 'dialog'): readonly string[] {
  const reader = (platform: 'slack' | 'teams'): Reader => ({
    person: null,
    platform,
    zone: 'Europe/London',
    locale: 'en-GB',
    named: () => ({ name: 'Somebody with a Long Double-Barrelled Name', user: 'U0000000001' }),
  });
  const inSlack =
    stands === 'message'
      ? messageRules.safeParse(drawMessage(card, { reader: reader('slack'), drawn: 1 }))
      : viewRules.safeParse(panelModal(card, reader('slack')));
  const files = noFiles;
  const inTeams = drawCard(card, { reader: reader('teams'), key: 'k', drawn: 1, files, stands, opens: () => false });
  return [
    ...(inSlack.success ? [] : [`Slack: ${inSlack.error.message}`]),
    ...(Buffer.byteLength(JSON.stringify(inTeams)) > largestCard ? ['Teams: too large'] : []),
  ];
}

/** Walks by this seed. Answers all that went wrong, each with what was done last. */
async function wander(by: number): Promise<readonly string[]> {
  const chance = chanceFrom(by);
  const wrong: string[] = [];
  const done: string[] = [];
  const say = (what: string): void => void wrong.push([what, ...done.slice(-4).map((d) => `  after: ${d}`)].join('\n'));
  let over = false;
  const log: Log = {
    say: () => undefined,
    fault: (code, error) => over || say(`${code}: ${error instanceof Error ? error.stack : String(error)}`),
  };
  const chat = fakeChat();
  const { listen } = chat;
  let look: Hears['look'] = async () => undefined;
  chat.listen = (hears) => {
    look = hears.look;
    return listen(hears);
  };
  const bot = await startBot({
    chat,
    log,
    ids: countingIds(),
    pages: () => ({ base: 'https://mentorlog.example.org', loopback: false }),
  });
  /** Cards in private that would be drawn otherwise now: what they say, and what they should. */
  const untrue = async (): Promise<ReadonlyMap<string, string>> => {
    const found = new Map<string, string>();
    for (const { ref, address, message } of chat.messages) {
      const user = everybody.find((u) => directOf(u) === address);
      if (user === undefined) continue;
      const now = await look({ ref, who: { platform: 'web', tenant: localTenant, user } });
      if (now === undefined || told(now.card) === told(message.card)) continue;
      found.set(ref, `${user} reads: ${told(message.card)}\n  and now: ${told(now.card)}`);
    }
    return found;
  };
  try {
    await agreed(bot, 'maya', 'leo');
    await agreed(bot, 'maya', 'aisha');
    await agreed(bot, 'tom', 'sam');
    const begun = bot.clock.now();
    /** Totals stand in columns of their own; counted out of all that was written, they have to be the same. */
    const counted = async (): Promise<void> => {
      const spans = [0, 7, 28, 90, 365].map((d) => ({ from: begun + d * day, to: begun + (d + 7) * day }));
      const { kept, counted: again } = await bot.store.read((tx) => totalsTwice(tx.in(bot.programme), spans));
      if (!isDeepStrictEqual(kept, again))
        say(`totals are ${JSON.stringify(kept)}\n  counted: ${JSON.stringify(again)}`);
    };
    let before = await untrue();
    let drawn = 0;
    for (let n = 0; n < steps; n += 1) {
      if (chance.next() < 0.12) {
        const ms = Math.round(pick(pauses, chance) * chance.between(0.5, 1.5));
        done.push(`${Math.round(ms / minute)} minutes go by`);
        await bot.clock.pass(ms);
        await counted();
        before = await untrue();
        continue;
      }
      done.push(await act(bot, chat, chance));
      const newest = chat.drawn.slice(drawn).map((d) => refused(d.message.card, 'message'));
      drawn = chat.drawn.length;
      const answers = everybody.flatMap((u) => cardIn(bot.as(u).last) ?? []).map((card) => refused(card, 'dialog'));
      for (const no of [...newest, ...answers].flat()) say(no);
      const words = JSON.stringify(everybody.map((u) => bot.as(u).last ?? null));
      if (words.includes('Something went wrong on our side')) say('somebody was told that something went wrong');
      const after = await untrue();
      for (const [ref, what] of after) if (!before.has(ref)) say(what);
      before = after;
    }
    await counted();
    const { outboxFailed } = await bot.store.queue.counts(bot.clock.now());
    if (outboxFailed > 0) say(`${outboxFailed} messages were not delivered`);
    return wrong;
  } finally {
    over = true;
    await bot.stop();
  }
}

describe('whatever anybody does', () => {
  test.each(Array.from({ length: walks }, (_, i) => seed + i))(
    'nothing fails and no card is left untrue: walk %i',
    {
      timeout: 600_000,
    },
    async (by) => {
      expect((await wander(by)).join('\n\n')).toBe('');
    },
  );
});
