import { expect } from 'vitest';
import { buttonsOf, personIn, type SlackPerson, type View, verbOf } from '../adapters/slack/person.js';
import { asEvent, type Delivered, team, type Workspace } from '../adapters/slack/workspace.js';
import type { Filling } from './teams-person.js';

type Blocks = View['blocks'];
interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly blocks: Blocks;
}

let sent = 0;
/** Each message has a time of its own; the same one again is the same message. */
const newTs = (): string => `1764000000.${String(++sent).padStart(6, '0')}`;

/** Somebody in the emulated Slack: reads their direct messages and the open view, and acts by signed requests. */
export class SlackReader {
  readonly #w: Workspace;
  readonly #person: SlackPerson;
  readonly #direct: string;
  #view: View | undefined;
  /** What was said to them in passing. */
  told = '';
  #toldBlocks: Blocks = [];

  /** The title of the open view. */
  get viewTitle(): string {
    return this.#view?.title.text ?? '';
  }

  constructor(w: Workspace, id: string, direct: string) {
    this.#w = w;
    this.#person = personIn(w, id);
    this.#direct = direct;
  }

  /** Every message of the direct conversation as it stands now, oldest first. */
  messages(): readonly Message[] {
    const standing = new Map<string, Message>();
    for (const { method, args, answer } of this.#w.slack.front.calls) {
      if (answer?.ok !== true || args.channel !== this.#direct || args.blocks === undefined) continue;
      const ts = method === 'chat.postMessage' ? String(answer.ts) : method === 'chat.update' ? args.ts : undefined;
      if (ts !== undefined) standing.set(ts, { channel: args.channel, ts, blocks: JSON.parse(args.blocks) as Blocks });
    }
    return [...standing.values()];
  }

  sees(): string {
    return this.messages()
      .map((m) => wordsOf(m.blocks))
      .join('\n---\n');
  }

  /** What stands in the open view. */
  reads(): string {
    return this.#view === undefined ? this.told : wordsOf(this.#view.blocks);
  }

  /** The view that an act opens, or what it is answered with in words. */
  async #after(act: () => Promise<Delivered>, then: () => Promise<void> = async () => {}): Promise<string> {
    const before = this.#w.slack.front.calls.length;
    const { status, json } = await act();
    expect(status).toBe(200);
    this.#view = undefined;
    this.#toldBlocks = (json.blocks ?? []) as Blocks;
    this.told = wordsOf(this.#toldBlocks);
    if (this.told !== '') return this.told;
    // What follows a press comes after its acknowledgement: a view, a word in passing, or the message as it stands then.
    const next = () =>
      this.#w.slack.front.calls.slice(before).find((c) => c.answer?.ok === true && c.method !== 'users.info');
    const after = async () => {
      await then();
      return next();
    };
    // An event is acknowledged before it is heard, so what it brings may not be there to be sent yet.
    await expect.poll(after, { timeout: 5000 }).toBeDefined();
    const call = next();
    if (call?.method.startsWith('views.')) this.#view = call.answer?.view as View;
    else if (call?.args.blocks !== undefined) {
      this.#toldBlocks = JSON.parse(call.args.blocks) as Blocks;
      this.told = wordsOf(this.#toldBlocks);
    }
    return this.reads();
  }

  /**
   * Writes to the bot in their conversation with it.
   * @param then sends what waits to be sent: a form's *Continue* comes by the outbox
   */
  says(text: string, then: () => Promise<void>): Promise<string> {
    const by = { channel_type: 'im', channel: this.#direct, user: this.#person.id };
    return this.#after(() => this.#w.post(asEvent({ type: 'message', ts: newTs(), text, ...by })), then);
  }

  /** Mentions the bot in a channel. */
  async mentions(text: string, channel: string): Promise<void> {
    const words = `<@U0MENTOR1> ${text}`;
    const event = { type: 'app_mention', channel, user: this.#person.id, ts: newTs(), text: words };
    expect((await this.#w.post(asEvent(event))).status).toBe(200);
  }

  /** Presses a button of what was said in passing. */
  pressesTold(label: string): Promise<string> {
    const blocks = this.#toldBlocks;
    return this.#after(() =>
      this.#person.pressesWord(blocks, label, {
        container: { type: 'message', message_ts: '1.1', channel_id: this.#direct, is_ephemeral: true },
        channel: { id: this.#direct, name: 'directmessage' },
      }),
    );
  }

  /** The label of the newest button that does this. */
  offers(verb: string): string {
    const found = [...this.messages()]
      .reverse()
      .flatMap((m) => buttonsOf(m.blocks))
      .find((b) => verbOf(b) === verb);
    if (found === undefined) throw new Error(`nobody offers ${verb}. What is there:\n${this.sees()}`);
    return found.label;
  }

  /** Types after `/mentor`, in the direct conversation. */
  types(text: string): Promise<string> {
    return this.#after(() => this.#person.types(text, { channel_id: this.#direct }));
  }

  /** Presses a button of the newest message that has it. What it changes is drawn by the next run of the outbox. */
  async presses(label: string, opens = false): Promise<string> {
    const on = [...this.messages()].reverse().find((m) => buttonsOf(m.blocks).some((b) => b.label === label));
    if (on === undefined) throw new Error(`nobody offers “${label}”. What is there:\n${this.sees()}`);
    if (opens) return this.#after(() => this.#person.pressesIn(on, label));
    expect((await this.#person.pressesIn(on, label)).status).toBe(200);
    return '';
  }

  /**
   * Presses a button of what is shown: of the open view, of what was said in passing, or else of the newest message that
   * has it.
   * @param then sends what waits to be sent: what a press on a message changes is drawn by the outbox
   */
  taps(label: string, then: () => Promise<void>): Promise<string> {
    const view = this.#view;
    if (view !== undefined && buttonsOf(view.blocks).some((b) => b.label === label))
      return this.#after(() => this.#person.pressesOn(view, label), then);
    if (buttonsOf(this.#toldBlocks).some((b) => b.label === label)) return this.pressesTold(label);
    const on = [...this.messages()].reverse().find((m) => buttonsOf(m.blocks).some((b) => b.label === label));
    if (on === undefined)
      throw new Error(`nobody offers “${label}”. What is shown:\n${this.reads()}\nWhat is there:\n${this.sees()}`);
    return this.#after(() => this.#person.pressesIn(on, label), then);
  }

  #fills(view: View, filling: Filling): Record<string, string | readonly string[]> {
    const fills: Record<string, string | readonly string[]> = {};
    for (const { block_id, element } of view.blocks) {
      const found = filling.find(([where]) => element !== undefined && where.test(block_id ?? ''));
      if (found === undefined || block_id === undefined || element === undefined) continue;
      const [, written] = found;
      // `first` stands for whatever is offered first, where it has an id that nobody knows beforehand.
      const options = (element.options ?? []) as { value: string }[];
      const value = written === 'first' ? (options[0]?.value ?? '') : written;
      fills[block_id] = /^(checkboxes|multi_static_select)$/.test(element.type) ? value.split(',') : value;
    }
    return fills;
  }

  /** Fills in the step that is open, and presses a button of it: its way on where it could be saved as it is. */
  goesOn(label: string, filling: Filling, then: () => Promise<void>): Promise<string> {
    const view = this.#view;
    if (view === undefined) throw new Error('no form is open');
    return this.#after(() => this.#person.pressesOn(view, label, this.#fills(view, filling)), then);
  }

  /** Goes through the open form, step by step, and answers what is said at its end. @throws where something is to put right */
  async fillsIn(filling: Filling): Promise<string> {
    const before = this.#w.slack.front.calls.length;
    for (let step = 0; step < 12 && this.#view !== undefined; step += 1) {
      const { json } = await this.#person.submits(this.#view, this.#fills(this.#view, filling));
      if (json.response_action === 'errors') throw new Error(`refused: ${JSON.stringify(json.errors)}`);
      this.#view = json.response_action === 'update' ? { ...(json.view as View), id: this.#view.id } : undefined;
    }
    if (this.#view !== undefined) throw new Error(`a form without an end:\n${this.reads()}`);
    const said = () =>
      this.#w.slack.front.calls.slice(before).find((c) => c.method === 'chat.postEphemeral' && c.answer?.ok === true);
    await expect.poll(said, { timeout: 5000 }).toBeDefined();
    this.#toldBlocks = JSON.parse(said()?.args.blocks ?? '[]') as Blocks;
    this.told = wordsOf(this.#toldBlocks);
    return this.told;
  }
}

/** Every text of some blocks, in their order, without Slack's markup for people. */
function wordsOf(blocks: Blocks): string {
  const found: string[] = [];
  const walk = (node: object): void => {
    const { type, text, user_id } = node as { type?: unknown; text?: unknown; user_id?: unknown };
    if (typeof text === 'string') found.push(text);
    if (type === 'user') found.push(`@${String(user_id)}`);
    for (const inside of Object.values(node)) if (typeof inside === 'object' && inside !== null) walk(inside);
  };
  walk(blocks);
  return found.join(' ').replace(/\s+/g, ' ');
}

export async function slackReader(w: Workspace, id: string): Promise<SlackReader> {
  const at = await w.chat.openDirect({ platform: 'slack', tenant: team, user: id });
  return new SlackReader(w, id, at.split(':')[2] ?? '');
}
