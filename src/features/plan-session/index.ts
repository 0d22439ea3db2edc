import { answers, button, buttons, text } from '../../chat/card.js';
import { type Answers, longestText, textOf, type Values } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, mention, say, type Text } from '../../chat/text.js';
import { understandPlanWords } from '../../commands/when.js';
import { leadsOf } from '../../domain/leads.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { besideSecond } from '../../domain/prompt-schedule.js';
import type { SessionKind } from '../../domain/session.js';
import { sessionKinds } from '../../domain/session-kinds.js';
import { reminderSubject, remindPrompt } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import type { MentorshipId, PersonId, SessionId } from '../../kernel/ids.js';
import { rootOf } from '../../kernel/subject.js';
import { cleanLine } from '../../kernel/words.js';
import type { ActorWork, Command, FeatureOf } from '../feature.js';
import { toReadSession } from '../shared/allocated.js';
import { auditAll } from '../shared/audit-all.js';
import { demandThere } from '../shared/erased-part.js';
import { aboutSession, demand, mayActor, mentorshipOf, sessionOf } from '../shared/guards.js';
import { toldApart } from '../shared/told-apart.js';
import { suggestion, suggestionNone, suggestPresses } from './agreeing.js';
import { answer, cancel } from './answering.js';
import { askWhen, pickWhen, slotOf, whenNotice, whenSeed } from './asking.js';
import { follow } from './begin-from.js';
import { comingCard } from './coming.js';
import { invitation, planAnswer, planChanged, planStatus, reminder, sessionCancelled } from './faces.js';
import { planForm } from './form.js';
import { answersOf, scaled, subjectOf, templatesOf, together } from './making.js';
import { sessionMeant, whomToPlanWith } from './naming.js';
import { fromTemplate, saysNow, templatesNow } from './now.js';
import { planCard } from './reading.js';
import { remindLater } from './remind-later.js';
import { repeatSeed } from './repeating.js';
import { seriesHolidays } from './series.js';
import { seriesPresses } from './series-answers.js';
import { seriesAnswer, seriesCancelled, seriesChanged, seriesInvitation, seriesStatus } from './series-faces.js';
import { newPlanSubject, templatesSubject } from './subjects.js';
import { suggestForm } from './suggesting.js';
import { begunSupport, supportGroup, supportRows } from './support.js';
import { keepTyped, typedWith } from './typed-words.js';
import { usualSlot, withUsual } from './usual-slot.js';

const nobodyYet = replyWith(
  'Nobody to plan with yet',
  'You mentor nobody here yet. Type start and their name, for example: start @leo.',
);

async function plan(command: Command, work: ActorWork): Promise<Reply> {
  const mine = (await work.rows.mentorships.of(work.actor.id)).filter(
    (m) => m.mentor === work.actor.id && m.state !== 'ended' && m.state !== 'declined',
  );
  if (mine.length === 0 && !mayActor('agreement.propose', work))
    return replyWith('Mentors plan', 'Mentors plan the sessions. Type sessions to see those that you are in.');
  if (mine.length === 0 && !work.actor.roles.includes('mentor')) return nobodyYet;
  const who = await whomToPlanWith(command, mine, work);
  if ('kind' in who) return who;
  if (mine.length === 0 && who.people.length === 0) return nobodyYet;
  if (who.people.length === 0) {
    if (!who.ask && mine.length === 1 && mine[0] !== undefined) return begin([mine[0].id], who.rest, work);
    const along = await keepTyped(work, who.rest);
    const line = literal(
      along.arg === undefined
        ? 'Choose whom the session is with.'
        : 'Choose whom the session is with. The rest of what you typed is kept.',
    );
    return {
      kind: 'say',
      card: {
        title: 'Plan with whom?',
        summary: line,
        blocks: [
          text(line),
          buttons(
            ...(await choices(
              mine.map((m) => [m.id, m.mentee]),
              along,
              work,
            )),
          ),
        ],
      },
    };
  }
  const chosen = who.people.flatMap((id) => mine.find((x) => x.mentee === id)?.id ?? []);
  const not = who.people.filter((id) => !mine.some((x) => x.mentee === id));
  return not.length === 0 ? begin(chosen, who.rest, work) : beginFirst(not, work);
}

/** With whom there is no mentorship there is nothing to plan yet: it begins with an agreement, one for each. */
async function beginFirst(with_: readonly PersonId[], work: ActorWork): Promise<Reply> {
  const whom = listOf(with_);
  const line = say`You and ${whom} have no open mentorship. It begins with an agreement that you both sign.`;
  const everyone = await work.people();
  const people = with_.flatMap((id) => (id === work.actor.id ? [] : (everyone.get(id) ?? [])));
  const names = await toldApart(people, work);
  return {
    kind: 'say',
    card: {
      title: 'Not your mentee yet',
      summary: line,
      blocks: [
        text(line),
        answers(...people.map((p) => button(`Begin with ${names.get(p.id) ?? p.name}`, 'mentorship.start', p.id))),
      ],
    },
  };
}

const listOf = (people: readonly PersonId[]): Text => ({
  parts: people.flatMap((id, i) => [i === 0 ? '' : i === people.length - 1 ? ' and ' : ', ', mention(id)]),
});

const choices = async (
  of: readonly (readonly [MentorshipId, PersonId])[],
  along: { readonly arg?: string },
  work: ActorWork,
): Promise<ReturnType<typeof button>[]> => {
  const people = await work.people();
  const offered = of.slice(0, 10);
  const names = await toldApart(
    offered.flatMap(([, mentee]) => people.get(mentee) ?? []),
    work,
  );
  return offered.map(([id, mentee]) => button(names.get(mentee) ?? 'Someone', 'plan.new', id, along));
};

/** Opens the plan form with what was understood of the words, shown back; asks where they mean two things. */
async function begin(
  mentorships: readonly MentorshipId[],
  words: string,
  work: ActorWork,
  kind?: SessionKind,
): Promise<Reply> {
  const subject = newPlanSubject.write({ begins: 'new', mentorships });
  const context = { now: work.now, zone: work.actor.zone, locale: work.actor.locale };
  const heard = understandPlanWords(words, context);
  if (saysNow(words, heard)) return templatesNow(mentorships, heard, work);
  const all = await Promise.all(mentorships.map((id) => mentorshipOf(work, id)));
  const [first] = all;
  const proposed = all.some((m) => m.state === 'proposed');
  const templates = await templatesOf(work);
  const template = templates.find((t) => t.kind === (proposed ? 'first' : (kind ?? 'standard')));
  const minutes = heard.minutes ?? template?.minutes ?? 45;
  const goals = (first?.goals ?? []).filter((g) => g.state === 'agreed').map((g) => g.id as string);
  const typed = whenSeed(heard.when, work.actor.zone);
  const plan = await subjectOf(subject, work);
  const usual = await usualSlot(plan, work);
  const several = heard.when.kind === 'ask' || (heard.when.kind === 'date-only' && heard.when.also !== undefined);
  const slot: Values = { ...typed, ...withUsual(typed, several || heard.every !== undefined, usual) };
  const seed: Answers = {
    values: {
      ...slot,
      minutes,
      // As long as it was typed: the field says what it may be, and nothing is cut unsaid.
      title: cleanLine(heard.title).slice(0, longestText),
      kind: proposed ? 'first' : 'standard',
      // Where there is one goal there is nothing to choose; it can still be unticked.
      ...(mentorships.length === 1 && goals.length === 1 ? { goals } : {}),
      ...(await lastPlace(all, work)),
      ...repeatSeed(heard.every, textOf(slot, 'date') || undefined),
    },
    rows: {
      activities: (template === undefined || !plan.forUnit ? [] : scaled(template.activities, minutes)).map((a) => ({
        key: work.ids.next('row'),
        values: { ...a },
      })),
      [supportGroup]: plan.forUnit ? supportRows(begunSupport(all), all.length > 1, () => work.ids.next('row')) : [],
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
  // A kind that was chosen brings its template along, as when it is chosen in the form.
  const begun =
    kind === undefined || proposed
      ? seed
      : await follow({ subject, before: seed, answers: { ...seed, values: { ...seed.values, kind } } }, work);
  const reply = await work.forms.open('plan', subject, begun, {
    fresh: true,
    ...(notice.parts[0] === '' ? {} : { notice }),
  });
  return (await askWhen(heard.when, subject, work)) ?? reply;
}

/** The place of the last plan with these same people: they keep to their room. */
async function lastPlace(mentorships: readonly Mentorship[], work: ActorWork): Promise<Record<string, string>> {
  const last = (await together(mentorships, work)).at(-1);
  return last === undefined || last.place === '' ? {} : { place: last.place };
}

async function change(id: string, work: ActorWork, typed = ''): Promise<Reply> {
  const session = await sessionOf(work, id);
  demand('session.change', work, aboutSession(session));
  const current = await work.rows.sessions.plan(session.id);
  if (current === undefined)
    return replyWith('No plan', 'This session has no plan. Type plan and their name to make one.');
  const { zone, locale } = work.actor;
  const heard = understandPlanWords(typed, { now: work.now, zone, locale, anchor: session.startsAt });
  const seed = answersOf(current, slotOf(session.startsAt, zone), session.attendees.length > 1);
  const values = {
    ...seed.values,
    ...whenSeed(heard.when, zone),
    ...(heard.minutes === undefined ? {} : { minutes: heard.minutes }),
    ...(session.series === undefined
      ? {}
      : { holidays: (await work.rows.kept.get(seriesHolidays, session.series.id)) ?? 'skip' }),
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
  return (await askWhen(heard.when, session.id, work)) ?? reply;
}

async function reschedule(command: Command, work: ActorWork): Promise<Reply> {
  const found = await sessionMeant(command, work, 'move');
  return 'kind' in found ? found : change(found.session.id, work, found.rest.trim());
}

declare module '../../kernel/names.js' {
  interface Capabilities {
    'plan-session': {
      command: 'plan' | 'reschedule' | 'sessions' | 'cancel';
      verb:
        | 'plan.new'
        | 'plan.template'
        | 'plan.at'
        | 'plan.change'
        | 'plan.accept'
        | 'plan.decline'
        | 'plan.read'
        | 'session.cancel'
        | 'series.accept'
        | 'series.decline'
        | 'series.yes'
        | 'series.no'
        | 'series.choose'
        | 'plan.suggest'
        | 'suggest.take'
        | 'suggest.none'
        | 'remind.later';
      form: 'plan' | 'suggest';
      face:
        | 'invitation'
        | 'plan-changed'
        | 'plan-status'
        | 'plan-answer'
        | 'reminder'
        | 'suggestion'
        | 'suggestion-none'
        | 'series-invitation'
        | 'series-status'
        | 'series-answer'
        | 'series-changed'
        | 'series-cancelled'
        | 'session-cancelled';
      prompt: 'remind';
      audit:
        | 'plan.read'
        | 'series.changed'
        | 'series.planned'
        | 'session.accepted'
        | 'session.cancelled'
        | 'session.declined'
        | 'session.planned'
        | 'session.replanned'
        | 'session.time-suggested'
        | 'session.time-taken'
        | 'session.times-refused';
    };
  }
}

/** So many sessions are listed: a table is searched, a list is read. */
const mostComing = { panel: 10, page: 100 } as const;

export const feature: FeatureOf<'plan-session'> = {
  name: 'plan-session',
  commands: {
    plan,
    reschedule,
    sessions: async (_command, work) => {
      const page = work.surface.page === true;
      const most = page ? mostComing.page : mostComing.panel;
      const sessions = await work.rows.sessions.nextOf(work.actor.id, work.now - day, most);
      const inMessage = comingCard(sessions.slice(0, mostComing.panel), work, false);
      return { kind: 'panel', card: page ? comingCard(sessions, work, true) : inMessage, inMessage };
    },
    async cancel(command, work) {
      const found = await sessionMeant(command, work, 'cancel');
      return 'kind' in found ? found : cancel(found.session.id, '', work);
    },
  },
  presses: {
    'plan.new': {
      async opens(press, work) {
        const mentorships = templatesSubject.read(press.subject)?.mentorships ?? [];
        const kind = sessionKinds.find((one) => one.value === press.arg)?.value;
        return begin(mentorships, await typedWith(press.arg, work), work, kind);
      },
    },
    'plan.template': (press, work) => fromTemplate(press.subject, press.arg, work),
    'plan.at': { opens: pickWhen },
    'plan.change': {
      async opens(press, work) {
        return change(press.subject, work, await typedWith(press.arg, work));
      },
    },
    'plan.accept': (press, work) => answer(press.subject, true, work),
    'plan.decline': (press, work) => answer(press.subject, false, work),
    'plan.read': {
      async opens(press, work) {
        const session = await sessionOf(work, press.subject);
        demand('plan.read', work, await toReadSession(session, work));
        await demandThere(session, work);
        const found = await work.rows.sessions.plan(session.id);
        if (found === undefined) return replyWith('No plan', 'This session has no plan.');
        if (!mayActor('session.answer', work, aboutSession(session)) && work.actor.id !== session.mentor)
          auditAll('plan.read', session, {}, work);
        return { kind: 'panel', card: await planCard(session, found, work) };
      },
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
    'session-cancelled': sessionCancelled,
  },
  prompts: {
    remind: {
      waitsFor: 'quiet-hours',
      folds: true,
      session: 'ahead',
      asks: 'mentor-and-mentees',
      // Those that somebody asked for themselves begin with the session too, and go with it; where one mentee of a group
      // rests, they stay.
      occurrence: remindPrompt,
      async fire(prompt, work) {
        const session = await work.rows.sessions.get(rootOf<SessionId>(prompt.subject));
        if (session === undefined || session.state !== 'planned' || prompt.to === null) return;
        // One that was asked for before the session was moved to an earlier day.
        if (session.startsAt <= work.now) return;
        // Switched off since it was set: one that they asked for themselves still comes.
        const leads = leadsOf((await work.rows.people.get(prompt.to))?.manners ?? {});
        const which = reminderSubject.read(prompt.subject)?.which;
        if (which === 'day') {
          const hour = remindPrompt.write({ session: session.id, which: 'hour', to: prompt.to });
          const second = await work.rows.prompts.get(hour);
          if (leads.day === 'off' || besideSecond(second, work.now)) return;
        }
        if (which === 'hour' && leads.hour === 'off') return;
        work.show('reminder', prompt.subject, { person: prompt.to }, { expiresAt: session.startsAt });
      },
    },
  },
};
