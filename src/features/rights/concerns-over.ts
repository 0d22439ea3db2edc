import { button, buttons, list, muted, sentence, text } from '../../chat/card.js';
import { type Form, formNote, textOf } from '../../chat/form.js';
import { closeWith, panelWith } from '../../chat/reply.js';
import { literal, say } from '../../chat/text.js';
import type { LeadAlert } from '../../domain/lead-alert.js';
import {
  concernsKeptLonger,
  concernsOver,
  concernsOverBefore,
  monthsOf,
  whyConcernsStay,
} from '../../domain/retention.js';
import { elsewhereThanPacks } from '../../domain/rights.js';
import { digestOf } from '../../kernel/chain.js';
import { count } from '../../kernel/words.js';
import { addMonths, local, placeAnyway } from '../../kernel/zoned.js';
import type { ActorWork, Drawing, FormFeature, PressHandler, Work } from '../feature.js';
import { demand } from '../shared/guards.js';
import { beginSecondWay, confirmSecondWay, secondWayForm, type ToConfirm } from '../shared/second-way.js';

/**
 * That concerns were passed on, once that has been kept for its time (docs/field.md#retention). The coordinator is told how
 * many, and of none who passed it on, to whom or when: single alerts are no coordinator's to see
 * (docs/concern.md#the-lead-is-told). So all that are over go at once, or stay at once.
 */

export async function concernsOverNow({
  rows,
  programme,
  now,
}: Pick<Work | Drawing, 'rows' | 'programme' | 'now'>): Promise<readonly LeadAlert[]> {
  const months = monthsOf(programme).concerns;
  const alerts = await rows.leadAlerts.before(concernsOverBefore(now, months));
  if (alerts.length === 0) return [];
  return concernsOver(alerts, {
    held: await rows.rights.held(),
    longer: (await rows.kept.get(concernsKeptLonger))?.until,
    months,
    zone: programme.zone,
    now,
  });
}

/** *That 2 concerns were passed on.* */
export const thatPassedOn = (n: number): string => `that ${count(n, 'concern was', 'concerns were')} passed on`;

const nothing = () => sentence('Nothing is over', 'Of concerns nothing is kept beyond its time. Nothing has changed.');

const erasing = (over: readonly LeadAlert[], work: ActorWork): ToConfirm => ({
  act: 'erase-concerns',
  subject: work.programme.id,
  figures: { concerns: over.length, which: digestOf(JSON.stringify(over.map((a) => a.id).sort())) },
});

/** `arg`: `yes`, and it is to be confirmed; else what is over, and what can be done. */
export const openConcerns: PressHandler = async (press, work) => {
  demand('rights.settle', work);
  const over = await concernsOverNow(work);
  if (over.length === 0) return panelWith(nothing());
  if (press.arg === 'yes') return beginSecondWay(erasing(over, work), 'concerns-erase', work);
  const months = monthsOf(work.programme).concerns;
  const line = literal(`Kept for its time, ${count(months, 'month')}: ${thatPassedOn(over.length)}.`);
  return panelWith({
    title: 'Concerns passed on',
    summary: line,
    blocks: [
      text(line),
      text(
        literal(
          'Here stands only who passed one on, to whom and when. What it was is in your safeguarding files, and stays there. Ask your safeguarding lead first.',
        ),
      ),
      list([
        literal('Erased, nobody can see here any more that they were passed on.'),
        literal('The chain keeps its entries, sealed, so that it can still be checked. No screen shows them.'),
        ...elsewhereThanPacks.map(literal),
      ]),
      buttons(
        button('Erase', 'rights.concerns', '-', { arg: 'yes', style: 'danger' }),
        button('Keep for a year', 'rights.concerns-keep', '-'),
        button('Back', 'rights.due', '-'),
      ),
      muted(literal('Nothing is erased by itself.')),
    ],
  });
};

/** Takes the code, and erases what is over as it was when it began. */
export const concernsEraseForm: FormFeature = {
  called: 'an erasure to confirm',
  async build(_about, work) {
    demand('rights.settle', work);
    const over = await concernsOverNow(work);
    if (over.length === 0) return nothing();
    return secondWayForm(
      'concerns-erase',
      'erase-concerns',
      say`${literal(`It is erased ${thatPassedOn(over.length)}`)}. It cannot be undone.`,
      work,
    );
  },
  async submit({ answers }, work) {
    demand('rights.settle', work);
    const over = await concernsOverNow(work);
    const confirmed = await confirmSecondWay(erasing(over, work), textOf(answers.values, 'code'), work);
    if ('problem' in confirmed) return { problems: [{ at: 'code', say: confirmed.problem }] };
    await work.rows.leadAlerts.forget(over.map((a) => a.id));
    work.audit('rights.concerns-erased', work.programme.id, { count: over.length, confirmed: confirmed.way });
    return closeWith('Erased', `Erased: ${thatPassedOn(over.length)}. The chain keeps its entries, sealed.`);
  },
};

export const openConcernsKeep: PressHandler = async (_press, work) => {
  demand('rights.settle', work);
  return work.forms.open('concerns-keep', work.programme.id, { values: {}, rows: {} }, { fresh: true });
};

const reasons: Readonly<Record<(typeof whyConcernsStay)[number], string>> = {
  policy: 'Our policy says longer',
  inquiry: 'Something is being looked into',
  asked: 'The safeguarding lead asks for it',
};

/** A choice and no box: of a concern nothing is typed here. */
export const concernsKeepForm: FormFeature = {
  called: 'why something is kept longer',
  async build(_about, work): Promise<Form> {
    demand('rights.settle', work);
    return {
      id: 'concerns-keep',
      title: 'Keep for a year',
      submit: 'Keep it',
      concern: 'mentor',
      steps: [
        {
          id: 'keep',
          title: 'Keep for a year',
          items: [
            formNote('what', 'All of what is over stays. You are asked again in a year.'),
            {
              id: 'why',
              kind: 'choice',
              shown: 'list',
              readers: 'coordinator',
              label: 'Why it is kept',
              of: whyConcernsStay.map((value) => ({ value, label: reasons[value] })),
            },
          ],
        },
      ],
    };
  },
  async submit({ answers }, work) {
    demand('rights.settle', work);
    const why = whyConcernsStay.find((one) => one === textOf(answers.values, 'why'));
    if (why === undefined) return { problems: [{ at: 'why', say: 'Choose why.' }] };
    const { zone } = work.programme;
    const until = placeAnyway(addMonths(local(work.now, zone).date, 12), '12:00', zone);
    await work.rows.kept.put(concernsKeptLonger, { until, why });
    work.audit('rights.concerns-kept', work.programme.id, { why });
    return closeWith('Kept', 'It is kept for a year. Then I ask you again.');
  },
};
