/** Which addresses the program may send webhooks to. */
export const webhookReaches = ['public', 'private', 'private-http'] as const;
/**
 * `public`: https to addresses of the public network. `private`: https also to private ones, since a city's
 * own systems often stand in its intranet. `private-http`: to those also without encryption.
 */
export type WebhookReach = (typeof webhookReaches)[number];

/** What the operator of the house set; see docs/operations.md. */
export interface NotificationSettings {
  /** Mail server as an address `smtp://user:password@host:port`; null: no mail is sent. */
  readonly smtpUrl: string | null;
  /** Sender of mails. */
  readonly mailFrom: string;
  /** Where people open the app, for links in messages; null: messages carry none. */
  readonly publicUrl: string | null;
  readonly webhookReach: WebhookReach;
}

/** A setting of the environment that cannot be used; the program says so and does not start. */
export class NotificationSettingsError extends Error {
  readonly variable: string;

  constructor(variable: string) {
    super(`${variable} cannot be used; see docs/operations.md`);
    this.name = 'NotificationSettingsError';
    this.variable = variable;
  }
}

/** @throws NotificationSettingsError where a variable is set to something that cannot be meant. */
export function readNotificationSettings(
  environment: Readonly<Record<string, string | undefined>>,
): NotificationSettings {
  const smtpUrl = environment.GUATU_SMTP_URL || null;
  if (smtpUrl !== null && !/^smtps?:$/.test(URL.parse(smtpUrl)?.protocol ?? '')) {
    throw new NotificationSettingsError('GUATU_SMTP_URL');
  }
  const mailFrom = environment.GUATU_MAIL_FROM ?? '';
  if (smtpUrl !== null && !/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/.test(mailFrom)) {
    throw new NotificationSettingsError('GUATU_MAIL_FROM');
  }
  const publicUrl = environment.GUATU_PUBLIC_URL || null;
  if (publicUrl !== null && !/^https?:$/.test(URL.parse(publicUrl)?.protocol ?? '')) {
    throw new NotificationSettingsError('GUATU_PUBLIC_URL');
  }
  const reach = environment.GUATU_WEBHOOK_REACH || 'public';
  const webhookReach = webhookReaches.find((known) => known === reach);
  if (webhookReach === undefined) throw new NotificationSettingsError('GUATU_WEBHOOK_REACH');
  return { smtpUrl, mailFrom, publicUrl: publicUrl?.replace(/\/+$/, '') ?? null, webhookReach };
}
