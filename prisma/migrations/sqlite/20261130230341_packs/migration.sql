-- AlterTable
ALTER TABLE "Programme" ADD COLUMN "outsideNamedAt" BIGINT;

-- CreateTable
CREATE TABLE "Pack" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "portfolioId" TEXT NOT NULL,
    "mentorId" TEXT NOT NULL,
    "askedById" TEXT NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "withWords" BOOLEAN NOT NULL,
    "lookUntil" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "madeAt" BIGINT,
    "madeAgainAt" BIGINT,
    "size" INTEGER,
    "hash" TEXT NOT NULL,
    "nextAt" BIGINT NOT NULL,
    "leasedUntil" BIGINT,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "code" TEXT NOT NULL DEFAULT '',
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    CONSTRAINT "Pack_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PackFile" (
    "packId" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "bytes" BLOB NOT NULL,
    "keptUntil" BIGINT NOT NULL,
    CONSTRAINT "PackFile_programmeId_packId_fkey" FOREIGN KEY ("programmeId", "packId") REFERENCES "Pack" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PackChoice" (
    "packId" TEXT NOT NULL,
    "mentorshipId" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "menteeId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,

    PRIMARY KEY ("packId", "mentorshipId"),
    CONSTRAINT "PackChoice_programmeId_packId_fkey" FOREIGN KEY ("programmeId", "packId") REFERENCES "Pack" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "PackChoice_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RecordedOutcome" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "portfolioId" TEXT NOT NULL,
    "criterion" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "recordedById" TEXT NOT NULL,
    "recordedAt" BIGINT NOT NULL,
    "withdrawnAt" BIGINT,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    CONSTRAINT "RecordedOutcome_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Pack_portfolioId_idx" ON "Pack"("portfolioId");

-- CreateIndex
CREATE INDEX "Pack_state_nextAt_idx" ON "Pack"("state", "nextAt");

-- CreateIndex
CREATE UNIQUE INDEX "Pack_programmeId_id_key" ON "Pack"("programmeId", "id");

-- CreateIndex
CREATE INDEX "PackFile_keptUntil_idx" ON "PackFile"("keptUntil");

-- CreateIndex
CREATE UNIQUE INDEX "PackFile_programmeId_packId_key" ON "PackFile"("programmeId", "packId");

-- CreateIndex
CREATE INDEX "RecordedOutcome_portfolioId_idx" ON "RecordedOutcome"("portfolioId");

-- CreateIndex
CREATE UNIQUE INDEX "RecordedOutcome_programmeId_id_key" ON "RecordedOutcome"("programmeId", "id");
