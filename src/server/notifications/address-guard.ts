import { lookup as lookUp } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { WebhookReach } from './notification-settings.ts';

/**
 * Addresses that are not of the public network: this machine, private and shared nets, link-local (where
 * clouds keep their keys), multicast and reserved (RFC 6890).
 */
const inside = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  inside.addSubnet(net, prefix, 'ipv4');
}
for (const [net, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
] as const) {
  inside.addSubnet(net, prefix, 'ipv6');
}

/** Whether an IP address lies outside the public network. */
export function isInside(address: string): boolean {
  const family = isIP(address);
  return family === 0 || inside.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether something may be sent to an address at all, by what is written in it. */
export function isAddressAllowed(url: string, reach: WebhookReach): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  if (parsed.username !== '' || parsed.password !== '') return false;
  if (parsed.protocol !== 'https:' && !(parsed.protocol === 'http:' && reach === 'private-http'))
    return false;
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  if (reach !== 'public') return true;
  return isIP(host) === 0 ? !/(^|\.)localhost$/i.test(host) : !isInside(host);
}

/** Code of the error where a name leads inside though only the public network is allowed. */
export const insideAddress = 'ADDRESS_INSIDE';

/**
 * Looks a name up for one connection and refuses what leads inside: the address that is checked is the one
 * that is connected to, so a name that changes between two questions gains nothing.
 */
export function guardedLookup(reach: WebhookReach): LookupFunction {
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const allowed = reach === 'public' ? addresses.filter(({ address }) => !isInside(address)) : addresses;
      const [first] = allowed;
      if (!first) {
        const refused = Object.assign(new Error(`${hostname} leads inside`), { code: insideAddress });
        return callback(refused, '', 0);
      }
      if (options.all) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };
}
