// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { compiles, generate, refusals, root } from './bench.js';

// Two neighbours that share the arc 0, a speck, a country of two pieces, and Antarctica. In degrees.
const world = {
  type: 'Topology',
  transform: { scale: [1, 1], translate: [-180, -90] },
  arcs: [
    [[190, 130], [0, -10], [0, -10]], // 10 E, 40 N to 20 N
    [[190, 110], [-20, 0], [0, 20], [20, 0]], // the west of it
    [[190, 130], [20, 0], [0, -20], [-20, 0]], // the east
    [[100, 90], [0, 0], [0, 0], [0, 0]], // a speck
    [[240, 100], [20, 0], [0, -20], [-20, 0], [0, 20]], // large
    [[300, 100], [0, 0], [0, 0], [0, 0]], // an island too small to see
    [[100, 10], [10, 0], [0, 5], [-10, -5]],
  ],
  objects: {
    countries: {
      type: 'GeometryCollection',
      geometries: [
        { type: 'Polygon', arcs: [[0, 1]], id: '250', properties: { name: 'France' } },
        { type: 'Polygon', arcs: [[-1, 2]], id: '276', properties: { name: 'Germany' } },
        { type: 'MultiPolygon', arcs: [[[3]]], id: '702', properties: { name: 'Speck' } },
        { type: 'MultiPolygon', arcs: [[[5]], [[4]]], id: '076', properties: { name: 'Brazil' } },
        { type: 'Polygon', arcs: [[6]], id: '010', properties: { name: 'Antarctica' } },
        { type: 'Polygon', arcs: [[6]], properties: { name: 'Kosovo' } },
      ],
    },
  },
};

/** Country to path. */
function outlines(code) {
  return Object.fromEntries([...code.matchAll(/\{"(..)",\s+((?:"[^"]*"\s*)+)\}/g)]
    .map(([, country, text]) => [country, text.replace(/"|\n|\s{2,}/g, '')]));
}

/** The points of the rings of a path. */
function rings(path) {
  let [x, y] = [0, 0];
  return path.split('z').filter(Boolean).map((ring) => {
    const numbers = ring.match(/-?\d+/g).map(Number);
    const points = [];
    for (let i = 0; i < numbers.length; i += 2) {
      x += numbers[i];
      y += numbers[i + 1];
      points.push([x, y]);
    }
    [x, y] = points[0];
    return points;
  });
}

/** Where a point lies by the formulas of Equal Earth, in a world 700 wide around 11.5 degrees east. */
function equalEarth(longitude, latitude) {
  const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const rad = Math.PI / 180;
  const t = Math.asin(Math.sqrt(3) / 2 * Math.sin(latitude * rad));
  const x = 2 * Math.sqrt(3) * (longitude - 11.5) * rad * Math.cos(t)
    / (3 * (9 * a4 * t ** 8 + 7 * a3 * t ** 6 + 3 * a2 * t ** 2 + a1));
  const y = a4 * t ** 9 + a3 * t ** 7 + a2 * t ** 3 + a1 * t;
  const unit = 350 * Math.sqrt(3) * a1 / (2 * Math.PI);
  return [Math.round(350 + x * unit), Math.round(171 - y * unit)];
}

test('mapgen: countries become closed paths, sorted by their two letters', () => {
  const made = generate('mapgen', { 'world.json': JSON.stringify(world) });
  assert.equal(made.status, 0, made.errors);
  const found = outlines(made.read('outlines.c'));
  assert.deepEqual(Object.keys(found), ['BR', 'DE', 'FR', 'SG', 'XK'], 'Antarctica is not drawn');
  for (const path of Object.values(found)) assert.match(path, /^M\d+ \d+l[-\d ]+z(m[-\d ]+l[-\d ]+z)*$/);
  const [france] = rings(found.FR);
  assert.deepEqual(france[0], equalEarth(10, 40));
  assert.equal(france.length, 4, 'the point on the straight line is left out');
  const [germany] = rings(found.DE);
  for (const point of [france[0], france[1]]) {
    assert.ok(germany.some(([x, y]) => x === point[0] && y === point[1]), 'neighbours meet');
  }
  assert.equal(rings(found.BR).length, 1, 'the island is left out');
  assert.equal(rings(found.SG).length, 1, 'the largest piece never is');
  for (const name of ['outlines.c']) compiles(made.path, `out/${name}`);
});

test('mapgen: the world as it is built, whole and light', () => {
  const atlas = readFileSync(join(root, 'node_modules/world-atlas/countries-110m.json'), 'utf8');
  const made = generate('mapgen', { 'world.json': atlas });
  assert.equal(made.status, 0, made.errors);
  const found = outlines(made.read('outlines.c'));
  assert.ok(Object.keys(found).length > 170);
  const [, left, width, height] = /viewBox="(\d+) 0 (\d+) (\d+)"/.exec(readFileSync(join(root, 'templates/map.html'), 'utf8'))
    .map(Number);
  for (const [country, path] of Object.entries(found)) {
    for (const [x, y] of rings(path).flat()) {
      assert.ok(x >= left && x <= left + width && y >= 0 && y <= height, `${country}: ${x} ${y}`);
    }
  }
  const [x, y] = rings(found.KE)[0][0];
  assert.ok(Math.abs(x - equalEarth(38, 0)[0]) < 18 && Math.abs(y - 171) < 18, 'Kenya lies on the equator');
  assert.ok(Object.values(found).join('').length < 10_000);
});

const broken = (change) => {
  const other = structuredClone(world);
  change(other);
  return JSON.stringify(other);
};
refusals('mapgen', 'world.json', [
  ['what is no JSON', '{', 1, /cannot be read/],
  ['JSON that is no topology', '{}', 1, /no transform/],
  ['a country without a code', broken((w) => { delete w.objects.countries.geometries[0].id; }), 1, /without a code: France/],
  ['an arc that is not there', broken((w) => { w.objects.countries.geometries[0].arcs = [[99]]; }), 1, /an arc that is not there: 99/],
  ['a country on both sides of the edge', broken((w) => { w.arcs[3] = [[5, 130], [0, -10], [10, 0], [0, 10], [-10, 0]]; }), 1, /both sides/],
  ['a world without countries', broken((w) => { w.objects.countries.geometries = []; }), 1, /no country/],
  ['lines', broken((w) => { w.objects.countries.geometries[0].type = 'LineString'; }), 1, /neither Polygon nor MultiPolygon/],
]);
