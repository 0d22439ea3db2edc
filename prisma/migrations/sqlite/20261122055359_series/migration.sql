-- AlterTable
ALTER TABLE "Session" ADD COLUMN "missed" TEXT;
ALTER TABLE "Session" ADD COLUMN "seriesId" TEXT;
ALTER TABLE "Session" ADD COLUMN "seriesPosition" INTEGER;

-- CreateIndex
CREATE INDEX "Session_seriesId_idx" ON "Session"("seriesId");
