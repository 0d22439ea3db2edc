import { type Activity, TestAdapter, type TurnContext } from 'botbuilder';
import { dataOf } from '../../adapters/teams/data.js';
import { References } from '../../adapters/teams/references.js';
import { turns } from '../../adapters/teams/turns.js';
import type { Value } from '../../src/chat/form.js';
import type { Answer, Inbound } from '../../src/chat/inbound.js';
import { memoryBook } from '../adapters/teams/bot.js';
import { ann, bot, tenant } from '../adapters/teams/cloud.js';
import { actionsOf, inputsOf, submission } from '../adapters/teams/reading.js';

/** A form as Teams shows it in a window: opened, filled in and sent as its client does, through all of the adapter. */
export interface TeamsDialogs {
  /** Opens a draft's form. Answers the card in the window; undefined where no window opens. */
  opens(draft: string): Promise<unknown>;
  /** Types into the inputs of that card, by their places, and presses the button of this move. */
  presses(card: unknown, move: 'next' | 'submit' | 'save', typed: Readonly<Record<string, Value>>): Promise<unknown>;
  /** What the adapter logged, a line each. */
  readonly log: readonly string[];
  /** What it posted beside its answers. */
  readonly posted: readonly Partial<Activity>[];
}

const optionOut = (value: string): string => value.replaceAll('%', '%25').replaceAll(',', '%2C');
const asInput = (value: Value): string => (Array.isArray(value) ? value.map(optionOut).join(',') : String(value));

/** @param hears the runtime, whoever it takes the sender to be */
export function teamsDialogs(hears: (event: Inbound) => Promise<Answer>): TeamsDialogs {
  const log: string[] = [];
  const posted: Partial<Activity>[] = [];
  const app = turns({
    door: { tenantOf: () => tenant, open: false },
    references: new References(memoryBook()),
    sender: { answer: async (_who, activity) => void posted.push(activity) },
    spends: () => undefined,
    now: () => 0,
    hears: Object.assign(hears, {
      missed: async () => undefined,
      told: async () => undefined,
      look: async () => undefined,
      footFor: () => undefined,
    }),
    opens: () => true,
    inPlace: () => false,
    dialogs: true,
    log: (event, detail) => void log.push(`${event} ${JSON.stringify(detail)}`),
  });
  const adapter = new TestAdapter(async (context: TurnContext) => void (await app.run(context)));
  let n = 0;
  const invoke = async (name: 'task/fetch' | 'task/submit', data: unknown): Promise<unknown> => {
    n += 1;
    await adapter
      .send({
        ...{ type: 'invoke', name, id: `invoke-${n}`, channelId: 'msteams', from: ann, recipient: bot },
        serviceUrl: 'https://smba.trafficmanager.net/emea/',
        conversation: { id: 'a:1', conversationType: 'personal', tenantId: tenant, isGroup: false, name: '' },
        value: { data },
      } as unknown as Partial<Activity>)
      .startTest();
    let body: unknown;
    for (let r = adapter.getNextReply(); r !== undefined; r = adapter.getNextReply())
      if (r.type === 'invokeResponse') body = r.value.body;
      else posted.push(r);
    return (body as { task?: { value?: { card?: { content?: unknown } } } } | undefined)?.task?.value?.card?.content;
  };
  return {
    log,
    posted,
    opens: (draft) =>
      invoke(
        'task/fetch',
        dataOf(
          {
            ...{ kind: 'press', press: { verb: 'draft.continue', subject: draft } },
            ...{ key: `open-${n}`, drawn: 0, here: false },
          } as never,
          true,
        ),
      ),
    async presses(card, move, typed) {
      const inputs = new Set(inputsOf(card).map((i) => String(i.id)));
      const found = actionsOf(card).find((a) => JSON.stringify(a.data ?? {}).includes(`"x":"${move}"`));
      if (found === undefined) throw new Error(`no button to ${move}`);
      const shown = Object.entries(typed).filter(([place]) => inputs.has(place));
      const values = Object.fromEntries(shown.map(([place, value]) => [place, asInput(value)]));
      return invoke('task/submit', submission(card, String(found.title), values));
    },
  };
}
