import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import { audienceOf } from '../../src/chat/audience.js';
import {
  type Field,
  type FormView,
  type Group,
  type Item,
  type Note,
  type Problem,
  placeOf,
  rowsOf,
  type Step,
} from '../../src/chat/form.js';
import type { Reader } from '../../src/chat/text.js';
import { AudienceLine, audienceId, describedBy, elementId, FieldView, Remarks } from './field.js';
import { AlertIcon, BackIcon, CareIcon, CrossIcon, HomeIcon, PlusIcon } from './icons.js';
import { nameOf, writeMove } from './posted.js';
import { Moment, Words } from './words.js';

/** Where a form stands. */
export interface FormPlace {
  /** The path that every move is posted to. */
  readonly action: string;
  /** The path that keeps what is written and then shows whom to turn to. */
  readonly concern: string;
  /** The path that keeps what is written and then shows the home page, where there is one. */
  readonly home?: string;
  /** Fresh with every rendering (see `deliveryOf`). */
  readonly nonce: string;
  /** The place that takes the focus: `problems`, `step`, or a field's. */
  readonly focus?: string;
  /** Keep what is written at each pause in typing. */
  readonly live: boolean;
}

const nowhere: FormPlace = { action: '/form', concern: '/concern', home: '/home', nonce: 'nonce', live: false };

/** Every place of a step that an element stands for. */
function placesOf(view: FormView, step: Step): ReadonlySet<string> {
  return new Set(
    step.items.flatMap((item) => {
      if (item.kind === 'note') return [];
      if (item.kind !== 'group') return [item.id];
      const rows = rowsOf(view.answers, item.id);
      return [item.id, ...rows.flatMap((r) => item.fields.map((f) => placeOf(item.id, r.key, f.id)))];
    }),
  );
}

/** The label of the field that a problem is about: "Choose at least one" says little when it stands alone. */
function labelAt(step: Step, at: string): string {
  const [group, , field] = at.split('/');
  const item = step.items.find((i) => i.id === group);
  const about = item?.kind === 'group' ? item.fields.find((f) => f.id === field) : item;
  return about === undefined || about.kind === 'note' ? '' : `${about.label.replace(/[:.?]$/, '')}: `;
}

function Summary({ view, step, focus }: { view: FormView; step: Step; focus: boolean }) {
  const places = placesOf(view, step);
  return (
    <div
      class="summary"
      id="problems"
      role="alert"
      aria-labelledby="problems-title"
      {...(focus ? { tabIndex: -1, autofocus: true } : {})}
    >
      <h3 id="problems-title">
        <AlertIcon />
        {view.problems.length === 1 ? 'One thing to put right' : `${view.problems.length} things to put right`}
      </h3>
      <ul>
        {view.problems.map((p, i) => (
          <li key={i} dir="auto">
            {places.has(p.at) ? (
              <a href={`#${elementId(p.at)}`}>
                {labelAt(step, p.at)}
                {p.say}
              </a>
            ) : (
              p.say
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Where it stands who reads a field, unless it says so itself. */
type Heard = (field: Field) => { readonly readersId: string } | Record<string, never>;

interface Shared {
  readonly problems: readonly Problem[];
  readonly hints: readonly Problem[];
  readonly focus: string;
}

function GroupView({ group, view, shared, heard }: { group: Group; view: FormView; shared: Shared; heard: Heard }) {
  const rows = rowsOf(view.answers, group.id);
  const id = elementId(group.id);
  const [first] = group.fields;
  const said =
    group.fields.every((f) => f.readers === first?.readers) && first !== undefined ? heard(first).readersId : undefined;
  const about = describedBy(group.id, { ...shared, hint: group.hint !== undefined, readersId: said });
  const wrong = shared.problems.some((p) => p.at === group.id);
  return (
    <section
      class={`group${wrong ? ' wrong' : ''}`}
      id={id}
      tabIndex={-1}
      aria-labelledby={`${id}-title`}
      aria-describedby={about}
      autofocus={shared.focus === group.id}
    >
      <input type="hidden" name={nameOf.group} value={group.id} />
      <h3 id={`${id}-title`} dir="auto">
        {group.label}
      </h3>
      {group.hint !== undefined && (
        <p class="hint" id={`${id}-hint`} dir="auto">
          {group.hint}
        </p>
      )}
      <Remarks at={group.id} problems={shared.problems} hints={shared.hints} />
      {rows.map((row, n) => (
        <fieldset class="row" key={row.key}>
          <legend>{`${group.one} ${n + 1}`}</legend>
          <input type="hidden" name={nameOf.rowKey(group.id)} value={row.key} />
          <div class="fields">
            {group.fields.map((field) => (
              <FieldView
                key={field.id}
                field={field}
                name={nameOf.rowField(group.id, row.key, field.id)}
                at={placeOf(group.id, row.key, field.id)}
                value={row.values[field.id]}
                {...shared}
                {...heard(field)}
              />
            ))}
          </div>
          {rows.length > group.min && (
            <button
              type="submit"
              class="quiet"
              name="move"
              id={`remove-${elementId(placeOf(group.id, row.key, ''))}`}
              value={writeMove({ do: 'remove', group: group.id, row: row.key })}
            >
              <CrossIcon />
              {`Remove ${group.one.toLowerCase()} ${n + 1}`}
            </button>
          )}
        </fieldset>
      ))}
      {rows.length === 0 && <p class="muted none">None yet.</p>}
      {rows.length < group.max ? (
        <button
          type="submit"
          class="button plain add"
          name="move"
          id={`add-${id}`}
          value={writeMove({ do: 'add', group: group.id })}
        >
          <PlusIcon />
          {group.addLabel}
        </button>
      ) : (
        <p class="muted none">{`There is room for ${group.max} at most.`}</p>
      )}
    </section>
  );
}

/** "Saved at 15:04", and the revision of the draft that the page has: redrawn alone after each pause in typing. */
function Kept({ view, reader }: { view: FormView; reader: Reader }) {
  return (
    <span id="kept" class="kept">
      <input type="hidden" id="revision" name="revision" value={view.revision} />
      <span id="saved" class="saved">
        {view.savedAt === undefined ? (
          'Not saved yet'
        ) : (
          <>
            Saved at <Moment at={view.savedAt} as="time" reader={reader} />
          </>
        )}
      </span>
    </span>
  );
}

/** The answer to a save in the background. */
export const savedFragment = (view: FormView, reader: Reader): string => render(<Kept view={view} reader={reader} />);

function Steps({ view, at, focus }: { view: FormView; at: number; focus: boolean }) {
  const { steps } = view.form;
  const title = steps[at]?.title ?? '';
  return (
    <div class="step">
      {steps.length > 1 && (
        <div class="step-bar" aria-hidden="true">
          {steps.map((s, i) => (
            <span key={s.id} class={i < at ? 'past' : i === at ? 'now' : undefined} />
          ))}
        </div>
      )}
      <h2
        id="step"
        class={steps.length === 1 && title === view.form.title ? 'unseen' : undefined}
        {...(focus ? { tabIndex: -1, autofocus: true } : {})}
      >
        {steps.length > 1 && <span class="step-count">{`Step ${at + 1} of ${steps.length}: `}</span>}
        <span dir="auto">{title}</span>
      </h2>
    </div>
  );
}

interface Run {
  readonly kind: 'notes';
  readonly id: string;
  readonly notes: readonly Note[];
}

/** A step's items, with notes that follow each other as one: they are read as one, and drawn in one box. */
function inRuns(items: readonly Item[]): readonly (Field | Group | Run)[] {
  const runs: (Field | Group | Run)[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (item.kind !== 'note') runs.push(item);
    else if (last?.kind === 'notes' && last.notes[0]?.tone === item.tone)
      runs.splice(-1, 1, { ...last, notes: [...last.notes, item] });
    else runs.push({ kind: 'notes', id: item.id, notes: [item] });
  }
  return runs;
}

/** What is known already, behind one line; open where something in it has to be put right. */
function Known({ line, wrong, children }: { line: ComponentChildren; wrong: boolean; children: ComponentChildren }) {
  return (
    <details class="known" id="known" open={wrong}>
      <summary>
        <span class="words" dir="auto">
          {line}
        </span>
        <span class="change">Change</span>
      </summary>
      <div class="fields">{children}</div>
    </details>
  );
}

/** A form with its open step: every button carries its move, and everything works without a script. */
export function FormPage({ view, reader, place }: { view: FormView; reader: Reader; place: FormPlace }) {
  const { steps } = view.form;
  const at = Math.max(
    steps.findIndex((s) => s.id === view.step),
    0,
  );
  const step = steps[at];
  if (step === undefined) return null;
  const last = at === steps.length - 1;
  const { apart } = audienceOf(step.items);
  const heard: Heard = (f) => (apart.has(f.readers) ? {} : { readersId: audienceId(f.readers) });
  const shared: Shared = { problems: view.problems, hints: view.hints, focus: place.focus ?? '' };
  // A step that may be sent from although others follow: sending is the main thing, the others are an offer.
  const early = !last && step.submit !== undefined;
  const known = new Set(step.known?.items ?? []);
  const drawn = (items: readonly Item[]) =>
    inRuns(items).map((item) =>
      item.kind === 'notes' ? (
        <div key={item.id} class={item.notes[0]?.tone === 'muted' ? 'note small' : 'note'}>
          {item.notes.map((n) => (
            <p key={n.id} class="words" dir="auto">
              <Words text={n.text} reader={reader} />
            </p>
          ))}
        </div>
      ) : item.kind === 'group' ? (
        <GroupView key={item.id} group={item} view={view} shared={shared} heard={heard} />
      ) : (
        <FieldView
          key={item.id}
          field={item}
          name={nameOf.field(item.id)}
          at={item.id}
          value={view.answers.values[item.id]}
          {...shared}
          {...heard(item)}
        />
      ),
    );
  const onward = last || early ? 'submit' : 'next';
  return (
    <form id="form" class="form" method="post" action={place.action} novalidate autocomplete="off">
      {/* The first button of a form is the one that the Enter key presses. */}
      <button type="submit" name="move" value={onward} class="unseen" tabIndex={-1} aria-hidden="true" />
      <input type="hidden" name="nonce" value={place.nonce} />
      <input type="hidden" name="draft" value={view.draft} />
      <input type="hidden" name="step" value={step.id} />
      {place.live && (
        <div
          hidden
          hx-post={place.action}
          hx-vals='{"move":"save","quiet":"1"}'
          hx-trigger="input delay:800ms from:closest form"
          hx-target="#kept"
          hx-swap="outerHTML"
          hx-sync="this:queue last"
        />
      )}
      <h1 dir="auto">{view.form.title}</h1>
      <Steps view={view} at={at} focus={place.focus === 'step'} />
      {view.problems.length > 0 && <Summary view={view} step={step} focus={place.focus === 'problems'} />}
      {view.notice !== undefined && (
        <p class="notice words" dir="auto" id="notice">
          <Words text={view.notice} reader={reader} />
        </p>
      )}
      <AudienceLine items={step.items} />
      <div class="fields">
        {step.known !== undefined && (
          <Known
            line={<Words text={step.known.line} reader={reader} />}
            wrong={[...view.problems, ...view.hints].some((p) => known.has(p.at))}
          >
            {drawn(step.items.filter((i) => known.has(i.id) && i.kind !== 'note'))}
          </Known>
        )}
        {drawn(step.items.filter((i) => !known.has(i.id)))}
      </div>
      <div class="moves">
        <button type="submit" name="move" value={onward} class="button main" id="onward">
          {last || early ? (step.submit ?? view.form.submit) : `Next: ${steps[at + 1]?.title ?? ''}`}
        </button>
        {early && (
          <button type="submit" name="move" value="next" class="button plain" id="next">
            {/* One piece: a button's pieces stand apart, and its words would read “Add the rest : …”. */}
            <span>
              {step.onward ?? 'Add the rest'}
              <span class="rest">{`: ${steps[at + 1]?.title ?? ''}`}</span>
            </span>
          </button>
        )}
      </div>
      <div class="leave">
        {at > 0 && (
          <button type="submit" name="move" value="back" class="quiet" id="back">
            <BackIcon />
            Back
          </button>
        )}
        <button type="submit" name="move" value="save" class="quiet" id="save">
          Save draft
        </button>
        <Kept view={view} reader={reader} />
      </div>
      <div class="leave">
        <button type="submit" name="move" value="closed" class="quiet" id="closed">
          Close for now
        </button>
        {place.home !== undefined && (
          <button type="submit" name="move" value="closed" class="quiet" formaction={place.home} id="home">
            <HomeIcon />
            Home
          </button>
        )}
        <button type="submit" class="quiet concern" formaction={place.concern} id="concern">
          <CareIcon />
          Worried about someone?
        </button>
      </div>
    </form>
  );
}

/**
 * A form as HTML for its reader: a `<form>` element. Every word is escaped. `place` says where it is posted to; by
 * default it stands alone and keeps nothing at pauses in typing.
 */
export function renderFormHtml(view: FormView, reader: Reader, place: Partial<FormPlace> = {}): string {
  return render(<FormPage view={view} reader={reader} place={{ ...nowhere, ...place }} />);
}
