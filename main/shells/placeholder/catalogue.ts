export const controlOf = (id: string) => ({ title: id });
