import { button, buttons, type Card, facts, sentence, text } from '../../chat/card.js';
import { type Form, manyOf, numberOf, textOf } from '../../chat/form.js';
import { literal, moment, say } from '../../chat/text.js';
import type { Manners, Person } from '../../domain/programme.js';
import { mannersOf } from '../../domain/prompt-schedule.js';
import { day } from '../../kernel/clock.js';
import { isZone, local, placeAnyway } from '../../kernel/zoned.js';
import type { ActorWork, Feature, FormFeature } from '../feature.js';
import { calendarPresses } from './calendar.js';

/** What a person decides of how the bot treats them (FIELD §5). Takes effect at once. */

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function settingsCard(work: ActorWork): Card {
  const { actor, programme } = work;
  const m = mannersOf(actor, programme);
  const line = literal('These are yours alone. Nobody else sees or changes them.');
  const on = (b: boolean): string => (b ? 'on' : 'off');
  return {
    title: 'Your settings',
    summary: line,
    blocks: [
      text(line),
      facts(
        ['Time zone', literal(actor.zone)],
        ['Quiet hours', literal(`${m.quiet.from} to ${m.quiet.to}`)],
        ['Working days', literal(m.workingDays.map((d) => days[d - 1]).join(', '))],
        [
          'Pause',
          m.pausedUntil !== null && m.pausedUntil > work.now ? say`until ${moment(m.pausedUntil)}` : literal('none'),
        ],
        ['Questions after a session', literal(on(actor.manners.feedbackStopped !== true))],
        ['Asking about the length', literal(on(actor.manners.confirmationStopped !== true))],
        ['Counted in the channel’s averages', literal(on(actor.manners.inAverages === true))],
        actor.roles.includes('mentor')
          ? ['My own line in the digest', literal(on(actor.manners.ownLine === true))]
          : null,
      ),
      buttons(
        button('Change', 'settings.change', '-', { style: 'main' }),
        m.pausedUntil !== null && m.pausedUntil > work.now
          ? button('End the pause', 'settings.resume', '-')
          : button('Pause for a week', 'settings.pause', '-', { arg: '7' }),
        button('My calendar', 'calendar.open', '-'),
      ),
    ],
  };
}

const change = async (work: ActorWork, manners: Manners, more: Partial<Person> = {}): Promise<void> => {
  await work.rows.people.save({ ...work.actor, ...more, manners: { ...work.actor.manners, ...manners } });
  work.note('settings.changed', work.actor.id);
};

const switches = [
  { value: 'feedback', label: 'Ask me questions after a session' },
  { value: 'confirmation', label: 'Ask me how long it was' },
  { value: 'averages', label: 'Count me in the channel’s averages' },
  { value: 'own-line', label: 'Show my own line in the digest (mentors)' },
];

const form: FormFeature = {
  async build(): Promise<Form> {
    return {
      id: 'settings',
      title: 'Your settings',
      submit: 'Save',
      concern: 'mentee',
      steps: [
        {
          id: 'when',
          title: 'When I may write to you',
          items: [
            {
              id: 'zone',
              kind: 'text',
              lines: 'one',
              max: 60,
              readers: 'shown',
              label: 'Time zone',
              hint: 'For example Europe/London.',
            },
            { id: 'from', kind: 'time', readers: 'shown', label: 'Quiet from' },
            { id: 'to', kind: 'time', readers: 'shown', label: 'Quiet until' },
            {
              id: 'days',
              kind: 'choice',
              many: true,
              shown: 'list',
              readers: 'shown',
              label: 'Working days',
              of: days.map((label, i) => ({ value: String(i + 1), label })),
            },
            {
              id: 'pause',
              kind: 'number',
              min: 0,
              max: 90,
              step: 1,
              unit: 'days',
              optional: true,
              readers: 'shown',
              label: 'Pause for so many days',
              hint: '0 ends a pause.',
            },
            {
              id: 'on',
              kind: 'choice',
              many: true,
              optional: true,
              shown: 'list',
              readers: 'shown',
              label: 'What I want',
              of: switches,
            },
          ],
        },
      ],
    };
  },
  async problems(about) {
    return isZone(textOf(about.answers.values, 'zone'))
      ? []
      : [{ at: 'zone', say: 'There is no such time zone. Write it like Europe/London or Asia/Kolkata.' }];
  },
  async submit(about, work) {
    const v = about.answers.values;
    const on = manyOf(v, 'on');
    const pause = numberOf(v, 'pause');
    const zone = textOf(v, 'zone');
    await change(
      work,
      {
        quiet: { from: textOf(v, 'from'), to: textOf(v, 'to') },
        workingDays: manyOf(v, 'days').map(Number),
        feedbackStopped: !on.includes('feedback'),
        confirmationStopped: !on.includes('confirmation'),
        inAverages: on.includes('averages'),
        ownLine: on.includes('own-line'),
        ...(pause === undefined ? {} : { pausedUntil: pause === 0 ? 0 : untilMorning(work.now + pause * day, zone) }),
      },
      { zone },
    );
    return { kind: 'close', say: sentence('Saved', 'Your settings are saved, and hold from now on.') };
  },
};

/** A pause ends in the morning, not at the minute it was asked for. */
const untilMorning = (at: number, zone: string): number => placeAnyway(local(at, zone).date, '08:00', zone);

export const feature: Feature = {
  name: 'settings',
  commands: { settings: async (_command, work) => ({ kind: 'panel', card: settingsCard(work) }) },
  presses: {
    ...calendarPresses,
    'settings.open': async (_press, work) => ({ kind: 'panel', card: settingsCard(work) }),
    async 'settings.change'(_press, work) {
      const m = mannersOf(work.actor, work.programme);
      const a = work.actor.manners;
      return work.forms.open(
        'settings',
        work.actor.id,
        {
          values: {
            zone: work.actor.zone,
            from: m.quiet.from,
            to: m.quiet.to,
            days: m.workingDays.map(String),
            on: [
              ...(a.feedbackStopped === true ? [] : ['feedback']),
              ...(a.confirmationStopped === true ? [] : ['confirmation']),
              ...(a.inAverages === true ? ['averages'] : []),
              ...(a.ownLine === true ? ['own-line'] : []),
            ],
          },
          rows: {},
        },
        { fresh: true },
      );
    },
    async 'settings.pause'(press, work) {
      const n = Math.min(90, Math.max(1, Number(press.arg) || 7));
      const until = untilMorning(work.now + n * day, work.actor.zone);
      await change(work, { pausedUntil: until });
      return {
        kind: 'say',
        card: sentence(
          'Paused',
          say`I won’t ask you for anything until ${moment(until)}. The record’s own prompt at a session’s end still comes.`,
        ),
      };
    },
    async 'settings.resume'(_press, work) {
      await change(work, { pausedUntil: 0 });
      return { kind: 'say', card: sentence('Pause ended', 'I’ll write to you again as usual.') };
    },
  },
  forms: { settings: form },
};
