-- AlterTable
ALTER TABLE "Catalogue" ADD COLUMN "words" BLOB;

-- AlterTable
ALTER TABLE "Programme" ADD COLUMN "words" BLOB;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN "unfitAt" BIGINT;

-- CreateTable
CREATE TABLE "SignedHead" (
    "programmeId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" BIGINT NOT NULL,
    "moved" TEXT NOT NULL,
    "root" TEXT NOT NULL,
    "prev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "keyPrint" TEXT NOT NULL,
    "signature" TEXT NOT NULL,

    PRIMARY KEY ("programmeId", "seq")
);

-- CreateTable
CREATE TABLE "SigningKey" (
    "print" TEXT NOT NULL PRIMARY KEY,
    "publicKey" TEXT NOT NULL,
    "since" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "ChainCheck" (
    "chain" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "checkedAt" BIGINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "brokenAt" INTEGER,
    "misfits" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Misfit" (
    "chain" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "seq" INTEGER,
    "foundAt" BIGINT NOT NULL,
    "goneAt" BIGINT,

    PRIMARY KEY ("chain", "path")
);

-- CreateTable
CREATE TABLE "RightsRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "aboutId" TEXT NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL
);

-- CreateTable
CREATE TABLE "LeadAlert" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "deputyToldAt" BIGINT,
    "acknowledgedAt" BIGINT,
    "words" BLOB NOT NULL
);

-- CreateIndex
CREATE INDEX "ChainCheck_programmeId_checkedAt_idx" ON "ChainCheck"("programmeId", "checkedAt");

-- CreateIndex
CREATE INDEX "Misfit_programmeId_goneAt_idx" ON "Misfit"("programmeId", "goneAt");

-- CreateIndex
CREATE INDEX "RightsRequest_programmeId_state_idx" ON "RightsRequest"("programmeId", "state");

-- CreateIndex
CREATE INDEX "RightsRequest_programmeId_aboutId_idx" ON "RightsRequest"("programmeId", "aboutId");

-- CreateIndex
CREATE UNIQUE INDEX "RightsRequest_programmeId_id_key" ON "RightsRequest"("programmeId", "id");

-- CreateIndex
CREATE INDEX "LeadAlert_programmeId_acknowledgedAt_idx" ON "LeadAlert"("programmeId", "acknowledgedAt");

-- CreateIndex
CREATE UNIQUE INDEX "LeadAlert_programmeId_id_key" ON "LeadAlert"("programmeId", "id");
