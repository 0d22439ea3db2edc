-- CreateIndex
CREATE INDEX "AuditEntry_chain_what_at_idx" ON "AuditEntry"("chain", "what", "at");
