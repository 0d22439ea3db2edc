import { waitsAtMost } from '../domain/delivery.js';
import type { Programme } from '../domain/programme.js';
import type { SessionPart } from '../domain/subjects.js';
import type { AboutPrompt, Parts, Work } from '../features/feature.js';
import type { Ids, PersonId, SessionId } from '../kernel/ids.js';
import type { Occurrences } from '../kernel/subject.js';
import {
  type AuditEntry,
  type Hours,
  type PromptRow,
  type Recipient,
  type Rows,
  recipientKey,
} from '../ports/store.js';

declare module '../kernel/names.js' {
  interface RuntimeNames {
    /** What a link's own page sends: whatever its link is for. */
    verb: 'link.begin';
    audit: 'installation.removed' | 'link.used' | 'person.named';
  }
}

interface Shown {
  readonly face: string;
  readonly subject: string;
  readonly to: Recipient;
  readonly sensitive: boolean;
  readonly expiresAt: number;
  readonly waitsFor: Hours;
}

export interface BufferedWork extends Work {
  /** Writes what was buffered, in the same transaction. Answers whether anything was changed by it. */
  flush(): Promise<boolean>;
  /** Whether something was audited under this name so far. */
  audited(prefix: string): boolean;
  /** Whether anything was asked for but that something be audited as read. */
  changes(): boolean;
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
  /** The actor answers on somebody else's device: every entry says so. */
  readonly witnessed?: boolean;
  /** Whom the prompt that fires asks, and which hours of theirs it waits for. */
  readonly asks?: { readonly person: PersonId; readonly waitsFor: Hours };
}): BufferedWork {
  const { rows, programme, now, ids } = about;
  const shown = new Map<string, Shown>();
  const redrawn = new Set<string>();
  const entries: AuditEntry[] = [];
  const erased: PersonId[] = [];
  const prompts: ({ readonly set: PromptRow } | { readonly cancel: string } | { readonly cancelAll: string })[] = [];
  return {
    now,
    programme,
    rows,
    ids,
    parts: about.parts,
    show(face, subject, to, how = {}) {
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
      return new Map((await rows.people.all()).map((p) => [p.id, p]));
    },
    audited: (prefix) => entries.some((e) => e.what.startsWith(prefix)),
    changes: () =>
      shown.size + redrawn.size + prompts.length + erased.length > 0 || entries.some((e) => !e.what.endsWith('.read')),
    async flush() {
      // Those that are set one after the other go together; of one occurrence, as it was set last.
      const together = new Map<string, PromptRow>();
      const setThem = async (): Promise<void> => {
        const [first, ...more] = together.values();
        if (first !== undefined) await rows.prompts.set(first, ...more);
        together.clear();
      };
      for (const p of prompts) {
        if ('set' in p) {
          together.set(p.set.occurrence, p.set);
          continue;
        }
        await setThem();
        if ('cancel' in p) await rows.prompts.cancel(p.cancel);
        else await rows.prompts.cancelAll(p.cancelAll);
      }
      await setThem();
      for (const subject of redrawn)
        for (const at of await rows.posted.placesOf(subject)) {
          const key = `${at.face}|${at.subject}|${recipientKey(at.to)}`;
          if (!shown.has(key))
            shown.set(key, { ...at, sensitive: false, expiresAt: now + waitsAtMost, waitsFor: 'nothing' });
        }
      for (const s of shown.values())
        await rows.outbox.add({
          face: s.face,
          subject: s.subject,
          to: s.to,
          at: about.leaseNow,
          sensitive: s.sensitive,
          expiresAt: s.expiresAt,
          waitsFor: s.waitsFor,
        });
      for (const e of entries) await rows.audit.add(e);
      for (const person of erased) await rows.people.erase(person, now);
      return shown.size > 0 || entries.length > 0 || prompts.length > 0;
    },
  };
}
