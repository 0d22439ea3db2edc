import {
  type Answers,
  type Field,
  type Form,
  type Item,
  longestText,
  manyOf,
  numberOf,
  textOf,
  type Value,
  type Values,
} from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, say } from '../../chat/text.js';
import { isRegion } from '../../domain/holidays.js';
import { isInReach } from '../../domain/lead-alert.js';
import { isCoordinated, type Nation, type Programme, type ProgrammeSettings } from '../../domain/programme.js';
import { isZone } from '../../kernel/zoned.js';
import type { ActorWork, CommandHandler, FormFeature } from '../feature.js';
import { demand, mayActor } from '../shared/guards.js';
import { moveReminders } from '../shared/move-reminders.js';
import { scheduleDigest } from '../shared/next-digest.js';
import { allocationsCard } from './allocations.js';
import { catalogueWord } from './catalogue.js';
import { keepsTheirs, meanwhileItems, opens } from './catalogue-change.js';
import { whereTheCodeIs } from './claim.js';
import { criteriaWord } from './criteria.js';
import { contactIn, leadFields, leadProblems, leadValues } from './setup-lead.js';
import {
  channelItem,
  hoursFollow,
  leadsTo,
  leadsToIn,
  noChannel,
  retarget,
  rulesIn,
  rulesItem,
  rulesValue,
  savedCard,
  theChannel,
} from './setup-parts.js';

/** `setup`: the safeguarding lead first, then the programme, its digest and its manners. Every field has a default. */

const nations: readonly { readonly value: Nation; readonly label: string }[] = [
  { value: 'england', label: 'England' },
  { value: 'scotland', label: 'Scotland' },
  { value: 'wales', label: 'Wales' },
  { value: 'northern-ireland', label: 'Northern Ireland' },
  { value: 'ireland', label: 'Ireland' },
  { value: 'other', label: 'Another country' },
];
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((label, i) => ({
  value: String(i + 1),
  label,
}));

const line = (
  id: string,
  label: string,
  more: { readonly hint?: string; readonly optional?: true; readonly max?: number } = {},
): Field => ({
  id,
  kind: 'text',
  lines: 'one',
  max: more.max ?? 200,
  readers: 'shown',
  label,
  ...(more.hint === undefined ? {} : { hint: more.hint }),
  ...(more.optional === undefined ? {} : { optional: more.optional }),
});

export const setupForm: FormFeature = {
  called: 'the programme’s set-up',
  async build({ answers }, work): Promise<Form> {
    demand('programme.set', work);
    const { safeguarding } = work.programme.settings;
    const who = leadFields((await work.people()).values(), safeguarding);
    const form: Form = {
      id: 'setup',
      title: 'Set up the programme',
      submit: 'Save',
      concern: 'mentor',
      steps: [
        {
          id: 'safeguarding',
          title: 'Safeguarding',
          items: [
            {
              kind: 'note',
              id: 'why',
              text: literal('“Worried about someone?” shows these to everybody, from every form.'),
            },
            line('lead', 'Designated safeguarding lead', { hint: 'Their name.' }),
            line('lead-reach', 'How to reach the lead', { hint: 'Telephone, e-mail or both.' }),
            who.lead,
            line('deputy', 'Deputy', { optional: true }),
            line('deputy-reach', 'How to reach the deputy', { optional: true }),
            who.deputy,
            line('hours', 'When they can be reached', {
              optional: true,
              hint: 'For example Monday to Friday, 08:30 to 17:00.',
            }),
            line('out-of-hours', 'What to do out of hours', { optional: true, max: 300 }),
            line('text-line', 'What to text, for people who can’t speak', {
              optional: true,
              hint: 'For example SHOUT to 85258. Left empty, the nation’s own is shown.',
            }),
            line('web-chat', 'Link to a web chat, for people who can’t speak', {
              optional: true,
              max: 400,
              hint: 'Left empty, the nation’s own is shown.',
            }),
            line('policy', 'Link to the policy', { optional: true, max: 400 }),
          ],
        },
        {
          id: 'programme',
          title: 'The programme',
          items: [
            line('name', 'Name', { max: 120 }),
            {
              id: 'nation',
              kind: 'choice',
              shown: 'list',
              readers: 'shown',
              label: 'Nation',
              hint: 'Decides the guidance for a concern.',
              of: nations,
            },
            line('zone', 'Time zone', { hint: 'For example Europe/London.' }),
            line('region', 'Public holidays of', {
              optional: true,
              max: 12,
              hint: 'A code like GB-SCT, IE or US-NY. Left empty, the nation’s count.',
            }),
            {
              id: 'leads-to',
              kind: 'choice',
              shown: 'list',
              readers: 'shown',
              label: 'What mentoring here leads to',
              hint: 'Without a unit there is no target and nobody assesses: a plan is a goal and a time. What has begun stays as it is.',
              of: leadsTo,
            },
            line('unit', 'Unit', { max: 200 }),
            rulesItem(work.programme.settings.unit),
            {
              id: 'target',
              kind: 'number',
              min: 1,
              max: 200,
              step: 0.5,
              unit: 'hours',
              readers: 'shown',
              label: 'Target hours of each mentor',
            },
          ],
        },
        {
          id: 'manners',
          title: 'When the bot writes',
          items: [
            { id: 'quiet-from', kind: 'time', readers: 'shown', label: 'Quiet from' },
            { id: 'quiet-to', kind: 'time', readers: 'shown', label: 'Quiet until' },
            {
              id: 'working-days',
              kind: 'choice',
              many: true,
              shown: 'list',
              readers: 'shown',
              label: 'Working days',
              of: days,
            },
            {
              id: 'weekly',
              kind: 'choice',
              shown: 'buttons',
              readers: 'shown',
              label: 'Weekly digest',
              of: [
                { value: 'yes', label: 'Post it every week' },
                { value: 'no', label: 'Only when asked for' },
              ],
            },
            { id: 'weekday', kind: 'choice', shown: 'list', readers: 'shown', label: 'On', of: days },
            { id: 'digest-time', kind: 'time', readers: 'shown', label: 'At' },
            channelItem(work.programme.settings.digest.channel),
          ],
        },
      ],
    };
    const clashes = clashItems(
      answers,
      work.programme,
      form.steps.flatMap((step) => step.items),
    );
    return {
      ...form,
      steps: form.steps.map((step, i) => (i === 0 ? { ...step, items: [...clashes, ...step.items] } : step)),
    };
  },
  async problems(about, work) {
    const v = about.answers.values;
    const found = [...leadProblems(v, await work.people())];
    if (textOf(v, 'zone') !== '' && !isZone(textOf(v, 'zone')))
      found.push({ at: 'zone', say: 'There is no such time zone. Write it like Europe/London.' });
    const region = textOf(v, 'region');
    if (region !== '' && !(await isRegion(region)))
      found.push({
        at: 'region',
        say: 'No holidays are known for that. Write a country’s code, or country-state: IE, GB-SCT, US-NY.',
      });
    for (const at of ['policy', 'web-chat'])
      if (textOf(v, at) !== '' && !/^https:\/\/[^\s]+$/.test(textOf(v, at)))
        found.push({ at, say: 'Give the whole address, beginning with https://.' });
    if (textOf(v, 'deputy') !== '' && textOf(v, 'deputy-reach') === '')
      found.push({ at: 'deputy-reach', say: 'Say how to reach the deputy.' });
    return found;
  },
  async follow({ before, answers }) {
    return hoursFollow(before, answers);
  },
  async submit(about, work) {
    demand('programme.set', work);
    const { values: v } = readSetup(about.answers.values, work.programme, keepsTheirs(about.answers.values));
    const [lead, deputy] = [contactIn(v, 'lead'), contactIn(v, 'deputy')];
    const old = work.programme.settings;
    const { channel, ...digest } = old.digest;
    const settings: ProgrammeSettings = {
      safeguarding: {
        ...(lead === undefined ? {} : { lead }),
        ...(deputy === undefined ? {} : { deputy }),
        hours: textOf(v, 'hours'),
        outOfHours: textOf(v, 'out-of-hours'),
        ...(textOf(v, 'policy') === '' ? {} : { policyUrl: textOf(v, 'policy') }),
        ...(textOf(v, 'text-line') === '' ? {} : { textLine: textOf(v, 'text-line') }),
        ...(textOf(v, 'web-chat') === '' ? {} : { webChat: textOf(v, 'web-chat') }),
      },
      digest: {
        ...digest,
        ...(channel === undefined || textOf(v, 'channel') === '' ? {} : { channel }),
        weekly: textOf(v, 'weekly') === 'yes',
        weekday: Number(textOf(v, 'weekday')) || old.digest.weekday,
        time: textOf(v, 'digest-time'),
      },
      unit: {
        title: textOf(v, 'unit'),
        targetMinutes: Math.round((numberOf(v, 'target') ?? 6) * 60),
        ...leadsToIn(textOf(v, 'leads-to'), old.unit),
        ...rulesIn(textOf(v, 'rules'), old.unit),
      },
      quiet: { from: textOf(v, 'quiet-from'), to: textOf(v, 'quiet-to') },
      workingDays: manyOf(v, 'working-days').map(Number),
      ...(old.retention === undefined ? {} : { retention: old.retention }),
      ...(textOf(v, 'region') === '' ? {} : { region: textOf(v, 'region').toUpperCase() }),
    };
    const before = valuesOf(work.programme);
    const programme: Programme = {
      ...work.programme,
      name: textOf(v, 'name'),
      nation: textOf(v, 'nation') as Nation,
      zone: textOf(v, 'zone'),
      settings,
    };
    await work.rows.programme.save(programme);
    // Quiet hours and working days of the programme are those of everybody who has none of their own.
    for (const person of (await work.people()).values()) await moveReminders(work, person, { programme });
    await scheduleDigest(work, settings.digest);
    await retarget(work, old.unit.targetMinutes, settings.unit.targetMinutes);
    const after = valuesOf(programme);
    work.audit('programme.set', work.programme.id, {
      // Which settings, by their ids in the form: what was typed is nowhere but in the programme.
      changed: Object.keys(after)
        .filter((id) => !same(before[id], after[id]))
        .join(' '),
      targetMinutes: settings.unit.targetMinutes,
      leadSet: lead !== undefined,
    });
    return { kind: 'close', say: savedCard(settings) };
  },
};

/** `setup` opens the programme; `setup catalogue` and its parts what its plans, records and questions are made of. */
export const setupCommand: CommandHandler = async (command, work) => {
  const alone = command.rest.trim() === '';
  if (alone && !mayActor('programme.set', work) && !isCoordinated((await work.people()).values()))
    return whereTheCodeIs();
  demand('programme.set', work);
  if (alone) return openSetup(work);
  if (/^(?:readers?|assessors?|who assesses)$/i.test(command.rest.trim()))
    return { kind: 'panel', card: await allocationsCard(work) };
  return (
    (await criteriaWord(command.rest, work)) ??
    (await catalogueWord(command.rest, work)) ??
    replyWith(
      'Set up',
      'I know setup, setup catalogue, setup criteria, setup questions, setup skills, setup templates, setup guidance, setup agreement, setup readers, and setup another for a second programme.',
    )
  );
};

/** The programme as its form shows it. */
function valuesOf({ name, nation, zone, settings }: Programme): Values {
  const s = settings.safeguarding;
  return {
    lead: s.lead?.name ?? '',
    'lead-reach': s.lead?.reach ?? '',
    deputy: s.deputy?.name ?? '',
    'deputy-reach': s.deputy?.reach ?? '',
    ...leadValues(s),
    hours: s.hours,
    'out-of-hours': s.outOfHours.slice(0, longestText),
    policy: s.policyUrl ?? '',
    'text-line': s.textLine ?? '',
    'web-chat': s.webChat ?? '',
    name,
    nation,
    zone,
    region: settings.region ?? '',
    'leads-to': settings.unit.leadsTo ?? 'unit',
    unit: settings.unit.title,
    rules: rulesValue(settings.unit),
    target: settings.unit.targetMinutes / 60,
    'quiet-from': settings.quiet.from,
    'quiet-to': settings.quiet.to,
    'working-days': settings.workingDays.map(String),
    weekly: settings.digest.weekly ? 'yes' : 'no',
    weekday: String(settings.digest.weekday),
    'digest-time': settings.digest.time,
    channel: settings.digest.channel === undefined ? '' : theChannel,
  };
}

/** What the programme was when a form was opened: no field of it, kept in its draft. */
const was = 'was';

export async function openSetup(work: ActorWork): Promise<Reply> {
  demand('programme.set', work);
  const values = valuesOf(work.programme);
  const holders = [...(await work.people()).values()].filter((p) => p.roles.includes('safeguarding-lead'));
  // Whoever has the role is known already: only how to reach them is asked.
  const [only] = holders.length === 1 && values.lead === '' ? holders : [];
  const lead = only?.name ?? values.lead;
  const person = isInReach(only) && only !== undefined ? { 'lead-person': only.id } : {};
  return work.forms.open(
    'setup',
    work.programme.id,
    { values: { ...values, lead: lead ?? '', ...person, [was]: JSON.stringify(values) }, rows: {} },
    await opens(work, 'setup', work.programme.id),
  );
}

/** A setting that this form changed, and somebody else since it was opened, to something else. */
interface Clash {
  readonly id: string;
  readonly now: Value;
}

const same = (a: Value | undefined, b: Value | undefined): boolean =>
  JSON.stringify(Array.isArray(a) ? [...a].sort() : (a ?? '')) ===
  JSON.stringify(Array.isArray(b) ? [...b].sort() : (b ?? ''));

/** What this form changed goes in; what only somebody else changed meanwhile stays as they put it. */
function readSetup(
  answers: Values,
  programme: Programme,
  theirs: boolean,
): { readonly values: Values; readonly clashes: readonly Clash[] } {
  const now = valuesOf(programme);
  const typed = answers.channel === noChannel ? { ...answers, channel: '' } : answers;
  const began = JSON.parse(textOf(typed, was) || JSON.stringify(now)) as Values;
  const mine = Object.keys(now).filter((id) => !same(typed[id], began[id]) && !same(typed[id], now[id]));
  const clashes = mine.filter((id) => !same(now[id], began[id]));
  const kept = mine.filter((id) => !theirs || !clashes.includes(id));
  return {
    values: { ...now, ...Object.fromEntries(kept.map((id) => [id, typed[id] ?? ''])) },
    clashes: clashes.map((id) => ({ id, now: now[id] ?? '' })),
  };
}

function clashItems(answers: Answers, programme: Programme, fields: readonly Item[]): readonly Item[] {
  const { clashes } = readSetup(answers.values, programme, false);
  const labelOf = (id: string): string =>
    fields.flatMap((f) => ('label' in f && f.id === id ? [f.label] : []))[0] ?? id;
  const shown = ({ id, now }: Clash): string => {
    const field = fields.find((f) => f.id === id);
    const chosen = field?.kind === 'choice' ? field.of : [];
    const words = [now].flat().map((value) => chosen.find((o) => o.value === value)?.label ?? String(value));
    return words.join(', ');
  };
  return meanwhileItems(
    clashes.length === 0 ? undefined : JSON.stringify(clashes),
    clashes.map((c) => say`${labelOf(c.id)} is now: “${shown(c)}”`),
  );
}
