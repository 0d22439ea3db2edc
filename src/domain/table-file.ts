/** Bytes of a file that is imported. */
export const mostBytes = 1_000_000;

/** The text of a file, or a sentence that says what is wrong with it. */
export function decodeTable(bytes: Uint8Array): { readonly text: string } | { readonly say: string } {
  if (bytes.length > mostBytes)
    return { say: 'The file is larger than 1 MB. Split it, and import one part after another.' };
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || bytes.includes(0))
    return { say: 'The file is not UTF-8 but looks like UTF-16. Save it as “CSV UTF-8” and send it again.' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return {
      say: 'The file is not UTF-8, perhaps Windows-1252 from an older Excel. Save it as “CSV UTF-8” and send it again.',
    };
  }
}
