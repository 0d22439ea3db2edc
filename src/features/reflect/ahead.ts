import { button, buttons, muted, text } from '../../chat/card.js';
import { type Form, formNote, textOf } from '../../chat/form.js';
import { replyWith } from '../../chat/reply.js';
import { literal } from '../../chat/text.js';
import { waitsAtMost } from '../../domain/delivery.js';
import { type ReflectionPiece, writeQuestion } from '../../domain/reflection.js';
import { Refused } from '../../kernel/errors.js';
import { clean, cleanLine } from '../../kernel/words.js';
import { type CivilDate, local, placeAnyway } from '../../kernel/zoned.js';
import type { ActorWork, Face, FormFeature, PressHandler, Prompt, Work } from '../feature.js';
import { keepPiece, newestOf, type OwnReflection, ownReflection } from './own.js';
import { draftWords } from './readers.js';
import { aheadSubject, duePrompt, dueSubject, sectionSubject } from './subjects.js';

/** What a mentor means to do: whose it is, by when, and that it was done. They are reminded once, on its day. */

const fresh = 'new';
const idOf = (key: string): string => writeQuestion({ kind: 'ahead', key });

interface Ahead {
  readonly own: OwnReflection;
  /** `new` where it is none yet. */
  readonly key: string;
  readonly piece: ReflectionPiece | undefined;
}

/** @throws Refused where it is not there, or not the actor's own */
async function aheadOf(subject: string, work: ActorWork): Promise<Ahead> {
  const about = aheadSubject.read(subject);
  const own = await ownReflection(about?.portfolio ?? '', work);
  const key = about?.key ?? '';
  const piece = newestOf(own.all, idOf(key));
  if (key !== fresh && piece === undefined)
    throw new Refused('no-such-action', 'That is not here any more. Type reflect to see what you mean to do.');
  return { own, key, piece };
}

export const openAhead: PressHandler = async ({ subject }, work) => {
  const { piece } = await aheadOf(subject, work);
  const { owner = '', due, doneOn } = piece?.action ?? {};
  return work.forms.open('reflect-action', subject, {
    values: {
      what: piece?.text ?? '',
      owner: piece === undefined ? 'Me' : owner,
      ...(due == null ? {} : { due }),
      ...(doneOn == null ? {} : { done: doneOn }),
    },
    rows: {},
  });
};

export const aheadForm: FormFeature = {
  called: 'something that you will do',
  async build({ subject }, work): Promise<Form> {
    const { own, piece } = await aheadOf(subject, work);
    return {
      id: 'reflect-action',
      title: 'What I will do',
      submit: 'Save',
      concern: 'mentor',
      steps: [
        {
          id: 'action',
          title: 'What I will do',
          items: [
            formNote('limits-draft', await draftWords(own.portfolio, work), 'muted'),
            {
              id: 'what',
              kind: 'text',
              lines: 'many',
              max: 1000,
              readers: 'until-declared',
              anothers: true,
              label: 'What?',
              ...(piece === undefined ? {} : { optional: true, hint: 'You can skip this: empty takes it away.' }),
            },
            {
              id: 'owner',
              kind: 'text',
              lines: 'one',
              max: 80,
              optional: true,
              readers: 'until-declared',
              anothers: true,
              label: 'Whose is it?',
            },
            {
              id: 'due',
              kind: 'date',
              optional: true,
              readers: 'until-declared',
              label: 'By when?',
              hint: 'You are reminded once, on that day.',
            },
            ...(piece === undefined
              ? []
              : [
                  {
                    id: 'done',
                    kind: 'date',
                    optional: true,
                    readers: 'until-declared',
                    label: 'Done on',
                  } as const,
                ]),
          ],
        },
      ],
    };
  },
  async problems({ answers }, work) {
    const done = textOf(answers.values, 'done');
    return done > local(work.now, work.actor.zone).date
      ? [{ at: 'done', say: 'That day is still to come. Choose today or an earlier one, or leave it empty.' }]
      : [];
  },
  async submit({ subject, answers }, work) {
    const { own, key, piece } = await aheadOf(subject, work);
    const { values } = answers;
    const is = piece === undefined || key === fresh ? work.ids.next('ahead') : key;
    const words = clean(textOf(values, 'what'));
    const due = textOf(values, 'due');
    const done = textOf(values, 'done');
    await keep(
      own,
      is,
      { text: words, owner: cleanLine(textOf(values, 'owner')), due: due || null, doneOn: done || null },
      work,
    );
    const reminded = due > local(work.now, work.actor.zone).date && done === '';
    const line = literal(
      words === ''
        ? 'It is gone from your list. The earlier versions are kept.'
        : reminded
          ? 'It is saved. You are reminded once, on its day.'
          : 'It is saved.',
    );
    const list = sectionSubject.write({ portfolio: own.portfolio.id, section: 'ahead' });
    return {
      kind: 'close',
      say: {
        title: words === '' ? 'Taken away' : 'Saved',
        summary: line,
        blocks: [text(line), buttons(button('See the list', 'reflect.section', list))],
      },
    };
  },
};

async function keep(
  own: OwnReflection,
  key: string,
  to: {
    readonly text: string;
    readonly owner: string;
    readonly due: CivilDate | null;
    readonly doneOn: CivilDate | null;
  },
  work: ActorWork,
): Promise<void> {
  const { text: words, ...action } = to;
  await keepPiece(own, idOf(key), { text: words, cites: [], action }, work);
  work.cancelAll(duePrompt.begin({ portfolio: own.portfolio.id, key }));
  if (words !== '' && action.due !== null && action.doneOn === null) remindOn(own, key, action.due, work);
}

/** Nine in the morning of its day; of a day that is past nobody is reminded. */
const remindedAt = '09:00';

function remindOn({ portfolio }: OwnReflection, key: string, date: CivilDate, work: ActorWork): void {
  const dueAt = placeAnyway(date, remindedAt, work.actor.zone);
  if (dueAt <= work.now) return;
  work.schedule({
    ...duePrompt.prompt({ portfolio: portfolio.id, key, date }),
    subject: dueSubject.write({ portfolio: portfolio.id, key, date }),
    to: portfolio.mentor,
    dueAt,
    expiresAt: dueAt + waitsAtMost,
  });
}

export const doneAhead: PressHandler = async ({ subject }, work) => {
  const { own, key, piece } = await aheadOf(subject, work);
  if (piece?.action === undefined || piece.text === '')
    throw new Refused('no-such-action', 'That is not here any more. Type reflect to see what you mean to do.');
  if (piece.action.doneOn !== null) return replyWith('Done already', 'You have said that it is done.');
  const doneOn = local(work.now, work.actor.zone).date;
  await keep(own, key, { text: piece.text, ...piece.action, doneOn }, work);
  return replyWith('Done', 'It is noted as done today.');
};

/** What is due and not done, as things stand. */
async function isDue(subject: string, { rows }: Pick<Work, 'rows'>): Promise<boolean> {
  const about = dueSubject.read(subject);
  if (about === undefined) return false;
  const piece = newestOf(await rows.reflections.pieces(about.portfolio), idOf(about.key));
  return piece !== undefined && piece.text !== '' && piece.action?.due === about.date && piece.action.doneOn === null;
}

export const dueOnDay: Prompt<'reflect-due'> = {
  waitsFor: 'working-days',
  folds: true,
  session: null,
  asks: 'mentor',
  occurrence: duePrompt,
  async fire(prompt, work) {
    if (prompt.to !== null && (await isDue(prompt.subject, work)))
      work.show('reflect-due', prompt.subject, { person: prompt.to });
  },
};

/** What it is stands in a panel: it is private. */
export const dueCard: Face = {
  called: 'a reminder of something that a mentor means to do',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: 'Something that you mean to do is due',
  async draw(d) {
    const about = dueSubject.read(d.subject);
    const portfolio = about && (await d.rows.portfolios.get(about.portfolio));
    if (about === undefined || portfolio === undefined || portfolio.mentor !== d.reader?.id) return null;
    if (!(await isDue(d.subject, d))) {
      const line = literal('Something that you meant to do by today: you have dealt with it.');
      return { title: 'What you will do', summary: line, blocks: [text(line)] };
    }
    const line = literal('Something that you mean to do, from your reflection, is due. This comes once.');
    return {
      title: 'What you will do',
      summary: line,
      blocks: [
        text(line),
        buttons(
          button('See it', 'reflect.section', sectionSubject.write({ portfolio: about.portfolio, section: 'ahead' }), {
            style: 'main',
          }),
          button('Done', 'reflect.done', aheadSubject.write(about)),
        ),
        muted(literal('You gave it a day yourself.')),
      ],
    };
  },
};
