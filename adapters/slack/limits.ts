import { z } from 'zod/v4';
import type { Limit } from '../../src/ports/chat.js';

/**
 * Every limit of Slack that this adapter keeps to, with the page of docs.slack.dev that states it. Lengths are UTF-16
 * units, as Slack counts them.
 */
export const limits = {
  /** reference/block-kit/blocks: "up to 50 blocks in each message". */
  messageBlocks: 50,
  /** reference/block-kit/blocks: "up to 100 blocks in modals or Home tabs". */
  viewBlocks: 100,
  /** reference/views/modal-views: "max length of 24 characters" (title, submit, close). */
  viewTitle: 24,
  /** reference/views/modal-views: private_metadata. */
  privateMetadata: 3000,
  /** reference/methods/views.open: `view_too_large`, 250 KB. */
  viewBytes: 250 * 1024,
  /** surfaces/modals: "up to 3 views at a time in the stack". */
  viewStack: 3,
  /** reference/views/modal-views and interaction payloads: callback_id, block_id, action_id. */
  id: 255,
  /** reference/block-kit/blocks/header-block. */
  header: 150,
  /** reference/block-kit/composition-objects/text-object and blocks/section-block. */
  text: 3000,
  /** reference/block-kit/blocks/context-block: "Maximum number of items is 10". */
  contextElements: 10,
  /** reference/block-kit/blocks/actions-block: "maximum of 25 elements". */
  actionsElements: 25,
  /** reference/block-kit/block-elements/button-element. */
  buttonText: 75,
  buttonValue: 2000,
  /** reference/block-kit/blocks/image-block. */
  altText: 2000,
  imageUrl: 3000,
  /** reference/block-kit/blocks/input-block: label and hint. */
  label: 2000,
  hint: 2000,
  /** reference/block-kit/block-elements/plain-text-input-element: max_length, initial_value. */
  inputText: 3000,
  /** reference/block-kit/composition-objects/option-object: text 75, value 150. */
  optionText: 75,
  optionValue: 150,
  /** reference/block-kit/block-elements/radio-button-group-element and checkboxes-element: "maximum of 10 options". */
  buttonOptions: 10,
  /** reference/block-kit/block-elements/select-menu-element: "Maximum number of options is 100". */
  listOptions: 100,
  /** reference/block-kit/block-elements/overflow-menu-element: "up to five option objects". */
  menuOptions: 5,
  /** reference/methods/chat.postMessage: text beyond 4,000 characters is discouraged, beyond 40,000 it is cut. */
  messageText: 4000,
  /**
   * Characters in all blocks of a message together (`textIn`). reference/methods/chat.postMessage answers
   * `msg_blocks_too_long` for a total that is nowhere stated; messages were refused from about 13,200 on
   * (slackapi/bolt-js#2509), one of rich text at 11,341 (#2867). This is below all of them.
   */
  messageTotal: 10_000,
  /** reference/interaction-payloads/view-interactions-payload: no limit is stated; one line beside a field. */
  fieldError: 300,
  /** interactivity/handling-user-interaction and apis/events-api: acknowledge within three seconds. */
  acknowledgeMs: 3000,
  /** authentication/verifying-requests-from-slack: five minutes, either way. */
  signatureAgeSeconds: 300,
} as const;

/**
 * How many messages may go. apis/web-api/rate-limits: "1 per second" to a channel (short bursts are tolerated, without a
 * promise that they are stored), beside "a workspace-wide limit" of several hundred a minute: three hundred are taken;
 * reference/methods/chat.update and conversations.open are of tier 3, "50+ per minute" each. A file that is placed is a call
 * of files.getUploadURLExternal and one of files.completeUploadExternal, each of tier 4, "100+ per minute".
 */
export const pace: readonly Limit[] = [
  { of: ['send'], per: 'conversation', most: 1, within: 1_000 },
  { of: ['send'], per: 'workspace', most: 300, within: 60_000 },
  { of: ['update'], per: 'workspace', most: 50, within: 60_000 },
  { of: ['open'], per: 'workspace', most: 50, within: 60_000 },
  { of: ['place'], per: 'workspace', most: 100, within: 60_000 },
];

const names = new Set(['type', 'block_id', 'action_id', 'style', 'format']);

/** How many characters blocks hold: whatever is written in them, and not what it is called. */
export function textIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, v]) => sum + (names.has(key) ? 0 : textIn(v)), 0);
}

/** By choice: what fits a phone without a second row inside the row. */
export const buttonsInARow = 5;
/** What opens to a single thing says nothing of it, and is a press more. */
export const fewestInMenu = 2;

const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() });
const mrkdwn = z.strictObject({
  type: z.literal('mrkdwn'),
  text: z.string().min(1).max(limits.text),
  verbatim: z.boolean().optional(),
});
const id = z.string().min(1).max(limits.id);

const style = z.strictObject({ bold: z.boolean().optional(), italic: z.boolean().optional() });
const richElement = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1).max(limits.text), style: style.optional() }),
  z.strictObject({ type: z.literal('user'), user_id: z.string().regex(/^[UW][A-Z0-9]+$/), style: style.optional() }),
  z.strictObject({
    type: z.literal('link'),
    url: z.string().regex(/^(https?:|mailto:|tel:)/),
    text: z.string().min(1),
    style: style.optional(),
  }),
  z.strictObject({
    type: z.literal('date'),
    // A whole number of seconds: a fraction or milliseconds are refused ("must provide an integer").
    timestamp: z.number().int().min(0).max(99_999_999_999),
    format: z.string().min(1),
    fallback: z.string().min(1),
    style: style.optional(),
  }),
]);
const richSection = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(richElement).min(1) });
const richList = z.strictObject({
  type: z.literal('rich_text_list'),
  style: z.enum(['bullet', 'ordered']),
  elements: z.array(richSection).min(1),
});

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(limits.buttonText),
  action_id: id,
  value: z.string().min(1).max(limits.buttonValue),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().min(1).max(75).optional(),
});

const option = z.strictObject({
  text: plainText(limits.optionText),
  value: z.string().min(1).max(limits.optionValue),
});
const menu = z.strictObject({
  type: z.literal('overflow'),
  action_id: id,
  options: z.array(option).min(fewestInMenu).max(limits.menuOptions),
});
const optionGroup = z.strictObject({
  label: plainText(limits.optionText),
  options: z.array(option).min(1).max(limits.listOptions),
});
const few = z.array(option).min(1).max(limits.buttonOptions);
const lists = {
  action_id: id,
  options: z.array(option).min(1).max(limits.listOptions).optional(),
  option_groups: z.array(optionGroup).min(1).max(limits.listOptions).optional(),
};
const inputElement = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('plain_text_input'),
    action_id: id,
    multiline: z.boolean(),
    max_length: z.number().int().min(1).max(limits.inputText),
    initial_value: z.string().min(1).max(limits.inputText).optional(),
  }),
  z.strictObject({
    type: z.literal('number_input'),
    action_id: id,
    is_decimal_allowed: z.boolean(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
    initial_value: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('datepicker'),
    action_id: id,
    initial_date: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/)
      .optional(),
  }),
  z.strictObject({
    type: z.literal('timepicker'),
    action_id: id,
    initial_time: z
      .string()
      .regex(/^\d{2}:\d{2}$/)
      .optional(),
  }),
  z.strictObject({
    type: z.literal('radio_buttons'),
    action_id: id,
    options: few,
    initial_option: option.optional(),
  }),
  z.strictObject({
    type: z.literal('checkboxes'),
    action_id: id,
    options: few,
    initial_options: few.optional(),
  }),
  z.strictObject({ type: z.literal('static_select'), ...lists, initial_option: option.optional() }),
  z.strictObject({
    type: z.literal('multi_static_select'),
    ...lists,
    initial_options: z.array(option).min(1).optional(),
  }),
]);

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), block_id: id.optional(), text: plainText(limits.header) }),
  z.strictObject({ type: z.literal('divider'), block_id: id.optional() }),
  z.strictObject({
    type: z.literal('section'),
    block_id: id.optional(),
    text: plainText(limits.text),
    accessory: button.optional(),
  }),
  z.strictObject({
    type: z.literal('context'),
    block_id: id.optional(),
    elements: z
      .array(z.union([plainText(limits.text), mrkdwn]))
      .min(1)
      .max(limits.contextElements),
  }),
  z.strictObject({
    type: z.literal('rich_text'),
    block_id: id.optional(),
    elements: z.array(z.discriminatedUnion('type', [richSection, richList])).min(1),
  }),
  z.strictObject({
    type: z.literal('actions'),
    block_id: id.optional(),
    elements: z
      .array(z.discriminatedUnion('type', [button, menu]))
      .min(1)
      .max(limits.actionsElements),
  }),
  z.strictObject({
    type: z.literal('image'),
    block_id: id.optional(),
    alt_text: z.string().min(1).max(limits.altText),
    image_url: z.url().max(limits.imageUrl).optional(),
    slack_file: z.strictObject({ id: z.string().regex(/^F[A-Z0-9]{8,}$/) }).optional(),
  }),
  z.strictObject({
    type: z.literal('input'),
    block_id: id,
    label: plainText(limits.label),
    hint: plainText(limits.hint).optional(),
    optional: z.boolean(),
    element: inputElement,
  }),
]);

const together = (blocks: readonly z.infer<typeof block>[], ctx: z.RefinementCtx): void => {
  const wrong = (message: string): void => void ctx.addIssue({ code: 'custom', message });
  const ids = blocks.flatMap((b) => (b.block_id === undefined ? [] : [b.block_id]));
  if (new Set(ids).size !== ids.length) wrong('block_id used twice');
  for (const b of blocks) {
    if (b.type === 'actions' && new Set(b.elements.map((e) => e.action_id)).size !== b.elements.length)
      wrong('action_id used twice in a block');
    if (b.type === 'image' && (b.image_url === undefined) === (b.slack_file === undefined))
      wrong('an image has an address or a file, and not both');
    if (b.type === 'input' && (b.element.type === 'static_select' || b.element.type === 'multi_static_select')) {
      if ((b.element.options === undefined) === (b.element.option_groups === undefined))
        wrong('a select has options or groups of options, and not both');
    }
    if (b.type === 'input' && 'initial_option' in b.element && b.element.initial_option !== undefined) {
      const e = b.element;
      const all =
        e.type === 'static_select'
          ? [...(e.options ?? []), ...(e.option_groups ?? []).flatMap((g) => g.options)]
          : e.options;
      if (!all.some((o) => o.value === e.initial_option?.value && o.text.text === e.initial_option?.text.text))
        wrong('the initial option is not among the options');
    }
  }
};

/** What a message must be for `chat.postMessage`, `chat.update` and `chat.postEphemeral` to take it. */
export const messageRules = z.object({
  text: z.string().min(1).max(limits.messageText),
  blocks: z
    .array(block.refine((b) => b.type !== 'input', 'no input in a message'))
    .min(1)
    .max(limits.messageBlocks)
    .superRefine(together)
    .refine((all) => textIn(all) <= limits.messageTotal, 'too much text in one message'),
});

const inView = z.array(block).min(1).max(limits.viewBlocks).superRefine(together);

/** What a modal or a home view must be for `views.*` to take it. */
export const viewRules = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('home'), blocks: inView }),
    z
      .strictObject({
        type: z.literal('modal'),
        callback_id: id,
        external_id: id.optional(),
        title: plainText(limits.viewTitle),
        submit: plainText(limits.viewTitle).optional(),
        close: plainText(limits.viewTitle).optional(),
        notify_on_close: z.boolean().optional(),
        private_metadata: z.string().max(limits.privateMetadata).optional(),
        blocks: inView,
      })
      .refine(
        (v) => v.submit !== undefined || v.blocks.every((b) => b.type !== 'input'),
        'inputs need a submit button',
      ),
  ])
  .refine((v) => Buffer.byteLength(JSON.stringify(v)) <= limits.viewBytes, 'view too large');
