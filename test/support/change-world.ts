import type { Reply } from '../../src/chat/inbound.js';
import type { Feedback, Share } from '../../src/domain/feedback.js';
import type { PracticeChange } from '../../src/domain/practice-change.js';
import type { Session } from '../../src/domain/session.js';
import { day } from '../../src/kernel/clock.js';
import type { PersonId, PortfolioId, SessionId } from '../../src/kernel/ids.js';
import { type FeedbackWorld, feedbackWorld } from './feedback-world.js';
import { planned } from './steps.js';

/** A mentor with mentees who have answered after sessions, and what people then do about it in the chat. */
export type ChangeWorld = Awaited<ReturnType<typeof changeWorld>>;

export async function changeWorld(how: { readonly mentees?: readonly string[] } = {}) {
  const mentees = how.mentees ?? ['leo'];
  const w = await feedbackWorld(
    [],
    mentees.map((m) => ['maya', m] as const),
  );
  return { ...w, ...actsOf(w) };
}

function actsOf(w: FeedbackWorld) {
  const text = (reply: Reply | undefined): string => {
    const card =
      reply === undefined ? undefined : 'card' in reply ? reply.card : 'say' in reply ? reply.say : undefined;
    return card === undefined ? JSON.stringify(reply) : w.aloud(card);
  };
  const session = async (mentee: string): Promise<Session> => {
    const all = await w.read((rows) => rows.sessions.ofMentorship(w.mentorship(mentee)));
    const newest = [...all].sort((a, b) => b.startsAt - a.startsAt)[0];
    if (newest === undefined) throw new Error('no session');
    return newest;
  };
  return {
    text,
    session,
    /** What a mentee answered after a session: the pace, as a rating, and a line. */
    async answered(
      of: SessionId,
      rating: number | null,
      more: {
        readonly mentee?: string;
        readonly share?: Share;
        readonly words?: string;
        readonly wording?: number;
      } = {},
    ): Promise<void> {
      const mentee = w.id(more.mentee ?? 'leo');
      await w.change(async (rows) => {
        const s = await rows.sessions.get(of);
        const at = (s?.endedAt ?? 0) + 3_600_000;
        const answer = (question: string, value: Partial<Feedback['answers'][number]>) => ({
          question,
          wording: 1,
          rating: null,
          text: '',
          skipped: false,
          at,
          ...value,
        });
        await rows.feedback.save({
          programme: w.programme,
          session: of,
          mentee,
          mentor: w.id('maya'),
          state: 'done',
          share: more.share ?? 'now',
          answers: [
            ...(rating === null ? [] : [answer('pace', { rating, wording: more.wording ?? 1 })]),
            ...(more.words === undefined ? [] : [answer('keep-or-change', { text: more.words })]),
          ],
          askedAt: at,
          firstAnsweredAt: at,
          editableUntil: at + 14 * day,
          reminded: false,
        });
      });
    },
    /** The mentor fills in the form that is open, and saves it. */
    async changes(
      values: Readonly<Record<string, string | readonly string[]>> = {},
      subject = `${w.mentorship('leo')}:mentorship`,
    ): Promise<Reply> {
      const maya = w.as('maya');
      await maya.presses('change.new', { subject });
      const asks = maya.form().form.steps[0]?.id === 'whom';
      if (asks) {
        maya.fills({ whom: String(values.whom) });
        await maya.next();
      }
      const { whom: _whom, ...rest } = values;
      const cites = maya
        .form()
        .form.steps.flatMap((s) => s.items)
        .find((i) => i.id === 'cites');
      const [first] = cites !== undefined && 'of' in cites ? cites.of : [];
      const open = maya.form().answers.values;
      maya.fills({
        ...(open.cites === undefined && first !== undefined ? { cites: [first.value] } : {}),
        said: 'SAID it went too fast',
        what: 'I will ASK before each new step',
        ...rest,
      });
      return maya.submits();
    },
    plans: async (command: string): Promise<Session> => {
      await planned(w, 'maya', command);
      return session(/@(\w+)/.exec(command)?.[1] ?? 'leo');
    },
    changesThere: (): Promise<readonly PracticeChange[]> =>
      w.read((rows) => rows.changes.ofPortfolio('portfolio-maya' as PortfolioId)),
    person: (user: string): PersonId => w.id(user),
  };
}
