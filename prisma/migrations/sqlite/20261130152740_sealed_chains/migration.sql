-- DropIndex
DROP INDEX "AuditEntry_chain_what_at_idx";
