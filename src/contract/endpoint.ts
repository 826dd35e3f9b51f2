import { z } from 'zod';

/**
 * Who may call:
 * - `public`: anybody;
 * - `own`: anybody signed in, about himself only;
 * - `asked`: signed in, and the handler must ask a permission; a handler that ends without asking fails.
 */
export type Access = 'public' | 'own' | 'asked';

/** What crosses the wire at one address. `upload` takes multipart files, `download` answers bytes. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Fastify form: `/api/problems/:id`. */
  readonly path: string;
  readonly access: Access;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly reply: Reply;
  readonly carries: 'json' | 'upload' | 'download';
}

const nothing = z.object({}).strict();

/** Defines an endpoint; parts left out take nothing, so unknown fields are refused everywhere. */
export function endpoint<
  Reply extends z.ZodType,
  Params extends z.ZodType = typeof nothing,
  Query extends z.ZodType = typeof nothing,
  Body extends z.ZodType = typeof nothing,
>(definition: {
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  access: Access;
  params?: Params;
  query?: Query;
  body?: Body;
  reply: Reply;
  carries?: 'json' | 'upload' | 'download';
}): Endpoint<Params, Query, Body, Reply> {
  return {
    carries: 'json',
    ...definition,
    params: (definition.params ?? nothing) as Params,
    query: (definition.query ?? nothing) as Query,
    body: (definition.body ?? nothing) as Body,
  };
}

export const idParams = z.object({ id: z.uuid() }).strict();

/** A line of text a person types: trimmed, no control characters, bounded. */
export function line(max: number, min = 0) {
  return (
    z
      .string()
      .trim()
      .min(min)
      .max(max)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
      .regex(/^[^\u0000-\u001f\u007f]*$/, { message: 'control-characters' })
  );
}

/** Several lines of text; line feeds and tabs allowed. */
export function paragraph(max: number, min = 0) {
  return (
    z
      .string()
      .trim()
      .min(min)
      .max(max)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
      .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, { message: 'control-characters' })
  );
}

/** Calendar day `YYYY-MM-DD` that exists. */
export const day = z.iso.date();
/** A day that the calendar of the house and the database both know, for filters. */
export const dayOfOurTime = z.iso.date().regex(/^(?:19|20|21)\d\d-/);
/** Instant with offset, as phones and servers write it. */
export const instant = z.iso.datetime({ offset: true });
/** Query strings carry booleans and numbers as text. */
export const flagInQuery = z.enum(['true', 'false']).transform((value) => value === 'true');
/** Where a list goes on: the opaque text that came with the page before. */
export const pageCursor = z.string().max(2000).optional();
export const pageSize = z.coerce.number().int().min(1).max(200).default(50);

/** Every refusal and error on the wire. `message` is in the caller's language; `fields` name what is wrong. */
export const errorReply = z.object({
  code: z.string(),
  message: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type ErrorReply = z.infer<typeof errorReply>;
