import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { failureOf } from '../../../app/errors/airlock-error.ts';
import { invokeChannel } from '../../../app/ipc/channels.ts';
import type { Answer, CommandHandlers } from '../../../app/ipc/contract.ts';
import { answerCommand, type NoteRefusal } from '../answer-command.ts';

export interface CommandService {
  /** Settles once the core has been loaded; commands that come earlier wait for it. */
  readonly handlers: Promise<CommandHandlers>;
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean;
  readonly noteRefusal: NoteRefusal;
}

/** The only door for messages of the page: sender → name → input → handler → answer. */
export function serveCommands(service: CommandService): void {
  ipcMain.handle(invokeChannel, async (event, name: unknown, input: unknown): Promise<Answer<unknown>> => {
    if (!service.isTrusted(event)) {
      service.noteRefusal(String(name).slice(0, 64), 'it came from a frame that is not the panel');
      const next = 'Close this window and start Airlock again.';
      return { ok: false, failure: { code: 'bad-request', message: 'This frame may not ask for anything.', next } };
    }
    try {
      return await answerCommand(await service.handlers, name, input, service.noteRefusal);
    } catch (error) {
      return { ok: false, failure: failureOf(error) };
    }
  });
}
