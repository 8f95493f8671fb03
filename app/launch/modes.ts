/** The three buttons. Only `secure` can be launched so far; the others are part of the words. */
export const modes = ['secure', 'sandbox', 'update'] as const;
export type Mode = (typeof modes)[number];

/** What stops egress: our bridge with rules, or no network interface at all and a socket relay. */
export const walls = ['bridge', 'sealed'] as const;
export type Wall = (typeof walls)[number];
