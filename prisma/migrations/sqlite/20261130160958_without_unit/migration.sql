-- AlterTable
ALTER TABLE "Portfolio" ADD COLUMN "withoutUnit" BOOLEAN;
