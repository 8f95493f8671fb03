import path from 'node:path';
import { done, type RemedyAction } from './remedy-action.ts';

/** A first build downloads its packages; slow lines need their time. */
const buildTimeoutMs = 15 * 60_000;

/** Builds the image of the sentinel, the prober and the relay from the files that come with Airlock. */
export const buildToolsImage: RemedyAction = {
  id: 'docker.build-tools-image',
  plan: ({ profile, assetsDir }) =>
    Promise.resolve([`docker build --tag ${profile.toolsImage} ${path.join(assetsDir, 'tools')}`]),
  run: async ({ engine, profile, assetsDir, signal, tell }) => {
    const request = { contextDir: path.join(assetsDir, 'tools'), tag: profile.toolsImage, buildArgs: {} };
    await engine.buildImage(request, tell, { signal, timeoutMs: buildTimeoutMs });
    return done;
  },
};
