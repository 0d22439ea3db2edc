import type { Card } from '../../src/chat/card.js';
import type { Answer, Inbound } from '../../src/chat/inbound.js';
import { type AttestationId, emptyAttestation } from '../../src/domain/attestation.js';
import { goingOn } from '../../src/domain/going-on.js';
import { emptyCover, type PackId, type RecordedOutcome } from '../../src/domain/pack/pack.js';
import type { ChangeId } from '../../src/domain/practice-change.js';
import type { PutRightId } from '../../src/domain/put-right.js';
import type { ReviewFormId, ReviewId } from '../../src/domain/review.js';
import { noWords, type RightsId } from '../../src/domain/rights.js';
import type { StakeholderAskId } from '../../src/domain/stakeholder.js';
import { features } from '../../src/features/index.js';
import { suggestedTimes } from '../../src/features/plan-session/suggesting.js';
import { correctionAsked } from '../../src/features/shared/correction-asked.js';
import { askedToErase } from '../../src/features/shared/erasure-asked.js';
import { keepHandOver } from '../../src/features/shared/kept-handover.js';
import { menteeAsks } from '../../src/features/shared/mentee-asks.js';
import { suggestPairs } from '../../src/features/shared/suggested-pairs.js';
import { joinAsked } from '../../src/features/without-account/join.js';
import { day, minute } from '../../src/kernel/clock.js';
import { Refused } from '../../src/kernel/errors.js';
import {
  type MentorshipId,
  type PersonId,
  type PortfolioId,
  type ProgrammeId,
  randomIds,
} from '../../src/kernel/ids.js';
import { localTenant } from '../../src/local/sample-people.js';
import type { Transaction } from '../../src/ports/store.js';
import { drawFace } from '../../src/runtime/outbound/draw.js';
import { registryOf } from '../../src/runtime/registry.js';
import { aLeadAlert } from '../contract/fill-evidence.js';
import { addAllocation } from './allocate.js';
import { startBot, type TestBot } from './bot.js';
import { directOf } from './chat.js';
import { everyRole as people } from './roles.js';
import { agreed, planned } from './steps.js';

/**
 * What the permission table is tried on: Maya mentors Leo, with a session held and recorded and one to come. To Tom and
 * Aisha, another mentor and mentee, it is another's; and there is one person of every other role. Fred has every role
 * there is, in another programme.
 *
 * Each cell goes the whole way from what came in to what is answered, in transactions that are rolled back, so that
 * every one is tried on the same state.
 */

/** Who may, of the people there are, in their order; about what; with which argument. Written out by hand, row by row. */
export type Row = readonly [may: string, subject: string, arg?: string];
export const all = 'maya leo tom aisha priya sue grace ada ian sal nobody';
export const registry = registryOf(features);

/** What may never reach somebody of another programme. */
export const ours = /Leo|Maya|Two calls|To come|Held/;

export interface Tried {
  readonly answer: Answer;
  /** The code of what it was refused with. */
  readonly refused: string | undefined;
  /** It changed something. */
  readonly changed: boolean;
}

export interface PermissionsWorld {
  readonly t: TestBot;
  filled(subject: string): string;
  /** Hears it and undoes it; `before` is done first, and undone too. */
  tries(
    user: string,
    event: object,
    before?: (tx: Transaction, programme: ProgrammeId) => Promise<void>,
  ): Promise<Tried>;
  press(user: string, verb: string, row: Row): Promise<Tried>;
  types(user: string, text: string): Promise<Tried>;
  /** Sends a form about this subject, as somebody who has a draft of it. */
  sends(user: string, form: string, subject: string): Promise<Tried>;
  /** A card as it is drawn for somebody. */
  draws(user: string, face: string, subject: string): Promise<Card | null>;
}

class Undone extends Error {}

/** Turned away as such; a series that is somebody else's is told as none of theirs. */
export const isTurnedAway = ({ refused }: Tried): boolean => refused === 'not-allowed' || refused === 'no-such-series';

/** Who is let in, in their order. */
export async function letIn(act: (user: string) => Promise<Tried>): Promise<string> {
  const found: string[] = [];
  for (const { user } of people) if (!isTurnedAway(await act(user))) found.push(user);
  return found.join(' ');
}

/** @param more what else the bot is begun with */
export async function permissionsWorld(more: Parameters<typeof startBot>[0] = {}): Promise<PermissionsWorld> {
  const names = new Map<string, string>();
  const t = await startBot({
    people,
    pages: () => ({ base: 'https://mentorlog.example.org', loopback: false }),
    ...more,
  });
  let foreign: ProgrammeId | undefined;
  await agreed(t, 'maya', 'leo');
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Held');
  await t.clock.to('2026-11-24T15:45:00Z');
  await t.as('maya').presses('record.open');
  const outcome =
    t
      .as('maya')
      .form()
      .form.steps[0]?.items.find((i) => i.id.startsWith('outcome'))?.id ?? '';
  await t
    .as('maya')
    .fills({ [outcome]: 'met', skill: 'active-listening', 'skill-example': 'I waited.', happened: 'Two calls.' })
    .submits();
  await t.clock.pass(31 * minute);
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m To come');
  await planned(t, 'maya', 'plan @leo Friday 3pm 45m Called off');
  await t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    const [m] = await rows.mentorships.all();
    const sessions = await rows.sessions.all();
    names.set('portfolio', m?.portfolio ?? '');
    names
      .set('F', m?.portfolio ?? '')
      .set('M', m?.id ?? '')
      .set('goal', m?.goals[0]?.id ?? '');
    const sal = t.people.get('sal') as PersonId;
    const told = aLeadAlert(
      randomIds(),
      { id: t.people.get('maya') as PersonId, programme: t.programme },
      { lead: sal },
    );
    await rows.leadAlerts.save(told);
    names.set('LA', told.id);
    names.set('E', sessions.find((s) => s.title === 'Held')?.id ?? '');
    names.set('S', sessions.find((s) => s.title === 'To come')?.id ?? '');
    const [maya, leo] = [t.people.get('maya'), t.people.get('leo') as PersonId];
    for (const to of [maya as PersonId, leo])
      await rows.kept.put(goingOn, to, m?.id as MentorshipId, { version: 1, why: 'hours', said: null, shown: false });
    await keepHandOver(rows, {
      mentorship: m?.id as MentorshipId,
      mentee: leo,
      from: maya as PersonId,
      to: t.people.get('tom') as PersonId,
      state: 'asked',
      passed: [],
    });
    const next = sessions.find((x) => x.title === 'To come');
    if (next === undefined) throw new Error('nothing is planned');
    // Whoever supervises, assesses or assures the quality does so of the whole programme here.
    for (const [user, as] of [
      ['sue', 'supervisor'],
      ['ada', 'assessor'],
      ['ian', 'iqa'],
    ] as const)
      names.set('allocation', (await addAllocation(rows, t.programme, t.people.get(user) as PersonId, as)).id);
    const series = randomIds().next<'series'>('series');
    await rows.sessions.save({
      ...next,
      series: { id: series, position: 1 },
      attendees: next.attendees.map((a) => ({ ...a, answer: 'accepted' })),
      revision: next.revision + 1,
    });
    const off = sessions.find((x) => x.title === 'Called off');
    if (off === undefined) throw new Error('nothing was called off');
    names.set('C', off.id);
    await rows.sessions.save({
      ...off,
      series: { id: series, position: 2 },
      state: 'cancelled',
      revision: off.revision + 1,
    });
    const held = sessions.find((x) => x.title === 'Held');
    if (held === undefined) throw new Error('nothing was held');
    await rows.sessions.save({
      ...held,
      attendees: held.attendees.map((a) => ({
        ...a,
        confirmation: 'different',
        confirmedMinutes: 30,
        confirmedFor: 45,
        settledMinutes: 40,
      })),
      revision: held.revision + 1,
    });
    const now = t.clock.now();
    const [folio] = await rows.portfolios.ofMentor(maya as PersonId);
    if (folio === undefined) throw new Error('nobody has a portfolio');
    names.set('F', folio.id);
    await rows.reflections.save({
      programme: t.programme,
      portfolio: folio.id,
      mentor: maya as PersonId,
      scaffold: 'driscoll',
      startedAt: now,
      asked: true,
      declaration: { own: true, ai: [], at: now },
    });
    const piece = { portfolio: folio.id, version: 1, cites: [], savedAt: now };
    await rows.reflections.addPiece({ ...piece, question: 'driscoll/what/happened', text: 'What Leo said to Maya' });
    await rows.reflections.addPiece({
      ...piece,
      question: 'ahead/a1',
      text: 'Ring Leo',
      action: { owner: 'Maya', due: '2026-11-26', doneOn: null },
    });
    names.set('P', 'promise-1');
    await rows.putRight.save({
      id: 'promise-1' as PutRightId,
      programme: t.programme,
      mentorship: m?.id as MentorshipId,
      session: held.id,
      what: 'Ring back, as Leo said to Maya',
      by: null,
      group: false,
      madeAt: now,
      changedAt: now,
      withdrawnAt: null,
      askedWith: [],
      said: [],
    });
    // Half-way: what Leo said, what Maya is still to say of her own part, and a talk that she noted.
    const review = { id: 'review-1' as ReviewId, programme: t.programme, mentorship: m?.id as MentorshipId } as const;
    await rows.reviews.save({ ...review, moment: 'mid', why: 'time', openedAt: now, closesAt: now + 21 * day });
    for (const [audience, person] of [
      ['mentee', leo],
      ['mentor', maya as PersonId],
    ] as const) {
      names.set(audience === 'mentee' ? 'RF' : 'RS', `form-${audience}`);
      await rows.reviews.saveForm({
        id: `form-${audience}` as ReviewFormId,
        programme: t.programme,
        review: review.id,
        mentorship: review.mentorship,
        moment: 'mid',
        audience,
        person,
        state: 'open',
        share: 'coordinator',
        answers:
          audience === 'mentor'
            ? []
            : [{ question: 'mid-trust', wording: 1, rating: 4, text: '', skipped: false, at: now }],
        askedAt: now,
        firstAnsweredAt: null,
        editableUntil: now + 21 * day,
        reminded: false,
      });
    }
    names.set('R', review.id).set('N', 'note-1');
    await rows.attestations.save({
      id: 'note-1' as AttestationId,
      programme: t.programme,
      portfolio: m?.portfolio as PortfolioId,
      mentorship: review.mentorship,
      session: null,
      kind: 'conversation',
      by: leo,
      body: { ...emptyAttestation, words: 'What Leo and Maya said' },
      askedBy: maya as PersonId,
      askedAt: now,
      state: 'asked',
      givenAt: null,
      countersigned: null,
    });
    const [grace, portfolio] = [t.people.get('grace') as PersonId, m?.portfolio as PortfolioId];
    const [K, R, A] = ['ask-1' as StakeholderAskId, 'review-form-1' as ReviewFormId, 'attestation-1' as AttestationId];
    names.set('K', K).set('RK', R).set('A', A).set('F', portfolio);
    const about = { programme: t.programme, mentorship: m?.id as MentorshipId };
    await rows.stakeholderAsks.save({
      ...about,
      id: K,
      person: grace,
      as: 'line-manager',
      reason: 'She sees Leo',
      proposedBy: maya as PersonId,
      proposedAt: now,
      word: 'yes',
      wordAt: now,
      endedAt: null,
    });
    await rows.reviews.saveForm({
      ...about,
      id: R,
      review: review.id,
      moment: 'mid',
      audience: 'stakeholder',
      person: grace,
      state: 'open',
      share: 'coordinator',
      answers: [],
      askedAt: now,
      firstAnsweredAt: null,
      editableUntil: now + 21 * day,
      reminded: false,
    });
    await rows.attestations.save({
      ...about,
      id: A,
      portfolio,
      session: null,
      kind: 'observation',
      by: grace,
      body: { ...emptyAttestation, words: 'Maya waited for Leo' },
      askedBy: maya as PersonId,
      askedAt: now,
      state: 'given',
      givenAt: now,
      countersigned: null,
    });
    names.set('G', t.programme);
    const head = await rows.audit.head(m?.id as MentorshipId);
    const path = 'session:no-such-session@1/figures';
    await rows.verification.settle(m?.id as MentorshipId, {
      verdict: { head, misfits: [{ path, why: 'gone' }] },
      amiss: [],
      at: now,
    });
    names.set('PK', 'pack-1').set('O', 'outcome-1');
    await rows.packs.add({
      id: 'pack-1' as PackId,
      programme: t.programme,
      portfolio,
      mentor: maya as PersonId,
      askedBy: maya as PersonId,
      askedAt: now,
      withWords: true,
      lookUntil: now + 7 * day,
      state: 'looking',
      madeAt: null,
      madeAgainAt: null,
      size: null,
      hash: '',
      attempts: 0,
      fence: 0,
      code: '',
      words: {
        standard: 'ua-1',
        preset: 'unit',
        cover: emptyCover,
        named: null,
        seed: '00',
        hits: [{ key: 'h', kind: 'school', words: 'Leo’s school', instead: '[a school]', times: 1, places: [] }],
        decided: {},
        contents: [],
        fingerprint: '',
      },
    });
    await rows.outcomes.save({
      id: 'outcome-1' as RecordedOutcome['id'],
      programme: t.programme,
      portfolio,
      criterion: 'o1',
      result: 'achieved',
      on: '2026-11-20',
      by: 'Ada Cole, of Maya',
      note: '',
      recordedBy: t.people.get('priya') as PersonId,
      recordedAt: now,
      withdrawnAt: null,
    });
    names.set('RQ', 'rights-1').set('RC', 'rights-2').set('RH', 'rights-3');
    const asked = {
      programme: t.programme,
      about: t.people.get('leo') as PersonId,
      askedBy: t.people.get('leo') as PersonId,
      askedAt: now,
      dueAt: now,
      state: 'open' as const,
      doneAt: null,
      doneBy: null,
      words: { ...noWords, said: 'Leo says that it was not so.' },
    };
    await rows.rights.save({ ...asked, id: 'rights-1' as RightsId, kind: 'access' });
    await rows.rights.save({ ...asked, id: 'rights-2' as RightsId, kind: 'correction' });
    await rows.rights.save({
      ...asked,
      id: 'rights-3' as RightsId,
      kind: 'hold',
      about: t.people.get('sal') as PersonId,
    });
    names.set('X', 'change-1');
    await rows.changes.save({
      id: 'change-1' as ChangeId,
      programme: t.programme,
      portfolio: m?.portfolio as PortfolioId,
      mentor: maya as PersonId,
      mentorship: m?.id as MentorshipId,
      said: 'Leo said to Maya that it went too fast',
      what: 'I will ask Leo first, says Maya',
      cites: [],
      from: now,
      fromSession: null,
      madeAt: now,
      withdrawnAt: null,
      since: [],
    });
    const card = { notice: 'Leo’s own words', helps: '', goTo: '', shared: [m?.id as MentorshipId] };
    await rows.whenHard.save({ ...card, person: leo, savedAt: now });
    await rows.kept.put(askedToErase, leo, t.clock.now());
    await rows.kept.put(correctionAsked, leo, t.clock.now());
    await rows.kept.put(menteeAsks, leo, [
      {
        id: 'a1',
        what: 'somebody-else',
        mentor: maya as PersonId,
        about: m?.id ?? '',
        at: t.clock.now(),
        doneAt: null,
      },
    ]);
    await suggestPairs(rows, [{ mentor: maya as PersonId, mentee: t.people.get('aisha') as PersonId }]);
    names.set('series', (await rows.sessions.get(next.id))?.series?.id ?? '');
    await rows.kept.put(suggestedTimes, next.id, leo, {
      n: 1,
      at: [next.startsAt],
      version: next.planVersion,
      state: 'open',
    });
    await rows.kept.put(joinAsked, leo, {
      older: 'x' as PersonId,
      by: maya as PersonId,
      until: t.clock.now() + minute,
    });
    const ids = randomIds();
    const id = ids.next<'programme'>('programme');
    const person = ids.next<'person'>('person');
    await tx.programmes.add({ ...(await rows.programme.get()), id, name: 'Another programme' });
    await tx.in(id).people.save({
      id: person,
      programme: id,
      name: 'Fred Elsewhere',
      zone: 'Europe/London',
      locale: 'en-GB',
      manners: {},
      roles: ['mentor', 'mentee', 'coordinator', 'supervisor', 'assessor', 'iqa', 'safeguarding-lead'],
      accounts: [{ platform: 'web', tenant: 'elsewhere', user: 'fred' }],
      createdAt: 0,
      erasedAt: null,
    });
    foreign = id;
  });

  const filled = (subject: string): string =>
    subject.replace(/\$(\w+)/g, (_, name: string) => names.get(name) ?? t.people.get(name) ?? `no-${name}`);
  const { write } = t.store;
  let made = 0;
  const tries: PermissionsWorld['tries'] = async (user, event, before) => {
    made += 1;
    t.clock.set(t.clock.now() + 3_000);
    const deliveryId = `cell:${made}`;
    let refused: string | undefined;
    let changed = false;
    const undoing = async <T>(act: (tx: Transaction) => Promise<T>): Promise<T> => {
      let done: { readonly value: T } | undefined;
      await write(async (tx) => {
        try {
          await before?.(tx, t.programme);
          done = { value: await act(tx) };
          // What had no effect is not kept as done.
          changed ||= (await tx.deliveries.outcome(deliveryId)) !== undefined;
        } catch (error) {
          // Of a form that is refused what was typed is kept: that is tried after it, and says nothing new.
          if (error instanceof Refused) refused ??= error.code;
          throw error;
        }
        throw new Undone();
      }).catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error;
      });
      if (done === undefined) throw new Error('nothing happened');
      return done.value;
    };
    Object.assign(t.store, { write: undoing });
    try {
      const answer = await t.bot.hear({
        deliveryId,
        who: { platform: 'web', tenant: user === 'fred' ? 'elsewhere' : localTenant, user },
        surface: { scope: 'direct', form: true },
        at: directOf(user),
        ...event,
      } as Inbound);
      if (JSON.stringify(answer.reply).includes('Something went wrong')) throw new Error(`${user}: broken`);
      return { answer, refused, changed };
    } finally {
      Object.assign(t.store, { write });
    }
  };
  return {
    t,
    filled,
    tries,
    press: (user, verb, [, subject, arg = '']) =>
      tries(user, {
        kind: 'press',
        press: { verb, subject: filled(subject), ...(arg === '' ? {} : { arg: filled(arg) }) },
      }),
    types: (user, text) => tries(user, { kind: 'command', text, mentions: [] }),
    sends(user, form, subject) {
      const draft = randomIds().next<'draft'>('draft');
      const answers = { values: {}, rows: {} };
      const at = t.clock.now();
      return tries(
        user,
        { kind: 'form', draft, revision: 1, step: '', move: { do: 'submit' }, answers },
        async (tx) => {
          const home = await tx.accounts.find({
            platform: 'web',
            tenant: user === 'fred' ? 'elsewhere' : localTenant,
            user,
          });
          if (home === undefined) throw new Error(`nobody is ${user}`);
          await tx.in(home.programme).drafts.save({
            id: draft,
            person: home.person,
            form,
            subject: filled(subject),
            revision: 1,
            step: '',
            answers,
            openedAt: at,
            savedAt: null,
            doneAt: null,
            outcome: '',
          });
        },
      );
    },
    draws: (user, face, subject) =>
      t.store.read(async (tx) => {
        const rows = tx.in(user === 'fred' && foreign !== undefined ? foreign : t.programme);
        const everyone = await rows.people.all();
        const person = everyone.find((p) => p.accounts.some((a) => a.user === user));
        if (person === undefined) throw new Error(`nobody is ${user}`);
        const around = {
          registry,
          rows,
          programme: await rows.programme.get(),
          now: t.clock.now(),
          pages: null,
          people: new Map(everyone.map((p) => [p.id, p])),
        };
        return drawFace(around, face, filled(subject), { person: person.id });
      }),
  };
}
