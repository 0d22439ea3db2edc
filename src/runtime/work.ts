import type { Account } from '../chat/inbound.js';
import { waitsAtMost } from '../domain/delivery.js';
import type { Programme } from '../domain/programme.js';
import type { SessionPart } from '../domain/subjects.js';
import type { AboutPrompt, Pages, Parts, Work } from '../features/feature.js';
import type { Ids, PersonId, SessionId } from '../kernel/ids.js';
import type { Occurrences } from '../kernel/subject.js';
import {
  type AuditEntry,
  type Hours,
  type PromptChanges,
  type PromptRow,
  type Rows,
  recipientKey,
  type SameTime,
  type ToBeSaid,
} from '../ports/store.js';
import { byId } from './people-by-id.js';

declare module '../kernel/names.js' {
  interface RuntimeNames {
    /** What a link's own page sends: whatever its link is for. */
    verb: 'link.begin';
    audit: 'installation.removed' | 'link.used' | 'person.named' | 'misfit.found' | 'misfit.gone' | 'signing.key';
  }
}

/** What was asked of prompts, in that order. */
type PromptVerb = { readonly set: PromptRow } | { readonly cancel: string } | { readonly cancelAll: string };

/** The same in as few goes as may be: what is cancelled after it was set goes with the next. */
function inTurn(verbs: readonly PromptVerb[]): readonly PromptChanges[] {
  const turns: { cancel: Set<string>; cancelAll: Set<string>; set: Map<string, PromptRow> }[] = [];
  const next = () => {
    const turn = { cancel: new Set<string>(), cancelAll: new Set<string>(), set: new Map<string, PromptRow>() };
    turns.push(turn);
    return turn;
  };
  for (const verb of verbs) {
    let turn = turns.at(-1) ?? next();
    const undoes = (occurrence: string): boolean =>
      'cancel' in verb ? occurrence === verb.cancel : 'cancelAll' in verb && occurrence.startsWith(verb.cancelAll);
    if ([...turn.set.keys()].some(undoes)) turn = next();
    // Of one occurrence, as it was set last.
    if ('set' in verb) turn.set.set(verb.set.occurrence, verb.set);
    else if ('cancel' in verb) turn.cancel.add(verb.cancel);
    else turn.cancelAll.add(verb.cancelAll);
  }
  return turns.map(({ cancel, cancelAll, set }) => ({
    cancel: [...cancel],
    cancelAll: [...cancelAll],
    set: [...set.values()],
  }));
}

export interface BufferedWork extends Work {
  /** Writes what was buffered, in the same transaction. Answers whether anything was changed by it. */
  flush(): Promise<boolean>;
  /** The accounts of whoever it has erased so far: what is in memory of them has to go, once it is committed. */
  erasedAccounts(): readonly Account[];
  /** Whether anything was asked for but that something be audited as read. */
  changes(): boolean;
  /** What is to be said, as `FACE|SUBJECT|RECIPIENT`, and the subjects of what is to be drawn anew. */
  saysSomething(): { readonly shown: readonly string[]; readonly redrawn: readonly string[] };
}

/** Where prompts of this kind wait that belong to one of these parts of the session's life; `of`: that are their own. */
function occurrencesAbout(
  prompt: AboutPrompt,
  session: SessionId,
  parts: readonly SessionPart[],
  of: PersonId | undefined,
): readonly Occurrences[] {
  if (prompt.session === null || !parts.includes(prompt.session)) return [];
  if (of === undefined) return prompt.occurrence.all({ session });
  // Of what the mentor or somebody else is asked, nobody else has one of their own.
  return prompt.asks === 'mentee' || prompt.asks === 'mentor-and-mentees'
    ? prompt.occurrence.all({ session, to: of })
    : [];
}

/** One unit of work on a programme's rows. What its verbs ask for is kept until `flush`. */
export function workOn(about: {
  readonly rows: Rows;
  readonly parts: Parts;
  readonly programme: Programme;
  readonly now: number;
  readonly leaseNow: number;
  readonly ids: Ids;
  readonly actor: PersonId | null;
  /** Where pages for people without an account are; nowhere unless given. */
  readonly pages?: Pages | null;
  /** The actor answers on somebody else's device: every entry says so. */
  readonly witnessed?: boolean;
  /** What it shows is not said, for it may have been said before; what stands already is drawn anew all the same. */
  readonly unsaid?: boolean;
  /** Whom the prompt that fires asks, and which hours of theirs it waits for. */
  readonly asks?: { readonly person: PersonId; readonly waitsFor: Hours };
}): BufferedWork {
  const { rows, programme, now, ids } = about;
  const shown = new Map<string, ToBeSaid>();
  const redrawn = new Set<string>();
  const sameTime: SameTime[] = [];
  const entries: AuditEntry[] = [];
  const erased: PersonId[] = [];
  const accounts: Account[] = [];
  const prompts: PromptVerb[] = [];
  return {
    now,
    programme,
    rows,
    ids,
    parts: about.parts,
    pages: about.pages ?? null,
    show(face, subject, to, how = {}) {
      if (about.unsaid === true) return;
      shown.set(`${face}|${subject}|${recipientKey(to)}`, {
        face,
        subject,
        to,
        sensitive: how.sensitive ?? false,
        expiresAt: how.expiresAt ?? now + waitsAtMost,
        waitsFor:
          how.waitsFor ?? ('person' in to && to.person === about.asks?.person ? about.asks.waitsFor : 'nothing'),
      });
    },
    redraw(subject) {
      redrawn.add(subject);
    },
    redrawThen(span) {
      sameTime.push(span);
    },
    schedule(p) {
      prompts.push({ set: { ...p, programme: programme.id, state: 'waiting' } });
    },
    cancel(prompt) {
      prompts.push({ cancel: typeof prompt === 'string' ? prompt : prompt.occurrence });
    },
    cancelAll(beginning) {
      prompts.push({ cancelAll: beginning });
    },
    cancelAbout(session, parts, of) {
      for (const found of about.parts.prompts.values())
        for (const o of occurrencesAbout(found, session, parts, of))
          prompts.push('one' in o ? { cancel: o.one } : { cancelAll: o.beginning });
    },
    audit(what, subject, facts = {}, chain) {
      const all = about.witnessed === true ? { ...facts, witnessed: true } : facts;
      entries.push({ chain: chain ?? programme.id, at: now, actor: about.actor, what, subject, facts: all });
    },
    erase(person) {
      erased.push(person);
    },
    async people() {
      return byId(await rows.people.all());
    },
    changes: () =>
      shown.size + redrawn.size + sameTime.length + prompts.length + erased.length > 0 ||
      entries.some((e) => !e.what.endsWith('.read')),
    erasedAccounts: () => accounts,
    saysSomething: () => ({ shown: [...shown.keys()], redrawn: [...redrawn] }),
    async flush() {
      for (const changes of inTurn(prompts)) await rows.prompts.change(changes);
      const asked =
        shown.size + redrawn.size + sameTime.length > 0 &&
        (await rows.outbox.ask({
          at: about.leaseNow,
          shown: [...shown.values()],
          redrawn: { subjects: [...redrawn], sameTime, expiresAt: now + waitsAtMost },
        }));
      if (entries.length > 0) await rows.audit.add(...entries);
      for (const person of erased) {
        accounts.push(...((await rows.people.get(person))?.accounts ?? []));
        await rows.people.erase(person, now);
      }
      return asked || entries.length > 0 || prompts.length > 0;
    },
  };
}
