import type { Manners } from '../domain/programme.js';

/**
 * Why each card that comes unasked has come, and how to have less of it (docs/field.md#why-and-stop). A card whose face
 * stands here carries a button that answers with its sentence, privately, for as long as it has one of the buttons that
 * ask for something: an outcome needs no reason.
 */
export interface Reason {
  readonly say: string;
  /** The verbs of the buttons that ask. */
  readonly asks: readonly string[];
  /**
   * One tap that ends such cards (docs/field.md#why-and-stop); absent where the card's own buttons do, or where it
   * comes once.
   */
  readonly stop?: Stop;
}
interface Stop {
  readonly label: string;
  /** What is chosen by it: settings show it, and choose otherwise. */
  readonly manners: Manners;
  /** What has stopped, and what has not. */
  readonly said: string;
}

/** Whether all of it is chosen already. */
export const isStopped = (stop: Stop, manners: Manners): boolean =>
  Object.entries(stop.manners).every(([key, value]) => manners[key as keyof Manners] === value);

export const reasons: Readonly<Record<string, Reason>> = {
  reminder: {
    say: 'A session is planned. Your settings say when its reminders come, or switch them off.',
    asks: ['plan.read', 'plan.decline', 'remind.later'],
    stop: {
      label: 'Stop reminders',
      manners: { remindDay: 'off', remindHour: 'off' },
      said: 'No reminders come before sessions any more. Your settings begin them again.',
    },
  },
  'session-now': {
    say: 'Your planned session begins. The button keeps its true start; you need not press it.',
    asks: ['session.start', 'session.end'],
  },
  'record-prompt': {
    say: 'Your session has ended, and its hours count once its record is written. Later is fine.',
    asks: ['record.later', 'session.not-held'],
    stop: {
      label: 'Stop nudging me',
      manners: { nudgeStopped: true },
      said: 'I ask once, as a session ends, and nudge you no more. Your settings begin it again.',
    },
  },
  'mentor-digest': {
    say: 'You mentor here, so your own week comes with the programme’s weekly digest.',
    asks: ['feedback.read'],
    stop: {
      label: 'Stop my weekly digest',
      manners: { digestStopped: true },
      said: 'Your own week comes no more. Type digest to see it, or begin it again in your settings.',
    },
  },
  'after-session': {
    say: 'Your session is over. Your answers help. You can skip all, and stop these in your settings.',
    asks: ['hours.confirm', 'ask.not-today', 'ask.skip'],
  },
  'ask-again': {
    say: 'You said “not today”, so I ask once more. I will not ask again.',
    asks: ['ask.open'],
  },
  'hours-changed': {
    say: 'Your mentor changed a length that you had confirmed. Only you can say if it is right.',
    asks: ['hours.confirm'],
  },
  'confirm-several': {
    say: 'Some lengths have no answer yet. You can stop this in your settings.',
    asks: ['hours.confirm-all'],
  },
  'link-out': {
    say: 'A link that you gave has run out unused. It comes once for each such link.',
    asks: ['link.make', 'link.here'],
  },
  'things-waiting': {
    say: 'You had your day’s worth of reminders, so the rest came as one. Settings has how many.',
    asks: ['home.open'],
  },
  'zone-ask': {
    say: 'Your chat says that your time zone is another now. Nothing changes unless you say so.',
    asks: ['settings.zone'],
  },
};
