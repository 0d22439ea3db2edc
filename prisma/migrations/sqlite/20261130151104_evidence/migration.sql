-- AlterTable
ALTER TABLE "RecordVersion" ADD COLUMN "practice" BLOB;

-- CreateTable
CREATE TABLE "Allocation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "portfolioId" TEXT,
    "personId" TEXT NOT NULL,
    "as" TEXT NOT NULL,
    "fromAt" BIGINT NOT NULL,
    "untilAt" BIGINT,
    "madeById" TEXT NOT NULL,
    "madeAt" BIGINT NOT NULL,
    CONSTRAINT "Allocation_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Allocation_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Allocation_programmeId_personId_fkey" FOREIGN KEY ("programmeId", "personId") REFERENCES "Person" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_AuditEntry" (
    "chain" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "programmeId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "actorId" TEXT,
    "what" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "commitments" TEXT NOT NULL,
    "prev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "leaves" TEXT NOT NULL DEFAULT '[]',
    "voids" TEXT NOT NULL DEFAULT '[]',
    "outline" BLOB,
    "practiceOf" TEXT,
    "practice" BLOB,
    "tag" TEXT NOT NULL DEFAULT '',

    PRIMARY KEY ("chain", "seq")
);
INSERT INTO "new_AuditEntry" ("actorId", "at", "chain", "commitments", "hash", "keyOf", "prev", "programmeId", "seq", "subject", "what", "words") SELECT "actorId", "at", "chain", "commitments", "hash", "keyOf", "prev", "programmeId", "seq", "subject", "what", "words" FROM "AuditEntry";
DROP TABLE "AuditEntry";
ALTER TABLE "new_AuditEntry" RENAME TO "AuditEntry";
CREATE INDEX "AuditEntry_chain_what_at_idx" ON "AuditEntry"("chain", "what", "at");
CREATE INDEX "AuditEntry_chain_tag_idx" ON "AuditEntry"("chain", "tag");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Allocation_programmeId_personId_idx" ON "Allocation"("programmeId", "personId");
