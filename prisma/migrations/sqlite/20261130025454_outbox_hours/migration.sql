-- AlterTable
ALTER TABLE "Outbox" ADD COLUMN "waitsFor" TEXT NOT NULL DEFAULT 'nothing';

-- CreateIndex
CREATE INDEX "Posted_programmeId_recipient_idx" ON "Posted"("programmeId", "recipient");
