import { type Block, type Button, button, buttons, type Card, divider, heading, muted, text } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import { type AllocatedAs, allocatedAs, isAllocatedAs, namedBy, noReaders } from '../../domain/allocation.js';
import type { AskedForm, Question } from '../../domain/feedback.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import { may } from '../../domain/permissions.js';
import type { Role } from '../../domain/programme.js';
import type { ReadAs } from '../../domain/programme-reading.js';
import { changeSubject } from '../../domain/subjects.js';
import type { MentorshipId, PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { PlainForm } from '../../ports/store.js';
import type { ActorWork, FeatureOf } from '../feature.js';
import { allocatedPortfolios, nothingAllocated } from '../shared/allocated.js';
import { auditFeedbackOfAll, auditReading } from '../shared/audit-reading.js';
import { demand, mayActor } from '../shared/guards.js';
import { lentDeviceLine } from '../shared/lent-device.js';
import { midpointsPassed } from '../shared/midpoints.js';
import { pageOf, turns } from '../shared/pages.js';
import { practiceNote } from '../shared/practice.js';
import { everAsked, type Reading, readable } from '../shared/read-feedback.js';
import { about, feedbackPanel, ownBlocks, responseOf, trendBlocks } from './card.js';
import { byPortfolio, countedReadable, openWords, seenIn, trendsIn } from './forms.js';

/** What each mentee says, in order and with n: the mentor's, a mentee's own, the programme's. */

/** Mentors of one page of the programme's, mentees of one page of a mentor's, a mentee's own forms of one page. */
const mentorsShown = 5;
const menteesShown = 8;
const ownShown = 8;

/** What is turned over, instead of the whole: the programme's pages, the actor's own, or those of one mentor. */
const turnsProgramme = '-';
const turnsOwn = 'own';

/** What stands on a card, and whose answers were there to be read in it. */
interface Section {
  readonly blocks: readonly Block[];
  /** Where there was an answer to read: what looks unanswered to its reader was not read. */
  readonly read: readonly Pick<Mentorship, 'id' | 'mentor' | 'mentee'>[];
  /** Whoever stands in it. */
  readonly looked: Section['read'];
}

/** A mentor's forms in this portfolio: how many there are, then by mentee; with `arg` a page of the mentees alone. */
async function portfolioSection(
  work: ActorWork,
  portfolio: Portfolio,
  forms: readonly PlainForm[],
  reading: Reading,
  questions: readonly Question[],
  arg: string,
): Promise<Section> {
  const seen = seenIn(forms, reading);
  const ofMentee = new Map<PersonId, { readonly forms: PlainForm[]; readonly seen: AskedForm[] }>();
  for (const [i, form] of forms.entries()) {
    const theirs = ofMentee.get(form.mentee) ?? { forms: [], seen: [] };
    ofMentee.set(form.mentee, theirs);
    theirs.forms.push(form);
    theirs.seen.push(...seen.slice(i, i + 1));
  }
  const mentees = [...ofMentee.keys()];
  const page = pageOf(mentees.length, arg, menteesShown);
  const each = mentees.slice(page.from, page.to).map((mentee) => {
    const theirs = ofMentee.get(mentee) ?? { forms: [], seen: [] };
    const [newest] = [...theirs.forms].sort((a, b) => b.heldAt - a.heldAt);
    return { mentee, forms: theirs.forms, newest, trends: trendsIn(questions, theirs.seen) };
  });
  const opened = await openWords(
    work.rows,
    each.map((e) => e.trends),
  );
  const response = { read: seen.filter((f) => f.answers !== null).length, asked: seen.length };
  const blocks = [
    // A page that was turned to is of the mentees on it, and of nobody else.
    ...(mentees.length === 1 || arg !== ''
      ? []
      : [text(literal(`All mentees together: ${responseOf(response)}. What each of them says stands apart.`))]),
    ...each.flatMap(({ mentee, trends, newest }): readonly Block[] => [
      about(mentee),
      ...trendBlocks(trends, opened, work.surface.page === true),
      // Beside what there is to read, and to its mentor alone.
      ...(portfolio.mentor !== work.actor.id || newest === undefined || trends.response.read === 0
        ? []
        : [
            buttons(
              button(
                'Say what I will change',
                'change.new',
                changeSubject.write({ id: newest.mentorship, of: 'mentorship' }),
              ),
            ),
          ]),
    ]),
    ...(page.pages > 1
      ? [
          muted(literal(`${count(mentees.length, 'mentee')}.${page.words}`)),
          buttons(
            ...turns(page, { verb: 'feedback.read', subject: portfolio.mentor }, ['Earlier mentees', 'More mentees']),
          ),
        ]
      : []),
    ...(await lentDeviceLine(work.rows, mentees)),
    ...(arg === '' && forms.length > 0 ? [buttons(button('Side by side', 'compare.open', portfolio.id))] : []),
    ...(reading.reader === 'mentor' && forms.length > 0
      ? [
          muted(
            literal(
              reading.passed
                ? 'You see what your mentees share with you. What they keep for the coordinator looks unanswered here.'
                : 'You see what your mentees share with you now. What they keep for half-way comes once half the hours are done.',
            ),
          ),
        ]
      : []),
  ];
  const looked = (which: (f: PlainForm) => boolean): Section['read'] => {
    const all = each.flatMap(({ mentee, forms: theirs }) =>
      theirs.filter(which).map((f) => ({ id: f.mentorship, mentor: portfolio.mentor, mentee })),
    );
    return [...new Map(all.map((m) => [m.id, m])).values()];
  };
  return { blocks, read: looked((f) => readable(f, reading)), looked: looked(() => true) };
}

/** The same of several portfolios, each by itself. */
async function portfolioSections(
  work: ActorWork,
  portfolios: readonly Portfolio[],
  readingOf: (p: Portfolio) => Reading,
  questions: readonly Question[],
  arg = '',
): Promise<readonly Section[]> {
  // Whoever was erased has nothing here any more, and is not counted among those who did not answer.
  const people = await work.people();
  const all = await work.rows.feedback.plainOf(portfolios.map((p) => p.id));
  const forms = byPortfolio(all.filter((f) => people.has(f.mentee)));
  const sections: Section[] = [];
  for (const p of portfolios)
    sections.push(await portfolioSection(work, p, forms.get(p.id) ?? [], readingOf(p), questions, arg));
  return sections;
}

/**
 * As whom the actor reads each of these portfolios. A mentor who is the coordinator too reads no more of their own
 * mentees than any mentor does.
 */
async function readingsOf(
  work: ActorWork,
  portfolios: readonly Portfolio[],
  as: ReadAs,
): Promise<(p: Pick<Portfolio, 'id'>, as?: ReadAs) => Reading> {
  const passed = await midpointsPassed(work.rows, portfolios);
  const own = new Set(portfolios.filter((p) => p.mentor === work.actor.id).map((p) => p.id));
  return ({ id }, reader = own.has(id) ? 'mentor' : as) => ({ reader, passed: passed.has(id) });
}

/** The portfolios whose feedback the actor is allocated, and how they read each: what a mentor sees, if it was named so. */
async function allocatedReadings(work: ActorWork): Promise<{
  readonly portfolios: readonly Portfolio[];
  readonly readingOf: (p: Pick<Portfolio, 'id'>) => Reading;
}> {
  const allocated = await allocatedPortfolios(work, feedbackParts);
  const portfolios = allocated.map(({ portfolio }) => portfolio);
  const all = await work.rows.allocations.all();
  const passed = await midpointsPassed(work.rows, portfolios);
  const by = new Map(allocated.map((one) => [one.portfolio.id, one]));
  return {
    portfolios,
    readingOf({ id }) {
      const { portfolio, as = [] } = by.get(id) ?? {};
      const parts = as.filter((part) => feedbackParts.includes(part));
      return {
        reader: 'mentor',
        passed: passed.has(id),
        named: (at) => portfolio !== undefined && namedBy(portfolio, all, parts, at),
      };
    },
  };
}
const feedbackParts: readonly AllocatedAs[] = allocatedAs.filter((as) =>
  (may['feedback.read-shared'] as readonly string[]).includes(as),
);

/** What mentees say in the portfolios that the actor is allocated: a page of the mentors. Each is noted on its own chain. */
async function allocatedSection(
  work: ActorWork,
  questions: readonly Question[],
  arg = '',
): Promise<readonly Block[] | undefined> {
  const { portfolios, readingOf } = await allocatedReadings(work);
  if (portfolios.length === 0) return undefined;
  const page = pageOf(portfolios.length, arg, mentorsShown);
  const shown = portfolios.slice(page.from, page.to);
  const sections = await portfolioSections(work, shown, readingOf, questions);
  for (const m of sections.flatMap(({ read }) => read)) auditReading('feedback.read', m, work);
  return [
    heading(literal(`Allocated to you: ${count(portfolios.length, 'mentor')}.${page.words}`)),
    muted(literal('What a mentee answered before anybody was allocated to read it looks unanswered here.')),
    ...shown.flatMap((p, i) => [divider, about(p.mentor, 'Mentor: '), ...(sections[i]?.blocks ?? [])]),
    ...(page.pages > 1
      ? [
          divider,
          buttons(
            ...turns(page, { verb: 'feedback.read', subject: turnsProgramme }, ['Earlier mentors', 'More mentors']),
          ),
        ]
      : []),
  ];
}

async function ownSection(
  work: ActorWork,
  questions: readonly Question[],
  arg = '',
): Promise<readonly Block[] | undefined> {
  const me = work.actor.id;
  if (!(await work.rows.overview.attends(me))) return undefined;
  const skip = /^\d{1,4}$/.test(arg) ? Number(arg) * ownShown : 0;
  const asked = await work.rows.feedback.latestOf(me, ownShown, skip);
  // Fewer than there were when the page was drawn: the first one, then.
  if (skip > 0 && asked.forms.length === 0) return ownSection(work, questions);
  const sessions = new Map(
    (await work.rows.sessions.some(asked.forms.map((f) => f.session))).map((session) => [session.id, session]),
  );
  const forms = asked.forms.flatMap((feedback) => {
    const session = sessions.get(feedback.session);
    return session === undefined ? [] : [{ session, mentee: me, feedback }];
  });
  const page = pageOf(asked.count, arg, ownShown);
  return [
    heading(literal(`Your own answers${page.words === '' ? '' : `.${page.words}`}`)),
    ...ownBlocks(questions, forms, work.now),
    ...(page.pages > 1
      ? [buttons(...turns(page, { verb: 'feedback.read', subject: turnsOwn }, ['Newer', 'Older']))]
      : []),
  ];
}

/** The whole programme's, a page of its mentors, and the mentorships that were read by it. */
async function programmeSection(
  work: ActorWork,
  as: ReadAs,
  questions: readonly Question[],
  arg = '',
): Promise<{ readonly blocks: readonly Block[]; readonly read: ReadonlySet<MentorshipId> }> {
  const blocks: Block[] = [heading(literal('The programme'))];
  const all = await work.rows.portfolios.all();
  const read = new Set<MentorshipId>();
  if (all.length === 0)
    return { blocks: [...blocks, text(literal('No mentor has begun yet, so nobody has been asked.'))], read };
  const readingOf = await readingsOf(work, all, as);
  let [toRead, asked] = [0, 0];
  for (const forms of await work.rows.feedback.counted()) {
    asked += forms.count;
    if (countedReadable(forms, readingOf({ id: forms.portfolio }))) toRead += forms.count;
    if (countedReadable(forms, readingOf({ id: forms.portfolio }, as))) read.add(forms.mentorship);
  }
  const page = pageOf(all.length, arg, mentorsShown);
  const words = page.pages > 1 ? ` ${count(all.length, 'mentor')}.${page.words}` : '';
  blocks.push(text(literal(`All together: ${responseOf({ read: toRead, asked })}.${words}`)));
  const shown = all.slice(page.from, page.to);
  const sections = await portfolioSections(work, shown, readingOf, questions);
  for (const [i, p] of shown.entries())
    blocks.push(divider, about(p.mentor, 'Mentor: '), ...(sections[i]?.blocks ?? []));
  if (page.pages > 1)
    blocks.push(
      divider,
      buttons(...turns(page, { verb: 'feedback.read', subject: turnsProgramme }, ['Earlier mentors', 'More mentors'])),
    );
  return { blocks, read };
}

/** As whom they read the feedback of the whole programme, if they do: who is allocated reads theirs alone. */
const readsAllAs = (work: ActorWork): ReadAs | undefined =>
  mayActor('feedback.read-coordinator', work) ? 'coordinator' : undefined;

/** To whoever has nothing to read yet: what comes first. */
const nothingYet = (roles: readonly Role[]): string =>
  roles.includes('mentor')
    ? 'No feedback yet. Your mentees are asked half an hour after each session.'
    : roles.includes('mentee')
      ? 'No answers yet. You are asked how it went half an hour after each session.'
      : roles.some(isAllocatedAs)
        ? nothingAllocated
        : 'No feedback here for you to read. Ask your coordinator if you should take part.';

async function feedbackOf(work: ActorWork): Promise<Card> {
  const questions = await everAsked(work.rows, 'after-session');
  const mine = await work.rows.portfolios.ofMentor(work.actor.id);
  const readingOf = await readingsOf(work, mine, 'mentor');
  const sections = (await portfolioSections(work, mine, readingOf, questions)).map(({ blocks }) => blocks);
  const own = await ownSection(work, questions);
  if (own !== undefined) sections.push(own);
  const as = readsAllAs(work);
  if (as !== undefined) {
    const programme = await programmeSection(work, as, questions);
    sections.push(programme.blocks);
    await auditFeedbackOfAll(work, as, programme.read, { sections: sections.length });
  }
  const allocated = as === undefined ? await allocatedSection(work, questions) : undefined;
  if (allocated !== undefined) sections.push(allocated);
  if (sections.length === 0) return feedbackPanel('No feedback yet.', [text(literal(nothingYet(work.actor.roles)))]);
  // That they looked at their own.
  if (as === undefined && allocated === undefined)
    work.audit('feedback.read', work.actor.id, { sections: sections.length });
  return cardOf(work, sections);
}

/** A page that was turned to: of the programme's mentors, of one mentor's mentees, or of the actor's own answers. */
async function pageTurned(subject: string, arg: string, work: ActorWork): Promise<Card> {
  const questions = await everAsked(work.rows, 'after-session');
  if (subject === turnsOwn) {
    work.audit('feedback.read', work.actor.id, { sections: 1 });
    return cardOf(work, [(await ownSection(work, questions, arg)) ?? []]);
  }
  const as = readsAllAs(work);
  if (as !== undefined && subject === turnsProgramme) {
    const programme = await programmeSection(work, as, questions, arg);
    await auditFeedbackOfAll(work, as, programme.read, { sections: 1 });
    return cardOf(work, [programme.blocks]);
  }
  if (subject === turnsProgramme) return cardOf(work, [(await allocatedSection(work, questions, arg)) ?? []]);
  const mentor = subject as PersonId;
  const mine = mentor === work.actor.id;
  const allocated = as === undefined && !mine ? await allocatedReadings(work) : undefined;
  const portfolios =
    allocated?.portfolios.filter((p) => p.mentor === mentor) ?? (await work.rows.portfolios.ofMentor(mentor));
  const readingOf = allocated?.readingOf ?? (await readingsOf(work, portfolios, as ?? 'mentor'));
  const sections = await portfolioSections(work, portfolios, readingOf, questions, arg);
  // That a coordinator looked stands on every chain alike: their mentor reads it there, and would know by it who let the
  // coordinator alone read something.
  for (const m of sections.flatMap(({ read, looked }) => (as === 'coordinator' ? looked : read)))
    auditReading('feedback.read', m, work);
  const back = mine ? backToOwn(mentor) : await backToPageOf(mentor, allocated?.portfolios, work);
  return cardOf(work, [...sections.map(({ blocks }) => [about(mentor, 'Mentor: '), ...blocks]), [buttons(back)]]);
}

/** From a page of a mentor's mentees to where it was turned from: the whole of their own, or the programme's page. */
const backToOwn = (mentor: PersonId): Button => button('Back to all mentees together', 'feedback.read', mentor);
async function backToPageOf(
  mentor: PersonId,
  allocated: readonly Portfolio[] | undefined,
  work: ActorWork,
): Promise<Button> {
  const at = (allocated ?? (await work.rows.portfolios.all())).findIndex((p) => p.mentor === mentor);
  const arg = String(Math.floor(Math.max(0, at) / mentorsShown));
  return button('Back to the mentors', 'feedback.read', turnsProgramme, { arg });
}

const cardOf = (work: ActorWork, sections: readonly (readonly Block[])[]): Card =>
  feedbackPanel('What mentees say, with how many answered.', [
    ...practiceNote(work.programme),
    ...sections.flatMap((s, i) => (i === 0 ? s : [divider, ...s])),
  ]);

declare module '../../kernel/names.js' {
  interface Capabilities {
    'show-feedback': {
      command: 'feedback';
      verb: 'feedback.read';
      audit: 'feedback.read';
    };
  }
}

/** @throws Refused unless the actor reads the feedback of this mentor, or any where it is a page of several mentors. */
async function demandFeedbackOf(mentor: PersonId, work: ActorWork): Promise<void> {
  if (mayActor('feedback.read-shared', work, { mentor, readers: noReaders })) return;
  const { portfolios } = await allocatedReadings(work);
  const theirs = portfolios.find((p) => p.mentor === mentor || (mentor as string) === turnsProgramme);
  if (theirs === undefined) demand('feedback.read-shared', work, { mentor, readers: noReaders });
}

export const feature: FeatureOf<'show-feedback'> = {
  name: 'show-feedback',
  commands: { feedback: async (_command, work) => ({ kind: 'panel', card: await feedbackOf(work) }) },
  presses: {
    /** The same from a card; its subject is the mentor it is about. With an arg: a page of it. */
    'feedback.read': {
      opens: async (press, work) => {
        // Their own answers are the actor's, whoever presses it.
        if (press.subject === turnsOwn) return { kind: 'panel', card: await pageTurned(turnsOwn, press.arg, work) };
        await demandFeedbackOf(press.subject as PersonId, work);
        const card = press.arg === '' ? await feedbackOf(work) : await pageTurned(press.subject, press.arg, work);
        return { kind: 'panel', card };
      },
    },
  },
};
