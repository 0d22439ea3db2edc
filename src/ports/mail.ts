/** What sends a mail. Nobody's words ever stand in one (docs/field.md#mail-says-a-link): a sentence, and a link. */
export interface MailPort {
  /**
   * Hands it to a server. Never throws.
   * @param mail `id` is the same at every attempt, so that a server may know one that it had already
   */
  send(mail: {
    readonly id: string;
    readonly to: string;
    readonly subject: string;
    readonly text: string;
  }): Promise<MailOutcome>;
  close(): void;
}

/** `again`: it may go another time. `code`: why not, in a word that names nobody. */
export type MailOutcome =
  | { readonly sent: true }
  | { readonly sent: false; readonly again: boolean; readonly code: string };
