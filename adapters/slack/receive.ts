import { z } from 'zod/v4';
import { noAnswers } from '../../src/chat/form.js';
import type { Account, Address, Inbound, Quote, Surface } from '../../src/chat/inbound.js';
import { isMove, readAgain, readForm, readMove, readPress } from './carried.js';
import { readText } from './escape.js';
import { readState } from './fields.js';
import { formCallback } from './modal.js';
import { saidIn } from './said.js';
import { addressOf, refOf } from './send.js';
import { id, moved, standing, type Turn, view } from './turn.js';

export type Heard =
  | { readonly kind: 'event'; readonly event: Inbound; readonly turn: Turn }
  /** Signed by Slack, and yet not what this program draws or the documentation describes. */
  | { readonly kind: 'unreadable'; readonly turn?: Turn }
  | { readonly kind: 'nothing' };

export interface Receiving {
  readonly team: string;
  readonly botUser: string;
  /** The channel of somebody's direct conversation with the bot, if it can be had quickly. */
  direct(user: string): Promise<string | undefined>;
  /** What Slack calls somebody, if it can be had quickly. */
  nameOf(user: string): Promise<string | undefined>;
}

const trigger = z.string().min(1).max(200);
const nothing: Heard = { kind: 'nothing' };
const unreadable: Heard = { kind: 'unreadable' };

// Made once: zod compiles each schema, which takes longer than all that it then reads.
const anyBody = z.object({ type: z.string().optional(), command: z.string().optional() });
const homeOpened = z.object({ user: id, tab: z.string() });
const tokensRevoked = z.object({ tokens: z.object({ bot: z.array(z.string()).optional() }) });

/** Any body that Bolt delivers, as the event it stands for. */
export async function readBody(body: unknown, r: Receiving): Promise<Heard> {
  const type = anyBody.safeParse(body).data;
  if (type === undefined) return unreadable;
  if (type.command !== undefined) return readCommand(body, r);
  switch (type.type) {
    case 'event_callback':
      return readEvent(body, r);
    case 'block_actions':
      return readAction(body, r);
    case 'view_submission':
      return readSubmission(body, r);
    case 'view_closed':
      return readClosed(body, r);
    case 'shortcut':
    case 'message_action':
      return readShortcut(body, r);
    default:
      return nothing;
  }
}

const account = (r: Receiving, user: string): Account => ({ platform: 'slack', tenant: r.team, user });

/** Without its channel a direct conversation is addressed by the person: Slack posts to either. */
const directly = async (r: Receiving, user: string): Promise<Address> =>
  addressOf(r.team, (await r.direct(user)) ?? user);

/** A channel that begins with D may be two people's own: only the person's with the bot is direct. */
async function scopeOf(r: Receiving, user: string, channel: string): Promise<Surface['scope']> {
  return channel.startsWith('D') && (await r.direct(user)) === channel ? 'direct' : 'shared';
}

const command = z.object({
  text: z.string().max(20_000).default(''),
  user_id: id,
  channel_id: id,
  trigger_id: trigger,
});

async function readCommand(body: unknown, r: Receiving): Promise<Heard> {
  const c = command.safeParse(body).data;
  if (c === undefined) return unreadable;
  const { text, users } = readText(c.text);
  return {
    kind: 'event',
    event: {
      kind: 'command',
      deliveryId: `slack:${c.trigger_id}`,
      who: account(r, c.user_id),
      surface: { scope: await scopeOf(r, c.user_id, c.channel_id), form: true },
      at: addressOf(r.team, c.channel_id),
      text,
      mentions: users.map((u) => account(r, u)),
    },
    turn: { where: 'command', user: c.user_id, channel: c.channel_id, trigger: c.trigger_id },
  };
}

const shortcut = z.object({ callback_id: z.string(), trigger_id: trigger, user: z.object({ id }) });
const onMessage = z.object({
  team: z
    .object({
      domain: z
        .string()
        .regex(/^[a-z0-9-]{1,63}$/)
        .optional()
        .catch(undefined),
    })
    .nullish()
    .catch(undefined),
  channel: z.object({ id }),
  message: z.object({
    ts: z.string().regex(/^\d+\.\d+$/),
    text: z.string().max(40_000).default(''),
    user: id.optional(),
    username: z.string().max(200).optional(),
    thread_ts: z
      .string()
      .regex(/^\d+\.\d+$/)
      .optional()
      .catch(undefined),
  }),
});
const shortcuts: Readonly<Record<string, string>> = { plan_session: 'plan', add_to_record: 'log' };

async function readShortcut(body: unknown, r: Receiving): Promise<Heard> {
  const s = shortcut.safeParse(body).data;
  if (s === undefined) return unreadable;
  const words = Object.hasOwn(shortcuts, s.callback_id) ? shortcuts[s.callback_id] : undefined;
  if (words === undefined) return nothing;
  const turn: Turn = { where: 'shortcut', user: s.user.id, trigger: s.trigger_id };
  const quote = s.callback_id === 'add_to_record' ? await readQuoted(body, r) : undefined;
  if (quote === null) return { kind: 'unreadable', turn };
  return {
    kind: 'event',
    event: {
      kind: 'command',
      deliveryId: `slack:${s.trigger_id}`,
      who: account(r, s.user.id),
      // Whatever channel the message stands in, the answer opens in front of the person alone.
      surface: { scope: 'direct', form: true, apart: true },
      at: await directly(r, s.user.id),
      text: words,
      mentions: [],
      ...(quote === undefined ? {} : { quote }),
    },
    turn,
  };
}

/** The message that a shortcut was pressed on; null where there is none. Its author's name is asked for: the payload has ids. */
async function readQuoted(body: unknown, r: Receiving): Promise<Quote | null> {
  const on = onMessage.safeParse(body).data;
  if (on === undefined) return null;
  const { message, channel } = on;
  const { text, users } = readText(message.text, true);
  const name = message.user === undefined ? message.username : await r.nameOf(message.user);
  return {
    text,
    mentions: users.map((u) => account(r, u)),
    author: message.user === undefined ? null : account(r, message.user),
    ...(name === undefined ? {} : { authorName: name }),
    at: Math.floor(Number(message.ts) * 1000),
    ref: refOf(r.team, channel.id, message.ts),
    ...linkTo(on),
  };
}

/** Slack's permalink of a message, as its client copies it; it needs the workspace's domain. */
function linkTo({ team, channel, message }: z.infer<typeof onMessage>): Pick<Quote, 'link'> {
  if (team?.domain === undefined) return {};
  const { ts, thread_ts: thread } = message;
  const within = thread === undefined || thread === ts ? '' : `?thread_ts=${thread}&cid=${channel.id}`;
  return { link: `https://${team.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}${within}` };
}

const actions = z.object({
  user: z.object({ id }),
  trigger_id: trigger,
  container: z.object({
    type: z.string(),
    message_ts: z
      .string()
      .regex(/^\d+\.\d+$/)
      .optional(),
    thread_ts: z
      .string()
      .regex(/^\d+\.\d+$/)
      .optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  channel: z.object({ id }).optional(),
  view: view.optional(),
  response_url: z.string().max(1000).optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.unknown(),
        /** Of the menu behind "…". */
        selected_option: z.object({ value: z.unknown() }).optional(),
      }),
    )
    .min(1),
});

async function readAction(body: unknown, r: Receiving): Promise<Heard> {
  const a = actions.safeParse(body).data;
  if (a === undefined) return unreadable;
  const user = a.user.id;
  const [action] = a.actions;
  const base = { deliveryId: `slack:${a.trigger_id}`, who: account(r, user) };
  const channel = a.channel?.id;
  const turn: Turn = {
    where: a.view === undefined ? 'message' : a.view.type,
    user,
    trigger: a.trigger_id,
    ...(channel === undefined ? {} : { channel }),
    ...(a.container.thread_ts === undefined ? {} : { thread: a.container.thread_ts }),
    ...(a.view === undefined ? {} : standing(a.view)),
    ...(a.container.is_ephemeral === true && a.response_url !== undefined ? { word: a.response_url } : {}),
    ...(a.view === undefined && a.response_url !== undefined ? { answerAt: a.response_url } : {}),
  };
  if (isMove(action?.action_id)) {
    const form = readForm(a.view?.private_metadata);
    const move = readMove(action?.value);
    const state = readState(a.view?.state);
    if (a.view === undefined || form === undefined || move === undefined || state === undefined)
      return { kind: 'unreadable', turn };
    const done = moved(form, move);
    return {
      kind: 'event',
      event: {
        ...base,
        kind: 'form',
        surface: { scope: 'direct', form: true },
        draft: form.draft,
        revision: form.revision,
        window: a.view.id,
        step: form.step,
        move: done.move,
        answers: state.answers,
      },
      turn: { ...turn, seek: done.seek },
    };
  }
  const at = channel === undefined ? await directly(r, user) : addressOf(r.team, channel);
  const scope = channel === undefined ? 'direct' : await scopeOf(r, user, channel);
  const surface = { scope, form: true, apart: true } as const;
  const asked = readAgain(action?.value, action?.action_id);
  if (asked !== undefined) {
    const mentions = asked.users.map((u) => account(r, u));
    return { kind: 'event', event: { ...base, kind: 'command', surface, at, text: asked.text, mentions }, turn };
  }
  const pressed = readPress(action?.selected_option?.value ?? action?.value, action?.action_id);
  if (pressed === undefined) return { kind: 'unreadable', turn };
  const ts = a.container.message_ts;
  const on =
    pressed.drawn === undefined || channel === undefined || ts === undefined || a.container.is_ephemeral === true
      ? {}
      : { on: { ref: refOf(r.team, channel, ts), drawn: pressed.drawn } };
  return {
    kind: 'event',
    event: {
      ...base,
      kind: 'press',
      surface,
      at,
      press: pressed.press,
      ...on,
    },
    turn,
  };
}

const submission = z.object({ user: z.object({ id }), trigger_id: trigger, view });

function readSubmission(body: unknown, r: Receiving): Heard {
  const s = submission.safeParse(body).data;
  if (s === undefined) return unreadable;
  const form = s.view.callback_id === formCallback ? readForm(s.view.private_metadata) : undefined;
  const state = readState(s.view.state);
  const turn: Turn = { where: 'submission', user: s.user.id, trigger: s.trigger_id, ...standing(s.view) };
  if (form === undefined || state === undefined) return { kind: 'unreadable', turn };
  const { move, seek } = moved(form, { do: form.last ? 'submit' : 'next' });
  return {
    kind: 'event',
    event: {
      kind: 'form',
      deliveryId: `slack:${s.trigger_id}`,
      who: account(r, s.user.id),
      surface: { scope: 'direct', form: true },
      draft: form.draft,
      revision: form.revision,
      window: s.view.id,
      step: form.step,
      move,
      answers: state.answers,
    },
    turn: { ...turn, seek, places: state.places },
  };
}

const closed = z.object({ user: z.object({ id }), view });

function readClosed(body: unknown, r: Receiving): Heard {
  const c = closed.safeParse(body).data;
  const form = c?.view.callback_id === formCallback ? readForm(c.view.private_metadata) : undefined;
  if (c === undefined || form === undefined) return nothing;
  return {
    kind: 'event',
    event: {
      kind: 'form',
      // A closing has no trigger; a view is closed once.
      deliveryId: `slack:closed:${c.view.id}:${c.view.hash ?? ''}`,
      who: account(r, c.user.id),
      surface: { scope: 'direct', form: false },
      draft: form.draft,
      revision: form.revision,
      window: c.view.id,
      step: form.step,
      move: { do: 'closed' },
      // Nothing typed comes back when a view is closed (docs/platforms.md#slack-keeps-what-was-typed).
      answers: noAnswers,
    },
    turn: { where: 'event', user: c.user.id },
  };
}

const envelope = z.object({ event_id: z.string().min(1).max(200), event: z.object({ type: z.string() }) });

async function readEvent(body: unknown, r: Receiving): Promise<Heard> {
  const e = envelope.safeParse(body).data;
  if (e === undefined) return unreadable;
  const deliveryId = `slack:${e.event_id}`;
  const raw = (body as { event: unknown }).event;
  switch (e.event.type) {
    case 'message':
    case 'app_mention':
      return readSaid(raw, e.event.type, deliveryId, r);
    case 'app_home_opened': {
      const opened = homeOpened.safeParse(raw).data;
      if (opened === undefined || opened.tab !== 'home') return nothing;
      return {
        kind: 'event',
        event: {
          kind: 'home',
          deliveryId,
          who: account(r, opened.user),
          surface: { scope: 'direct', form: false },
        },
        turn: { where: 'home', user: opened.user },
      };
    }
    case 'tokens_revoked': {
      const tokens = tokensRevoked.safeParse(raw).data;
      // A single person's token says nothing about the bot's.
      return (tokens?.tokens.bot?.length ?? 0) > 0 ? removed(deliveryId, r) : nothing;
    }
    case 'app_uninstalled':
      return removed(deliveryId, r);
    default:
      return nothing;
  }
}

const removed = (deliveryId: string, r: Receiving): Heard => ({
  kind: 'event',
  event: {
    kind: 'removed',
    everywhere: true,
    deliveryId,
    who: account(r, r.botUser),
    surface: { scope: 'direct', form: false },
  },
  turn: { where: 'event', user: r.botUser },
});

function readSaid(raw: unknown, type: 'message' | 'app_mention', deliveryId: string, r: Receiving): Heard {
  const m = saidIn(raw, type, r.botUser);
  if (m === undefined) return nothing;
  return {
    kind: 'event',
    event: {
      kind: 'command',
      // One message may come as several events, each with an id of its own: mentioned in a direct message, say.
      deliveryId: m.ts === undefined ? deliveryId : `slack:said:${m.channel}:${m.ts}`,
      who: account(r, m.user),
      surface: { scope: type === 'message' ? 'direct' : 'shared', form: false, apart: true },
      at: addressOf(r.team, m.channel),
      text: m.text,
      mentions: m.users.map((u) => account(r, u)),
    },
    turn: {
      where: 'event',
      user: m.user,
      channel: m.channel,
      ...(m.thread_ts === undefined ? {} : { thread: m.thread_ts }),
    },
  };
}
