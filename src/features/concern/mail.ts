/**
 * The one sentence of it (docs/concern.md#by-mail): who says so, for the lead has to know whom to ring. Never what it is,
 * never about whom, no link.
 */
export const mailSays = (by: string, who: 'lead' | 'deputy'): { readonly subject: string; readonly text: string } => ({
  subject: 'Please ring: safeguarding',
  text:
    who === 'lead'
      ? `${by} says they have told you about a concern. Have you heard from them? If not, ring them now.\n`
      : `${by} has passed a concern on, and the safeguarding lead has not said that they have it. Have you heard from either of them? If not, ring them now.\n`,
});
