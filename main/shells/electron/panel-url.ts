/** The only page the window ever shows. */
export const panelUrl = 'app://panel/index.html';

/** True for the panel's own page and nothing else, whatever comes after its origin. */
export function isPanelUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  // For schemes of our own Node answers the origin `null`, so its parts are compared.
  return url.protocol === 'app:' && url.host === 'panel' && url.username === '' && url.password === '';
}
