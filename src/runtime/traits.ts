import type { Inbound } from '../chat/inbound.js';
import { parse } from '../commands/grammar.js';
import type { Registry } from './registry.js';

/**
 * By which words of the program's own a trace may name what was done. Whatever else came in, typed or made up, is
 * `other`, and so is all that belongs to a feature of which something is never held up: that somebody worried, and when,
 * is to be seen nowhere (docs/concern.md).
 */
export interface TraitWords {
  /** What was done; undefined where an event's kind says all. */
  verb(event: Inbound): string | undefined;
  face(name: string): string;
  prompt(kind: string): string;
}

const other = 'other';

export function traitWords({ features }: Pick<Registry, 'features'>): TraitWords {
  const open = features.filter((f) => f.neverHeldUp === undefined && f.fromMemory === undefined);
  const named = (part: 'commands' | 'presses' | 'faces' | 'prompts'): ReadonlySet<string> =>
    new Set(open.flatMap((f) => Object.keys(f[part] ?? {})));
  const [commands, presses, faces, prompts] = [named('commands'), named('presses'), named('faces'), named('prompts')];
  return {
    verb(event) {
      if (event.kind === 'press') return presses.has(event.press.verb) ? event.press.verb : other;
      if (event.kind === 'form') return event.move.do;
      if (event.kind !== 'command') return undefined;
      const parsed = parse(event.text, (word) => commands.has(word));
      return parsed.kind === 'command' ? parsed.word.word : other;
    },
    face: (name) => (faces.has(name) ? name : other),
    prompt: (kind) => (prompts.has(kind) ? kind : other),
  };
}
