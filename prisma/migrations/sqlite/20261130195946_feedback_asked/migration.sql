-- AlterTable
ALTER TABLE "Feedback" ADD COLUMN "asked" TEXT;
