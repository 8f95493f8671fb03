import { mmartial } from './mmartial.ts';
import { plain } from './plain.ts';
import type { Recipe } from './recipe.ts';

const recipes = { mmartial, plain } as const satisfies Record<Recipe['id'], Recipe>;

/** What is known of an image. */
export function recipeOf(id: Recipe['id']): Recipe {
  return recipes[id];
}
