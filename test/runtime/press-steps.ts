import { expect } from 'vitest';
import type { Answer } from '../../src/chat/inbound.js';
import { features } from '../../src/features/index.js';
import { localTenant } from '../../src/sample.js';
import { directOf } from '../fakes/chat.js';
import { everybodys, everyone, lineOf, readers } from './press-table.js';
import { foreignTenant, type PressWorld, secret, soon, strangers, suggestedAt } from './press-world.js';

export const verbs = features.flatMap((f) => Object.keys(f.presses ?? {}));
/** Each button by each who may press it. */
export const cells = verbs.flatMap((verb) => lineOf(verb).may.map((user) => [verb, user] as const));
export const broken = 'Something went wrong';
export const said = (answer: Answer): string => JSON.stringify(answer.reply);

interface How {
  readonly again?: boolean;
  readonly tenant?: string;
  readonly stale?: boolean;
}

/** What people press in one world, and what is to be seen of it. */
export interface Presses {
  /** One press, as any chat would deliver it; a few seconds after the one before. */
  press(user: string, verb: string, how?: How): Promise<Answer>;
  /** Presses it, and has it delivered again: nothing is read, and it is said why. That nothing is changed is for later. */
  turnedAway(verb: string, user: string, how: How): Promise<string>;
  /** All who may not press it: other members, strangers, and somebody of another programme. Every row stays. */
  othersTurnedAway(verb: string, stale: boolean): Promise<void>;
  /** Presses it and has the same press delivered again: the second time every row stays as it is. */
  pressedTwice(user: string, verb: string, stale: boolean): Promise<void>;
}

export function pressesIn(w: PressWorld): Presses {
  let made = 0;
  async function press(user: string, verb: string, { again = false, tenant = localTenant, stale = false }: How = {}) {
    const { about, arg } = lineOf(verb);
    if (!again) made += 1;
    const args: Readonly<Record<string, string>> = {
      AT: String(suggestedAt),
      SOON: String(soon),
      LEO: w.subjects.get('leo') ?? '',
      AISHA: w.subjects.get('aisha') ?? '',
    };
    w.t.clock.set(w.t.clock.now() + 3_000);
    return w.t.bot.hear({
      kind: 'press',
      deliveryId: `matrix:${made}`,
      who: { platform: 'web', tenant, user },
      surface: { scope: 'direct', form: true },
      at: directOf(user),
      press: { verb, subject: w.subjects.get(about) ?? '-', ...(arg === '' ? {} : { arg: args[arg] ?? arg }) },
      ...(stale ? { on: { ref: 'web:1' as never, drawn: 1 } } : {}),
    });
  }
  async function turnedAway(verb: string, user: string, how: How): Promise<string> {
    let heard = '';
    for (const again of [false, true]) {
      const answer = await press(user, verb, { ...how, again });
      heard = `${user} pressed ${verb}${again ? ' again' : ''}: ${said(answer)}`;
      expect(heard).not.toContain(broken);
      expect(heard).not.toContain(secret);
      if (how.tenant === undefined) {
        expect(['say', 'panel'], heard).toContain(answer.reply.kind);
        expect(answer.reply.kind === 'say' ? said(answer).length : 99, heard).toBeGreaterThan(40);
      }
    }
    return heard;
  }
  async function othersTurnedAway(verb: string, stale: boolean): Promise<void> {
    // Every row is read before the first of them and after the last: whoever changed one is found by the failure's verb.
    const before = await w.digest();
    const others = everybodys.test(verb) ? [] : everyone.filter((u) => !lineOf(verb).may.includes(u));
    for (const user of [...others, ...strangers]) await turnedAway(verb, user, { stale });
    for (const again of [false, true]) {
      const answer = said(await press('fred', verb, { stale, again, tenant: foreignTenant }));
      expect(answer).not.toContain(broken);
      expect(answer).not.toContain(secret);
    }
    expect(await w.digest(), `after ${verb} by ${[...others, ...strangers].join(', ')} and from elsewhere`).toBe(
      before,
    );
  }
  async function pressedTwice(user: string, verb: string, stale: boolean): Promise<void> {
    expect(said(await press(user, verb, { stale }))).not.toContain(broken);
    const after = await w.digest();
    expect(said(await press(user, verb, { again: true, stale }))).not.toContain(broken);
    if (!readers.has(verb)) expect(await w.digest(), `delivered again: ${verb} by ${user}`).toBe(after);
  }
  return { press, turnedAway, othersTurnedAway, pressedTwice };
}
