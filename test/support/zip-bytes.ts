import { deflateRawSync } from 'node:zlib';

/**
 * A zip of one packed entry whose directory may lie about the size, and which may hide entries: those
 * stand at the front of the file but not in its directory.
 */
export function zipOf(
  name: string,
  content: Buffer,
  options: { declaredSize?: number; hidden?: Buffer } = {},
): Buffer {
  const hidden = options.hidden ?? Buffer.alloc(0);
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(options.declaredSize ?? content.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  local.copy(central, 6, 4, 30);
  central.writeUInt32LE(hidden.length, 42);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(hidden.length + 30 + name.length + packed.length, 16);
  return Buffer.concat([hidden, local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}
