-- AlterTable
ALTER TABLE "RecordHead" ADD COLUMN "actions" TEXT;
ALTER TABLE "RecordHead" ADD COLUMN "attended" TEXT;
ALTER TABLE "RecordHead" ADD COLUMN "lag" TEXT;
ALTER TABLE "RecordHead" ADD COLUMN "minutes" INTEGER;
ALTER TABLE "RecordHead" ADD COLUMN "skills" TEXT;
ALTER TABLE "RecordHead" ADD COLUMN "startedAt" BIGINT;

-- AlterTable
ALTER TABLE "Plan" ADD COLUMN "goals" TEXT;

-- AlterTable: columns are added to the tables as they stand, which copies no row.
ALTER TABLE "Attendee" ADD COLUMN "countedAs" TEXT NOT NULL DEFAULT 'nothing';
ALTER TABLE "Attendee" ADD COLUMN "countedWhy" TEXT;
ALTER TABLE "Attendee" ADD COLUMN "countedMinutes" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Attendee" ADD COLUMN "countedConfirmed" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Attendee" ADD COLUMN "countedDisputed" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN "movedLate" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Session" ADD COLUMN "countedFrom" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "Session" ADD COLUMN "countedMinutes" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Session" ADD COLUMN "countedConfirmed" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Session" ADD COLUMN "countedDisputed" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Session" ADD COLUMN "countedRecorded" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Session" ADD COLUMN "countedPlanned" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Session" ADD COLUMN "disputes" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Session" ADD COLUMN "countedWhy" TEXT;
ALTER TABLE "Session" ADD COLUMN "ending" TEXT;
ALTER TABLE "Session" ADD COLUMN "lag" TEXT;
ALTER TABLE "Session" ADD COLUMN "sharesTime" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "Session_counted_idx" ON "Session"("programmeId", "portfolioId", "countedFrom", "countedMinutes", "countedConfirmed", "countedDisputed", "countedRecorded", "countedPlanned", "sharesTime", "disputes", "lag");
