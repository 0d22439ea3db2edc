import { button, buttons, type Card, muted, sentence, text } from '../../chat/card.js';
import { type Form, formNote, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith, panelWith } from '../../chat/reply.js';
import { literal, mention, say, type Text } from '../../chat/text.js';
import { linkLife } from '../../domain/access-link.js';
import { isLive, type Mentorship } from '../../domain/mentorship.js';
import { hasAccount } from '../../domain/programme.js';
import { mayBeAsked, type StakeholderAsk, type StakeholderAskId, withWord } from '../../domain/stakeholder.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import { local } from '../../kernel/zoned.js';
import type { ActorWork, Face, FormFeature, PressHandler, Prompt } from '../feature.js';
import { askStakeholders, stopAsking } from '../shared/ask-stakeholder.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { makeAccessLink } from '../shared/make-access-link.js';
import { takeToday } from '../shared/once-a-day.js';
import { questionsToStakeholder } from '../shared/review-questions.js';
import { namedReaders, partsThatMay, readersByPart, together } from '../shared/who-reads.js';
import { asInWords, toPropose } from './propose.js';
import { stakeholderChoicePrompt } from './subjects.js';

/** The mentee is told who, why and what is asked, and says yes or no (docs/field.md#stakeholders). Read at about eleven. */

/** @throws Refused where it is no more, or where the actor is not its mentee */
async function mine(
  subject: string,
  work: ActorWork,
): Promise<{ readonly ask: StakeholderAsk; readonly m: Mentorship }> {
  const ask = await askOf(subject, work);
  const m = await mentorshipOf(work, ask.mentorship);
  demand('stakeholder.choose', work, aboutMentorship(m));
  return { ask, m };
}

/** @throws Refused `no-such-ask` */
export async function askOf(subject: string, work: Pick<ActorWork, 'rows'>): Promise<StakeholderAsk> {
  const ask = await work.rows.stakeholderAsks.get(subject as StakeholderAskId);
  if (ask === undefined) throw new Refused('no-such-ask', 'That is no longer here. Nobody is asked by it.');
  return ask;
}

const over = sentence(
  'Nobody is asked',
  'Whoever proposed this has taken it back. Nobody is asked, and you need not do anything.',
);

export const openChoice: PressHandler = async (press, work): Promise<Reply> => {
  const { ask } = await mine(press.subject, work);
  if (ask.endedAt !== null) return panelWith(over);
  const values = ask.word === 'asked' ? {} : { word: ask.word };
  return work.forms.open('stakeholder-choice', ask.id, { values, rows: {} }, { fresh: true });
};

/** "You, Maya, the coordinator and Ada Cole (assessor)": who reads a stakeholder's answers, outside readers among them. */
async function whoReads(
  m: Mentorship,
  work: ActorWork,
  first: readonly (Text | string)[],
): Promise<{ readonly who: Text; readonly outside: Text }> {
  const readers = await namedReaders(work, { id: m.portfolio, mentor: m.mentor });
  return {
    who:
      together([...first, 'the coordinator', ...readersByPart(readers, partsThatMay('feedback.read-shared'))]) ??
      literal(''),
    outside:
      readers.handedIn === true
        ? say` From outside, an assessor and quality assurers may read it, in what ${mention(m.mentor)} hands in, without names.`
        : literal(''),
  };
}

export { whoReads };

export const choiceForm: FormFeature = {
  called: 'your word on whom to ask',
  async build({ subject }, work): Promise<Form | Card> {
    const { ask, m } = await mine(subject, work);
    if (ask.endedAt !== null) return over;
    const questions = await questionsToStakeholder(m.id, work);
    const reads = await whoReads(m, work, ['You', say`${mention(m.mentor)}`]);
    return {
      id: 'stakeholder-choice',
      title: 'May they be asked?',
      submit: 'Save',
      concern: 'mentee',
      steps: [
        {
          id: 'word',
          title: 'May they be asked?',
          items: [
            formNote(
              'who',
              say`${mention(ask.proposedBy)} would like to ask ${mention(ask.person)}${ask.as === 'other' ? '' : ` (${asInWords(ask.as)})`} how ${mention(m.mentor)} does as a mentor. It is about ${mention(m.mentor)}, not about you.`,
            ),
            ...(ask.reason === ''
              ? []
              : [{ ...formNote('why', say`Why they: ${ask.reason}`), anothers: true as const }]),
            formNote('asked', say`They get these questions:\n${questions.map((q) => `• ${q.text}`).join('\n')}`),
            formNote(
              'readers',
              say`${reads.who} can read what they answer. They know that you can read it.${reads.outside}`,
            ),
            formNote('nothing', 'Nobody tells them what you two talk about. They are not asked about it either.'),
            {
              id: 'word',
              kind: 'choice',
              shown: 'buttons',
              optional: true,
              readers: 'own',
              label: 'May they be asked?',
              hint: 'You can skip this. Then they are not asked.',
              of: [
                { value: 'yes', label: 'Yes, that’s OK' },
                { value: 'no', label: 'No, thank you' },
              ],
            },
            formNote(
              'free',
              say`If you say no, or nothing, nobody is told, not even ${mention(m.mentor)}. You can change it later.`,
              'muted',
            ),
          ],
        },
      ],
    } satisfies Form;
  },
  async submit({ subject, answers }, work) {
    const { ask, m } = await mine(subject, work);
    if (ask.endedAt !== null) return { kind: 'close', say: over };
    const word = textOf(answers.values, 'word');
    if (word !== 'yes' && word !== 'no')
      return closeWith('Nothing said', 'That is fine. They are not asked. You can say yes later, if you like.');
    await giveWord(ask, m, word, work);
    return word === 'yes'
      ? closeWith(
          'Saved',
          hasAccount(work.actor)
            ? say`They may be asked. If you change your mind, look at “Who else may be asked”, where you and ${mention(m.mentor)} stand.`
            : 'They may be asked. If you change your mind, come back here and say no.',
        )
      : closeWith('Saved', 'They are not asked. Nobody is told that you said no.');
  },
};

/** Keeps it, and asks or stops asking. It stands on no chain: whoever reads one would see that something was said. */
async function giveWord(ask: StakeholderAsk, m: Mentorship, word: 'yes' | 'no', work: ActorWork): Promise<void> {
  const after = withWord(ask, word, work.now);
  if (after === ask) return;
  await work.rows.stakeholderAsks.save(after);
  if (mayBeAsked(after)) {
    for (const review of await work.rows.reviews.openAt(work.now))
      if (review.mentorship === m.id) await askStakeholders(review, work);
  } else await stopAsking(after, work);
  work.redraw(ask.id);
}

/** To the mentee, once and never again: somebody could be asked. Who and why stand behind the button. */
export const proposed: Face = {
  called: 'a question about whom to ask',
  comes: 'beside',
  why: {
    say: 'Somebody here would like to ask one more person about your mentor. It comes once. If you do nothing, nobody is asked.',
    asks: ['stakeholder.choose'],
  },
  withoutAccount: 'nothing',
  folded: 'Somebody could be asked about your mentor',
  async draw(d): Promise<Card | null> {
    const ask = await d.rows.stakeholderAsks.get(d.subject as StakeholderAskId);
    const m = ask && (await d.rows.mentorships.get(ask.mentorship));
    if (ask === undefined || m === undefined || d.reader?.id !== m.mentee) return null;
    if (ask.endedAt !== null) return over;
    if (ask.word !== 'asked') {
      const line = say`You have said whether ${mention(ask.person)} may be asked about ${mention(m.mentor)}’s mentoring.`;
      return {
        title: 'Saved',
        summary: line,
        blocks: [text(line), buttons(button('Look again, or change it', 'stakeholder.choose', ask.id))],
      };
    }
    const line = say`May ${mention(ask.person)} be asked how ${mention(m.mentor)} does as a mentor? You decide.`;
    return {
      title: 'May they be asked?',
      summary: line,
      blocks: [
        text(line),
        text(literal('Have a look at what is asked, and who reads it. If you do nothing, nobody is asked.')),
        buttons(button('Have a look', 'stakeholder.choose', ask.id, { style: 'main' })),
        muted(literal('If you say no, or nothing, nobody is told.')),
      ],
    };
  },
};

/** The one message, on the first day that has room for it. */
export const choicePrompt: Prompt<'stakeholder-choice'> = {
  waitsFor: 'quiet-hours',
  folds: true,
  session: null,
  asks: 'mentee',
  occurrence: stakeholderChoicePrompt,
  async fire(prompt, work) {
    const ask = await work.rows.stakeholderAsks.get(prompt.subject as StakeholderAskId);
    const m = ask && (await work.rows.mentorships.get(ask.mentorship));
    if (ask === undefined || m === undefined || ask.endedAt !== null || ask.word !== 'asked' || !isLive(m)) return;
    const mentee = (await work.people()).get(m.mentee);
    if (mentee === undefined || !hasAccount(mentee)) return;
    const later = await takeToday(work, mentee, 'stakeholder-proposed');
    if (later === undefined) work.show('stakeholder-proposed', ask.id, { person: m.mentee });
    else
      work.schedule({
        ...stakeholderChoicePrompt.prompt({ ask: ask.id, date: local(later, mentee.zone).date }),
        subject: ask.id,
        to: m.mentee,
        dueAt: later,
        expiresAt: Math.max(prompt.expiresAt, later + day),
      });
  },
};

/**
 * A link for a mentee without an account, by which they choose. It can be opened again until its time is over, and
 * nobody is told that it was used: an answer, and none, look the same to whoever gave it.
 */
export const menteeLink: PressHandler = async (press, work): Promise<Reply> => {
  const ask = await askOf(press.subject, work);
  const { m, alone } = await toPropose(ask.mentorship, work);
  if (alone) throw new Refused('not-allowed', 'This is for the coordinator only. Nothing has changed.');
  const mentee = (await work.people()).get(m.mentee);
  if (mentee === undefined || hasAccount(mentee))
    throw new Refused('has-account', 'They have an account, and are asked there. Nothing has changed.');
  if (work.pages === null)
    throw new Refused('no-address', 'This installation has no public address, so a link would lead nowhere.');
  const { link, token } = await makeAccessLink(
    work,
    { person: m.mentee, purpose: 'stakeholder-choice', subject: ask.id, witnessed: false },
    linkLife,
  );
  return panelWith(linkCard(m.mentee, `${work.pages.base}/f/${token}`, link.expiresAt));
};

/** The address, in a panel, for whoever hands it over. */
export function linkCard(person: Mentorship['mentee'], address: string, until: number): Card {
  const line = say`Here is the link for ${mention(person)}. Send it yourself, or write it down for them.`;
  return {
    title: 'A link to hand over',
    summary: line,
    blocks: [
      text(line),
      text({ parts: [{ link: address, label: address }] }),
      muted(say`It can be opened as often as they like, until ${{ moment: until, as: 'date' }}.`),
    ],
  };
}
