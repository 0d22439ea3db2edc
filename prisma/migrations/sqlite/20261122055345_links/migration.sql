-- CreateTable
CREATE TABLE "Link" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "madeById" TEXT NOT NULL,
    "witnessed" BOOLEAN NOT NULL,
    "madeAt" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "usedAt" BIGINT
);

-- CreateIndex
CREATE INDEX "Link_programmeId_personId_idx" ON "Link"("programmeId", "personId");

-- CreateIndex
CREATE INDEX "Link_programmeId_subject_idx" ON "Link"("programmeId", "subject");
