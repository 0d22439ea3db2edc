import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Statements } from '../../../adapters/prisma/driver.js';
import type { Inbound } from '../../../src/chat/inbound.js';
import { minute } from '../../../src/kernel/clock.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { agreed, planned } from '../../support/steps.js';

/**
 * How many statements an act sends, from when it is heard until it is answered: on PostgreSQL each is a way there and
 * back. Each platform's acts go as its adapter hands them over: on Slack an answer may be a message of its own
 * (`apart`), on Teams the message that was pressed comes back drawn anew (`redraws`).
 */

let t: TestBot;
let sent: string[] = [];
beforeEach(() => {
  const { get } = Statements.prototype;
  vi.spyOn(Statements.prototype, 'get').mockImplementation(function (this: Statements, sql) {
    sent.push(sql.trim());
    return get.call(this, sql);
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await t.stop();
});

const nameOf = (event: Inbound): string =>
  event.kind === 'press'
    ? event.press.verb
    : event.kind === 'command'
      ? (event.text.split(' ')[0] ?? '')
      : event.kind === 'form'
        ? `form ${event.move.do}`
        : event.kind;

/** The most that any act of a kind has sent. */
function counting(bot: TestBot, surface: Partial<Inbound['surface']>): Map<string, number> {
  const most = new Map<string, number>();
  const { hear } = bot.bot;
  Object.assign(bot.bot, {
    async hear(event: Inbound) {
      sent = [];
      const answer = await hear({ ...event, surface: { ...event.surface, ...surface } } as Inbound);
      const count = sent.filter((sql) => !/^(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)/.test(sql)).length;
      most.set(nameOf(event), Math.max(count, most.get(nameOf(event)) ?? 0));
      return answer;
    },
  });
  return most;
}

/** One session of two people, from the plan to the mentee's answers. */
async function loop(bot: TestBot): Promise<void> {
  const [maya, leo] = [bot.as('maya'), bot.as('leo')];
  await agreed(bot, 'maya', 'leo');
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await leo.presses('plan.decline');
  await leo.presses('plan.accept');
  await leo.types('home');
  await maya.types('home');
  await bot.clock.to('2026-11-24T15:00:00Z');
  await maya.presses('session.start');
  await bot.clock.pass(40 * minute);
  await maya.presses('session.extend');
  await bot.clock.to('2026-11-24T16:00:00Z');
  await maya.presses('record.open');
  const objective = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  maya.fills({
    [objective?.id ?? '']: 'met',
    skill: 'active-listening',
    'skill-example': 'I waited before I spoke.',
    happened: 'Leo made two calls.',
  });
  await maya.submits();
  await bot.clock.to('2026-11-24T16:31:00Z');
  await leo.presses('hours.confirm');
}

/**
 * The most of each: on Slack, and on Teams, where the card that was pressed is drawn in the answer as well. Ten are
 * enough where an act changes a session: the event, the session, four writes of it and its prompts, what is to be said
 * (looked up, written), two of the chain, and the delivery. More send:
 * - what is asked of the records and answers about it before (`hours.confirm`, `record.open`), each its own reading;
 * - a plan, a record or an agreement, which several tables hold (`form submit`);
 * - who is allocated to read what somebody is about to write, one reading (`start`, `agreement.answer`, `record.open`,
 *   `hours.confirm`);
 * - who looks at all that waits for them (`home`).
 * Where a mentee's invitation is drawn, and in a plan or a record, one more asks what the mentor has set out to change.
 */
const most: Readonly<Record<string, readonly [slack: number, teams: number]>> = {
  // Whether it is for a unit is asked of the portfolio.
  // What is meant for it is shared with the portfolio's others.
  start: [11, 11],
  'agreement.answer': [7, 7],
  // What was promised to put right is asked of each plan, and is one reading of it.
  plan: [16, 16],
  'form next': [17, 17],
  // A record has it looked at whether a review opens, whether the hours are reached, and whether to offer reflection.
  // One that is sent from a step before its last, as here, is asked once more what had been shown by then.
  'form submit': [43, 43],
  'plan.decline': [10, 11],
  // Its card says what else the mentee has at that time.
  'plan.accept': [10, 12],
  'session.start': [10, 10],
  // Its card says what the plan was.
  'session.extend': [10, 11],
  'record.open': [16, 17],
  'hours.confirm': [17, 19],
  home: [16, 16],
};

test.each([
  ['Slack', { apart: true }, 0],
  ['Teams', { redraws: true }, 1],
] as const)('on %s no act sends more statements than it may', async (_, surface, which) => {
  t = await startBot();
  const counted = counting(t, surface);
  await loop(t);
  expect([...counted.keys()].sort()).toEqual(Object.keys(most).sort());
  const beyond = [...counted].filter(([name, count]) => count > (most[name]?.[which] ?? 0));
  expect(Object.fromEntries(beyond)).toEqual({});
});
