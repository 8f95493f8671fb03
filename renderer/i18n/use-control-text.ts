import { useTranslation } from 'react-i18next';
import { controlOf } from '../../app/controls/catalogue.ts';
import type { Control, ControlId } from '../../app/controls/control.ts';

export type ControlText = Pick<Control, 'title' | 'does' | 'breaks' | 'guide' | 'found'>;

/** The words of a control in the page's language; what a locale lacks comes from the catalogue. */
export function useControlText(): (id: ControlId) => ControlText {
  const { t } = useTranslation();
  return (id) => {
    const control = controlOf(id);
    const text = (field: keyof ControlText): string =>
      t(`control.${id}.${field}`, { defaultValue: control[field] ?? '' });
    return {
      title: text('title'),
      does: text('does'),
      breaks: text('breaks'),
      ...(control.guide === undefined ? {} : { guide: text('guide') }),
      ...(control.found === undefined ? {} : { found: text('found') }),
    };
  };
}
