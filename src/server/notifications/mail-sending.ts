import { createTransport } from 'nodemailer';
import type { Attempt } from '../../domain/notifications/delivery-retry.ts';
import type { NotificationSettings } from './notification-settings.ts';

/** A mail about to go. */
export interface Mail {
  /** Of the delivery: the mail's own id is made of it, so that a repetition is known as one. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const patienceMs = 30_000;

/** Sends one mail. Refusals of the server that name no passing trouble (5xx) are lasting. */
export async function sendMail(settings: NotificationSettings, mail: Mail): Promise<Attempt> {
  if (settings.smtpUrl === null) return { sent: false, lasting: false, error: 'no mail server is set' };
  const transport = createTransport({
    url: settings.smtpUrl,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  try {
    await transport.sendMail({
      from: settings.mailFrom,
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      messageId: `<${mail.id}@guatu>`,
      headers: { 'auto-submitted': 'auto-generated' },
    });
    return { sent: true };
  } catch (error) {
    const { responseCode, message } = error as { responseCode?: number; message?: string };
    // what the server says of the mailbox; the address of the server itself may hold a password
    const said = (message ?? 'unknown').replaceAll(settings.smtpUrl, '…');
    return { sent: false, lasting: (responseCode ?? 0) >= 500, error: said };
  } finally {
    transport.close();
  }
}
