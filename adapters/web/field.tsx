import { Fragment } from 'preact';
import { audienceInWords, audienceOf } from '../../src/chat/audience.js';
import {
  type Field,
  type Item,
  type Problem,
  type Readers,
  saysOptional,
  unitOf,
  type Value,
} from '../../src/chat/form.js';
import { readersInWords } from '../../src/chat/readers.js';
import { AlertIcon, BulbIcon, EyeIcon, MenuIcon } from './icons.js';

/** The id of the element that a place in the form (`title`, `activities/KEY/minutes`) is found by. */
export const elementId = (at: string): string =>
  `f-${at.replace(/[^A-Za-z0-9]/g, (c) => (c === '/' ? '-' : `_${c.charCodeAt(0).toString(16)}`))}`;

export interface FieldProps {
  readonly field: Field;
  /** What it is called in what is posted. */
  readonly name: string;
  /** Its place, as problems write it. */
  readonly at: string;
  readonly value: Value | undefined;
  readonly problems: readonly Problem[];
  readonly hints: readonly Problem[];
  /** The id of a sentence elsewhere that says who reads this; without it the field says so itself. */
  readonly readersId?: string;
  readonly focus?: string;
}

/** A line with who reads something. */
export function ReadersLine({ readers, id }: { readers: Readers; id: string }) {
  return (
    <p class="readers" id={id}>
      <EyeIcon />
      <span>{readersInWords[readers]}</span>
    </p>
  );
}

/** The id of the words that say, above a step, who reads the fields of one audience. */
export const audienceId = (readers: Readers): string => `readers-${readers}`;

/** Who reads what of a step, said once above it. */
export function AudienceLine({ items }: { items: readonly Item[] }) {
  const { said, apart } = audienceOf(items);
  if (said.length === 0) return null;
  return (
    <p class="readers">
      <EyeIcon />
      <span>
        {said.map((one, i) => (
          <Fragment key={one.readers}>
            {i > 0 && ' '}
            <span
              id={audienceId(one.readers)}
            >{`${audienceInWords(one, readersInWords[one.readers], apart.size > 0)}.`}</span>
          </Fragment>
        ))}
      </span>
    </p>
  );
}

/** What is wrong at a place, and what could be better there. */
export function Remarks({
  at,
  problems,
  hints,
}: {
  at: string;
  problems: readonly Problem[];
  hints: readonly Problem[];
}) {
  const id = elementId(at);
  const wrong = problems.filter((p) => p.at === at);
  const better = hints.filter((h) => h.at === at);
  return (
    <>
      {wrong.length > 0 && (
        <div class="problem" id={`${id}-problem`}>
          <AlertIcon />
          <div>
            {wrong.map((p, i) => (
              <p key={i} dir="auto">
                <span class="unseen">Problem: </span>
                {p.say}
              </p>
            ))}
          </div>
        </div>
      )}
      {better.length > 0 && (
        <div class="suggestion" id={`${id}-suggestion`}>
          <BulbIcon />
          <div>
            {better.map((p, i) => (
              <p key={i} dir="auto">
                <span class="unseen">Suggestion: </span>
                {p.say}
              </p>
            ))}
          </div>
        </div>
      )}
    </>
  );
}

/** The ids of everything that describes a place, for `aria-describedby`. */
export function describedBy(
  at: string,
  has: { problems: readonly Problem[]; hints: readonly Problem[]; hint: boolean; readersId: string | undefined },
): string | undefined {
  const id = elementId(at);
  const ids = [
    has.problems.some((p) => p.at === at) ? `${id}-problem` : '',
    has.hint ? `${id}-hint` : '',
    has.hints.some((h) => h.at === at) ? `${id}-suggestion` : '',
    has.readersId ?? '',
  ].filter((s) => s !== '');
  return ids.length === 0 ? undefined : ids.join(' ');
}

const asText = (value: Value | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
const asMany = (value: Value | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly string[]) : typeof value === 'string' && value !== '' ? [value] : [];

function Label({ field }: { field: Field }) {
  return (
    <>
      <span dir="auto">{field.label}</span>
      {saysOptional(field) && <span class="optional"> (optional)</span>}
    </>
  );
}

/** So short (characters) that it stands in its label's line. */
const shortHint = 40;

function Choices({
  field,
  name,
  at,
  value,
  problems,
  hints,
  readersId,
  focus,
}: FieldProps & { field: Extract<Field, { kind: 'choice' }> }) {
  const many = field.many === true;
  const chosen = many ? asMany(value) : [asText(value)];
  const id = elementId(at);
  const wrong = problems.some((p) => p.at === at);
  const ownReaders = readersId ?? `${id}-readers`;
  const about = describedBy(at, { problems, hints, hint: field.hint !== undefined, readersId: ownReaders });
  const options = field.of;
  return (
    <fieldset
      class={`field choice${wrong ? ' wrong' : ''}`}
      aria-describedby={about}
      {...(many ? {} : { role: 'radiogroup', 'aria-invalid': wrong ? 'true' : undefined })}
    >
      <legend>
        <Label field={field} />
      </legend>
      {field.hint !== undefined && (
        <p class={`hint${field.hint.length <= shortHint ? ' short' : ''}`} id={`${id}-hint`} dir="auto">
          {field.hint}
        </p>
      )}
      <Remarks at={at} problems={problems} hints={hints} />
      {many && <input type="hidden" name={name} value="" />}
      <div class={`options${options.every((o) => o.label.length <= 14) ? ' short' : ''}`}>
        {options.map((option, i) => (
          <label key={option.value} class="option">
            <input
              type={many ? 'checkbox' : 'radio'}
              id={i === 0 ? id : `${id}-o${i}`}
              name={name}
              value={option.value}
              checked={chosen.includes(option.value)}
              autofocus={i === 0 && focus === at}
              {...(many && wrong ? { 'aria-invalid': 'true' } : {})}
            />
            <span dir="auto">{option.label}</span>
          </label>
        ))}
      </div>
      {/* An answer that may be left out must be possible to take back; seen once there is one. */}
      {!many && field.optional === true && (
        <label class="clear">
          <input type="radio" name={name} value="" class="unseen" />
          <span>Clear my choice</span>
        </label>
      )}
      {readersId === undefined && <ReadersLine readers={field.readers} id={ownReaders} />}
    </fieldset>
  );
}

/** What a native input can show; anything else that was typed is shown as it was, in a text input. */
function inputType(field: Field, text: string): 'text' | 'number' | 'date' | 'time' {
  if (field.kind === 'number') return text === '' || Number.isFinite(Number(text)) ? 'number' : 'text';
  if (field.kind === 'date') return text === '' || /^\d{4}-\d{2}-\d{2}$/.test(text) ? 'date' : 'text';
  if (field.kind === 'time') return text === '' || /^\d{2}:\d{2}$/.test(text) ? 'time' : 'text';
  return 'text';
}

/** Lines that a text of this length starts with; it grows as it is written where the browser can do that. */
const linesFor = (max: number): number => (max > 500 ? 4 : 2);

/** One field with its label, hint, problems and readers. */
export function FieldView(props: FieldProps) {
  const { field, name, at, value, problems, hints, readersId, focus } = props;
  if (field.kind === 'choice' && (field.shown === 'buttons' || field.many === true))
    return <Choices {...props} field={field} />;
  const id = elementId(at);
  const text = asText(value);
  const wrong = problems.some((p) => p.at === at);
  const ownReaders = readersId ?? `${id}-readers`;
  const unit = unitOf(field);
  const about = describedBy(at, { problems, hints, hint: field.hint !== undefined, readersId: ownReaders });
  const shared = {
    id,
    name,
    autofocus: focus === at,
    'aria-describedby': unit === undefined ? about : `${id}-unit ${about ?? ''}`.trim(),
    'aria-invalid': wrong ? ('true' as const) : undefined,
  };
  const type = inputType(field, text);
  return (
    <div class={`field ${field.kind}${field.kind === 'text' ? ` ${field.lines}` : ''}${wrong ? ' wrong' : ''}`}>
      <label for={id}>
        <Label field={field} />
      </label>
      {field.hint !== undefined && (
        <p class={`hint${field.hint.length <= shortHint ? ' short' : ''}`} id={`${id}-hint`} dir="auto">
          {field.hint}
        </p>
      )}
      <Remarks at={at} problems={problems} hints={hints} />
      {field.kind === 'choice' ? (
        <div class="select">
          <select {...shared}>
            <option value="">Choose…</option>
            {field.of.map((option) => (
              <option key={option.value} value={option.value} selected={option.value === text}>
                {option.label}
              </option>
            ))}
          </select>
          <MenuIcon />
        </div>
      ) : field.kind === 'text' && field.lines === 'many' ? (
        <textarea {...shared} rows={linesFor(field.max)} dir="auto" value={text} />
      ) : (
        <div class="with-unit">
          <input
            {...shared}
            type={type}
            value={text}
            autocomplete="off"
            {...(field.kind === 'text' ? { dir: 'auto' as const } : {})}
            {...(field.kind === 'number'
              ? {
                  inputMode: Number.isInteger(field.step) ? 'numeric' : 'decimal',
                  min: field.min,
                  max: field.max,
                  step: field.step,
                }
              : {})}
          />
          {unit !== undefined && (
            <span class="unit" id={`${id}-unit`}>
              {unit}
            </span>
          )}
        </div>
      )}
      {readersId === undefined && <ReadersLine readers={field.readers} id={ownReaders} />}
    </div>
  );
}
