import { expect, test } from 'vitest';
import { refusalOf } from './check-request.ts';
import { Login } from './login.ts';
import { MessageBudget } from './message-budget.ts';
import { readPageMessage } from './page-message.ts';

test('a token lets one page in, once, and its secret lets that page come back', () => {
  const login = new Login();
  const token = login.issueToken();
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(login.greet('something else')).toBeNull();
  const resume = login.greet(token);
  expect(resume).not.toBeNull();
  expect(login.greet(token)).toBeNull();
  expect(login.greet(resume ?? '')).toBe(resume);
  expect(login.greet(login.issueToken())).not.toBe(resume);
});

test.each([
  [{ host: '127.0.0.1:5000', origin: 'http://127.0.0.1:5000' }, true, true],
  [{ host: 'localhost:5000', origin: 'http://localhost:5000' }, true, true],
  [{ host: '127.0.0.1:5000', origin: undefined }, false, true],
  [{ host: '127.0.0.1:5000', origin: undefined }, true, false],
  [{ host: 'evil.example:5000', origin: 'http://evil.example:5000' }, true, false],
  [{ host: '127.0.0.1.evil.example', origin: undefined }, false, false],
  [{ host: 'localhost:5000', origin: 'http://localhost:3000' }, true, false],
  [{ host: '127.0.0.1:5000', origin: 'null' }, true, false],
  [{ host: '127.0.0.1:5000', origin: 'https://127.0.0.1:5000' }, true, false],
  [{ host: undefined, origin: undefined }, false, false],
])('%j (origin needed: %s) may come in: %s', (source, needsOrigin, mayComeIn) => {
  expect(refusalOf(source, needsOrigin) === null).toBe(mayComeIn);
});

test('the budget of messages is used up by a flood and fills again with time', () => {
  let nowMs = 0;
  const budget = new MessageBudget({ burst: 3, perSecond: 2 }, () => nowMs);
  expect([budget.take(), budget.take(), budget.take(), budget.take()]).toEqual([true, true, true, false]);
  nowMs = 500;
  expect([budget.take(), budget.take()]).toEqual([true, false]);
  nowMs = 60_000;
  expect([budget.take(), budget.take(), budget.take(), budget.take()]).toEqual([true, true, true, false]);
});

test.each([
  ['{"type":"hello","token":"t"}', { type: 'hello', secret: 't' }],
  ['{"type":"hello","resume":"r"}', { type: 'hello', secret: 'r' }],
  ['{"type":"hello","token":"t","resume":"r"}', null],
  ['{"type":"hello","token":""}', null],
  ['{"type":"invoke","id":3,"name":"x","input":{}}', { type: 'invoke', id: 3, name: 'x', input: {} }],
  ['{"type":"invoke","id":"3","name":"x","input":{}}', null],
  ['{"type":"invoke","id":3,"name":"x","input":{},"more":1}', null],
  ['not json', null],
])('reads %s', (text, message) => {
  expect(readPageMessage(text)).toEqual(message);
});
