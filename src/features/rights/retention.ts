import { type Block, button, buttons, muted, text } from '../../chat/card.js';
import { type Form, formNote, numberOf, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith, panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { neverTooLate } from '../../domain/prompt-schedule.js';
import {
  classWords,
  type Due,
  dueOf,
  keptLonger,
  monthsBounds,
  monthsOf,
  type RetentionClass,
} from '../../domain/retention.js';
import { elsewhere } from '../../domain/rights.js';
import type { PersonId } from '../../kernel/ids.js';
import { clean, count } from '../../kernel/words.js';
import { addMonths, local, placeAnyway } from '../../kernel/zoned.js';
import type { ActorWork, Drawing, Face, FormFeature, PressHandler, Prompt, Work } from '../feature.js';
import { demand } from '../shared/guards.js';
import { pageOf, turns, turnsAndBack } from '../shared/pages.js';
import { personOf } from './asked.js';
import { concernsOverNow, thatPassedOn } from './concerns-over.js';
import { retentionPrompt, retentionSubject } from './subjects.js';

/**
 * What has been kept for its time (docs/field.md#retention): the coordinator is asked once a month, in one message, and
 * says of each whether it is erased or kept for another year, with why. Nothing is erased without that word.
 */

type Looking = Pick<Work | Drawing, 'rows' | 'programme' | 'now' | 'people'>;

export async function dueNow({ rows, programme, now, people }: Looking): Promise<readonly Due[]> {
  const longer = await rows.kept.all(keptLonger);
  return dueOf({
    people: (await people()).values(),
    mentorships: await rows.overview.outlines(),
    allocations: await rows.allocations.all(),
    held: await rows.rights.held(),
    longer: new Map(longer.map(({ per, value }) => [per as PersonId, value.until])),
    months: monthsOf(programme),
    zone: programme.zone,
    now,
  });
}

/** On the first of the next month, at ten (ms, in the programme's zone). */
function nextMonth(now: number, zone: string): { readonly at: number; readonly month: string } {
  const first = addMonths(`${local(now, zone).date.slice(0, 7)}-01`, 1);
  return { at: placeAnyway(first, '10:00', zone), month: first.slice(0, 7) };
}

export async function askEachMonth(work: Work): Promise<void> {
  const { at, month } = nextMonth(work.now, work.programme.zone);
  work.schedule({
    ...retentionPrompt.prompt({ month }),
    subject: month,
    to: null,
    dueAt: at,
    expiresAt: neverTooLate(at),
  });
}

export const retention: Prompt<'retention'> = {
  waitsFor: 'nothing',
  folds: false,
  session: null,
  asks: 'coordinator',
  occurrence: retentionPrompt,
  async fire(prompt, work) {
    await askEachMonth(work);
    if ((await dueNow(work)).length + (await concernsOverNow(work)).length === 0) return;
    for (const p of (await work.people()).values())
      if (p.roles.includes('coordinator'))
        work.show('retention-due', retentionSubject.write({ month: prompt.subject }), { person: p.id });
  },
};

export const retentionFace: Face = {
  called: 'what has been kept for its time',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    if (d.reader?.roles.includes('coordinator') !== true) return null;
    const what = overInWords((await dueNow(d)).length, (await concernsOverNow(d)).length);
    const line = literal(
      what === null
        ? 'Nothing is kept beyond its time.'
        : `${what} has been kept for its time. Erase it, or say why it is kept.`,
    );
    return {
      title: 'Kept for its time',
      summary: line,
      blocks: [
        text(line),
        ...(what === null
          ? []
          : [
              buttons(button('Look at it', 'rights.due', '-', { style: 'main' })),
              muted(literal('Nothing is erased by itself. I ask once a month.')),
            ]),
      ],
    };
  },
};

/** What is over, as the beginning of a sentence; null where nothing is. */
function overInWords(people: number, concerns: number): string | null {
  const about = people === 0 ? null : `What is kept about ${count(people, 'person', 'people')}`;
  const passedOn = concerns === 0 ? null : thatPassedOn(concerns);
  if (about === null) return passedOn === null ? null : `T${passedOn.slice(1)}`;
  return passedOn === null ? about : `${about}, and ${passedOn},`;
}

const ofOnePage = 10;

async function dueBlocks(due: readonly Due[], work: ActorWork): Promise<readonly Block[]> {
  const m = monthsOf(work.programme);
  return due.flatMap((d): readonly Block[] => [
    text(say`${mention(d.person)}: ${classWords[d.of]}, ${count(m[d.of], 'month')}, since ${moment(d.since, 'date')}.`),
    buttons(button('Erase', 'data.erase', d.person), button('Keep for a year', 'rights.keep', d.person)),
  ]);
}

/** All that is due; `arg`: the page. */
export const openDue: PressHandler = async (press, work): Promise<Reply> => {
  demand('rights.settle', work);
  const all = await dueNow(work);
  const page = pageOf(all.length, press.arg, ofOnePage);
  const concerns = (await concernsOverNow(work)).length;
  const line = literal(
    all.length > 0
      ? `Kept for its time: ${count(all.length, 'person', 'people')}.${page.words}`
      : concerns > 0
        ? 'Kept for its time:'
        : 'Nothing is kept beyond its time.',
  );
  return panelWith({
    title: 'Kept for its time',
    summary: line,
    blocks: [
      text(line),
      ...(await dueBlocks(all.slice(page.from, page.to), work)),
      ...(concerns === 0
        ? []
        : [
            text(literal(`T${thatPassedOn(concerns).slice(1)}: ${count(monthsOf(work.programme).concerns, 'month')}.`)),
            buttons(button('Look at it', 'rights.concerns', '-')),
          ]),
      muted(literal(elsewhere.join(' '))),
      ...turnsAndBack(turns(page, { verb: 'rights.due' }), button('Back', 'rights.list', '-')),
    ],
  });
};

export const openKeep: PressHandler = async (press, work) => {
  const person = await personOf(press.subject, work);
  demand('rights.settle', work);
  return work.forms.open('rights-keep', person.id, { values: {}, rows: {} });
};

export const keepForm: FormFeature = {
  called: 'why something is kept longer',
  async build({ subject }, work): Promise<Form> {
    await personOf(subject, work);
    demand('rights.settle', work);
    return {
      id: 'rights-keep',
      title: 'Keep for a year',
      submit: 'Keep it',
      concern: 'mentor',
      steps: [
        {
          id: 'keep',
          title: 'Keep for a year',
          items: [
            formNote(
              'why',
              'What is kept about somebody is kept only as long as there is a reason. You are asked again in a year.',
            ),
            {
              id: 'reason',
              kind: 'text',
              lines: 'one',
              max: 300,
              readers: 'coordinator',
              label: 'Why it is kept',
              hint: 'For example: the awarding body asks for it until a date.',
            },
          ],
        },
      ],
    };
  },
  async submit({ subject, answers }, work) {
    const person = await personOf(subject, work);
    demand('rights.settle', work);
    const reason = clean(textOf(answers.values, 'reason'));
    if (reason === '') return { problems: [{ at: 'reason', say: 'Say why.' }] };
    const { zone } = work.programme;
    const until = placeAnyway(addMonths(local(work.now, zone).date, 12), '12:00', zone);
    await work.rows.kept.put(keptLonger, person.id, { until, reason });
    work.audit('rights.kept-longer', person.id);
    return closeWith('Kept', 'It is kept for a year, with your reason. Then I ask you again.');
  },
};

export const openRetention: PressHandler = async (_press, work) => {
  demand('programme.set', work);
  return work.forms.open(
    'retention',
    work.programme.id,
    { values: { ...monthsOf(work.programme) }, rows: {} },
    { fresh: true },
  );
};

const months = (id: RetentionClass, label: string, hint: string) => ({
  id,
  kind: 'number' as const,
  ...monthsBounds[id],
  step: 1,
  unit: 'months',
  readers: 'shown' as const,
  label,
  hint,
});

export const retentionForm: FormFeature = {
  called: 'how long things are kept',
  async build(_about, work): Promise<Form> {
    demand('programme.set', work);
    return {
      id: 'retention',
      title: 'How long things are kept',
      submit: 'Save',
      concern: 'mentor',
      steps: [
        {
          id: 'months',
          title: 'How long things are kept',
          items: [
            formNote(
              'what',
              'Counted from the end of the last thing that somebody had part in; of a concern from the day it was passed on. When it is over you are asked; nothing is erased by itself.',
            ),
            months(
              'learner',
              'Learner work, in months',
              'Goals, plans, records, answers. Three years is usual; your awarding body may say otherwise.',
            ),
            months(
              'decisions',
              'Who mentored, assessed and decided, in months',
              'Yours to choose. The decision itself stays on record, without the name.',
            ),
            months(
              'concerns',
              'That a concern was passed on, in months',
              'As your safeguarding policy says. Here stands only who passed one on, to whom and when. It is ten years where nobody chose otherwise. When whoever passed it on is erased, it goes, or loses their name while nobody has said that they have it.',
            ),
          ],
        },
      ],
    };
  },
  async submit({ answers }, work) {
    demand('programme.set', work);
    const was = monthsOf(work.programme);
    const of = (id: RetentionClass): number => Math.round(numberOf(answers.values, id) ?? was[id]);
    const retention = { learner: of('learner'), decisions: of('decisions'), concerns: of('concerns') };
    const { settings } = work.programme;
    await work.rows.programme.save({ ...work.programme, settings: { ...settings, retention } });
    work.audit('programme.retention', work.programme.id, retention);
    return closeWith(
      'Saved',
      ...(Object.keys(retention) as RetentionClass[]).map(
        (id) => `${classWords[id]}: ${count(retention[id], 'month')}.`,
      ),
    );
  },
};
