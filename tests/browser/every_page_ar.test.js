// SPDX-License-Identifier: AGPL-3.0-or-later
// Every page in this language: see every_page.js.
import { after, before, test } from 'node:test';
import { closeSite, lookAtEveryPage, lookBehindForms, openSite } from './every_page.js';

before(openSite);
after(closeSite);
test('every page, ar: no barrier, wide enough, large enough, in its language', () => lookAtEveryPage('ar'));
test('every page behind a form, ar: no barrier, wide enough, large enough, in its language', () => lookBehindForms('ar'));
