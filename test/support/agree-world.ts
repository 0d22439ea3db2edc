import type { Value } from '../../src/chat/form.js';
import type { Reply } from '../../src/chat/inbound.js';
import { plain, type Reader } from '../../src/chat/text.js';
import { defaultAgreement } from '../../src/domain/defaults/agreement.js';
import { answered, type Mentorship, signedByMentor } from '../../src/domain/mentorship.js';
import { promptsAfterSession, promptsOfSession } from '../../src/domain/prompt-schedule.js';
import type { Session } from '../../src/domain/session.js';
import { type PersonId, randomIds } from '../../src/kernel/ids.js';
import type { PromptRow, Rows } from '../../src/ports/store.js';
import type { TestBot } from './bot.js';
import { cardText } from './card-text.js';
import { attending, plannedSession } from './sessions.js';
import type { Someone } from './someone.js';

/** What tests of the agreement do with a bot: propose, answer, look at rows, and keep sessions as planning keeps them. */

const reader: Reader = {
  person: null,
  platform: 'web',
  zone: 'Europe/London',
  locale: 'en-GB',
  named: () => ({ name: 'NAME' }),
};

/** What was answered, as text: a private word, a panel, what a form closed with. */
export function said(reply: Reply | undefined): string {
  if (reply === undefined) return '';
  const card =
    reply.kind === 'say' || reply.kind === 'panel' ? reply.card : reply.kind === 'close' ? reply.say : undefined;
  return card === undefined ? reply.kind : cardText(card, reader);
}
export const last = (who: Someone): string => who.sees().at(-1) ?? '';
export const problems = (who: Someone): readonly string[] =>
  who.form().problems.map((p) => `${p.at.split('/').at(-1)}: ${p.say}`);
/** Everything there is to read between the open form's fields. */
export const notes = (who: Someone): string =>
  who
    .form()
    .form.steps.flatMap((s) => s.items)
    .map((i) => (i.kind === 'note' ? plain(i.text, reader) : ''))
    .join('\n');

/** Goes through the open form's steps with these values and submits. Stops where a step is refused. */
export async function sends(who: Someone, values: Readonly<Record<string, Value>>): Promise<Reply> {
  for (;;) {
    const { step, form } = who.form();
    const here = form.steps.find((s) => s.id === step)?.items.map((i) => i.id) ?? [];
    who.fills(Object.fromEntries(Object.entries(values).filter(([at]) => here.includes(at.split('.')[0] ?? ''))));
    if (step === form.steps.at(-1)?.id) return who.submits();
    const reply = await who.next();
    if (reply.kind !== 'form' || reply.view.step === step) return reply;
  }
}

export const goal = {
  'goals.0.what': 'Speak on the phone alone',
  'goals.0.how': 'Three calls',
  'goals.0.baseline': '2',
  'goals.0.target': '4',
};

export function agreeWorld(bot: TestBot) {
  const rows = <T>(fn: (r: Rows) => Promise<T>): Promise<T> => bot.store.write((tx) => fn(tx.in(bot.programme)));
  const world = {
    rows,
    /** The newest mentorship of this mentee. */
    async mentorship(mentee = 'leo'): Promise<Mentorship> {
      const [m] = await rows((r) => r.mentorships.of(bot.people.get(mentee) as PersonId));
      if (m === undefined) throw new Error('no mentorship');
      return m;
    },
    /** By command and form. */
    async proposes(mentee = 'leo'): Promise<Mentorship> {
      const maya = bot.as('maya');
      await maya.types(`start @${mentee}`);
      await sends(maya, goal);
      return world.mentorship(mentee);
    },
    async answers(values: Readonly<Record<string, Value>>, mentee = 'leo'): Promise<Reply> {
      const who = bot.as(mentee);
      await who.presses('agreement.answer', { subject: (await world.mentorship(mentee)).id });
      return sends(who, values);
    },
    /** One that both have signed, kept as the forms keep it, without going through them. */
    async agreed(mentee = 'leo'): Promise<Mentorship> {
      const ids = randomIds();
      const mentor = bot.as('maya').id;
      const now = bot.clock.now();
      const portfolio = ids.next<'portfolio'>('portfolio');
      const changed = answered(
        {
          id: ids.next('mentorship'),
          programme: bot.programme,
          portfolio,
          mentor,
          mentee: bot.as(mentee).id,
          state: 'proposed',
          createdAt: now,
          agreedAt: null,
          endedAt: null,
          agreement: signedByMentor(1, defaultAgreement, now),
          goals: [
            {
              id: ids.next('goal'),
              what: 'Speak on the phone alone',
              how: 'Three calls',
              baseline: 2,
              target: 4,
              menteeBaseline: null,
              proposedBy: mentor,
              state: 'proposed',
            },
          ],
        },
        'signed',
        now,
      );
      if ('no' in changed) throw new Error(changed.no);
      await rows(async (r) => {
        await r.portfolios.save({
          id: portfolio,
          programme: bot.programme,
          mentor,
          targetMinutes: 360,
          startedAt: now,
        });
        await r.mentorships.save(changed.mentorship);
      });
      return changed.mentorship;
    },
    /** A session of these mentees, kept with its prompts as planning keeps it. */
    async planned(startsAt: number, together: readonly Mentorship[], change: Partial<Session> = {}): Promise<Session> {
      const [m] = together;
      if (m === undefined) throw new Error('with whom?');
      const session = plannedSession({
        id: randomIds().next('session'),
        programme: bot.programme,
        portfolio: m.portfolio,
        mentor: m.mentor,
        attendees: together.map((x) => attending(x.mentee, { mentorship: x.id, answeredAt: bot.clock.now() })),
        place: 'Room 2',
        startsAt,
        plannedAt: bot.clock.now(),
        ...change,
      });
      await rows(async (r) => {
        await r.sessions.save(session);
        const due =
          session.state === 'ended'
            ? promptsAfterSession(session, session.endedAt ?? 0)
            : promptsOfSession(session, bot.clock.now());
        for (const p of due) await r.prompts.set({ ...p, programme: bot.programme, state: 'waiting' });
      });
      return session;
    },
    session: (s: Session): Promise<Session | undefined> => rows((r) => r.sessions.get(s.id)),
    async prompt(occurrence: string): Promise<PromptRow['state'] | undefined> {
      return (await rows((r) => r.prompts.get(occurrence)))?.state;
    },
  };
  return world;
}
