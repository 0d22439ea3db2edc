import { button, buttons, type Card, facts, heading, list, muted, sentence, text } from '../../chat/card.js';
import { type Form, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { isLive } from '../../domain/mentorship.js';
import { isCoordinated, type Person } from '../../domain/programme.js';
import { roleWord, roleWordOf } from '../../domain/role-words.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { cleanLine, count } from '../../kernel/words.js';
import { endMentorship } from '../end-mentorship.js';
import type { ActorWork, Face, Feature, FormFeature, PressHandler } from '../feature.js';
import { demand } from '../guards.js';

/** *What is kept about me*: what, who may read it and who did; to correct it, to leave, and to have it erased. */

const mostReadings = 20;
const askedKey = (person: string): string => `erasure:${person}`;

const platforms = { slack: 'Slack', teams: 'Microsoft Teams', web: 'the local chat', link: 'links' } as const;

/** Who read what is theirs, newest first: reading somebody's record is itself on record. */
async function readings(work: ActorWork): Promise<readonly Text[]> {
  const me = work.actor.id;
  const mine = await work.rows.mentorships.of(me);
  const found: { readonly at: number; readonly line: Text }[] = [];
  for (const m of mine)
    for (const entry of await work.rows.audit.of(m.id))
      if (entry.what.endsWith('.read') && entry.actor !== null && entry.actor !== me)
        found.push({
          at: entry.at,
          line: say`${mention(entry.actor)} read ${nameOf[entry.what] ?? 'something'}, ${moment(entry.at)}.`,
        });
  return found
    .sort((a, b) => b.at - a.at)
    .slice(0, mostReadings)
    .map((r) => r.line);
}

const nameOf: Readonly<Record<string, string>> = {
  'mentorship.read': 'the mentorship',
  'agreement.read': 'the agreement',
  'record.read': 'a record',
  'plan.read': 'a plan',
  'feedback.read': 'feedback',
};

async function dataCard(work: ActorWork): Promise<Card> {
  const { actor, rows } = work;
  const mentorships = await rows.mentorships.of(actor.id);
  const sessions = (await Promise.all(mentorships.map((m) => rows.sessions.ofMentorship(m.id)))).flat();
  const heads = await rows.records.heads([...new Set(sessions.map((s) => s.id))]);
  const given = (await rows.feedback.ofMentee(actor.id)).filter((f) => f.answers.length > 0);
  const drafts = await rows.drafts.openOf(actor.id);
  const read = await readings(work);
  const line = literal('What is kept about you here, who may read it, and who did.');
  return {
    title: 'What is kept about me',
    summary: line,
    blocks: [
      text(line),
      facts(
        ['Name', literal(actor.name)],
        ['Pronouns', literal(actor.pronouns ?? 'not given')],
        [
          'Roles',
          literal(
            actor.roles.length === 0
              ? roleWord(actor)
              : actor.roles.map((r) => roleWordOf(r, actor.stakeholderAs)).join(', '),
          ),
        ],
        ['Time zone', literal(actor.zone)],
        ['Accounts', literal([...new Set(actor.accounts.map((a) => platforms[a.platform]))].join(', '))],
        actor.emails === undefined ? null : ['E-mail addresses', literal(actor.emails.join(', '))],
        ['Agreements', literal(String(mentorships.length))],
        ['Sessions', literal(String(new Set(sessions.map((s) => s.id)).size))],
        ['Records', literal(String(heads.size))],
        ['Answers after sessions', literal(String(given.length))],
        ['Forms you began', literal(String(drafts.length))],
      ),
      heading(literal('Who may read it')),
      list([
        literal('Agreement and goals: you, the one you work with, the coordinator, and those who assess.'),
        literal('Plans: the same, and supervisors. Hours: the same.'),
        literal('Records: the mentor and those who assess; you and the coordinator the part that is shared.'),
        literal('Your answers: whoever you chose when you gave them.'),
      ]),
      heading(literal('Who read it')),
      read.length === 0 ? muted(literal('Nobody but you and the one you work with.')) : list(read),
      muted(
        literal(
          'It is kept for three years after mentoring ends. Messages in Slack or Teams are kept there too: deleting here does not delete those copies.',
        ),
      ),
      buttons(
        button('Correct my name', 'data.correct', '-'),
        button('Leave the programme', 'data.leave', '-'),
        button('Ask for it to be erased', 'data.erase-ask', '-', { style: 'danger' }),
      ),
    ],
  };
}

const mine = (work: ActorWork): void => demand('own-data.read', work, { owner: work.actor.id });

const form: FormFeature = {
  async build({ subject }, work): Promise<Form> {
    demand('own-data.read', work, { owner: subject as PersonId });
    return {
      id: 'own-data',
      title: 'My name',
      submit: 'Save',
      concern: 'mentee',
      steps: [
        {
          id: 'name',
          title: 'My name',
          items: [
            { id: 'name', kind: 'text', lines: 'one', max: 120, readers: 'shown', label: 'What I am called' },
            {
              id: 'pronouns',
              kind: 'text',
              lines: 'one',
              max: 40,
              optional: true,
              readers: 'shown',
              label: 'My pronouns',
              hint: 'For example they/them. You can leave this out.',
            },
          ],
        },
      ],
    };
  },
  async submit({ answers }, work) {
    mine(work);
    const name = cleanLine(textOf(answers.values, 'name'));
    const pronouns = cleanLine(textOf(answers.values, 'pronouns'));
    if (name === '') return { problems: [{ at: 'name', say: 'Write what you are called.' }] };
    const { pronouns: _before, ...rest } = work.actor;
    await work.rows.people.save({ ...rest, name, ...(pronouns === '' ? {} : { pronouns }) });
    work.note('person.corrected', work.actor.id);
    return { kind: 'close', say: sentence('Saved', 'That is how I write of you from now on.') };
  },
};

const isLast = async (person: Person, work: ActorWork): Promise<boolean> =>
  person.roles.includes('coordinator') && !isCoordinated((await work.people()).values(), person.id);

const leave: PressHandler = async (press, work): Promise<Reply> => {
  mine(work);
  if (await isLast(work.actor, work))
    throw new Refused(
      'last-coordinator',
      'You are the last coordinator who has written to me. Name another one first, with people.',
    );
  const live = (await work.rows.mentorships.of(work.actor.id)).filter(isLive);
  if (live.length > 0) {
    const line = literal('You are still working with somebody. End that first, or hand it over; then leave.');
    return {
      kind: 'panel',
      card: {
        title: 'Not yet',
        summary: line,
        blocks: [
          text(line),
          ...live
            .slice(0, 8)
            .flatMap((m) => [
              text(say`${mention(m.mentor === work.actor.id ? m.mentee : m.mentor)}`),
              buttons(
                button('Open it', 'mentorship.open', m.id),
                m.mentor === work.actor.id && m.state === 'active'
                  ? button('Hand it over', 'handover.begin', m.id)
                  : null,
              ),
            ]),
        ],
      },
    };
  }
  if (press.arg !== 'yes') {
    const line = literal(
      'Leave the programme? I write to you no more. What is on record stays, until you ask for it to be erased.',
    );
    return {
      kind: 'panel',
      card: {
        title: 'Leave the programme?',
        summary: line,
        blocks: [
          text(line),
          buttons(
            button('Yes, leave', 'data.leave', '-', { arg: 'yes', style: 'danger' }),
            button('No, stay', 'data.open', '-'),
          ),
        ],
      },
    };
  }
  await work.rows.people.save({ ...work.actor, roles: [] });
  for (const p of await work.rows.prompts.waitingFor(work.actor.id)) work.cancel(p.occurrence);
  work.note('person.left', work.actor.id);
  return { kind: 'say', card: sentence('Goodbye', 'You have left the programme. Thank you for the time you gave.') };
};

const askErase: PressHandler = async (press, work): Promise<Reply> => {
  mine(work);
  if (await isLast(work.actor, work))
    throw new Refused(
      'last-coordinator',
      'You are the last coordinator who has written to me. Name another one first, with people.',
    );
  if (press.arg !== 'yes') {
    const line = literal('Ask the coordinator to erase what is kept about you? It cannot be undone once it is done.');
    return {
      kind: 'panel',
      card: {
        title: 'Ask for it to be erased?',
        summary: line,
        blocks: [
          text(line),
          muted(literal('Your words, your answers and your name go. The minutes of sessions stay, without a word.')),
          buttons(
            button('Yes, ask', 'data.erase-ask', '-', { arg: 'yes', style: 'danger' }),
            button('No', 'data.open', '-'),
          ),
        ],
      },
    };
  }
  await work.rows.memory.put(askedKey(work.actor.id), work.now);
  for (const p of (await work.people()).values())
    if (p.roles.includes('coordinator')) work.show('erasure-asked', `erasure:${work.actor.id}`, { person: p.id });
  work.note('person.erasure-asked', work.actor.id);
  return {
    kind: 'say',
    card: sentence('Asked', 'Your coordinator is asked to do it, and tells you if something stands in the way.'),
  };
};

/** To each coordinator: somebody asks, and the way to do it. */
const erasureAsked: Face = async (d) => {
  const id = d.subject.slice('erasure:'.length) as PersonId;
  if (d.reader?.roles.includes('coordinator') !== true) return null;
  const person = (await d.people()).get(id);
  const open = typeof (await d.rows.memory.get(askedKey(id))) === 'number' && person !== undefined;
  const line = open
    ? say`${mention(id)} asks for what is kept about them to be erased.`
    : literal('This was dealt with.');
  return {
    title: open ? 'Erasure asked for' : 'Dealt with',
    summary: line,
    blocks: [text(line), ...(open ? [buttons(button('Look at it', 'data.erase', id))] : [])],
  };
};

const erase: PressHandler = async (press, work): Promise<Reply> => {
  demand('person.erase', work);
  const person = await work.rows.people.get(press.subject as PersonId);
  if (person === undefined || person.erasedAt !== null)
    throw new Refused('no-such-person', 'That person is not here any more. Nothing is left to erase.');
  if (await isLast(person, work))
    throw new Refused(
      'last-coordinator',
      'They are the last coordinator who has written to me. Name another one first, with people.',
    );
  const mentorships = await work.rows.mentorships.of(person.id);
  const asked = typeof (await work.rows.memory.get(askedKey(person.id))) === 'number';
  if (press.arg !== 'yes') {
    const line = say`Erase what is kept about ${mention(person.id)}? It cannot be undone.`;
    return {
      kind: 'panel',
      card: {
        title: 'Erase for good?',
        summary: line,
        blocks: [
          text(line),
          facts(
            ['Asked for here', literal(asked ? 'yes' : 'no: make sure that they want it')],
            ['Mentorships', literal(count(mentorships.length, 'mentorship'))],
          ),
          muted(
            literal(
              'Words, answers and the name go. Minutes stay, so that totals still add up. Slack and Teams keep their own copies.',
            ),
          ),
          buttons(
            button('Erase for good', 'data.erase', person.id, { arg: 'yes', style: 'danger' }),
            button('No', 'people.board', '-'),
          ),
        ],
      },
    };
  }
  for (const m of mentorships) await endMentorship(m, person.id, work);
  for (const p of await work.rows.prompts.waitingFor(person.id)) work.cancel(p.occurrence);
  await work.rows.memory.put(askedKey(person.id), null);
  work.note('person.erased', person.id, { asked, mentorships: mentorships.length });
  work.redraw(`erasure:${person.id}`);
  work.erase(person.id);
  return { kind: 'say', card: sentence('Erased', 'It is done. The minutes stay, without a word.') };
};

export const feature: Feature = {
  name: 'own-data',
  presses: {
    async 'data.open'(_press, work) {
      mine(work);
      return { kind: 'panel', card: await dataCard(work) };
    },
    async 'data.correct'(_press, work) {
      mine(work);
      const { actor } = work;
      const values = { name: actor.name, pronouns: actor.pronouns ?? '' };
      return work.forms.open('own-data', actor.id, { values, rows: {} }, { fresh: true });
    },
    'data.leave': leave,
    'data.erase-ask': askErase,
    'data.erase': erase,
  },
  forms: { 'own-data': form },
  faces: { 'erasure-asked': erasureAsked },
};
