import { button, buttons, type Card, sentence, text } from '../../chat/card.js';
import { type Answers, textOf, type Values } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { takePerson } from '../../commands/person.js';
import { understandPlanWords } from '../../commands/when.js';
import { mostTemplates } from '../../domain/catalogue.js';
import { leadsOf } from '../../domain/leads.js';
import { besideSecond } from '../../domain/prompt-schedule.js';
import { attendeeOf, type Session } from '../../domain/session.js';
import { day, minute } from '../../kernel/clock.js';
import type { MentorshipId, PersonId } from '../../kernel/ids.js';
import { cleanLine, shorten } from '../../kernel/words.js';
import type { ActorWork, Command, Feature } from '../feature.js';
import { aboutMentorship, aboutSession, demand, mayActor, mentorshipOf, sessionOf } from '../guards.js';
import { suggestForm, suggestion, suggestionNone, suggestPresses } from './agreeing.js';
import { answer, cancel, said } from './answering.js';
import { askWhen, pickWhen, slotOf, whenNotice, whenSeed } from './asking.js';
import { invitation, offCalendar, planAnswer, planChanged, planStatus, reminder } from './faces.js';
import { planForm } from './form.js';
import { answersOf, savePlan, scaled, subjectOf, templatesOf, withStrategies } from './making.js';
import { comingCard, planCard } from './reading.js';
import { remindLater } from './remind-later.js';
import { repeatSeed } from './repeating.js';
import { seriesPresses } from './series-answers.js';
import { seriesAnswer, seriesCancelled, seriesChanged, seriesInvitation, seriesStatus } from './series-faces.js';
import { usualSlot, withUsual } from './usual-slot.js';

/** The people named at the beginning, each resolved; a reply where one is unknown, ambiguous or nobody's mentee. */
async function named(
  command: Command,
  work: ActorWork,
): Promise<{ readonly people: readonly PersonId[]; readonly rest: string } | Reply> {
  const all = [...(await work.people()).values()];
  const people: PersonId[] = [];
  let rest = command.rest;
  for (;;) {
    const next = takePerson(rest, command.mentions, all);
    if (next.kind === 'nobody') return { people, rest };
    if (next.kind === 'unknown')
      return said(
        'Who?',
        `I know nobody called “${shorten(next.name, 40)}” here. Check the spelling, or type start and their name to begin.`,
      );
    if (next.kind === 'several')
      return said(
        'Which one?',
        `There are several: ${next.people.map((p) => p.name).join(', ')}. Type the whole name after the @.`,
      );
    rest = next.rest;
    if (!people.includes(next.person.id)) people.push(next.person.id);
  }
}

async function plan(command: Command, work: ActorWork): Promise<Reply> {
  const who = await named(command, work);
  if ('kind' in who) return who;
  const mine = (await work.rows.mentorships.of(work.actor.id)).filter(
    (m) => m.mentor === work.actor.id && m.state !== 'ended' && m.state !== 'declined',
  );
  if (mine.length === 0)
    return said(
      'Nobody to plan with yet',
      'You mentor nobody here yet. Type start and their name, for example: start @leo.',
    );
  if (who.people.length === 0) {
    if (mine.length === 1 && mine[0] !== undefined) return begin([mine[0].id], who.rest, work);
    return {
      kind: 'say',
      card: {
        title: 'Plan with whom?',
        summary: literal('Choose whom the session is with.'),
        blocks: [
          text(literal('Choose whom the session is with.')),
          buttons(
            ...(await choices(
              mine.map((m) => [m.id, m.mentee]),
              work,
            )),
          ),
        ],
      },
    };
  }
  const chosen: MentorshipId[] = [];
  for (const id of who.people) {
    const m = mine.find((x) => x.mentee === id);
    if (m === undefined)
      return {
        kind: 'say',
        card: sentence(
          'Not your mentee',
          say`You and ${mention(id)} have no open mentorship. Type start and their name to begin one.`,
        ),
      };
    chosen.push(m.id);
  }
  return begin(chosen, who.rest, work);
}

const choices = async (
  of: readonly (readonly [MentorshipId, PersonId])[],
  work: ActorWork,
): Promise<ReturnType<typeof button>[]> => {
  const people = await work.people();
  return of
    .slice(0, 10)
    .map(([id, mentee]) => button(shorten(people.get(mentee)?.name ?? 'Someone', 40), 'plan.new', id));
};

/** Opens the plan form with what was understood of the words, shown back; asks where they mean two things. */
async function begin(mentorships: readonly MentorshipId[], words: string, work: ActorWork): Promise<Reply> {
  const subject = `new:${mentorships.join('+')}`;
  const context = { now: work.now, zone: work.actor.zone, locale: work.actor.locale };
  if (/^now\b/i.test(words.trim()) || /^(?:right )?now$/i.test(words.trim())) return templatesNow(mentorships[0], work);
  const heard = understandPlanWords(words, context);
  const first = mentorships[0] === undefined ? undefined : await mentorshipOf(work, mentorships[0]);
  const proposed = first?.state === 'proposed';
  const templates = await templatesOf(work);
  const template = templates.find((t) => t.kind === (proposed ? 'first' : 'standard'));
  const minutes = heard.minutes ?? template?.minutes ?? 45;
  const helps = mentorships.length === 1 && first !== undefined ? first.agreement.body.helps : '';
  const goals = (first?.goals ?? []).filter((g) => g.state === 'agreed').map((g) => g.id as string);
  const typed = whenSeed(heard.when, work.actor.zone);
  const usual = await usualSlot(await subjectOf(subject, work), work);
  const several = heard.when.kind === 'ask' || (heard.when.kind === 'date-only' && heard.when.also !== undefined);
  const slot: Values = { ...typed, ...withUsual(typed, several || heard.every !== undefined, usual) };
  const seed: Answers = {
    values: {
      ...slot,
      minutes,
      title: cleanLine(heard.title).slice(0, 80),
      kind: proposed ? 'first' : 'standard',
      ...(helps === '' ? {} : { strategies: helps }),
      // Where there is one goal there is nothing to choose; it can still be unticked.
      ...(mentorships.length === 1 && goals.length === 1 ? { goals } : {}),
      ...(await lastPlace(first?.id, work)),
      ...repeatSeed(heard.every, textOf(slot, 'date') || undefined),
    },
    rows: {
      activities: (template === undefined ? [] : scaled(template.activities, minutes)).map((a) => ({
        key: work.ids.next('row'),
        values: { ...a },
      })),
    },
  };
  const notice = literal(
    [
      whenNotice(
        heard,
        words,
        'That time is past. Choose a later one, or say below that it took place already.',
        textOf(slot, 'time') === '' ? undefined : 'The time is the usual one.',
      ),
      heard.every === undefined ? '' : 'Its dates stand in the next step.',
    ]
      .filter((s) => s !== '')
      .join(' '),
  );
  const reply = await work.forms.open('plan', subject, seed, {
    fresh: true,
    ...(notice.parts[0] === '' ? {} : { notice }),
  });
  return askWhen(heard.when, subject, work) ?? reply;
}

/** The place of the last plan together: people keep to their room. */
async function lastPlace(mentorship: MentorshipId | undefined, work: ActorWork): Promise<Record<string, string>> {
  if (mentorship === undefined) return {};
  const last = (await work.rows.sessions.ofMentorship(mentorship)).at(-1);
  return last === undefined || last.place === '' ? {} : { place: last.place };
}

/** Two taps for the session that must happen now: a template, then *Start now*. */
async function templatesNow(mentorship: MentorshipId | undefined, work: ActorWork): Promise<Reply> {
  if (mentorship === undefined) return said('With whom?', 'Say with whom: plan @name now.');
  const templates = await templatesOf(work);
  const line = literal('Choose a template: it becomes the plan, made before you begin. You can change it after.');
  return {
    kind: 'say',
    card: {
      title: 'A session now',
      summary: line,
      blocks: [
        text(line),
        buttons(
          ...templates
            .slice(0, mostTemplates)
            .map((t) => button(`${t.name}, ${t.minutes} min`, 'plan.template', mentorship, { arg: t.key })),
        ),
      ],
    },
  };
}

async function fromTemplate(mentorship: string, key: string, work: ActorWork): Promise<Reply> {
  const m = await mentorshipOf(work, mentorship);
  demand('session.plan', work, aboutMentorship(m));
  const template = (await templatesOf(work)).find((t) => t.key === key);
  if (template === undefined) return said('Gone', 'That template is no longer in use. Type plan to see the others.');
  if (m.state !== 'active' && !(m.state === 'proposed' && template.kind === 'first'))
    return said('Not yet', 'Only a first meeting can be planned until both have signed the agreement.');
  const session = await savePlan(
    { session: undefined, mentorships: [m] },
    {
      // The next whole minute: the plan is there before the session begins.
      startsAt: Math.floor(work.now / minute + 1) * minute,
      minutes: template.minutes,
      title: template.title,
      place: '',
      kind: template.kind,
      body: {
        objectives: template.objectives.map((o) => ({ key: work.ids.next('row'), ...o })),
        activities: template.activities.map((a) => ({ key: work.ids.next('row'), ...a })),
        resources: template.resources,
        strategies: withStrategies(m.agreement.body.helps, template),
        guidance: [],
        goals: m.goals
          .filter((g) => g.state === 'agreed')
          .slice(0, 1)
          .map((g) => g.id),
      },
      copiedFrom: `template:${key}`,
      unchanged: true,
      afterwards: false,
    },
    work,
  );
  const line = say`Planned for now with ${mention(m.mentee)}.`;
  return {
    kind: 'say',
    card: {
      title: session.title,
      summary: line,
      blocks: [
        text(line),
        buttons(
          button('Start now', 'session.start', session.id, { style: 'main' }),
          button('Change the plan', 'plan.change', session.id),
        ),
      ],
    },
  };
}

async function change(id: string, work: ActorWork, typed = ''): Promise<Reply> {
  const session = await sessionOf(work, id);
  demand('session.change', work, aboutSession(session));
  const current = await work.rows.sessions.plan(session.id);
  if (current === undefined) return said('No plan', 'This session has no plan. Type plan and their name to make one.');
  const { zone, locale } = work.actor;
  const heard = understandPlanWords(typed, { now: work.now, zone, locale });
  const seed = answersOf(current, slotOf(session.startsAt, zone));
  const values = {
    ...seed.values,
    ...whenSeed(heard.when, zone),
    ...(heard.minutes === undefined ? {} : { minutes: heard.minutes }),
  };
  const series =
    heard.every === undefined ? '' : 'One session is changed here. Choose below if those that follow move too.';
  const notice = [
    whenNotice(heard, typed, 'That time is past. Choose a later one.', 'The time of day is as it was.'),
    series,
  ].filter((s) => s !== '');
  const reply = await work.forms.open(
    'plan',
    session.id,
    { ...seed, values },
    { fresh: typed !== '', ...(notice.length === 0 ? {} : { notice: literal(notice.join(' ')) }) },
  );
  return askWhen(heard.when, session.id, work) ?? reply;
}

async function reschedule(command: Command, work: ActorWork): Promise<Reply> {
  const found = await nextWith(command, work, 'move');
  return 'kind' in found ? found : change(found.session.id, work, found.rest.trim());
}

async function nextWith(
  command: Command,
  work: ActorWork,
  doing: 'move' | 'cancel',
): Promise<{ readonly session: Session; readonly rest: string } | Reply> {
  const who = await named(command, work);
  if ('kind' in who) return who;
  const next = (await work.rows.sessions.nextOf(work.actor.id, work.now - day, 20)).filter(
    (s) => s.state === 'planned',
  );
  const [person] = who.people;
  const session =
    person === undefined ? next[0] : next.find((s) => s.mentor === person || attendeeOf(s, person) !== undefined);
  return session === undefined
    ? said('Nothing planned', `There is no planned session to ${doing}. Type sessions to see what is coming.`)
    : { session, rest: who.rest };
}

export const feature: Feature = {
  name: 'plan-session',
  commands: {
    plan,
    reschedule,
    sessions: async (_command, work) => ({
      kind: 'panel',
      card: comingCard(await work.rows.sessions.nextOf(work.actor.id, work.now - day, 10), work),
    }),
    async cancel(command, work) {
      const found = await nextWith(command, work, 'cancel');
      return 'kind' in found ? found : cancel(found.session.id, '', work);
    },
  },
  presses: {
    'plan.new': (press, work) => begin([press.subject as MentorshipId], '', work),
    'plan.template': (press, work) => fromTemplate(press.subject, press.arg, work),
    'plan.at': pickWhen,
    'plan.change': (press, work) => change(press.subject, work),
    'plan.accept': (press, work) => answer(press.subject, true, work),
    'plan.decline': (press, work) => answer(press.subject, false, work),
    async 'plan.read'(press, work) {
      const session = await sessionOf(work, press.subject);
      demand('plan.read', work, aboutSession(session));
      const found = await work.rows.sessions.plan(session.id);
      if (found === undefined) return said('No plan', 'This session has no plan.');
      if (!mayActor('session.answer', work, aboutSession(session)) && work.actor.id !== session.mentor)
        work.note('plan.read', session.id, {}, session.attendees[0]?.mentorship);
      return { kind: 'panel', card: await planCard(session, found, work) };
    },
    'session.cancel': (press, work) => cancel(press.subject, press.arg, work),
    ...seriesPresses,
    ...suggestPresses,
    'remind.later': remindLater,
  },
  forms: { plan: planForm, suggest: suggestForm },
  faces: {
    invitation,
    'plan-changed': planChanged,
    'plan-status': planStatus,
    'plan-answer': planAnswer,
    reminder,
    suggestion,
    'suggestion-none': suggestionNone,
    'series-invitation': seriesInvitation,
    'series-status': seriesStatus,
    'series-answer': seriesAnswer,
    'series-changed': seriesChanged,
    'series-cancelled': seriesCancelled,
    async 'session-cancelled'(d): Promise<Card | null> {
      const s = await d.rows.sessions.get(d.subject as Session['id']);
      if (s === undefined || s.state !== 'cancelled') return null;
      if (d.reader?.id !== s.mentor && !s.attendees.some((a) => a.mentee === d.reader?.id)) return null;
      const line = say`${s.title} on ${moment(s.startsAt)} is cancelled. There is nothing to do.`;
      return { title: 'A session is cancelled', summary: line, blocks: [text(line), ...offCalendar(d, s)] };
    },
  },
  prompts: {
    async remind(prompt, work) {
      const [id = ''] = prompt.subject.split(':');
      const session = await work.rows.sessions.get(id as Session['id']);
      if (session === undefined || session.state !== 'planned' || prompt.to === null) return;
      // Switched off since it was set: one that they asked for themselves still comes.
      const leads = leadsOf((await work.rows.people.get(prompt.to))?.manners ?? {});
      if (prompt.subject.endsWith(':day')) {
        const second = await work.rows.prompts.get(`remind:${session.id}:hour:${prompt.to}`);
        if (leads.day === 'off' || besideSecond(second, work.now)) return;
      }
      if (prompt.subject.endsWith(':hour') && leads.hour === 'off') return;
      work.show('reminder', prompt.subject, { person: prompt.to }, { expiresAt: session.startsAt });
    },
  },
};
