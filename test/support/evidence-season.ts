import { expect } from 'vitest';
import type { Reply } from '../../src/chat/inbound.js';
import { minute } from '../../src/kernel/clock.js';
import type { MentorshipId, SessionId } from '../../src/kernel/ids.js';
import { buttonsOf, directOf } from './chat.js';
import { countMessages } from './messages-counted.js';
import { held, mentorshipOf, recorded } from './newer-steps.js';
import { mayasReflection } from './reflect-world.js';
import { saidTo } from './review-world.js';
import { worldOf } from './season-world.js';
import { isAdult, type StakeholderWorld } from './stakeholder-world.js';
import { agreed } from './steps.js';

/** A season of one mentor with two mentees, from the agreements to the page looked back on, as people live it. */

/** What each of them wrote where it is private: in a form, on a page. */
export const wrote = {
  leo: 'LEO-SAID',
  aisha: 'AISHA-SAID',
  sam: 'SAM-SAID',
  self: 'SELF-SAID',
  change: 'CHANGE-SAID',
  reflection: 'REFLECTION-SAID',
  mark: 'MARK-SAID',
  back: 'BACK-SAID',
} as const;
const sam = 'sam.hill@school.example';
const ann = 'ann.bell@school.example';

/** What was seen on the way, to be held against the rules at the end. */
export interface Lived {
  readonly of: Readonly<Record<'leo' | 'aisha', MentorshipId>>;
  /** Panels of the mentor and the coordinator, before and after somebody said no or declined. */
  readonly panels: readonly { readonly what: string; readonly before: string; readonly after: string }[];
  /** The mentor's list of changes: when the season's sessions were over, and once an answer had been taken back. */
  readonly ledgers: readonly [full: string, withdrawn: string];
  readonly messages: ReturnType<typeof countMessages>;
}

type Mentee = 'leo' | 'aisha';

export function acts(w: StakeholderWorld) {
  const t = w.bot;
  const as = (user: string) => t.as(user);
  const text = (user: string): string => saidTo(t, as(user));
  const world = worldOf(t);
  // However far somebody waits, every prompt on the way comes at its own time.
  t.clock.to = (iso) => world.waitUntil(Date.parse(iso));
  const until = (iso: string): Promise<void> => world.waitUntil(Date.parse(iso));

  /** Answers whatever the newest card asks, button by button, until it asks no more. */
  async function answers(user: Mentee, kind: 'ask' | 'review', rating: number, words: string): Promise<void> {
    const them = as(user);
    for (let i = 0; i < 9; i += 1) {
      const newest = t.chat.in(directOf(user)).at(-1);
      const open = newest === undefined ? [] : buttonsOf(newest.message.card).map((b) => b.press);
      const press = (verb: string, end = '') => open.find((p) => p.verb === verb && (p.arg ?? '').endsWith(end));
      const [share, rate, write] = [
        press('ask.share', 'now'),
        press(`${kind}.rate`, `.${rating}`),
        press(`${kind}.words`),
      ];
      const next = open.some((p) => p.verb === `${kind}.skip`) ? (rate ?? write) : share;
      if (next === undefined) return;
      await them.presses(next.verb, { subject: next.subject, ...(next.arg === undefined ? {} : { arg: next.arg }) });
      if (next === write) await them.fills({ words }).submits();
      expect(them.last?.kind).not.toBe('form');
    }
  }

  return {
    t,
    as,
    text,
    until,
    answers,
    panel: async (user: string, m: MentorshipId): Promise<string> => {
      await as(user).presses('stakeholder.open', { subject: m });
      return JSON.stringify(as(user).last);
    },
    types: async (user: string, word: string): Promise<string> => {
      await as(user).types(word);
      return text(user);
    },
    /** Planned, held, recorded (with these words on what was to change), its length confirmed half an hour later. */
    async session(mentee: Mentee, word?: string): Promise<SessionId> {
      const id = await held(t, 'maya', mentee, 'standard');
      await recorded(t, 'maya', id, (asked) =>
        Object.fromEntries(
          asked
            .filter((one) => word !== undefined && /^change-(?!note)./.test(one))
            .map((one): readonly [string, string] => [one, word ?? '']),
        ),
      );
      await world.waitUntil(t.clock.now() + 31 * minute);
      await as(mentee).presses('hours.confirm', { subject: id });
      return id;
    },
    /** The mentor makes a change that answers what this mentee said, where the citation fits. */
    async changes(m: MentorshipId, cites: RegExp, n: number): Promise<string> {
      const maya = as('maya');
      await maya.presses('change.new', { subject: `${m}:mentorship` });
      if (maya.form().step === 'whom') {
        maya.fills({ whom: m });
        await maya.next();
      }
      const choice = maya
        .form()
        .form.steps.flatMap((s) => s.items)
        .find((i) => i.id === 'cites');
      const [cited] = choice?.kind === 'choice' ? choice.of.filter((o) => cites.test(o.value)) : [];
      if (cited === undefined) throw new Error(`nothing like ${cites} to cite: ${JSON.stringify(choice)}`);
      await maya
        .fills({ cites: [cited.value], said: `${wrote.change} said ${n}`, what: `I will ${wrote.change} ${n}` })
        .submits();
      expect(text('maya')).toContain('# Saved');
      return cited.value;
    },
    async propose(by: string, m: MentorshipId, values: Readonly<Record<string, string>>): Promise<void> {
      await as(by).presses('stakeholder.propose', { subject: m });
      await as(by).fills(values).submits();
      expect((as(by).last as Reply).kind).toBe('close');
    },
    async choose(mentee: Mentee, word: 'yes' | 'no'): Promise<void> {
      await as(mentee).presses('stakeholder.choose');
      await as(mentee).fills({ word }).submits();
    },
  };
}

/** Lives it through; throws where somebody cannot do what a person does. */
export async function liveEvidenceSeason(w: StakeholderWorld): Promise<Lived> {
  const a = acts(w);
  const { t, as, text, until } = a;
  const [maya, leo, aisha, grace] = [as('maya'), as('leo'), as('aisha'), as('grace')];
  const messages = countMessages(t);
  const panels: { what: string; before: string; after: string }[] = [];
  const seen = async (m: MentorshipId): Promise<readonly [string, string]> => [
    await a.panel('maya', m),
    await a.panel('priya', m),
  ];
  const alike = async (what: string, m: MentorshipId, act: () => Promise<unknown>): Promise<void> => {
    const before = await seen(m);
    await act();
    const after = await seen(m);
    panels.push(
      { what: `${what}, to the mentor`, before: before[0], after: after[0] },
      { what: `${what}, to the coordinator`, before: before[1], after: after[1] },
    );
  };

  // Monday: both agree; one of them is of age. Who may be asked is proposed, and chosen.
  // Of the second, half of the mentor's hours are meant: three.
  for (const mentee of ['aisha', 'leo']) await agreed(t, 'maya', mentee);
  const of = { leo: await mentorshipOf(t, 'leo'), aisha: await mentorshipOf(t, 'aisha') };
  await isAdult(t, leo.id);
  await a.propose('maya', of.leo, { name: 'Sam Hill', email: sam, as: 'teacher', reason: 'Sees us on Tuesdays.' });
  await a.propose('priya', of.aisha, { name: 'Ann Bell', email: ann, as: 'teacher', reason: 'Her form teacher.' });
  await a.propose('priya', of.leo, { who: grace.id, as: 'line-manager' });

  // Tuesday: the first session, and the change that answers it. Each mentee is asked about one stakeholder.
  await a.session('leo');
  await a.answers('leo', 'ask', 2, `${wrote.leo} fewer words`);
  await a.choose('leo', 'yes');
  await alike('a mentee says no', of.aisha, () => a.choose('aisha', 'no'));
  const firstCited = await a.changes(of.leo, /\/agreed$/, 1);

  // Wednesday: he hears of it, and the record says whether it was done. With it he is half-way, and asked in its card.
  await a.session('leo', 'partly');
  expect(JSON.stringify(t.chat.drawn)).toContain('because of what you said');
  await a.answers('leo', 'review', 4, `${wrote.leo} half-way`);
  await leo.presses('review.share');
  await maya.presses('review.self');
  await maya.fills({ 'self-self-listened': '4', 'self-self-learn': wrote.self }).submits();
  await a.choose('leo', 'yes');

  // Thursday: two beside them are asked; one answers, one would rather not.
  await until('2026-11-26T09:31:00Z');
  const visitor = w.visitor(sam);
  await visitor.begins();
  const form = /v\.q-([^"]+?)-out-contact/.exec(visitor.page.html)?.[1] ?? '';
  await visitor.sends({ [`q-${form}-out-contact`]: '4', [`q-${form}-out-saw`]: wrote.sam }, 'submit');
  await alike('a stakeholder declines', of.leo, () => grace.presses('stakeholder.decline'));

  // Friday: the other mentee, whose answer brings a change of her own.
  await a.session('aisha');
  await a.answers('aisha', 'ask', 3, `${wrote.aisha} more calls`);
  await a.changes(of.aisha, new RegExp(`/${aisha.id}/`), 3);

  // The week after.
  await until('2026-11-30T09:00:00Z');
  const third = await a.session('leo', 'done');
  await a.answers('leo', 'ask', 4, `${wrote.leo} the third`);
  const cited = await a.changes(of.leo, new RegExp(`${third}/.*/keep-or-change$`), 2);
  expect([firstCited, cited].every((one) => one.startsWith('answer:'))).toBe(true);
  const fourth = await a.session('leo', 'done');
  await a.answers('leo', 'ask', 5, `${wrote.leo} the fourth`);
  await leo.presses('plan.read', { subject: fourth });
  expect(text('leo')).toContain(`I will ${wrote.change} 2`);
  await leo.types('change');
  await leo.presses('change.not-meant');
  await leo.fills({ note: `${wrote.leo} the bus` }).submits();
  await maya.presses('record.read', { subject: fourth });
  expect(text('maya')).toContain(`I will ${wrote.change} 1`);
  await a.session('aisha', 'partly');
  await a.answers('aisha', 'ask', 2, `${wrote.aisha} the second`);

  const full = await a.types('maya', 'change');
  await leo.presses('ask.withdraw', { subject: third });
  await leo.presses('ask.withdraw', { subject: third, arg: 'yes' });
  const withdrawn = await a.types('maya', 'change');

  // Evidence: a theme marked, a reflection begun in one scaffold, gone on with in another, declared.
  const { id: portfolio } = await (async () => {
    await maya.types('reflect');
    await maya.presses('reflect.begin', { arg: 'driscoll' });
    return mayasReflection(t);
  })();
  await maya.presses('compare.mark', { subject: `${portfolio}:relationship` });
  const cites = maya
    .form()
    .form.steps.flatMap((s) => s.items)
    .find((i) => i.id === 'cites');
  const marked = cites?.kind === 'choice' ? cites.of.slice(0, 2).map((o) => o.value) : [];
  await maya.fills({ mark: 'partial', sentence: wrote.mark, cites: marked }).submits();
  expect(text('maya')).toContain('Saved');
  for (const [scaffold, question] of [
    ['driscoll', 'driscoll/what/happened'],
    ['gibbs', 'gibbs/evaluation/went'],
  ] as const) {
    if (scaffold === 'gibbs') {
      await maya.presses('reflect.scaffold', { subject: portfolio });
      await maya.presses('reflect.begin', { arg: scaffold });
    }
    await maya.presses('reflect.answer', { subject: `${portfolio}:${question}` });
    maya.fills({ text: `${wrote.reflection} ${scaffold}` });
    await maya.next();
    const beside = maya.form().form.steps[1]?.items.find((i) => i.id === 'cites');
    await maya.fills({ cites: beside?.kind === 'choice' ? beside.of.slice(0, 2).map((o) => o.value) : [] }).submits();
  }
  await maya.presses('reflect.declare', { subject: portfolio });
  await maya.fills({ own: 'yes', helped: 'no' }).submits();
  expect(maya.last?.kind).toBe('close');
  expect(await a.types('maya', 'evidence')).toContain('Your evidence:');

  // The end, with its review, and the page to look back on.
  await maya.presses('mentorship.end', { subject: of.leo, arg: 'yes' });
  await until('2026-12-05T18:00:00Z');
  await a.answers('leo', 'review', 5, `${wrote.leo} at the end`);
  await until('2026-12-08T18:00:00Z');
  await leo.presses('look-back.open', { subject: of.leo });
  await leo.presses('look-back.write', { subject: of.leo });
  await leo.fills({ words: wrote.back }).submits();
  expect(text('leo')).toContain('Your page is saved');
  return { of, panels, ledgers: [full, withdrawn], messages };
}
