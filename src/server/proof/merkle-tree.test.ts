import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyTree, growTree, leafHash, packPeaks, rootOf, unpackTree } from './merkle-tree.ts';

/** The entries and heads that implementations of RFC 6962 test themselves with. */
const entries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const heads = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** The definition of RFC 6962, section 2.1, word for word. */
function headByDefinition(list: readonly Uint8Array[]): Buffer {
  const sha256 = (...parts: readonly Uint8Array[]) =>
    createHash('sha256').update(Buffer.concat(parts)).digest();
  if (list.length === 0) return sha256();
  const [only] = list;
  if (list.length === 1 && only) return sha256(Buffer.from([0]), only);
  let k = 1;
  while (k * 2 < list.length) k *= 2;
  return sha256(Buffer.from([1]), headByDefinition(list.slice(0, k)), headByDefinition(list.slice(k)));
}

describe('the tree', () => {
  it.each(heads.map((head, size) => [size, head] as const))(
    'of %i known entries has the known head',
    (size, head) => {
      const tree = growTree(
        emptyTree,
        entries.slice(0, size).map((hex) => Buffer.from(hex, 'hex')),
      );
      expect(rootOf(tree).toString('hex')).toBe(head);
    },
  );

  it('is what the definition says, however it was grown', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 70 }), fc.nat(70), (list, cut) => {
        const grown = growTree(growTree(emptyTree, list.slice(0, cut)), list.slice(cut));
        expect(grown.size).toBe(list.length);
        expect(rootOf(grown)).toEqual(headByDefinition(list));
      }),
    );
  });

  it('grows on from its stored right edge', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 40 }), (list) => {
        let tree = emptyTree;
        for (const entry of list) tree = growTree(unpackTree(tree.size, packPeaks(tree)), [entry]);
        expect(rootOf(tree)).toEqual(headByDefinition(list));
      }),
    );
  });

  it('takes no node for a leaf', () => {
    const [left, right] = [leafHash(Buffer.from('a')), leafHash(Buffer.from('b'))];
    const two = growTree(emptyTree, [Buffer.from('a'), Buffer.from('b')]);
    expect(rootOf(growTree(emptyTree, [Buffer.concat([left, right])]))).not.toEqual(rootOf(two));
  });

  it('refuses an edge that is no edge of its size', () => {
    expect(() => unpackTree(3, Buffer.alloc(32))).toThrow(RangeError);
    expect(() => unpackTree(1, Buffer.alloc(33))).toThrow(RangeError);
  });
});
