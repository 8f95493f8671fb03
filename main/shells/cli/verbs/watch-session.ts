import { watchUntilEnd } from '../../watch-until-end.ts';
import { UsageError, type Verb } from '../verb.ts';

export const watchSessionVerb: Verb = {
  usage: 'watch-session --session ID',
  options: { session: { type: 'string' } },
  run: ({ texts }) => {
    const sessionId = texts['session'];
    if (sessionId === undefined) throw new UsageError('watch-session takes --session ID');
    return watchUntilEnd(sessionId);
  },
};
