import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import type { channelContent } from '../../contract/notifications.ts';
import type { Tx } from '../platform/database/database.ts';
import { recordEvents } from '../platform/event-log.ts';
import { invalid, notFound, Refused } from '../platform/refused.ts';
import { isAddressAllowed } from './address-guard.ts';
import { findChannel, withoutKey } from './channel-queries.ts';
import type { WebhookReach } from './notification-settings.ts';

/** Who changes a channel, and when. */
interface Changing {
  readonly tx: Tx;
  readonly cityId: string;
  readonly personId: string;
  readonly now: string;
  readonly reach: WebhookReach;
}

/**
 * Makes or changes a channel. Its key and secret are kept and never answered; the history says that they
 * changed, not what they are.
 *
 * @throws Refused 400 at `url` where nothing may be sent there, 409 `stale` where somebody changed it since.
 */
export async function setChannelContent(
  { tx, cityId, personId, now, reach }: Changing,
  id: string,
  content: z.output<typeof channelContent>,
): Promise<number> {
  const known = await findChannel(tx, cityId, id, true);
  if ((known?.version ?? 0) !== content.version) throw new Refused(409, 'stale', {});
  const url = content.url ?? known?.url;
  if (url === undefined) throw invalid('url', 'required');
  if (!isAddressAllowed(url, reach)) throw invalid('url', 'notifications.addressNotAllowed', { reach });
  const { medium, name, locale, groups, keepsQuiet, isActive } = content;
  const version = content.version + 1;
  const row = {
    medium,
    name,
    url,
    secret: content.secret === null ? (known?.secret ?? null) : content.secret || null,
    locale,
    groups: [...new Set(groups)],
    keeps_quiet: keepsQuiet,
    is_active: isActive,
    version,
  };
  if (known) {
    await tx
      .updateTable('notice_channel')
      .set(row)
      .where('city_id', '=', cityId)
      .where('id', '=', id)
      .execute();
  } else {
    await tx
      .insertInto('notice_channel')
      .values({ city_id: cityId, id, created_at: now, ...row })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
      .then((result) => {
        // the id was used by a channel that is removed
        if (result.numInsertedOrUpdatedRows === 0n) throw new Refused(409, 'duplicate', { field: 'id' });
      });
  }
  const data = {
    medium,
    name,
    address: withoutKey(url),
    locale,
    groups: row.groups,
    keepsQuiet,
    isActive,
    addressChanged: content.url !== null,
    secretChanged: content.secret !== null,
  };
  const event = { kind: 'delivery.channel_set', data };
  await recordEvents(tx, cityId, { kind: 'delivery', id }, [event], { personId }, now);
  return version;
}

/** Takes a channel away; what waits for it is given up and says so. */
export async function removeChannelById(
  { tx, cityId, personId, now }: Omit<Changing, 'reach'>,
  id: string,
): Promise<void> {
  const removed = await tx
    .updateTable('notice_channel')
    .set({ removed_at: now, is_active: false, secret: null })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  if (!removed) throw notFound();
  const event = { kind: 'delivery.channel_removed', data: { name: removed.name } };
  await recordEvents(tx, cityId, { kind: 'delivery', id }, [event], { personId }, now);
}

/** Queues a message that says that it is a trial. The same id again changes nothing. */
export async function queueTrial(
  { tx, cityId, personId, now }: Omit<Changing, 'reach'>,
  channelId: string,
  deliveryId: string,
): Promise<void> {
  const channel = await findChannel(tx, cityId, channelId);
  if (!channel) throw notFound();
  const made = await tx
    .insertInto('delivery')
    .values({
      city_id: cityId,
      id: deliveryId,
      medium: channel.medium,
      channel_id: channelId,
      state: 'queued',
      collects: false,
      next_attempt_at: now,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['city_id', 'id']).doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return;
  await tx
    .insertInto('delivery_item')
    .values({
      city_id: cityId,
      delivery_id: deliveryId,
      position: 1,
      kind: 'test',
      notice_group: 'tasks',
      subject_kind: 'delivery',
      subject_id: uuid(),
      version: 1,
      seq: 0,
      at: now,
      facts: JSON.stringify({ title: channel.name, actor: personId }),
    })
    .execute();
}
