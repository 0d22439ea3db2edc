-- AlterTable
ALTER TABLE "Programme" ADD COLUMN "dataKey" BLOB;

-- CreateTable
CREATE TABLE "DataStep" (
    "number" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "cursor" TEXT,
    "batches" INTEGER NOT NULL DEFAULT 0,
    "startedAt" BIGINT NOT NULL,
    "finishedAt" BIGINT
);
