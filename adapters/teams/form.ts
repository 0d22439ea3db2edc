import { audienceInWords, audienceOf } from '../../src/chat/audience.js';
import { readValue } from '../../src/chat/check.js';
import {
  type Answers,
  type Field,
  type FormView,
  type Group,
  type Item,
  placeOf,
  type Readers,
  type Row,
  rowsOf,
  saysOptional,
  type Value,
} from '../../src/chat/form.js';
import { readersInWords } from '../../src/chat/readers.js';
import type { Reader, Text } from '../../src/chat/text.js';
import { count } from '../../src/kernel/words.js';
import {
  action,
  actionSets,
  actionStyle,
  cardOf,
  mutedText,
  opener,
  type Stands,
  textBlock,
  titleText,
} from './card.js';
import { dataOf, emptySlot, type FormMove, type Kind, optionOut, type Shape, shapeSlot } from './data.js';
import { bytesOf, largestCard, largestDialog } from './limits.js';
import { cardMoment, draw, type Json, literal, Mentions } from './text.js';
import { itemsAt, readElsewhere, withholds } from './withheld.js';

export interface FormDrawing {
  readonly reader: Reader;
  /** `dialog`, or in a card of the conversation. */
  readonly stands: Stands;
  /**
   * In a card of the conversation: the places that were typed in the very request this answers. Of what another wrote in
   * private only these are shown again; what was kept before stays in the draft and is said to be kept.
   */
  readonly typed: ReadonlySet<string>;
  /** An in-card form offers the dialog as well. */
  readonly dialog: boolean;
  /** Nonce for its buttons that are not moves. */
  readonly key: string;
  /** Whom to call and to tell, at its foot (docs/concern.md#already-there). */
  readonly foot?: Text | undefined;
}

const readBy = (readers: Readers): string => `${readersInWords[readers]}.`;

const kindOf = (f: Field): Kind =>
  f.kind === 'text' ? 't' : f.kind === 'number' ? 'n' : f.kind === 'choice' && f.many ? 'm' : 'o';

const isEmpty = (v: Value | undefined): boolean => v === undefined || v === '' || (Array.isArray(v) && v.length === 0);

/** Of a text that is shown empty although the draft has something there. */
const keptAsItIs = 'Filled in already, and not shown in this chat. Leave it empty to keep it.';

/** In the place of the button that signs. */
const notWhole =
  'You sign only what you can read, and some of this is too long to be shown here. Where it says “not shown”, write it shorter; then you can sign.';

/** What had to be left out so that the card keeps within its size. */
interface Left {
  readonly values: Set<string>;
  /** `group/row` */
  readonly rows: Set<string>;
}

/** One drawing of one step, with what it gathers on the way. */
class Page {
  readonly mentions = new Mentions();
  readonly kept: string[] = [];
  /** Who reads the open step, which stands at its head. */
  readonly audience: ReturnType<typeof audienceOf>;
  constructor(
    readonly view: FormView,
    readonly how: FormDrawing,
    readonly left: Left,
    /** Every other step can be shown whole. */
    readonly othersWhole: boolean,
  ) {
    this.audience = audienceOf(view.form.steps.find((s) => s.id === view.step)?.items ?? []);
  }

  /** "Title and Day: may appear in messages and calendars. The rest: the mentor and those who assess read this." */
  audienceLine(): readonly Json[] {
    const { said, apart } = this.audience;
    const words = said.map((one) => `${audienceInWords(one, readersInWords[one.readers], apart.size > 0)}.`);
    return words.length === 0 ? [] : [mutedText(literal(words.join(' ')))];
  }

  problems(place: string): readonly Json[] {
    return [
      ...this.view.problems
        .filter((p) => p.at === place)
        .map((p) => textBlock(literal(p.say), { color: 'Attention', weight: 'Bolder', spacing: 'Small' })),
      ...this.view.hints
        .filter((h) => h.at === place)
        .map((h) => textBlock(literal(h.say), { color: 'Warning', size: 'Small', spacing: 'Small' })),
    ];
  }

  /** One field: its input with its label, what is wrong with it, and what helps to fill it in. */
  field(f: Field, place: string, value: Value | undefined, sayReaders: boolean): readonly Json[] {
    const withheld =
      !isEmpty(value) &&
      (this.left.values.has(place) ||
        (this.how.stands === 'message' && f.kind === 'text' && f.anothers === true && !this.how.typed.has(place)));
    if (withheld) this.kept.push(place);
    const wrong = this.view.problems.find((p) => p.at === place);
    const help = [
      f.hint,
      f.kind === 'number' ? `From ${f.min} to ${f.max}${f.unit === undefined ? '' : ` ${f.unit}`}.` : undefined,
      withheld ? keptAsItIs : undefined,
      sayReaders ? readBy(f.readers) : undefined,
    ].filter((s) => s !== undefined);
    return [
      {
        ...input(f, withheld ? undefined : value),
        id: place,
        label: saysOptional(f) ? `${f.label} (optional)` : f.label,
        // Shown by no client as there is nothing that it could check; read out by some beside the field.
        ...(wrong === undefined ? {} : { errorMessage: wrong.say }),
      },
      ...this.problems(place),
      ...(help.length === 0 ? [] : [{ ...mutedText(literal(help.join(' '))), spacing: 'Small' }]),
      ...(withheld
        ? [{ type: 'Input.Toggle', id: emptySlot(place), title: 'Empty this field', value: 'false', spacing: 'Small' }]
        : []),
    ];
  }

  group(g: Group): readonly Json[] {
    const rows = rowsOf(this.view.answers, g.id);
    const readers = new Set(g.fields.map((f) => f.readers));
    const alike = readers.size === 1 ? [...readers][0] : undefined;
    const hidden = rows.filter((r) => this.left.rows.has(`${g.id}/${r.key}`));
    for (const r of hidden) this.kept.push(`${g.id}/${r.key}`);
    const says = alike !== undefined && this.audience.apart.has(alike);
    const about = [g.hint, says ? readBy(alike) : undefined].filter((s) => s !== undefined);
    return [
      textBlock(literal(g.label), { weight: 'Bolder', style: 'heading', spacing: 'Large', separator: true }),
      ...(about.length === 0 ? [] : [{ ...mutedText(literal(about.join(' '))), spacing: 'Small' }]),
      ...this.problems(g.id),
      ...(hidden.length === 0
        ? []
        : [mutedText(`${count(hidden.length, 'row')} more: kept as they are, not shown here for want of room.`)]),
      ...rows.flatMap((r, i) =>
        hidden.includes(r)
          ? []
          : [
              this.row(
                g,
                r,
                i,
                rows.length,
                alike === undefined && g.fields.some((f) => this.audience.apart.has(f.readers)),
              ),
            ],
      ),
      ...(rows.length < g.max
        ? actionSets([this.move(g.addLabel, { do: 'add', group: g.id }, { tooltip: `${g.addLabel}: ${g.label}` })])
        : []),
    ];
  }

  row(g: Group, r: Row, index: number, of: number, sayReaders: boolean): Json {
    const name = `${g.one} ${index + 1}`;
    return {
      type: 'Container',
      style: 'emphasis',
      items: [
        textBlock(literal(name), { weight: 'Bolder' }),
        ...g.fields.flatMap((f) => this.field(f, placeOf(g.id, r.key, f.id), r.values[f.id], sayReaders)),
        ...(of > g.min
          ? actionSets([this.move('Remove', { do: 'remove', group: g.id, row: r.key }, { tooltip: `Remove ${name}` })])
          : []),
      ],
    };
  }

  item(item: Item): readonly Json[] {
    if (item.kind === 'note') return [textBlock(draw(item.text, this.how.reader, this.mentions))];
    if (item.kind === 'group') return this.group(item);
    return this.field(item, item.id, this.view.answers.values[item.id], this.audience.apart.has(item.readers));
  }

  move(title: string, move: FormMove, more: Json = {}): Json {
    const { draft, revision, step } = this.view;
    return action(title, dataOf({ kind: 'form', draft, revision, step, move }), this.how.stands, more);
  }

  /** The moves, and beside them what is none. To be called after all items were drawn. */
  actions(): readonly Json[] {
    const { form, step, draft } = this.view;
    const at = form.steps.findIndex((s) => s.id === step);
    const last = at >= form.steps.length - 1;
    // A step that may be sent from although others follow: sending is the main thing, the others are an offer.
    const early = last ? undefined : form.steps[at]?.submit;
    const resume = { kind: 'press', press: { verb: 'draft.continue', subject: draft }, drawn: 0, here: false } as const;
    const sends = last || early !== undefined;
    const whole = form.signs !== true || (this.othersWhole && this.kept.length === 0);
    return [
      ...(sends && !whole ? [textBlock(notWhole, { color: 'Attention' })] : []),
      ...actionSets([
        ...(sends && whole ? [this.move(early ?? form.submit, { do: 'submit' }, actionStyle('main'))] : []),
        ...(last
          ? []
          : [
              early === undefined
                ? this.move('Next', { do: 'next' }, actionStyle('main'))
                : this.move(form.steps[at]?.onward ?? 'Add the rest', { do: 'next' }),
            ]),
        ...(at > 0 ? [this.move('Back', { do: 'back' })] : []),
        this.move('Save for later', { do: 'save' }),
      ]),
      ...actionSets([
        ...(this.how.stands === 'message'
          ? [
              ...(this.how.dialog ? [opener('Open in a window', dataOf({ ...resume, key: this.how.key }, true))] : []),
              this.move('Close', { do: 'closed' }),
            ]
          : []),
        this.move('Worried about someone?', { do: 'concern', as: form.concern }),
      ]),
    ];
  }
}

function input(f: Field, value: Value | undefined): Json {
  switch (f.kind) {
    case 'text':
      return {
        type: 'Input.Text',
        maxLength: f.max,
        ...(f.lines === 'many' ? { isMultiline: true } : {}),
        ...(isEmpty(value) ? {} : { value: String(value) }),
      };
    case 'number':
      // No `min` and `max`: a client that checks them would block *add* and *save* as well. The server checks.
      return { type: 'Input.Number', ...(typeof value === 'number' ? { value } : {}) };
    case 'date':
      return { type: 'Input.Date', ...(typeof value === 'string' && value !== '' ? { value } : {}) };
    case 'time':
      return { type: 'Input.Time', ...(typeof value === 'string' && value !== '' ? { value } : {}) };
    case 'choice': {
      const chosen = (Array.isArray(value) ? value : isEmpty(value) ? [] : [String(value)]).map(optionOut);
      return {
        type: 'Input.ChoiceSet',
        style: f.shown === 'buttons' ? 'expanded' : 'compact',
        wrap: true,
        ...(f.many ? { isMultiSelect: true } : {}),
        choices: f.of.map((o) => ({ title: o.label, value: optionOut(o.value) })),
        ...(chosen.length === 0 ? {} : { value: chosen.join(',') }),
      };
    }
    default:
      return f satisfies never;
  }
}

/** Which fields the open step holds; rows in their order. */
function shapeOf(items: readonly Item[], answers: Answers, kept: readonly string[]): Shape {
  const fields = (of: readonly Field[]): Record<string, Kind> => Object.fromEntries(of.map((f) => [f.id, kindOf(f)]));
  return {
    f: fields(items.filter((i): i is Field => i.kind !== 'group' && i.kind !== 'note')),
    g: Object.fromEntries(
      items
        .filter((i) => i.kind === 'group')
        .map((g) => [g.id, { f: fields(g.fields), r: rowsOf(answers, g.id).map((r) => r.key) }]),
    ),
    k: kept,
  };
}

function drawPage(view: FormView, how: FormDrawing, left: Left, othersWhole: boolean): Json {
  const { form } = view;
  const at = Math.max(
    0,
    form.steps.findIndex((s) => s.id === view.step),
  );
  const step = form.steps[at];
  if (step === undefined) throw new RangeError('a form has at least one step');
  const page = new Page({ ...view, step: step.id }, how, left, othersWhole);
  const shown = itemsAt(step.items, how.stands);
  const items = shown.flatMap((i) => page.item(i));
  const here = new Set(placesOf(shown, view.answers));
  const elsewhere = view.problems.filter((p) => !here.has(p.at));
  const wrong = view.problems.length;
  const saved = view.savedAt === undefined ? '' : `Saved at {{TIME(${cardMoment(view.savedAt)})}}. `;
  // Where there is only something to read, nothing could be lost.
  const typed = step.items.some((i) => i.kind !== 'note');
  const keeping = `${saved}${typed ? 'What you type is kept when you press a button here, not when you close this.' : ''}`;
  const body: readonly Json[] = [
    // A dialog shows the form's title in its own bar.
    ...(how.stands === 'message' ? [titleText(form.title)] : []),
    ...(form.steps.length > 1
      ? [textBlock(literal(`Step ${at + 1} of ${form.steps.length}: ${step.title}`), { weight: 'Bolder' })]
      : []),
    ...(view.notice === undefined ? [] : [textBlock(draw(view.notice, how.reader, page.mentions))]),
    ...(wrong === 0
      ? []
      : [textBlock(`${count(wrong, 'thing')} to put right.`, { color: 'Attention', weight: 'Bolder' })]),
    ...elsewhere.map((p) => textBlock(literal(p.say), { color: 'Attention' })),
    ...page.audienceLine(),
    ...(how.dialog && withholds(step.items, how.stands) ? [mutedText(literal(readElsewhere))] : []),
    ...items,
    ...(keeping === '' ? [] : [mutedText(keeping)]),
    ...page.actions(),
    ...(how.foot === undefined ? [] : [textBlock(draw(how.foot, how.reader, page.mentions), { separator: true })]),
    {
      type: 'Input.Text',
      id: shapeSlot,
      isVisible: false,
      value: JSON.stringify(shapeOf(shown, view.answers, page.kept)),
    },
  ];
  return cardOf(body, page.mentions, `${form.title}. This form needs a newer version of Teams.`);
}

/** Every place of a step that has something to say a problem at. */
function placesOf(items: readonly Item[], answers: Answers): readonly string[] {
  return items.flatMap((i) => {
    if (i.kind === 'note') return [];
    if (i.kind !== 'group') return [i.id];
    return [i.id, ...rowsOf(answers, i.id).flatMap((r) => i.fields.map((f) => placeOf(i.id, r.key, f.id)))];
  });
}

/**
 * The places of a step where the form holds the very words that were sent with this request. Where it holds others (the
 * window was an old one), they are not the sender's of just now.
 */
export function typedHere(items: readonly Item[], answers: Answers, sent: Answers): ReadonlySet<string> {
  const places = new Set<string>();
  const look = (f: Field, place: string, held: Value | undefined, got: Value | undefined): void => {
    if (got !== undefined && JSON.stringify(held) === JSON.stringify(readValue(f, got))) places.add(place);
  };
  for (const i of items) {
    if (i.kind === 'note') continue;
    if (i.kind !== 'group') {
      look(i, i.id, answers.values[i.id], sent.values[i.id]);
      continue;
    }
    for (const row of rowsOf(answers, i.id)) {
      const theirs = rowsOf(sent, i.id).find((r) => r.key === row.key);
      for (const f of i.fields) look(f, placeOf(i.id, row.key, f.id), row.values[f.id], theirs?.values[f.id]);
    }
  }
  return places;
}

/**
 * The open step of a form as an Adaptive Card 1.5. Field ids are the places that problems name. Nothing is marked as
 * required and nothing has limits that a client would check, as both would hold up *add* and *save*. Where all does
 * not fit into Teams' size, the longest texts, then the first rows, are left out, said to be kept, and stay as they
 * are when the form comes back (see `readAnswers`).
 */
export function drawForm(view: FormView, how: FormDrawing): Json {
  const others = view.form.signs === true ? view.form.steps.filter((s) => s.id !== view.step) : [];
  const whole = (left: Left): boolean => left.values.size + left.rows.size === 0;
  return fitted(
    view,
    how,
    others.every((s) => whole(fitted({ ...view, step: s.id }, how, true).left)),
  ).made;
}

function fitted(view: FormView, how: FormDrawing, othersWhole: boolean): { readonly made: Json; readonly left: Left } {
  const limit = how.stands === 'dialog' ? largestDialog : largestCard;
  const left: Left = { values: new Set(), rows: new Set() };
  const step = view.form.steps.find((s) => s.id === view.step) ?? view.form.steps[0];
  const wrongRow = (group: string, row: string): boolean =>
    view.problems.some((p) => p.at.startsWith(`${group}/${row}/`));
  for (;;) {
    const made = drawPage(view, how, left, othersWhole);
    if (bytesOf(made) <= limit) return { made, left };
    const long = longestValue(step?.items ?? [], view.answers, left);
    const rows = (step?.items ?? []).flatMap((i) =>
      i.kind === 'group'
        ? rowsOf(view.answers, i.id)
            .slice(0, -1)
            .filter((r) => !left.rows.has(`${i.id}/${r.key}`) && !wrongRow(i.id, r.key))
            .map((r) => `${i.id}/${r.key}`)
        : [],
    );
    if (long !== undefined && (long.bytes > 400 || rows.length === 0)) left.values.add(long.place);
    else if (rows.length > 0) for (const r of rows.slice(0, Math.ceil(rows.length / 8))) left.rows.add(r);
    else return { made, left };
  }
}

function longestValue(
  items: readonly Item[],
  answers: Answers,
  left: Left,
): { readonly place: string; readonly bytes: number } | undefined {
  const all = items.flatMap((i): readonly (readonly [string, Value | undefined])[] => {
    if (i.kind === 'note') return [];
    if (i.kind !== 'group') return i.kind === 'text' ? [[i.id, answers.values[i.id]]] : [];
    return rowsOf(answers, i.id)
      .filter((r) => !left.rows.has(`${i.id}/${r.key}`))
      .flatMap((r) =>
        i.fields.filter((f) => f.kind === 'text').map((f) => [placeOf(i.id, r.key, f.id), r.values[f.id]] as const),
      );
  });
  return all
    .filter(([place, v]) => !isEmpty(v) && !left.values.has(place))
    .map(([place, v]) => ({ place, bytes: bytesOf(v) }))
    .sort((a, b) => b.bytes - a.bytes)[0];
}
