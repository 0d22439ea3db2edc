import { answers, type Block, button, buttons, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { type GoingOn, type GoingOnChoice, goingOn, lookDate } from '../../domain/going-on.js';
import { meantOf } from '../../domain/meant.js';
import { inForce, isLive, type Mentorship } from '../../domain/mentorship.js';
import { neverTooLate } from '../../domain/prompt-schedule.js';
import { goingOnLookPrompt, goingOnSubject } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import type { MentorshipId, PersonId } from '../../kernel/ids.js';
import { minutesInWords, minutesWith } from '../../kernel/words.js';
import type { Drawing, Work } from '../feature.js';

/** How the two go on or end (docs/field.md#going-on): when it is looked at, and what stands on their cards and pages. */

/** Long enough for what was just said to be put right, short enough that nobody has forgotten. */
const lookAfter = day;

/**
 * To be called where hours of theirs may count as confirmed from now on, or another end is agreed: it is looked at a day
 * later, once however often it is called on a day.
 */
export function lookWhetherReached(
  work: Pick<Work, 'schedule' | 'now'>,
  mentorships: readonly MentorshipId[],
  at = work.now + lookAfter,
): void {
  for (const mentorship of mentorships)
    work.schedule({
      ...goingOnLookPrompt.prompt({ mentorship, date: lookDate(at) }),
      subject: mentorship,
      to: null,
      dueAt: at,
      // It sets its own successor, so it never runs out.
      expiresAt: neverTooLate(at),
    });
}

export interface MeantSoFar {
  readonly meant: ReturnType<typeof meantOf>;
  /** Of the agreement in force; 0 where there is none. */
  readonly version: number;
  readonly targetMinutes: number;
  readonly confirmed: { readonly mentee: number; readonly all: number };
}

/** What was meant for this mentorship and what of it is confirmed; undefined where its portfolio is gone. */
export async function meantSoFar(
  m: Mentorship,
  { rows, programme }: Pick<Work, 'rows' | 'programme'> | Pick<Drawing, 'rows' | 'programme'>,
): Promise<MeantSoFar | undefined> {
  const portfolio = await rows.portfolios.get(m.portfolio);
  if (portfolio === undefined) return undefined;
  const agreement = inForce(await rows.mentorships.agreements(m.id));
  const sharing = (await rows.mentorships.of(m.mentor)).filter(
    (one) => one.portfolio === m.portfolio && (isLive(one) || one.state === 'ended'),
  ).length;
  const [mine, all] = [
    await rows.totals.ofPortfolio(m.portfolio, m.mentee),
    await rows.totals.ofPortfolio(m.portfolio),
  ];
  return {
    meant: meantOf(m, agreement, portfolio, sharing, programme.zone),
    version: agreement?.version ?? 0,
    targetMinutes: portfolio.targetMinutes,
    confirmed: { mentee: mine.confirmedMinutes, all: all.confirmedMinutes },
  };
}

/** What each choice is called, to whoever makes it. */
const labels: Readonly<Record<'mentor' | 'mentee', Readonly<Record<GoingOnChoice, string>>>> = {
  mentor: {
    'go-on': 'Go on, with a new agreement',
    'without-unit': 'Go on without the unit',
    end: 'End well',
    unsure: 'Not sure yet',
  },
  mentee: {
    'go-on': 'Keep meeting',
    'without-unit': 'Keep meeting, just for us',
    end: 'Finish with a last meeting',
    unsure: 'I don’t know yet',
  },
};

/** The same as it is told the other one, where they may hear it. */
const told: Readonly<Record<GoingOnChoice, string>> = {
  'go-on': 'would like to go on',
  'without-unit': 'would like to go on meeting, without the unit',
  end: 'would like to finish with a last meeting',
  unsure: 'is not sure yet',
};

function asked(kept: GoingOn, so: MeantSoFar, m: Mentorship, mentee: boolean): Text {
  const other = mention(mentee ? m.mentor : m.mentee);
  if (kept.why === 'day')
    return say`You and ${other} meant to meet until ${moment(so.meant.until, 'date')}. That is soon.`;
  const own = so.confirmed.mentee >= so.meant.minutes;
  return own
    ? say`You and ${other} have had the hours you meant: ${minutesWith(so.confirmed.mentee, 'is', 'are')} confirmed, and ${minutesWith(so.meant.minutes, 'was', 'were')} meant.`
    : mentee
      ? say`${other} has had all the hours that were meant.`
      : say`Your confirmed hours have reached your target: ${minutesInWords(so.confirmed.all)} of ${minutesInWords(so.targetMinutes)}.`;
}

/**
 * What one of the two sees of it, as it stands: the question, their own word and its next steps, and the other's where they
 * may hear it. Whether the other said nothing yet or keeps it to themselves is the same to the last word. Nothing where
 * they were not asked.
 */
export async function goingOnBlocks(
  m: Mentorship,
  reader: PersonId,
  around: Pick<Drawing, 'rows' | 'programme'> | Pick<Work, 'rows' | 'programme'>,
): Promise<{ readonly line: Text; readonly blocks: readonly Block[] } | undefined> {
  const mentee = reader === m.mentee;
  const kept = await around.rows.kept.get(goingOn, reader, m.id);
  const so = kept === undefined ? undefined : await meantSoFar(m, around);
  if (kept === undefined || so === undefined || !isLive(m)) return undefined;
  const other = mentee ? m.mentor : m.mentee;
  const theirs = await around.rows.kept.get(goingOn, other, m.id);
  const heard = theirs?.shown === true && theirs.version === kept.version ? theirs.said : null;
  const line = asked(kept, so, m, mentee);
  const subject = goingOnSubject.write({ mentorship: m.id, version: kept.version });
  const { said } = kept;
  const offered: readonly GoingOnChoice[] =
    so.targetMinutes > 0 ? ['go-on', 'without-unit', 'end', 'unsure'] : ['go-on', 'end', 'unsure'];
  const words = labels[mentee ? 'mentee' : 'mentor'];
  return {
    line,
    blocks: [
      text(line),
      heard === null
        ? muted(say`${mention(other)} is asked too. You hear what they say only if they let you.`)
        : text(say`${mention(other)} ${told[heard]}.`),
      ...(said === null
        ? [
            text(literal(mentee ? 'How would you like it to go on? You choose.' : 'How will you two go on?')),
            answers(...offered.map((choice) => button(words[choice], 'going-on.say', subject, { arg: choice }))),
            muted(literal('Nothing stops by itself. Meetings, reminders and questions go on as before.')),
          ]
        : [
            text(say`You said: ${words[said]}.${nextStep(said, mentee)}`),
            ...(mentee ? [] : [buttons(...mentorsNext(m, said))]),
            muted(kept.shown ? say`${mention(other)} can see what you said.` : say`Only you can see what you said.`),
            buttons(
              button(kept.shown ? 'Keep it to myself' : 'Let them see it', 'going-on.show', subject, {
                arg: kept.shown ? 'no' : 'yes',
              }),
              button('Choose again', 'going-on.say', subject, { arg: 'again' }),
            ),
          ]),
    ],
  };
}

const nextStep = (said: GoingOnChoice, mentee: boolean): string => {
  if (mentee) return ' You can tell your mentor yourself, too, when you next meet.';
  return {
    'go-on': ' Write down together how many minutes are meant from now on, and until when.',
    'without-unit': ' Write down together what you meet for now. What is on record stays as it is.',
    end: ' A last session is planned like any other, and has a template of its own.',
    unsure: ' Talk about it when you next meet.',
  }[said];
};

const mentorsNext = (m: Mentorship, said: GoingOnChoice) => [
  said === 'end'
    ? m.state === 'active'
      ? button('Plan the last session', 'plan.new', m.id, { arg: 'ending', style: 'main' })
      : null
    : said === 'unsure'
      ? null
      : button('Change the agreement', 'agreement.open', m.id, { style: 'main' }),
];
