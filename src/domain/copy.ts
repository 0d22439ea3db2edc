import { digestOf } from '../kernel/chain.js';
import type { PersonId } from '../kernel/ids.js';
import type { PassageChoice } from './rights.js';

/**
 * A copy of all that is kept about somebody (docs/privacy/copy.md): facts, and passages of words. Their own words stand at
 * once; somebody else's wait until a coordinator has decided of each, for a copy must not harm others (UK GDPR, Article
 * 15(4); Data Protection Act 2018, Schedule 2, paragraph 16).
 */

export interface CopyPassage {
  /** Its citation, or its like; one copy has it once. */
  readonly path: string;
  readonly label: string;
  /** Whose words they are; null: nobody's any more. */
  readonly by: PersonId | null;
  /** What its person wrote, signed, or is answered with: it waits for nobody. */
  readonly own: boolean;
  readonly words: string;
}

export interface CopySection {
  /** Letters and hyphens; sections of one kind have one key. */
  readonly key: string;
  readonly title: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly passages: readonly CopyPassage[];
}

export const markOfPassage = (p: Pick<CopyPassage, 'words'>): string => digestOf(p.words).slice(0, 32);
/** Short enough to stand in a button. */
export const keyOfPassage = (p: Pick<CopyPassage, 'path'>): string => digestOf(p.path).slice(0, 16);

/** What was decided of a passage as it stands now: nothing of words that nobody has looked at. */
export const decidedOf = (p: CopyPassage, choices: readonly PassageChoice[]): boolean | undefined =>
  choices.findLast((c) => c.path === p.path && c.mark === markOfPassage(p))?.show;

export const othersIn = (sections: readonly CopySection[]): readonly CopyPassage[] =>
  sections.flatMap((s) => s.passages.filter((p) => !p.own));

/** With a decision of each of these passages, in place of what was decided of it before. */
export const withChoices = (
  choices: readonly PassageChoice[],
  of: readonly CopyPassage[],
  show: boolean,
): readonly PassageChoice[] => {
  const anew = new Set(of.map((p) => p.path));
  return [
    ...choices.filter((c) => !anew.has(c.path)),
    ...of.map((p): PassageChoice => ({ path: p.path, mark: markOfPassage(p), show })),
  ];
};

/** The sections as their person reads them: their own words, and those that were decided to be shown. */
export const shownTo = (sections: readonly CopySection[], choices: readonly PassageChoice[]): readonly CopySection[] =>
  sections
    .map((s) => ({ ...s, passages: s.passages.filter((p) => p.own || decidedOf(p, choices) === true) }))
    .filter((s) => s.facts.length > 0 || s.passages.length > 0);

/** How a copy stands: what nobody has decided yet, and what is left out. */
export function standingOfCopy(
  sections: readonly CopySection[],
  choices: readonly PassageChoice[],
): { readonly others: number; readonly waiting: number; readonly leftOut: number } {
  const decided = othersIn(sections).map((p) => decidedOf(p, choices));
  return {
    others: decided.length,
    waiting: decided.filter((d) => d === undefined).length,
    leftOut: decided.filter((d) => d === false).length,
  };
}

/** What a copy never holds, with why: the same for everybody, whether there is any of it or not. */
export const notInCopy: readonly string[] = [
  'What somebody else said, and let only others read: it is theirs.',
  'That somebody passed on a worry. It says who passed on what to whom, and when. It does not say about whom.',
  'The check that nobody changed a record: it is made of numbers, with no words.',
  'What Slack or Teams keep of messages. Whoever runs them can tell you.',
];

/** The same as a file for a program (docs/privacy/copy.md#as-json). `format` goes up when what stood changes its meaning. */
export function copyAsJson(about: {
  readonly madeAt: number;
  readonly zone: string;
  readonly programme: string;
  readonly sections: readonly CopySection[];
  readonly choices: readonly PassageChoice[];
}): string {
  const { waiting, leftOut } = standingOfCopy(about.sections, about.choices);
  return `${JSON.stringify(
    {
      format: 1,
      kind: 'mentorlog-copy',
      madeAt: about.madeAt,
      zone: about.zone,
      programme: about.programme,
      wordsOfOthers: { waiting, leftOut },
      notInIt: notInCopy,
      sections: shownTo(about.sections, about.choices).map((s) => ({
        key: s.key,
        title: s.title,
        facts: s.facts.map(([label, value]) => ({ label, value })),
        passages: s.passages.map((p) => ({
          path: p.path,
          label: p.label,
          from: p.own ? 'you' : 'somebody-else',
          words: p.words,
        })),
      })),
    },
    null,
    2,
  )}\n`;
}
