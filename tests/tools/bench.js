// SPDX-License-Identifier: AGPL-3.0-or-later
// A workbench for the generators' tests: a folder of its own for each, the built tool run in it,
// and the compilers with all warnings of the house over what it made.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(import.meta.url), '../../..');

const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

export function folder(files) {
  const path = mkdtempSync(join(tmpdir(), 'chorus-tools-'));
  folders.push(path);
  mkdirSync(join(path, 'out'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

// What make builds and prints stays the same while a file of tests runs: it is asked once.
const built = new Set();
function build(target) {
  if (built.has(target)) return;
  execFileSync('make', ['-s', target], { cwd: root, stdio: 'pipe' });
  built.add(target);
}

// Runs build/tools/<tool> out FILE … in a folder with these files; `args`: those it is given.
export function generate(tool, files, args = Object.keys(files), out = 'out') {
  build(`build/tools/${tool}`);
  const path = folder(files);
  mkdirSync(join(path, out), { recursive: true });
  const ran = spawnSync(join(root, 'build/tools', tool), [out, ...args], { cwd: path });
  return {
    path,
    status: ran.status,
    errors: ran.stderr.toString(),
    read: (name) => readFileSync(join(path, out, name), 'utf8'),
  };
}

const printed = new Map();
function flags(compiler) {
  if (!printed.has(compiler)) {
    const said = execFileSync('make', ['-s', 'print-flags', `CC=${compiler}`], { cwd: root });
    printed.set(compiler, said.toString().trim().split(/\s+/).filter((flag) => !flag.startsWith('-I')));
  }
  return printed.get(compiler);
}

// Compiles one file with the house's flags; what the compiler says, '' when nothing.
export function compile(compiler, path, file, output = null) {
  const how = output ? ['-c', '-o', output] : ['-fsyntax-only'];
  const include = ['-I.', '-Iout', `-I${root}/src`];
  const ran = spawnSync(compiler, [...flags(compiler), ...include, ...how, file], { cwd: path });
  return ran.stderr.toString() + (ran.status === 0 ? '' : `status ${ran.status}`);
}

export function compiles(path, file) {
  for (const compiler of ['gcc', 'clang']) {
    const said = compile(compiler, path, file);
    if (said) assert.fail(`${compiler} ${file}\n${said}`);
  }
}

// One test for each case: [title, files or text, line, message].
export function refusals(tool, name, cases) {
  for (const [title, text, line, message] of cases) {
    test(`${tool} refuses ${title}`, () => {
      const made = generate(tool, { [name]: text });
      assert.equal(made.status, 1, made.errors);
      assert.ok(made.errors.startsWith(`${name}:${line}: `), made.errors);
      assert.match(made.errors, message);
    });
  }
}

// Compiles files into a program, runs it, returns what it prints.
export function runProgram(path, sources, libraries = []) {
  const made = spawnSync('gcc', ['-std=c17', '-D_GNU_SOURCE', '-I.', '-Iout', `-I${root}/src`,
    ...sources, '-o', 'program', ...libraries], { cwd: path });
  assert.equal(made.status, 0, made.stderr.toString());
  return execFileSync(join(path, 'program'), { cwd: path }).toString();
}
