import type { Answers, Field, Form, Problem } from '../../chat/form.js';
import { longestText, numberOf, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { mention, moment, say } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { minute } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import { minutesInWords } from '../../kernel/words.js';
import { local, type Placed, place } from '../../kernel/zoned.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { anyMinutes } from '../shared/minutes-field.js';

/**
 * An informal contact: a chat in the corridor, without plan or outcome. Kept, and zero
 * (docs/field.md#informal-contacts).
 */

async function load(id: string, work: ActorWork): Promise<Mentorship> {
  const mentorship = await mentorshipOf(work, id);
  demand('contact.log', work, aboutMentorship(mentorship));
  return mentorship;
}

export const openContact: PressHandler = async (press, work) => {
  const mentorship = await load(press.subject, work);
  if (mentorship.state === 'declined')
    throw new Refused(
      'declined',
      'This mentorship was declined, so there is nothing to keep for it. Type home to see what is.',
    );
  const draft = await work.rows.drafts.open(work.actor.id, 'contact', mentorship.id);
  const here = local(work.now, work.actor.zone);
  return work.forms.open(
    'contact',
    mentorship.id,
    { values: { date: here.date, time: here.time }, rows: {} },
    { fresh: draft !== undefined && draft.savedAt === null },
  );
};

function contactForm(mentorship: Mentorship): Form {
  const note: Field = {
    id: 'note',
    kind: 'text',
    lines: 'many',
    max: longestText,
    label: 'What it was about',
    readers: 'mentor',
  };
  return {
    id: 'contact',
    title: 'Informal contact',
    submit: 'Keep it',
    concern: 'mentor',
    steps: [
      {
        id: 'contact',
        title: 'Informal contact',
        items: [
          {
            kind: 'note',
            id: 'zero',
            text: say`With ${mention(mentorship.mentee)}. It is kept beside the sessions and counts no hours: those need a plan made before.`,
          },
          { id: 'date', kind: 'date', label: 'Day', readers: 'mentor' },
          { id: 'time', kind: 'time', label: 'About when', readers: 'mentor' },
          {
            ...anyMinutes,
            id: 'minutes',
            label: 'About how long',
            readers: 'mentor',
          },
          note,
        ],
      },
    ],
  };
}

function placed(answers: Answers, zone: string): Placed | undefined {
  try {
    return place(textOf(answers.values, 'date'), textOf(answers.values, 'time'), zone);
  } catch {
    // Not a date or a time: their fields say so.
    return undefined;
  }
}
/** About when: of a time that was there twice the earlier. It counts no hours, so which of the two is not worth a question. */
const momentOf = (p: Placed): number => (p.kind === 'once' ? p.at : p.kind === 'twice' ? p.earlier : p.after);

export const contactFeature: FormFeature = {
  called: 'an informal contact',
  async build({ subject }, work) {
    return contactForm(await load(subject, work));
  },
  async problems({ answers }, work): Promise<readonly Problem[]> {
    const at = placed(answers, work.actor.zone);
    if (at?.kind === 'never')
      return [{ at: 'time', say: 'The clocks went forward over this time that day. Give the time they showed after.' }];
    return at !== undefined && momentOf(at) > work.now + minute
      ? [{ at: 'time', say: 'This is still to come. Give the day and time it took place, or plan a session.' }]
      : [];
  },
  async submit({ subject, answers }, work) {
    const mentorship = await load(subject, work);
    const at = placed(answers, work.actor.zone);
    if (at === undefined) return { problems: [{ at: 'date', say: 'Give the day and the time.' }] };
    const minutes = numberOf(answers.values, 'minutes') ?? 0;
    const contact = {
      id: work.ids.next('contact'),
      mentorship: mentorship.id,
      at: momentOf(at),
      minutes,
      note: textOf(answers.values, 'note'),
      author: work.actor.id,
      savedAt: work.now,
    };
    await work.rows.contacts.add(contact);
    work.audit('contact.kept', contact.id, { at: contact.at, minutes }, mentorship.id);
    return closeWith(
      'Kept',
      say`Kept: ${minutesInWords(minutes)} with ${mention(mentorship.mentee)}, ${moment(contact.at)}, as an informal contact. It counts no hours.`,
    );
  },
};
