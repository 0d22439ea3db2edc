import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { feature as digest } from '../../src/features/digest/index.js';
import { feature as runSession } from '../../src/features/run-session/index.js';
import { hour, minute } from '../../src/kernel/clock.js';
import { StoreTrouble } from '../../src/kernel/errors.js';
import type { Log } from '../../src/runtime/log.js';
import { mostTries } from '../../src/runtime/schedule/due-prompts.js';
import { startBot, type TestBot } from '../support/bot.js';
import { agreed, planned } from '../support/steps.js';

/** A prompt that fails each time it fires, on whichever database. */

/** @param kept for how it stands there, past the store */
export function setAsideContract(
  where: string,
  ask: (file: string, sql: string) => Promise<readonly (readonly unknown[])[]>,
): void {
  describe(`a prompt that always fails, on ${where}`, () => {
    interface World extends TestBot {
      readonly faults: string[];
      /** Ended, minute by minute, so many times. */
      tries(n: number): Promise<void>;
      states(kind: string): Promise<readonly string[]>;
    }
    async function world(): Promise<World> {
      const faults: string[] = [];
      const log: Log = { say: () => undefined, fault: (code) => void faults.push(code) };
      const t = await startBot({ log });
      onTestFinished(async () => {
        vi.restoreAllMocks();
        await t.stop();
      });
      return Object.assign(t, {
        faults,
        async tries(n: number) {
          for (let i = 0; i < n; i += 1) await t.clock.pass(minute);
        },
        states: async (kind: string) =>
          (await ask(t.file, `SELECT "state" FROM "Prompt" WHERE "kind" = '${kind}' ORDER BY "dueAt"`)).map(String),
      });
    }
    const always = async (): Promise<never> => {
      throw new Error('always');
    };
    const told = (t: TestBot): number =>
      t
        .as('priya')
        .sees()
        .filter((said) => said.includes('# Set aside')).length;

    test('it is set aside after ten tries: on record, coordinators are told once, and the rest goes on', async () => {
      const t = await world();
      const end = vi.spyOn(runSession.prompts.end, 'fire').mockImplementation(always);
      await agreed(t, 'maya', 'leo');
      await planned(t, 'maya', 'plan @leo today 3pm 45m Calls');
      await t.as('leo').presses('plan.accept');
      await t.clock.to('2026-11-23T15:45:00Z');
      expect(end).toHaveBeenCalledTimes(2);
      await t.tries(mostTries - 2);
      expect(await t.states('end')).toEqual(['waiting']);
      expect(told(t)).toBe(0);
      await t.tries(1);
      expect(await t.states('end')).toEqual(['dropped']);
      expect(told(t)).toBe(1);
      const said = t
        .as('priya')
        .sees()
        .find((one) => one.includes('# Set aside'));
      expect(said).toContain('it is not tried any more. Everything else goes on.');
      expect(said).not.toContain('Leo');
      expect([t.as('maya'), t.as('leo')].map((one) => one.card('Set aside'))).toEqual([undefined, undefined]);
      expect(t.faults.filter((code) => code === 'prompt-set-aside')).toHaveLength(1);
      const entries = await t.store.read((tx) => tx.in(t.programme).audit.of(t.programme));
      expect(entries.filter((e) => e.what === 'prompt.set-aside').map((e) => e.facts)).toEqual([{ kind: 'end' }]);
      expect(await t.store.read((tx) => tx.in(t.programme).audit.broken(t.programme))).toBeUndefined();
      const before = end.mock.calls.length;
      await t.tries(3);
      expect([end.mock.calls.length, told(t)]).toEqual([before, 1]);
      // What else falls due goes, as before.
      await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Calls');
      await t.clock.pass(hour);
      expect(t.as('leo').card('plan.accept')).toBeDefined();
    });

    test('one that is mended before that fires, and its tries are forgotten', async () => {
      const t = await world();
      const end = vi.spyOn(runSession.prompts.end, 'fire').mockImplementation(always);
      await agreed(t, 'maya', 'leo');
      await planned(t, 'maya', 'plan @leo today 3pm 45m Calls');
      await t.clock.to('2026-11-23T15:45:00Z');
      await t.tries(mostTries - 2);
      end.mockRestore();
      await t.tries(1);
      expect(await t.states('end')).toEqual(['fired']);
      expect(told(t)).toBe(0);
    });

    test('a disk that is full is no fault of its: it waits until there is room', async () => {
      const t = await world();
      vi.spyOn(runSession.prompts.end, 'fire').mockImplementation(async () => {
        throw new StoreTrouble('full');
      });
      await agreed(t, 'maya', 'leo');
      await planned(t, 'maya', 'plan @leo today 3pm 45m Calls');
      await t.clock.to('2026-11-23T15:45:00Z');
      await t.tries(mostTries + 5);
      expect(await t.states('end')).toEqual(['waiting']);
    });

    test('of what recurs the next is set, and it comes', async () => {
      const t = await world();
      await t.as('priya').types('digest weekly Monday 10:00');
      vi.spyOn(digest.prompts.digest, 'fire').mockImplementation(always);
      await t.clock.to('2026-11-23T10:01:00Z');
      await t.tries(mostTries);
      expect(await t.states('digest')).toEqual(['dropped', 'waiting']);
      expect(told(t)).toBe(1);
    });

    test('several that fail are each told of, and none holds up another', async () => {
      const t = await world();
      for (const fires of [runSession.prompts.end, runSession.prompts.now])
        vi.spyOn(fires, 'fire').mockImplementation(always);
      await agreed(t, 'maya', 'leo');
      await planned(t, 'maya', 'plan @leo today 3pm 45m Calls');
      await t.clock.to('2026-11-23T15:00:00Z');
      await t.tries(mostTries);
      await t.clock.to('2026-11-23T15:45:00Z');
      await t.tries(mostTries);
      expect([...(await t.states('now')), ...(await t.states('end'))]).toEqual(['dropped', 'dropped']);
      expect(told(t)).toBe(2);
    });
  });
}
