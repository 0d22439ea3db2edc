import { type Field, textOf, type Values } from '../../chat/form.js';
import { checkReaders } from '../../domain/check-in.js';
import type { Manners } from '../../domain/programme.js';

/** Whether a mentee is asked how they arrive and leave, and who reads it (docs/field.md#how-it-starts-and-ends). */

const choices = [
  { value: 'off', label: 'Don’t ask me' },
  { value: 'me', label: 'Ask me. Only I read it' },
  { value: 'mentor', label: 'Ask me. My mentor reads it too' },
] as const;

export const checkInItems: readonly Field[] = [
  {
    id: 'check-in',
    kind: 'choice',
    shown: 'list',
    optional: true,
    readers: 'own',
    label: 'How I arrive at sessions, and how I leave',
    hint: 'Five buttons on messages that come anyway. You can skip this each time.',
    of: choices,
  },
];

/** What was chosen; nothing where the choice was left empty. */
export function chosenCheckIn(values: Values): Manners {
  const chosen = choices.find((c) => c.value === textOf(values, 'check-in'))?.value;
  return chosen === undefined ? {} : { checkIn: chosen };
}

export const checkInSays = (manners: Manners): string =>
  ({ me: 'asked, only I read it', mentor: 'asked, my mentor reads it too', off: 'not asked' })[
    checkReaders(manners) ?? 'off'
  ];
