import type { SessionKind } from './session.js';

/** What each kind of session is called where one is chosen. */
export const sessionKinds: readonly { readonly value: SessionKind; readonly label: string }[] = [
  { value: 'standard', label: 'Standard' },
  { value: 'first', label: 'First meeting, where goals are agreed' },
  { value: 'restorative', label: 'Restorative conversation' },
  { value: 'review', label: 'Review' },
  { value: 'ending', label: 'Ending' },
];

export const kindWords = (kind: SessionKind): string => sessionKinds.find((k) => k.value === kind)?.label ?? kind;
