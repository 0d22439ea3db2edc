import { type Block, button, buttons, type Card, divider, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith, replyWith } from '../../chat/reply.js';
import { literal, mention, say } from '../../chat/text.js';
import { isLive, type Mentorship } from '../../domain/mentorship.js';
import { hasAccount } from '../../domain/programme.js';
import { type ReviewFormId, saidInReview } from '../../domain/review.js';
import type { StakeholderAsk } from '../../domain/stakeholder.js';
import { Refused } from '../../kernel/errors.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { auditReading } from '../shared/audit-reading.js';
import { aboutMentorship, demand, mayActor, mentorshipOf } from '../shared/guards.js';
import { ownAskBlocks, stakeholderBlocks } from '../shared/stakeholder-answers.js';
import { askOf } from './choose.js';
import { asInWords, endAsk, proposedWords } from './propose.js';

/** Who was proposed for one mentorship, and what those said who were asked. */

export const open: PressHandler = async (press, work) => panelWith(await panel(press.subject, work));

async function panel(subject: string, work: ActorWork): Promise<Card> {
  const m = await mentorshipOf(work, subject);
  demand('stakeholder.read', work, aboutMentorship(m));
  const back = buttons(button('Back to the mentorship', 'mentorship.open', m.id));
  const said = await stakeholderBlocks(m, work, { takeBack: true });
  const answers = said.length === 0 ? [] : [divider, ...said];
  if (work.actor.id === m.mentee) {
    const line = say`Somebody else may be asked how ${mention(m.mentor)} does as a mentor, but only if you say yes.`;
    const asks = await ownAskBlocks([m], work);
    return {
      title: 'Who else may be asked',
      summary: line,
      blocks: [
        text(line),
        ...(asks.length === 0 ? [muted(literal('Nobody has been proposed.'))] : asks),
        ...answers,
        back,
      ],
    };
  }
  const line = say`Who beside ${mention(m.mentor)} and ${mention(m.mentee)} could say how the mentoring looks from where they stand.`;
  const asks = (await work.rows.stakeholderAsks.ofMentorships([m.id])).filter((a) => a.endedAt === null);
  if (said.length === 0 && asks.length > 0) auditReading('stakeholder.read', m, work, { proposed: asks.length });
  const byLink = !hasAccount((await work.people()).get(m.mentee));
  return {
    title: 'Asked from outside',
    summary: line,
    blocks: [
      text(line),
      ...asks.flatMap((ask) => askBlocks(ask, m, byLink, work)),
      ...answers,
      ...(isLive(m)
        ? [
            muted(literal('The mentee decides. Whatever they say or leave unsaid, you read nothing of it here.')),
            buttons(button('Propose somebody', 'stakeholder.propose', m.id, { style: 'main' })),
          ]
        : []),
      buttons(button('Testimony and observation', 'attest.open', m.portfolio)),
      back,
    ],
  };
}

/** The same lines and buttons from the day of the proposal to the end, whatever was said by whom. */
function askBlocks(ask: StakeholderAsk, m: Mentorship, byLink: boolean, work: ActorWork): readonly Block[] {
  const { actor } = work;
  const its = ask.proposedBy === actor.id || actor.roles.includes('coordinator');
  return [
    text(
      say`${proposedWords(ask.person, ask.proposedBy, actor.id)}${ask.as === 'other' ? '' : ` (${asInWords(ask.as)})`}`,
    ),
    ...(its && ask.reason !== '' ? [muted(say`Why they: ${ask.reason}`)] : []),
    ...(its
      ? [
          buttons(
            byLink && isLive(m) ? button('A link for the mentee', 'stakeholder.link', ask.id) : null,
            button('Take the proposal back', 'stakeholder.end', ask.id),
          ),
        ]
      : []),
  ];
}

export const end: PressHandler = async (press, work): Promise<Reply> => {
  const ask = await askOf(press.subject, work);
  const m = await mentorshipOf(work, ask.mentorship);
  demand('stakeholder.propose', work, aboutMentorship(m));
  if (ask.proposedBy !== work.actor.id && !mayActor('stakeholder.propose', work))
    throw new Refused(
      'not-allowed',
      'Only whoever proposed them, or the coordinator, takes it back. Nothing has changed.',
    );
  if (ask.endedAt === null) await endAsk(ask, work);
  return panelWith(await panel(m.id, work));
};

/** What somebody said is taken back for them: whoever has no link any more asks the coordinator. */
export const takeBack: PressHandler = async (press, work): Promise<Reply> => {
  const form = await work.rows.reviews.form(press.subject as ReviewFormId);
  demand('stakeholder.take-back', work);
  if (form === undefined || form.audience !== 'stakeholder' || !saidInReview(form))
    throw new Refused('no-such-answers', 'There is nothing to take back here any more.');
  if (press.arg !== 'yes') {
    const line = say`Take back all that ${mention(form.person)} said? Do it at their wish alone. It cannot be undone.`;
    return panelWith({
      title: 'Take it back?',
      summary: line,
      blocks: [
        text(line),
        buttons(
          button('Yes, take it back', 'stakeholder.take-back', form.id, { arg: 'yes', style: 'danger' }),
          button('No', 'stakeholder.open', form.mentorship),
        ),
      ],
    });
  }
  await work.rows.reviews.saveForm({ ...form, state: 'declined', answers: [], firstAnsweredAt: null });
  work.audit('stakeholder.taken-back', form.id, {}, form.mentorship);
  return replyWith('Taken back', 'What they said is gone. Nobody can read it any more.');
};
