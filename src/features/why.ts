/**
 * Why each card that comes unasked has come, and how to have less of it (FIELD §5). A card whose face stands here
 * carries a button that answers with its sentence, privately, for as long as it has one of the buttons that ask for
 * something: an outcome needs no reason.
 */
export interface Reason {
  readonly say: string;
  /** The verbs of the buttons that ask. */
  readonly asks: readonly string[];
}

export const reasons: Readonly<Record<string, Reason>> = {
  reminder: {
    say: 'A session is planned. Your settings say when its reminders come, or switch them off.',
    asks: ['plan.read', 'plan.decline', 'remind.later'],
  },
  'session-now': {
    say: 'Your planned session begins. The button keeps its true start; you need not press it.',
    asks: ['session.start', 'session.end'],
  },
  'record-prompt': {
    say: 'Your session has ended, and its hours count once its record is written. Later is fine.',
    asks: ['record.later', 'session.not-held'],
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
