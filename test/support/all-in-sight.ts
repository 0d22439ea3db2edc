import type { Card } from '../../src/chat/card.js';
import type { Answer, Inbound, Reply } from '../../src/chat/inbound.js';
import { grammar } from '../../src/commands/grammar.js';
import { features } from '../../src/features/index.js';
import { localTenant } from '../../src/local/sample-people.js';
import type { TestBot } from './bot.js';

import { channelAddress, directOf } from './chat.js';

/**
 * Everything that somebody can see without changing anything: what each word answers, every panel and form that a button
 * opens from there, their home view, and every message that stands in their conversation and in the channel.
 */

/** Presses that only open something to look at, of every feature. */
const opening: ReadonlySet<string> = new Set(
  features.flatMap((f) => Object.entries(f.presses ?? {}).flatMap(([verb, p]) => ('opens' in p ? [verb] : []))),
);

/** So many buttons one after the other: the deepest list of sessions is reached by it. */
const deepest = 8;

interface Pressed {
  readonly verb: string;
  readonly subject: string;
  readonly arg?: string;
}
interface Found {
  readonly label: string;
  readonly press: Pressed;
}

/** Every button anywhere in it: in a card's rows, in a table, in a form. */
function buttonsIn(what: unknown): readonly Found[] {
  if (typeof what !== 'object' || what === null) return [];
  const one = what as Partial<Found>;
  const own = typeof one.label === 'string' && typeof one.press?.verb === 'string' ? [one as Found] : [];
  return [...own, ...Object.values(what).flatMap(buttonsIn)];
}

/** What of a reply is seen. */
const seenOf = (reply: Reply): unknown =>
  reply.kind === 'form' ? { form: reply.view.form, answers: reply.view.answers } : reply;

export interface Sight {
  /** How one comes to it: the word, then each button's label. */
  readonly way: string;
  readonly seen: string;
}

/**
 * @param names of ids, so that what is random in two worlds is alike: of these, and of all others by the order in which
 * they are seen
 */
export async function allInSight(
  t: TestBot,
  user: string,
  names: ReadonlyMap<string, string>,
  surfaces: readonly ('chat' | 'page')[] = ['page'],
): Promise<readonly Sight[]> {
  const found: Sight[] = [];
  const known = new Map(names);
  const alike = (what: unknown): string =>
    JSON.stringify(what, null, 1)
      .replace(/\b[0-9a-hjkmnp-tv-z]{26}\b/g, (id) => {
        if (!known.has(id)) known.set(id, `id ${known.size}`);
        return known.get(id) ?? id;
      })
      .replace(/\blink [0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}\b/g, 'link CODE')
      .replace(/\bmentorlog pack [0-9a-hjkmnp-tv-z]{4,10}\b/g, 'mentorlog pack SHORT');
  let said = 0;
  const hear = async (event: object): Promise<Answer> => {
    said += 1;
    // Slower than anybody is asked to wait.
    t.clock.set(t.clock.now() + 3_000);
    const answer = await t.bot.hear({
      deliveryId: `sight:${user}:${t.deliveries()}:${t.clock.now()}:${said}`,
      who: { platform: 'web', tenant: localTenant, user },
      at: directOf(user),
      ...event,
    } as Inbound);
    await t.settled();
    return answer;
  };
  const pressed = new Set<string>();
  const queue: { readonly way: readonly string[]; readonly press: Pressed; readonly page: boolean }[] = [];
  const keep = (way: readonly string[], what: unknown, page: boolean): void => {
    found.push({ way: way.join(' > '), seen: alike(what) });
    for (const { label, press } of buttonsIn(what)) {
      const key = `${page} ${press.verb} ${press.subject} ${press.arg ?? ''}`;
      if (!opening.has(press.verb) || pressed.has(key) || way.length > deepest) continue;
      pressed.add(key);
      queue.push({ way: [...way, label], press, page });
    }
  };
  const messages = (): readonly Card[] =>
    [directOf(user), channelAddress].flatMap((at) => t.chat.in(at).map((m) => m.message.card));

  for (const [i, card] of messages().entries()) keep([`message ${i + 1}`], card, true);
  for (const surface of surfaces) {
    const page = surface === 'page';
    const on = { surface: { scope: 'direct', form: true, ...(page ? { page: true } : {}) } };
    const home = await hear({ kind: 'home', ...on });
    keep([surface, 'the home view'], seenOf(home.reply), page);
    for (const { word } of grammar) {
      const { reply } = await hear({ kind: 'command', text: word, mentions: [], ...on });
      keep([surface, word], seenOf(reply), page);
    }
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { press, way } = next;
      const { reply } = await hear({ kind: 'press', press, ...on });
      keep(way, seenOf(reply), page);
    }
  }
  return found;
}
