import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal } from '../../chat/text.js';
import { isLive, type Mentorship } from '../../domain/mentorship.js';
import { agreementAgainPrompt } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import type { MentorshipId, PersonId } from '../../kernel/ids.js';
import { rootOf } from '../../kernel/subject.js';
import type { ActorWork, FeatureOf, PressHandler, Prompt } from '../feature.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { agreementForm, agreementSeed } from './agreement-form.js';
import { answerForm, answerSeed, giveWord } from './answer-form.js';
import { agreementAsk, agreementStatus, goalNews, mentorshipNews } from './faces.js';
import { goalForm } from './goal-form.js';
import { turn } from './life.js';
import { agreementPanel, endPanel, mentorshipPanel } from './panel.js';
import { start, startAnother, startWith } from './start.js';
import { againSubject, askSubject, goalSubject, notReachedSubject } from './subjects.js';

/** The agreement and its goals, and the life of a mentorship: begun, paused, gone on with, ended. */

const panel = async (m: Mentorship, work: ActorWork): Promise<Reply> => ({
  kind: 'panel',
  card: await mentorshipPanel(m, work),
});

/** Opens the mentor's form on the current version; a draft that nobody typed into is begun anew, for it may be old. */
async function openAgreement(m: Mentorship, work: ActorWork, step?: string): Promise<Reply> {
  demand('agreement.change', work, aboutMentorship(m));
  const draft = await work.rows.drafts.open(work.actor.id, 'agreement', m.id);
  const wish = m.agreement.changeWanted !== '';
  return work.forms.open('agreement', m.id, await agreementSeed(m, work), {
    ...(draft?.savedAt === null ? { fresh: true } : {}),
    ...(step === undefined ? {} : { step }),
    ...(wish ? { notice: literal('Your mentee would like something changed: it stands at the top.') } : {}),
  });
}

const answer: PressHandler = async ({ subject }, work) => {
  const m = await mentorshipOf(work, rootOf(subject));
  demand('agreement.answer', work, aboutMentorship(m));
  return work.forms.open('agreement-answer', askSubject(m), answerSeed(m));
};

const notNow: PressHandler = async ({ subject }, work) => {
  const m = await mentorshipOf(work, rootOf(subject));
  demand('agreement.answer', work, aboutMentorship(m));
  // The card may be an old one: what was answered since is not undone by it.
  if (m.agreement.menteeWord === 'asked') await giveWord(m, 'waiting', work);
  return { kind: 'done' };
};

const propose: PressHandler = async ({ subject }, work) => {
  const m = await mentorshipOf(work, rootOf(subject));
  demand('goal.propose', work, aboutMentorship(m));
  // Before both have signed, the mentor's goals belong to what they sign.
  if (work.actor.id === m.mentor && m.agreedAt === null) return openAgreement(m, work, 'goals');
  return work.forms.open('goal', m.id, { values: {}, rows: {} });
};

const openGoal: PressHandler = async ({ subject }, work) => {
  const m = await mentorshipOf(work, rootOf(subject));
  demand('goal.propose', work, aboutMentorship(m));
  const own = m.goals.find((g) => g.id === goalSubject.read(subject)?.goal)?.menteeBaseline ?? null;
  const seed = own === null || work.actor.id !== m.mentee ? {} : { own: String(own) };
  return work.forms.open('goal', subject, { values: seed, rows: {} });
};

const end: PressHandler = async ({ subject, arg }, work) => {
  const m = await mentorshipOf(work, subject);
  demand('mentorship.end', work, aboutMentorship(m));
  if (arg !== 'yes' && isLive(m)) return { kind: 'panel', card: endPanel(m, work) };
  return panel(await turn(subject, 'end', work), work);
};

const askAgainNow: PressHandler = async ({ subject }, work) => {
  const m = await mentorshipOf(work, rootOf(subject));
  demand('agreement.change', work, aboutMentorship(m));
  if (!isLive(m) || m.agreement.menteeWord !== 'asked')
    throw new Refused('nothing-to-ask', 'There is nothing to ask again: your mentee has answered, or it has ended.');
  work.show('agreement-ask', askSubject(m), { person: m.mentee });
  work.audit('agreement.sent-again', m.id, { version: m.agreement.version }, m.id);
  return replyWith('Sent again', 'It is on its way once more.');
};

/** Once, three days after "I need time", where that is still the last word. */
const again: Prompt<'agreement-again'> = {
  waitsFor: 'working-days',
  folds: true,
  session: null,
  asks: 'mentee',
  occurrence: agreementAgainPrompt,
  async fire(prompt, work) {
    const m = await work.rows.mentorships.get(rootOf<MentorshipId>(prompt.subject));
    if (m === undefined || m.agreement.menteeWord !== 'waiting' || againSubject(m) !== prompt.subject) return;
    if (m.state !== 'proposed' && m.state !== 'active') return;
    work.redraw(askSubject(m));
    work.show('agreement-ask', againSubject(m), { person: m.mentee });
  },
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    agree: {
      command: 'start';
      verb:
        | 'mentorship.start'
        | 'mentorship.start-without'
        | 'mentorship.open'
        | 'mentorship.pause'
        | 'mentorship.resume'
        | 'mentorship.end'
        | 'agreement.open'
        | 'agreement.read'
        | 'agreement.answer'
        | 'agreement.not-now'
        | 'agreement.ask-again'
        | 'goal.propose'
        | 'goal.open';
      form: 'agreement' | 'agreement-answer' | 'goal';
      face: 'agreement-ask' | 'agreement-status' | 'mentorship-news' | 'goal-news';
      prompt: 'agreement-again';
      audit:
        | 'agreement.read'
        | 'agreement.sent-again'
        | 'agreement.changed'
        | 'agreement.signed'
        | 'agreement.change-wanted'
        | 'agreement.waiting'
        | 'agreement.declined'
        | 'goal.rated'
        | 'goal.proposed'
        | 'goal.agreed'
        | 'goal.dropped'
        | 'mentorship.proposed'
        | 'mentorship.read'
        | 'mentorship.paused'
        | 'mentorship.resumed'
        | 'mentorship.ended'
        | 'session.attendee-left'
        | 'person.added'
        | 'portfolio.started';
    };
  }
}

export const feature: FeatureOf<'agree'> = {
  name: 'agree',
  commands: { start },
  presses: {
    'mentorship.start': {
      opens: async ({ subject }, work) => startWith(await work.rows.people.get(subject as PersonId), work),
    },
    'mentorship.start-without': { opens: startAnother },
    'mentorship.open': {
      opens: async ({ subject }, work) => panel(await mentorshipOf(work, rootOf(subject)), work),
    },
    'mentorship.pause': async ({ subject }, work) => panel(await turn(subject, 'pause', work), work),
    'mentorship.resume': async ({ subject }, work) => panel(await turn(subject, 'resume', work), work),
    'mentorship.end': end,
    'agreement.open': { opens: async ({ subject }, work) => openAgreement(await mentorshipOf(work, subject), work) },
    'agreement.read': {
      opens: async ({ subject }, work) => ({
        kind: 'panel',
        card: await agreementPanel(await mentorshipOf(work, rootOf(subject)), work),
      }),
    },
    'agreement.answer': { opens: answer },
    'agreement.not-now': notNow,
    'agreement.ask-again': askAgainNow,
    'goal.propose': { opens: propose },
    'goal.open': { opens: openGoal },
  },
  links: { 'agreement-answer': { opens: answer } },
  forms: { agreement: agreementForm, 'agreement-answer': answerForm, goal: goalForm },
  faces: {
    'agreement-ask': agreementAsk,
    'agreement-status': agreementStatus,
    'mentorship-news': mentorshipNews,
    'goal-news': goalNews,
  },
  prompts: { 'agreement-again': again },
  /** A mentee whom no message reaches: each mentor who waits for their answer is told what to do. */
  async unreachable(person, work) {
    for (const m of await work.rows.mentorships.of(person))
      if (m.mentee === person && isLive(m) && m.agreement.menteeWord === 'asked')
        work.show('agreement-status', notReachedSubject(m), { person: m.mentor });
  },
};
