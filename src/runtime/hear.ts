import { sentence } from '../chat/card.js';
import type { Account, Answer, Inbound, Reply } from '../chat/inbound.js';
import type { Link } from '../domain/link.js';
import type { Person } from '../domain/programme.js';
import type { ActorWork, Feature, FromMemory, Pages } from '../features/feature.js';
import type { Clock } from '../kernel/clock.js';
import { Refused } from '../kernel/errors.js';
import type { ChatPort, Profile } from '../ports/chat.js';
import { drawPosted } from './draw.js';
import { type FormCycle, formCycle } from './forms.js';
import { type HandleDeps, handle } from './handle.js';
import { lastUsedFirst } from './link.js';
import type { Log } from './log.js';
import type { Looks } from './looks.js';
import {
  asFirst,
  canBeGreeted,
  demandStillAMember,
  type Met,
  type NewcomerDeps,
  refuseStranger,
  Stranger,
  welcome,
} from './newcomer.js';
import type { Pace } from './pace.js';
import { readerOf, strangerOn } from './readers.js';
import type { Registry } from './registry.js';
import { rememberedRows } from './remembered-rows.js';
import { beginVerb, demandWithin, homeOfLink, lentBy, linkBy, openThrough } from './through-link.js';
import { type BufferedWork, workOn } from './work.js';

export interface HearDeps extends NewcomerDeps, HandleDeps {
  /** What features answer without the database. */
  readonly memory: FromMemory;
  readonly leaseClock: Clock;
  readonly log: Log;
  readonly looks: Looks;
  /** How fast one account may go. */
  readonly pace: Pace;
  /** Who somebody is whom the programme has not met: asked of the platform outside any transaction. */
  profile(who: Account): Promise<Profile>;
  /** Where pages for people without an account are, if anywhere. */
  pages(): Pages | null;
  /** What features answer from memory is no longer as it is kept. */
  stale(): void;
  /** Something was committed that may have to be sent. */
  wake(): void;
}

/** Hears one event: the whole way from what came in to what is answered. Never throws. */
export function hearer(deps: HearDeps, chat: Pick<ChatPort, 'platform'>): (event: Inbound) => Promise<Answer> {
  return async (event) => {
    const remembered = deps.memory.answer(event);
    if (remembered !== undefined) return { reply: remembered, reader: strangerOn(chat.platform) };
    try {
      if (!unlimited(deps, event) && !deps.pace.allows(event.who))
        throw new Refused('too-fast', 'That was a lot at once. Wait a minute, then go on from where you are.');
      return await act(deps, event);
    } catch (error) {
      if (!(error instanceof Refused)) deps.log.fault('hear', error, { event: event.kind });
      const say =
        error instanceof Refused
          ? error.say
          : 'Something went wrong on our side. Nothing you saved is lost: try again in a minute.';
      // What it records waits until the database is back (DESIGN §2); the person need not wait for it.
      if (isNeverHeldUp(deps, event) && !(error instanceof Refused)) retryLater(deps, event);
      return {
        reply: { kind: 'say', card: sentence('Not done', say) },
        reader: strangerOn(chat.platform),
        undone: true,
      };
    }
  };
}

const isNeverHeldUp = ({ registry }: Pick<HearDeps, 'registry'>, event: Inbound): boolean =>
  event.kind === 'press' && registry.neverHeldUp.has(event.press.verb);

/** What no limit holds up: what its feature says so of, and the platform's own word of having been taken off. */
const unlimited = (deps: HearDeps, event: Inbound): boolean => event.kind === 'removed' || isNeverHeldUp(deps, event);

/** What only a member may ask for: of a link and of the bot's coming and going no platform says who is one. */
const fromAMember = (deps: HearDeps, event: Inbound): boolean =>
  event.who.platform !== 'link' && event.kind !== 'installed' && !unlimited(deps, event);

/** Every five seconds, for an hour. */
function retryLater(deps: HearDeps, event: Inbound, attempt = 1): void {
  if (attempt > 720) {
    deps.log.fault(
      'not-recorded',
      new Refused('gave-up', ''),
      event.kind === 'press' ? { verb: event.press.verb } : {},
    );
    return;
  }
  setTimeout(() => {
    act(deps, event).catch(() => retryLater(deps, event, attempt + 1));
  }, 5_000).unref();
}

async function act(deps: HearDeps, event: Inbound): Promise<Answer> {
  let profile: Profile | undefined;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await once(deps, event, profile);
      deps.wake();
      return answer;
    } catch (error) {
      if (error instanceof Stranger && profile === undefined) {
        profile = await deps.profile(event.who);
        const { standing } = profile;
        if (standing !== 'member') await refuseStranger(deps, event.who, { ...profile, standing });
        continue;
      }
      const again = error instanceof Refused && (error.code === 'delivered-again' || error.code === 'stale-session');
      if (again && attempt < 3) continue;
      // What was typed is kept although what it asked for was refused: the refusal rolled the draft back too.
      if (error instanceof Refused && event.kind === 'form' && event.move.do !== 'save') {
        const kept = await once(
          deps,
          { ...event, deliveryId: `${event.deliveryId}:kept`, move: { do: 'save' } },
          profile,
        );
        if (kept.reply.kind === 'form')
          return { ...kept, reply: { kind: 'form', view: { ...kept.reply.view, notice: { parts: [error.say] } } } };
      }
      throw error;
    }
  }
}

/** One try, in one transaction. */
async function once(deps: HearDeps, event: Inbound, profile: Profile | undefined): Promise<Answer> {
  const now = deps.clock.now();
  return deps.store.write(async (tx) => {
    const earlier = await tx.deliveries.outcome(event.deliveryId);
    const found = event.who.platform === 'link' ? await homeOfLink(tx, event) : await tx.accounts.find(event.who);
    const recognise = earlier === undefined ? recogniserOf(deps.registry, event) : undefined;
    // Who they are is asked first, as of everybody new: a guest is none the more a member by a code.
    if (recognise !== undefined && found === undefined && profile === undefined) throw new Stranger();
    const joined = await recognise?.({ tx, account: event.who, found, profile, now });
    const home: Met = joined?.home ?? found ?? (await welcome(deps, tx, event.who, profile, now));
    const rows = rememberedRows(tx.in(home.programme));
    if (found !== undefined && fromAMember(deps, event)) await demandStillAMember(rows, home.person, profile, now);
    const programme = await rows.programme.get();
    const before = await rows.people.get(home.person);
    if (before === undefined || before.erasedAt !== null)
      throw new Refused(
        'erased',
        'What was kept about you here has been erased. Ask your coordinator if you want to begin again.',
      );
    const named = await asFirst(deps.firstCoordinator, event.who, before, rows);
    deps.memory.learn(event.who, named);
    const known = earlier === undefined ? lastUsedFirst(named, event) : named;
    if (known !== before) await rows.people.save(known);
    const link =
      event.who.platform === 'link'
        ? await linkBy(rows, event, known, now, earlier !== undefined)
        : await lentBy(rows, event, known, now);
    const actor = link === undefined ? known : ((await rows.people.get(link.person)) ?? known);
    const works: BufferedWork[] = [];
    /** Work on behalf of this person, by this link if by any; all of it is written in the one transaction. */
    const workAs = (who: Person, by: Link | undefined): { work: ActorWork; forms: FormCycle } => {
      const witnessed = by?.witnessed === true;
      const about = { rows, programme, now, leaseNow: deps.leaseClock.now(), ids: deps.ids, actor: who.id };
      const buffered = workOn({ ...about, witnessed });
      works.push(buffered);
      let work: ActorWork;
      const forms = formCycle(deps.registry, () => work);
      work = {
        ...buffered,
        actor: who,
        surface: event.surface,
        pages: deps.pages(),
        ...(witnessed ? { witness: by.madeBy } : {}),
        forms: { open: forms.open, continue: forms.continue },
        async begin(other) {
          const person = await rows.people.get(other.person);
          if (person === undefined || person.erasedAt !== null)
            throw new Refused('erased', 'What was kept about this person has been erased. Nothing can be answered.');
          const theirs = workAs(person, other).work;
          if (other.witnessed) {
            await deps.registry.lending?.begins(other, theirs);
            theirs.redraw(other.subject);
          }
          return openThrough(other, deps.registry, theirs);
        },
      };
      return { work, forms };
    };
    const { work, forms } = workAs(actor, link);
    if (named !== before) work.note('programme.first-coordinator', named.id);
    if (link !== undefined && earlier === undefined) await demandWithin(deps.registry, link, event, rows);

    if (found === undefined && joined === undefined)
      for (const feature of deps.registry.features)
        await feature.newcomer?.({ ...home, canBeGreeted: canBeGreeted(event) }, work);
    const standsIn =
      link === undefined && !isNeverHeldUp(deps, event)
        ? await deps.registry.lending?.standsIn(event, work)
        : undefined;
    const handled =
      standsIn !== undefined
        ? { reply: { kind: event.kind === 'home' ? 'panel' : 'say', card: standsIn } as Reply, taken: false }
        : earlier !== undefined
          ? await again(event.kind === 'installed' ? 'done' : earlier, work, forms)
          : joined !== undefined
            ? { reply: joined.answer(work), taken: true }
            : link !== undefined && event.kind === 'press' && event.press.verb === beginVerb
              ? { reply: await work.begin(link), taken: false }
              : await handle(deps, event, work, forms, tx);
    if (link !== undefined && handled.taken) {
      await rows.links.settle(link.id, 'used', now);
      work.note('link.used', link.person, { purpose: link.purpose });
      work.redraw(link.subject);
      const over = link.witnessed ? deps.registry.lending?.over : undefined;
      if (over !== undefined) handled.reply = { kind: 'close', say: over };
    }
    let changed = false;
    for (const each of works) changed = (await each.flush()) || changed;
    // Read again once this has committed: the refresh waits for nothing, so it is asked for after the transaction.
    if (works.some((w) => deps.memory.staleAfter.some(w.noted))) setImmediate(() => deps.stale());
    // A form that was opened is an effect too: opened again by the same request, it would be begun anew.
    const opened = event.kind !== 'form' && handled.reply.kind === 'form';
    if (earlier === undefined && (changed || handled.taken || opened))
      await tx.deliveries.record(event.deliveryId, outcomeOf(handled.reply), now);

    const people = await work.people();
    const answer: Answer = {
      reply: handled.reply,
      reader: readerOf(event.who, people.get(actor.id) ?? actor, programme, people),
      ...(works.some((w) => w.changes()) ? { changed: true } : {}),
    };
    if (event.kind !== 'press' || event.on === undefined || event.surface.redraws !== true) return answer;
    const redrawn = await drawPosted(
      { registry: deps.registry, rows, programme, now, pages: deps.pages(), people },
      event.on.ref,
      event.who,
      people.get(actor.id) ?? actor,
      deps.leaseClock.now(),
    );
    if (redrawn !== undefined) deps.looks.answered(event.on.ref);
    return redrawn === undefined ? answer : { ...answer, redrawn: { ref: event.on.ref, message: redrawn } };
  });
}

/** What finds out whose this event's account is, where a feature reads that in it. */
function recogniserOf(registry: Registry, event: Inbound): ReturnType<NonNullable<Feature['recognise']>> {
  for (const feature of registry.features) {
    const recognise = feature.recognise?.(event);
    if (recognise !== undefined) return recognise;
  }
  return undefined;
}

/** What is kept of a reply, so that a repeat of its request can be answered alike. Never content. */
function outcomeOf(reply: Reply): string {
  return reply.kind === 'form' ? `form:${reply.view.draft}` : reply.kind;
}

async function again(outcome: string, work: ActorWork, forms: FormCycle): Promise<{ reply: Reply; taken: boolean }> {
  if (outcome.startsWith('form:')) {
    const draft = await work.rows.drafts.get(outcome.slice(5) as Parameters<typeof work.rows.drafts.get>[0]);
    if (draft !== undefined && draft.doneAt === null && draft.person === work.actor.id)
      return { reply: await forms.continue(draft), taken: false };
  }
  if (outcome === 'close') return { reply: { kind: 'close' }, taken: false };
  return {
    reply:
      outcome === 'done'
        ? { kind: 'done' }
        : { kind: 'say', card: sentence('Already done', 'That was done already. Nothing was done twice.') },
    taken: false,
  };
}
