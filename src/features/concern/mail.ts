/** Whoever passed it on was erased since: they are named nowhere. */
export const noLongerHere = 'Somebody who is here no more';

/** What to do where nobody has been heard: `does` while they are here; else whoever coordinates erased them, and may know. */
export const orElse = (by: string | null, who: 'lead' | 'deputy', does: string): string =>
  by !== null
    ? does
    : `${who === 'deputy' ? 'ring the lead now, and ' : ''}ask the coordinator today how to reach whoever it was`;

/**
 * The one sentence of it (docs/concern.md#by-mail): who says so, for the lead has to know whom to ring. Never what it is,
 * never about whom, no link. `by`: null where they were erased since.
 */
export const mailSays = (
  by: string | null,
  who: 'lead' | 'deputy',
): { readonly subject: string; readonly text: string } => {
  const name = by ?? noLongerHere;
  const now = orElse(by, who, 'ring them now');
  return {
    subject: 'Please ring: safeguarding',
    text:
      who === 'lead'
        ? `${name} says they have told you about a concern. Have you heard from them? If not, ${now}.\n`
        : `${name} has passed a concern on, and the safeguarding lead has not said that they have it. Have you heard from either of them? If not, ${now}.\n`,
  };
};
