/** The two channels between Electron's preload script and its main process. */
export const invokeChannel = 'airlock:invoke';
export const eventChannel = 'airlock:event';
