import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkAgainstLeaves, leafFinder } from './against-leaves.mjs';
import { canonical, same, sha256 } from './canonical.mjs';
import { checkChain } from './chains.mjs';
import { answersIn, hoursIn, minutesIn } from './figures.mjs';
import { checkHours } from './hours.mjs';
import { checkPages } from './pages.mjs';
import { checkSessions } from './sessions.mjs';

/**
 * Checks a pack that was unzipped into a folder, and shares no code with what made it:
 *
 *     node test/recompute/recompute.mjs FOLDER [PAGES.txt]
 *
 * PAGES.txt is what `pdftotext -layout` made of its PDF. It says what it checked, what nobody can check by the pack alone,
 * and each fault in a sentence; it ends with 0 where there is none, with 1 where there is, with 2 where there is no pack.
 */

/**
 * @param files by name, their bytes (Uint8Array)
 * @param pages the text of the PDF
 * @returns {{ checked: string[], cannot: string[], faults: string[] }}
 */
export function recompute(files, pages) {
  const [checked, cannot, faults] = [[], [], []];
  const say = {
    checked: (what) => void checked.push(what),
    cannot: (what) => void cannot.push(what),
    fault: (what) => void faults.push(what),
  };
  const json = (name) => {
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(files.get(name)));
    } catch {
      say.fault(`${name} is missing, or is no JSON.`);
      return undefined;
    }
  };
  const [manifest, records] = [json('manifest.json'), json('records.json')];
  if (manifest === undefined || records === undefined) return { checked, cannot, faults };
  try {
    checkFiles(files, manifest, say);
    if (manifest.format !== 1 || (records.format !== 1 && records.format !== 2))
      say.fault('It is of a format that this checker does not know.');
    if (manifest.madeAt !== records.at) say.fault('records.json is as of another time than manifest.json.');
    checkNames(records, say);
    if (records.format === 2) checkDays(records, say);
    for (const chain of manifest.chains) checkChain(chain, say);
    checkSessions(records, leafFinder(manifest.chains), say);
    checkAgainstLeaves(records, manifest, say);
    checkFigures(records, manifest.figures, say);
    const hours = files.get('hours.csv');
    if (hours !== undefined)
      checkHours(records, manifest.preset, new TextDecoder('utf-8', { ignoreBOM: true }).decode(hours), say);
    if (pages !== undefined) checkPages(pages, records, say);
  } catch (error) {
    say.fault(`Something has not the form that it should have: ${error.message}.`);
  }
  cannot.push('That a meeting took place, that a clock was right, and that nothing was left out from the beginning.');
  return { checked, cannot, faults };
}

function checkFiles(files, manifest, say) {
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  for (const name of files.keys())
    if (name !== 'manifest.json' && name !== 'signature.json' && !listed.has(name))
      say.fault(`${name} is not in the list of manifest.json.`);
  for (const name of ['records.json', 'hours.csv'])
    if (!listed.has(name)) say.fault(`manifest.json does not list ${name}.`);
  for (const [name, { size, sha256: hash }] of listed) {
    const bytes = files.get(name);
    if (bytes === undefined) say.fault(`${name} is missing.`);
    else if (bytes.length !== size || sha256(bytes) !== hash) say.fault(`${name} is not as manifest.json has it.`);
  }
  say.checked(`${listed.size} files: their sizes and hashes.`);
}

/** Whoever is named by an id is called something, and nothing outside a pack is named by one. */
function checkNames(records, say) {
  const ids = new Set(
    canonical(records)
      .match(/"person-\d+"/g)
      ?.map((id) => id.slice(1, -1)) ?? [],
  );
  for (const id of ids)
    if (records.called[id] === undefined) say.fault(`records.json: nobody says what ${id} is called.`);
  for (const id of Object.keys(records.called))
    if (!/^person-\d+$/.test(id)) say.fault(`records.json: ${id} is no id of a pack’s.`);
}

/** Since format 2 an answer says on which day it was given, and nothing says in which minute. */
function checkDays({ answers, zone }, say) {
  const of = new Intl.DateTimeFormat('en-GB', { timeZone: zone });
  for (const { at, citation } of answers)
    if (of.format(at) === of.format(at - 1)) say.fault(`records.json: ${citation} says when on its day it was given.`);
  if (answers.length > 0) say.checked(`${answers.length} answers say their day, and no time.`);
}

function checkFigures(records, figures, say) {
  const hold = (what, stated, is) => {
    for (const key of new Set([...Object.keys(stated ?? {}), ...Object.keys(is)]))
      if (!same(stated?.[key], is[key]))
        say.fault(`${what}, ${key}: manifest.json says ${stated?.[key]}, and it comes to ${is[key]}.`);
  };
  if (figures.sessions !== records.sessions.length)
    say.fault(`manifest.json says ${figures.sessions} sessions, and records.json has ${records.sessions.length}.`);
  hold('Minutes', figures.minutes, minutesIn(records));
  const mentees = [...new Set(records.mentorships.map((m) => m.mentee))];
  for (const id of new Set([...mentees, ...Object.keys(figures.byMentee)]))
    hold(
      `Minutes with ${records.called[id] ?? id}`,
      figures.byMentee[id],
      mentees.includes(id) ? minutesIn(records, id) : {},
    );
  const lists = [
    ['Counted hours', figures.hours, hoursIn(records)],
    ['Answers', figures.answers, answersIn(records)],
  ];
  for (const [what, stated, is] of lists) {
    if (stated.length !== is.length)
      say.fault(`${what}: manifest.json has ${stated.length}, and it comes to ${is.length}.`);
    is.forEach((line, i) => {
      if (!same(stated[i], line))
        say.fault(
          `${what}, the ${i + 1}.: manifest.json says ${JSON.stringify(stated[i])}, and it comes to ${JSON.stringify(line)}.`,
        );
    });
  }
  const m = figures.minutes;
  say.checked(
    `${m.delivered} minutes delivered, ${m.confirmed} of them confirmed, ${m.planned} planned, ${m.disputed} disputed; of ${mentees.length} mentees; ${figures.hours.length} hours with their skills; ${figures.answers.length} rows of answers.`,
  );
}

/** Says it on the console. @returns the exit code */
function run([folder, pages]) {
  if (folder === undefined) {
    process.stderr.write('node test/recompute/recompute.mjs FOLDER [PAGES.txt]\n');
    return 2;
  }
  let files;
  try {
    const names = readdirSync(folder, { withFileTypes: true }).filter((f) => f.isFile());
    files = new Map(names.map(({ name }) => [name, readFileSync(path.join(folder, name))]));
  } catch {
    process.stderr.write(`There is no folder ${folder}. Unzip the pack, and give the folder.\n`);
    return 2;
  }
  if (!files.has('manifest.json')) {
    process.stderr.write(
      `There is no manifest.json in ${folder}. Unzip the pack, and give the folder that it is in.\n`,
    );
    return 2;
  }
  const { checked, cannot, faults } = recompute(files, pages === undefined ? undefined : readFileSync(pages, 'utf8'));
  const lines = [
    ...checked.map((what) => `checked  ${what}`),
    ...cannot.map((what) => `cannot   ${what}`),
    ...faults.map((what) => `FAULT    ${what}`),
    faults.length === 0
      ? 'No fault was found.'
      : `${faults.length} ${faults.length === 1 ? 'fault was' : 'faults were'} found.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return faults.length === 0 ? 0 : 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = run(process.argv.slice(2));
