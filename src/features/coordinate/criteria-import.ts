import { type Block, button, buttons, heading, list, muted, text } from '../../chat/card.js';
import { longestText, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal } from '../../chat/text.js';
import { linkLife } from '../../domain/access-link.js';
import { Refused } from '../../kernel/errors.js';
import { count, shorten } from '../../kernel/words.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { demand } from '../shared/guards.js';
import { makeAccessLink } from '../shared/make-access-link.js';
import { everyCriterion, keepCriteria, planCriteria } from './criteria-change.js';
import { kindsInWords, readCriteria } from './criteria-table.js';
import { importFile } from './import-file.js';

/** Criteria by a file or pasted: looked at first, fault by fault; then applied, and safe to repeat. */

const longestLine = 160;
const mostLines = 40;

const named = (title: string, lines: readonly string[]): readonly Block[] =>
  lines.length === 0
    ? []
    : [
        heading(literal(title)),
        list(lines.slice(0, mostLines).map((line) => literal(shorten(line, longestLine)))),
        ...(lines.length > mostLines ? [muted(literal(`… and ${lines.length - mostLines} more.`))] : []),
      ];

const line = (c: { readonly code: string; readonly text: string }): string => `${c.code}. ${c.text}`;

/** What the list would do, and the button that does it. */
export async function criteriaPreview(id: string, written: string, work: ActorWork): Promise<Reply> {
  demand('programme.set', work);
  const { rows, faults } = readCriteria(written);
  const plan = planCriteria(rows, await everyCriterion(work));
  const changes = plan.added.length + plan.changed.length + plan.retired.length;
  const said = literal(
    rows.length === 0
      ? 'Nothing of it can be used yet.'
      : `${plan.added.length} to add, ${plan.changed.length} to change, ${plan.unchanged.length} as they are.`,
  );
  return {
    kind: 'panel',
    card: {
      title: 'Criteria: what would change',
      summary: said,
      blocks: [
        text(said),
        ...(faults.length === 0
          ? []
          : named(
              `${count(faults.length, 'line')} left out`,
              faults.map((f) => `Line ${f.line}: ${f.say}`),
            )),
        ...named('To add', plan.added.map(line)),
        ...named(
          'To change',
          plan.changed.map(({ to }) => line(to)),
        ),
        ...named('To retire: your own take their place', plan.retired.map(line)),
        ...named('Not in the list, and left as they are', plan.left.map(line)),
        buttons(
          changes === 0 ? null : button('Apply it', 'import.apply', id, { style: 'main' }),
          button('Back to the criteria', 'criteria.open', '-'),
        ),
      ],
    },
  };
}

export async function applyCriteria(id: string, written: string, work: ActorWork): Promise<Reply> {
  demand('programme.set', work);
  const { rows, faults } = readCriteria(written);
  const plan = planCriteria(rows, await everyCriterion(work));
  await keepCriteria(plan, work);
  await work.rows.kept.forget(importFile, id);
  await work.rows.accessLinks.settle(id, 'used', work.now);
  return replyWith(
    'Criteria set',
    `${plan.added.length} added, ${plan.changed.length} changed, ${plan.retired.length} retired${faults.length === 0 ? '' : `, ${count(faults.length, 'line')} left out`}.`,
    'They stand in evidence from this moment on.',
  );
}

/** Kept as a file is that came by the page, and looked at. */
async function look(written: string, work: ActorWork): Promise<Reply> {
  const about = { person: work.actor.id, purpose: 'import', subject: work.programme.id, witnessed: false } as const;
  // Its link is given to nobody: it says how long the lines are kept, as a file's does.
  const { id } = (await makeAccessLink(work, about, linkLife / 14)).link;
  const { rows } = readCriteria(written);
  // With its columns named: so that it is known for what it is when it is applied.
  const whole = /^\s*code\b/i.test(written) || rows.length === 0 ? written : `code,text,evidence\n${written}`;
  await work.rows.kept.put(importFile, id, whole);
  return criteriaPreview(id, whole, work);
}

/** Opens the page for a file; without an address, the form to paste into. */
export const criteriaImport: PressHandler = async (_press, work) => {
  demand('programme.set', work);
  if (work.pages === null) return paste(work);
  const about = { person: work.actor.id, purpose: 'import', subject: work.programme.id, witnessed: false } as const;
  const { token } = await makeAccessLink(work, about, linkLife / 14);
  const said = literal('Open this page and choose your file. It works for a day, for you alone.');
  return {
    kind: 'panel',
    card: {
      title: 'Import criteria',
      summary: said,
      blocks: [
        text(said),
        text({ parts: [{ link: `${work.pages.base}/import/${token}`, label: 'Choose a file' }] }),
        muted(
          literal(
            `A CSV file with the columns code and text, in your centre’s own words; and evidence, where you want to say what shows it: ${kindsInWords}.`,
          ),
        ),
        buttons(button('Paste a few lines instead', 'criteria.paste', '-')),
      ],
    },
  };
};

const paste = (work: ActorWork): Promise<Reply> =>
  work.forms.open(
    'criteria-import',
    work.programme.id,
    { values: { lines: 'code,text,evidence\n' }, rows: {} },
    { fresh: true },
  );

export const criteriaPaste: PressHandler = async (_press, work) => {
  demand('programme.set', work);
  return paste(work);
};

export const criteriaImportForm: FormFeature = {
  called: 'a list of criteria',
  async build(_about, work) {
    demand('programme.set', work);
    return {
      id: 'criteria-import',
      title: 'Import criteria',
      submit: 'See what would change',
      concern: 'mentor',
      steps: [
        {
          id: 'lines',
          title: 'Lines of a CSV file',
          items: [
            {
              kind: 'note',
              id: 'whose',
              text: literal(
                'The words are your centre’s own, as you have them under your licence. None come with this program.',
              ),
            },
            {
              kind: 'text',
              id: 'lines',
              label: 'Code, text and kinds of evidence, a line each',
              hint: 'For example: 1.2,Agree aims with the mentee,agreement;objectives. Do it as often as you like: codes that are there already are changed.',
              lines: 'many',
              max: longestText,
              readers: 'shown',
            },
          ],
        },
      ],
    };
  },
  async problems({ answers }) {
    const { rows, faults } = readCriteria(textOf(answers.values, 'lines'));
    const [first] = faults;
    if (rows.length > 0) return [];
    return [
      {
        at: 'lines',
        say: first === undefined ? 'There is no criterion in it yet.' : `Line ${first.line}: ${first.say}`,
      },
    ];
  },
  async submit({ answers }, work) {
    demand('programme.set', work);
    return look(textOf(answers.values, 'lines'), work);
  },
};

/** Lines that were typed behind the word. @throws Refused where they are no criteria */
export async function typedCriteria(written: string, work: ActorWork): Promise<Reply> {
  if (readCriteria(written).rows.length === 0)
    throw new Refused('no-criteria', 'I could not read that as criteria. Type setup criteria, and paste them there.');
  return look(written, work);
}
