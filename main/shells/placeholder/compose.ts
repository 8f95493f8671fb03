export async function composePanel(): Promise<never> {
  throw new Error('the core has not landed yet');
}
