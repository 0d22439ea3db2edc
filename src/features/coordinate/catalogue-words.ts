import { type Answers, type Field, type Form, numberOf, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { literal, say } from '../../chat/text.js';
import { agreementBody, agreementKey, type CatalogueRow, newestOf } from '../../domain/catalogue.js';
import { defaultAgreement } from '../../domain/defaults/agreement.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { demand } from '../shared/guards.js';
import { keepsTheirs, meanwhileItems, opens, reword, saved, stateOf } from './catalogue-change.js';

/** Words that are signed: the agreement's text. */

const parts = [
  { id: 'purpose', step: 'rhythm', label: 'What it is for', max: 2500 },
  { id: 'duration', step: 'rhythm', label: 'Anything else about how long', max: 500 },
  { id: 'frequency', step: 'rhythm', label: 'How often', max: 500 },
  { id: 'place', step: 'rhythm', label: 'Where', max: 500 },
  { id: 'roles', step: 'roles', label: 'Who does what', max: 2500 },
  { id: 'boundaries', step: 'roles', label: 'Boundaries', max: 2500 },
  { id: 'confidentiality', step: 'limits', label: 'What stays private, and what cannot', max: 2500 },
  { id: 'ending', step: 'limits', label: 'Pausing, changing and ending', max: 2500 },
] as const;

type Part = (typeof parts)[number];

const ownText = async (work: ActorWork): Promise<readonly CatalogueRow[]> =>
  (await work.rows.catalogue.every('agreement')).filter((row) => row.key === agreementKey);

/** The parts as the programme has them: the standard ones where it has none of its own. */
const textAt = (row: CatalogueRow | undefined): Readonly<Record<Part['id'], string>> => ({
  ...defaultAgreement,
  ...agreementBody.safeParse(row?.body).data,
});

interface AgreementReading {
  readonly row: CatalogueRow | undefined;
  readonly now: Readonly<Record<Part['id'], string>>;
  readonly changed: readonly Part[];
  /** Changed here and by somebody else since, to different words. */
  readonly conflicts: readonly Part[];
  readonly text: Readonly<Record<Part['id'], string>>;
}

/** Part by part: what this form changed goes in, what somebody else changed meanwhile stays. */
function readAgreement(answers: Answers, every: readonly CatalogueRow[], theirs: boolean): AgreementReading {
  const row = newestOf(every)[0];
  const now = textAt(row);
  const began = textAt(every.find((r) => r.version === numberOf(answers.values, 'base')));
  const typed = (p: Part): string => textOf(answers.values, p.id) || defaultAgreement[p.id];
  const mine = parts.filter((p) => typed(p) !== began[p.id] && typed(p) !== now[p.id]);
  const conflicts = mine.filter((p) => now[p.id] !== began[p.id]);
  const changed = mine.filter((p) => !theirs || !conflicts.includes(p));
  return {
    row,
    now,
    changed,
    conflicts,
    text: { ...now, ...Object.fromEntries(changed.map((p) => [p.id, typed(p)])) },
  };
}

export const agreementTextForm: FormFeature = {
  called: 'the agreement’s text',
  async build({ answers }, work): Promise<Form> {
    demand('programme.set', work);
    const { row, now, conflicts } = readAgreement(answers, await ownText(work), false);
    const step = (id: string, title: string) => ({
      id,
      title,
      items: parts
        .filter((p) => p.step === id)
        .map(
          (p): Field => ({
            id: p.id,
            kind: 'text',
            lines: 'many',
            max: p.max,
            optional: true,
            readers: 'shown',
            label: p.label,
            hint: 'Empty: the standard text.',
          }),
        ),
    });
    const first = step('rhythm', 'Purpose and rhythm');
    return {
      id: 'agreement-text',
      title: 'Agreement text',
      submit: 'Save',
      concern: 'mentor',
      steps: [
        {
          ...first,
          items: [
            ...meanwhileItems(
              row === undefined || conflicts.length === 0 ? undefined : stateOf([row]),
              conflicts.map((p) => say`${p.label} is now: “${now[p.id]}”`),
            ),
            {
              kind: 'note',
              id: 'why',
              text: literal(
                'A new agreement begins with this text, and the mentor fits it to the two of them. Agreements that were sent or signed keep theirs.',
              ),
            },
            ...first.items,
          ],
        },
        step('roles', 'Roles and boundaries'),
        step('limits', 'Confidentiality'),
      ],
    };
  },
  async submit({ answers }, work) {
    demand('programme.set', work);
    const { row, changed, text } = readAgreement(answers, await ownText(work), keepsTheirs(answers.values));
    if (changed.length > 0) {
      const none: CatalogueRow = { kind: 'agreement', key: agreementKey, version: 0, body: {}, retiredAt: null };
      // The standard parts are not copied: they go on with the product.
      const own = parts.filter((p) => text[p.id] !== defaultAgreement[p.id]).map((p) => [p.id, text[p.id]]);
      await reword(work, row ?? none, Object.fromEntries(own));
    }
    return saved('Agreement text', changed.length);
  },
};

export async function openAgreementText(work: ActorWork): Promise<Reply> {
  demand('programme.set', work);
  const row = newestOf(await ownText(work))[0];
  const text = textAt(row);
  const values = Object.fromEntries(parts.map((p) => [p.id, text[p.id]]));
  return work.forms.open(
    'agreement-text',
    'all',
    { values: { ...values, base: row?.version ?? 0 }, rows: {} },
    await opens(work, 'agreement-text', 'all'),
  );
}
