import type { Card } from '../../chat/card.js';
import { type Block, divider, heading, muted, text } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import type { Question } from '../../domain/feedback.js';
import { midpointPassed } from '../../domain/hours.js';
import { attendeeOf } from '../../domain/session.js';
import type { PersonId } from '../../kernel/ids.js';
import type { ActorWork, FeatureOf } from '../feature.js';
import { auditReading } from '../shared/audit-reading.js';
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
  reader: 'mentor' | 'coordinator',
  questions: readonly Question[],
): Promise<readonly Block[]> {
  const forms = await formsAbout(work.rows, time.sessions);
  const passed = midpointPassed(time.hours(), time.portfolio.targetMinutes);
  const seen = (of: readonly GivenForm[]) => asSeenBy(of, reader, passed);
  const mentees = [...new Set(forms.map((f) => f.mentee))];
  // Only where there was an answer to read: what looks unanswered to its reader was not read.
  const answered = asSeenBy(forms, reader, passed);
  const read = new Set(
    forms.flatMap((f, i) => (answered[i]?.answers == null ? [] : [attendeeOf(f.session, f.mentee)?.mentorship])),
  );
  auditReading(
    'feedback.read',
    time.mentorships.filter((m) => read.has(m.id)),
    work,
  );
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

async function programmeSection(
  work: ActorWork,
  reader: 'mentor' | 'coordinator',
  questions: readonly Question[],
): Promise<readonly Block[]> {
  const blocks: Block[] = [heading(literal('The programme'))];
  const all = await work.rows.portfolios.all();
  if (all.length === 0) return [...blocks, text(literal('No mentor has begun yet, so nobody has been asked.'))];
  const times: PortfolioTime[] = [];
  for (const p of all) times.push(await portfolioTime(work.rows, p));
  // A mentor who is the coordinator too reads no more of their own mentees than any mentor does.
  const readerOf = (t: PortfolioTime) => (t.portfolio.mentor === work.actor.id ? 'mentor' : reader);
  const everything = [];
  for (const t of times)
    everything.push(
      ...asSeenBy(
        await formsAbout(work.rows, t.sessions),
        readerOf(t),
        midpointPassed(t.hours(), t.portfolio.targetMinutes),
      ),
    );
  blocks.push(text(literal(`All together: ${responseOf(everything)}.`)));
  for (const t of times)
    blocks.push(
      divider,
      about(t.portfolio.mentor, 'Mentor: '),
      ...(await portfolioSection(work, t, readerOf(t), questions)),
    );
  return blocks;
}

async function feedbackOf(work: ActorWork): Promise<Card> {
  const questions = await questionsOf(work.rows);
  const sections: (readonly Block[])[] = [];
  for (const t of await portfolioTimesOf(work.rows, work.actor.id))
    sections.push(await portfolioSection(work, t, 'mentor', questions));
  const own = await ownSection(work, questions);
  if (own !== undefined) sections.push(own);
  // Reading the programme's is a role's: asked about nobody in particular.
  if (mayActor('feedback.read-coordinator', work))
    sections.push(await programmeSection(work, 'coordinator', questions));
  else if (mayActor('feedback.read-shared', work)) sections.push(await programmeSection(work, 'mentor', questions));
  if (sections.length === 0)
    return feedbackPanel('No feedback yet.', [
      text(literal('No feedback yet. Mentees are asked half an hour after each session.')),
    ]);
  // That they looked, beside whose of others' they read (above).
  work.audit('feedback.read', work.actor.id, { sections: sections.length });
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
