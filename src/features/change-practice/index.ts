import { answers, type Button, button, buttons, type Card, sentence, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith, replyWith } from '../../chat/reply.js';
import { literal, say, strong } from '../../chat/text.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import { asWill, isEditable } from '../../domain/practice-change.js';
import { changeSubject } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId, PortfolioId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';
import type { ActorWork, FeatureOf, PressHandler } from '../feature.js';
import { allocatedPortfolios, nothingAllocated, toReadMentorship, toReadPortfolio } from '../shared/allocated.js';
import { demand, mentorshipOf } from '../shared/guards.js';
import { partsThatMay } from '../shared/who-reads.js';
import { changeForm, ownChange, seedOf } from './change-form.js';
import { changeAnswered, notMeantForm, openNotMeant, told } from './not-meant.js';
import { type Ledger, ledgerPanel } from './panel.js';
import { redrawTold } from './told.js';

/**
 * What a mentor changes in how they mentor (docs/field.md#changes-of-practice): what it answers, who hears of it, whether it
 * was done, and what followed. Plans and records carry it themselves (`plan-session`, `write-record`).
 */

/** More than these are no choice any more. */
const mostOffered = 10;

/** One list of changes that the actor may read. */
interface Door {
  readonly label: string;
  readonly subject: string;
}

const ofPortfolio = ({ id }: Pick<Portfolio, 'id'>): string => changeSubject.write({ id, of: 'portfolio' });
const ofMentorship = ({ id }: Pick<Mentorship, 'id'>): string => changeSubject.write({ id, of: 'mentorship' });

async function doorsOf(work: ActorWork): Promise<readonly Door[]> {
  const { actor, rows } = work;
  const people = await work.people();
  const name = (id: PersonId): string => shorten(people.get(id)?.name ?? 'somebody who left', 50);
  const own = await rows.portfolios.ofMentor(actor.id);
  const mentored = (await rows.mentorships.of(actor.id)).filter((m) => m.mentee === actor.id && m.agreedAt !== null);
  const allocated = await allocatedPortfolios(work, partsThatMay('change.read'));
  return [
    ...own.map((p) => ({
      label:
        own.length === 1
          ? 'What I am changing'
          : `What I am changing, ${p.withoutUnit === true ? 'no unit' : 'for the unit'}`,
      subject: ofPortfolio(p),
    })),
    ...mentored.map((m) => ({ label: `With ${name(m.mentor)}`, subject: ofMentorship(m) })),
    ...allocated.map(({ portfolio }) => ({
      label: `What ${name(portfolio.mentor)} changed`,
      subject: ofPortfolio(portfolio),
    })),
  ];
}

async function change(work: ActorWork): Promise<Reply> {
  const doors = await doorsOf(work);
  const [only] = doors;
  if (only === undefined) return replyWith('Nothing yet', nothingYet(work));
  if (doors.length === 1) return list(only.subject, '', work);
  const line = literal('What mentors change, and what followed. Choose what to read.');
  const more = doors.length > mostOffered ? [text(literal('The first of them stand here.'))] : [];
  return {
    kind: 'say',
    card: {
      title: 'Changes',
      summary: line,
      blocks: [
        text(line),
        answers(...doors.slice(0, mostOffered).map((d): Button => button(d.label, 'change.list', d.subject))),
        ...more,
      ],
    },
  };
}

const nothingYet = ({ actor }: ActorWork): string =>
  actor.roles.includes('mentor')
    ? 'You mentor nobody here yet. Type start and their name; once there is feedback, you say here what you will change.'
    : actor.roles.includes('mentee')
      ? 'When your mentor changes something because of what you said, you can read it here.'
      : actor.roles.includes('assessor') || actor.roles.includes('iqa')
        ? nothingAllocated
        : 'Mentors say here what they will change. There is nothing for you to do.';

/** @throws Refused unless the actor may read it */
async function ledgerOf(subject: string, page: string, work: ActorWork): Promise<Ledger> {
  const about = changeSubject.read(subject);
  if (about?.of === 'mentorship') {
    const mentorship = await mentorshipOf(work, about.id);
    const whose = await toReadMentorship(mentorship, work);
    demand('change.read', work, whose);
    const portfolio = await work.rows.portfolios.get(mentorship.portfolio);
    if (portfolio !== undefined) return { portfolio, mentorship, whose, page };
  }
  const portfolio = about?.of === 'portfolio' ? await work.rows.portfolios.get(about.id as PortfolioId) : undefined;
  if (portfolio === undefined) throw new Refused('no-such-list', 'That is no longer here. Type change to see what is.');
  const whose = await toReadPortfolio(portfolio, work);
  demand('change.read', work, whose);
  return { portfolio, whose, page };
}

const list = async (subject: string, page: string, work: ActorWork): Promise<Reply> =>
  panelWith(await ledgerPanel(await ledgerOf(subject, page, work), work));

const openForm: PressHandler = async (press, work) => {
  const about = changeSubject.read(press.subject);
  const change = about?.of === 'change' ? await ownChange(about.id, work) : undefined;
  if (change !== undefined && !isEditable(change, await work.rows.sessions.ofPortfolio(change.portfolio), work.now))
    return panelWith(
      sentence(
        'It has begun',
        'A session that it holds for has begun, so its words stay. You can stop doing it, or add another change.',
      ),
    );
  return work.forms.open('change', press.subject, await seedOf(press.subject, work), { fresh: change !== undefined });
};

const withdraw: PressHandler = async (press, work) => {
  const about = changeSubject.read(press.subject);
  const change = await ownChange(about?.of === 'change' ? about.id : press.subject, work);
  const back = button('Back', 'change.list', ofPortfolio({ id: change.portfolio }));
  if (change.withdrawnAt !== null)
    return panelWith({
      ...sentence('Taken back', 'You have taken this back already.'),
      blocks: [text(literal('You have taken this back already.')), buttons(back)],
    });
  const sessions = await work.rows.sessions.ofPortfolio(change.portfolio);
  const fresh = isEditable(change, sessions, work.now);
  const words = say`${strong(asWill(change.what))}`;
  const card = (title: string, said: string, ...more: readonly Button[]): Card => ({
    title,
    summary: literal(said),
    blocks: [text(words), text(literal(said)), buttons(...more)],
  });
  if (press.arg !== 'yes')
    return panelWith(
      card(
        fresh ? 'Take it back?' : 'Stop doing this?',
        fresh
          ? 'It goes from your plans and from what you are changing.'
          : 'It stays in what you have changed, up to today. Your next plans no longer say it.',
        button(fresh ? 'Yes, take it back' : 'Yes, stop', 'change.withdraw', press.subject, {
          arg: 'yes',
          style: 'danger',
        }),
        back,
      ),
    );
  const saved = { ...change, withdrawnAt: work.now };
  await work.rows.changes.save(saved);
  work.audit('change.withdrawn', change.id, {}, change.mentorship ?? undefined);
  await redrawTold(saved, sessions, work);
  return panelWith(card(fresh ? 'Taken back' : 'Stopped', 'Your next plans no longer say it.', back));
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    'change-practice': {
      command: 'change';
      verb: 'change.list' | 'change.new' | 'change.withdraw' | 'change.told' | 'change.not-meant';
      form: 'change' | 'not-meant';
      face: 'change-answered';
      audit: 'change.answered' | 'change.changed' | 'change.made' | 'change.read' | 'change.withdrawn';
    };
  }
}

export const feature: FeatureOf<'change-practice'> = {
  name: 'change-practice',
  commands: { change: async (_command, work) => change(work) },
  presses: {
    'change.list': { opens: async (press, work) => list(press.subject, press.arg, work) },
    'change.new': { opens: openForm },
    'change.withdraw': { opens: withdraw },
    'change.told': { opens: told },
    'change.not-meant': { opens: openNotMeant },
  },
  forms: { change: changeForm, 'not-meant': notMeantForm },
  faces: { 'change-answered': changeAnswered },
};
