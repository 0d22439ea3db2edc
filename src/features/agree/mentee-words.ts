import { type Part, say, type Text } from '../../chat/text.js';

/**
 * Everything this feature says to a mentee, as plain sentences in one place: a test measures each (under 15 words, a
 * reading age of 11). `{mentor}` and the like are filled in by `put`.
 */
export const menteeWords = {
  ask: {
    title: 'Would you like a mentor?',
    summary: '{mentor} would like to mentor you.',
    lines: [
      'A mentor listens and helps you with goals you choose.',
      'You agree first how you will meet and what stays private.',
      'You can say yes, no, or ask for a change.',
    ],
    /** To whoever has never written: they were named by somebody, and know nothing of this yet. */
    what: ['This is Mentorlog.', 'It helps a mentor and a mentee keep track of their sessions.'],
    noRush: 'There is no rush. Nothing starts until you sign.',
  },
  changed: {
    title: 'Your agreement has changed',
    summary: '{mentor} has changed your agreement.',
    lines: ['Please read it and tell us what you think.', 'It starts when you have both signed it.'],
    stillHolds: 'Until then the one you both signed still holds.',
  },
  again: {
    title: 'No rush',
    summary: 'You asked {mentor} for time to think.',
    lines: ['Here is the agreement again, in case you want it now.', 'You can leave it. We will not ask again.'],
    done: 'You have answered',
    thanks: 'Thank you. {mentor} knows.',
  },
  signed: { title: 'You have both signed', line: 'You and {mentor} signed on {when}.' },
  signedAlone: { title: 'You have signed', line: 'You signed on {when}. {mentor} signs too.' },
  wish: {
    title: 'You asked for a change',
    line: '{mentor} knows, and can read what you wrote.',
    next: 'You will get a new one to look at.',
  },
  waiting: {
    title: 'Take your time',
    line: '{mentor} knows that you need time. That is fine.',
    once: 'We will ask once more on {when}.',
  },
  declined: {
    title: 'You said no thank you',
    line: 'That is fine. {mentor} knows.',
    next: 'You can change your mind at any time.',
  },
  declinedChange: {
    title: 'You said no to the change',
    line: 'That is fine. {mentor} knows.',
    next: 'The one you both signed still holds.',
  },
  over: { title: 'This has ended', line: 'There is nothing you need to do.' },
  withdrawn: { title: 'No need to answer', line: '{mentor} has taken this back. You did nothing wrong.' },
  meant: {
    until: 'We plan to go on until {when}.',
    minutes: 'We plan {long} of mentoring in all.',
    panel: {
      asked: 'Your mentor suggests: until {when}, {long} in all.',
      signed: 'You both signed: until {when}, {long} in all.',
      taken: 'Your agreement does not say how long. We count on {long}, until {when}.',
    },
  },
  older: { title: 'There is a newer agreement', line: '{mentor} has changed it. You can read the new one.' },
  buttons: {
    answer: 'Read and answer',
    notNow: 'Not now',
    read: 'Read it',
    goals: 'See your goals',
    mind: 'I changed my mind',
    open: 'Goals and more',
  },
  news: {
    paused: {
      title: 'Your mentoring is paused',
      lines: ['You and {mentor} have a pause from {when}.', 'No reminders come until it goes on.'],
    },
    resumed: {
      title: 'Your mentoring goes on',
      lines: ['You and {mentor} go on from {when}.', 'Reminders come again as before.'],
    },
    ended: {
      title: 'Thank you',
      lines: [
        'Your mentoring with {mentor} ended on {when}.',
        'Thank you for the time and thought you gave it.',
        'What you learned is yours to keep.',
      ],
      stays: 'Your goals and records stay. You can still read them.',
      cancelled: 'If a meeting was still planned, it is off.',
    },
  },
  panel: {
    title: 'Your mentoring',
    states: {
      proposed: '{mentor} would like to mentor you. You have not answered yet, or not with a yes.',
      active: 'Your mentoring with {mentor} is going on.',
      paused: 'Your mentoring with {mentor} is paused.',
      declined: 'You said no thank you to {mentor}. That is fine.',
      ended: 'Your mentoring with {mentor} has ended.',
    },
    pending: 'There is a changed agreement for you to look at.',
    signatures: 'Signatures',
    signedOn: '{who} signed on {when}.',
    notSigned: '{who} has not signed yet.',
    goals: 'Goals',
    letGo: 'Goals let go',
    noGoals: 'There are no goals yet.',
    helps: 'What helps you',
    avoid: 'What to avoid',
    wish: 'What you would like changed',
    meetings: 'Pausing stops all reminders. You can go on when you like.',
    buttons: {
      goal: 'Suggest a goal',
      part: 'Your part of it',
      pause: 'Pause',
      resume: 'Go on again',
      end: 'End it',
      hours: 'Your hours',
      past: 'What we did',
      lookBack: 'Look back',
      beside: 'Who else may be asked',
      more: 'Goals and more',
    },
  },
  goal: {
    title: 'A new goal to think about',
    summary: '{mentor} has a goal to suggest.',
    line: 'You decide if you want to work on it.',
    yours: 'You suggested a goal. {mentor} will look at it.',
    agreed: 'You both agreed on this goal.',
    dropped: 'This goal is not used any more. That is fine.',
    answer: 'Read and answer',
  },
  form: {
    title: 'Your agreement',
    submit: 'Send my answer',
    steps: { read: 'What it says', goals: 'Goals', helps: 'What helps you', answer: 'Your answer' },
    hello: '{mentor} wrote this and signed it. Read it in your own time.',
    readers: '{all} can read what you write.',
    outside: [
      'From outside, an assessor and quality assurers may read it too.',
      'They read it in what {mentor} hands in.',
      'Names are taken out, and you see your words first.',
    ],
    limits: 'If someone may be in danger, we must tell the safeguarding lead.',
    goalsIntro: 'These are the goals so far. Levels go from 1 (not yet) to 5 (there).',
    noGoals: 'There are no goals yet. You can suggest some.',
    goalAgreed: 'You both agreed on it: {now} at the start, and {level} is the goal.',
    goalFrom: '{from} thinks you are at {now} now. The goal is {level}.',
    goalYours: 'You said that you are at {now} now. The goal is {level}.',
    yourLevel: 'Where are you now?',
    yourLevelHint: 'Only if you like. There is no wrong answer.',
    propose: 'Goals you would like',
    proposeHint: 'Only if you like. Your mentor will look at them with you.',
    proposeOne: 'Goal',
    proposeAdd: 'Add a goal',
    goalWhat: 'What would you like to get better at?',
    goalHow: 'How will you know?',
    goalNow: 'Where are you now?',
    goalThen: 'Where would you like to be?',
    goalBelow: 'Pick a level that is not below where you start.',
    helps: 'What helps you?',
    helpsMore: 'Anything else that helps?',
    avoid: 'What should we avoid?',
    avoidMore: 'Anything else to avoid?',
    skip: 'You can skip this.',
    choice: 'What would you like to do?',
    choices: {
      signed: 'I agree and sign',
      keep: 'Keep it as it is',
      'change-wanted': 'I’d like something changed',
      waiting: 'I need time',
      declined: 'No thank you',
    },
    signing: 'If you pick “I agree and sign”, that is your signature.',
    anyAnswer: 'Any answer is fine. You can change it later.',
    change: 'What would you like changed?',
    changeHint: 'Only if you asked for a change.',
    changeBeside:
      'You wrote what you would like changed. To send it, pick “I’d like something changed”. If not, clear these words.',
    changeMissing: 'Please say what you would like changed. A few words are enough.',
    stale: 'The agreement has changed since you opened this. Please open the new one.',
  },
  goalForm: {
    title: 'A goal',
    propose: 'Suggest a goal',
    submit: 'Send',
    choice: 'What do you think?',
    agree: 'Let us work on this',
    drop: 'Not this one',
    keep: 'Keep this goal',
    stop: 'Stop working on this goal',
    back: 'Take it back',
  },
  thanks: {
    signed: ['Thank you. You have signed.', '{mentor} knows. You can look at it at any time.'],
    kept: ['Thank you. It is saved.'],
    'change-wanted': ['Thank you for saying so.', '{mentor} will look at it and send a new one.'],
    waiting: ['That is fine. Take the time you need.', 'We will ask once more in three days.'],
    waitingOn: ['That is fine. Take the time you need.', 'You can answer at any time.'],
    declined: ['That is fine. Thank you for telling us.', 'You can change your mind at any time.'],
    goalSent: ['Thank you. {mentor} will look at it with you.'],
    goalAgreed: ['Good. {mentor} knows.'],
    goalDropped: ['That is fine. {mentor} knows.'],
  },
  /** Where somebody answered by a link: it is used now, and they have no chat to come back to. */
  thanksByLink: {
    signed: ['Thank you. You have signed.', '{mentor} knows. Ask them if you want to see it again.'],
    waiting: ['That is fine. Take the time you need.', 'When you are ready, ask {mentor} for a new link.'],
    waitingOn: ['That is fine. Take the time you need.', 'When you are ready, ask {mentor} for a new link.'],
    declined: ['That is fine. Thank you for telling us.', 'If you change your mind, tell {mentor}.'],
  },
  end: {
    title: 'End your mentoring?',
    lines: [
      'You can end it at any time. You do not need a reason.',
      'Planned meetings will be cancelled. {mentor} is told.',
      'Your goals and records stay. You can still read them.',
    ],
    yes: 'Yes, end it',
    no: 'No, go back',
  },
  refused: {
    newer: 'You already have a newer agreement with this mentor. Please answer that one.',
    ended: 'This mentoring has ended. There is nothing you need to do.',
    declined: 'You said no thank you to this. You can still change your mind.',
    'not-agreed': 'You have not both signed yet, so there is nothing to pause.',
    going: 'It is going on already. Nothing has changed.',
    paused: 'It is paused already. Nothing has changed.',
    goalDone: 'That goal has been answered already. Nothing has changed.',
    manyGoals: 'You have many goals already. Let one go first.',
  },
} as const;

/** Choices for *what helps me* and *what to avoid* (docs/field.md#the-agreement: skippable, the mentee's own). */
export const helpsChoices: readonly string[] = [
  'Time to think before I answer',
  'Knowing the plan before we meet',
  'Having things written down',
  'Short breaks',
  'Walking while we talk',
  'Seeing or trying things, not just talking',
  'A quiet place',
];
export const avoidChoices: readonly string[] = [
  'Being put on the spot',
  'Changes without warning',
  'Talking in front of others',
  'Loud or busy places',
  'Being rushed',
  'Long talks without a break',
];

/** A sentence from this file with its `{…}` filled in. A name without its part stays as it is, for a test to find. */
export function put(words: string, parts: Readonly<Record<string, Part | Text>> = {}): Text {
  const pieces = words.split(/\{(\w+)\}/);
  return pieces.reduce<Text>((text, piece, i) => {
    const part = i % 2 === 1 ? (parts[piece] ?? `{${piece}}`) : piece;
    return part === '' ? text : say`${text}${part}`;
  }, say``);
}
