-- Written by `node prisma/db.mjs new replicas`, as SQLite’s up to 20261201110955_replicas.

-- AlterTable
ALTER TABLE "Prompt" ADD COLUMN     "leasedBy" INTEGER;

-- AlterTable
ALTER TABLE "Outbox" ADD COLUMN     "leasedBy" INTEGER;

-- AlterTable
ALTER TABLE "Pack" ADD COLUMN     "leasedBy" INTEGER;

-- AlterTable
ALTER TABLE "Mail" ADD COLUMN     "leasedBy" INTEGER;
