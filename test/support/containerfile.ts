import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What a Containerfile says, stage by stage, as far as ours goes: one that says more is refused. */

const root = path.resolve(import.meta.dirname, '../..');

export interface Stage {
  /** The image or the earlier stage that it begins as. */
  readonly from: string;
  readonly name: string | undefined;
  /** In their order; continued lines joined. */
  readonly steps: readonly { readonly does: string; readonly what: string }[];
}

const known = /^(FROM|WORKDIR|COPY|RUN|ENV|USER|VOLUME|EXPOSE|HEALTHCHECK|ENTRYPOINT)$/;

/** @throws Error at a line that it does not know */
export function stagesOf(text: string): readonly Stage[] {
  const stages: { from: string; name: string | undefined; steps: { does: string; what: string }[] }[] = [];
  for (const line of text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((one) => one.trim() !== '')) {
    const [, does = '', what = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (!known.test(does)) throw new Error(`not known here: ${line}`);
    if (does === 'FROM') {
      const [, from = '', name] = /^(\S+)(?: AS (\S+))?$/.exec(what) ?? [];
      stages.push({ from, name, steps: [] });
    } else {
      const stage = stages.at(-1);
      if (stage === undefined) throw new Error(`before any FROM: ${line}`);
      stage.steps.push({ does, what });
    }
  }
  return stages;
}

export const containerfile = (): readonly Stage[] =>
  stagesOf(readFileSync(path.join(root, 'manifests/container/Containerfile'), 'utf8'));

/** What a COPY takes, from which stage, and where to. */
export function copied(what: string): {
  readonly stage: string | undefined;
  readonly from: readonly string[];
  readonly to: string;
} {
  const words = what.split(/\s+/);
  const stage = /^--from=(.*)$/.exec(words[0] ?? '')?.[1];
  const files = stage === undefined ? words : words.slice(1);
  if (files.some((one) => one.startsWith('--'))) throw new Error(`not known here: COPY ${what}`);
  return { stage, from: files.slice(0, -1), to: files.at(-1) ?? '' };
}

/** The last one's word on this: the exec form's parts. */
export const parts = (stage: Stage, does: string): readonly string[] => {
  const last = stage.steps.findLast((step) => step.does === does)?.what ?? '[]';
  return JSON.parse(last.slice(last.indexOf('['))) as readonly string[];
};
