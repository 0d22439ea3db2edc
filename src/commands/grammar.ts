import { distance } from './spelling.js';

/**
 * What can be typed after `/mentor` (Slack), to the bot (Teams) or in the local chat: one table, from which help, the
 * manifests' hints and the parser are drawn. A word whose feature is not switched on is in none of them.
 */
interface AnyWord {
  readonly word: string;
  /** Other ways to say it. */
  readonly also?: readonly string[];
  /** What comes after it, for help: `@mentee [when] [length] [title]`. */
  readonly takes?: string;
  readonly does: string;
  /** What it does for somebody who is a mentee and no more, where that is not the same. */
  readonly forMentee?: string;
  /** An example worth copying. */
  readonly example?: string;
  /**
   * Who it is for: what is for others is left out of somebody's help. `evidence`: mentors, the coordinator, and those who
   * supervise or assess.
   */
  readonly for: 'everyone' | 'mentor' | 'coordinator' | 'evidence';
  /** Answers where it was typed, also in a channel; everything else is answered in private. */
  readonly open?: true;
}

const words = [
  {
    word: 'start',
    takes: '@mentee or "NAME"',
    does: 'Agree how you will work together: purpose, boundaries and goals. Both of you sign. In quotes: somebody without an account.',
    example: 'start @leo',
    for: 'mentor',
  },
  {
    word: 'plan',
    takes: '@mentee [when] [length] [title]',
    does: 'Plan a formal session. What you type is filled in for you to check.',
    example: 'plan @leo tomorrow 3pm 45m Phone calls',
    for: 'mentor',
  },
  {
    word: 'sessions',
    also: ['upcoming', 'next'],
    does: 'What is coming, with buttons to change, start or cancel it.',
    forMentee: 'What is coming. You can say here that you can’t make it.',
    for: 'everyone',
  },
  {
    word: 'reschedule',
    also: ['move'],
    takes: '@mentee [new time]',
    does: 'Move your next session together.',
    example: 'reschedule @leo Friday 10:00',
    for: 'mentor',
  },
  { word: 'cancel', takes: '@name', does: 'Cancel your next session together.', for: 'everyone' },
  {
    word: 'log',
    also: ['record'],
    takes: '[@mentee]',
    does: 'Write the record of the last session, or note an informal contact.',
    for: 'mentor',
  },
  {
    word: 'past',
    also: ['records', 'history'],
    takes: '[@name or words of a title]',
    does: 'What has been: sessions by month, each with its plan and its record.',
    forMentee: 'What you did with your mentor, month by month.',
    example: 'past phone calls',
    for: 'everyone',
  },
  {
    word: 'hours',
    does: 'Hours planned, delivered and confirmed, towards the target.',
    forMentee: 'How long you have met, and what you have said yes to.',
    for: 'everyone',
  },
  {
    word: 'evidence',
    also: ['portfolio', 'criteria'],
    takes: '[@mentor]',
    does: 'What of the unit’s criteria is shown, what is missing, what an assessor may ask; and the pack to hand in.',
    for: 'evidence',
  },
  {
    word: 'feedback',
    does: 'What mentees say, with how many answered.',
    forMentee: 'Your own answers, to read, change or take back.',
    for: 'everyone',
  },
  {
    word: 'review',
    also: ['reviews'],
    does: 'Half-way and at the end: what each side says of the whole.',
    forMentee: 'What you say half-way and at the end, to change or take back.',
    for: 'everyone',
  },
  {
    word: 'reflect',
    does: 'Your reflection: one small question at a time, your own words, the evidence beside them.',
    for: 'mentor',
  },
  {
    word: 'change',
    also: ['changes'],
    does: 'What you change in how you mentor because of what was said, and what followed.',
    forMentee: 'What your mentor changed because of what you said.',
    for: 'everyone',
  },
  {
    word: 'testimony',
    also: ['observation', 'witness'],
    does: 'What others saw of your mentoring: ask somebody for it, read and sign it.',
    for: 'mentor',
  },
  {
    word: 'compare',
    also: ['triangulation', 'triangulate'],
    does: 'What your mentees, others and you say of the same thing, side by side.',
    for: 'mentor',
  },
  {
    word: 'digest',
    takes: '[now | weekly Friday 16:00 | off]',
    does: 'Post the summary of the programme in the channel, or set when it comes.',
    for: 'mentor',
    open: true,
  },
  {
    word: 'concern',
    also: ['worried'],
    does: 'Worried about someone? Who to tell, and how to reach them.',
    for: 'everyone',
  },
  { word: 'home', does: 'What waits for you, and what is next.', for: 'everyone' },
  {
    word: 'rights',
    also: ['privacy', 'data'],
    does: 'What is kept about you: see it, get a copy, have it put right. For the coordinator: what people asked for; a name after it for one of them.',
    forMentee: 'What is kept about you: see it, get a copy, put it right, or have it deleted.',
    for: 'everyone',
  },
  { word: 'settings', does: 'Your quiet hours, a pause, and what you are asked.', for: 'everyone' },
  {
    word: 'setup',
    takes: '[catalogue]',
    does: 'The programme: safeguarding lead, digest, target hours; questions, skills, plan templates, agreement text.',
    example: 'setup catalogue',
    for: 'coordinator',
  },
  { word: 'people', does: 'Who is in the programme, their roles, and what was not delivered.', for: 'coordinator' },
  {
    word: 'join',
    takes: '@account "NAME"',
    does: 'Somebody you began with without an account has one now: it is joined once they say yes.',
    example: 'join @leo "Leo Brandt"',
    for: 'mentor',
  },
  {
    word: 'link',
    takes: '[code]',
    does: 'Join your accounts, so that you can use either chat: it gives a code to send from the other.',
    for: 'everyone',
  },
  { word: 'help', also: ['hi', 'hello', 'hey', '?'], does: 'This list.', for: 'everyone', open: true },
] as const satisfies readonly AnyWord[];

/** A word that can be typed. */
export type Spoken = (typeof words)[number]['word'];
export interface Word extends AnyWord {
  readonly word: Spoken;
}
export const grammar: readonly Word[] = words;

export type Parsed =
  | { readonly kind: 'command'; readonly word: Word; readonly rest: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown'; readonly typed: string; readonly near: Word | undefined };

/**
 * A word as it is written in a channel, on every platform: there only a mention reaches the bot, and what is typed alone
 * is a message to everybody.
 */
export const inChannel = (word: Spoken): string => `@Mentorlog ${word}`;

/** The command in what was typed, among the words whose feature is there. `/mentor` or `@Mentorlog` may stand before it. */
export function parse(text: string, known: (word: string) => boolean): Parsed {
  const typed = text.replace(/^\s*[/@]?mentor(?:log)?\b[:,]?\s*/i, '').trim();
  if (typed === '') return { kind: 'nothing' };
  const [first = ''] = typed.split(/\s+/, 1);
  const word = first.toLowerCase().replace(/[.,!:;]+$/, '');
  const there = grammar.filter((w) => known(w.word));
  const found = there.find((w) => w.word === word || w.also?.includes(word) === true);
  if (found !== undefined) return { kind: 'command', word: found, rest: typed.slice(first.length).trim() };
  const near = there
    .map((w) => ({ w, far: distance(word.slice(0, 20), w.word) }))
    .filter((c) => c.far <= 2 && c.far < c.w.word.length - 1)
    .sort((a, b) => a.far - b.far)[0]?.w;
  return { kind: 'unknown', typed: first, near };
}
