import { sentence } from '../../chat/card.js';
import type { Inbound, InboundOf, Reply } from '../../chat/inbound.js';
import { parse } from '../../commands/grammar.js';
import { departedMembers, withStanding } from '../../domain/departed-members.js';
import type { ActorWork, Command, CommandHandler } from '../../features/feature.js';
import { Refused } from '../../kernel/errors.js';
import { clean } from '../../kernel/words.js';
import type { Transaction } from '../../ports/store.js';
import { beginVerb } from '../access-links/through-link.js';
import type { FirstCodes } from '../membership/first-code.js';
import type { NewcomerDeps } from '../membership/newcomer.js';
import type { Registry } from '../registry.js';
import type { Acting } from './act-as.js';
import type { FormCycle } from './form-cycle.js';
import { type Identified, isNeverHeldUp } from './identify.js';
import { repeated } from './repeats.js';

/** The third step of an event: which handler does it, or what stands in its place. */

export interface DispatchDeps extends Pick<NewcomerDeps, 'newProgramme'> {
  readonly firstCodes?: FirstCodes;
  readonly registry: Registry;
}

/** `taken`: it has an effect, although it may have changed nothing; a link that it came by is used up by that. */
export interface Handled {
  readonly reply: Reply;
  readonly taken: boolean;
}

const plainly = async (reply: Promise<Reply> | Reply): Promise<Handled> => ({ reply: await reply, taken: false });

/** Greets whoever is new, then does what the event asks for, or answers what stands in its place. @throws Refused */
export async function dispatch(
  deps: DispatchDeps,
  tx: Transaction,
  event: Inbound,
  who: Identified,
  acting: Acting,
): Promise<Handled> {
  const { registry } = deps;
  const { link, work, forms } = acting;
  if (who.newcomer !== undefined) for (const feature of registry.features) await feature.newcomer?.(who.newcomer, work);
  const card =
    link === undefined && !isNeverHeldUp(deps, event) ? await registry.lending?.standsIn(event, work) : undefined;
  if (card !== undefined) return plainly({ kind: event.kind === 'home' ? 'panel' : 'say', card });
  if (who.earlier !== undefined) return plainly(repeated(who.earlier, event, acting));
  if (who.recognised !== undefined) return { reply: who.recognised.answer(work), taken: true };
  if (link !== undefined && event.kind === 'press' && event.press.verb === beginVerb) return plainly(work.begin(link));
  return handle(deps, event, work, forms, tx);
}

/** What is done with one event by its kind. */
async function handle(
  deps: DispatchDeps,
  event: Inbound,
  work: ActorWork,
  forms: FormCycle,
  tx: Transaction,
): Promise<Handled> {
  switch (event.kind) {
    case 'command':
      return plainly(command(deps, event, work, tx));
    case 'press':
      return plainly(press(deps, event, work));
    case 'form':
      return forms.move(event);
    case 'home':
      return plainly(unasked(deps, event, homeOf(event), work));
    case 'installed':
      await keepStanding(event, work);
      // It changes nothing, and is yet told once only: Teams says in two kinds of activity that it was installed.
      return {
        reply: await unasked(deps, event, event.at, work),
        taken: true,
      };
    case 'removed':
      work.audit('installation.removed', event.who.tenant, { platform: event.who.platform });
      await keepStanding(event, work);
      return plainly({ kind: 'done' });
    default:
      return event satisfies never;
  }
}

/** Who takes the bot off their own chat can be told nothing any more: the coordinator sees it before a message fails. */
async function keepStanding(event: InboundOf<'installed' | 'removed'>, work: ActorWork): Promise<void> {
  if (event.surface.scope !== 'direct') return;
  const before = (await work.rows.kept.get(departedMembers)) ?? [];
  const standing = event.kind === 'removed' ? 'took-off' : 'installed';
  const list = withStanding(before, work.actor.id, standing, work.now);
  if (list !== before) await work.rows.kept.put(departedMembers, list);
}

const homeOf = (event: Inbound): Command['at'] => `${event.who.platform}:home` as Command['at'];

async function command(
  deps: DispatchDeps,
  event: InboundOf<'command'>,
  work: ActorWork,
  tx: Transaction,
): Promise<Reply> {
  const typed = cleanWords(event.text);
  for (const feature of deps.registry.features) {
    const reader = feature.reads?.(typed);
    if (reader !== undefined) return reader({ word: '', rest: typed, mentions: event.mentions, at: event.at }, work);
  }
  const parsed = parse(typed, (w) => deps.registry.commands.has(w));
  const whole = {
    mentions: event.mentions,
    at: event.at,
    ...(event.quote === undefined ? {} : { quote: event.quote }),
  };
  if (parsed.kind === 'nothing')
    return run(deps.registry.unasked.get('nothing'), { word: '', rest: '', ...whole }, work);
  if (parsed.kind === 'unknown') {
    // Of a word alone, or with somebody's name after it, it can be said which it may be a slip of (“plna @leo”); of a
    // sentence that would be no answer, and “he is mean to me” no slip of help.
    const near = typed === parsed.typed || /[@\uE000"“]/.test(typed) ? (parsed.near?.word ?? '') : '';
    return run(deps.registry.unasked.get('unknown'), { word: '', rest: near, ...whole }, work);
  }
  const given: Command = { word: parsed.word.word, rest: parsed.rest, ...whole };
  const beyond = await deps.registry.across.get(given.word)?.(given, work, {
    tx,
    account: event.who,
    firstCode: async (code) => deps.firstCodes?.find(tx, code, work.programme.id),
    newProgramme: (like) => deps.newProgramme(tx, { like }),
  });
  return beyond ?? run(deps.registry.commands.get(given.word), given, work);
}

/** What is answered where nobody typed a word. */
const unasked = (
  { registry }: DispatchDeps,
  event: InboundOf<'home' | 'installed'>,
  at: Command['at'],
  work: ActorWork,
): Promise<Reply> => run(registry.unasked.get(event.kind), { word: '', rest: '', mentions: [], at }, work);

async function run(handler: CommandHandler | undefined, command: Command, work: ActorWork): Promise<Reply> {
  if (handler === undefined)
    return { kind: 'say', card: sentence('Not here', 'That is not switched on here. Type help to see what is.') };
  return handler(command, work);
}

async function press(deps: DispatchDeps, event: InboundOf<'press'>, work: ActorWork): Promise<Reply> {
  const handler = deps.registry.presses.get(event.press.verb);
  if (handler === undefined)
    throw new Refused('unknown-press', 'That button is from an older version. Type home to see what waits for you.');
  return handler(
    {
      subject: event.press.subject.slice(0, 200),
      arg: (event.press.arg ?? '').slice(0, 200),
      ...(event.on === undefined ? {} : { drawn: event.on.drawn }),
    },
    work,
  );
}

/** Typed words made safe, keeping the placeholders that an adapter put in for mentions. */
function cleanWords(text: string): string {
  return text
    .split(/(\uE000\d+\uE001)/)
    .map((piece, i) => (i % 2 === 1 ? piece : clean(piece.slice(0, 4_000))))
    .join(' ')
    .replace(/[ \t]+/g, ' ')
    .trim();
}
