import { Button } from './Button.tsx';

interface RefusalNoteProps {
  readonly message: string;
  readonly next: string;
  readonly close: string;
  readonly onClose: () => void;
}

/** What the shell would not do, why, and what to do instead. */
export function RefusalNote({ message, next, close, onClose }: RefusalNoteProps) {
  return (
    <div className="refusal" role="alert">
      <p>
        <strong>{message}</strong> {next}
      </p>
      <Button onClick={onClose}>{close}</Button>
    </div>
  );
}
