import { type Block, button, buttons, type Card, muted, sentence, text } from '../../chat/card.js';
import { type Answers, type Form, manyOf, numberOf, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal, say, strong, type Text } from '../../chat/text.js';
import {
  type EvidenceKind,
  evidenceFor,
  evidenceKinds,
  evidenceWords,
  longestCode,
  longestCriterion,
  mostCriteria,
  sameCode,
} from '../../domain/criteria.js';
import { Refused } from '../../kernel/errors.js';
import { clean, cleanLine, count, listInWords } from '../../kernel/words.js';
import type { ActorWork, FormFeature, Presses, PressHandler } from '../feature.js';
import { demand } from '../shared/guards.js';
import { pageOf, turns } from '../shared/pages.js';
import { addEntry, entryOf, keepsTheirs, meanwhileItems, opens, retire, reword, stateOf } from './catalogue-change.js';
import { bodyOf, type Criterion, everyCriterion, inUse, type Wanted } from './criteria-change.js';
import { criteriaImport, criteriaPaste, typedCriteria } from './criteria-import.js';

/**
 * `setup criteria`: the unit's criteria in the centre's own words (docs/field.md#unit-rules), each with what shows it. One
 * by one, or as a list. What they were before stays as it was looked at.
 */

/** Criteria of one panel: two blocks each. */
const shown = 15;

const shownBy = ({ code, evidence }: Criterion): string => {
  const kinds = evidenceFor({ code, ...(evidence === null ? {} : { evidence }) });
  if (kinds.length === 0) return 'Nothing says yet what shows it.';
  return `Shown by ${listInWords(kinds.map((kind) => evidenceWords[kind].toLowerCase()))}.`;
};

async function criteriaCard(work: ActorWork, arg = '', lead?: Text): Promise<Card> {
  demand('programme.set', work);
  const all = (await everyCriterion(work)).filter(inUse);
  const page = pageOf(all.length, arg, shown);
  const line = lead ?? literal(`${count(all.length, 'criterion', 'criteria')} of the unit.${page.words}`);
  return {
    title: 'Criteria',
    summary: line,
    blocks: [
      text(line),
      muted(
        literal(
          'In your centre’s own words, as you have them under your licence. The three to begin with are this program’s own.',
        ),
      ),
      ...all
        .slice(page.from, page.to)
        .flatMap((c): readonly Block[] => [
          text(say`${strong(`${c.code}.`)} ${c.text}\n${shownBy(c)}`),
          buttons(
            button('Change', 'criteria.change', c.row.key),
            button('Retire', 'criteria.retire', c.row.key, { arg: String(c.row.version) }),
          ),
        ]),
      ...(page.pages > 1 ? [buttons(...turns(page, { verb: 'criteria.open' }))] : []),
      buttons(
        button('Add a criterion', 'criteria.change', anew, { style: 'main' }),
        button('Import a list', 'criteria.import', '-'),
        button('Back to the catalogue', 'catalogue.open', '-'),
      ),
    ],
  };
}

/** `setup criteria`, alone or with the lines themselves. Undefined where it is another word. */
export async function criteriaWord(rest: string, work: ActorWork): Promise<Reply | undefined> {
  const [, lines = ''] = /^criteri(?:a|on)\b[:\s]*(.*)$/is.exec(rest.trim()) ?? [undefined];
  if (!/^criteri(?:a|on)\b/i.test(rest.trim())) return undefined;
  demand('programme.set', work);
  return lines.trim() === '' ? panelWith(await criteriaCard(work)) : typedCriteria(lines, work);
}

/** In place of a key: one that is not there yet. */
const anew = 'new';

const isKind = (word: string): word is EvidenceKind => (evidenceKinds as readonly string[]).includes(word);

const wantedIn = ({ values }: Answers): Wanted => {
  const evidence = manyOf(values, 'evidence').filter(isKind);
  return {
    code: cleanLine(textOf(values, 'code')),
    text: clean(textOf(values, 'text')),
    evidence: evidence.length === 0 ? null : evidence,
  };
};

/** The criterion as somebody else put it since this form was opened; undefined where it stands as it was. */
async function meanwhile(subject: string, answers: Answers, work: ActorWork): Promise<Criterion | undefined> {
  const found = (await everyCriterion(work)).find((c) => c.row.key === subject);
  if (found === undefined) return undefined;
  return found.row.version === numberOf(answers.values, 'base') && inUse(found) ? undefined : found;
}

const noRoom = `There are ${mostCriteria} criteria, and one unit has no more. Retire one first.`;

export const criterionForm: FormFeature = {
  called: 'a criterion',
  async build({ subject, answers }, work): Promise<Form> {
    demand('programme.set', work);
    const theirs = subject === anew ? undefined : await meanwhile(subject, answers, work);
    return {
      id: 'criterion',
      title: subject === anew ? 'New criterion' : 'Criterion',
      submit: 'Save the criterion',
      concern: 'mentor',
      steps: [
        {
          id: 'criterion',
          title: 'Criterion',
          items: [
            ...meanwhileItems(
              theirs === undefined ? undefined : stateOf([theirs.row]),
              theirs === undefined
                ? []
                : [
                    inUse(theirs)
                      ? say`It is now “${theirs.code}. ${theirs.text}”`
                      : say`“${theirs.code}. ${theirs.text}” was retired.`,
                  ],
              true,
            ),
            {
              id: 'code',
              kind: 'text',
              lines: 'one',
              max: longestCode,
              readers: 'shown',
              label: 'Code',
              hint: 'As your centre has it, for example 1.2.',
            },
            {
              id: 'text',
              kind: 'text',
              lines: 'many',
              max: longestCriterion,
              readers: 'shown',
              label: 'Text',
              hint: 'In your centre’s own words.',
            },
            {
              id: 'evidence',
              kind: 'choice',
              many: true,
              shown: 'list',
              optional: true,
              readers: 'shown',
              label: 'What shows it',
              hint: 'Left empty, what usually shows the outcome that its code begins with: 1, 2 or 3.',
              of: evidenceKinds.map((value) => ({ value, label: evidenceWords[value] })),
            },
          ],
        },
      ],
    };
  },
  async problems({ subject, answers }, work) {
    const { code } = wantedIn(answers);
    const others = (await everyCriterion(work)).filter((c) => inUse(c) && c.row.key !== subject);
    return [
      ...(code !== '' && others.some((c) => sameCode(c.code, code))
        ? [{ at: 'code', say: 'There is a criterion of that code. Give this one another.' }]
        : []),
      ...(subject === anew && others.length >= mostCriteria ? [{ at: 'code', say: noRoom }] : []),
    ];
  },
  async submit({ subject, answers }, work) {
    demand('programme.set', work);
    const wanted = wantedIn(answers);
    if (subject === anew) {
      await addEntry(work, 'criterion', bodyOf(wanted));
      return savedAs(wanted);
    }
    if ((await meanwhile(subject, answers, work)) !== undefined && keepsTheirs(answers.values))
      return { kind: 'close', say: sentence('Nothing changed', 'It stays as the other put it.') };
    await reword(work, await entryOf(work, 'criterion', subject), bodyOf(wanted));
    return savedAs(wanted);
  },
};

const savedAs = ({ code }: Wanted): Reply => ({
  kind: 'close',
  say: {
    title: 'Saved',
    summary: say`Criterion ${code} is saved.`,
    blocks: [
      text(say`Criterion ${code} is saved. It stands in evidence from this moment on.`),
      buttons(button('Back to the criteria', 'criteria.open', '-')),
    ],
  },
});

async function openCriterion(subject: string, work: ActorWork): Promise<Reply> {
  demand('programme.set', work);
  const how = await opens(work, 'criterion', subject);
  if (subject === anew) {
    if ((await everyCriterion(work)).filter(inUse).length >= mostCriteria)
      throw new Refused('too-many-criteria', noRoom);
    return work.forms.open('criterion', anew, { values: {}, rows: {} }, how);
  }
  const row = await entryOf(work, 'criterion', subject);
  const found = (await everyCriterion(work)).find((c) => c.row.key === row.key);
  return work.forms.open(
    'criterion',
    subject,
    {
      values: {
        base: row.version,
        code: found?.code ?? '',
        text: found?.text ?? '',
        ...(found?.evidence == null ? {} : { evidence: found.evidence }),
      },
      rows: {},
    },
    how,
  );
}

/** Out of use; pressed on an older state of it, it says so and does nothing. */
const retireCriterion: PressHandler = async ({ subject, arg }, work) => {
  demand('programme.set', work);
  const row = await entryOf(work, 'criterion', subject);
  const found = (await everyCriterion(work)).find((c) => c.row.key === row.key);
  const name = found?.code ?? row.key;
  if (row.retiredAt !== null) return panelWith(await criteriaCard(work, '', say`${name} is retired already.`));
  if (String(row.version) !== arg)
    return panelWith(
      await criteriaCard(work, '', say`${name} has been changed meanwhile. Look at it, then press again.`),
    );
  await retire(work, row);
  return panelWith(
    await criteriaCard(work, '', say`${name} is retired. Import or add its code again to have it back.`),
  );
};

export const criteriaPresses = {
  'criteria.open': { opens: async ({ arg }, work) => panelWith(await criteriaCard(work, arg)) },
  'criteria.change': { opens: ({ subject }, work) => openCriterion(subject, work) },
  'criteria.retire': retireCriterion,
  'criteria.import': criteriaImport,
  'criteria.paste': { opens: criteriaPaste },
} satisfies Presses;
