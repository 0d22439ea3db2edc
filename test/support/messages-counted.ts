import { weekKey } from '../../src/domain/digest.js';
import { features } from '../../src/features/index.js';
import type { Comes } from '../../src/features/work.js';
import type { MessageRef } from '../../src/kernel/account.js';
import { local } from '../../src/kernel/zoned.js';
import { registryOf } from '../../src/runtime/registry.js';
import type { TestBot } from './bot.js';

/** How many messages each person was sent, by ISO week and by what brought them (docs/field.md#one-message-a-day). */

export interface CountedMessage {
  /** The user; `#…` for the channel. */
  readonly to: string;
  readonly at: number;
  readonly face: string;
  readonly comes: Comes;
}

const zone = 'Europe/London';
const { faces } = registryOf(features);

/** Begins to count on this bot, whatever brings a message: a prompt, or what somebody did. What is drawn anew is none. */
export function countMessages(bot: TestBot): { all(): Promise<readonly CountedMessage[]> } {
  const sentAt = new Map<MessageRef, number>();
  const { send } = bot.chat;
  bot.chat.send = async (to, message) => {
    const sent = await send(to, message);
    if (sent.kind === 'delivered') sentAt.set(sent.ref, bot.clock.now());
    return sent;
  };
  return {
    all: () =>
      bot.store.read(async (tx) => {
        const { posted } = tx.in(bot.programme);
        const all: CountedMessage[] = [];
        for (const { ref, address } of bot.chat.messages) {
          const [at, row] = [sentAt.get(ref), await posted.find(ref)];
          const comes = faces.get(row?.face ?? '')?.comes;
          if (at !== undefined && row !== undefined && comes !== undefined)
            all.push({ to: address.slice(4), at, face: row.face, comes });
        }
        return all;
      }),
  };
}

/** Days (theirs) on which somebody was sent more than their one message beside: nobody ever is. */
export function daysOverTheCap(messages: readonly CountedMessage[], mentees: readonly string[]): readonly string[] {
  const over: string[] = [];
  const days = new Map<string, CountedMessage[]>();
  for (const m of [...messages].sort((a, b) => a.at - b.at))
    if (mentees.includes(m.to) && (m.comes === 'beside' || m.comes === 'from-somebody')) {
      const day = `${m.to} ${local(m.at, zone).date}`;
      const before = days.get(day) ?? [];
      // What another person did just now is told whatever came before it; the program says nothing more of its own.
      if (m.comes === 'beside' && before.length > 0)
        over.push(`${day}: ${[...before, m].map((b) => b.face).join(', ')}`);
      days.set(day, [...before, m]);
    }
  return over;
}

const mean = (all: readonly number[]): string => (all.reduce((n, one) => n + one, 0) / (all.length || 1)).toFixed(1);

/** A table to print: a line a person, a column a week; and for each kind of person what it comes to, by what brought it. */
export function weeksInWords(
  messages: readonly CountedMessage[],
  people: Readonly<Record<'mentors' | 'mentees', readonly string[]>>,
): string {
  const weeks = [...new Set(messages.map((m) => weekKey(m.at, zone)))].sort();
  const of = (who: string, week: string): readonly CountedMessage[] =>
    messages.filter((m) => m.to === who && weekKey(m.at, zone) === week);
  const lines = [`| | ${weeks.map((w) => w.slice(5)).join(' | ')} |`, `|---|${weeks.map(() => '---').join('|')}|`];
  for (const who of [...people.mentors, ...people.mentees])
    lines.push(`| ${who} | ${weeks.map((w) => of(who, w).length).join(' | ')} |`);
  for (const [kind, all] of Object.entries(people)) {
    const cells = all.flatMap((who) => weeks.map((w) => of(who, w)));
    const by = (comes: Comes): string => mean(cells.map((c) => c.filter((m) => m.comes === comes).length));
    lines.push(
      '',
      `${kind}: ${mean(cells.map((c) => c.length))} a week and person, at most ${Math.max(...cells.map((c) => c.length))}` +
        (kind === 'mentees'
          ? ` (with a session ${by('with-session')}, in answer ${by('in-answer')}, from somebody ${by('from-somebody')}, beside ${by('beside')})`
          : ''),
    );
  }
  return lines.join('\n');
}
