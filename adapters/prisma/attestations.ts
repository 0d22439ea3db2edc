import { Prisma, type Attestation as Row } from '../../prisma/generated/sqlite/client.js';
import type { Attestation, AttestationId } from '../../src/domain/attestation.js';
import { canonicalJson } from '../../src/kernel/chain.js';
import type { MentorshipId, PersonId, PortfolioId, ProgrammeId, SessionId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { readAttestation } from './bodies/evidence.js';
import { commitLeaves, voidLeaves } from './leaves.js';
import { attestationLeaves } from './leaves-of-evidence.js';
import type { Repository } from './repository.js';
import { ms, msOrNull, mustBelong, mustHit, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

export const attestationAt = (id: string): string => `attestation/${id}/words`;

function attestationRows(s: Scope): Rows['attestations'] {
  const list = async (which: Prisma.Sql): Promise<readonly Attestation[]> => {
    const rows = await s.db.sql.query<Plain<Row>>`
      SELECT * FROM "Attestation" WHERE "programmeId" = ${s.programme} AND ${which} ORDER BY "askedAt", "id"`;
    const ring = await s.ring(rows.map((row) => row.keyOf));
    return rows.map((row) => ({
      id: row.id as AttestationId,
      programme: row.programmeId as ProgrammeId,
      portfolio: row.portfolioId as PortfolioId,
      mentorship: row.mentorshipId as MentorshipId | null,
      session: row.sessionId as SessionId | null,
      kind: row.kind as Attestation['kind'],
      by: row.byId as PersonId,
      body: readAttestation(ring.open(row.keyOf, row.words, attestationAt(row.id))),
      askedBy: row.askedById as PersonId,
      askedAt: ms(row.askedAt),
      state: row.state as Attestation['state'],
      givenAt: msOrNull(row.givenAt),
      countersigned:
        row.countersignedId === null
          ? null
          : { by: row.countersignedId as PersonId, at: ms(row.countersignedAt ?? row.askedAt) },
    }));
  };
  return {
    get: async (id) => (await list(Prisma.sql`"id" = ${text(id)}`))[0],
    ofPortfolio: (id) => list(Prisma.sql`"portfolioId" = ${text(id)}`),
    ofMentorship: (id) => list(Prisma.sql`"mentorshipId" = ${text(id)}`),
    ofWriter: (person) => list(Prisma.sql`"byId" = ${text(person)}`),
    async save(a) {
      mustBelong(s, a);
      const id = text(a.id);
      const keyOf = text(a.by);
      const ring = await s.ring([keyOf]);
      const place = attestationAt(id);
      const before = await s.db.prisma.attestation.findFirst({ where: { id, programmeId: s.programme, keyOf } });
      const row = {
        words: ring.seal(keyOf, a.body, place),
        state: a.state,
        givenAt: a.givenAt,
        countersignedId: a.countersigned === null ? null : text(a.countersigned.by),
        countersignedAt: a.countersigned?.at ?? null,
      };
      const made = {
        id,
        programmeId: s.programme,
        portfolioId: text(a.portfolio),
        mentorshipId: a.mentorship === null ? null : text(a.mentorship),
        sessionId: a.session === null ? null : text(a.session),
        kind: a.kind,
        byId: keyOf,
        keyOf,
        askedById: text(a.askedBy),
        askedAt: a.askedAt,
      };
      mustHit(
        await s.db.prisma.attestation.upsert({
          where: { id, programmeId: s.programme },
          create: { ...made, ...row },
          update: row,
          select: { id: true },
        }),
      );
      const was = before === null ? [] : attestationLeaves(before, ring.open(keyOf, before.words, place));
      const said = new Map(was.map((leaf) => [leaf.path, canonicalJson(leaf.value)]));
      const changed = attestationLeaves({ ...made, ...row }, a.body).filter(
        (leaf) => said.get(leaf.path) !== canonicalJson(leaf.value),
      );
      voidLeaves(
        s,
        changed.filter((leaf) => said.has(leaf.path)),
      );
      commitLeaves(s, changed);
    },
  };
}

export const attestations: Repository<'attestations'> = {
  rows: attestationRows,
  tables: {
    Attestation: { deleted: 'It goes with its writer, with the mentee whom it is about, and with the mentor.' },
  },
  async erase(s, person) {
    const gone = await s.db.sql.query<Plain<Row>>`
      DELETE FROM "Attestation" WHERE "programmeId" = ${s.programme} AND ("byId" = ${person}
        OR "mentorshipId" IN (SELECT "id" FROM "Mentorship" WHERE "menteeId" = ${person} OR "mentorId" = ${person})
        OR "portfolioId" IN (SELECT "id" FROM "Portfolio" WHERE "mentorId" = ${person}))
      RETURNING *`;
    const ring = await s.ring(gone.map((row) => row.keyOf));
    // Under its writer's key the secrets of these leaves would stay.
    voidLeaves(
      s,
      gone.flatMap((row) =>
        row.keyOf === person || !ring.has(row.keyOf)
          ? []
          : attestationLeaves(row, ring.open(row.keyOf, row.words, attestationAt(row.id))),
      ),
    );
  },
};
