import { button, buttons, type Card, facts, text } from '../../chat/card.js';
import { type Form, manyOf, numberOf, textOf } from '../../chat/form.js';
import { closeWith, replyWith } from '../../chat/reply.js';
import { literal, moment, say } from '../../chat/text.js';
import { checkReaders } from '../../domain/check-in.js';
import { areChosen, type Manners, type Person, type Role } from '../../domain/programme.js';
import { mannersOf, usualDailyCap } from '../../domain/prompt-schedule.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { FaceName } from '../../kernel/names.js';
import { addDays, isZone, local, placeAnyway } from '../../kernel/zoned.js';
import type { ActorWork, FeatureOf, FormFeature } from '../feature.js';
import { lengthSwitched, questionsSwitched } from '../shared/asked-after.js';
import { moveReminders } from '../shared/move-reminders.js';
import { calendarPresses, feedAddress } from './calendar.js';
import { checkInItems, checkInSays, chosenCheckIn } from './check-in.js';
import { cappedWork } from './daily-cap.js';
import { thingsWaiting } from './folded.js';
import { chosenLeads, reminderItems, remindersInWords } from './reminders.js';
import { reasonOf, withReason } from './why.js';
import { zoneAsk, zonePress, zonePrompt, zoneSeen } from './zone.js';

/** What a person decides of how the bot treats them (docs/field.md#their-own-time). Takes effect at once. */

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Whether sessions are theirs at all: an assessor or a coordinator has none. */
const meets = (p: Person): boolean => p.roles.includes('mentor') || p.roles.includes('mentee');

async function settingsCard(work: ActorWork): Promise<Card> {
  const { actor, programme } = work;
  const m = mannersOf(actor, programme);
  const line = literal('These are yours alone. Nobody else sees or changes them.');
  const on = (b: boolean): string => (b ? 'on' : 'off');
  const mentee = actor.roles.includes('mentee');
  const mentor = actor.roles.includes('mentor');
  const feed = meets(actor) ? await feedAddress(work) : undefined;
  return {
    title: 'Your settings',
    summary: line,
    blocks: [
      text(line),
      facts(
        ['Time zone', literal(actor.zone)],
        ['Quiet hours', literal(`${m.quiet.from} to ${m.quiet.to}`)],
        ['Working days', literal(`${m.workingDays.map((d) => days[d - 1]).join(', ')}; not public holidays`)],
        meets(actor) ? ['Reminders', literal(remindersInWords(m.reminders))] : null,
        ['Reminders a day, at most', literal(`${m.dailyCap}; more come as one message`)],
        mentee ? ['The plan, with the first reminder', literal(on(actor.manners.agenda !== false))] : null,
        mentee ? ['The same day and time each time', literal(on(actor.manners.sameSlot === true))] : null,
        [
          'Pause',
          m.pausedUntil !== null && m.pausedUntil > work.now ? say`until ${moment(m.pausedUntil)}` : literal('none'),
        ],
        mentee ? ['Questions after a session', literal(on(actor.manners.feedbackStopped !== true))] : null,
        mentee ? ['Asking about the length', literal(on(actor.manners.confirmationStopped !== true))] : null,
        mentee ? ['How I arrive and leave', literal(checkInSays(actor.manners))] : null,
        mentee ? ['Counted in the channel’s averages', literal(on(actor.manners.inAverages === true))] : null,
        mentor ? ['A reminder of a record that waits', literal(on(actor.manners.nudgeStopped !== true))] : null,
        mentor ? ['My own week, with the digest', literal(on(actor.manners.digestStopped !== true))] : null,
        mentor ? ['My own line in the digest', literal(on(actor.manners.ownLine === true))] : null,
        feed === undefined
          ? null
          : ['My calendar', feed === null ? literal('no address yet') : say`an address since ${moment(feed, 'date')}`],
      ),
      buttons(
        button('Change', 'settings.change', '-', { style: 'main' }),
        m.pausedUntil !== null && m.pausedUntil > work.now
          ? button('End the pause', 'settings.resume', '-')
          : button('Pause for a week', 'settings.pause', '-', { arg: '7' }),
        feed === undefined ? null : button('My calendar', 'calendar.open', '-'),
        button('What is kept about me', 'data.open', '-'),
      ),
    ],
  };
}

const change = async (work: ActorWork, manners: Manners, more: Partial<Person> = {}): Promise<void> => {
  const after = { ...work.actor, ...more, manners: { ...work.actor.manners, ...manners } };
  await work.rows.people.save(after);
  await moveReminders(work, work.actor, { person: after });
  const [was, is] = [work.actor.manners, after.manners];
  if ((was.feedbackStopped === true) !== (is.feedbackStopped === true)) await questionsSwitched(work);
  if ((was.confirmationStopped === true) !== (is.confirmationStopped === true)) await lengthSwitched(work);
  work.audit('settings.changed', work.actor.id);
};

/** What is on or off: whom it is offered to, and where it stands. */
const switches: readonly {
  readonly value: string;
  readonly label: string;
  readonly roles: readonly Role[];
  is(m: Manners): boolean;
  set(on: boolean): Manners;
}[] = [
  {
    value: 'agenda',
    label: 'Lead me to the plan with the first reminder',
    roles: ['mentee'],
    is: (m) => m.agenda !== false,
    set: (agenda) => ({ agenda }),
  },
  {
    value: 'same-slot',
    label: 'Ask for the same day and time each time',
    roles: ['mentee'],
    is: (m) => m.sameSlot === true,
    set: (sameSlot) => ({ sameSlot }),
  },
  {
    value: 'feedback',
    label: 'Ask me questions after a session',
    roles: ['mentee'],
    is: (m) => m.feedbackStopped !== true,
    set: (on) => ({ feedbackStopped: !on }),
  },
  {
    value: 'confirmation',
    label: 'Ask me how long it was',
    roles: ['mentee'],
    is: (m) => m.confirmationStopped !== true,
    set: (on) => ({ confirmationStopped: !on }),
  },
  {
    value: 'averages',
    label: 'Count me in the channel’s averages',
    roles: ['mentee'],
    is: (m) => m.inAverages === true,
    set: (inAverages) => ({ inAverages }),
  },
  {
    value: 'nudge',
    label: 'Remind me once of a record that waits',
    roles: ['mentor'],
    is: (m) => m.nudgeStopped !== true,
    set: (on) => ({ nudgeStopped: !on }),
  },
  {
    value: 'own-digest',
    label: 'Send me my own week with the digest',
    roles: ['mentor'],
    is: (m) => m.digestStopped !== true,
    set: (on) => ({ digestStopped: !on }),
  },
  {
    value: 'own-line',
    label: 'Show my own line in the digest',
    roles: ['mentor'],
    is: (m) => m.ownLine === true,
    set: (ownLine) => ({ ownLine }),
  },
];
const switchesOf = (p: Person) => switches.filter((s) => s.roles.some((r) => p.roles.includes(r)));

const form: FormFeature = {
  called: 'your settings',
  async build(_about, work): Promise<Form> {
    const offered = switchesOf(work.actor);
    return {
      id: 'settings',
      title: 'Your settings',
      submit: 'Save',
      concern: work.actor.roles.includes('mentee') ? 'mentee' : 'mentor',
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
            { id: 'from', kind: 'time', readers: 'own', label: 'Quiet from' },
            { id: 'to', kind: 'time', readers: 'own', label: 'Quiet until' },
            {
              id: 'days',
              kind: 'choice',
              many: true,
              shown: 'list',
              readers: 'own',
              label: 'Working days',
              of: days.map((label, i) => ({ value: String(i + 1), label })),
            },
            ...(meets(work.actor) ? reminderItems : []),
            {
              id: 'cap',
              kind: 'number',
              min: 1,
              max: 20,
              step: 1,
              unit: 'a day',
              readers: 'own',
              label: 'Reminders a day, at most',
              hint: 'More come as one message.',
            },
            {
              id: 'pause',
              kind: 'date',
              optional: true,
              readers: 'own',
              label: 'Pause until',
              hint: 'Nothing is asked of you before that morning. Empty: no pause.',
            },
            ...(work.actor.roles.includes('mentee') ? checkInItems : []),
            ...(offered.length === 0
              ? []
              : [
                  {
                    id: 'on',
                    kind: 'choice',
                    many: true,
                    optional: true,
                    shown: 'list',
                    readers: 'own',
                    label: 'What I want',
                    of: offered.map(({ value, label }) => ({ value, label })),
                  } as const,
                ]),
          ],
        },
      ],
    };
  },
  async problems(about, work) {
    const v = about.answers.values;
    const zone = textOf(v, 'zone');
    if (!isZone(zone))
      return [{ at: 'zone', say: 'There is no such time zone. Write it like Europe/London or Asia/Kolkata.' }];
    const pause = textOf(v, 'pause');
    const today = local(work.now, zone).date;
    if (pause !== '' && pause < today) return [{ at: 'pause', say: 'This day is past. Choose a later one, or none.' }];
    if (pause > addDays(today, longestPause))
      return [{ at: 'pause', say: 'A pause lasts a year at most. Choose an earlier day.' }];
    return [];
  },
  async submit(about, work) {
    const v = about.answers.values;
    const on = manyOf(v, 'on');
    const pause = textOf(v, 'pause');
    const zone = textOf(v, 'zone');
    await change(
      work,
      {
        quiet: { from: textOf(v, 'from'), to: textOf(v, 'to') },
        workingDays: manyOf(v, 'days').map(Number),
        pausedUntil: pause === '' ? 0 : placeAnyway(pause, '08:00', zone),
        ...Object.assign({}, ...switchesOf(work.actor).map((o) => o.set(on.includes(o.value)))),
        ...(meets(work.actor) ? chosenLeads(v) : {}),
        ...(work.actor.roles.includes('mentee') ? chosenCheckIn(v) : {}),
        ...(numberOf(v, 'cap') === undefined ? {} : { dailyCap: numberOf(v, 'cap') ?? usualDailyCap }),
      },
      { zone },
    );
    return closeWith('Saved', 'Your settings are saved, and hold from now on.');
  },
};

/** Days of a pause: whoever wants more leaves the mentorship paused, or ends it. */
const longestPause = 366;

/** A pause ends in the morning, not at the minute it was asked for. */
const untilMorning = (at: number, zone: string): number => placeAnyway(local(at, zone).date, '08:00', zone);

declare module '../../kernel/names.js' {
  interface Capabilities {
    settings: {
      command: 'settings';
      verb:
        | 'calendar.open'
        | 'calendar.make'
        | 'calendar.off'
        | 'calendar.session'
        | 'calendar.series'
        | 'settings.zone'
        | 'settings.why'
        | 'settings.stop'
        | 'settings.open'
        | 'settings.change'
        | 'settings.pause'
        | 'settings.resume';
      form: 'settings';
      face: 'things-waiting' | 'zone-ask';
      prompt: 'zone-ask';
      audit: 'calendar.made' | 'calendar.off' | 'settings.changed' | 'settings.zone';
    };
  }
}

export const feature: FeatureOf<'settings'> = {
  name: 'settings',
  commands: { settings: async (_command, work) => ({ kind: 'panel', card: await settingsCard(work) }) },
  presses: {
    ...calendarPresses,
    'settings.zone': zonePress,
    'settings.why': async (press, work) =>
      replyWith(
        'Why you got this',
        reasonOf(work, press.subject)?.say ?? 'It is about a mentorship that you take part in.',
      ),
    async 'settings.stop'(press, work) {
      const stop = reasonOf(work, press.subject)?.stop;
      if (stop === undefined)
        throw new Refused('nothing-to-stop', 'There is nothing to stop here. Type settings to see what I send you.');
      if (!areChosen(stop.manners, work.actor.manners)) await change(work, stop.manners);
      // The card that it was pressed on loses the button, where it stands; nothing is posted by it.
      const to = { person: work.actor.id };
      if ((await work.rows.posted.get(press.subject, press.arg, to)) !== undefined)
        work.show(press.subject as FaceName, press.arg, to);
      return replyWith('Stopped', stop.said);
    },
    'settings.open': { opens: async (_press, work) => ({ kind: 'panel', card: await settingsCard(work) }) },
    'settings.change': {
      async opens(_press, work) {
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
              cap: m.dailyCap,
              ...(m.pausedUntil !== null && m.pausedUntil > work.now
                ? { pause: local(m.pausedUntil, work.actor.zone).date }
                : {}),
              ...(work.actor.roles.includes('mentee') ? { 'check-in': checkReaders(a) ?? 'off' } : {}),
              ...(meets(work.actor) ? { first: m.reminders.day, second: m.reminders.hour } : {}),
              on: switchesOf(work.actor)
                .filter((o) => o.is(a))
                .map((o) => o.value),
            },
            rows: {},
          },
          { fresh: true },
        );
      },
    },
    async 'settings.pause'(press, work) {
      const n = Math.min(90, Math.max(1, Number(press.arg) || 7));
      const until = untilMorning(work.now + n * day, work.actor.zone);
      await change(work, { pausedUntil: until });
      return replyWith(
        'Paused',
        say`I won’t ask you for anything until ${moment(until)}. The record’s own prompt at a session’s end still comes.`,
      );
    },
    async 'settings.resume'(_press, work) {
      await change(work, { pausedUntil: 0 });
      return replyWith('Pause ended', 'I’ll write to you again as usual.');
    },
  },
  finishCard: withReason,
  folding: cappedWork,
  forms: { settings: form },
  faces: { 'things-waiting': thingsWaiting, 'zone-ask': zoneAsk },
  prompts: { 'zone-ask': zonePrompt },
  zoneSeen,
};
