import { useEffect, useRef, useState } from 'react';
import { useFieldWords } from '../shell/field-words.tsx';
import { Picture } from './picture.tsx';

/** The live picture with the earlier one laid over it, so that the new photo has the same viewpoint. */
export function GuidedCamera(props: {
  before: string;
  onTaken: (picture: Blob) => void;
  onClose: () => void;
}) {
  const { say } = useFieldWords();
  const video = useRef<HTMLVideoElement>(null);
  const [strength, setStrength] = useState(40);
  const [fault, setFault] = useState('');
  useEffect(() => {
    let stream: MediaStream | null = null;
    let isOpen = true;
    navigator.mediaDevices
      ?.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1920 } } })
      .then((opened) => {
        if (!isOpen) return stopAll(opened);
        stream = opened;
        if (video.current) video.current.srcObject = opened;
      })
      .catch(() => setFault('field.noCamera'));
    if (!navigator.mediaDevices) setFault('field.noCamera');
    return () => {
      isOpen = false;
      if (stream) stopAll(stream);
    };
  }, []);
  const shoot = () => {
    const live = video.current;
    if (!live || live.videoWidth === 0) return;
    const canvas = document.createElement('canvas');
    canvas.width = live.videoWidth;
    canvas.height = live.videoHeight;
    canvas.getContext('2d')?.drawImage(live, 0, 0);
    canvas.toBlob((picture) => picture && props.onTaken(picture), 'image/jpeg', 0.9);
  };
  return (
    <div className="camera-sheet" role="dialog" aria-modal="true" aria-label={say('field.samePlace')}>
      <div className="viewfinder">
        <video ref={video} autoPlay playsInline muted />
        <div className="overlay" style={{ opacity: strength / 100 }}>
          <Picture sha256={props.before} alt={say('field.beforePhoto')} size="large" />
        </div>
      </div>
      {fault && (
        <p role="alert" className="fault">
          {say(fault)}
        </p>
      )}
      <label>
        {say('field.overlay')}
        <input
          type="range"
          min={0}
          max={80}
          value={strength}
          onChange={(event) => setStrength(Number(event.target.value))}
        />
      </label>
      <div className="row">
        <button type="button" onClick={props.onClose}>
          {say('field.back')}
        </button>
        <button type="button" className="primary" onClick={shoot} disabled={fault !== ''}>
          {say('field.shoot')}
        </button>
      </div>
    </div>
  );
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
