import { Prisma, type AuditEntry as Row } from '../../prisma/generated/sqlite/client.js';
import type { ReadingSpan } from '../../src/domain/programme-reading.js';
import { chainStart, commitTo, entryHash, firstBreak } from '../../src/kernel/chain.js';
import type { MentorshipId, PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import { SealBroken } from '../../src/kernel/seal.js';
import type { AuditEntry, Reading, Rows } from '../../src/ports/store.js';
import { type KeyRing, nobody } from './keys.js';
import type { Repository } from './repository.js';
import { ms, type Scope, text } from './scope.js';

type Facts = AuditEntry['facts'];
interface AuditWords {
  readonly facts: Facts;
  /** base64 */
  readonly secret: string;
}

const wordsAt = (chain: string, seq: number): string => `audit/${chain}/${seq}/words`;

/** Bytes of an entry's secret. */
const secretLength = 32;

interface Head {
  readonly seq: number;
  readonly hash: string;
}

function auditRows(s: Scope): Rows['audit'] {
  /** Entries are appended one after the other, though a handler may ask for several at once. */
  let tail: Promise<unknown> = Promise.resolve();
  const heads = new Map<string, Head>();
  const owners = new Map<string, string>();

  const headOf = async (chain: string): Promise<Head> => {
    const [head] = await s.db.sql.query<Head>`
      SELECT "seq", "hash" FROM "ChainHead" WHERE "chain" = ${chain} AND "programmeId" = ${s.programme}`;
    return head === undefined ? { seq: 0, hash: chainStart } : head;
  };

  /** Under whose key the chain's facts are sealed: the mentee's, or (empty) the programme's. */
  const ownerOf = async (chain: string): Promise<string> => {
    if (chain === s.programme) return '';
    const kept = owners.get(chain);
    if (kept !== undefined) return kept;
    const [row] = await s.db.sql.query<{ menteeId: string }>`
      SELECT "menteeId" FROM "Mentorship" WHERE "id" = ${chain} AND "programmeId" = ${s.programme}`;
    if (row === undefined) throw new Error('no mentorship of this programme has that chain');
    owners.set(chain, row.menteeId);
    return row.menteeId;
  };

  const append = async (entry: AuditEntry): Promise<void> => {
    const chain = text(entry.chain);
    const owner = await ownerOf(chain);
    const ring = await s.ring([owner, nobody]);
    // Once its owner has been erased, what is added stands under the programme's key.
    const keyOf = ring.has(owner) ? owner : nobody;
    const head = heads.get(chain) ?? (await headOf(chain));
    const secret = s.ids.bytes(secretLength);
    const seq = head.seq + 1;
    const body = {
      chain,
      seq,
      at: entry.at,
      actor: entry.actor,
      what: entry.what,
      subject: entry.subject,
      commitments: commitTo(entry.facts, secret),
      prev: head.hash,
    };
    const hash = entryHash(body);
    const words: AuditWords = { facts: entry.facts, secret: Buffer.from(secret).toString('base64') };
    const place = wordsAt(chain, seq);
    const sealed = ring.seal(keyOf, words, place);
    await s.db.sql.run`
      INSERT INTO "AuditEntry" ("chain", "seq", "programmeId", "at", "actorId", "what", "subject", "commitments", "prev",
        "hash", "keyOf", "words")
      VALUES (${chain}, ${seq}, ${s.programme}, ${entry.at}, ${entry.actor}, ${entry.what}, ${entry.subject},
        ${body.commitments}, ${body.prev}, ${hash}, ${keyOf}, ${sealed})`;
    await s.db.sql.run`
      INSERT INTO "ChainHead" ("chain", "programmeId", "seq", "hash") VALUES (${chain}, ${s.programme}, ${seq}, ${hash})
      ON CONFLICT ("chain") DO UPDATE SET "seq" = excluded."seq", "hash" = excluded."hash"`;
    heads.set(chain, { seq, hash });
  };

  const entriesOf = (chain: string): Promise<Row[]> =>
    s.db.prisma.auditEntry.findMany({ where: { chain, programmeId: s.programme }, orderBy: { seq: 'asc' } });

  const wordsOf = (ring: KeyRing, row: Row): AuditWords => {
    const place = wordsAt(row.chain, row.seq);
    // As it was written, to the letter: it is what was committed to, so nothing is put in that it lacks.
    return ring.open(row.keyOf, row.words, place) as AuditWords;
  };
  const ringOf = (rows: readonly Row[]): Promise<KeyRing> => s.ring(rows.map((row) => row.keyOf));

  return {
    add(entry) {
      const turn = tail.then(() => append(entry));
      tail = turn.catch(() => undefined);
      return turn;
    },

    async of(chain) {
      const rows = await entriesOf(text(chain));
      const ring = await ringOf(rows);
      return rows.map((row) => ({
        chain: row.chain as MentorshipId | ProgrammeId,
        at: ms(row.at),
        actor: row.actorId as PersonId | null,
        what: row.what,
        subject: row.subject,
        // Of an erased person's chain the outline is left, and that it holds together.
        facts: ring.has(row.keyOf) ? wordsOf(ring, row).facts : {},
        seq: row.seq,
        hash: row.hash,
      }));
    },

    async readingsOn(chains) {
      if (chains.length === 0) return [];
      const rows = await s.db.sql.query<CountedReading>`
        SELECT "what", "actorId", COUNT(*) AS "times", MAX("at") AS "last" FROM "AuditEntry"
        WHERE "programmeId" = ${s.programme} AND "chain" IN (${Prisma.join(chains.map(text))})
          AND "what" LIKE '%.read' AND "actorId" IS NOT NULL
        GROUP BY "what", "actorId"`;
      return rows.map(toReading);
    },

    async readingsOfAll(spans) {
      if (spans.length === 0) return [];
      const rows = await s.db.sql.query<CountedReading>`
        SELECT "what", "actorId", COUNT(*) AS "times", MAX("at") AS "last" FROM "AuditEntry"
        WHERE "programmeId" = ${s.programme} AND "chain" = ${s.programme}
          AND "what" IN (${Prisma.join([...new Set(spans.map((span) => span.what))])}) AND "actorId" IS NOT NULL
          AND (${Prisma.join(spans.map(inSpan), ' OR ')})
        GROUP BY "what", "actorId"`;
      return rows.map(toReading);
    },

    async mentioning(what, texts) {
      if (texts.length === 0) return [];
      const holds = texts.map((one) => Prisma.sql`"subject" LIKE ${`%${one}%`}`);
      return s.db.sql.query<{ seq: number; subject: string }>`
        SELECT "seq", "subject" FROM "AuditEntry"
        WHERE "programmeId" = ${s.programme} AND "chain" = ${s.programme} AND "what" = ${what}
          AND (${Prisma.join(holds, ' OR ')})
        ORDER BY "seq" + 0`;
    },

    async broken(id) {
      const chain = text(id);
      // The head first: should an entry be added between the two reads, it is looked at again and is right by then.
      let head = await headOf(chain);
      const rows = await entriesOf(chain);
      if ((rows.at(-1)?.seq ?? 0) > head.seq) head = await headOf(chain);
      const ring = await ringOf(rows);
      const unfit = firstBreak(
        rows.map((row) => ({ ...row, at: ms(row.at), actor: row.actorId })),
        head,
      );
      const untrue = rows.find((row) => !keepsCommitment(row, () => wordsOf(ring, row)))?.seq;
      return unfit === undefined || untrue === undefined ? (unfit ?? untrue) : Math.min(unfit, untrue);
    },
  };
}

interface CountedReading {
  readonly what: string;
  readonly actorId: string;
  readonly times: number;
  readonly last: number;
}
const toReading = ({ what, actorId, times, last }: CountedReading): Reading => ({
  what,
  actor: actorId as PersonId,
  times: Number(times),
  last: ms(last),
});

/**
 * Whether a row stands in this span. Rows are found by what they say was read; without the `+ 0` here and above SQLite
 * would rather go through all of the chain by its numbers.
 */
function inSpan({ what, subject, at, from, until, notBy }: ReadingSpan): Prisma.Sql {
  const bounds = [
    Prisma.sql`"what" = ${what} AND "subject" LIKE ${`${subject}%`} AND "actorId" NOT IN (${Prisma.join(notBy)})`,
    ...(at === undefined ? [] : [Prisma.sql`"at" >= ${at}`]),
    ...(from === undefined ? [] : [Prisma.sql`"seq" + 0 >= ${from}`]),
    ...(until === undefined ? [] : [Prisma.sql`"seq" + 0 < ${until}`]),
  ];
  return Prisma.sql`(${Prisma.join(bounds, ' AND ')})`;
}

/** Are the sealed facts those that were committed to? Where their key was destroyed there is nothing left to compare. */
function keepsCommitment(row: Row, words: () => AuditWords): boolean {
  try {
    const { facts, secret } = words();
    return commitTo(facts, Buffer.from(secret, 'base64')) === row.commitments;
  } catch (error) {
    if (error instanceof SealBroken || error instanceof SyntaxError) return false;
    if ((error as { code?: unknown }).code === 'erased') return true;
    throw error;
  }
}

export const audit: Repository<'audit'> = {
  rows: auditRows,
  tables: {
    AuditEntry: { stay: 'The chain must hold; the facts in their chains stand under their key, and go with it.' },
    ChainHead: { stay: 'It says where a chain ends, so that none of it can be cut off.' },
  },
};
