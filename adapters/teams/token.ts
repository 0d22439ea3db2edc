/**
 * What of a request's token can be judged without any key: whoever fails here is refused at once, and is not asked to try
 * again while the keys cannot be fetched. Whoever passes is not let in by it: the signature comes after.
 */

/** The algorithms that Teams signs with; the connector takes no others. */
const algorithms: ReadonlySet<unknown> = new Set(['RS256', 'RS384', 'RS512']);
/** Seconds by which clocks may differ, as the connector has it. */
const tolerance = 300;

export interface Expected {
  readonly issuer: string;
  readonly audience: string;
  /** ms */
  readonly now: number;
}

function part(encoded: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a header carries what could be Teams' token for this app, were it truly signed
 * (docs/platforms.md#who-may-call).
 */
export function couldBeTeams(header: string, expected: Expected): boolean {
  const [, encodedHead = '', encodedClaims = ''] = /^Bearer ([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(header) ?? [];
  const head = part(encodedHead);
  const claims = part(encodedClaims);
  if (head === undefined || claims === undefined) return false;
  const { iss, aud, exp, nbf = 0 } = claims;
  const now = expected.now / 1000;
  return (
    algorithms.has(head.alg) &&
    iss === expected.issuer &&
    aud === expected.audience &&
    typeof exp === 'number' &&
    exp + tolerance > now &&
    typeof nbf === 'number' &&
    nbf - tolerance <= now
  );
}
