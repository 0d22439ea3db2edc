import { button, buttons, heading, sentence, text } from '../../chat/card.js';
import { type Form, formNote, textOf } from '../../chat/form.js';
import { closeWith, panelWith } from '../../chat/reply.js';
import { literal, mention, say } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { asSaid, type ChangeId, notMeant, type PracticeChange } from '../../domain/practice-change.js';
import { changeSubject } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import { clean } from '../../kernel/words.js';
import type { ActorWork, Face, FormFeature, PressHandler } from '../feature.js';
import { objection, youSaid } from '../shared/change-blocks.js';
import { aboutMentorship, aboutSession, demand, mentorshipOf, sessionOf } from '../shared/guards.js';
import { saidStands, toldAbout } from '../shared/practice-changes.js';
import { namedReaders, partsThatMay, readersByPart, together } from '../shared/who-reads.js';

/** What a mentee reads of a change that answers them, and their “that’s not what I meant”. */

const longestNote = 500;

/** What was said of the session's invitation: all that changes with it because of what they said. */
export const told: PressHandler = async (press, work) => {
  const s = await sessionOf(work, press.subject);
  demand('change.answer', work, aboutSession(s));
  const me = s.attendees.find((a) => a.mentee === work.actor.id);
  const changes = me === undefined ? [] : await toldAbout(s, me.mentorship, work.rows);
  if (changes.length === 0)
    return panelWith(
      sentence('Nothing to read here', 'There is nothing here any more. The plan says what you will do together.'),
    );
  const line = say`${mention(s.mentor)} wrote this for you, in their own words.`;
  return panelWith({
    title: 'Something will be different',
    summary: line,
    blocks: [
      text(line),
      ...changes.flatMap((c) => [
        ...(changes.length > 1 ? [heading(literal('Because of what you said'))] : []),
        ...youSaid(c, s.mentor),
        ...objection({ change: c.id, notMeant: notMeant(c) ?? null, until: c.withdrawnAt, said: c.said }),
      ]),
      buttons(button('See the plan', 'plan.read', s.id)),
    ],
  });
};

interface Found {
  readonly change: PracticeChange;
  readonly pair: Mentorship;
}

/** @throws Refused unless it answers the actor, and nothing that they took back since */
async function answered(id: string, work: ActorWork): Promise<Found> {
  const change = await work.rows.changes.get(id as ChangeId);
  const pair = change?.mentorship == null ? undefined : await mentorshipOf(work, change.mentorship);
  if (change === undefined || pair === undefined)
    throw new Refused('no-such-change', 'That is no longer here. Type home to see what waits for you.');
  demand('change.answer', work, aboutMentorship(pair));
  return { change, pair };
}

const stillThere = async ({ change }: Found, work: ActorWork): Promise<boolean> =>
  change.withdrawnAt === null && (await saidStands(change, work.rows));

export const openNotMeant: PressHandler = async (press, work) => {
  const found = await answered(press.subject, work);
  const before = notMeant(found.change);
  if (press.arg === 'back') {
    if (before !== undefined) await keep(found, 'taken-back', '', work);
    return panelWith(sentence('Taken back', 'It is as if you had not said it. You can say it again at any time.'));
  }
  return work.forms.open(
    'not-meant',
    found.change.id,
    { values: before === undefined ? {} : { note: before.note }, rows: {} },
    { fresh: true },
  );
};

export const notMeantForm: FormFeature = {
  called: 'what you meant',
  async build({ subject }, work) {
    const found = await answered(subject, work);
    if (!(await stillThere(found, work)))
      return sentence('Nothing to do', 'This is not there any more, so there is nothing you need to say.');
    const { change, pair } = found;
    const named = await namedReaders(work, { id: change.portfolio, mentor: change.mentor });
    const readers = together([mention(change.mentor), ...readersByPart(named, partsThatMay('change.read'))]);
    return {
      id: 'not-meant',
      title: 'That’s not what I meant',
      submit: 'Send',
      concern: 'mentee',
      steps: [
        {
          id: 'note',
          title: 'That’s not what I meant',
          items: [
            formNote('readers', say`${readers ?? mention(pair.mentor)} can read this. It is fine to say it.`),
            {
              ...formNote('was', say`${mention(change.mentor)} wrote that you said: “${asSaid(change.said)}”`),
              anothers: true,
            },
            {
              id: 'note',
              kind: 'text',
              lines: 'many',
              max: longestNote,
              optional: true,
              anothers: true,
              readers: 'mentor',
              label: 'What did you mean?',
              hint: 'You can skip this and talk about it when you meet.',
            },
          ],
        },
      ],
    } satisfies Form;
  },
  async submit({ subject, answers }, work) {
    const found = await answered(subject, work);
    if (!(await stillThere(found, work)))
      return closeWith('Nothing to do', 'This is not there any more, so nothing was sent.');
    await keep(found, 'not-what-i-meant', clean(textOf(answers.values, 'note')), work);
    return closeWith(
      'Thank you',
      say`${mention(found.change.mentor)} can see it now. You can change your words or take them back.`,
    );
  },
};

async function keep(
  { change, pair }: Found,
  word: 'not-what-i-meant' | 'taken-back',
  note: string,
  work: ActorWork,
): Promise<void> {
  await work.rows.changes.say(change.id, {
    id: work.ids.next('said-of-change'),
    by: work.actor.id,
    session: null,
    word,
    note,
    at: work.now,
  });
  // Which word it was stands in its own leaf, under the mentee's key.
  work.audit('change.answered', change.id, {}, pair.id);
  if (word === 'not-what-i-meant') work.show('change-answered', change.id, { person: change.mentor });
}

/** Tells the mentor that there is something to read; what it is stands in the panel. */
export const changeAnswered: Face = {
  called: 'a word on what you change',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const change = await d.rows.changes.get(d.subject as ChangeId);
    const m = change?.mentorship == null ? undefined : await d.rows.mentorships.get(change.mentorship);
    if (change === undefined || m === undefined || d.reader?.id !== change.mentor) return null;
    // The same whether they took it back since: that they did is nobody's to know (docs/field.md#review-readers).
    const line = say`${mention(m.mentee)} has read what you will change. What they said of it stands beside it.`;
    return {
      title: 'What you will change',
      summary: line,
      blocks: [
        text(line),
        buttons(button('See what you change', 'change.list', changeSubject.write({ id: m.id, of: 'mentorship' }))),
      ],
    };
  },
};
