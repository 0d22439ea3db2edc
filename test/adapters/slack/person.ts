import { appId, asForm, asPayload, type Delivered, type SignedPost, team, type Workspace } from './workspace.js';

interface Block {
  readonly type: string;
  readonly block_id?: string;
  readonly element?: Record<string, unknown> & { readonly type: string };
  readonly elements?: readonly Record<string, unknown>[];
  readonly accessory?: Record<string, unknown>;
}
export interface View {
  readonly id: string;
  readonly type: string;
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly hash?: string;
  readonly title: { readonly text: string };
  readonly submit?: { readonly text: string } | null;
  readonly blocks: readonly Block[];
}

type Fill = string | number | readonly string[] | null;

const option = (e: Record<string, unknown>, value: string): unknown => {
  const all = [
    ...((e.options ?? []) as { value: string }[]),
    ...((e.option_groups ?? []) as { options: { value: string }[] }[]).flatMap((g) => g.options),
  ];
  return all.find((o) => o.value === value) ?? null;
};

/** What Slack sends as one element's state: what is filled in, or what the view began with. */
function stateOf(e: Record<string, unknown> & { readonly type: string }, fill: Fill | undefined): unknown {
  const { type } = e;
  const one = (initial: unknown): unknown => (fill === undefined ? (initial ?? null) : fill);
  switch (type) {
    case 'datepicker':
      return { type, selected_date: one(e.initial_date) };
    case 'timepicker':
      return { type, selected_time: one(e.initial_time) };
    case 'radio_buttons':
    case 'static_select':
      return { type, selected_option: fill === undefined ? (e.initial_option ?? null) : option(e, String(fill)) };
    case 'checkboxes':
    case 'multi_static_select':
      return {
        type,
        selected_options:
          fill === undefined ? (e.initial_options ?? []) : ((fill ?? []) as readonly string[]).map((v) => option(e, v)),
      };
    default:
      return { type, value: fill === undefined ? (e.initial_value ?? null) : fill === null ? null : String(fill) };
  }
}

/** A view's `state.values`, with some of its fields filled in. */
export function stateValues(view: View, fills: Readonly<Record<string, Fill>> = {}): Record<string, unknown> {
  const inputs = view.blocks.filter((b) => b.type === 'input');
  for (const id of Object.keys(fills))
    if (!inputs.some((b) => b.block_id === id)) throw new Error(`the view has no field ${id}`);
  return Object.fromEntries(
    inputs.map((b) => {
      const element = b.element as Record<string, unknown> & { type: string; action_id: string };
      return [b.block_id, { [element.action_id]: stateOf(element, fills[b.block_id ?? '']) }];
    }),
  );
}

type Labelled = { readonly text: { readonly text: string }; readonly value?: unknown };
/** A button, or an option of a menu: `carried` is what either holds, `action` what Slack sends when it is pressed. */
interface Pressable {
  readonly label: string;
  readonly carried: string;
  readonly inMenu: boolean;
  readonly action: Record<string, unknown>;
}

/** Every button of some blocks, those behind "…" among them, with the block it stands in. */
export function buttonsOf(blocks: readonly Block[]): readonly Pressable[] {
  return blocks.flatMap((b) =>
    [...(b.type === 'actions' ? (b.elements ?? []) : []), ...(b.accessory === undefined ? [] : [b.accessory])].flatMap(
      (e): readonly Pressable[] => {
        const { type, action_id } = e;
        const action = { type, action_id, block_id: b.block_id ?? 'x' };
        if (type === 'overflow')
          return (e.options as readonly Labelled[]).map((o) => ({
            label: o.text.text,
            carried: String(o.value),
            inMenu: true,
            action: { ...action, selected_option: o },
          }));
        const { text, value } = e as unknown as Labelled;
        return [{ label: text.text, carried: String(value), inMenu: false, action: { ...action, value } }];
      },
    ),
  );
}

/** What a button does; empty for a form's own. */
export const verbOf = ({ carried }: Pressable): string => String((JSON.parse(carried) as { v?: unknown }).v ?? '');

/** Somebody in the workspace: what they do, as Slack would deliver it. */
export interface SlackPerson {
  readonly id: string;
  types(text: string, more?: Record<string, string>): Promise<Delivered>;
  shortcut(callback: string, message?: Record<string, unknown>): Promise<Delivered>;
  /** Presses a button of a message, by its label. */
  pressesIn(
    message: { readonly channel: string; readonly ts: string; readonly blocks: readonly Block[] },
    label: string,
  ): Promise<Delivered>;
  /** Presses a button of a private word, which only its `response_url` can replace. */
  pressesWord(blocks: readonly Block[], label: string, more?: Record<string, unknown>): Promise<Delivered>;
  /** Presses a button of an open view, with its fields as they are filled. */
  pressesOn(view: View, label: string, fills?: Record<string, Fill>): Promise<Delivered>;
  submits(view: View, fills?: Record<string, Fill>, more?: Record<string, unknown>): Promise<Delivered>;
  closes(view: View): Promise<Delivered>;
  /** The same delivery again, byte for byte in its body. */
  again(): Promise<Delivered>;
  /** The modal that the last opening, push or update of a view drew. */
  view(): View;
}

export function personIn(w: Workspace, id: string): SlackPerson {
  let last: SignedPost | undefined;
  const post = (what: SignedPost): Promise<Delivered> => {
    last = what;
    return w.post(what);
  };
  const user = { id, username: 'x', name: 'x', team_id: team };
  const base = { team: { id: team, domain: 'acme' }, user, api_app_id: appId, token: 'x' };
  return {
    id,
    async types(text, more = {}) {
      return post(
        asForm({
          token: 'x',
          team_id: team,
          team_domain: 'acme',
          channel_id: w.slack.general,
          channel_name: 'general',
          user_id: id,
          user_name: 'x',
          command: '/mentor',
          text,
          api_app_id: appId,
          is_enterprise_install: 'false',
          response_url: 'https://hooks.slack.com/commands/x',
          trigger_id: more.trigger_id ?? (await w.slack.trigger(id)),
          ...more,
        }),
      );
    },
    async shortcut(callback_id, message) {
      // As documented: a shortcut's payload names no app.
      const { api_app_id: _, ...unnamed } = base;
      return post(
        asPayload({
          ...unnamed,
          type: message === undefined ? 'shortcut' : 'message_action',
          ...(message === undefined
            ? {}
            : { channel: { id: w.slack.general, name: 'general' }, message_ts: message.ts, message }),
          callback_id,
          action_ts: '1.1',
          trigger_id: await w.slack.trigger(id),
        }),
      );
    },
    async pressesIn(message, label) {
      const pressed = buttonsOf(message.blocks).find((b) => b.label === label);
      if (pressed === undefined) throw new Error(`no button ${label}`);
      return post(
        asPayload({
          ...base,
          type: 'block_actions',
          container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: false },
          channel: { id: message.channel, name: 'x' },
          message: { ts: message.ts, blocks: message.blocks },
          response_url: `${new URL(w.slack.front.url).origin}/hooks/actions/x`,
          trigger_id: await w.slack.trigger(id),
          state: { values: {} },
          actions: [{ ...pressed.action, action_ts: '1.1' }],
        }),
      );
    },
    async pressesWord(blocks, label, more = {}) {
      const pressed = buttonsOf(blocks).find((b) => b.label === label);
      if (pressed === undefined) throw new Error(`no button ${label}`);
      // As documented: an ephemeral message is not in the payload.
      return post(
        asPayload({
          ...base,
          type: 'block_actions',
          container: { type: 'message', message_ts: '1.1', channel_id: w.slack.general, is_ephemeral: true },
          channel: { id: w.slack.general, name: 'general' },
          response_url: `${new URL(w.slack.front.url).origin}/hooks/actions/x`,
          trigger_id: await w.slack.trigger(id),
          actions: [{ ...pressed.action, action_ts: '1.1' }],
          ...more,
        }),
      );
    },
    async pressesOn(view, label, fills = {}) {
      const pressed = buttonsOf(view.blocks).find((b) => b.label === label);
      if (pressed === undefined) throw new Error(`no button ${label}`);
      return post(
        asPayload({
          ...base,
          type: 'block_actions',
          container: { type: 'view', view_id: view.id },
          trigger_id: await w.slack.trigger(id, view.id),
          view: { ...view, state: { values: stateValues(view, fills) } },
          actions: [{ ...pressed.action, action_ts: '1.1' }],
        }),
      );
    },
    async submits(view, fills = {}, more = {}) {
      return post(
        asPayload({
          ...base,
          type: 'view_submission',
          trigger_id: await w.slack.trigger(id, view.id),
          view: { ...view, state: { values: stateValues(view, fills) } },
          response_urls: [],
          is_enterprise_install: false,
          ...more,
        }),
      );
    },
    closes: (view) =>
      post(asPayload({ ...base, type: 'view_closed', view: { ...view, state: { values: {} } }, is_cleared: false })),
    again() {
      if (last === undefined) throw new Error('nothing was done yet');
      return w.post(last);
    },
    view() {
      const call = w.slack.front.calls.findLast(
        (c) => /^views\.(open|push|update)$/.test(c.method) && c.answer?.ok === true,
      );
      if (call === undefined) throw new Error('no view was opened');
      return call.answer?.view as View;
    },
  };
}
