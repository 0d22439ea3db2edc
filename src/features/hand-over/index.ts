import { type Block, button, buttons, type Card, heading, list, muted, sentence, text } from '../../chat/card.js';
import { type Form, manyOf, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { liveGoals, type Mentorship } from '../../domain/mentorship.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import { sharedPart } from '../../domain/record.js';
import { actionWords } from '../../domain/role-words.js';
import { heldAt } from '../../domain/session.js';
import { Refused } from '../../kernel/errors.js';
import type { MentorshipId, PersonId } from '../../kernel/ids.js';
import type { ActorWork, Face, FeatureOf, FormFeature, PressHandler } from '../feature.js';
import { endMentorship } from '../shared/end-mentorship.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { type HandOver, handOverOf, keepHandOver, type Passed, passable } from '../shared/kept-handover.js';
import { answeredOnLentDevice } from '../shared/lent-device.js';
import { suggestPairs } from '../shared/suggested-pairs.js';
import { optionsOf } from '../shared/told-apart.js';
import { askSubject, newsSubject } from './subjects.js';

/**
 * A mentor leaves, and another goes on: the mentor (or the coordinator) names them, the mentee says whether, and what
 * the next one may have. Nothing passes without the mentee's word, and nothing is the default.
 */

const labels: Readonly<Record<Passed, string>> = {
  goals: 'My goals',
  agreement: 'What we agreed, and what helps me',
  records: 'My part of the records',
};

async function going(id: string, work: ActorWork): Promise<Mentorship> {
  const m = await mentorshipOf(work, id);
  demand('mentorship.hand-over', work, aboutMentorship(m));
  if (m.state !== 'active' && m.state !== 'paused')
    throw new Refused('not-going', 'Only a mentorship that is going on can be handed over. Nothing has changed.');
  return m;
}

const begin: PressHandler = async (press, work) => {
  const m = await going(press.subject, work);
  return work.forms.open('handover', m.id, { values: {}, rows: {} }, { fresh: true });
};

const nameForm: FormFeature = {
  called: 'a handover',
  async build({ subject }, work): Promise<Form | Card> {
    const m = await going(subject, work);
    const mentors = [...(await work.people()).values()].filter(
      (p) => p.roles.includes('mentor') && p.id !== m.mentor && p.id !== m.mentee,
    );
    if (mentors.length === 0)
      return sentence('Nobody yet', 'There is no other mentor here. Ask the coordinator to name one first.');
    return {
      id: 'handover',
      title: 'Hand over',
      submit: 'Ask the mentee',
      concern: 'mentor',
      steps: [
        {
          id: 'to',
          title: 'Who goes on',
          items: [
            {
              kind: 'note',
              id: 'how',
              text: say`${mention(m.mentee)} is asked whether they would like that, and what the next mentor may have. Nothing passes without their word.`,
            },
            {
              kind: 'choice',
              id: 'to',
              label: 'The next mentor',
              shown: 'list',
              readers: 'shown',
              of: await optionsOf(mentors.slice(0, 100), work),
            },
          ],
        },
      ],
    };
  },
  async submit({ subject, answers }, work) {
    const m = await going(subject, work);
    const to = textOf(answers.values, 'to') as PersonId;
    await keepHandOver(work.rows, {
      mentorship: m.id,
      mentee: m.mentee,
      from: m.mentor,
      to,
      state: 'asked',
      passed: [],
    });
    work.show('handover-ask', askSubject.write({ mentorship: m.id }), { person: m.mentee });
    work.audit('handover.asked', m.id, { to }, m.id);
    const mentee = (await work.people()).get(m.mentee);
    const asked = hasAccount(mentee);
    const line = asked
      ? say`${mention(m.mentee)} is asked. Until they answer, all stays as it is.`
      : say`${mention(m.mentee)} has no account: ${mention(m.mentor)} and the coordinators get a way to ask them.`;
    return closeWith('Asked', line);
  },
};

/** Whether somebody can still go on with the mentee: what was kept about them may have been erased since they were named. */
const isThere = (next: Person | undefined): boolean => next !== undefined && next.erasedAt === null;
const nobodyNext =
  'The mentor who could have been next is not here any more. All stays as it is: ask your coordinator what comes next.';

/** To the mentee: would you like that, and what may they have? */
const ask: Face = {
  called: 'a handover to answer',
  comes: 'from-somebody',
  why: 'says-itself',
  withoutAccount: {
    link: 'handover-choice',
    to: 'choose whether another mentor goes on with them, and what that mentor may read',
  },
  folded: null,
  async draw(d) {
    const about = askSubject.read(d.subject);
    const h = about === undefined ? undefined : await handOverOf(d.rows, about.mentorship);
    if (h === undefined || d.reader?.id !== h.mentee) return null;
    if (h.state !== 'asked') {
      const line =
        h.state === 'chosen' ? literal('You have chosen. Thank you.') : literal('You said no. That is all right.');
      return { title: 'Another mentor', summary: line, blocks: [text(line)] };
    }
    if (!isThere((await d.people()).get(h.to)))
      return { title: 'Another mentor', summary: literal(nobodyNext), blocks: [text(literal(nobodyNext))] };
    const line = say`${mention(h.from)} cannot go on. ${mention(h.to)} could be your mentor next.`;
    return {
      title: 'Another mentor',
      summary: line,
      blocks: [
        text(line),
        text(literal('You choose whether you would like that. You also choose what they may know.')),
        buttons(button('Choose', 'handover.choose', h.mentorship)),
        muted(literal('Take your time. Nothing passes on before you choose.')),
      ],
    };
  },
};

async function mine(id: string, work: ActorWork): Promise<{ readonly m: Mentorship; readonly h: HandOver }> {
  const m = await mentorshipOf(work, id);
  demand('handover.choose', work, aboutMentorship(m));
  const h = await handOverOf(work.rows, m.id);
  if (h === undefined || h.state !== 'asked')
    throw new Refused('not-asked', 'This is answered already. Your coordinator can help if you want to change it.');
  if (!isThere((await work.people()).get(h.to))) throw new Refused('nobody-next', nobodyNext);
  return { m, h };
}

const choose: PressHandler = async (press, work) => {
  const { m } = await mine(press.subject, work);
  return work.forms.open('handover-choice', m.id, { values: {}, rows: {} });
};

const choiceForm: FormFeature = {
  called: 'your answer to a handover',
  async build({ subject }, work): Promise<Form> {
    const { h } = await mine(subject, work);
    return {
      id: 'handover-choice',
      title: 'Another mentor',
      submit: 'That is my choice',
      concern: 'mentee',
      steps: [
        {
          id: 'choice',
          title: 'What would you like?',
          items: [
            { kind: 'note', id: 'who', text: say`${mention(h.to)} could be your mentor next.` },
            {
              kind: 'choice',
              id: 'go-on',
              label: 'Would you like that?',
              shown: 'buttons',
              readers: 'both',
              of: [
                { value: 'yes', label: 'Yes' },
                { value: 'no', label: 'No, thank you' },
              ],
            },
            {
              kind: 'choice',
              id: 'passes',
              label: 'What may they read?',
              hint: 'Leave all of it out, and nothing passes on.',
              many: true,
              optional: true,
              shown: 'list',
              readers: 'both',
              of: passable.map((value) => ({ value, label: labels[value] })),
            },
          ],
        },
      ],
    };
  },
  async submit({ subject, answers }, work) {
    const { m, h } = await mine(subject, work);
    const yes = textOf(answers.values, 'go-on') === 'yes';
    const passed = yes ? passable.filter((p) => manyOf(answers.values, 'passes').includes(p)) : [];
    await keepHandOver(work.rows, { ...h, state: yes ? 'chosen' : 'refused', passed });
    work.audit(
      yes ? 'handover.chosen' : 'handover.refused',
      m.id,
      { goals: passed.includes('goals'), agreement: passed.includes('agreement'), records: passed.includes('records') },
      m.id,
    );
    work.redraw(askSubject.write({ mentorship: m.id }));
    work.show('handover-news', newsSubject.write({ mentorship: m.id, side: 'from' }), { person: h.from });
    if (yes) {
      await endMentorship(m, 'handed-over', work);
      await suggestPairs(work.rows, [{ mentor: h.to, mentee: h.mentee }]);
      work.show('handover-news', newsSubject.write({ mentorship: m.id, side: 'to' }), { person: h.to });
    }
    return closeWith(
      'Thank you',
      yes
        ? 'Thank you. Your next mentor will ask you to agree how you work.'
        : 'Thank you for saying so. All stays as it is.',
    );
  },
};

const chosenOnLent = muted(literal('Chosen on a lent device, with whoever lent it beside it.'));

/** To the mentor who leaves, and to the one who goes on. */
const news: Face = {
  called: 'news of a handover',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const about = newsSubject.read(d.subject);
    const h = about === undefined ? undefined : await handOverOf(d.rows, about.mentorship);
    if (h === undefined || d.reader === null) return null;
    const lent = (await answeredOnLentDevice(d.rows, 'handover-choice', h.mentorship, h.mentee)) ? [chosenOnLent] : [];
    if (about?.side === 'from' && d.reader.id === h.from) {
      const line =
        h.state === 'chosen'
          ? say`${mention(h.mentee)} goes on with ${mention(h.to)}. Thank you for the time you gave: a word of goodbye is a good ending.`
          : say`${mention(h.mentee)} would rather not go on with ${mention(h.to)}. Talk it over, or ask the coordinator.`;
      return {
        title: h.state === 'chosen' ? 'Handed over' : 'Not handed over',
        summary: line,
        blocks: [
          text(line),
          ...lent,
          ...(h.state === 'chosen'
            ? [muted(literal('What stays with you: your hours, records and goals, in your portfolio.'))]
            : []),
        ],
      };
    }
    if (about?.side !== 'to' || d.reader.id !== h.to) return null;
    const line = say`${mention(h.mentee)} would like you to go on as their mentor, after ${mention(h.from)}.`;
    return {
      title: 'A mentee goes on with you',
      summary: line,
      blocks: [
        text(line),
        ...lent,
        buttons(
          button('Begin', 'mentorship.start', h.mentee, { style: 'main' }),
          h.passed.length === 0 ? null : button('What they pass on', 'handover.read', h.mentorship),
        ),
        ...(h.passed.length === 0 ? [muted(literal('They begin anew: nothing was passed on.'))] : []),
      ],
    };
  },
};

async function passedBlocks(m: Mentorship, h: HandOver, work: ActorWork): Promise<readonly Block[]> {
  const blocks: Block[] = [];
  if (h.passed.includes('goals'))
    blocks.push(
      heading(literal('Goals')),
      list(liveGoals(m).map((g) => say`${g.what} (${g.baseline} → ${g.target}). ${g.how}`)),
    );
  if (h.passed.includes('agreement')) {
    const { body } = m.agreement;
    const lines: readonly (readonly [string, string])[] = [
      ['What it was for', body.purpose],
      ['What helps them', body.helps],
      ['What to avoid', body.avoid],
    ];
    for (const [title, words] of lines) if (words !== '') blocks.push(heading(literal(title)), text(literal(words)));
  }
  if (h.passed.includes('records')) {
    const last = (await work.rows.sessions.ofMentorship(m.id)).slice(-10);
    const records = await work.rows.records.newest(last.map((s) => s.id));
    for (const s of last) {
      const record = records.get(s.id);
      if (record === undefined) continue;
      const body = sharedPart(record.body, { mentee: m.mentee, group: s.attendees.length > 1 });
      blocks.push(
        heading(say`${s.title}, ${moment(heldAt(s), 'date')}`),
        ...(body.happened === '' ? [] : [text(literal(body.happened))]),
        ...(body.actions.length === 0 ? [] : [list(body.actions.map((a) => literal(actionWords(a))))]),
        ...(body.nextFocus === '' ? [] : [text(say`Next focus: ${body.nextFocus}`)]),
      );
    }
  }
  return blocks.filter((b) => b.kind !== 'list' || b.items.length > 0);
}

const read: PressHandler = async (press, work): Promise<Reply> => {
  const id = press.subject as MentorshipId;
  const h = await handOverOf(work.rows, id);
  const m = await work.rows.mentorships.get(id);
  demand('handover.read', work, h?.state === 'chosen' ? { owner: h.to } : {});
  if (m === undefined || h === undefined)
    throw new Refused('gone', 'This is not here any more. Type home to see what is.');
  work.audit('handover.read', m.id, { passed: h.passed.length }, m.id);
  const line = say`What ${mention(h.mentee)} lets you have. Everything else stays with them.`;
  return {
    kind: 'panel',
    card: { title: 'What they pass on', summary: line, blocks: [text(line), ...(await passedBlocks(m, h, work))] },
  };
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    'hand-over': {
      verb: 'handover.begin' | 'handover.choose' | 'handover.read';
      form: 'handover' | 'handover-choice';
      face: 'handover-ask' | 'handover-news';
      audit: 'handover.asked' | 'handover.chosen' | 'handover.refused' | 'handover.read';
    };
  }
}

export const feature: FeatureOf<'hand-over'> = {
  name: 'hand-over',
  presses: {
    'handover.begin': { opens: begin },
    'handover.choose': { opens: choose },
    'handover.read': { opens: read },
  },
  links: { 'handover-choice': { opens: choose } },
  forms: { handover: nameForm, 'handover-choice': choiceForm },
  faces: { 'handover-ask': ask, 'handover-news': news },
};
