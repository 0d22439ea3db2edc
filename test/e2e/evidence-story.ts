import { expect } from 'vitest';
import type { MailPort } from '../../src/ports/mail.js';
import { type LinkSite, Visitor as LinkVisitor } from '../support/visitor.js';
import type { Filling } from './teams-person.js';
import type { WholeBot } from './whole-bot.js';

/**
 * Evidence as people give it, the same on every platform: a review from three sides, a change of practice from what was
 * said to what followed, and a reflection in fortnightly pieces. A review opens by the rule: of two hours meant one is half.
 */

/** Known at once, or when a browser has shown it. */
type Soon<T> = T | Promise<T>;

/** Somebody at a platform: what they see and do. */
export interface Someone {
  /** How others write their name. */
  readonly name: string;
  /** How they are named in a command. */
  readonly mention: string;
  /** All messages to them, as they stand now. */
  sees(): Soon<string>;
  /** What is open or was said to them last. */
  reads(): Soon<string>;
  /** Types a word, and opens what it leads to where that is behind a button. */
  opens(word: string): Promise<string>;
  /** Presses a button of what is shown, or of the newest message that has it. */
  taps(label: string): Promise<string>;
  /** Whether what is shown, or a message, has that button. */
  offers(label: string): Soon<boolean>;
  /** Fills in the step that is open, and presses a button of it. */
  goesOn(label: string, filling: Filling): Promise<string>;
  /** Fills in the form that is open, to its end. */
  fillsIn(filling: Filling): Promise<string>;
}

export interface Cast {
  readonly t: Pick<WholeBot, 'bot' | 'store' | 'to' | 'pass' | 'now'>;
  readonly site: LinkSite;
  readonly mails: ReturnType<typeof keptMails>;
  readonly coordinator: Someone;
  readonly mentor: Someone;
  readonly mentee: Someone;
}

/** What was typed where it is private: it stands in no message to anybody. */
export const typed = {
  goal: 'Make phone calls alone',
  objective: 'Make two calls to the college',
  happened: 'Two calls, the second without notes',
  reason: 'Sees us on Tuesdays',
  asked: 'More time before each new step',
  said: 'it went too fast for you',
  will: 'wait until you say go on',
  showed: 'I asked before the second call',
  review: 'She waits for me now',
  wish: 'Ask me what I want to do',
  self: 'I still speak too soon',
  witness: 'He came every Tuesday',
  piece: 'The pause before the second call',
  second: 'I had filled every silence',
} as const;

const teacher = 'sam.hill@school.example';

/** A mail server that keeps what it was given. */
export function keptMails() {
  const mails: { readonly to: string; readonly text: string }[] = [];
  const mail: MailPort = {
    async send({ to, text }) {
      mails.push({ to, text });
      return { sent: true };
    },
    close() {},
  };
  return {
    mail,
    mails,
    /** Whoever has the link in the newest mail to this address. */
    visitor(site: LinkSite, to = teacher): LinkVisitor {
      const address = /https?:\S+/.exec(mails.findLast((m) => m.to === to)?.text ?? '')?.[0];
      if (address === undefined) throw new Error(`no link was sent to ${to}: ${JSON.stringify(mails)}`);
      return new LinkVisitor(site, address);
    },
  };
}

const agreement: Filling = [
  [/^goals\/.*\/what$/, typed.goal],
  [/^goals\/.*\/how$/, 'Three calls stand in a call log'],
  [/^goals\/.*\/baseline$/, '2'],
  [/^goals\/.*\/target$/, '4'],
  [/^hours$/, '2'],
  [/^until$/, '2027-02-26'],
];
const firstStep: Filling = [
  [/^outcome/, 'met'],
  [/^skill$/, 'active-listening'],
  [/^skill-example$/, 'I waited before I spoke'],
  [/^happened$/, typed.happened],
];

/** Both sign; two hours are meant, and so a review opens after one. */
async function agree({ t, mentor, mentee }: Cast): Promise<void> {
  await mentor.opens(`start ${mentee.mention}`);
  expect(await mentor.fillsIn(agreement)).toContain('You have signed');
  await t.bot.run();
  await mentee.taps('Read and answer');
  expect(await mentee.fillsIn([[/^word$/, 'signed']])).toContain('You have signed');
  await t.bot.run();
}

/** Planned for a day at eleven. */
async function plans({ t, mentor, mentee }: Cast, date: string): Promise<void> {
  await mentor.opens(`plan ${mentee.mention} ${date} 11:00 45m Phone calls`);
  await mentor.fillsIn([
    [/^objectives\/.*\/what$/, typed.objective],
    [/^objectives\/.*\/measure$/, 'Two stand in the log'],
  ]);
  await t.bot.run();
}

/** Held for three quarters of an hour, recorded, its length confirmed half an hour later. @param more its record's second step */
async function meet({ t, mentor, mentee }: Cast, date: string, more?: Filling): Promise<void> {
  await mentee.taps('Yes, I’ll be there');
  await t.to(`${date}T11:46:00Z`);
  await mentor.taps('Write it now');
  if (more === undefined) expect(await mentor.fillsIn(firstStep)).toContain('Recorded');
  else {
    expect(await mentor.goesOn('Add the rest', firstStep)).toContain('was it done?');
    expect(await mentor.fillsIn(more)).toContain('Recorded');
  }
  await t.to(`${date}T12:20:00Z`);
  await mentee.taps('Yes');
  await t.bot.run();
}

/** Answers what a mentee is asked, each question with this rating, or with the next of these words. */
async function answers({ t, mentee }: Cast, rating: string, ...words: readonly string[]): Promise<void> {
  const left = [...words];
  for (let asked = 0; asked < 9; asked += 1) {
    await t.bot.run();
    if (await mentee.offers(rating)) await mentee.taps(rating);
    else if (await mentee.offers('Write a few words')) {
      await mentee.taps('Write a few words');
      await mentee.fillsIn([[/^words$/, left.shift() ?? 'Nothing more']]);
    } else return;
  }
}

/** Before anything else: who is asked from outside is the coordinator’s to propose, and the mentee’s to say yes to. */
async function somebodyOutside(cast: Cast): Promise<void> {
  const { t, coordinator, mentor, mentee } = cast;
  await coordinator.opens(`people ${mentor.mention}`);
  expect(await coordinator.fillsIn([[/^roles$/, 'mentor']])).toContain('Mentor');
  await t.bot.run();
  await agree(cast);

  await mentor.opens('home');
  await mentor.taps('Goals and more');
  expect(await mentor.taps('Asked from outside')).toContain('The mentee decides.');
  expect(await mentor.taps('Propose somebody')).toContain('not noted as 18 or over');
  expect(await mentor.taps('Ask the coordinator')).toContain('Your coordinator is asked.');
  await t.bot.run();
  expect(await coordinator.taps('Propose somebody')).toMatch(/the mentee and the coordinator read this/i);
  expect(
    await coordinator.fillsIn([
      [/^name$/, 'Sam Hill'],
      [/^email$/, teacher],
      [/^as$/, 'teacher'],
      [/^reason$/, typed.reason],
    ]),
  ).toContain('You have proposed');
  await t.bot.run();
  // The day of the signatures has had its message: the next one asks, at noon.
  await t.to('2026-11-24T09:00:00Z');
  expect(await mentee.sees()).not.toContain('May they be asked?');
  await t.to('2026-11-24T12:00:00Z');
  expect(await mentee.sees()).toContain('You decide.');
  const asked = await mentee.taps('Have a look');
  for (const words of ['about you', typed.reason, 'What could the mentor do differently?', 'can read what they answer'])
    expect(asked).toContain(words);
  expect(await mentee.fillsIn([[/^word$/, 'yes']])).toContain('They may be asked.');
  await t.bot.run();
}

/** What a mentee said becomes a change, told with the next invitation and asked about in its record. */
async function changeOfPractice(cast: Cast): Promise<void> {
  const { mentor, mentee } = cast;
  await plans(cast, '2026-11-25');
  await meet(cast, '2026-11-25');
  await mentee.taps('My mentor, now');
  await answers(cast, '2 A little', typed.asked);

  expect(await mentor.opens('change')).toContain('Nothing yet.');
  expect(await mentor.taps('Add a change')).toContain(typed.asked);
  await mentor.fillsIn([
    [/^cites$/, 'first'],
    [/^said$/, typed.said],
    [/^what$/, typed.will],
  ]);
  // Not in these words: in Teams this stands in a message.
  expect(await mentor.reads()).toMatch(/It holds from now on ?\./);
  await plans(cast, '2026-11-26');
  expect(await mentee.sees()).toContain('Something will be different this time, because of what you said.');
  const told = await mentee.taps('See what changes');
  expect(told).toMatch(new RegExp(`You said:\\s*${upper(typed.said)}`));
  expect(told).toContain(`I will ${typed.will}`);
  expect(await mentee.taps('See the plan')).toContain(`I will ${typed.will}`);
  await meet(cast, '2026-11-26', [
    [/^change-(?!note)/, 'done'],
    [/^change-note/, typed.showed],
  ]);
}

const upper = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** An hour and a half of two hours: half-way. The mentee, the mentor and somebody outside, each for themselves. */
async function reviewFromThreeSides(cast: Cast): Promise<void> {
  const { t, coordinator, mentor, mentee, mails, site } = cast;
  expect(await mentee.sees()).toContain('You are half-way with');
  expect(await mentee.sees()).toMatch(/Only \S.* can read what you say/);
  await answers(cast, '4 Mostly', typed.review, typed.wish);
  expect(await mentee.sees()).toContain('Your answers are saved.');

  expect(await mentor.sees()).toContain('are half-way.');
  await mentor.taps('Write my view');
  await mentor.fillsIn([
    [/self-listened/, '3'],
    [/self-learn/, typed.self],
  ]);
  expect(await mentor.reads()).toContain('Your view is saved.');

  // Friday morning, by mail.
  await t.to('2026-11-27T10:00:00Z');
  // Mails go beside what else is due: this one with the next look.
  await t.bot.run();
  const sam = mails.visitor(site);
  await sam.begins();
  expect(sam.words).toContain('said yes to your being asked');
  const form = /v\.q-([^"]+?)-out-contact/.exec(sam.page.html)?.[1] ?? '';
  await sam.sends({ [`q-${form}-out-contact`]: '4', [`q-${form}-out-saw`]: typed.witness }, 'submit');
  expect(sam.words).toContain('It is saved.');

  const read = async (who: Someone, ...ways: readonly string[]): Promise<string> => {
    await who.opens('review');
    for (const way of ways) await who.taps(way);
    return await who.reads();
  };
  const reads = {
    coordinator: await read(coordinator, 'Read what was said', 'Read it'),
    mentor: await read(mentor, 'What was said'),
    mentee: await read(mentee, 'What was said'),
  };
  const sides = [typed.review, typed.self, typed.witness] as const;
  const has = (words: string): readonly boolean[] => sides.map((side) => words.includes(side));
  expect({ coordinator: has(reads.coordinator), mentor: has(reads.mentor), mentee: has(reads.mentee) }).toEqual({
    coordinator: [true, false, true],
    mentor: [false, true, true],
    mentee: [true, false, true],
  });
  await mentee.taps('Let my mentor read it');
  expect(has(await read(mentor, 'What was said'))).toEqual([true, true, true]);
}

/** After two sessions what was said stands beside what was changed and what followed. */
async function ledger(cast: Cast): Promise<void> {
  const { mentor, mentee } = cast;
  await plans(cast, '2026-12-01');
  await meet(cast, '2026-12-01', [[/^change-(?!note)/, 'partly']]);
  await mentee.taps('My mentor, now');
  await answers(cast, '5 Yes, fully', 'Nothing');
  for (const who of [mentor, mentee]) {
    const stands = await who.opens('change');
    for (const words of [upper(typed.said), `I will ${typed.will}`, 'before 2; after 5', typed.showed])
      expect(stands, who.name).toContain(words);
  }
}

/** Two minutes a fortnight, on a phone: a question comes, is answered in one box, and evidence is chosen beside it. */
async function reflectionInPieces(cast: Cast): Promise<void> {
  const { t, mentor } = cast;
  await mentor.opens('reflect');
  expect(await mentor.taps('What? So what? Now what?')).toContain('0 of ');
  await t.to('2026-12-15T10:00:00Z');
  expect(await mentor.sees()).toContain('It comes once a fortnight, because you began to reflect.');
  await mentor.taps('Answer it');
  await mentor.goesOn('Choose evidence', [[/^text$/, typed.piece]]);
  await mentor.fillsIn([[/^cites$/, 'first']]);
  expect(await mentor.reads()).toContain('It is saved.');
  await t.to('2026-12-28T10:00:00Z');
  expect(await mentor.offers('Skip this one')).toBe(false);
  await t.to('2026-12-29T10:00:00Z');
  await mentor.taps('Answer it');
  await mentor.goesOn('Choose evidence', [[/^text$/, typed.second]]);
  await mentor.fillsIn([]);
  expect(await mentor.opens('reflect')).toMatch(/^2 of \d+ questions answered|2 of \d+ questions answered/);
  expect(await mentor.taps('What?')).toContain(typed.piece);
  await mentor.opens('reflect');
  await mentor.taps('Declare it');
  await mentor.fillsIn([
    [/^own$/, 'yes'],
    [/^helped$/, 'no'],
  ]);
  expect(await mentor.reads()).toContain('Declared on');
}

/** In their order: each goes on where the one before it ended. */
export const chapters: readonly (readonly [title: string, live: (cast: Cast) => Promise<void>])[] = [
  ['somebody outside is proposed by the coordinator, and the mentee says yes', somebodyOutside],
  [
    'what a mentee said is a change: told with the invitation, in the plan, asked about in the record',
    changeOfPractice,
  ],
  ['half-way opens by itself, and three sides say how it is', reviewFromThreeSides],
  ['after two sessions the ledger says what was said, what changed and what followed', ledger],
  ['a reflection is written in fortnightly pieces, and declared', reflectionInPieces],
];
