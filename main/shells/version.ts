declare const __AIRLOCK_VERSION__: string;

/** The version in package.json, put in by the bundler; tests run from source and have none. */
export const version = typeof __AIRLOCK_VERSION__ === 'string' ? __AIRLOCK_VERSION__ : '0.0.0-source';
