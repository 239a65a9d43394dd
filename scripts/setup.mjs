// Runs on the machine's own Node.js, before anything is installed: keep it free of imports from npm.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const oldest = 20;
if (Number(process.versions.node.split('.')[0]) < oldest) {
  console.error(`Doorstep needs Node.js ${oldest} or later; this is ${process.versions.node}.`);
  process.exit(1);
}

/** The lockfile's packages without the root, which npm's own record of what it installed leaves out. */
function packages(file) {
  const { '': _root, ...rest } = JSON.parse(readFileSync(file, 'utf8')).packages;
  return rest;
}

/** True when what is installed is what the lockfile asks for; optional packages of other machines may be missing. */
function upToDate() {
  const record = 'node_modules/.package-lock.json';
  if (!existsSync(record)) return false;
  const installed = packages(record);
  return Object.entries(packages('package-lock.json')).every(
    ([path, wanted]) => installed[path]?.version === wanted.version || wanted.optional || wanted.devOptional,
  );
}

if (!upToDate()) {
  // Not `npm ci`: it refuses a lockfile without the optional packages of other platforms, which not every registry carries.
  const npm = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  process.exit(npm.status ?? 1);
}
