import type { types } from '@slack/bolt';
import { button, type Card } from '../../src/chat/card.js';
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
  type Values,
} from '../../src/chat/form.js';
import { literal, moment, type Reader, say } from '../../src/chat/text.js';
import { count, shorten } from '../../src/kernel/words.js';
import { buttonRows, cardBlocks, headerBlock, quietBlock, textBlock } from './blocks.js';
import { fromHome, writeForm, writeMove } from './carried.js';
import { fieldElement } from './fields.js';
import { limits } from './limits.js';
import { plainText } from './text.js';

export const formCallback = 'form';
export const panelCallback = 'panel';

/** Who will read a field, in the reader's own words, as its hint. */
const readersInWords: Record<Readers, string> = {
  shown: 'May stand in a direct message.',
  own: 'Only you can see this.',
  both: 'Both of you can read this, and so can those who assess.',
  mentor: 'The mentor and those who assess can read this.',
  coordinator: 'Only the coordinator can read this.',
  sharing: 'Read by those you choose in this form.',
};

/** Where a view was opened, as far as what is done in it has to know. */
export interface From {
  /** From the App Home. */
  readonly home?: true;
}

interface Drawing extends From {
  readonly view: FormView;
  readonly reader: Reader;
  /** Who reads most of this step's fields: said once above them, and beside those alone that differ. */
  readonly readers: Readers | undefined;
  /** Single choices as lists: so many of them side by side would be longer than a phone should have to scroll. */
  readonly lists: boolean;
}

/** From so many fields on, who reads them is said once: on a phone the same two lines on each are most of the form. */
const saidOnceFrom = 4;
/** Options of single choices that may stand open in one step, each a line of its own. */
const mostOpenOptions = 15;

function drawingOf(view: FormView, reader: Reader, step: Step): Drawing {
  const fields = step.items.filter((i) => i.kind !== 'note' && i.kind !== 'group');
  const counts = new Map<Readers, number>();
  for (const f of fields) counts.set(f.readers, (counts.get(f.readers) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  const open = fields.flatMap((f) => (f.kind === 'choice' && f.many !== true && f.shown === 'buttons' ? f.of : []));
  return {
    view,
    reader,
    readers: most === undefined || most[1] < saidOnceFrom ? undefined : most[0],
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

/** `readers`: false where it has been said already who reads this. */
function fieldBlocks(d: Drawing, field: Field, at: string, values: Values, readers: boolean): types.KnownBlock[] {
  const unit = field.kind === 'number' && field.unit !== undefined ? ` (${field.unit})` : '';
  const hint = [field.hint, readers ? readersInWords[field.readers] : undefined]
    .filter((h) => h !== undefined && h !== '')
    .join(' ');
  return [
    {
      type: 'input',
      block_id: at,
      label: plainText(`${field.label}${unit}`, limits.label),
      ...(hint === '' ? {} : { hint: plainText(hint, limits.hint) }),
      optional: field.optional === true,
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
      fieldBlocks(d, f, placeOf(group.id, row.key, f.id), row.values, readersOf(group) === undefined),
    ),
    ...besides(d, `${group.id}/${row.key}`),
  ];
}

function groupBlocks(d: Drawing, group: Group, most: number): types.KnownBlock[] {
  const rows = rowsOf(d.view.answers, group.id);
  const shown = rows.slice(0, most);
  const hidden = rows.length - shown.length;
  const readers = readersOf(group);
  const hint = [group.hint, readers === undefined ? undefined : readersInWords[readers]].filter((h) => h !== undefined);
  return [
    headerBlock(group.label),
    ...(hint.length === 0 ? [] : [quietBlock(literal(hint.join(' ')), d.reader)]),
    ...besides(d, group.id),
    ...shown.flatMap((row, i) => rowBlocks(d, group, row, i, rows.length > group.min)),
    ...(hidden === 0
      ? []
      : [quietBlock(literal(`… and ${hidden} more, kept but too many to show at once.`), d.reader)]),
    ...(rows.length >= group.max
      ? []
      : [
          {
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
          } satisfies types.ActionsBlock,
        ]),
  ];
}

/** The places that this step draws: a problem at any other place is said at the top. */
function placesOf(step: Step, view: FormView): ReadonlySet<string> {
  return new Set(
    step.items.flatMap((item) => {
      if (item.kind === 'note') return [];
      if (item.kind !== 'group') return [item.id];
      const rows = rowsOf(view.answers, item.id);
      return [
        item.id,
        ...rows.flatMap((r) => [`${item.id}/${r.key}`, ...item.fields.map((f) => placeOf(item.id, r.key, f.id))]),
      ];
    }),
  );
}

function top(d: Drawing, step: Step, index: number): types.KnownBlock[] {
  const { view, reader } = d;
  const here = placesOf(step, view);
  const elsewhere = view.problems.filter((p) => !here.has(p.at));
  return [
    ...(view.form.steps.length > 1
      ? [headerBlock(step.title), quietBlock(literal(`Step ${index + 1} of ${view.form.steps.length}`), reader)]
      : []),
    ...(view.notice === undefined ? [] : [textBlock(view.notice, reader)]),
    ...(view.problems.length === 0
      ? []
      : [quietBlock(literal(`⚠ ${count(view.problems.length, 'answer')} to look at before this can go.`), reader)]),
    ...elsewhere.map((p) => quietBlock(literal(`⚠ ${p.say}`), reader)),
    ...(d.readers === undefined
      ? []
      : [quietBlock(literal(`${readersInWords[d.readers]} Fields that others read say so.`), reader)]),
  ];
}

/** Whether this step's submission sends the form: the last one, and those that say so. */
const mayBeSent = (view: FormView, index: number): boolean =>
  index === view.form.steps.length - 1 || view.form.steps[index]?.submit !== undefined;

function bottom(d: Drawing, index: number): types.KnownBlock[] {
  const { view, reader } = d;
  const move = (label: string, to: 'back' | 'save' | 'next'): types.Button => ({
    type: 'button',
    action_id: `form.${to}`,
    text: plainText(label, limits.buttonText),
    value: writeMove({ do: to }),
  });
  const concern = button('Worried about someone?', 'concern.open', '-', { arg: view.form.concern });
  const kept = 'What you type is kept when you move on, save, or add or remove a row; closing loses what came after.';
  const [row] = buttonRows([concern], undefined, new Map());
  return [
    quietBlock(
      view.savedAt === undefined ? literal(kept) : say`Saved at ${moment(view.savedAt, 'time')}. ${kept}`,
      reader,
    ),
    {
      type: 'actions',
      block_id: 'form:moves',
      elements: [
        // Where the view's own button sends the form, the way on is a button of its own.
        ...(mayBeSent(view, index) && index < view.form.steps.length - 1 ? [move('Add the rest', 'next')] : []),
        ...(index > 0 ? [move('Back', 'back')] : []),
        move('Save', 'save'),
        ...(row?.elements ?? []),
      ],
    },
  ];
}

function drawStep(d: Drawing, step: Step, index: number, most: number): types.ModalView {
  const { view } = d;
  const sends = mayBeSent(view, index);
  const middle = step.items.flatMap((item): types.KnownBlock[] => {
    if (item.kind === 'note') return [textBlock(item.text, d.reader)];
    return item.kind === 'group'
      ? groupBlocks(d, item, most)
      : fieldBlocks(d, item, item.id, view.answers.values, item.readers !== d.readers);
  });
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
    }),
    blocks: [...top(d, step, index), ...middle, ...bottom(d, index)],
  };
}

/**
 * The open step of a form as a modal. Field ids are `block_id`s and stay the same from drawing to drawing, so that
 * Slack keeps what was typed (docs.slack.dev, reference/views/modal-views: "Preserving input entry in views").
 * Where a step's rows are too many for one view, as many are drawn as fit, and the view says so: those that are not
 * drawn are not in the answers either, and stay as they were kept.
 * @param from what the view has to carry of where it was opened
 * @throws RangeError where the step is not one of the form's.
 */
export function formModal(view: FormView, reader: Reader, from: From = {}): types.ModalView {
  const index = view.form.steps.findIndex((s) => s.id === view.step);
  const step = view.form.steps[index];
  if (step === undefined) throw new RangeError(`form ${view.form.id} has no step ${view.step}`);
  let most = Math.max(0, ...step.items.map((i) => (i.kind === 'group' ? rowsOf(view.answers, i.id).length : 0)));
  for (;;) {
    const drawn = drawStep({ ...drawingOf(view, reader, step), ...from }, step, index, most);
    const fits =
      drawn.blocks.length <= limits.viewBlocks && Buffer.byteLength(JSON.stringify(drawn)) <= limits.viewBytes;
    if (fits || most === 0) return drawn;
    most -= 1;
  }
}

/** A card to read, where a form would be: private words may stand here. */
export const panelModal = (card: Card, reader: Reader, from: From = {}): types.ModalView => ({
  type: 'modal',
  callback_id: panelCallback,
  ...(from.home === undefined ? {} : { private_metadata: fromHome }),
  title: plainText(card.title, limits.viewTitle),
  close: plainText('Close', limits.viewTitle),
  blocks: cardBlocks(card.title.length > limits.viewTitle ? card : { ...card, title: '' }, { reader, in: 'view' }),
});

/** A sentence of this adapter's own, in a view. */
export const noteModal = (sentence: string): types.ModalView => ({
  type: 'modal',
  callback_id: panelCallback,
  title: plainText('Mentorlog', limits.viewTitle),
  close: plainText('Close', limits.viewTitle),
  blocks: [{ type: 'section', text: plainText(sentence) }],
});
