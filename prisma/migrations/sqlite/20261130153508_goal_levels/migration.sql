-- CreateTable
CREATE TABLE "GoalLevel" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "mentorshipId" TEXT NOT NULL,
    "goalId" TEXT NOT NULL,
    "level" INTEGER,
    "byId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "sessionId" TEXT,
    "keyOf" TEXT NOT NULL,
    "why" BLOB,
    CONSTRAINT "GoalLevel_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "GoalLevel_mentorshipId_idx" ON "GoalLevel"("mentorshipId");
