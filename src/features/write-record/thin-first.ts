import { keyOfRef } from '../../domain/catalogue.js';
import { shorten } from '../../kernel/words.js';
import type { About } from './about.js';

/** Slack cuts a line of a list at 75 characters (adapters/slack/limits.ts). */
const longestLine = 75;

/** What is thin stands first and says so; the others follow in the catalogue's order. */
export function thinFirst(skills: About['skills'], thin: ReadonlyMap<string, string>): About['skills'] {
  const first = [...thin].flatMap(([key, hours]) => {
    const skill = skills.find((s) => keyOfRef(s.ref) === key);
    const note = ` · not shown yet in your ${hours}`;
    return skill === undefined
      ? []
      : [{ ref: skill.ref, text: `${shorten(skill.text, Math.max(20, longestLine - note.length))}${note}` }];
  });
  return [...first, ...skills.filter((s) => !thin.has(keyOfRef(s.ref)))];
}
