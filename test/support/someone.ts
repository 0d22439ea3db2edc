import type { Bot } from '../../src/bot.js';
import type { Card } from '../../src/chat/card.js';
import type { Answers, FormView, Move, Row, Value } from '../../src/chat/form.js';
import type { Account, Inbound, Reply } from '../../src/chat/inbound.js';
import type { Reader } from '../../src/chat/text.js';
import { nameOfAct, secondWay } from '../../src/domain/second-way.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import { localTenant } from '../../src/local/sample-people.js';
import type { Store } from '../../src/ports/store.js';
import { cardText } from './card-text.js';
import { buttonsOf, channelAddress, directOf, type FakeChat, type Seen } from './chat.js';
import { privateWords } from './private-words.js';

/** Somebody at the local chat: types, fills in, presses. Each answers the reply, which is also kept as `last`. */
export interface Someone {
  readonly user: string;
  readonly id: PersonId;
  last: Reply | undefined;
  types(
    text: string,
    how?: {
      readonly deliveryId?: string;
      readonly scope?: 'direct' | 'shared';
      /** Where a page has room. */
      readonly page?: true;
      readonly mentions?: readonly Account[];
    },
  ): Promise<Reply>;
  /** Presses the button with this verb (and argument) in the last reply, or in the newest message that has it. */
  presses(
    verb: string,
    how?: {
      readonly arg?: string;
      readonly subject?: string;
      readonly deliveryId?: string;
      readonly page?: true;
    },
  ): Promise<Reply>;
  /** Types into the open form: `{ title: 'x' }`, rows as `{ 'objectives.0.what': 'x' }`. Nothing is sent yet. */
  fills(values: Readonly<Record<string, Value>>): Someone;
  moves(move: Move, how?: { readonly deliveryId?: string; readonly revision?: number }): Promise<Reply>;
  adds(group: string): Promise<Reply>;
  next(): Promise<Reply>;
  saves(): Promise<Reply>;
  submits(how?: { readonly deliveryId?: string }): Promise<Reply>;
  /** Where a second confirmation is asked for: gives the code, or the name of the act, and sends it. */
  confirms(): Promise<void>;
  /** Presses *Erase for good*, and confirms it. */
  erases(how: { readonly subject?: string; readonly arg: string }): Promise<void>;
  /** The form that is open. @throws where none is */
  form(): FormView;
  /** What stands in the direct conversation: each message as plain text. */
  sees(): readonly string[];
  /** The newest message with this title or verb in it. */
  card(match: string): Card | undefined;
}

/** What those who are at a bot's chat have in common. */
interface Around {
  readonly bot: Pick<Bot, 'hear'>;
  readonly store: Store;
  readonly chat: FakeChat;
  readonly programme: ProgrammeId;
  readonly people: ReadonlyMap<string, PersonId>;
  reader(user: string): Reader;
  /** Something is said to it: the how manieth that is. */
  heard(): number;
  settled(): Promise<void>;
}

/** Those at the chat, each the same whenever asked for: what they last saw, and what they typed, goes on. */
export function everyoneAt(world: Around): (user: string, tenant?: string) => Someone {
  const { bot, store, chat, programme, people, reader, settled } = world;
  const secrets = privateWords();
  const everyone = new Map<string, Someone>();
  return (user, tenant = localTenant) => {
    const known = everyone.get(`${tenant}|${user}`);
    if (known !== undefined) return known;
    let typed: { values: Record<string, Value>; rows: Record<string, Row[]> } | undefined;
    const hear = async (event: Record<string, unknown>, deliveryId?: string): Promise<Reply> => {
      const number = world.heard();
      const answer = await bot.hear({
        deliveryId: deliveryId ?? `test:${number}`,
        who: { platform: 'web', tenant, user },
        surface: { scope: 'direct', form: true },
        ...event,
      } as Inbound);
      someone.last = answer.reply;
      secrets.answered(answer.reply);
      if (answer.reply.kind === 'form') typed = copy(answer.reply.view.answers);
      await settled();
      return answer.reply;
    };
    const someone: Someone = {
      user,
      id: people.get(user) as PersonId,
      last: undefined,
      types: (text, how = {}) =>
        hear(
          {
            kind: 'command',
            at: directOf(user),
            text,
            mentions: how.mentions ?? [],
            ...(how.scope === undefined ? {} : { surface: { scope: how.scope, form: true }, at: channelAddress }),
            ...(how.page === undefined ? {} : { surface: { scope: 'direct', form: true, page: true } }),
          },
          how.deliveryId,
        ),
      async presses(verb, how = {}) {
        const fits = (b: { press: { verb: string; subject: string; arg?: string } }): boolean =>
          b.press.verb === verb &&
          (how.arg === undefined || b.press.arg === how.arg) &&
          (how.subject === undefined || b.press.subject === how.subject);
        const last = someone.last;
        const inReply =
          last !== undefined && 'card' in last
            ? buttonsOf(last.card).find(fits)
            : last?.kind === 'close' && last.say !== undefined
              ? buttonsOf(last.say).find(fits)
              : undefined;
        const message: Seen | undefined =
          inReply === undefined
            ? [...chat.in(directOf(user))].reverse().find((m) => buttonsOf(m.message.card).some(fits))
            : undefined;
        const press =
          inReply?.press ??
          (message === undefined ? undefined : buttonsOf(message.message.card).find(fits)?.press) ??
          (how.subject === undefined
            ? undefined
            : { verb, subject: how.subject, ...(how.arg === undefined ? {} : { arg: how.arg }) });
        if (press === undefined)
          throw new Error(
            `${user} sees no button ${verb} ${how.arg ?? ''}. They see:\n${someone.sees().join('\n---\n')}`,
          );
        return hear(
          {
            kind: 'press',
            at: directOf(user),
            press,
            ...(message === undefined ? {} : { on: { ref: message.ref, drawn: message.message.drawn } }),
            ...(how.page === undefined ? {} : { surface: { scope: 'direct', form: true, page: true } }),
          },
          how.deliveryId,
        );
      },
      async confirms() {
        // Whoever is refused, or held up, sees no second form.
        if (someone.last?.kind !== 'form' || !someone.last.view.form.id.endsWith('-confirm')) return;
        const kept = await store.read((tx) => tx.in(programme).kept.get(secondWay, someone.id));
        if (kept === undefined) throw new Error('nothing is to be confirmed');
        someone.fills({ code: kept.way === 'typed' ? nameOfAct[kept.act] : kept.code });
        await someone.submits();
      },
      async erases(how) {
        await someone.presses('data.erase', how);
        await someone.confirms();
      },
      fills(values) {
        someone.form();
        if (typed === undefined) throw new Error('no form is open');
        for (const [at, value] of Object.entries(values)) {
          const [group, index, field] = at.split('.');
          if (group === undefined || index === undefined || field === undefined) typed.values[at] = value;
          else {
            const row = typed.rows[group]?.[Number(index)];
            if (row === undefined) throw new Error(`no row ${index} in ${group}`);
            typed.rows[group]?.splice(Number(index), 1, { key: row.key, values: { ...row.values, [field]: value } });
          }
        }
        return someone;
      },
      moves(move, how = {}) {
        const view = someone.form();
        const step = view.form.steps.find((s) => s.id === view.step);
        const answers: Answers = { values: {}, rows: {} };
        for (const item of step?.items ?? []) {
          if (item.kind === 'note') continue;
          if (item.kind === 'group')
            (answers.rows as Record<string, readonly Row[]>)[item.id] = typed?.rows[item.id] ?? [];
          else {
            const v = typed?.values[item.id];
            if (v !== undefined) (answers.values as Record<string, Value>)[item.id] = v;
          }
        }
        secrets.typed(view, answers);
        return hear(
          { kind: 'form', draft: view.draft, revision: how.revision ?? view.revision, step: view.step, move, answers },
          how.deliveryId,
        );
      },
      adds: (group) => someone.moves({ do: 'add', group }),
      next: () => someone.moves({ do: 'next' }),
      saves: () => someone.moves({ do: 'save' }),
      submits: (how) => someone.moves({ do: 'submit' }, how),
      form() {
        if (someone.last?.kind !== 'form') throw new Error(`no form is open: ${JSON.stringify(someone.last)}`);
        return someone.last.view;
      },
      sees: () => chat.in(directOf(user)).map((m) => cardText(m.message.card, reader(user))),
      card: (match) =>
        [...chat.in(directOf(user))]
          .reverse()
          .find(
            (m) =>
              m.message.card.title.includes(match) || buttonsOf(m.message.card).some((b) => b.press.verb === match),
          )?.message.card,
    };
    everyone.set(`${tenant}|${user}`, someone);
    return someone;
  };
}

const copy = (a: Answers): { values: Record<string, Value>; rows: Record<string, Row[]> } => ({
  values: { ...a.values },
  rows: Object.fromEntries(Object.entries(a.rows).map(([k, rows]) => [k, [...rows]])),
});
