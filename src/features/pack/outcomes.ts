import { type Block, button, buttons, type Card, muted, text } from '../../chat/card.js';
import { type Form, formNote, type Problem, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, say, strong } from '../../chat/text.js';
import { newestOf } from '../../domain/catalogue.js';
import { byCode, criterionBody } from '../../domain/criteria.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { outcomeResults, type RecordedOutcome } from '../../domain/pack/pack.js';
import { Refused } from '../../kernel/errors.js';
import type { Id } from '../../kernel/ids.js';
import { cleanLine, shorten } from '../../kernel/words.js';
import { local } from '../../kernel/zoned.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { outcomeLine, resultWords } from '../shared/recorded-outcomes.js';
import { portfolioOf } from './packs.js';
import { outcomeSubject } from './subjects.js';

/** What was decided of the criteria in a centre's own system, as a coordinator enters it (docs/field.md#outcomes-elsewhere). */

const shown = 15;

interface CriterionNamed {
  readonly key: string;
  readonly label: string;
}

async function criteriaOf(work: ActorWork): Promise<readonly CriterionNamed[]> {
  return newestOf(await work.rows.catalogue.current('criterion'))
    .map((row) => ({ key: row.key, ...criterionBody.parse(row.body) }))
    .sort(byCode)
    .map(({ key, code, text: words }) => ({
      key,
      label: shorten([code, words].filter((w) => w !== '').join('. '), 75),
    }));
}

export const openOutcomes: PressHandler = async ({ subject }, work) =>
  outcomesPanel(await portfolioOf('outcome.record', subject, work), work);

async function outcomesPanel(portfolio: Portfolio, work: ActorWork, said?: string): Promise<Reply> {
  const criteria = await criteriaOf(work);
  const all = await work.rows.outcomes.ofPortfolio(portfolio.id);
  const labels = new Map(criteria.map((c) => [c.key, c.label]));
  const stands = all
    .filter((o) => o.withdrawnAt === null)
    .slice(-shown)
    .reverse();
  const line = say`What was decided of ${mention(portfolio.mentor)}’s criteria in a system of the centre’s own.`;
  const card: Card = {
    title: 'Recorded elsewhere',
    summary: line,
    blocks: [
      ...(said === undefined ? [] : [text(literal(said))]),
      text(line),
      ...(criteria.length === 0
        ? [text(literal('No criteria are set. Add them in the set-up first: type setup.'))]
        : [buttons(button('Enter one', 'outcome.enter', portfolio.id, { style: 'main' }))]),
      ...stands.flatMap((o): readonly Block[] => [
        text(say`${strong(labels.get(o.criterion) ?? 'A criterion that is no longer set')}\n${outcomeLine(o)}`),
        ...(o.note === '' ? [] : [muted(literal(o.note))]),
        buttons(button('Entered by mistake', 'outcome.take-back', o.id)),
      ]),
      ...(stands.length === 0 ? [muted(literal('Nothing has been entered yet.'))] : []),
      muted(
        literal(
          'It stands in the evidence and in every pack that is made after it. One that was entered by mistake is taken back, and the chain keeps both.',
        ),
      ),
      buttons(button('Back to the evidence', 'readiness.open', portfolio.id)),
    ],
  };
  return panelWith(card);
}

export const enterOutcome: PressHandler = async ({ subject }, work) => {
  const portfolio = await portfolioOf('outcome.record', subject, work);
  if ((await criteriaOf(work)).length === 0) return outcomesPanel(portfolio, work);
  const about = outcomeSubject.write({ portfolio: portfolio.id, outcome: work.ids.next('outcome') });
  const on = local(work.now, work.programme.zone).date;
  return work.forms.open('outcome', about, { values: { on, result: 'achieved' }, rows: {} });
};

/** @throws Refused where the form's subject is none */
async function aboutForm(subject: string, work: ActorWork) {
  const about = outcomeSubject.read(subject);
  const portfolio = await portfolioOf('outcome.record', about?.portfolio ?? '', work);
  if (about === undefined)
    throw new Refused('no-such-portfolio', 'That is no longer here. Type evidence to see what is.');
  return { portfolio, id: about.outcome };
}

export const outcomeForm: FormFeature = {
  called: 'an outcome from elsewhere',
  async build({ subject }, work): Promise<Form> {
    const { portfolio } = await aboutForm(subject, work);
    return {
      id: 'outcome',
      title: 'Recorded elsewhere',
      submit: 'Enter it',
      concern: 'mentor',
      steps: [
        {
          id: 'outcome',
          title: 'What was decided?',
          items: [
            formNote(
              'readers',
              say`${mention(portfolio.mentor)}, the coordinator and whoever assesses it read this, and it stands in the pack that is handed in.`,
            ),
            {
              id: 'criterion',
              kind: 'choice',
              shown: 'list',
              readers: 'mentor',
              label: 'Which criterion?',
              of: (await criteriaOf(work)).map(({ key, label }) => ({ value: key, label })),
            },
            {
              id: 'result',
              kind: 'choice',
              shown: 'buttons',
              readers: 'mentor',
              label: 'What was decided?',
              of: outcomeResults.map((value) => ({ value, label: resultWords[value] })),
            },
            { id: 'on', kind: 'date', readers: 'mentor', label: 'On which day?' },
            {
              id: 'by',
              kind: 'text',
              lines: 'one',
              max: 120,
              readers: 'mentor',
              label: 'Who decided it?',
              hint: 'Their name, or the centre’s.',
            },
            {
              id: 'note',
              kind: 'text',
              lines: 'many',
              max: 600,
              optional: true,
              readers: 'mentor',
              label: 'Anything else',
              hint: 'Where it stands, say. Name nobody who is mentored.',
            },
          ],
        },
      ],
    };
  },
  async problems({ answers }, work): Promise<readonly Problem[]> {
    const on = textOf(answers.values, 'on');
    return on > local(work.now, work.programme.zone).date
      ? [{ at: 'on', say: 'That day is still to come. Enter the day on which it was decided.' }]
      : [];
  },
  async submit({ subject, answers }, work) {
    const { portfolio, id } = await aboutForm(subject, work);
    const { values } = answers;
    const outcome: RecordedOutcome = {
      id,
      programme: work.programme.id,
      portfolio: portfolio.id,
      criterion: textOf(values, 'criterion'),
      result: outcomeResults.find((one) => one === textOf(values, 'result')) ?? 'not-yet',
      on: textOf(values, 'on'),
      by: cleanLine(textOf(values, 'by')),
      note: textOf(values, 'note').trim(),
      recordedBy: work.actor.id,
      recordedAt: work.now,
      withdrawnAt: null,
    };
    await work.rows.outcomes.save(outcome);
    work.audit('outcome.recorded', outcome.id, { result: outcome.result, on: outcome.on });
    // Who decided it is no word for a chat: it stands where all of them do.
    const line = literal(outcomeLine({ ...outcome, by: '' }));
    return {
      kind: 'close',
      say: {
        title: 'Entered',
        summary: line,
        blocks: [text(line), buttons(button('See all of them', 'pack.outcomes', portfolio.id))],
      },
    };
  },
};

export const takeBackOutcome: PressHandler = async ({ subject, arg }, work) => {
  const outcome = await work.rows.outcomes.get(subject as Id<'outcome'>);
  if (outcome === undefined)
    throw new Refused('no-such-outcome', 'That is no longer here. Type evidence to see what is.');
  const portfolio = await portfolioOf('outcome.record', outcome.portfolio, work);
  if (outcome.withdrawnAt !== null) return outcomesPanel(portfolio, work, 'It is taken back already.');
  if (arg !== 'yes')
    return panelWith({
      title: 'Entered by mistake?',
      summary: literal('It counts no more then.'),
      blocks: [
        text(literal(`${outcomeLine(outcome)} It counts no more then, and the chain keeps that it was entered.`)),
        buttons(
          button('Take it back', 'outcome.take-back', outcome.id, { arg: 'yes', style: 'main' }),
          button('Leave it', 'pack.outcomes', portfolio.id),
        ),
      ],
    });
  await work.rows.outcomes.save({ ...outcome, withdrawnAt: work.now });
  work.audit('outcome.taken-back', outcome.id);
  return outcomesPanel(portfolio, work, 'It is taken back.');
};
