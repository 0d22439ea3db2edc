-- CreateIndex
CREATE INDEX "Session_programmeId_state_lag_startsAt_mentorId_idx" ON "Session"("programmeId", "state", "lag", "startsAt", "mentorId");
