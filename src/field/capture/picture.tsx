import { useEffect, useState } from 'react';
import { usePhone } from '../shell/phone.tsx';
import { findPhoto } from '../store/outbox-store.ts';

/** A photo of this phone, or, where it is not here, the server's small copy of it. */
export function Picture({
  sha256,
  alt,
  size = 'thumb',
}: {
  sha256: string;
  alt: string;
  size?: 'thumb' | 'large';
}) {
  const { db } = usePhone();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let isCurrent = true;
    void findPhoto(db, sha256).then((photo) => {
      if (!isCurrent) return;
      made = photo ? URL.createObjectURL(photo.blob) : null;
      setAddress(made ?? `/api/photos/${sha256}?size=${size}`);
    });
    return () => {
      isCurrent = false;
      if (made) URL.revokeObjectURL(made);
    };
  }, [db, sha256, size]);
  return address ? <img src={address} alt={alt} className="picture" /> : null;
}
