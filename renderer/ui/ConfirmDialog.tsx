import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Button } from './Button.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly confirm: string;
  readonly cancel: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before something is changed. The browser's own dialog keeps the focus inside and gives it back. */
export function ConfirmDialog({ title, confirm, cancel, onConfirm, onClose, children }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="confirm"
      aria-labelledby={titleId}
      onClose={onClose}
      onKeyDown={(event) => {
        // What lies below must not take this key as well, and what lies below may have refused the browser's own way.
        event.stopPropagation();
        if (event.key === 'Escape') dialog.current?.close();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
      <div className="actions">
        <Button
          kind="primary"
          onClick={() => {
            onConfirm();
            dialog.current?.close();
          }}
        >
          {confirm}
        </Button>
        <Button onClick={() => dialog.current?.close()}>{cancel}</Button>
      </div>
    </dialog>
  );
}
