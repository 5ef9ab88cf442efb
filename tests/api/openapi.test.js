// SPDX-License-Identifier: AGPL-3.0-or-later
// The OpenAPI description: valid, complete, and true to what the server answers.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { root } from '../house.js';
import { makeHouse } from './people.js';

const WHERE = '/api/chorus/v1/openapi.json';

test('the description is valid OpenAPI 3.1', async (t) => {
  const { nobody } = await makeHouse(t, { people: 0 });
  const validator = new Validator();
  const { valid, errors } = await validator.validate(await nobody.get(WHERE));
  assert.ok(valid, JSON.stringify(errors, null, 1));
  assert.equal(validator.version, '3.1');
});

test('every route is in it, with a summary and an id of its own', async (t) => {
  const { nobody } = await makeHouse(t, { people: 0 });
  const { paths } = await nobody.get(WHERE);
  const table = await readFile(path.join(root, 'src/api/routes.def'), 'utf8');
  const routes = [...table.matchAll(/^ROUTE\((\w+), "([^"]+)"/gm)];
  assert.ok(routes.length > 100);
  for (const [, method, where] of routes) {
    const operation = paths[where.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    assert.ok(operation, `${method} ${where} is not described`);
    assert.ok(operation.summary, `${method} ${where} has no row in answers.def`);
  }
  const ids = Object.values(paths).flatMap((item) => Object.values(item).map((operation) => operation.operationId));
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(ids.length, routes.length);
});

test('what it asks for is what routes ask for', async (t) => {
  const { nobody } = await makeHouse(t, { people: 0 });
  const { paths } = await nobody.get(WHERE);
  assert.deepEqual(paths['/api/v1/statuses'].post.security, [{ token: ['write:statuses'] }]);
  assert.deepEqual(paths['/api/v1/timelines/public'].get.security, [{}, { token: ['read:statuses'] }]);
  assert.deepEqual(paths['/api/chorus/v1/campaigns'].get.security, []);
  const report = paths['/api/v1/reports'].post.requestBody.content['application/json'].schema;
  assert.deepEqual(report.required, ['account_id']);
  assert.equal(report.properties.comment.maxLength, 1000);
  const query = paths['/api/v1/notifications'].get.parameters.map((parameter) => parameter.name);
  assert.ok(query.includes('types[]'));
  assert.ok(query.includes('max_id'));
});

test('answers fit their schemas', async (t) => {
  const { people: [her, friend], nobody } = await makeHouse(t, { people: 2 });
  const document = await nobody.get(WHERE);
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(document, 'openapi');
  const fits = (name, thing) => {
    const validate = ajv.getSchema(`openapi#/components/schemas/${name}`);
    assert.ok(validate, `no schema ${name}`);
    assert.ok(validate(thing), `${name}: ${ajv.errorsText(validate.errors)}`);
  };
  const post = await her.say('#MeToo');
  await friend.answer(post, 'I believe you');
  fits('Status', await her.act(post, 'favourite'));
  fits('Account', await her.get(`/api/v1/accounts/${post.account.id}`));
  fits('CredentialAccount', await her.me());
  fits('Notification', (await her.get('/api/v1/notifications'))[0]);
  fits('Tag', await her.get('/api/v1/tags/metoo'));
  fits('Search', await her.get('/api/v2/search?q=metoo'));
  fits('Figures', await nobody.get('/api/chorus/v1/campaigns/metoo/figures'));
  fits('Campaign', await nobody.get('/api/chorus/v1/campaigns/metoo'));
  fits('FamilyMember', (await nobody.get('/api/chorus/v1/campaigns/metoo/hashtags'))[0]);
  fits('Filter', await her.must('POST', '/api/v2/filters', {
    title: 'x', context: ['home'], keywords_attributes: [{ keyword: 'y' }],
  }));
  fits('Report', await her.must('POST', '/api/v1/reports', { account_id: (await friend.me()).id }));
  fits('Error', (await nobody.send('GET', '/api/v1/notifications')).json);
});
