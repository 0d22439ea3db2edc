-- CreateTable
CREATE TABLE "Counter" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "free" BIGINT NOT NULL,
    "line" BIGINT NOT NULL
);
