-- CreateTable
CREATE TABLE "Mail" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "link" TEXT NOT NULL,
    "words" BLOB,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" BIGINT NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "leasedUntil" BIGINT,
    "settledAt" BIGINT,
    "code" TEXT NOT NULL DEFAULT ''
);

-- CreateIndex
CREATE INDEX "Mail_state_nextAt_idx" ON "Mail"("state", "nextAt");

-- CreateIndex
CREATE INDEX "Mail_programmeId_personId_idx" ON "Mail"("programmeId", "personId");
