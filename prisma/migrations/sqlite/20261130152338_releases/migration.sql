-- CreateTable
CREATE TABLE "Release" (
    "mentorshipId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "menteeId" TEXT NOT NULL,
    "planVersion" INTEGER,
    "recordVersion" INTEGER NOT NULL,
    "offeredById" TEXT NOT NULL,
    "offeredAt" BIGINT NOT NULL,
    "answeredAt" BIGINT,
    "leftOut" TEXT NOT NULL,
    "releasedAt" BIGINT,
    "heldBack" TEXT NOT NULL,

    PRIMARY KEY ("mentorshipId", "sessionId"),
    CONSTRAINT "Release_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Release_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);
