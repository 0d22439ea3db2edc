import { sentence } from '../chat/card.js';
import type { Inbound, InboundOf, Reply } from '../chat/inbound.js';
import { parse } from '../commands/grammar.js';
import { leftKey, readLeft, withStanding } from '../domain/left.js';
import type { ActorWork, Command, CommandHandler } from '../features/feature.js';
import { Refused } from '../kernel/errors.js';
import { clean } from '../kernel/words.js';
import type { Transaction } from '../ports/store.js';
import type { FirstCodes } from './first-code.js';
import type { FormCycle } from './forms.js';
import type { NewcomerDeps } from './newcomer.js';
import type { Registry } from './registry.js';

export interface HandleDeps extends Pick<NewcomerDeps, 'newProgramme'> {
  readonly firstCodes?: FirstCodes;
  readonly registry: Registry;
}

/** What is done with one event, inside its unit of work. `taken`: it has an effect, although it may have changed nothing. */
export async function handle(
  deps: HandleDeps,
  event: Inbound,
  work: ActorWork,
  forms: FormCycle,
  tx: Transaction,
): Promise<{ reply: Reply; taken: boolean }> {
  const plainly = async (reply: Promise<Reply> | Reply): Promise<{ reply: Reply; taken: boolean }> => ({
    reply: await reply,
    taken: false,
  });
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
      work.note('installation.removed', event.who.tenant, { platform: event.who.platform });
      await keepStanding(event, work);
      return plainly({ kind: 'done' });
    default:
      return event satisfies never;
  }
}

/** Who takes the bot off their own chat can be told nothing any more: the coordinator sees it before a message fails. */
async function keepStanding(event: InboundOf<'installed' | 'removed'>, work: ActorWork): Promise<void> {
  if (event.surface.scope !== 'direct') return;
  const before = readLeft(await work.rows.memory.get(leftKey));
  const standing = event.kind === 'removed' ? 'took-off' : 'installed';
  const list = withStanding(before, work.actor.id, standing, work.now);
  if (list !== before) await work.rows.memory.put(leftKey, list);
}

const homeOf = (event: Inbound): Command['at'] => `${event.who.platform}:home` as Command['at'];

async function command(
  deps: HandleDeps,
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
  if (parsed.kind === 'unknown') {
    const near = parsed.near === undefined ? '' : ` Did you mean “${parsed.near.word}”?`;
    return {
      kind: 'say',
      card: sentence('Not understood', `I do not know that word.${near} Type help to see what I can do.`),
    };
  }
  const whole = {
    mentions: event.mentions,
    at: event.at,
    ...(event.quote === undefined ? {} : { quote: event.quote }),
  };
  if (parsed.kind === 'nothing')
    return run(deps.registry.unasked.get('nothing'), { word: '', rest: '', ...whole }, work);
  const given: Command = { word: parsed.word.word, rest: parsed.rest, ...whole };
  const beyond = await deps.registry.across.get(given.word)?.(given, work, {
    tx,
    account: event.who,
    firstCode: (code) => deps.firstCodes?.find(code, work.programme.id),
    newProgramme: (like) => deps.newProgramme(tx, { like }),
  });
  return beyond ?? run(deps.registry.commands.get(given.word), given, work);
}

/** What is answered where nobody typed a word. */
const unasked = (
  { registry }: HandleDeps,
  event: InboundOf<'home' | 'installed'>,
  at: Command['at'],
  work: ActorWork,
): Promise<Reply> => run(registry.unasked.get(event.kind), { word: '', rest: '', mentions: [], at }, work);

async function run(handler: CommandHandler | undefined, command: Command, work: ActorWork): Promise<Reply> {
  if (handler === undefined)
    return { kind: 'say', card: sentence('Not here', 'That is not switched on here. Type help to see what is.') };
  return handler(command, work);
}

async function press(deps: HandleDeps, event: InboundOf<'press'>, work: ActorWork): Promise<Reply> {
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
