-- AlterTable
ALTER TABLE "Mail" ADD COLUMN "leasedBy" INTEGER;

-- AlterTable
ALTER TABLE "Outbox" ADD COLUMN "leasedBy" INTEGER;

-- AlterTable
ALTER TABLE "Pack" ADD COLUMN "leasedBy" INTEGER;

-- AlterTable
ALTER TABLE "Prompt" ADD COLUMN "leasedBy" INTEGER;
