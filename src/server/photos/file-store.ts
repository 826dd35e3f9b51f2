/**
 * Where the bytes of photos lie: a folder, or storage that speaks S3. Keys are relative paths of letters,
 * digits, `-`, `.` and `/`.
 */
export interface FileStore {
  /**
   * Keeps bytes under a key, whole or not at all; what was there before is replaced. Returns when they are
   * safe. @throws Refused 507 `storageFull`, 503 `photo.storeDown`.
   */
  put(key: string, bytes: Buffer): Promise<void>;
  /** The bytes, or `null` where there are none. @throws Refused 503 `photo.storeDown`. */
  get(key: string): Promise<Buffer | null>;
  /** Number of bytes, or `null` where there are none. @throws Refused 503 `photo.storeDown`. */
  sizeOf(key: string): Promise<number | null>;
}
