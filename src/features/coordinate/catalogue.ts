import { type Block, button, buttons, type Card, heading, list, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal, say, strong, type Text } from '../../chat/text.js';
import {
  type CatalogueKind,
  type CatalogueRow,
  isCore,
  newestOf,
  questionBody,
  sameWording,
  templateBody,
} from '../../domain/catalogue.js';
import { currentExamples } from '../../domain/defaults/catalogue.js';
import { instruments, instrumentWords, turnsFrom } from '../../domain/instrument.js';
import { askedNowIn } from '../../domain/question-sets.js';
import { kindWords } from '../../domain/session-kinds.js';
import { Refused } from '../../kernel/errors.js';
import { count, minutesInWords } from '../../kernel/words.js';
import type { ActorWork, Presses, PressHandler } from '../feature.js';
import { demand } from '../shared/guards.js';
import { bringBack, entryOf, retire } from './catalogue-change.js';
import { isListKind, longestList, openList } from './catalogue-lists.js';
import { demandRoom, openTemplate } from './catalogue-template.js';
import { openAgreementText } from './catalogue-words.js';
import { demandPlace, openQuestionSet } from './question-set-form.js';
import { entrySubject } from './subjects.js';

/**
 * `setup catalogue`: what a programme's plans, records and questions are made of, to be changed by its coordinator.
 * Each change is a new version: it counts for what is begun from then on, and what was written before keeps its own.
 */

const wordsOf = (row: CatalogueRow): string => {
  const body = row.body as { readonly text?: unknown; readonly name?: unknown };
  return typeof body.text === 'string' ? body.text : typeof body.name === 'string' ? body.name : row.key;
};

const retiredOf = async (work: ActorWork): Promise<readonly CatalogueRow[]> =>
  (
    await Promise.all(
      (['question', 'skill', 'guidance', 'strategy', 'template'] as const).map((kind) =>
        work.rows.catalogue.every(kind),
      ),
    )
  )
    .flatMap((rows) => newestOf(rows))
    .filter((row) => row.retiredAt !== null)
    .sort((a, b) => (b.retiredAt ?? 0) - (a.retiredAt ?? 0));

/** Which of the skills are core (docs/field.md#core-skills). */
function coreLine(rows: readonly CatalogueRow[]): readonly Block[] {
  const core = rows.filter((row) => row.kind === 'skill' && isCore(row));
  return core.length === 0 ? [] : [muted(literal(`Core, looked for in every hour: ${core.map(wordsOf).join(' · ')}.`))];
}

/** Everything there is, in one panel. */
export async function catalogueCard(work: ActorWork): Promise<Card> {
  demand('programme.set', work);
  const of = (kind: CatalogueKind) => work.rows.catalogue.current(kind);
  const [questions, skills, templates, guidance, own, support] = await Promise.all([
    work.rows.catalogue.every('question'),
    of('skill'),
    of('template'),
    of('guidance'),
    of('agreement'),
    work.rows.catalogue.every('strategy').then(currentExamples),
  ]);
  const retired = await retiredOf(work);
  const line = literal('What plans, records and questions are made of. Change what does not fit your programme.');
  const section = (
    title: string,
    rows: readonly CatalogueRow[],
    change: ReturnType<typeof button>,
  ): readonly Block[] => [
    heading(literal(`${title}: ${rows.length}`)),
    ...(rows.length === 0 ? [] : [text(literal(rows.map(wordsOf).join(' · ')))]),
    ...coreLine(rows),
    buttons(change),
  ];
  return {
    title: 'Catalogue',
    summary: line,
    blocks: [
      text(line),
      muted(literal('A change counts from now on. What was written before keeps its own words.')),
      heading(literal('Questions')),
      list(instruments.map((one) => literal(`${instrumentWords[one]}: ${askedNowIn(questions, one).length}`))),
      buttons(button('Change the questions', 'catalogue.questions', '-')),
      ...section('Skills', skills, button('Change the skills', 'catalogue.list', 'skill')),
      ...section('Plan templates', templates, button('Change the templates', 'catalogue.templates', '-')),
      ...section('Guidance', guidance, button('Change the guidance', 'catalogue.list', 'guidance')),
      ...section('Examples of support', support, button('Change the examples', 'catalogue.list', 'strategy')),
      heading(literal('Agreement text')),
      text(literal(own.length === 0 ? 'The standard text.' : 'Your programme’s own text.')),
      buttons(
        button('Change the agreement text', 'catalogue.agreement', '-'),
        button('Criteria of the unit', 'criteria.open', '-'),
        retired.length === 0 ? null : button(`Retired: ${retired.length}`, 'catalogue.retired', '-'),
      ),
    ],
  };
}

/** Every set with what it asks, each to be changed by itself. */
async function questionsCard(work: ActorWork): Promise<Card> {
  demand('programme.set', work);
  const every = await work.rows.catalogue.every('question');
  const line = literal('Five sets of questions. A change of one is a change of no other.');
  return {
    title: 'Questions',
    summary: line,
    blocks: [
      text(line),
      ...instruments.flatMap((one): readonly Block[] => {
        const asked = askedNowIn(every, one);
        const coming = asked.filter((q) => q.turns === 'comes');
        return [
          heading(literal(`${instrumentWords[one]}: ${asked.length - coming.length}`)),
          list(asked.filter((q) => q.turns !== 'comes').map((q) => literal(q.text))),
          ...(coming.length === 0
            ? []
            : [
                muted(
                  literal(
                    `From session ${turnsFrom} on, in turn with some of these: ${coming.map((q) => q.text.replace(/\.$/, '')).join(' · ')}`,
                  ),
                ),
              ]),
          buttons(button('Change these', 'catalogue.questions', one)),
        ];
      }),
      buttons(button('Back to the catalogue', 'catalogue.open', '-')),
    ],
  };
}

async function templatesCard(work: ActorWork, lead?: Text): Promise<Card> {
  demand('programme.set', work);
  const templates = await work.rows.catalogue.current('template');
  const line = lead ?? literal(`${count(templates.length, 'plan template')}.`);
  return {
    title: 'Plan templates',
    summary: line,
    blocks: [
      text(line),
      ...templates.flatMap((row): readonly Block[] => {
        const t = templateBody.safeParse(row.body).data;
        if (t === undefined) return [];
        return [
          text(say`${strong(t.name)}: ${kindWords(t.kind)}, ${minutesInWords(t.minutes)}`),
          buttons(
            button('Change', 'catalogue.template', row.key),
            button('Retire', 'catalogue.retire', row.key, { arg: String(row.version) }),
          ),
        ];
      }),
      buttons(
        button('Add a template', 'catalogue.template', 'new', { style: 'main' }),
        button('Back to the catalogue', 'catalogue.open', '-'),
      ),
    ],
  };
}

/** As many as a panel holds; the others come back by being typed into their list again. */
const shownRetired = 20;
const kindNames: Readonly<Record<string, string>> = {
  question: 'Question',
  skill: 'Skill',
  guidance: 'Guidance',
  strategy: 'Support',
  template: 'Plan template',
};

async function retiredCard(work: ActorWork): Promise<Card> {
  demand('programme.set', work);
  const retired = await retiredOf(work);
  const line = literal(retired.length === 0 ? 'Nothing is retired.' : `${count(retired.length, 'entry', 'entries')}.`);
  return {
    title: 'Retired',
    summary: line,
    blocks: [
      text(line),
      ...retired
        .slice(0, shownRetired)
        .flatMap((row): readonly Block[] => [
          text(say`${kindNames[row.kind] ?? row.kind}: ${wordsOf(row)}`),
          buttons(button('Bring back', 'catalogue.back', entrySubject.write(row))),
        ]),
      ...(retired.length > shownRetired
        ? [muted(literal(`… and ${retired.length - shownRetired} more. Type one into its list, and it comes back.`))]
        : []),
      buttons(button('Back to the catalogue', 'catalogue.open', '-')),
    ],
  };
}

/** A template goes out of use; pressed on an older state of it, it says so and does nothing. */
const retireTemplate: PressHandler = async (press, work) => {
  demand('programme.set', work);
  const row = await entryOf(work, 'template', press.subject);
  const name = wordsOf(row);
  if (row.retiredAt !== null) return panelWith(await templatesCard(work, say`${name} is retired already.`));
  if (String(row.version) !== press.arg)
    return panelWith(await templatesCard(work, say`${name} has been changed meanwhile. Look at it, then press again.`));
  if ((await work.rows.catalogue.current('template')).length === 1)
    throw new Refused(
      'last-template',
      'This is the last template: a session that is needed now begins with one. Add another first.',
    );
  await retire(work, row);
  return panelWith(await templatesCard(work, say`${name} is retired. Plans made with it stay as they are.`));
};

const comeBack: PressHandler = async (press, work) => {
  demand('programme.set', work);
  const { kind, key } = entrySubject.read(press.subject) ?? { kind: '', key: '' };
  if (!isListKind(kind) && kind !== 'template' && kind !== 'question')
    throw new Refused('no-such-entry', 'That cannot be brought back. Type setup catalogue to see what there is.');
  const row = await entryOf(work, kind, key);
  if (kind === 'question') return questionBack(row, work);
  const current = await work.rows.catalogue.current(kind);
  if (row.retiredAt !== null) {
    if (current.some((other) => sameWording(wordsOf(other), wordsOf(row))))
      throw new Refused('there-already', 'There is one with the same words now. Change that one instead.');
    if (kind === 'template') await demandRoom(work);
    else if (current.length >= longestList)
      throw new Refused('list-full', 'That list is full. Take a line out of it first, then bring this back.');
    await bringBack(work, row);
  }
  return panelWith(await retiredCard(work));
};

async function questionBack(row: CatalogueRow, work: ActorWork): Promise<Reply> {
  const body = questionBody.parse(row.body);
  if (row.retiredAt !== null) {
    await demandPlace({ ...row, body }, body.instrument ?? 'after-session', work);
    await bringBack(work, row);
  }
  return panelWith(await retiredCard(work));
}

/** `setup catalogue`, or one part of it by its name: `setup skills`. Undefined where it is none of these. */
export async function catalogueWord(rest: string, work: ActorWork): Promise<Reply | undefined> {
  const word = rest.trim().toLowerCase();
  if (word === 'catalogue' || word === 'catalog') return panelWith(await catalogueCard(work));
  if (/^questions?$/.test(word)) return panelWith(await questionsCard(work));
  if (/^skills?$/.test(word)) return openList('skill', work);
  if (word === 'guidance') return openList('guidance', work);
  if (/^(?:support|strateg(?:y|ies))$/.test(word)) return openList('strategy', work);
  if (/^(?:plan )?templates?$/.test(word)) return panelWith(await templatesCard(work));
  if (word === 'agreement') return openAgreementText(work);
  return undefined;
}

export const cataloguePresses = {
  'catalogue.open': { opens: async (_press, work) => panelWith(await catalogueCard(work)) },
  'catalogue.questions': {
    opens: async (press, work) =>
      press.subject === '-' ? panelWith(await questionsCard(work)) : openQuestionSet(press.subject, work),
  },
  'catalogue.list': {
    opens(press, work) {
      demand('programme.set', work);
      if (isListKind(press.subject)) return openList(press.subject, work);
      throw new Refused('no-such-list', 'There is no such list. Type setup catalogue to see what there is.');
    },
  },
  'catalogue.templates': { opens: async (_press, work) => panelWith(await templatesCard(work)) },
  'catalogue.template': { opens: (press, work) => openTemplate(press.subject, work) },
  'catalogue.retire': retireTemplate,
  'catalogue.retired': { opens: async (_press, work) => panelWith(await retiredCard(work)) },
  'catalogue.back': comeBack,
  'catalogue.agreement': { opens: (_press, work) => openAgreementText(work) },
} satisfies Presses;
