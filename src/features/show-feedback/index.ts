import type { Card } from '../../chat/card.js';
import { type Block, divider, heading, muted, text } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import type { Question } from '../../domain/feedback.js';
import { midpointPassed } from '../../domain/hours.js';
import type { ReadAs } from '../../domain/programme-reading.js';
import { attendeeOf } from '../../domain/session.js';
import type { MentorshipId, PersonId } from '../../kernel/ids.js';
import type { ActorWork, FeatureOf } from '../feature.js';
import { auditFeedbackOfAll } from '../shared/audit-reading.js';
import { demand, mayActor } from '../shared/guards.js';
import { lentDeviceLine } from '../shared/lent-device.js';
import { practiceNote } from '../shared/practice.js';
import { asSeenBy, formsAbout, type GivenForm, questionsOf } from '../shared/read-feedback.js';
import { type PortfolioTime, portfolioTime, portfolioTimesOf } from '../shared/read-hours.js';
import { about, feedbackPanel, ownBlocks, responseOf, trendBlocks } from './card.js';

/** Trends with n and the response rate beside every mean: the mentor's, a mentee's own, the programme's. */

/** A mentor's forms in this portfolio: together first, then by mentee. */
async function portfolioSection(
  work: ActorWork,
  time: PortfolioTime,
  reader: ReadAs,
  questions: readonly Question[],
): Promise<readonly Block[]> {
  const forms = await formsAbout(work.rows, time.sessions);
  const passed = midpointPassed(time.hours(), time.portfolio.targetMinutes);
  const seen = (of: readonly GivenForm[]) => asSeenBy(of, reader, passed);
  const mentees = [...new Set(forms.map((f) => f.mentee))];
  const each = mentees.flatMap((mentee): readonly Block[] => [
    about(mentee),
    ...trendBlocks(questions, seen(forms.filter((f) => f.mentee === mentee))),
  ]);
  return [
    ...(mentees.length === 1
      ? each
      : [heading(literal('All mentees together')), ...trendBlocks(questions, seen(forms)), ...each]),
    ...(await lentDeviceLine(work.rows, mentees)),
    ...(reader === 'mentor' && forms.length > 0
      ? [
          muted(
            literal(
              passed
                ? 'You see what your mentees share with you. What they keep for the coordinator looks unanswered here.'
                : 'You see what your mentees share with you now. What they keep for half-way comes once half the hours are done.',
            ),
          ),
        ]
      : []),
  ];
}

async function ownSection(work: ActorWork, questions: readonly Question[]): Promise<readonly Block[] | undefined> {
  const sessions = [];
  for (const m of await work.rows.mentorships.of(work.actor.id))
    if (m.mentee === work.actor.id) sessions.push(...(await work.rows.sessions.ofMentorship(m.id)));
  if (sessions.length === 0) return undefined;
  const forms = (await formsAbout(work.rows, sessions)).filter((f) => f.mentee === work.actor.id);
  return [heading(literal('Your own answers')), ...ownBlocks(questions, forms, work.now)];
}

/** The mentorships with an answer that this reader sees: what looks unanswered to its reader was not read. */
const inSight = (forms: readonly GivenForm[], reader: ReadAs, passed: boolean): readonly MentorshipId[] => {
  const seen = asSeenBy(forms, reader, passed);
  return forms.flatMap((f, i) => (seen[i]?.answers == null ? [] : (attendeeOf(f.session, f.mentee)?.mentorship ?? [])));
};

/** The whole programme's, and the mentorships that were read by it. */
async function programmeSection(
  work: ActorWork,
  reader: ReadAs,
  questions: readonly Question[],
): Promise<{ readonly blocks: readonly Block[]; readonly read: ReadonlySet<MentorshipId> }> {
  const blocks: Block[] = [heading(literal('The programme'))];
  const all = await work.rows.portfolios.all();
  const read = new Set<MentorshipId>();
  if (all.length === 0)
    return { blocks: [...blocks, text(literal('No mentor has begun yet, so nobody has been asked.'))], read };
  const times: PortfolioTime[] = [];
  for (const p of all) times.push(await portfolioTime(work.rows, p));
  // A mentor who is the coordinator too reads no more of their own mentees than any mentor does.
  const readerOf = (t: PortfolioTime) => (t.portfolio.mentor === work.actor.id ? 'mentor' : reader);
  const everything = [];
  for (const t of times) {
    const forms = await formsAbout(work.rows, t.sessions);
    const passed = midpointPassed(t.hours(), t.portfolio.targetMinutes);
    everything.push(...asSeenBy(forms, readerOf(t), passed));
    for (const id of inSight(forms, reader, passed)) read.add(id);
  }
  blocks.push(text(literal(`All together: ${responseOf(everything)}.`)));
  for (const t of times)
    blocks.push(
      divider,
      about(t.portfolio.mentor, 'Mentor: '),
      ...(await portfolioSection(work, t, readerOf(t), questions)),
    );
  return { blocks, read };
}

/** As whom they read the feedback of the whole programme, if they do. */
const readsAllAs = (work: ActorWork): ReadAs | undefined =>
  mayActor('feedback.read-coordinator', work)
    ? 'coordinator'
    : mayActor('feedback.read-shared', work)
      ? 'mentor'
      : undefined;

async function feedbackOf(work: ActorWork): Promise<Card> {
  const questions = await questionsOf(work.rows);
  const sections: (readonly Block[])[] = [];
  for (const t of await portfolioTimesOf(work.rows, work.actor.id))
    sections.push(await portfolioSection(work, t, 'mentor', questions));
  const own = await ownSection(work, questions);
  if (own !== undefined) sections.push(own);
  // Reading the programme's is a role's: asked about nobody in particular.
  const as = readsAllAs(work);
  if (as !== undefined) {
    const programme = await programmeSection(work, as, questions);
    sections.push(programme.blocks);
    await auditFeedbackOfAll(work, as, programme.read, { sections: sections.length });
  }
  if (sections.length === 0)
    return feedbackPanel('No feedback yet.', [
      text(literal('No feedback yet. Mentees are asked half an hour after each session.')),
    ]);
  // That they looked at their own.
  if (as === undefined) work.audit('feedback.read', work.actor.id, { sections: sections.length });
  return feedbackPanel('What mentees say, with how many answered.', [
    ...practiceNote(work.programme),
    ...sections.flatMap((s, i) => (i === 0 ? s : [divider, ...s])),
  ]);
}

declare module '../../kernel/names.js' {
  interface Capabilities {
    'show-feedback': {
      command: 'feedback';
      verb: 'feedback.read';
      audit: 'feedback.read';
    };
  }
}

export const feature: FeatureOf<'show-feedback'> = {
  name: 'show-feedback',
  commands: { feedback: async (_command, work) => ({ kind: 'panel', card: await feedbackOf(work) }) },
  presses: {
    /** The same from a card; its subject is the mentor it is about. */
    'feedback.read': {
      opens: async (press, work) => {
        demand('feedback.read-shared', work, { mentor: press.subject as PersonId });
        return { kind: 'panel', card: await feedbackOf(work) };
      },
    },
  },
};
