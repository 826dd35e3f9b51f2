import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { featureJobs } from '../app.ts';
import { sendDue } from './delivery-sending.ts';
import type { NotificationSettings } from './notification-settings.ts';

interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let house: TestHouse;
let ledger: LedgerCity;
let settings: NotificationSettings;
let receiver: Server;
let received: Received[] = [];
/** What the receiver answers to the next calls; then 200. */
let answers: number[] = [];
let mails: string[] = [];
let mailServer: ReturnType<typeof createTcpServer>;

/** A mail server that takes every mail, or refuses mailboxes named `gone`. */
function fakeMailServer() {
  return createTcpServer((socket) => {
    let isData = false;
    let mail = '';
    socket.on('error', () => undefined);
    socket.write('220 test\r\n');
    socket.on('data', (part) => {
      const text = part.toString('utf8');
      if (isData) {
        mail += text;
        if (!mail.endsWith('\r\n.\r\n')) return;
        mails.push(mail);
        [isData, mail] = [false, ''];
        socket.write('250 taken\r\n');
        return;
      }
      for (const line of text.split('\r\n').filter(Boolean)) {
        if (/^DATA/i.test(line)) {
          isData = true;
          socket.write('354 go on\r\n');
        } else if (/^RCPT TO:<gone/i.test(line)) socket.write('550 no such mailbox\r\n');
        else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
}

function portOf(server: { address(): unknown }): number {
  return (server.address() as { port: number }).port;
}

beforeAll(async () => {
  receiver = createServer((request, reply) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      const status = answers.shift() ?? 200;
      reply.writeHead(status, { 'content-type': 'application/json' });
      reply.end(JSON.stringify({ errcode: status === 200 ? 0 : 300001 }));
    });
  });
  mailServer = fakeMailServer();
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  await new Promise<void>((done) => mailServer.listen(0, '127.0.0.1', done));
  settings = {
    smtpUrl: `smtp://127.0.0.1:${portOf(mailServer)}`,
    mailFrom: 'guatu@example.com',
    publicUrl: 'https://guatu.example.com',
    webhookReach: 'private-http',
  };
  house = await openTestHouse({ notifications: settings, jobs: featureJobs(settings) });
  ledger = await buildLedgerCity(house);
  // the reader begins at the end of what was there before it
  await house.runPeriodic('notifications.collect');
});
afterAll(async () => {
  await new Promise((done) => receiver.close(done));
  await new Promise((done) => mailServer.close(done));
  await house.close();
});
beforeEach(() => {
  [received, answers, mails] = [[], [], []];
});

async function collect(): Promise<void> {
  await house.settle();
  await house.runPeriodic('notifications.collect');
}

async function inbox(person: Parameters<LedgerCity['client']>[0], query = '') {
  return (await (await ledger.client(person)).get(`/api/notices${query}`)).body;
}

async function addChannel(change: object = {}) {
  const id = uuid();
  const content = {
    medium: 'webhook',
    name: `通道 ${id.slice(-4)}`,
    url: `http://127.0.0.1:${portOf(receiver)}/hook?key=geheim`,
    secret: 'a secret of the city',
    locale: 'zh-CN',
    groups: [],
    keepsQuiet: false,
    isActive: true,
    version: 0,
    ...change,
  };
  const reply = await (await ledger.client('office')).put(`/api/notification-channels/${id}`, content);
  return { id, reply, content };
}

async function removeChannel(id: string): Promise<void> {
  await (await ledger.client('office')).delete(`/api/notification-channels/${id}`);
}

describe('an inbox', () => {
  it('tells the right people what happened, and never the one who did it', async () => {
    const id = await ledger.dispatched();
    await collect();
    const [notice] = (await inbox('liaison')).notices;
    expect(notice).toMatchObject({ kind: 'problem.dispatched', link: `/ledger/${id}`, readAt: null });
    expect(notice.title).toMatch(/绿地有垃圾/);
    expect(notice.text).toMatch(/一街道/);
    await ledger.move('liaison', id, 'assign', { personId: ledger.people.grid.id });
    const photos = [await ledger.photo('grid')];
    await ledger.move('grid', id, 'claim-fixed', { photos, reason: null });
    await collect();
    expect((await inbox('grid')).notices.map((one: { kind: string }) => one.kind)).toEqual([
      'problem.assigned',
    ]);
    expect((await inbox('verifier')).notices[0]).toMatchObject({ kind: 'problem.fix_claimed' });
    // whoever belongs to the fixing unit cannot judge it and is not called
    expect((await inbox('streetVerifier')).notices).toEqual([]);
    expect((await inbox('stranger')).notices).toEqual([]);
  });

  it('tells each event once, however often the history is read', async () => {
    const before = (await inbox('liaison')).total;
    await ledger.dispatched();
    await collect();
    await collect();
    expect((await inbox('liaison')).total).toBe(before + 1);
  });

  it('is read line by line or up to what was seen, by its owner only', async () => {
    await ledger.dispatched();
    await collect();
    const client = await ledger.client('liaison');
    const { notices, unread } = await inbox('liaison');
    const stranger = await (await ledger.client('stranger')).post(`/api/notices/${notices[0].id}/read`);
    expect(stranger.status).toBe(404);
    expect((await client.post(`/api/notices/${notices[0].id}/read`)).body.unread).toBe(unread - 1);
    ledger.later();
    await ledger.dispatched();
    await collect();
    const all = await client.post('/api/notices/read-all', { until: notices[0].at });
    expect(all.body.unread).toBe(1);
    expect((await inbox('liaison', '?unread=true')).notices).toHaveLength(1);
    expect((await client.get('/api/notices/count')).body).toEqual({ unread: 1 });
  });
});

describe('a webhook', () => {
  it('gets each event by itself, signed so that anybody with the secret can check it', async () => {
    const { id, reply, content } = await addChannel();
    expect(reply.body).toEqual({ version: 1 });
    await ledger.dispatched();
    await collect();
    await house.runJobs();
    expect(received).toHaveLength(1);
    const [{ headers, body }] = received as [Received];
    const timestamp = String(headers['x-guatu-timestamp']);
    const expected = createHmac('sha256', content.secret).update(`${timestamp}.${body}`).digest('hex');
    expect(headers['x-guatu-signature']).toBe(`sha256=${expected}`);
    const sent = JSON.parse(body);
    expect(headers['x-guatu-delivery']).toBe(sent.deliveryId);
    expect(sent.events).toMatchObject([
      { kind: 'problem.dispatched', address: expect.stringContaining('https://guatu.example.com/ledger/') },
    ]);
    await house.runJobs();
    await house.runPeriodic('notifications.sendDue');
    expect(received).toHaveLength(1);
    await removeChannel(id);
  });

  it('never shows its key or secret again', async () => {
    const { id } = await addChannel();
    const { body } = await (await ledger.client('office')).get('/api/notification-channels');
    expect(JSON.stringify(body)).not.toMatch(/geheim|a secret of the city/);
    expect(body.channels[0]).toMatchObject({ id, hasSecret: true });
    await removeChannel(id);
  });

  it('is tried again after growing pauses, then given up, and sent again by hand under the same id', async () => {
    const { id } = await addChannel();
    answers = Array.from({ length: 9 }, () => 503);
    await ledger.dispatched();
    await collect();
    await house.runJobs();
    expect(received).toHaveLength(1);
    await house.runPeriodic('notifications.sendDue');
    expect(received).toHaveLength(1);
    const clock = house.clock.now;
    for (const minutes of [1, 5, 15, 60, 180, 360, 720, 1440]) {
      house.clock.now = new Date(house.clock.now.getTime() + minutes * 60_000);
      await sendDue(house.db, ledger.city.id, () => house.clock.now, settings);
    }
    expect(received).toHaveLength(9);
    const office = await ledger.client('office');
    const dead = (await office.get(`/api/deliveries?state=dead&channelId=${id}`)).body;
    expect(dead.deliveries).toMatchObject([{ attempts: 9, lastError: 'HTTP 503' }]);
    const again = await office.post(`/api/deliveries/${dead.deliveries[0].id}/send-again`);
    expect(again.status).toBe(200);
    await sendDue(house.db, ledger.city.id, () => house.clock.now, settings);
    expect(new Set(received.map((one) => one.headers['x-guatu-delivery'])).size).toBe(1);
    expect((await office.get(`/api/deliveries?channelId=${id}`)).body.counts).toMatchObject({
      sent: 1,
      dead: 0,
    });
    const twice = await office.post(`/api/deliveries/${dead.deliveries[0].id}/send-again`);
    expect([twice.status, twice.body.code]).toEqual([409, 'notifications.notGivenUp']);
    house.clock.now = clock;
    await removeChannel(id);
  });

  it('goes on after a process that died with a delivery in hand', async () => {
    const { id } = await addChannel();
    await ledger.dispatched();
    await collect();
    const until = new Date(house.clock.now.getTime() + 60_000).toISOString();
    await ledger.city.write((tx) =>
      tx
        .updateTable('delivery')
        .set({ state: 'sending', next_attempt_at: null, lease: uuid(), lease_until: until, attempts: 1 })
        .where('channel_id', '=', id)
        .execute(),
    );
    await sendDue(house.db, ledger.city.id, () => house.clock.now, settings);
    expect(received).toHaveLength(0);
    ledger.later(2);
    await sendDue(house.db, ledger.city.id, () => house.clock.now, settings);
    expect(received).toHaveLength(1);
    await removeChannel(id);
  });

  it('leads nowhere inside unless the operator allows it', async () => {
    const inside = [
      'http://127.0.0.1/x',
      'https://10.1.2.3/x',
      'https://[::1]/x',
      'https://a:b@example.com/',
    ];
    const strict = await openTestHouse({ notifications: { ...settings, webhookReach: 'public' } });
    const other = await buildLedgerCity(strict);
    for (const url of inside) {
      const body = { medium: 'webhook', name: 'x', url, secret: null, locale: 'zh-CN', groups: [] };
      const reply = await (await other.client('office')).put(`/api/notification-channels/${uuid()}`, {
        ...body,
        keepsQuiet: false,
        isActive: true,
        version: 0,
      });
      expect([url, reply.status, reply.body.fields?.[0]?.path]).toEqual([url, 400, 'url']);
    }
    await strict.close();
  });
});

describe('a group robot', () => {
  it('gets one message for what happened together, in the form it knows', async () => {
    const wecom = await addChannel({ medium: 'wecom', secret: null });
    const dingtalk = await addChannel({ medium: 'dingtalk' });
    await ledger.dispatched();
    await ledger.dispatched();
    await collect();
    await house.runJobs();
    expect(received).toHaveLength(2);
    const messages = received.map((one) => ({ path: one.path, body: JSON.parse(one.body) }));
    const ofWecom = messages.find((one) => 'content' in one.body.markdown);
    expect(ofWecom?.body.msgtype).toBe('markdown');
    expect(ofWecom?.body.markdown.content.match(/绿地有垃圾/g)).toHaveLength(2);
    const ofDingtalk = messages.find((one) => 'title' in one.body.markdown);
    const query = new URL(`http://x${ofDingtalk?.path}`).searchParams;
    const timestamp = query.get('timestamp');
    const sign = createHmac('sha256', 'a secret of the city')
      .update(`${timestamp}\na secret of the city`)
      .digest('base64');
    expect(query.get('sign')).toBe(sign);
    await removeChannel(wecom.id);
    await removeChannel(dingtalk.id);
  });

  it('is tried by hand, and says in the list what became of it', async () => {
    const { id } = await addChannel({ medium: 'wecom', secret: null });
    const office = await ledger.client('office');
    answers = [500];
    await office.post(`/api/notification-channels/${id}/try`, { deliveryId: uuid() });
    await house.runPeriodic('notifications.sendDue');
    const { deliveries } = (await office.get(`/api/deliveries?channelId=${id}`)).body;
    expect(deliveries).toMatchObject([{ state: 'failed', lastError: 'HTTP 500' }]);
    await removeChannel(id);
  });
});

describe('a mail', () => {
  const each = {
    mode: 'each',
    digestAt: ['08:30'],
    quietFrom: '20:00',
    quietTo: '07:30',
    quietOnDaysOff: false,
  };

  async function prefer(email: string, mail: object | null = each) {
    const body = { email, mail, muted: [] };
    return (await ledger.client('bureauHead')).put('/api/notices/preferences', body);
  }

  it('goes out at once by day, waits for the morning at night, and in the digest comes as one', async () => {
    expect((await prefer('bureau@example.com')).status).toBe(200);
    await ledger.raise({ categoryKey: 'stall', title: '沿街占道' });
    await collect();
    await house.runJobs();
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatch(/Message-ID: <[0-9a-f-]{36}@guatu>/i);
    // 22:00 in the city
    const day = house.clock.now;
    house.clock.now = new Date(`${day.toISOString().slice(0, 10)}T14:00:00Z`);
    await ledger.raise({ categoryKey: 'stall', title: '夜市占道' });
    await ledger.raise({ categoryKey: 'stall', title: '烧烤占道' });
    await collect();
    await house.runPeriodic('notifications.sendDue');
    expect(mails).toHaveLength(1);
    house.clock.now = new Date(house.clock.now.getTime() + 10 * 3_600_000);
    await sendDue(house.db, ledger.city.id, () => house.clock.now, settings);
    expect(mails).toHaveLength(2);
    house.clock.now = day;
  });

  it('to a mailbox that is not there is given up at once', async () => {
    await prefer('gone@example.com');
    await ledger.raise({ categoryKey: 'stall', title: '沿街占道' });
    await collect();
    await house.runJobs();
    const dead = (await (await ledger.client('office')).get('/api/deliveries?state=dead')).body;
    expect(dead.deliveries[0]).toMatchObject({ medium: 'email', email: 'gone@example.com', attempts: 1 });
  });

  it('needs both ends of the quiet hours, and names the fault', async () => {
    const reply = await prefer('bureau@example.com', { ...each, quietTo: null });
    expect([reply.status, reply.body.fields?.[0]?.path]).toEqual([400, 'mail.quietTo']);
  });
});

describe('channels and deliveries', () => {
  it('are the matter of whoever may set up the ledger', async () => {
    for (const person of ['liaison', 'grid', 'inspector', 'leader', 'head'] as const) {
      const client = await ledger.client(person);
      expect((await client.get('/api/notification-channels')).status).toBe(403);
      expect((await client.get('/api/deliveries')).status).toBe(403);
      expect((await client.get('/api/notification-settings')).status).toBe(403);
    }
  });
});
