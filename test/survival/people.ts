import { setTimeout as sleep } from 'node:timers/promises';
import { buttonsOf, stateValues, type View } from '../adapters/slack/person.js';
import { appId, type ChatServer, type Message, team } from './chat-server.js';
import type { Program } from './program.js';

export const secret = 'survival-signing-secret';

type Fill = string | number | readonly string[] | null;
/** What is filled into a field, by its `block_id` and element; undefined leaves it as it opened. */
export type Filling = (id: string, element: Record<string, unknown> & { readonly type: string }) => Fill | undefined;

/** Somebody at Slack who is patient: what did not come is done again, as a person would. */
export interface Patient {
  readonly id: string;
  /** Types words that open a form, fills it in step by step, and submits it. Answers what was filled in and taken. */
  fillsByTyping(words: string, filling: Filling): Promise<readonly string[]>;
  fillsByPressing(verb: string, filling: Filling, about?: string): Promise<readonly string[]>;
  /** `where`: a channel; in the direct conversation if nothing is said. */
  types(words: string, where?: string): Promise<void>;
  /** Presses the newest button of this verb (and argument) that stands in their conversation, until `done` holds. */
  presses(verb: string, done: () => boolean, how?: { readonly about?: string; readonly arg?: string }): Promise<void>;
  /** Their newest message with such a button, about such a subject. */
  finds(verb: string, about?: string): Message | undefined;
  sees(verb: string, about?: string): Promise<Message>;
}

/** Tells how the loop goes, where it is asked to. */
const trace = (line: string): void =>
  void (process.env.SURVIVAL_TRACE === undefined ? 0 : process.stdout.write(`${new Date().toISOString()} ${line}\n`));

/** Waits until it holds. @throws where it does not within two minutes */
export async function until(what: string, holds: () => boolean, ms = 120_000): Promise<void> {
  for (const began = Date.now(); !holds(); await sleep(25))
    if (Date.now() - began > ms) throw new Error(`waited in vain: ${what}`);
}

export function patient(
  id: string,
  server: Pick<ChatServer, 'messages' | 'views' | 'trigger' | 'direct'>,
  program: Pick<Program, 'deliver'>,
  /** So long (ms) they wait for a form before they do the same again. */
  waits = 1_500,
): Patient {
  const base = {
    team: { id: team, domain: 'acme' },
    user: { id, username: 'x', name: 'x', team_id: team },
    api_app_id: appId,
    token: 'x',
  };
  const payload = (body: object): string => new URLSearchParams({ payload: JSON.stringify(body) }).toString();
  const deliver = (body: string): Promise<Record<string, unknown>> => program.deliver(body, secret);
  const channel = server.direct(id);

  const buttonIn = (m: Message, verb: string, about?: string, arg?: string) =>
    buttonsOf(m.blocks).find(({ carried }) => {
      const value = JSON.parse(carried) as { v?: string; s?: string; a?: string };
      return value.v === verb && (about === undefined || value.s === about) && (arg === undefined || value.a === arg);
    });
  const finds = (verb: string, about?: string, arg?: string): Message | undefined =>
    server.messages.findLast((m) => m.channel === channel && buttonIn(m, verb, about, arg) !== undefined);
  const sees = async (verb: string, about?: string, arg?: string): Promise<Message> => {
    await until(`${id} sees ${verb} ${about ?? ''}`, () => finds(verb, about, arg) !== undefined);
    return finds(verb, about, arg) as Message;
  };

  const types = async (text: string, where = channel): Promise<void> => {
    trace(`${id} types ${text}`);
    const answer = await deliver(
      new URLSearchParams({
        token: 'x',
        team_id: team,
        channel_id: where,
        user_id: id,
        user_name: 'x',
        command: '/mentor',
        text,
        api_app_id: appId,
        is_enterprise_install: 'false',
        trigger_id: server.trigger(id),
      }).toString(),
    );
    trace(`${id} is answered ${JSON.stringify(answer)}`);
  };
  const press = async (verb: string, about?: string, arg?: string): Promise<void> => {
    const message = await sees(verb, about, arg);
    const button = buttonIn(message, verb, about, arg);
    if (button === undefined) return;
    trace(`${id} presses ${verb} ${button.label}`);
    await deliver(
      payload({
        ...base,
        type: 'block_actions',
        container: { type: 'message', message_ts: message.ts, channel_id: channel, is_ephemeral: false },
        channel: { id: channel, name: 'x' },
        message: { ts: message.ts, blocks: message.blocks },
        trigger_id: server.trigger(id),
        state: { values: {} },
        actions: [{ ...button.action, action_ts: '1.1' }],
      }),
    );
  };

  /** The form that an act opens; done again where none comes up (its trigger may have died with the program). */
  const opened = async (act: () => Promise<void>): Promise<View> => {
    for (let attempt = 0; attempt < 30; attempt += 1) {
      const before = server.views.get(id);
      await act();
      for (let waited = 0; waited < waits / 25; waited += 1) {
        const view = server.views.get(id);
        if (view !== before && view?.callback_id === 'form') return view;
        if (view !== before && view !== undefined) throw new Error(`no form: ${JSON.stringify(view.blocks)}`);
        await sleep(25);
      }
    }
    throw new Error(`${id}: no form opened`);
  };

  const fill = async (opening: View, filling: Filling): Promise<readonly string[]> => {
    const typed: string[] = [];
    let view = opening;
    for (let step = 0; step < 12; step += 1) {
      const fills: Record<string, Fill> = {};
      for (const b of view.blocks) {
        if (b.type !== 'input' || b.block_id === undefined || b.element === undefined) continue;
        const value = filling(b.block_id, b.element);
        if (value !== undefined) fills[b.block_id] = value;
      }
      const answer = await deliver(
        payload({
          ...base,
          type: 'view_submission',
          trigger_id: server.trigger(id),
          view: { ...view, state: { values: stateValues(view, fills) } },
          response_urls: [],
        }),
      );
      trace(`${id} submits ${view.title.text} ${JSON.stringify(fills)}: ${JSON.stringify(answer).slice(0, 200)}`);
      if (answer.response_action === 'errors') throw new Error(`refused: ${JSON.stringify(answer.errors)}`);
      const next = answer.view as View | undefined;
      if (
        next !== undefined &&
        next.callback_id !== 'form' &&
        !/Saved|Sent|Recorded|Done|Thank/i.test(JSON.stringify(next))
      )
        throw new Error(`not taken: ${JSON.stringify(next.blocks)}`);
      typed.push(...Object.values(fills).filter((v): v is string => typeof v === 'string' && v.includes('¶')));
      if (next?.callback_id !== 'form') return typed;
      view = { ...next, id: view.id };
    }
    throw new Error('the form has no end');
  };

  return {
    id,
    types,
    finds,
    sees,
    fillsByTyping: async (words, filling) => fill(await opened(() => types(words)), filling),
    fillsByPressing: async (verb, filling, about) => fill(await opened(() => press(verb, about)), filling),
    async presses(verb, done, how = {}) {
      // A button that has not come yet looks like one that is gone.
      await sees(verb, how.about, how.arg);
      for (let attempt = 0; attempt < 30 && !done(); attempt += 1) {
        await press(verb, how.about, how.arg);
        await until(`${verb} shows`, done, 20_000).catch(() => undefined);
      }
      if (!done()) throw new Error(`${id}: ${verb} did nothing`);
    },
  };
}
