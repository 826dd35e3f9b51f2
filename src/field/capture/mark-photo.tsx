import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useFieldWords } from '../shell/field-words.tsx';
import { usePhone } from '../shell/phone.tsx';
import { findPhoto } from '../store/outbox-store.ts';

/** Longest side of the marked copy, in pixels. */
const longestSide = 1600;

/**
 * Draws on a copy of a photo: the original keeps its bytes and its hash and stays evidence; the marked copy
 * goes along as a further picture.
 */
export function MarkPhoto(props: { sha256: string; onMarked: (picture: Blob) => void; onClose: () => void }) {
  const { say } = useFieldWords();
  const { db } = usePhone();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isDrawn, setDrawn] = useState(false);
  const [round, setRound] = useState(0);
  useEffect(() => {
    // drawn anew whenever the marks are taken away
    void round;
    void findPhoto(db, props.sha256).then(async (photo) => {
      const paper = canvas.current;
      if (!photo || !paper) return;
      const picture = await createImageBitmap(photo.blob);
      const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
      paper.width = Math.round(picture.width * scale);
      paper.height = Math.round(picture.height * scale);
      paper.getContext('2d')?.drawImage(picture, 0, 0, paper.width, paper.height);
      picture.close();
    });
  }, [db, props.sha256, round]);
  const at = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const scale = event.currentTarget.width / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  };
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    const pen = event.currentTarget.getContext('2d');
    if (!pen) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x, y } = at(event);
    pen.strokeStyle = '#e02020';
    pen.lineWidth = Math.max(4, event.currentTarget.width / 150);
    pen.lineCap = 'round';
    pen.beginPath();
    pen.moveTo(x, y);
  };
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { x, y } = at(event);
    const pen = event.currentTarget.getContext('2d');
    pen?.lineTo(x, y);
    pen?.stroke();
    setDrawn(true);
  };
  const keep = () =>
    canvas.current?.toBlob((picture) => picture && props.onMarked(picture), 'image/jpeg', 0.88);
  return (
    <div className="marking" role="dialog" aria-modal="true" aria-label={say('field.mark')}>
      <canvas ref={canvas} onPointerDown={begin} onPointerMove={draw} aria-label={say('field.markHint')} />
      <div className="row">
        <button type="button" onClick={props.onClose}>
          {say('field.back')}
        </button>
        <button
          type="button"
          disabled={!isDrawn}
          onClick={() => {
            setDrawn(false);
            setRound(round + 1);
          }}
        >
          {say('field.markClear')}
        </button>
        <button type="button" className="primary" disabled={!isDrawn} onClick={keep}>
          {say('field.markKeep')}
        </button>
      </div>
    </div>
  );
}
