import type { types } from '@slack/bolt';
import { audienceInWords, audienceOf } from '../../src/chat/audience.js';
import { type Card, concernButton } from '../../src/chat/card.js';
import {
  type Field,
  type FormView,
  type Group,
  type Problem,
  placeOf,
  type Readers,
  type Row,
  rowsOf,
  type Step,
  unitOf,
  type Values,
} from '../../src/chat/form.js';
import { readersInWords } from '../../src/chat/readers.js';
import { literal, moment, type Reader, say, type Text } from '../../src/chat/text.js';
import { count, shorten } from '../../src/kernel/words.js';
import { howToType, withBeginning } from './begin-with.js';
import { buttonRows, cardBlocks, headerBlock, quietBlock, textBlock } from './blocks.js';
import { fromHome, writeForm, writeMove } from './carried.js';
import { fieldElement } from './fields.js';
import { limits } from './limits.js';
import { anchorOf, type Piece, partBlocks, partsOf, partToShow, type Seek } from './parts.js';
import { heightUnwritten, longestStep } from './phone.js';
import { plainText } from './text.js';

export const formCallback = 'form';
export const panelCallback = 'panel';

/** Who will read a field, as its hint. */
const readBy = (readers: Readers): string => `${readersInWords[readers]}.`;

/** Where a view comes from, as far as what is done in it has to know, and what stands at its foot. */
export interface From {
  /** Whom to call and to tell (docs/concern.md#already-there). */
  readonly foot?: Text;
  /** From the App Home. */
  readonly home?: true;
  /** What was done in the view that this one takes the place of. */
  readonly seek?: Seek;
}

interface Drawing extends From {
  readonly view: FormView;
  readonly reader: Reader;
  /** Who reads the step, said once at its head, and which fields say so themselves. */
  readonly audience: ReturnType<typeof audienceOf>;
  /** Single choices as lists: so many of them side by side would be longer than a phone should have to scroll. */
  readonly lists: boolean;
}

/** Options of single choices that may stand open in one step, each a line of its own. */
const mostOpenOptions = 15;

function drawingOf(view: FormView, reader: Reader, step: Step): Drawing {
  const fields = step.items.filter((i) => i.kind !== 'note' && i.kind !== 'group');
  const open = fields.flatMap((f) => (f.kind === 'choice' && f.many !== true && f.shown === 'buttons' ? f.of : []));
  return {
    view,
    reader,
    audience: audienceOf(step.items),
    lists: open.length > mostOpenOptions,
  };
}

const problemsAt = (view: FormView, at: string): readonly Problem[] => view.problems.filter((p) => p.at === at);

function besides(d: Drawing, at: string): types.KnownBlock[] {
  return [
    ...problemsAt(d.view, at).map((p) => quietBlock(literal(`⚠ ${p.say}`), d.reader)),
    ...d.view.hints.filter((h) => h.at === at).map((h) => quietBlock(literal(`💡 ${h.say}`), d.reader)),
  ];
}

interface FieldDrawing {
  readonly at: string;
  readonly values: Values;
  /** Its group says already who reads it. */
  readonly saidAbove?: boolean;
  /** It stands in a row that may be left blank as a whole. */
  readonly inBlankRow?: boolean;
}

/**
 * Slack's client lets nobody go on who leaves empty what is not `optional`, before this program hears of it: so
 * everything is that which may be left empty whatever else is filled in.
 */
function fieldBlocks(d: Drawing, field: Field, how: FieldDrawing): types.KnownBlock[] {
  const { at, values, inBlankRow } = how;
  const unit = unitOf(field) === undefined ? '' : ` (${unitOf(field)})`;
  const hint = [
    field.hint,
    d.audience.apart.has(field.readers) && how.saidAbove !== true ? readBy(field.readers) : undefined,
  ]
    .filter((h) => h !== undefined && h !== '')
    .join(' ');
  return [
    {
      type: 'input',
      block_id: at,
      label: plainText(`${field.label}${unit}`, limits.label),
      ...(hint === '' ? {} : { hint: plainText(hint, limits.hint) }),
      optional: field.optional === true || field.depends === true || inBlankRow === true,
      element: fieldElement(
        d.lists && field.kind === 'choice' && field.many !== true ? { ...field, shown: 'list' } : field,
        values[field.id],
      ),
    },
    ...besides(d, at),
  ];
}

/** Who reads every field of a group, where it is the same for all of them: said once, not on every row. */
function readersOf(group: Group): Readers | undefined {
  const [first] = group.fields;
  return first !== undefined && group.fields.every((f) => f.readers === first.readers) ? first.readers : undefined;
}

function rowBlocks(d: Drawing, group: Group, row: Row, index: number, removable: boolean): types.KnownBlock[] {
  const name = `${group.one} ${index + 1}`;
  return [
    {
      type: 'section',
      block_id: `row:${group.id}/${row.key}`,
      text: plainText(name),
      ...(removable
        ? {
            accessory: {
              type: 'button',
              action_id: 'form.remove',
              text: plainText('Remove', limits.buttonText),
              value: writeMove({ do: 'remove', group: group.id, row: row.key }),
              accessibility_label: shorten(`Remove ${name}`, 75),
            } satisfies types.Button,
          }
        : {}),
    },
    ...group.fields.flatMap((f) =>
      fieldBlocks(d, f, {
        at: placeOf(group.id, row.key, f.id),
        values: row.values,
        saidAbove: readersOf(group) !== undefined,
        inBlankRow: removable,
      }),
    ),
    ...besides(d, `${group.id}/${row.key}`),
  ];
}

/** A group's rows, each a piece; the last one has the button that adds another beneath it. */
function groupPieces(d: Drawing, group: Group): readonly Piece[] {
  const rows = rowsOf(d.view.answers, group.id);
  const readers = readersOf(group);
  const says = readers !== undefined && d.audience.apart.has(readers);
  const hint = [group.hint, says ? readBy(readers) : undefined].filter((h) => h !== undefined);
  const head = [
    headerBlock(group.label),
    ...(hint.length === 0 ? [] : [quietBlock(literal(hint.join(' ')), d.reader)]),
    ...besides(d, group.id),
  ];
  const add: types.ActionsBlock = {
    type: 'actions',
    block_id: `add:${group.id}`,
    elements: [
      {
        type: 'button',
        action_id: 'form.add',
        text: plainText(group.addLabel, limits.buttonText),
        value: writeMove({ do: 'add', group: group.id }),
      },
    ],
  };
  const end = rows.length >= group.max ? [] : [add];
  const inGroup = { group: group.id, head };
  if (rows.length === 0) return [{ ...inGroup, id: group.id, blocks: end, places: [group.id] }];
  return rows.map((row, i) => ({
    ...inGroup,
    id: `${group.id}/${row.key}`,
    blocks: [...rowBlocks(d, group, row, i, rows.length > group.min), ...(i === rows.length - 1 ? end : [])],
    places: [
      ...(i === 0 ? [group.id] : []),
      `${group.id}/${row.key}`,
      ...group.fields.map((f) => placeOf(group.id, row.key, f.id)),
    ],
  }));
}

const piecesOf = (d: Drawing, step: Step): readonly Piece[] =>
  step.items.flatMap((item): readonly Piece[] => {
    if (item.kind === 'group') return groupPieces(d, item);
    const { id } = item;
    if (item.kind === 'note') return [{ id, head: [], blocks: [textBlock(item.text, d.reader)], places: [] }];
    const blocks = fieldBlocks(d, item, { at: id, values: d.view.answers.values });
    return [{ id, head: [], blocks, places: [id] }];
  });

/** What one view shows of a step: some of its pieces, and which part of how many they are. */
interface Shows {
  readonly step: Step;
  readonly index: number;
  readonly pieces: readonly Piece[];
  readonly part: number;
  readonly parts: number;
}

/** `Step 2 of 4, part 1 of 2` */
function whereIn(view: FormView, { index, part, parts }: Shows): string {
  const steps = view.form.steps.length;
  const words = [
    ...(steps > 1 ? [`step ${index + 1} of ${steps}`] : []),
    ...(parts > 1 ? [`part ${part + 1} of ${parts}`] : []),
  ].join(', ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/**
 * Who reads what this view shows of its step: "Title and Day: may appear in messages and calendars. The rest: mentor,
 * mentee and those who assess read this." In each part only what stands there is named.
 */
function audienceLine(d: Drawing, { step, pieces }: Shows): types.KnownBlock[] {
  const { apart } = d.audience;
  const shown = new Set(pieces.map((p) => p.group ?? p.id));
  const { said } = audienceOf(step.items.filter((i) => shown.has(i.id)));
  const words = said
    .filter((one) => typeof one.of === 'string' || !apart.has(one.readers))
    .map((one) => `${audienceInWords(one, readersInWords[one.readers], apart.size > 0)}.`);
  return words.length === 0 ? [] : [quietBlock(literal(words.join(' ')), d.reader)];
}

function top(d: Drawing, shows: Shows): types.KnownBlock[] {
  const { view, reader } = d;
  const { step, pieces } = shows;
  const here = new Set(pieces.flatMap((p) => p.places));
  const elsewhere = view.problems.filter((p) => !here.has(p.at));
  const where = whereIn(view, shows);
  return [
    ...(view.form.steps.length > 1 ? [headerBlock(step.title)] : []),
    ...(where === '' ? [] : [quietBlock(literal(where), reader)]),
    ...(view.notice === undefined ? [] : [textBlock(view.notice, reader)]),
    ...(view.problems.length === 0
      ? []
      : [quietBlock(literal(`⚠ ${count(view.problems.length, 'answer')} to look at before this can go.`), reader)]),
    ...elsewhere.map((p) => quietBlock(literal(`⚠ ${p.say}`), reader)),
    ...audienceLine(d, shows),
  ];
}

/** Whether this step's submission sends the form: the last one, and those that say so. */
const mayBeSent = (view: FormView, index: number): boolean =>
  index === view.form.steps.length - 1 || view.form.steps[index]?.submit !== undefined;

/** Whether this very view's button sends it: of a last step in parts the last part's. */
const sendsFrom = (view: FormView, { step, index, part, parts }: Shows): boolean =>
  mayBeSent(view, index) && (part === parts - 1 || step.submit !== undefined);

/** What the button that only keeps what was typed is called; none where the view's own *Save* would be all there is to it. */
function saveMove(view: FormView, shows: Shows): readonly string[] {
  const saves = sendsFrom(view, shows) && /^save\b/i.test(shows.step.submit ?? view.form.submit);
  if (!saves) return ['Save'];
  return view.form.steps.length === 1 && shows.parts === 1 ? [] : ['Save for later'];
}

function bottom(d: Drawing, shows: Shows): types.KnownBlock[] {
  const { view, reader } = d;
  const { index, part } = shows;
  const goesOn = index < view.form.steps.length - 1 || part < shows.parts - 1;
  const move = (label: string, to: 'back' | 'save' | 'next'): types.Button => ({
    type: 'button',
    action_id: `form.${to}`,
    text: plainText(label, limits.buttonText),
    value: writeMove({ do: to }),
  });
  const kept = 'What you type is kept when you move on, save, or add or remove a row; closing loses what came after.';
  const [row] = buttonRows([concernButton(view.form.concern)], undefined, new Map());
  const typing = howToType([view.notice, view.problems, shows.step.items], 'view');
  return [
    ...(typing === undefined ? [] : [quietBlock(literal(typing), reader)]),
    quietBlock(
      view.savedAt === undefined ? literal(kept) : say`Saved at ${moment(view.savedAt, 'time')}. ${kept}`,
      reader,
    ),
    {
      type: 'actions',
      block_id: 'form:moves',
      elements: [
        // Where the view's own button sends the form, the way on is a button of its own.
        ...(sendsFrom(view, shows) && goesOn ? [move(shows.step.onward ?? 'Add the rest', 'next')] : []),
        ...(index > 0 || part > 0 ? [move('Back', 'back')] : []),
        ...saveMove(view, shows).map((label) => move(label, 'save')),
        ...(row?.elements ?? []),
      ],
    },
    ...footOf(d, reader),
  ];
}

const footOf = ({ foot }: From, reader: Reader): types.KnownBlock[] =>
  foot === undefined ? [] : [quietBlock(foot, reader)];

function drawPart(d: Drawing, shows: Shows): types.ModalView {
  const { view } = d;
  const { step, pieces, part, parts } = shows;
  const sends = sendsFrom(view, shows);
  const [first, last] = [pieces[0]?.id, pieces.at(-1)?.id];
  const carried =
    parts === 1 || first === undefined || last === undefined
      ? {}
      : { part: { first, last, before: part > 0, after: part < parts - 1 } };
  return {
    type: 'modal',
    callback_id: formCallback,
    title: plainText(view.form.title, limits.viewTitle),
    submit: plainText(sends ? (step.submit ?? view.form.submit) : 'Next', limits.viewTitle),
    close: plainText('Close', limits.viewTitle),
    notify_on_close: true,
    private_metadata: writeForm({
      draft: view.draft,
      revision: view.revision,
      step: step.id,
      form: view.form.id,
      last: sends,
      ...(d.home === undefined ? {} : { home: d.home }),
      ...carried,
    }),
    blocks: [...top(d, shows), ...partBlocks(pieces), ...bottom(d, shows)],
  };
}

/**
 * The open step of a form as a modal. Field ids are `block_id`s and stay the same from drawing to drawing, so that
 * Slack keeps what was typed (docs.slack.dev, reference/views/modal-views: "Preserving input entry in views").
 * A step that is longer than one view should be is drawn in parts (`parts.ts`).
 * @param from where the view was opened, and what was done in the one before it
 * @throws RangeError where the step is not one of the form's.
 */
export function formModal(view: FormView, reader: Reader, from: From = {}): types.ModalView {
  const index = view.form.steps.findIndex((s) => s.id === view.step);
  const step = view.form.steps[index];
  if (step === undefined) throw new RangeError(`form ${view.form.id} has no step ${view.step}`);
  const d = { ...drawingOf(view, reader, step), ...from };
  const pieces = piecesOf(d, step);
  const whole = drawPart(d, { step, index, pieces, part: 0, parts: 1 });
  if (fitsOneView(whole)) return whole;
  // Each is measured as one in the middle, which has the most to say of where it stands.
  const fits = (some: readonly Piece[]): boolean =>
    fitsOneView(drawPart(d, { step, index, pieces: some, part: 1, parts: 3 }));
  const parts = partsOf(pieces, anchorOf(pieces, step.id, from.seek), fits);
  const part = partToShow(parts, step.id, new Set(view.problems.map((p) => p.at)), from.seek);
  return drawPart(d, { step, index, pieces: parts[part] ?? [], part, parts: parts.length });
}

/** Within what Slack takes, and no longer than a phone should have to scroll. */
const fitsOneView = (view: types.ModalView): boolean =>
  view.blocks.length <= limits.viewBlocks &&
  heightUnwritten(view) <= longestStep &&
  Buffer.byteLength(JSON.stringify(view)) <= limits.viewBytes;

/** A card to read, where a form would be: private words may stand here. */
export const panelModal = (card: Card, reader: Reader, from: From = {}): types.ModalView => ({
  type: 'modal',
  callback_id: panelCallback,
  ...(from.home === undefined ? {} : { private_metadata: fromHome }),
  title: plainText(card.title, limits.viewTitle),
  close: plainText('Close', limits.viewTitle),
  blocks: [
    ...cardBlocks(withBeginning(card.title.length > limits.viewTitle ? card : { ...card, title: '' }, 'view'), {
      reader,
      in: 'view',
      ...(from.foot === undefined ? {} : { foot: true }),
    }),
    ...footOf(from, reader),
  ],
});

/** A sentence of this adapter's own, in a view. */
export const noteModal = (sentence: string, foot?: Text): types.ModalView => ({
  type: 'modal',
  callback_id: panelCallback,
  title: plainText('Mentorlog', limits.viewTitle),
  close: plainText('Close', limits.viewTitle),
  blocks: [{ type: 'section', text: plainText(sentence) }, ...footOf(foot === undefined ? {} : { foot }, nobody)],
});

/** No line at a foot speaks of anybody by a mention, or of a moment. */
const nobody: Reader = {
  person: null,
  platform: 'slack',
  zone: 'UTC',
  locale: 'en-GB',
  named: () => ({ name: 'someone' }),
};
