import { type FromBot, type Sitting, startPlayground } from '../adapters/teams/playground.js';
import { actionCalled, actionsOf, inputsOf, submission, texts } from '../adapters/teams/reading.js';

type Playground = Awaited<ReturnType<typeof startPlayground>>;
/** Where somebody sits: a Playground, or what stands in for Teams' own servers. */
export type Play = Pick<Playground, 'url' | 'sent' | 'types' | 'arrives' | 'executes' | 'stop'> &
  Partial<Pick<Playground, 'dialogs'>>;
type Typed = Readonly<Record<string, string>>;
/** What to fill in where, by the field's place (`goals/blank0/what`); the first that fits counts. */
export type Filling = readonly (readonly [RegExp, string])[];

const cardOf = (m: FromBot): unknown => (m.activity.attachments as { content: unknown }[] | undefined)?.[0]?.content;
const has = (card: unknown, label: string): boolean =>
  card !== undefined && actionsOf(card).some((a) => a.title === label);
const wordsOf = (card: unknown): string =>
  texts(card)
    .map((t) => t.words)
    .join('\n');

/** Somebody at a Playground of their own, or in Teams: reads what is there, types, presses and fills in, as the real client sends it. */
export class TeamsPerson {
  readonly play: Play;
  readonly personal: string;
  /** The card that was pressed last, as it stands after that, and the message it is in. */
  #on: FromBot | undefined;
  #shown: unknown;
  /** It stands in a dialog. */
  #inDialog = false;
  /** What a press was answered with that was no card. */
  told = '';

  constructor(play: Play, personal: string) {
    this.play = play;
    this.personal = personal;
  }

  /** Every message of a conversation as it stands now, oldest first. */
  messages(conversation = this.personal): readonly FromBot[] {
    const standing = new Map<string, FromBot>();
    for (const m of this.play.sent)
      if (m.conversation.startsWith(conversation) && m.activity.type === 'message') standing.set(m.id, m);
    return [...standing.values()];
  }

  /** What stands in a conversation, as words; what a card says in the text that goes with it is not among them. */
  sees(conversation = this.personal): string {
    return this.messages(conversation)
      .map((m) => (cardOf(m) === undefined ? String(m.activity.text) : wordsOf(cardOf(m))))
      .join('\n---\n');
  }

  /** What is shown of the last press. */
  reads(): string {
    return this.#shown === undefined ? this.told : wordsOf(this.#shown);
  }

  /** Types, and waits for the first answer there; its card is what the next press is on. */
  async types(
    text: string,
    conversation = this.personal,
    mentions: Parameters<Playground['types']>[2] = [],
  ): Promise<string> {
    const since = this.play.sent.length;
    await this.play.types(conversation, text, mentions);
    const answer = await this.play.arrives(
      (m) => m.conversation.startsWith(conversation) && m.activity.type === 'message',
      since,
    );
    this.#on = answer;
    this.#shown = cardOf(answer);
    this.#inDialog = false;
    return this.#shown === undefined ? String(answer.activity.text) : wordsOf(this.#shown);
  }

  /** Mentions the bot in a group or channel, and types. */
  mentions(text: string, conversation: string): Promise<string> {
    return this.types(`<at>Mentorlog</at> ${text}`, conversation, [{ id: '28:mentorlog', name: 'Mentorlog' }]);
  }

  /** Presses the button in what is shown, or else in the newest message that has it. Answers what is shown then. */
  async presses(label: string, typed: Typed = {}): Promise<string> {
    let [on, card] = [this.#on, this.#shown];
    if (on === undefined || !has(card, label)) {
      on = [...this.messages()].reverse().find((m) => has(cardOf(m), label));
      card = on === undefined ? undefined : cardOf(on);
    }
    if (on === undefined) throw new Error(`nobody offers “${label}”. What is there:\n${this.sees()}`);
    const { type, data } = actionCalled(card, label);
    const opens = (data as { msteams?: { type?: string } }).msteams?.type === 'task/fetch';
    if (opens || (this.#inDialog && card === this.#shown && type === 'Action.Submit'))
      return this.#dialog(on, opens ? 'task/fetch' : 'task/submit', submission(card, label, typed));
    const answer = await this.play.executes(on, submission(card, label, typed));
    this.#on = on;
    this.#inDialog = false;
    if (answer.type === 'application/vnd.microsoft.card.adaptive') {
      this.#shown = answer.value;
      this.told = '';
    } else {
      this.#shown = undefined;
      this.told = String(answer.value);
    }
    return this.reads();
  }

  /** What the client shows of a dialog: its card, a word in it, or the chat again, where the bot may have answered. */
  async #dialog(on: FromBot, name: 'task/fetch' | 'task/submit', data: unknown): Promise<string> {
    const since = this.play.sent.length;
    const answer = await this.play.dialogs?.(on, name, data);
    this.#on = on;
    const value = answer?.task?.value;
    this.#inDialog = answer?.task?.type === 'continue';
    this.#shown = this.#inDialog ? (value as { card: { content: unknown } }).card.content : undefined;
    this.told = typeof value === 'string' ? value : '';
    const said = this.play.sent.slice(since).findLast((m) => m.conversation.startsWith(this.personal));
    if (this.#shown === undefined && said !== undefined) {
      this.#on = said;
      this.#shown = cardOf(said);
    }
    return this.reads();
  }

  /** Whether what is shown has this button. */
  shows(label: string): boolean {
    return has(this.#shown, label);
  }

  /** Whether some message, as it stands now, has this button. */
  offers(label: string): boolean {
    return this.messages().some((m) => has(cardOf(m), label));
  }

  /** What stands at the fields that are shown: each one's label, and what it offers. */
  labels(): string {
    const all = inputsOf(this.#shown ?? {});
    const offered = (i: (typeof all)[number]) => ((i.choices ?? []) as { title: string }[]).map((c) => c.title);
    return all.flatMap((i) => [i.label ?? '', ...offered(i)]).join('\n');
  }

  /** The places of the fields that are shown. */
  fields(): readonly string[] {
    return inputsOf(this.#shown ?? {}).map((i) => String(i.id));
  }

  /** The values that a choice offers. */
  choices(place: string): readonly string[] {
    const input = inputsOf(this.#shown ?? {}).find((i) => i.id === place);
    return ((input?.choices ?? []) as { value: string }[]).map((c) => c.value);
  }

  /** What of the filling fits the fields that are shown. */
  typedBy(filling: Filling): Typed {
    return Object.fromEntries(
      this.fields().flatMap((place) => {
        const found = filling.find(([where]) => where.test(place));
        if (found === undefined) return [];
        // `first` stands for whatever is offered first, where it has an id that nobody knows beforehand.
        return [[place, found[1] === 'first' ? (this.choices(place)[0] ?? '') : found[1]] as const];
      }),
    );
  }

  /** Goes through the form that is shown, step by step, by its main button. @throws where something is to put right */
  async fillsIn(filling: Filling): Promise<string> {
    for (let step = 0; step < 12; step += 1) {
      const main = actionsOf(this.#shown ?? {}).find((a) => a.style === 'positive');
      if (this.fields().length === 0 || main === undefined) return this.reads();
      await this.presses(String(main.title), this.typedBy(filling));
      if (/to put right/.test(this.reads())) throw new Error(`refused:\n${this.reads()}`);
    }
    throw new Error(`a form without an end:\n${this.reads()}`);
  }

  /** Presses the first button of what is shown: of a question's answers, the best one or the first offered. */
  answers(): Promise<string> {
    const first = actionsOf(this.#shown ?? {})[0];
    return this.presses(String(first?.title));
  }

  stop(): Promise<void> {
    return this.play.stop();
  }
}

export async function teamsPerson(botUrl: () => string, who: Sitting): Promise<TeamsPerson> {
  return new TeamsPerson(await startPlayground(botUrl, who), `a:${who}-personal`);
}
