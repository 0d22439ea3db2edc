import { sentence } from '../../chat/card.js';
import type { Account, Address, Answer, Inbound } from '../../chat/inbound.js';
import type { FromMemory } from '../../features/feature.js';
import { Refused, StoreTrouble } from '../../kernel/errors.js';
import type { ChatPort, Profile } from '../../ports/chat.js';
import type { Log } from '../log.js';
import { mostNamed, type Named, nameOf } from '../membership/named.js';
import { refuseStranger, Stranger } from '../membership/newcomer.js';
import { strangerOn } from '../readers.js';
import type { Watch } from '../watch.js';
import { type ActAsDeps, type Acting, actAs } from './act-as.js';
import { type AnswerDeps, answer } from './answer.js';
import { type CommitDeps, commit } from './commit.js';
import { type DispatchDeps, dispatch } from './dispatch.js';
import { type IdentifyDeps, identify, isNeverHeldUp, isUnlimited } from './identify.js';
import type { InboundLimit } from './inbound-limit.js';

/** The way of one event, from what came in to what is answered: what is tried, how often, and what a fault is told as. */

export interface ReceiveDeps extends IdentifyDeps, ActAsDeps, DispatchDeps, CommitDeps, AnswerDeps {
  /** What features answer without the database. */
  readonly memory: FromMemory;
  readonly log: Log;
  /** How fast one account may go. */
  readonly inboundLimit: InboundLimit;
  /** Who somebody is whom the programme has not met: asked of the platform outside any transaction. */
  profile(who: Account, named?: Address): Promise<Profile>;
  /** Something was committed that may have to be sent. */
  wake(): void;
  readonly watch: Watch;
  /** The person of this account was erased: nothing of it stays in memory. Never throws. */
  forget(who: Account): void;
}

/** Hears one event: the whole way from what came in to what is answered. Never throws. */
export function receiver(deps: ReceiveDeps, chat: Pick<ChatPort, 'platform'>): (event: Inbound) => Promise<Answer> {
  return async (event) => {
    try {
      if (!isUnlimited(deps, event) && !deps.inboundLimit.allows(event.who))
        throw new Refused('too-fast', 'That was a lot at once. Wait a minute, then go on from where you are.');
      return await act(deps, event);
    } catch (error) {
      if (!(error instanceof Refused)) deps.log.fault('hear', error, { event: event.kind });
      const say = sayOf(error);
      // What it records waits until the database is back (docs/field.md#worried-about-someone); the person need not.
      if (isNeverHeldUp(deps, event) && !(error instanceof Refused)) retryLater(deps, event);
      // With the database away there may be no other way left to whom they would turn to.
      const notYet = error instanceof Refused ? undefined : deps.memory.notYet?.(event);
      if (notYet !== undefined)
        return { reply: { kind: 'panel', card: notYet }, reader: strangerOn(chat.platform), undone: true };
      const foot = error instanceof Refused ? undefined : deps.memory.footFor?.(event.who);
      return {
        reply: { kind: 'say', card: sentence('Not done', say, ...(foot === undefined ? [] : [foot])) },
        reader: strangerOn(chat.platform),
        undone: true,
      };
    }
  };
}

/** What is said of whatever went wrong: one sentence that is true, and says what to do. */
function sayOf(error: unknown): string {
  if (error instanceof Refused) return error.say;
  if (error instanceof StoreTrouble)
    return error.trouble === 'full'
      ? 'This was not saved: Mentorlog has no room left. What you saved before is safe. Tell whoever runs it, and try again later.'
      : 'This was not saved: Mentorlog cannot read its own data just now. Tell whoever runs it, and try again later.';
  return 'Something went wrong on our side. Nothing you saved is lost: try again in a minute.';
}

/** What somebody in need waits for, which nothing may stand before; undefined where the event asks for no such thing. */
export function answerFromMemory(memory: Pick<FromMemory, 'answer'>, event: Inbound): Answer | undefined {
  const remembered = memory.answer(event);
  if (remembered === undefined) return undefined;
  const { reply, inPublic } = remembered;
  return { reply, reader: strangerOn(event.who.platform), urgent: { inPublic } };
}

/** Every five seconds, for an hour. */
function retryLater(deps: ReceiveDeps, event: Inbound, attempt = 1): void {
  if (attempt > 720) {
    const about = event.kind === 'press' ? { verb: event.press.verb } : {};
    deps.log.fault('not-recorded', new Refused('gave-up', ''), about);
    return;
  }
  setTimeout(() => {
    act(deps, event).catch(() => retryLater(deps, event, attempt + 1));
  }, 5_000).unref();
}

/**
 * Another unit of work was quicker, perhaps another program's: what this one decided by is not so any more. Tried again, it
 * finds what the other one left; where that is a refusal too, it is said then.
 */
const quicker: ReadonlySet<string> = new Set([
  'delivered-again',
  'stale-session',
  'stale-draft',
  'account-taken',
  'place-taken',
]);

/**
 * Tries until it is done or refused: again where the platform has to say first who somebody is, the sender or whom they name, and where another
 * transaction was quicker. @throws Refused, or whatever went wrong
 */
async function act(deps: ReceiveDeps, event: Inbound): Promise<Answer> {
  let profile: Profile | undefined;
  const named = new Map<string, Profile>();
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answered = await once(deps, event, profile, named);
      deps.wake();
      return answered;
    } catch (error) {
      if (error instanceof Stranger && error.named !== undefined) {
        if (named.size >= mostNamed)
          throw new Refused('too-many-named', `Name at most ${mostNamed} people at once. Nothing has changed.`);
        named.set(nameOf(error.named), await deps.profile(error.named, 'at' in event ? event.at : undefined));
        continue;
      }
      if (error instanceof Stranger && profile === undefined) {
        profile = await deps.profile(event.who);
        const { standing } = profile;
        if (standing !== 'member') await refuseStranger(deps, event.who, { ...profile, standing });
        continue;
      }
      const again = error instanceof Refused && quicker.has(error.code);
      if (again && attempt < 3) continue;
      const kept = error instanceof Refused ? await keepTyped(deps, event, profile, error) : undefined;
      if (kept !== undefined) return kept;
      throw error;
    }
  }
}

/** What was typed is kept although what it asked for was refused: the refusal rolled the draft back too. */
async function keepTyped(
  deps: ReceiveDeps,
  event: Inbound,
  profile: Profile | undefined,
  refused: Refused,
): Promise<Answer | undefined> {
  if (event.kind !== 'form' || event.move.do === 'save') return undefined;
  const kept = await once(deps, { ...event, deliveryId: `${event.deliveryId}:kept`, move: { do: 'save' } }, profile);
  if (kept.reply.kind !== 'form') return undefined;
  return { ...kept, reply: { kind: 'form', view: { ...kept.reply.view, notice: { parts: [refused.say] } } } };
}

/** One try: its five steps, in one transaction. */
async function once(
  deps: ReceiveDeps,
  event: Inbound,
  profile: Profile | undefined,
  named: Named = new Map(),
): Promise<Answer> {
  const now = deps.clock.now();
  let erased: readonly Account[] = [];
  let works: Acting['works'] = [];
  const answering = deps.store.write(async (tx) => {
    const who = await identify(deps, tx, event, { now, profile });
    const acting = await actAs(deps, { tx, named }, event, who);
    const handled = await dispatch(deps, tx, event, who, acting);
    const reply = await commit(deps, tx, event, who, acting, handled);
    works = acting.works;
    erased = works.flatMap((w) => w.erasedAccounts());
    return answer(deps, event, who, acting, reply);
  });
  // Also where it is committed and their key could not be destroyed yet; of what was rolled back it is learnt again.
  const answered = await answering.finally(() => {
    for (const who of erased) deps.forget(who);
  });
  deps.watch.askedBy.note(works, deps.watch.tracing.here());
  return answered;
}
