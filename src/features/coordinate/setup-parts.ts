import { button, buttons, type Card, muted, text } from '../../chat/card.js';
import { type Answers, type Item, numberOf, textOf } from '../../chat/form.js';
import { literal } from '../../chat/text.js';
import { inChannel } from '../../commands/grammar.js';
import { type ProgrammeSettings, unsetIn } from '../../domain/programme.js';
import { isRuleSet, type RuleSet, ruleSetOf, ruleSets, ruleSetWords, rulesOf } from '../../domain/unit-rules.js';
import { listInWords } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';

/** Parts of the set-up that are more than a field: where the digest goes, what mentoring leads to, what a unit asks for. */

export const leadsTo = [
  { value: 'unit', label: 'A unit, with hours to reach' },
  { value: 'nothing', label: 'No unit' },
  { value: 'either', label: 'Either: each mentor says so as they begin' },
] as const;

/** Left as it was where it never was anything but a unit: nothing has to be looked up then (`isForUnit`). */
export function leadsToIn(chosen: string, old: ProgrammeSettings['unit']): Pick<ProgrammeSettings['unit'], 'leadsTo'> {
  const found = leadsTo.find((one) => one.value === chosen)?.value ?? 'unit';
  return found === 'unit' && old.leadsTo === undefined ? {} : { leadsTo: found };
}

/** Where the weekly digest goes: kept or taken away here, chosen where it is. */
export function channelItem(channel: ProgrammeSettings['digest']['channel']): Item {
  if (channel === undefined)
    return {
      kind: 'note',
      id: 'no-channel',
      text: literal(`It goes to no channel yet. Write ${inChannel('digest')} in the channel where it should go.`),
    };
  return {
    id: 'channel',
    kind: 'choice',
    optional: true,
    shown: 'buttons',
    readers: 'shown',
    label: 'Where',
    hint: `For another channel, write ${inChannel('digest')} there.`,
    of: [
      { value: theChannel, label: channel.name || 'The channel it was set in' },
      { value: noChannel, label: 'No channel' },
    ],
  };
}

export const noChannel = 'none';
/** Whichever it is: another one that was set meanwhile, in the channel itself, is no clash. */
export const theChannel = 'set';

/** Rules that are none of the sets: kept as they are. */
const ownRules = 'own';

export const rulesValue = (unit: ProgrammeSettings['unit']): string =>
  ruleSetOf(unit.rules, unit.targetMinutes) ?? ownRules;

/** What the unit asks for beside its criteria (docs/field.md#unit-rules). */
export const rulesItem = (unit: ProgrammeSettings['unit']): Item => ({
  id: 'rules',
  kind: 'choice',
  shown: 'list',
  readers: 'shown',
  label: 'What the unit asks for',
  hint: 'Its hours stand below, and can be others. Its criteria: type setup criteria.',
  of: [
    ...(Object.keys(ruleSetWords) as RuleSet[]).map((value) => ({ value, label: ruleSetWords[value] })),
    ...(rulesValue(unit) === ownRules ? [{ value: ownRules, label: 'As it is now' }] : []),
  ],
});

/** Left out where it never was anything but the least, as `leadsTo` is. */
export function rulesIn(chosen: string, old: ProgrammeSettings['unit']): Pick<ProgrammeSettings['unit'], 'rules'> {
  if (!isRuleSet(chosen)) return old.rules === undefined ? {} : { rules: old.rules };
  return chosen === 'mentoring' && old.rules === undefined ? {} : { rules: rulesOf(chosen) };
}

/** Other rules bring their hours with them, where nobody typed others in the same step. */
export function hoursFollow(before: Answers, answers: Answers): Answers {
  const chosen = textOf(answers.values, 'rules');
  const [was, is] = [numberOf(before.values, 'target'), numberOf(answers.values, 'target')];
  if (!isRuleSet(chosen) || chosen === textOf(before.values, 'rules') || was !== is) return answers;
  return { ...answers, values: { ...answers.values, target: ruleSets[chosen].minutes / 60 } };
}

/** Portfolios that followed the programme's target follow the new one; one that was set apart stays as it is. */
export async function retarget(work: ActorWork, from: number, to: number): Promise<void> {
  if (from === to) return;
  for (const portfolio of await work.rows.portfolios.all())
    if (portfolio.targetMinutes === from && portfolio.withoutUnit !== true)
      await work.rows.portfolios.save({ ...portfolio, targetMinutes: to });
}

/** What is set from now on, what is not yet, and the way to the rest. */
export function savedCard(settings: ProgrammeSettings): Card {
  const open = unsetIn(settings);
  const line = literal('The programme is set, from this moment on.');
  return {
    title: 'Saved',
    summary: line,
    blocks: [
      text(line),
      ...(open.length === 0 ? [] : [muted(literal(`Not set yet: ${listInWords(open)}.`))]),
      ...(settings.digest.channel === undefined
        ? [muted(literal(`Write ${inChannel('digest')} in the channel where the digest should go.`))]
        : []),
      buttons(
        button('Questions, skills, templates', 'catalogue.open', '-'),
        button('Criteria', 'criteria.open', '-'),
        button('Who assesses', 'allocations.open', '-'),
        button('How long things are kept', 'rights.retention', '-'),
        button('Import people', 'import.open', '-'),
      ),
    ],
  };
}
