import type {
  LookBack as LookBackRow,
  ThemeMark as MarkRow,
  ReflectionPiece as PieceRow,
} from '../../prisma/generated/sqlite/client.js';
import type { Theme } from '../../src/domain/instrument.js';
import type { LookBack } from '../../src/domain/look-back.js';
import type { Declaration, ReflectionPiece, Scaffold } from '../../src/domain/reflection.js';
import type { ThemeMark } from '../../src/domain/triangulation.js';
import type { MentorshipId, PersonId, PortfolioId, ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { readDeclared, readLookBack, readMark, readPiece } from './bodies/evidence.js';
import { commitLeaves, voidLeaves } from './leaves.js';
import { partsOfBody } from './leaves-of-body.js';
import { ownLeaves } from './leaves-of-evidence.js';
import type { Repository } from './repository.js';
import { ms, mustBelong, mustHit, type Scope, text } from './scope.js';
import type { Plain } from './sql.js';

/** How a mentor judges and reflects on a portfolio, and a mentee's own page of it. */

const markAt = (portfolio: string, theme: string): string => `theme-mark/${portfolio}/${theme}/words`;

/** Whose portfolio it is. */
async function mentorOf(s: Scope, portfolio: string): Promise<string> {
  const { mentorId } = await s.db.prisma.portfolio.findFirstOrThrow({
    where: { id: portfolio, programmeId: s.programme },
    select: { mentorId: true },
  });
  return mentorId;
}

const markLeaves = (s: Scope, portfolio: string, theme: string, keyOf: string, words: unknown) =>
  ownLeaves(
    { kind: 'mark', id: portfolio },
    s.programme,
    keyOf,
    partsOfBody(words).map(({ part, value }) => ({ part: `${theme}/${part}`, value })),
  );

function markRows(s: Scope): Rows['marks'] {
  return {
    async ofPortfolio(id) {
      const rows = await s.db.sql.query<Plain<MarkRow>>`
        SELECT * FROM "ThemeMark" WHERE "programmeId" = ${s.programme} AND "portfolioId" = ${text(id)} ORDER BY "theme"`;
      const ring = await s.ring(rows.map((row) => row.keyOf));
      return rows.map(
        (row): ThemeMark => ({
          programme: row.programmeId as ProgrammeId,
          portfolio: row.portfolioId as PortfolioId,
          theme: row.theme as Theme,
          ...readMark(ring.open(row.keyOf, row.words, markAt(row.portfolioId, row.theme))),
          at: ms(row.markedAt),
        }),
      );
    },
    async save(m) {
      mustBelong(s, m);
      const key = { portfolioId: text(m.portfolio), theme: text(m.theme) };
      const keyOf = await mentorOf(s, key.portfolioId);
      const ring = await s.ring([keyOf]);
      const words = { mark: m.mark, sentence: m.sentence, cites: m.cites };
      const row = { keyOf, words: ring.seal(keyOf, words, markAt(key.portfolioId, key.theme)), markedAt: m.at };
      mustHit(
        await s.db.prisma.themeMark.upsert({
          where: { portfolioId_theme: key, programmeId: s.programme },
          create: { ...key, programmeId: s.programme, ...row },
          update: row,
          select: { theme: true },
        }),
      );
      commitLeaves(s, markLeaves(s, key.portfolioId, key.theme, keyOf, words));
    },
    async remove(portfolio, theme) {
      const [row] = await s.db.sql.query<Plain<MarkRow>>`
        DELETE FROM "ThemeMark" WHERE "programmeId" = ${s.programme} AND "portfolioId" = ${text(portfolio)}
          AND "theme" = ${text(theme)} RETURNING *`;
      if (row === undefined) return;
      const ring = await s.ring([row.keyOf]);
      const words = readMark(ring.open(row.keyOf, row.words, markAt(row.portfolioId, row.theme)));
      voidLeaves(s, markLeaves(s, row.portfolioId, row.theme, row.keyOf, words));
    },
  };
}

export const marks: Repository<'marks'> = {
  rows: markRows,
  tables: { ThemeMark: { deleted: 'How a mentor judges it is theirs.' } },
  async erase(s, person) {
    await s.db.sql.run`DELETE FROM "ThemeMark" WHERE "programmeId" = ${s.programme} AND "keyOf" = ${person}`;
  },
};

const declaredAt = (portfolio: string): string => `reflection/${portfolio}/declared`;
/** As it was signed: one of before scaffolds were part of it stays without. */
const declaredOf = ({ own, ai, scaffold }: Declaration): Omit<Declaration, 'at'> => ({
  own,
  ai,
  ...(scaffold === undefined ? {} : { scaffold }),
});
const pieceAt = (portfolio: string, question: string, version: number): string =>
  `reflection/${portfolio}/${question}/${version}`;

const toPiece = (row: Plain<PieceRow>, words: unknown): ReflectionPiece => ({
  portfolio: row.portfolioId as PortfolioId,
  question: row.question,
  version: row.version,
  ...readPiece(words),
  savedAt: ms(row.savedAt),
});

function reflectionRows(s: Scope): Rows['reflections'] {
  return {
    async get(portfolio) {
      const row = await s.db.prisma.reflection.findFirst({
        where: { portfolioId: text(portfolio), programmeId: s.programme },
      });
      if (row === null) return undefined;
      const ring = await s.ring([row.keyOf]);
      return {
        programme: row.programmeId as ProgrammeId,
        portfolio: row.portfolioId as PortfolioId,
        mentor: row.keyOf as PersonId,
        scaffold: row.scaffold as Scaffold,
        startedAt: ms(row.startedAt),
        asked: row.asked,
        declaration:
          row.words === null || row.declaredAt === null
            ? null
            : {
                ...readDeclared(ring.open(row.keyOf, row.words, declaredAt(row.portfolioId))),
                at: ms(row.declaredAt),
              },
      };
    },
    async save(r) {
      mustBelong(s, r);
      const portfolioId = text(r.portfolio);
      const keyOf = await mentorOf(s, portfolioId);
      const ring = await s.ring([keyOf]);
      const declared = r.declaration === null ? null : declaredOf(r.declaration);
      const row = {
        scaffold: r.scaffold,
        asked: r.asked,
        words: declared === null ? null : ring.seal(keyOf, declared, declaredAt(portfolioId)),
        declaredAt: r.declaration?.at ?? null,
      };
      const before = await s.db.prisma.reflection.findFirst({ where: { portfolioId, programmeId: s.programme } });
      mustHit(
        await s.db.prisma.reflection.upsert({
          where: { portfolioId, programmeId: s.programme },
          create: { portfolioId, programmeId: s.programme, keyOf, startedAt: r.startedAt, ...row },
          update: row,
          select: { portfolioId: true },
        }),
      );
      if (declared !== null && Number(before?.declaredAt ?? -1) !== r.declaration?.at)
        commitLeaves(
          s,
          ownLeaves(
            { kind: 'reflection', id: portfolioId },
            s.programme,
            keyOf,
            partsOfBody({ declared, declaredAt: r.declaration?.at }),
          ),
        );
    },
    async pieces(portfolio) {
      const rows = await s.db.sql.query<Plain<PieceRow>>`
        SELECT * FROM "ReflectionPiece" WHERE "programmeId" = ${s.programme} AND "portfolioId" = ${text(portfolio)}
        ORDER BY "savedAt", "question", "version"`;
      const ring = await s.ring(rows.map((row) => row.keyOf));
      return rows.map((row) =>
        toPiece(row, ring.open(row.keyOf, row.words, pieceAt(row.portfolioId, row.question, row.version))),
      );
    },
    async draftsOf(portfolio) {
      const [row] = await s.db.sql.query<{ versions: number; first: number | null; last: number | null }>`
        SELECT CAST(COUNT(*) AS INTEGER) AS "versions", MIN("savedAt") AS "first", MAX("savedAt") AS "last"
        FROM "ReflectionPiece" WHERE "programmeId" = ${s.programme} AND "portfolioId" = ${text(portfolio)}`;
      return { versions: row?.versions ?? 0, first: Number(row?.first ?? 0), last: Number(row?.last ?? 0) };
    },
    async addPiece(p) {
      const portfolioId = text(p.portfolio);
      const keyOf = await mentorOf(s, portfolioId);
      const ring = await s.ring([keyOf]);
      const question = text(p.question);
      const words = { text: p.text, cites: p.cites, ...(p.action === undefined ? {} : { action: p.action }) };
      await s.db.prisma.reflectionPiece.create({
        data: {
          portfolioId,
          question,
          version: p.version,
          programmeId: s.programme,
          keyOf,
          words: ring.seal(keyOf, words, pieceAt(portfolioId, question, p.version)),
          savedAt: p.savedAt,
        },
        select: { version: true },
      });
      commitLeaves(
        s,
        ownLeaves(
          { kind: 'reflection', id: portfolioId, version: p.version },
          s.programme,
          keyOf,
          partsOfBody(words).map(({ part, value }) => ({ part: `${question}/${part}`, value })),
        ),
      );
    },
  };
}

export const reflections: Repository<'reflections'> = {
  rows: reflectionRows,
  tables: {
    Reflection: { deleted: 'A mentor’s reflection is theirs alone.' },
    ReflectionPiece: { deleted: 'A mentor’s reflection is theirs alone, every version of it.' },
  },
  async erase(s, person) {
    await s.db.sql.run`DELETE FROM "ReflectionPiece" WHERE "programmeId" = ${s.programme} AND "keyOf" = ${person}`;
    await s.db.sql.run`DELETE FROM "Reflection" WHERE "programmeId" = ${s.programme} AND "keyOf" = ${person}`;
  },
};

const lookBackAt = (mentorship: string): string => `look-back/${mentorship}/words`;

function lookBackRows(s: Scope): Rows['lookBacks'] {
  return {
    async get(id) {
      const [row] = await s.db.sql.query<Plain<LookBackRow>>`
        SELECT * FROM "LookBack" WHERE "programmeId" = ${s.programme} AND "mentorshipId" = ${text(id)}`;
      if (row === undefined) return undefined;
      const ring = await s.ring([row.menteeId]);
      return {
        mentorship: row.mentorshipId as MentorshipId,
        mentee: row.menteeId as PersonId,
        ...readLookBack(ring.open(row.menteeId, row.words, lookBackAt(row.mentorshipId))),
        savedAt: ms(row.savedAt),
      } satisfies LookBack;
    },
    async ofMentee(mentee) {
      const rows = await s.db.sql.query<Plain<Pick<LookBackRow, 'mentorshipId'>>>`
        SELECT "mentorshipId" FROM "LookBack" WHERE "programmeId" = ${s.programme} AND "menteeId" = ${text(mentee)}`;
      return new Set(rows.map((row) => row.mentorshipId as MentorshipId));
    },
    async save({ mentorship, mentee, savedAt, ...words }) {
      const mentorshipId = text(mentorship);
      const menteeId = text(mentee);
      const ring = await s.ring([menteeId]);
      const row = { words: ring.seal(menteeId, words, lookBackAt(mentorshipId)), savedAt };
      mustHit(
        await s.db.prisma.lookBack.upsert({
          where: { mentorshipId, programmeId: s.programme },
          create: { mentorshipId, programmeId: s.programme, menteeId, ...row },
          update: row,
          select: { mentorshipId: true },
        }),
      );
    },
    async remove(id) {
      await s.db.prisma.lookBack.deleteMany({ where: { mentorshipId: text(id), programmeId: s.programme } });
    },
  };
}

/** No chain commits to it: it is nobody's evidence. */
export const lookBacks: Repository<'lookBacks'> = {
  rows: lookBackRows,
  tables: { LookBack: { deleted: 'What a mentee keeps of it is theirs alone.' } },
  async erase(s, person) {
    await s.db.prisma.lookBack.deleteMany({ where: { menteeId: person, programmeId: s.programme } });
  },
};
