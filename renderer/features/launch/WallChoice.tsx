import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { walls, type Wall } from '../../../app/launch/modes.ts';

interface WallChoiceProps {
  readonly chosen: Wall;
  readonly onChoose: (wall: Wall) => void;
}

/** Which of the two walls the next launch raises. */
export function WallChoice({ chosen, onChoose }: WallChoiceProps) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <fieldset className="walls">
      <legend>{t('launch.wall')}</legend>
      {walls.map((wall) => (
        <label key={wall} className="wall">
          <input type="radio" name={name} checked={wall === chosen} onChange={() => onChoose(wall)} />
          <span>
            <strong>{t(`launch.walls.${wall}`)}</strong>
            <span>{t(`launch.wallSays.${wall}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
