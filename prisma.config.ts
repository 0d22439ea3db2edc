import { defineConfig } from 'prisma/config';

// The CLI would fetch a native schema engine before every command, even `generate`. Migrations go through the
// WebAssembly build (prisma/db.mjs), so it is pointed at a file that exists and fails loudly if it is ever run.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= '/bin/false';

export default defineConfig({ schema: process.env.PRISMA_SCHEMA_FILE ?? 'prisma/schema.prisma' });
