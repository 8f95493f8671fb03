import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands, isCommandName } from '../../app/ipc/contract.ts';
import { answerCommand } from '../../main/shells/answer-command.ts';
import { countingHandlers } from './counting-handlers.ts';
import { malformedMessage } from './malformed-message.ts';

const messages = 10_000;

test(`${String(messages)} malformed messages are refused with a type, and none reaches a handler`, async () => {
  const { handlers, calls } = countingHandlers();
  let wellFormed = 0;
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(malformedMessage, async ({ name, input }) => {
      const isFine = isCommandName(name) && commands[name].input.safeParse(input).success;
      if (isFine) wellFormed += 1;
      const answer = await answerCommand(handlers, name, input, () => (refusals += 1));
      expect(answer.ok).toBe(isFine);
      if (!answer.ok) {
        expect(answer.failure.code).toBe('bad-request');
        expect(answer.failure.message.length).toBeLessThan(500);
      }
    }),
    { numRuns: messages },
  );
  expect(calls()).toBe(wellFormed);
  expect(refusals).toBe(messages - wellFormed);
  expect(refusals).toBeGreaterThan(messages / 2);
  expect(Object.prototype).not.toHaveProperty('mode');
});
