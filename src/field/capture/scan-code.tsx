import { useRef, useState } from 'react';
import { useFieldWords } from '../shell/field-words.tsx';

/** The part of the browser's reader of codes that is used; not every browser has one. */
interface CodeReader {
  detect(picture: ImageBitmapSource): Promise<readonly { readonly rawValue: string }[]>;
}

declare global {
  interface Window {
    BarcodeDetector?: new (options: { formats: string[] }) => CodeReader;
  }
}

export function canScan(): boolean {
  return 'BarcodeDetector' in window;
}

/** Longest text that is taken from a plate: a site's code has at most 60 characters. */
const longestCode = 60;

/** Reads the code on a site's plate from one picture; the picture itself is not kept. */
export function ScanCode({ onFound }: { onFound: (code: string) => void }) {
  const { say } = useFieldWords();
  const input = useRef<HTMLInputElement>(null);
  const [isEmpty, setEmpty] = useState(false);
  const read = async (file: File | undefined) => {
    if (!file || !window.BarcodeDetector) return;
    const picture = await createImageBitmap(file).catch(() => null);
    const codes = picture ? await new window.BarcodeDetector({ formats: ['qr_code'] }).detect(picture) : [];
    const [code] = codes;
    setEmpty(code === undefined);
    if (code) onFound(code.rawValue.trim().slice(0, longestCode));
  };
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        {say('field.scan')}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          void read(file);
        }}
      />
      {isEmpty && <p role="status">{say('field.scanNone')}</p>}
    </>
  );
}
